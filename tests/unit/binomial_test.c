/* binomial: the bound against the binomial's own sum, against what can be worked out by hand, and between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "measure/binomial.h"
#include "measure/log_gamma.h"

/* P(X <= hits | n, b), term by term. */
static double at_most(int hits, int n, double b)
{
    double sum = 0;

    for (int k = 0; k <= hits; k++)
        sum += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(b) + (n - k) * log1p(-b));
    return sum;
}

static void is_where_the_sum_is_alpha(void **state)
{
    static const int ns[] = {1, 2, 10, 100, 1000, 20000};
    static const double alphas[] = {0.05, 0.001, 0.5};

    (void)state;
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 3; j++)
            for (int part = 0; part < 10; part++) {
                int hits = ns[i] * part / 10;
                double b = binomial_upper(hits, ns[i], alphas[j]);

                assert_true(b > (double)hits / ns[i] || alphas[j] > 0.4);
                if (fabs(at_most(hits, ns[i], b) - alphas[j]) > 1e-7 * alphas[j])
                    fail_msg("%d of %d: %.17g gives %.17g, not %g", hits, ns[i], b, at_most(hits, ns[i], b),
                             alphas[j]);
            }
}

static void log_gamma_is_the_library_s(void **state)
{
    (void)state;
    for (double x = 0.001; x < 1e12; x *= 1.0137)
        assert_true(fabs(log_gamma(x) - lgamma(x)) <= 1e-13 * (1 + fabs(lgamma(x))));
    for (int n = 1; n < 60; n++)
        assert_true(fabs(log_gamma(n) - lgamma(n)) <= 1e-13 * (1 + lgamma(n)));
}

static void by_hand(void **state)
{
    (void)state;
    /* Nobody of n: (1 - b)^n = alpha. "Rule of three": about 3 / n. */
    for (int n = 1; n < 5000; n = n * 2 + 1)
        assert_true(fabs(binomial_upper(0, n, 0.05) - (1 - pow(0.05, 1.0 / n))) < 1e-12);
    /* All but one of n: 1 - b^n = alpha. */
    for (int n = 2; n < 5000; n = n * 2 + 1)
        assert_true(fabs(binomial_upper(n - 1, n, 0.05) - pow(0.95, 1.0 / n)) < 1e-12);
    /* One of two: (1 - b)^2 + 2 b (1 - b) = 1 - b^2 = alpha. */
    assert_true(fabs(binomial_upper(1, 2, 0.36) - 0.8) < 1e-12);
    assert_true(binomial_upper(5, 5, 0.05) == 1);
    assert_true(binomial_upper(0, 0, 0.05) == 1);
}

/* Reals lie between their neighbours, and more hits or less certainty never lower the bound. */
static void grows(void **state)
{
    double before = 0;

    (void)state;
    for (int i = 0; i <= 400; i++) {
        double b = binomial_upper(i / 4.0, 100, 0.01);

        assert_true(b >= before && b <= 1 && b >= binomial_upper(i / 4.0, 100, 0.02));
        before = b;
    }
    assert_true(isfinite(binomial_upper(1e-9, 1e-3, 0.05)) && isfinite(binomial_upper(3e8, 1e9, 1e-4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_where_the_sum_is_alpha),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(log_gamma_is_the_library_s),
        cmocka_unit_test(grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
