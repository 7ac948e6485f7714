/* Rows of truth and answer in, figures out, in two steps: every row is added to a tally, and every figure is
 * read off the tally. Nothing looks at a row twice, and the bootstrap, which adds rows several times or not
 * at all, goes through the same two functions. The definitions stand in the header. Not here: intervals,
 * text. */
#include "measure/metrics.h"

#include <assert.h>
#include <stdlib.h>

#include "base/order.h"

static const char *const names[N_FIGURES] = {
    [FIGURE_ACCURACY] = "accuracy",
    [FIGURE_ANSWERED_ACCURACY] = "answered_accuracy",
    [FIGURE_COVERAGE] = "coverage",
    [FIGURE_SUBSET_ACCURACY] = "subset_accuracy",
    [FIGURE_HAMMING_LOSS] = "hamming_loss",
    [FIGURE_MACRO_PRECISION] = "macro_precision",
    [FIGURE_MACRO_RECALL] = "macro_recall",
    [FIGURE_MACRO_F1] = "macro_f1",
    [FIGURE_MICRO_PRECISION] = "micro_precision",
    [FIGURE_MICRO_RECALL] = "micro_recall",
    [FIGURE_MICRO_F1] = "micro_f1",
    [FIGURE_WEIGHTED_PRECISION] = "weighted_precision",
    [FIGURE_WEIGHTED_RECALL] = "weighted_recall",
    [FIGURE_WEIGHTED_F1] = "weighted_f1",
    [FIGURE_F_AVG] = "f_avg",
    [FIGURE_BRIER] = "brier",
    [FIGURE_BRIER_BINARY] = "brier_binary",
    [FIGURE_LOG_LOSS] = "log_loss",
    [FIGURE_ECE] = "ece",
    [FIGURE_ECE_CHANCE] = "ece_chance",
    [FIGURE_MCE] = "mce",
};

const char *metrics_name(figure f)
{
    return names[f];
}

/* --- names and sets --- */

typedef struct numbered {
    str name;
    size_t at; /* its place in the caller's list */
} numbered;

static int by_name(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    int c = str_cmp(x->name, y->name);

    return c ? c : (x->at > y->at) - (x->at < y->at);
}

bool metrics_names(const str *known, uint32_t K, const str *name, size_t n, arena *a, str **label,
                   uint32_t *T, uint32_t *index, err *e)
{
    arena scratch = {0};
    numbered *sorted = ARENA_NEW(&scratch, n, numbered);
    size_t n_unknown = 0, k = 0;
    bool ok = false;

    if (!sorted) {
        err_memory(e);
        goto done;
    }
    /* Sorting, not hashing: no choice of names makes it slow, and the unknown ones come out in order. */
    for (size_t i = 0; i < n; i++)
        sorted[i] = (numbered){name[i], i};
    if (n)
        qsort(sorted, n, sizeof *sorted, by_name);

    /* Names and known labels are walked side by side, as in a merge. */
    for (size_t i = 0; i < n; i++) {
        bool repeats = i > 0 && str_eq(sorted[i].name, sorted[i - 1].name);

        while (k < K && str_cmp(known[k], sorted[i].name) < 0)
            k++;
        if (k < K && str_eq(known[k], sorted[i].name)) {
            index[sorted[i].at] = (uint32_t)k;
            continue;
        }
        if (!repeats && ++n_unknown >= UINT32_MAX - K) {
            err_set(e, ERR_INPUT, "more than %u names", UINT32_MAX - K - 1);
            goto done;
        }
        index[sorted[i].at] = (uint32_t)(K + n_unknown - 1);
    }

    *label = ARENA_NEW(a, K + n_unknown, str);
    if (!*label) {
        err_memory(e);
        goto done;
    }
    for (uint32_t i = 0; i < K; i++)
        (*label)[i] = known[i];
    for (size_t i = 0; i < n; i++)
        if (index[i] >= K)
            (*label)[index[i]] = name[i];
    *T = (uint32_t)(K + n_unknown);
    ok = true;
done:
    arena_free(&scratch);
    return ok;
}

uint32_t metrics_set(uint32_t *index, uint32_t n)
{
    uint32_t kept = 0;

    if (n)
        qsort(index, n, sizeof *index, order_u32);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || index[i] != index[i - 1])
            index[kept++] = index[i];
    return kept;
}

/* --- one row --- */

certainty metrics_certainty(const double *p, uint32_t K, uint32_t truth, uint32_t given)
{
    double p_true = truth < K ? p[truth] : 0;
    certainty c = {.brier = truth < K ? 0 : 1};

    for (uint32_t k = 0; k < K; k++) {
        double miss = p[k] - (k == truth);

        c.brier += miss * miss;
    }
    if (!isfinite(c.brier))
        return (certainty){.confidence = (double)NAN};
    c.confidence = p[given];
    c.log_loss = p_true < 1e-15 ? -log(1e-15) : p_true > 1 ? 0 : -log(p_true);
    return c;
}

amount metrics_amount(const answers *in, size_t row)
{
    double w = metrics_weight(in, row);
    const certainty *c = in->certainty ? &in->certainty[row] : NULL;

    if (!c || isnan(c->confidence))
        return (amount){.weight = w};
    return (amount){w, w * c->confidence, w * c->brier, w * c->log_loss};
}

/* --- the tally --- */

double metrics_spread(const double *weight, size_t n)
{
    double sum = 0, squares = 0;

    for (size_t i = 0; weight && i < n; i++) {
        sum += weight[i];
        squares += weight[i] * weight[i];
    }
    return sum > 0 ? squares / sum : 1;
}

bool metrics_tally(const answers *in, arena *a, tally *out, err *e)
{
    *out = (tally){.K = in->K,
                   .T = in->T,
                   .favor = UINT32_MAX,
                   .against = UINT32_MAX,
                   .multi_label = in->multi_label,
                   .spread = metrics_spread(in->weight, in->N),
                   .truth = ARENA_NEW(a, in->T, double),
                   .given = ARENA_NEW(a, in->T, double),
                   .right = ARENA_NEW(a, in->T, double)};
    if (!out->truth || !out->given || !out->right)
        return err_memory(e);
    /* Backwards, so that the first of "FAVOR" and "favor" is taken, the model's before an unknown one. */
    for (uint32_t t = in->T; t-- > 0;) {
        if (str_same(in->label[t], STR("FAVOR")))
            out->favor = t;
        if (str_same(in->label[t], STR("AGAINST")))
            out->against = t;
    }
    return true;
}

void metrics_clear(tally *t)
{
    tally empty = {.K = t->K,
                   .T = t->T,
                   .favor = t->favor,
                   .against = t->against,
                   .multi_label = t->multi_label,
                   .spread = t->spread,
                   .truth = t->truth,
                   .given = t->given,
                   .right = t->right};

    memset(t->truth, 0, t->T * sizeof *t->truth);
    memset(t->given, 0, t->T * sizeof *t->given);
    memset(t->right, 0, t->T * sizeof *t->right);
    *t = empty;
}

void metrics_add(tally *t, const answers *in, size_t row, const amount *by)
{
    label_set truth = metrics_truth(in, row), given = metrics_given(in, row);
    int bin = metrics_bin(in, row);
    size_t both = 0, i = 0, j = 0;

    for (size_t k = 0; k < truth.n; k++)
        t->truth[truth.p[k]] += by->weight;
    for (size_t k = 0; k < given.n; k++)
        t->given[given.p[k]] += by->weight;

    /* Both sets are sorted: what they share is found in one walk. */
    while (i < truth.n && j < given.n) {
        if (truth.p[i] == given.p[j]) {
            t->right[truth.p[i]] += by->weight;
            both++, i++, j++;
        } else if (truth.p[i] < given.p[j]) {
            i++;
        } else {
            j++;
        }
    }
    t->all += by->weight;
    t->answered += given.n ? by->weight : 0;
    t->exact += both == truth.n && both == given.n ? by->weight : 0;
    t->differs += by->weight * (double)(truth.n + given.n - 2 * both);

    if (bin >= 0) {
        t->all_certain += by->weight;
        t->brier += by->brier;
        t->log_loss += by->log_loss;
        t->bin_weight[bin] += by->weight;
        t->bin_confidence[bin] += by->confidence;
        t->bin_right[bin] += in->truth[row] == in->given[row] ? by->weight : 0;
    }
}

/* --- figures --- */

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static label_figures label_read(const tally *t, uint32_t k)
{
    label_figures l = {.support = t->truth[k], .given = t->given[k], .right = t->right[k]};

    l.precision = ratio(l.right, l.given);
    l.recall = ratio(l.right, l.support);
    l.f1 = ratio(2 * l.right, l.given + l.support);
    l.flags = (l.given > 0 ? 0u : LABEL_NO_PRECISION) | (l.support > 0 ? 0u : LABEL_NO_RECALL);
    /* An unknown label is in the data, or it would have no number; a resample that has missed it knows its F1
     * all the same. Leaving it out there would lift the macro interval above the figure. */
    if (k >= t->K)
        l.flags |= LABEL_UNKNOWN;
    else if (!(l.given + l.support > 0))
        l.flags |= LABEL_ABSENT;
    return l;
}

void metrics_figures(const tally *t, double out[N_FIGURES])
{
    label_figures macro = {0}, weighted = {0}, sum = {0};
    double n_macro = 0, ece = 0, chance = 0, mce = 0;

    for (unsigned f = 0; f < N_FIGURES; f++)
        out[f] = (double)NAN;
    if (!(t->all > 0))
        return;

    for (uint32_t k = 0; k < t->T; k++) {
        label_figures l = label_read(t, k);

        if (l.flags & LABEL_ABSENT)
            continue;
        n_macro++;
        macro.precision += l.precision;
        macro.recall += l.recall;
        macro.f1 += l.f1;
        weighted.precision += l.support * l.precision;
        weighted.recall += l.support * l.recall;
        weighted.f1 += l.support * l.f1;
        sum.support += l.support;
        sum.given += l.given;
        sum.right += l.right;
    }
    out[FIGURE_MACRO_PRECISION] = ratio(macro.precision, n_macro);
    out[FIGURE_MACRO_RECALL] = ratio(macro.recall, n_macro);
    out[FIGURE_MACRO_F1] = ratio(macro.f1, n_macro);
    out[FIGURE_MICRO_PRECISION] = ratio(sum.right, sum.given);
    out[FIGURE_MICRO_RECALL] = ratio(sum.right, sum.support);
    out[FIGURE_MICRO_F1] = ratio(2 * sum.right, sum.given + sum.support);
    out[FIGURE_WEIGHTED_PRECISION] = ratio(weighted.precision, sum.support);
    out[FIGURE_WEIGHTED_RECALL] = ratio(weighted.recall, sum.support);
    out[FIGURE_WEIGHTED_F1] = ratio(weighted.f1, sum.support);

    out[FIGURE_COVERAGE] = t->answered / t->all;
    if (t->multi_label) {
        out[FIGURE_SUBSET_ACCURACY] = t->exact / t->all;
        out[FIGURE_HAMMING_LOSS] = ratio(t->differs, t->all * t->T);
    } else {
        out[FIGURE_ACCURACY] = t->exact / t->all;
        out[FIGURE_ANSWERED_ACCURACY] = ratio(t->exact, t->answered);
    }
    if (t->favor != UINT32_MAX && t->against != UINT32_MAX)
        out[FIGURE_F_AVG] = (label_read(t, t->favor).f1 + label_read(t, t->against).f1) / 2;

    if (t->all_certain > 0) {
        for (unsigned b = 0; b < METRICS_BINS; b++) {
            double gap = fabs(t->bin_right[b] - t->bin_confidence[b]);

            ece += gap;
            chance += metrics_bin_chance(t->bin_weight[b], t->bin_confidence[b], t->spread);
            mce = fmax(mce, ratio(gap, t->bin_weight[b]));
        }
        out[FIGURE_BRIER] = t->brier / t->all_certain;
        out[FIGURE_LOG_LOSS] = t->log_loss / t->all_certain;
        out[FIGURE_ECE] = ece / t->all_certain;
        out[FIGURE_ECE_CHANCE] = chance / t->all_certain;
        out[FIGURE_MCE] = mce;
        if (t->K == 2)
            out[FIGURE_BRIER_BINARY] = out[FIGURE_BRIER] / 2;
    }
}

/* --- all of it --- */

bool metrics_check(const answers *in, err *e)
{
    double all = 0;

    assert(in->K <= in->T && (!in->multi_label || (!in->unsure && !in->certainty)));
    if (in->N == 0)
        return err_set(e, ERR_INPUT, "no labelled records to measure");
    if (in->N > UINT32_MAX)
        return err_set(e, ERR_INPUT, "more than %u records to measure", UINT32_MAX);
    for (size_t i = 0; in->weight && i < in->N; i++) {
        if (!(in->weight[i] >= 0 && in->weight[i] <= METRICS_WEIGHT_MAX))
            return err_set(e, ERR_INPUT, "the weight of labelled record %zu is %g, not 0 to 1e12", i + 1,
                           in->weight[i]);
        all += in->weight[i];
    }
    if (in->weight && !(all > 0))
        return err_set(e, ERR_INPUT, "every record has a weight of 0: there is nothing to measure");
    return true;
}

static int by_cell(const void *a, const void *b)
{
    const confusion *x = a, *y = b;

    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    if (x->given != y->given)
        return x->given < y->given ? -1 : 1;
    return (x->rows > y->rows) - (x->rows < y->rows); /* still the row's number: keeps sums in order */
}

/* The confusion table without its empty fields: with 10,000 labels a full one would not fit. */
static bool cells_count(const answers *in, arena *a, metrics *out, err *e)
{
    arena scratch = {0};
    confusion *all = ARENA_NEW(&scratch, in->N, confusion);
    size_t n = 0;

    if (!all)
        return err_memory(e);
    for (size_t i = 0; i < in->N; i++) {
        bool unsure = in->unsure && in->unsure[i];

        all[i] = (confusion){in->truth[i], unsure ? in->K : in->given[i], i, metrics_weight(in, i)};
    }
    qsort(all, in->N, sizeof *all, by_cell);
    for (size_t i = 0; i < in->N; i++) {
        if (n && all[n - 1].truth == all[i].truth && all[n - 1].given == all[i].given) {
            all[n - 1].rows++;
            all[n - 1].weight += all[i].weight;
        } else {
            all[n] = all[i];
            all[n++].rows = 1;
        }
    }
    out->cell = ARENA_NEW(a, n, confusion);
    if (out->cell) {
        memcpy(out->cell, all, n * sizeof *all);
        out->n_cells = n;
    }
    arena_free(&scratch);
    return out->cell || err_memory(e);
}

static void bins_read(const tally *t, metrics *out)
{
    for (unsigned b = 0; b < METRICS_BINS; b++) {
        double weight = t->bin_weight[b];

        out->bin[b].weight = weight;
        out->bin[b].confidence = weight > 0 ? t->bin_confidence[b] / weight : (double)NAN;
        out->bin[b].accuracy = weight > 0 ? t->bin_right[b] / weight : (double)NAN;
    }
}

bool metrics_compute(const answers *in, arena *a, metrics *out, err *e)
{
    tally t;

    *out = (metrics){0};
    if (!metrics_check(in, e) || !metrics_tally(in, a, &t, e))
        return false;

    for (size_t i = 0; i < in->N; i++) {
        amount by = metrics_amount(in, i);
        label_set truth = metrics_truth(in, i);
        int bin = metrics_bin(in, i);

        metrics_add(&t, in, i, &by);
        out->n_unsure += metrics_given(in, i).n == 0;
        out->n_certain += bin >= 0;
        if (bin >= 0)
            out->bin[bin].rows++;
        out->n_unknown += truth.n && truth.p[truth.n - 1] >= in->K; /* sets are sorted, unknown ones last */
    }
    metrics_figures(&t, out->figure);
    bins_read(&t, out);

    out->label = ARENA_NEW(a, in->T, label_figures);
    if (!out->label)
        return err_memory(e);
    for (uint32_t k = 0; k < in->T; k++) {
        out->label[k] = label_read(&t, k);
        out->n_averaged += !(out->label[k].flags & LABEL_ABSENT);
    }
    return in->multi_label || cells_count(in, a, out, e);
}

size_t metrics_worst(const metrics *m, const confusion **worst, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n_cells; i++) {
        const confusion *c = &m->cell[i];
        size_t at = n;

        if (c->truth == c->given)
            continue;
        /* Insertion keeps the earlier of equals first: the order is the table's. */
        while (at > 0 && worst[at - 1]->weight < c->weight)
            at--;
        if (at == most)
            continue;
        n += n < most;
        for (size_t k = n - 1; k > at; k--)
            worst[k] = worst[k - 1];
        worst[at] = c;
    }
    return n;
}
