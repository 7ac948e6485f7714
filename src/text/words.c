/* Word boundaries: text goes in, spans come out.
 *
 * The rules of UAX #29 say where *not* to break between two characters; a break is the default. Seen from the
 * left, all that a decision needs is the class of the character before, not counting Extend, Format and ZWJ,
 * which belong to what they follow (WB4); the class that stands right before (WB3c, WB3d); and at an
 * apostrophe or a full stop inside a word, one look ahead (WB6, WB7b, WB12). Nothing before the last boundary
 * matters, so each segment is found on its own.
 *
 * words_edge does just that, a character at a time. words_next does the same with a short cut: most bytes of
 * most news are ASCII letters, so the run of letters, digits and low lines is found eight bytes a step (all
 * pairs of them join, by WB5, 8, 9, 10, 13a and 13b), and where the next byte is ASCII too, the segment's end
 * can be told from two bytes. As soon as another character comes along, `extend` takes over from there.
 *
 * It does not split words of scripts that are written without spaces; UAX #29 leaves that to dictionaries. */
#include "text/words.h"

#include <assert.h>

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

#define ONES UINT64_C(0x0101010101010101)

/* The first byte from i on that is not an ASCII letter, digit or low line. */
static size_t run_end(str text, size_t i)
{
    while (text.n - i >= 8) {
        uint64_t x, seven, small, letter, digit, line, stop;

        memcpy(&x, text.p + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        /* Each byte's high bit becomes the answer: with 7 bits a byte, adding 0x80 - c sets it when byte >=
         * c, and no carry reaches the next byte. */
        seven = x & 0x7f * ONES;
        small = seven | 0x20 * ONES;
        letter = (small + (0x80 - 'a') * ONES) & ~(small + (0x7f - 'z') * ONES);
        digit = (seven + (0x80 - '0') * ONES) & ~(seven + (0x7f - '9') * ONES);
        line = ~((seven ^ '_' * ONES) + 0x7f * ONES);
        stop = ~((letter | digit | line) & ~x) & 0x80 * ONES;
        if (stop)
            return i + (size_t)__builtin_ctzll(stop) / 8;
        i += 8;
    }
    while (i < text.n && (unsigned char)text.p[i] < 0x80 &&
           (ucd_row[0][(unsigned char)text.p[i]] & UCD_WORD || text.p[i] == '_'))
        i++;
    return i;
}

/* The end of the word that begins with the ASCII letter or digit at byte `at`. */
static size_t word_end(str text, size_t at)
{
    size_t i = at;

    for (;;) {
        unsigned before, next, after;
        unsigned ignored = 0;

        i = run_end(text, i + 1);
        if (i == text.n)
            return i;
        before = UCD_WB(ucd_row[0][(unsigned char)text.p[i - 1]]);
        next = (unsigned char)text.p[i];
        after = i + 1 < text.n ? (unsigned char)text.p[i + 1] : ' ';
        if (next >= 0x80 || after >= 0x80)
            return extend(text, i, before, before, &ignored);
        /* WB6, 7, 11, 12: an apostrophe or a stop inside a word or a number. */
        if (!(bridges(before, UCD_WB(ucd_row[0][next])) & SET(UCD_WB(ucd_row[0][after]))))
            return i;
        i++;
    }
}

/* The end of the segment that begins with another ASCII character at byte `at`; `at` itself where that takes
 * more than the next byte to tell. CR LF may come apart here, since blanks are left out. */
static size_t mark_end(str text, size_t at)
{
    size_t i = at + 1;

    if (text.p[at] == ' ')
        while (i < text.n && text.p[i] == ' ')
            i++;
    return text.p[at] != '_' && (i == text.n || (unsigned char)text.p[i] < 0x80) ? i : at;
}

void words_begin(words *w, str text)
{
    assert(text.n <= UINT32_MAX);
    *w = (words){.text = text};
}

size_t words_next(words *w, word *out, size_t cap)
{
    str text = w->text;
    size_t n = 0, i = w->at;

    while (n < cap && i < text.n) {
        size_t begin = i;
        unsigned marks = (unsigned char)text.p[i];

        if (marks < 0x80) {
            marks = ucd_row[0][marks];
            i = marks & UCD_WORD ? word_end(text, i) : mark_end(text, i);
        }
        if (i == begin)
            i = words_edge(text, i, &marks);
        if (marks & (UCD_WORD | UCD_VISIBLE))
            out[n++] = (word){(uint32_t)begin, (uint32_t)i, marks & UCD_WORD ? WORD_WORD : WORD_MARK};
    }
    w->at = i;
    return n;
}
