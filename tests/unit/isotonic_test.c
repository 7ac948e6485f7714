/* isotonic: against every way to cut few places into steps, against the formula max-min, and a case by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include "base/random.h"
#include "learn/isotonic.h"

enum { PLACES = 10 };

/* 1 3 2 2 5 4: 3 2 2 become 7/3 with weights 1, 5 4 become 4.5. */
static void by_hand(void **state)
{
    static const double seen[] = {1, 3, 2, 2, 5, 4};
    isotonic_block b[6];

    (void)state;
    for (int i = 0; i < 6; i++)
        b[i] = (isotonic_block){seen[i], 1, i, i};
    assert_int_equal(isotonic_pool(b, 6), 3);
    assert_true(isotonic_value(&b[0]) == 1 && b[0].low == 0 && b[0].high == 0);
    assert_true(fabs(isotonic_value(&b[1]) - 7 / 3.0) < 1e-15 && b[1].low == 1 && b[1].high == 3);
    assert_true(isotonic_value(&b[2]) == 4.5 && b[2].weight == 2 && b[2].low == 4 && b[2].high == 5);
    assert_int_equal(isotonic_pool(b, 0), 0);
    assert_int_equal(isotonic_pool(b, 1), 1);
}

static double mean(const double *seen, const double *weight, int from, int to)
{
    double sum = 0, all = 0;

    for (int i = from; i <= to; i++) {
        sum += seen[i] * weight[i];
        all += weight[i];
    }
    return sum / all;
}

static double error(const double *seen, const double *weight, const double *value, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += weight[i] * (seen[i] - value[i]) * (seen[i] - value[i]);
    return sum;
}

/* The least error of all step functions that never fall: a best one has the mean on each of its steps, so
 * that it is enough to try every set of cuts. */
static double least_error(const double *seen, const double *weight, int n)
{
    double best = INFINITY;

    for (unsigned cuts = 0; cuts < 1u << (n - 1); cuts++) {
        double value[PLACES];
        bool falls = false;

        for (int from = 0, to; from < n; from = to + 1) {
            for (to = from; to < n - 1 && !(cuts >> to & 1); to++)
                ;
            for (int i = from; i <= to; i++)
                value[i] = mean(seen, weight, from, to);
            falls |= from > 0 && value[from] < value[from - 1];
        }
        if (!falls)
            best = fmin(best, error(seen, weight, value, n));
    }
    return best;
}

static void is_the_closest(void **state)
{
    random_state random = random_seed(3);

    (void)state;
    for (int round = 0; round < 2000; round++) {
        int n = 1 + (int)random_below(&random, PLACES);
        double seen[PLACES], weight[PLACES], value[PLACES];
        isotonic_block b[PLACES];
        size_t pools;

        for (int i = 0; i < n; i++) {
            seen[i] = round % 2 ? (double)random_below(&random, 3) : random_unit(&random);
            weight[i] = round % 3 ? 0.25 + 2 * random_unit(&random) : 1;
            b[i] = (isotonic_block){seen[i] * weight[i], weight[i], i, i};
        }
        pools = isotonic_pool(b, (size_t)n);
        for (size_t k = 0; k < pools; k++) {
            assert_true(b[k].low == (k ? b[k - 1].high + 1 : 0));
            for (int i = (int)b[k].low; i <= (int)b[k].high; i++)
                value[i] = isotonic_value(&b[k]);
            assert_true(k == 0 || isotonic_value(&b[k]) > isotonic_value(&b[k - 1]));
        }
        assert_true(b[pools - 1].high == n - 1);
        if (fabs(error(seen, weight, value, n) - least_error(seen, weight, n)) > 1e-12)
            fail_msg("round %d: %.17g is not the least, %.17g", round, error(seen, weight, value, n),
                     least_error(seen, weight, n));
        /* value_i = max over a <= i of min over b >= i of the mean of a .. b */
        for (int i = 0; i < n; i++) {
            double highest = -INFINITY;

            for (int a = 0; a <= i; a++) {
                double lowest = INFINITY;

                for (int z = i; z < n; z++)
                    lowest = fmin(lowest, mean(seen, weight, a, z));
                highest = fmax(highest, lowest);
            }
            assert_true(fabs(value[i] - highest) < 1e-12);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(is_the_closest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
