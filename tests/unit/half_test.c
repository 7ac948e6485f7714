/* half: all of them, and the floats between each two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/half.h"

/* By the definition. */
static double value(unsigned h)
{
    int exponent = (int)(h >> 10 & 31), fraction = (int)(h & 1023);
    double size = exponent ? ldexp(1024 + fraction, exponent - 25) : ldexp(fraction, -24);

    return h & 0x8000 ? -size : size;
}

static void all_of_them(void **state)
{
    (void)state;
    for (unsigned h = 0; h < 65536; h++) {
        float x;

        if ((h >> 10 & 31) == 31) /* no number */
            continue;
        x = half_float((uint16_t)h);
        assert_true((double)x == value(h) && (signbit(x) != 0) == (h >> 15 != 0));
        assert_int_equal(half_of(x), h);
    }
}

/* Half-way goes to the even one, less and more to the nearer. */
static void what_lies_between(void **state)
{
    (void)state;
    for (unsigned h = 0; h < 0x7bff; h++) {
        float low = half_float((uint16_t)h), high = half_float((uint16_t)(h + 1)), middle = (low + high) / 2;
        unsigned even = h % 2 ? h + 1 : h;

        for (unsigned sign = 0; sign <= 0x8000; sign += 0x8000) {
            float by = sign ? -1 : 1;

            assert_int_equal(half_of(by * middle), even | sign);
            assert_int_equal(half_of(by * nextafterf(middle, 0)), h | sign);
            assert_int_equal(half_of(by * nextafterf(middle, INFINITY)), (h + 1) | sign);
        }
    }
    assert_int_equal(half_of(0x1p-149F), 0);
    assert_int_equal(half_of(-0x1p-25F), 0x8000);
    assert_int_equal(half_of(HALF_MAX), 0x7bff);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_them),
        cmocka_unit_test(what_lies_between),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
