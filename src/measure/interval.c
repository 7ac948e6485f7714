/* Rows are packed into parts once. A resample then draws how often each group comes, adds up the parts so
 * many times, and reads all figures off one tally. */
#include "measure/interval.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/order.h"
#include "base/pool.h"
#include "base/random.h"
#include "measure/parts.h"

enum { THREADS_MAX = 256 };

typedef struct job {
    const interval_options *o;
    parts parts;
    uint16_t *drawn; /* [threads][G] how often each group was drawn */
    amount *sum;     /* [threads][n_outcomes]                       */
    tally *tally;    /* [threads]                                   */
    double *value;   /* [N_FIGURES][R]                              */
} job;

/* --- resampling --- */

static void resample(void *context, size_t r, unsigned worker)
{
    job *j = context;
    const parts *p = &j->parts;
    uint16_t *drawn = j->drawn + (size_t)worker * p->G;
    amount *sum = j->sum + (size_t)worker * p->n_outcomes;
    tally *t = &j->tally[worker];
    random_state random = random_seed(hash_pair(j->o->seed, r));
    double figures[N_FIGURES];

    /* 16 bits are enough: above 65,535 groups, one drawn so often has a chance of 1 / 65,536!. */
    memset(drawn, 0, p->G * sizeof *drawn);
    for (uint32_t g = 0; g < p->G; g++)
        drawn[random_below(&random, p->G)]++;

    memset(sum, 0, p->n_outcomes * sizeof *sum);
    for (uint32_t g = 0; g < p->G; g++)
        parts_add(p, g, drawn[g], sum);

    metrics_clear(t);
    parts_tally(p, sum, t);
    metrics_figures(t, figures);
    for (unsigned f = 0; f < N_FIGURES; f++)
        j->value[(size_t)f * j->o->R + r] = figures[f];
}

static bool check(const answers *in, const interval_options *o, err *e)
{
    if (!metrics_check(in, e))
        return false;
    if (o->R < 1 || o->R > INTERVAL_R_MAX)
        return err_set(e, ERR_USAGE, "bootstrap resamples must be 1 to %d, not %u", INTERVAL_R_MAX, o->R);
    return (o->level > 0 && o->level < 1) ||
           err_set(e, ERR_USAGE, "the interval's level must lie between 0 and 1, not %g", o->level);
}

unsigned interval_threads(const interval_options *o)
{
    unsigned threads = o->threads < THREADS_MAX ? o->threads : THREADS_MAX;

    if (threads < 1)
        threads = 1;
    return threads > o->R ? (unsigned)o->R : threads;
}

static double effective_groups(const parts *p)
{
    double sum = 0, square = 0;

    for (uint32_t g = 0; g < p->G; g++) {
        double size = 0;

        for (uint32_t i = p->begin[g]; i < p->begin[g + 1]; i++)
            size += (double)p->part[i].weight;
        sum += size;
        square += size * size;
    }
    return square > 0 ? sum * sum / square : 0;
}

bool interval_draw(const answers *in, const interval_options *o, arena *a, resamples *out, err *e)
{
    arena scratch = {0};
    job j = {.o = o};
    unsigned threads = interval_threads(o);
    bool ok = check(in, o, e) && parts_pack(in, o->group, &scratch, &j.parts, e);

    *out = (resamples){0};
    if (ok) {
        j.drawn = ARENA_NEW(&scratch, (size_t)threads * j.parts.G, uint16_t);
        j.sum = ARENA_NEW(&scratch, (size_t)threads * j.parts.n_outcomes, amount);
        j.tally = ARENA_NEW(&scratch, threads, tally);
        j.value = ARENA_NEW(a, (size_t)N_FIGURES * o->R, double);
        ok = (j.drawn && j.sum && j.tally && j.value) || err_memory(e);
    }
    for (unsigned t = 0; ok && t < threads; t++)
        ok = metrics_tally(in, &scratch, &j.tally[t], e);
    if (ok) {
        pool_run(threads, o->R, resample, &j);
        *out = (resamples){j.value, o->R, j.parts.G, effective_groups(&j.parts)};
    }
    arena_free(&scratch);
    return ok;
}

/* --- quantiles --- */

static double quantile(const double *sorted, size_t n, double q)
{
    double place = q * (double)(n - 1);
    size_t at = (size_t)place;

    if (at + 1 >= n)
        return sorted[n - 1];
    return sorted[at] + (place - (double)at) * (sorted[at + 1] - sorted[at]);
}

void interval_of(double *value, size_t R, double level, double *low, double *high)
{
    size_t n = 0;

    /* A resample that drew only rows of weight 0, or none with probabilities, has no such figure. */
    for (size_t r = 0; r < R; r++)
        if (!isnan(value[r]))
            value[n++] = value[r];
    if (n)
        qsort(value, n, sizeof *value, order_real);
    *low = n ? quantile(value, n, (1 - level) / 2) : (double)NAN;
    *high = n ? quantile(value, n, (1 + level) / 2) : (double)NAN;
}

bool interval_read(const resamples *drawn, const interval_options *o, intervals *out, err *e)
{
    arena scratch = {0};
    double *value = ARENA_NEW(&scratch, drawn->R, double);

    *out = (intervals){.R = o->R,
                       .level = o->level,
                       .seed = o->seed,
                       .grouped = o->group,
                       .n_groups = drawn->n_groups,
                       .effective = drawn->effective,
                       .few_groups = drawn->effective < INTERVAL_FEW_GROUPS};
    for (unsigned f = 0; value && f < N_FIGURES; f++) {
        memcpy(value, drawn->value + (size_t)f * drawn->R, drawn->R * sizeof *value);
        interval_of(value, drawn->R, o->level, &out->low[f], &out->high[f]);
        if (!interval_is_for(f))
            out->low[f] = out->high[f] = (double)NAN; /* a sum of distances grows when it is drawn again */
    }
    arena_free(&scratch);
    return value || err_memory(e);
}

void interval_remark(uint32_t n, double effective, const char *what, char *out, size_t cap)
{
    static const char *const then = "the intervals are narrower than they should be";
    const char *many = n == 1 ? "" : "s";

    if (n < INTERVAL_FEW_GROUPS)
        (void)snprintf(out, cap, "only %u %s%s to draw from: %s", n, what, many, then);
    else
        (void)snprintf(out, cap, "%u %s%s to draw from, so unequal that they count as %.0f: %s", n, what,
                       many, effective, then);
}
