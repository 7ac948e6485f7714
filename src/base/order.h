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

/* The same of uint64_t. */
static inline int order_of(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static inline int order_u64(const void *x, const void *y)
{
    return order_of(*(const uint64_t *)x, *(const uint64_t *)y);
}

/* Two doubles, neither a NAN. */
static inline int order_real(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

#endif
