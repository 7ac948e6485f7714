/* The decision: which label a margin row means, at the ties and at the ends of double. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "model/model.h"

static const double minus[4] = {-1, -1, -1, -1}, plus[4] = {1, 1, 1, 1}, zero[4] = {0};

static void two_labels(void **state)
{
    const struct {
        double margin, p1;
        uint32_t label;
    } rows[] = {
        {0, 0.5, 0}, /* a tie goes to the lower index */
        {1, 0.7310585786300049, 1},
        {-1, 0.2689414213699951, 0},
        {1e-9, 0.50000000025, 1},
        {800, 1, 1}, /* exp(800) is infinite */
        {-800, 0, 0},
        {1e308, 1, 1},
        {-1e308, 0, 0},
        {INFINITY, 1, 1},
        {-INFINITY, 0, 0},
    };
    const model m = {
        .K = 2, .L = 1, .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = zero}};
    const model bare = {.K = 2, .L = 1};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double p[2], none[2];

        assert_int_equal(model_decide(&m, &rows[i].margin, p), rows[i].label);
        assert_true(fabs(p[1] - rows[i].p1) < 1e-12);
        assert_true(p[0] == 1 - p[1]);
        assert_int_equal(model_decide(&bare, &rows[i].margin, none), rows[i].label);
        assert_true(isnan(none[0]) && isnan(none[1]));
        for (uint32_t k = 0; k < 2; k++) {
            assert_int_equal(model_gives(&m, &rows[i].margin, p, k), k == rows[i].label);
            assert_int_equal(model_gives(&bare, &rows[i].margin, none, k), k == rows[i].label);
        }
    }
}

/* A calibration may move the threshold: the label follows the probability, not the margin. */
static void label_follows_probability(void **state)
{
    const double shift[1] = {2}, margin[1] = {1};
    const model m = {
        .K = 2, .L = 1, .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = shift}};
    double p[2];

    (void)state;
    assert_int_equal(model_decide(&m, margin, p), 0);
    assert_true(fabs(p[1] - 1 / (1 + exp(1))) < 1e-15);
}

static void three_labels(void **state)
{
    const struct {
        double margin[3];
        double p[3];
        uint32_t label;
    } rows[] = {
        {{0, 0, 0}, {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0},
        {{-1, 2, 2}, {0.024288, 0.487856, 0.487856}, 1},
        {{1, 2, 3}, {0.0900305731703805, 0.2447284710547977, 0.6652409557748219}, 2},
        {{1e5, -1e5, 0}, {1, 0, 0}, 0},
        {{-1e308, -1e308, 1e308}, {0, 0, 1}, 2},
        {{INFINITY, INFINITY, 0}, {0.5, 0.5, 0}, 0},
        {{-INFINITY, -INFINITY, -INFINITY}, {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0},
        {{NAN, 0, -1}, {0, 0.731059, 0.268941}, 1},
        {{NAN, NAN, NAN}, {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0},
    };
    const model m = {
        .K = 3, .L = 3, .calibration = {.kind = CALIBRATION_SOFTMAX, .slope = plus, .shift = zero}};
    const model bare = {.K = 3, .L = 3};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double p[3], none[3];

        assert_int_equal(model_decide(&m, rows[i].margin, p), rows[i].label);
        for (uint32_t k = 0; k < 3; k++)
            assert_true(fabs(p[k] - rows[i].p[k]) < 1e-6);
        assert_true(fabs(p[0] + p[1] + p[2] - 1) < 1e-12);
        assert_int_equal(model_decide(&bare, rows[i].margin, none), rows[i].label);
    }
}

static void several_labels_a_record(void **state)
{
    const double margin[3] = {-1, 0, 2};
    const model m = {.K = 3,
                     .L = 3,
                     .multi_label = true,
                     .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = zero}};
    const model bare = {.K = 3, .L = 3, .multi_label = true};
    double p[3];

    (void)state;
    assert_int_equal(model_decide(&m, margin, p), 2);
    assert_true(p[1] == 0.5);
    for (uint32_t k = 0; k < 3; k++)
        assert_int_equal(model_gives(&m, margin, p, k), k == 2);
    assert_int_equal(model_decide(&bare, margin, p), 2);
    for (uint32_t k = 0; k < 3; k++)
        assert_int_equal(model_gives(&bare, margin, p, k), k == 2);
}

/* Lane 0 has knots (-1, 0.1), (1, 0.5), (3, 0.5), lane 1 one at (0, 0.3), lane 2 (0, 0.2), (1, 0.4). */
static void knots_decide(void **state)
{
    static const uint64_t end[3] = {3, 4, 6};
    static const double at[6] = {-1, 1, 3, 0, 0, 1}, height[6] = {0.1, 0.5, 0.5, 0.3, 0.2, 0.4};
    static const struct {
        double margin, p;
    } rows[] = {{-INFINITY, 0.1}, {-2, 0.1},   {-1, 0.1},    {0, 0.3},     {0.5, 0.4},
                {1, 0.5},         {2, 0.5},    {3, 0.5},     {1e308, 0.5}, {INFINITY, 0.5},
                {NAN, 0.1},       {-0.5, 0.2}, {0.99, 0.498}};
    const calibration c = {.kind = CALIBRATION_KNOTS, .end = end, .at = at, .height = height};
    const model two = {.K = 2, .L = 1, .calibration = c}, three = {.K = 3, .L = 3, .calibration = c};
    const model several = {.K = 3, .L = 3, .multi_label = true, .calibration = c};
    double p[3], before = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        /* where both are as likely the margin decides */
        assert_int_equal(model_decide(&two, &rows[i].margin, p),
                         rows[i].p > 0.5 || (rows[i].p == 0.5 && rows[i].margin > 0));
        assert_true(fabs(p[1] - rows[i].p) < 1e-15 && p[0] == 1 - p[1]);
    }
    for (int i = -3000; i < 5000; i++) { /* never falls */
        double margin = i / 1000.0;

        (void)model_decide(&two, &margin, p);
        assert_true(p[1] >= before);
        before = p[1];
    }
    assert_int_equal(model_decide(&three, (const double[]){0, 9, 0.5}, p), 0);
    for (int k = 0; k < 3; k++) /* three times 0.3 */
        assert_true(fabs(p[k] - 1.0 / 3) < 1e-15);
    assert_int_equal(model_decide(&three, (const double[]){-1, 0, 1}, p), 2);
    assert_true(fabs(p[0] - 0.125) < 1e-15 && fabs(p[1] - 0.375) < 1e-15 && fabs(p[2] - 0.5) < 1e-15);
    assert_int_equal(model_decide(&several, (const double[]){-1, 0, 1}, p), 2);
    assert_true(p[0] == 0.1 && p[1] == 0.3 && p[2] == 0.4);
}

/* p'_k is ratio_k p_k over their sum. A third at odds of 1 and odds of 3 to 1 against a half: by hand. The
 * same shares change nothing. */
static void shares_shift(void **state)
{
    static const double margin[1] = {-0.6931471805599453}, lower[2] = {0.5, 1.5}, same[2] = {1, 1};
    static const double margins[3] = {0, 0, 0}, three_ratio[3] = {0.3, 0.9, 1.8};
    model two = {.K = 2, .L = 1, .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = zero}};
    model three = {
        .K = 3, .L = 3, .calibration = {.kind = CALIBRATION_SOFTMAX, .slope = plus, .shift = zero}};
    double p[3], before[3];

    (void)state;
    assert_int_equal(model_decide(&two, margin, before), 0);
    assert_true(fabs(before[1] - 1 / 3.0) < 1e-15);
    two.calibration.ratio = lower;
    assert_int_equal(model_decide(&two, margin, p), 1); /* 0.5 * 2/3 against 1.5 * 1/3 */
    assert_true(fabs(p[1] - 0.6) < 1e-15 && fabs(p[0] - 0.4) < 1e-15);
    assert_true(model_gives(&two, margin, p, 1));
    two.calibration.ratio = same;
    assert_int_equal(model_decide(&two, margin, p), 0);
    assert_memory_equal(p, before, sizeof *p * 2);
    three.calibration.ratio = three_ratio;
    assert_int_equal(model_decide(&three, margins, p), 2);
    assert_true(fabs(p[0] - 0.1) < 1e-15 && fabs(p[1] - 0.3) < 1e-15 && fabs(p[2] - 0.6) < 1e-15);
    for (int i = -1000; i <= 1000; i++) { /* adds up, and is never beyond 0 and 1 */
        double m[3] = {i, -i, 0.5 * i};

        (void)model_decide(&three, m, p);
        assert_true(fabs(p[0] + p[1] + p[2] - 1) < 1e-12);
        assert_true(p[0] >= 0 && p[1] >= 0 && p[2] >= 0);
    }
}

/* Less than 0.5 for a byte is little, less than half of it, nothing at all or no number too little. Without a
 * rule all is enough. */
static void strange_texts(void **state)
{
    const model m = {.K = 2, .L = 1, .familiar = 0.5}, none = {.K = 2, .L = 1};

    (void)state;
    assert_int_equal(model_familiarity(&m, 5, 10), KNOWN_ENOUGH);
    assert_int_equal(model_familiarity(&m, 4.99, 10), KNOWN_LITTLE);
    assert_int_equal(model_familiarity(&m, 2.5, 10), KNOWN_LITTLE);
    assert_int_equal(model_familiarity(&m, 2.49, 10), KNOWN_TOO_LITTLE);
    assert_int_equal(model_familiarity(&m, 0, 0), KNOWN_TOO_LITTLE); /* an empty text */
    assert_int_equal(model_familiarity(&m, (double)NAN, 10), KNOWN_TOO_LITTLE);
    assert_int_equal(model_familiarity(&m, 1e300, SIZE_MAX), KNOWN_ENOUGH);
    assert_int_equal(model_familiarity(&none, 0, 10), KNOWN_ENOUGH);
}

/* Two labels of a multi-label model have two lanes; one label has one. */
static void few_labels_of_many(void **state)
{
    const double margin[2] = {3, 1};
    const model two = {.K = 2,
                       .L = 2,
                       .multi_label = true,
                       .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = zero}};
    const model one = {.K = 1,
                       .L = 1,
                       .multi_label = true,
                       .calibration = {.kind = CALIBRATION_SIGMOID, .slope = minus, .shift = zero}};
    const model bare = {.K = 1, .L = 1, .multi_label = true};
    double p[2];

    (void)state;
    assert_int_equal(model_decide(&two, margin, p), 0);
    assert_true(model_gives(&two, margin, p, 0) && model_gives(&two, margin, p, 1));
    assert_int_equal(model_decide(&one, margin, p), 0);
    assert_true(model_gives(&one, margin, p, 0));
    assert_int_equal(model_decide(&bare, margin, p), 0);
    assert_true(model_gives(&bare, margin, p, 0));
    assert_false(model_gives(&bare, (const double[]){-1}, p, 0));
}

static void free_twice(void **state)
{
    model m;
    err e = {0};

    (void)state;
    assert_true(model_init(&m, &e));
    model_free(&m);
    model_free(&m);
    assert_null(m.owned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_labels),
        cmocka_unit_test(label_follows_probability),
        cmocka_unit_test(three_labels),
        cmocka_unit_test(knots_decide),
        cmocka_unit_test(shares_shift),
        cmocka_unit_test(strange_texts),
        cmocka_unit_test(several_labels_a_record),
        cmocka_unit_test(few_labels_of_many),
        cmocka_unit_test(free_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
