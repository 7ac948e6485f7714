/* utf8: bytes to code points and back, with the rule of Unicode 15.0, section 3.9 (table 3-7) and its
 * recommended practice U+FFFD for each maximal part of an ill-formed sequence.
 *
 * Owns     nothing.      Threads  pure.      Errors  none: ill-formed bytes come back as U+FFFD, not valid.
 * Cost     utf8_bad: 8 ASCII bytes a step; utf8_next: a table and three comparisons.
 */
#ifndef SLANT_BASE_UTF8_H
#define SLANT_BASE_UTF8_H

#include "base/str.h"

typedef struct utf8_char {
    uint32_t code; /* U+FFFD when not valid          */
    uint8_t n;     /* bytes it takes, at least 1     */
    bool valid;
} utf8_char;

/* The character that begins at byte i < s.n. */
utf8_char utf8_next(str s, size_t i);

/* The first byte that is not well-formed UTF-8; s.n when all is. */
size_t utf8_bad(str s);

/* Whether byte i goes on a character, so that a cut before it would break one. */
static inline bool utf8_inside(str s, size_t i)
{
    return i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80;
}

/* The first n bytes of s, or up to three fewer, so that no character is cut. */
static inline str utf8_cut(str s, size_t n)
{
    if (n >= s.n)
        return s;
    for (unsigned k = 0; k < 3 && n && utf8_inside(s, n); k++)
        n--;
    return (str){s.p, n};
}

/* What is not seen but acts on what stands beside it, so that no terminal should get it from a stranger: controls, line
 * separators, bidirectional marks, embeddings and isolates. */
static inline bool utf8_acts(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || (code >= 0x200e && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Writes a code point (not a surrogate) to out[4]; returns its bytes. */
size_t utf8_put(uint32_t code, char *out);

/* How many characters s has; each maximal ill-formed part counts as one. */
size_t utf8_count(str s);

#endif
