/* feature: the one definition of a feature. Training lists the features of a record, scoring adds up their
 * weights; both get them here, so they cannot disagree.
 *
 * A text is a row of words (text/words.h). A word is normalised by itself (text/norm.h), so whatever depends
 * on one word alone can be worked out once and remembered. A feature has a 64-bit hash that is its name on
 * disk, and belongs to a block:
 *
 *   word   H(w_i), and for n neighbours  H_n(i) = pair(H_{n-1}(i-1), H(w_i)),  seeded by the block
 *          (of a plan of tags, which has words alone, H(w) is feature_tag's). With `edges` the text's begin <s> and
 *          end </s> are neighbours of its first and last word: n-grams of two and more have them, as in language
 *          models (Chen & Goodman 1999); alone they would say nothing
 *   char   every run of n code points of  " " w " ",  char_min <= n <= char_max, hashed with its block
 *   shape  the pattern of w as it is spelt
 *   vector H(w), mixed once more
 *
 * Counting. Let k be which occurrence of its spelling a word is within the record (1, 2, 3 ...). The features
 * of that word count tf_gain(k) more, so that over c occurrences they reach 1 + ln c: the usual dampened
 * frequency, but as a sum over words. An n-gram of neighbours takes the smallest k among its words: the
 * 20th "the" does not dampen a new word beside it. With v_f the feature's learnt scale,
 *     a_f       = sum over occurrences of  tf_gain(k)
 *     |block|^2 = sum over occurrences of  tf_norm_gain(k) * v_f^2
 *     x_f       = a_f * v_f / |block|
 * The norm is the Euclidean one exactly where no two words share a feature, and an approximation of it where
 * they do (character n-grams); it is defined so because it adds up over words, and costs no accuracy
 * (README).
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     feature_word: one normalisation; feature_list: O(characters * char_max). Once a distinct word.
 * Source   Salton & Buckley 1988 (dampened tf); Wang & Manning, ACL 2012 (ratios); the additive norm is ours.
 */
#ifndef SLANT_FEATURE_FEATURE_H
#define SLANT_FEATURE_FEATURE_H

#include "base/hash.h"
#include "feature/plan.h"
#include "feature/tag.h"
#include "text/norm.h"
#include "text/words.h"

enum { TF_TABLE = 1024 };

/* How much the k-th occurrence adds to 1 + ln c; to (1 + ln c)^2. k >= 1. */
float tf_gain(uint32_t k);
float tf_norm_gain(uint32_t k);

/* Both, and the first TF_TABLE of them, at[0] being unused: scratch that a worker fills once. */
typedef struct tf_gains {
    float gain, norm_gain;
} tf_gains;

typedef struct tf_table {
    tf_gains at[TF_TABLE];
} tf_table;

void tf_table_init(tf_table *t);

static inline tf_gains tf_table_get(const tf_table *t, uint32_t k)
{
    return k < TF_TABLE ? t->at[k] : (tf_gains){tf_gain(k), tf_norm_gain(k)};
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
    bool ascii;    /* text is                                                                  */
    uint16_t n;    /* bytes of text                                                            */
    uint16_t n_raw;
    const char *raw;               /* borrowed: the word as spelt, cut to NORM_RAW_MAX bytes       */
    char text[NORM_OUT_MAX + 10];  /* " w " without the blanks: text[1 .. 1 + n); the blanks are there,
                                      and 8 bytes that may be read                                 */
} word_form;

void feature_word(const plan *p, str raw, word_kind kind, word_form *out);

/* Calls sink for every feature that the word has by itself: the word (if word_min is 1), its character
 * n-grams, its shape, its vector; repeated ones repeatedly, one block after the other. `name` is borrowed for the call;
 * `n` is the n of the n-gram. Inline, so that a sink which the compiler knows costs no call and a name that
 * it does not look at costs nothing. */
typedef void feature_sink(void *to, uint64_t hash, unsigned block, unsigned n, str name);

/* Seeds keep the blocks' names apart: the word "an" is not the character n-gram "an". */
#define FEATURE_SEED_WORD  UINT64_C(0x5c1d9b0e37a24f61)
#define FEATURE_SEED_CHAR  UINT64_C(0xe38b06d2954c7a1b)
#define FEATURE_SEED_SHAPE UINT64_C(0x27f4c8a16b0d953e)
#define FEATURE_SEED_VECTOR UINT64_C(0x8d15b7e3c29a4f06)

/* The vector block's name for a word. */
static inline uint64_t feature_vector(uint64_t word_hash)
{
    return hash_mix(word_hash ^ FEATURE_SEED_VECTOR);
}

/* The name of the word's shape, in shape[NORM_OUT_MAX]; a stray combining mark has none. */
str feature_shape(const word_form *w, char *shape);

/* Where each code point of " w " begins, and its end, to at[]; returns how many there are. */
unsigned feature_points(const word_form *w, uint16_t at[NORM_OUT_MAX + 3]);

/* Every window of char_min to char_max code points over " w ", the short ones first. One that would be the
 * whole of a one-letter word with both blanks is kept: " a " says that the word is nothing but "a". */
static inline __attribute__((always_inline)) void feature_list_chars(const plan *p, const word_form *w,
                                                                     feature_sink *sink, void *to)
{
    uint16_t at[NORM_OUT_MAX + 3];
    unsigned n_points = w->n + 2u;

    if (w->ascii) { /* a byte is a character: nearly all words of English */
        for (unsigned n = p->char_min; n <= p->char_max; n++)
            for (unsigned from = 0; from + n <= n_points; from++)
                sink(to, hash_short(w->text + from, n, FEATURE_SEED_CHAR), BLOCK_CHAR, n,
                     (str){w->text + from, n});
        return;
    }
    n_points = feature_points(w, at);
    for (unsigned n = p->char_min; n <= p->char_max; n++) {
        for (unsigned from = 0; from + n <= n_points; from++) {
            str gram = {w->text + at[from], (size_t)(at[from + n] - at[from])};
            uint64_t hash = gram.n <= 8 ? hash_short(gram.p, gram.n, FEATURE_SEED_CHAR)
                                        : hash_str(gram, FEATURE_SEED_CHAR);

            sink(to, hash, BLOCK_CHAR, n, gram);
        }
    }
}

static inline __attribute__((always_inline)) void feature_list(const plan *p, const word_form *w,
                                                               feature_sink *sink, void *to)
{
    char shape[NORM_OUT_MAX];
    str s;

    if (!w->used)
        return;
    if (p->word_min == 1)
        sink(to, w->hash, BLOCK_WORD, 1, (str){w->text + 1, w->n});
    if (w->mark)
        return;
    if (p->char_max)
        feature_list_chars(p, w, sink, to);
    if (p->shape && (s = feature_shape(w, shape)).n)
        sink(to, hash_str(s, FEATURE_SEED_SHAPE), BLOCK_SHAPE, 1, s);
    if (p->vector)
        sink(to, feature_vector(w->hash), BLOCK_VECTOR, 1, (str){w->text + 1, w->n});
}

/* The n-grams of neighbouring words that end at the word last pushed: hash[n] and k[n], 1 <= n <= this->n. */
typedef struct grams {
    unsigned n;
    uint64_t hash[WORD_NGRAM_MAX + 1];
    uint32_t k[WORD_NGRAM_MAX + 1];
} grams;

/* Names of a text's begin and end among its words; what they are called where n-grams are shown. */
#define FEATURE_BEGIN      UINT64_C(0x71e6d3580b9fc24d)
#define FEATURE_END        UINT64_C(0xb4402c9ae7613d85)
#define FEATURE_BEGIN_NAME "<s>"
#define FEATURE_END_NAME   "</s>"

/* A text begins. */
static inline grams grams_begin(const plan *p)
{
    grams g = {0};

    if (p->edges)
        g = (grams){.n = 1, .hash = {0, FEATURE_BEGIN}, .k = {0, 1}};
    return g;
}

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

/* The text ends: whether there are n-grams that end with it. A text without words has none. */
static inline bool grams_end(grams *g, const plan *p)
{
    if (!p->edges || g->hash[1] == FEATURE_BEGIN)
        return false;
    grams_push(g, p->word_max, FEATURE_END, 1);
    return true;
}

/* The shortest n-gram of neighbours that the plan has. */
static inline unsigned grams_shortest(const plan *p)
{
    return p->word_min > 2 ? p->word_min : 2;
}

#endif
