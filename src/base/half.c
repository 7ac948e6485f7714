/* A float in, the half next to it out. */
#include "base/half.h"

uint16_t half_of(float x)
{
    uint32_t bits, sign, odd;

    memcpy(&bits, &x, sizeof bits);
    sign = bits >> 16 & 0x8000;
    bits &= 0x7fffffff;
    if (bits < 113U << 23) {
        float small; /* below 2^-14 the steps are 2^-24: where those of floats are just that, adding rounds */

        memcpy(&small, &bits, sizeof small);
        small += 0.5F;
        memcpy(&bits, &small, sizeof bits);
        return (uint16_t)(sign | (bits - (126U << 23)));
    }
    odd = bits >> 13 & 1;
    bits += 0xfff + odd; /* to the nearest, half to even; a carry goes into the exponent, as it must */
    return (uint16_t)(sign | ((bits - (112U << 23)) >> 13));
}
