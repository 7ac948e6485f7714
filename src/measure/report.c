/* Figures to tables and to JSON. */
#include "measure/report.h"

#include "measure/aligned.h"

enum {
    NAME_WIDTH = 32,  /* of a label at a line's beginning                      */
    PATH_WIDTH = 60,  /* of a model's name                                     */
    HEAD_WIDTH = 12,  /* of a label above a column                             */
    LINE_WIDTH = 100, /* a wider confusion table has numbers above its columns */
    MATRIX_LABELS = 20,
    WORST = 20, /* confusions listed where the table would be too large  */
    UNKNOWN_LISTED = 20,
};

_Static_assert(MATRIX_LABELS + 2 <= ALIGNED_COLUMNS_MAX, "the largest confusion table fits");

/* With its sign, but for what is written as 0. */
static void put_signed(buf *b, double v)
{
    if (v >= 0.00005)
        buf_char(b, '+');
    buf_fixed(b, fabs(v) < 0.00005 ? 0 : v, 4);
}

static void cell_signed(aligned *t, double v)
{
    put_signed(&t->text, v);
    aligned_end_cell(t);
}

/* --- notes --- */

static size_t count_flag(const report *r, unsigned flag, unsigned unless)
{
    size_t n = 0;

    for (uint32_t k = 0; k < r->in->T; k++)
        n += (r->m->label[k].flags & flag) && !(r->m->label[k].flags & unless);
    return n;
}

static const char *s(size_t n)
{
    return n == 1 ? "" : "s";
}

void report_note(const report *r, report_notes which, buf *b)
{
    size_t n, n_unknown = r->in->T - r->in->K;

    switch (which) {
    case NOTE_UNKNOWN:
        if ((n = r->m->n_unknown))
            buf_printf(b,
                       "%zu record%s with %zu label%s that the model does not have: never right, and part of "
                       "the averages",
                       n, s(n), n_unknown, s(n_unknown));
        break;
    case NOTE_UNSURE:
        if ((n = r->m->n_unsure))
            buf_printf(b,
                       r->in->multi_label ? "%zu record%s got no label"
                                          : "%zu record%s unsure: counted as missed",
                       n, s(n));
        break;
    case NOTE_ABSENT:
        if ((n = count_flag(r, LABEL_ABSENT, 0)))
            buf_printf(b, "%zu label%s neither true nor given here: left out of the macro averages", n, s(n));
        break;
    case NOTE_UNDEFINED:
        if ((n = count_flag(r, LABEL_NO_PRECISION | LABEL_NO_RECALL, LABEL_ABSENT | LABEL_UNKNOWN)))
            buf_printf(b, "%zu label%s never given or never true: precision or recall is 0/0, counted as 0",
                       n, s(n));
        break;
    case NOTE_CERTAIN:
        if ((n = r->m->n_certain) && n < r->in->N)
            buf_printf(
                b,
                "Brier score, log loss and calibration errors are over the %zu record%s with probabilities",
                n, s(n));
        break;
    case NOTE_FEW_GROUPS:
        if (r->band && r->band->few_groups) {
            char remark[160];

            interval_remark(r->band->n_groups, r->band->effective, interval_drawn(r->band), remark,
                            sizeof remark);
            buf_z(b, remark);
        }
        break;
    case NOTE_WEIGHTS:
        if (r->in->weight)
            buf_z(b, "records are weighted: support and counts are sums of weights");
        break;
    case NOTE_MCNEMAR:
        if (r->compared && r->compared->grouped)
            buf_z(b,
                  "McNemar's test takes records for independent, which those of a group are not: rely on the "
                  "interval and p above");
        break;
    case N_NOTES:
        break;
    }
}

/* --- text --- */

static const char *const words[N_FIGURES] = {
    [FIGURE_ACCURACY] = "accuracy",
    [FIGURE_ANSWERED_ACCURACY] = "accuracy where answered",
    [FIGURE_COVERAGE] = "coverage (share answered)",
    [FIGURE_SUBSET_ACCURACY] = "subset accuracy",
    [FIGURE_HAMMING_LOSS] = "Hamming loss",
    [FIGURE_MACRO_PRECISION] = "macro precision",
    [FIGURE_MACRO_RECALL] = "macro recall",
    [FIGURE_MACRO_F1] = "macro F1",
    [FIGURE_MICRO_PRECISION] = "micro precision",
    [FIGURE_MICRO_RECALL] = "micro recall",
    [FIGURE_MICRO_F1] = "micro F1",
    [FIGURE_WEIGHTED_PRECISION] = "weighted precision",
    [FIGURE_WEIGHTED_RECALL] = "weighted recall",
    [FIGURE_WEIGHTED_F1] = "weighted F1",
    [FIGURE_F_AVG] = "F avg (FAVOR, AGAINST)",
    [FIGURE_BRIER] = "Brier score (0 to 2)",
    [FIGURE_BRIER_BINARY] = "Brier score, binary (0 to 1)",
    [FIGURE_LOG_LOSS] = "log loss",
    [FIGURE_ECE] = "expected calibration error",
    [FIGURE_ECE_CHANCE] = "  by chance alone",
    [FIGURE_MCE] = "maximum calibration error",
};

/* An amount of records: whole without weights. */
static void put_amount(buf *b, const report *r, double v, unsigned places)
{
    buf_fixed(b, v, r->in->weight ? places : 0);
}

static void cell_amount(aligned *t, const report *r, double v)
{
    put_amount(&t->text, r, v, 2);
    aligned_end_cell(t);
}

const char *report_figure(figure f)
{
    return words[f];
}

/* Who answers everything needs no line to say so. */
static bool is_spare(const report *r, figure f)
{
    return (f == FIGURE_COVERAGE || f == FIGURE_ANSWERED_ACCURACY) && r->m->n_unsure == 0;
}

bool report_shows(const report *r, figure f)
{
    return !isnan(r->m->figure[f]) && (!is_spare(r, f) || (r->first && !is_spare(r->first, f)));
}

static void text_figures(const report *r, buf *out)
{
    aligned t = {.n_columns = 3, .left = 1};

    aligned_cell(&t, "");
    aligned_cell(&t, "value");
    if (r->band)
        buf_printf(&t.text, "%g %% interval", 100 * r->band->level);
    aligned_end_cell(&t);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(r->m->figure[f]) || is_spare(r, f))
            continue;
        aligned_cell(&t, words[f]);
        aligned_fixed(&t, r->m->figure[f], 4);
        if (r->band && !isnan(r->band->low[f])) {
            buf_fixed(&t.text, r->band->low[f], 4);
            buf_z(&t.text, " to ");
            buf_fixed(&t.text, r->band->high[f], 4);
        }
        aligned_end_cell(&t);
    }
    aligned_end(&t, out);
    if (r->band)
        buf_printf(out, "intervals: %u bootstrap resamples of %u %s%s, seed %llu\n", r->band->R,
                   r->band->n_groups, r->band->grouped ? "group" : "record", s(r->band->n_groups),
                   (unsigned long long)r->band->seed);
}

const char *report_remark(unsigned flags)
{
    if (flags & LABEL_UNKNOWN)
        return "not in the model";
    if (flags & LABEL_ABSENT)
        return "neither true nor given";
    if (flags & LABEL_NO_PRECISION)
        return "never given";
    return flags & LABEL_NO_RECALL ? "never true" : "";
}

static void text_labels(const report *r, buf *out)
{
    uint32_t n_unknown = r->in->T - r->in->K;
    uint32_t n = r->in->K + (n_unknown < UNKNOWN_LISTED ? n_unknown : UNKNOWN_LISTED);
    aligned t = {.n_columns = 8, .left = 1u | 1u << 7};

    static const char *const heads[] = {"label",   "precision", "recall", "F1",
                                        "support", "given",     "right",  ""};

    for (unsigned c = 0; c < 8; c++)
        aligned_cell(&t, heads[c]);
    for (uint32_t k = 0; k < n; k++) {
        const label_figures *l = &r->m->label[k];

        aligned_name_cell(&t, r->in->label[k], NAME_WIDTH);
        aligned_fixed(&t, l->precision, 4);
        aligned_fixed(&t, l->recall, 4);
        aligned_fixed(&t, l->f1, 4);
        cell_amount(&t, r, l->support);
        cell_amount(&t, r, l->given);
        cell_amount(&t, r, l->right);
        aligned_cell(&t, report_remark(l->flags));
    }
    aligned_end(&t, out);
    if (n < r->in->T)
        buf_printf(out, "and %u more labels that the model does not have\n", r->in->T - n);
}

/* The whole table, a row for each true label, a column for each of the model's. */
static void text_matrix(const report *r, buf *out)
{
    uint32_t K = r->in->K, n_columns = K + (r->m->n_unsure ? 2 : 1);
    aligned t = {.n_columns = n_columns, .left = 1};
    size_t line = NAME_WIDTH, i = 0;
    bool numbers;

    for (uint32_t k = 0; k < K; k++) {
        size_t width;

        (void)aligned_fit(r->in->label[k], HEAD_WIDTH, &width);
        line += width + 2;
    }
    numbers = line > LINE_WIDTH;

    aligned_cell(&t, "true \\ given");
    for (uint32_t k = 0; k < K; k++) {
        if (numbers) {
            buf_u64(&t.text, k + 1);
            aligned_end_cell(&t);
        } else {
            aligned_name_cell(&t, r->in->label[k], HEAD_WIDTH);
        }
    }
    if (r->m->n_unsure)
        aligned_cell(&t, "unsure");
    for (uint32_t truth = 0; truth < r->in->T; truth++) {
        if (numbers)
            buf_printf(&t.text, "%2u ", truth + 1);
        aligned_name_cell(&t, r->in->label[truth], NAME_WIDTH);
        for (uint32_t given = 0; given < n_columns - 1; given++) {
            const confusion *c = i < r->m->n_cells ? &r->m->cell[i] : NULL;
            bool here = c && c->truth == truth && c->given == given;

            cell_amount(&t, r, here ? c->weight : 0);
            i += here;
        }
    }
    aligned_end(&t, out);
}

/* Only the mistakes that are made most, where the whole table would be too large to read. */
static void text_worst(const report *r, buf *out)
{
    const confusion *worst[WORST];
    size_t n = metrics_worst(r->m, worst, WORST);
    aligned t = {.n_columns = 4, .left = 3};

    if (n == 0)
        return;
    buf_z(out, "most frequent confusions\n");
    aligned_cell(&t, "true");
    aligned_cell(&t, "given");
    aligned_cell(&t, r->in->weight ? "weight" : "records");
    aligned_cell(&t, "of support");
    for (size_t k = 0; k < n; k++) {
        double support = r->m->label[worst[k]->truth].support;

        aligned_name_cell(&t, r->in->label[worst[k]->truth], NAME_WIDTH);
        aligned_name_cell(&t, worst[k]->given < r->in->K ? r->in->label[worst[k]->given] : STR("(unsure)"),
                          NAME_WIDTH);
        cell_amount(&t, r, worst[k]->weight);
        aligned_fixed(&t, support > 0 ? worst[k]->weight / support : 0, 4);
    }
    aligned_end(&t, out);
}

/* A figure a line: both models', the difference, and what it is worth. */
static void text_compared(const report *r, buf *out)
{
    const comparison *c = r->compared;
    const char *drawn = c->grouped ? "group" : "record";
    aligned t = {.n_columns = 6, .left = 1};

    buf_z(out, "\ncompared with ");
    aligned_name(out, r->first->model, PATH_WIDTH);
    buf_z(out, "\n");
    aligned_cell(&t, "");
    aligned_cell(&t, "first");
    aligned_cell(&t, "this");
    aligned_cell(&t, "difference");
    buf_printf(&t.text, "%g %% interval", 100 * c->level);
    aligned_end_cell(&t);
    aligned_cell(&t, "p");
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c->difference[f]) || !report_shows(r, f))
            continue;
        aligned_cell(&t, words[f]);
        aligned_fixed(&t, r->first->m->figure[f], 4);
        aligned_fixed(&t, r->m->figure[f], 4);
        cell_signed(&t, c->difference[f]);
        if (isnan(c->low[f])) {
            aligned_cell(&t, "");
        } else {
            put_signed(&t.text, c->low[f]);
            buf_z(&t.text, " to ");
            cell_signed(&t, c->high[f]);
        }
        aligned_fixed(&t, c->p[f], 4);
    }
    aligned_end(&t, out);
    buf_printf(
        out,
        "intervals: the same resamples for both; p: approximate randomisation, %u exchanges of %u %s%s\n",
        c->R, c->n_groups, drawn, s(c->n_groups));
    buf_printf(out, "McNemar's exact test: only the first right %llu, only this one %llu, p ",
               (unsigned long long)c->only_first, (unsigned long long)c->only_second);
    if (c->mcnemar < 0.0001) /* it may be as small as it likes, unlike a p of exchanges */
        buf_printf(out, "%.1e", c->mcnemar);
    else
        buf_fixed(out, c->mcnemar, 4);
    buf_char(out, '\n');
}

void report_text(const report *r, buf *out)
{
    bool noted = false;

    aligned_name(out, r->task, NAME_WIDTH);
    if (r->model.n) {
        buf_z(out, ", ");
        aligned_name(out, r->model, PATH_WIDTH);
    }
    buf_printf(out, ": %zu record%s, %u label%s\n\n", r->in->N, s(r->in->N), r->in->K, s(r->in->K));
    text_figures(r, out);
    buf_char(out, '\n');
    text_labels(r, out);
    if (!r->in->multi_label) {
        buf_char(out, '\n');
        if (r->in->T <= MATRIX_LABELS)
            text_matrix(r, out);
        else
            text_worst(r, out);
    }
    if (r->compared)
        text_compared(r, out);
    for (unsigned i = 0; i < N_NOTES; i++) {
        buf note = {0};

        report_note(r, i, &note);
        out->failed |= note.failed;
        if (note.n) {
            buf_z(out, noted ? "note: " : "\nnote: ");
            buf_str(out, buf_view(&note));
            buf_char(out, '\n');
            noted = true;
        }
        buf_free(&note);
    }
}

/* --- JSON --- */

static void json_bool(buf *out, const char *key, bool v)
{
    buf_printf(out, "\"%s\":%s", key, v ? "true" : "false");
}

static void json_fixed(buf *out, const char *key, double v)
{
    buf_printf(out, "\"%s\":", key);
    buf_fixed(out, v, 6);
}

static void json_amount(buf *out, const report *r, const char *key, double v)
{
    buf_printf(out, "\"%s\":", key);
    put_amount(out, r, v, 6);
}

static void json_figures(const report *r, buf *out)
{
    bool more = false;

    buf_z(out, ",\"figures\":{");
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(r->m->figure[f]))
            continue;
        buf_printf(out, "%s\"%s\":{", more ? "," : "", metrics_name(f));
        json_fixed(out, "value", r->m->figure[f]);
        buf_char(out, ',');
        json_fixed(out, "low", r->band ? r->band->low[f] : (double)NAN);
        buf_char(out, ',');
        json_fixed(out, "high", r->band ? r->band->high[f] : (double)NAN);
        buf_char(out, '}');
        more = true;
    }
    buf_printf(out, "},\"averaged\":%u", r->m->n_averaged);
}

static void json_labels(const report *r, buf *out)
{
    buf_z(out, ",\"labels\":[");
    for (uint32_t k = 0; k < r->in->T; k++) {
        const label_figures *l = &r->m->label[k];
        const char *comma = "";

        buf_z(out, k ? ",{\"label\":" : "{\"label\":");
        buf_json(out, r->in->label[k]);
        buf_char(out, ',');
        json_bool(out, "known", !(l->flags & LABEL_UNKNOWN));
        buf_char(out, ',');
        json_amount(out, r, "support", l->support);
        buf_char(out, ',');
        json_amount(out, r, "given", l->given);
        buf_char(out, ',');
        json_amount(out, r, "right", l->right);
        buf_char(out, ',');
        json_fixed(out, "precision", l->precision);
        buf_char(out, ',');
        json_fixed(out, "recall", l->recall);
        buf_char(out, ',');
        json_fixed(out, "f1", l->f1);
        buf_z(out, ",\"undefined\":[");
        for (unsigned i = 0; i < 3; i++) {
            static const unsigned flag[] = {LABEL_NO_PRECISION, LABEL_NO_RECALL, LABEL_ABSENT};
            static const char *const name[] = {"precision", "recall", "f1"};

            if (l->flags & flag[i]) {
                buf_printf(out, "%s\"%s\"", comma, name[i]);
                comma = ",";
            }
        }
        buf_z(out, "]}");
    }
    buf_char(out, ']');
}

static void json_confusion(const report *r, buf *out)
{
    buf_z(out, ",\"confusion\":[");
    for (size_t i = 0; i < r->m->n_cells; i++) {
        const confusion *c = &r->m->cell[i];

        buf_z(out, i ? ",{\"truth\":" : "{\"truth\":");
        buf_json(out, r->in->label[c->truth]);
        buf_z(out, ",\"given\":");
        if (c->given < r->in->K)
            buf_json(out, r->in->label[c->given]);
        else
            buf_z(out, "null");
        buf_z(out, ",\"records\":");
        buf_u64(out, c->rows);
        if (r->in->weight) {
            buf_char(out, ',');
            json_fixed(out, "weight", c->weight);
        }
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void json_reliability(const report *r, buf *out)
{
    buf_z(out, ",\"reliability\":[");
    for (unsigned b = 0; r->m->n_certain && b < METRICS_BINS; b++) {
        const reliability *bin = &r->m->bin[b];

        buf_printf(out, "%s{\"records\":%zu,", b ? "," : "", bin->rows);
        if (r->in->weight) {
            json_fixed(out, "weight", bin->weight);
            buf_char(out, ',');
        }
        json_fixed(out, "confidence", bin->confidence);
        buf_char(out, ',');
        json_fixed(out, "accuracy", bin->accuracy);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void json_risk(const report *r, buf *out)
{
    buf_z(out, ",\"risk_coverage\":");
    if (!r->risk || r->risk->n == 0) {
        buf_z(out, "null");
        return;
    }
    buf_char(out, '{');
    json_fixed(out, "area", r->risk->area);
    buf_z(out, ",\"points\":[");
    for (size_t i = 0; i < r->risk->n; i++) {
        const curve_point *at = &r->risk->point[i];

        buf_z(out, i ? ",{" : "{");
        json_fixed(out, "confidence", at->score);
        buf_char(out, ',');
        json_fixed(out, "coverage", at->x);
        buf_char(out, ',');
        json_fixed(out, "risk", at->y);
        buf_char(out, '}');
    }
    buf_z(out, "]}");
}

static void json_compared(const report *r, buf *out)
{
    const comparison *c = r->compared;
    bool more = false;

    buf_z(out, ",\"compared\":");
    if (!c) {
        buf_z(out, "null");
        return;
    }
    buf_z(out, "{\"with\":");
    buf_json(out, r->first->model);
    buf_printf(out, ",\"resamples\":%u,\"differences\":{", c->R);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c->difference[f]))
            continue;
        buf_printf(out, "%s\"%s\":{", more ? "," : "", metrics_name(f));
        json_fixed(out, "difference", c->difference[f]);
        buf_char(out, ',');
        json_fixed(out, "low", c->low[f]);
        buf_char(out, ',');
        json_fixed(out, "high", c->high[f]);
        buf_char(out, ',');
        json_fixed(out, "p", c->p[f]);
        buf_char(out, '}');
        more = true;
    }
    buf_printf(out, "},\"mcnemar\":{\"only_first\":%llu,\"only_second\":%llu,",
               (unsigned long long)c->only_first, (unsigned long long)c->only_second);
    buf_printf(out, "\"p\":%.6g}}", c->mcnemar);
}

void report_json(const report *r, buf *out)
{
    bool noted = false;

    buf_z(out, "{\"task\":");
    buf_json(out, r->task);
    buf_z(out, ",\"model\":");
    if (r->model.n)
        buf_json(out, r->model);
    else
        buf_z(out, "null");
    buf_printf(out, ",\"records\":%zu,", r->in->N);
    json_bool(out, "multi_label", r->in->multi_label);
    buf_char(out, ',');
    json_bool(out, "weighted", r->in->weight);
    buf_printf(out, ",\"unsure\":%zu,\"unknown\":{\"labels\":%u,\"records\":%zu},\"with_probabilities\":%zu",
               r->m->n_unsure, r->in->T - r->in->K, r->m->n_unknown, r->m->n_certain);
    buf_z(out, ",\"bootstrap\":");
    if (r->band) {
        buf_printf(out, "{\"resamples\":%u,", r->band->R);
        json_fixed(out, "level", r->band->level);
        buf_printf(out, ",\"seed\":%llu,", (unsigned long long)r->band->seed);
        json_bool(out, "grouped", r->band->grouped);
        buf_printf(out, ",\"groups\":%u,", r->band->n_groups);
        json_bool(out, "few_groups", r->band->few_groups);
        buf_char(out, '}');
    } else {
        buf_z(out, "null");
    }
    json_figures(r, out);
    json_labels(r, out);
    json_confusion(r, out);
    json_reliability(r, out);
    json_risk(r, out);
    json_compared(r, out);
    buf_z(out, ",\"notes\":[");
    for (unsigned i = 0; i < N_NOTES; i++) {
        buf note = {0};

        report_note(r, i, &note);
        out->failed |= note.failed;
        if (note.n) {
            buf_z(out, noted ? "," : "");
            buf_json(out, buf_view(&note));
            noted = true;
        }
        buf_free(&note);
    }
    buf_z(out, "]}\n");
}
