/* The road from a dataset to a model file: see whether it can teach, choose and measure by cross-validation,
 * fit on all rows, fold into a model, write its card and its bytes. Each step is another file's; here is
 * their order, and what is said of data that cannot be learnt from. */
#include "learn/train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn/assemble.h"
#include "learn/export.h"
#include "learn/folds.h"

static const double SAME_SHARE = 0.5e-6; /* as far as a card's six decimals tell */

/* Rows of each label, [K], and the rarest of them. A row of weight 0 teaches nothing and is not counted. */
static bool count_labels(const dataset *d, const train_options *o, uint64_t *n_rows, trained *out, err *e)
{
    out->fewest_rows = UINT64_MAX;
    for (uint32_t i = 0; i < d->N; i++)
        for (size_t at = d->label_begin[i]; at < d->label_begin[i + 1]; at++)
            n_rows[d->label_of[at]] += d->weight[i] > 0;
    for (uint32_t k = 0; k < d->K; k++)
        if (n_rows[k] < out->fewest_rows) {
            out->fewest = k;
            out->fewest_rows = n_rows[k];
        }
    if (d->K == 0)
        return err_set(e, ERR_INPUT, "no record has a label");
    if (d->K == 1 && !o->multi_label)
        return err_set(e, ERR_INPUT, "all records (%u) have the label '%.*s': two labels at least are needed",
                       d->N, (int)(d->label[0].n < 80 ? d->label[0].n : 80), d->label[0].p);
    if (out->fewest_rows < 2 && !o->multi_label)
        return err_set(e, ERR_INPUT, "label '%.*s' has %s: two at least are needed, ten or more are better",
                       (int)(d->label[out->fewest].n < 80 ? d->label[out->fewest].n : 80),
                       d->label[out->fewest].p,
                       out->fewest_rows ? "one record" : "no record of a weight above 0");
    return true;
}

static bool deal_folds(const dataset *d, const train_options *o, uint32_t *fold, err *e)
{
    uint32_t *stratum = malloc(((size_t)d->N + 1) * sizeof *stratum);
    bool ok;

    if (!stratum)
        return err_memory(e);
    ok = folds_rarest(d->label_begin, d->label_of, d->N, d->K, stratum, e);
    if (ok && d->n_groups)
        ok = folds_by_group(stratum, d->N, d->K + 1, d->group, d->n_groups, o->n_folds, o->seed, fold, e);
    else if (ok)
        ok = folds_deal(stratum, d->N, d->K + 1, o->n_folds, o->seed, fold, e);
    free(stratum);
    return ok;
}

static bool say_reachable(const abstain *a, const train_options *o, err *e)
{
    return err_set(e, ERR_INPUT,
                   "a precision of %g is out of reach: at least %.3f is sure, answering %.1f %% of "
                   "the records; ask for less, or give more of them",
                   o->target, fmax(a->sure, 0), 100 * a->coverage);
}

/* Folds, then the search if asked, then margins, probabilities and figures of the setting, and of shares. */
static bool cross_validate(const dataset *d, const train_options *o, trained *out, err *e)
{
    uint32_t *fold = malloc(((size_t)d->N + 1) * sizeof *fold);
    crossval_options co = {.multi_label = o->multi_label,
                           .calibrate = o->calibrate,
                           .method = o->method,
                           .target = o->target,
                           .fold = fold,
                           .n_folds = o->n_folds,
                           .threads = o->threads,
                           .resamples = 1000,
                           .seed = o->seed};
    search_options so = {.crossval = co, .limit_s = o->limit_s, .tick = o->on_search, .to = o->to};
    bool ok = fold != NULL || err_memory(e);

    so.crossval.one_map = true;
    so.crossval.target = 0; /* the threshold is of what was chosen */
    ok = ok && deal_folds(d, o, fold, e);
    if (ok && o->search)
        ok = search(d, &so, &out->setting, &out->search, e);
    co.tick = o->on_folds;
    co.to = o->to;
    ok = ok && crossval_run(d, &out->setting, &co, &out->crossval, e) &&
         (!o->learning_curve ||
          learning_run(d, &out->setting, &co, &out->crossval, o->on_learning, o->to, &out->learning, e));
    free(fold);
    return ok &&
           (o->target == 0 || out->crossval.abstain.reached || say_reachable(&out->crossval.abstain, o, e));
}

/* ---- the card ---- */

/* The labels, with their shares where weights make these other than the rows'. label [K], scratch [2 K] */
static void list_labels(const dataset *d, const train_options *o, const trained *t, const uint64_t *n_rows,
                        card_label *label, double *scratch)
{
    double *share = scratch, all = 0;
    bool other = false;

    for (uint32_t k = 0; k < d->K; k++) {
        label[k] = (card_label){.name = d->label[k], .n_rows = n_rows[k]};
        all += (double)n_rows[k];
    }
    if (o->multi_label)
        return;
    maps_shares(d, &t->setting, d->weight, scratch + d->K, share);
    for (uint32_t k = 0; k < d->K; k++)
        other |= fabs(share[k] - (double)n_rows[k] / all) > SAME_SHARE;
    for (uint32_t k = 0; other && k < d->K; k++)
        label[k].share = share[k];
}

static bool is_probability(size_t f)
{
    return f == FIGURE_BRIER || f == FIGURE_BRIER_BINARY || f == FIGURE_LOG_LOSS || f == FIGURE_ECE ||
           f == FIGURE_ECE_CHANCE;
}

static card_figure card_figure_of(const crossval *c, size_t f)
{
    return (card_figure){str_z(metrics_name((figure)f)), c->figure[f], c->band.low[f], c->band.high[f]};
}

/* Those that are not empty; how many. */
static size_t list_bins(const crossval *c, card_bin *out)
{
    size_t n = 0;

    for (size_t b = 0; b < METRICS_BINS; b++)
        if (c->bin[b].weight > 0)
            out[n++] = (card_bin){c->bin[b].rows, c->bin[b].confidence, c->bin[b].accuracy};
    return n;
}

static bool write_card(const dataset *d, const train_options *o, const trained *t, const uint64_t *n_rows,
                       buf *out, err *e)
{
    arena a = {0};
    card c = o->card;
    card_label *label = ARENA_NEW(&a, d->K, card_label);
    card_file *file = ARENA_NEW(&a, d->n_files, card_file);
    double *scratch = ARENA_NEW(&a, 2 * (size_t)d->K, double);
    card_figure figures[N_FIGURES], certainties[N_FIGURES];
    card_bin bin[METRICS_BINS];
    char words[160];
    bool ok = label && file && scratch;

    if (ok)
        list_labels(d, o, t, n_rows, label, scratch);
    for (size_t i = 0; ok && i < d->n_files; i++)
        file[i] = (card_file){str_z(d->file[i].path), d->file[i].bytes, d->file[i].rows, d->file[i].digest};
    for (size_t f = 0; o->n_folds && f < N_FIGURES; f++) {
        /* Nothing is unsure in cross-validation: two figures that say nothing. MCE, which a bin of a few rows
         * may decide, is not for a card, where no bins stand beside it. */
        if (isnan(t->crossval.figure[f]) || f == FIGURE_COVERAGE || f == FIGURE_ANSWERED_ACCURACY ||
            f == FIGURE_MCE)
            continue;
        if (is_probability(f))
            certainties[c.n_calibration++] = card_figure_of(&t->crossval, f);
        else
            figures[c.n_figures++] = card_figure_of(&t->crossval, f);
    }
    c.task = o->task;
    c.label = label;
    c.n_labels = d->K;
    c.n_features = t->n_features;
    c.plan = t->setting.weighing.plan;
    c.overlap = d->overlap;
    c.setting = str_z(train_words(&t->setting, words, sizeof words));
    c.file = file;
    c.n_files = d->n_files;
    c.n_records = d->N;
    c.n_rejected = d->n_rejected;
    c.n_folds = o->n_folds;
    c.seed = o->seed;
    c.figure = figures;
    c.calibration = certainties;
    c.bin = bin;
    c.n_bins = o->n_folds ? list_bins(&t->crossval, bin) : 0;
    c.familiar = t->crossval.familiar;
    c.unsure = (card_unsure){o->target, t->crossval.abstain.threshold, t->crossval.abstain.coverage,
                             t->crossval.abstain.precision, t->crossval.abstain.sure};
    if (o->n_folds && o->calibrate)
        c.calibrated_by = str_z(maps_name(o->method));
    ok = ok ? card_write(&c, out, e) : err_memory(e);
    arena_free(&a);
    return ok;
}

/* The model of each text, one behind the other. */
static bool write_models(const dataset *d, const train_options *o, const fitted *f, const uint64_t *n_rows,
                         trained *out, err *e)
{
    buf text_of_card = {0}, one = {0};
    bool ok = write_card(d, o, out, n_rows, &text_of_card, e);

    for (uint32_t text = 0; ok && text < d->F; text++) {
        assembled a = {0};

        ok = assemble(d, &out->setting, f, text, o->multi_label, o->separator, &a, e);
        if (ok) {
            a.model.task = o->task;
            a.model.calibration = out->crossval.maps.all;
            a.model.familiar = out->crossval.familiar;
            a.model.threshold = out->crossval.abstain.threshold;
            a.model.card = text == 0 ? buf_view(&text_of_card) : STR("{}");
            ok = model_write(&a.model, a.name, a.n_names, &one, e);
        }
        buf_str(&out->model, buf_view(&one));
        assembled_free(&a);
    }
    ok = ok && (!out->model.failed || err_memory(e));
    buf_free(&text_of_card);
    buf_free(&one);
    return ok;
}

/* From all rows, with what cross-validation has chosen. */
static bool fit_model(const dataset *d, const train_options *o, const uint64_t *n_rows, trained *out, err *e)
{
    uint32_t L = fit_lanes(d, o->multi_label);
    uint32_t *all = malloc(((size_t)d->N + 1) * sizeof *all);
    fitted f = {0};
    bool ok = all != NULL || err_memory(e);

    for (uint32_t i = 0; ok && i < d->N; i++)
        all[i] = i;
    ok = ok && fit(d, &out->setting, L, all, d->N, o->threads, &f, e) &&
         (!o->export_libsvm ||
          (vectors_flatten(&f.x, e) && export_libsvm(d, &f.x.x, o->multi_label, &out->libsvm, e)));
    if (ok) {
        out->n_features =
            f.x.n_features + (out->setting.weighing.plan.vector ? out->setting.weighing.vectors->n : 0);
        for (uint32_t l = 0; l < L; l++)
            out->n_restless += f.restless[l];
        ok = out->n_features > 0 ||
             err_set(e, ERR_INPUT, "no features: the texts are empty, or --min-df is too high");
    }
    ok = ok && write_models(d, o, &f, n_rows, out, e);
    fitted_free(&f);
    free(all);
    return ok;
}

bool train_model(const dataset *d, const train_options *o, trained *out, err *e)
{
    uint64_t *n_rows = calloc((size_t)d->K + 1, sizeof *n_rows);
    bool ok;

    *out = (trained){.setting = o->setting};
    ok = n_rows != NULL || err_memory(e);
    ok = ok && count_labels(d, o, n_rows, out, e) && (o->n_folds == 0 || cross_validate(d, o, out, e)) &&
         fit_model(d, o, n_rows, out, e);
    free(n_rows);
    if (!ok)
        trained_free(out);
    return ok;
}

void trained_free(trained *t)
{
    crossval_free(&t->crossval);
    buf_free(&t->model);
    buf_free(&t->libsvm);
}

char *train_words(const setting *s, char *out, size_t cap)
{
    static const char *const kernel_name[] = {
        [KERNEL_NONE] = "linear", [KERNEL_POLY] = "poly", [KERNEL_RBF] = "rbf", [KERNEL_SIGMOID] = "sigmoid"};
    const plan *p = &s->weighing.plan;
    buf b = {0};

    if (p->word_max)
        buf_printf(&b, "word %d-%d, ", p->word_min, p->word_max);
    if (p->edges)
        buf_z(&b, "edges, ");
    if (p->char_max)
        buf_printf(&b, "char %d-%d, ", p->char_min, p->char_max);
    if (p->shape)
        buf_z(&b, "shape, ");
    if (p->vector)
        buf_z(&b, "vectors, ");
    if (s->weighing.ratio > 0) {
        buf_z(&b, "ratio");
        if (s->weighing.ratio < 1)
            buf_printf(&b, "^%g", s->weighing.ratio);
        buf_z(&b, ", ");
    }
    if (s->balanced)
        buf_z(&b, "balanced, ");
    if (s->libsvm)
        buf_printf(&b, "%s kernel, ", kernel_name[s->kernel.kind]);
    buf_printf(&b, "min-df %u, ", s->weighing.min_df);
    if (s->libsvm && s->kernel.nu_svc)
        buf_printf(&b, "nu %g", s->kernel.nu);
    else
        buf_printf(&b, "C %g", s->libsvm ? s->kernel.C : s->linear.C);
    (void)snprintf(out, cap, "%.*s", (int)b.n, b.p ? b.p : "");
    buf_free(&b);
    return out;
}
