/* Hashes in, margins out, by the sums of scorer.h with nothing around them. */
#include "score/brief.h"

#include <math.h>

enum { LANES_MAX = 8 };

bool brief_is_tags(const scorer *s)
{
    bool tags = s->n_plans == 1;

    for (size_t i = 0; i < s->n_models; i++)
        tags = tags && s->part[i].plan == 0 && s->part[i].m->L < LANES_MAX;
    return tags && plan_equal(&s->plan[0].plan, &PLAN_TAGS);
}

/* The slots of those tags that the model knows; how many. Buckets are asked for, then looked at, so that the
 * wait for one is the wait for all; and so are rows, which are wanted when the tags have been counted. */
static uint32_t find_tags(const table *in, const uint64_t *hash, uint32_t n, uint32_t *slot)
{
    const table t = *in; /* a local: what is written here might else be part of it */
    uint32_t n_found = 0;

    for (uint32_t i = 0; i < n; i++)
        __builtin_prefetch(&t.check[table_home(&t, table_spread(&t, hash[i]))]);
    for (uint32_t i = 0; i < n; i++)
        n_found += table_seek(&t, table_spread(&t, hash[i]), &slot[n_found]);
    for (uint32_t i = 0; i < n_found; i++)
        __builtin_prefetch(table_row(&t, slot[i]));
    return n_found;
}

/* Which occurrence of its tag each is, in k[]; whether one is more than the first. */
static bool count_tags(const uint32_t *slot, uint32_t n, uint32_t *k)
{
    uint64_t seen = 0; /* a bit for each slot, by its last six */
    bool again = false;

    for (uint32_t i = 0; i < n; i++) {
        uint64_t bit = UINT64_C(1) << (slot[i] & 63);

        k[i] = 1;
        for (uint32_t j = 0; (seen & bit) && j < i; j++)
            k[i] += slot[j] == slot[i];
        again |= k[i] > 1;
        seen |= bit;
    }
    return again;
}

/* Adds rows of w columns, each once: w is a constant where that is worth it. */
static inline __attribute__((always_inline)) void add_rows(const table *t, const uint32_t *slot, uint32_t n,
                                                           uint32_t w, double *sum)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint16_t *row = table_row(t, slot[i]);

        for (uint32_t c = 0; c < w; c++)
            sum[c] += (double)half_float(row[c]);
    }
    for (uint32_t c = 0; c < w; c++)
        sum[c] *= (double)t->scale[c]; /* a power of two: exact, before or after */
}

static void add_often(const table *t, const uint32_t *slot, const uint32_t *k, uint32_t n, double *sum)
{
    uint32_t L = t->width - 1;

    for (uint32_t i = 0; i < n; i++) {
        tf_gains g = k[i] == 1 ? (tf_gains){1, 1} : (tf_gains){tf_gain(k[i]), tf_norm_gain(k[i])};

        for (uint32_t c = 0; c < L; c++)
            sum[c] += (double)(table_weight(t, slot[i], c) * g.gain);
        sum[L] += (double)(table_weight(t, slot[i], L) * g.norm_gain);
    }
}

void brief_tags(const scorer *s, const uint64_t *hash, uint32_t n, double *margin)
{
    for (size_t i = 0; i < s->n_models; i++) {
        const model *m = s->part[i].m;
        const table *t = &m->table;
        uint32_t slot[BRIEF_TAGS], k[BRIEF_TAGS], n_found = find_tags(t, hash, n, slot);
        double sum[LANES_MAX + 1] = {0}, scale;

        if (count_tags(slot, n_found, k))
            add_often(t, slot, k, n_found, sum);
        else if (t->width == 2)
            add_rows(t, slot, n_found, 2, sum);
        else if (t->width == 4)
            add_rows(t, slot, n_found, 4, sum);
        else
            add_rows(t, slot, n_found, t->width, sum);
        scale = sum[m->L] > 0 ? 1 / sqrt(sum[m->L]) : 0;
        for (uint32_t c = 0; c < m->L; c++)
            margin[s->part[i].margins + c] = m->bias[c] + scale * sum[c];
    }
}
