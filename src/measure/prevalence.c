/* Probabilities enter, shares leave: the two steps of EM, written as they stand in the header. */
#include "measure/prevalence.h"

#include <math.h>
#include <string.h>

enum { ROUNDS_MAX = 1000 };

static const double SETTLED = 1e-7;

/* Every second row goes, and from now on every second one is not taken. */
static void thin_out(prevalence_sample *s)
{
    for (size_t i = 1; 2 * i < s->N; i++)
        memcpy(s->p + i * s->K, s->p + 2 * i * s->K, s->K * sizeof *s->p);
    s->N = (s->N + 1) / 2;
    s->stride *= 2;
}

void prevalence_keep(prevalence_sample *s, const float *row)
{
    if (s->N == s->N_max && s->n_seen % s->stride == 0)
        thin_out(s);
    if (s->n_seen++ % s->stride == 0)
        memcpy(s->p + s->N++ * s->K, row, s->K * sizeof *s->p);
}

/* One round: the shares that follow from `share`, to next. */
static void round_once(const float *p, size_t N, uint32_t K, const double *trained, const double *share,
                       double *next)
{
    for (uint32_t k = 0; k < K; k++)
        next[k] = 0;
    for (size_t i = 0; i < N; i++) {
        const float *row = p + i * K;
        double sum = 0;

        for (uint32_t k = 0; k < K; k++)
            sum += share[k] / trained[k] * (double)row[k];
        for (uint32_t k = 0; k < K; k++)
            next[k] += share[k] / trained[k] * (double)row[k] / sum;
    }
}

uint32_t prevalence_estimate(const float *p, size_t N, uint32_t K, const double *trained, double *share,
                             double *scratch)
{
    uint32_t rounds = 0;
    double moved = INFINITY;

    for (uint32_t k = 0; k < K; k++)
        share[k] = trained[k];
    while (moved > SETTLED && rounds++ < ROUNDS_MAX) {
        double sum = 0;

        round_once(p, N, K, trained, share, scratch);
        for (uint32_t k = 0; k < K; k++)
            sum += scratch[k] =
                fmax(scratch[k] / (double)N, PREVALENCE_LEAST); /* a share of 0 would never rise again */
        moved = 0;
        for (uint32_t k = 0; k < K; k++) {
            moved = fmax(moved, fabs(scratch[k] / sum - share[k]));
            share[k] = scratch[k] / sum;
        }
    }
    return rounds;
}
