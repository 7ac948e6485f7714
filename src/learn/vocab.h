/* vocab: the features met in training, numbered in the order in which they were met, with their names.
 *
 * A feature's identity is its 64-bit hash (feature/feature.h). Names are compared on every meeting, so two
 * n-grams that share a hash are noticed: the second is dropped and counted, never mixed with the first.
 *
 * Owns     everything, until vocab_free.      Threads  one at a time.
 * Errors   vocab_get gives VOCAB_NONE for a collision, or when memory is out (then `failed` is set).
 * Cost     about two cache lines a look-up.
 */
#ifndef SLANT_LEARN_VOCAB_H
#define SLANT_LEARN_VOCAB_H

#include "base/buf.h"

#define VOCAB_NONE UINT32_MAX

typedef struct vocab_feature {
    uint64_t hash;
    uint64_t name_at; /* in names                                 */
    uint32_t name_n;  /* bytes                                    */
    uint8_t block;    /* BLOCK_WORD ...                           */
    uint8_t gram;     /* n of the n-gram                          */
} vocab_feature;

typedef struct vocab {
    vocab_feature *feature; /* [n]                                */
    uint32_t n, cap;
    uint32_t *slot;         /* [2^bits] index + 1; 0 is empty     */
    uint32_t bits;
    uint64_t n_collisions;
    uint64_t seed; /* unknown to who wrote the texts, or they could crowd one slot; nothing else depends on it */
    buf names;
    bool failed;
} vocab; /* all zero is an empty vocabulary */

/* The feature's number, given now if it was not there. Its name is the pieces joined by one blank. */
uint32_t vocab_get(vocab *v, uint64_t hash, unsigned block, unsigned gram, const str *piece, unsigned n_pieces);

static inline str vocab_name(const vocab *v, uint32_t id)
{
    return (str){v->names.p + v->feature[id].name_at, v->feature[id].name_n};
}

void vocab_free(vocab *v);

#endif
