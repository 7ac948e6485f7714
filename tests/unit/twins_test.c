/* twins: what is found is exact, and is what comparing all pairs finds, but for the misses that the header
 * allows; the same on any number of threads; bounded where all texts resemble each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "measure/twins.h"

enum { N_MAX = 6000, SHINGLES_MAX = 400000 };

/* A corpus that grows at the end. */
typedef struct corpus {
    uint32_t N;
    size_t begin[N_MAX], n[N_MAX];
    uint64_t shingle[SHINGLES_MAX];
    twin own[N_MAX], across[N_MAX];
} corpus;

static corpus *make(void)
{
    corpus *c = calloc(1, sizeof *c);

    assert_non_null(c);
    return c;
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return (a > b) - (a < b);
}

static void add(corpus *c, const uint64_t *set, size_t n)
{
    size_t begin = c->N ? c->begin[c->N - 1] + c->n[c->N - 1] : 0;

    assert_true(c->N < N_MAX && begin + n <= SHINGLES_MAX);
    c->begin[c->N] = begin;
    c->n[c->N++] = n;
    if (n) {
        memcpy(c->shingle + begin, set, n * sizeof *set);
        qsort(c->shingle + begin, n, sizeof *set, by_value);
    }
}

static void find(corpus *c, uint32_t n_one, double t, unsigned threads)
{
    twins_sets in = {.N = c->N, .n_one = n_one, .begin = c->begin, .n = c->n, .shingle = c->shingle};
    err e = {0};

    assert_true(twins_find(&in, t, threads, c->own, c->across, &e));
}

/* J by looking for each shingle of the one in the other. */
static double jaccard(const corpus *c, uint32_t i, uint32_t j)
{
    size_t common = 0;

    for (size_t k = 0; k < c->n[i]; k++)
        common += bsearch(c->shingle + c->begin[i] + k, c->shingle + c->begin[j], c->n[j], sizeof *c->shingle,
                          by_value) != NULL;
    return common ? (double)common / (double)(c->n[i] + c->n[j] - common) : 0;
}

/* The nearest of texts [begin, end), if near enough. */
static twin plain(const corpus *c, uint32_t i, uint32_t begin, uint32_t end, double t)
{
    twin best = {.other = TWINS_NONE};

    for (uint32_t j = begin; j < end; j++) {
        double similarity = jaccard(c, i, j);

        if (similarity >= t && similarity > best.similarity)
            best = (twin){.other = j, .similarity = similarity};
    }
    return best;
}

/* Returns whether a twin was missed; what was found instead, if anything, is exact and near enough. */
static bool missed(const corpus *c, uint32_t i, twin got, twin want, double t)
{
    assert_false(got.cut);
    if (got.other == want.other) {
        assert_true(got.other == TWINS_NONE || fabs(got.similarity - want.similarity) < 1e-15);
        return false;
    }
    if (got.other != TWINS_NONE) {
        assert_true(got.similarity >= t);
        assert_true(fabs(got.similarity - jaccard(c, i, got.other)) < 1e-15);
        assert_true(got.similarity < want.similarity ||
                    (got.similarity <= want.similarity && want.other < got.other));
    }
    assert_true(want.other != TWINS_NONE);
    return true;
}

/* Families of sets: a fresh one, or an earlier one with some of its shingles replaced. */
static void draw_corpus(corpus *c, uint32_t N, random_state *random)
{
    for (uint32_t i = 0; i < N; i++) {
        uint64_t set[60];
        size_t n = (size_t)random_below(random, 60);

        if (i > 0 && random_below(random, 3)) {
            uint32_t from = (uint32_t)random_below(random, i);
            uint64_t change = 1 + random_below(random, 20);

            n = c->n[from];
            for (size_t k = 0; k < n; k++)
                set[k] =
                    random_below(random, 20) < change ? random_next(random) : c->shingle[c->begin[from] + k];
        } else {
            for (size_t k = 0; k < n; k++)
                set[k] = random_next(random);
        }
        add(c, set, n);
    }
}

static void as_all_pairs_say(void **state)
{
    const double t[] = {0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    size_t n_twins = 0, n_missed = 0;

    (void)state;
    for (size_t round = 0; round < 4 * (sizeof t / sizeof *t); round++) {
        size_t k = round / 4;
        random_state random = random_seed(round);
        corpus *c = make();
        uint32_t N = 400, n_one = 220;

        draw_corpus(c, N, &random);
        find(c, n_one, t[k], 2);
        for (uint32_t i = 0; i < N; i++) {
            twin own = plain(c, i, i < n_one ? 0 : n_one, i, t[k]);
            twin across = i < n_one ? (twin){.other = TWINS_NONE} : plain(c, i, 0, n_one, t[k]);

            n_missed += missed(c, i, c->own[i], own, t[k]);
            n_missed += missed(c, i, c->across[i], across, t[k]);
            n_twins += own.other != TWINS_NONE;
            n_twins += across.other != TWINS_NONE;
        }
        free(c);
    }
    assert_true(n_twins > 1000);
    assert_true(n_missed <= 3); /* of 1000 at the threshold 1 is allowed on average */
}

/* Pairs at the threshold itself, each of shingles of its own: of n with a miss of at most 0.001, no more than
 * four standard deviations above that. 60 shingles, 40 of them common to both, are J = 40/80. */
static void recall_is_as_stated(void **state)
{
    enum { PAIRS = 2900 };
    random_state random = random_seed(3);
    corpus *c = make();
    uint32_t n_missed = 0;

    (void)state;
    for (uint32_t i = 0; i < PAIRS; i++) {
        uint64_t set[80];

        for (size_t k = 0; k < 80; k++)
            set[k] = random_next(&random);
        add(c, set, 60);
        add(c, set + 20, 60);
    }
    find(c, c->N, 0.5, 2);
    for (uint32_t i = 1; i < c->N; i += 2) {
        n_missed += c->own[i].other != i - 1;
        assert_true(c->own[i - 1].other == TWINS_NONE);
    }
    assert_true(n_missed <= 9); /* 2.8 + 4 * 1.7 */
    find(c, c->N, 0.501, 2);
    for (uint32_t i = 0; i < c->N; i++)
        assert_true(c->own[i].other == TWINS_NONE);
    free(c);
}

/* As many rows as allowed, and no more bands than needed. */
static void bands_keep_the_promise(void **state)
{
    unsigned r, b;

    (void)state;
    for (double t = TWINS_LEAST; t <= 1; t += 0.01) {
        twins_bands(t, &r, &b);
        assert_in_range(r, 1, TWINS_ROWS_MAX);
        assert_in_range(r * b, 1, TWINS_HASHES);
        assert_true(pow(1 - pow(t, r), b) <= TWINS_MISS * (1 + 1e-9));
        assert_true(b == 1 || pow(1 - pow(t, r), b - 1) > TWINS_MISS);
        if (r < TWINS_ROWS_MAX)
            assert_true(pow(1 - pow(t, r + 1), floor(TWINS_HASHES / (r + 1.0))) > TWINS_MISS);
    }
    twins_bands(0.5, &r, &b);
    assert_int_equal(r, 3);
    assert_int_equal(b, 52);
    twins_bands(1, &r, &b);
    assert_int_equal(b, 1);
}

static void threads_change_nothing(void **state)
{
    random_state random = random_seed(8);
    corpus *c = make(), *d = make();

    (void)state;
    draw_corpus(c, 500, &random);
    memcpy(d, c, sizeof *c);
    find(c, 250, 0.5, 1);
    for (unsigned threads = 2; threads <= 70; threads += 17) {
        find(d, 250, 0.5, threads);
        for (uint32_t i = 0; i < c->N; i++) {
            assert_int_equal(c->own[i].other, d->own[i].other);
            assert_int_equal(c->across[i].other, d->across[i].other);
        }
    }
    free(c);
    free(d);
}

/* Equal sets: the first one is the twin. Empty ones have none. */
static void the_first_of_equals(void **state)
{
    static const uint64_t set[] = {7, 8, 9};
    corpus *c = make();

    (void)state;
    add(c, NULL, 0);
    for (int i = 0; i < 5; i++)
        add(c, set, 3);
    add(c, NULL, 0);
    find(c, 3, 1, 1);
    assert_true(c->own[0].other == TWINS_NONE && c->own[1].other == TWINS_NONE);
    assert_int_equal(c->own[2].other, 1);
    assert_true(c->own[3].other == TWINS_NONE);
    assert_int_equal(c->across[3].other, 1);
    assert_int_equal(c->own[5].other, 3);
    assert_int_equal(c->across[5].other, 1);
    assert_true(c->own[6].other == TWINS_NONE && c->across[6].other == TWINS_NONE);
    free(c);
}

/* A template with one word that differs: each has a twin, and says that not all were looked at. */
static void very_many_alike(void **state)
{
    corpus *c = make();
    random_state random = random_seed(1);
    uint64_t set[20];

    (void)state;
    for (uint64_t k = 0; k < 20; k++)
        set[k] = random_next(&random);
    for (uint32_t i = 0; i < N_MAX; i++) {
        set[7] = random_next(&random);
        add(c, set, 20);
    }
    find(c, N_MAX, 0.5, 2);
    assert_true(c->own[0].other == TWINS_NONE);
    for (uint32_t i = 1; i < N_MAX; i++) {
        assert_true(c->own[i].other < i);
        assert_true(fabs(c->own[i].similarity - 19.0 / 21) < 1e-15);
        assert_int_equal(c->own[i].cut, i > TWINS_LOOKS);
    }
    free(c);
}

static void thresholds_have_a_range(void **state)
{
    const double bad[] = {0, 0.29, 1.01, (double)NAN};
    twins_sets in = {0};
    twin none;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err e = {0};

        assert_false(twins_find(&in, bad[i], 1, &none, &none, &e));
        assert_int_equal(e.code, ERR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_all_pairs_say),        cmocka_unit_test(recall_is_as_stated),
        cmocka_unit_test(bands_keep_the_promise),  cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_first_of_equals),     cmocka_unit_test(very_many_alike),
        cmocka_unit_test(thresholds_have_a_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
