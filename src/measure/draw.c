/* Uniform numbers to exponentials and gammas, by acceptance. */
#include "measure/draw.h"

#include <math.h>

double draw_exponential(random_state *r)
{
    return -log1p(-random_unit(r));
}

static double normal(random_state *r)
{
    double x, y, s;

    do {
        x = 2 * random_unit(r) - 1;
        y = 2 * random_unit(r) - 1;
        s = x * x + y * y;
    } while (s >= 1 || s == 0);
    return x * sqrt(-2 * log(s) / s);
}

/* A gamma of shape >= 1. */
static double accepted(random_state *r, double shape)
{
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

    for (;;) {
        double x = normal(r), v = 1 + c * x, u;

        if (v <= 0)
            continue;
        v = v * v * v;
        u = 1 - random_unit(r);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)))
            return d * v;
    }
}

double draw_gamma(random_state *r, double shape)
{
    if (shape == 1)
        return draw_exponential(r);
    if (shape > 1)
        return accepted(r, shape);
    /* A gamma of shape + 1 times u^(1 / shape) is one of shape (their section 6). */
    return pow(1 - random_unit(r), 1 / shape) * accepted(r, shape + 1);
}
