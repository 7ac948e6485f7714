/* cooccur: words and their order, and the matrix that a plain double loop over small random texts gives; what
 * is forgotten when the table is full is known beforehand, and no seed of the maps changes a result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "learn/cooccur.h"

enum { VOCABULARY = 40, TEXTS = 30, WORDS_MAX = 60 };

/* Random texts: of word k the name is "wk", the first ones far more frequent than the last. */
typedef struct corpus {
    unsigned word[TEXTS][WORDS_MAX];
    size_t n[TEXTS];
    char text[TEXTS][WORDS_MAX * 8];
} corpus;

static void corpus_make(corpus *c, uint64_t seed)
{
    random_state random = random_seed(seed);

    for (int t = 0; t < TEXTS; t++) {
        char *at = c->text[t];

        c->n[t] = (size_t)random_below(&random, WORDS_MAX + 1);
        *at = '\0';
        for (size_t i = 0; i < c->n[t]; i++) {
            c->word[t][i] = (unsigned)(VOCABULARY * random_unit(&random) * random_unit(&random));
            /* Marks are no words, and case does not count. */
            at += sprintf(at, "%c%u%s ", i % 3 ? 'w' : 'W', c->word[t][i], i % 4 ? "" : ",");
        }
    }
}

static cooccur_options options(unsigned window, uint64_t min_count, uint32_t max_words)
{
    return (cooccur_options){window, min_count, max_words, COOCCUR_SLOTS_MAX, 7};
}

static cooccur *run(const cooccur_options *o, const char *const *text, size_t n, matrix *x)
{
    cooccur *c;
    err e = {0};
    bool ok = cooccur_new(o, &c, &e);

    for (size_t t = 0; t < n; t++)
        ok = ok && cooccur_words(c, str_z(text[t]), &e);
    ok = ok && cooccur_rank(c, &e);
    for (size_t t = 0; t < n; t++)
        ok = ok && cooccur_pairs(c, str_z(text[t]), &e);
    if (!ok || (x && !cooccur_matrix(c, x, &e)))
        fail_msg("%s", e.text);
    return c;
}

static cooccur *run_corpus(const corpus *c, const cooccur_options *o, matrix *x)
{
    const char *text[TEXTS];

    for (int t = 0; t < TEXTS; t++)
        text[t] = c->text[t];
    return run(o, text, TEXTS, x);
}

static void is_word(const cooccur *c, uint32_t i, const char *want)
{
    str word = cooccur_word(c, i);

    if (!str_eq(word, str_z(want)))
        fail_msg("word %u is '%.*s', not '%s'", i, (int)word.n, word.p, want);
}

/* x_ij, 0 where there is no entry. */
static double entry(const matrix *x, uint32_t i, uint32_t j)
{
    for (size_t t = x->begin[i]; t < x->begin[i + 1]; t++)
        if (x->col[t] == j)
            return (double)x->val[t];
    return 0;
}

/* ---- words ---- */

static void words_are_ranked(void **state)
{
    static const char *const text[] = {"b B b, a c", "a z z A x-ray 12 12 12 12", "c C. q"};
    cooccur_options o = options(5, 2, 100);
    cooccur *c = run(&o, text, 3, NULL);

    (void)state;
    assert_int_equal(cooccur_n(c), 5);
    is_word(c, 0, "12");
    is_word(c, 1, "a");
    is_word(c, 2, "b");
    is_word(c, 3, "c");
    is_word(c, 4, "z");
    cooccur_free(c);
    o.max_words = 3;
    c = run(&o, text, 3, NULL);
    assert_int_equal(cooccur_n(c), 3);
    is_word(c, 2, "b");
    cooccur_free(c);
}

static void forms_are_normal(void **state)
{
    /* "straße" folds to "strasse"; the form of the modifier letter U+037A begins with a blank. */
    static const char *const text[] = {"Stra\xc3\x9f"
                                       "e STRASSE strasse",
                                       "x\xcd\xba y"};
    cooccur_options o = options(5, 1, 100);
    cooccur *c = run(&o, text, 2, NULL);

    (void)state;
    is_word(c, 0, "strasse");
    assert_int_equal(cooccur_n(c), 2);
    is_word(c, 1, "y");
    cooccur_free(c);
}

static void nothing_gives_nothing(void **state)
{
    static const char *const text[] = {"", ". , !"};
    cooccur_options o = options(5, 1, 100);
    matrix x;
    cooccur *c = run(&o, text, 2, &x);

    (void)state;
    assert_int_equal(cooccur_n(c), 0);
    assert_int_equal(x.begin[0], 0);
    cooccur_free(c);
}

/* ---- the matrix ---- */

static void distance_counts(void **state)
{
    /* Of the pairs of a, b, c each stands once: ab at 1, bc at 2 over a word that is not kept, ac at 3. */
    static const char *const text[] = {"a b rare c", "a", "b", "c"};
    cooccur_options o = options(2, 2, 100);
    matrix x;
    cooccur *c = run(&o, text, 4, &x);
    double r[] = {1, 1.5, 0.5}, smooth = pow(1, 0.875) + pow(1.5, 0.875) + pow(0.5, 0.875);
    double ab = log(1 / 3.0 * smooth * smooth / pow(r[0] * r[1], 0.875));
    double bc = log(0.5 / 3.0 * smooth * smooth / pow(r[1] * r[2], 0.875));

    (void)state;
    assert_int_equal(cooccur_n(c), 3);
    assert_int_equal(cooccur_n_pairs(c), 2); /* ac is beyond the window */
    assert_true(fabs(entry(&x, 0, 1) - ab) < 1e-6);
    assert_true(fabs(entry(&x, 1, 2) - bc) < 1e-6);
    assert_true(entry(&x, 0, 2) == 0);
    assert_true(entry(&x, 0, 0) == 0);
    cooccur_free(c);
}

/* The formulas of the header by a plain double loop, over the words as they were drawn. */
static void naive(const corpus *c, const unsigned *rank, uint32_t n, size_t window, double *x)
{
    double r[VOCABULARY] = {0}, all = 0, smooth = 0;

    for (size_t i = 0; i < (size_t)n * n; i++)
        x[i] = 0;
    for (int t = 0; t < TEXTS; t++)
        for (size_t a = 0; a < c->n[t]; a++)
            for (size_t b = 0; b < c->n[t]; b++) {
                size_t distance = a < b ? b - a : a - b;
                unsigned i = rank[c->word[t][a]], j = rank[c->word[t][b]];

                if (distance && distance <= window && i < n && j < n)
                    x[i * n + j] += 1 / (double)distance;
            }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            r[i] += x[i * n + j];
    for (uint32_t i = 0; i < n; i++) {
        all += r[i];
        smooth += pow(r[i], 0.875);
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++) {
            double p = pow(r[i], 0.875) / smooth * (pow(r[j], 0.875) / smooth), of = x[i * n + j];

            x[i * n + j] = of > 0 ? fmax(0, log(of / all / p)) : 0;
        }
}

static void same_as_naive(void **state)
{
    static corpus c;
    static double want[VOCABULARY * VOCABULARY];
    unsigned windows[] = {1, 3, 7, COOCCUR_WINDOW_MAX};

    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        cooccur_options o = options(windows[seed % 4], 1 + seed % 3 * 8, seed % 2 ? 100 : 12);
        unsigned rank[VOCABULARY];
        matrix x;
        cooccur *made;
        uint32_t n;

        corpus_make(&c, seed);
        made = run_corpus(&c, &o, &x);
        n = cooccur_n(made);
        assert_true(n > 5 && x.N == n && x.D == n);
        for (unsigned k = 0; k < VOCABULARY; k++)
            rank[k] = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++)
            rank[atoi(cooccur_word(made, i).p + 1)] = i;
        naive(&c, rank, n, o.window, want);
        for (uint32_t i = 0; i < n; i++) {
            for (size_t t = x.begin[i] + 1; t < x.begin[i + 1]; t++)
                assert_true(x.col[t - 1] < x.col[t]);
            for (size_t t = x.begin[i]; t < x.begin[i + 1]; t++)
                assert_true(x.val[t] > 0);
            for (uint32_t j = 0; j < n; j++)
                if (fabs(entry(&x, i, j) - want[i * n + j]) > 1e-5)
                    fail_msg("seed %d: %u, %u is %g, not %g", (int)seed, i, j, entry(&x, i, j),
                             want[i * n + j]);
        }
        cooccur_free(made);
    }
}

/* ---- a table that is full ---- */

/* Words 0 to 99, of which 0 to 9 stand side by side in turn again and again, all others once with each other.
 */
static void crowd(cooccur *c, bool second)
{
    char text[32];
    err e = {0};

    for (unsigned round = 0; round < 3; round++)
        for (unsigned i = 0; i < 100; i++)
            for (unsigned j = i + 1; j < 100; j++) {
                unsigned n = j < 10 ? 20 : round == 0;

                (void)snprintf(text, sizeof text, "v%u v%u", i, j);
                for (unsigned k = 0; k < n; k++)
                    assert_true((second ? cooccur_pairs : cooccur_words)(c, str_z(text), &e));
            }
}

static cooccur *crowded(uint64_t seed, size_t slots, matrix *x)
{
    cooccur_options o = {1, 1, 1000, slots, seed};
    cooccur *c;
    err e = {0};

    assert_true(cooccur_new(&o, &c, &e));
    crowd(c, false);
    assert_true(cooccur_rank(c, &e));
    crowd(c, true);
    assert_true(cooccur_matrix(c, x, &e));
    return c;
}

static void small_sums_are_forgotten(void **state)
{
    matrix whole, x, again;
    cooccur *all = crowded(1, COOCCUR_SLOTS_MAX, &whole), *few = crowded(1, COOCCUR_SLOTS_MIN, &x),
            *other = crowded(99, COOCCUR_SLOTS_MIN, &again);
    size_t entries = x.begin[x.N];

    (void)state;
    assert_int_equal(cooccur_n_pairs(all), 100 * 99 / 2);
    assert_int_equal(cooccur_n_forgotten(all), 0);

    /* Nothing that stood together once survives a time when there is no room; the 45 frequent pairs do. Every
     * pair is in the table or has been forgotten: none was met again afterwards. */
    assert_true(cooccur_n_forgotten(few) > 3000);
    assert_int_equal(cooccur_n_pairs(few) + cooccur_n_forgotten(few), 100 * 99 / 2);
    assert_true(cooccur_n_pairs(few) <= COOCCUR_SLOTS_MIN / 3 * 2);

    /* Another seed lays the slots out in another order. */
    assert_int_equal(cooccur_n_forgotten(other), cooccur_n_forgotten(few));
    assert_int_equal(again.begin[again.N], entries);
    assert_memory_equal(again.begin, x.begin, (x.N + 1) * sizeof *x.begin);
    assert_memory_equal(again.col, x.col, entries * sizeof *x.col);
    assert_memory_equal(again.val, x.val, entries * sizeof *x.val);
    cooccur_free(all);
    cooccur_free(few);
    cooccur_free(other);
}

/* Where even frequent pairs have to go, the bound rises until there is room. */
static void bound_rises(void **state)
{
    cooccur_options o = {1, 1, 1000, COOCCUR_SLOTS_MIN, 1};
    char text[32];
    cooccur *c;
    err e = {0};

    (void)state;
    assert_true(cooccur_new(&o, &c, &e));
    for (int pass = 0; pass < 2; pass++) {
        for (unsigned i = 0; i < 60; i++)
            for (unsigned j = i + 1; j < 60; j++)
                for (unsigned k = 0; k < 1 + (i + j) % 6; k++) {
                    (void)snprintf(text, sizeof text, "v%u v%u", i, j);
                    assert_true((pass ? cooccur_pairs : cooccur_words)(c, str_z(text), &e));
                }
        assert_true(pass || cooccur_rank(c, &e));
    }
    assert_int_equal(cooccur_n_pairs(c) + cooccur_n_forgotten(c), 60 * 59 / 2);
    assert_true(cooccur_n_forgotten(c) >= COOCCUR_SLOTS_MIN / 3);
    cooccur_free(c);
}

/* What only the second pass has is passed over, and holds its place no more than a mark does. */
static void strangers_are_passed_over(void **state)
{
    cooccur_options o = options(1, 1, 100);
    cooccur *c;
    matrix x;
    err e = {0};

    (void)state;
    assert_true(cooccur_new(&o, &c, &e) && cooccur_words(c, STR("a b"), &e) && cooccur_rank(c, &e) &&
                cooccur_pairs(c, STR("a new b newer newest"), &e) && cooccur_matrix(c, &x, &e));
    assert_int_equal(cooccur_n_pairs(c), 1);
    assert_int_equal(x.begin[2], 2);
    cooccur_free(c);
    cooccur_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_ranked),      cmocka_unit_test(forms_are_normal),
        cmocka_unit_test(nothing_gives_nothing), cmocka_unit_test(distance_counts),
        cmocka_unit_test(same_as_naive),         cmocka_unit_test(small_sums_are_forgotten),
        cmocka_unit_test(bound_rises),           cmocka_unit_test(strangers_are_passed_over),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
