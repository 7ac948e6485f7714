/* memo: what one thread holds while it scores, and the columns that it adds up. For memo.c and the loops, and for
 * scorer.c, which makes the table of short n-grams; everybody else has scorer.h. */
#ifndef SLANT_SCORE_MEMO_H
#define SLANT_SCORE_MEMO_H

#include "score/quad.h"
#include "score/scorer.h"
#include "score/wordmemo.h"

enum {
    BATCH = 256, /* words at a time; one step more may bring 64 */
    TOKENS = BATCH + 64,
    PENDING = 16, /* words worked out at a time */
    FEATURES_SOME = 2048,
    LOOKUPS = FEATURES_SOME + (NORM_OUT_MAX + 2) * CHAR_NGRAM_MAX + 3,
};

_Static_assert(TOKENS * (WORD_NGRAM_MAX - 1) <= LOOKUPS, "a batch's n-grams of neighbours fit too");

/* A word of the text. */
typedef struct token {
    uint64_t key;    /* of wordmemo.h                                                             */
    remembered *at;  /* where the memo would have it first of all; when it is found, where it is  */
    uint32_t begin;
    uint32_t k; /* until it is found, its bytes, with TOKEN_MARK for a mark; then, which occurrence it is */
} token;

#define TOKEN_MARK (UINT32_C(1) << 31)

/* The features of a batch or of some words under one plan: what is asked for, and of that what an only model knows,
 * or one of several may know. */
typedef struct lookups {
    uint32_t n_asked, n;
    uint64_t asked[LOOKUPS];     /* hashes                                                          */
    uint32_t k[LOOKUPS];         /* n-grams of neighbours: which occurrence each counts as          */
    uint32_t tag[LOOKUPS];       /* [n] their k; of words' own features their places in asked[]     */
    const uint16_t *row[LOOKUPS]; /* [n]                                                             */
    uint32_t slot[LOOKUPS];      /* [n] in an only model's table; of several:                       */
    uint64_t hash[LOOKUPS];      /* [n]                                                             */
    stored *home[LOOKUPS];       /* [n] where its row may be                                        */
} lookups;

/* Words that are being worked out, some at a time, so that what one waits for from memory is asked for while
 * another is worked on; and their features, those of one block of one word behind those of another. */
typedef struct pending {
    token *t;
    str raw;
    uint8_t kind;
    uint32_t end[N_BLOCKS]; /* where its features end in own_of.asked; 0 where it has none */
} pending;

/* Half of a word's character n-grams have three characters at most, and there are so few of those over 32
 * characters that each has a row in a table which is filled once: the n-gram of characters c, d, e stands at
 * SHORT_AT(3) plus the number whose digits, of five bits each, are their codes. */
enum { SHORT_MAX = 3, SHORT_BITS = 5, SHORT_CODES = 1 << SHORT_BITS };

#define SHORT_AT(n) (((1u << SHORT_BITS * (n)) - (1u << SHORT_BITS)) / (SHORT_CODES - 1))
#define SHORTS      SHORT_AT(SHORT_MAX + 1)

/* The code of a byte: that of SHORT_CHARS[code]; SHORT_CODES for any other. */
#define SHORT_CHARS " abcdefghijklmnopqrstuvwxyz'.-,0"

struct memo {
    const scorer *s;
    words_ahead_fn *ahead;
    wordmemo words;
    wordmap spill;          /* words of the present record for which there is no room: their counts      */
    unsigned char *scratch; /* [TOKENS][words.stride]  and what they add, worked out anew each time      */
    uint16_t *zeros;        /* [4 n_quads]  the row of a feature that no model knows                     */
    uint16_t *row;          /* [4 n_quads]  a row that is read                                           */
    float *column;          /* [4 n_quads]  the same as weights                                          */
    double *own;            /* [PENDING][4 (n_quads + 1)]  sums of the words being worked out            */
    quad_sum *total;        /* [n_quads]    of the present record                                        */
    grams *grams;           /* [n_plans]    of the present record                                        */
    plain *kernels;         /* [n_models]   for kernel models                                            */
    uint8_t code[256];      /* of each byte, see SHORT_CHARS                                             */
    memo_counts counts;
    laps *laps; /* NULL where nobody asks */

    uint32_t n;    /* words in the present batch                       */
    uint32_t most; /* all their k, or'ed: GAINS or more if one of them is */
    token token[TOKENS];
    lookups grams_of; /* n-grams of neighbours that end in the batch, under the present plan */
    lookups own_of;   /* the pending words' own features */
    pending pending[PENDING];
    uint32_t n_pending;
};

#endif
