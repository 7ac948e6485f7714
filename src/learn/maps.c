/* Out-of-fold margins enter, calibrations as models have them leave. What is fitted is calibrate.c's; here
 * rows are weighed, a fold's own rows with 0, and the pieces, a lane of a map or a whole map, are shared out
 * to threads. */
#include "learn/maps.h"

#include <stdlib.h>

#include "base/pool.h"
#include "learn/calibrate.h"

_Static_assert((int)CALIBRATE_KNOTS_MAX <= (int)MODEL_KNOTS_MAX, "a model must hold what is learnt here");

const char *maps_name(map_method how)
{
    static const char *const name[] = {
        [MAP_PLATT] = "platt", [MAP_ISOTONIC] = "isotonic", [MAP_TEMPERATURE] = "temperature"};

    return name[how];
}

/* A piece's answer. */
typedef struct piece {
    double slope;
    double *shift; /* [1], or [L] of a whole map                */
    double *knots; /* [2 n_knots] margins, then heights; malloc */
    uint32_t n_knots;
    bool flat;
    err e;
} piece;

typedef struct maps_job {
    const dataset *d;
    const setting *s;
    const double *weight; /* [N]    */
    const double *margin; /* [N][L] */
    const uint32_t *fold; /* [N]    */
    uint32_t L, n_folds;
    bool by_lane; /* each lane by itself, else all labels together */
    map_method how;
    bool *has_others; /* [n_folds] the other folds' rows weigh something */
    piece *piece;     /* [n_folds + 1][by_lane ? L : 1] the last map is that of all rows */
} maps_job;

/* What a row weighs in map number `map`, before class weights. */
static double weight_in(const maps_job *j, uint32_t map, uint32_t row)
{
    bool out = map < j->n_folds && j->has_others[map] && j->fold[row] == map;

    return out ? 0 : j->weight[row];
}

static bool fit_knots(const double *margin, const signed char *y, const double *weight, uint32_t N, piece *to)
{
    double at[CALIBRATE_KNOTS_MAX], height[CALIBRATE_KNOTS_MAX];
    size_t bytes;

    if (!calibrate_isotonic(margin, y, weight, N, at, height, &to->n_knots, &to->flat, &to->e))
        return false;
    bytes = to->n_knots * sizeof *at;
    to->knots = malloc(2 * bytes);
    if (!to->knots)
        return err_memory(&to->e);
    memcpy(to->knots, at, bytes);
    memcpy(to->knots + to->n_knots, height, bytes);
    return true;
}

/* margin, weight, y [N]: a lane's rows as a map sees them. */
static void list_rows(const maps_job *j, uint32_t map, uint32_t lane, double *margin, double *weight,
                      signed char *y)
{
    uint32_t N = j->d->N, label = fit_label(j->d, j->L, lane);
    double W_positive = 0, W = 0, positive, negative;

    for (uint32_t i = 0; i < N; i++) {
        margin[i] = j->margin[(size_t)i * j->L + lane];
        y[i] = dataset_has(j->d, i, label) ? 1 : -1;
        W += j->weight[i];
        W_positive += y[i] > 0 ? j->weight[i] : 0;
    }
    fit_class_weights(j->d, j->s, j->L, lane, W_positive, W, &positive, &negative);
    for (uint32_t i = 0; i < N; i++)
        weight[i] = weight_in(j, map, i) * (y[i] > 0 ? positive : negative);
}

static void fit_lane(const maps_job *j, uint32_t map, uint32_t lane, piece *to)
{
    uint32_t N = j->d->N;
    double *margin = malloc(((size_t)N + 1) * sizeof *margin);
    double *weight = malloc(((size_t)N + 1) * sizeof *weight);
    signed char *y = malloc((size_t)N + 1);

    if (!margin || !weight || !y) {
        (void)err_memory(&to->e);
    } else {
        list_rows(j, map, lane, margin, weight, y);
        if (j->how == MAP_ISOTONIC)
            (void)fit_knots(margin, y, weight, N, to);
        else
            (void)calibrate_sigmoid(margin, y, weight, N, j->how == MAP_PLATT, &to->slope, to->shift,
                                    &to->flat, &to->e);
    }
    free(margin);
    free(weight);
    free(y);
}

void maps_shares(const dataset *d, const setting *s, const double *weight, double *factor, double *share)
{
    double W = 0, all = 0;

    for (uint32_t k = 0; k < d->K; k++)
        share[k] = 0;
    for (uint32_t i = 0; i < d->N; i++) {
        share[d->label_of[i]] += weight[i];
        W += weight[i];
    }
    for (uint32_t k = 0; k < d->K; k++) {
        factor[k] = s->class_weight ? s->class_weight[k] : 1;
        if (s->balanced && share[k] > 0) /* makes the labels equal */
            factor[k] *= W / (d->K * share[k]);
        all += share[k] *= factor[k];
    }
    for (uint32_t k = 0; k < d->K; k++)
        share[k] /= all;
}

static void fit_together(const maps_job *j, uint32_t map, piece *to)
{
    const dataset *d = j->d;
    double *weight = malloc(((size_t)d->N + 2 * (size_t)d->K + 1) * sizeof *weight);
    bool ok = weight || err_memory(&to->e);

    if (ok)
        maps_shares(d, j->s, j->weight, weight + d->N, weight + d->N + d->K);
    for (uint32_t i = 0; ok && i < d->N; i++)
        weight[i] = weight_in(j, map, i) * weight[d->N + d->label_of[i]];
    /* One label a row: label_of is a plain array of them. */
    if (ok && j->how == MAP_PLATT)
        (void)calibrate_softmax(j->margin, d->label_of, weight, d->N, j->L, &to->slope, to->shift, &to->flat,
                                &to->e);
    else if (ok)
        (void)calibrate_temperature(j->margin, d->label_of, weight, d->N, j->L, &to->slope, &to->flat,
                                    &to->e);
    free(weight);
}

static void fit_piece(void *context, size_t i, unsigned worker)
{
    const maps_job *j = context;
    piece *to = &j->piece[i];

    (void)worker;
    if (j->by_lane)
        fit_lane(j, (uint32_t)(i / j->L), (uint32_t)(i % j->L), to);
    else
        fit_together(j, (uint32_t)i, to);
}

/* Of each fold, whether rows of another one weigh something: of all, unless one fold has all the weight. */
static void look_at_folds(const maps_job *j)
{
    uint32_t first = UINT32_MAX;
    bool several = false;

    for (uint32_t i = 0; i < j->d->N; i++)
        if (j->weight[i] > 0) {
            several |= first != UINT32_MAX && j->fold[i] != first;
            first = j->fold[i];
        }
    for (uint32_t k = 0; k < j->n_folds; k++)
        j->has_others[k] = several || (first != UINT32_MAX && first != k);
}

static bool open_pieces(maps_job *j, arena *a, size_t n)
{
    j->has_others = ARENA_NEW(a, j->n_folds, bool);
    j->piece = ARENA_NEW(a, n, piece);
    for (size_t i = 0; j->piece && i < n; i++) {
        j->piece[i].shift = ARENA_NEW(a, j->by_lane ? 1 : j->L, double);
        if (!j->piece[i].shift)
            return false;
    }
    return j->piece && j->has_others;
}

static void close_pieces(const maps_job *j, size_t n)
{
    for (size_t i = 0; j->piece && i < n; i++)
        free(j->piece[i].knots);
}

/* The lanes' knots one behind the other. */
static bool join_knots(const maps_job *j, const piece *of, arena *a, calibration *out)
{
    uint64_t n = 0, *end = ARENA_NEW(a, j->L, uint64_t);
    double *at, *height;

    for (uint32_t l = 0; l < j->L; l++)
        n += of[l].n_knots;
    at = ARENA_NEW(a, n, double);
    height = ARENA_NEW(a, n, double);
    if (!end || !at || !height)
        return false;
    n = 0;
    for (uint32_t l = 0; l < j->L; l++) {
        memcpy(at + n, of[l].knots, of[l].n_knots * sizeof *at);
        memcpy(height + n, of[l].knots + of[l].n_knots, of[l].n_knots * sizeof *height);
        end[l] = n += of[l].n_knots;
    }
    *out = (calibration){.kind = CALIBRATION_KNOTS, .end = end, .at = at, .height = height};
    return true;
}

/* One of the maps from its pieces. */
static bool join_map(const maps_job *j, uint32_t map, arena *a, calibration *out, uint32_t *n_flat)
{
    const piece *of = &j->piece[(size_t)map * (j->by_lane ? j->L : 1)];
    double *slope, *shift;

    *n_flat = j->by_lane || !of->flat ? 0 : j->L;
    for (uint32_t l = 0; j->by_lane && l < j->L; l++)
        *n_flat += of[l].flat;
    if (j->how == MAP_ISOTONIC)
        return join_knots(j, of, a, out);
    slope = ARENA_NEW(a, j->L, double);
    shift = ARENA_NEW(a, j->L, double);
    if (!slope || !shift)
        return false;
    for (uint32_t l = 0; l < j->L; l++) {
        shift[l] = j->by_lane ? *of[l].shift : of->shift[l];
        slope[l] = j->by_lane ? of[l].slope : l == 0 ? of->slope : 0; /* a softmax has one */
    }
    *out = (calibration){
        .kind = j->by_lane ? CALIBRATION_SIGMOID : CALIBRATION_SOFTMAX, .slope = slope, .shift = shift};
    return true;
}

bool maps_fit(const dataset *d, const setting *s, const double *weight, bool multi_label, map_method how,
              const double *margin, const uint32_t *fold, uint32_t n_folds, unsigned threads, maps *out,
              err *e)
{
    uint32_t L = fit_lanes(d, multi_label), n_flat;
    maps_job j = {.d = d,
                  .s = s,
                  .weight = weight,
                  .margin = margin,
                  .fold = fold,
                  .L = L,
                  .n_folds = n_folds,
                  .by_lane = L == 1 || multi_label || how == MAP_ISOTONIC,
                  .how = how};
    size_t n = ((size_t)n_folds + 1) * (j.by_lane ? L : 1);
    arena scratch = {0};
    bool ok;

    *out = (maps){0};
    out->fold = ARENA_NEW(&out->arena, n_folds, calibration);
    ok = (out->fold && open_pieces(&j, &scratch, n)) || err_memory(e);
    if (ok) {
        look_at_folds(&j);
        pool_run(threads, n, fit_piece, &j);
    }
    for (size_t i = 0; ok && i < n; i++)
        if (j.piece[i].e.code)
            *e = j.piece[i].e, ok = false;
    for (uint32_t k = 0; ok && k < n_folds; k++)
        ok = join_map(&j, k, &out->arena, &out->fold[k], &n_flat) || err_memory(e);
    ok = ok && (join_map(&j, n_folds, &out->arena, &out->all, &out->n_flat) || err_memory(e));
    close_pieces(&j, n);
    arena_free(&scratch);
    if (!ok)
        maps_free(out);
    return ok;
}

void maps_free(maps *m)
{
    arena_free(&m->arena);
    *m = (maps){0};
}
