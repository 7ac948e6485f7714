/* arena: memory that is taken piece by piece and given back all at once.
 *
 * One arena a worker, reset per batch; stages only take from it and nobody frees one thing. Blocks are kept
 * over a reset, so that a steady job stops asking the system; arena_reset gives back what a rare giant
 * record had made it grow beyond `keep` bytes.
 *
 * Owns     its blocks, until arena_free.      Threads  one thread at a time.
 * Errors   arena_take returns NULL when memory is out; n * size is checked before it multiplies.
 * Cost     an addition; a malloc each time a block is full.
 */
#ifndef SLANT_BASE_ARENA_H
#define SLANT_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

typedef struct arena_block arena_block;

typedef struct arena {
    arena_block *head; /* the block in use; older ones behind it           */
    size_t used;       /* bytes of head that are taken                     */
    size_t keep;       /* bytes kept over a reset; 0 means 1 MiB           */
} arena; /* all zero is an empty arena */

/* n things of `size` bytes, zeroed, aligned to 16. */
void *arena_take(arena *a, size_t n, size_t size);

/* Room for `need` things in an array of the arena, *cap of which it has now, 0 with NULL: as it is, or twice as
 * large with a copy of what was there, and what is new zero. The old one stays taken until the reset. After
 * false memory is out and nothing has changed. */
bool arena_grow(arena *a, void *array, size_t *cap, size_t need, size_t size);

/* A copy that lives as long as the arena, with a NUL behind it. p is NULL when memory is out. */
str arena_copy(arena *a, str s);

void arena_reset(arena *a);
void arena_free(arena *a);

#define ARENA_NEW(a, n, type)           ((type *)arena_take((a), (n), sizeof(type)))
#define ARENA_GROW(a, array, cap, need) \
    ((need) <= (cap) || arena_grow((a), &(array), &(cap), (need), sizeof *(array)))

#endif
