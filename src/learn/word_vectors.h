/* word_vectors: what is known of words beforehand, by their company in a large corpus (`slant vectors`, or any file in
 * GloVe's format): words that are used alike have vectors that point alike. A training set of a thousand sentences has
 * seen few of a language's words; by their vectors it says something of the others too.
 *
 * A text's vector is the mean of its words', each scaled like other features (weigh.h): with e_w the vector of length 1,
 *
 *   x = weight * sum over words w of  a_w v_w / |block|  e_w           |block| of feature.h, v_w the word's idf
 *
 * Its `dims` numbers are columns that a machine weighs as it does n-grams. But a machine's sum u . x is a sum over words of
 * a_w v_w / |block| times weight u . e_w, which is a number of the word's: so the model gets one row a word, of the vector
 * block, and scoring adds it as it adds any other: the price is that of a block, however many dims vectors have.
 *
 * The file: a line a word, its numbers behind it, blanks or tabs between. A first line of two numbers, word2vec's, is passed
 * over. Words are normalised as the plan has it; of several that become the same the first counts, and what becomes no word
 * is left out.
 *
 *   word  [n]  normal forms
 *   hash  [n]  feature_vector of each
 *   at    [n][dims]  of length 1
 *
 * Owns     its arrays, until word_vectors_free, after a failure too; words and the path in errors are the arena's.
 * Threads  read-only.
 * Errors   ERR_IO; ERR_INPUT with the line: no number, another number of numbers; ERR_MEMORY.
 * Cost     4 bytes a number, some 60 more a word, and as much again of numbers while they double.
 * Source   means of word vectors as features: e.g. Iyyer et al., ACL 2015; the folding is plain algebra.
 */
#ifndef SLANT_LEARN_WORD_VECTORS_H
#define SLANT_LEARN_WORD_VECTORS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/plan.h"

enum { WORD_VECTORS_DIMS_MAX = 4096 };

#define WORD_VECTORS_NONE UINT32_MAX

typedef struct word_vectors {
    str *word;
    uint64_t *hash;
    float *at;
    uint32_t n, dims;
    uint32_t *slot; /* [mask + 1] a word's number + 1, by its hash */
    size_t mask;
    uint64_t seed;  /* of the slots, unknown to who wrote the file */
} word_vectors; /* all zero: of no words */

bool word_vectors_read(const char *path, const plan *p, arena *a, word_vectors *out, err *e);
void word_vectors_free(word_vectors *of);

/* The word with that hash, or WORD_VECTORS_NONE. */
uint32_t word_vectors_find(const word_vectors *of, uint64_t hash);

/* dims numbers. */
static inline const float *word_vectors_at(const word_vectors *of, uint32_t i)
{
    return of->at + (size_t)i * of->dims;
}

#endif
