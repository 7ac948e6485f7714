/* Annotated articles go the road of annotate; what a worker passes on is not a line but counts, which
 * emit (batch.h) collects in the input's order. A figure is a function of the counts' sum, and so is its
 * value in each resample. */
#include "cli/eval_articles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "article/compare.h"
#include "article/gold.h"
#include "article/labels.h"
#include "base/grow.h"
#include "base/random.h"
#include "cli/article_workers.h"
#include "cli/job.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "measure/interval.h"
#include "score/batch.h"

typedef struct eval {
    article_workers workers;
    rejects rejects;
    progress progress;
    compared *each; /* [n] articles */
    size_t n, cap;
} eval;

/* ---- articles to counts ---- */

static bool compare_record(const eval *v, article_worker *w, const record *r, batch_results *out, err *e)
{
    article gold = {0}, read;
    record bad = *r;
    compared counts;

    bad.why = (err){0};
    if (!gold_read(r, w->json, &gold, &w->arena, &bad.why)) {
        if (bad.why.code == ERR_MEMORY)
            return err_memory(e);
        reject_count(&v->rejects, &bad, out);
        return true;
    }
    /* A title that is a column of its own is known to both. */
    if (!article_read(&v->workers.reader, r->text, gold.title, false, r->target, &w->reading, &read, e) ||
        !articles_compare(&gold, &read, &w->arena, &counts, e))
        return false;
    buf_add(&out->out, &counts, sizeof counts);
    return true;
}

static bool on_record(void *to, unsigned number, const record *r, batch_results *out, err *e)
{
    eval *v = to;
    article_worker *w = &v->workers.each[number];
    bool ok = true;

    if (r->bad) {
        reject_count(&v->rejects, r, out);
    } else {
        ok = compare_record(v, w, r, out, e);
    }
    arena_reset(&w->arena);
    return ok;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    eval *v = to;
    size_t n = r->out.n / sizeof *v->each;

    if (!GROW(v->each, v->cap, v->n + n + 1))
        return err_memory(e);
    if (n)
        memcpy(v->each + v->n, r->out.p, n * sizeof *v->each);
    v->n += n;
    return rejects_add(&v->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    eval *v = to;

    progress_reader(&v->progress, r, v->n + v->rejects.n);
}

/* ---- counts to figures ---- */

typedef struct layer_figure {
    const char *layer, *figure;
    double value, low, high;
    double precision, recall; /* NAN but of spans */
    double n;                 /* of the annotators' */
} layer_figure;

enum { N_SHARES = 4, N_LAYER_FIGURES = 2 * N_SPAN_LAYERS + N_ANSWER_LAYERS + 1 + N_SHARES };

static double ratio(double a, double b)
{
    return b > 0 ? a / b : (double)NAN;
}

/* Of `read` things of ours so many are right, of `gold` of theirs so many are found. */
static layer_figure f1_figure(const char *layer, const char *name, double read_right, double read,
                              double gold_right, double gold)
{
    double precision = ratio(read_right, read), found = ratio(gold_right, gold);
    double sum = (isnan(precision) ? 0 : precision) + (isnan(found) ? 0 : found);

    return (layer_figure){.layer = layer,
                          .figure = name,
                          .value = gold > 0 ? (sum > 0 ? 2 * precision * found / sum : 0) : (double)NAN,
                          .precision = precision,
                          .recall = found,
                          .n = gold};
}

/* Macro-F1 of the labels that the annotators gave; F_avg, of the two stances, where they gave both
 * (metrics.h). */
static layer_figure answer_figure(const double seen[COMPARE_LABELS][COMPARE_LABELS + 1], const char *layer,
                                  uint32_t but)
{
    layer_figure f = {.layer = layer, .figure = "macro-F1", .precision = NAN, .recall = NAN, .value = NAN};
    double sum = 0, labels = 0;

    for (uint32_t k = 0; k < COMPARE_LABELS; k++) {
        double gold = 0, read = 0;

        for (uint32_t j = 0; j <= COMPARE_LABELS; j++)
            gold += seen[k][j];
        for (uint32_t j = 0; j < COMPARE_LABELS; j++)
            read += seen[j][k];
        if (k == but || gold == 0)
            continue;
        f.n += gold;
        labels += 1;
        sum += 2 * seen[k][k] / (gold + read);
    }
    if (labels > (but < COMPARE_LABELS))
        f.value = sum / labels;
    return f;
}

static void figures(const compared *c, layer_figure *f)
{
    static const char *const of_spans[] = {"sentences", "cues", "sources", "quotes"};
    static const char *const of_answers[] = {"content", "voice", "cell", "stance", "genre"};
    static const char *const of_shares[N_SHARES] = {"speakers", "names", "targets", "holders"};
    const double *shares[N_SHARES] = {c->speakers, c->names, c->targets, c->holders};
    unsigned n = 0;

    for (unsigned i = 0; i < N_SPAN_LAYERS; i++) {
        const span_counts *s = &c->spans[i];

        f[n++] = f1_figure(of_spans[i], "F1 exact", s->read_exact, s->read, s->gold_exact, s->gold);
        f[n++] = f1_figure(of_spans[i], "F1 overlap", s->read_overlap, s->read, s->gold_overlap, s->gold);
    }
    for (unsigned i = 0; i < N_ANSWER_LAYERS; i++) {
        f[n] = answer_figure(c->answers[i], of_answers[i], i == ANSWER_STANCE ? STANCE_NONE : COMPARE_LABELS);
        if (i == ANSWER_STANCE)
            f[n].figure = "F_avg";
        n++;
    }
    f[n++] = f1_figure("stances", "F1", c->stances.read_right, c->stances.read, c->stances.gold_right,
                       c->stances.gold);
    for (unsigned i = 0; i < N_SHARES; i++)
        f[n + i] = (layer_figure){.layer = of_shares[i],
                                  .figure = "accuracy",
                                  .precision = NAN,
                                  .recall = NAN,
                                  .value = ratio(shares[i][0], shares[i][1]),
                                  .n = shares[i][1]};
}

_Static_assert(sizeof(compared) % sizeof(double) == 0, "counts, all of them doubles");

static void add(compared *to, const compared *one)
{
    double *sum = (double *)to;
    const double *x = (const double *)one;

    for (size_t i = 0; i < sizeof *to / sizeof *sum; i++)
        sum[i] += x[i];
}

/* Percentiles of R resamples of whole articles; a resample that lacks a layer is passed over. */
static bool bootstrap(const eval *v, size_t R, uint64_t seed, layer_figure *f, err *e)
{
    double *value = malloc(R * N_LAYER_FIGURES * sizeof *value);
    random_state random = random_seed(seed);

    if (!value)
        return err_memory(e);
    for (size_t r = 0; r < R; r++) {
        layer_figure one[N_LAYER_FIGURES];
        compared sum = {0};

        for (size_t i = 0; i < v->n; i++)
            add(&sum, &v->each[random_below(&random, v->n)]);
        figures(&sum, one);
        for (unsigned k = 0; k < N_LAYER_FIGURES; k++)
            value[k * R + r] = one[k].value;
    }
    for (unsigned k = 0; k < N_LAYER_FIGURES; k++)
        interval_of(value + k * R, R, 0.95, &f[k].low, &f[k].high);
    free(value);
    return true;
}

/* ---- figures for people and programs ---- */

static void put_text(const layer_figure *f, size_t n_articles, buf *out)
{
    const char *layer = "";

    buf_printf(out, "%zu annotated articles\n\n%-24s%8s   95 %% interval     precision  recall       n\n",
               n_articles, "", "value");
    for (unsigned i = 0; i < N_LAYER_FIGURES; i++) {
        if (isnan(f[i].value) || f[i].n == 0)
            continue;
        buf_printf(out, "%-11s %-12s%8.4f   ", strcmp(layer, f[i].layer) ? f[i].layer : "", f[i].figure,
                   f[i].value);
        if (isnan(f[i].low)) /* no resample had the layer */
            buf_printf(out, "%-16s", "none");
        else
            buf_printf(out, "%.4f to %.4f", f[i].low, f[i].high);
        if (!isnan(f[i].precision))
            buf_printf(out, "      %.4f  %.4f", f[i].precision, f[i].recall);
        else
            buf_printf(out, "%20s", "");
        buf_printf(out, "%8.0f\n", f[i].n);
        layer = f[i].layer;
    }
    if (n_articles < INTERVAL_FEW_GROUPS) {
        char remark[160];

        interval_remark((uint32_t)n_articles, (double)n_articles, "article", remark, sizeof remark);
        buf_printf(out, "\nnote: %s\n", remark);
    }
}

static void put_json(const layer_figure *f, size_t n_articles, buf *out)
{
    bool first = true;

    buf_printf(out, "{\"articles\":%zu,\"few_articles\":%s,\"figures\":[", n_articles,
               n_articles < INTERVAL_FEW_GROUPS ? "true" : "false");
    for (unsigned i = 0; i < N_LAYER_FIGURES; i++) {
        if (isnan(f[i].value) || f[i].n == 0)
            continue;
        buf_printf(out, "%s{\"layer\":\"%s\",\"figure\":\"%s\",\"value\":", first ? "" : ",", f[i].layer,
                   f[i].figure);
        buf_fixed(out, f[i].value, 6);
        buf_z(out, ",\"low\":");
        buf_fixed(out, f[i].low, 6);
        buf_z(out, ",\"high\":");
        buf_fixed(out, f[i].high, 6);
        if (!isnan(f[i].precision)) {
            buf_z(out, ",\"precision\":");
            buf_fixed(out, f[i].precision, 6);
            buf_z(out, ",\"recall\":");
            buf_fixed(out, f[i].recall, 6);
        }
        buf_printf(out, ",\"n\":%.0f}", f[i].n);
        first = false;
    }
    buf_z(out, "]}\n");
}

static bool report(const eval *v, const parsed *p, buf *out, err *e)
{
    layer_figure f[N_LAYER_FIGURES];
    compared sum = {0};

    if (v->n == 0)
        return err_set(e, ERR_INPUT, "no annotated articles to measure on (%llu rejected)",
                       (unsigned long long)v->rejects.n);
    for (size_t i = 0; i < v->n; i++)
        add(&sum, &v->each[i]);
    figures(&sum, f);
    if (!bootstrap(v, (size_t)opt_int(p, "resamples"), (uint64_t)opt_int(p, "seed"), f, e))
        return false;
    (strcmp(opt_string(p, "to"), "json") == 0 ? put_json : put_text)(f, v->n, out);
    return !out->failed || err_memory(e);
}

/* ---- the road ---- */

/* What is said of labelled records says nothing of articles. */
static bool means_something(const parsed *p, err *e)
{
    static const char *const others[] = {"threshold", "label-field", "weight-field", "group-field",
                                         "tag-field", "report",      "curve",        "prior"};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (opt_given(p, others[i]))
            return err_set(e, ERR_USAGE, "eval: --%s means nothing with --articles", others[i]);
    return true;
}

static bool run(const parsed *p, eval *v, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    models ms = {0};
    buf out = {0};
    bool ok = means_something(p, e) && job_inputs(p, p->arena, &in, &n_in, e) &&
              job_outputs(p, in, n_in, e) && models_open(p, 0, p->arena, &ms, e) &&
              article_workers_open(&ms, job_threads(p), &v->workers, e) && rejects_open(p, &v->rejects, e);

    how.keep = true;
    how.not_utf8 = &v->rejects.coding;
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = v->workers.n,
                   .to = v,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        article_workers_warn(&v->workers, &ms, opt_given(p, "model"));
        progress_begin(&v->progress, "eval");
        ok = batch_run(&b, e);
        progress_end(&v->progress);
    }
    ok = ok && report(v, p, &out, e) && rejects_commit(&v->rejects, e) &&
         save_file(opt_string(p, "output"), buf_view(&out), e);
    if (!ok)
        rejects_abandon(&v->rejects, e);
    else
        rejects_report(&v->rejects, v->n + v->rejects.n, "measured", false);
    *rejected = v->rejects.n;
    article_workers_close(&v->workers);
    free(v->each);
    models_close(&ms);
    buf_free(&out);
    return ok;
}

/* What threads need is a megabyte: not on a stack, which may have no more. */
bool eval_articles(const parsed *p, uint64_t *rejected, err *e)
{
    eval *v = ARENA_NEW(p->arena, 1, eval);

    if (!v)
        return err_memory(e);
    v->rejects.file.fd = -1;
    return run(p, v, rejected, e);
}
