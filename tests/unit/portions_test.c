/* portions: larger ones hold the smaller, groups are whole, every fold gives its part, and the seed alone
 * decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "learn/portions.h"

enum { N = 2000, K = 5, MOST = 5 };

/* Groups of uneven size, each in one fold; number 3 has no row. */
static void groups_make(uint32_t *fold, uint32_t *group, uint32_t n_groups)
{
    random_state r = random_seed(9);

    for (uint32_t i = 0; i < N; i++) {
        uint32_t a = (uint32_t)random_below(&r, n_groups), b = (uint32_t)random_below(&r, n_groups);

        group[i] = a < b ? a : b;
        group[i] = group[i] == 3 ? 4 : group[i];
        fold[i] = group[i] % K;
    }
}

static void rows_of_folds(const uint32_t *fold, const uint8_t *in, uint32_t *n)
{
    memset(n, 0, K * sizeof *n);
    for (uint32_t i = 0; i < N; i++)
        n[fold[i]] += in ? in[i] : 1;
}

/* Nested, whole at the end, something of every fold; returns what the shares came to. */
static void expect_nested(const portions *s, const uint32_t *fold, uint32_t *n)
{
    uint8_t in[MOST + 1][N];
    uint32_t held[K];

    for (unsigned h = 0; h <= MOST; h++) {
        uint32_t sum = 0;

        n[h] = portions_take(s, h, in[h]);
        rows_of_folds(fold, in[h], held);
        for (uint32_t k = 0; k < K; k++) {
            assert_true(held[k] > 0);
            sum += held[k];
        }
        assert_int_equal(sum, n[h]);
        for (uint32_t i = 0; h && i < N; i++)
            assert_true(in[h][i] <= in[h - 1][i]);
    }
    assert_int_equal(n[0], N);
}

static void rows_are_nested(void **state)
{
    static uint32_t fold[N], n[MOST + 1];
    portions s;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        fold[i] = i % K;
    assert_true(portions_open(fold, N, K, NULL, 0, &s, &e));
    for (uint64_t seed = 0; seed < 5; seed++) {
        portions_deal(&s, seed);
        expect_nested(&s, fold, n);
        /* 400 rows a fold: the middles of its first 200, 100, 50, 25 and 12 lie below the edges at 400 / 2^h,
         * and that of the 13th on the last edge itself, at 12.5, which is out. */
        assert_int_equal(n[1], 1000);
        assert_int_equal(n[2], 500);
        assert_int_equal(n[3], 250);
        assert_int_equal(n[4], 125);
        assert_int_equal(n[5], 60);
    }
    assert_int_equal(portions_halvings(&s, MOST), MOST);
    assert_int_equal(portions_halvings(&s, 3), 3);
    assert_int_equal(portions_halvings(&s, 20), 7); /* 400 rows: 3 are left of 2 or more */
    portions_free(&s);
}

static void groups_are_whole(void **state)
{
    enum { GROUPS = 90 };
    static uint32_t fold[N], group[N], n[MOST + 1], total[K], held[K], largest[K], size[GROUPS];
    static uint8_t in[N], of[GROUPS];
    portions s;
    err e = {0};

    (void)state;
    groups_make(fold, group, GROUPS);
    rows_of_folds(fold, NULL, total);
    for (uint32_t i = 0; i < N; i++)
        size[group[i]]++;
    for (uint32_t g = 0; g < GROUPS; g++)
        if (size[g] > largest[g % K])
            largest[g % K] = size[g];
    assert_true(portions_open(fold, N, K, group, GROUPS, &s, &e));
    for (uint64_t seed = 0; seed < 20; seed++) {
        portions_deal(&s, seed);
        expect_nested(&s, fold, n);
        for (unsigned h = 0; h <= MOST; h++) {
            (void)portions_take(&s, h, in);
            memset(of, 2, sizeof of);
            for (uint32_t i = 0; i < N; i++) {
                assert_true(of[group[i]] == 2 || of[group[i]] == in[i]);
                of[group[i]] = in[i];
            }
            /* Off by half of a group at most, unless it is the only one. */
            rows_of_folds(fold, in, held);
            for (uint32_t k = 0; k < K; k++) {
                uint32_t want = total[k] >> h;

                assert_true(2 * held[k] <= 2 * want + largest[k] + 2 || held[k] <= largest[k]);
                assert_true(2 * held[k] + largest[k] + 2 >= 2 * want);
            }
        }
    }
    /* 18 groups a fold, one fold without number 3: 17. */
    assert_int_equal(portions_halvings(&s, MOST), 3);
    portions_free(&s);
}

static void seed_decides(void **state)
{
    static uint32_t fold[N];
    static uint8_t a[N], b[N];
    uint32_t often = 0;
    portions s;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        fold[i] = i % K;
    assert_true(portions_open(fold, N, K, NULL, 0, &s, &e));
    portions_deal(&s, 7);
    (void)portions_take(&s, 2, a);
    portions_deal(&s, 8);
    (void)portions_take(&s, 2, b);
    assert_memory_not_equal(a, b, N);
    portions_deal(&s, 7);
    (void)portions_take(&s, 2, b);
    assert_memory_equal(a, b, N);
    /* Every row has the same chance: of 400 draws of a quarter each row is in 100, give or take 5 deviations
     * of sqrt(400 / 4 * 3 / 4). */
    for (uint64_t seed = 0; seed < 400; seed++) {
        portions_deal(&s, seed);
        (void)portions_take(&s, 2, a);
        often += a[17];
    }
    assert_in_range(often, 57, 143);
    portions_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_nested),
        cmocka_unit_test(groups_are_whole),
        cmocka_unit_test(seed_decides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
