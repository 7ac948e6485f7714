/* quad: four columns at a time, floats that are added up in doubles. On any processor the same operations in
 * the same order in each column, so the same bits.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 */
#ifndef SLANT_SCORE_QUAD_H
#define SLANT_SCORE_QUAD_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { QUAD = 4 };

typedef float quad __attribute__((vector_size(16)));
typedef int32_t quad_mask __attribute__((vector_size(16)));
typedef double quad_half __attribute__((vector_size(16)));

typedef struct quad_sum {
    quad_half low, high;
} quad_sum;

/* From any address. */
static inline quad quad_load(const void *p)
{
    quad x;

    memcpy(&x, p, sizeof x);
    return x;
}

/* Two columns from any address, and zeros behind them. */
static inline quad quad_load_half(const float *p)
{
#if defined(__SSE2__)
    return (quad)_mm_loadl_epi64((const __m128i *)(const void *)p);
#else
    return (quad){p[0], p[1], 0, 0};
#endif
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
static inline quad_sum quad_sum_load(const double *p, size_t q)
{
    quad_sum s;

    memcpy(&s.low, p + QUAD * q, sizeof s.low);
    memcpy(&s.high, p + QUAD * q + 2, sizeof s.high);
    return s;
}

static inline void quad_sum_store(double *p, size_t q, quad_sum s)
{
    memcpy(p + QUAD * q, &s.low, sizeof s.low);
    memcpy(p + QUAD * q + 2, &s.high, sizeof s.high);
}

static inline void quad_add(quad_sum *sum, quad x)
{
#if defined(__SSE2__)
    sum->low += (quad_half)_mm_cvtps_pd((__m128)x);
    sum->high += (quad_half)_mm_cvtps_pd(_mm_movehl_ps((__m128)x, (__m128)x));
#elif defined(__aarch64__)
    sum->low += (quad_half)vcvt_f64_f32(vget_low_f32((float32x4_t)x));
    sum->high += (quad_half)vcvt_high_f64_f32((float32x4_t)x);
#else
    sum->low += (quad_half){(double)x[0], (double)x[1]};
    sum->high += (quad_half){(double)x[2], (double)x[3]};
#endif
}

#endif
