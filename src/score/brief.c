/* Tags in, margins out, by the sums of scorer.h with nothing around them; and texts that have come before. */
#include "score/brief.h"

#include <math.h>
#include <stdlib.h>

#include "text/classes.h"

enum { RECALL_BITS = 12, TAGS_MAX = 48, LANES_MAX = 8 };

bool brief_is_tags(const scorer *s)
{
    bool tags = s->n_plans == 1;

    for (size_t i = 0; i < s->n_models; i++)
        tags = tags && s->part[i].plan == 0 && s->part[i].m->L < LANES_MAX;
    return tags && plan_equal(&s->plan[0].plan, &PLAN_TAGS);
}

/* How many letters and digits of ASCII stand at p, eight bytes a step. */
static size_t simple_run(const char *p, size_t n)
{
    size_t at = 0;

    for (; at < n; at += 8) {
        uint64_t x = 0, seven, simple;

        memcpy(&x, p + at, n - at < 8 ? n - at : 8); /* zeros behind the end are none */
        seven = x & 0x7f * CLASSES_ONES;
        simple =
            (classes_between(seven | 0x20 * CLASSES_ONES, 'a', 'z') | classes_between(seven, '0', '9')) & ~x;
        simple = ~simple & 0x80 * CLASSES_ONES;
        if (simple)
            return at + (size_t)__builtin_ctzll(simple) / 8;
    }
    return n;
}

/* The hashes of a text's tags; false where one is not simple or comes twice, or they are too many. */
static bool list_tags(str text, uint64_t *hash, uint32_t *n)
{
    uint64_t seen = 0; /* a bit for each hash, by its last six */

    *n = 0;
    for (size_t at = 0, run; at < text.n; at += run) {
        uint64_t h, bit;

        if (text.p[at] == ' ') {
            run = 1;
            continue;
        }
        run = simple_run(text.p + at, text.n - at);
        if (run == 0 || (at + run < text.n && text.p[at + run] != ' ') || run > NORM_RAW_MAX - 4 ||
            *n == TAGS_MAX)
            return false;
        h = hash_bytes(text.p + at, run, FEATURE_SEED_WORD);
        h += h == 0;
        bit = UINT64_C(1) << (h & 63);
        for (uint32_t i = 0; (seen & bit) && i < *n; i++)
            if (hash[i] == h)
                return false;
        seen |= bit;
        hash[(*n)++] = h;
    }
    return true;
}

/* One model's part: homes are asked for, then looked at, so that the wait for one is the wait for all. */
static void sum_tags(const model *m, const uint64_t *hash, uint32_t n, double *sum)
{
    const table *t = &m->table;
    uint64_t spread[TAGS_MAX];
    uint32_t slot[TAGS_MAX], n_found = 0;

    for (uint32_t k = 0; k < n; k++) {
        spread[k] = table_spread(t, hash[k]);
        __builtin_prefetch(&t->check[table_home(t, spread[k])]);
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t at = table_find(t, spread[k]);

        if (at == TABLE_NONE)
            continue;
        slot[n_found++] = at;
        __builtin_prefetch(table_row(t, at));
    }
    for (uint32_t k = 0; k < n_found; k++) {
        const float *row = table_row(t, slot[k]);

        for (uint32_t l = 0; l <= m->L; l++)
            sum[l] += (double)row[l];
    }
}

bool brief_tags(const scorer *s, str text, double *margin)
{
    uint64_t hash[TAGS_MAX];
    uint32_t n, n_may = 0;

    if (!list_tags(text, hash, &n))
        return false;
    for (uint32_t k = 0; k < n; k++)
        if (filter_may(&s->plan[0].filter, hash_mix(hash[k])))
            hash[n_may++] = hash[k];
    for (size_t i = 0; i < s->n_models; i++) {
        const model *m = s->part[i].m;
        double sum[LANES_MAX + 1] = {0}, scale;

        sum_tags(m, hash, n_may, sum);
        scale = sum[m->L] > 0 ? 1 / sqrt(sum[m->L]) : 0;
        for (uint32_t l = 0; l < m->L; l++)
            margin[s->part[i].margins + l] = m->bias[l] + scale * sum[l];
    }
    return true;
}

bool recall_init(recall *r, const scorer *s, err *e)
{
    *r = (recall){0};
    if (s->n_margins > RECALL_LANES)
        return true;
    r->entry = calloc((size_t)1 << RECALL_BITS, sizeof *r->entry);
    return r->entry || err_memory(e);
}

void recall_free(recall *r)
{
    free(r->entry);
    *r = (recall){0};
}

recalled *recall_find(const recall *r, str text, bool *known)
{
    recalled *at;

    *known = false;
    if (!r->entry || text.n == 0 || text.n > RECALL_TEXT)
        return NULL;
    at = &r->entry[hash_str(text, 0) >> (64 - RECALL_BITS)];
    *known = at->n == text.n && memcmp(at->text, text.p, text.n) == 0;
    if (!*known) {
        at->n = (uint32_t)text.n;
        memcpy(at->text, text.p, text.n);
    }
    return at;
}
