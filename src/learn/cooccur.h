/* cooccur: how much more often two words stand near each other than chance would have it, over all pairs of the
 * frequent words of a corpus. Texts are gone through twice, first for the words, then for the pairs:
 *
 *     cooccur_new (&o, &c, e)
 *     cooccur_words(c, text, e)  ... of every text
 *     cooccur_rank (c, e)
 *     cooccur_pairs(c, text, e)  ... of every text again, in an order that is always the same
 *     cooccur_matrix(c, &x, e)
 *
 * A word is one of text/words.h, without the marks, in the normal form of feature_word under PLAN_DEFAULT. With
 * positions counted in words that have a normal form, w_s the word at position s of a text, and i, j words that are
 * kept,
 *     M_ij  = sum over s != t of the same text, |s - t| <= window, w_s = i, w_t = j  of  1 / |s - t|
 *     r_i   = sum_j M_ij,    p_i = r_i^0.875 / sum_j r_j^0.875,   P_ij = M_ij / sum M
 *     x_ij  = max(0, ln(P_ij / (p_i p_j)))
 * which is symmetric. Words that are not kept hold their place: what stands five words away stays five words away.
 *
 * Memory   16 bytes a slot of the table of pairs, at least a third of which are empty, once more half of that while it
 *          grows; some 60 bytes for each distinct spelling. In cooccur_matrix 8 bytes for each entry of M beside the
 *          table, then 16 without it.
 *          When the table would outgrow max_slots, pairs are forgotten, the smallest sums first: those up to 1/window,
 *          then up to twice that and so on, until it is at most half as full as it may be. What is forgotten hangs on
 *          the texts and on their order alone. A forgotten pair that is met again begins at 0. While the rest is laid
 *          out anew there are two tables.
 * Owns     copies of what it keeps; texts are borrowed for the call. cooccur_free takes it from any state, NULL too.
 * Threads  one thread at a time; no thread of its own.
 * Errors   ERR_MEMORY; ERR_INPUT for more than 2^32 - 2 distinct spellings.
 * Cost     cooccur_words a look-up a word; cooccur_pairs `window` more, some 30 ns each: the table does not fit the
 *          cache. cooccur_matrix 50 ns an entry. Over 12 million words of news and a window of 5: 1, 2.5 and 1 s.
 * Source   Levy & Goldberg, Neural Word Embedding as Implicit Matrix Factorization, NIPS 2014 (positive pointwise
 *          mutual information); Levy, Goldberg & Dagan, Improving Distributional Similarity with Lessons Learned from
 *          Word Embeddings, TACL 3 (2015) (powers of 0.75 on one side and 1 on the other, here shared out, so that x
 *          stays symmetric; with 0.75 and with 1 on both sides models are as right, within chance); Pennington, Socher
 *          & Manning, GloVe, EMNLP 2014 (the weight 1/distance).
 */
#ifndef SLANT_LEARN_COOCCUR_H
#define SLANT_LEARN_COOCCUR_H

#include "base/err.h"
#include "base/str.h"
#include "learn/matrix.h"

enum { COOCCUR_WINDOW_MAX = 50 };

typedef struct cooccur_options {
    unsigned window;    /* words, 1 to COOCCUR_WINDOW_MAX                                           */
    uint64_t min_count; /* occurrences that a word must have, at least 1                            */
    uint32_t max_words; /* that are kept at most, at least 1                                        */
    size_t max_slots;   /* of the table of pairs, a power of 2, at least COOCCUR_SLOTS_MIN          */
    uint64_t seed;      /* of maps: unknown to who wrote the texts; no result depends on it         */
} cooccur_options;

enum { COOCCUR_SLOTS_MIN = 1 << 10, COOCCUR_SLOTS_MAX = 1 << 26 }; /* 1 GiB */

typedef struct cooccur cooccur;

bool cooccur_new(const cooccur_options *o, cooccur **out, err *e);
void cooccur_free(cooccur *c);

/* One text: two texts are never neighbours. text.n < 4 GiB. */
bool cooccur_words(cooccur *c, str text, err *e);
bool cooccur_pairs(cooccur *c, str text, err *e);

/* Decides which words are kept, and numbers them from 0: the most frequent first, equally frequent ones in bytewise
 * order. Words whose normal form holds a blank are left out. */
bool cooccur_rank(cooccur *c, err *e);

/* After cooccur_rank: how many there are; the normal form of number i < n, which the cooccur owns. */
uint32_t cooccur_n(const cooccur *c);
str cooccur_word(const cooccur *c, uint32_t i);

/* Different pairs i <= j in the table, and how often one was forgotten. 0 before cooccur_pairs; both stay after
 * cooccur_matrix. */
uint64_t cooccur_n_pairs(const cooccur *c);
uint64_t cooccur_n_forgotten(const cooccur *c);

/* x [n][n], flat, symmetric, entries above 0 alone: views into the cooccur. Once, at the end: no text can be added
 * after it, for the table is given back. */
bool cooccur_matrix(cooccur *c, matrix *x, err *e);

#endif
