/* Growable bytes, and the few ways in which slant writes values into them. */
#include "base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

bool buf_grow(buf *b, size_t more)
{
    size_t cap = b->cap ? b->cap : 256;
    char *p;

    if (b->failed || more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) {
        b->failed = true;
        return false;
    }
    while (cap - b->n < more)
        cap *= 2;
    p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_free(buf *b)
{
    free(b->p);
    *b = (buf){0};
}

void buf_u64(buf *b, uint64_t v)
{
    char digits[20];
    size_t n = 0;

    do {
        digits[sizeof digits - ++n] = (char)('0' + v % 10);
    } while (v /= 10);
    buf_add(b, digits + sizeof digits - n, n);
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0 || !buf_room(b, (size_t)n + 1))
        return;
    va_start(args, format);
    (void)vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}

void buf_fixed(buf *b, double v, unsigned places)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    char digits[32];
    size_t at = sizeof digits;
    double scaled = fabs(v) * power[places] + 0.5;
    uint64_t units;
    bool minus;

    if (!isfinite(v)) {
        buf_z(b, "null");
        return;
    }
    if (scaled >= 9e18) { /* out of the integer's range: rare, exact digits do not matter */
        buf_printf(b, "%.17g", v);
        return;
    }
    units = (uint64_t)scaled;
    minus = v < 0 && units;
    for (unsigned i = 0; i < places; i++, units /= 10)
        digits[--at] = (char)('0' + units % 10);
    if (places)
        digits[--at] = '.';
    do
        digits[--at] = (char)('0' + units % 10);
    while (units /= 10);
    if (minus)
        digits[--at] = '-';
    buf_add(b, digits + at, sizeof digits - at);
}

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* Whether the eight bytes at p are all printable ASCII, without quotes and backslashes: nothing that JSON or
 * tsv would change. (x - 1) & ~x & 0x80 in each byte finds the zeros of x. */
static bool plain_eight(const char *p)
{
    uint64_t w, quote, backslash;

    memcpy(&w, p, 8);
    quote = w ^ EACH_BYTE('"');
    backslash = w ^ EACH_BYTE('\\');
    return ((w | (w - EACH_BYTE(' ')) | (w + EACH_BYTE(1)) | ((quote - EACH_BYTE(1)) & ~quote) |
             ((backslash - EACH_BYTE(1)) & ~backslash)) &
            EACH_BYTE(0x80)) == 0;
}

/* The length of the run at s[i..] that needs no attention: well-formed UTF-8 without bytes that `special`
 * marks. Shared by the two escapers below. */
static size_t plain_run(str s, size_t i, const bool special[256])
{
    size_t at = i;

    for (;;) {
        size_t stop;

        while (s.n - at >= 8 && plain_eight(s.p + at))
            at += 8;
        stop = s.n - at < 8 ? s.n : at + 8;
        while (at < stop) {
            unsigned char c = (unsigned char)s.p[at];
            utf8_char u;

            if (special[c])
                return at - i;
            at++;
            if (c < 0x80)
                continue;
            u = utf8_next(s, at - 1);
            if (!u.valid)
                return at - 1 - i;
            at += u.n - 1u;
        }
        if (at == s.n)
            return at - i;
    }
}

static const bool json_special[256] = {
    [0] = 1,  [1] = 1,  [2] = 1,  [3] = 1,  [4] = 1,  [5] = 1,   [6] = 1,    [7] = 1,    [8] = 1,
    [9] = 1,  [10] = 1, [11] = 1, [12] = 1, [13] = 1, [14] = 1,  [15] = 1,   [16] = 1,   [17] = 1,
    [18] = 1, [19] = 1, [20] = 1, [21] = 1, [22] = 1, [23] = 1,  [24] = 1,   [25] = 1,   [26] = 1,
    [27] = 1, [28] = 1, [29] = 1, [30] = 1, [31] = 1, ['"'] = 1, ['\\'] = 1, [0x7f] = 1,
};
/* Controls, and the first bytes of those beyond ASCII. */
static const bool tsv_special[256] = {
    [0] = 1,  [1] = 1,  [2] = 1,  [3] = 1,  [4] = 1,  [5] = 1,    [6] = 1,    [7] = 1,    [8] = 1,
    [9] = 1,  [10] = 1, [11] = 1, [12] = 1, [13] = 1, [14] = 1,   [15] = 1,   [16] = 1,   [17] = 1,
    [18] = 1, [19] = 1, [20] = 1, [21] = 1, [22] = 1, [23] = 1,   [24] = 1,   [25] = 1,   [26] = 1,
    [27] = 1, [28] = 1, [29] = 1, [30] = 1, [31] = 1, [0x7f] = 1, [0xc2] = 1, [0xe2] = 1,
};

void buf_json(buf *b, str s)
{
    static const char hex[] = "0123456789abcdef";

    buf_char(b, '"');
    for (size_t i = 0; i < s.n;) {
        size_t run = plain_run(s, i, json_special);
        unsigned char c;

        buf_add(b, s.p + i, run);
        i += run;
        if (i == s.n)
            break;
        c = (unsigned char)s.p[i];
        if (c >= 0x80) {
            buf_z(b, "\xef\xbf\xbd");
            i += utf8_next(s, i).n;
            continue;
        }
        buf_char(b, '\\');
        switch (c) {
        case '"':
        case '\\':
            buf_char(b, (char)c);
            break;
        case '\n':
            buf_char(b, 'n');
            break;
        case '\r':
            buf_char(b, 'r');
            break;
        case '\t':
            buf_char(b, 't');
            break;
        default:
            buf_z(b, "u00");
            buf_char(b, hex[c >> 4]);
            buf_char(b, hex[c & 15]);
        }
        i++;
    }
    buf_char(b, '"');
}

/* What ends a line somewhere, or acts on a terminal. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

void buf_tsv(buf *b, str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t run = plain_run(s, i, tsv_special);
        utf8_char u;

        buf_add(b, s.p + i, run);
        i += run;
        if (i == s.n)
            break;
        u = utf8_next(s, i);
        if (!u.valid)
            buf_z(b, "\xef\xbf\xbd");
        else if (is_control(u.code))
            buf_char(b, ' ');
        else
            buf_add(b, s.p + i, u.n);
        i += u.n;
    }
}
