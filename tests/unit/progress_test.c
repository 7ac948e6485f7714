/* The progress line's words. The terminal's part is three lines of code and was looked at by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/progress.h"

static void test_bytes(void **state)
{
    char out[80], small[12];

    (void)state;
    assert_string_equal(
        progress_bytes_line("classify", 20000000, 50000000, 60000000, 1234, 2.0, out, sizeof out),
        "classify  20.0 of 50.0 MB  30.0 MB/s  1234 records  0:03 left");
    /* A pipe has no size, a new job no rate, and a long one hours. */
    assert_string_equal(progress_bytes_line("classify", 20000000, 0, 20000000, 5, 2.0, out, sizeof out),
                        "classify  20.0 MB  10.0 MB/s  5 records");
    assert_string_equal(progress_bytes_line("classify", 0, 50000000, 0, 0, 0.1, out, sizeof out),
                        "classify  0.0 of 50.0 MB  0 records");
    assert_string_equal(progress_bytes_line("x", 1000000, 3601000000, 1000000, 1, 1.0, out, sizeof out),
                        "x  1.0 of 3601.0 MB  1.0 MB/s  1 records  1:00:00 left");
    assert_string_equal(progress_bytes_line("classify", 1, 2, 3, 4, 5, small, sizeof small), "classify  0");
}

static void test_steps(void **state)
{
    char out[80];

    (void)state;
    assert_string_equal(progress_steps_line("search", 10, 40, "best 0.912", 20.0, out, sizeof out),
                        "search  10 of 40  best 0.912  1:00 left");
    assert_string_equal(progress_steps_line("search", 0, 40, NULL, 20.0, out, sizeof out), "search  0 of 40");
    assert_string_equal(progress_steps_line("search", 40, 40, NULL, 20.0, out, sizeof out),
                        "search  40 of 40  0:00 left");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bytes), cmocka_unit_test(test_steps)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
