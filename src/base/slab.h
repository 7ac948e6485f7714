/* slab: zeroed memory for tables that are looked into all over. Large ones are asked to lie on large pages,
 * of which a processor can keep the places of more. What is never touched costs nothing.
 *
 * Owns     the caller: slab_free with the same size; NULL is fine.      Threads  any.
 * Errors   NULL when memory is out.
 */
#ifndef SLANT_BASE_SLAB_H
#define SLANT_BASE_SLAB_H

#include <stddef.h>

void *slab_new(size_t size);
void slab_free(void *p, size_t size);

#endif
