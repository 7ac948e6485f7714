/* quad: the bits that plain floats and doubles give, column by column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/half.h"
#include "base/random.h"
#include "score/quad.h"

enum { N_SUMS = 3000, TERMS = 100 };

/* Of any size: all exponents, none that is not a number; zeros of both signs, infinities of one. */
static float any_float(random_state *r)
{
    static const float special[] = {0.0f,       -0.0f,           1.0f,    -1.0f, 0x1p-149f,
                                    -0x1p-126f, 0x1.fffffep127f, INFINITY};
    uint32_t bits = (uint32_t)random_next(r);
    float x;

    if (random_below(r, 16) == 0)
        return special[random_below(r, sizeof special / sizeof *special)];
    if ((bits >> 23 & 0xff) == 0xff)
        bits ^= 1u << 23;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static float near_one(random_state *r)
{
    return (float)(random_unit(r) * 2 - 1);
}

static void expect_sums(float (*draw)(random_state *))
{
    random_state r = random_seed(11);

    for (unsigned s = 0; s < N_SUMS; s++) {
        quad_sum sum;
        double plain[QUAD], got[QUAD];

        for (unsigned c = 0; c < QUAD; c++)
            plain[c] = (double)draw(&r);
        memcpy(&sum, plain, sizeof sum);
        for (unsigned t = 0; t < TERMS; t++) {
            float x[QUAD];

            for (unsigned c = 0; c < QUAD; c++) {
                x[c] = draw(&r);
                plain[c] += (double)x[c];
            }
            quad_add(&sum, quad_load(x));
        }
        memcpy(got, &sum, sizeof got);
        assert_memory_equal(got, plain, sizeof got);
    }
}

static void sums_are_plain_doubles(void **state)
{
    (void)state;
    assert_int_equal(sizeof(quad_sum), QUAD * sizeof(double));
    expect_sums(any_float);
    expect_sums(near_one);
}

/* A product is rounded to a float before it is added. */
static void products_are_plain_floats(void **state)
{
    random_state r = random_seed(12);

    (void)state;
    for (unsigned s = 0; s < N_SUMS; s++) {
        quad_sum sum = {0, 0, 0, 0};
        double plain[QUAD] = {0}, got[QUAD];

        for (unsigned t = 0; t < TERMS; t++) {
            float x[QUAD], by = near_one(&r);

            for (unsigned c = 0; c < QUAD; c++) {
                volatile float product;

                x[c] = near_one(&r);
                product = x[c] * by;
                plain[c] += (double)product;
            }
            quad_add(&sum, quad_load(x) * quad_all(by));
        }
        memcpy(got, &sum, sizeof got);
        assert_memory_equal(got, plain, sizeof got);
    }
}

static void loads_from_any_address(void **state)
{
    float some[9];
    uint16_t halves[9];

    (void)state;
    for (int i = 0; i < 9; i++) {
        some[i] = (float)i / 8 - 0.5F;
        halves[i] = (uint16_t)(i * 7001 % 0x7c00 | i % 2 << 15);
    }
    for (unsigned from = 0; from + QUAD <= 9; from++) {
        quad x = quad_load(some + from);
        quad all = quad_of_halves(halves + from), two = quad_of_two_halves(halves + from);

        assert_memory_equal(&x, some + from, sizeof x);
        for (unsigned c = 0; c < QUAD; c++) {
            assert_true(all[c] == half_float(halves[from + c]));
            assert_true(two[c] == (c < 2 ? half_float(halves[from + c]) : 0));
        }
    }
}

/* Bits pass as they are, also those of what is not a number. */
static void selects_columns(void **state)
{
    static const uint32_t a[QUAD] = {0x7fa00001, 0x80000000, 0x3f800000, 0xffffffff};
    static const uint32_t b[QUAD] = {0x00000001, 0xff800000, 0x7fffffff, 0x12345678};

    (void)state;
    for (unsigned set = 0; set < 1u << QUAD; set++) {
        quad_mask mask;
        quad x, y, got;
        uint32_t want[QUAD];

        for (unsigned c = 0; c < QUAD; c++) {
            mask[c] = set >> c & 1 ? -1 : 0;
            want[c] = set >> c & 1 ? a[c] : b[c];
        }
        memcpy(&x, a, sizeof x);
        memcpy(&y, b, sizeof y);
        got = quad_select(mask, x, y);
        assert_memory_equal(&got, want, sizeof got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_plain_doubles),
        cmocka_unit_test(products_are_plain_floats),
        cmocka_unit_test(loads_from_any_address),
        cmocka_unit_test(selects_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
