/* store: what was worked out once, for all threads. A map from a 64-bit tag to a value of fixed size that
 * only grows: a value never changes once it is there, so that readers need no lock, and when there is no room
 * for another its owner works it out each time.
 *
 * A value stands in one of the STORE_STEPS slots from its home on, in the first that was empty; the last homes
 * are one. Which of two threads that worked out the same thing put it there does not matter: it is the same.
 *
 *   tag    0 is an empty slot, 1 one that is being filled: a tag below 2 is neither kept nor found
 *   value  behind the tag, at a multiple of 8
 *
 * Owns     its slots.      Threads  any number at once.      Errors  memory, in init alone.
 * Cost     a look-up reads one line where a slot is no longer than that; prefetch store_home ahead.
 */
#ifndef SLANT_SCORE_STORE_H
#define SLANT_SCORE_STORE_H

#include <stdatomic.h>

#include "base/err.h"
#include "base/hash.h"

enum { STORE_STEPS = 4 };

typedef struct stored {
    _Atomic uint64_t tag;
    unsigned char value[];
} stored;

typedef struct store {
    unsigned char *slot; /* [2^bits][stride] */
    uint32_t bits, stride;
    uint32_t shift; /* 64 - bits */
} store;

/* The bytes of a slot for values of `size` bytes that lies in one line of 64 if it can. */
static inline uint32_t store_stride(uint32_t size)
{
    uint32_t all = (uint32_t)sizeof(stored) + size, stride = 16;

    while (stride < all && stride < 64)
        stride *= 2;
    return all <= stride ? stride : (all + 31) / 32 * 32;
}

/* 2^bits slots, 2 <= bits < 32, for values of stride - 8 bytes at most; stride is a multiple of 8. */
bool store_init(store *s, uint32_t stride, uint32_t bits, err *e);
void store_free(store *s);

/* Where a value is looked for first; `spread` is any hash of the tag, the same each time. */
static inline stored *store_home(const store *s, uint64_t spread)
{
    size_t i = (size_t)(spread >> s->shift), last = ((size_t)1 << s->bits) - STORE_STEPS;

    return (stored *)(void *)(s->slot + (i < last ? i : last) * s->stride);
}

/* NULL where it is not known. */
static inline const void *store_find(const store *s, const stored *home, uint64_t tag)
{
    const unsigned char *at = (const unsigned char *)home;

    for (unsigned step = 0; step < STORE_STEPS; step++, at += s->stride) {
        const stored *one = (const stored *)(const void *)at;
        uint64_t there = atomic_load_explicit(&one->tag, memory_order_acquire);

        if (there == tag)
            return tag > 1 ? one->value : NULL; /* not what is empty, nor half of what is being filled */
        if (there == 0)
            break;
    }
    return NULL;
}

/* Keeps the size <= stride - 8 bytes of value, if there is room: where they are, or NULL. */
const void *store_add(const store *s, stored *home, uint64_t tag, const void *value, size_t size);

#endif
