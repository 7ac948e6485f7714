/* classes: what each of 64 bytes is, as bits: byte i is bit i.
 *
 * words.c finds ASCII words with it, 64 bytes a step. There is one plain way to tell the classes, and one for
 * each kind of processor that has wide instructions: whole registers of bytes are compared with the few
 * bounds that matter, and the comparisons' sign bits are gathered. All give the same bits
 * (tests/unit/classes_test.c). Which ways are compiled is decided by the target, which one runs by the
 * processor: AVX2 may be missing on x86-64, NEON never is on AArch64. AVX-512 is left out: with AVX2 this is
 * a fortieth of the time that a word takes.
 *
 * Owns     nothing.      Threads  pure.      Errors  none: any bytes have classes.
 * Cost     about 0.1 ns a byte with AVX2 or NEON, 0.5 plainly.
 */
#ifndef SLANT_TEXT_CLASSES_H
#define SLANT_TEXT_CLASSES_H

#include "base/str.h"

typedef struct classes {
    uint64_t letter;     /* A to Z, a to z                                                       */
    uint64_t digit;      /* 0 to 9                                                               */
    uint64_t blank;      /* 00 to 20 and 7F: white space and controls                            */
    uint64_t mid_letter; /* ' . :    join two letters (UAX #29: MidLetter, MidNumLetQ)            */
    uint64_t mid_number; /* ' . , ;  join two digits  (UAX #29: MidNum, MidNumLetQ)               */
    uint64_t other;      /* low line and all that is not ASCII: what takes a second look          */
} classes; /* what is in none of these is a mark of its own, as " or ( are */

/* Each of them tells the classes of p[0 .. 64). */

#define CLASSES_ONES UINT64_C(0x0101010101010101)

/* The high bit of each byte where lo <= byte <= hi, for bytes below 0x80. With 7 bits a byte, adding 0x80 - c
 * sets the high bit when byte >= c, and no carry reaches the next byte. */
static inline uint64_t classes_between(uint64_t seven, unsigned lo, unsigned hi)
{
    return (seven + (0x80 - lo) * CLASSES_ONES) & ~(seven + (0x7f - hi) * CLASSES_ONES);
}

/* The high bits of eight bytes, the lowest byte's first. */
static inline uint64_t classes_gather(uint64_t high)
{
    return ((high & 0x80 * CLASSES_ONES) >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline classes classes_plain(const char *p)
{
    classes c = {0};

    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t x, seven, ascii, quote, comma, blank;

        memcpy(&x, p + i, 8);
        seven = x & 0x7f * CLASSES_ONES;
        ascii = ~x;
        quote = classes_between(seven, '\'', '\'') | classes_between(seven, '.', '.');
        c.letter |= classes_gather(classes_between(seven | 0x20 * CLASSES_ONES, 'a', 'z') & ascii) << i;
        c.digit |= classes_gather(classes_between(seven, '0', '9') & ascii) << i;
        blank = classes_between(seven, 0, ' ') | classes_between(seven, 0x7f, 0x7f);
        comma = classes_between(seven, ',', ',') | classes_between(seven, ';', ';');
        c.blank |= classes_gather(blank & ascii) << i;
        c.mid_letter |= classes_gather((quote | classes_between(seven, ':', ':')) & ascii) << i;
        c.mid_number |= classes_gather((quote | comma) & ascii) << i;
        c.other |= classes_gather(classes_between(seven, '_', '_') | x) << i;
    }
    return c;
}

#if defined(__x86_64__)

#include <immintrin.h>

#define CLASSES_AVX2 __attribute__((target("avx2,bmi,bmi2")))

CLASSES_AVX2 static inline __m256i classes_is(__m256i x, char c)
{
    return _mm256_cmpeq_epi8(x, _mm256_set1_epi8(c));
}

/* lo <= byte < lo + n, for bytes as unsigned numbers. */
CLASSES_AVX2 static inline __m256i classes_in_range(__m256i x, char lo, char n)
{
    __m256i from = _mm256_sub_epi8(x, _mm256_set1_epi8(lo));

    return _mm256_cmpeq_epi8(_mm256_min_epu8(from, _mm256_set1_epi8((char)(n - 1))), from);
}

CLASSES_AVX2 static inline uint64_t classes_bits(__m256i yes)
{
    return (uint32_t)_mm256_movemask_epi8(yes);
}

CLASSES_AVX2 static inline classes classes_avx2(const char *p)
{
    classes c = {0};

    for (unsigned i = 0; i < 64; i += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(p + i));
        __m256i comma = _mm256_or_si256(classes_is(x, ','), classes_is(x, ';'));
        __m256i quote = _mm256_or_si256(classes_is(x, '\''), classes_is(x, '.'));

        c.letter |= classes_bits(classes_in_range(_mm256_or_si256(x, _mm256_set1_epi8(0x20)), 'a', 26)) << i;
        c.digit |= classes_bits(classes_in_range(x, '0', 10)) << i;
        c.blank |= classes_bits(_mm256_or_si256(classes_in_range(x, 0, ' ' + 1), classes_is(x, 0x7f))) << i;
        c.mid_letter |= classes_bits(_mm256_or_si256(quote, classes_is(x, ':'))) << i;
        c.mid_number |= classes_bits(_mm256_or_si256(quote, comma)) << i;
        c.other |= classes_bits(_mm256_or_si256(classes_is(x, '_'), x)) << i;
    }
    return c;
}

#elif defined(__aarch64__)

#include <arm_neon.h>

#define CLASSES_NEON 1

/* Four registers of comparisons, each byte 00 or FF, as 64 bits: each byte keeps the bit of its place among
 * eight, and neighbours are added up three times. */
static inline uint64_t classes_bits(const uint8x16_t yes[4])
{
    static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t at = vld1q_u8(place);
    uint8x16_t a = vpaddq_u8(vandq_u8(yes[0], at), vandq_u8(yes[1], at));
    uint8x16_t b = vpaddq_u8(vandq_u8(yes[2], at), vandq_u8(yes[3], at));

    a = vpaddq_u8(a, b);
    a = vpaddq_u8(a, a);
    return vgetq_lane_u64(vreinterpretq_u64_u8(a), 0);
}

static inline uint8x16_t classes_is(uint8x16_t x, uint8_t c)
{
    return vceqq_u8(x, vdupq_n_u8(c));
}

static inline uint8x16_t classes_in_range(uint8x16_t x, uint8_t lo, uint8_t n)
{
    return vcltq_u8(vsubq_u8(x, vdupq_n_u8(lo)), vdupq_n_u8(n));
}

static inline classes classes_neon(const char *p)
{
    uint8x16_t letter[4], digit[4], blank[4], mid_letter[4], mid_number[4], other[4];

    for (unsigned i = 0; i < 4; i++) {
        uint8x16_t x = vld1q_u8((const uint8_t *)p + 16 * i);
        uint8x16_t quote = vorrq_u8(classes_is(x, '\''), classes_is(x, '.'));

        letter[i] = classes_in_range(vorrq_u8(x, vdupq_n_u8(0x20)), 'a', 26);
        digit[i] = classes_in_range(x, '0', 10);
        blank[i] = vorrq_u8(classes_in_range(x, 0, ' ' + 1), classes_is(x, 0x7f));
        mid_letter[i] = vorrq_u8(quote, classes_is(x, ':'));
        mid_number[i] = vorrq_u8(quote, vorrq_u8(classes_is(x, ','), classes_is(x, ';')));
        other[i] = vorrq_u8(classes_is(x, '_'), vcgeq_u8(x, vdupq_n_u8(0x80)));
    }
    return (classes){classes_bits(letter),     classes_bits(digit),      classes_bits(blank),
                     classes_bits(mid_letter), classes_bits(mid_number), classes_bits(other)};
}

#endif

#endif
