/* filter: whether one of several models may know a feature. A Bloom filter (Bloom, CACM 13, 1970) of three bits a
 * feature, all in one 64-bit word, over the check words of the models' tables. (A single model is asked itself.)
 *
 * Most n-grams of a text are in no model. Sixteen bits a feature, or up to twice as many, fit into the
 * nearest caches, where the table and its rows do not; at most one in forty of those that no model knows
 * passes. A filter has 4 MiB at most: with 4 million features one in seventeen passes, with 16 million four
 * in ten.
 *
 * Models of one plan often have the same features, as when they were learnt from the same texts. So how many
 * different ones there are is estimated from the bits that are set, and the filter folded to what they need.
 *
 *   word      [mask + 1]  a power of two
 *   features  about how many different ones, by linear counting (Whang et al., ACM TODS 15, 1990)
 *
 * Owns     its words.      Threads  read-only once made: share it.      Errors  memory.
 */
#ifndef SLANT_SCORE_FILTER_H
#define SLANT_SCORE_FILTER_H

#include "model/table.h"

typedef struct filter {
    uint64_t *word;
    uint32_t mask;
    uint64_t features;
} filter;

/* Over tables whose keys are not turned; with others among them everything passes. */
bool filter_init(filter *f, const table *const *t, size_t n, err *e);
void filter_free(filter *f);

/* The bits of a feature, of its check word. The lowest bit of a check word is not the feature's. */
static inline uint64_t filter_bits(uint32_t check)
{
    return UINT64_C(1) << (check >> 14 & 63) | UINT64_C(1) << (check >> 20 & 63) |
           UINT64_C(1) << (check >> 26);
}

static inline bool filter_may(const filter *f, uint64_t key)
{
    uint32_t check = table_check(key); /* of a table that is not turned */
    uint64_t w = f->word[check >> 1 & f->mask];

    return w >> (check >> 14 & 63) & w >> (check >> 20 & 63) & w >> (check >> 26) & 1;
}

#endif
