/* learning: the last point is the cross-validation itself, the others are what cross-validations of shares
 * come to, gains are differences; the same on any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/hash.h"
#include "learn/learning.h"
#include "learn/portions.h"
#include "learn_sample.h"

enum { N = 150, FOLDS = 3, R = 40 };

typedef struct sample {
    dataset d;
    uint32_t *fold;
    crossval_options o;
    setting s;
    crossval whole;
} sample;

static void run(sample *s)
{
    err e = {0};

    if (!crossval_run(&s->d, &s->s, &s->o, &s->whole, &e))
        fail_msg("%s", e.text);
}

static void sample_open(sample *s, uint32_t K, bool several, bool grouped)
{
    buf file = sample_corpus(N, K, several, 40 + K);
    dataset_options o = SAMPLE_DATASET;

    *s = (sample){0};
    o.multi_label = several;
    o.reader.fields.weight = "weight";
    o.reader.fields.group = grouped ? "group" : NULL;
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &s->d);
    s->fold = sample_rows(N);
    for (uint32_t i = 0; i < N; i++)
        s->fold[i] = (grouped ? s->d.group[i] : i) % FOLDS;
    s->s = (setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 1},
                     .linear = LINEAR_DEFAULT,
                     .kernel = KERNEL_DEFAULT};
    s->o = (crossval_options){.multi_label = several,
                              .calibrate = true,
                              .fold = s->fold,
                              .n_folds = FOLDS,
                              .threads = 2,
                              .resamples = R,
                              .seed = 4};
    buf_free(&file);
    run(s);
}

static void sample_free(sample *s)
{
    crossval_free(&s->whole);
    dataset_free(&s->d);
    free(s->fold);
}

static void learn(const sample *s, learning_curve *c)
{
    err e = {0};

    if (!learning_run(&s->d, &s->s, &s->o, &s->whole, NULL, NULL, c, &e))
        fail_msg("%s", e.text);
}

/* The first point again, by other means. */
static void expect_first(const sample *s, const learning_curve *c)
{
    crossval_options o = s->o;
    uint8_t in[N];
    double value = 0, taken = 0;
    portions sh;
    err e = {0};

    assert_true(portions_open(s->fold, N, FOLDS, s->d.n_groups ? s->d.group : NULL, s->d.n_groups, &sh, &e));
    o.among = in;
    for (unsigned draw = 0; draw < LEARNING_DRAWS_FEW; draw++) {
        crossval one;

        portions_deal(&sh, hash_pair(~o.seed, draw));
        taken += portions_take(&sh, (unsigned)c->n - 1, in);
        assert_true(crossval_run(&s->d, &s->s, &o, &one, &e));
        value += one.figure[FIGURE_MACRO_F1];
        crossval_free(&one);
    }
    sample_close(c->point[0].is[0].value, value / LEARNING_DRAWS_FEW, 1e-12);
    sample_close(c->point[0].records, taken / LEARNING_DRAWS_FEW, 1e-12);
    assert_int_equal(c->point[0].draws, LEARNING_DRAWS_FEW);
    portions_free(&sh);
}

static void points_are_cross_validations(void **state)
{
    (void)state;
    for (uint32_t K = 2; K <= 3; K++)
        for (unsigned several = 0; several < 2; several++) {
            bool grouped = K == 3;
            learning_curve c;
            sample s;

            sample_open(&s, K, several, grouped);
            learn(&s, &c);
            /* Of 50 rows a fold 3 are left after four halvings; of fewer groups and lone rows perhaps less.
             */
            assert_true(grouped ? c.n > 2 && c.n < 6 : c.n == 5);
            assert_int_equal(c.figure[0], FIGURE_MACRO_F1);
            assert_int_equal(c.figure[1], several ? FIGURE_MICRO_F1 : FIGURE_ACCURACY);
            expect_first(&s, &c);
            for (size_t i = 0; i < c.n; i++)
                for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
                    const learning_point *p = &c.point[i];

                    sample_close(p->learnt_from, p->records * (FOLDS - 1) / FOLDS, 1e-12);
                    assert_true(p->is[f].low <= p->is[f].value && p->is[f].value <= p->is[f].high);
                    if (i == 0) {
                        assert_true(isnan(p->gain[f].value) && isnan(p->gain[f].low));
                        continue;
                    }
                    assert_true(p->records > p[-1].records);
                    sample_close(p->gain[f].value, p->is[f].value - p[-1].is[f].value, 1e-12);
                    assert_true(p->gain[f].low <= p->gain[f].value && p->gain[f].value <= p->gain[f].high);
                }
            assert_true(c.point[c.n - 1].is[0].value > c.point[0].is[0].value + 0.05); /* it can be learnt */
            sample_free(&s);
        }
}

static void last_is_the_whole(void **state)
{
    const learning_point *last;
    learning_curve c;
    sample s;

    (void)state;
    sample_open(&s, 2, false, true);
    learn(&s, &c);
    last = &c.point[c.n - 1];
    assert_true(last->records == N && last->draws == 1);
    for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
        assert_true(last->is[f].value == s.whole.figure[c.figure[f]]);
        assert_true(last->is[f].low == s.whole.band.low[c.figure[f]]);
        assert_true(last->is[f].high == s.whole.band.high[c.figure[f]]);
    }
    sample_free(&s);
}

static void threads_change_nothing(void **state)
{
    learning_curve c[3];
    sample s;

    (void)state;
    sample_open(&s, 3, false, true);
    for (unsigned i = 0; i < 3; i++) {
        s.o.threads = 1u << i;
        learn(&s, &c[i]);
        assert_memory_equal(&c[0], &c[i], sizeof c[0]);
    }
    s.o.seed++;
    learn(&s, &c[1]);
    assert_true(c[1].point[0].is[0].value != c[0].point[0].is[0].value); /* other draws */
    sample_free(&s);
}

/* A share may hold one label only, or leave nothing that has a weight to some fold: no fault. */
static void little_is_no_fault(void **state)
{
    learning_curve c;
    sample s;

    (void)state;
    sample_open(&s, 2, false, false);
    for (uint32_t i = 0; i < N; i++)
        s.d.weight[i] = i < 8;
    crossval_free(&s.whole);
    run(&s);
    learn(&s, &c);
    assert_in_range(c.n, 1, 4); /* where a draw of a share teaches nothing there is no point */
    for (size_t i = 0; i < c.n; i++)
        assert_true(isfinite(c.point[i].is[0].value));
    assert_true(c.point[c.n - 1].is[0].value == s.whole.figure[FIGURE_MACRO_F1]);
    sample_free(&s);
}

/* Progress begins at 0, rises and ends at the whole. */
typedef struct told {
    uint64_t first, last, total;
    unsigned n;
} told;

static void tell(void *to, uint64_t done, uint64_t total)
{
    told *t = to;

    if (t->n++ == 0)
        t->first = done;
    assert_true(done >= t->last && done <= total);
    t->last = done;
    t->total = total;
}

static void progress_is_told(void **state)
{
    learning_curve c;
    told t = {.first = 1};
    sample s;
    err e = {0};

    (void)state;
    sample_open(&s, 2, false, false);
    assert_true(learning_run(&s.d, &s.s, &s.o, &s.whole, tell, &t, &c, &e));
    assert_true(t.n > LEARNING_POINTS && t.first == 0 && t.last == t.total);
    sample_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_cross_validations),
        cmocka_unit_test(last_is_the_whole),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(little_is_no_fault),
        cmocka_unit_test(progress_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
