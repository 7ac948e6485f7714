/* random: numbers that look drawn, and are the same for the same seed on every machine.
 *
 * A counter that walks by an odd step, its bits mixed: splitmix64 (Steele, Lea & Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014). For folds, samples and bootstraps; not for secrets. The C
 * library's rand() is global and differs between systems: nothing here calls it.
 *
 * Owns     nothing: the state is a plain value; a copy repeats what is to come.
 * Threads  one state a thread.      Cost     two multiplications a number.
 */
#ifndef SLANT_BASE_RANDOM_H
#define SLANT_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct random_state {
    uint64_t at;
} random_state;

/* Any seed is a good one, 0 too. */
static inline random_state random_seed(uint64_t seed)
{
    return (random_state){seed};
}

/* 64 fair bits. */
static inline uint64_t random_next(random_state *r)
{
    uint64_t x = r->at += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Fair in [0, n), n at least 1. The high half of bits * n is the draw; the 2^64 mod n lowest low halves would
 * give some draws one chance more than others, so they are thrown again (Lemire 2019). */
static inline uint64_t random_below(random_state *r, uint64_t n)
{
    __extension__ typedef unsigned __int128 u128;
    uint64_t unfair = (UINT64_MAX - n + 1) % n;
    u128 product;

    do
        product = (u128)random_next(r) * n;
    while ((uint64_t)product < unfair);
    return (uint64_t)(product >> 64);
}

/* In [0, 1), a multiple of 2^-53. */
static inline double random_unit(random_state *r)
{
    return (double)(random_next(r) >> 11) * 0x1p-53;
}

/* Every order of p[n] equally likely (Fisher and Yates). */
static inline void random_shuffle(random_state *r, uint32_t *p, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)random_below(r, i);
        uint32_t swap = p[i - 1];

        p[i - 1] = p[j];
        p[j] = swap;
    }
}

#endif
