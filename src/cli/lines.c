/* What a line of results looks like, as jsonl and as tsv. */
#include "cli/lines.h"

#include <math.h>

static str name_or_unsure(const lines *l, const model *m, uint32_t best, const double *p)
{
    if (l->threshold > 0 && p[best] < l->threshold)
        return STR("unsure");
    return m->label[best];
}

/* ---- jsonl ---- */

static void json_answer(const lines *l, const model *m, const double *margin, double *p, buf *out)
{
    uint32_t best = model_decide(m, margin, p);
    bool first = true;

    if (m->multi_label) {
        buf_z(out, "{\"labels\":[");
        for (uint32_t k = 0; k < m->K; k++)
            if (model_gives(m, margin, p, k) && !(p[k] < l->threshold)) {
                if (!first)
                    buf_char(out, ',');
                buf_json(out, m->label[k]);
                first = false;
            }
        buf_z(out, "],\"p\":{");
        first = true;
        for (uint32_t k = 0; k < m->K; k++)
            if (model_gives(m, margin, p, k) && !(p[k] < l->threshold)) {
                if (!first)
                    buf_char(out, ',');
                buf_json(out, m->label[k]);
                buf_char(out, ':');
                buf_fixed(out, p[k], 4);
                first = false;
            }
        buf_char(out, '}');
    } else {
        buf_z(out, "{\"label\":");
        buf_json(out, name_or_unsure(l, m, best, p));
        buf_z(out, ",\"p\":");
        buf_fixed(out, p[best], 4);
    }
    if (l->scores) {
        buf_z(out, ",\"scores\":{");
        for (uint32_t lane = 0; lane < m->L; lane++) {
            if (lane)
                buf_char(out, ',');
            buf_json(out, m->label[m->L == 1 && m->K == 2 ? 1 : lane]);
            buf_char(out, ':');
            buf_fixed(out, margin[lane], 6);
        }
        buf_char(out, '}');
    }
    buf_char(out, '}');
}

/* A kept column keeps its name, unless an answer stands under it. */
static bool is_taken(const lines *l, str name)
{
    bool taken = str_eq(name, STR("id")) || str_eq(name, STR("error"));

    for (size_t i = 0; i < l->models->n; i++)
        taken |= str_eq(name, l->models->column[i]);
    return taken;
}

static bool is_id(const lines *l, str name)
{
    return l->id_field && str_eq(name, str_z(l->id_field));
}

static void json_kept(const lines *l, const record *r, buf *out)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        const column_value *v = &r->column[i];

        if (is_id(l, v->name))
            continue;
        buf_char(out, ',');
        if (is_taken(l, v->name)) {
            buf renamed = {0};

            buf_z(&renamed, "input_");
            buf_str(&renamed, v->name);
            buf_json(out, buf_view(&renamed));
            buf_free(&renamed);
        } else {
            buf_json(out, v->name);
        }
        buf_char(out, ':');
        if (v->raw.p)
            buf_str(out, v->raw);
        else
            buf_json(out, v->value);
    }
}

static void json_line(const lines *l, const record *r, const double *margin, double *p, buf *out)
{
    buf_z(out, "{\"id\":");
    buf_json(out, r->id);
    if (r->bad) {
        buf_z(out, ",\"error\":");
        buf_json(out, str_z(r->why.text));
    } else {
        if (l->keep)
            json_kept(l, r, out);
        for (size_t i = 0; i < l->models->n; i++) {
            buf_char(out, ',');
            buf_json(out, l->models->column[i]);
            buf_char(out, ':');
            json_answer(l, &l->models->model[i], margin + l->scorer->part[i].margins, p, out);
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
        if (is_taken(l, kept->name[i]))
            buf_z(out, "input_");
        buf_tsv(out, kept->name[i]);
    }
    for (size_t i = 0; i < l->models->n; i++) {
        const model *m = &l->models->model[i];

        buf_char(out, '\t');
        buf_tsv(out, l->models->column[i]);
        buf_char(out, '\t');
        buf_tsv(out, l->models->column[i]);
        buf_z(out, "_p");
        for (uint32_t lane = 0; l->scores && lane < m->L; lane++) {
            buf_char(out, '\t');
            buf_tsv(out, l->models->column[i]);
            buf_z(out, "_score_");
            buf_tsv(out, m->label[m->L == 1 && m->K == 2 ? 1 : lane]);
        }
    }
    buf_z(out, "\terror\n");
}

static void tsv_number(double v, unsigned places, buf *out)
{
    if (isfinite(v)) /* an unknown number is an empty cell */
        buf_fixed(out, v, places);
}

static void tsv_answer(const lines *l, const model *m, const double *margin, double *p, buf *out)
{
    uint32_t best = model_decide(m, margin, p);
    bool first = true;

    buf_char(out, '\t');
    if (m->multi_label) {
        for (uint32_t k = 0; k < m->K; k++)
            if (model_gives(m, margin, p, k) && !(p[k] < l->threshold)) {
                if (!first)
                    buf_char(out, m->separator);
                buf_tsv(out, m->label[k]);
                first = false;
            }
    } else {
        buf_tsv(out, name_or_unsure(l, m, best, p));
    }
    buf_char(out, '\t');
    tsv_number(p[best], 4, out);
    for (uint32_t lane = 0; l->scores && lane < m->L; lane++) {
        buf_char(out, '\t');
        tsv_number(margin[lane], 6, out);
    }
}

static void tsv_line(const lines *l, const record *r, const columns *kept, const double *margin, double *p,
                     buf *out)
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
    for (size_t i = 0; i < l->models->n; i++) {
        const model *m = &l->models->model[i];

        if (r->bad)
            for (uint32_t cells = 2 + (l->scores ? m->L : 0); cells; cells--)
                buf_char(out, '\t');
        else
            tsv_answer(l, m, margin + l->scorer->part[i].margins, p, out);
    }
    buf_char(out, '\t');
    if (r->bad)
        buf_tsv(out, str_z(r->why.text));
    buf_char(out, '\n');
}

/* ---- both ---- */

void lines_header(const lines *l, const columns *kept, buf *out)
{
    if (l->tsv)
        tsv_header(l, kept, out);
}

void lines_write(const lines *l, const record *r, const columns *kept, const double *margin, double *p,
                 buf *out)
{
    if (l->tsv)
        tsv_line(l, r, kept, margin, p, out);
    else
        json_line(l, r, margin, p, out);
}
