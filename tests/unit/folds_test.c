/* folds: every row has a fold, folds and strata are as even as they can be, groups are never split, and the
 * seed alone decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "learn/folds.h"

enum { N = 1000, STRATA = 5, K = 7 };

/* Sizes 3, 17, and the rest at random over three strata. */
static void strata_make(uint32_t *stratum, uint64_t seed)
{
    random_state random = random_seed(seed);

    for (uint32_t i = 0; i < N; i++)
        stratum[i] = i < 3 ? 0 : i < 20 ? 1 : 2 + (uint32_t)random_below(&random, 3);
    random_shuffle(&random, stratum, N);
}

static void even(const uint32_t *fold, const uint32_t *stratum, uint32_t only)
{
    uint32_t count[K] = {0}, low = N, high = 0;

    for (uint32_t i = 0; i < N; i++) {
        assert_true(fold[i] < K);
        if (only == STRATA || stratum[i] == only)
            count[fold[i]]++;
    }
    for (uint32_t k = 0; k < K; k++) {
        low = count[k] < low ? count[k] : low;
        high = count[k] > high ? count[k] : high;
    }
    assert_true(high - low <= 1);
}

static void deal_is_even(void **state)
{
    uint32_t stratum[N], fold[N], again[N], other[N];
    err e = {0};

    (void)state;
    strata_make(stratum, 1);
    assert_true(folds_deal(stratum, N, STRATA, K, 42, fold, &e));
    for (uint32_t s = 0; s <= STRATA; s++) /* STRATA itself: all rows together */
        even(fold, stratum, s);
    assert_true(folds_deal(stratum, N, STRATA, K, 42, again, &e));
    assert_memory_equal(fold, again, sizeof fold);
    assert_true(folds_deal(stratum, N, STRATA, K, 43, other, &e));
    assert_memory_not_equal(fold, other, sizeof fold);
}

/* Singletons must not pile up in one fold. */
static void rare_strata_spread(void **state)
{
    uint32_t stratum[100], fold[100], count[10] = {0};
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < 100; i++)
        stratum[i] = i;
    assert_true(folds_deal(stratum, 100, 100, 10, 1, fold, &e));
    for (uint32_t i = 0; i < 100; i++)
        count[fold[i]]++;
    for (uint32_t k = 0; k < 10; k++)
        assert_int_equal(count[k], 10);
}

/* What is dealt, as a second program written from folds.h and random.h alone computes it: a change of either
 * is seen here. */
static void seed_is_pinned(void **state)
{
    static const uint32_t expected[] = {0, 1, 2, 0, 1, 2, 1, 0, 0, 2};
    uint32_t stratum[10] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, fold[10];
    random_state random = random_seed(0);
    err e = {0};

    (void)state;
    /* Steele, Lea and Flood's generator from 0, as others compute it. */
    assert_true(random_next(&random) == UINT64_C(0xe220a8397b1dcdaf));
    assert_true(random_next(&random) == UINT64_C(0x6e789e6aa1b965f4));
    assert_true(folds_deal(stratum, 10, 2, 3, 7, fold, &e));
    assert_memory_equal(fold, expected, sizeof fold);
}

static void groups_stay_whole(void **state)
{
    enum { GROUPS = 120 };
    uint32_t stratum[N], group[N], fold[N], again[N], other[N], of[GROUPS], size[K] = {0},
                                                                            held[STRATA][K] = {{0}};
    uint32_t total[STRATA] = {0};
    random_state random = random_seed(3);
    err e = {0};

    (void)state;
    strata_make(stratum, 2);
    /* Groups of uneven size; number 5 stays empty and is no group. */
    for (uint32_t i = 0; i < N; i++) {
        uint32_t a = (uint32_t)random_below(&random, GROUPS), b = (uint32_t)random_below(&random, GROUPS);

        group[i] = a < b ? a : b;
        group[i] = group[i] == 5 ? 6 : group[i];
    }
    assert_true(folds_by_group(stratum, N, STRATA, group, GROUPS, K, 42, fold, &e));
    memset(of, 0xff, sizeof of);
    for (uint32_t i = 0; i < N; i++) {
        assert_true(fold[i] < K);
        if (of[group[i]] == UINT32_MAX)
            of[group[i]] = fold[i];
        assert_int_equal(of[group[i]], fold[i]);
        size[fold[i]]++;
        held[stratum[i]][fold[i]]++;
        total[stratum[i]]++;
    }
    /* About 8 rows a group: sizes within a tenth, the large strata within a quarter of their fair share. */
    for (uint32_t k = 0; k < K; k++) {
        assert_in_range(size[k], N / K * 9 / 10, N / K * 11 / 10);
        for (uint32_t s = 2; s < STRATA; s++)
            assert_in_range(held[s][k], total[s] / K * 3 / 4, total[s] / K * 5 / 4);
    }
    assert_true(folds_by_group(stratum, N, STRATA, group, GROUPS, K, 42, again, &e));
    assert_memory_equal(fold, again, sizeof fold);
    assert_true(folds_by_group(stratum, N, STRATA, group, GROUPS, K, 43, other, &e));
    assert_memory_not_equal(fold, other, sizeof fold);
}

/* One group with nine rows of ten: no fold is empty all the same. */
static void giant_group(void **state)
{
    uint32_t stratum[N] = {0}, group[N], fold[N], size[3] = {0};
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        group[i] = i < 900 ? 0 : i < 901 ? 1 : 2;
    assert_true(folds_by_group(stratum, N, 1, group, 3, 3, 9, fold, &e));
    for (uint32_t i = 0; i < N; i++)
        size[fold[i]]++;
    for (uint32_t k = 0; k < 3; k++)
        assert_true(size[k] == 900 || size[k] == 1 || size[k] == 99);
}

static void rarest_label_counts(void **state)
{
    size_t begin[] = {0, 2, 3, 3, 5, 7};
    uint32_t label[] = {0, 1, 0, 1, 2, 3, 2}, stratum[5];
    static const uint32_t expected[] = {0, 0, 4, 1, 3};
    err e = {0};

    (void)state;
    /* 0, 1 and 2 have two rows each, 3 has one; row 2 has no label. */
    assert_true(folds_rarest(begin, label, 5, 4, stratum, &e));
    assert_memory_equal(stratum, expected, sizeof stratum);
}

static void errors_say_what(void **state)
{
    uint32_t stratum[4] = {0}, group[] = {0, 0, 3, 3}, fold[4];
    err e = {0};

    (void)state;
    assert_false(folds_deal(stratum, 4, 1, 1, 0, fold, &e));
    assert_string_equal(e.text, "1 folds: at least 2 are needed");
    assert_int_equal(e.code, ERR_USAGE);
    e = (err){0};
    assert_false(folds_deal(stratum, 4, 1, 1001, 0, fold, &e));
    assert_string_equal(e.text, "1001 folds are more than 1000");
    e = (err){0};
    assert_false(folds_deal(stratum, 4, 1, 5, 0, fold, &e));
    assert_string_equal(e.text, "4 rows cannot fill 5 folds: choose fewer with --cv");
    assert_int_equal(e.code, ERR_INPUT);
    e = (err){0};
    assert_false(folds_deal(stratum, 0, 1, 2, 0, fold, &e));
    assert_string_equal(e.text, "0 rows cannot fill 2 folds: choose fewer with --cv");
    e = (err){0};
    assert_false(folds_by_group(stratum, 4, 1, group, 4, 3, 0, fold, &e));
    assert_string_equal(e.text, "2 groups cannot fill 3 folds: choose fewer with --cv");
    e = (err){0};
    assert_false(folds_by_group(stratum, 4, 1, group, 4, 0, 0, fold, &e));
    assert_string_equal(e.text, "0 folds: at least 2 are needed");
}

/* random_below stays below, reaches every value, and is fair within four standard errors. */
static void bounded_draws_are_fair(void **state)
{
    random_state random = random_seed(77);
    uint32_t count[6] = {0};

    (void)state;
    for (int i = 0; i < 60000; i++) {
        uint64_t draw = random_below(&random, 6);

        assert_true(draw < 6);
        count[draw]++;
    }
    for (int v = 0; v < 6; v++)
        assert_in_range(count[v], 10000 - 4 * 92, 10000 + 4 * 92);
    for (int i = 0; i < 1000; i++) {
        assert_true(random_below(&random, 1) == 0);
        assert_true(random_below(&random, UINT64_C(1) << 63 | 1) <= UINT64_C(1) << 63);
        assert_true(random_unit(&random) < 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deal_is_even),    cmocka_unit_test(rare_strata_spread),
        cmocka_unit_test(seed_is_pinned),  cmocka_unit_test(groups_stay_whole),
        cmocka_unit_test(giant_group),     cmocka_unit_test(rarest_label_counts),
        cmocka_unit_test(errors_say_what), cmocka_unit_test(bounded_draws_are_fair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
