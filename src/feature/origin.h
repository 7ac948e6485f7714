/* origin: which bytes of a word as it is spelt a part of its normal form comes from, for who shows n-grams of
 * characters in the text where they were found.
 *
 * The spelling is cut into the shortest pieces whose normal forms, one behind the other, are the word's: "Stra",
 * "ß" give "stra", "ss"; "cafe\u0301" ends in the piece "e\u0301". A part of the normal form then comes from all
 * pieces that it touches, so that its span is whole characters, and their normal form holds the part, and is it
 * where every piece gave one character. What gives nothing (a soft hyphen) is in a span only between two others.
 *
 * Owns     nothing: plain values.      Threads  pure.
 * Errors   none. A piece that is still not found after ORIGIN_PIECE_MAX characters is all the rest of the word.
 * Cost     nothing for ASCII; else a normalisation a character. Once a distinct word.
 */
#ifndef SLANT_FEATURE_ORIGIN_H
#define SLANT_FEATURE_ORIGIN_H

#include "feature/feature.h"

enum { ORIGIN_PIECE_MAX = 32 };

typedef struct origin {
    bool same;                    /* each byte comes from the one at its place; nothing else is set */
    uint16_t begin[NORM_OUT_MAX]; /* [w->n]  of each byte of the normal form: where its piece begins */
    uint16_t end[NORM_OUT_MAX];   /* [w->n]  and ends, in bytes of w->raw                            */
} origin;

/* For a word that is used and no mark. */
void origin_find(const plan *p, const word_form *w, origin *out);

typedef struct origin_part {
    uint16_t begin, end; /* bytes of w->raw, half-open */
} origin_part;

/* Of w->text[from, to), which may hold the blanks around the word: they come from no byte. So the part is empty,
 * at the word's begin or end, where it is one blank alone. */
static inline origin_part origin_of(const origin *o, const word_form *w, unsigned from, unsigned to)
{
    unsigned first = from ? from - 1 : 0, last = to - 1 < w->n ? to - 1 : w->n;

    if (first >= last)
        return from ? (origin_part){w->n_raw, w->n_raw} : (origin_part){0, 0};
    if (o->same)
        return (origin_part){(uint16_t)first, (uint16_t)last};
    return (origin_part){o->begin[first], o->end[last - 1]};
}

#endif
