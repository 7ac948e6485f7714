/* Draws against the moments of their distributions: mean and variance of a gamma are its shape, its third
 * central moment twice the shape. Seeds are fixed, so the test always sees the same numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "measure/draw.h"

enum { N = 200000 };

static void moments(double shape, uint64_t seed)
{
    static double x[N];
    random_state r = random_seed(seed);
    double mean = 0, variance = 0, third = 0;
    /* Standard errors: moments of a gamma about its mean are a, 2a, 3a^2 + 6a, ..., 15a^3 + 130a^2 + 120a. */
    double of_mean = sqrt(shape / N), of_variance = sqrt((2 * shape * shape + 6 * shape) / N),
           of_third = sqrt((15 * pow(shape, 3) + 130 * shape * shape + 120 * shape) / N);

    for (unsigned i = 0; i < N; i++) {
        x[i] = draw_gamma(&r, shape);
        assert_true(x[i] >= 0 && isfinite(x[i]));
        mean += x[i] / N;
    }
    for (unsigned i = 0; i < N; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / N;
        third += pow(x[i] - mean, 3) / N;
    }
    if (fabs(mean - shape) > 4 * of_mean || fabs(variance - shape) > 4 * of_variance ||
        fabs(third - 2 * shape) > 4 * of_third)
        fail_msg("shape %g: mean %g, variance %g, third moment %g", shape, mean, variance, third);
}

static void has_the_moments(void **state)
{
    static const double shape[] = {0.02, 0.5, 1, 2.5, 40};

    (void)state;
    for (unsigned i = 0; i < sizeof shape / sizeof *shape; i++)
        moments(shape[i], 11 + i);
}

/* How many of N exponentials lie below ln 2: half of them. */
static void has_the_median(void **state)
{
    random_state r = random_seed(5);
    double below = 0;

    (void)state;
    for (unsigned i = 0; i < N; i++)
        below += draw_exponential(&r) < log(2);
    assert_true(fabs(below / N - 0.5) < 4 * 0.5 / sqrt(N));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(has_the_moments), cmocka_unit_test(has_the_median)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
