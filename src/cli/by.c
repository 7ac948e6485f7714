/* Columns of a record to the name of its group. */
#include "cli/by.h"

#include <stdio.h>

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

/* Digits from byte *at on, `most` of them at most: how many there are. */
static unsigned digits(str s, size_t *at, unsigned most, unsigned *v)
{
    unsigned n = 0;

    *v = 0;
    while (n < most && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9') {
        *v = *v * 10 + (unsigned)(s.p[*at] - '0');
        ++*at;
        n++;
    }
    return n;
}

/* Days from 1 March of year 0, in the Gregorian calendar: years begin in March, so that a leap day is a
 * year's last; (153 m + 2) / 5 days lie before its m-th month. */
static uint64_t day_number(unsigned year, unsigned month, unsigned day)
{
    unsigned y = year - (month <= 2), m = (month + 9) % 12;

    return 365ull * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
}

bool by_date(str s, by_cut cut, buf *out, double *at)
{
    unsigned year, month = 0, day = 0;
    size_t i = 0;
    char between;

    s = str_trim(s);
    if (digits(s, &i, 4, &year) != 4 || year == 0)
        return false;
    between = i < s.n && (s.p[i] == '-' || s.p[i] == '/') ? s.p[i] : '\0';
    i += between != '\0';
    if ((between ? digits(s, &i, 2, &month) > 0 : digits(s, &i, 2, &month) == 2) && month >= 1 &&
        month <= 12) {
        bool more = between ? i < s.n && s.p[i] == between : true;

        i += between && more;
        if (!more || !(between ? digits(s, &i, 2, &day) > 0 : digits(s, &i, 2, &day) == 2) || day < 1 ||
            day > 31)
            day = 0;
    } else if (month || between) {
        return false;
    }
    /* Digits behind it: a number, and no date. */
    if (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        return false;
    if ((cut >= BY_MONTH && !month) || (cut == BY_DAY && !day))
        return false;
    if (cut == BY_WHOLE)
        cut = day ? BY_DAY : month ? BY_MONTH : BY_YEAR;
    if (out)
        buf_printf(out, "%04u", year);
    if (out && cut >= BY_MONTH)
        buf_printf(out, "-%02u", month);
    if (out && cut == BY_DAY)
        buf_printf(out, "-%02u", day);
    *at = cut == BY_YEAR    ? year
          : cut == BY_MONTH ? year * 12.0 + month
                            : (double)day_number(year, month, day);
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
