/* log_gamma: ln Γ(x) for x > 0, and so ln n! = log_gamma(n + 1). The C library's lgamma leaves a sign in a global, which
 * two threads may not do at once.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     one or two logarithms.
 * Source   Stirling's series, DLMF 5.11.1, from 16 up, where the first term left out is below 1e-14; below by
 *          Γ(x + 1) = x Γ(x). tests/unit/binomial_test.c holds it to the library's.
 */
#ifndef SLANT_MEASURE_LOG_GAMMA_H
#define SLANT_MEASURE_LOG_GAMMA_H

#include <math.h>

static inline double log_gamma(double x)
{
    double below = 1, u, series;

    while (x < 16) { /* at most 16 factors below 16 */
        below *= x;
        x += 1;
    }
    u = 1 / (x * x);
    series = (1.0 / 12 - u * (1.0 / 360 - u * (1.0 / 1260 - u / 1680))) / x;
    return (x - 0.5) * log(x) - x + log(2 * 3.14159265358979323846) / 2 + series - log(below);
}

#endif
