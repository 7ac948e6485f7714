/* Two models side by side: McNemar's test against exact fractions, the exchange test against all exchanges
 * there are, the paired intervals against resamples made plainly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "measure/compare.h"

enum { N_MAX = 1200, SIZE = 6 };

static const str label[] = {{"AGAINST", 7}, {"FAVOR", 5}, {"NONE", 4}};

typedef struct world {
    uint32_t truth[N_MAX], group[N_MAX], given[2][N_MAX];
    double weight[N_MAX];
    certainty certainty[2][N_MAX];
} world;

/* Rows that two models answer, the second better by `more`. */
static void make(world *w, size_t N, size_t size, double more, uint64_t seed)
{
    random_state r = random_seed(seed);

    for (size_t i = 0; i < N; i++) {
        w->truth[i] = (uint32_t)random_below(&r, 3);
        w->group[i] = (uint32_t)(7 + 3 * (i / size));
        w->weight[i] = 1 + (double)random_below(&r, 3);
        for (unsigned s = 0; s < 2; s++) {
            double p[3], sum = 0;

            for (uint32_t k = 0; k < 3; k++)
                sum += p[k] = random_unit(&r) + 0.01 + (k == w->truth[i] ? 0.3 + s * more : 0);
            w->given[s][i] = 0;
            for (uint32_t k = 0; k < 3; k++) {
                p[k] /= sum;
                if (p[k] > p[w->given[s][i]])
                    w->given[s][i] = k;
            }
            w->certainty[s][i] = metrics_certainty(p, 3, w->truth[i], w->given[s][i]);
        }
    }
}

static answers side_of(const world *w, unsigned s, size_t N)
{
    return (answers){.N = N,
                     .K = 3,
                     .T = 3,
                     .label = label,
                     .truth = w->truth,
                     .given = w->given[s],
                     .weight = w->weight,
                     .certainty = w->certainty[s]};
}

static comparison compare(const answers *one, const answers *two, const interval_options *o)
{
    const answers *in[2] = {one, two};
    arena a = {0};
    metrics m[2];
    resamples drawn[2];
    compare_side side[2];
    comparison out;
    err e = {0};

    for (unsigned s = 0; s < 2; s++) {
        assert_true(metrics_compute(in[s], &a, &m[s], &e));
        assert_true(interval_draw(in[s], o, &a, &drawn[s], &e));
        side[s] = (compare_side){in[s], &m[s], &drawn[s]};
    }
    assert_true(compare_models(&side[0], &side[1], o, &out, &e));
    arena_free(&a);
    return out;
}

static void figures_of(const answers *in, double out[N_FIGURES])
{
    arena a = {0};
    metrics m;
    err e = {0};

    assert_true(metrics_compute(in, &a, &m, &e));
    memcpy(out, m.figure, sizeof m.figure);
    arena_free(&a);
}

/* Python's fractions: 2 sum of C(n, i) / 2^n. */
static void test_mcnemar(void **state)
{
    static const struct {
        uint64_t b, c;
        double p;
    } known[] = {{0, 0, 1},
                 {5, 5, 1},
                 {5, 6, 1},
                 {0, 5, 0.0625},
                 {1, 9, 0.021484375},
                 {59, 6, 4.964650327128617e-12},
                 {30, 60, 0.002060265680963076},
                 {33, 31, 0.9006532462520331},
                 {400, 500, 0.0009564441369189461},
                 {10000, 10300, 0.03585235973615882}};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double p = compare_mcnemar(known[i].b, known[i].c);

        if (fabs(p - known[i].p) > 1e-9 * known[i].p)
            fail_msg("%llu:%llu gives %.15g", (unsigned long long)known[i].b, (unsigned long long)known[i].c,
                     p);
        assert_true(compare_mcnemar(known[i].c, known[i].b) == p);
    }
    assert_true(compare_mcnemar(0, UINT32_MAX) == 0);
    assert_true(compare_mcnemar(2000000000, 2000000000 + 1000) > 0.98);
}

static void test_identical(void **state)
{
    static world w;
    answers in;
    interval_options o = INTERVAL_DEFAULT;
    comparison c;
    unsigned n = 0;

    (void)state;
    make(&w, 600, SIZE, 0, 1);
    in = side_of(&w, 0, 600);
    o.R = 200;
    o.group = w.group;
    c = compare(&in, &in, &o);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c.difference[f])) {
            assert_true(isnan(c.low[f]) && isnan(c.high[f]) && isnan(c.p[f]));
            continue;
        }
        assert_true(c.difference[f] == 0 && c.p[f] == 1);
        assert_true(interval_is_for(f) ? c.low[f] == 0 && c.high[f] == 0
                                       : isnan(c.low[f]) && isnan(c.high[f]));
        n++;
    }
    assert_int_equal(n, 17); /* all but those of several labels, and of two */
    assert_true(c.only_first == 0 && c.only_second == 0 && c.mcnemar == 1);
    assert_true(c.grouped && c.n_groups == 100);
}

/* Eight groups of three rows have 256 exchanges: each is made plainly and measured, and the share of those
 * that part the models as far is the p that random exchanges must come to. */
static void test_all_exchanges(void **state)
{
    enum { GROUPS = 8, ROWS = 3, N = GROUPS * ROWS, R = 20000 };
    static world w, swapped;
    answers in[2], to[2];
    interval_options o = INTERVAL_DEFAULT;
    double of[2][N_FIGURES], observed[N_FIGURES];
    unsigned reached[N_FIGURES] = {0}, between = 0;
    comparison c;

    (void)state;
    make(&w, N, ROWS, 0.25, 2);
    swapped = w;
    for (unsigned s = 0; s < 2; s++) {
        in[s] = side_of(&w, s, N);
        to[s] = side_of(&swapped, s, N);
        figures_of(&in[s], of[s]);
    }
    for (unsigned f = 0; f < N_FIGURES; f++)
        observed[f] = fabs(of[1][f] - of[0][f]);
    for (unsigned bits = 0; bits < 1u << GROUPS; bits++) {
        for (unsigned i = 0; i < N; i++)
            for (unsigned s = 0; s < 2; s++) {
                unsigned from = s ^ (bits >> (i / ROWS) & 1);

                swapped.given[s][i] = w.given[from][i];
                swapped.certainty[s][i] = w.certainty[from][i];
            }
        for (unsigned s = 0; s < 2; s++)
            figures_of(&to[s], of[s]);
        for (unsigned f = 0; f < N_FIGURES; f++)
            reached[f] += fabs(of[1][f] - of[0][f]) >= observed[f] - 1e-6;
    }
    o.R = R;
    o.threads = 2;
    o.group = w.group;
    c = compare(&in[0], &in[1], &o);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        double p = reached[f] / 256.0;

        if (isnan(observed[f]))
            continue;
        /* Four standard deviations of R coins. */
        if (fabs(c.p[f] - p) > 4 * sqrt(p * (1 - p) / R) + 1.0 / R)
            fail_msg("%s: p = %g, of all exchanges %g", metrics_name(f), c.p[f], p);
        between += p > 0.01 && p < 0.9;
    }
    assert_true(between >= 8); /* or it would have shown nothing */
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Every resample made plainly for both models, from the same draws; 41 of them, so that the quantiles 0.025
 * and 0.975 are the second and the last but one. The seeding rule is repeated here on purpose. */
static void test_paired(void **state)
{
    enum { R = 41, GROUPS = N_MAX / SIZE };
    static world w, again;
    static double value[N_FIGURES][R];
    answers in[2];
    interval_options o = INTERVAL_DEFAULT;
    comparison c;

    (void)state;
    make(&w, N_MAX, SIZE, 0.05, 3);
    for (unsigned s = 0; s < 2; s++)
        in[s] = side_of(&w, s, N_MAX);
    o.R = R;
    o.seed = 42;
    o.group = w.group;
    c = compare(&in[0], &in[1], &o);
    for (size_t r = 0; r < R; r++) {
        random_state random = random_seed(hash_pair(42, r));
        double of[2][N_FIGURES];

        for (size_t n = 0; n < N_MAX; n += SIZE) {
            size_t first = SIZE * (size_t)random_below(&random, GROUPS);

            for (size_t i = 0; i < SIZE; i++) {
                again.truth[n + i] = w.truth[first + i];
                again.weight[n + i] = w.weight[first + i];
                for (unsigned s = 0; s < 2; s++) {
                    again.given[s][n + i] = w.given[s][first + i];
                    again.certainty[s][n + i] = w.certainty[s][first + i];
                }
            }
        }
        for (unsigned s = 0; s < 2; s++) {
            answers to = side_of(&again, s, N_MAX);

            figures_of(&to, of[s]);
        }
        for (unsigned f = 0; f < N_FIGURES; f++)
            value[f][r] = of[1][f] - of[0][f];
    }
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c.difference[f]) || !interval_is_for(f))
            continue;
        qsort(value[f], R, sizeof value[f][0], by_value);
        if (fabs(c.low[f] - value[f][1]) > 2e-5 || fabs(c.high[f] - value[f][R - 2]) > 2e-5)
            fail_msg("%s: %g to %g, not %g to %g", metrics_name(f), c.low[f], c.high[f], value[f][1],
                     value[f][R - 2]);
    }
    assert_true(c.low[FIGURE_LOG_LOSS] < c.high[FIGURE_LOG_LOSS]);
}

/* The other way round everything has the other sign; threads change nothing. */
static void test_turned(void **state)
{
    static world w;
    answers in[2];
    interval_options o = INTERVAL_DEFAULT;
    comparison c, back, again;

    (void)state;
    make(&w, 900, SIZE, 0.2, 4);
    for (unsigned s = 0; s < 2; s++)
        in[s] = side_of(&w, s, 900);
    o.R = 300;
    o.group = w.group;
    c = compare(&in[0], &in[1], &o);
    back = compare(&in[1], &in[0], &o);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c.difference[f]))
            continue;
        assert_true(fabs(c.difference[f] + back.difference[f]) < 1e-12);
        assert_true(!interval_is_for(f) ||
                    (fabs(c.low[f] + back.high[f]) < 1e-12 && fabs(c.high[f] + back.low[f]) < 1e-12));
        assert_true(c.p[f] == back.p[f]);
    }
    assert_true(c.only_first == back.only_second && c.only_second == back.only_first);
    assert_true(c.mcnemar == back.mcnemar && c.mcnemar < 0.001);
    /* A real difference is found, and by no exchange reached. */
    assert_true(c.low[FIGURE_MACRO_F1] > 0 && c.p[FIGURE_MACRO_F1] == 1.0 / 301);
    o.threads = 3;
    again = compare(&in[0], &in[1], &o);
    assert_memory_equal(c.p, again.p, sizeof c.p);
    assert_memory_equal(c.low, again.low, sizeof c.low);
    o.seed = 2;
    again = compare(&in[0], &in[1], &o);
    assert_memory_not_equal(c.low, again.low, sizeof c.low);
}

/* Several labels a row: right means the whole set. A row of weight 0 is nobody's. */
static void test_sets(void **state)
{
    static const uint32_t truth[] = {0, 1, 2, 0, 1}, one[] = {0, 1, 0, 1}, two[] = {0, 1, 0, 1, 2};
    static const size_t truth_begin[] = {0, 2, 2, 3, 5}, one_begin[] = {0, 2, 2, 2, 4},
                        two_begin[] = {0, 1, 1, 2, 5};
    static const double weight[] = {0, 1, 1, 2};
    answers in[2] = {{.N = 4,
                      .K = 3,
                      .T = 3,
                      .label = label,
                      .multi_label = true,
                      .truth = truth,
                      .truth_begin = truth_begin,
                      .given = one,
                      .given_begin = one_begin}};
    interval_options o = INTERVAL_DEFAULT;
    comparison c;

    (void)state;
    in[1] = in[0];
    in[1].given = two;
    in[1].given_begin = two_begin;
    o.R = 50;
    c = compare(&in[0], &in[1], &o);
    assert_true(isnan(c.difference[FIGURE_ACCURACY]));
    assert_true(c.difference[FIGURE_SUBSET_ACCURACY] == -0.5);
    assert_true(c.only_first == 2 && c.only_second == 0 && fabs(c.mcnemar - 0.5) < 1e-12);
    in[0].weight = in[1].weight = weight;
    c = compare(&in[1], &in[0], &o);
    assert_true(c.only_first == 0 && c.only_second == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mcnemar),       cmocka_unit_test(test_identical),
        cmocka_unit_test(test_all_exchanges), cmocka_unit_test(test_paired),
        cmocka_unit_test(test_turned),        cmocka_unit_test(test_sets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
