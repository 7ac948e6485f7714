/* sorted: lists of words that the program knows, found by bisection.
 *
 *   list    [n] things of `size` bytes that begin with a text of `width` bytes, padded with NUL, in bytewise order
 *   key     [width]  padded in the same way
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     log2 n comparisons.
 */
#ifndef SLANT_BASE_SORTED_H
#define SLANT_BASE_SORTED_H

#include <stddef.h>
#include <string.h>

/* The place of the entry whose text is the key, or n. */
static inline size_t sorted_find(const void *list, size_t n, size_t size, const char *key, size_t width)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(key, (const char *)list + middle * size, width);

        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return n;
}

#endif
