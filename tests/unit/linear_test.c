/* linear: margins as liblinear's own predict_values says them, solutions where the weighted objective is
 * flat, the same bits on one thread and on four, and one clear error for each thing that cannot be fitted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/random.h"
#include "learn/linear.h"

enum { N = 300, D = 80, PER_ROW = 12 };

/* Sparse rows with increasing columns, and labels that a hidden weight row mostly decides. */
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
            if (at - s->begin[i] < PER_ROW && random_below(&random, 8) == 0) {
                s->col[at] = f;
                s->val[at] = (float)(random_unit(&random) + 0.1);
                sum += hidden[f] * (double)s->val[at];
                at++;
            }
        s->y[i] = sum + (random_unit(&random) - 0.5) > 0 ? 1 : -1;
    }
    s->begin[N] = at;
    s->x = (matrix){N, D, s->begin, s->col, s->val};
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

/* The same problem given to liblinear by hand, the plain way. */
static void margins_agree_with_liblinear(double bias, signed char first)
{
    sample s;
    linear_options o = LINEAR_DEFAULT;
    struct feature_node *node, *rows[N], *at;
    double label[N], w[D + 1], theirs;
    int classes[] = {1, -1};
    double weights[] = {2, 0.5};
    struct problem problem = {.l = N, .n = D + (bias >= 0), .y = label, .x = rows, .bias = bias};
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC,
                                  .C = 0.7,
                                  .eps = 1e-3,
                                  .nr_weight = 2,
                                  .weight_label = classes,
                                  .weight = weights};
    struct model *m;
    linear_data *d;
    err e = {0};

#if LIBLINEAR_VERSION >= 240
    parameter.regularize_bias = 1;
#endif
    sample_make(&s, 11);
    s.y[0] = first;
    at = node = must(malloc(sizeof *node * (N * (PER_ROW + 2))));
    for (int i = 0; i < N; i++) {
        rows[i] = at;
        label[i] = s.y[i];
        for (size_t f = s.begin[i]; f < s.begin[i + 1]; f++)
            *at++ = (struct feature_node){(int)s.col[f] + 1, s.val[f]};
        if (bias >= 0)
            *at++ = (struct feature_node){D + 1, bias};
        *at++ = (struct feature_node){-1, 0};
    }

    o.C = 0.7;
    o.eps = 1e-3;
    o.weight_positive = 2;
    o.weight_negative = 0.5;
    d = must(linear_open(&s.x, NULL, N, NULL, bias, &e));
    assert_true(linear_fit(d, s.y, &o, w, &e));
    linear_close(d);

    m = train(&problem, &parameter);
    for (int i = 0; i < N; i++) {
        double said = predict_values(m, rows[i], &theirs);

        theirs *= m->label[0];
        close_to(linear_margin(w, &s.x, (uint32_t)i), theirs, 1e-9);
        assert_int_equal((int)said, linear_margin(w, &s.x, (uint32_t)i) > 0 ? 1 : -1);
    }
    if (bias < 0)
        assert_true(w[D] == 0);
    free_and_destroy_model(&m);
    free(node);
}

static void margins_match(void **state)
{
    (void)state;
    margins_agree_with_liblinear(1, 1);
    margins_agree_with_liblinear(1, -1);
    margins_agree_with_liblinear(-1, 1);
    margins_agree_with_liblinear(-1, -1);
    margins_agree_with_liblinear(2.5, -1);
}

/* The largest entry of the objective's gradient, as linear.h writes it, over its size at w = 0. */
static double gradient_left(const sample *s, const uint32_t *rows, size_t n, const double *weight,
                            double bias, const linear_options *o, const double *w)
{
    double g[D + 1] = {0}, g0[D + 1] = {0}, worst = 0, first = 0;

    for (int f = 0; f < D; f++)
        g[f] = w[f];
    g[D] = w[D] / bias;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = rows[i];
        double C = o->C * weight[i] * (s->y[row] > 0 ? o->weight_positive : o->weight_negative);
        double short_of = 1 - s->y[row] * linear_margin(w, &s->x, row);
        double pull = short_of > 0 ? -2 * C * s->y[row] * short_of : 0, pull0 = -2 * C * s->y[row];

        for (size_t f = s->begin[row]; f < s->begin[row + 1]; f++) {
            g[s->col[f]] += pull * (double)s->val[f];
            g0[s->col[f]] += pull0 * (double)s->val[f];
        }
        g[D] += pull * bias;
        g0[D] += pull0 * bias;
    }
    for (int f = 0; f <= D; f++) {
        worst = fmax(worst, fabs(g[f]));
        first = fmax(first, fabs(g0[f]));
    }
    return worst / first;
}

/* Weights, a subset in odd order, class weights and a bias that is not 1, all at once: at the answer the
 * objective of the header is flat. */
static void weights_solve_the_objective(void **state)
{
    static const double kinds[][4] = {
        {1, 2, 3, 0}, {0.5, 1, 1.5, 0}, {0.125, 0.375, 2, 1}, {1.0 / 3, 2.0 / 3, 1, 0}};
    sample s;
    uint32_t rows[200];
    signed char y[200];
    double weight[200], w[D + 1];
    linear_options o = {.C = 1.3, .eps = 1e-8, .weight_positive = 0.8, .weight_negative = 1.7};
    err e = {0};

    (void)state;
    sample_make(&s, 12);
    for (size_t kind = 0; kind < 4; kind++) {
        linear_data *d;

        for (uint32_t i = 0; i < 200; i++) {
            rows[i] = (i * 7 + 3) % N;
            y[i] = s.y[rows[i]];
            weight[i] = kinds[kind][i % 4];
        }
        d = must(linear_open(&s.x, rows, 200, weight, 2, &e));
        assert_true(linear_fit(d, y, &o, w, &e));
        linear_close(d);
        assert_true(gradient_left(&s, rows, 200, weight, 2, &o, w) < 1e-7);
    }
}

/* Weight 2 is the row twice, weight 0 is no row: the same bits. Halves count double with C halved. */
static void weights_are_duplicates(void **state)
{
    sample s;
    uint32_t rows[2 * N], all[N];
    signed char y[2 * N];
    double weight[N], half[N], w_weight[D + 1], w_rows[D + 1], w_half[D + 1];
    linear_options o = LINEAR_DEFAULT, twice = LINEAR_DEFAULT;
    size_t n = 0;
    linear_data *d;
    err e = {0};

    (void)state;
    sample_make(&s, 13);
    for (uint32_t i = 0; i < N; i++) {
        all[i] = i;
        weight[i] = i % 3;
        half[i] = i % 3 * 0.5;
        for (uint32_t c = 0; c < i % 3; c++) {
            rows[n] = i;
            y[n++] = s.y[i];
        }
    }
    d = must(linear_open(&s.x, all, N, weight, 1, &e));
    assert_true(linear_fit(d, s.y, &o, w_weight, &e));
    linear_close(d);
    d = must(linear_open(&s.x, rows, n, NULL, 1, &e));
    assert_true(linear_fit(d, y, &o, w_rows, &e));
    linear_close(d);
    twice.C = 2 * o.C;
    d = must(linear_open(&s.x, NULL, N, half, 1, &e));
    assert_true(linear_fit(d, s.y, &twice, w_half, &e));
    linear_close(d);
    assert_memory_equal(w_weight, w_rows, sizeof w_rows);
    assert_memory_equal(w_weight, w_half, sizeof w_half);
}

enum { PROBLEMS = 20 };

typedef struct jobs {
    const linear_data *d;
    signed char y[PROBLEMS][N];
    double w[PROBLEMS][D + 1];
    bool ok[PROBLEMS];
} jobs;

static void fit_one(void *context, size_t i, unsigned worker)
{
    jobs *j = context;
    linear_options o = LINEAR_DEFAULT;
    err e = {0};

    (void)worker;
    o.C = 0.1 * (double)(i + 1);
    j->ok[i] = linear_fit(j->d, j->y[i], &o, j->w[i], &e);
}

static void threads_give_the_same_bits(void **state)
{
    sample s;
    jobs *one = must(calloc(1, sizeof *one)), *four = must(calloc(1, sizeof *four));
    random_state random = random_seed(5);
    linear_data *d;
    err e = {0};

    (void)state;
    sample_make(&s, 14);
    d = must(linear_open(&s.x, NULL, N, NULL, 1, &e));
    for (int p = 0; p < PROBLEMS; p++)
        for (int i = 0; i < N; i++)
            one->y[p][i] = random_below(&random, 4) ? s.y[i] : (signed char)-s.y[i];
    memcpy(four->y, one->y, sizeof one->y);
    one->d = four->d = d;
    srand(1);
    pool_run(1, PROBLEMS, fit_one, one);
    pool_run(4, PROBLEMS, fit_one, four);
    for (int p = 0; p < PROBLEMS; p++)
        assert_true(one->ok[p] && four->ok[p]);
    assert_memory_equal(one->w, four->w, sizeof one->w);

    /* And no number was drawn from the C library on the way. */
    int drawn = rand();

    srand(1);
    assert_int_equal(drawn, rand());
    linear_close(d);
    free(one);
    free(four);
}

static void errors_say_what(void **state)
{
    size_t begin[] = {0, 1, 2};
    uint32_t col[] = {0, 1};
    float val[] = {1, 2}, bad[] = {1, NAN};
    matrix x = {2, 2, begin, col, val}, x_bad = {2, 2, begin, col, bad},
           wide = {2, INT32_MAX, begin, col, val};
    signed char same[] = {1, 1}, both[] = {1, -1};
    double none[] = {0, 0}, negative[] = {1, -1}, nan[] = {1, NAN}, huge[] = {4e7, 4e7}, drop[] = {1, 0},
           w[3];
    linear_options o = LINEAR_DEFAULT;
    linear_data *d;
    err e = {0};

    (void)state;
    assert_null(linear_open(&x, NULL, 2, none, 1, &e));
    assert_string_equal(e.text, "no row has a weight above 0");
    assert_int_equal(e.code, ERR_INPUT);
    e = (err){0};
    assert_null(linear_open(&x, NULL, 2, negative, 1, &e));
    assert_string_equal(e.text, "weight -1 is not a number from 0 up");
    e = (err){0};
    assert_null(linear_open(&x, NULL, 2, nan, 1, &e));
    assert_string_equal(e.text, "weight nan is not a number from 0 up");
    e = (err){0};
    assert_null(linear_open(&x, NULL, 2, huge, 1, &e));
    assert_string_equal(e.text, "rows times weights, in steps of 1/1, are more than 50000000");
    e = (err){0};
    assert_null(linear_open(&x, NULL, 0, NULL, 1, &e));
    assert_string_equal(e.text, "no row has a weight above 0");
    e = (err){0};
    assert_null(linear_open(&x_bad, NULL, 2, NULL, 1, &e));
    assert_string_equal(e.text, "row 1 has a value that is not finite");
    e = (err){0};
    assert_null(linear_open(&wide, NULL, 2, NULL, 1, &e));
    assert_string_equal(e.text, "2147483647 features are more than liblinear can number");

    e = (err){0};
    d = must(linear_open(&x, NULL, 2, NULL, 1, &e));
    assert_false(linear_fit(d, same, &o, w, &e));
    assert_string_equal(e.text, "all rows are of one class: nothing to learn");
    assert_int_equal(e.code, ERR_INPUT);
    e = (err){0};
    o.C = 0;
    assert_false(linear_fit(d, both, &o, w, &e));
    assert_string_equal(e.text, "liblinear: C <= 0");
    assert_int_equal(e.code, ERR_USAGE);
    e = (err){0};
    o.C = NAN;
    assert_false(linear_fit(d, both, &o, w, &e));
    assert_string_equal(e.text, "C, eps and class weights must be finite and above 0");
    linear_close(d);

    /* The class whose only row has no weight is not there. */
    e = (err){0};
    o = LINEAR_DEFAULT;
    d = must(linear_open(&x, NULL, 2, drop, 1, &e));
    assert_false(linear_fit(d, both, &o, w, &e));
    assert_string_equal(e.text, "all rows are of one class: nothing to learn");
    linear_close(d);
    linear_close(NULL);
}

/* Two rows, one column each, no bias, worked out by hand: w = 2C / (1 + 2C) on either side. */
static void two_rows_by_hand(void **state)
{
    size_t begin[] = {0, 1, 2};
    uint32_t col[] = {0, 1};
    float val[] = {1, 1};
    matrix x = {2, 2, begin, col, val};
    signed char y[] = {-1, 1};
    linear_options o = {.C = 1, .eps = 1e-10, .weight_positive = 1, .weight_negative = 1};
    linear_data *d;
    double w[3];
    err e = {0};

    (void)state;
    d = must(linear_open(&x, NULL, 2, NULL, -1, &e));
    assert_true(linear_fit(d, y, &o, w, &e));
    close_to(w[0], -2.0 / 3, 1e-12);
    close_to(w[1], 2.0 / 3, 1e-12);
    assert_true(w[2] == 0);
    assert_true(linear_version() >= 230);
    linear_close(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_match),          cmocka_unit_test(weights_solve_the_objective),
        cmocka_unit_test(weights_are_duplicates), cmocka_unit_test(threads_give_the_same_bits),
        cmocka_unit_test(errors_say_what),        cmocka_unit_test(two_rows_by_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
