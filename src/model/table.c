/* Keys and their rows in, a table that table_find can trust out.
 *
 * Keys are placed in increasing order of their spread. That makes the result a function of the set of keys
 * alone, and the filling a walk from the first slot to the last. Linear probing is Knuth's (The Art of
 * Computer Programming 3, 6.4); what is ours is that a slot keeps 32 bits instead of the key, and that a set
 * of keys in which two would be confused is spread again with another salt.
 *
 * Why one look at each key proves the whole table: a look-up walks full slots from the key's home until the
 * first one whose check word is equal. Slots never change once filled, so if no equal word stood on the way
 * when the key was placed, none ever will. */
#include "model/table.h"

#include <stdlib.h>

enum { N_KEYS_MAX = 900000000, N_SALTS = 64, DIGIT = 256 };

typedef struct entry {
    uint64_t spread;
    uint32_t at; /* which key */
} entry;

/* The smallest size that is at most three quarters full; the largest may be fuller. */
static uint32_t bits_for(uint32_t n)
{
    uint32_t bits = TABLE_BITS_MIN;

    while (bits < TABLE_BITS_MAX && n > (UINT64_C(3) << bits) / 4)
        bits++;
    return bits;
}

/* By spread, one byte a pass from the lowest; eight passes end where they began. */
static void sort_entries(entry *a, entry *scratch, uint32_t n)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        uint32_t begin[DIGIT] = {0};
        uint32_t sum = 0;
        entry *from = a;

        for (uint32_t i = 0; i < n; i++)
            begin[a[i].spread >> shift & (DIGIT - 1)]++;
        for (unsigned d = 0; d < DIGIT; d++) {
            uint32_t count = begin[d];

            begin[d] = sum;
            sum += count;
        }
        for (uint32_t i = 0; i < n; i++)
            scratch[begin[a[i].spread >> shift & (DIGIT - 1)]++] = a[i];
        a = scratch;
        scratch = from;
    }
}

/* How many slots are full, and whether no more than TABLE_RUN_MAX in a row can be. Looked at in blocks: a run
 * of full blocks, with two more for its ends, bounds the run of full slots. The last slot is followed by the
 * first. */
static bool runs_short(const uint32_t *check, size_t n_slots, uint32_t *n_full)
{
    enum { BLOCK = 1 << TABLE_BITS_MIN, N_BLOCKS_MAX = TABLE_RUN_MAX / BLOCK - 2 };
    size_t n_blocks = n_slots / BLOCK, run = 0, longest = 0;
    uint32_t full = 0;

    for (size_t b = 0; b < 2 * n_blocks; b++) {
        const uint32_t *at = check + b % n_blocks * BLOCK;
        uint32_t in_block = 0;

        for (unsigned k = 0; k < BLOCK; k++)
            in_block += at[k] != 0;
        run = in_block == BLOCK ? run + 1 : 0;
        longest = run > longest ? run : longest;
        if (b < n_blocks)
            full += in_block;
        else if (run == 0)
            break; /* the second round is only for the run that crosses the end */
    }
    *n_full = full;
    return longest <= N_BLOCKS_MAX;
}

/* Fills an empty table. False when two keys would be confused or a look-up would take too many steps. */
static bool place(const entry *in, uint32_t n, const float *rows, const table *t, uint32_t *check, float *row,
                  uint32_t *slot_of)
{
    uint32_t mask = (uint32_t)((UINT64_C(1) << t->bits) - 1);
    uint32_t n_full;

    for (uint32_t k = 0; k < n; k++) {
        uint32_t mine = (uint32_t)in[k].spread | 1u;
        uint32_t slot = table_home(t, in[k].spread);

        for (uint32_t steps = 0; check[slot]; slot = (slot + 1) & mask)
            if (check[slot] == mine || ++steps > TABLE_RUN_MAX)
                return false;
        check[slot] = mine;
        memcpy(row + (size_t)slot * t->width, rows + (size_t)in[k].at * t->width, t->width * sizeof *row);
        if (slot_of)
            slot_of[in[k].at] = slot;
    }
    return runs_short(check, (size_t)mask + 1, &n_full);
}

/* Equal keys stay together under every salt. */
static bool has_twins(const entry *in, uint32_t n, const uint64_t *key)
{
    for (uint32_t k = 1; k < n; k++)
        if (in[k].spread == in[k - 1].spread && key[in[k].at] == key[in[k - 1].at])
            return true;
    return false;
}

bool table_build(const uint64_t *key, const float *rows, uint32_t n, uint32_t width, table *out,
                 uint32_t *slot_of, err *e)
{
    table t = {.bits = bits_for(n), .width = width, .n = n};
    size_t n_slots = (size_t)1 << t.bits;
    size_t n_floats = n_slots * width;
    uint32_t *check = NULL;
    float *row = NULL;
    entry *in = NULL;
    bool built = false;

    *out = (table){0};
    if (n > N_KEYS_MAX)
        return err_set(e, ERR_INPUT, "too many features: %u, at most %d", n, N_KEYS_MAX);
    check = calloc(n_slots, sizeof *check);
    row = calloc(n_floats, sizeof *row);
    in = malloc((2 * (size_t)n + 1) * sizeof *in);
    if (!check || !row || !in) {
        err_memory(e);
        goto done;
    }

    for (uint64_t attempt = 0; attempt < N_SALTS && !built; attempt++) {
        if (attempt) {
            t.salt = hash_mix(attempt);
            memset(check, 0, n_slots * sizeof *check);
            memset(row, 0, n_floats * sizeof *row);
        }
        for (uint32_t k = 0; k < n; k++)
            in[k] = (entry){table_spread(&t, key[k]), k};
        sort_entries(in, in + n, n);
        if (has_twins(in, n, key)) {
            err_set(e, ERR_INPUT, "two features have the same 64-bit hash");
            goto done;
        }
        built = place(in, n, rows, &t, check, row, slot_of);
    }
    if (!built)
        err_set(e, ERR_INPUT, "no table for %u features: %d salts tried", n, N_SALTS);

done:
    free(in);
    if (!built) {
        free(check);
        free(row);
        return false;
    }
    t.check = check;
    t.row = row;
    *out = t;
    return true;
}

void table_free(table *t)
{
    /* Const is for the readers; these came from table_build. */
    free((void *)t->check);
    free((void *)t->row);
    *t = (table){0};
}

bool table_sound(const table *t)
{
    size_t n_slots;
    uint32_t n_full;

    if (t->bits < TABLE_BITS_MIN || t->bits > TABLE_BITS_MAX || t->width == 0)
        return false;
    n_slots = (size_t)1 << t->bits;
    if (t->n > n_slots / 8 * 7)
        return false;
    return runs_short(t->check, n_slots, &n_full) && n_full == t->n;
}
