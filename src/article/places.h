/* places: where a byte of a text is in code points, as Python and R count them.
 *
 * Each ill-formed part is one code point, as base/utf8.h and Python's errors="replace" have it.
 *
 * Owns     nothing: its table is the arena's, the text the caller's.      Threads  pure; places_at read-only.
 * Errors   ERR_MEMORY.
 * Cost     one pass over the text, 4 bytes for 256 of it (for each of what is no UTF-8); a place, 256 bytes at most.
 */
#ifndef SLANT_ARTICLE_PLACES_H
#define SLANT_ARTICLE_PLACES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef struct places {
    str text;
    uint32_t *before; /* [n / step + 1] code points before each step-th byte */
    size_t step;
} places;

bool places_of(str text, arena *a, places *out, err *e);

/* How many code points stand before byte `at`; of NULL, bytes: `at`. */
uint32_t places_at(const places *p, uint32_t at);

#endif
