/* Digits are read from the left; how many of them there may be is all that tells 2021-03 from 202103. */
#include "base/date.h"

/* Digits from byte *at on, `most` of them at most: how many there are. */
static unsigned digits(str s, size_t *at, unsigned most, uint32_t *v)
{
    unsigned n = 0;

    *v = 0;
    while (n < most && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9') {
        *v = *v * 10 + (uint32_t)(s.p[*at] - '0');
        ++*at;
        n++;
    }
    return n;
}

/* A month or day: two digits, or one where a mark stands before it. */
static bool part(str s, size_t *at, char before, uint32_t *v)
{
    unsigned n = digits(s, at, 2, v);

    return n == 2 || (before && n == 1);
}

static uint32_t days_in(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

bool date_read(str s, date *out)
{
    size_t i = 0;
    char between;

    *out = (date){0};
    s = str_trim(s);
    if (digits(s, &i, 4, &out->year) != 4 || out->year == 0)
        return false;
    between = i < s.n && (s.p[i] == '-' || s.p[i] == '/') ? s.p[i] : '\0';
    i += between != '\0';
    if (part(s, &i, between, &out->month) && out->month >= 1 && out->month <= 12) {
        bool more = !between || (i < s.n && s.p[i] == between);

        i += between && more;
        if (!more || !part(s, &i, between, &out->day) || out->day > days_in(out->year, out->month))
            out->day = 0;
    } else if (out->month || between) {
        return false;
    }
    /* Digits behind it: a number, and no date. */
    return i == s.n || s.p[i] < '0' || s.p[i] > '9';
}

/* From 1 March of year 0: years begin in March, so that a leap day is a year's last; (153 m + 2) / 5 days lie
 * before its m-th month. */
uint32_t date_number(date d)
{
    uint32_t y = d.year - (d.month <= 2), m = (d.month + 9) % 12;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day;
}
