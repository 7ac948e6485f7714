/* wordmap: the answers of a naive count, whatever the seed and the first size; counts that end with their
 * record, also when records' numbers come round; keys of every length, at the very end of their memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "feature/wordmap.h"

enum { N = 100000, LONGEST = 300, PER_RECORD = 40 };

typedef struct met {
    str word;
    uint32_t at;    /* which of the N words it is       */
    uint32_t index; /* what the map should say of it    */
    uint32_t count;
    bool is_new;
} met;

typedef struct sample {
    char *bytes; /* all words share beginnings, many are the same */
    met *met;    /* [N] in the order in which they come           */
} sample;

static int by_word(const void *x, const void *y)
{
    const met *a = x, *b = y;
    int c = str_cmp(a->word, b->word);

    return c ? c : (a->at > b->at) - (a->at < b->at);
}

static int by_place(const void *x, const void *y)
{
    const met *a = x, *b = y;

    return (a->at > b->at) - (a->at < b->at);
}

/* Counts by sorting. */
static void expect_by_sorting(met *m)
{
    uint32_t *first = malloc(N * sizeof *first), n = 0; /* where the word at each place was first met */

    assert_non_null(first);
    qsort(m, N, sizeof *m, by_word);
    for (uint32_t i = 0; i < N; i++) {
        bool same = i && str_eq(m[i].word, m[i - 1].word);

        m[i].is_new = !same;
        m[i].count = same && m[i].at / PER_RECORD == m[i - 1].at / PER_RECORD ? m[i - 1].count + 1 : 1;
        first[m[i].at] = same ? first[m[i - 1].at] : m[i].at;
    }
    qsort(m, N, sizeof *m, by_place);
    for (uint32_t i = 0; i < N; i++)
        m[i].index = m[i].is_new ? n++ : m[first[i]].index;
    assert_true(n > 5000 && n < N / 2);
    free(first);
}

static int make(void **state)
{
    static const char alphabet[] = {0, 'a', 'b', (char)0xff};
    sample *s = calloc(1, sizeof *s);
    random_state random = random_seed(5);
    enum { BYTES = 4000 };

    if (!s || !(s->bytes = malloc(BYTES + LONGEST)) || !(s->met = calloc(N, sizeof *s->met)))
        return -1;
    for (size_t i = 0; i < BYTES + LONGEST; i++)
        s->bytes[i] = i % 97 ? alphabet[random_below(&random, 4)] : (char)i;
    for (uint32_t i = 0; i < N; i++) {
        bool is_short = random_below(&random, 3) > 0;
        uint64_t n = 1 + random_below(&random, is_short ? 18 : LONGEST);
        uint64_t from = random_below(&random, is_short ? BYTES : 60);

        s->met[i] = (met){.word = {s->bytes + from, (size_t)n}, .at = i};
    }
    expect_by_sorting(s->met);
    *state = s;
    return 0;
}

static int unmake(void **state)
{
    sample *s = *state;

    free(s->bytes);
    free(s->met);
    free(s);
    return 0;
}

static void agrees_with_sorting(void **state)
{
    const sample *s = *state;
    const uint64_t seeds[] = {0, 1, HASH_K0, UINT64_MAX, UINT64_C(0x61616161)};
    const uint32_t bits[] = {1, 2, 8, 16, 18};

    for (size_t t = 0; t < sizeof seeds / sizeof *seeds; t++) {
        wordmap m;

        assert_true(wordmap_init(&m, bits[t], seeds[t]));
        for (uint32_t i = 0; i < N; i++) {
            const met *want = &s->met[i];
            word_key key = wordmap_key(&m, want->word);
            bool is_new;
            word_entry *got;

            if (i && i % PER_RECORD == 0)
                wordmap_record(&m);
            wordmap_prefetch(&m, &key);
            got = wordmap_get(&m, &key, &is_new);
            assert_non_null(got);
            assert_int_equal(is_new, want->is_new);
            assert_int_equal(got->index, want->index);
            assert_int_equal(got->count, want->count);
            assert_int_equal(got->n, want->word.n);
            assert_true((uint64_t)m.n * 2 <= UINT64_C(1) << m.bits);
        }
        wordmap_free(&m);
    }
}

static word_entry *get(wordmap *m, const char *word)
{
    word_key key = wordmap_key(m, str_z(word));
    bool is_new;
    word_entry *e = wordmap_get(m, &key, &is_new);

    assert_non_null(e);
    return e;
}

static void record_numbers_come_round(void **state)
{
    wordmap m;

    (void)state;
    assert_true(wordmap_init(&m, 4, 9));
    assert_int_equal(get(&m, "old")->count, 1);
    assert_int_equal(get(&m, "old")->count, 2);
    m.record = UINT32_MAX;
    assert_int_equal(get(&m, "late")->count, 1);
    wordmap_record(&m);
    assert_int_equal(m.record, 1);
    assert_int_equal(get(&m, "old")->count, 1); /* not the record of the same number, 2^32 records ago */
    assert_int_equal(get(&m, "late")->count, 1);
    assert_int_equal(get(&m, "late")->count, 2);
    wordmap_record(&m);
    assert_int_equal(get(&m, "late")->count, 1);
    assert_int_equal(get(&m, "late")->index, 1);
    wordmap_free(&m);
}

static void clear_forgets(void **state)
{
    const sample *s = *state;
    wordmap m;

    assert_true(wordmap_init(&m, 4, 0));
    for (unsigned round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < 20000; i++) {
            word_key key = wordmap_key(&m, s->met[i].word);
            bool is_new;
            word_entry *e = wordmap_get(&m, &key, &is_new);

            assert_non_null(e);
            assert_int_equal(e->index, s->met[i].index);
            assert_int_equal(is_new, s->met[i].is_new);
        }
        assert_true(m.bits > 10);
        wordmap_clear(&m, round == 0 ? 31 : 10); /* never more slots than there were */
        assert_int_equal(m.n, 0);
        assert_true(round == 0 ? m.bits > 10 : m.bits == 10);
    }
    assert_int_equal(get(&m, "again")->count, 1);
    assert_int_equal(get(&m, "again")->index, 0);
    wordmap_free(&m);
}

static void halves_are_the_bytes(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 16; n++) {
        char *word = malloc(n), zeros[16] = {0};
        uint64_t half[2];

        assert_non_null(word);
        memcpy(word, "\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff\x80", n);
        memcpy(zeros, word, n);
        wordmap_halves(word, n, half);
        assert_memory_equal(half, zeros, 16);
        free(word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_sorting),
        cmocka_unit_test(record_numbers_come_round),
        cmocka_unit_test(clear_forgets),
        cmocka_unit_test(halves_are_the_bytes),
    };

    return cmocka_run_group_tests(tests, make, unmake);
}
