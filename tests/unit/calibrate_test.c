/* calibrate: the answers against searches that know no derivatives and against cases worked out by hand;
 * finite where classes are separable, rare or absent; flat where there is no signal; weights that are
 * duplicates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "learn/calibrate.h"

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

static double logit(double p)
{
    return log(p / (1 - p));
}

/* Platt's loss, as his paper has it. */
static double platt(const double *m, const signed char *y, const double *weight, size_t n, double slope,
                    double shift)
{
    double up = 0, down = 0, loss = 0;

    for (size_t i = 0; i < n; i++)
        *(y[i] > 0 ? &up : &down) += weight[i];
    for (size_t i = 0; i < n; i++) {
        double t = y[i] > 0 ? (up + 1) / (up + 2) : 1 / (down + 2), p = 1 / (1 + exp(slope * m[i] + shift));

        loss -= weight[i] * (t * log(p) + (1 - t) * log(1 - p));
    }
    return loss;
}

static double softmax_p(const double *m, uint32_t K, double slope, const double *shift, uint32_t k)
{
    double top = -INFINITY, sum = 0;

    for (uint32_t j = 0; j < K; j++)
        top = fmax(top, slope * m[j] + shift[j]);
    for (uint32_t j = 0; j < K; j++)
        sum += exp(slope * m[j] + shift[j] - top);
    return exp(slope * m[k] + shift[k] - top) / sum;
}

/* The loss of calibrate.h with every target written out. */
static double softmax_loss(const double *m, const uint32_t *label, const double *weight, size_t n, uint32_t K,
                           double slope, const double *shift)
{
    double *W = must(calloc(K, sizeof *W)), loss = 0;

    for (size_t i = 0; i < n; i++)
        W[label[i]] += weight[i];
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < K; k++) {
            double sure = (W[label[i]] + 1) / (W[label[i]] + 2),
                   t = label[i] == k ? sure : (1 - sure) / (K - 1);

            loss -= weight[i] * t * log(softmax_p(m + i * K, K, slope, shift, k));
        }
    free(W);
    return loss;
}

/* Steps along each coordinate, halved where none helps: slow and without any derivative. */
typedef double loss_at(const void *context, const double *x);

static void compass(loss_at *loss, const void *context, double *x, int n)
{
    double best = loss(context, x);

    for (double step = 1; step > 1e-9; step /= 2)
        for (bool better = true; better;) {
            better = false;
            for (int i = 0; i < 2 * n; i++) {
                double was = x[i / 2], now;

                x[i / 2] += i % 2 ? step : -step;
                now = loss(context, x);
                if (now < best) {
                    best = now;
                    better = true;
                } else {
                    x[i / 2] = was;
                }
            }
        }
}

typedef struct few {
    const double *m;
    const signed char *y;
    const uint32_t *label;
    const double *weight;
    size_t n;
} few;

static double few_platt(const void *context, const double *x)
{
    const few *f = context;

    return platt(f->m, f->y, f->weight, f->n, x[0], x[1]);
}

/* x: slope, then K - 1 = 2 shifts; the first is 0. */
static double few_softmax(const void *context, const double *x)
{
    const few *f = context;
    double shift[] = {0, x[1], x[2]};

    return softmax_loss(f->m, f->label, f->weight, f->n, 3, x[0], shift);
}

static void sigmoid_is_the_best(void **state)
{
    static const double m[] = {-2.1, -1.3, -0.7, -0.2, 0.1, 0.4, 0.9, 1.6, 2.2, -0.4, 0.3, 0.05};
    static const signed char y[] = {-1, -1, -1, 1, -1, 1, 1, 1, 1, -1, -1, 1};
    static const double weight[] = {1, 1, 2, 0.5, 1, 0, 1, 3, 1, 1, 0.25, 1};
    few f = {.m = m, .y = y, .weight = weight, .n = 12};
    double slope, shift, found[2] = {0, 0};
    bool flat;
    err e = {0};

    (void)state;
    assert_true(calibrate_sigmoid(m, y, weight, 12, true, &slope, &shift, &flat, &e));
    compass(few_platt, &f, found, 2);
    assert_false(flat);
    assert_true(slope < 0);
    close_to(slope, found[0], 1e-6);
    close_to(shift, found[1], 1e-6);
    assert_true(platt(m, y, weight, 12, slope, shift) <= platt(m, y, weight, 12, found[0], found[1]) + 1e-12);
}

/* Margins of two values only: the fit goes through the mean target at each, whatever it is. 30 rows at 2, of
 * which 24 are positive; 10 at -1, of which 1 is. 25 and 15 rows: targets 26/27 and 1/17. */
static void sigmoid_by_hand(void **state)
{
    double m[40], high = (24 * 26.0 / 27 + 6 / 17.0) / 30, low = (26.0 / 27 + 9 / 17.0) / 10;
    signed char y[40];
    double slope, shift, slope1000, shift1000;
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < 40; i++) {
        m[i] = i < 30 ? 2 : -1;
        y[i] = i < 24 || i == 30 ? 1 : -1;
    }
    assert_true(calibrate_sigmoid(m, y, NULL, 40, true, &slope, &shift, &flat, &e));
    assert_false(flat);
    close_to(slope, -(logit(high) - logit(low)) / 3, 1e-8);
    close_to(slope * 2 + shift, -logit(high), 1e-8);

    /* In other units and from another zero, the same probabilities. */
    for (int i = 0; i < 40; i++)
        m[i] = m[i] * 1000 + 1e6;
    assert_true(calibrate_sigmoid(m, y, NULL, 40, true, &slope1000, &shift1000, &flat, &e));
    close_to(slope1000 * 1000, slope, 1e-8);
    close_to(slope1000 * m[0] + shift1000, slope * 2 + shift, 1e-8);
}

static void sigmoid_without_signal(void **state)
{
    static const double m[] = {2, 1, -1, -2, 3}, same[] = {5, 5, 5, 5, 5};
    static const signed char against[] = {-1, -1, 1, 1, -1}, all[] = {1, 1, 1, 1, 1};
    double slope, shift;
    bool flat;
    err e = {0};

    (void)state;
    assert_true(calibrate_sigmoid(m, against, NULL, 5, true, &slope, &shift, &flat, &e));
    assert_true(flat && slope == 0);
    close_to(1 / (1 + exp(shift)), (2 * 3.0 / 4 + 3 / 5.0) / 5, 1e-12);
    assert_true(calibrate_sigmoid(same, against, NULL, 5, true, &slope, &shift, &flat, &e));
    assert_true(flat && slope == 0);
    close_to(1 / (1 + exp(shift)), (2 * 3.0 / 4 + 3 / 5.0) / 5, 1e-12);
    assert_true(calibrate_sigmoid(m, all, NULL, 5, true, &slope, &shift, &flat, &e));
    assert_true(flat && slope == 0);
    close_to(1 / (1 + exp(shift)), 6 / 7.0, 1e-12);
}

/* Separable by any distance, and one row against a thousand: finite, in the right order, not too sure. */
static void sigmoid_stays_finite(void **state)
{
    double m[1001], slope, shift;
    signed char y[1001];
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < 1001; i++) {
        m[i] = i < 500 ? -1 - i * 1e-3 : 1 + i * 1e-3;
        y[i] = i < 500 ? -1 : 1;
    }
    assert_true(calibrate_sigmoid(m, y, NULL, 1001, true, &slope, &shift, &flat, &e));
    assert_true(!flat && isfinite(slope) && isfinite(shift) && slope < 0);
    assert_true(1 / (1 + exp(slope * 1.5 + shift)) > 0.99);
    assert_true(1 / (1 + exp(slope * -1.5 + shift)) < 0.01);
    for (int i = 0; i < 1001; i++)
        y[i] = i == 1000 ? 1 : -1;
    assert_true(calibrate_sigmoid(m, y, NULL, 1001, true, &slope, &shift, &flat, &e));
    assert_true(!flat && isfinite(slope) && isfinite(shift) && slope < 0);
    for (int i = 0; i < 1001; i++)
        m[i] *= 1e-90; /* margins of any size */
    assert_true(calibrate_sigmoid(m, y, NULL, 1001, true, &slope, &shift, &flat, &e));
    assert_true(!flat && isfinite(slope) && isfinite(shift) && slope < 0);
}

enum { ROWS = 400 };

/* n rows of K margins, higher by `signal` for the label; labels of class k about as 1 / (k + 1). */
static void classes_make(double *m, uint32_t *label, size_t n, uint32_t K, double signal, uint64_t seed)
{
    random_state random = random_seed(seed);

    for (size_t i = 0; i < n; i++) {
        label[i] = (uint32_t)(random_below(&random, K) * random_below(&random, K) / K);
        for (uint32_t k = 0; k < K; k++)
            m[i * K + k] = 3 * random_unit(&random) - 2 + (label[i] == k ? signal : 0) + 0.1 * (k % 7);
    }
}

static void softmax_is_the_best(void **state)
{
    double m[30 * 3], weight[30], slope, shift[3], found[3] = {0, 0, 0}, middle;
    uint32_t label[30];
    few f = {.m = m, .label = label, .weight = weight, .n = 30};
    bool flat;
    err e = {0};

    (void)state;
    classes_make(m, label, 30, 3, 0.8, 5);
    for (int i = 0; i < 30; i++)
        weight[i] = i % 4 * 0.75;
    assert_true(calibrate_softmax(m, label, weight, 30, 3, &slope, shift, &flat, &e));
    compass(few_softmax, &f, found, 3);
    middle = (found[1] + found[2]) / 3;
    assert_false(flat);
    assert_true(slope > 0);
    close_to(slope, found[0], 1e-6);
    close_to(shift[0], -middle, 1e-6);
    close_to(shift[1], found[1] - middle, 1e-6);
    close_to(shift[2], found[2] - middle, 1e-6);
    close_to(shift[0] + shift[1] + shift[2], 0, 1e-12);
}

/* Two classes and margins (0, m): Platt's sigmoid, found another way. */
static void softmax_of_two_is_the_sigmoid(void **state)
{
    double m[ROWS], pairs[2 * ROWS], slope, shift, slope2, shift2[2];
    uint32_t label[ROWS];
    signed char y[ROWS];
    random_state random = random_seed(9);
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < ROWS; i++) {
        m[i] = 4 * random_unit(&random) - 1;
        label[i] = m[i] + 2 * random_unit(&random) > 2;
        y[i] = label[i] ? 1 : -1;
        pairs[2 * i] = 100; /* a constant for the row says nothing */
        pairs[2 * i + 1] = 100 + m[i];
    }
    assert_true(calibrate_sigmoid(m, y, NULL, ROWS, true, &slope, &shift, &flat, &e));
    assert_true(calibrate_softmax(pairs, label, NULL, ROWS, 2, &slope2, shift2, &flat, &e));
    close_to(slope2, -slope, 1e-7);
    close_to(shift2[1] - shift2[0], -shift, 1e-7);
}

/* Every derivative, taken by differences of the written-out loss, is 0 at the answer; with many classes too,
 * of which the last ones have no rows at all. */
static void softmax_is_flat_at(uint32_t K, size_t n)
{
    double *m = must(calloc(n * K, sizeof *m)), *weight = must(calloc(n, sizeof *weight));
    double *shift = must(calloc(K, sizeof *shift)), slope, first;
    uint32_t *label = must(calloc(n, sizeof *label));
    bool flat;
    err e = {0};

    classes_make(m, label, n, K, 1.5, K);
    for (size_t i = 0; i < n; i++)
        weight[i] = 1 + (double)(i % 2);
    assert_true(calibrate_softmax(m, label, weight, n, K, &slope, shift, &flat, &e));
    assert_true(!flat && slope > 0);
    first = softmax_loss(m, label, weight, n, K, slope, shift);
    for (uint32_t k = 0; k <= K; k += K < 10 ? 1 : K / 5) {
        double *x = k == K ? &slope : &shift[k], was = *x, up, down;

        assert_true(isfinite(was));
        *x = was + 1e-4;
        up = softmax_loss(m, label, weight, n, K, slope, shift);
        *x = was - 1e-4;
        down = softmax_loss(m, label, weight, n, K, slope, shift);
        *x = was;
        if (fabs(up - down) / 2e-4 > 1e-6 * first)
            fail_msg("K %u: the derivative of number %u is %g", K, k, (up - down) / 2e-4);
    }
    free(m);
    free(weight);
    free(shift);
    free(label);
}

static void softmax_is_flat_at_the_answer(void **state)
{
    (void)state;
    softmax_is_flat_at(3, ROWS);
    softmax_is_flat_at(20, ROWS);
    softmax_is_flat_at(60, 150);
}

/* No signal, margins that differ by class and by row only, the same margins everywhere: the shares. One class
 * only: finite, and that class first. */
static void softmax_without_signal(void **state)
{
    double m[ROWS * 4], slope, shift[4], W[4] = {0}, told[4] = {0};
    uint32_t label[ROWS];
    bool flat;
    err e = {0};

    (void)state;
    classes_make(m, label, ROWS, 4, -1, 6);
    for (int i = 0; i < ROWS; i++)
        W[label[i]]++;
    for (int k = 0; k < 4; k++)
        for (int j = 0; j < 4; j++)
            told[j] += W[k] * (j == k ? (W[k] + 1) / (W[k] + 2) : 1 / (W[k] + 2) / 3);
    for (int kind = 0; kind < 3; kind++) {
        assert_true(calibrate_softmax(m, label, NULL, ROWS, 4, &slope, shift, &flat, &e));
        assert_true(flat && slope == 0);
        for (uint32_t k = 0; k < 4; k++)
            close_to(softmax_p(m, 4, slope, shift, k), told[k] / ROWS, 1e-12);
        for (int i = 0; i < ROWS * 4; i++)
            m[i] = kind ? 0.1 : i % 4 * 0.3 + i / 4 * 0.7;
    }
    classes_make(m, label, ROWS, 4, 1, 8);
    for (int i = 0; i < ROWS; i++)
        label[i] = 2; /* whatever the margins say */
    assert_true(calibrate_softmax(m, label, NULL, ROWS, 4, &slope, shift, &flat, &e));
    for (uint32_t k = 0; k < 4; k++)
        assert_true(isfinite(shift[k]));
    assert_true(shift[2] > shift[0]);
}

/* Separable classes, a class with one row, one with none: finite, and the label is the likeliest. */
static void softmax_stays_finite(void **state)
{
    double m[ROWS * 5], slope, shift[5];
    uint32_t label[ROWS];
    bool flat;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < ROWS; i++) {
        label[i] = i == 7 ? 3 : i % 3; /* 4 never */
        for (uint32_t k = 0; k < 5; k++)
            m[i * 5 + k] = (label[i] == k ? 1 : -1) + 1e-3 * (i % 11);
    }
    assert_true(calibrate_softmax(m, label, NULL, ROWS, 5, &slope, shift, &flat, &e));
    assert_true(!flat && slope > 0 && isfinite(slope));
    for (uint32_t i = 0; i < ROWS; i++)
        assert_true(softmax_p(m + i * 5, 5, slope, shift, label[i]) > 0.5);
    for (uint32_t k = 0; k < 5; k++)
        assert_true(isfinite(shift[k]));
}

/* x: the slope. */
static double few_temperature(const void *context, const double *x)
{
    const few *f = context;
    static const double shift[3] = {0};

    return softmax_loss(f->m, f->label, f->weight, f->n, 3, x[0], shift);
}

static void temperature_is_the_best(void **state)
{
    double m[30 * 3], weight[30], slope, hot, found[1] = {0};
    uint32_t label[30];
    few f = {.m = m, .label = label, .weight = weight, .n = 30};
    bool flat;
    err e = {0};

    (void)state;
    classes_make(m, label, 30, 3, 0.8, 5);
    for (int i = 0; i < 30; i++)
        weight[i] = i % 4 * 0.75;
    assert_true(calibrate_temperature(m, label, weight, 30, 3, &slope, &flat, &e));
    compass(few_temperature, &f, found, 1);
    assert_false(flat);
    assert_true(slope > 0);
    close_to(slope, found[0], 1e-6);

    /* Of margins a thousand times as large T is a thousand times as large. */
    for (int i = 0; i < 90; i++)
        m[i] = m[i] * 1000 + i / 3;
    assert_true(calibrate_temperature(m, label, weight, 30, 3, &hot, &flat, &e));
    close_to(hot * 1000, slope, 1e-9);

    /* No signal, or the wrong way round: all classes alike. */
    for (int i = 0; i < 90; i++)
        m[i] = i % 3 == (int)label[i / 3] ? -1 : 0;
    assert_true(calibrate_temperature(m, label, weight, 30, 3, &slope, &flat, &e));
    assert_true(flat && slope == 0);
    for (int i = 0; i < 90; i++)
        m[i] = 0.7;
    assert_true(calibrate_temperature(m, label, weight, 30, 3, &slope, &flat, &e));
    assert_true(flat && slope == 0);
    /* Told apart without a fault: sure, and finite. */
    for (int i = 0; i < 90; i++)
        m[i] = (i % 3 == (int)label[i / 3]) * 1e-50;
    assert_true(calibrate_temperature(m, label, weight, 30, 3, &slope, &flat, &e));
    assert_true(!flat && isfinite(slope) && slope > 1e50);
}

/* Two classes, one margin value on either side: by hand. Margins 1 and -1, 9 of 10 right on each side: the
 * targets are 11/12 and 1/12, so that the best p at margin 1 is 0.9 * 11/12 + 0.1 * 1/12. */
static void temperature_by_hand(void **state)
{
    double m[40], slope;
    uint32_t label[20];
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < 20; i++) {
        m[2 * i] = 0;
        m[2 * i + 1] = i < 10 ? 1 : -1;
        label[i] = (i < 10) != (i % 10 == 0);
    }
    assert_true(calibrate_temperature(m, label, NULL, 20, 2, &slope, &flat, &e));
    assert_false(flat);
    close_to(slope, logit(0.9 * 11 / 12 + 0.1 / 12), 1e-9);
}

/* Margins 1 2 3 4 5, labels - + - + +, and the two added rows: + below, - above.
 *   + -        margin 1     1/2
 *   + -        margins 2 3  1/2, the same step
 *   + + -      margins 4 5  2/3 */
static void isotonic_by_hand(void **state)
{
    static const double m[] = {5, 3, 2, 4, 1}, same[] = {7, 7, 7, 7, 7};
    static const signed char y[] = {1, -1, 1, 1, -1}, all[] = {1, 1, 1, 1, 1};
    double at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX];
    uint32_t n;
    bool flat;
    err e = {0};

    (void)state;
    assert_true(calibrate_isotonic(m, y, NULL, 5, at, height, &n, &flat, &e));
    assert_false(flat);
    assert_int_equal(n, 4);
    assert_true(at[0] == 1 && at[1] == 3 && at[2] == 4 && at[3] == 5);
    close_to(height[0], 0.5, 1e-15);
    close_to(height[1], 0.5, 1e-15);
    close_to(height[2], 2 / 3.0, 1e-15);
    close_to(height[3], 2 / 3.0, 1e-15);

    /* One margin, or one class: the share, of which no class has all. */
    assert_true(calibrate_isotonic(same, y, NULL, 5, at, height, &n, &flat, &e));
    assert_true(flat && n == 1 && at[0] == 7);
    close_to(height[0], 4 / 7.0, 1e-15);
    assert_true(calibrate_isotonic(m, all, NULL, 5, at, height, &n, &flat, &e));
    assert_true(flat && n == 2 && at[0] == 1 && at[1] == 5);
    close_to(height[0], 6 / 7.0, 1e-15);
}

/* value = max over a <= i of min over b >= i of the mean of a .. b, with the two added rows written out. */
static void isotonic_is_the_closest(void **state)
{
    double at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX];
    random_state random = random_seed(21);
    err e = {0};

    (void)state;
    for (int round = 0; round < 300; round++) {
        size_t n = 1 + random_below(&random, 20);
        double m[20], weight[20], value, positive[22] = {0}, all[22] = {0};
        signed char y[20];
        uint32_t n_knots, knot = 0;
        bool flat;

        for (size_t i = 0; i < n; i++) {
            m[i] = (double)random_below(&random, 20);
            y[i] = random_below(&random, 20) < m[i] ? 1 : -1;
            weight[i] = random_below(&random, 4) ? 0.5 + random_unit(&random) : i == 0;
            positive[1 + (int)m[i]] += y[i] > 0 ? weight[i] : 0;
            all[1 + (int)m[i]] += weight[i];
        }
        positive[0] = all[0] = all[21] = 1;
        if (!calibrate_isotonic(m, y, weight, n, at, height, &n_knots, &flat, &e)) {
            assert_string_equal(e.text, "no row to calibrate on");
            e = (err){0};
            continue;
        }
        for (uint32_t k = 0; k < n_knots; k++) {
            assert_true(height[k] > 0 && height[k] < 1);
            assert_true(k == 0 || (at[k] > at[k - 1] && height[k] >= height[k - 1]));
        }
        for (int i = 0; i < 20; i++) {
            double highest = -INFINITY;

            if (all[1 + i] == 0)
                continue;
            for (int a = 0; a <= 1 + i; a++) {
                double lowest = INFINITY;

                for (int b = 1 + i; b < 22; b++) {
                    double sum = 0, weights = 0;

                    for (int j = a; j <= b; j++) {
                        sum += positive[j];
                        weights += all[j];
                    }
                    lowest = fmin(lowest, sum / weights);
                }
                highest = fmax(highest, lowest);
            }
            while (knot + 1 < n_knots && at[knot + 1] <= i)
                knot++;
            value = height[knot];
            assert_true(at[knot] == i || (knot + 1 < n_knots && height[knot + 1] == value));
            close_to(value, highest, 1e-12);
        }
    }
}

/* The n highest are positive, the n lowest negative: n / (n + 1) and 1 / (n + 1). Weights as large as may be.
 */
static void isotonic_is_never_certain(void **state)
{
    double m[200], weight[200], at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX];
    signed char y[200];
    uint32_t n;
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < 200; i++) {
        m[i] = i - 100;
        y[i] = i >= 100 ? 1 : -1;
        weight[i] = 1e9;
    }
    assert_true(calibrate_isotonic(m, y, NULL, 200, at, height, &n, &flat, &e));
    assert_true(!flat && n == 4);
    close_to(height[0], 1 / 101.0, 1e-12);
    close_to(height[3], 100 / 101.0, 1e-12);
    assert_true(calibrate_isotonic(m, y, weight, 200, at, height, &n, &flat, &e));
    assert_true(height[0] > 0 && height[n - 1] < 1);
}

/* More steps than there is room for: 2,000 margins, at margin i the share i / 2,000. */
static void isotonic_has_few_knots(void **state)
{
    enum { STEPS = 2000 };
    double *m = must(calloc(2 * STEPS, sizeof *m)), *weight = must(calloc(2 * STEPS, sizeof *weight));
    signed char *y = must(calloc(2 * STEPS, 1));
    double at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX];
    uint32_t n;
    bool flat;
    err e = {0};

    (void)state;
    for (int i = 0; i < STEPS; i++) {
        m[2 * i] = m[2 * i + 1] = i;
        y[2 * i] = 1;
        y[2 * i + 1] = -1;
        weight[2 * i] = i;
        weight[2 * i + 1] = STEPS - i;
    }
    assert_true(calibrate_isotonic(m, y, weight, 2 * STEPS, at, height, &n, &flat, &e));
    assert_true(n > CALIBRATE_KNOTS_MAX / 2 && n <= CALIBRATE_KNOTS_MAX);
    for (uint32_t k = 0; k < n; k++) {
        assert_true(k == 0 || (at[k] > at[k - 1] && height[k] >= height[k - 1]));
        assert_true(fabs(height[k] - at[k] / STEPS) < 2.0 / CALIBRATE_KNOTS_MAX);
    }
    free(m);
    free(weight);
    free(y);
}

static void weights_are_duplicates(void **state)
{
    double m[60 * 3], weight[60], twice[120 * 3], first[120], slope, slope2, shift[3], shift2[3];
    signed char y[60], y2[120];
    uint32_t label[60], label2[120];
    size_t n = 0;
    bool flat;
    err e = {0};

    (void)state;
    classes_make(m, label, 60, 3, 1, 12);
    for (size_t i = 0; i < 60; i++) {
        weight[i] = (double)(i % 3);
        y[i] = label[i] ? 1 : -1;
        for (size_t c = 0; c < i % 3; c++, n++) {
            memcpy(twice + 3 * n, m + 3 * i, 3 * sizeof *m);
            label2[n] = label[i];
            y2[n] = y[i];
        }
    }
    assert_true(calibrate_softmax(m, label, weight, 60, 3, &slope, shift, &flat, &e));
    assert_true(calibrate_softmax(twice, label2, NULL, n, 3, &slope2, shift2, &flat, &e));
    close_to(slope, slope2, 1e-7);
    for (int k = 0; k < 3; k++)
        close_to(shift[k], shift2[k], 1e-7);

    for (size_t i = 0; i < 60; i++)
        first[i] = m[3 * i + 1] - m[3 * i];
    assert_true(calibrate_sigmoid(first, y, weight, 60, true, &slope, shift, &flat, &e));
    for (size_t i = 0; i < n; i++)
        first[i] = twice[3 * i + 1] - twice[3 * i];
    assert_true(calibrate_sigmoid(first, y2, NULL, n, true, &slope2, shift2, &flat, &e));
    close_to(slope, slope2, 1e-7);
    close_to(shift[0], shift2[0], 1e-7);

    assert_true(calibrate_temperature(m, label, weight, 60, 3, &slope, &flat, &e));
    assert_true(calibrate_temperature(twice, label2, NULL, n, 3, &slope2, &flat, &e));
    close_to(slope, slope2, 1e-7);
}

static void errors_say_what(void **state)
{
    double m[] = {1, 2, 3, NAN}, weight[] = {1, -1}, none[] = {0, 0}, slope, shift[2];
    signed char y[] = {1, -1};
    uint32_t label[] = {0, 1};
    bool flat;
    err e = {0};

    (void)state;
    assert_false(calibrate_softmax(m, label, NULL, 2, 2, &slope, shift, &flat, &e));
    assert_string_equal(e.text, "margin nan of row 1 cannot be calibrated");
    assert_int_equal(e.code, ERR_INPUT);
    e = (err){0};
    assert_false(calibrate_sigmoid(m, y, weight, 2, true, &slope, shift, &flat, &e));
    assert_string_equal(e.text, "weight -1 of row 1 is not a number from 0 to 1e9");
    e = (err){0};
    assert_false(calibrate_sigmoid(m, y, none, 2, true, &slope, shift, &flat, &e));
    assert_string_equal(e.text, "no row to calibrate on");
    e = (err){0};
    assert_false(calibrate_sigmoid(m, y, NULL, 0, true, &slope, shift, &flat, &e));
    assert_string_equal(e.text, "no row to calibrate on");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sigmoid_is_the_best),
        cmocka_unit_test(sigmoid_by_hand),
        cmocka_unit_test(sigmoid_without_signal),
        cmocka_unit_test(sigmoid_stays_finite),
        cmocka_unit_test(softmax_is_the_best),
        cmocka_unit_test(softmax_of_two_is_the_sigmoid),
        cmocka_unit_test(softmax_is_flat_at_the_answer),
        cmocka_unit_test(softmax_without_signal),
        cmocka_unit_test(softmax_stays_finite),
        cmocka_unit_test(temperature_is_the_best),
        cmocka_unit_test(temperature_by_hand),
        cmocka_unit_test(isotonic_by_hand),
        cmocka_unit_test(isotonic_is_the_closest),
        cmocka_unit_test(isotonic_is_never_certain),
        cmocka_unit_test(isotonic_has_few_knots),
        cmocka_unit_test(weights_are_duplicates),
        cmocka_unit_test(errors_say_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
