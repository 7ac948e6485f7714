/* feature: the one definition of a feature. Training lists the features of a record, scoring adds up their
 * weights; both get them here, so they cannot disagree.
 *
 * A text is a row of words (text/words.h). A word is normalised by itself (text/norm.h), so whatever depends
 * on one word alone can be worked out once and remembered. A feature has a 64-bit hash that is its name on
 * disk, and belongs to a block:
 *
 *   word   H(w_i), and for n neighbours  H_n(i) = pair(H_{n-1}(i-1), H(w_i)),  seeded by the block
 *   char   every run of n code points of  " " w " ",  char_min <= n <= char_max, hashed with its block
 *   shape  the pattern of w as it is spelt
 *
 * Counting. Let k be which occurrence of its spelling a word is within the record (1, 2, 3 ...). The features
 * of that word count tf_gain(k) more, so that over c occurrences they reach 1 + ln c: the usual dampened
 * frequency, but as a sum over words. An n-gram of neighbours takes the smallest k among its words: the
 * 20th "the" does not dampen a new word beside it. With v_f the feature's learnt scale,
 *     a_f       = sum over occurrences of  tf_gain(k)
 *     |block|^2 = sum over occurrences of  tf_norm_gain(k) * v_f^2
 *     x_f       = a_f * v_f / |block|
 * The norm is the Euclidean one exactly where no two words share a feature, and an approximation of it where
 * they do (character n-grams); it is defined so because it adds up over words, and costs no accuracy (README).
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     feature_word: one normalisation; feature_list: O(characters * char_max). Once a distinct word.
 * Source   Salton & Buckley 1988 (dampened tf); Wang & Manning, ACL 2012 (ratios); the additive norm is ours.
 */
#ifndef SLANT_FEATURE_FEATURE_H
#define SLANT_FEATURE_FEATURE_H

#include "base/hash.h"
#include "feature/plan.h"
#include "text/norm.h"
#include "text/words.h"

enum { TF_TABLE = 1024 };

/* How much the k-th occurrence adds to 1 + ln c; to (1 + ln c)^2. k >= 1. */
float tf_gain(uint32_t k);
float tf_norm_gain(uint32_t k);

/* The first TF_TABLE values of both, [0] unused: scratch that a worker fills once. */
typedef struct tf_table {
    float gain[TF_TABLE];
    float norm_gain[TF_TABLE];
} tf_table;

void tf_table_init(tf_table *t);

static inline float tf_table_gain(const tf_table *t, uint32_t k)
{
    return k < TF_TABLE ? t->gain[k] : tf_gain(k);
}

static inline float tf_table_norm_gain(const tf_table *t, uint32_t k)
{
    return k < TF_TABLE ? t->norm_gain[k] : tf_norm_gain(k);
}

/* The spelling that a word of a text is known by: its bytes, cut where they are very long. Empty, which is
 * for the caller to pass over, for a mark of a length at which words may be cut: the two could begin alike
 * (253 times "_" is a mark, 300 times "_" and an "a" is a word), and what one spelling means must not depend
 * on who came first. */
static inline str feature_spelling(str text, const word *w)
{
    str raw = {text.p + w->begin, w->end - w->begin};

    if (raw.n < NORM_RAW_MAX - 3) /* norm_cut leaves at least that much */
        return raw;
    return w->kind == WORD_MARK ? (str){raw.p, 0} : norm_cut(raw);
}

/* One word as a plan sees it. */
typedef struct word_form {
    uint64_t hash; /* H(w); the word block's name for it                                       */
    bool used;     /* false: the plan drops it (a mark without `punct`, or normalised to nothing):
                      it is no neighbour either, its neighbours become each other's              */
    bool mark;     /* a mark: a member of word n-grams only                                    */
    uint16_t n;    /* bytes of text                                                            */
    uint16_t n_raw;
    const char *raw;               /* borrowed: the word as spelt, cut to NORM_RAW_MAX bytes       */
    char text[NORM_OUT_MAX + 2];   /* " w " without the blanks: text[1 .. 1 + n); the blanks are there */
} word_form;

void feature_word(const plan *p, str raw, word_kind kind, word_form *out);

/* Calls sink for every feature that the word has by itself: the word (if word_min is 1), its character
 * n-grams, its shape; repeated ones repeatedly. `name` is borrowed for the call; `n` is the n of the n-gram. */
typedef void feature_sink(void *to, uint64_t hash, unsigned block, unsigned n, str name);

void feature_list(const plan *p, const word_form *w, feature_sink *sink, void *to);

/* The n-grams of neighbouring words that end at the word last pushed: hash[n] and k[n], 1 <= n <= this->n. */
typedef struct grams {
    unsigned n;
    uint64_t hash[WORD_NGRAM_MAX + 1];
    uint32_t k[WORD_NGRAM_MAX + 1];
} grams; /* all zero: a record begins */

static inline void grams_push(grams *g, unsigned word_max, uint64_t hash, uint32_t k)
{
    g->n += g->n < word_max;
    for (unsigned n = g->n; n >= 2; n--) {
        g->hash[n] = hash_pair(g->hash[n - 1], hash);
        g->k[n] = g->k[n - 1] < k ? g->k[n - 1] : k;
    }
    g->hash[1] = hash;
    g->k[1] = k;
}

#endif
