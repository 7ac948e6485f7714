/* linear: margins and objective as liblinear finds them, solutions where the weighted objective is flat, each
 * lane as it is by itself, the same bits on one thread and on four, one clear error for what cannot be
 * fitted. */
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

static linear_data *open_rows(const sample *s, size_t n, const double *weight)
{
    err e = {0};

    return must(linear_open(&s->x, n, weight, &e));
}

/* One lane of weights 1, or as given. */
static void fit_lane(const linear_data *d, const linear_options *o, const signed char *y, double positive,
                     double negative, double *w)
{
    linear_lane lane = {y, positive, negative, w, false};
    err e = {0};

    if (!linear_fit(d, o, &lane, 1, &e))
        fail_msg("%s", e.text);
}

/* The objective of the header. */
static double objective(const sample *s, double C, double positive, double negative, const double *w)
{
    double sum = 0;

    for (int f = 0; f <= D; f++)
        sum += w[f] * w[f] / 2;
    for (uint32_t i = 0; i < N; i++) {
        double short_of = 1 - s->y[i] * linear_margin(w, &s->x, i);

        if (short_of > 0)
            sum += C * (s->y[i] > 0 ? positive : negative) * short_of * short_of;
    }
    return sum;
}

/* What liblinear makes of the same problem, given by hand, at a tolerance that leaves nothing to wish for. */
static void fit_theirs(const sample *s, double C, double positive, double negative, double *w)
{
    struct feature_node *node = must(malloc(sizeof *node * (N * (PER_ROW + 2)))), *rows[N], *at = node;
    double label[N];
    int classes[] = {1, -1};
    double weights[] = {positive, negative};
    struct problem problem = {.l = N, .n = D + 1, .y = label, .x = rows, .bias = 1};
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC,
                                  .C = C,
                                  .eps = 1e-8,
                                  .nr_weight = 2,
                                  .weight_label = classes,
                                  .weight = weights};
    struct model *m;

#if LIBLINEAR_VERSION >= 240
    parameter.regularize_bias = 1;
#endif
    for (int i = 0; i < N; i++) {
        rows[i] = at;
        label[i] = s->y[i];
        for (size_t f = s->begin[i]; f < s->begin[i + 1]; f++)
            *at++ = (struct feature_node){(int)s->col[f] + 1, s->val[f]};
        *at++ = (struct feature_node){D + 1, 1};
        *at++ = (struct feature_node){-1, 0};
    }
    m = train(&problem, &parameter);
    for (int f = 0; f <= D; f++)
        w[f] = m->label[0] * m->w[f];
    free_and_destroy_model(&m);
    free(node);
}

static void quiet(const char *line)
{
    (void)line;
}

static void as_liblinear(void **state)
{
    static const double Cs[] = {0.01, 0.7, 4};

    (void)state;
    set_print_string_function(quiet);
    for (size_t k = 0; k < 6; k++) {
        double C = Cs[k / 2], positive = k % 2 ? 2 : 1, negative = k % 2 ? 0.5 : 1;
        double w[D + 1], theirs[D + 1], best;
        linear_options o = {.C = C, .eps = 1e-5};
        sample s;
        linear_data *d;

        sample_make(&s, 11 + k);
        fit_theirs(&s, C, positive, negative, theirs);
        best = objective(&s, C, positive, negative, theirs);
        d = open_rows(&s, N, NULL);
        fit_lane(d, &o, s.y, positive, negative, w);
        close_to(objective(&s, C, positive, negative, w), best, 1e-6);
        for (uint32_t i = 0; i < N; i++) {
            double ours = linear_margin(w, &s.x, i), want = linear_margin(theirs, &s.x, i);

            close_to(ours, want, 1e-4);
            assert_true((ours > 0) == (want > 0));
        }

        o.eps = 0.1; /* the default: the objective within half a hundredth */
        fit_lane(d, &o, s.y, positive, negative, w);
        close_to(objective(&s, C, positive, negative, w), best, 5e-3);
        linear_close(d);
    }
}

/* The largest entry of the weighted objective's gradient over its size at w = 0. */
static double gradient_left(const sample *s, size_t n, const double *weight, const linear_options *o,
                            linear_lane *lane)
{
    double g[D + 1] = {0}, g0[D + 1] = {0}, worst = 0, first = 0;

    for (int f = 0; f <= D; f++)
        g[f] = lane->w[f];
    for (uint32_t i = 0; i < n; i++) {
        double y = lane->y[i];
        double C = o->C * weight[i] * (y > 0 ? lane->weight_positive : lane->weight_negative);
        double short_of = 1 - y * linear_margin(lane->w, &s->x, i);
        double pull = short_of > 0 ? -2 * C * y * short_of : 0, pull0 = -2 * C * y;

        for (size_t f = s->begin[i]; f < s->begin[i + 1]; f++) {
            g[s->col[f]] += pull * (double)s->val[f];
            g0[s->col[f]] += pull0 * (double)s->val[f];
        }
        g[D] += pull;
        g0[D] += pull0;
    }
    for (int f = 0; f <= D; f++) {
        worst = fmax(worst, fabs(g[f]));
        first = fmax(first, fabs(g0[f]));
    }
    return worst / first;
}

/* Any weights of rows, of classes, and fewer rows than the matrix has: the objective is flat at the answer.
 */
static void weights_solve_the_objective(void **state)
{
    const double kinds[][4] = {{1, 2, 3, 0}, {0.5, 1, 1.5, 0}, {0.01, 0.77, 20, 1}, {1.0 / 3, 1, 0, 0}};
    linear_options o = {.C = 1.3, .eps = 1e-5};

    (void)state;
    for (size_t kind = 0; kind < 4; kind++) {
        double weight[200], w[D + 1];
        sample s;
        linear_lane lane = {s.y, 0.8, 1.7, w, false};
        linear_data *d;

        sample_make(&s, 12 + kind);
        for (uint32_t i = 0; i < 200; i++)
            weight[i] = kinds[kind][i % 4];
        d = open_rows(&s, 200, weight);
        fit_lane(d, &o, s.y, lane.weight_positive, lane.weight_negative, w);
        linear_close(d);
        assert_true(gradient_left(&s, 200, weight, &o, &lane) < 1e-5);
    }
}

/* A solver that is stopped says so: with such a C and eps there is no end within LINEAR_ROUNDS_MAX rounds. */
static void stopped_is_said(void **state)
{
    double w[D + 1];
    sample s;
    linear_lane lane = {s.y, 1, 1, w, false};
    linear_data *d;
    err e = {0};

    (void)state;
    sample_make(&s, 5);
    d = open_rows(&s, 200, NULL);
    assert_true(linear_fit(d, &(linear_options){.C = 1, .eps = 0.1}, &lane, 1, &e));
    assert_true(lane.rested);
    assert_true(linear_fit(d, &(linear_options){.C = 1e6, .eps = 1e-12}, &lane, 1, &e));
    assert_false(lane.rested);
    linear_close(d);
}

/* Lanes share their looks at rows and nothing else: company changes no bit, at its first lane or its last. */
static void lanes_keep_to_themselves(void **state)
{
    signed char y[LINEAR_LANES][N];
    double alone[LINEAR_LANES][D + 1], together[LINEAR_LANES][D + 1];
    random_state random = random_seed(6);
    linear_options o = LINEAR_DEFAULT;
    linear_lane lane[LINEAR_LANES];
    sample s;
    linear_data *d;
    err e = {0};

    (void)state;
    sample_make(&s, 15);
    d = open_rows(&s, N, NULL);
    for (unsigned l = 0; l < LINEAR_LANES; l++) {
        for (int i = 0; i < N; i++)
            y[l][i] = random_below(&random, 2 + 3 * l) ? s.y[i] : (signed char)-s.y[i];
        lane[l] = (linear_lane){y[l], 1 + l, 1, together[l], false};
    }
    assert_true(linear_fit(d, &o, lane, LINEAR_LANES, &e));
    for (unsigned l = 0; l < LINEAR_LANES; l++) {
        double other[D + 1];
        linear_lane pair[] = {{y[(l + 1) % LINEAR_LANES], 1, 3, other, false},
                              {y[l], 1 + l, 1, alone[l], false}};

        assert_true(linear_fit(d, &o, pair, 2, &e));
        assert_memory_equal(alone[l], together[l], sizeof alone[l]);
        fit_lane(d, &o, y[l], 1 + l, 1, alone[l]); /* by itself sums are those of another loop */
        for (int f = 0; f <= D; f++)
            close_to(alone[l][f], together[l][f], 1e-3);
    }
    linear_close(d);
}

enum { PROBLEMS = 20 };

typedef struct jobs {
    const linear_data *d;
    signed char y[PROBLEMS][N];
    double w[PROBLEMS][D + 1];
} jobs;

static void fit_one(void *context, size_t i, unsigned worker)
{
    jobs *j = context;
    linear_options o = {.C = 0.1 * (double)(i + 1), .eps = 0.1};

    (void)worker;
    fit_lane(j->d, &o, j->y[i], 1, 1, j->w[i]);
}

static void threads_give_the_same_bits(void **state)
{
    sample s;
    jobs *one = must(calloc(1, sizeof *one)), *four = must(calloc(1, sizeof *four));
    random_state random = random_seed(5);
    linear_data *d;

    (void)state;
    sample_make(&s, 14);
    d = open_rows(&s, N, NULL);
    for (int p = 0; p < PROBLEMS; p++)
        for (int i = 0; i < N; i++)
            one->y[p][i] = random_below(&random, 4) ? s.y[i] : (signed char)-s.y[i];
    memcpy(four->y, one->y, sizeof one->y);
    one->d = four->d = d;
    pool_run(1, PROBLEMS, fit_one, one);
    pool_run(4, PROBLEMS, fit_one, four);
    assert_memory_equal(one->w, four->w, sizeof one->w);
    linear_close(d);
    free(one);
    free(four);
}

static void expect_no_data(const matrix *x, size_t n, const double *weight, const char *why)
{
    err e = {0};

    assert_null(linear_open(x, n, weight, &e));
    assert_string_equal(e.text, why);
    assert_int_equal(e.code, ERR_INPUT);
}

static void errors_say_what(void **state)
{
    size_t begin[] = {0, 1, 2};
    uint32_t col[] = {0, 1};
    float val[] = {1, 2}, bad[] = {1, NAN};
    matrix x = {.N = 2, .D = 2, .begin = begin, .col = col, .val = val},
           x_bad = {.N = 2, .D = 2, .begin = begin, .col = col, .val = bad};
    double w[3];
    const signed char same[] = {1, 1}, both[] = {1, -1};
    linear_lane one_class = {same, 1, 1, w, false}, lane = {both, 1, 1, w, false},
                no_weight = {both, 1, 0, w, false};
    linear_options o = LINEAR_DEFAULT;
    linear_data *d;
    err e = {0};

    (void)state;
    expect_no_data(&x, 2, (double[]){0, 0}, "no row has a weight above 0");
    expect_no_data(&x, 0, NULL, "no row has a weight above 0");
    expect_no_data(&x, 2, (double[]){1, -1}, "weight -1 is not a number from 0 up");
    expect_no_data(&x, 2, (double[]){1, NAN}, "weight nan is not a number from 0 up");
    expect_no_data(&x_bad, 2, NULL, "row 1 has a value that is not finite");

    d = must(linear_open(&x, 2, NULL, &e));
    assert_false(linear_fit(d, &o, &one_class, 1, &e));
    assert_string_equal(e.text, "all rows are of one class: nothing to learn");
    assert_int_equal(e.code, ERR_INPUT);
    e = (err){0};
    assert_false(linear_fit(d, &o, &no_weight, 1, &e));
    assert_string_equal(e.text, "C, eps and class weights must be finite and above 0");
    assert_int_equal(e.code, ERR_USAGE);
    for (unsigned way = 0; way < 3; way++) {
        const linear_options wrong[] = {{0, 0.1}, {NAN, 0.1}, {1, 0}};

        e = (err){0};
        assert_false(linear_fit(d, &wrong[way], &lane, 1, &e));
        assert_int_equal(e.code, ERR_USAGE);
    }
    linear_close(d);

    /* The class whose only row has no weight is not there. */
    e = (err){0};
    d = must(linear_open(&x, 2, (double[]){1, 0}, &e));
    assert_false(linear_fit(d, &o, &lane, 1, &e));
    assert_string_equal(e.text, "all rows are of one class: nothing to learn");
    linear_close(d);
    linear_close(NULL);
}

/* Two rows, one column each, worked out by hand: by symmetry b = 0 and w = 2C / (1 + 2C) on either side. */
static void two_rows_by_hand(void **state)
{
    size_t begin[] = {0, 1, 2};
    uint32_t col[] = {0, 1};
    float val[] = {1, 1};
    matrix x = {.N = 2, .D = 2, .begin = begin, .col = col, .val = val};
    const signed char y[] = {-1, 1};
    linear_options o = {.C = 1, .eps = 1e-6};
    linear_data *d;
    double w[3];
    err e = {0};

    (void)state;
    d = must(linear_open(&x, 2, NULL, &e));
    fit_lane(d, &o, y, 1, 1, w);
    close_to(w[0], -2.0 / 3, 1e-6);
    close_to(w[1], 2.0 / 3, 1e-6);
    close_to(w[2], 0, 1e-6);
    linear_close(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_liblinear),
        cmocka_unit_test(weights_solve_the_objective),
        cmocka_unit_test(stopped_is_said),
        cmocka_unit_test(lanes_keep_to_themselves),
        cmocka_unit_test(threads_give_the_same_bits),
        cmocka_unit_test(errors_say_what),
        cmocka_unit_test(two_rows_by_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
