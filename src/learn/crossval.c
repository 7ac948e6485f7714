/* A setting enters, out-of-fold margins, a calibration and figures leave. fit.c does the learning; here rows
 * are weighed for the calibration, answers are made by the rule of scoring, and measure/ counts them. */
#include "learn/crossval.h"

#include <math.h>
#include <stdlib.h>

#include "base/pool.h"
#include "learn/calibrate.h"

typedef struct lane_job {
    const dataset *d;
    const setting *s;
    const double *margin; /* [N][L] */
    uint32_t L;
    double *slope, *shift;
    bool *flat; /* [L] */
    err *e;     /* [L] */
} lane_job;

static void calibrate_lane(void *context, size_t lane, unsigned worker)
{
    lane_job *j = context;
    uint32_t N = j->d->N, label = fit_label(j->d, j->L, (uint32_t)lane);
    double *margin = malloc(((size_t)N + 1) * sizeof *margin);
    double *weight = malloc(((size_t)N + 1) * sizeof *weight);
    signed char *y = malloc((size_t)N + 1);
    double W_positive = 0, W = 0, positive, negative;

    (void)worker;
    if (margin && weight && y) {
        for (uint32_t i = 0; i < N; i++) {
            margin[i] = j->margin[(size_t)i * j->L + lane];
            y[i] = dataset_has(j->d, i, label) ? 1 : -1;
            W += j->d->weight[i];
            W_positive += y[i] > 0 ? j->d->weight[i] : 0;
        }
        fit_class_weights(j->d, j->s, j->L, (uint32_t)lane, W_positive, W, &positive, &negative);
        for (uint32_t i = 0; i < N; i++)
            weight[i] = j->d->weight[i] * (y[i] > 0 ? positive : negative);
        (void)calibrate_sigmoid(margin, y, weight, N, &j->slope[lane], &j->shift[lane], &j->flat[lane],
                                &j->e[lane]);
    } else {
        (void)err_memory(&j->e[lane]);
    }
    free(margin);
    free(weight);
    free(y);
}

static bool calibrate_lanes(const dataset *d, const setting *s, const crossval_options *o, uint32_t L,
                            crossval *c, err *e)
{
    lane_job j = {.d = d, .s = s, .margin = c->margin, .L = L};
    bool ok;

    j.slope = c->slope;
    j.shift = c->shift;
    j.flat = calloc(L, sizeof *j.flat);
    j.e = calloc(L, sizeof *j.e);
    ok = j.flat && j.e;
    if (!ok)
        err_memory(e);
    else
        pool_run(o->threads, L, calibrate_lane, &j);
    for (uint32_t l = 0; ok && l < L; l++) {
        c->n_flat += j.flat[l];
        if (j.e[l].code)
            *e = j.e[l], ok = false;
    }
    free(j.flat);
    free(j.e);
    return ok;
}

/* Rows of one label each: the label's weight, so that a balanced setting makes the labels equal. */
static bool row_weights(const dataset *d, const setting *s, double *weight)
{
    double *of_label = calloc((size_t)d->K + 1, sizeof *of_label), W = 0;

    if (!of_label)
        return false;
    for (uint32_t i = 0; i < d->N; i++) {
        of_label[d->label_of[i]] += d->weight[i];
        W += d->weight[i];
    }
    for (uint32_t i = 0; i < d->N; i++) {
        uint32_t k = d->label_of[i];

        weight[i] = d->weight[i] * (s->class_weight ? s->class_weight[k] : 1);
        if (s->balanced && weight[i] > 0)
            weight[i] *= W / (d->K * of_label[k]);
    }
    free(of_label);
    return true;
}

static bool calibrate(const dataset *d, const setting *s, const crossval_options *o, uint32_t L, crossval *c,
                      err *e)
{
    double *weight;
    bool flat = false, ok;

    if (!o->calibrate)
        return true;
    c->calibration = (calibration){.slope = c->slope, .shift = c->shift};
    if (L == 1 || o->multi_label) {
        c->calibration.kind = CALIBRATION_SIGMOID;
        return calibrate_lanes(d, s, o, L, c, e);
    }
    /* One label a row: label_of is a plain array of them. */
    c->calibration.kind = CALIBRATION_SOFTMAX;
    weight = malloc(((size_t)d->N + 1) * sizeof *weight);
    ok = (weight && row_weights(d, s, weight)) || err_memory(e);
    ok = ok && calibrate_softmax(c->margin, d->label_of, weight, d->N, L, c->slope, c->shift, &flat, e);
    free(weight);
    c->n_flat = flat ? L : 0;
    return ok;
}

/* Every row's answer, by the rule of scoring. */
static bool decide(const dataset *d, const crossval_options *o, uint32_t L, const crossval *c, answers *a,
                   arena *from, err *e)
{
    model rule = {.K = d->K, .L = L, .multi_label = o->multi_label, .calibration = c->calibration};
    size_t *begin = ARENA_NEW(from, (size_t)d->N + 1, size_t);
    double *p = ARENA_NEW(from, d->K, double);
    certainty *sure = ARENA_NEW(from, d->N, certainty);
    uint32_t *given = ARENA_NEW(from, o->multi_label ? (size_t)d->N * d->K : d->N, uint32_t);
    size_t n = 0;

    if (!begin || !p || !sure || !given)
        return err_memory(e);
    for (uint32_t i = 0; i < d->N; i++) {
        const double *margin = c->margin + (size_t)i * L;
        uint32_t best = model_decide(&rule, margin, p);

        if (o->multi_label) {
            for (uint32_t k = 0; k < d->K; k++)
                if (model_gives(&rule, margin, p, k))
                    given[n++] = k;
            begin[i + 1] = n;
        } else {
            given[i] = best;
            sure[i] = metrics_certainty(p, d->K, d->label_of[i], best);
        }
    }
    *a = (answers){.N = d->N,
                   .K = d->K,
                   .T = d->K,
                   .label = d->label,
                   .multi_label = o->multi_label,
                   .truth = d->label_of,
                   .given = given,
                   .weight = d->weight};
    if (o->multi_label) {
        a->truth_begin = d->label_begin;
        a->given_begin = begin;
    } else if (o->calibrate) {
        a->certainty = sure;
    }
    return true;
}

static bool measure(const dataset *d, const crossval_options *o, uint32_t L, crossval *c, err *e)
{
    arena scratch = {0};
    answers a;
    metrics m;
    bool ok = decide(d, o, L, c, &a, &scratch, e) && metrics_compute(&a, &scratch, &m, e);

    for (size_t f = 0; f < N_FIGURES; f++) {
        c->figure[f] = ok ? m.figure[f] : (double)NAN;
        c->low[f] = c->high[f] = (double)NAN;
    }
    if (ok && o->resamples) {
        interval_options io = INTERVAL_DEFAULT;
        intervals in;

        io.R = o->resamples;
        io.seed = o->seed;
        io.threads = o->threads;
        io.group = d->n_groups ? d->group : NULL;
        ok = interval_bootstrap(&a, &io, &in, e);
        for (size_t f = 0; ok && f < N_FIGURES; f++) {
            c->low[f] = in.low[f];
            c->high[f] = in.high[f];
        }
    }
    arena_free(&scratch);
    return ok;
}

bool crossval_run(const dataset *d, const setting *s, const crossval_options *o, crossval *out, err *e)
{
    uint32_t L = fit_lanes(d, o->multi_label);
    bool ok;

    *out = (crossval){0};
    out->margin = malloc((size_t)d->N * L * sizeof *out->margin + 1);
    out->slope = calloc(L, sizeof *out->slope);
    out->shift = calloc(L, sizeof *out->shift);
    ok = (out->margin && out->slope && out->shift) || err_memory(e);
    ok = ok && fit_folds(d, s, L, o->fold, o->n_folds, o->threads, out->margin, o->tick, o->to, e) &&
         calibrate(d, s, o, L, out, e) && measure(d, o, L, out, e);
    if (!ok)
        crossval_free(out);
    return ok;
}

void crossval_free(crossval *c)
{
    free(c->margin);
    free(c->slope);
    free(c->shift);
    *c = (crossval){0};
}
