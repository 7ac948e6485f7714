/* The clock of stages: what passes between two ends is counted once, and the clock's own time is taken off.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/laps.h"

static void assert_near(double got, double wanted)
{
    assert_true(fabs(got - wanted) < 1e-6);
}

static void every_tick_once(void **state)
{
    laps l;
    uint64_t all = 0;

    (void)state;
    laps_begin(&l);
    for (unsigned i = 0; i < 1000; i++)
        laps_end(&l, (stage)(i % N_STAGES));
    for (unsigned s = 0; s < N_STAGES; s++) {
        all += l.ticks[s];
        assert_int_equal(l.ends[s], 1000 / N_STAGES);
    }
    assert_true(all > 0);
    assert_int_equal(all, l.last - l.begin);

    laps_begin(&l);
    assert_int_equal(l.ends[STAGE_READ], 0);
    assert_int_equal(l.ticks[STAGE_READ], 0);
    assert_true(l.begin == l.last);

    laps_end(NULL, STAGE_READ); /* nobody asks */
}

static void sums(void **state)
{
    laps l = {.begin = 1000, .last = 2000};
    double ns[N_STAGES];

    (void)state;
    l.ticks[STAGE_READ] = 700;
    l.ends[STAGE_READ] = 10;
    l.ticks[STAGE_WRITE] = 290;
    l.ends[STAGE_WRITE] = 1;
    l.ticks[STAGE_REST] = 10; /* all of it the clock's own, and less than it takes on average */
    l.ends[STAGE_REST] = 1;

    laps_sum(&l, 500, 0, ns);
    assert_near(ns[STAGE_READ], 350);
    assert_near(ns[STAGE_WRITE], 145);
    assert_near(ns[STAGE_REST], 5);
    assert_near(ns[STAGE_MEMO], 0);

    laps_sum(&l, 500, 20, ns);
    assert_near(ns[STAGE_READ], 250);
    assert_near(ns[STAGE_WRITE], 135);
    assert_near(ns[STAGE_REST], 0);
}

static void cost(void **state)
{
    double ticks = laps_cost();

    (void)state;
    assert_true(ticks > 0 && ticks < 1e6);
    print_message("an end of a stage takes %.1f ticks\n", ticks);
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(stage_name(STAGE_READ), "read");
    assert_string_equal(stage_name(STAGE_GRAMS), "n-grams");
    assert_string_equal(stage_name(STAGE_REST), "rest");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tick_once),
        cmocka_unit_test(sums),
        cmocka_unit_test(cost),
        cmocka_unit_test(names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
