/* Rows and labels enter, one weight a column leaves. The method is dual coordinate descent. Every row has a
 * number a_i >= 0, how hard it pushes, and w = sum_i a_i y_i x_i is kept beside them. Rows are taken in a
 * drawn order, round after round, and each sets its a_i to what is best while all others are held:
 *
 *   G   = y_i (w . x_i + b) - 1 + a_i / (2 C_i)          the dual's slope along a_i
 *   a_i = max(0, a_i - G / (|x_i|^2 + 1 + 1 / (2 C_i)))
 *
 * After a few rounds most rows lie well on their side, with a_i = 0: such rows are put aside until the others
 * have come to rest, and are then looked at again.
 *
 * What a round costs is fetching weights from memory, a cache line for each value of a row. So the weights of
 * four lanes lie side by side: one fetch serves four, and the four products are one instruction. Each lane
 * goes its own way all the same: it has its own slopes, rows put aside and end.
 *
 * It suits text: values are many and rows unlike each other. Where rows are many, columns few and C large
 * it takes hundreds of rounds, ten times as long as a Newton method.
 *
 * Why not liblinear: over 4 million values and 20 lanes its primal solver takes six times as long for a
 * rougher answer; its dual one, the method here, draws from the C library's rand(), so that threads would
 * draw from each other. Both want a copy of the rows at 16 bytes a value and end the process when memory runs
 * out.
 *
 * Source   Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008: algorithm 1
 *          with random order, algorithm 3 for putting aside. */
#include "learn/linear.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"

struct linear_data {
    const matrix *x;
    size_t n;
    const double *weight; /* [n] or NULL                            */
    double *square;       /* [n] |x_i|^2 + 1                        */
    uint32_t *row;        /* [n_used] those that have a weight      */
    uint32_t n_used;
};

/* A lane's rounds. */
typedef struct progress {
    double bias;
    double low, high; /* the slopes of this round            */
    double bound;     /* what the last round's were below    */
    bool aside;       /* some rows are put aside             */
    bool done;
} progress;

typedef struct solver {
    const linear_data *d;
    const linear_options *o;
    const linear_lane *lane;
    unsigned n_lanes, width; /* width is 1 or LINEAR_LANES          */
    progress at[LINEAR_LANES];
    float *w;             /* [D][width]                          */
    double *a;            /* [n][n_lanes]                        */
    unsigned char *aside; /* [n] bit l: put aside by lane l      */
    uint32_t *order;      /* [n_used]                            */
} solver;

/* |x_i|^2. sum [D] is zero before and after: a column may occur more than once in a row. */
static double square_of(const matrix *x, uint32_t i, double *sum)
{
    double square = 0;

    for (size_t p = 0; p < matrix_parts(x, i); p++) {
        matrix_part part = matrix_part_of(x, i, p);

        for (size_t f = 0; f < part.n; f++) {
            double value = (double)part.times * (double)part.val[f], *at = &sum[part.col[f]];

            square += value * (2 * *at + value); /* (s + v)^2 - s^2 */
            *at += value;
        }
    }
    for (size_t p = 0; p < matrix_parts(x, i); p++) {
        matrix_part part = matrix_part_of(x, i, p);

        for (size_t f = 0; f < part.n; f++)
            sum[part.col[f]] = 0;
    }
    return square;
}

linear_data *linear_open(const matrix *x, size_t n, const double *weight, err *e)
{
    linear_data *d = calloc(1, sizeof *d);
    double *sum = calloc((size_t)x->D + 1, sizeof *sum);

    if (d)
        *d = (linear_data){.x = x,
                           .n = n,
                           .weight = weight,
                           .square = malloc((n + 1) * sizeof *d->square),
                           .row = malloc((n + 1) * sizeof *d->row)};
    if (!d || !sum || !d->square || !d->row) {
        err_memory(e);
        goto failed;
    }
    for (uint32_t i = 0; i < n; i++) {
        double square = 1 + square_of(x, i, sum), u = weight ? weight[i] : 1;

        d->square[i] = square;
        if (u > 0)
            d->row[d->n_used++] = i;
        if (!isfinite(u) || u < 0)
            err_set(e, ERR_INPUT, "weight %g is not a number from 0 up", u);
        else if (!isfinite(square))
            err_set(e, ERR_INPUT, "row %u has a value that is not finite", i);
        else
            continue;
        goto failed;
    }
    if (d->n_used == 0) {
        err_set(e, ERR_INPUT, "no row has a weight above 0");
        goto failed;
    }
    free(sum);
    return d;

failed:
    free(sum);
    linear_close(d);
    return NULL;
}

void linear_close(linear_data *d)
{
    if (!d)
        return;
    free(d->square);
    free(d->row);
    free(d);
}

/* sum[l] = w_l . x_i */
static void look(const solver *s, uint32_t i, float sum[LINEAR_LANES])
{
    size_t n_parts = matrix_parts(s->d->x, i);

    for (unsigned l = 0; l < LINEAR_LANES; l++)
        sum[l] = 0;
    for (size_t p = 0; p < n_parts; p++) {
        matrix_part part = matrix_part_of(s->d->x, i, p);
        float of_part[LINEAR_LANES] = {0};

        if (s->width == 1)
            for (size_t f = 0; f < part.n; f++)
                of_part[0] += s->w[part.col[f]] * part.val[f];
        else
            for (size_t f = 0; f < part.n; f++) {
                const float *w = s->w + (size_t)part.col[f] * LINEAR_LANES;

                for (unsigned l = 0; l < LINEAR_LANES; l++)
                    of_part[l] += w[l] * part.val[f];
            }
        for (unsigned l = 0; l < LINEAR_LANES; l++)
            sum[l] += of_part[l] * part.times;
    }
}

/* w_l += by[l] x_i */
static void push(const solver *s, uint32_t i, const float by[LINEAR_LANES])
{
    size_t n_parts = matrix_parts(s->d->x, i);

    for (size_t p = 0; p < n_parts; p++) {
        matrix_part part = matrix_part_of(s->d->x, i, p);
        float add[LINEAR_LANES];

        for (unsigned l = 0; l < LINEAR_LANES; l++)
            add[l] = by[l] * part.times;
        if (s->width == 1)
            for (size_t f = 0; f < part.n; f++)
                s->w[part.col[f]] += add[0] * part.val[f];
        else
            for (size_t f = 0; f < part.n; f++) {
                float *w = s->w + (size_t)part.col[f] * LINEAR_LANES;

                for (unsigned l = 0; l < LINEAR_LANES; l++)
                    w[l] += add[l] * part.val[f];
            }
    }
}

/* What row i now adds to w_l, in multiples of x_i: its a_i moved to where G is 0. */
static double move(solver *s, unsigned l, uint32_t i, double margin)
{
    const linear_lane *lane = &s->lane[l];
    progress *at = &s->at[l];
    double *a = &s->a[(size_t)i * s->n_lanes + l], before = *a;
    double y = lane->y[i] > 0 ? 1 : -1;
    double C = s->o->C * (y > 0 ? lane->weight_positive : lane->weight_negative) *
               (s->d->weight ? s->d->weight[i] : 1);
    double G = y * margin - 1 + before / (2 * C);

    if (before == 0 && G > 0) {
        if (G > at->bound) {
            s->aside[i] |= (unsigned char)(1u << l);
            at->aside = true;
        } else {
            at->low = fmin(at->low, 0);
            at->high = fmax(at->high, 0);
        }
        return 0;
    }
    at->low = fmin(at->low, G);
    at->high = fmax(at->high, G);
    *a = fmax(0, before - G / (s->d->square[i] + 1 / (2 * C)));
    return y * (*a - before);
}

static void step(solver *s, uint32_t i)
{
    float sum[LINEAR_LANES], by[LINEAR_LANES] = {0};
    unsigned here = 0;
    bool moved = false;

    for (unsigned l = 0; l < s->n_lanes; l++)
        if (!s->at[l].done && !(s->aside[i] >> l & 1))
            here |= 1u << l;
    if (!here)
        return;
    look(s, i, sum);
    for (unsigned l = 0; l < s->n_lanes; l++)
        if (here >> l & 1) {
            by[l] = (float)move(s, l, i, (double)sum[l] + s->at[l].bias);
            s->at[l].bias += (double)by[l];
            moved |= by[l] != 0;
        }
    if (moved)
        push(s, i, by);
}

/* At the end of a round: whether the lane has come to rest, and what its next round puts aside. */
static void judge(solver *s, unsigned l)
{
    progress *at = &s->at[l];
    bool rests = !(at->high - at->low > s->o->eps);

    at->done = rests && !at->aside;
    if (rests && at->aside) {
        for (size_t i = 0; i < s->d->n; i++)
            s->aside[i] &= (unsigned char)~(1u << l);
        at->aside = false;
    }
    at->bound = rests || at->high <= 0 ? (double)INFINITY : at->high;
}

static void solve(solver *s)
{
    random_state draws = random_seed(0);
    unsigned n_done = 0;

    for (uint32_t i = 0; i < s->d->n_used; i++)
        s->order[i] = s->d->row[i];
    for (unsigned l = 0; l < s->n_lanes; l++)
        s->at[l].bound = (double)INFINITY;
    for (unsigned round = 0; round < LINEAR_ROUNDS_MAX && n_done < s->n_lanes; round++) {
        for (unsigned l = 0; l < s->n_lanes; l++) {
            s->at[l].low = (double)INFINITY;
            s->at[l].high = -(double)INFINITY;
        }
        random_shuffle(&draws, s->order, s->d->n_used);
        for (uint32_t i = 0; i < s->d->n_used; i++)
            step(s, s->order[i]);
        n_done = 0;
        for (unsigned l = 0; l < s->n_lanes; l++) {
            if (!s->at[l].done)
                judge(s, l);
            n_done += s->at[l].done;
        }
    }
}

/* Whether options are usable and every lane has two classes. */
static bool check(const linear_data *d, const linear_options *o, const linear_lane *lane, err *e)
{
    bool positive = false, negative = false;

    if (!isfinite(o->C) || !isfinite(o->eps) || !isfinite(lane->weight_positive) ||
        !isfinite(lane->weight_negative) || o->C <= 0 || o->eps <= 0 || lane->weight_positive <= 0 ||
        lane->weight_negative <= 0)
        return err_set(e, ERR_USAGE, "C, eps and class weights must be finite and above 0");
    for (uint32_t i = 0; i < d->n_used; i++) {
        positive |= lane->y[d->row[i]] > 0;
        negative |= lane->y[d->row[i]] <= 0;
    }
    return (positive && negative) || err_set(e, ERR_INPUT, "all rows are of one class: nothing to learn");
}

bool linear_fit(const linear_data *d, const linear_options *o, linear_lane *lane, unsigned n_lanes, err *e)
{
    size_t D = d->x->D;
    solver s = {.d = d, .o = o, .lane = lane, .n_lanes = n_lanes, .width = n_lanes > 1 ? LINEAR_LANES : 1};
    bool ok;

    for (unsigned l = 0; l < n_lanes; l++)
        if (!check(d, o, &lane[l], e))
            return false;
    s.w = calloc(D * s.width + 1, sizeof *s.w);
    s.a = calloc(d->n * n_lanes + 1, sizeof *s.a);
    s.aside = calloc(d->n + 1, sizeof *s.aside);
    s.order = malloc(((size_t)d->n_used + 1) * sizeof *s.order);
    ok = (s.w && s.a && s.aside && s.order) || err_memory(e);
    if (ok)
        solve(&s);
    for (unsigned l = 0; ok && l < n_lanes; l++) {
        for (size_t f = 0; f < D; f++)
            lane[l].w[f] = (double)s.w[f * s.width + l];
        lane[l].w[D] = s.at[l].bias;
        lane[l].rested = s.at[l].done;
    }
    free(s.w);
    free(s.a);
    free(s.aside);
    free(s.order);
    return ok;
}

double linear_margin(const double *w, const matrix *x, uint32_t row)
{
    double sum = w[x->D];

    for (size_t p = 0; p < matrix_parts(x, row); p++) {
        matrix_part part = matrix_part_of(x, row, p);
        double of_part = 0;

        for (size_t f = 0; f < part.n; f++)
            of_part += w[part.col[f]] * (double)part.val[f];
        sum += of_part * (double)part.times;
    }
    return sum;
}
