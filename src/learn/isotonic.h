/* isotonic: of all values that never fall from one place to the next, those closest to what was seen there:
 *
 *     minimise  sum_i weight_i (value_i - seen_i)^2      with  value_1 <= value_2 <= ... <= value_n
 *
 * A place that fell below the one before it is pooled with it: both get their mean, and so on backward. The order of
 * pooling does not matter; the answer is the only one.
 *
 *   b  [n]  in the order of the places; what was seen at one is sum / weight. Pools move to the front of b, each with
 *           the sums over its places, and with its first place's `low` and its last one's `high`, which mean what the
 *           caller likes. Of two that are equal one pool is made.
 *
 * Returns the number of pools, at least 1 where n is.
 *
 * Owns     nothing.        Threads  pure.       Errors  none: weights are above 0, all numbers finite.
 * Cost     O(n): every place is pooled once.
 * Source   Ayer et al., Ann. Math. Statist. 26 (1955). tests/unit/isotonic_test.c holds it to every monotone step
 *          function there is on a few places, and to the formula max-min of Robertson, Wright & Dykstra (1988).
 */
#ifndef SLANT_LEARN_ISOTONIC_H
#define SLANT_LEARN_ISOTONIC_H

#include <stddef.h>

typedef struct isotonic_block {
    double sum, weight;
    double low, high;
} isotonic_block;

static inline double isotonic_value(const isotonic_block *b)
{
    return b->sum / b->weight;
}

size_t isotonic_pool(isotonic_block *b, size_t n);

#endif
