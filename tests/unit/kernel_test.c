/* kernel: margins as libsvm's own svm_predict_values says them, for every kernel and both machines; copies
 * for weights; the same bits on one thread and on four; linear machines folded; one clear error for each
 * refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#if __has_include(<libsvm/svm.h>)
#include <libsvm/svm.h>
#else
#include <svm.h>
#endif

#include "base/pool.h"
#include "base/random.h"
#include "learn/kernel.h"
#include "model/kernel_value.h"

enum { N = 160, TRAIN = 110, D = 60, PER_ROW = 12 };

typedef struct sample {
    size_t begin[N + 1];
    uint32_t col[N * PER_ROW];
    float val[N * PER_ROW];
    signed char y[N];
    matrix x;
} sample;

static void sample_make(sample *s, uint64_t seed)
{
    random_state random = random_seed(seed);
    double hidden[D];
    size_t at = 0;

    for (int f = 0; f < D; f++)
        hidden[f] = random_unit(&random) * 2 - 1;
    for (int i = 0; i < N; i++) {
        double sum = 0;

        s->begin[i] = at;
        for (uint32_t f = 0; f < D; f++)
            if (at - s->begin[i] < PER_ROW && random_below(&random, 6) == 0) {
                s->col[at] = f;
                s->val[at] = (float)(random_unit(&random) - 0.3);
                sum += hidden[f] * (double)s->val[at];
                at++;
            }
        s->y[i] = sum + (random_unit(&random) - 0.5) > 0 ? 1 : -1;
    }
    s->begin[N] = at;
    s->x = (matrix){.N = N, .D = D, .begin = s->begin, .col = s->col, .val = s->val};
}

static void *must(void *p)
{
    assert_non_null(p);
    return p;
}

static void close_to(double a, double b, double share)
{
    if (!(fabs(a - b) <= share * (1 + fabs(b))))
        fail_msg("%.17g is not %.17g within %g", a, b, share);
}

static int libsvm_name(kernel_kind kind)
{
    return kind == KERNEL_POLY ? POLY : kind == KERNEL_RBF ? RBF : kind == KERNEL_SIGMOID ? SIGMOID : LINEAR;
}

/* The same problem given to libsvm by hand; rows that it was not trained on are scored too. */
static void agrees_with_libsvm(const kernel_options *o, signed char first)
{
    sample s;
    struct svm_node *node, *rows[N], *at;
    double label[N], margin[N], theirs;
    int classes[] = {1, -1};
    double weights[] = {o->weight_positive, o->weight_negative};
    struct svm_problem problem = {.l = TRAIN, .y = label, .x = rows};
    struct svm_parameter parameter = {.svm_type = o->nu_svc ? NU_SVC : C_SVC,
                                      .kernel_type = libsvm_name(o->kind),
                                      .degree = (int)o->degree,
                                      .gamma = o->gamma,
                                      .coef0 = o->coef0,
                                      .cache_size = o->cache_mb,
                                      .eps = o->eps,
                                      .C = o->C,
                                      .nr_weight = 2,
                                      .weight_label = classes,
                                      .weight = weights,
                                      .nu = o->nu,
                                      .shrinking = 1};
    struct svm_model *theirs_model;
    kernel_machine m;
    kernel_data *d;
    err e = {0};

    sample_make(&s, 21);
    s.y[0] = first;
    at = node = must(malloc(sizeof *node * (N * (PER_ROW + 1))));
    for (int i = 0; i < N; i++) {
        rows[i] = at;
        label[i] = s.y[i];
        for (size_t f = s.begin[i]; f < s.begin[i + 1]; f++)
            *at++ = (struct svm_node){(int)s.col[f] + 1, s.val[f]};
        *at++ = (struct svm_node){-1, 0};
    }
    d = must(kernel_open(&s.x, NULL, TRAIN, NULL, &e));
    assert_true(kernel_fit(d, s.y, o, &m, &e));
    kernel_close(d);
    assert_true(m.n > 2 && m.n <= TRAIN);
    for (size_t i = 1; i < m.n; i++)
        assert_true(m.row[i - 1] < m.row[i]);
    assert_true(kernel_margins(&m, o, &s.x, NULL, N, margin, &e));

    theirs_model = svm_train(&problem, &parameter);
    assert_int_equal(theirs_model->l, m.n);
    for (int i = 0; i < N; i++) {
        double said = svm_predict_values(theirs_model, rows[i], &theirs);

        close_to(margin[i], theirs * theirs_model->label[0], 1e-9);
        assert_int_equal((int)said, margin[i] > 0 ? 1 : -1);
    }
    svm_free_and_destroy_model(&theirs_model);
    kernel_free(&m);
    free(node);
}

static void margins_match(void **state)
{
    static const kernel_kind kinds[] = {KERNEL_NONE, KERNEL_POLY, KERNEL_RBF, KERNEL_SIGMOID};

    (void)state;
    for (size_t kind = 0; kind < 4; kind++)
        for (signed char first = -1; first <= 1; first = (signed char)(first + 2)) {
            kernel_options o = KERNEL_DEFAULT;

            o.kind = kinds[kind];
            o.gamma = 0.3;
            o.coef0 = kinds[kind] == KERNEL_SIGMOID ? -0.2 : 0.5;
            o.C = 2;
            o.weight_positive = 1.5;
            agrees_with_libsvm(&o, first);
            o.nu_svc = true;
            o.nu = 0.3;
            o.weight_positive = 1;
            agrees_with_libsvm(&o, first);
        }
}

/* The formulas by hand: x.s = 2, x.x = 5, s.s = 4, so |x - s|^2 = 5. */
static void values_by_hand(void **state)
{
    (void)state;
    close_to(kernel_value(KERNEL_NONE, 9, 9, 9, 2, 5, 4), 2, 0);
    close_to(kernel_value(KERNEL_POLY, 0.5, 2, 3, 2, 5, 4), 27, 0);
    close_to(kernel_value(KERNEL_POLY, 0.5, 2, 0, 2, 5, 4), 1, 0);
    close_to(kernel_value(KERNEL_RBF, 0.5, 9, 9, 2, 5, 4), exp(-2.5), 1e-15);
    close_to(kernel_value(KERNEL_RBF, 0.5, 9, 9, 2, 2, 2 - 1e-15), 1, 0);
    close_to(kernel_value(KERNEL_SIGMOID, 0.5, -0.25, 9, 2, 5, 4), tanh(0.75), 1e-15);
}

/* Weight 2 is the row twice and 0 is no row: the same function, with one support vector a row. */
static void weights_are_duplicates(void **state)
{
    sample s;
    uint32_t rows[2 * N];
    size_t begin[2 * TRAIN + 1] = {0};
    uint32_t col[2 * TRAIN * PER_ROW];
    float val[2 * TRAIN * PER_ROW];
    signed char y[2 * TRAIN];
    double weight[TRAIN], by_weight[N], by_rows[2 * TRAIN];
    kernel_options o = KERNEL_DEFAULT;
    kernel_machine m, m2;
    matrix twice;
    kernel_data *d;
    uint32_t n = 0;
    err e = {0};

    (void)state;
    o.gamma = 0.4;
    o.C = 3;
    sample_make(&s, 22);
    for (uint32_t i = 0; i < TRAIN; i++) {
        weight[i] = i % 3 * 0.5; /* halves: two copies stand for 1 and C is halved */
        for (uint32_t c = 0; c < i % 3; c++, n++) {
            size_t size = s.begin[i + 1] - s.begin[i];

            rows[n] = i;
            y[n] = s.y[i];
            memcpy(col + begin[n], s.col + s.begin[i], size * sizeof *col);
            memcpy(val + begin[n], s.val + s.begin[i], size * sizeof *val);
            begin[n + 1] = begin[n] + size;
        }
    }
    twice = (matrix){.N = n, .D = D, .begin = begin, .col = col, .val = val};
    d = must(kernel_open(&s.x, NULL, TRAIN, weight, &e));
    assert_true(kernel_fit(d, s.y, &o, &m, &e));
    kernel_close(d);
    o.C = 1.5;
    d = must(kernel_open(&twice, NULL, n, NULL, &e));
    assert_true(kernel_fit(d, y, &o, &m2, &e));
    kernel_close(d);
    assert_true(m.n < m2.n);
    assert_true(kernel_margins(&m, &o, &s.x, rows, n, by_weight, &e));
    assert_true(kernel_margins(&m2, &o, &twice, NULL, n, by_rows, &e));
    for (uint32_t i = 0; i < n; i++)
        close_to(by_weight[i], by_rows[i], 1e-12);
    kernel_free(&m);
    kernel_free(&m2);
}

static void linear_kernel_folds(void **state)
{
    sample s;
    uint32_t rows[TRAIN];
    signed char y[TRAIN];
    double w[D + 1], margin[N];
    kernel_options o = KERNEL_DEFAULT;
    kernel_machine m;
    kernel_data *d;
    err e = {0};

    (void)state;
    sample_make(&s, 23);
    o.kind = KERNEL_NONE;
    for (uint32_t i = 0; i < TRAIN; i++) {
        rows[i] = N - 1 - i; /* a subset, in an order of its own */
        y[i] = s.y[rows[i]];
    }
    d = must(kernel_open(&s.x, rows, TRAIN, NULL, &e));
    assert_true(kernel_fit(d, y, &o, &m, &e));
    kernel_close(d);
    for (size_t i = 0; i < m.n; i++)
        assert_true(m.row[i] >= N - TRAIN);
    kernel_linear_weights(&m, &s.x, w);
    assert_true(kernel_margins(&m, &o, &s.x, NULL, N, margin, &e));
    for (uint32_t i = 0; i < N; i++) {
        double sum = w[D];

        for (size_t f = s.begin[i]; f < s.begin[i + 1]; f++)
            sum += w[s.col[f]] * (double)s.val[f];
        close_to(sum, margin[i], 1e-12);
    }
    kernel_free(&m);
}

enum { PROBLEMS = 20 };

typedef struct jobs {
    const kernel_data *d;
    signed char y[PROBLEMS][N];
    kernel_machine m[PROBLEMS];
    bool ok[PROBLEMS];
} jobs;

static void fit_one(void *context, size_t i, unsigned worker)
{
    jobs *j = context;
    kernel_options o = KERNEL_DEFAULT;
    err e = {0};

    (void)worker;
    o.gamma = 0.1 * (double)(i + 1);
    o.kind = i % 2 ? KERNEL_RBF : KERNEL_POLY;
    o.nu_svc = i % 3 == 0;
    o.nu = 0.2;
    j->ok[i] = kernel_fit(j->d, j->y[i], &o, &j->m[i], &e);
}

static void threads_give_the_same_bits(void **state)
{
    sample s;
    jobs *one = must(calloc(1, sizeof *one)), *four = must(calloc(1, sizeof *four));
    random_state random = random_seed(5);
    kernel_data *d;
    err e = {0};
    int drawn;

    (void)state;
    sample_make(&s, 24);
    d = must(kernel_open(&s.x, NULL, N, NULL, &e));
    for (int p = 0; p < PROBLEMS; p++)
        for (int i = 0; i < N; i++)
            one->y[p][i] = random_below(&random, 8) ? s.y[i] : (signed char)-s.y[i];
    memcpy(four->y, one->y, sizeof one->y);
    one->d = four->d = d;
    srand(1);
    pool_run(1, PROBLEMS, fit_one, one);
    pool_run(4, PROBLEMS, fit_one, four);
    drawn = rand();
    srand(1);
    assert_int_equal(drawn, rand()); /* nothing was drawn from the C library on the way */
    for (int p = 0; p < PROBLEMS; p++) {
        kernel_machine *a = &one->m[p], *b = &four->m[p];

        assert_true(one->ok[p] && four->ok[p] && a->n == b->n);
        assert_memory_equal(a->row, b->row, a->n * sizeof *a->row);
        assert_memory_equal(a->coef, b->coef, a->n * sizeof *a->coef);
        assert_memory_equal(&a->bias, &b->bias, sizeof a->bias);
        kernel_free(a);
        kernel_free(b);
    }
    kernel_close(d);
    free(one);
    free(four);
}

static void refused(const kernel_data *d, const signed char *y, const kernel_options *o, err_code code,
                    const char *text)
{
    kernel_machine m;
    err e = {0};

    assert_false(kernel_fit(d, y, o, &m, &e));
    assert_string_equal(e.text, text);
    assert_int_equal(e.code, code);
    assert_true(m.n == 0 && !m.row && !m.coef);
}

static void errors_say_what(void **state)
{
    size_t begin[] = {0, 1, 2, 3, 4};
    uint32_t col[] = {0, 0, 1, 1};
    float val[] = {1, 2, 3, 1000}, bad[] = {1, 2, INFINITY, 4};
    matrix x = {.N = 4, .D = 2, .begin = begin, .col = col, .val = val},
           x_bad = {.N = 4, .D = 2, .begin = begin, .col = col, .val = bad};
    signed char same[] = {-1, -1, -1, -1}, y[] = {1, -1, -1, -1};
    double negative[] = {1, -2, 1, 1};
    kernel_options o = KERNEL_DEFAULT;
    kernel_data *d;
    err e = {0};

    (void)state;
    o.gamma = 1;
    assert_null(kernel_open(&x_bad, NULL, 4, NULL, &e));
    assert_string_equal(e.text, "row 2 has a value that is not finite");
    e = (err){0};
    assert_null(kernel_open(&x, NULL, 4, negative, &e));
    assert_string_equal(e.text, "weight -2 is not a number from 0 up");
    e = (err){0};
    d = must(kernel_open(&x, NULL, 4, NULL, &e));
    refused(d, same, &o, ERR_INPUT, "all rows are of one class: nothing to learn");
    o.C = -1;
    refused(d, y, &o, ERR_USAGE, "libsvm: C <= 0");
    o.C = 1;
    o.gamma = NAN;
    refused(d, y, &o, ERR_USAGE, "an option of the kernel machine is not finite");
    o.gamma = 1;
    o.nu_svc = true;
    o.nu = 0.9;
    refused(d, y, &o, ERR_USAGE, "libsvm: specified nu is infeasible (nu 0.9; these labels allow up to 0.5)");
    o.weight_positive = 2;
    refused(d, y, &o, ERR_USAGE, "nu-SVC has no class weights: use C-SVC");
    o = KERNEL_DEFAULT;
    o.kind = KERNEL_POLY;
    o.gamma = 1;
    o.degree = 7;
    refused(d, y, &o, ERR_USAGE, "kernel values up to 1e+42 do not fit: lower gamma, coef0 or degree");
    o.kind = KERNEL_SIGMOID;
    o.weight_negative = 0;
    refused(d, y, &o, ERR_USAGE, "class weights must be above 0");
    kernel_close(d);
    kernel_close(NULL);
}

/* Rows that are all the same under both labels: C-SVC answers with no direction, nu-SVC has no margin to
 * give. */
static void nothing_to_separate(void **state)
{
    size_t begin[] = {0, 1, 2, 3, 4};
    uint32_t col[] = {0, 0, 0, 0};
    float val[] = {1, 1, 1, 1};
    matrix x = {.N = 4, .D = 1, .begin = begin, .col = col, .val = val};
    signed char y[] = {1, -1, 1, -1};
    kernel_options o = KERNEL_DEFAULT;
    kernel_machine m;
    double margin[4];
    kernel_data *d;
    err e = {0};

    (void)state;
    o.gamma = 1;
    d = must(kernel_open(&x, NULL, 4, NULL, &e));
    assert_true(kernel_fit(d, y, &o, &m, &e));
    assert_true(kernel_margins(&m, &o, &x, NULL, 4, margin, &e));
    close_to(margin[0], 0, 1e-9);
    kernel_free(&m);
    o.nu_svc = true;
    if (!kernel_fit(d, y, &o, &m, &e))
        assert_string_equal(e.text, "libsvm found no margin between the classes");
    else
        assert_true(isfinite(m.bias));
    kernel_free(&m);
    kernel_close(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_match),
        cmocka_unit_test(values_by_hand),
        cmocka_unit_test(weights_are_duplicates),
        cmocka_unit_test(linear_kernel_folds),
        cmocka_unit_test(threads_give_the_same_bits),
        cmocka_unit_test(errors_say_what),
        cmocka_unit_test(nothing_to_separate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
