/* Columns of a record to the name of its group. */
#include "cli/by.h"

#include <stdio.h>

#include "base/date.h"

static bool add(const parsed *p, str typed, by *out, err *e)
{
    static const char *const cuts[] = {[BY_YEAR] = ":year", [BY_MONTH] = ":month", [BY_DAY] = ":day"};
    const char *who = p->argv[0];
    by_column *c = &out->column[out->n];

    typed = str_trim(typed);
    if (out->n == BY_MAX)
        return err_set(e, ERR_USAGE, "%s: --by: more than %d columns", who, BY_MAX);
    typed = arena_copy(p->arena, typed);
    if (!typed.p)
        return err_memory(e);
    *c = (by_column){.name = typed, .shown = typed};
    for (unsigned cut = BY_YEAR; cut <= BY_DAY; cut++)
        if (str_ends(typed, str_z(cuts[cut]))) {
            c->cut = (by_cut)cut;
            c->name.n -= str_z(cuts[cut]).n;
        }
    if (c->name.n == 0)
        return err_set(e, ERR_USAGE, "%s: --by: '%.60s' names no column", who, typed.p);
    if (c->cut == BY_WHOLE && memchr(typed.p, ':', typed.n))
        return err_set(e, ERR_USAGE, "%s: --by: '%.60s' is no :year, :month or :day of a column", who,
                       typed.p);
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->column[i].shown, typed))
            return err_set(e, ERR_USAGE, "%s: --by: '%.60s' is there twice", who, typed.p);
    out->n++;
    return true;
}

bool by_parse(const parsed *p, by *out, err *e)
{
    size_t n;
    const char *const *given = opt_list(p, "by", &n);

    *out = (by){0};
    for (size_t i = 0; i < n; i++) {
        str rest = str_z(given[i]);

        do
            if (!add(p, str_cut(&rest, ','), out, e))
                return false;
        while (rest.p);
    }
    return true;
}

/* ---- dates ---- */

bool by_date(str s, by_cut cut, buf *out, double *at)
{
    date d;

    if (!date_read(s, &d) || (cut >= BY_MONTH && !d.month) || (cut == BY_DAY && !d.day))
        return false;
    if (cut == BY_WHOLE)
        cut = d.day ? BY_DAY : d.month ? BY_MONTH : BY_YEAR;
    if (out)
        buf_printf(out, "%04u", d.year);
    if (out && cut >= BY_MONTH)
        buf_printf(out, "-%02u", d.month);
    if (out && cut == BY_DAY)
        buf_printf(out, "-%02u", d.day);
    *at = cut == BY_YEAR ? d.year : cut == BY_MONTH ? d.year * 12.0 + d.month : date_number(d);
    return true;
}

/* ---- keys ---- */

bool by_has(const by *b, const record *r)
{
    bool all = true;

    for (size_t i = 0; i < b->n; i++)
        all &= record_column(r, b->column[i].name) != NULL;
    return all;
}

bool by_key(by *b, const record *r, const columns *header, buf *out, err *why, err *e)
{
    double at;

    for (size_t i = 0; i < b->n; i++) {
        const by_column *c = &b->column[i];
        const column_value *v = record_column(r, c->name);

        if (v && !(atomic_load_explicit(&b->seen, memory_order_relaxed) >> i & 1))
            atomic_fetch_or_explicit(&b->seen, 1U << i, memory_order_relaxed);
        if (!v && header && header->n)
            return err_set(e, ERR_INPUT, "%.60s: no column '%.*s' to group by", r->path, (int)c->name.n,
                           c->name.p);
        if (i)
            buf_char(out, '\t');
        if (c->cut == BY_WHOLE)
            buf_tsv(out, v ? v->value : (str){0});
        else if (!v || !by_date(v->value, c->cut, out, &at))
            (void)err_at(why, ERR_INPUT, r->path, r->line, r->byte, "no %s in column '%.*s': '%.*s'",
                         c->cut == BY_YEAR    ? "year"
                         : c->cut == BY_MONTH ? "month"
                                              : "day",
                         (int)c->name.n, c->name.p, v ? (int)(v->value.n < 40 ? v->value.n : 40) : 0,
                         v ? v->value.p : "");
    }
    return true;
}

void by_warn(by *b, uint64_t n_records)
{
    unsigned seen = atomic_load_explicit(&b->seen, memory_order_relaxed);

    for (size_t i = 0; n_records && i < b->n; i++)
        if (!(seen >> i & 1))
            (void)fprintf(stderr, "slant: --by %.*s: no record has '%.*s'; it tells no groups apart\n",
                          (int)b->column[i].shown.n, b->column[i].shown.p, (int)b->column[i].name.n,
                          b->column[i].name.p);
}
