/* real: a number as files and options have it, in decimal notation: not "inf", not "nan", not "0x1p3". For the program
 * alone, which sets no locale, so that the point is a point.
 *
 * Owns     nothing.      Threads  pure.      Errors  false: it is none, or longer than REAL_BYTES.
 */
#ifndef SLANT_BASE_REAL_H
#define SLANT_BASE_REAL_H

#include <math.h>
#include <stdlib.h>

#include "base/str.h"

enum { REAL_BYTES = 31 };

static inline bool real_parse(str s, double *out)
{
    char digits[REAL_BYTES + 1], *end;

    if (s.n == 0 || s.n > REAL_BYTES)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("+-.0123456789eE", s.p[i]) || !s.p[i])
            return false;
    memcpy(digits, s.p, s.n);
    digits[s.n] = 0;
    *out = strtod(digits, &end);
    return end == digits + s.n && isfinite(*out);
}

#endif
