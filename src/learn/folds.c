/* Labels and groups enter, a fold for every row leaves. Dealing strata out in one round trip keeps every
 * count within one of its fair share without any search. With groups the fair share may be out of reach, so
 * they are placed greedily by the classic rule for balancing loads, largest first (Graham 1969), with a load
 * for each stratum: the sum over folds and strata of (rows of the stratum in the fold / rows of the
 * stratum)^2 is least when all are even, and each group goes where it adds least to it. Taking care of rare
 * labels first is the idea of Sechidis, Tsoumakas & Vlahavas (2011); theirs repeats it label by label, one
 * look is enough here. */
#include "learn/folds.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/random.h"

static bool K_check(uint32_t K, err *e)
{
    if (K < 2)
        return err_set(e, ERR_USAGE, "%u folds: at least 2 are needed", K);
    if (K > FOLDS_MAX)
        return err_set(e, ERR_USAGE, "%u folds are more than %d", K, FOLDS_MAX);
    return true;
}

/* Numbers of rows in the order of their keys; rows with the same key stay in the order of `in` (NULL: 0 to
 * N - 1). end[k] becomes the place behind the last row with key k. */
static void sort_by(const uint32_t *key, uint32_t n_keys, const uint32_t *in, uint32_t N, uint32_t *end,
                    uint32_t *out)
{
    uint32_t begin = 0;

    for (uint32_t k = 0; k < n_keys; k++)
        end[k] = 0;
    for (uint32_t i = 0; i < N; i++)
        end[key[i]]++;
    for (uint32_t k = 0; k < n_keys; k++) {
        uint32_t n = end[k];

        end[k] = begin;
        begin += n;
    }
    for (uint32_t i = 0; i < N; i++) {
        uint32_t row = in ? in[i] : i;

        out[end[key[row]]++] = row;
    }
}

static bool deal(const uint32_t *stratum, uint32_t N, uint32_t n_strata, uint32_t K, uint64_t seed,
                 uint32_t *fold, arena *a, err *e)
{
    random_state random = random_seed(seed);
    uint32_t *order = ARENA_NEW(a, N, uint32_t);
    uint32_t *end = ARENA_NEW(a, n_strata, uint32_t);

    if (!order || !end)
        return err_memory(e);
    sort_by(stratum, n_strata, NULL, N, end, order);
    for (uint32_t s = 0; s < n_strata; s++) {
        uint32_t begin = s ? end[s - 1] : 0;

        random_shuffle(&random, order + begin, end[s] - begin);
    }
    for (uint32_t i = 0; i < N; i++)
        fold[order[i]] = i % K;
    return true;
}

bool folds_deal(const uint32_t *stratum, uint32_t N, uint32_t n_strata, uint32_t K, uint64_t seed,
                uint32_t *fold, err *e)
{
    arena a = {0};
    bool ok;

    if (!K_check(K, e))
        return false;
    if (N < K)
        return err_set(e, ERR_INPUT, "%u rows cannot fill %u folds: choose fewer with --cv", N, K);
    ok = deal(stratum, N, n_strata, K, seed, fold, &a, e);
    arena_free(&a);
    return ok;
}

/* A group that has rows. Its rows lie together in `order`, stratum by stratum. */
typedef struct bundle {
    uint32_t group; /* its number                              */
    uint32_t begin; /* rows order[begin .. end)                */
    uint32_t end;
    uint32_t drawn; /* a random rank, for groups of equal size */
} bundle;

static int larger_first(const void *a, const void *b)
{
    const bundle *x = a, *y = b;
    uint32_t n_x = x->end - x->begin, n_y = y->end - y->begin;

    return n_x != n_y ? (n_x < n_y) - (n_x > n_y) : (x->drawn > y->drawn) - (x->drawn < y->drawn);
}

/* The loads of the folds, and what a group of rows would add to them. Stratum n_strata stands for all rows.
 */
typedef struct loads {
    uint32_t n_strata;
    uint32_t K;
    uint32_t *total; /* [n_strata + 1]     rows of each stratum          */
    uint32_t *held;  /* [n_strata + 1][K]  of them, those in each fold   */
    double *cost;    /* [K]                scratch                       */
} loads;

/* cost[k] += how much the sum of squares grows if fold k takes n rows of stratum s. The term that is the same
 * for all folds is left out. */
static void add_cost(const loads *l, uint32_t s, uint32_t n)
{
    double total = l->total[s];

    for (uint32_t k = 0; k < l->K; k++)
        l->cost[k] += (double)l->held[(size_t)s * l->K + k] / total * n / total;
}

static uint32_t place(const loads *l, const bundle *b, const uint32_t *order, const uint32_t *stratum)
{
    uint32_t best = 0, run;

    for (uint32_t k = 0; k < l->K; k++)
        l->cost[k] = 0;
    for (uint32_t i = b->begin; i < b->end; i += run) {
        for (run = 1; i + run < b->end && stratum[order[i + run]] == stratum[order[i]]; run++)
            ;
        add_cost(l, stratum[order[i]], run);
    }
    /* A fold that has anything costs something here, an empty one nothing: the first K groups open K folds.
     */
    add_cost(l, l->n_strata, b->end - b->begin);
    for (uint32_t k = 1; k < l->K; k++)
        if (l->cost[k] < l->cost[best])
            best = k;

    for (uint32_t i = b->begin; i < b->end; i++)
        l->held[(size_t)stratum[order[i]] * l->K + best]++;
    l->held[(size_t)l->n_strata * l->K + best] += b->end - b->begin;
    return best;
}

static bool place_groups(const uint32_t *stratum, uint32_t N, uint32_t n_strata, const uint32_t *group,
                         uint32_t n_groups, uint32_t K, uint64_t seed, uint32_t *fold, arena *a, err *e)
{
    random_state random = random_seed(seed);
    uint32_t *by_stratum = ARENA_NEW(a, N, uint32_t);
    uint32_t *order = ARENA_NEW(a, N, uint32_t);
    uint32_t *stratum_end = ARENA_NEW(a, n_strata, uint32_t);
    uint32_t *group_end = ARENA_NEW(a, n_groups, uint32_t);
    uint32_t *rank = ARENA_NEW(a, n_groups, uint32_t);
    bundle *bundles = ARENA_NEW(a, n_groups, bundle);
    loads l = {.n_strata = n_strata,
               .K = K,
               .total = ARENA_NEW(a, (size_t)n_strata + 1, uint32_t),
               .held = ARENA_NEW(a, ((size_t)n_strata + 1) * K, uint32_t),
               .cost = ARENA_NEW(a, K, double)};
    uint32_t n = 0;

    if (!by_stratum || !order || !stratum_end || !group_end || !rank || !bundles || !l.total || !l.held ||
        !l.cost)
        return err_memory(e);
    sort_by(stratum, n_strata, NULL, N, stratum_end, by_stratum);
    sort_by(group, n_groups, by_stratum, N, group_end, order);

    for (uint32_t g = 0; g < n_groups; g++)
        rank[g] = g;
    random_shuffle(&random, rank, n_groups);
    for (uint32_t g = 0; g < n_groups; g++) {
        uint32_t begin = g ? group_end[g - 1] : 0;

        if (group_end[g] > begin)
            bundles[n++] = (bundle){g, begin, group_end[g], rank[g]};
    }
    if (n < K)
        return err_set(e, ERR_INPUT, "%u groups cannot fill %u folds: choose fewer with --cv", n, K);
    qsort(bundles, n, sizeof *bundles, larger_first);

    for (uint32_t i = 0; i < N; i++)
        l.total[stratum[i]]++;
    l.total[n_strata] = N;
    for (uint32_t b = 0; b < n; b++) {
        uint32_t k = place(&l, &bundles[b], order, stratum);

        for (uint32_t i = bundles[b].begin; i < bundles[b].end; i++)
            fold[order[i]] = k;
    }
    return true;
}

bool folds_by_group(const uint32_t *stratum, uint32_t N, uint32_t n_strata, const uint32_t *group,
                    uint32_t n_groups, uint32_t K, uint64_t seed, uint32_t *fold, err *e)
{
    arena a = {0};
    bool ok = K_check(K, e) && place_groups(stratum, N, n_strata, group, n_groups, K, seed, fold, &a, e);

    arena_free(&a);
    return ok;
}

bool folds_rarest(const size_t *begin, const uint32_t *label, uint32_t N, uint32_t n_labels,
                  uint32_t *stratum, err *e)
{
    arena a = {0};
    uint32_t *count = ARENA_NEW(&a, n_labels, uint32_t);

    if (!count)
        return err_memory(e);
    for (size_t i = begin[0]; i < begin[N]; i++)
        count[label[i]]++;
    for (uint32_t i = 0; i < N; i++) {
        stratum[i] = n_labels;
        for (size_t at = begin[i]; at < begin[i + 1]; at++) {
            uint32_t k = label[at], rarest = stratum[i];

            // cppcheck-suppress arrayIndexThenCheck ; it takes `k < rarest` for a check of the index
            if (rarest == n_labels || count[k] < count[rarest] || (count[k] == count[rarest] && k < rarest))
                stratum[i] = k;
        }
    }
    arena_free(&a);
    return true;
}
