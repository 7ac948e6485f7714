/* What a margin row means. The rules are few and every command shares them: a command that decided for itself
 * would sooner or later print a label that its own probability contradicts.
 *
 * Margins are sums of finite weights, but a text long enough or a kernel steep enough may still overflow, so
 * nothing here assumes that a margin is finite: a NaN counts as the lowest score there is. */
#include "model/model.h"

#include <math.h>
#include <stdlib.h>

/* Far outside of what exp can tell apart, inside of what a difference of two can hold. */
static const double FAR = 1e300;

static double bounded(double z)
{
    if (z >= FAR)
        return FAR;
    return z > -FAR ? z : -FAR; /* NaN too */
}

/* 1 / (1 + exp(z)), with the exponent never positive, so that nothing overflows. */
static double sigmoid(double z)
{
    double t = exp(-fabs(z));

    return z > 0 ? t / (1 + t) : 1 / (1 + t);
}

/* p of lane l at a margin: the knots on both sides of it, by bisection. */
static double between_knots(const calibration *c, uint32_t lane, double margin)
{
    uint64_t low = lane ? c->end[lane - 1] : 0, high = c->end[lane] - 1;
    double share;

    margin = bounded(margin);
    if (margin <= c->at[low])
        return c->height[low];
    if (margin >= c->at[high])
        return c->height[high];
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;

        if (c->at[middle] <= margin)
            low = middle;
        else
            high = middle;
    }
    share = (margin - c->at[low]) / (c->at[high] - c->at[low]);
    /* In this form no rounding leaves the two heights behind, and equal ones stay what they are. */
    return fmin(c->height[low] + share * (c->height[high] - c->height[low]), c->height[high]);
}

/* p_k = exp(z_k) / sum_j exp(z_j); the largest z is taken off first, which changes nothing but the range. */
static void softmax(const model *m, const double *margin, double *p)
{
    const calibration *c = &m->calibration;
    double top = -FAR, sum = 0;

    for (uint32_t k = 0; k < m->K; k++) {
        p[k] = bounded(c->slope[0] * margin[k] + c->shift[k]);
        top = p[k] > top ? p[k] : top;
    }
    for (uint32_t k = 0; k < m->K; k++)
        sum += p[k] = exp(p[k] - top);
    for (uint32_t k = 0; k < m->K; k++)
        p[k] /= sum; /* at least 1: the largest is exp(0) */
}

/* The highest of n, the lower index where two are equal; 0 when all are NaN. */
static uint32_t highest(const double *v, uint32_t n)
{
    uint32_t best = 0;

    for (uint32_t k = 1; k < n; k++)
        if (v[k] > v[best] || (isnan(v[best]) && !isnan(v[k])))
            best = k;
    return best;
}

static bool all_equal(const double *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (v[i] != v[0])
            return false;
    return true;
}

/* The decision itself, once p is known. Where a map tells nothing, so that all labels are as likely, the
 * margins decide. */
static uint32_t best_label(const model *m, const double *margin, const double *p)
{
    if (m->calibration.kind != CALIBRATION_NONE && !all_equal(p, m->K))
        return highest(p, m->K);
    if (m->L == 1 && m->K == 2)
        return margin[0] > 0;
    return highest(margin, m->K);
}

static void knots(const model *m, const double *margin, double *p)
{
    double sum = 0;

    if (m->L == 1 && m->K == 2) {
        p[1] = between_knots(&m->calibration, 0, margin[0]);
        p[0] = 1 - p[1];
        return;
    }
    for (uint32_t k = 0; k < m->K; k++)
        sum += p[k] = between_knots(&m->calibration, k, margin[k]);
    for (uint32_t k = 0; k < m->K && !m->multi_label; k++)
        p[k] /= sum; /* no height is 0 */
}

/* Where labels have other shares than in training. Labels follow. */
static void shift_shares(const double *ratio, uint32_t K, double *p)
{
    double sum = 0;

    for (uint32_t k = 0; k < K; k++)
        sum += p[k] *= ratio[k];
    for (uint32_t k = 0; k < K; k++)
        p[k] /= sum; /* the largest p is 1 / K at least */
}

uint32_t model_decide(const model *m, const double *margin, double *p)
{
    const calibration *c = &m->calibration;

    switch (c->kind) {
    case CALIBRATION_SIGMOID:
        if (m->L == 1 && m->K == 2) {
            p[1] = sigmoid(bounded(c->slope[0] * margin[0] + c->shift[0]));
            p[0] = 1 - p[1];
        } else {
            for (uint32_t k = 0; k < m->K; k++)
                p[k] = sigmoid(bounded(c->slope[k] * margin[k] + c->shift[k]));
        }
        break;
    case CALIBRATION_SOFTMAX:
        softmax(m, margin, p);
        break;
    case CALIBRATION_KNOTS:
        knots(m, margin, p);
        break;
    case CALIBRATION_NONE:
        for (uint32_t k = 0; k < m->K; k++)
            p[k] = NAN;
        break;
    }
    if (c->ratio)
        shift_shares(c->ratio, m->K, p);
    return best_label(m, margin, p);
}

bool model_gives(const model *m, const double *margin, const double *p, uint32_t k)
{
    if (!m->multi_label)
        return k == best_label(m, margin, p);
    return m->calibration.kind != CALIBRATION_NONE ? p[k] > 0.5 : margin[k] > 0;
}

bool model_init(model *out, err *e)
{
    *out = (model){.owned = calloc(1, sizeof *out->owned)};
    if (!out->owned)
        return err_memory(e);
    out->owned->built = true;
    return true;
}

void model_free(model *m)
{
    model_memory *o = m->owned;

    if (o) {
        if (o->built)
            table_free(&m->table);
        arena_free(&o->arena);
        free(o);
    }
    *m = (model){0};
}
