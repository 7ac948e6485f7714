/* shares: the tail of chi-squared against tables and against summing the density, Fisher's test against
 * fractions and against all tables, and which test is taken when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "measure/homogeneity.h"

static void near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("%.15g, not %.15g", got, want);
}

/* The upper points of chi-squared as tables print them, six decimals. */
static void tail_as_in_tables(void **state)
{
    (void)state;
    near(homogeneity_chi_squared_tail(3.841459, 1), 0.05, 1e-6);
    near(homogeneity_chi_squared_tail(6.634897, 1), 0.01, 1e-6);
    near(homogeneity_chi_squared_tail(10.827566, 1), 0.001, 1e-6);
    near(homogeneity_chi_squared_tail(5.991465, 2), 0.05, 1e-6);
    near(homogeneity_chi_squared_tail(7.814728, 3), 0.05, 1e-6);
    near(homogeneity_chi_squared_tail(18.307038, 10), 0.05, 1e-6);
    near(homogeneity_chi_squared_tail(124.342113, 100), 0.05, 1e-6);
    near(homogeneity_chi_squared_tail(0, 4), 1, 0);
}

/* The density by Simpson's rule, from x until it is nothing. */
static double summed(double x, uint32_t df)
{
    double h = 0.002, sum = 0, k = df / 2.0, scale = k * log(2) + lgamma(k);

    for (int i = 0; i <= 200000; i++) {
        double at = x + i * h, density = exp((k - 1) * log(at) - at / 2 - scale);

        sum += density * (i == 0 || i == 200000 ? 1 : i % 2 ? 4 : 2);
    }
    return sum * h / 3;
}

static void tail_as_summed(void **state)
{
    const uint32_t df[] = {1, 2, 3, 4, 7, 19, 20, 99, 150};
    const double by[] = {0.5, 0.9, 1, 1.3, 2};

    (void)state;
    for (size_t i = 0; i < sizeof df / sizeof *df; i++)
        for (size_t j = 0; j < sizeof by / sizeof *by; j++)
            near(homogeneity_chi_squared_tail(df[i] * by[j], df[i]), summed(df[i] * by[j], df[i]), 1e-7);
    /* Where e^(-x/2) is 0 in a double: the median is near df - 2/3. */
    near(homogeneity_chi_squared_tail(5000 - 2.0 / 3, 5000), 0.5, 1e-3);
    near(homogeneity_chi_squared_tail(5001 - 2.0 / 3, 5001), 0.5, 1e-3);
}

/* Values by binomial coefficients in Python's fractions: the sum of P(k) over all k with P(k) <= P(a). */
static void fisher_by_fractions(void **state)
{
    (void)state;
    near(homogeneity_fisher(3, 1, 1, 3), 34.0 / 70, 1e-12); /* the lady tasting tea */
    near(homogeneity_fisher(1, 9, 11, 3), 0.0027594561852200836, 1e-12);
    near(homogeneity_fisher(0, 5, 5, 0), 2.0 / 252, 1e-12);
    near(homogeneity_fisher(2, 100, 1, 3000), 0.003141816042838172, 1e-10);
    near(homogeneity_fisher(10, 2, 3, 15), 0.0005367241191434358, 1e-12);
    near(homogeneity_fisher(5, 995, 0, 40), 1, 1e-12);
    near(homogeneity_fisher(0, 3000, 9, 2991), 0.0038828496132645995, 1e-10);
}

static double choose(unsigned n, unsigned k)
{
    double out = 1;

    for (unsigned i = 0; i < k; i++)
        out = out * (n - i) / (i + 1);
    return k > n ? 0 : out;
}

static void fisher_over_all_tables(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 7; a++)
        for (unsigned b = 0; b < 7; b++)
            for (unsigned c = 0; c < 7; c++)
                for (unsigned d = 0; d < 7; d++) {
                    unsigned row = a + b, column = a + c, N = row + c + d;
                    double sum = 0, this = choose(column, a) * choose(N - column, b);

                    for (unsigned k = 0; k <= row && k <= column; k++) {
                        double w = choose(column, k) * choose(N - column, row - k);

                        sum += w <= this * (1 + 1e-9) ? w : 0;
                    }
                    near(homogeneity_fisher(a, b, c, d), sum / choose(N, row), 1e-9);
                }
}

/* By hand: 30/70 and 45/55 of 100 each: X^2 = 4.8. */
static void chi_squared_of_a_table(void **state)
{
    const uint64_t one[] = {30, 70}, other[] = {45, 55};
    homogeneity s;
    err e = {0};

    (void)state;
    assert_true(homogeneity_compare(one, other, 2, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_CHI_SQUARED);
    assert_int_equal(s.df, 1);
    assert_int_equal(s.n_pooled, 0);
    near(s.statistic, 4.8, 1e-12);
    near(s.p, erfc(sqrt(2.4)), 1e-12);
    near(s.distance, 0.15, 1e-12);
    assert_int_equal(s.farthest, 0);
    near(s.share[0], 0.30, 1e-12);
    near(s.share[1], 0.45, 1e-12);
}

/* Two labels are expected less than 5 times on the smaller side, and together too: the next joins them. The
 * sum is the same as of the table that is pooled by hand. */
static void rare_labels_are_pooled(void **state)
{
    const uint64_t one[] = {600, 2, 60, 300, 3}, other[] = {60, 0, 12, 27, 1};
    const uint64_t by_hand_one[] = {600, 65, 300}, by_hand_other[] = {60, 13, 27};
    homogeneity s, t;
    err e = {0};

    (void)state;
    assert_true(homogeneity_compare(one, other, 5, &s, &e));
    assert_true(homogeneity_compare(by_hand_one, by_hand_other, 3, &t, &e));
    assert_int_equal(s.test, HOMOGENEITY_CHI_SQUARED);
    assert_int_equal(s.n_pooled, 3);
    assert_int_equal(t.n_pooled, 0);
    near(s.statistic, t.statistic, 1e-12);
    near(s.p, t.p, 1e-12);
    assert_true(s.distance > t.distance - 1e-12); /* over all labels, pooled or not */
}

/* Few of the rarer label: exact, and with three labels the most frequent one against the others. */
static void few_are_tested_exactly(void **state)
{
    const uint64_t one[] = {9, 1}, other[] = {3, 11}, three_one[] = {1, 4, 1}, three_other[] = {2, 0, 3};
    homogeneity s;
    err e = {0};

    (void)state;
    assert_true(homogeneity_compare(one, other, 2, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_CHI_SQUARED); /* 10 of 24 times 12 is 5 */
    assert_true(homogeneity_compare((uint64_t[]){9, 1}, (uint64_t[]){3, 8}, 2, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_FISHER);
    near(s.p, homogeneity_fisher(9, 1, 3, 8), 1e-12);
    assert_true(homogeneity_compare(three_one, three_other, 3, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_FISHER);
    assert_int_equal(s.n_pooled, 2);
    near(s.p, homogeneity_fisher(2, 5, 4, 0), 1e-12);
}

static void nothing_to_compare(void **state)
{
    const uint64_t none[] = {0, 0, 0}, some[] = {3, 0, 9}, one_label[] = {0, 5, 0};
    homogeneity s;
    err e = {0};

    (void)state;
    assert_true(homogeneity_compare(some, none, 3, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_NO_TEST);
    assert_true(s.p >= 1);
    assert_true(homogeneity_compare(none, none, 0, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_NO_TEST);
    assert_true(homogeneity_compare(one_label, one_label, 3, &s, &e));
    assert_int_equal(s.test, HOMOGENEITY_NO_TEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tail_as_in_tables),      cmocka_unit_test(tail_as_summed),
        cmocka_unit_test(fisher_by_fractions),    cmocka_unit_test(fisher_over_all_tables),
        cmocka_unit_test(chi_squared_of_a_table), cmocka_unit_test(rare_labels_are_pooled),
        cmocka_unit_test(few_are_tested_exactly), cmocka_unit_test(nothing_to_compare),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
