/* hash: 64 bits that stand for some bytes. Names of features, of words and of files; not for secrets.
 *
 * The value is part of the model file: a change here makes every model on disk unreadable and must raise
 * MODEL_VERSION. The method is multiply-and-fold (the 128-bit product's halves xored), as in Wang Yi's
 * wyhash and its kin; constants are our own draws of odd 64-bit numbers with 32 bits set.
 *
 * Owns     nothing.      Threads  pure.      Cost     one multiplication for 8 bytes.
 */
#ifndef SLANT_BASE_HASH_H
#define SLANT_BASE_HASH_H

#include "base/str.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "words are read from bytes as little-endian ones; nobody has asked for the other order yet"
#endif

#define HASH_K0 UINT64_C(0x9a3c65d7b1e4c58b)
#define HASH_K1 UINT64_C(0xd6a94b3e8f25963d)

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 u128;
    u128 product;

#if defined(__x86_64__)
    /* gcc (12) writes the product of the lines below to memory and reads it back: 2 % of classify's time. */
    if (!__builtin_constant_p(a) || !__builtin_constant_p(b)) {
        uint64_t high;

        __asm__("mulq %2" : "+a"(a), "=d"(high) : "r"(b) : "cc");
        return a ^ high;
    }
#endif
    product = (u128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Spreads every bit of x over the whole word; a bijection's quality without being one. */
static inline uint64_t hash_mix(uint64_t x)
{
    return hash_fold(x ^ HASH_K0, HASH_K1);
}

/* Order matters: hash_pair(a, b) != hash_pair(b, a). */
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return hash_fold(a ^ HASH_K1, (b << 23 | b >> 41) ^ HASH_K0);
}

/* The last n <= 8 bytes of what is hashed, as one word with zeros behind them, after h. */
static inline uint64_t hash_end(uint64_t h, uint64_t word, size_t n)
{
    return hash_fold(h ^ word ^ HASH_K1, HASH_K0 ^ n);
}

/* Bytes are read as little-endian words, so that a model is the same on every machine we build for. */
static inline uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = seed ^ hash_mix(n), w;

    for (; n > 8; n -= 8, p += 8) {
        memcpy(&w, p, 8);
        h = hash_fold(h ^ w, HASH_K0);
    }
    w = 0;
    if (n)
        memcpy(&w, p, n);
    return hash_end(h, w, n);
}

/* hash_bytes of n <= 8 bytes, where 8 may be read. */
static inline uint64_t hash_short(const char *p, size_t n, uint64_t seed)
{
    uint64_t w;

    memcpy(&w, p, 8);
    return hash_end(seed ^ hash_mix(n), n < 8 ? w & ((UINT64_C(1) << 8 * n) - 1) : w, n);
}

static inline uint64_t hash_str(str s, uint64_t seed)
{
    return hash_bytes(s.p, s.n, seed);
}

/* A value that is made byte by byte, or piece by piece: the polynomial over the bytes modulo 2^64. What a piece of
 * n bytes makes of 0 is known once, and the piece is then one step:
 *     roll(h, piece) = h * HASH_ROLL^n + roll(0, piece)
 * Not mixed: hash_mix it at the end. Two of the names that we make up meet as seldom as by chance; who wants to can
 * find some that do. */
#define HASH_ROLL UINT64_C(0xb7c5a1f36d0e8f2d)

static inline uint64_t hash_roll(uint64_t h, char c)
{
    return h * HASH_ROLL + (unsigned char)c;
}

static inline uint64_t hash_roll_str(uint64_t h, str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = hash_roll(h, s.p[i]);
    return h;
}

#endif
