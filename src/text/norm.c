/* Normalising one word: bytes of a word go in, bytes of its normal form come out.
 *
 * ASCII, nearly all of English news, needs its capitals made small and no more. Everything else goes through
 * libutf8proc, on the stack. That library folds and reorders in one go, where the standard first decomposes:
 * it matters for the Greek iota below (U+0345), which becomes a letter and then stands wherever it stood
 * among the accents. So a word is decomposed canonically first, as definition D146 wants, and then mapped.
 *
 * This is the only file that knows utf8proc. It does not look at more than one word, and leaves words longer
 * than NORM_RAW_MAX to their beginning: what is longer is no word of any language. */
#include "text/norm.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/ucd.h"

/* Code points per byte of raw: 6 (U+FDFA: 3 bytes, 18 code points, all below U+0800). */
enum { CELLS = 6 * NORM_RAW_MAX };

str norm_cut(str raw)
{
    return utf8_cut(raw, NORM_RAW_MAX);
}

bool norm_is_ascii(str s)
{
    uint64_t all = 0, some = 0;
    size_t i = 0;

    for (; i + 8 <= s.n; i += 8) {
        memcpy(&some, s.p + i, 8);
        all |= some;
    }
    for (; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return !(all & UINT64_C(0x8080808080808080));
}

/* One pass of utf8proc over s. The result is UTF-8 and lies in cells; empty where s is ill-formed. */
static str map(str s, int options, int32_t cells[CELLS + 1])
{
    ptrdiff_t n =
        utf8proc_decompose((const uint8_t *)s.p, (ptrdiff_t)s.n, cells, CELLS, (utf8proc_option_t)options);

    if (n < 0 || n > CELLS) /* the second cannot be: see CELLS */
        return (str){0};
    n = utf8proc_reencode(cells, n, (utf8proc_option_t)options);
    return (str){(const char *)cells, n > 0 ? (size_t)n : 0};
}

/* Default ignorables out of s, in place: what neither is seen nor is white space or a control. Returns the
 * bytes left. UTF8PROC_IGNORE does most of it, but leaves those that are not assigned yet, as U+2065. */
static size_t drop_ignorables(char *s, size_t n)
{
    size_t to = 0;

    for (size_t i = 0, next; i < n; i = next) {
        unsigned ucd = ucd_at((str){s, n}, i, &next), sb = UCD_SB(ucd);
        bool white = sb == SB_SP || sb == SB_SEP || sb == SB_CR || sb == SB_LF;
        bool control = next == i + 1 || utf8_next((str){s, n}, i).code < 0xA0;

        if (ucd & UCD_VISIBLE || white || control) {
            memmove(s + to, s + i, next - i);
            to += next - i;
        }
    }
    return to;
}

/* Digits of all scripts to '0', in place. Returns the bytes left. */
static size_t fold_digits(char *s, size_t n)
{
    size_t to = 0;

    for (size_t i = 0, next; i < n; i = next) {
        unsigned ucd = ucd_at((str){s, n}, i, &next);

        if (UCD_SHAPE(ucd) == SHAPE_DIGIT) {
            s[to++] = '0';
        } else {
            memmove(s + to, s + i, next - i);
            to += next - i;
        }
    }
    return to;
}

/* Adds `by` to each of eight ASCII bytes from `lo` to `hi`. */
static uint64_t shift_range(uint64_t x, unsigned lo, unsigned hi, unsigned by)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t inside = (x + (0x80 - lo) * ones) & ~(x + (0x7f - hi) * ones) & 0x80 * ones;

    return x + (inside >> 7) * by;
}

static str norm_ascii(str raw, unsigned flags, char *out, size_t cap)
{
    size_t n = raw.n < cap ? raw.n : cap, i = 0;
    bool fold = !(flags & NORM_KEEP_CASE), zero = flags & NORM_FOLD_DIGITS;

    while (i < n) {
        size_t some = n - i < 8 ? n - i : 8;
        uint64_t x = 0;

        memcpy(&x, raw.p + i, some);
        if (fold)
            x = shift_range(x, 'A', 'Z', 'a' - 'A');
        for (size_t k = 0; zero && k < 64; k += 8)
            if ((x >> k & 0xff) - '0' < 10)
                x = (x & ~(UINT64_C(0xff) << k)) | (uint64_t)'0' << k;
        memcpy(out + i, &x, some);
        i += some;
    }
    return (str){out, n};
}

str norm_word(str raw, unsigned flags, char *out, size_t cap)
{
    int32_t cells[CELLS + 1];     /* one more: utf8proc ends its result with a NUL */
    char first[3 * NORM_RAW_MAX]; /* canonically, no byte becomes more than 3 (U+0390) */
    int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    str s;

    raw = norm_cut(raw);
    if (norm_is_ascii(raw))
        return norm_ascii(raw, flags, out, cap);
    if (!(flags & NORM_KEEP_CASE))
        options |= UTF8PROC_CASEFOLD;
    if (!(flags & NORM_KEEP_IGNORABLES))
        options |= UTF8PROC_IGNORE;

    s = map(raw, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, cells);
    if (!s.p)
        return (str){out, 0};
    s = utf8_cut(s, sizeof first);
    memcpy(first, s.p, s.n);
    if (!(flags & NORM_KEEP_IGNORABLES))
        s.n = drop_ignorables(first, s.n);
    s = map((str){first, s.n}, options, cells);
    s = utf8_cut(s, cap);
    if (s.p)
        memcpy(out, s.p, s.n);
    return (str){out, flags & NORM_FOLD_DIGITS ? fold_digits(out, s.n) : s.n};
}

str norm_unmarked(str raw, char *out, size_t cap)
{
    int32_t cells[CELLS + 1];
    str s =
        utf8_cut(map(norm_cut(raw), UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, cells), cap);

    if (s.p)
        memcpy(out, s.p, s.n);
    return (str){out, s.n};
}

str norm_shape(str raw, char *out, size_t cap)
{
    static const char sign[N_SHAPES] = {
        [SHAPE_UPPER] = 'X', [SHAPE_LOWER] = 'x', [SHAPE_LETTER] = 'x', [SHAPE_DIGIT] = 'd'};
    char kept[NORM_OUT_MAX];
    str s = norm_word(raw, NORM_KEEP_CASE, kept, sizeof kept);
    size_t n = 0;
    str before = {0}, second = {0};

    for (size_t i = 0, next; i < s.n; i = next) {
        unsigned shape = UCD_SHAPE(ucd_at(s, i, &next));
        str c = {s.p + i, next - i};

        if (shape == SHAPE_COMBINING)
            continue;
        if (shape != SHAPE_MARK)
            c = (str){sign + shape, 1};
        if (str_eq(c, before) && str_eq(c, second))
            continue;
        if (c.n > cap - n)
            break;
        memcpy(out + n, c.p, c.n);
        n += c.n;
        second = before;
        before = c;
    }
    return (str){out, n};
}

unsigned norm_columns(uint32_t code)
{
    int columns = utf8proc_charwidth((utf8proc_int32_t)code);

    return columns < 0 ? 0 : (unsigned)columns;
}
