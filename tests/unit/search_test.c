/* search: the same winner on any number of threads, never worse than the start; a clock that stops it between
 * candidates; what it finds is what it measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/search.h"
#include "learn_sample.h"

enum { N = 60, FOLDS = 3 };

#define SETTING                                                                                              \
    ((setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 2},                                 \
               .linear = LINEAR_DEFAULT,                                                                     \
               .kernel = KERNEL_DEFAULT})

typedef struct told {
    uint32_t done, n_best;
    double best;
} told;

static void on_try(void *to, uint32_t done, uint32_t about, const setting *tried, double macro_f1, bool best)
{
    told *t = to;
    err e = {0};

    assert_int_equal(done, ++t->done);
    assert_true(done <= about + 3 && about < 40);
    assert_true(plan_check(&tried->weighing.plan, &e));
    assert_true(best == (done == 1 || macro_f1 > t->best + SEARCH_GAIN));
    t->best = best ? macro_f1 : t->best;
    t->n_best += best;
}

static void sample(const plan *p, bool several, dataset *d)
{
    buf file = sample_corpus(N, 3, several, 91);
    dataset_options o = SAMPLE_DATASET;

    o.plan = *p;
    o.multi_label = several;
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, d);
    buf_free(&file);
}

static void hunt(const dataset *d, bool several, unsigned threads, double limit_s, setting *s,
                 search_result *out)
{
    uint32_t *fold = sample_rows(N);
    told t = {0};
    search_options o = {.crossval = {.multi_label = several,
                                     .calibrate = true,
                                     .n_folds = FOLDS,
                                     .fold = fold,
                                     .threads = threads,
                                     .resamples = 1000,
                                     .seed = 1},
                        .limit_s = limit_s,
                        .tick = on_try,
                        .to = &t};
    crossval c;
    err e = {0};

    for (uint32_t i = 0; i < N; i++)
        fold[i] = i % FOLDS;
    if (!search(d, &o, s, out, &e))
        fail_msg("%s", e.text);
    assert_int_equal(t.done, out->n_tried);
    assert_memory_equal(&t.best, &out->macro_f1, sizeof t.best);
    o.crossval.resamples = 0;
    assert_true(crossval_run(d, s, &o.crossval, &c, &e));
    assert_memory_equal(&c.figure[FIGURE_MACRO_F1], &out->macro_f1, sizeof(double));
    crossval_free(&c);
    free(fold);
}

static void expect_equal(const setting *a, const setting *b)
{
    assert_true(plan_equal(&a->weighing.plan, &b->weighing.plan));
    sample_close(a->weighing.ratio, b->weighing.ratio, 0);
    assert_int_equal(a->weighing.min_df, b->weighing.min_df);
    assert_int_equal(a->balanced, b->balanced);
    sample_close(a->linear.C, b->linear.C, 0);
}

static void threads_do_not_matter(void **state)
{
    const plan widest = search_plan(&PLAN_DEFAULT);
    setting s[2] = {SETTING, SETTING};
    search_result r[2];
    dataset d;

    (void)state;
    sample(&widest, false, &d);
    for (unsigned i = 0; i < 2; i++) {
        s[i].weighing.plan =
            (plan){.word_min = 3, .word_max = 3, .char_min = 6, .char_max = 6}; /* a poor start */
        hunt(&d, false, 1 + 3 * i, INFINITY, &s[i], &r[i]);
        assert_false(r[i].stopped);
        assert_true(r[i].n_tried > 15 && s[i].weighing.plan.word_max != 3);
    }
    expect_equal(&s[0], &s[1]);
    assert_int_equal(r[0].n_tried, r[1].n_tried);
    dataset_free(&d);
}

/* The present candidate is always finished, and one is always tried. */
static void the_clock_stops_it(void **state)
{
    const plan widest = search_plan(&PLAN_DEFAULT);
    const double limits[] = {0, -1};
    dataset d;

    (void)state;
    sample(&widest, true, &d);
    for (unsigned i = 0; i < 2; i++) {
        setting s = SETTING;
        const setting start = s;
        search_result r;

        hunt(&d, true, 2, limits[i], &s, &r);
        assert_int_equal(r.n_tried, 1);
        assert_true(r.stopped);
        expect_equal(&s, &start);
    }
    dataset_free(&d);
}

/* A dataset without characters: nothing that it does not have is chosen. */
static void bounded_by_the_dataset(void **state)
{
    const plan p = {.word_min = 1, .word_max = 1};
    setting s = SETTING;
    search_result r;
    dataset d;

    (void)state;
    sample(&p, false, &d);
    s.weighing.plan = p;
    hunt(&d, false, 2, INFINITY, &s, &r);
    assert_true(plan_equal(&s.weighing.plan, &p));
    dataset_free(&d);
}

static void errors_end_it(void **state)
{
    const plan widest = search_plan(&PLAN_DEFAULT);
    uint32_t *fold = sample_rows(N);
    search_options o = {.crossval = {.n_folds = FOLDS, .fold = fold, .threads = 1}, .limit_s = INFINITY};
    setting s = SETTING;
    search_result r;
    dataset d;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        fold[i] = i % FOLDS;
    sample(&widest, false, &d);
    s.linear.C = -1;
    assert_false(search(&d, &o, &s, &r, &e));
    assert_int_equal(e.code, ERR_USAGE);
    assert_int_equal(r.n_tried, 0);
    dataset_free(&d);
    free(fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(the_clock_stops_it),
        cmocka_unit_test(bounded_by_the_dataset),
        cmocka_unit_test(errors_end_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
