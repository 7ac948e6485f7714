/* The page of a learning curve: well-formed, says what was measured, and draws inside of its frame whatever
 * the figures are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "cli/eval_picture.h"
#include "cli/learning_html.h"
#include "page_check.h"

static const learning_value none = {(double)NAN, (double)NAN, (double)NAN};

/* n points of 100, 200 ... records learnt from; both figures the same. */
static learning_curve make(size_t n)
{
    learning_curve c = {.figure = {FIGURE_MACRO_F1, FIGURE_ACCURACY}, .n = n};

    for (size_t i = 0; i < n; i++)
        for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
            learning_point *p = &c.point[i];
            double v = 0.5 + 0.05 * (double)i;

            p->learnt_from = 100 * pow(2, (double)i);
            p->records = p->learnt_from * 1.25;
            p->draws = i + 1 < n ? 16 : 1;
            p->is[f] = (learning_value){v, v - 0.02, v + 0.02};
            p->gain[f] = i ? (learning_value){0.05, 0.01, 0.09} : none;
        }
    return c;
}

static buf page(const learning_curve *c)
{
    static const char *const files[] = {"a<b>.tsv", "two", "three", "four"};
    buf out = {0};

    learning_html_page(STR("<tone>"), files, 4, c, &out);
    is_page(&out);
    return out;
}

static void test_page(void **state)
{
    learning_curve c = make(3);
    buf out = page(&c);

    (void)state;
    has(&out, "<title>&lt;tone&gt;, learning curve</title>");
    has(&out, "a&lt;b&gt;.tsv, two, three and 1 more");
    has(&out,
        "from 200 to 400 records, brought <b>+0.0500</b> of macro F1, 95 % interval +0.0100 to +0.0900: more "
        "than chance.");
    assert_int_equal(count(&out, "<circle"), 6);
    assert_int_equal(count(&out, "<path class=\"bar\""), 6);
    assert_int_equal(count(&out, "text-anchor=\"middle\">400</text>"), 2);
    assert_int_equal(count(&out, "<td class=\"num\">0.5800 to 0.6200</td>"), 2);
    assert_int_equal(
        count(&out, "<td class=\"num\">500</td><td class=\"num\">400</td><td class=\"num\">1</td>"), 2);
    buf_free(&out);

    for (unsigned f = 0; f < LEARNING_FIGURES; f++)
        c.point[2].gain[f] = (learning_value){0.05, -0.01, 0.11};
    out = page(&c);
    has(&out, "<b>+0.0500</b> of macro F1, 95 % interval −0.0100 to +0.1100: it may be chance.");
    buf_free(&out);
    c.point[2].gain[0] = (learning_value){-0.05, -0.09, -0.01};
    out = page(&c);
    has(&out, "<b>−0.0500</b> of macro F1, 95 % interval −0.0900 to −0.0100: a loss, and more than chance.");
    buf_free(&out);
}

static void test_little(void **state)
{
    learning_curve c = make(1);
    buf out = page(&c);

    (void)state;
    has(&out, "There is one point only");
    assert_int_equal(count(&out, "<circle"), 2);
    buf_free(&out);
    c = make(2);
    c.point[1].is[0].low = c.point[1].is[0].high = (double)NAN; /* as a table may have it */
    c.point[1].gain[0] = none;
    out = page(&c);
    has_not(&out, "nan");
    assert_int_equal(count(&out, "<path class=\"bar\""), 3);
    buf_free(&out);
    c.n = 0;
    out = (buf){0};
    learning_html_part(&c, STR("x"), &out);
    assert_int_equal(out.n, 0);
}

/* Every number behind `what` lies between low and high. */
static void expect_within(const buf *b, const char *what, double low, double high)
{
    str s = buf_view(b);
    size_t n = strlen(what), found = 0;

    for (size_t i = 0; i + n < s.n; i++)
        if (memcmp(s.p + i, what, n) == 0) {
            double v = strtod(s.p + i + n, NULL);

            if (!(v >= low && v <= high))
                fail_msg("%s%g is not within %g and %g", what, v, low, high);
            found++;
        }
    assert_true(found > 0);
}

static void test_frame(void **state)
{
    static const double edges[] = {0, 1e-9, 0.005, 0.3, 0.5, 0.999, 1};
    enum { E = sizeof edges / sizeof *edges };
    random_state r = random_seed(3);

    (void)state;
    for (unsigned turn = 0; turn < 500; turn++) {
        learning_curve c = make(1 + turn % LEARNING_POINTS);
        buf out = {0};

        for (size_t i = 0; i < c.n; i++) {
            double a = turn < 100 ? edges[random_below(&r, E)] : random_unit(&r);
            double wide = turn % 3 ? random_unit(&r) * 0.02 : 1;

            c.point[i].is[0] = (learning_value){a, fmax(0, a - wide), fmin(1, a + wide)};
            if (turn % 7 == 0)
                c.point[i].learnt_from = 12; /* as large groups may have it */
        }
        picture_learning(&c, 0, "macro F1", &out);
        buf_char(&out, 0);
        expect_within(&out, "cy=\"", 11.9, 232.1);
        expect_within(&out, "cx=\"", 52, 410);
        expect_within(&out, "h8m-4 0V", 11.9, 232.1);
        assert_in_range(count(&out, "<path class=\"grid\""), 2, 6);
        has_not(&out, "nan");
        buf_free(&out);
    }
}

/* Numbers that would run into each other: all but the last make room. */
static void test_crowd(void **state)
{
    learning_curve c = make(4);
    buf out = {0};

    (void)state;
    c.point[2].learnt_from = 795;
    picture_learning(&c, 0, "macro F1", &out);
    has(&out, ">800</text>");
    has_not(&out, ">795</text>");
    has(&out, ">200</text>");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_little),
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_crowd),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
