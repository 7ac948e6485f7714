/* Answers with their confidence enter, a threshold leaves. Rows fall into bins between thresholds, and bins
 * are summed from the top. */
#include "measure/abstain.h"

#include <math.h>
#include <stdlib.h>

#include "measure/binomial.h"

enum { STEPS = 100 };

#define NO_ROW UINT32_MAX

/* What rows weigh: all of them, or those above a threshold. */
typedef struct heap {
    double weight, square, right;
    double together; /* the squares of what groups weigh */
} heap;

typedef struct work {
    const answers *in;
    const uint32_t *group;
    uint32_t n_groups;
    uint32_t first[STEPS]; /* a row of the bin, or NO_ROW */
    uint32_t *next;        /* [N] the one behind it       */
    double *of_group;      /* [n_groups] sums             */
    double *apart;         /* [n_groups] sums             */
} work;

/* The highest threshold j / 100 that a confidence reaches: the comparison is the one of scoring, p <
 * threshold. */
static int bin_of(double confidence)
{
    int j = (int)(confidence * STEPS) + 1;

    if (!(confidence > 0)) /* NaN too: never answered, but at threshold 0 */
        return 0;
    j = j < STEPS ? j : STEPS - 1;
    while (j > 0 && confidence < (double)j / STEPS)
        j--;
    return j;
}

static void fill_bins(work *w)
{
    for (int j = 0; j < STEPS; j++)
        w->first[j] = NO_ROW;
    for (size_t i = w->in->N; i-- > 0;) {
        uint32_t *first = &w->first[bin_of(w->in->certainty[i].confidence)];

        w->next[i] = *first;
        *first = (uint32_t)i;
    }
}

static void take_bin(const work *w, int j, heap *h)
{
    for (uint32_t i = w->first[j]; i != NO_ROW; i = w->next[i]) {
        double weight = metrics_weight(w->in, i);

        h->weight += weight;
        h->square += weight * weight;
        h->right += w->in->given[i] == w->in->truth[i] ? weight : 0;
        if (w->group) {
            double *sum = &w->of_group[w->group[i]];

            h->together += (2 * *sum + weight) * weight; /* (sum + weight)^2 - sum^2 */
            *sum += weight;
        }
    }
}

/* rho. `all`: the heap of all rows. */
static double correlation(const work *w, const heap *all)
{
    double wrong = 1 - all->right / all->weight, pairs = 0;
    double most = wrong * (1 - wrong) * (all->together - all->square);

    for (uint32_t g = 0; g < w->n_groups; g++)
        w->apart[g] = 0;
    for (size_t i = 0; i < w->in->N; i++) {
        double off = metrics_weight(w->in, i) * ((w->in->given[i] != w->in->truth[i]) - wrong);

        w->apart[w->group[i]] += off;
        pairs -= off * off; /* a row with itself is no pair */
    }
    for (uint32_t g = 0; g < w->n_groups; g++)
        pairs += w->apart[g] * w->apart[g];
    return most > 0 ? fmin(fmax(pairs / most, 0), 1) : 1;
}

/* Takes all rows, and forgets them again. */
static double correlation_of_all(const work *w)
{
    heap all = {0};
    double rho;

    if (!w->group || w->n_groups < ABSTAIN_FEW_GROUPS)
        return w->group ? 1 : 0;
    for (int j = 0; j < STEPS; j++)
        take_bin(w, j, &all);
    rho = all.weight > 0 ? correlation(w, &all) : 0;
    for (uint32_t g = 0; g < w->n_groups; g++)
        w->of_group[g] = 0;
    return rho;
}

static void choose(const work *w, double target, abstain *out)
{
    const answers *in = w->in;
    int first = STEPS / (int)(in->K < STEPS ? in->K : STEPS) + 1; /* the lowest threshold above 1 / K */
    double alpha = ABSTAIN_ALPHA / (STEPS - first + 1);           /* 0 and first ... 99 */
    double rho = correlation_of_all(w), all = 0;
    heap above = {0};

    for (size_t i = 0; i < in->N; i++)
        all += metrics_weight(in, i);
    *out = (abstain){.sure = -1};
    for (int j = STEPS - 1; j >= 0; j--) {
        double n, sure;
        bool better;

        take_bin(w, j, &above);
        if ((j > 0 && j < first) || !(above.weight > 0))
            continue;
        n = above.weight * above.weight / (above.square + rho * fmax(above.together - above.square, 0));
        sure = 1 - binomial_upper(n * (1 - above.right / above.weight), n, alpha);
        better = sure >= target || (!out->reached && sure > out->sure);
        if (better)
            *out = (abstain){sure >= target, (double)j / STEPS, above.weight / all,
                             above.right / above.weight, sure};
    }
}

bool abstain_choose(const answers *in, const uint32_t *group, uint32_t n_groups, double target, abstain *out,
                    err *e)
{
    work w = {.in = in, .group = group, .n_groups = group ? n_groups : 0};
    bool ok;

    w.next = malloc((in->N + 1) * sizeof *w.next);
    w.of_group = calloc(2 * (size_t)w.n_groups + 1, sizeof *w.of_group);
    ok = (w.next && w.of_group) || err_memory(e);
    if (ok) {
        w.apart = w.of_group + w.n_groups;
        fill_bins(&w);
        choose(&w, target, out);
    }
    free(w.next);
    free(w.of_group);
    return ok;
}
