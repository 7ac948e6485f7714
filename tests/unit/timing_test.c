/* Passes to a report: the stages are those of the median pass and add up to it; the first stands apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "cli/timing.h"

/* A pass of so many ns: half of it read, the rest by n-grams and what no stage has. */
static void add(timing *t, double ns, double busy)
{
    err e = {0};

    assert_true(timing_add(
        t, (double[N_STAGES]){[STAGE_READ] = ns / 2, [STAGE_GRAMS] = ns / 4, [STAGE_REST] = ns / 4}, busy,
        &e));
}

static timing sample(void)
{
    timing t = {.bytes = 2000000,
                .records = 100,
                .rejected = 1,
                .counts = {.words = 4000, .misses = 1000, .grams = 600, .grams_found = 150},
                .first_record_ms = 2.5,
                .peak_bytes = 3000000};

    add(&t, 9e6, 1);
    add(&t, 8e6, 0.5);
    add(&t, 2e6, 1);
    add(&t, 4e6, 0.75);
    timing_sort(&t);
    return t;
}

static void json(void **state)
{
    timing t = sample();
    buf out = {0};

    (void)state;
    timing_json(&t, &out);
    buf_char(&out, '\0');
    assert_string_equal(
        out.p, "{\"bytes\":2000000,\"records\":100,\"words\":4000,\"seconds\":0.004000,\"stages\":["
               "{\"name\":\"read\",\"ns_per_byte\":1.0000},{\"name\":\"unpack\",\"ns_per_byte\":0.0000},"
               "{\"name\":\"parse\",\"ns_per_byte\":0.0000},{\"name\":\"split\",\"ns_per_byte\":0.0000},"
               "{\"name\":\"memo\",\"ns_per_byte\":0.0000},{\"name\":\"learn\",\"ns_per_byte\":0.0000},"
               "{\"name\":\"n-grams\",\"ns_per_byte\":0.5000},{\"name\":\"decide\",\"ns_per_byte\":0.0000},"
               "{\"name\":\"write\",\"ns_per_byte\":0.0000}],\"memo\":{\"hits\":3000,\"misses\":1000},"
               "\"grams\":{\"looked_up\":600,\"found\":150},\"rest_ns_per_byte\":0.5000,\"mb_s\":500.0,"
               "\"best_mb_s\":1000.0,\"busy\":0.750,\"first_pass_seconds\":0.009000,\"passes\":3,"
               "\"first_record_ms\":2.50,\"peak_bytes\":3000000,\"rejected\":1,\"threads\":1}\n");
    buf_free(&out);
    timing_free(&t);
}

static void text(void **state)
{
    timing t = sample();
    buf out = {0};

    (void)state;
    timing_text(&t, &out);
    buf_char(&out, '\0');
    assert_string_equal(
        out.p, "stage       ns/byte     share\n"
               "read           1.00      50 %\n"
               "unpack         0.00       0 %\n"
               "parse          0.00       0 %\n"
               "split          0.00       0 %\n"
               "memo           0.00       0 %\n"
               "learn          0.00       0 %\n"
               "n-grams        0.50      25 %\n"
               "decide         0.00       0 %\n"
               "write          0.00       0 %\n"
               "rest           0.50      25 %\n"
               "all            2.00     100 %\n"
               "\n"
               "                all      a second\n"
               "MB              2.0         500.0\n"
               "records         100         25000\n"
               "words          4000       1000000\n"
               "\n"
               "memo     75.0 % of the words were remembered, 1000 were worked out\n"
               "n-grams  600 looked up, 25.0 % of them known to a model\n"
               "passes   3 on one thread: median 0.004 s, best 0.002 s; before them the first, 0.009 s\n"
               "start    2.5 ms to the first results; at most 3.0 MB of memory\n"
               "note     the processor worked on this for 75 % of the time: something else runs beside "
               "it\n         or the files are waited for, and all figures are too high\n");
    buf_free(&out);
    timing_free(&t);
}

/* Of an even number the quicker of the two in the middle: a pass that there was. */
static void one_and_two(void **state)
{
    timing t = {.bytes = 1000};
    buf out = {0};

    (void)state;
    add(&t, 1000, 1);
    add(&t, 3000, 1);
    timing_sort(&t);
    timing_json(&t, &out);
    buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "\"seconds\":0.000003,"));
    assert_non_null(strstr(out.p, "\"passes\":1,"));

    out.n = 0;
    add(&t, 2000, 1);
    timing_sort(&t);
    timing_json(&t, &out);
    buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "\"seconds\":0.000002,"));

    /* A kernel machine looks nothing up, and a quiet machine needs no note. */
    out.n = 0;
    timing_text(&t, &out);
    buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "memo     0.0 %"));
    assert_null(strstr(out.p, "note"));
    buf_free(&out);
    timing_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json),
        cmocka_unit_test(text),
        cmocka_unit_test(one_and_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
