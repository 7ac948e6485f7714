/* Word boundaries: text goes in, spans come out.
 *
 * The rules of UAX #29 say where *not* to break between two characters; a break is the default. Seen from the
 * left, all that a decision needs is the class of the character before, not counting Extend, Format and ZWJ,
 * which belong to what they follow (WB4); the class that stands right before (WB3c, WB3d); and at an
 * apostrophe or a full stop inside a word, one look ahead (WB6, WB7b, WB12). Nothing before the last boundary
 * matters, so each segment is found on its own.
 *
 * words_edge does just that, a character at a time. words_next does the same with a short cut: most bytes of
 * most news are ASCII, and there words and marks can be told from the classes of 64 bytes at once. Near any
 * other character words_edge takes over, a segment at a time.
 *
 * It does not split words of scripts that are written without spaces; UAX #29 leaves that to dictionaries. */
#include "text/words.h"

#include <assert.h>

#include "text/classes.h"
#include "text/ucd.h"

#define SET(class) (1u << (class))

enum {
    LETTER = SET(WB_ALETTER) | SET(WB_HEBREW),
    LINE = SET(WB_CR) | SET(WB_LF) | SET(WB_NEWLINE),
    IGNORED = SET(WB_EXTEND) | SET(WB_FORMAT) | SET(WB_ZWJ),  /* WB4 */
    QUOTE_OR_STOP = SET(WB_MIDNUMLET) | SET(WB_SINGLE_QUOTE), /* the rules' MidNumLetQ */
};

/* What joins without a second look: WB5, 8, 9, 10, 13, 13a, 13b, and WB15 and 16, for which the second half
 * of a flag is no longer WB_RI. */
static const uint32_t joins[N_WB] = {
    [WB_ALETTER] = LETTER | SET(WB_NUMERIC) | SET(WB_EXTENDNUMLET),
    [WB_HEBREW] = LETTER | SET(WB_NUMERIC) | SET(WB_EXTENDNUMLET),
    [WB_NUMERIC] = LETTER | SET(WB_NUMERIC) | SET(WB_EXTENDNUMLET),
    [WB_KATAKANA] = SET(WB_KATAKANA) | SET(WB_EXTENDNUMLET),
    [WB_EXTENDNUMLET] = LETTER | SET(WB_NUMERIC) | SET(WB_KATAKANA) | SET(WB_EXTENDNUMLET),
    [WB_RI] = SET(WB_RI),
};

/* Whether `after` is the class of the first character from i on that is not to be ignored. */
static bool followed(str text, size_t i, uint32_t after)
{
    while (i < text.n) {
        unsigned class = UCD_WB(ucd_at(text, i, &i));

        if (!(SET(class) & IGNORED))
            return SET(class) & after;
    }
    return false;
}

/* The classes that `mid` joins to `before` when one of them follows: WB6 and 7, WB7b and c, WB11 and 12. */
static uint32_t bridges(unsigned before, unsigned mid)
{
    if (SET(before) & LETTER && SET(mid) & (SET(WB_MIDLETTER) | QUOTE_OR_STOP))
        return LETTER;
    if (before == WB_HEBREW && mid == WB_DOUBLE_QUOTE)
        return SET(WB_HEBREW);
    if (before == WB_NUMERIC && SET(mid) & (SET(WB_MIDNUM) | QUOTE_OR_STOP))
        return SET(WB_NUMERIC);
    return 0;
}

/* The end of a segment that goes on at i, where `before` is the class of its last character that counts and
 * `last` of its last character. *marks is or'ed with the flags of what is added. */
static size_t extend(str text, size_t i, unsigned before, unsigned last, unsigned *marks)
{
    while (i < text.n) {
        size_t next;
        unsigned ucd = ucd_at(text, i, &next);
        unsigned class = UCD_WB(ucd);

        if (joins[before] & SET(class)) {
            before = before == WB_RI ? WB_OTHER : class;
        } else if (SET(class) & LINE) {
            break;
        } else if (last == WB_ZWJ && ucd & UCD_EXTPICT) { /* WB3c */
            before = class;
        } else if (last == WB_SPACE && class == WB_SPACE) { /* WB3d */
            before = class;
        } else if (SET(class) & IGNORED) { /* WB4: `before` stays */
        } else if (bridges(before, class) && followed(text, next, bridges(before, class))) {
            /* `before` stays, and joins what is known to follow the bridge. */
        } else if (before == WB_HEBREW && class == WB_SINGLE_QUOTE) { /* WB7a */
            before = class;
        } else {
            break;
        }
        *marks |= ucd;
        last = class;
        i = next;
    }
    return i;
}

size_t words_edge(str text, size_t at, unsigned *marks)
{
    size_t i;
    unsigned class;

    *marks = ucd_at(text, at, &i);
    class = UCD_WB(*marks);
    if (class == WB_CR && i < text.n && text.p[i] == '\n') /* WB3 */
        return i + 1;
    if (SET(class) & LINE) /* WB3a */
        return i;
    return extend(text, i, class, class, marks);
}

void words_begin(words *w, str text, bool marks)
{
    assert(text.n <= UINT32_MAX);
    *w = (words){.text = text, .marks = marks};
}

bool words_step(words *w, word *out)
{
    size_t begin = w->at;
    unsigned flags;

    w->at = words_edge(w->text, begin, &flags);
    *out = (word){(uint32_t)begin, (uint32_t)w->at, flags & UCD_WORD ? WORD_WORD : WORD_MARK};
    return flags & UCD_WORD || (w->marks && flags & UCD_VISIBLE);
}

/* The front of what is left of the text: 64 bytes, and WORDS_READABLE that may be read. NULL when no words
 * can be told from them. */
static const char *look_ahead(const words *w, char copy[WORDS_READABLE])
{
    const char *p = w->text.p + w->at;
    size_t left = w->text.n - w->at;

    /* No need to look far where the next character is not ASCII. */
    if (left == 0 || (unsigned char)p[0] >= 0x80 || (left > 1 && (unsigned char)p[1] >= 0x80))
        return NULL;
    if (left >= WORDS_READABLE)
        return p;
    memset(copy, ' ', WORDS_READABLE); /* the end of the text is as good as a blank */
    memcpy(copy, p, left);
    return copy;
}

static inline __attribute__((always_inline)) bool tell(const words *w, const char *p, classes c,
                                                       words_bits *out)
{
    size_t left = w->text.n - w->at;
    uint64_t letter = c.letter, digit = c.digit, in, first, begins;
    unsigned known, end;

    /* Letters and digits join (WB5, 8-10), and so do an apostrophe or a stop inside a word or a number (WB6,
     * 7, 11, 12). */
    in = letter | digit | (c.mid_letter & letter << 1 & letter >> 1) |
         (c.mid_number & digit << 1 & digit >> 1);
    first = in & ~(in << 1);

    /* A segment is certain when both the byte behind it and the next are ASCII: the second one decides
     * whether a stop joins. All before the segment that holds the last byte but one are. */
    known = c.other ? (unsigned)__builtin_ctzll(c.other) : 64;
    if (known < 2)
        return false;
    begins = (first | ~in) & (UINT64_MAX >> (65 - known));
    end = 63 - (unsigned)__builtin_clzll(begins);
    while (end && p[end] == ' ' && p[end - 1] == ' ') /* WB3d: blanks that a combining mark may join */
        end--;

    begins = (first | (w->marks ? ~(in | c.blank | c.other) : 0)) & ((UINT64_C(1) << end) - 1);
    *out = (words_bits){p, begins, in, end < left ? end : (unsigned)left};
    return end > 0;
}

static bool ahead_plain(const words *w, char copy[WORDS_READABLE], words_bits *out)
{
    const char *p = look_ahead(w, copy);

    return p && tell(w, p, classes_plain(p), out);
}

#if defined(__x86_64__)

CLASSES_AVX2 static bool ahead_avx2(const words *w, char copy[WORDS_READABLE], words_bits *out)
{
    const char *p = look_ahead(w, copy);

    return p && tell(w, p, classes_avx2(p), out);
}

static words_ahead_fn *ahead_wide(void)
{
    bool has =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");

    return has ? ahead_avx2 : NULL;
}

#elif defined(CLASSES_NEON)

static bool ahead_neon(const words *w, char copy[WORDS_READABLE], words_bits *out)
{
    const char *p = look_ahead(w, copy);

    return p && tell(w, p, classes_neon(p), out);
}

static words_ahead_fn *ahead_wide(void)
{
    return ahead_neon;
}

#else

static words_ahead_fn *ahead_wide(void)
{
    return NULL;
}

#endif

words_ahead_fn *words_ahead_way(unsigned i)
{
    return i == 0 ? ahead_plain : i == 1 ? ahead_wide() : NULL;
}

words_ahead_fn *words_ahead_best(void)
{
    words_ahead_fn *wide = ahead_wide();

    return wide ? wide : ahead_plain;
}

/* Takes words from bits, as far as there is room. */
static size_t take(words *w, const words_bits *b, word *out, size_t cap)
{
    uint32_t base = (uint32_t)w->at;
    uint64_t begins = b->begins;
    size_t n = 0;

    for (; begins && n < cap; begins &= begins - 1) {
        unsigned at = (unsigned)__builtin_ctzll(begins);
        unsigned size = (unsigned)__builtin_ctzll(~(b->in >> at)); /* 0 for a mark */

        out[n++] = (word){base + at, base + at + size + (size == 0), size ? WORD_WORD : WORD_MARK};
    }
    w->at = begins ? base + (unsigned)__builtin_ctzll(begins) : base + b->n;
    return n;
}

size_t words_next(words *w, word *out, size_t cap)
{
    words_ahead_fn *ahead = words_ahead_best();
    size_t n = 0;

    while (n < cap && w->at < w->text.n) {
        char copy[WORDS_READABLE];
        words_bits b;

        if (ahead(w, copy, &b))
            n += take(w, &b, out + n, cap - n);
        else
            n += words_step(w, &out[n]);
    }
    return n;
}
