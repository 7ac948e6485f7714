/* wordmemo: what was placed is found, with its count in the record; words of the present record stay, the
 * oldest of the others go; growing, and coming round after 2^32 records, lose nothing that matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "score/wordmemo.h"

enum { PLANS = 2, SUMS = 7, LONGEST = 40 };

static wordmemo memo_of(uint32_t bits, uint32_t bits_max)
{
    wordmemo m;
    err e = {0};

    assert_true(wordmemo_init(&m, PLANS, SUMS, bits, bits_max, 99, &e));
    return m;
}

/* The key of a word that looks for its place in the first group of a memo that does not grow. */
static uint64_t crowd(uint64_t i)
{
    return (i & 3) << 61 | (i + 1) << 1 | 1;
}

/* What a word has beside its key is made from it, so that it can be told from another's. */
static void fill(const wordmemo *m, remembered *at)
{
    for (unsigned p = 0; p < PLANS; p++)
        at->hash[p] = hash_pair(at->key, p);
    for (unsigned c = 0; c < SUMS; c++)
        wordmemo_sums(m, at)[c] = (float)(at->key % 4093 + c);
}

static void expect_filled(const wordmemo *m, const remembered *at, uint64_t key)
{
    assert_true(at->key == key);
    for (unsigned p = 0; p < PLANS; p++)
        assert_int_equal(at->hash[p], hash_pair(key, p));
    for (unsigned c = 0; c < SUMS; c++)
        assert_true(wordmemo_sums(m, at)[c] == (float)(key % 4093 + c));
}

static remembered *place(wordmemo *m, uint64_t key)
{
    remembered *at;

    assert_null(wordmemo_find(m, key));
    at = wordmemo_place(m, key);
    if (!at)
        return NULL;
    fill(m, at);
    assert_int_equal((uint32_t)at->met, 1);
    assert_true((at->met ^ m->record) >> 32 == 0);
    return at;
}

static bool knows(const wordmemo *m, uint64_t key)
{
    const remembered *at = wordmemo_find(m, key);

    if (at)
        expect_filled(m, at, key);
    return at != NULL;
}

/* Which occurrence in the record this one of a known word is. */
static uint32_t count(wordmemo *m, uint64_t key)
{
    remembered *at = wordmemo_find(m, key);

    assert_non_null(at);
    expect_filled(m, at, key);
    return wordmemo_count(at, m->record);
}

static uint32_t in_use(const wordmemo *m)
{
    uint32_t n = 0;

    for (size_t i = 0; i < (size_t)1 << m->bits; i++)
        n += wordmemo_at(m, i)->met != 0;
    return n;
}

/* Lines of 64 bytes that the first n bytes of a slot touch. */
static size_t lines(const wordmemo *m, size_t slot, size_t n)
{
    return (slot * m->stride + n - 1) / 64 - slot * m->stride / 64 + 1;
}

static void slots_hold_what_they_should(void **state)
{
    (void)state;
    for (uint32_t plans = 0; plans < 6; plans++)
        for (uint32_t sums = 0; sums < 80; sums++) {
            size_t hashes = sizeof(remembered) + plans * sizeof(uint64_t);
            wordmemo m;
            err e = {0};

            assert_true(wordmemo_init(&m, plans, sums, 4, 4, 0, &e));
            assert_int_equal(m.stride, wordmemo_stride(plans, sums));
            assert_int_equal((uintptr_t)m.slot % 64, 0);
            assert_int_equal(m.stride % 8, 0);
            assert_in_range(m.sums_at, hashes, m.stride - sizeof(float) * sums);
            for (size_t i = 0; i < 16 && plans == 1 && sums <= 26; i++)
                assert_true(lines(&m, i, m.sums_at + sizeof(float) * sums) <= (sums > 10 ? 2 : 1));
            wordmemo_free(&m);
            assert_null(m.slot);
        }
}

static void counts_within_their_record(void **state)
{
    wordmemo m = memo_of(4, 4);
    uint64_t a = wordmemo_key_of(&m, STR("a")), b = wordmemo_key_of(&m, STR("sixteen bytes oh"));

    (void)state;
    assert_false(knows(&m, a));
    assert_non_null(place(&m, a));
    for (uint32_t k = 2; k < 100; k++)
        assert_int_equal(count(&m, a), k);
    assert_non_null(place(&m, b));
    assert_int_equal(count(&m, b), 2);
    assert_int_equal(count(&m, a), 100);
    assert_int_equal(m.n, 2);

    wordmemo_record(&m);
    assert_int_equal(count(&m, b), 1);
    assert_int_equal(count(&m, b), 2);
    wordmemo_record(&m);
    wordmemo_record(&m);
    assert_int_equal(count(&m, a), 1); /* the record before the last did not have it */
    assert_int_equal(count(&m, b), 1);
    assert_int_equal(count(&m, a), 2);
    wordmemo_free(&m);
}

static void words_of_this_record_stay(void **state)
{
    wordmemo m = memo_of(2, 2);

    (void)state;
    for (uint64_t i = 0; i < 4; i++)
        assert_non_null(place(&m, crowd(i)));
    assert_int_equal(m.n, 4);
    for (uint64_t i = 4; i < 10; i++)
        assert_null(place(&m, crowd(i)));
    for (uint64_t i = 0; i < 4; i++)
        assert_int_equal(count(&m, crowd(i)), 2);

    /* One of them is met again, the others are of the past. */
    wordmemo_record(&m);
    assert_int_equal(count(&m, crowd(2)), 1);
    for (uint64_t i = 10; i < 13; i++)
        assert_non_null(place(&m, crowd(i)));
    assert_null(place(&m, crowd(13)));
    assert_int_equal(count(&m, crowd(2)), 2);
    assert_int_equal(m.n, 4);
    wordmemo_free(&m);
}

/* However the four were met last, they leave in that order. */
static void oldest_makes_room(void **state)
{
    uint32_t order[4] = {0, 1, 2, 3};
    random_state r = random_seed(8);

    (void)state;
    for (unsigned round = 0; round < 100; round++) {
        wordmemo m = memo_of(2, 2);

        for (uint64_t i = 0; i < 4; i++)
            assert_non_null(place(&m, crowd(i)));
        random_shuffle(&r, order, 4);
        for (unsigned i = 0; i < 4; i++) {
            wordmemo_record(&m);
            for (uint32_t times = 4 - i; times > 0; times--) /* how often does not matter */
                (void)count(&m, crowd(order[i]));
        }
        for (unsigned gone = 1; gone <= 4; gone++) {
            wordmemo_record(&m);
            assert_non_null(place(&m, crowd(100 + gone)));
            assert_int_equal(m.gone, gone);
            for (unsigned i = 0; i < 4; i++)
                assert_int_equal(knows(&m, crowd(order[i])), i >= gone);
        }
        wordmemo_free(&m);
    }
}

static void empty_slots_are_taken_first(void **state)
{
    wordmemo m = memo_of(3, 3);

    (void)state;
    for (uint64_t i = 0; i < 4; i++) {
        assert_non_null(place(&m, crowd(i)));
        assert_int_equal(m.n, i + 1);
        assert_int_equal(in_use(&m), i + 1);
        assert_int_equal(m.gone, 0);
        wordmemo_record(&m);
    }
    for (uint64_t i = 0; i < 4; i++)
        assert_true(knows(&m, crowd(i)));
    wordmemo_free(&m);
}

static str numbered(char word[LONGEST], uint64_t i)
{
    int n =
        snprintf(word, LONGEST, i % 5 ? "%llu" : "a word of more than 16 bytes %llu", (unsigned long long)i);

    return (str){word, (size_t)n};
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Words of several records, each with the count that it has in this one. */
static void growth_keeps_everything(void **state)
{
    enum { FROM = WORDMEMO_BITS_MIN, TO = 12, N = 250 };
    wordmemo m = memo_of(FROM, TO);
    char word[LONGEST];

    (void)state;
    for (uint64_t i = 0; i < N; i++) {
        uint64_t k = wordmemo_key_of(&m, numbered(word, i));
        remembered *at = place(&m, k);

        while (!at) {
            assert_true(wordmemo_grow(&m, m.bits + 2));
            at = place(&m, k);
        }
        for (uint64_t more = i % 7; more > 0; more--)
            (void)wordmemo_count(at, m.record);
    }
    assert_int_equal(m.n, N);
    while (m.bits < TO) {
        uint32_t bits = m.bits;

        assert_true(wordmemo_grow(&m, m.bits + 2));
        assert_int_equal(m.bits, bits + 2 < TO ? bits + 2 : TO);
        assert_int_equal(m.n, N);
        assert_int_equal(in_use(&m), N);
        for (uint64_t i = 0; i < N; i++) {
            uint64_t k = wordmemo_key_of(&m, numbered(word, i));

            assert_true(knows(&m, k));
            assert_int_equal((uint32_t)wordmemo_find(&m, k)->met, 1 + i % 7);
        }
    }
    assert_false(wordmemo_grow(&m, m.bits + 2)); /* and all is as it was */
    assert_int_equal(m.bits, TO);
    for (uint64_t i = 0; i < N; i++)
        assert_int_equal(count(&m, wordmemo_key_of(&m, numbered(word, i))), 2 + i % 7);
    wordmemo_free(&m);

    m = memo_of(9, 5); /* never more than are allowed */
    assert_int_equal(m.bits, 5);
    assert_false(wordmemo_grow(&m, m.bits + 2));
    wordmemo_free(&m);
}

static void record_numbers_come_round(void **state)
{
    wordmemo m = memo_of(2, 2);

    (void)state;
    assert_non_null(place(&m, crowd(0))); /* in record 1 */
    assert_int_equal(count(&m, crowd(0)), 2);
    m.record = UINT64_C(0xffffffff) << 32;
    for (uint64_t i = 1; i < 4; i++)
        assert_non_null(place(&m, crowd(i)));
    assert_int_equal(count(&m, crowd(1)), 2);
    assert_int_equal(count(&m, crowd(0)), 1);
    assert_null(place(&m, crowd(4)));

    wordmemo_record(&m); /* 1 again */
    assert_true(m.record == UINT64_C(1) << 32);
    assert_int_equal(m.n, in_use(&m));
    for (uint64_t i = 0; i < 4; i++) /* no word is of this record, known or not */
        if (knows(&m, crowd(i)))
            assert_int_equal(count(&m, crowd(i)), 1);
        else
            assert_non_null(place(&m, crowd(i)));
    assert_null(place(&m, crowd(4)));
    wordmemo_record(&m);
    assert_int_equal(count(&m, crowd(3)), 1);
    assert_non_null(place(&m, crowd(4)));
    wordmemo_free(&m);
}

/* Every byte of a word counts, and its length, and the memo's seed; none is 0, which an empty slot has. */
static void keys(void **state)
{
    enum { N = 300 };
    wordmemo m = memo_of(2, 2), other;
    char word[N + 1];
    err e = {0};

    (void)state;
    assert_true(wordmemo_init(&other, PLANS, SUMS, 2, 2, 100, &e));
    memset(word, 'x', sizeof word);
    for (size_t n = 1; n <= N; n++) {
        uint64_t key = wordmemo_key_of(&m, (str){word, n});

        assert_true(key != 0);
        assert_int_equal(key, wordmemo_key_of(&m, (str){word, n}));
        assert_true(key != wordmemo_key_of(&m, (str){word, n + 1}));
        assert_true(key != wordmemo_key_of(&other, (str){word, n}));
        for (size_t i = 0; i < n; i += 1 + n / 40) {
            word[i] = 'y';
            assert_true(key != wordmemo_key_of(&m, (str){word, n}));
            word[i] = 'x';
        }
    }
    wordmemo_free(&m);
    wordmemo_free(&other);
}

/* No two of a million made-up words have one key. */
static void keys_differ(void **state)
{
    enum { N = 1000000 };
    wordmemo m = memo_of(2, 2);
    uint64_t *key = malloc(N * sizeof *key);
    char word[LONGEST];

    (void)state;
    assert_non_null(key);
    for (uint64_t i = 0; i < N; i++)
        key[i] = wordmemo_key_of(&m, numbered(word, i));
    qsort(key, N, sizeof *key, by_size);
    for (size_t i = 1; i < N; i++)
        assert_true(key[i - 1] != key[i]);
    free(key);
    wordmemo_free(&m);
}

static void to_front(void **state)
{
    wordmemo m = memo_of(2, 2);
    remembered *at[4];

    (void)state;
    for (uint64_t i = 0; i < 4; i++)
        at[i] = place(&m, crowd(4 * i)); /* all at home in the first slot */
    assert_ptr_equal(at[0], wordmemo_at(&m, 0));

    /* All four are of this record. */
    for (uint64_t i = 0; i < 4; i++)
        assert_ptr_equal(wordmemo_to_front(&m, at[i]), at[i]);

    wordmemo_record(&m);
    for (uint64_t i = 3; i > 0; i--) { /* each in turn changes places with the one in front */
        uint64_t front = crowd(4 * (i == 3 ? 0 : i + 1)), back = crowd(4 * i);

        assert_ptr_equal(wordmemo_to_front(&m, at[i]), at[0]);
        expect_filled(&m, at[0], back);
        expect_filled(&m, at[i], front);
    }
    assert_ptr_equal(wordmemo_to_front(&m, at[0]), at[0]); /* where growing may have put it */
    assert_int_equal(in_use(&m), 4);
    for (uint64_t i = 0; i < 4; i++)
        assert_true(knows(&m, crowd(4 * i)));

    /* Neither what is of this record moves, nor what would have to make room if it is. */
    (void)wordmemo_count(at[2], m.record);
    assert_ptr_equal(wordmemo_to_front(&m, at[2]), at[2]);
    (void)wordmemo_count(at[0], m.record);
    assert_ptr_equal(wordmemo_to_front(&m, at[1]), at[1]);
    wordmemo_free(&m);
}

/* The way scorer.c goes, beside an array of counts: a word is known with its own content and its exact count,
 * or it was not met in this record, or there has been no room for it since it was. */
static void agrees_with_counts(void **state)
{
    enum { VOCABULARY = 150, RECORDS = 3000, PER_RECORD = 60 };
    unsigned n_spilt = 0, n_back = 0;

    (void)state;
    for (uint32_t most = WORDMEMO_BITS_MIN; most <= 8; most++) {
        wordmemo m = memo_of(WORDMEMO_BITS_MIN, most);
        random_state r = random_seed(most);

        for (unsigned record = 0; record < RECORDS / most; record++) {
            uint32_t counted[VOCABULARY] = {0};
            bool spilt[VOCABULARY] = {false};

            wordmemo_record(&m);
            for (uint64_t left = random_below(&r, PER_RECORD); left > 0; left--) {
                uint64_t of = random_below(&r, 3) ? VOCABULARY : 10, i = random_below(&r, of);
                char word[LONGEST];
                uint64_t k = wordmemo_key_of(&m, numbered(word, i));
                remembered *at = wordmemo_find(&m, k);

                if (at) {
                    expect_filled(&m, at, k);
                    at = wordmemo_to_front(&m, at);
                    expect_filled(&m, at, k);
                    n_back += counted[i] == 0;
                    assert_int_equal(wordmemo_count(at, m.record), ++counted[i]);
                    assert_false(spilt[i]);
                    continue;
                }
                assert_int_equal(counted[i], 0);
                at = place(&m, k);
                while (!at && wordmemo_grow(&m, m.bits + 2))
                    at = place(&m, k);
                assert_false(at && spilt[i]);
                spilt[i] = !at;
                n_spilt += !at;
                counted[i] = at != NULL;
            }
            assert_int_equal(m.n, in_use(&m));
            for (uint64_t i = 0; i < VOCABULARY; i++) { /* none left, whose count would be lost */
                char word[LONGEST];
                uint64_t k = wordmemo_key_of(&m, numbered(word, i));
                const remembered *at = wordmemo_find(&m, k);

                assert_int_equal(at && at->met >> 32 == m.record >> 32 ? (uint32_t)at->met : 0, counted[i]);
            }
        }
        assert_true(m.bits <= most);
        wordmemo_free(&m);
    }
    assert_true(n_spilt > 1000 && n_back > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_hold_what_they_should),
        cmocka_unit_test(counts_within_their_record),
        cmocka_unit_test(words_of_this_record_stay),
        cmocka_unit_test(oldest_makes_room),
        cmocka_unit_test(empty_slots_are_taken_first),
        cmocka_unit_test(growth_keeps_everything),
        cmocka_unit_test(record_numbers_come_round),
        cmocka_unit_test(keys),
        cmocka_unit_test(keys_differ),
        cmocka_unit_test(to_front),
        cmocka_unit_test(agrees_with_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
