/* What a line of results looks like, as jsonl, as tsv and for people. */
#include "cli/lines.h"

#include <math.h>

#include "base/utf8.h"
#include "cli/kept.h"
#include "cli/labeller.h"
#include "cli/rows_csv.h"
#include "model/card.h"

static str name_or_unsure(const lines *l, const model *m, uint32_t best, const double *p, familiarity known)
{
    return labeller_unsure(m, best, p, l->threshold, known) ? STR("unsure") : m->label[best];
}

static const char *flag_text(familiarity known)
{
    return known == KNOWN_ENOUGH ? "" : known == KNOWN_LITTLE ? KNOWN_LITTLE_TEXT : KNOWN_TOO_LITTLE_TEXT;
}

/* Whether task i has a column for that. */
static bool has_flag(const lines *l, size_t i)
{
    return l->tasks->task[i].m->familiar > 0;
}

/* Fills p; which label is best. */
static uint32_t decide(const lines *l, const model *m, const double *margin, double *p)
{
    uint32_t best;

    laps_end(l->laps, STAGE_WRITE);
    best = model_decide(m, margin, p);
    laps_end(l->laps, STAGE_DECIDE);
    return best;
}

static void put_number(double v, unsigned places, buf *out)
{
    if (isfinite(v)) /* an unknown number is an empty cell */
        buf_fixed(out, v, places);
}

/* The labels as one cell: one label, or several with the model's separator between them. */
static void put_labels(const lines *l, const model *m, const double *margin, const double *p, uint32_t best,
                       familiarity known, buf *out)
{
    bool first = true;

    if (!m->multi_label) {
        buf_tsv(out, name_or_unsure(l, m, best, p, known));
        return;
    }
    for (uint32_t k = 0; (k = labeller_given(m, margin, p, l->threshold, known, k)) < m->K; k++) {
        if (!first)
            buf_char(out, m->separator);
        buf_tsv(out, m->label[k]);
        first = false;
    }
}

/* Their probabilities, in the same way. */
static void put_ps(const lines *l, const model *m, const double *margin, const double *p, uint32_t best,
                   familiarity known, unsigned places, buf *out)
{
    bool first = true;

    if (!m->multi_label) {
        put_number(p[best], places, out);
        return;
    }
    if (m->calibration.kind == CALIBRATION_NONE)
        return;
    for (uint32_t k = 0; (k = labeller_given(m, margin, p, l->threshold, known, k)) < m->K; k++) {
        if (!first)
            buf_char(out, m->separator);
        put_number(p[k], places, out);
        first = false;
    }
}

/* ---- jsonl ---- */

void lines_json_answer(const lines *l, const model *m, const double *margin, double *p, familiarity known,
                       buf *out)
{
    uint32_t best = decide(l, m, margin, p);
    bool first = true;

    if (m->multi_label) {
        buf_z(out, "\"labels\":[");
        for (uint32_t k = 0; (k = labeller_given(m, margin, p, l->threshold, known, k)) < m->K; k++) {
            buf_z(out, first ? "" : ",");
            buf_json(out, m->label[k]);
            first = false;
        }
        buf_z(out, "],\"p\":{");
        first = true;
        for (uint32_t k = 0; (k = labeller_given(m, margin, p, l->threshold, known, k)) < m->K; k++) {
            buf_z(out, first ? "" : ",");
            buf_json(out, m->label[k]);
            buf_char(out, ':');
            buf_fixed(out, p[k], 4);
            first = false;
        }
        buf_char(out, '}');
    } else {
        buf_z(out, "\"label\":");
        buf_json(out, name_or_unsure(l, m, best, p, known));
        buf_z(out, ",\"p\":");
        buf_fixed(out, p[best], 4);
    }
    if (known)
        buf_printf(out, ",\"flag\":\"%s\"", flag_text(known));
    if (l->scores) {
        buf_z(out, ",\"scores\":{");
        for (uint32_t lane = 0; lane < m->L; lane++) {
            if (lane)
                buf_char(out, ',');
            buf_json(out, model_lane_label(m, lane));
            buf_char(out, ':');
            buf_fixed(out, margin[lane], 6);
        }
        buf_char(out, '}');
    }
}

/* Whether an answer stands under a kept column's name. */
static bool is_taken(const lines *l, str name)
{
    bool taken;

    name = kept_name(name);
    taken = str_eq(name, STR("id")) || str_eq(name, STR("error"));
    for (size_t i = 0; i < l->tasks->n; i++) {
        str column = l->models->column[i], rest = name;

        if (!str_starts(name, column))
            continue;
        rest.p += column.n;
        rest.n -= column.n;
        taken |= rest.n == 0;
        if (lines_are_rows(l->form))
            taken |= str_eq(rest, STR("_p")) || (has_flag(l, i) && str_eq(rest, STR("_flag"))) ||
                     (l->scores && str_starts(rest, STR("_score_")));
    }
    return taken;
}

static bool is_id(const lines *l, str name)
{
    return l->id_field && str_eq(name, str_z(l->id_field));
}

static void json_kept(const lines *l, const record *r, buf *out)
{
    for (size_t i = 0; i < r->n_columns; i++)
        if (!is_id(l, r->column[i].name))
            kept_json(&r->column[i], is_taken(l, r->column[i].name), out);
}

static void json_line(const lines *l, const record *r, const double *margin, double *p,
                      const familiarity *known, buf *out)
{
    buf_z(out, "{\"id\":");
    buf_json(out, r->id);
    if (r->bad) {
        buf_z(out, ",\"error\":");
        buf_json(out, str_z(r->why.text));
    } else {
        if (l->keep)
            json_kept(l, r, out);
        for (size_t i = 0; i < l->tasks->n; i++) {
            buf_char(out, ',');
            buf_json(out, l->models->column[i]);
            buf_z(out, ":{");
            lines_json_answer(l, l->tasks->task[i].m, margin + l->tasks->task[i].margins, p, known[i], out);
            buf_char(out, '}');
        }
    }
    buf_z(out, "}\n");
}

/* ---- tsv ---- */

static void tsv_header(const lines *l, const columns *kept, buf *out)
{
    buf_z(out, "id");
    for (int i = 0; l->keep && kept && i < kept->n; i++) {
        if (i == kept->id)
            continue;
        buf_char(out, '\t');
        kept_tsv(kept->name[i], is_taken(l, kept->name[i]), out);
    }
    for (size_t i = 0; i < l->tasks->n; i++) {
        const model *m = l->tasks->task[i].m;

        buf_char(out, '\t');
        buf_tsv(out, l->models->column[i]);
        buf_char(out, '\t');
        buf_tsv(out, l->models->column[i]);
        buf_z(out, "_p");
        if (has_flag(l, i)) {
            buf_char(out, '\t');
            buf_tsv(out, l->models->column[i]);
            buf_z(out, "_flag");
        }
        for (uint32_t lane = 0; l->scores && lane < m->L; lane++) {
            buf_char(out, '\t');
            buf_tsv(out, l->models->column[i]);
            buf_z(out, "_score_");
            buf_tsv(out, model_lane_label(m, lane));
        }
    }
    buf_z(out, "\terror\n");
}

static void tsv_answer(const lines *l, size_t i, const double *margin, double *p, familiarity known, buf *out)
{
    const model *m = l->tasks->task[i].m;
    uint32_t best = decide(l, m, margin, p);

    buf_char(out, '\t');
    put_labels(l, m, margin, p, best, known, out);
    buf_char(out, '\t');
    put_ps(l, m, margin, p, best, known, 4, out);
    if (has_flag(l, i)) {
        buf_char(out, '\t');
        buf_z(out, flag_text(known));
    }
    for (uint32_t lane = 0; l->scores && lane < m->L; lane++) {
        buf_char(out, '\t');
        put_number(margin[lane], 6, out);
    }
}

static void tsv_line(const lines *l, const record *r, const columns *kept, const double *margin, double *p,
                     const familiarity *known, buf *out)
{
    buf_tsv(out, r->id);
    for (size_t i = 0; l->keep && !r->bad && i < r->n_columns; i++) {
        if (is_id(l, r->column[i].name))
            continue;
        buf_char(out, '\t');
        buf_tsv(out, r->column[i].value);
    }
    for (size_t i = 0; l->keep && r->bad && kept && (int)i < kept->n; i++)
        if ((int)i != kept->id)
            buf_char(out, '\t');
    for (size_t i = 0; i < l->tasks->n; i++) {
        const model *m = l->tasks->task[i].m;

        if (r->bad)
            for (uint32_t cells = 2 + has_flag(l, i) + (l->scores ? m->L : 0); cells; cells--)
                buf_char(out, '\t');
        else
            tsv_answer(l, i, margin + l->tasks->task[i].margins, p, known[i], out);
    }
    buf_char(out, '\t');
    if (r->bad)
        buf_tsv(out, str_z(r->why.text));
    buf_char(out, '\n');
}

/* ---- for people ---- */

enum { SHOWN = 72 };

/* The beginning of a text: SHOWN characters, blanks and controls as one blank. */
static void text_beginning(str text, buf *out)
{
    size_t i = 0;

    text = str_trim(text);
    for (size_t n = 0; i < text.n && n < SHOWN; n++) {
        utf8_char u = utf8_next(text, i);

        if (u.code <= ' ' || u.code == 0x7f) {
            while (i < text.n && ((unsigned char)text.p[i] <= ' ' || text.p[i] == 0x7f))
                i++;
            buf_char(out, ' ');
            continue;
        }
        card_show((str){text.p + i, u.n}, out);
        i += u.n;
    }
    if (i < text.n)
        buf_z(out, "\xe2\x80\xa6");
}

void lines_text_answer(const lines *l, const model *m, const double *margin, double *p, familiarity known,
                       buf *out)
{
    uint32_t best = decide(l, m, margin, p);
    buf labels = {0};

    put_labels(l, m, margin, p, best, known, &labels);
    if (labels.n)
        card_show(buf_view(&labels), out);
    else
        buf_z(out, "(none)");
    if (labels.n && isfinite(p[best])) {
        buf_char(out, ' ');
        put_ps(l, m, margin, p, best, known, 2, out);
    }
    out->failed |= labels.failed;
    buf_free(&labels);
    for (uint32_t lane = 0; l->scores && lane < m->L; lane++) {
        buf_char(out, ' ');
        put_number(margin[lane], 3, out);
    }
    buf_z(out, "  ");
}

static void text_line(const lines *l, const record *r, const double *margin, double *p,
                      const familiarity *known, buf *out)
{
    for (size_t i = 0; !r->bad && i < l->tasks->n; i++)
        lines_text_answer(l, l->tasks->task[i].m, margin + l->tasks->task[i].margins, p, known[i], out);
    if (r->bad) {
        buf_z(out, "rejected  ");
        card_show(r->id, out);
        buf_z(out, ": ");
        card_show(str_z(r->why.text), out);
    } else {
        card_show(r->id, out);
        buf_z(out, "  ");
        text_beginning(r->text, out);
    }
    buf_char(out, '\n');
}

/* ---- all ---- */

lines_form lines_form_of(const char *to)
{
    return strcmp(to, "tsv") == 0    ? LINES_TSV
           : strcmp(to, "csv") == 0  ? LINES_CSV
           : strcmp(to, "text") == 0 ? LINES_TEXT
                                     : LINES_JSONL;
}

void lines_header(const lines *l, const columns *kept, buf *out)
{
    size_t from = out->n;

    if (lines_are_rows(l->form))
        tsv_header(l, kept, out);
    if (l->form == LINES_CSV)
        rows_csv(out, from);
}

void lines_write(const lines *l, const record *r, const columns *kept, const double *margin, double *p,
                 const familiarity *known, buf *out)
{
    size_t from = out->n;

    if (lines_are_rows(l->form))
        tsv_line(l, r, kept, margin, p, known, out);
    else if (l->form == LINES_TEXT)
        text_line(l, r, margin, p, known, out);
    else
        json_line(l, r, margin, p, known, out);
    if (l->form == LINES_CSV)
        rows_csv(out, from);
}
