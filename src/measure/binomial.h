/* binomial: how high a share may be, of which so much was seen.
 *
 * binomial_upper: the upper end of Clopper and Pearson's one-sided interval: the b at which so few hits in n, or fewer,
 * have a chance of alpha:   P(X <= hits | n, b) = alpha.   A share that is really higher is believed in at most alpha
 * of all cases, whatever it is and however small n is. 1 where hits = n, or n is 0.
 *
 *   hits   0 to n, n >= 0: reals, so that weighted rows can be told by their effective number
 *   alpha  above 0, below 1
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     some sixty continued fractions of some tens of terms.
 * Source   Clopper & Pearson, Biometrika 26 (1934); the incomplete beta function: DLMF 8.17.4, 8.17.22.
 *          tests/unit/binomial_test.c holds it to the sum of the binomial's terms.
 */
#ifndef SLANT_MEASURE_BINOMIAL_H
#define SLANT_MEASURE_BINOMIAL_H

double binomial_upper(double hits, double n, double alpha);

#endif
