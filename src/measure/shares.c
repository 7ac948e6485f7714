/* A sample and a corpus as counts of cells go in, shares with intervals come out. One turn is: weights for
 * the sample, from which the classifier's habits are learnt; weights for the group; shares from the two. Turn
 * 0 is the data as they are, every weight 1 and no pseudo-records: the estimate. The habits do not depend on
 * the group and are learnt once for all groups, but for ppi, which corrects each group by its own sample.
 *
 * It does not try to find out whether what a method needs holds: the words on that stand in the header. */
#include "measure/shares.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/pool.h"
#include "measure/draw.h"
#include "measure/simplex.h"

enum { FEW_CLUSTERS = 10 };

enum {
    THREADS_MAX = 256,
    STEPS_MAX = 300, /* of em, squared ones; and of em's prior */
};
static const double near_enough = 1e-7; /* of a share from step to step; reported are four decimals */
static const double singular = 1e-9;
static const double exactly = 1e-6; /* of a share, by which arithmetic may miss it */
static const double p_least = 1e-6; /* a probability of 0 would forbid a label for ever */

/* ---- kinds of records and what is said of them ---- */

/* The cells that some records are in, each with its f: records hold an index into them. */
typedef struct kinds {
    uint32_t n;
    double *f;       /* [n][K]                         */
    uint32_t *index; /* [of the records] < n           */
} kinds;

static bool uses_p(shares_method method, const shares_cells *c)
{
    return method == SHARES_PROBABILISTIC || method == SHARES_EM || (method == SHARES_PPI && c->p);
}

static void put_f(const shares_fit *fit, uint32_t cell, double *f)
{
    uint32_t K = fit->cells.K;

    for (uint32_t k = 0; k < K; k++)
        f[k] = uses_p(fit->o.method, &fit->cells) ? fit->cells.p[(size_t)cell * K + k]
                                                  : fit->cells.given[cell] == k;
    for (uint32_t k = 0; fit->o.method == SHARES_EM && k < K; k++)
        f[k] = fmax(f[k], p_least);
}

/* cell_of(list, i) is record i's cell. */
static bool find_kinds(const shares_fit *fit, size_t n, uint32_t (*cell_of)(const void *list, size_t i),
                       const void *list, arena *a, kinds *out)
{
    arena scratch = {0};
    uint32_t *number = ARENA_NEW(&scratch, fit->cells.n, uint32_t),
             K = fit->cells.K; /* 1 + index; 0: none yet */
    uint32_t *cell = ARENA_NEW(&scratch, n, uint32_t);

    *out = (kinds){.index = ARENA_NEW(a, n, uint32_t)};
    for (size_t i = 0; i < n && number && cell && out->index; i++) {
        uint32_t c = cell_of(list, i);

        if (!number[c]) {
            cell[out->n++] = c;
            number[c] = out->n;
        }
        out->index[i] = number[c] - 1;
    }
    out->f = ARENA_NEW(a, (size_t)out->n * K, double);
    for (uint32_t i = 0; cell && out->f && i < out->n; i++)
        put_f(fit, cell[i], out->f + (size_t)i * K);
    arena_free(&scratch);
    return number && cell && out->index && out->f;
}

static uint32_t sample_cell(const void *list, size_t i)
{
    return ((const uint32_t *)list)[i];
}

static uint32_t part_cell(const void *list, size_t i)
{
    return ((const shares_part *)list)[i].cell;
}

/* ---- one turn's weights ---- */

/* Turn 0 draws nothing. */
typedef struct turn {
    size_t r;
    random_state random;
} turn;

static turn turn_begin(uint64_t seed, size_t r)
{
    return (turn){r, random_seed(hash_pair(seed, r))};
}

/* What `n` records weigh together. */
static double weight_of(turn *t, double n)
{
    return t->r ? draw_gamma(&t->random, n) : n;
}

static double pseudo(turn *t, double shape)
{
    return t->r ? draw_gamma(&t->random, shape) : 0;
}

static void weigh_sample(turn *t, const shares_sample *s, double *cluster, double *weight)
{
    for (uint32_t c = 0; s->cluster && c < s->n_clusters; c++)
        cluster[c] = weight_of(t, 1);
    for (size_t i = 0; i < s->n; i++)
        weight[i] = s->cluster ? cluster[s->cluster[i]] : weight_of(t, 1);
}

/* Of each kind, over the group's parts; returns the sum. */
static double weigh_group(turn *t, const shares_group *g, const kinds *in, double *weight)
{
    double cluster = 1, sum = 0;

    memset(weight, 0, in->n * sizeof *weight);
    for (size_t i = 0; i < g->n; i++) {
        double n = (double)g->part[i].n;

        if (g->clustered && (i == 0 || g->part[i].cluster != g->part[i - 1].cluster))
            cluster = weight_of(t, 1);
        n = g->clustered ? n * cluster : weight_of(t, n);
        weight[in->index[i]] += n;
        sum += n;
    }
    return sum;
}

/* ---- what the sample says of the classifier ---- */

typedef struct learn_job {
    shares_fit *fit;
    kinds kinds;     /* the sample's                       */
    double *scratch; /* [threads][n_scratch]               */
    size_t n_scratch;
} learn_job;

/* M_ji = sum of f_j over the records of label i / their number; probabilistic's P is the same of another f.
 */
static void learn_matrix(const learn_job *j, turn *t, const double *weight, double *M)
{
    const shares_sample *s = j->fit->sample;
    uint32_t K = j->fit->cells.K;

    memset(M, 0, (size_t)K * K * sizeof *M);
    for (size_t n = 0; n < s->n; n++) {
        const double *f = j->kinds.f + (size_t)j->kinds.index[n] * K;

        for (uint32_t k = 0; k < K; k++)
            M[(size_t)k * K + s->truth[n]] += weight[n] * f[k];
    }
    for (uint32_t i = 0; i < K; i++) {
        double sum = 0;

        for (uint32_t k = 0; k < K; k++)
            sum += M[(size_t)k * K + i] += pseudo(t, 1.0 / K);
        for (uint32_t k = 0; k < K; k++)
            M[(size_t)k * K + i] /= sum;
    }
}

/* The u_k for which E_n ( s_k u_k p_k / sum_l s_l u_l p_l ) = s_k: w = s u is scaled up where a label gets
 * too little and down where it gets too much (Darroch & Ratcliff 1972: a log-linear model with an effect for
 * each label). */
static void learn_prior(const learn_job *j, turn *t, const double *weight, double *u, double *s, double *more)
{
    const shares_sample *sample = j->fit->sample;
    uint32_t K = j->fit->cells.K, n_kinds = j->kinds.n;
    double *of = more, *got = of + n_kinds, *mean = got + K, *w = mean + K, all = 0, extra = 0;

    memset(of, 0, n_kinds * sizeof *of);
    memset(s, 0, K * sizeof *s);
    memset(mean, 0, K * sizeof *mean);
    for (size_t i = 0; i < sample->n; i++) {
        of[j->kinds.index[i]] += weight[i];
        s[sample->truth[i]] += weight[i];
        all += weight[i];
    }
    for (uint32_t c = 0; c < n_kinds; c++)
        for (uint32_t k = 0; k < K; k++)
            mean[k] += of[c] / all * j->kinds.f[(size_t)c * K + k];
    for (uint32_t k = 0; k < K; k++) {
        double by = pseudo(t, 1.0 / K);

        s[k] += by;
        extra += by;
        w[k] = 1;
    }
    for (unsigned step = 0; step < STEPS_MAX; step++) {
        double worst = 0, sum = 0;

        memset(got, 0, K * sizeof *got);
        for (uint32_t c = 0; c <= n_kinds; c++) {
            const double *p = c < n_kinds ? j->kinds.f + (size_t)c * K : mean;
            double total = 0, by = c < n_kinds ? of[c] : extra;

            for (uint32_t k = 0; k < K; k++)
                total += w[k] * p[k];
            for (uint32_t k = 0; k < K; k++)
                got[k] += by * w[k] * p[k] / total;
        }
        for (uint32_t k = 0; k < K; k++) {
            worst = fmax(worst, fabs(s[k] - got[k]) / (all + extra));
            sum += w[k] = fmin(fmax(w[k] * s[k] / got[k], 1e-9), 1e9);
        }
        for (uint32_t k = 0; k < K; k++)
            w[k] /= sum;
        if (worst < near_enough)
            break;
    }
    for (uint32_t k = 0; k < K; k++) {
        s[k] /= all + extra;
        u[k] = w[k] / s[k];
    }
}

static void learn_turn(void *context, size_t r, unsigned worker)
{
    learn_job *j = context;
    shares_fit *fit = j->fit;
    turn t = turn_begin(fit->o.seed, r);
    double *scratch = j->scratch + worker * j->n_scratch, *out = fit->learnt + r * fit->width;
    double *weight = scratch + fit->sample->n_clusters, *more = weight + fit->sample->n;

    weigh_sample(&t, fit->sample, scratch, weight);
    if (fit->o.method == SHARES_EM)
        learn_prior(j, &t, weight, out, out + fit->cells.K, more);
    else
        learn_matrix(j, &t, weight, out);
}

static unsigned threads_of(const shares_options *o)
{
    return o->threads < 1 ? 1 : o->threads < THREADS_MAX ? o->threads : THREADS_MAX;
}

static bool options_ok(const shares_options *o, const shares_cells *c, err *e)
{
    if (o->R < 1 || o->R > INTERVAL_R_MAX)
        return err_set(e, ERR_USAGE, "resamples must be 1 to %d, not %u", INTERVAL_R_MAX, o->R);
    if (!(o->level > 0 && o->level < 1))
        return err_set(e, ERR_USAGE, "the interval's level must lie between 0 and 1, not %g", o->level);
    if (c->K > SHARES_LABELS_MAX)
        return err_set(e, ERR_USAGE, "shares of %u labels are too many to estimate; the limit is %d", c->K,
                       SHARES_LABELS_MAX);
    if ((o->method == SHARES_PROBABILISTIC || o->method == SHARES_EM) && !c->p)
        return err_set(e, ERR_USAGE, "the model gives no probabilities (trained without --cv)");
    return true;
}

bool shares_learn(const shares_options *o, const shares_cells *cells, const shares_sample *sample, arena *a,
                  shares_fit *out, err *e)
{
    uint32_t K = cells->K;
    learn_job j = {.fit = out};
    bool seen[SHARES_LABELS_MAX] = {false};
    double *matrix;

    *out = (shares_fit){.o = *o, .cells = *cells, .sample = sample, .missing = K};
    if (!options_ok(o, cells, e))
        return false;
    if (o->method == SHARES_COUNT || o->method == SHARES_PPI)
        return true;
    for (size_t i = 0; i < sample->n; i++)
        seen[sample->truth[i]] = true;
    for (uint32_t k = K; k-- > 0;)
        if (!seen[k])
            out->missing = k;
    if (out->missing < K)
        return true;

    out->width = o->method == SHARES_EM ? 2 * (size_t)K : (size_t)K * K;
    j.n_scratch = sample->n_clusters + sample->n + sample->n + 3 * (size_t)K + 8;
    out->learnt = ARENA_NEW(a, (o->R + (size_t)1) * out->width, double);
    matrix = ARENA_NEW(a, (size_t)K * K + SIMPLEX_WORK(K), double);
    j.scratch = ARENA_NEW(a, threads_of(o) * j.n_scratch, double);
    if (!out->learnt || !matrix || !j.scratch ||
        !find_kinds(out, sample->n, sample_cell, sample->cell, a, &j.kinds))
        return err_memory(e);
    pool_run(threads_of(o), o->R + (size_t)1, learn_turn, &j);

    /* em cannot tell labels apart of which P says the same. */
    for (size_t i = 0; i < sample->n; i++)
        j.scratch[i] = 1;
    learn_matrix(&j, &(turn){0}, j.scratch, matrix);
    out->singular = simplex_pivot(matrix, K, matrix + (size_t)K * K) < singular;
    return true;
}

/* ---- shares from the two ---- */

typedef struct group_job {
    const shares_fit *fit;
    const shares_group *group;
    const shares_sample *own; /* ppi's          */
    bool pooled;
    bool clipped;    /* the estimate itself, turn 0 */
    kinds kinds;     /* the group's    */
    kinds own_kinds; /* the sample's   */
    uint64_t N;
    double *value;   /* [K][R + 1]     */
    double *scratch; /* [threads][n_scratch] */
    size_t n_scratch;
} group_job;

/* One step of em. fixed[K]: pseudo-records, whose label is known. */
static void em_step(const group_job *j, const double *weight, const double *fixed, double all,
                    const double *u, const double *from, double *to)
{
    uint32_t K = j->fit->cells.K;
    double known = 0;

    for (uint32_t k = 0; k < K; k++) {
        to[k] = 0;
        known += fixed[k];
    }
    for (uint32_t c = 0; c < j->kinds.n; c++) {
        const double *p = j->kinds.f + (size_t)c * K;
        double total = 0;

        /* pi_k u_k p_k(x) / sum_l pi_l u_l p_l(x) */
        for (uint32_t k = 0; k < K; k++)
            total += from[k] * u[k] * p[k];
        for (uint32_t k = 0; total > 0 && k < K; k++)
            to[k] += weight[c] * from[k] * u[k] * p[k] / total;
    }
    for (uint32_t k = 0; k < K; k++)
        to[k] = (to[k] + fixed[k]) / (all + known);
}

/* em from the sample's shares on. Two steps show where it is heading, a squared one goes there at once:
 *     r = F(x) - x,  v = F(F(x)) - F(x) - r,  alpha = -|r| / |v|,  x <- x - 2 alpha r + alpha^2 v
 * and a plain step from there heals what it overshot. */
static void em(const group_job *j, const double *weight, const double *fixed, double all, const double *u,
               const double *s, double *x, double *more)
{
    uint32_t K = j->fit->cells.K;
    double *one = more, *two = one + K, *far = two + K;

    memcpy(x, s, K * sizeof *x);
    for (unsigned step = 0; step < STEPS_MAX; step++) {
        double rr = 0, vv = 0, alpha, worst = 0;
        bool inside = true;

        em_step(j, weight, fixed, all, u, x, one);
        em_step(j, weight, fixed, all, u, one, two);
        for (uint32_t k = 0; k < K; k++) {
            double r = one[k] - x[k], v = two[k] - one[k] - r;

            rr += r * r;
            vv += v * v;
        }
        alpha = vv > 0 ? fmin(-sqrt(rr / vv), -1) : -1;
        for (uint32_t k = 0; k < K; k++) {
            double r = one[k] - x[k], v = two[k] - one[k] - r;

            far[k] = x[k] - 2 * alpha * r + alpha * alpha * v;
            inside &= far[k] > 0;
        }
        em_step(j, weight, fixed, all, u, inside ? far : two, one);
        for (uint32_t k = 0; k < K; k++) {
            worst = fmax(worst, fabs(one[k] - x[k]));
            x[k] = one[k];
        }
        if (worst < near_enough)
            break;
    }
}

/* Whether M pi misses q: M is square and no label's column is another's, so that only a share at its bound
 * can be why. */
static bool misses(const double *M, const double *pi, const double *q, uint32_t K)
{
    double most = 0;

    for (uint32_t k = 0; k < K; k++) {
        double got = 0;

        for (uint32_t i = 0; i < K; i++)
            got += M[(size_t)k * K + i] * pi[i];
        most = fmax(most, fabs(got - q[k]));
    }
    return most > exactly;
}

/* pi = E_n y + lambda (E_N f - E_n f), from the group's q = E_N f; false where those are no shares, and pi
 * the nearest ones. */
static bool ppi(const group_job *j, turn *t, const double *q, double *pi, double *scratch)
{
    const shares_sample *s = j->own;
    uint32_t K = j->fit->cells.K;
    double *weight = scratch + s->n_clusters, *y = weight + s->n, *f_mean = y + K, *work = f_mean + K;
    double yf = 0, ff = 0, all = 0, cov, var, lambda, least = 0;

    memset(y, 0, 2 * (size_t)K * sizeof *y);
    weigh_sample(t, s, scratch, weight);
    for (size_t i = 0; i < s->n; i++) {
        const double *f = j->own_kinds.f + (size_t)j->own_kinds.index[i] * K;

        y[s->truth[i]] += weight[i];
        yf += weight[i] * f[s->truth[i]];
        for (uint32_t k = 0; k < K; k++) {
            f_mean[k] += weight[i] * f[k];
            ff += weight[i] * f[k] * f[k];
        }
        all += weight[i];
    }
    for (uint32_t i = 0; t->r && i < K; i++)
        for (uint32_t k = 0; k < K; k++) {
            double by = pseudo(t, 2.0 / K / K);

            y[i] += by;
            f_mean[k] += by;
            yf += i == k ? by : 0;
            ff += by;
            all += by;
        }
    cov = yf / all; /* sum over k of E y_k f_k, and from it those of E y_k E f_k */
    var = ff / all;
    for (uint32_t k = 0; k < K; k++) {
        y[k] /= all;
        f_mean[k] /= all;
        cov -= y[k] * f_mean[k];
        var -= f_mean[k] * f_mean[k];
    }
    lambda = var > 1e-12 ? fmin(fmax(cov / ((1 + (double)s->n / (double)j->N) * var), 0), 1) : 0;
    if (j->pooled)
        lambda = 1;
    for (uint32_t k = 0; k < K; k++) {
        pi[k] = y[k] + lambda * (q[k] - f_mean[k]);
        least = fmin(least, pi[k]);
    }
    simplex_project(pi, K, work);
    return least >= -exactly;
}

static void group_turn(void *context, size_t r, unsigned worker)
{
    group_job *j = context;
    const shares_fit *fit = j->fit;
    uint32_t K = fit->cells.K;
    turn t = turn_begin(j->group->seed, r);
    double *weight = j->scratch + worker * j->n_scratch, *fixed = weight + j->kinds.n;
    double *q = fixed + K, *pi = q + K, *more = pi + K;
    const double *learnt = fit->learnt ? fit->learnt + r * fit->width : NULL;
    double all = weigh_group(&t, j->group, &j->kinds, weight), known = 0;
    bool clipped = false;

    for (uint32_t k = 0; k < K; k++) {
        q[k] = fixed[k] = pseudo(&t, 1.0 / K);
        known += fixed[k];
    }
    for (uint32_t c = 0; c < j->kinds.n; c++)
        for (uint32_t k = 0; k < K; k++)
            q[k] += weight[c] * j->kinds.f[(size_t)c * K + k];
    for (uint32_t k = 0; k < K; k++)
        q[k] /= all + known;

    assert(learnt || fit->o.method == SHARES_COUNT || fit->o.method == SHARES_PPI);
    switch (fit->o.method) {
    case SHARES_COUNT:
        memcpy(pi, q, K * sizeof *pi);
        break;
    case SHARES_ADJUSTED:
    case SHARES_PROBABILISTIC:
        simplex_solve(learnt, q, K, pi, more);
        clipped = r == 0 && misses(learnt, pi, q, K);
        break;
    case SHARES_EM:
        em(j, weight, fixed, all, learnt, learnt + K, pi, more);
        break;
    case SHARES_PPI:
        clipped = !ppi(j, &t, q, pi, more);
        break;
    }
    for (uint32_t k = 0; k < K; k++)
        j->value[k * (fit->o.R + (size_t)1) + r] = pi[k];
    if (r == 0)
        j->clipped = clipped;
}

static uint32_t clusters_of(const shares_group *g)
{
    uint32_t n = 0;

    for (size_t i = 0; i < g->n; i++)
        n += i == 0 || g->part[i].cluster != g->part[i - 1].cluster;
    return n;
}

/* What there is to say, and whether there are an estimate and an interval. */
static unsigned notes_of(const shares_fit *fit, const shares_group *g, const shares_sample *used, bool pooled)
{
    shares_method method = fit->o.method;
    uint32_t fewest = g->clustered ? clusters_of(g) : UINT32_MAX;
    unsigned notes = 0;

    if (method == SHARES_COUNT)
        notes |= SHARES_NO_MISTAKES;
    else if (used->cluster && used->n_clusters < fewest)
        fewest = used->n_clusters;
    if (fit->missing < fit->cells.K)
        notes |= SHARES_MISSING;
    else if (fit->singular)
        notes |= SHARES_SINGULAR;
    if (method == SHARES_PPI && used->n == 0)
        notes |= SHARES_NO_SAMPLE;
    else if (method == SHARES_PPI && pooled)
        notes |= SHARES_POOLED;
    if (fewest < FEW_CLUSTERS)
        notes |= fewest == 1 ? SHARES_ONE_CLUSTER : SHARES_FEW_CLUSTERS;
    return notes;
}

static void put_share(const shares_fit *fit, double *value, bool told, bool banded, share *out)
{
    out->estimated = told ? value[0] : (double)NAN;
    out->low = out->high = (double)NAN;
    if (!told || !banded)
        return;
    interval_of(value + 1, fit->o.R, fit->o.level, &out->low, &out->high);
    out->low = fmin(out->low, out->estimated);
    out->high = fmax(out->high, out->estimated);
}

bool shares_estimate(const shares_fit *fit, const shares_group *group, const shares_sample *own, arena *a,
                     shares *out, err *e)
{
    uint32_t K = fit->cells.K;
    size_t turns = fit->o.R + (size_t)1, n_own;
    unsigned threads = threads_of(&fit->o);
    arena scratch = {0};
    group_job j = {.fit = fit, .group = group, .own = own ? own : fit->sample, .pooled = !own};
    bool told, ok;

    *out = (shares){.label = ARENA_NEW(a, K, share), .notes = notes_of(fit, group, j.own, j.pooled)};
    if (!out->label)
        return err_memory(e);
    for (size_t i = 0; i < group->n; i++) {
        out->label[fit->cells.given[group->part[i].cell]].counted += (double)group->part[i].n;
        out->records += group->part[i].n;
    }
    for (uint32_t k = 0; k < K; k++)
        out->label[k].counted /= (double)out->records;
    j.N = out->records;

    told = !(out->notes & (SHARES_MISSING | SHARES_SINGULAR | SHARES_NO_SAMPLE));
    n_own = fit->o.method == SHARES_PPI ? j.own->n : 0;
    j.value = ARENA_NEW(&scratch, K * turns, double);
    ok = j.value && find_kinds(fit, group->n, part_cell, group->part, &scratch, &j.kinds) &&
         find_kinds(fit, n_own, sample_cell, j.own->cell, &scratch, &j.own_kinds);
    j.n_scratch = j.kinds.n + 8 * (size_t)K + SIMPLEX_WORK(K) + n_own + (n_own ? j.own->n_clusters : 0);
    j.scratch = ok ? ARENA_NEW(&scratch, threads * j.n_scratch, double) : NULL;
    ok = j.scratch || err_memory(e);
    if (ok && told)
        pool_run(threads, turns, group_turn, &j);
    if (j.clipped)
        out->notes |= SHARES_CLIPPED;
    for (uint32_t k = 0; ok && k < K; k++)
        put_share(fit, j.value + k * turns, told, !(out->notes & SHARES_ONE_CLUSTER), &out->label[k]);
    arena_free(&scratch);
    return ok;
}
