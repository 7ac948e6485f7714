/* scorer: the margins of a text under every lane of every model given, in one pass over the text.
 *
 * The word memo carries the speed (README, "How it works"). For each distinct word, and each model, it holds
 * what the word adds by itself: for every block of the plan the sums of its features' weight rows, their last
 * column being the block's norm. So Unicode work and character n-grams are paid once a distinct word; the
 * text itself costs a look-up a word and one for each n-gram of neighbours that ends there.
 *
 * A full memo is emptied between records; until then a word that finds no room is worked out each time that
 * it is met. Sums run in the text's order in double; what a word adds by itself is kept as float. So a
 * record's margins do not depend on what was scored before it, nor on the thread that did it.
 *
 * Owns     a scorer borrows its models; a memo owns what it remembers, until memo_free: some 64 MiB at most,
 *          and its map, 64 to 128 bytes for each distinct word of a record that has more than fit.
 * Threads  scorer: read-only after init, share it; one memo a thread.
 * Errors   memory.
 * Cost     see bench/throughput; kernel models are handed to score/plain.h and cost what they cost.
 */
#ifndef SLANT_SCORE_SCORER_H
#define SLANT_SCORE_SCORER_H

#include "feature/feature.h"
#include "score/plain.h"

/* Where one model's part lies. */
typedef struct scorer_part {
    const model *m;
    uint32_t plan;    /* index into plans                                         */
    uint32_t margins; /* first of its L margins                                   */
    uint32_t sums;    /* first of its floats in a memo entry, and of its sums     */
    uint32_t width;   /* L + 1: lanes, then the norm                              */
    uint32_t at[N_BLOCKS]; /* offset of a block's `width` floats from `sums`; UINT32_MAX: no such block */
    uint32_t n_sums;  /* width * blocks                                           */
} scorer_part;

typedef struct scorer {
    scorer_part *part; /* [n_models]  kernel models have n_sums 0                 */
    size_t n_models;
    plan *plan;        /* [n_plans]   the distinct ones                           */
    size_t n_plans;
    uint32_t n_sums;    /* floats in a memo entry                                 */
    uint32_t n_margins; /* lanes of all models                                    */
    uint32_t memo_words; /* distinct words that a memo remembers, at least 1      */
} scorer;

bool scorer_init(scorer *s, const model *const *models, size_t n, err *e);
void scorer_free(scorer *s);

typedef struct memo memo;

bool memo_new(const scorer *s, uint64_t seed, memo **out, err *e);
void memo_free(memo *w);

/* margin [n_margins]: the lanes of the first model, then of the second ...  text.n < 4 GiB. */
bool scorer_score(const scorer *s, memo *w, str text, double *margin, err *e);

/* What happened so far: words looked up, distinct words worked out, n-grams looked up and found. */
typedef struct memo_counts {
    uint64_t words, misses, grams, grams_found;
} memo_counts;

memo_counts memo_count(const memo *w);

#endif
