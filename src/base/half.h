/* half: floats of 16 bits, IEEE 754's binary16: 11 bits of precision, from 2^-24 to 65504.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 */
#ifndef SLANT_BASE_HALF_H
#define SLANT_BASE_HALF_H

#include <stdint.h>
#include <string.h>

#define HALF_MAX 65504.0F

/* Exact; h is finite. */
static inline float half_float(uint16_t h)
{
    uint32_t bits = (uint32_t)(h & 0x7fff) << 13, sign = (uint32_t)(h & 0x8000) << 16;
    float x;

    memcpy(&x, &bits, sizeof x);
    x *= 0x1p112F; /* from the float's exponents to the half's: its smallest numbers come out right too */
    memcpy(&bits, &x, sizeof bits);
    bits |= sign;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The nearest half, of two the even one. |x| <= HALF_MAX. */
uint16_t half_of(float x);

#endif
