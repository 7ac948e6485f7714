/* repeats: the first equal of each thing, against looking at all pairs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/random.h"
#include "measure/repeats.h"

enum { N = 200 };

static bool equal(text_key a, text_key b)
{
    return (a.half[0] || a.half[1]) && a.half[0] == b.half[0] && a.half[1] == b.half[1];
}

/* The first of [begin, end) that is equal to thing i. */
static uint32_t first(const text_key *key, uint32_t i, uint32_t begin, uint32_t end)
{
    for (uint32_t j = begin; j < end; j++)
        if (equal(key[j], key[i]))
            return j;
    return REPEATS_NONE;
}

static void as_all_pairs_say(void **state)
{
    random_state random = random_seed(11);

    (void)state;
    for (uint32_t round = 0; round < 40; round++) {
        uint32_t n = (uint32_t)random_below(&random, N + 1), n_one = (uint32_t)random_below(&random, n + 1);
        uint32_t own[N], across[N];
        text_key key[N];
        err e = {0};

        /* Few values, so that there are many equals, halves that are equal alone, and nothings. */
        for (uint32_t i = 0; i < n; i++)
            key[i] = (text_key){{random_below(&random, 5), random_below(&random, 1 + round)}};
        assert_true(repeats_find(key, n_one, n, own, across, &e));
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(own[i], first(key, i, i < n_one ? 0 : n_one, i + 1));
            assert_int_equal(across[i], i < n_one ? REPEATS_NONE : first(key, i, 0, n_one));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_all_pairs_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
