/* The bootstrap against what is known of it: the normal interval on many rows, 95 % coverage in simulated
 * worlds, equal results whatever the threads, groups and packing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "measure/interval.h"

static bool bootstrap(const answers *in, const interval_options *o, intervals *out, err *e)
{
    arena a = {0};
    resamples drawn;
    bool ok = interval_draw(in, o, &a, &drawn, e) && interval_read(&drawn, o, out, e);

    arena_free(&a);
    return ok;
}

static const str label[] = {{"AGAINST", 7}, {"FAVOR", 5}, {"NONE", 4}, {"other", 5}};

enum { N_MAX = 4000 };

typedef struct world {
    uint32_t truth[N_MAX], given[N_MAX], group[N_MAX];
    uint8_t unsure[N_MAX];
    double weight[N_MAX];
    certainty certainty[N_MAX];
} world;

/* N rows in groups of `size`; within a group, hard or easy is shared. */
static answers make(world *w, size_t N, size_t size, uint64_t seed)
{
    random_state r = random_seed(seed);
    double ease = 0;

    for (size_t i = 0; i < N; i++) {
        double p[3], sum = 0;

        if (i % size == 0)
            ease = 0.2 + 1.2 * random_unit(&r);
        w->group[i] = (uint32_t)(1000 + 7 * (i / size)); /* any numbers will do */
        w->truth[i] = (uint32_t)random_below(&r, 20) == 0 ? 3 : (uint32_t)random_below(&r, 3);
        for (uint32_t k = 0; k < 3; k++)
            sum += p[k] = random_unit(&r) + (k == w->truth[i] ? ease : 0) + 0.01;
        w->given[i] = 0;
        for (uint32_t k = 0; k < 3; k++) {
            p[k] /= sum;
            if (p[k] > p[w->given[i]])
                w->given[i] = k;
        }
        w->unsure[i] = p[w->given[i]] < 0.4;
        w->weight[i] = 1 + (double)random_below(&r, 4);
        w->certainty[i] = metrics_certainty(p, 3, w->truth[i], w->given[i]);
    }
    return (answers){.N = N,
                     .K = 3,
                     .T = 4,
                     .label = label,
                     .truth = w->truth,
                     .given = w->given,
                     .unsure = w->unsure,
                     .weight = w->weight,
                     .certainty = w->certainty};
}

static void same(const intervals *a, const intervals *b)
{
    assert_memory_equal(a->low, b->low, sizeof a->low);
    assert_memory_equal(a->high, b->high, sizeof a->high);
}

static void test_threads(void **state)
{
    static world w;
    answers in = make(&w, 3000, 7, 3);
    interval_options o = INTERVAL_DEFAULT;
    intervals one, four, other;
    err e = {0};

    (void)state;
    o.R = 200;
    o.group = w.group;
    assert_true(bootstrap(&in, &o, &one, &e));
    o.threads = 4;
    assert_true(bootstrap(&in, &o, &four, &e));
    same(&one, &four);
    assert_int_equal(one.n_groups, 429);
    assert_true(one.grouped && !one.few_groups);
    o.seed = 2;
    assert_true(bootstrap(&in, &o, &other, &e));
    assert_memory_not_equal(one.low, other.low, sizeof one.low);
}

/* Every figure that there is has an interval around it, and the others have none. */
static void test_all_figures(void **state)
{
    static world w;
    answers in = make(&w, 2000, 5, 4);
    interval_options o = INTERVAL_DEFAULT;
    arena a = {0};
    intervals band;
    metrics m;
    err e = {0};

    (void)state;
    o.threads = 2;
    o.group = w.group;
    assert_true(metrics_compute(&in, &a, &m, &e));
    assert_true(bootstrap(&in, &o, &band, &e));
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(m.figure[f]) || f == FIGURE_ECE || f == FIGURE_ECE_CHANCE || f == FIGURE_MCE) {
            assert_true(isnan(band.low[f]) && isnan(band.high[f]));
        } else if (!(band.low[f] < m.figure[f] && m.figure[f] < band.high[f] &&
                     band.high[f] - band.low[f] < 0.3 * (1 + m.figure[f]))) {
            fail_msg("%s: %g not in %g to %g", metrics_name(f), m.figure[f], band.low[f], band.high[f]);
        }
    }
    arena_free(&a);
}

/* One group: every resample is the data, so the packed sums must give the figures themselves. */
static void test_one_group_is_the_data(void **state)
{
    static world w;
    answers in = make(&w, 2000, 5, 5);
    interval_options o = INTERVAL_DEFAULT;
    arena a = {0};
    intervals band;
    metrics m;
    char remark[160];
    err e = {0};

    (void)state;
    memset(w.group, 0, sizeof w.group);
    o.R = 3;
    o.group = w.group;
    assert_true(metrics_compute(&in, &a, &m, &e));
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_int_equal(band.n_groups, 1);
    assert_true(band.few_groups);
    interval_remark(band.n_groups, band.effective, interval_drawn(&band), remark, sizeof remark);
    assert_string_equal(remark, "only 1 group to draw from: the intervals are narrower than they should be");
    band.n_groups = 76;
    band.effective = 3.9;
    interval_remark(band.n_groups, band.effective, interval_drawn(&band), remark, sizeof remark);
    assert_string_equal(remark,
                        "76 groups to draw from, so unequal that they count as 4: the intervals are narrower "
                        "than they should be");
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(m.figure[f]))
            continue;
        /* Equal but for the floats that the sums are packed in. */
        if (fabs(band.low[f] - m.figure[f]) > 1e-5 || fabs(band.high[f] - m.figure[f]) > 1e-5)
            fail_msg("%s: %.9g, not %.9g", metrics_name(f), band.low[f], m.figure[f]);
    }
    arena_free(&a);
}

/* One resample, packed, against the same one made plainly: every row repeated as often as its group is drawn,
 * then measured. The seeding rule is repeated here on purpose: to change it changes everybody's intervals. */
static void test_plain_resample(void **state)
{
    static world w, again;
    answers in = make(&w, 1200, 6, 8), plain = in;
    interval_options o = INTERVAL_DEFAULT;
    random_state r;
    arena a = {0};
    intervals band;
    metrics m;
    err e = {0};

    (void)state;
    o.R = 1;
    o.seed = 42;
    o.group = w.group;
    assert_true(bootstrap(&in, &o, &band, &e));
    r = random_seed(hash_pair(42, 0));
    for (size_t draw = 0, n = 0; draw < 200; draw++) {
        size_t first = 6 * (size_t)random_below(&r, 200);

        for (size_t i = first; i < first + 6; i++, n++) {
            again.truth[n] = w.truth[i];
            again.given[n] = w.given[i];
            again.unsure[n] = w.unsure[i];
            again.weight[n] = w.weight[i];
            again.certainty[n] = w.certainty[i];
        }
    }
    plain.truth = again.truth;
    plain.given = again.given;
    plain.unsure = again.unsure;
    plain.weight = again.weight;
    plain.certainty = again.certainty;
    assert_true(metrics_compute(&plain, &a, &m, &e));
    for (unsigned f = 0; f < N_FIGURES; f++)
        if (!isnan(m.figure[f]) && fabs(band.low[f] - m.figure[f]) > 1e-5)
            fail_msg("%s: %.9g, not %.9g", metrics_name(f), band.low[f], m.figure[f]);
    arena_free(&a);
}

/* Many free rows: the textbook's normal interval. */
static void test_normal_interval(void **state)
{
    static uint32_t truth[N_MAX], given[N_MAX];
    answers in = {.N = N_MAX, .K = 2, .T = 2, .label = label, .truth = truth, .given = given};
    interval_options o = INTERVAL_DEFAULT;
    double half = 1.959964 * sqrt(0.8 * 0.2 / N_MAX);
    intervals band;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < N_MAX; i++)
        given[i] = i % 5 == 0;
    o.R = 2000;
    o.threads = 2;
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_int_equal(band.n_groups, N_MAX);
    assert_false(band.grouped);
    assert_true(fabs(band.low[FIGURE_ACCURACY] - (0.8 - half)) < 0.1 * half);
    assert_true(fabs(band.high[FIGURE_ACCURACY] - (0.8 + half)) < 0.1 * half);
    o.level = 0.5;
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_true(fabs(band.low[FIGURE_ACCURACY] - (0.8 - half * 0.674490 / 1.959964)) < 0.1 * half);
}

/* 400 worlds of 50 groups whose accuracies differ (uniform in 0.5 to 1, so 0.75 on average), 20 rows each.
 * The interval by groups should hold 0.75 in about 95 % of them. Rows drawn one by one should fail: the
 * variance of the mean is that of 50 groups, (1/48 + 0.1667/20) / 50, 3.1 times that of 1000 free rows
 * (0.1875 / 1000), so 1.96 becomes 1.96 / sqrt(3.1) = 1.11 standard errors: 73 %. */
static void test_coverage(void **state)
{
    enum { WORLDS = 400, GROUPS = 50, SIZE = 20 };
    static uint32_t truth[GROUPS * SIZE], given[GROUPS * SIZE], group[GROUPS * SIZE];
    answers in = {.N = GROUPS * SIZE, .K = 2, .T = 2, .label = label, .truth = truth, .given = given};
    unsigned by_group = 0, by_row = 0;

    (void)state;
    for (unsigned n = 0; n < WORLDS; n++) {
        random_state r = random_seed(n * UINT64_C(1000003) + 11);
        interval_options o = INTERVAL_DEFAULT;
        intervals band;
        err e = {0};

        for (uint32_t g = 0; g < GROUPS; g++) {
            double right = 0.5 + random_unit(&r) / 2;

            for (uint32_t i = g * SIZE; i < (g + 1) * SIZE; i++) {
                truth[i] = (uint32_t)random_below(&r, 2);
                given[i] = random_unit(&r) < right ? truth[i] : 1 - truth[i];
                group[i] = g;
            }
        }
        o.R = 400;
        o.seed = n;
        assert_true(bootstrap(&in, &o, &band, &e));
        by_row += band.low[FIGURE_ACCURACY] <= 0.75 && 0.75 <= band.high[FIGURE_ACCURACY];
        o.group = group;
        assert_true(bootstrap(&in, &o, &band, &e));
        by_group += band.low[FIGURE_ACCURACY] <= 0.75 && 0.75 <= band.high[FIGURE_ACCURACY];
    }
    print_message("coverage of 0.95: by group %.4f, by row %.4f\n", by_group / (double)WORLDS,
                  by_row / (double)WORLDS);
    assert_in_range(by_group, WORLDS * 92 / 100, WORLDS * 98 / 100);
    assert_in_range(by_row, WORLDS * 65 / 100, WORLDS * 80 / 100);
}

/* Several labels a row go the same way. */
static void test_multi_label(void **state)
{
    static uint32_t truth[600], given[600];
    static size_t begin[301], given_begin[301];
    answers in = {.N = 300, .K = 3, .T = 3, .label = label, .truth = truth, .given = given};
    interval_options o = INTERVAL_DEFAULT;
    random_state r = random_seed(9);
    arena a = {0};
    intervals band;
    metrics m;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < 300; i++) {
        size_t n = begin[i], g = given_begin[i];

        for (uint32_t k = 0; k < 2; k++) {
            bool is = random_below(&r, 2);

            if (is)
                truth[n++] = k;
            if (is == (random_below(&r, 4) != 0))
                given[g++] = k;
        }
        begin[i + 1] = n;
        given_begin[i + 1] = g;
    }
    in.multi_label = true;
    in.truth_begin = begin;
    in.given_begin = given_begin;
    assert_true(metrics_compute(&in, &a, &m, &e));
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_true(band.low[FIGURE_MICRO_F1] < m.figure[FIGURE_MICRO_F1]);
    assert_true(band.high[FIGURE_MICRO_F1] > m.figure[FIGURE_MICRO_F1]);
    assert_true(band.low[FIGURE_HAMMING_LOSS] < m.figure[FIGURE_HAMMING_LOSS]);
    arena_free(&a);
}

/* 300 rows of known labels, all right, and 100 unknown labels of a row each: macro recall is 3 / 103 in every
 * resample, whichever of the unknown were drawn. */
static void test_unknown_labels(void **state)
{
    static uint32_t truth[400], given[400];
    static str name[103];
    answers in = {.N = 400, .K = 3, .T = 103, .label = name, .truth = truth, .given = given};
    interval_options o = INTERVAL_DEFAULT;
    arena a = {0};
    intervals band;
    metrics m;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < 400; i++) {
        given[i] = i % 3;
        truth[i] = i < 300 ? i % 3 : i - 297;
    }
    assert_true(metrics_compute(&in, &a, &m, &e));
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_true(band.low[FIGURE_MACRO_RECALL] == m.figure[FIGURE_MACRO_RECALL]);
    assert_true(band.high[FIGURE_MACRO_RECALL] == 3 / 103.0);
    assert_true(band.low[FIGURE_MACRO_F1] < m.figure[FIGURE_MACRO_F1]);
    assert_true(band.high[FIGURE_MACRO_F1] > m.figure[FIGURE_MACRO_F1]);
    arena_free(&a);
}

static void test_scale_of_weights(void **state)
{
    static world w;
    answers in = make(&w, 500, 1, 6);
    interval_options o = INTERVAL_DEFAULT;
    intervals small, large;
    err e = {0};

    (void)state;
    o.R = 50;
    assert_true(bootstrap(&in, &o, &small, &e));
    for (size_t i = 0; i < in.N; i++)
        w.weight[i] = ldexp(w.weight[i], -200);
    assert_true(bootstrap(&in, &o, &large, &e));
    same(&small, &large);
}

static void test_errors(void **state)
{
    static world w;
    answers in = make(&w, 10, 1, 7);
    interval_options o = INTERVAL_DEFAULT;
    intervals band;
    err e = {0};

    (void)state;
    o.R = 0;
    assert_false(bootstrap(&in, &o, &band, &e));
    assert_string_equal(e.text, "bootstrap resamples must be 1 to 1000000, not 0");
    o.R = 10;
    o.level = 1;
    e = (err){0};
    assert_false(bootstrap(&in, &o, &band, &e));
    assert_int_equal(e.code, ERR_USAGE);
    o.level = 0.9;
    in.N = 0;
    e = (err){0};
    assert_false(bootstrap(&in, &o, &band, &e));
    assert_string_equal(e.text, "no labelled records to measure");
    in.N = 1; /* one row: an interval without width, and a warning */
    o.threads = 0;
    e = (err){0};
    assert_true(bootstrap(&in, &o, &band, &e));
    assert_true(band.few_groups && band.low[FIGURE_COVERAGE] == band.high[FIGURE_COVERAGE]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_all_figures),
        cmocka_unit_test(test_one_group_is_the_data),
        cmocka_unit_test(test_plain_resample),
        cmocka_unit_test(test_normal_interval),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_multi_label),
        cmocka_unit_test(test_unknown_labels),
        cmocka_unit_test(test_scale_of_weights),
        cmocka_unit_test(test_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
