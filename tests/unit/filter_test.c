/* filter: every feature of its tables passes, few others do, and all do where a table is turned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/random.h"
#include "score/filter.h"

enum { N_ASKED = 200000, TABLES = 3 };

static table build(random_state *r, uint64_t *key, uint32_t n)
{
    float *rows = calloc(n + 1u, sizeof *rows);
    table t;
    err e = {0};

    assert_non_null(rows);
    for (uint32_t i = 0; i < n; i++)
        key[i] = random_next(r);
    assert_true(table_build(key, rows, n, 1, &t, NULL, &e));
    free(rows);
    return t;
}

static bool may(const filter *f, uint64_t key)
{
    return filter_may(f, key);
}

/* The share of strangers that pass. */
static double share_passed(const filter *f, random_state *r)
{
    unsigned n = 0;

    for (unsigned i = 0; i < N_ASKED; i++)
        n += may(f, random_next(r));
    return (double)n / N_ASKED;
}

static void members_pass_and_few_others(void **state)
{
    static const uint32_t sizes[] = {0, 1, 2, 3, 4, 5, 8, 9, 31, 64, 100, 1000, 4097, 30000, 131073, 1000000};

    (void)state;
    for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        uint32_t n = sizes[s];
        random_state r = random_seed(n);
        uint64_t *key = malloc((n + 1u) * sizeof *key);
        table t;
        const table *only = &t;
        filter f;
        err e = {0};
        double share;

        assert_non_null(key);
        t = build(&r, key, n);
        assert_int_equal(t.turn, 0);
        assert_true(filter_init(&f, &only, 1, &e));
        for (uint32_t i = 0; i < n; i++)
            assert_true(may(&f, key[i]));
        share = share_passed(&f, &r);
        if (share > 0.025 || (n == 0 && share > 0))
            fail_msg("%u features: %.4f of the others pass", n, share);
        filter_free(&f);
        assert_null(f.word);
        table_free(&t);
        free(key);
    }
}

/* Several tables, of different sizes, one of them empty; none at all lets nothing pass. */
static void members_of_several(void **state)
{
    static const uint32_t sizes[TABLES] = {500, 0, 7000};
    random_state r = random_seed(77);
    uint64_t *key[TABLES];
    table t[TABLES];
    const table *all[TABLES];
    filter f;
    err e = {0};

    (void)state;
    for (unsigned i = 0; i < TABLES; i++) {
        key[i] = malloc((sizes[i] + 1u) * sizeof *key[i]);
        assert_non_null(key[i]);
        t[i] = build(&r, key[i], sizes[i]);
        all[i] = &t[i];
    }
    assert_true(filter_init(&f, all, TABLES, &e));
    for (unsigned i = 0; i < TABLES; i++)
        for (uint32_t j = 0; j < sizes[i]; j++)
            assert_true(may(&f, key[i][j]));
    assert_true(share_passed(&f, &r) <= 0.025);
    filter_free(&f);

    assert_true(filter_init(&f, all, 0, &e));
    for (unsigned i = 0; i < 1000; i++)
        assert_false(may(&f, random_next(&r)));
    filter_free(&f);

    /* The check words of a turned table say nothing of keys as they are. */
    t[2].turn = 1;
    assert_true(filter_init(&f, all, TABLES, &e));
    for (unsigned i = 0; i < N_ASKED; i++)
        assert_true(may(&f, random_next(&r)));
    filter_free(&f);
    for (unsigned i = 0; i < TABLES; i++) {
        table_free(&t[i]);
        free(key[i]);
    }
}

/* A table keeps 31 bits: the lowest of a spread decides nothing. */
static void lowest_bit_is_not_the_features(void **state)
{
    random_state r = random_seed(5);

    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        uint32_t check = (uint32_t)random_next(&r);

        assert_int_equal(filter_bits(check), filter_bits(check ^ 1));
        assert_in_range(__builtin_popcountll(filter_bits(check)), 1, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_pass_and_few_others),
        cmocka_unit_test(members_of_several),
        cmocka_unit_test(lowest_bit_is_not_the_features),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
