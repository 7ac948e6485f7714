/* table: from the 64-bit hash of a feature to its row of weights.
 *
 * Open addressing over 2^bits slots in buckets of 16, whose check words, 32 bits a slot, fill a line of the cache
 * and are compared all at once; a full bucket runs over into the next. A row lies at the same index as its check
 * word, so that a look-up which misses touches one line, and one which hits two or three. Exact for what was put
 * in: table_build proves that every key it was given finds its own row, turned otherwise where it does not. A key
 * that was not put in is taken for one that was with probability below 2^-27 a look-up: 31 bits a slot, some 12
 * full slots a bucket.
 *
 * A weight is a half (base/half.h), of 11 bits of precision, times its column's scale, a power of two: half the memory
 * of a float, which is what scoring waits for. What that costs is an error of at most 2^-11 of each weight; those
 * below 2^-29 of their column's largest have fewer bits.
 *
 *   check  [2^bits]          0 is an empty slot; a bucket is filled from its front
 *   row    [2^bits][stride]  zero behind the width; of an empty slot never read
 *   scale  [width]           2^-100 to 2^80
 *
 * Threads  read-only once built: share it.
 */
#ifndef SLANT_MODEL_TABLE_H
#define SLANT_MODEL_TABLE_H

#include "base/err.h"
#include "base/half.h"
#include "base/hash.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define TABLE_NONE UINT32_MAX

enum {
    TABLE_BUCKET = 16,
    TABLE_BITS_MIN = 4,
    TABLE_BITS_MAX = 30,
    TABLE_RUN_MAX = 8192, /* full slots in a row, so at most this many steps a look-up; chance makes some  */
                          /* 550 when a table of 2^30 slots is three quarters full                         */
};

typedef struct table {
    const uint32_t *check; /* [2^bits]                                    */
    const uint16_t *row;   /* [2^bits][stride]                            */
    const float *scale;    /* [width]                                     */
    uint32_t turn;         /* by how many bits, 0 to 63, keys are rotated: 0 but for one table in millions */
    uint32_t bits;         /* 4 to 30                                     */
    uint32_t width;        /* weights in a row; 0: of its keys it is only known where they are */
    uint32_t stride;       /* table_stride(width)                         */
    uint32_t n;            /* keys in it, at most 7/8 of the slots        */
} table;

/* So that rows are read eight bytes at a time, or four where they have no more. */
static inline uint32_t table_stride(uint32_t width)
{
    return width == 0 ? 0 : width <= 2 ? 2 : (width + 3) / 4 * 4;
}

/* What is looked up of a key: its upper bits name a bucket, the lower ones are its check word. A key, being a
 * hash, is mixed already. */
static inline uint64_t table_spread(const table *t, uint64_t key)
{
    return key >> t->turn | key << (64 - t->turn) % 64;
}

/* The first slot of the bucket where a key is looked for first. `spread` is table_spread(t, key), so that a caller
 * may compute it early and prefetch &t->check[table_home(t, spread)]. */
static inline uint32_t table_home(const table *t, uint64_t spread)
{
    return (uint32_t)(spread >> (64 - t->bits)) & ~(TABLE_BUCKET - 1U);
}

static inline uint32_t table_check(uint64_t spread)
{
    return (uint32_t)spread | 1u; /* never 0, which is an empty slot */
}

/* Which slots of a bucket have that check word, as bits. */
static inline uint32_t table_match(const uint32_t *bucket, uint32_t check)
{
#if defined(__SSE2__)
    const __m128i *at = (const __m128i *)(const void *)bucket, all = _mm_set1_epi32((int)check);
    __m128i a = _mm_cmpeq_epi32(_mm_load_si128(at), all), b = _mm_cmpeq_epi32(_mm_load_si128(at + 1), all),
            c = _mm_cmpeq_epi32(_mm_load_si128(at + 2), all), d = _mm_cmpeq_epi32(_mm_load_si128(at + 3), all);

    return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d)));
#else
    uint32_t match = 0;

    for (unsigned i = 0; i < TABLE_BUCKET; i++)
        match |= (uint32_t)(bucket[i] == check) << i;
    return match;
#endif
}

/* Whether a key is there, and then its slot, given what its home bucket says (table_match): without a branch on that, which
 * would be guessed wrong too often. Ends because a bucket whose last slot is full is full, and an eighth of all slots
 * is empty. */
static inline bool table_seek_from(const table *t, uint64_t spread, uint32_t match, uint32_t *slot)
{
    uint32_t mask = (uint32_t)((UINT64_C(1) << t->bits) - 1), at = table_home(t, spread);

    /* No match, and a last slot, whose check word is odd: it may be in the next bucket. */
    while (__builtin_expect(t->check[at + TABLE_BUCKET - 1] & (match - 1) >> TABLE_BUCKET, 0)) {
        at = (at + TABLE_BUCKET) & mask;
        match = table_match(t->check + at, table_check(spread));
    }
    *slot = at + (uint32_t)__builtin_ctz(match | 1U << TABLE_BUCKET);
    return match != 0;
}

static inline bool table_seek(const table *t, uint64_t spread, uint32_t *slot)
{
    return table_seek_from(t, spread, table_match(t->check + table_home(t, spread), table_check(spread)), slot);
}

/* The slot of a key, or TABLE_NONE. */
static inline uint32_t table_find(const table *t, uint64_t spread)
{
    uint32_t slot;

    return table_seek(t, spread, &slot) ? slot : TABLE_NONE;
}

static inline const uint16_t *table_row(const table *t, uint32_t slot)
{
    return t->row + (size_t)slot * t->stride;
}

/* Column c < width of a slot's row. */
static inline float table_weight(const table *t, uint32_t slot, uint32_t c)
{
    return half_float(table_row(t, slot)[c]) * t->scale[c];
}

/* Builds a table from n distinct keys and their rows [n][width], which are rounded; slot_of[n], if not NULL, is told
 * where each went. The same keys give the same bytes, in whatever order they come. Owns malloc'd memory: give it
 * back with table_free (never for a table that a model file holds). Errors   memory; n over 900 million; two keys
 * that are equal; a weight that is not finite, or beyond 1e28. Cost     a radix sort of n, then one pass; 32 bytes of
 * scratch a key. */
bool table_build(const uint64_t *key, const float *rows, uint32_t n, uint32_t width, table *out,
                 uint32_t *slot_of, err *e);
void table_free(table *t);

/* Whether a table read from a file may be used: sizes within limits, n slots full, at most seven of eight, buckets
 * filled from the front and no more than TABLE_RUN_MAX full slots in a row, so that table_find ends soon; scales as
 * they must be; in every full row finite weights, a last column, a square, without a sign, and nothing behind it.
 * O(slots). */
bool table_checks_sound(const table *t);
bool table_scales_sound(const table *t);
bool table_rows_sound(const table *t);

#endif
