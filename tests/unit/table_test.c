/* The table against a plain sorted array, keys that share their check bits, and files that lie about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "model/table.h"

enum { N_MANY = 1000000, N_ASKED = 2000000 };

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

static uint32_t find(const table *t, uint64_t key)
{
    return table_find(t, table_spread(t, key));
}

/* Every key finds its own row; of two million others, as many are taken for a member as chance allows. */
static void million_keys(void **state)
{
    uint64_t *key = malloc(N_MANY * sizeof *key), *sorted = malloc(N_MANY * sizeof *sorted);
    float *rows = malloc(N_MANY * 2 * sizeof *rows);
    uint32_t *slot_of = malloc(N_MANY * sizeof *slot_of);
    unsigned n_false = 0;
    table t;
    err e = {0};

    (void)state;
    assert_true(key && sorted && rows && slot_of);
    for (uint32_t i = 0; i < N_MANY; i++) {
        key[i] = hash_pair(i, 17);
        rows[2 * (size_t)i] = (float)i;
        rows[2 * (size_t)i + 1] = -(float)i;
    }
    memcpy(sorted, key, N_MANY * sizeof *key);
    qsort(sorted, N_MANY, sizeof *sorted, compare);
    for (uint32_t i = 1; i < N_MANY; i++)
        assert_true(sorted[i - 1] < sorted[i]);

    assert_true(table_build(key, rows, N_MANY, 2, &t, slot_of, &e));
    assert_true(table_sound(&t));
    assert_int_equal(t.bits, 21);
    assert_int_equal(t.n, N_MANY);
    for (uint32_t i = 0; i < N_MANY; i++) {
        uint32_t slot = find(&t, key[i]);

        assert_int_equal(slot, slot_of[i]);
        assert_true(table_row(&t, slot)[0] == (float)i && table_row(&t, slot)[1] == -(float)i);
    }
    for (uint64_t i = 0; i < N_ASKED; i++) {
        uint64_t stranger = hash_pair(i, 18);

        if (!bsearch(&stranger, sorted, N_MANY, sizeof stranger, compare))
            n_false += find(&t, stranger) != TABLE_NONE;
    }
    /* 2e6 questions, about 1 slot compared each, 2^-31: 0.001 expected. */
    assert_int_equal(n_false, 0);
    table_free(&t);
    free(key);
    free(sorted);
    free(rows);
    free(slot_of);
}

/* n keys 0 .. n - 1 as they are, in the given direction. */
static table build_range(uint32_t n, bool backward)
{
    uint64_t *key = calloc(n + 1, sizeof *key);
    float *rows = calloc(n + 1, sizeof *rows);
    table t;
    err e = {0};

    assert_true(key && rows);
    for (uint32_t i = 0; i < n; i++) {
        key[i] = backward ? n - 1 - i : i;
        rows[i] = (float)key[i] + 1;
    }
    assert_true(table_build(key, rows, n, 1, &t, NULL, &e));
    free(key);
    free(rows);
    return t;
}

static void order_of_keys_does_not_matter(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < 2000; n += n < 50 ? 1 : 97) {
        table a = build_range(n, false), b = build_range(n, true);
        size_t n_slots = (size_t)1 << a.bits;

        assert_true(table_sound(&a));
        assert_true(4 * (size_t)n <= 3 * n_slots);
        assert_int_equal(a.bits, b.bits);
        assert_true(a.salt == b.salt);
        assert_memory_equal(a.check, b.check, n_slots * sizeof *a.check);
        assert_memory_equal(a.row, b.row, n_slots * sizeof *a.row);
        for (uint32_t i = 0; i < n; i++)
            assert_true(table_row(&a, find(&a, i))[0] == (float)i + 1);
        table_free(&a);
        table_free(&b);
    }
}

typedef struct spread_key {
    uint64_t like; /* the bits that a table of 16 slots looks at, home and check */
    uint64_t key;
} spread_key;

/* Pairs of keys that 16 slots cannot tell apart without a salt: found by birthday among 2^20. */
static void keys_that_share_check_bits(void **state)
{
    enum { N = 1 << 20, N_PAIRS = 6 };
    const table unsalted = {.bits = 4};
    spread_key *all = malloc(N * sizeof *all);
    uint64_t key[2 * N_PAIRS];
    float rows[2 * N_PAIRS];
    uint32_t n = 0;
    table t;
    err e = {0};

    (void)state;
    assert_non_null(all);
    for (uint64_t i = 0; i < N; i++) {
        uint64_t spread = table_spread(&unsalted, i);

        all[i].like = (uint64_t)table_home(&unsalted, spread) << 32 | (uint32_t)spread | 1u;
        all[i].key = i;
    }
    qsort(all, N, sizeof *all, compare); /* by the first field */
    for (uint32_t i = 1; i < N && n < 2 * N_PAIRS; i++)
        if (all[i].like == all[i - 1].like) {
            key[n++] = all[i - 1].key;
            key[n++] = all[i].key;
            i++;
        }
    assert_true(n >= 2);
    for (uint32_t i = 0; i < n; i++)
        rows[i] = (float)i;

    assert_true(table_build(key, rows, n, 1, &t, NULL, &e));
    assert_int_equal(t.bits, 4);
    assert_true(t.salt != 0);
    for (uint32_t i = 0; i < n; i++)
        assert_true(table_row(&t, find(&t, key[i]))[0] == (float)i);
    table_free(&t);
    free(all);
}

static void what_cannot_be_built(void **state)
{
    const uint64_t twins[] = {7, 8, 7};
    const float rows[3] = {0};
    table t;
    err e = {0};

    (void)state;
    assert_false(table_build(twins, rows, 3, 1, &t, NULL, &e));
    assert_string_equal(e.text, "two features have the same 64-bit hash");
    assert_null(t.check);

    e = (err){0};
    assert_false(table_build(twins, rows, 900000001, 1, &t, NULL, &e)); /* no key is looked at */
    assert_string_equal(e.text, "too many features: 900000001, at most 900000000");
}

static void tables_that_lie(void **state)
{
    enum { BITS = 15, N = 1 << BITS };
    uint32_t *check = calloc(N, sizeof *check);
    float row[1] = {0};
    table t = {.check = check, .row = row, .bits = BITS, .width = 1};

    (void)state;
    assert_non_null(check);
    assert_true(table_sound(&t)); /* empty */
    t.n = 1;
    assert_false(table_sound(&t)); /* says 1, has 0 */

    /* A run of 8,176 is sound, one of 8,193 is not, wherever it lies: also across the end. */
    for (uint32_t begin = 0; begin < N; begin += 4096 - 17) {
        memset(check, 0, N * sizeof *check);
        for (uint32_t i = 0; i < 8160; i++)
            check[(begin + i) % N] = 1;
        t.n = 8160;
        assert_true(table_sound(&t));
        for (uint32_t i = 8160; i < 8193; i++)
            check[(begin + i) % N] = 1;
        t.n = 8193;
        assert_false(table_sound(&t));
    }
    t.bits = 3;
    assert_false(table_sound(&t));
    t.bits = 31;
    assert_false(table_sound(&t));
    t.bits = 4;
    t.width = 0;
    assert_false(table_sound(&t));
    t.width = 1;
    for (uint32_t i = 0; i < 16; i++)
        check[i] = i != 15;
    t.n = 15; /* more than seven of eight */
    assert_false(table_sound(&t));
    check[14] = 0;
    t.n = 14;
    assert_true(table_sound(&t));
    free(check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(million_keys),
        cmocka_unit_test(order_of_keys_does_not_matter),
        cmocka_unit_test(keys_that_share_check_bits),
        cmocka_unit_test(what_cannot_be_built),
        cmocka_unit_test(tables_that_lie),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
