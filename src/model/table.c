/* Keys and their rows in, a table that table_find can trust out.
 *
 * Keys are placed in increasing order of their spread. That makes the result a function of the set of keys
 * alone, and the filling a walk from the first slot to the last. Linear probing is Knuth's (The Art of
 * Computer Programming 3, 6.4); what is ours is that a slot keeps 32 bits instead of the key, and that a set
 * of keys in which two would be confused is spread again, with its keys turned.
 *
 * Why one look at each key proves the whole table: a look-up takes the first slot from the key's home on
 * whose check word is equal. Slots never change once filled, so if no equal word stood on the way when the
 * key was placed, none ever will. */
#include "model/table.h"

#include <math.h>
#include <stdlib.h>

enum { N_KEYS_MAX = 900000000, DIGIT = 256, SCALE_EXPONENT_MIN = -100, SCALE_EXPONENT_MAX = 80 };

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

/* How many slots are full; whether buckets are filled from the front, and no more than TABLE_RUN_MAX slots in
 * a row can be full. Looked at in buckets: a run of full ones, with two more for its ends, bounds the run of
 * full slots. The last slot is followed by the first. */
static bool runs_short(const uint32_t *check, size_t n_slots, uint32_t *n_full)
{
    enum { N_BUCKETS_MAX = TABLE_RUN_MAX / TABLE_BUCKET - 2 };
    const uint32_t all = (UINT32_C(1) << TABLE_BUCKET) - 1;
    size_t n_buckets = n_slots / TABLE_BUCKET, run = 0, longest = 0;
    uint32_t n = 0, gap = 0;

    for (size_t b = 0; b < 2 * n_buckets; b++) {
        size_t at = b < n_buckets ? b : b - n_buckets;
        uint32_t full = all & ~table_match(check + at * TABLE_BUCKET, 0);

        gap |= full & (full + 1); /* ones above a zero */
        run = full == all ? run + 1 : 0;
        longest = run > longest ? run : longest;
        if (b < n_buckets)
            n += (uint32_t)__builtin_ctz(~full);
        else if (run == 0)
            break; /* the second round is only for the run that crosses the end */
    }
    *n_full = n;
    return longest <= N_BUCKETS_MAX && !gap;
}

/* ---- weights ---- */

/* For each column the power of two by which its largest weight is between 2^14 and 2^15. */
static bool find_scales(const float *rows, uint32_t n, uint32_t width, float *scale, err *e)
{
    for (size_t i = 0; i < n; i++)
        for (uint32_t c = 0; c < width; c++) {
            float size = fabsf(rows[i * width + c]);

            if (!(size <= 1e28F))
                return err_set(e, ERR_INPUT, "a weight is not finite, or too large");
            scale[c] = size > scale[c] ? size : scale[c]; /* the largest so far */
        }
    for (uint32_t c = 0; c < width; c++) {
        float largest = scale[c];
        int exponent;

        (void)frexpf(largest, &exponent); /* largest < 2^exponent */
        exponent -= 15;
        scale[c] = ldexpf(1, exponent < SCALE_EXPONENT_MIN ? SCALE_EXPONENT_MIN : exponent);
    }
    return true;
}

/* ---- building ---- */

/* Fills an empty table. False when two keys would be confused or a look-up would take too many steps. */
static bool place(const entry *in, uint32_t n, const float *rows, const table *t, uint32_t *check,
                  uint16_t *row, uint32_t *slot_of)
{
    uint32_t mask = (uint32_t)((UINT64_C(1) << t->bits) - 1);
    uint32_t n_full;

    for (uint32_t k = 0; k < n; k++) {
        uint32_t mine = table_check(in[k].spread);
        uint32_t slot = table_home(t, in[k].spread);

        for (uint32_t steps = 0; check[slot]; slot = (slot + 1) & mask)
            if (check[slot] == mine || ++steps > TABLE_RUN_MAX)
                return false;
        check[slot] = mine;
        for (uint32_t c = 0; c < t->width; c++)
            row[(size_t)slot * t->stride + c] = half_of(rows[(size_t)in[k].at * t->width + c] / t->scale[c]);
        if (slot_of)
            slot_of[in[k].at] = slot;
    }
    return runs_short(check, (size_t)mask + 1, &n_full);
}

/* Equal keys stay together however they are turned. */
static bool has_twins(const entry *in, uint32_t n, const uint64_t *key)
{
    for (uint32_t k = 1; k < n; k++)
        if (in[k].spread == in[k - 1].spread && key[in[k].at] == key[in[k - 1].at])
            return true;
    return false;
}

static bool place_some_way(const uint64_t *key, const float *rows, uint32_t n, table *t, uint32_t *check,
                           uint16_t *row, uint32_t *slot_of, entry *in, err *e)
{
    size_t n_slots = (size_t)1 << t->bits;

    for (t->turn = 0; t->turn < 64; t->turn++) {
        if (t->turn) {
            memset(check, 0, n_slots * sizeof *check);
            memset(row, 0, n_slots * t->stride * sizeof *row);
        }
        for (uint32_t k = 0; k < n; k++)
            in[k] = (entry){table_spread(t, key[k]), k};
        sort_entries(in, in + n, n);
        if (has_twins(in, n, key))
            return err_set(e, ERR_INPUT, "two features have the same 64-bit hash");
        if (place(in, n, rows, t, check, row, slot_of))
            return true;
    }
    return err_set(e, ERR_INPUT, "no table for %u features", n);
}

bool table_build(const uint64_t *key, const float *rows, uint32_t n, uint32_t width, table *out,
                 uint32_t *slot_of, err *e)
{
    table t = {.bits = bits_for(n), .width = width, .stride = table_stride(width), .n = n};
    size_t n_slots = (size_t)1 << t.bits;
    uint32_t *check = NULL;
    uint16_t *row = NULL;
    float *scale = NULL;
    entry *in = NULL;
    bool built = false;

    *out = (table){0};
    if (n > N_KEYS_MAX)
        return err_set(e, ERR_INPUT, "too many features: %u, at most %d", n, N_KEYS_MAX);
    check = calloc(n_slots, sizeof *check);
    row = calloc(n_slots * t.stride + 1, sizeof *row);
    scale = calloc(width + 1U, sizeof *scale);
    in = malloc((2 * (size_t)n + 1) * sizeof *in);
    built = (check && row && scale && in) || err_memory(e);
    t.check = check;
    t.row = row;
    t.scale = scale;
    built = built && find_scales(rows, n, width, scale, e) &&
            place_some_way(key, rows, n, &t, check, row, slot_of, in, e);
    free(in);
    if (built)
        *out = t;
    else
        table_free(&t);
    return built;
}

void table_free(table *t)
{
    /* Const is for the readers; these came from table_build. */
    free((void *)t->check);
    free((void *)t->row);
    free((void *)t->scale);
    *t = (table){0};
}

bool table_checks_sound(const table *t)
{
    size_t n_slots;
    uint32_t n_full;

    if (t->bits < TABLE_BITS_MIN || t->bits > TABLE_BITS_MAX)
        return false;
    n_slots = (size_t)1 << t->bits;
    if (t->n > n_slots / 8 * 7)
        return false;
    return runs_short(t->check, n_slots, &n_full) && n_full == t->n;
}

bool table_scales_sound(const table *t)
{
    for (uint32_t c = 0; c < t->width; c++) {
        float scale = t->scale[c];
        int exponent;

        if (!(scale >= ldexpf(1, SCALE_EXPONENT_MIN) && scale <= ldexpf(1, SCALE_EXPONENT_MAX)) ||
            frexpf(scale, &exponent) != 0.5F)
            return false;
    }
    return true;
}

bool table_rows_sound(const table *t)
{
    size_t n_slots = (size_t)1 << t->bits, n = n_slots * t->stride;
    uint16_t wild = 0, square = 0, behind = 0;

    /* An exponent of all ones carries into the highest bit. A plain loop, which the compiler turns into
     * vectors. */
    for (size_t i = 0; i < n; i++)
        wild |= (uint16_t)((t->row[i] & 0x7c00) + 0x400);
    for (size_t slot = 0; t->width && slot < n_slots; slot++) {
        const uint16_t *row = table_row(t, (uint32_t)slot);

        square |= row[t->width - 1];
        for (uint32_t c = t->width; c < t->stride; c++)
            behind |= row[c];
    }
    return wild < 0x8000 && square < 0x8000 && behind == 0;
}
