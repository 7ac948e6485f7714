/* buf: bytes that grow at the end. What records are read into and results are written to.
 *
 * Owns     its bytes, until buf_free.      Threads  one thread at a time.
 * Errors   when memory is out `failed` is set and everything added later is dropped: check once, at the end.
 * Cost     doubles when full; numbers are written without printf.
 */
#ifndef SLANT_BASE_BUF_H
#define SLANT_BASE_BUF_H

#include <stdlib.h>

#include "base/str.h"

typedef struct buf {
    char *p;
    size_t n;    /* bytes in use */
    size_t cap;  /* bytes owned  */
    bool failed; /* memory was out: n bytes are good, something is missing */
} buf; /* all zero is an empty buf */

/* Makes room where there is too little: for buf_room alone. */
bool buf_grow(buf *b, size_t more);

/* Room for `more` bytes behind n, so that p[n .. n + more) may be written. */
static inline bool buf_room(buf *b, size_t more)
{
    return b->cap - b->n >= more || buf_grow(b, more);
}

void buf_free(buf *b);

static inline void buf_add(buf *b, const void *p, size_t n)
{
    if (n && buf_room(b, n)) {
        memcpy(b->p + b->n, p, n);
        b->n += n;
    }
}

static inline void buf_str(buf *b, str s)
{
    buf_add(b, s.p, s.n);
}

static inline void buf_z(buf *b, const char *z)
{
    buf_add(b, z, strlen(z));
}

static inline void buf_char(buf *b, char c)
{
    if (buf_room(b, 1))
        b->p[b->n++] = c;
}

static inline str buf_view(const buf *b)
{
    return (str){b->p, b->n};
}

void buf_u64(buf *b, uint64_t v);
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* v with `places` decimals (0 to 9), rounded half away from zero: "-0.1250". No locale. NaN and infinities
 * become "null", so that JSON stays JSON. */
void buf_fixed(buf *b, double v, unsigned places);

/* s as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD, so that the line is always JSON. */
void buf_json(buf *b, str s);

/* s as a cell of a tsv file, which has no quoting: controls and all that ends a line become a space, invalid UTF-8
 * U+FFFD. */
void buf_tsv(buf *b, str s);

#endif
