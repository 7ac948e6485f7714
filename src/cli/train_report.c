/* What train says in the end, line by line; each is said only where it holds. */
#include "cli/train_report.h"

#include <math.h>
#include <stdio.h>

static void print_figure(const crossval *c, figure f, const char *name)
{
    if (!isnan(c->figure[f]))
        (void)fprintf(stderr, "  %-12s %.4f  [%.4f, %.4f]\n", name, c->figure[f], c->band.low[f],
                      c->band.high[f]);
}

static void print_ece(const crossval *c)
{
    if (!isnan(c->figure[FIGURE_ECE]))
        (void)fprintf(stderr, "  %-12s %.4f  (%.4f by chance)\n", "ECE", c->figure[FIGURE_ECE],
                      c->figure[FIGURE_ECE_CHANCE]);
}

static void print_few(const intervals *band)
{
    char remark[160];

    if (!band->few_groups)
        return;
    interval_remark(band->n_groups, band->effective, interval_drawn(band), remark, sizeof remark);
    (void)fprintf(stderr, "slant: %s\n", remark);
}

static void print_unsure(const abstain *a, double target, bool searched)
{
    if (a->threshold > 0)
        (void)fprintf(stderr, "slant: unsure below %.2f: %.1f %% answered, of which %.1f %% are right; ",
                      a->threshold, 100 * a->coverage, 100 * a->precision);
    else
        (void)fprintf(stderr, "slant: all answered, of which %.1f %% are right; ", 100 * a->precision);
    (void)fprintf(stderr, "at least %.1f %%, with 95 %% confidence (asked for: %g %%)%s\n", 100 * a->sure,
                  100 * target, searched ? "; the best of the search, by the same records: it flatters" : "");
}

static void print_learning(const learning_curve *c)
{
    (void)fprintf(stderr, "slant: learning curve: records learnt from, macro-F1, gain, 95 %% intervals:\n");
    for (size_t i = 0; i < c->n; i++) {
        const learning_point *p = &c->point[i];

        (void)fprintf(stderr, "  %-12.0f %.4f  [%.4f, %.4f]", round(p->learnt_from), p->is[0].value,
                      p->is[0].low, p->is[0].high);
        if (i)
            (void)fprintf(stderr, "  %+.4f  [%+.4f, %+.4f]", p->gain[0].value, p->gain[0].low,
                          p->gain[0].high);
        (void)fprintf(stderr, "\n");
    }
    if (c->n == 1)
        (void)fprintf(stderr,
                      "  one point only: the folds hold too few records or groups to leave some out\n");
}

void train_report(const rejects *r, const dataset *d, const train_options *o, const trained *t,
                  const char *path)
{
    char shown[400];
    char words[160];
    buf label = {0};

    rejects_report(r, d->N + r->n, "used", false);
    (void)fprintf(stderr, "slant: %u labels, %u feature%s: %s\n", d->K, t->n_features,
                  t->n_features == 1 ? "" : "s", train_words(&t->setting, words, sizeof words));
    if (t->n_restless)
        (void)fprintf(
            stderr,
            "slant: %u of %u lanes were stopped after %d rounds and are approximate: a smaller --C or "
            "a larger --eps comes to rest\n",
            t->n_restless, fit_lanes(d, o->multi_label), LINEAR_ROUNDS_MAX);
    if (t->search.stopped)
        (void)fprintf(stderr, "slant: the search was stopped by --time-limit after %u candidates\n",
                      t->search.n_tried);
    card_show(d->label[t->fewest], &label);
    if (o->n_folds && t->fewest_rows < o->n_folds)
        (void)fprintf(stderr, "slant: label '%.*s' has %llu record%s for %u folds: its figures say little\n",
                      (int)label.n, label.p ? label.p : "", (unsigned long long)t->fewest_rows,
                      t->fewest_rows == 1 ? "" : "s", o->n_folds);
    buf_free(&label);
    for (uint32_t k = 0; k < d->K; k++)
        if (str_eq(d->label[k], STR("unsure")))
            (void)fprintf(stderr,
                          "slant: the label 'unsure' is also what classify says where it cannot tell: "
                          "another name would keep the two apart\n");
    if (d->vocab.n_collisions)
        (void)fprintf(stderr, "slant: n-grams were met %llu times that share another one's hash: left out\n",
                      (unsigned long long)d->vocab.n_collisions);
    if (t->crossval.maps.n_flat)
        (void)fprintf(stderr, "slant: in %u of %u lanes the margins say nothing of the label\n",
                      t->crossval.maps.n_flat, fit_lanes(d, o->multi_label));
    if (o->n_folds) {
        (void)fprintf(stderr, "slant: %u-fold cross-validation%s%s, 95 %% intervals:\n", o->n_folds,
                      d->n_groups ? " by group" : "",
                      o->search ? " (the best of the search: it flatters)" : "");
        print_figure(&t->crossval, FIGURE_ACCURACY, "accuracy");
        print_figure(&t->crossval, FIGURE_MACRO_F1, "macro-F1");
        if (o->multi_label)
            print_figure(&t->crossval, FIGURE_MICRO_F1, "micro-F1");
        else
            print_ece(&t->crossval);
        print_few(&t->crossval.band);
    }
    if (o->learning_curve)
        print_learning(&t->learning);
    if (o->target > 0)
        print_unsure(&t->crossval.abstain, o->target, o->search);
    (void)fprintf(stderr, "slant: %s: %.1f KiB\n", err_name(path, shown, sizeof shown),
                  (double)t->model.n / 1024);
}
