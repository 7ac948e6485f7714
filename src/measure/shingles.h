/* shingles: a text as what is compared of it: one key for "the same text", and the set of its runs of words.
 *
 * Words are those of training and scoring: UAX #29, NFKC with full case folding (text/words.h, text/norm.h). So
 * case, the ways to write a character in Unicode, and white space make no difference.
 *
 *   same     128 bits over all words and marks in order; equal for two texts that have the same ones. Two
 *            hashes of 64 bits with seeds of their own: that chance makes any two of 10^9 texts equal has odds
 *            of 10^-20.
 *   shingle  [n] increasing, none twice: a hash of every run of SHINGLE_WORDS neighbouring words. Marks are
 *            passed over, so that another comma is no difference here. A text of fewer words has one shingle,
 *            which is all of it; one without words has none.
 *
 * Three words a shingle: one changed word spoils as many shingles as they have words, and sentences have few. A
 * sentence of 20 words with one replaced in its midst keeps 15 of 21 shingles of three
 * words (0.71), 11 of 21 of five (0.52). Single words would take texts on one topic for copies.
 *
 * Of a record with several texts all count, each with runs of its own; the key knows where one ends.
 *
 * Owns     its array, until shingles_free; the next shingles_of overwrites it.
 * Threads  one shingles a thread.
 * Errors   false when memory is out. Any bytes are a text; text.n < 4 GiB.
 * Cost     O(n log n) in the words: one normalisation and two hashes each, and a sort.
 * Source   Broder, "On the resemblance and containment of documents", SEQUENCES 1997, sections 1 and 2.
 */
#ifndef SLANT_MEASURE_SHINGLES_H
#define SLANT_MEASURE_SHINGLES_H

#include "base/str.h"

enum { SHINGLE_WORDS = 3 };

typedef struct text_key {
    uint64_t half[2]; /* both 0: nothing to compare */
} text_key;

typedef struct shingles {
    text_key same;     /* both 0 for a text without words and marks */
    uint64_t *shingle; /* [n]                                       */
    size_t n, cap;
    uint32_t n_words;
} shingles; /* all zero before the first text */

/* text holds n_texts texts, at least 1, with TEXT_BREAK between two (base/texts.h). */
bool shingles_of(shingles *s, str text, unsigned n_texts);

void shingles_free(shingles *s);

/* How many hashes two sets have in common; both increasing, none twice. May stop at 0 as soon as fewer than
 * `least` are left to be found. */
size_t shingles_common(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b, size_t least);

#endif
