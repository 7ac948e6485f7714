/* Hashes in, margins out, by the sums of scorer.h with nothing around them. */
#include "score/brief.h"
#include "score/loops.h"

#include <math.h>

enum { COLUMNS_MAX = 2 * QUAD };

bool brief_is_tags(const scorer *s)
{
    bool tags = s->n_plans == 1;

    for (size_t i = 0; i < s->n_models; i++)
        tags = tags && s->part[i].plan == 0 && s->part[i].m->L < COLUMNS_MAX;
    return tags && plan_equal(&s->plan[0].plan, &PLAN_TAGS);
}

/* Which occurrence of its tag each is, in k[]; whether one is more than the first. */
static bool count_tags(const uint32_t *slot, uint32_t n, uint32_t *k)
{
    uint64_t seen[16] = {0}; /* a bit for each slot, by its last ten: few tags share one by chance */
    bool again = false;

    for (uint32_t i = 0; i < n; i++) {
        uint64_t *part = &seen[slot[i] >> 6 & 15], bit = UINT64_C(1) << (slot[i] & 63);

        k[i] = 1;
        for (uint32_t j = 0; (*part & bit) && j < i; j++)
            k[i] += slot[j] == slot[i];
        again |= k[i] > 1;
        *part |= bit;
    }
    return again;
}

static void add_often(const scorer *s, const table *t, const uint32_t *slot, const uint32_t *k, uint32_t n,
                      double *sum)
{
    uint32_t L = t->width - 1;

    for (uint32_t i = 0; i < n; i++) {
        tf_gains g = tf_table_get(&s->tf, k[i]);

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
        uint32_t slot[BRIEF_TAGS], k[BRIEF_TAGS], n_found = s->loops->seek_tags(t, hash, n, slot);
        double sum[COLUMNS_MAX] = {0}, scale;

        if (count_tags(slot, n_found, k)) {
            add_often(s, t, slot, k, n_found, sum);
        } else {
            s->loops->sum_tags(t, slot, n_found, sum);
            for (uint32_t c = 0; c <= m->L; c++)
                sum[c] *= (double)t->scale[c]; /* a power of two: exact, before or after */
        }
        scale = sum[m->L] > 0 ? 1 / sqrt(sum[m->L]) : 0;
        for (uint32_t c = 0; c < m->L; c++)
            margin[s->part[i].margins + c] = m->bias[c] + scale * sum[c];
    }
}
