/* Figures to tables and to JSON. A table is gathered cell by cell first, so that every column is as wide as
 * its widest cell, counted in columns of a terminal and not in bytes. Widths follow East Asian Width and
 * combining marks by their large ranges only (Unicode 15.0, UAX #11): a rare script may stand a column off.
 */
#include "measure/report.h"

#include "base/utf8.h"

enum {
    NAME_WIDTH = 32,  /* of a label at a line's beginning                      */
    PATH_WIDTH = 60,  /* of a model's name                                     */
    HEAD_WIDTH = 12,  /* of a label above a column                             */
    LINE_WIDTH = 100, /* a wider confusion table has numbers above its columns */
    MATRIX_LABELS = 20,
    WORST = 20, /* confusions listed where the table would be too large  */
    UNKNOWN_LISTED = 20,
};

/* --- text on a terminal --- */

/* Columns that a character takes; -1: it must not reach a terminal (it moves the cursor or turns the text
 * around). */
static int char_width(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
        c == 0x2028 || c == 0x2029)
        return -1;
    if (c < 0x300)
        return 1;
    if (c <= 0x36f || (c >= 0x200b && c <= 0x200f) || (c >= 0x20d0 && c <= 0x20ff) ||
        (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff)
        return 0;
    if ((c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
        (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
        (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) ||
        (c >= 0x20000 && c <= 0x3fffd))
        return 2;
    return 1;
}

/* How much of s, from `from`, fits into `room` columns; *width is what that takes. */
static size_t fit(str s, size_t room, size_t *width)
{
    size_t i = 0;

    *width = 0;
    while (i < s.n) {
        utf8_char u = utf8_next(s, i);
        int w = u.valid ? char_width(u.code) : -1;
        size_t wide = w < 0 ? 1 : (size_t)w;

        if (*width + wide > room)
            break;
        *width += wide;
        i += u.n;
    }
    return i;
}

/* A name in at most `room` columns, safe to show. */
static void put_name(buf *b, str s, size_t room)
{
    size_t width, keep = fit(s, room, &width);

    if (s.n == 0) {
        buf_z(b, "(empty)");
        return;
    }
    if (keep < s.n)
        keep = fit(s, room - 1, &width);
    for (size_t i = 0; i < keep;) {
        utf8_char u = utf8_next(s, i);

        if (!u.valid || char_width(u.code) < 0)
            buf_z(b, "\xef\xbf\xbd");
        else
            buf_add(b, s.p + i, u.n);
        i += u.n;
    }
    if (keep < s.n)
        buf_z(b, "\xe2\x80\xa6");
}

enum { COLUMNS_MAX = MATRIX_LABELS + 2 };

typedef struct table {
    buf text; /* all cells, one behind the other, each ended by NUL */
    size_t n_columns;
    unsigned left; /* bit c: column c is left-aligned                    */
    size_t begin;  /* of the cell that is being written                  */
    size_t n_cells;
    size_t width[COLUMNS_MAX];
} table;

/* Ends the cell that was written to t->text. */
static void end_cell(table *t)
{
    str word = t->text.n > t->begin ? (str){t->text.p + t->begin, t->text.n - t->begin} : (str){0};
    size_t c = t->n_cells++ % t->n_columns, width;

    if (t->text.failed)
        return;
    (void)fit(word, SIZE_MAX, &width);
    if (width > t->width[c])
        t->width[c] = width;
    buf_char(&t->text, '\0');
    t->begin = t->text.n;
}

static void cell_z(table *t, const char *z)
{
    buf_z(&t->text, z);
    end_cell(t);
}

static void cell_fixed(table *t, double v, unsigned places)
{
    buf_fixed(&t->text, v, places);
    end_cell(t);
}

/* With its sign, but for what is written as 0. */
static void put_signed(buf *b, double v)
{
    if (v >= 0.00005)
        buf_char(b, '+');
    buf_fixed(b, fabs(v) < 0.00005 ? 0 : v, 4);
}

static void cell_signed(table *t, double v)
{
    put_signed(&t->text, v);
    end_cell(t);
}

static void cell_name(table *t, str name, size_t room)
{
    put_name(&t->text, name, room);
    end_cell(t);
}

static void blanks(buf *out, size_t n)
{
    while (n--)
        buf_char(out, ' ');
}

/* Writes the table, two blanks between columns and none at a line's end, and empties it. */
static void end_table(table *t, buf *out)
{
    str rest = buf_view(&t->text);

    out->failed |= t->text.failed;
    for (size_t i = 0; i < t->n_cells && !out->failed; i++) {
        str word = str_cut(&rest, '\0');
        size_t c = i % t->n_columns, width, pad;

        (void)fit(word, SIZE_MAX, &width);
        pad = t->width[c] - width;
        if (c > 0 && word.n)
            buf_z(out, "  ");
        if (!(t->left >> c & 1) && word.n)
            blanks(out, pad);
        buf_str(out, word);
        if (t->left >> c & 1 && c + 1 < t->n_columns)
            blanks(out, pad);
        if (c + 1 == t->n_columns)
            buf_char(out, '\n');
    }
    buf_free(&t->text);
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
        if (r->band && r->band->few_groups)
            buf_printf(b, "only %u %s%s to draw from: the intervals are narrower than they should be",
                       r->band->n_groups, r->band->grouped ? "group" : "record", s(r->band->n_groups));
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
    [FIGURE_MCE] = "maximum calibration error",
};

/* An amount of records: whole without weights. */
static void put_amount(buf *b, const report *r, double v, unsigned places)
{
    buf_fixed(b, v, r->in->weight ? places : 0);
}

static void cell_amount(table *t, const report *r, double v)
{
    put_amount(&t->text, r, v, 2);
    end_cell(t);
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
    table t = {.n_columns = 3, .left = 1};

    cell_z(&t, "");
    cell_z(&t, "value");
    if (r->band)
        buf_printf(&t.text, "%g %% interval", 100 * r->band->level);
    end_cell(&t);
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(r->m->figure[f]) || is_spare(r, f))
            continue;
        cell_z(&t, words[f]);
        cell_fixed(&t, r->m->figure[f], 4);
        if (r->band && !isnan(r->band->low[f])) {
            buf_fixed(&t.text, r->band->low[f], 4);
            buf_z(&t.text, " to ");
            buf_fixed(&t.text, r->band->high[f], 4);
        }
        end_cell(&t);
    }
    end_table(&t, out);
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
    table t = {.n_columns = 8, .left = 1u | 1u << 7};

    static const char *const heads[] = {"label",   "precision", "recall", "F1",
                                        "support", "given",     "right",  ""};

    for (unsigned c = 0; c < 8; c++)
        cell_z(&t, heads[c]);
    for (uint32_t k = 0; k < n; k++) {
        const label_figures *l = &r->m->label[k];

        cell_name(&t, r->in->label[k], NAME_WIDTH);
        cell_fixed(&t, l->precision, 4);
        cell_fixed(&t, l->recall, 4);
        cell_fixed(&t, l->f1, 4);
        cell_amount(&t, r, l->support);
        cell_amount(&t, r, l->given);
        cell_amount(&t, r, l->right);
        cell_z(&t, report_remark(l->flags));
    }
    end_table(&t, out);
    if (n < r->in->T)
        buf_printf(out, "and %u more labels that the model does not have\n", r->in->T - n);
}

/* The whole table, a row for each true label, a column for each of the model's. */
static void text_matrix(const report *r, buf *out)
{
    uint32_t K = r->in->K, n_columns = K + (r->m->n_unsure ? 2 : 1);
    table t = {.n_columns = n_columns, .left = 1};
    size_t line = NAME_WIDTH, i = 0;
    bool numbers;

    for (uint32_t k = 0; k < K; k++) {
        size_t width;

        (void)fit(r->in->label[k], HEAD_WIDTH, &width);
        line += width + 2;
    }
    numbers = line > LINE_WIDTH;

    cell_z(&t, "true \\ given");
    for (uint32_t k = 0; k < K; k++) {
        if (numbers) {
            buf_u64(&t.text, k + 1);
            end_cell(&t);
        } else {
            cell_name(&t, r->in->label[k], HEAD_WIDTH);
        }
    }
    if (r->m->n_unsure)
        cell_z(&t, "unsure");
    for (uint32_t truth = 0; truth < r->in->T; truth++) {
        if (numbers)
            buf_printf(&t.text, "%2u ", truth + 1);
        cell_name(&t, r->in->label[truth], NAME_WIDTH);
        for (uint32_t given = 0; given < n_columns - 1; given++) {
            const confusion *c = i < r->m->n_cells ? &r->m->cell[i] : NULL;
            bool here = c && c->truth == truth && c->given == given;

            cell_amount(&t, r, here ? c->weight : 0);
            i += here;
        }
    }
    end_table(&t, out);
}

/* Only the mistakes that are made most, where the whole table would be too large to read. */
static void text_worst(const report *r, buf *out)
{
    const confusion *worst[WORST];
    size_t n = metrics_worst(r->m, worst, WORST);
    table t = {.n_columns = 4, .left = 3};

    if (n == 0)
        return;
    buf_z(out, "most frequent confusions\n");
    cell_z(&t, "true");
    cell_z(&t, "given");
    cell_z(&t, r->in->weight ? "weight" : "records");
    cell_z(&t, "of support");
    for (size_t k = 0; k < n; k++) {
        double support = r->m->label[worst[k]->truth].support;

        cell_name(&t, r->in->label[worst[k]->truth], NAME_WIDTH);
        cell_name(&t, worst[k]->given < r->in->K ? r->in->label[worst[k]->given] : STR("(unsure)"),
                  NAME_WIDTH);
        cell_amount(&t, r, worst[k]->weight);
        cell_fixed(&t, support > 0 ? worst[k]->weight / support : 0, 4);
    }
    end_table(&t, out);
}

/* A figure a line: both models', the difference, and what it is worth. */
static void text_compared(const report *r, buf *out)
{
    const comparison *c = r->compared;
    const char *drawn = c->grouped ? "group" : "record";
    table t = {.n_columns = 6, .left = 1};

    buf_z(out, "\ncompared with ");
    put_name(out, r->first->model, PATH_WIDTH);
    buf_z(out, "\n");
    cell_z(&t, "");
    cell_z(&t, "first");
    cell_z(&t, "this");
    cell_z(&t, "difference");
    buf_printf(&t.text, "%g %% interval", 100 * c->level);
    end_cell(&t);
    cell_z(&t, "p");
    for (unsigned f = 0; f < N_FIGURES; f++) {
        if (isnan(c->difference[f]) || !report_shows(r, f))
            continue;
        cell_z(&t, words[f]);
        cell_fixed(&t, r->first->m->figure[f], 4);
        cell_fixed(&t, r->m->figure[f], 4);
        cell_signed(&t, c->difference[f]);
        put_signed(&t.text, c->low[f]);
        buf_z(&t.text, " to ");
        cell_signed(&t, c->high[f]);
        cell_fixed(&t, c->p[f], 4);
    }
    end_table(&t, out);
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

    put_name(out, r->task, NAME_WIDTH);
    if (r->model.n) {
        buf_z(out, ", ");
        put_name(out, r->model, PATH_WIDTH);
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
