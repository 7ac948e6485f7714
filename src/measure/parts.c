/* Two rows with the same true labels, the same given ones and the same bin of confidence have the same
 * outcome: they move the same sums of a tally. Rows are sorted by outcome, which numbers the outcomes, and
 * then by group, which puts those that become one part side by side. */
#include "measure/parts.h"

#include <stdlib.h>

#include "base/order.h"

typedef struct sorted_row {
    const answers *in;
    uint32_t group, outcome, row;
} sorted_row;

static int compare_sets(label_set a, label_set b)
{
    int c = order_of(a.n, b.n);

    for (size_t i = 0; c == 0 && i < a.n; i++)
        c = order_of(a.p[i], b.p[i]);
    return c;
}

/* Whether the label of the bin is the true one: metrics_add asks it of unsure rows too. */
static bool bin_right(const answers *in, uint32_t row)
{
    return metrics_bin(in, row) >= 0 && in->truth[row] == in->given[row];
}

static int compare_outcomes(const answers *in, uint32_t a, uint32_t b)
{
    int c = compare_sets(metrics_truth(in, a), metrics_truth(in, b));

    if (c == 0)
        c = compare_sets(metrics_given(in, a), metrics_given(in, b));
    if (c == 0)
        c = metrics_bin(in, a) - metrics_bin(in, b);
    return c ? c : (int)bin_right(in, a) - (int)bin_right(in, b);
}

static int by_outcome(const void *a, const void *b)
{
    const sorted_row *x = a, *y = b;
    int c = compare_outcomes(x->in, x->row, y->row);

    return c ? c : order_of(x->row, y->row);
}

static int by_group(const void *a, const void *b)
{
    const sorted_row *x = a, *y = b;
    int c = order_of(x->group, y->group);

    if (c == 0)
        c = order_of(x->outcome, y->outcome);
    return c ? c : order_of(x->row, y->row);
}

/* Sums are taken in the rows' order, so that they are the same every time. */
bool parts_pack(const answers *in, const uint32_t *group, arena *a, parts *out, err *e)
{
    arena scratch = {0};
    size_t N = in->N;
    sorted_row *s = ARENA_NEW(&scratch, N, sorted_row);
    uint32_t *example = ARENA_NEW(a, N, uint32_t);
    uint32_t *begin = ARENA_NEW(a, N + 1, uint32_t);
    part *all = ARENA_NEW(a, N, part);
    double heaviest = 0;
    uint32_t n = 0;

    *out = (parts){.in = in};
    if (!s || !example || !begin || !all) {
        arena_free(&scratch);
        return err_memory(e);
    }
    for (size_t i = 0; i < N; i++) {
        s[i] = (sorted_row){in, group ? group[i] : (uint32_t)i, 0, (uint32_t)i};
        if (in->weight && in->weight[i] > heaviest)
            heaviest = in->weight[i];
    }
    if (!in->weight)
        heaviest = 1;

    qsort(s, N, sizeof *s, by_outcome);
    for (size_t i = 0; i < N; i++) {
        if (i == 0 || compare_outcomes(in, s[i - 1].row, s[i].row) != 0)
            example[out->n_outcomes++] = s[i].row;
        s[i].outcome = out->n_outcomes - 1;
    }

    qsort(s, N, sizeof *s, by_group);
    for (size_t i = 0; i < N;) {
        amount sum = {0};
        size_t first = i;

        if (i == 0 || s[i].group != s[i - 1].group)
            begin[out->G++] = n;
        for (; i < N && s[i].group == s[first].group && s[i].outcome == s[first].outcome; i++) {
            amount by = metrics_amount(in, s[i].row);

            sum.weight += by.weight;
            sum.confidence += by.confidence;
            sum.brier += by.brier;
            sum.log_loss += by.log_loss;
        }
        /* Figures do not change when all weights are divided by one number; floats stay in their range. */
        all[n++] =
            (part){s[first].outcome, (float)(sum.weight / heaviest), (float)(sum.confidence / heaviest),
                   (float)(sum.brier / heaviest), (float)(sum.log_loss / heaviest)};
    }
    begin[out->G] = n;
    out->begin = begin;
    out->part = all;
    out->example = example;
    arena_free(&scratch);
    return true;
}

void parts_tally(const parts *p, const amount *sum, tally *t)
{
    for (uint32_t i = 0; i < p->n_outcomes; i++)
        if (sum[i].weight > 0)
            metrics_add(t, p->in, p->example[i], &sum[i]);
}
