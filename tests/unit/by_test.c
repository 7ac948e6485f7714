/* Dates as people write them, and numbers that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "cli/by.h"

static void cuts(const char *s, by_cut cut, const char *want)
{
    buf out = {0};
    double at;
    bool ok = by_date(str_z(s), cut, &out, &at);

    buf_char(&out, '\0');
    if (ok != (want != NULL) || (want && strcmp(out.p, want) != 0))
        fail_msg("'%s': '%s'", s, ok ? out.p : "no date");
    buf_free(&out);
}

static void dates(void **state)
{
    (void)state;
    cuts("2021-03-07", BY_YEAR, "2021");
    cuts("2021-03-07", BY_MONTH, "2021-03");
    cuts("2021-03-07", BY_DAY, "2021-03-07");
    cuts(" 2021-03-07T10:15:00Z", BY_DAY, "2021-03-07");
    cuts("2021/3/7 10:15", BY_DAY, "2021-03-07");
    cuts("20210307", BY_MONTH, "2021-03");
    cuts("2021", BY_YEAR, "2021");
    cuts("2021-03", BY_MONTH, "2021-03");
    cuts("2021-03", BY_WHOLE, "2021-03");
    cuts("2021, in March", BY_YEAR, "2021");
    cuts("2021", BY_MONTH, NULL);
    cuts("2021-03", BY_DAY, NULL);
    cuts("2021-13-01", BY_MONTH, NULL);
    cuts("2021-03-32", BY_DAY, NULL);
    cuts("2021-02-29", BY_DAY, NULL);
    cuts("2021-02-29", BY_MONTH, "2021-02");
    cuts("2024-02-29", BY_DAY, "2024-02-29");
    cuts("20211", BY_YEAR, NULL);
    cuts("2021030712", BY_YEAR, NULL);
    cuts("07.03.2021", BY_YEAR, NULL);
    cuts("", BY_YEAR, NULL);
    cuts("0000-01-01", BY_YEAR, NULL);
}

/* Every day of four hundred years is one after the day before it; months and years are too. */
static void days_follow(void **state)
{
    static const unsigned length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double last_day = 0, last_month = 0;

    (void)state;
    for (unsigned year = 1850; year < 2250; year++)
        for (unsigned month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            char text[16];
            double at;

            for (unsigned day = 1; day <= length[month - 1] + (month == 2 && leap); day++) {
                (void)snprintf(text, sizeof text, "%u-%u-%u", year, month, day);
                assert_true(by_date(str_z(text), BY_DAY, NULL, &at));
                assert_true(last_day == 0 || at == last_day + 1);
                last_day = at;
            }
            assert_true(by_date(str_z(text), BY_MONTH, NULL, &at));
            assert_true(last_month == 0 || at == last_month + 1);
            last_month = at;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates), cmocka_unit_test(days_follow)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
