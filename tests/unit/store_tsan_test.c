/* store: what is found is what was added, in whole, whoever added it; a group that is full stays as it is.
 * Run under ThreadSanitizer too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "base/random.h"
#include "score/store.h"

enum { BITS_MIN = 2 };

enum { WORDS = 5, VALUE = WORDS * 8, STRIDE = 8 + VALUE, BITS = 8, THREADS = 4, TAGS = 400, ROUNDS = 8 };

/* The value of a tag: no part of it is another tag's. */
static void value_of(uint64_t tag, uint64_t value[WORDS])
{
    for (uint64_t i = 0; i < WORDS; i++)
        value[i] = hash_pair(tag, i);
}

static bool is_value_of(uint64_t tag, const void *found)
{
    uint64_t want[WORDS];

    value_of(tag, want);
    return memcmp(found, want, sizeof want) == 0;
}

static const void *find(const store *s, uint64_t tag, uint64_t spread)
{
    return store_find(s, store_home(s, spread), tag);
}

static const void *add(const store *s, uint64_t tag, uint64_t spread)
{
    uint64_t value[WORDS];

    value_of(tag, value);
    return store_add(s, store_home(s, spread), tag, value, sizeof value);
}

static stored *slot_at(const store *s, size_t i)
{
    return (stored *)(void *)(s->slot + i * s->stride);
}

static void found_as_added(void **state)
{
    store s;
    err e = {0};
    unsigned n = 0;

    (void)state;
    assert_true(store_init(&s, STRIDE, BITS, &e));
    for (uint64_t tag = 0; tag < TAGS; tag++)
        assert_null(find(&s, tag, hash_mix(tag)));
    for (uint64_t tag = 2; tag < TAGS; tag++) {
        const void *at = add(&s, tag, hash_mix(tag));

        if (!at)
            continue;
        n++;
        assert_int_equal((uintptr_t)at % 8, 0);
        assert_true(is_value_of(tag, at));
        assert_ptr_equal(find(&s, tag, hash_mix(tag)), at);
    }
    assert_in_range(n, (1 << BITS) * 3 / 4, 1 << BITS);
    for (uint64_t tag = 2; tag < TAGS; tag++) { /* all came to stay */
        const void *at = find(&s, tag, hash_mix(tag));

        n -= at != NULL;
        assert_true(!at || is_value_of(tag, at));
    }
    assert_int_equal(n, 0);
    for (uint64_t tag = TAGS; tag < 100 * TAGS; tag++)
        assert_null(find(&s, tag, hash_mix(tag)));
    store_free(&s);
    assert_null(s.slot);
}

/* At the first home and at the last, whose group ends with the store. */
static void full_group(void **state)
{
    (void)state;
    for (unsigned last = 0; last < 2; last++) {
        uint64_t spread = last ? UINT64_MAX : 0;
        store s;
        err e = {0};

        assert_true(store_init(&s, STRIDE, BITS_MIN + 1, &e));
        for (uint64_t tag = 10; tag < 10 + STORE_STEPS; tag++)
            assert_ptr_equal(add(&s, tag, spread),
                             slot_at(&s, tag - 10 + (last ? (2 << BITS_MIN) - STORE_STEPS : 0))->value);
        for (uint64_t tag = 10 + STORE_STEPS; tag < 40; tag++) {
            assert_null(add(&s, tag, spread));
            assert_null(find(&s, tag, spread));
        }
        for (uint64_t tag = 10; tag < 10 + STORE_STEPS; tag++)
            assert_true(is_value_of(tag, find(&s, tag, spread)));
        store_free(&s);
    }
}

static void tags_that_are_not_kept(void **state)
{
    store s;
    err e = {0};

    (void)state;
    assert_true(store_init(&s, STRIDE, BITS_MIN, &e));
    for (uint64_t tag = 0; tag < 2; tag++) {
        assert_null(find(&s, tag, 0));
        assert_null(add(&s, tag, 0));
        assert_null(find(&s, tag, 0));
        assert_int_equal(slot_at(&s, 0)->tag, 0);
    }

    /* Another thread is about to fill the first slot. */
    atomic_store(&slot_at(&s, 0)->tag, 1);
    assert_null(find(&s, 1, 0));
    assert_null(find(&s, 0, 0));
    assert_null(find(&s, 2, 0));
    assert_ptr_equal(add(&s, 2, 0), slot_at(&s, 1)->value);
    assert_ptr_equal(find(&s, 2, 0), slot_at(&s, 1)->value);
    assert_null(find(&s, 1, 0));
    store_free(&s);
}

/* A value may be shorter than its slot; the bytes of the next one stay its own. */
static void values_of_any_size(void **state)
{
    static const uint32_t strides[] = {16, 24, 40, 72, 520};

    (void)state;
    for (unsigned i = 0; i < sizeof strides / sizeof *strides; i++)
        for (size_t size = 0; size <= strides[i] - 8; size += 1 + size / 9) {
            unsigned char value[512];
            store s;
            err e = {0};

            memset(value, 0xa5, sizeof value);
            assert_true(store_init(&s, strides[i], BITS_MIN, &e));
            assert_non_null(store_add(&s, store_home(&s, 0), 7, value, size));
            assert_memory_equal(find(&s, 7, 0), value, size);
            for (size_t j = 8 + size; j < (size_t)strides[i] * 4; j++)
                assert_int_equal(s.slot[j], 0);
            store_free(&s);
        }
}

/* Slots of a page, so that one too few would be another's: the system gives places in a row. */
static void neighbours(void **state)
{
    enum { PAGE = 4096, SLOTS = 2 << BITS_MIN, STORES = 3 };
    store s[STORES];
    err e = {0};

    (void)state;
    for (unsigned i = 0; i < STORES; i++) {
        assert_true(store_init(&s[i], PAGE, BITS_MIN + 1, &e));
        for (uint64_t tag = 2; tag < 2 + SLOTS; tag++)
            assert_non_null(add(&s[i], tag + 100 * i, tag % 2 ? 0 : UINT64_MAX));
    }
    for (unsigned i = 0; i < STORES; i++) {
        for (uint64_t tag = 2; tag < 2 + SLOTS; tag++)
            assert_true(is_value_of(tag + 100 * i, find(&s[i], tag + 100 * i, tag % 2 ? 0 : UINT64_MAX)));
    }
    for (unsigned i = 0; i < STORES; i++)
        store_free(&s[i]);
}

static void too_large(void **state)
{
    store s;
    err e = {0};

    (void)state;
    assert_false(store_init(&s, 1 << 30, 31, &e));
    assert_int_equal(e.code, ERR_MEMORY);
    store_free(&s);
}

typedef struct worker {
    const store *s;
    unsigned i;
    pthread_barrier_t *start;
    uint64_t n_wrong, n_found, n_added;
} worker;

/* All the tags in an order of its own, again and again. An assert belongs on the test's own thread. */
static void *work(void *arg)
{
    worker *w = arg;
    random_state r = random_seed(w->i);
    uint32_t order[TAGS];

    for (uint32_t i = 0; i < TAGS; i++)
        order[i] = i;
    pthread_barrier_wait(w->start);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < TAGS; i++) {
            uint64_t tag = order[i];
            const void *at = find(w->s, tag, hash_mix(tag));

            w->n_found += at != NULL;
            if (!at && (at = add(w->s, tag, hash_mix(tag))))
                w->n_added++;
            w->n_wrong += at && !is_value_of(tag, at);
        }
        if (w->i) /* the first thread keeps its order, the others begin in it */
            random_shuffle(&r, order, TAGS);
    }
    return NULL;
}

static void several_threads(void **state)
{
    (void)state;
    for (unsigned bits = BITS_MIN; bits <= BITS + 3; bits += 3) {
        pthread_t thread[THREADS];
        worker w[THREADS];
        pthread_barrier_t start;
        uint64_t n_added = 0, n_full = 0;
        store s;
        err e = {0};

        assert_true(store_init(&s, STRIDE, bits, &e));
        assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
        for (unsigned i = 0; i < THREADS; i++) {
            w[i] = (worker){.s = &s, .i = i, .start = &start};
            assert_int_equal(pthread_create(&thread[i], NULL, work, &w[i]), 0);
        }
        for (unsigned i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_join(thread[i], NULL), 0);
            assert_int_equal(w[i].n_wrong, 0);
            assert_true(w[i].n_found > 0);
            n_added += w[i].n_added;
        }
        pthread_barrier_destroy(&start);

        /* Each slot that is full was filled once, none is left half way. */
        for (size_t i = 0; i < (size_t)1 << bits; i++) {
            uint64_t tag = slot_at(&s, i)->tag;

            assert_true(tag != 1 && tag < TAGS);
            n_full += tag != 0;
            assert_true(tag == 0 || is_value_of(tag, slot_at(&s, i)->value));
        }
        assert_int_equal(n_full, n_added);
        /* What is not there had no room. */
        for (uint64_t tag = 2; tag < TAGS; tag++)
            for (unsigned step = 0; !find(&s, tag, hash_mix(tag)) && step < STORE_STEPS; step++) {
                const unsigned char *home = (unsigned char *)store_home(&s, hash_mix(tag));

                assert_true(((const stored *)(const void *)(home + (size_t)step * s.stride))->tag > 1);
            }
        store_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_as_added),
        cmocka_unit_test(full_group),
        cmocka_unit_test(tags_that_are_not_kept),
        cmocka_unit_test(values_of_any_size),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(too_large),
        cmocka_unit_test(several_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
