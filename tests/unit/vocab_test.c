/* vocab: numbers in order of meeting, names as they were given, and two names for one hash noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/hash.h"
#include "feature/plan.h"
#include "learn/vocab.h"

static uint32_t get(vocab *v, uint64_t hash, unsigned block, const char *first, const char *second)
{
    const str piece[] = {str_z(first), str_z(second)};

    return vocab_get(v, hash, block, second ? 2 : 1, piece, second ? 2 : 1);
}

static void expect_name(const vocab *v, uint32_t id, const char *name)
{
    assert_true(str_eq(vocab_name(v, id), str_z(name)));
}

static void collisions_are_noticed(void **state)
{
    vocab v = {0};

    (void)state;
    assert_int_equal(get(&v, 5, BLOCK_WORD, "one", NULL), 0);
    assert_int_equal(get(&v, 6, BLOCK_WORD, "one", "two"), 1);
    assert_int_equal(get(&v, 5, BLOCK_WORD, "one", NULL), 0);
    assert_int_equal(v.n_collisions, 0);

    assert_true(get(&v, 5, BLOCK_WORD, "other", NULL) == VOCAB_NONE);
    assert_true(get(&v, 5, BLOCK_WORD, "on", NULL) == VOCAB_NONE);
    assert_true(get(&v, 5, BLOCK_WORD, "ones", NULL) == VOCAB_NONE);
    assert_true(get(&v, 5, BLOCK_CHAR, "one", NULL) == VOCAB_NONE);
    assert_true(get(&v, 6, BLOCK_WORD, "one", NULL) == VOCAB_NONE);
    assert_true(get(&v, 6, BLOCK_WORD, "one", "tw") == VOCAB_NONE);
    assert_true(get(&v, 6, BLOCK_WORD, "onetwo", NULL) == VOCAB_NONE);
    assert_int_equal(v.n_collisions, 7);
    assert_false(v.failed);

    assert_int_equal(v.n, 2);
    expect_name(&v, 0, "one");
    expect_name(&v, 1, "one two");
    assert_int_equal(v.feature[1].gram, 2);
    assert_int_equal(get(&v, 0, BLOCK_SHAPE, "Xx", NULL), 2); /* 0 is a hash like any other */
    assert_int_equal(get(&v, UINT64_MAX, BLOCK_SHAPE, "Xx", NULL), 3);
    vocab_free(&v);
    assert_int_equal(v.n, 0);
}

static void grows(void **state)
{
    enum { N = 150000 };
    vocab v = {0};

    (void)state;
    for (unsigned round = 0; round < 2; round++)
        for (uint32_t i = 0; i < N; i++) {
            char name[16];

            (void)snprintf(name, sizeof name, "w%u", i * 7);
            assert_int_equal(get(&v, hash_mix(i), i % N_BLOCKS, name, i % 2 ? "b" : NULL), i);
        }
    assert_int_equal(v.n, N);
    assert_int_equal(v.n_collisions, 0);
    assert_true((uint64_t)v.n * 2 <= UINT64_C(1) << v.bits);
    expect_name(&v, 0, "w0");
    expect_name(&v, 100001, "w700007 b");
    assert_int_equal(v.feature[100001].block, 100001 % N_BLOCKS);
    vocab_free(&v);
}

/* Hashes that differ in their low or in their high bits only do not crowd: found in a blink. */
static void any_hashes(void **state)
{
    vocab v = {0};

    (void)state;
    for (uint64_t i = 0; i < 60000; i++) {
        assert_int_equal(get(&v, i << 48 | i, BLOCK_WORD, "a", NULL), 2 * i);
        assert_int_equal(get(&v, i << 20 | UINT64_C(1) << 63 | 1, BLOCK_WORD, "b", NULL), 2 * i + 1);
    }
    vocab_free(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collisions_are_noticed),
        cmocka_unit_test(grows),
        cmocka_unit_test(any_hashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
