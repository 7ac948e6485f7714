/* P(X <= hits | n, b) = I_{1-b}(n - hits, hits + 1), the regularised incomplete beta function, which falls as
 * b grows: b is found by bisection. */
#include "measure/binomial.h"

#include <math.h>
#include <stdbool.h>

#include "measure/log_gamma.h"

enum { TERMS_MAX = 100000, HALVINGS = 60 };

/* The continued fraction of DLMF 8.17.22, by Lentz's method as modified by Thompson and Barnett. Good for
 * x < (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1), f;

    d = 1 / (fabs(d) < tiny ? tiny : d);
    f = d;
    for (int m = 1; m < TERMS_MAX; m++) {
        double term[2] = {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))};
        double step = 1;

        for (int i = 0; i < 2; i++) {
            d = 1 + term[i] * d;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = 1 + term[i] / c;
            c = fabs(c) < tiny ? tiny : c;
            step = c * d;
            f *= step;
        }
        if (fabs(step - 1) < 1e-15)
            break;
    }
    return f;
}

/* I_x(a, b), or 1 - I_{1-x}(b, a), which is the same (8.17.4): that of the two where the fraction is quick.
 */
static double beta_share(double a, double b, double x)
{
    bool mirror = x >= (a + 1) / (a + b + 2);
    double share, front, scale;

    if (x <= 0 || x >= 1)
        return x > 0;
    scale = log_gamma(a + b) - log_gamma(a) - log_gamma(b);
    front = exp(scale + a * log(x) + b * log1p(-x));
    share = mirror ? front * fraction(b, a, 1 - x) / b : front * fraction(a, b, x) / a;
    return mirror ? 1 - share : share;
}

double binomial_upper(double hits, double n, double alpha)
{
    double low = 0, high = 1;

    if (!(hits < n))
        return 1;
    for (int i = 0; i < HALVINGS; i++) {
        double b = low + (high - low) / 2;

        *(beta_share(n - hits, hits + 1, 1 - b) > alpha ? &low : &high) = b;
    }
    return high;
}
