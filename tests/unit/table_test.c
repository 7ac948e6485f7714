/* The table against a plain sorted array, keys that share their check bits, and files that lie about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "model/table.h"

enum { N_MANY = 1000000, N_ASKED = 2000000 };

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

static bool sound(const table *t)
{
    return table_checks_sound(t) && table_scales_sound(t) && table_rows_sound(t);
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
        rows[2 * (size_t)i] = -(float)(i % 2048);
        rows[2 * (size_t)i + 1] = (float)(i / 2048) / 8;
    }
    memcpy(sorted, key, N_MANY * sizeof *key);
    qsort(sorted, N_MANY, sizeof *sorted, compare);
    for (uint32_t i = 1; i < N_MANY; i++)
        assert_true(sorted[i - 1] < sorted[i]);

    assert_true(table_build(key, rows, N_MANY, 2, &t, slot_of, &e));
    assert_true(sound(&t));
    assert_int_equal(t.bits, 21);
    assert_int_equal(t.n, N_MANY);
    for (uint32_t i = 0; i < N_MANY; i++) {
        uint32_t slot = find(&t, key[i]);

        assert_int_equal(slot, slot_of[i]);
        assert_true(table_weight(&t, slot, 0) == rows[2 * (size_t)i]);
        assert_true(table_weight(&t, slot, 1) == rows[2 * (size_t)i + 1]);
    }
    for (uint64_t i = 0; i < N_ASKED; i++) {
        uint64_t stranger = hash_pair(i, 18);

        if (!bsearch(&stranger, sorted, N_MANY, sizeof stranger, compare))
            n_false += find(&t, stranger) != TABLE_NONE;
    }
    /* 2e6 questions, about 8 slots compared each, 2^-31: 0.007 expected. */
    assert_int_equal(n_false, 0);
    table_free(&t);
    free(key);
    free(sorted);
    free(rows);
    free(slot_of);
}

/* n keys, in the given direction; the row of each is its number and 1. */
static table build_range(uint32_t n, bool backward)
{
    uint64_t *key = calloc(n + 1, sizeof *key);
    float *rows = calloc(n + 1, sizeof *rows);
    table t;
    err e = {0};

    assert_true(key && rows);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = backward ? n - 1 - i : i;

        key[i] = hash_mix(number);
        rows[i] = (float)number + 1;
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

        assert_true(sound(&a));
        assert_true(4 * (size_t)n <= 3 * n_slots);
        assert_int_equal(a.bits, b.bits);
        assert_int_equal(a.turn, b.turn);
        assert_memory_equal(a.check, b.check, n_slots * sizeof *a.check);
        assert_memory_equal(a.row, b.row, n_slots * a.stride * sizeof *a.row);
        for (uint32_t i = 0; i < n; i++)
            assert_true(table_weight(&a, find(&a, hash_mix(i)), 0) == (float)i + 1);
        table_free(&a);
        table_free(&b);
    }
}

typedef struct spread_key {
    uint64_t like; /* the bits that a table of 16 slots looks at, home and check */
    uint64_t key;
} spread_key;

/* Pairs of keys that 16 slots cannot tell apart unless they are turned: found by birthday among 2^20. */
static void keys_that_share_check_bits(void **state)
{
    enum { N = 1 << 20, N_PAIRS = 6 };
    const table unturned = {.bits = 4};
    spread_key *all = malloc(N * sizeof *all);
    uint64_t key[2 * N_PAIRS];
    float rows[2 * N_PAIRS];
    uint32_t n = 0;
    table t;
    err e = {0};

    (void)state;
    assert_non_null(all);
    for (uint64_t i = 0; i < N; i++) {
        uint64_t spread = table_spread(&unturned, hash_mix(i));

        all[i].like = (uint64_t)table_home(&unturned, spread) << 32 | table_check(spread);
        all[i].key = hash_mix(i);
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
    assert_true(t.turn != 0);
    for (uint32_t i = 0; i < n; i++)
        assert_true(table_weight(&t, find(&t, key[i]), 0) == (float)i);
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

/* Each weight is the nearest half times its column's scale, by which the largest has 15 bits. */
static void weights_are_rounded(void **state)
{
    enum { N = 1000, WIDTH = 5 };
    static const float size[WIDTH] = {1e-3F, 1, 7e5F, 1e28F, 0};
    float *rows = calloc(N * WIDTH, sizeof *rows);
    uint64_t key[N];
    uint32_t slot[N];
    random_state r = random_seed(3);
    table t;
    err e = {0};

    (void)state;
    assert_non_null(rows);
    for (unsigned i = 0; i < N; i++) {
        key[i] = random_next(&r);
        for (unsigned c = 0; c < WIDTH; c++)
            rows[i * WIDTH + c] = (float)(random_unit(&r) * 2 - 1) * size[c];
    }
    rows[1] = 32767.9F / 32768; /* is rounded up to one more bit */
    assert_true(table_build(key, rows, N, WIDTH, &t, slot, &e));
    assert_int_equal(t.stride, 8);
    assert_true(table_checks_sound(&t) && table_scales_sound(&t));
    for (unsigned c = 0; c < WIDTH; c++) {
        float largest = 0;

        for (unsigned i = 0; i < N; i++) {
            float row = rows[i * WIDTH + c], weight = table_weight(&t, slot[i], c);

            assert_true(fabsf(weight - row) <= fabsf(row) * 0x1p-11F + t.scale[c] * 0x1p-25F);
            largest = fmaxf(largest, fabsf(weight / t.scale[c]));
        }
        assert_true(size[c] > 0 ? largest >= 16384 && largest <= 32768 : largest == 0);
    }
    table_free(&t);

    rows[77] = NAN;
    assert_false(table_build(key, rows, N, WIDTH, &t, slot, &e));
    assert_string_equal(e.text, "a weight is not finite, or too large");
    e = (err){0};
    rows[77] = -2e28F;
    assert_false(table_build(key, rows, N, WIDTH, &t, slot, &e));
    assert_string_equal(e.text, "a weight is not finite, or too large");
    free(rows);
}

static void tables_that_lie(void **state)
{
    enum { BITS = 15, N = 1 << BITS };
    uint32_t *check = calloc(N, sizeof *check);
    uint16_t *row = calloc(4 * N, sizeof *row);
    float scale[3] = {1, 0x1p-100F, 0x1p80F};
    table t = {.check = check, .row = row, .scale = scale, .bits = BITS, .width = 3, .stride = 4};

    (void)state;
    assert_true(check && row);
    assert_true(sound(&t)); /* empty */
    t.n = 1;
    assert_false(table_checks_sound(&t)); /* says 1, has 0 */

    /* A run of 8,160 is sound, one of 8,192 is not, wherever it lies: also across the end. */
    for (uint32_t begin = 0; begin < N; begin += 4096 - 16) {
        memset(check, 0, N * sizeof *check);
        for (uint32_t i = 0; i < 8160; i++)
            check[(begin + i) % N] = 1;
        t.n = 8160;
        assert_true(table_checks_sound(&t));
        for (uint32_t i = 8160; i < 8192; i++)
            check[(begin + i) % N] = 1;
        t.n = 8192;
        assert_false(table_checks_sound(&t));
    }
    memset(check, 0, N * sizeof *check);
    check[16] = check[18] = 1; /* a look-up would not see the second one */
    t.n = 2;
    assert_false(table_checks_sound(&t));
    check[17] = 1;
    t.n = 3;
    assert_true(table_checks_sound(&t));

    row[4 * 17 + 2] = 0x8001; /* a square below 0 */
    assert_false(table_rows_sound(&t));
    row[4 * 17 + 2] = 0x7bff;
    assert_true(table_rows_sound(&t));
    row[4 * 17] = 0xfc00; /* infinite */
    assert_false(table_rows_sound(&t));
    row[4 * 17] = 0xfbff;
    assert_true(table_rows_sound(&t));
    row[4 * (N - 1) + 3] = 1; /* behind the last column */
    assert_false(table_rows_sound(&t));
    row[4 * (N - 1) + 3] = 0;
    for (unsigned i = 0; i < 6; i++) {
        const float bad[6] = {0, -1, 3, 0x1p-101F, 0x1p81F, NAN};

        scale[1] = bad[i];
        assert_false(table_scales_sound(&t));
    }

    t.bits = 3;
    assert_false(table_checks_sound(&t));
    t.bits = 31;
    assert_false(table_checks_sound(&t));
    t.bits = 4;
    for (uint32_t i = 0; i < 16; i++)
        check[i] = i != 15;
    t.n = 15; /* more than seven of eight */
    assert_false(table_checks_sound(&t));
    check[14] = 0;
    t.n = 14;
    assert_true(table_checks_sound(&t));
    free(check);
    free(row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(million_keys),
        cmocka_unit_test(order_of_keys_does_not_matter),
        cmocka_unit_test(keys_that_share_check_bits),
        cmocka_unit_test(what_cannot_be_built),
        cmocka_unit_test(weights_are_rounded),
        cmocka_unit_test(tables_that_lie),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
