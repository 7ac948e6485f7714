/* scorer: the margins of a text under every lane of every model given, in one pass over the text.
 *
 * What is remembered, so that nothing is paid for twice (README, "How it works"):
 *   wordmemo  each thread's own: for each distinct word what it adds by itself, and its count in the record,
 *             so that Unicode work and character n-grams are paid once
 *   words     a store for all threads, where they are several (beside rows, three): what one has worked out the others
 *             need not
 *   shorts    the rows of all n-grams of up to three small letters, which need no looking for
 * and, only where several models share a plan (one model's table is asked itself):
 *   rows      a store for all threads: for each feature met the weight rows of all models, side by side
 *   filter    which features no model knows: most n-grams of neighbours
 * The text itself then costs a look-up a word, and one for each n-gram of neighbours.
 *
 * What is added up for a plan's models are columns: for each block of the plan, for each model, its lanes and then
 * the block's norm. The word block comes first, so that an n-gram's row adds to the first columns. Sums run in the
 * text's order in double; what a word adds by itself is a sum in double, kept as float. So a record's margins do not
 * depend on what was scored before it, nor on the thread that did it.
 *
 * Owns     a scorer borrows its models. It holds for each plan shorts, 4 MiB at most, and of several models rows, 24
 *          MiB at most, and the filter, 4 MiB at most; with a store of words 24 MiB at most, or 12 beside rows. Memos
 *          without one hold 36 MiB at most together, or 24 beside rows, and half as much more while they grow; with one
 *          32, or 8 beside rows, and half a one at least each; and 64 bytes for each distinct word of a record for
 *          which there was no room. Where a record's texts have a scorer each, each has its part of all this, of which
 *          a corpus touches what it needs.
 * Threads  scorer: share it, its stores take care of themselves; one memo a thread.
 * Errors   memory.
 * Cost     see bench/throughput; kernel models are handed to score/plain.h and cost what they cost.
 */
#ifndef SLANT_SCORE_SCORER_H
#define SLANT_SCORE_SCORER_H

#include "base/laps.h"
#include "feature/feature.h"
#include "score/filter.h"
#include "score/plain.h"
#include "score/quad.h"
#include "score/store.h"

/* Where one model's part lies. */
typedef struct scorer_part {
    const model *m;
    uint32_t plan;    /* index into plans; UINT32_MAX for a kernel model              */
    uint32_t margins; /* first of its L margins                                       */
    uint32_t at;      /* first of its L + 1 columns within each block's               */
} scorer_part;

enum { GAINS = 256 }; /* counts whose gains are at hand */

/* The models that share a plan. */
typedef struct scorer_plan {
    plan plan;
    const table *only;     /* its only model's, unless it is turned; else NULL, and then:     */
    store rows;            /*   rows of features met, for all models side by side             */
    filter filter;         /*   what they may know                                            */
    float *scale;          /* [width]  of each column of a row: table.h                       */
    uint32_t width;        /* columns of one block                                            */
    uint32_t at[N_BLOCKS]; /* a block's first column; UINT32_MAX: no such block               */
    uint32_t quad;         /* its first quad (four columns) among those of all plans          */
    uint32_t n_quads;      /* how many it has                                                 */
    uint32_t n_sums;       /* columns in them; the last may be half a quad: two               */
    uint32_t stride;       /* halves of a feature's row, of one block: table_stride(width)    */
    uint32_t row_quads;    /* the same in quads; 1 for half a one                             */
    uint16_t *shorts;      /* [SHORTS][stride]  see memo.h; NULL: too many lanes, or none     */
} scorer_plan;

typedef struct scorer {
    scorer_part *part; /* [n_models]                                                  */
    size_t n_models;
    scorer_plan *plan; /* [n_plans]   the distinct ones                               */
    uint32_t n_plans;
    uint32_t n_quads;   /* of all plans                                               */
    uint32_t n_sums;    /* columns up to the last plan's last: what is kept of a word */
    uint32_t n_margins; /* lanes of all models                                        */
    tf_table tf;
    quad_mask *is_norm; /* [n_quads]          which columns are norms                 */
    float *row_scale;   /* [4 (n_quads + 1)]  what a column of a row counts           */
    quad *gains;        /* for each plan [GAINS][its n_quads]  how often it counts the k-th time */
    quad *row_gains;    /* the same times what it counts                              */
    store words;        /* what words add by themselves; empty where none is shared   */
    uint64_t seed;
    uint32_t memo_bits; /* a memo remembers 2^memo_bits words at most                 */
    const struct loops *loops; /* loops.h: the best for this processor; tests may take others */
} scorer;

/* For so many threads with a memo each; one of so many parts that have the memory together, at least 1. `seed` should
 * be unknown to whoever wrote the texts (wordmemo.h). */
bool scorer_init(scorer *s, const model *const *models, size_t n, unsigned threads, unsigned parts,
                 uint64_t seed, err *e);
void scorer_free(scorer *s);

/* The row of a feature under all models of plan p, from their tables, to row[width]; whether any of them
 * knows it. What the stores keep so that it need not be asked again. */
bool scorer_row(const scorer *s, uint32_t p, uint64_t hash, uint16_t *row);

/* ---- memo.c: what one thread holds, and its scoring ---- */

typedef struct memo memo;

bool memo_new(const scorer *s, memo **out, err *e);
void memo_free(memo *w);

/* From now on l is told what scoring takes, stage by stage; NULL: nobody. */
void memo_time(memo *w, laps *l);

/* margin [n_margins]: the lanes of the first model, then of the second ...  text.n < 4 GiB. */
bool memo_score(memo *w, str text, double *margin, err *e);

/* How much model number `i` knows of the text scored last: see model_familiarity. Free: norms are summed anyway. */
double memo_known(const memo *w, size_t i);

/* What happened so far. */
typedef struct memo_counts {
    uint64_t words;       /* of the texts                                                        */
    uint64_t misses;      /* words worked out                                                    */
    uint64_t grams;       /* n-grams of neighbours                                               */
    uint64_t grams_found; /* of these, how often a model knew one                                */
} memo_counts;

memo_counts memo_count(const memo *w);

#endif
