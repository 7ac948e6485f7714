/* crossval: figures are those of the rule of scoring on margins that no row has taught; the same on any
 * number of threads; weights that leave nothing over are no fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/calibrate.h"
#include "learn/crossval.h"
#include "learn_sample.h"

enum { N = 90, FOLDS = 3 };

#define SETTING                                                                                              \
    ((setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 2},                                 \
               .linear = LINEAR_DEFAULT,                                                                     \
               .kernel = KERNEL_DEFAULT})

typedef struct sample {
    dataset d;
    uint32_t *fold;
    crossval_options o;
    setting s;
} sample;

static void sample_open(sample *s, uint32_t K, bool several)
{
    buf file = sample_corpus(N, K, several, 70 + K);
    dataset_options o = SAMPLE_DATASET;

    o.multi_label = several;
    o.reader.fields.weight = "weight";
    o.reader.fields.group = "group";
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &s->d);
    s->fold = sample_rows(N);
    for (uint32_t i = 0; i < N; i++)
        s->fold[i] = i % FOLDS;
    s->s = SETTING;
    s->o = (crossval_options){.multi_label = several,
                              .calibrate = true,
                              .fold = s->fold,
                              .n_folds = FOLDS,
                              .threads = 2,
                              .resamples = 50,
                              .seed = 4};
    buf_free(&file);
}

static void sample_free(sample *s)
{
    dataset_free(&s->d);
    free(s->fold);
}

static void run(const sample *s, crossval *c)
{
    err e = {0};

    if (!crossval_run(&s->d, &s->s, &s->o, c, &e))
        fail_msg("%s", e.text);
}

static bool has(const dataset *d, uint32_t row, uint32_t k)
{
    for (size_t at = d->label_begin[row]; at < d->label_begin[row + 1]; at++)
        if (d->label_of[at] == k)
            return true;
    return false;
}

/* Accuracy (several labels: micro-F1) counted from margins and the map of each row's fold. */
static void expect_decisions(const sample *s, const crossval *c)
{
    const dataset *d = &s->d;
    uint32_t L = fit_lanes(d, s->o.multi_label);
    model rule = {.K = d->K, .L = L, .multi_label = s->o.multi_label};
    double right = 0, all = 0, given = 0, truth = 0, p[4];

    for (uint32_t i = 0; i < d->N; i++) {
        const double *margin = c->margin + (size_t)i * L;
        uint32_t best;

        rule.calibration = s->o.one_map ? c->maps.all : c->maps.fold[s->fold[i]];
        best = model_decide(&rule, margin, p);
        all += d->weight[i];
        if (!s->o.multi_label)
            right += has(d, i, best) ? d->weight[i] : 0;
        for (uint32_t k = 0; s->o.multi_label && k < d->K; k++) {
            bool gives = model_gives(&rule, margin, p, k), is = has(d, i, k);

            given += gives ? d->weight[i] : 0;
            truth += is ? d->weight[i] : 0;
            right += gives && is ? d->weight[i] : 0;
        }
    }
    if (s->o.multi_label)
        sample_close(c->figure[FIGURE_MICRO_F1], 2 * right / (given + truth), 1e-12);
    else
        sample_close(c->figure[FIGURE_ACCURACY], right / all, 1e-12);
    assert_true(c->band.low[FIGURE_MACRO_F1] <= c->figure[FIGURE_MACRO_F1] + 0.05);
    assert_true(c->band.high[FIGURE_MACRO_F1] >= c->band.low[FIGURE_MACRO_F1]);
}

static void expect_same(const crossval *a, const crossval *b, uint32_t L)
{
    assert_memory_equal(a->margin, b->margin, sizeof *a->margin * N * L);
    assert_memory_equal(a->maps.all.slope, b->maps.all.slope, sizeof(double) * L);
    assert_memory_equal(a->maps.all.shift, b->maps.all.shift, sizeof(double) * L);
    assert_memory_equal(a->figure, b->figure, sizeof a->figure);
    assert_memory_equal(a->band.low, b->band.low, sizeof a->band.low);
    assert_memory_equal(a->band.high, b->band.high, sizeof a->band.high);
}

static void figures_are_those_of_scoring(void **state)
{
    (void)state;
    for (uint32_t K = 1; K <= 4; K++)
        for (unsigned several = K == 1; several < 2; several++) {
            sample s;
            crossval c[3];
            uint32_t L;

            sample_open(&s, K, several);
            L = fit_lanes(&s.d, several);
            s.s.balanced = K == 3;
            s.o.one_map = K == 4;
            for (unsigned i = 0; i < 3; i++) {
                s.o.threads = 1u << i;
                run(&s, &c[i]);
                expect_same(&c[0], &c[i], L);
            }
            expect_decisions(&s, &c[0]);
            assert_int_equal(c[0].maps.all.kind,
                             several || K == 2 ? CALIBRATION_SIGMOID : CALIBRATION_SOFTMAX);
            assert_int_equal(isnan(c[0].figure[FIGURE_BRIER]), several);
            assert_true(several || c[0].figure[FIGURE_MACRO_F1] > 0.6); /* they can be told apart */
            for (unsigned i = 0; i < 3; i++)
                crossval_free(&c[i]);
            sample_free(&s);
        }
}

/* The sigmoid is fitted on the out-of-fold margins, rows of a class weighing what they weigh in learning. */
static void class_weights_count(void **state)
{
    sample s;
    crossval c;
    signed char y[N];
    double weight[N], W[2] = {0}, slope, shift;
    bool flat;
    err e = {0};

    (void)state;
    sample_open(&s, 2, false);
    s.s.balanced = true;
    run(&s, &c);
    for (uint32_t i = 0; i < N; i++)
        W[s.d.label_of[i]] += s.d.weight[i];
    for (uint32_t i = 0; i < N; i++) {
        y[i] = s.d.label_of[i] ? 1 : -1;
        weight[i] = s.d.weight[i] * (W[0] + W[1]) / (2 * W[s.d.label_of[i]]);
    }
    assert_true(calibrate_sigmoid(c.margin, y, weight, N, true, &slope, &shift, &flat, &e));
    sample_close(c.maps.all.slope[0], slope, 1e-6);
    sample_close(c.maps.all.shift[0], shift, 1e-6);
    crossval_free(&c);
    sample_free(&s);
}

static void without_probabilities(void **state)
{
    for (unsigned several = 0; several < 2; several++) {
        sample s;
        crossval c;

        (void)state;
        sample_open(&s, 3, several);
        s.o.calibrate = false;
        s.o.resamples = 0;
        run(&s, &c);
        assert_int_equal(c.maps.all.kind, CALIBRATION_NONE);
        assert_true(isnan(c.figure[FIGURE_BRIER]) && isnan(c.figure[FIGURE_ECE]));
        assert_true(isnan(c.band.low[FIGURE_MACRO_F1]) && isfinite(c.figure[FIGURE_MACRO_F1]));
        crossval_free(&c);
        sample_free(&s);
    }
}

/* All rows of a label weigh nothing: the label is never given, and nothing becomes NaN. */
static void rows_that_weigh_nothing(void **state)
{
    (void)state;
    for (uint32_t K = 2; K <= 3; K++)
        for (unsigned several = 0; several < 2; several++) {
            sample s;
            crossval c;

            sample_open(&s, K, several);
            s.s.balanced = true;
            for (uint32_t i = 0; i < N; i++)
                if (has(&s.d, i, 1))
                    s.d.weight[i] = 0;
            run(&s, &c);
            assert_true(isfinite(c.figure[FIGURE_MACRO_F1]));
            for (uint32_t l = 0; l < fit_lanes(&s.d, several); l++)
                assert_true(isfinite(c.maps.all.slope[l]) && isfinite(c.maps.all.shift[l]));
            crossval_free(&c);
            sample_free(&s);
        }
}

/* Margins of a coin: the calibration says so, and gives every row the labels' shares. */
static void flat_lanes_are_counted(void **state)
{
    sample s;
    crossval c;

    (void)state;
    sample_open(&s, 2, false);
    s.s.weighing.min_df = 1000; /* no feature is left */
    run(&s, &c);
    assert_true(c.maps.n_flat == 1 && isfinite(c.maps.all.shift[0]));
    sample_close(c.maps.all.slope[0], 0, 0);
    crossval_free(&c);
    sample_free(&s);
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

/* Of 90 rows the one of which least is known, by what has not learnt from it; not asked where there are no
 * probabilities, or by the search. */
static void what_is_familiar(void **state)
{
    double margin[N], known[N];
    uint32_t n = 0;
    sample s;
    crossval c;
    err e = {0};

    (void)state;
    sample_open(&s, 2, false);
    run(&s, &c);
    assert_true(fit_folds(&s.d, &s.s, 1, s.fold, FOLDS, NULL, 1, margin, known, NULL, NULL, &e));
    assert_memory_equal(margin, c.margin, sizeof margin);
    for (uint32_t i = 0; i < N; i++)
        if (s.d.weight[i] > 0)
            known[n++] = known[i] / s.d.bytes[i];
    qsort(known, n, sizeof *known, by_size);
    assert_true(c.familiar == fmax(known[0], 1e-12) && known[n - 1] > 0);
    crossval_free(&c);
    s.o.one_map = true;
    run(&s, &c);
    assert_true(c.familiar == 0);
    crossval_free(&c);
    s.o.one_map = s.o.calibrate = false;
    run(&s, &c);
    assert_true(c.familiar == 0);
    crossval_free(&c);
    sample_free(&s);
    sample_open(&s, 3, true); /* several labels a row */
    run(&s, &c);
    assert_true(c.familiar > 0);
    crossval_free(&c);
    sample_free(&s);
}

/* Rows that are not marked could have had any label: machines and calibration are the same, and only the
 * figures, which are those of all rows, know. */
static void only_marked_rows_teach(void **state)
{
    (void)state;
    for (uint32_t K = 2; K <= 3; K++)
        for (unsigned several = 0; several < 2; several++) {
            uint8_t among[N], all[N];
            crossval whole, marked, other;
            sample s;
            uint32_t L;

            sample_open(&s, K, several);
            s.s.balanced = true;
            L = fit_lanes(&s.d, several);
            for (uint32_t i = 0; i < N; i++) {
                among[i] = i % 7 < 3;
                all[i] = 1;
            }
            run(&s, &whole);
            s.o.among = all;
            run(&s, &marked);
            expect_same(&whole, &marked, L);
            crossval_free(&marked);
            s.o.among = among;
            run(&s, &marked);
            assert_memory_not_equal(whole.margin, marked.margin, sizeof *whole.margin * N * L);
            for (uint32_t i = 0; i < N; i++)
                for (size_t at = s.d.label_begin[i]; !among[i] && at < s.d.label_begin[i + 1]; at++)
                    if (s.d.label_begin[i + 1] - s.d.label_begin[i] == 1)
                        s.d.label_of[at] = (s.d.label_of[at] + 1) % K;
            run(&s, &other);
            assert_memory_equal(marked.margin, other.margin, sizeof *other.margin * N * L);
            assert_memory_equal(marked.maps.all.slope, other.maps.all.slope,
                                sizeof *other.maps.all.slope * L);
            assert_memory_equal(marked.maps.all.shift, other.maps.all.shift,
                                sizeof *other.maps.all.shift * L);
            assert_true(marked.figure[FIGURE_MACRO_F1] != other.figure[FIGURE_MACRO_F1]);
            crossval_free(&whole);
            crossval_free(&marked);
            crossval_free(&other);
            sample_free(&s);
        }
}

/* The resamples that the intervals are read from stay. */
static void resamples_stay(void **state)
{
    sample s;
    crossval c;
    double value[50], low, high;

    (void)state;
    sample_open(&s, 2, false);
    run(&s, &c);
    assert_int_equal(c.drawn.R, 50);
    memcpy(value, c.drawn.value + (size_t)FIGURE_MACRO_F1 * 50, sizeof value);
    interval_of(value, 50, 0.95, &low, &high);
    assert_true(low == c.band.low[FIGURE_MACRO_F1] && high == c.band.high[FIGURE_MACRO_F1]);
    crossval_free(&c);
    sample_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_scoring),
        cmocka_unit_test(class_weights_count),
        cmocka_unit_test(without_probabilities),
        cmocka_unit_test(rows_that_weigh_nothing),
        cmocka_unit_test(flat_lanes_are_counted),
        cmocka_unit_test(only_marked_rows_teach),
        cmocka_unit_test(resamples_stay),
        cmocka_unit_test(what_is_familiar),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
