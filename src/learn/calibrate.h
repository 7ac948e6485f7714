/* calibrate: from margins to probabilities that mean what they say. To be fitted on out-of-fold margins:
 * those of the training rows themselves are too far from 0.
 *
 *   sigmoid   p(y = +1) = 1 / (1 + exp(slope m + shift)),         slope <= 0
 *   softmax   p(k) = exp(slope m_k + shift_k) / sum_j exp(...),   slope >= 0, the K shifts sum to 0
 *   temperature  the softmax with all shifts 0, or the sigmoid with shift 0
 *   isotonic  p(y = +1) never falls as the margin grows, and is otherwise free: knots
 *
 * as model.h has them. The first three are the most likely values for targets that are a little less sure than the
 * labels (Platt): a row of class k, of which there are W_k rows by weight, speaks with (W_k + 1) / (W_k + 2)
 * for k and with the rest, in equal parts, for the other classes. That keeps all numbers finite where margins
 * separate the classes and where a class has few rows or none, and fades as 1 / W_k.
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
 * Source   Platt (1999); Lin, Lin & Weng, Machine Learning 68 (2007); temperature: Guo et al., ICML 2017, 4.2;
 *          isotonic: Zadrozny & Elkan, KDD 2002, 3.2. tests/unit/calibrate_test.c holds them to brute-force searches.
 */
#ifndef SLANT_LEARN_CALIBRATE_H
#define SLANT_LEARN_CALIBRATE_H

#include <stddef.h>

#include "base/err.h"

/*   margin   [n]
 *   y        [n]  +1 or -1
 *   shifted       false: by temperature, with a shift of 0
 *
 * The softmax with two classes and margins (0, m), and found as one.
 * Cost     that; 20 n bytes of scratch more. */
bool calibrate_sigmoid(const double *margin, const signed char *y, const double *weight, size_t n, bool shifted,
                       double *slope, double *shift, bool *flat, err *e);

/*   margin  [n][K]  K at least 2
 *   label   [n]     < K
 *   slope           written: one number
 *   shift   [K]     written
 *
 * Cost     O(n K) for each of some tens of steps, whatever K; n K doubles of scratch. */
bool calibrate_softmax(const double *margin, const uint32_t *label, const double *weight, size_t n,
                       uint32_t K, double *slope, double *shift, bool *flat, err *e);

/* As calibrate_softmax, but the slope alone: 1 / T, the temperature.
 *
 * Cost     O(n K) for each of about ten steps. */
bool calibrate_temperature(const double *margin, const uint32_t *label, const double *weight, size_t n, uint32_t K,
                           double *slope, bool *flat, err *e);

enum { CALIBRATE_KNOTS_MAX = 1024 };

/* Knots of the step function that is closest to the labels, 1 and 0, among all that never fall (isotonic.h); rows of
 * equal margins are one place. A step has a knot at its first margin and one at its last, so that between steps p
 * rises in a straight line.
 *
 * Never 0 nor 1: two rows are added, of weight 1 each, a positive one below all margins and a negative one above all.
 * They are part of the problem, so that the answer stays the closest one: where the n highest margins are all
 * positive, p is n / (n + 1) at most, and where the n lowest are all negative it is 1 / (n + 1) at least. Beyond the
 * margins seen p stays level. Rows of one class only give one knot.
 *
 * A thousand margins or a million have some tens of steps. Should there be more than CALIBRATE_KNOTS_MAX / 2, steps
 * that differ by less than 2 / CALIBRATE_KNOTS_MAX become one.
 *
 *   at, height  [CALIBRATE_KNOTS_MAX]  written: at rises, height never falls, 0 < height < 1
 *   *n_knots                           written: at least 1
 *   *flat                              one step
 *
 * Cost     O(n log n); 40 n bytes of scratch. */
bool calibrate_isotonic(const double *margin, const signed char *y, const double *weight, size_t n, double *at,
                        double *height, uint32_t *n_knots, bool *flat, err *e);

#endif
