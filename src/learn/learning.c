/* The road: for every share and draw a cross-validation, whose figures are added up and whose resamples are
 * added up too, each draw as often as it was drawn for that resample; then quantiles. Draws go with numbers:
 * the shares of draw 1 lie inside each other, and a gain is between shares of the same draws. */
#include "learn/learning.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "learn/portions.h"

static const double LEVEL = 0.95;

typedef struct job {
    const dataset *d;
    const setting *s;
    crossval_options o;
    portions portions;
    unsigned draws;
    uint8_t *in;                                      /* [N]                              */
    double *drawn[LEARNING_POINTS][LEARNING_FIGURES]; /* [R] the mean over a resample's draws */
    double *scratch;                                  /* [R]                              */
    uint64_t done, total;                             /* records read                     */
    uint64_t round;                                   /* of them, in a cross-validation   */
    void (*tick)(void *to, uint64_t done, uint64_t total);
    void *to;
} job;

/* How many records the cross-validation of a share reads: K - 1 folds of it are learnt from K times, and
 * every record is measured. */
static uint64_t reads(const job *j, unsigned halvings)
{
    return ((uint64_t)j->d->N >> halvings) * (j->o.n_folds - 1) + j->d->N;
}

static void on_folds(void *to, uint32_t done)
{
    job *j = to;

    if (j->tick)
        j->tick(j->to, j->done + j->round * done / j->o.n_folds, j->total);
}

/* How often resample r draws each of the draws. The same for all points. */
static void draw_draws(const job *j, uint32_t r, unsigned times[LEARNING_DRAWS_FEW])
{
    random_state random = random_seed(hash_pair(~j->o.seed, LEARNING_DRAWS_FEW + (uint64_t)r));

    memset(times, 0, LEARNING_DRAWS_FEW * sizeof *times);
    for (unsigned i = 0; i < j->draws; i++)
        times[random_below(&random, j->draws)]++;
}

/* One draw of a point. */
static bool add_draw(job *j, const learning_curve *curve, learning_point *p, size_t at, unsigned draw,
                     unsigned halvings, err *e)
{
    crossval c;

    j->round = reads(j, halvings);
    if (!crossval_run(j->d, j->s, &j->o, &c, e))
        return false;
    j->done += j->round;
    for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
        const double *of = c.drawn.value + (size_t)curve->figure[f] * c.drawn.R;

        p->is[f].value += c.figure[curve->figure[f]] / j->draws;
        for (uint32_t r = 0; r < c.drawn.R; r++) {
            unsigned times[LEARNING_DRAWS_FEW];

            draw_draws(j, r, times);
            j->drawn[at][f][r] += of[r] * times[draw] / j->draws;
        }
    }
    crossval_free(&c);
    return true;
}

/* Whether something of a weight is left of the share whichever fold is held out. */
static bool can_teach(const job *j)
{
    uint32_t first = UINT32_MAX;

    for (uint32_t i = 0; i < j->d->N; i++) {
        if (!j->in[i] || !(j->d->weight[i] > 0))
            continue;
        if (first != UINT32_MAX && j->o.fold[i] != first)
            return true;
        first = j->o.fold[i];
    }
    return false;
}

/* A point below the last; *any is false where some draw of it would teach nothing. */
static bool add_point(job *j, const learning_curve *curve, learning_point *p, size_t at, unsigned halvings,
                      bool *any, err *e)
{
    bool ok = true;

    *p = (learning_point){.draws = j->draws};
    *any = true;
    for (unsigned draw = 0; draw < j->draws && *any; draw++) {
        portions_deal(&j->portions, hash_pair(~j->o.seed, draw));
        p->records += (double)portions_take(&j->portions, halvings, j->in) / j->draws;
        *any = can_teach(j);
    }
    for (unsigned draw = 0; draw < j->draws && *any && ok; draw++) {
        portions_deal(&j->portions, hash_pair(~j->o.seed, draw));
        (void)portions_take(&j->portions, halvings, j->in);
        ok = add_draw(j, curve, p, at, draw, halvings, e);
    }
    return ok;
}

/* The cross-validation itself. */
static void add_whole(job *j, const crossval *whole, const learning_curve *curve, learning_point *p,
                      size_t at)
{
    *p = (learning_point){.records = j->d->N, .draws = 1};
    for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
        p->is[f].value = whole->figure[curve->figure[f]];
        memcpy(j->drawn[at][f], whole->drawn.value + (size_t)curve->figure[f] * whole->drawn.R,
               whole->drawn.R * sizeof *j->drawn[at][f]);
    }
}

static void read_intervals(job *j, learning_curve *curve)
{
    uint32_t R = j->o.resamples, K = j->o.n_folds;

    for (size_t at = 0; at < curve->n; at++) {
        learning_point *p = &curve->point[at];

        /* A record is held out by one machine of K. */
        p->learnt_from = p->records * (K - 1) / K;
        for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
            const double *now = j->drawn[at][f], *then = at ? j->drawn[at - 1][f] : NULL;

            memcpy(j->scratch, now, R * sizeof *now);
            interval_of(j->scratch, R, LEVEL, &p->is[f].low, &p->is[f].high);
            p->gain[f] = (learning_value){(double)NAN, (double)NAN, (double)NAN};
            if (!then)
                continue;
            for (uint32_t r = 0; r < R; r++)
                j->scratch[r] = now[r] - then[r];
            p->gain[f].value = p->is[f].value - p[-1].is[f].value;
            interval_of(j->scratch, R, LEVEL, &p->gain[f].low, &p->gain[f].high);
        }
    }
}

bool learning_run(const dataset *d, const setting *s, const crossval_options *o, const crossval *whole,
                  void (*tick)(void *to, uint64_t done, uint64_t total), void *to, learning_curve *out,
                  err *e)
{
    job j = {.d = d,
             .s = s,
             .o = *o,
             .draws = d->N > LEARNING_FEW ? LEARNING_DRAWS : LEARNING_DRAWS_FEW,
             .tick = tick,
             .to = to};
    arena a = {0};
    unsigned halvings;
    bool ok =
        portions_open(o->fold, d->N, o->n_folds, d->n_groups ? d->group : NULL, d->n_groups, &j.portions, e);

    *out = (learning_curve){.figure = {FIGURE_MACRO_F1, o->multi_label ? FIGURE_MICRO_F1 : FIGURE_ACCURACY}};
    j.in = ARENA_NEW(&a, d->N, uint8_t);
    j.scratch = ARENA_NEW(&a, o->resamples, double);
    ok = ok && ((j.in && j.scratch) || err_memory(e));
    for (size_t at = 0; ok && at < LEARNING_POINTS; at++)
        for (unsigned f = 0; ok && f < LEARNING_FIGURES; f++) {
            j.drawn[at][f] = ARENA_NEW(&a, o->resamples, double);
            ok = j.drawn[at][f] || err_memory(e);
        }
    j.o.among = j.in;
    j.o.target = 0; /* no point of the curve is asked for a threshold */
    j.o.tick = on_folds;
    j.o.to = &j;
    halvings = ok ? portions_halvings(&j.portions, LEARNING_HALVINGS) : 0;
    for (unsigned h = halvings; h > 0; h--)
        j.total += reads(&j, h) * j.draws;
    if (ok)
        on_folds(&j, 0);
    for (unsigned h = halvings; ok && h > 0; h--) {
        bool any;

        ok = add_point(&j, out, &out->point[out->n], out->n, h, &any, e);
        out->n += any;
    }
    if (ok) {
        add_whole(&j, whole, out, &out->point[out->n], out->n);
        out->n++;
        read_intervals(&j, out);
    }
    portions_free(&j.portions);
    arena_free(&a);
    return ok;
}
