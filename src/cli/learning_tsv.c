/* Written from the curve figure by figure; read by the reader of tables, a record a line, whose columns are
 * looked for by name, so that other programs may have moved them or put some of their own beside them. */
#include "cli/learning_tsv.h"

#include <math.h>
#include <stdio.h>

#include "base/real.h"
#include "corpus/record.h"

/* What stands behind figure, and what a value may be. */
static const struct column {
    const char *name;
    double low, high;
    bool needed;
} column[] = {
    {"records", 1, UINT32_MAX, true},
    {"learnt_from", 1, UINT32_MAX, true},
    {"draws", 1, UINT32_MAX, true},
    {"value", 0, 1, true},
    {"low", 0, 1, false},
    {"high", 0, 1, false},
    {"gain", -1, 1, false},
    {"gain_low", -1, 1, false},
    {"gain_high", -1, 1, false},
};
enum { N_COLUMNS = sizeof column / sizeof *column };

/* ---- out ---- */

static void put_value(double v, buf *out)
{
    buf_char(out, '\t');
    if (!isnan(v))
        buf_fixed(out, v, 6);
}

static void put_values(const learning_value *v, buf *out)
{
    put_value(v->value, out);
    put_value(v->low, out);
    put_value(v->high, out);
}

void learning_tsv_write(const learning_curve *c, buf *out)
{
    buf_z(out, "figure");
    for (unsigned i = 0; i < N_COLUMNS; i++)
        buf_printf(out, "\t%s", column[i].name);
    buf_char(out, '\n');
    for (unsigned f = 0; f < LEARNING_FIGURES; f++)
        for (size_t at = 0; at < c->n; at++) {
            const learning_point *p = &c->point[at];

            buf_printf(out, "%s\t", metrics_name(c->figure[f]));
            buf_fixed(out, p->records, 0);
            buf_char(out, '\t');
            buf_fixed(out, p->learnt_from, 0);
            buf_printf(out, "\t%u", p->draws);
            put_values(&p->is[f], out);
            put_values(&p->gain[f], out);
            buf_char(out, '\n');
        }
}

/* ---- in ---- */

/* NAN for nothing. */
static bool parse(str s, double *out)
{
    *out = (double)NAN;
    return s.n == 0 || real_parse(s, out);
}

static bool read_number(const record *r, const struct column *c, double *out, err *e)
{
    const column_value *cell = record_column(r, str_z(c->name));

    return (cell && parse(cell->value, out) &&
            (isnan(*out) ? !c->needed : *out >= c->low && *out <= c->high)) ||
           err_at(e, ERR_INPUT, r->path, r->line, r->byte,
                  "'%s' is not what slant train writes into a learning curve", c->name);
}

/* A curve that is being read. */
typedef struct reading {
    learning_curve *curve;
    unsigned n_figures;
    size_t n[LEARNING_FIGURES]; /* points of each figure so far */
} reading;

/* The figure's place in the curve; a new name takes the next one. */
static bool find_figure(const record *r, reading *to, unsigned *out, err *e)
{
    learning_curve *c = to->curve;
    figure f = 0;

    while (f < N_FIGURES && !str_eq(r->text, str_z(metrics_name(f))))
        f++;
    for (*out = 0; *out < to->n_figures && c->figure[*out] != f; ++*out)
        ;
    if (f == N_FIGURES || *out == LEARNING_FIGURES)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "'%.*s' is not a figure of a learning curve",
                      (int)(r->text.n < 40 ? r->text.n : 40), r->text.p);
    if (*out == to->n_figures)
        c->figure[to->n_figures++] = f;
    return true;
}

static bool add(void *of, const record *r, err *e)
{
    reading *to = of;
    learning_curve *c = to->curve;
    size_t *n = to->n;
    double v[N_COLUMNS];
    learning_point *p;
    unsigned f;

    if (!find_figure(r, to, &f, e))
        return false;
    for (unsigned i = 0; i < N_COLUMNS; i++)
        if (!read_number(r, &column[i], &v[i], e))
            return false;
    if (n[f] == LEARNING_POINTS)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "more than %d points", LEARNING_POINTS);
    p = &c->point[n[f]++];
    if (p > c->point && v[1] < p[-1].learnt_from)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "the points of a learning curve must grow");
    p->records = v[0];
    p->learnt_from = v[1];
    p->draws = (uint32_t)v[2];
    p->is[f] = (learning_value){v[3], v[4], v[5]};
    p->gain[f] = (learning_value){v[6], v[7], v[8]};
    return true;
}

bool learning_tsv_read(const char *path, arena *a, learning_curve *out, err *e)
{
    reader_options how = {.fields = {.text = "figure", .fixed = true}, .keep = true};
    reading of = {.curve = out};
    const size_t *n = of.n;
    bool ok;

    *out = (learning_curve){0};
    ok = records_each(path, FORMAT_TSV, &how, a, add, &of, e);
    out->n = n[0];
    for (unsigned f = 0; ok && f < LEARNING_FIGURES; f++)
        if (n[f] == 0 || n[f] != n[0]) {
            e->path = path;
            ok = err_set(
                e, ERR_INPUT,
                "not a whole learning curve of slant train: %zu points of one figure, %zu of the other", n[0],
                n[LEARNING_FIGURES - 1]);
        }
    return ok;
}
