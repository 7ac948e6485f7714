/* Keys enter, first equals leave: sorted by key and then by place, equal things stand together, the one
 * side's before the other's, each side's first one first. */
#include "measure/repeats.h"

#include <stdlib.h>

typedef struct placed {
    text_key key;
    uint32_t at;
} placed;

static int by_key(const void *x, const void *y)
{
    const placed *a = x, *b = y;

    if (a->key.half[0] != b->key.half[0])
        return a->key.half[0] < b->key.half[0] ? -1 : 1;
    if (a->key.half[1] != b->key.half[1])
        return a->key.half[1] < b->key.half[1] ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool equal(const placed *a, const placed *b)
{
    return a->key.half[0] == b->key.half[0] && a->key.half[1] == b->key.half[1];
}

bool repeats_find(const text_key *key, uint32_t n_one, uint32_t N, uint32_t *own, uint32_t *across, err *e)
{
    placed *row = malloc(((size_t)N + 1) * sizeof *row);
    size_t n = 0;

    if (!row)
        return err_memory(e);
    for (uint32_t i = 0; i < N; i++) {
        own[i] = across[i] = REPEATS_NONE;
        if (key[i].half[0] || key[i].half[1])
            row[n++] = (placed){key[i], i};
    }
    if (n)
        qsort(row, n, sizeof *row, by_key);
    for (size_t begin = 0, end; begin < n; begin = end) {
        uint32_t first[2] = {REPEATS_NONE, REPEATS_NONE};

        for (end = begin; end < n && equal(&row[end], &row[begin]); end++) {
            uint32_t at = row[end].at;
            bool other = at >= n_one;

            if (first[other] == REPEATS_NONE)
                first[other] = at;
            own[at] = first[other];
            across[at] = other ? first[0] : REPEATS_NONE;
        }
    }
    free(row);
    return true;
}
