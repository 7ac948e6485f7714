/* fit: margins of rows held out are those of a fit on the rest; the same bits on any number of threads;
 * weights of classes and rows; lanes that have nothing to learn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/fit.h"
#include "learn_sample.h"

enum { N = 90, FOLDS = 3 };

#define SETTING                                                                                              \
    ((setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 2},                                 \
               .linear = LINEAR_DEFAULT,                                                                     \
               .kernel = KERNEL_DEFAULT})

static void sample(uint32_t K, bool several, bool weights, dataset *d)
{
    buf file = sample_corpus(N, K, several, 30 + K);
    dataset_options o = SAMPLE_DATASET;

    o.multi_label = several;
    if (weights)
        o.reader.fields.weight = "weight";
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, d);
    assert_int_equal(d->N, N);
    assert_int_equal(d->K, K);
    buf_free(&file);
}

static uint32_t *sample_folds(void)
{
    uint32_t *fold = sample_rows(N);

    for (uint32_t i = 0; i < N; i++)
        fold[i] = i * 7 / 5 % FOLDS;
    return fold;
}

static double *margins(const dataset *d, const setting *s, uint32_t L, unsigned threads)
{
    double *margin = sample_must(malloc(sizeof *margin * N * L));
    uint32_t *fold = sample_folds();
    err e = {0};

    for (size_t i = 0; i < (size_t)N * L; i++)
        margin[i] = NAN;
    if (!fit_folds(d, s, L, fold, FOLDS, NULL, threads, margin, NULL, NULL, NULL, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < (size_t)N * L; i++)
        assert_true(isfinite(margin[i]));
    free(fold);
    return margin;
}

/* One fold by hand: learn from the others, make vectors of all, score those of the fold. */
static void expect_fold(const dataset *d, const setting *s, uint32_t L, const uint32_t *fold, uint32_t k,
                        const double *margin)
{
    uint32_t row[N], test[N], n = 0, n_test = 0;
    double out[N];
    fitted f;
    vectors x;
    err e = {0};

    for (uint32_t i = 0; i < N; i++)
        if (fold[i] != k)
            row[n++] = i;
    assert_true(fit(d, s, L, row, n, 1, &f, &e));
    assert_int_equal(f.x.x.N, n);
    for (uint32_t i = 0; i < N; i++)
        if (fold[i] == k) {
            test[n_test] = n + n_test;
            row[n + n_test++] = i;
        }
    assert_int_equal(n + n_test, N);
    assert_true(weigh_vectors(d, &s->weighing, f.v, row, N, &x, &e));
    assert_true(!s->libsvm || vectors_flatten(&x, &e));
    for (uint32_t l = 0; l < L; l++) {
        if (f.w)
            for (uint32_t i = 0; i < n_test; i++)
                out[i] = linear_margin(f.w + l * ((size_t)x.x.D + 1), &x.x, test[i]);
        else
            assert_true(kernel_margins(&f.kernel[l], &s->kernel, &x.x, test, n_test, out, &e));
        for (uint32_t i = 0; i < n_test; i++)
            assert_memory_equal(&out[i], &margin[(size_t)row[test[i]] * L + l], sizeof *out);
    }
    vectors_free(&x);
    fitted_free(&f);
}

static void expect_folds(const setting *s, uint32_t K, bool several, bool weights)
{
    uint32_t *fold = sample_folds();
    dataset d;
    uint32_t L;
    double *margin, *again;

    sample(K, several, weights, &d);
    L = fit_lanes(&d, several);
    assert_int_equal(L, K == 2 && !several ? 1 : K);
    margin = margins(&d, s, L, 1);
    for (uint32_t k = 0; k < FOLDS; k++)
        expect_fold(&d, s, L, fold, k, margin);
    for (unsigned threads = 2; threads <= 4; threads += 2) {
        again = margins(&d, s, L, threads);
        assert_memory_equal(margin, again, sizeof *margin * N * L);
        free(again);
    }
    free(margin);
    free(fold);
    dataset_free(&d);
}

static void folds_are_fits_on_the_rest(void **state)
{
    setting s = SETTING;

    (void)state;
    expect_folds(&s, 2, false, true);
    expect_folds(&s, 3, false, false);
    s.balanced = true;
    s.weighing.ratio = 1;
    expect_folds(&s, 4, true, true);
    s.libsvm = true;
    s.kernel.gamma = 0.5;
    expect_folds(&s, 3, false, true);
    s.kernel.kind = KERNEL_NONE;
    s.balanced = false;
    expect_folds(&s, 2, false, true);
    s.kernel.nu_svc = true;
    s.kernel.nu = 0.3;
    expect_folds(&s, 2, false, false);
}

/* A machine for all rows; its margins on them, [N][L]. */
static double *fit_all(const dataset *d, const setting *s, uint32_t L)
{
    uint32_t *row = sample_rows(d->N);
    double *margin = sample_must(malloc(sizeof *margin * ((size_t)d->N * L + 1)));
    double *out = sample_must(malloc(sizeof *out * ((size_t)d->N + 1)));
    fitted f;
    err e = {0};

    if (!fit(d, s, L, row, d->N, 2, &f, &e))
        fail_msg("%s", e.text);
    for (uint32_t l = 0; l < L; l++) {
        if (!f.w)
            assert_true(kernel_margins(&f.kernel[l], &s->kernel, &f.x.x, NULL, d->N, out, &e));
        for (uint32_t i = 0; i < d->N; i++)
            margin[(size_t)i * L + l] =
                f.w ? linear_margin(f.w + l * ((size_t)f.x.x.D + 1), &f.x.x, i) : out[i];
    }
    fitted_free(&f);
    free(out);
    free(row);
    return margin;
}

static void expect_close(const double *a, const double *b, size_t n, double within)
{
    for (size_t i = 0; i < n; i++)
        sample_close(a[i], b[i], within);
}

/* A class of weight 2 is its rows twice; so is a file with every such row of weight 2. */
static void weights_of_classes_and_rows(void **state)
{
    const double by_class[] = {1, 2}, balance[] = {7 / 10.0, 7 / 4.0};
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    dataset d;
    double *plain, *classes, *rows, *balanced;

    (void)state;
    sample(2, false, false, &d);
    s.linear.eps = 1e-7;
    plain = fit_all(&d, &s, 1);
    s.class_weight = by_class;
    classes = fit_all(&d, &s, 1);
    s.class_weight = NULL;
    for (uint32_t i = 0; i < N; i++)
        d.weight[i] = d.label_of[i] ? 2 : 1;
    rows = fit_all(&d, &s, 1);
    expect_close(rows, classes, N, 1e-4);
    assert_true(fabs(rows[0] - plain[0]) > 1e-4);
    free(plain);
    free(classes);
    free(rows);
    dataset_free(&d);

    /* Rows of weight 5 against 2: balanced means half of 7 each, and a row of weight 0 is not there. */
    o.reader.fields.weight = "w";
    s.weighing.min_df = 1;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\tw\na b\tA\t2\nb c\tA\t3\nc a\tB\t2\na c d\tB\t0\n"), &o, &d);
    s.balanced = true;
    balanced = fit_all(&d, &s, 1);
    s.balanced = false;
    s.class_weight = balance;
    classes = fit_all(&d, &s, 1);
    assert_memory_equal(balanced, classes, 4 * sizeof *classes);
    free(balanced);
    free(classes);
    dataset_free(&d);
}

/* No row of the label, or none that counts: the lane says no, and needs no machine to say it. */
static void lanes_without_positives(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    dataset d;

    (void)state;
    o.reader.fields.weight = "w";
    s.weighing.min_df = 1;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\tw\na b\tA\t1\nb c\tB\t1\nc a\tC\t0\nd\tB\t1\n"), &o, &d);
    for (unsigned way = 0; way < 3; way++) {
        double *margin;

        s.libsvm = way > 0;
        s.balanced = way == 0;
        s.kernel.kind = way == 1 ? KERNEL_RBF : KERNEL_NONE;
        s.kernel.gamma = 1;
        margin = fit_all(&d, &s, 3);
        for (uint32_t i = 0; i < 4; i++)
            sample_close(margin[3 * i + 2], -1, 0);
        assert_true(margin[0] > margin[3]);
        free(margin);
    }
    dataset_free(&d);

    o.multi_label = true;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\tw\na b\tA|B\t1\nb c\tB\t1\n"), &o, &d);
    s = SETTING;
    s.weighing.min_df = 1;
    {
        double *margin = fit_all(&d, &s, 2);

        sample_close(margin[1], 1, 0);
        sample_close(margin[3], 1, 0);
        assert_true(margin[0] > margin[2]);
        free(margin);
    }
    dataset_free(&d);
}

/* Records that may have several labels, of which there is one: a lane for it, and not for another. */
static void one_label_of_many(void **state)
{
    const double weight[] = {3};
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    dataset d;
    double *margin;

    (void)state;
    o.multi_label = true;
    s.weighing.min_df = 1;
    s.class_weight = weight;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b\tA\nb c\t\na d\tA\ne c\t\n"), &o, &d);
    assert_int_equal(fit_lanes(&d, true), 1);
    margin = fit_all(&d, &s, 1);
    assert_true(margin[0] > 0.5 && margin[1] < -0.5 && margin[2] > 0.5 && margin[3] < -0.5);
    free(margin);
    dataset_free(&d);
}

/* (1 x.s + 0)^1 is x.s: the same machine with support vectors and folded into weights. */
static void kernels_agree(void **state)
{
    setting s = SETTING;
    dataset d;
    double *folded, *supported;

    (void)state;
    sample(3, false, true, &d);
    s.libsvm = true;
    s.kernel.kind = KERNEL_NONE;
    s.kernel.eps = 1e-6;
    folded = fit_all(&d, &s, 3);
    s.kernel.kind = KERNEL_POLY;
    s.kernel.gamma = s.kernel.degree = 1;
    supported = fit_all(&d, &s, 3);
    expect_close(folded, supported, 3 * N, 1e-5);
    free(folded);
    free(supported);
    dataset_free(&d);
}

static void errors_are_passed_on(void **state)
{
    setting s = SETTING;
    uint32_t *row = sample_rows(N), *fold = sample_folds();
    double margin[3 * N];
    dataset d;
    fitted f;
    err e = {0};

    (void)state;
    sample(3, false, false, &d);
    s.linear.C = -1;
    assert_false(fit(&d, &s, 3, row, N, 2, &f, &e));
    assert_int_equal(e.code, ERR_USAGE);
    assert_null(f.v);
    e = (err){0};
    assert_false(fit_folds(&d, &s, 3, fold, FOLDS, NULL, 2, margin, NULL, NULL, NULL, &e));
    assert_int_equal(e.code, ERR_USAGE);
    e = (err){0};
    s.libsvm = s.kernel.nu_svc = true;
    s.kernel.nu = 1;
    assert_false(fit(&d, &s, 3, row, N, 4, &f, &e));
    assert_non_null(strstr(e.text, "infeasible"));
    dataset_free(&d);
    free(row);
    free(fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_are_fits_on_the_rest),
        cmocka_unit_test(weights_of_classes_and_rows),
        cmocka_unit_test(lanes_without_positives),
        cmocka_unit_test(one_label_of_many),
        cmocka_unit_test(kernels_agree),
        cmocka_unit_test(errors_are_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
