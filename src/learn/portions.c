/* Folds and groups enter, marks leave. One shuffle of all units is a shuffle of each fold's units too. What a
 * unit has before it is counted once a shuffle; a share of any size is then a comparison a row, which makes
 * the shares nested by themselves. */
#include "learn/portions.h"

#include <stdlib.h>

#include "base/random.h"

static uint32_t unit_of(const portions *s, uint32_t row)
{
    return s->group ? s->group[row] : row;
}

/* Units of the fold that has fewest, counted in `filled`. */
static uint32_t fewest_units(portions *s)
{
    uint32_t fewest = UINT32_MAX;

    for (uint32_t u = 0; u < s->n_units; u++)
        if (s->rows[u])
            s->filled[s->home[u]]++;
    for (uint32_t k = 0; k < s->K; k++)
        if (s->filled[k] < fewest)
            fewest = s->filled[k];
    return fewest;
}

bool portions_open(const uint32_t *fold, uint32_t N, uint32_t K, const uint32_t *group, uint32_t n_groups,
                   portions *out, err *e)
{
    size_t n = group ? n_groups : N;

    *out = (portions){.fold = fold, .group = group, .N = N, .K = K, .n_units = (uint32_t)n};
    out->rows = calloc(n + 1, sizeof *out->rows);
    out->home = calloc(n + 1, sizeof *out->home);
    out->before = calloc(n + 1, sizeof *out->before);
    out->order = calloc(n + 1, sizeof *out->order);
    out->size = calloc((size_t)K + 1, sizeof *out->size);
    out->filled = calloc((size_t)K + 1, sizeof *out->filled);
    if (!out->rows || !out->home || !out->before || !out->order || !out->size || !out->filled) {
        portions_free(out);
        return err_memory(e);
    }
    for (uint32_t i = 0; i < N; i++) {
        uint32_t u = unit_of(out, i);

        out->rows[u]++;
        out->home[u] = fold[i];
        out->size[fold[i]]++;
    }
    out->fewest = fewest_units(out);
    return true;
}

void portions_free(portions *s)
{
    free(s->rows);
    free(s->home);
    free(s->before);
    free(s->order);
    free(s->size);
    free(s->filled);
    *s = (portions){0};
}

void portions_deal(portions *s, uint64_t seed)
{
    random_state random = random_seed(seed);

    for (uint32_t u = 0; u < s->n_units; u++)
        s->order[u] = u;
    random_shuffle(&random, s->order, s->n_units);
    for (uint32_t k = 0; k < s->K; k++)
        s->filled[k] = 0;
    for (uint32_t i = 0; i < s->n_units; i++) {
        uint32_t u = s->order[i];

        s->before[u] = s->filled[s->home[u]];
        s->filled[s->home[u]] += s->rows[u];
    }
}

uint32_t portions_take(const portions *s, unsigned halvings, uint8_t *in)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->N; i++) {
        uint32_t u = unit_of(s, i);
        uint64_t middle2 = 2 * (uint64_t)s->before[u] + s->rows[u];

        in[i] = s->before[u] == 0 || middle2 << halvings < 2 * (uint64_t)s->size[s->fold[i]];
        n += in[i];
    }
    return n;
}

unsigned portions_halvings(const portions *s, unsigned most)
{
    unsigned h = 0;

    while (h < most && s->fewest >> (h + 1) >= PORTIONS_UNITS)
        h++;
    return h;
}
