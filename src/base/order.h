/* order: how qsort and bsearch compare plain numbers.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 */
#ifndef SLANT_BASE_ORDER_H
#define SLANT_BASE_ORDER_H

#include <stdint.h>

/* Two uint32_t, the smaller first. */
static inline int order_u32(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return (a > b) - (a < b);
}

#endif
