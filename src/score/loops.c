/* The loops of loops_body.h, once for each kind of processor, and which of them this one has. */
#include "score/loops.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

enum { HELD = 6 };

/* Up to six quads in registers, those of eight lanes and more: a structure of known size and no array, or
 * they would be kept in memory. m is how many, a constant wherever speed matters. */
typedef struct held_sums {
    quad_sum a, b, c, d, e, f;
} held_sums;

INLINE held_sums held_load(const double *from, uint32_t m)
{
    held_sums s;

    quad_sum_load(from, 0, &s.a);
    quad_sum_load(from, m > 1 ? 1 : 0, &s.b);
    quad_sum_load(from, m > 2 ? 2 : 0, &s.c);
    quad_sum_load(from, m > 3 ? 3 : 0, &s.d);
    quad_sum_load(from, m > 4 ? 4 : 0, &s.e);
    quad_sum_load(from, m > 5 ? 5 : 0, &s.f);
    return s;
}

INLINE void held_store(const held_sums *s, double *to, uint32_t m)
{
    quad_sum_store(to, 0, &s->a);
    if (m > 1)
        quad_sum_store(to, 1, &s->b);
    if (m > 2)
        quad_sum_store(to, 2, &s->c);
    if (m > 3)
        quad_sum_store(to, 3, &s->d);
    if (m > 4)
        quad_sum_store(to, 4, &s->e);
    if (m > 5)
        quad_sum_store(to, 5, &s->f);
}

/* A word of any length, or of any script; false where it has no spelling. */
static bool name_word(const wordmemo *m, str text, const word *found, token *t)
{
    str raw = feature_spelling(text, found);

    if (raw.n == 0)
        return false;
    t->key = wordmemo_key_of(m, raw);
    t->begin = found->begin;
    t->k = (found->end - found->begin) | (found->kind == WORD_MARK ? TOKEN_MARK : 0);
    t->at = wordmemo_at(m, wordmemo_home(m, t->key));
    wordmemo_prefetch(m, t->at);
    return true;
}

#define LOOP(name) name##_plain
#define TARGET
#define SUM_UP(sum, x)       quad_add(sum, x)
#define HALVES(p)            quad_of_halves(p)
#define TWO_HALVES(p)        quad_of_two_halves(p)
#define MATCH(bucket, check) table_match(bucket, check)
#include "score/loops_body.h"
#undef LOOP
#undef TARGET
#undef MATCH
#undef SUM_UP
#undef HALVES
#undef TWO_HALVES

#if defined(__x86_64__)
#define SUM_UP(sum, x) (*(sum) += (quad_sum)_mm256_cvtps_pd((__m128)(x)))
#define HALVES(p)      ((quad)_mm_cvtph_ps(_mm_loadl_epi64((const __m128i *)(const void *)(p))))
#define TWO_HALVES(p)  ((quad)_mm_cvtph_ps(_mm_loadu_si32(p)))

/* Processors since 2013: better shifts and products, and instructions of three operands. */
#define LOOP(name)           name##_2013
#define TARGET               __attribute__((target("avx2,bmi,bmi2,f16c")))
#define MATCH(bucket, check) table_match(bucket, check)
#include "score/loops_body.h"
#undef LOOP
#undef TARGET
#undef MATCH

/* Since 2019: a bucket is compared in one step. Wider sums won nothing: rows and words are waited for. Those
 * of 2017, which run slower for a while after any wide instruction, are not asked. The move is spelt out
 * because GCC 12 may write a mask to memory as two bytes and read it back as four. */
INLINE __attribute__((target("avx512f"))) uint32_t match_512(const uint32_t *bucket, uint32_t check)
{
    __mmask16 same = _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(bucket), _mm512_set1_epi32((int)check));
    uint32_t match;

    __asm__("kmovw %1, %0" : "=r"(match) : "k"(same));
    return match;
}

#define LOOP(name)           name##_2019
#define TARGET               __attribute__((target("avx2,bmi,bmi2,f16c,avx512f,avx512bw,avx512dq,avx512vl")))
#define MATCH(bucket, check) match_512(bucket, check)
#include "score/loops_body.h"
#undef LOOP
#undef TARGET
#undef MATCH
#endif

const loops *loops_way(unsigned i)
{
    if (i == 0)
        return &all_plain;
#if defined(__x86_64__)
    unsigned a, b, c = 0, d;

    /* Not every compiler's builtin knows F16C. */
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2") || !__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_F16C))
        return NULL;
    if (i == 1)
        return &all_2013;
    if (i == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi2"))
        return &all_2019;
#endif
    return NULL;
}

const loops *loops_best(void)
{
    const loops *best = NULL, *next;

    for (unsigned i = 0; (next = loops_way(i)) != NULL; i++)
        best = next;
    return best;
}
