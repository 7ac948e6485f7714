/* date: a day, a month or a year as a cell of a table begins with one: 2021-03-07, 2021/3/7, 20210307, 2021-03, 2021, with
 * anything but a digit behind it.
 *
 * Owns     nothing.      Threads  pure.      Errors  none: false for what begins with no year.
 */
#ifndef SLANT_BASE_DATE_H
#define SLANT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* In the Gregorian calendar. month and day are 0 where the text has none, day also where the month is not so long. */
typedef struct date {
    uint32_t year, month, day;
} date;

bool date_read(str s, date *out);

/* A number that grows by 1 from day to day. Of a date with a day. */
uint32_t date_number(date d);

#endif
