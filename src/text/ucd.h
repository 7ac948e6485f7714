/* ucd: what Unicode 15.0 says about a character, in 16 bits that words, sentences and shapes can test.
 *
 *   bits 0-4   Word_Break class, UCD_WB(u)
 *   bits 5-8   Sentence_Break class, UCD_SB(u)
 *   bits 9-11  shape class, UCD_SHAPE(u)
 *   bit 12     UCD_EXTPICT  Extended_Pictographic
 *   bit 13     UCD_WORD     letter, number, ideograph or kana: a segment that has one is a word
 *   bit 14     UCD_VISIBLE  not white space, not a control, not default ignorable
 *   bit 15     UCD_OPEN     opening bracket or initial quote
 *
 * The table is written by ucd.py from the Unicode data files; ucd.c is kept in the tree so that a build needs
 * neither Python nor those files. White space is SB_SP, SB_SEP, SB_CR and SB_LF together.
 *
 * Owns     nothing, a constant table of about 70 KB.      Threads  pure.
 * Errors   none: a code point above U+10FFFF must not be asked for; an unassigned one is a mark that is seen.
 * Cost     two loads.
 * Source   Unicode Character Database 15.0.0; tests/unit/ucd_test.c holds every code point to its files.
 */
#ifndef SLANT_TEXT_UCD_H
#define SLANT_TEXT_UCD_H

#include "base/str.h"
#include "base/utf8.h"

/* Word_Break, in the order of ucd.py. */
enum {
    WB_OTHER,
    WB_CR,
    WB_LF,
    WB_NEWLINE,
    WB_EXTEND,
    WB_ZWJ,
    WB_FORMAT,
    WB_RI,
    WB_KATAKANA,
    WB_HEBREW,
    WB_ALETTER,
    WB_SINGLE_QUOTE,
    WB_DOUBLE_QUOTE,
    WB_MIDNUMLET,
    WB_MIDLETTER,
    WB_MIDNUM,
    WB_NUMERIC,
    WB_EXTENDNUMLET,
    WB_SPACE,
    N_WB
};

/* Sentence_Break, in the order of ucd.py. */
enum {
    SB_OTHER,
    SB_CR,
    SB_LF,
    SB_SEP,
    SB_EXTEND,
    SB_FORMAT,
    SB_SP,
    SB_LOWER,
    SB_UPPER,
    SB_OLETTER,
    SB_NUMERIC,
    SB_ATERM,
    SB_STERM,
    SB_CLOSE,
    SB_SCONTINUE,
    N_SB
};

/* Shape: a capital or title-case letter, a small one, a letter without case, a decimal digit (Nd), a
 * combining mark, anything else. */
enum { SHAPE_MARK, SHAPE_UPPER, SHAPE_LOWER, SHAPE_LETTER, SHAPE_DIGIT, SHAPE_COMBINING, N_SHAPES };

#define UCD_WB(u)    ((unsigned)(u) & 31u)
#define UCD_SB(u)    ((unsigned)(u) >> 5 & 15u)
#define UCD_SHAPE(u) ((unsigned)(u) >> 9 & 7u)

enum { UCD_EXTPICT = 1 << 12, UCD_WORD = 1 << 13, UCD_VISIBLE = 1 << 14, UCD_OPEN = 1 << 15 };

enum { UCD_BLOCK_BITS = 7 };

/* ucd_block[code >> UCD_BLOCK_BITS] is the row of ucd_row that describes these 128 code points. */
extern const uint8_t ucd_block[0x110000 >> UCD_BLOCK_BITS];
extern const uint16_t ucd_row[][1 << UCD_BLOCK_BITS];

static inline uint16_t ucd_get(uint32_t code)
{
    return ucd_row[ucd_block[code >> UCD_BLOCK_BITS]][code & ((1u << UCD_BLOCK_BITS) - 1)];
}

/* What ucd_at says of a maximal ill-formed part: a break on either side of it, and nothing to be seen. */
#define UCD_BAD (1u << 16 | WB_NEWLINE)

/* The flags of the character at byte i < s.n; *next becomes the byte behind it. Characters of one and two
 * bytes (Latin, Greek, Cyrillic, Hebrew, Arabic) and of three are decoded here, the rest by utf8_next. */
static inline unsigned ucd_at(str s, size_t i, size_t *next)
{
    const unsigned char *p = (const unsigned char *)s.p + i;
    size_t left = s.n - i;
    utf8_char u;

    if (p[0] < 0x80) {
        *next = i + 1;
        return ucd_row[0][p[0]];
    }
    if (left > 1 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        *next = i + 2;
        return ucd_get((p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu));
    }
    /* E1 to EC and EE, EF take any two continuation bytes. */
    if (left > 2 && p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && (p[1] & 0xC0) == 0x80 &&
        (p[2] & 0xC0) == 0x80) {
        *next = i + 3;
        return ucd_get((p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
    }
    u = utf8_next(s, i);
    *next = i + u.n;
    return u.valid ? ucd_get(u.code) : UCD_BAD;
}

#endif
