/* quad: four columns at a time, floats that are added up in doubles. On any processor the same operations in the
 * same order in each column, so the same bits; which instructions they become is the compiler's choice, by the
 * target of the function that they are inlined into.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 */
#ifndef SLANT_SCORE_QUAD_H
#define SLANT_SCORE_QUAD_H

#include <stdint.h>
#include <string.h>

enum { QUAD = 4 };

typedef float quad __attribute__((vector_size(16)));
typedef int32_t quad_mask __attribute__((vector_size(16)));
typedef uint32_t quad_bits __attribute__((vector_size(16)));
typedef double quad_sum __attribute__((vector_size(32), aligned(16)));
typedef uint16_t quad_short __attribute__((vector_size(8)));

/* From any address. */
static inline quad quad_load(const float *p)
{
    quad x;

    memcpy(&x, p, sizeof x);
    return x;
}

/* Two from any address, and zeros behind them. */
static inline quad quad_load_two(const float *p)
{
    return (quad){p[0], p[1], 0, 0};
}

/* Four halves from any address: half_float of each. */
static inline quad quad_of_halves(const uint16_t *p)
{
    quad_short x;
    quad_bits magnitude, sign;

    memcpy(&x, p, sizeof x);
    magnitude = __builtin_convertvector(x & 0x7fff, quad_bits) << 13;
    sign = __builtin_convertvector(x & 0x8000, quad_bits) << 16;
    return (quad)((quad_bits)((quad)magnitude * 0x1p112F) | sign);
}

/* Two, and zeros behind them. */
static inline quad quad_of_two_halves(const uint16_t *p)
{
    uint16_t four[4] = {p[0], p[1], 0, 0};

    return quad_of_halves(four);
}

/* Each column of x where the mask has ones, of y elsewhere. */
static inline quad quad_select(quad_mask mask, quad x, quad y)
{
    return (quad)(((quad_mask)x & mask) | ((quad_mask)y & ~mask));
}

static inline quad quad_all(float x)
{
    return (quad){x, x, x, x};
}

/* The q-th sum of four doubles each from any address, and to it. */
static inline void quad_sum_load(const double *p, size_t q, quad_sum *s)
{
    memcpy(s, p + QUAD * q, sizeof *s);
}

static inline void quad_sum_store(double *p, size_t q, const quad_sum *s)
{
    memcpy(p + QUAD * q, s, sizeof *s);
}

static inline void quad_add(quad_sum *sum, quad x)
{
    *sum += __builtin_convertvector(x, quad_sum);
}

#endif
