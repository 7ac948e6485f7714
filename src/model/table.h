/* table: from the 64-bit hash of a feature to its row of floats.
 *
 * Open addressing with linear probing over 2^bits slots; a slot holds 32 check bits and its row lies at the
 * same index, so that a look-up that misses touches one cache line and one that hits touches two. Exact for
 * what was put in: table_build proves that every key it was given finds its own row, with another salt
 * where it does not. A key that was not put in is taken for one that was with probability below 2^-28 a
 * look-up: 31 bits a slot, and 7.5 slots compared on average when three quarters are full, 1.5 at half.
 *
 *   check  [2^bits]          0 is an empty slot
 *   row    [2^bits][width]   zero where the slot is empty
 *
 * Threads  read-only once built: share it.
 */
#ifndef SLANT_MODEL_TABLE_H
#define SLANT_MODEL_TABLE_H

#include "base/err.h"
#include "base/hash.h"

#define TABLE_NONE UINT32_MAX

enum {
    TABLE_BITS_MIN = 4,
    TABLE_BITS_MAX = 30,
    TABLE_RUN_MAX = 8192, /* full slots in a row, so at most this many steps a look-up; chance makes some  */
                          /* 550 when a table of 2^30 slots is three quarters full                         */
};

typedef struct table {
    const uint32_t *check; /* [2^bits]                                    */
    const float *row;      /* [2^bits][width]                             */
    uint64_t salt;         /* mixed into every key                        */
    uint32_t bits;         /* 4 to 30                                     */
    uint32_t width;        /* floats in a row, at least 1                 */
    uint32_t n;            /* keys in it, at most 7/8 of the slots        */
} table;

static inline uint64_t table_spread(const table *t, uint64_t key)
{
    return hash_mix(key ^ t->salt);
}

/* The slot of a key, or TABLE_NONE. `spread` is table_spread(t, key), so that a caller may compute it early
 * and prefetch &t->check[table_home(t, spread)]. Ends because at least an eighth of the slots is empty. */
static inline uint32_t table_home(const table *t, uint64_t spread)
{
    return (uint32_t)(spread >> (64 - t->bits));
}

static inline uint32_t table_find(const table *t, uint64_t spread)
{
    uint32_t mask = (uint32_t)((UINT64_C(1) << t->bits) - 1);
    uint32_t check = (uint32_t)spread | 1u; /* never 0, which is an empty slot */

    for (uint32_t i = table_home(t, spread);; i = (i + 1) & mask) {
        if (t->check[i] == check)
            return i;
        if (t->check[i] == 0)
            return TABLE_NONE;
    }
}

static inline const float *table_row(const table *t, uint32_t slot)
{
    return t->row + (size_t)slot * t->width;
}

/* Builds a table from n distinct keys and their rows [n][width]; slot_of[n], if not NULL, is told where each
 * went. The same keys give the same bytes, in whatever order they come. Owns malloc'd memory: give it back
 * with table_free (never for a table that a model file holds). Errors   memory; n over 900 million; two keys
 * that are equal. Cost     a radix sort of n, then one pass; 32 bytes of scratch a key. */
bool table_build(const uint64_t *key, const float *rows, uint32_t n, uint32_t width, table *out,
                 uint32_t *slot_of, err *e);
void table_free(table *t);

/* Whether a table read from a file may be used: sizes within limits, n slots full, at most seven of eight,
 * and no more than TABLE_RUN_MAX in a row, so that table_find ends soon. Looks at every check word: O(slots).
 */
bool table_sound(const table *t);

#endif
