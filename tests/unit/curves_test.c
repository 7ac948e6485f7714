/* Curves against cases counted by hand, and against scikit-learn 1.2.1 (average precision) and numpy (AURC,
 * its definition written out) on rows that both sides draw from the same recipe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "measure/curves.h"

enum { N = 300 };

static const str label[] = {{"a", 1}, {"b", 1}, {"c", 1}};

typedef struct rows {
    uint32_t truth[N], given[N];
    double weight[N];
    float score[2 * N];
    certainty certainty[N];
} rows;

static uint32_t draw(uint32_t *x, uint32_t n)
{
    *x = (*x * 1103515245u + 12345u) & 0x7fffffffu;
    return (*x >> 16) % n;
}

static answers make(rows *r)
{
    uint32_t x = 7;

    for (size_t i = 0; i < N; i++) {
        uint32_t sure;

        r->truth[i] = draw(&x, 3);
        r->given[i] = draw(&x, 4) ? r->truth[i] : draw(&x, 3);
        sure = 40 + draw(&x, 25) + (r->truth[i] == r->given[i] ? 5 : 0);
        r->certainty[i] = (certainty){.confidence = sure / 80.0};
        r->weight[i] = (1 + draw(&x, 8)) / 4.0;
        r->score[2 * i] = (float)(draw(&x, 20) + (r->truth[i] == 1 ? 10 : 0));
        r->score[2 * i + 1] = (float)NAN; /* of another label: never looked at */
    }
    return (answers){.N = N,
                     .K = 3,
                     .T = 3,
                     .label = label,
                     .truth = r->truth,
                     .given = r->given,
                     .certainty = r->certainty};
}

static void near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-12))
        fail_msg("%.15g, not %.15g", got, want);
}

static void test_reference(void **state)
{
    static rows r;
    answers in = make(&r);
    arena a = {0};
    curve c;
    err e = {0};
    bool met = false;

    (void)state;
    assert_true(curves_risk(&in, &a, &c, &e));
    near(c.area, 0.12860574344377);
    for (size_t i = 0; i < c.n; i++)
        if (c.point[i].score == 0.75) {
            near(c.point[i].x, 0.33);
            near(c.point[i].y, 13 / 99.0);
            met = true;
        }
    assert_true(met);
    assert_true(curves_precision(&in, 1, r.score, 2, &a, &c, &e));
    near(c.area, 0.810748269473087);
    in.weight = r.weight;
    assert_true(curves_risk(&in, &a, &c, &e));
    near(c.area, 0.125524426913495);
    assert_true(curves_precision(&in, 1, r.score, 2, &a, &c, &e));
    near(c.area, 0.810244602827839);
    arena_free(&a);
}

/* Five rows, two of them equally sure, of which one is wrong; one without probabilities. */
static void test_ties(void **state)
{
    static const uint32_t truth[] = {0, 0, 1, 1, 0, 0}, given[] = {0, 1, 1, 0, 0, 1};
    static const double confidence[] = {0.9, 0.8, 0.8, 0.6, 0.5, (double)NAN};
    certainty sure[6];
    answers in = {.N = 6, .K = 2, .T = 2, .label = label, .truth = truth, .given = given, .certainty = sure};
    static const double x[] = {0.2, 0.6, 0.8, 1}, y[] = {0, 1 / 3.0, 0.5, 0.4};
    arena a = {0};
    curve c;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++)
        sure[i] = (certainty){.confidence = confidence[i]};
    assert_true(curves_risk(&in, &a, &c, &e));
    assert_int_equal(c.n, 4);
    for (size_t i = 0; i < 4; i++) {
        near(c.point[i].x, x[i]);
        near(c.point[i].y, y[i]);
    }
    near(c.area, 0.2 * 0 + 0.4 / 3 + 0.2 * 0.5 + 0.2 * 0.4);
    arena_free(&a);
}

/* A perfect order is drawn as one: what comes after the label's last row is no part of the curve. */
static void test_perfect(void **state)
{
    enum { FEW = 40 };
    static uint32_t truth[FEW], given[FEW];
    static float score[FEW];
    answers in = {.N = FEW, .K = 2, .T = 2, .label = label, .truth = truth, .given = given};
    arena a = {0};
    curve c;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < FEW; i++) {
        truth[i] = i % 4 == 0;
        score[i] = (float)(truth[i] ? 100 + i : i);
    }
    assert_true(curves_precision(&in, 1, score, 1, &a, &c, &e));
    near(c.area, 1);
    near(c.whole, 0.25);
    assert_int_equal(c.n, 10);
    for (size_t i = 0; i < c.n; i++)
        near(c.point[i].y, 1);
    near(c.point[9].x, 1);
    /* The other way round it is as bad as can be: 1 of 31, 2 of 32 ... */
    for (size_t i = 0; i < FEW; i++)
        score[i] = -score[i];
    assert_true(curves_precision(&in, 1, score, 1, &a, &c, &e));
    near(c.point[0].x, 0.1);
    near(c.point[0].y, 1 / 31.0);
    arena_free(&a);
}

/* A curve of many thresholds keeps its ends, its order and its area. */
static void test_thinned(void **state)
{
    enum { MANY = 50000 };
    static uint32_t truth[MANY], given[MANY];
    static certainty sure[MANY];
    answers in = {
        .N = MANY, .K = 2, .T = 2, .label = label, .truth = truth, .given = given, .certainty = sure};
    arena a = {0};
    curve c;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        truth[i] = i % 10 == 9;
        sure[i] = (certainty){.confidence = 1 - (double)i / MANY / 2};
    }
    assert_true(curves_risk(&in, &a, &c, &e));
    assert_in_range(c.n, CURVE_STEPS, CURVE_STEPS + 2);
    near(c.point[0].x, 1.0 / MANY);
    near(c.point[c.n - 1].x, 1);
    near(c.point[c.n - 1].y, 0.1);
    near(c.whole, 0.1);
    for (size_t i = 1; i < c.n; i++)
        assert_true(c.point[i].x > c.point[i - 1].x && c.point[i].score < c.point[i - 1].score);
    assert_true(fabs(c.area - 0.1) < 1e-3);
    arena_free(&a);
}

static void test_nothing(void **state)
{
    static rows r;
    answers in = make(&r);
    arena a = {0};
    curve c;
    err e = {0};

    (void)state;
    in.certainty = NULL;
    assert_true(curves_risk(&in, &a, &c, &e));
    assert_true(c.n == 0 && isnan(c.area));
    memset(r.truth, 0, sizeof r.truth);
    assert_true(curves_precision(&in, 1, r.score, 2, &a, &c, &e));
    assert_true(c.n == 0 && isnan(c.area));
    /* One score for all: one threshold, at which precision is the label's share. */
    for (size_t i = 0; i < N; i++)
        r.score[2 * i] = 1, r.truth[i] = i % 3 == 0;
    assert_true(curves_precision(&in, 1, r.score, 2, &a, &c, &e));
    assert_int_equal(c.n, 1);
    near(c.point[0].x, 1);
    near(c.area, 1 / 3.0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference), cmocka_unit_test(test_ties),    cmocka_unit_test(test_perfect),
        cmocka_unit_test(test_thinned),   cmocka_unit_test(test_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
