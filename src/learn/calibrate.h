/* calibrate: from margins to probabilities that mean what they say. To be fitted on out-of-fold margins:
 * those of the training rows themselves are too far from 0.
 *
 *   sigmoid   p(y = +1) = 1 / (1 + exp(slope m + shift)),         slope <= 0
 *   softmax   p(k) = exp(slope m_k + shift_k) / sum_j exp(...),   slope >= 0, the K shifts sum to 0
 *
 * as model.h has them. Both are the most likely values for targets that are a little less sure than the
 * labels (Platt): a row of class k, of which there are W_k rows by weight, speaks with (W_k + 1) / (W_k + 2)
 * for k and with the rest, in equal parts, for the other classes. That keeps all numbers finite where margins
 * separate the classes and where a class has few rows or none, and fades as 1 / W_k. With two classes and
 * margins (0, m) the softmax is the sigmoid.
 *
 * No signal: where higher margins do not go with the label, the best slope would turn the order of the
 * margins round. It is held at 0 instead and every row gets the shares of the labels; *flat says so, and a
 * caller should tell people. So a higher margin never has a lower probability. Equal margins everywhere, and
 * rows of one class only, are flat too.
 *
 *   weight  [n]  >= 0, NULL means 1. A row of weight 2 is two rows; weights that are not in units of rows
 *                make the targets wrong: weights that sum to 1 leave a probability near one half.
 *
 * Owns     nothing; scratch is given back before return.
 * Threads  pure; the same arguments, the same bits.
 * Errors   ERR_INPUT: a margin or weight that is not finite, a negative weight, none above 0. ERR_MEMORY.
 * Source   Platt (1999); Lin, Lin & Weng, Machine Learning 68 (2007).
 *          tests/unit/calibrate_test.c holds both to a brute-force search.
 */
#ifndef SLANT_LEARN_CALIBRATE_H
#define SLANT_LEARN_CALIBRATE_H

#include <stddef.h>

#include "base/err.h"

/*   margin  [n]
 *   y       [n]  +1 or -1
 *
 * Cost     O(n) for each of about ten Newton steps. */
bool calibrate_sigmoid(const double *margin, const signed char *y, const double *weight, size_t n,
                       double *slope, double *shift, bool *flat, err *e);

/*   margin  [n][K]  K at least 2
 *   label   [n]     < K
 *   slope           written: one number
 *   shift   [K]     written
 *
 * Cost     O(n K) for each of some tens of steps, whatever K; n K doubles of scratch. */
bool calibrate_softmax(const double *margin, const uint32_t *label, const double *weight, size_t n,
                       uint32_t K, double *slope, double *shift, bool *flat, err *e);

#endif
