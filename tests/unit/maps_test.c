/* maps: a fold's map is the one of the other folds' rows alone; knots that join up; weights that leave a fold
 * alone; the same on any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/calibrate.h"
#include "learn/maps.h"
#include "learn_sample.h"

enum { N = 120, FOLDS = 4 };

typedef struct sample {
    dataset d;
    uint32_t *fold;
    double *margin; /* [N][L] */
    uint32_t L;
} sample;

static void sample_open(sample *s, uint32_t K, bool several)
{
    buf file = sample_corpus(N, K, several, 50 + K);
    dataset_options o = SAMPLE_DATASET;
    random_state random = random_seed(K);

    o.multi_label = several;
    o.reader.fields.weight = "weight";
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &s->d);
    s->L = fit_lanes(&s->d, several);
    s->fold = sample_must(calloc(N, sizeof *s->fold));
    s->margin = sample_must(calloc((size_t)N * s->L, sizeof *s->margin));
    for (uint32_t i = 0; i < N; i++) {
        s->fold[i] = i % FOLDS;
        for (uint32_t l = 0; l < s->L; l++)
            s->margin[i * s->L + l] =
                dataset_has(&s->d, i, fit_label(&s->d, s->L, l)) + 2 * random_unit(&random);
    }
    buf_free(&file);
}

static void sample_close_all(sample *s)
{
    dataset_free(&s->d);
    free(s->fold);
    free(s->margin);
}

static void fit_maps(const sample *s, bool several, map_method how, unsigned threads, maps *out)
{
    setting plain = {0};
    err e = {0};

    if (!maps_fit(&s->d, &plain, s->d.weight, several, how, s->margin, s->fold, FOLDS, threads, out, &e))
        fail_msg("%s", e.text);
}

/* Copies of the rows that are not of the fold, of all where it is FOLDS. */
typedef struct rows {
    double margin[2 * N], weight[N];
    signed char y[N];
    uint32_t label[N];
    size_t n;
} rows;

static void copy_others(const sample *s, uint32_t fold, rows *r)
{
    r->n = 0;
    for (uint32_t i = 0; i < N; i++) {
        if (s->fold[i] == fold)
            continue;
        r->margin[r->n] = s->margin[i];
        r->weight[r->n] = s->d.weight[i];
        r->label[r->n] = s->d.label_of[i];
        r->y[r->n] = s->d.label_of[i] ? 1 : -1;
        r->n++;
    }
}

static void a_fold_does_not_teach_itself(void **state)
{
    sample s;
    rows r;

    (void)state;
    sample_open(&s, 2, false);
    for (map_method how = MAP_PLATT; how < N_MAP_METHODS; how++) {
        maps m;

        fit_maps(&s, false, how, 2, &m);
        for (uint32_t fold = 0; fold <= FOLDS; fold++) {
            const calibration *c = fold < FOLDS ? &m.fold[fold] : &m.all;
            double at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX], slope = 0, shift = 0;
            uint32_t n = 0;
            bool flat;
            err e = {0};

            copy_others(&s, fold, &r);
            if (how == MAP_ISOTONIC) {
                assert_true(calibrate_isotonic(r.margin, r.y, r.weight, r.n, at, height, &n, &flat, &e));
                assert_int_equal(c->kind, CALIBRATION_KNOTS);
                assert_int_equal(c->end[0], n);
                assert_memory_equal(c->at, at, n * sizeof *at);
                for (uint32_t i = 0; i < n; i++)
                    sample_close(c->height[i], height[i], 1e-12);
                continue;
            }
            if (how == MAP_PLATT) {
                assert_true(calibrate_sigmoid(r.margin, r.y, r.weight, r.n, true, &slope, &shift, &flat, &e));
            } else {
                for (size_t i = r.n; i-- > 0;) {
                    r.margin[2 * i + 1] = r.margin[i];
                    r.margin[2 * i] = 0;
                }
                assert_true(calibrate_temperature(r.margin, r.label, r.weight, r.n, 2, &slope, &flat, &e));
                slope = -slope;
            }
            assert_int_equal(c->kind, CALIBRATION_SIGMOID);
            sample_close(c->slope[0], slope, 1e-6);
            sample_close(c->shift[0], shift, 1e-6);
        }
        assert_int_equal(m.n_flat, 0);
        maps_free(&m);
    }
    sample_close_all(&s);
}

/* Every kind gives probabilities: from 0 to 1, adding up to 1 where a record has one label. */
static void every_method_for_all_shapes(void **state)
{
    (void)state;
    for (uint32_t K = 1; K <= 4; K++)
        for (unsigned several = K == 1; several < 2; several++)
            for (map_method how = MAP_PLATT; how < N_MAP_METHODS; how++) {
                sample s;
                maps one, many;
                double p[4], p_many[4];

                sample_open(&s, K, several);
                fit_maps(&s, several, how, 1, &one);
                fit_maps(&s, several, how, 4, &many);
                for (uint32_t i = 0; i < N; i++) {
                    model m = {.K = K, .L = s.L, .multi_label = several, .calibration = one.fold[i % FOLDS]};
                    double sum = 0;

                    (void)model_decide(&m, s.margin + (size_t)i * s.L, p);
                    m.calibration = many.fold[i % FOLDS];
                    (void)model_decide(&m, s.margin + (size_t)i * s.L, p_many);
                    assert_memory_equal(p, p_many, K * sizeof *p);
                    for (uint32_t k = 0; k < K; k++) {
                        assert_true(p[k] > 0 && p[k] < 1);
                        sum += p[k];
                    }
                    assert_true(several || fabs(sum - 1) < 1e-12);
                }
                maps_free(&one);
                maps_free(&many);
                sample_close_all(&s);
            }
}

/* All weight in one fold: its rows have nobody else to learn from, and get the map of all. */
static void one_fold_has_all_weight(void **state)
{
    sample s;
    maps m;

    (void)state;
    sample_open(&s, 2, false);
    for (uint32_t i = 0; i < N; i++)
        s.d.weight[i] = s.fold[i] == 1;
    fit_maps(&s, false, MAP_PLATT, 2, &m);
    for (uint32_t k = 0; k < FOLDS; k++)
        sample_close(m.fold[k].slope[0], m.all.slope[0], 1e-12);
    maps_free(&m);
    sample_close_all(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fold_does_not_teach_itself),
        cmocka_unit_test(every_method_for_all_shapes),
        cmocka_unit_test(one_fold_has_all_weight),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
