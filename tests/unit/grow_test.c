/* Arrays that double: room as asked for, zeros in what is new, nothing lost, nothing changed on failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/grow.h"

static void holds_what_it_had(void **state)
{
    uint32_t *a = NULL;
    size_t cap = 0;

    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        assert_true(GROW(a, cap, (size_t)i + 1));
        assert_true(cap > i);
        assert_int_equal(a[i], 0);
        a[i] = i + 1;
    }
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(a[i], i + 1);
    free(a);
}

static void side_by_side(void **state)
{
    double *a = NULL;
    char *b = NULL;
    size_t cap = 0, copy = cap;

    (void)state;
    assert_true(GROW(a, copy, 5000) && GROW(b, cap, 5000));
    assert_true(copy == cap && cap >= 5000);
    assert_true(a[4999] < 1 && b[4999] == 0);
    free(a);
    free(b);
}

static void refuses_the_impossible(void **state)
{
    uint64_t *a = NULL;
    size_t cap = 0;

    (void)state;
    assert_true(GROW(a, cap, 1));
    a[0] = 7;
    assert_false(GROW(a, cap, SIZE_MAX / 8));
    assert_int_equal(cap, 1024);
    assert_int_equal(a[0], 7);
    free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_it_had),
        cmocka_unit_test(side_by_side),
        cmocka_unit_test(refuses_the_impossible),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
