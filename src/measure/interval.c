/* Many resamples of many rows, made cheap by what rows have in common. Two rows with the same true labels,
 * the same given ones and the same bin of confidence have the same *outcome*: they move the same sums of a
 * tally. So the data are packed once into `parts`, one for each outcome that a group has, with the sums of
 * its rows. A resample then draws how often each group comes, adds up the parts so many times into one amount
 * for each outcome - a single pass over memory in order - and hands the amounts to metrics_add as if each
 * were one row. Articles of a thousand sentences so cost no more than their few outcomes. */
#include "measure/interval.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/pool.h"
#include "base/random.h"

enum { THREADS_MAX = 256 };

typedef struct part {
    uint32_t outcome;
    float weight, confidence, brier, log_loss; /* an amount; a float's 1e-7 is far below what is reported */
} part;

typedef struct job {
    const answers *in;
    const interval_options *o;
    uint32_t G;            /* groups that have rows                            */
    const uint32_t *begin; /* [G + 1] group g has the parts begin[g] ..        */
    const part *part;      /* [begin[G]]                                       */
    uint32_t n_outcomes;
    const uint32_t *example; /* [n_outcomes] a row that has it                 */
    uint16_t *drawn;         /* [threads][G] how often each group was drawn    */
    amount *sum;             /* [threads][n_outcomes]                          */
    tally *tally;            /* [threads]                                      */
    double *value;           /* [N_FIGURES][R]                                 */
} job;

/* --- packing --- */

typedef struct sorted_row {
    const answers *in;
    uint32_t group, outcome, row;
} sorted_row;

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_sets(label_set a, label_set b)
{
    int c = compare(a.n, b.n);

    for (size_t i = 0; c == 0 && i < a.n; i++)
        c = compare(a.p[i], b.p[i]);
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

    return c ? c : compare(x->row, y->row);
}

static int by_group(const void *a, const void *b)
{
    const sorted_row *x = a, *y = b;
    int c = compare(x->group, y->group);

    if (c == 0)
        c = compare(x->outcome, y->outcome);
    return c ? c : compare(x->row, y->row);
}

/* Rows to parts. Sums are taken in the rows' order, so that they are the same every time. */
static bool pack(job *j, arena *a, err *e)
{
    const answers *in = j->in;
    arena scratch = {0};
    size_t N = in->N;
    sorted_row *s = ARENA_NEW(&scratch, N, sorted_row);
    uint32_t *example = ARENA_NEW(a, N, uint32_t);
    uint32_t *begin = ARENA_NEW(a, N + 1, uint32_t);
    part *parts = ARENA_NEW(a, N, part);
    double heaviest = 0;
    uint32_t n = 0;

    if (!s || !example || !begin || !parts) {
        arena_free(&scratch);
        return err_memory(e);
    }
    for (size_t i = 0; i < N; i++) {
        s[i] = (sorted_row){in, j->o->group ? j->o->group[i] : (uint32_t)i, 0, (uint32_t)i};
        if (in->weight && in->weight[i] > heaviest)
            heaviest = in->weight[i];
    }
    if (!in->weight)
        heaviest = 1;

    qsort(s, N, sizeof *s, by_outcome);
    for (size_t i = 0; i < N; i++) {
        if (i == 0 || compare_outcomes(in, s[i - 1].row, s[i].row) != 0)
            example[j->n_outcomes++] = s[i].row;
        s[i].outcome = j->n_outcomes - 1;
    }

    qsort(s, N, sizeof *s, by_group);
    for (size_t i = 0; i < N;) {
        amount sum = {0};
        size_t first = i;

        if (i == 0 || s[i].group != s[i - 1].group)
            begin[j->G++] = n;
        for (; i < N && s[i].group == s[first].group && s[i].outcome == s[first].outcome; i++) {
            amount by = metrics_amount(in, s[i].row);

            sum.weight += by.weight;
            sum.confidence += by.confidence;
            sum.brier += by.brier;
            sum.log_loss += by.log_loss;
        }
        /* Figures do not change when all weights are divided by one number; floats stay in their range. */
        parts[n++] =
            (part){s[first].outcome, (float)(sum.weight / heaviest), (float)(sum.confidence / heaviest),
                   (float)(sum.brier / heaviest), (float)(sum.log_loss / heaviest)};
    }
    begin[j->G] = n;
    j->begin = begin;
    j->part = parts;
    j->example = example;
    arena_free(&scratch);
    return true;
}

/* --- resampling --- */

static void resample(void *context, size_t r, unsigned worker)
{
    job *j = context;
    uint16_t *drawn = j->drawn + (size_t)worker * j->G;
    amount *sum = j->sum + (size_t)worker * j->n_outcomes;
    tally *t = &j->tally[worker];
    random_state random = random_seed(hash_pair(j->o->seed, r));
    double figures[N_FIGURES];

    /* 16 bits are enough: above 65,535 groups, one drawn so often has a chance of 1 / 65,536!. */
    memset(drawn, 0, j->G * sizeof *drawn);
    for (uint32_t g = 0; g < j->G; g++)
        drawn[random_below(&random, j->G)]++;

    memset(sum, 0, j->n_outcomes * sizeof *sum);
    for (uint32_t g = 0; g < j->G; g++) {
        double times = drawn[g];

        for (uint32_t i = j->begin[g]; i < j->begin[g + 1]; i++) {
            const part *p = &j->part[i];
            amount *to = &sum[p->outcome];

            to->weight += times * (double)p->weight;
            to->confidence += times * (double)p->confidence;
            to->brier += times * (double)p->brier;
            to->log_loss += times * (double)p->log_loss;
        }
    }

    metrics_clear(t);
    for (uint32_t i = 0; i < j->n_outcomes; i++)
        if (sum[i].weight > 0)
            metrics_add(t, j->in, j->example[i], &sum[i]);
    metrics_figures(t, figures);
    for (unsigned f = 0; f < N_FIGURES; f++)
        j->value[(size_t)f * j->o->R + r] = figures[f];
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The q-quantile of sorted[n]: at place q (n - 1), linear between its neighbours. */
static double quantile(const double *sorted, size_t n, double q)
{
    double place = q * (double)(n - 1);
    size_t at = (size_t)place;

    if (at + 1 >= n)
        return sorted[n - 1];
    return sorted[at] + (place - (double)at) * (sorted[at + 1] - sorted[at]);
}

bool interval_bootstrap(const answers *in, const interval_options *o, intervals *out, err *e)
{
    arena a = {0};
    job j = {.in = in, .o = o};
    unsigned threads = o->threads < THREADS_MAX ? o->threads : THREADS_MAX;
    bool ok = false;

    *out = (intervals){.R = o->R, .level = o->level, .seed = o->seed, .grouped = o->group};
    if (!metrics_check(in, e))
        return false;
    if (o->R < 1 || o->R > INTERVAL_R_MAX)
        return err_set(e, ERR_USAGE, "bootstrap resamples must be 1 to %d, not %u", INTERVAL_R_MAX, o->R);
    if (!(o->level > 0 && o->level < 1))
        return err_set(e, ERR_USAGE, "the interval's level must lie between 0 and 1, not %g", o->level);
    if (threads < 1)
        threads = 1;
    if (threads > o->R)
        threads = (unsigned)o->R;

    if (!pack(&j, &a, e))
        goto done;
    j.drawn = ARENA_NEW(&a, (size_t)threads * j.G, uint16_t);
    j.sum = ARENA_NEW(&a, (size_t)threads * j.n_outcomes, amount);
    j.tally = ARENA_NEW(&a, threads, tally);
    j.value = ARENA_NEW(&a, (size_t)N_FIGURES * o->R, double);
    if (!j.drawn || !j.sum || !j.tally || !j.value) {
        err_memory(e);
        goto done;
    }
    for (unsigned t = 0; t < threads; t++)
        if (!metrics_tally(in, &a, &j.tally[t], e))
            goto done;

    pool_run(threads, o->R, resample, &j);

    for (unsigned f = 0; f < N_FIGURES; f++) {
        double *value = j.value + (size_t)f * o->R;
        size_t n = 0;

        /* A resample that drew only rows of weight 0, or none with probabilities, has no such figure. */
        for (size_t r = 0; r < o->R; r++)
            if (!isnan(value[r]))
                value[n++] = value[r];
        if (n)
            qsort(value, n, sizeof *value, by_value);
        out->low[f] = n ? quantile(value, n, (1 - o->level) / 2) : (double)NAN;
        out->high[f] = n ? quantile(value, n, (1 + o->level) / 2) : (double)NAN;
    }
    out->n_groups = j.G;
    out->few_groups = j.G < INTERVAL_FEW_GROUPS;
    ok = true;
done:
    arena_free(&a);
    return ok;
}
