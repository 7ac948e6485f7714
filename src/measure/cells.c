/* Records go in, the numbers of their cells come out. A cell's key is its label and a byte for each
 * probability. */
#include "measure/cells.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/secret.h"

enum { KEYS_BITS = 8 };

bool cells_init(cells *c, uint32_t K, bool with_p, err *e)
{
    *c = (cells){.K = K, .steps = !with_p ? 0 : K == 2 ? 256 : K == 3 ? 64 : K <= 5 ? 16 : 8};
    return wordmap_init(&c->keys, KEYS_BITS, secret()) || err_memory(e);
}

void cells_free(cells *c)
{
    wordmap_free(&c->keys);
    free(c->given);
    free(c->sum);
    free(c->records);
    *c = (cells){0};
}

static uint8_t step_of(const cells *c, double p)
{
    double step = p * c->steps;

    return (uint8_t)(!(step > 0) ? 0 : step >= c->steps ? c->steps - 1 : (unsigned)step);
}

/* whole: the step of every label; else of the given one alone. */
static word_key key_of(cells *c, uint32_t given, const double *p, bool whole)
{
    size_t n = 0;

    c->key[n++] = whole;
    c->key[n++] = (uint8_t)given;
    for (uint32_t k = 0; c->steps && k < c->K; k++)
        if (whole || k == given)
            c->key[n++] = step_of(c, p[k]);
    return wordmap_key(&c->keys, (str){(const char *)c->key, n});
}

bool cells_add(cells *c, uint32_t given, const double *p, uint32_t *cell, err *e)
{
    word_key key = key_of(c, given, p, c->n < CELLS_MAX);
    const word_entry *entry;
    bool is_new;

    entry = wordmap_get(&c->keys, &key, &is_new);
    if (!entry || !GROW(c->given, c->cap_given, c->n + 1) || !GROW(c->records, c->cap_records, c->n + 1) ||
        !GROW(c->sum, c->cap_sum, (c->n + 1) * c->K))
        return err_memory(e);
    *cell = entry->index;
    if (is_new)
        c->given[c->n++] = given;
    c->records[*cell]++;
    for (uint32_t k = 0; c->steps && k < c->K; k++)
        c->sum[*cell * (size_t)c->K + k] += isfinite(p[k]) ? p[k] : 1.0 / c->K;
    return true;
}

bool cells_kinds(const cells *c, arena *a, shares_cells *out, err *e)
{
    double *p = c->steps ? ARENA_NEW(a, c->n * c->K, double) : NULL;

    *out = (shares_cells){.K = c->K, .n = (uint32_t)c->n, .given = c->given, .p = p};
    if (c->steps && !p)
        return err_memory(e);
    for (size_t i = 0; p && i < c->n; i++)
        for (uint32_t k = 0; k < c->K; k++)
            p[i * c->K + k] = c->sum[i * c->K + k] / c->records[i];
    return true;
}
