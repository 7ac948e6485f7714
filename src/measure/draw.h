/* draw: positive numbers drawn at random, for weights that stand in place of resamples.
 *
 *   draw_exponential(r)     density e^-x; what one record weighs in a Bayesian bootstrap
 *   draw_gamma(r, shape)    density x^(shape - 1) e^-x / Gamma(shape); what `shape` records weigh together, for a
 *                           sum of n exponentials is a gamma of shape n. shape > 0, whole or not
 *
 * Owns     nothing.      Threads  one state a thread.      Errors  none.
 * Cost     a logarithm; for a gamma two or three, and a root.
 * Source   Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000): accepted in 19 of
 *          20 turns or more. Normals by the polar method (Marsaglia & Bray, SIAM Review 6, 1964), one of the pair kept.
 */
#ifndef SLANT_MEASURE_DRAW_H
#define SLANT_MEASURE_DRAW_H

#include "base/random.h"

double draw_exponential(random_state *r);
double draw_gamma(random_state *r, double shape);

#endif
