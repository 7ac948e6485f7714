/* memo: what one thread holds while it scores, and the columns that it adds up. For scorer.c and loops.h alone. */
#ifndef SLANT_SCORE_MEMO_H
#define SLANT_SCORE_MEMO_H

#include "score/quad.h"
#include "score/scorer.h"
#include "score/wordmemo.h"

enum {
    BATCH = 256, /* words at a time; one step more may bring 64 */
    TOKENS = BATCH + 64,
    LOOKUPS = TOKENS * (WORD_NGRAM_MAX - 1),
    FEATURES_MAX = (NORM_OUT_MAX + 2) * CHAR_NGRAM_MAX + 2,
    GAINS = 64, /* counts whose gains are at hand for each quad */
};

/* A word of the text. */
typedef struct token {
    uint64_t key[2]; /* of wordmemo.h                                                             */
    remembered *at;  /* where the memo would have it first of all; when it is found, where it is  */
    uint32_t begin;
    uint32_t k; /* until it is found, its bytes, with TOKEN_MARK for a mark; then, which occurrence it is */
} token;

#define TOKEN_MARK (UINT32_C(1) << 31)

/* Features that a model may know: n-grams of neighbours, or a word's own. */
typedef struct lookups {
    uint32_t n, n_unknown; /* those that no model knows, after all         */
    uint64_t hash[LOOKUPS];
    stored *home[LOOKUPS];     /* where its row may be                     */
    uint32_t k[LOOKUPS];       /* n-grams: which occurrence it counts as   */
    const float *row[LOOKUPS]; /* where it is                              */
} lookups;

/* A word's own features: those of one block behind those of the other. */
typedef struct features {
    uint32_t n, end[N_BLOCKS]; /* of a block that is not there, 0 */
    uint64_t hash[FEATURES_MAX];
} features;

/* The loops as they are compiled for one kind of processor. */
typedef struct loops {
    uint32_t (*find)(memo *w, words *walk);
    uint32_t (*match)(memo *w, uint16_t *late);
    void (*add)(memo *w, uint32_t p);
    void (*add_rows)(memo *w, uint32_t p);
    void (*list)(const plan *p, const word_form *form, features *f);
    void (*keep)(memo *w, uint32_t p, const uint64_t *hash, uint32_t n);
    void (*sum)(const memo *w, uint32_t p, double *sum);
} loops;

struct memo {
    const scorer *s;
    loops loops;
    words_ahead_fn *ahead;
    wordmemo words;
    wordmap spill;          /* words of the present record for which there is no room: their counts      */
    unsigned char *scratch; /* [TOKENS][words.stride]  and what they add, worked out anew each time      */
    quad_mask *is_norm;     /* [n_quads]    which columns are norms                                      */
    quad *gains;            /* for each plan [GAINS][its n_quads]  how often a column counts, k-th time; 0 for k = 0 */
    float *zeros;           /* [4 n_quads]  the row of a feature that no model knows                     */
    float *row;             /* [4 n_quads]  a row that is read                                           */
    double *own;            /* [4 n_quads]  sums of the word being learnt                                */
    quad_sum *total;        /* [n_quads]    of the present record                                        */
    grams *grams;           /* [n_plans]    of the present record                                        */
    plain *kernels;         /* [n_models]   for kernel models                                            */
    tf_table tf;
    memo_counts counts;
    laps *laps; /* NULL where nobody asks */

    uint32_t n;    /* words in the present batch                       */
    uint32_t most; /* all their k, or'ed: GAINS or more if one of them is */
    token token[TOKENS];
    uint64_t named[LOOKUPS]; /* n-grams of the batch, under the present plan, and their counts */
    uint32_t named_k[LOOKUPS];
    lookups lookups;     /* those of them that a model may know  */
    lookups own_lookups; /* of the word being worked out         */
    features features;   /* of the word being worked out         */
};

#endif
