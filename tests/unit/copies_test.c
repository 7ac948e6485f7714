/* copies: which R is picked, how many copies each weight gets, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "learn/copies.h"

static void gives(const double *weight, size_t n, uint32_t R, const uint32_t *expected)
{
    uint32_t copies[4], r;
    size_t total, sum = 0;
    err e = {0};

    assert_true(copies_count(weight, n, copies, &r, &total, &e));
    assert_int_equal(r, R);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(copies[i], expected[i]);
        sum += copies[i];
    }
    assert_int_equal(total, sum);
}

static void smallest_R_is_picked(void **state)
{
    (void)state;
    gives(NULL, 3, 1, (uint32_t[]){1, 1, 1});
    gives((double[]){1, 0, 3}, 3, 1, (uint32_t[]){1, 0, 3});
    gives((double[]){1, 0.5, 1.5}, 3, 2, (uint32_t[]){2, 1, 3});
    gives((double[]){0.3333333, 1}, 2, 3, (uint32_t[]){1, 3});
    gives((double[]){0.5, 1.0 / 3, 1}, 3, 6, (uint32_t[]){3, 2, 6});
    gives((double[]){0.125, 2}, 2, 8, (uint32_t[]){1, 16});
}

/* Where eighths do not reach: rounded, but never to nothing. */
static void others_are_rounded(void **state)
{
    (void)state;
    gives((double[]){0.9, 0.2, 1}, 3, 8, (uint32_t[]){7, 2, 8});
    gives((double[]){1e-7, 1, 0}, 3, 8, (uint32_t[]){1, 8, 0});
    gives((double[]){1e-300, 0.01, 0.06}, 3, 8, (uint32_t[]){1, 1, 1});
}

static void refuses(double a, double b, const char *text)
{
    uint32_t copies[2], R;
    size_t total;
    err e = {0};

    assert_false(copies_count((double[]){a, b}, 2, copies, &R, &total, &e));
    assert_string_equal(e.text, text);
    assert_int_equal(e.code, ERR_INPUT);
}

static void errors_say_what(void **state)
{
    (void)state;
    refuses(1, -0.5, "weight -0.5 is not a number from 0 up");
    refuses(1, (double)INFINITY, "weight inf is not a number from 0 up");
    refuses(1, 1e9, "weight 1e+09 is above 50000000");
    refuses(0.125, 4e7, "rows times weights, in steps of 1/8, are more than 50000000");
    refuses(0, 0, "no row has a weight above 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smallest_R_is_picked),
        cmocka_unit_test(others_are_rounded),
        cmocka_unit_test(errors_say_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
