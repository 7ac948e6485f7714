/* Training once, and training K times with a part held out, are the same job: some rows to learn from, some
 * rows to score. `task` is that job; its lanes are then fitted side by side. */
#include "learn/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/pool.h"

typedef struct task {
    const dataset *d;
    const setting *s;
    uint32_t L;
    uint32_t *row; /* [n_train + n_test] rows to learn from, then rows to score */
    uint32_t n_train, n_test;
    double *weight; /* [n_train]                                                */
    fitted fitted;  /* x holds both                                              */
    linear_data *linear;
    kernel_data *kernel;
    err e;
} task;

uint32_t fit_lanes(const dataset *d, bool multi_label)
{
    return d->K == 2 && !multi_label ? 1 : d->K;
}

/* From rows to what the solver reads. */
static void prepare(task *t)
{
    uint32_t n = t->n_train + t->n_test;
    fitted *f = &t->fitted;
    bool pruned = f->v != NULL, ok = true; /* then the features' scales are there */

    f->L = t->L;
    f->v_new = weigh_idf(&t->s->weighing, weigh_rows(t->d, t->row, t->n_train), 0);
    if (!pruned) {
        f->v = malloc(((size_t)t->d->vocab.n + 1) * sizeof *f->v);
        t->weight = malloc(((size_t)t->n_train + 1) * sizeof *t->weight);
        if (!f->v || !t->weight) {
            (void)err_memory(&t->e);
            return;
        }
        for (uint32_t i = 0; i < t->n_train; i++)
            t->weight[i] = t->d->weight[t->row[i]];
        ok = weigh_fit(t->d, &t->s->weighing, t->row, t->n_train, f->v, &t->e);
    }
    ok = ok && weigh_vectors(t->d, &t->s->weighing, f->v, t->row, n, &f->x, &t->e) &&
         (!t->s->libsvm || vectors_flatten(&f->x, &t->e));
    if (ok && t->s->libsvm)
        t->kernel = kernel_open(&f->x.x, NULL, t->n_train, t->weight, &t->e);
    else if (ok)
        t->linear = linear_open(&f->x.x, t->n_train, t->weight, &t->e);
    if (ok && (!t->s->libsvm || t->s->kernel.kind == KERNEL_NONE))
        f->w = calloc((size_t)t->L * ((size_t)f->x.x.D + 1), sizeof *f->w);
    if (ok)
        f->restless = calloc((size_t)t->L + 1, sizeof *f->restless);
    if (ok && t->s->libsvm)
        f->kernel = calloc(t->L, sizeof *f->kernel);
    if (ok && (!f->restless || (!f->w && !f->kernel)))
        (void)err_memory(&t->e);
}

static void clear(task *t)
{
    linear_close(t->linear);
    kernel_close(t->kernel);
    fitted_free(&t->fitted);
    free(t->row);
    free(t->weight);
    *t = (task){0};
}

/* A feature by what it adds to some margin where it stands alone. */
typedef struct heft {
    float most;
    uint32_t column;
} heft;

static int by_heft(const void *x, const void *y)
{
    const heft *a = x, *b = y;

    if (a->most != b->most)
        return a->most < b->most ? 1 : -1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Leaves the features that matter most their scales, and nothing but the scales: to be prepared and fitted
 * again. */
static void prune(task *t)
{
    fitted *f = &t->fitted;
    uint32_t D = f->x.x.D, n = f->x.n_features, keep = t->s->weighing.max_features;
    heft *all = malloc(((size_t)n + 1) * sizeof *all);
    float *v = f->v;

    if (!all) {
        (void)err_memory(&t->e);
        return;
    }
    for (uint32_t c = 0; c < n; c++) {
        double most = 0;

        for (uint32_t l = 0; l < t->L; l++)
            most = fmax(most, fabs(f->w[l * ((size_t)D + 1) + c]));
        all[c] = (heft){(float)(most * (double)v[f->x.feature[c]]), c};
    }
    qsort(all, n, sizeof *all, by_heft);
    for (uint32_t i = keep; i < n; i++)
        v[f->x.feature[all[i].column]] = 0;
    free(all);
    linear_close(t->linear);
    t->linear = NULL;
    f->v = NULL;
    fitted_free(f);
    f->v = v;
}

/* One lane is two labels against each other, or the only label of records that may have several. */
static bool is_pair(const dataset *d, uint32_t L)
{
    return L == 1 && d->K == 2;
}

uint32_t fit_label(const dataset *d, uint32_t L, uint32_t lane)
{
    return is_pair(d, L) ? 1 : lane;
}

void fit_class_weights(const dataset *d, const setting *s, uint32_t L, uint32_t lane, double W_positive,
                       double W, double *positive, double *negative)
{
    *positive = *negative = 1;
    if (s->balanced && W_positive > 0 && W_positive < W) {
        *positive = W / (2 * W_positive);
        *negative = W / (2 * (W - W_positive));
    }
    if (s->class_weight) {
        *positive *= s->class_weight[fit_label(d, L, lane)];
        if (is_pair(d, L))
            *negative *= s->class_weight[0];
    }
}

/* Which rows are of a lane's label, and what its two sides weigh. A lane whose rows are all on one side needs
 * no machine: it is sure, by a margin of one. Rows of weight 0 are on no side. False for such a lane. */
static bool take_sides(task *t, uint32_t lane, signed char *y, double *positive, double *negative)
{
    fitted *f = &t->fitted;
    double W_positive = 0, W_negative = 0, sure;

    for (uint32_t i = 0; i < t->n_train; i++) {
        y[i] = dataset_has(t->d, t->row[i], fit_label(t->d, t->L, lane)) ? 1 : -1;
        *(y[i] > 0 ? &W_positive : &W_negative) += t->weight[i];
    }
    fit_class_weights(t->d, t->s, t->L, lane, W_positive, W_positive + W_negative, positive, negative);
    if (W_positive > 0 && W_negative > 0)
        return true;
    sure = W_positive > 0 ? 1 : -1;
    if (f->w)
        f->w[lane * ((size_t)f->x.x.D + 1) + f->x.x.D] = sure;
    else
        f->kernel[lane].bias = sure;
    return false;
}

/* The lanes [first, first + n), n <= LINEAR_LANES, in one go. */
static bool fit_linear(task *t, uint32_t first, uint32_t n, err *e)
{
    fitted *f = &t->fitted;
    signed char *y = malloc((size_t)t->n_train * n + 1);
    linear_lane lane[LINEAR_LANES];
    uint32_t number[LINEAR_LANES];
    unsigned used = 0;
    bool ok;

    if (!y)
        return err_memory(e);
    for (uint32_t l = first; l < first + n; l++) {
        signed char *side = y + (size_t)used * t->n_train;
        linear_lane *to = &lane[used];

        *to = (linear_lane){.y = side, .w = f->w + l * ((size_t)f->x.x.D + 1)};
        number[used] = l;
        used += take_sides(t, l, side, &to->weight_positive, &to->weight_negative);
    }
    ok = used == 0 || linear_fit(t->linear, &t->s->linear, lane, used, e);
    for (unsigned l = 0; ok && l < used; l++)
        f->restless[number[l]] = !lane[l].rested;
    free(y);
    return ok;
}

static bool fit_kernel(task *t, uint32_t lane, err *e)
{
    fitted *f = &t->fitted;
    kernel_options o = t->s->kernel;
    signed char *y = malloc((size_t)t->n_train + 1);
    bool ok, two_sides;

    if (!y)
        return err_memory(e);
    two_sides = take_sides(t, lane, y, &o.weight_positive, &o.weight_negative);
    ok = !two_sides || kernel_fit(t->kernel, y, &o, &f->kernel[lane], e);
    if (ok && two_sides && f->w)
        kernel_linear_weights(&f->kernel[lane], &f->x.x, f->w + lane * ((size_t)f->x.x.D + 1));
    free(y);
    return ok;
}

/* Margins of the rows held out, under one lane, to margin[row * L + lane]. */
static bool score_lane(task *t, uint32_t lane, double *margin, err *e)
{
    const fitted *f = &t->fitted;
    size_t D = f->x.x.D;
    uint32_t *rows = malloc(((size_t)t->n_test + 1) * sizeof *rows);
    double *out = malloc(((size_t)t->n_test + 1) * sizeof *out);
    bool ok = rows && out;

    for (uint32_t i = 0; ok && i < t->n_test; i++) {
        rows[i] = t->n_train + i;
        if (f->w)
            out[i] = linear_margin(f->w + lane * (D + 1), &f->x.x, rows[i]);
    }
    if (!ok)
        err_memory(e);
    else if (!f->w)
        ok = kernel_margins(&f->kernel[lane], &t->s->kernel, &f->x.x, rows, t->n_test, out, e);
    for (uint32_t i = 0; ok && i < t->n_test; i++)
        margin[(size_t)t->row[rows[i]] * t->L + lane] = out[i];
    free(rows);
    free(out);
    return ok;
}

typedef struct job {
    task *task;        /* [n_tasks] */
    double *margin;    /* NULL when nothing is held out */
    uint32_t n_blocks; /* of lanes that are fitted in one go */
    err *e;            /* [n_tasks * n_blocks] */
} job;

static void prepare_job(void *context, size_t i, unsigned worker)
{
    (void)worker;
    prepare(&((job *)context)->task[i]);
}

static uint32_t lanes_at_once(const setting *s)
{
    return s->libsvm ? 1 : LINEAR_LANES;
}

static void block_job(void *context, size_t i, unsigned worker)
{
    job *j = context;
    task *t = &j->task[i / j->n_blocks];
    uint32_t most = lanes_at_once(t->s), first = (uint32_t)(i % j->n_blocks) * most;
    uint32_t n = t->L - first < most ? t->L - first : most;
    bool ok = t->s->libsvm ? fit_kernel(t, first, &j->e[i]) : fit_linear(t, first, n, &j->e[i]);

    (void)worker;
    for (uint32_t l = first; ok && j->margin && l < first + n; l++)
        ok = score_lane(t, l, j->margin, &j->e[i]);
}

/* All lanes of some tasks, side by side. The error is that of the first lane that has one. */
static bool run_once(task *tasks, size_t n, unsigned threads, double *margin, err *e)
{
    uint32_t most = lanes_at_once(tasks[0].s), n_blocks = (tasks[0].L + most - 1) / most;
    size_t n_jobs = n * n_blocks;
    job j = {tasks, margin, n_blocks, calloc(n_jobs, sizeof(err))};
    bool ok = j.e != NULL;

    if (!ok)
        return err_memory(e);
    pool_run(threads, n, prepare_job, &j);
    for (size_t i = 0; ok && i < n; i++)
        if (tasks[i].e.code)
            *e = tasks[i].e, ok = false;
    if (ok)
        pool_run(threads, n_jobs, block_job, &j);
    for (size_t i = 0; ok && i < n_jobs; i++)
        if (j.e[i].code)
            *e = j.e[i], ok = false;
    free(j.e);
    return ok;
}

/* The same; with a limit on the features once to see which matter, and again with these alone. */
static bool run(task *tasks, size_t n, unsigned threads, double *margin, err *e)
{
    if (tasks[0].s->weighing.max_features) {
        if (!run_once(tasks, n, threads, NULL, e))
            return false;
        for (size_t i = 0; i < n; i++) {
            prune(&tasks[i]);
            if (tasks[i].e.code) {
                *e = tasks[i].e;
                return false;
            }
        }
    }
    return run_once(tasks, n, threads, margin, e);
}

bool fit(const dataset *d, const setting *s, uint32_t L, const uint32_t *row, uint32_t n, unsigned threads,
         fitted *out, err *e)
{
    task t = {.d = d, .s = s, .L = L, .n_train = n};
    bool ok;

    *out = (fitted){0};
    t.row = malloc(((size_t)n + 1) * sizeof *t.row);
    if (!t.row)
        return err_memory(e);
    memcpy(t.row, row, n * sizeof *row);
    ok = run(&t, 1, threads, NULL, e);
    if (ok) {
        *out = t.fitted;
        t.fitted = (fitted){0};
    }
    clear(&t);
    return ok;
}

static bool split(task *t, const uint32_t *fold, uint32_t k, const uint8_t *among, err *e)
{
    uint32_t N = t->d->N, n = 0;

    t->row = malloc(((size_t)N + 1) * sizeof *t->row);
    if (!t->row)
        return err_memory(e);
    for (uint32_t i = 0; i < N; i++)
        if (fold[i] != k && (!among || among[i]))
            t->row[n++] = i;
    t->n_train = n;
    for (uint32_t i = 0; i < N; i++)
        if (fold[i] == k)
            t->row[n++] = i;
    t->n_test = n - t->n_train;
    return true;
}

static void tell_known(const task *t, double *known)
{
    unsigned block = plan_first(&t->s->weighing.plan);

    for (uint32_t i = t->n_train; i < t->n_train + t->n_test; i++)
        known[t->row[i]] = t->fitted.x.known[(size_t)i * N_BLOCKS + block];
}

bool fit_folds(const dataset *d, const setting *s, uint32_t L, const uint32_t *fold, uint32_t K,
               const uint8_t *among, unsigned threads, double *margin, double *known,
               void (*tick)(void *to, uint32_t done), void *to, err *e)
{
    task *tasks = calloc(threads, sizeof *tasks);
    bool ok = true;

    if (!tasks)
        return err_memory(e);
    for (uint32_t k = 0; ok && k < K;) {
        uint32_t n = 0;

        for (; ok && n < threads && k < K; n++, k++) {
            tasks[n] = (task){.d = d, .s = s, .L = L};
            ok = split(&tasks[n], fold, k, among, e);
        }
        ok = ok && run(tasks, n, threads, margin, e);
        for (uint32_t i = 0; ok && known && i < n; i++)
            tell_known(&tasks[i], known);
        for (uint32_t i = 0; i < n; i++)
            clear(&tasks[i]);
        if (ok && tick)
            tick(to, k);
    }
    free(tasks);
    return ok;
}

void fitted_free(fitted *f)
{
    free(f->v);
    vectors_free(&f->x);
    free(f->w);
    free(f->restless);
    for (uint32_t l = 0; f->kernel && l < f->L; l++)
        kernel_free(&f->kernel[l]);
    free(f->kernel);
    *f = (fitted){0};
}
