/* grow: arrays that double.
 *
 *   array  the address of a pointer from malloc, or of NULL
 *   cap    things that it has room for; 0 with NULL
 *
 * After true there is room for `need` things; what is new is zero. After false memory is out and nothing has
 * changed. Arrays that grow side by side have one cap between them: give each but the last a copy of it.
 *
 * Owns     nothing: the array is the caller's to free.      Threads  pure.
 * Cost     a comparison; a realloc each time an array is full.
 */
#ifndef SLANT_BASE_GROW_H
#define SLANT_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

bool grow_to(void *array, size_t *cap, size_t need, size_t size);

#define GROW(array, cap, need) ((need) <= (cap) || grow_to(&(array), &(cap), (need), sizeof *(array)))

#endif
