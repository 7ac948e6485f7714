/* Groups to points, points to panels, panels to lines. Points are sorted by panel and time once; everything
 * else walks along them. */
#include "cli/estimates_picture.h"

#include <stdlib.h>

#include "base/order.h"
#include "cli/html.h"

enum {
    WIDTH = 780,
    LEFT = 56,   /* of the plotted area: room for the axis's numbers */
    RIGHT = 600, /* and for the labels' names                        */
    HIGH = 150,  /* of a panel's plotted area                        */
    HEAD = 34,   /* above it                                         */
    FOOT = 34,   /* below it                                         */
    LINE = 15,   /* from text to text                                */
    TICKS = 8,   /* dates written below a panel                      */
    NAME = 22,   /* columns of a label's name                        */
};

/* Colours are readable on their page by themselves (contrast above 4.5). */
static const char style[] =
    "  text { font: 12px sans-serif; fill: #1f2328 } .head { font-weight: bold } .soft { fill: #57606a }\n"
    "  .page { fill: #ffffff } .axis { stroke: #8c959f; fill: none } .grid { stroke: #d8dee4 }\n"
    "  .l0 { color: #0b5fa5 } .l1 { color: #9a3f00 } .l2 { color: #1f7a3a } .l3 { color: #7a3b8f } .l4 { "
    "color: "
    "#6b5b00 }\n"
    "  .l5 { color: #a0174a } .band { fill: currentColor; fill-opacity: .14 } .name { fill: currentColor }\n"
    "  .line { stroke: currentColor; stroke-width: 1.8; fill: none } .bar { stroke: currentColor; "
    "stroke-width: 1.2 "
    "}\n"
    "  .mark { stroke: currentColor; stroke-width: 1.5; fill: #ffffff } .l1 .line { stroke-dasharray: 8 4 }\n"
    "  .l2 .line { stroke-dasharray: 2 3 } .l3 .line { stroke-dasharray: 10 3 2 3 }\n"
    "  .l4 .line { stroke-dasharray: 14 6 } .l5 .line { stroke-dasharray: 5 2 }\n"
    "  @media (prefers-color-scheme: dark) {\n"
    "    text { fill: #e6edf3 } .soft { fill: #9198a1 } .page, .mark { fill: #0d1117 }\n"
    "    .axis { stroke: #6e7681 } .grid { stroke: #30363d } .band { fill-opacity: .22 }\n"
    "    .l0 { color: #6cb0ff } .l1 { color: #f2a862 } .l2 { color: #6fd08c } .l3 { color: #d3a0ec } .l4 { "
    "color: "
    "#d9c84f }\n"
    "    .l5 { color: #ff93ab }\n"
    "  }\n";

typedef struct point {
    str panel, date; /* the key without its date, and that */
    double at;       /* by_date's number                   */
    size_t group;
} point;

typedef struct panel {
    size_t begin, end; /* of the points */
    uint64_t records;
} panel;

typedef struct picture {
    const estimates *s;
    point *point; /* [n_points] */
    size_t n_points, n_undated;
    panel *panel; /* [n_panels] */
    size_t n_panels, n_shown;
    uint32_t label[ESTIMATES_LABELS]; /* [n_labels] the largest, in the model's order */
    unsigned n_labels;
    double first, last; /* of all points */
} picture;

bool estimates_picture_check(const by *b, err *e)
{
    return b->n > 0 || err_set(e, ERR_USAGE, "estimate: --plot goes along a date: name one, --by date:month");
}

/* ---- what is drawn ---- */

static str cell_of(str key, size_t column)
{
    str cell = {0};

    for (size_t i = 0; i <= column; i++)
        cell = str_cut(&key, '\t');
    return cell;
}

static bool all_dates(const estimates *s, size_t column, by_cut cut)
{
    size_t n = 0;
    double at;

    for (size_t i = 0; i < s->n; i++) {
        str cell = cell_of(s->group[i].key, column);

        if (cell.n && !by_date(cell, cut, NULL, &at))
            return false;
        n += cell.n > 0;
    }
    return n > 0;
}

/* The column that is time, and how fine it is. */
static bool find_time(const estimates *s, size_t *column, by_cut *cut, err *e)
{
    for (size_t i = s->by->n; i-- > 0;)
        if (s->by->column[i].cut != BY_WHOLE) {
            *column = i;
            *cut = s->by->column[i].cut;
            return true;
        }
    for (size_t i = s->by->n; i-- > 0;)
        for (unsigned fine = BY_DAY; fine >= BY_YEAR; fine--)
            if (all_dates(s, i, (by_cut)fine)) {
                *column = i;
                *cut = (by_cut)fine;
                return true;
            }
    return err_set(e, ERR_USAGE,
                   "estimate: --plot goes along a date, and no --by column is one: --by date:month");
}

/* A key without the cell of a column; p is NULL when memory is out. */
static str without(str key, size_t column, size_t n, arena *a)
{
    static const char between[] = " \u00b7 ";
    char *to = ARENA_NEW(a, key.n + n * sizeof between + 1, char);
    str out = {to, 0};

    for (size_t i = 0; to && i < n; i++) {
        str cell = str_cut(&key, '\t');

        if (i == column)
            continue;
        if (out.n) {
            memcpy(to + out.n, between, sizeof between - 1);
            out.n += sizeof between - 1;
        }
        if (cell.n)
            memcpy(to + out.n, cell.p, cell.n);
        out.n += cell.n;
    }
    return out;
}

static int by_panel_and_time(const void *a, const void *b)
{
    const point *x = a, *y = b;
    int c = str_cmp(x->panel, y->panel);

    if (c == 0)
        c = (x->at > y->at) - (x->at < y->at);
    return c ? c : order_of(x->group, y->group);
}

static bool gather_points(picture *p, arena *a, err *e)
{
    const estimates *s = p->s;
    size_t column = 0;
    by_cut cut = BY_WHOLE;

    p->point = ARENA_NEW(a, s->n + 1, point);
    if (!p->point)
        return err_memory(e);
    if (s->n == 0)
        return true;
    if (!find_time(s, &column, &cut, e))
        return false;
    for (size_t i = 0; i < s->n; i++) {
        point *to = &p->point[p->n_points];

        *to = (point){.date = cell_of(s->group[i].key, column), .group = i};
        if (!by_date(to->date, cut, NULL, &to->at)) {
            p->n_undated++;
            continue;
        }
        to->panel = without(s->group[i].key, column, s->by->n, a);
        if (!to->panel.p)
            return err_memory(e);
        p->first = p->n_points ? fmin(p->first, to->at) : to->at;
        p->last = p->n_points ? fmax(p->last, to->at) : to->at;
        p->n_points++;
    }
    qsort(p->point, p->n_points, sizeof *p->point, by_panel_and_time);
    return true;
}

static int by_records(const void *a, const void *b)
{
    const panel *x = a, *y = b;

    if (x->records != y->records)
        return x->records < y->records ? 1 : -1;
    return order_of(x->begin, y->begin);
}

static int by_begin(const void *a, const void *b)
{
    const panel *x = a, *y = b;

    return order_of(x->begin, y->begin);
}

static bool gather_panels(picture *p, arena *a, err *e)
{
    p->panel = ARENA_NEW(a, p->n_points + 1, panel);
    if (!p->panel)
        return err_memory(e);
    for (size_t i = 0; i < p->n_points; i++) {
        if (i == 0 || !str_eq(p->point[i].panel, p->point[i - 1].panel))
            p->panel[p->n_panels++].begin = i;
        p->panel[p->n_panels - 1].end = i + 1;
        p->panel[p->n_panels - 1].records += p->s->of[p->point[i].group].records;
    }
    p->n_shown = p->n_panels < ESTIMATES_PANELS ? p->n_panels : ESTIMATES_PANELS;
    qsort(p->panel, p->n_panels, sizeof *p->panel, by_records);
    qsort(p->panel, p->n_shown, sizeof *p->panel, by_begin);
    return true;
}

/* The labels with the largest shares of all records, as they were counted. */
static void choose_labels(picture *p)
{
    const estimates *s = p->s;
    double sum[SHARES_LABELS_MAX] = {0};

    for (size_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->K; k++)
            sum[k] += s->of[i].label[k].counted * (double)s->of[i].records;
    for (uint32_t k = 0; k < s->K; k++) {
        uint32_t larger = 0;

        for (uint32_t j = 0; j < s->K; j++)
            larger += sum[j] > sum[k] || (j < k && !(sum[j] < sum[k]));
        if (larger < ESTIMATES_LABELS)
            p->label[p->n_labels++] = k;
    }
}

/* ---- how ---- */

static double x_of(const picture *p, const point *at)
{
    return p->last > p->first ? LEFT + (at->at - p->first) / (p->last - p->first) * (RIGHT - LEFT)
                              : (LEFT + RIGHT) / 2.0;
}

static double y_of(double top, double part)
{
    return top + (1 - part) * HIGH;
}

static const share *share_of(const picture *p, size_t at, unsigned line)
{
    return &p->s->of[p->point[at].group].label[p->label[line]];
}

static void put_mark(unsigned line, double x, double y, buf *out)
{
    static const char *const shape[ESTIMATES_LABELS] = {
        "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
        "M-3 -3h6v6h-6z",
        "M0 -4l4 7h-8z",
        "M0 -4.5l4 4.5l-4 4.5l-4 -4.5z",
        "M-3.5 -3.5l7 7M-3.5 3.5l7 -7",
        "M-4 0h8M0 -4v8",
    };

    buf_printf(out, "<path class=\"mark\" transform=\"translate(%.1f %.1f)\" d=\"%s\"/>\n", x, y,
               shape[line]);
}

/* The points from `begin` to `end`, all with an estimate: band, or bar of a single one, and line. */
static void put_run(const picture *p, size_t begin, size_t end, unsigned line, double top, buf *out)
{
    const share *one = share_of(p, begin, line);

    if (end - begin == 1) {
        if (!isnan(one->low))
            buf_printf(out, "<path class=\"bar\" d=\"M%.1f %.1fV%.1f\"/>\n", x_of(p, &p->point[begin]),
                       y_of(top, one->low), y_of(top, one->high));
        return;
    }
    if (!isnan(one->low)) {
        buf_z(out, "<path class=\"band\" d=\"");
        for (size_t i = begin; i < end; i++)
            buf_printf(out, "%c%.1f %.1f", i == begin ? 'M' : 'L', x_of(p, &p->point[i]),
                       y_of(top, share_of(p, i, line)->high));
        for (size_t i = end; i-- > begin;)
            buf_printf(out, "L%.1f %.1f", x_of(p, &p->point[i]), y_of(top, share_of(p, i, line)->low));
        buf_z(out, "z\"/>\n");
    }
    buf_z(out, "<path class=\"line\" d=\"");
    for (size_t i = begin; i < end; i++)
        buf_printf(out, "%c%.1f %.1f", i == begin ? 'M' : 'L', x_of(p, &p->point[i]),
                   y_of(top, share_of(p, i, line)->estimated));
    buf_z(out, "\"/>\n");
}

/* A run ends where an estimate is missing, or an interval where there were some. */
static bool joined(const share *a, const share *b)
{
    return !isnan(a->estimated) && !isnan(b->estimated) && isnan(a->low) == isnan(b->low);
}

static void put_line(const picture *p, const panel *of, unsigned line, double top, buf *out)
{
    size_t begin = of->begin;

    buf_printf(out, "<g class=\"l%u\">\n", line);
    for (size_t i = of->begin; i < of->end; i++) {
        if (i + 1 < of->end && joined(share_of(p, i, line), share_of(p, i + 1, line)))
            continue;
        if (!isnan(share_of(p, i, line)->estimated))
            put_run(p, begin, i + 1, line, top, out);
        begin = i + 1;
    }
    for (size_t i = of->begin; i < of->end; i++)
        if (!isnan(share_of(p, i, line)->estimated))
            put_mark(line, x_of(p, &p->point[i]), y_of(top, share_of(p, i, line)->estimated), out);
    buf_z(out, "</g>\n");
}

/* Names at the lines' ends, from top to bottom, none nearer to the one above than a line of text. */
static void put_names(const picture *p, const panel *of, double top, buf *out)
{
    double y[ESTIMATES_LABELS], above = -INFINITY;
    bool done[ESTIMATES_LABELS] = {false};

    for (unsigned l = 0; l < p->n_labels; l++) {
        y[l] = NAN;
        for (size_t i = of->begin; i < of->end; i++)
            if (!isnan(share_of(p, i, l)->estimated))
                y[l] = y_of(top, share_of(p, i, l)->estimated);
    }
    for (unsigned n = 0; n < p->n_labels; n++) {
        unsigned next = ESTIMATES_LABELS;

        for (unsigned l = 0; l < p->n_labels; l++)
            if (!done[l] && !isnan(y[l]) && (next == ESTIMATES_LABELS || y[l] < y[next]))
                next = l;
        if (next == ESTIMATES_LABELS)
            break;
        done[next] = true;
        above = fmax(y[next], above + LINE);
        buf_printf(out, "<g class=\"l%u\">", next);
        put_mark(next, RIGHT + 16, above, out);
        buf_printf(out, "<text class=\"name\" x=\"%d\" y=\"%.1f\">", RIGHT + 26, above + 4);
        (void)html_cut(out, p->s->label[p->label[next]], NAME);
        buf_z(out, "</text></g>\n");
    }
}

static void put_axes(const picture *p, const panel *of, double top, buf *out)
{
    size_t n = of->end - of->begin;
    double last = -INFINITY;

    for (unsigned tenth = 0; tenth <= 10; tenth += 5) {
        buf_printf(out, "<path class=\"%s\" d=\"M%d %.1fH%d\"/>", tenth ? "grid" : "axis", LEFT,
                   y_of(top, tenth / 10.0), RIGHT);
        buf_printf(out, "<text class=\"soft\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%u %%</text>\n",
                   LEFT - 8, y_of(top, tenth / 10.0) + 4, 10 * tenth);
    }
    /* As many dates as there is room for, the first of them always. */
    for (size_t i = of->begin; i < of->end; i++) {
        double x = x_of(p, &p->point[i]);

        if ((n > TICKS || p->last > p->first) && x - last < (double)(RIGHT - LEFT) / TICKS)
            continue;
        last = x;
        buf_printf(out, "<path class=\"axis\" d=\"M%.1f %.1fv4\"/>", x, top + HIGH);
        buf_printf(out, "<text class=\"soft\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">", x,
                   top + HIGH + 18);
        (void)html_cut(out, p->point[i].date, 12);
        buf_z(out, "</text>\n");
    }
}

static void put_panel(const picture *p, const panel *of, double top, buf *out)
{
    str name = p->point[of->begin].panel;

    if (name.n) {
        buf_printf(out, "<text class=\"head\" x=\"%d\" y=\"%.1f\">", LEFT, top - 12);
        (void)html_cut(out, name, 80);
        buf_z(out, "</text>\n");
    }
    put_axes(p, of, top, out);
    for (unsigned l = 0; l < p->n_labels; l++)
        put_line(p, of, l, top, out);
    put_names(p, of, top, out);
}

static unsigned left_out(const picture *p, unsigned line, buf *out)
{
    struct {
        size_t n;
        const char *what, *which;
    } missing[] = {{p->n_panels - p->n_shown, "panel", "with fewer records"},
                   {p->s->K - p->n_labels, "label", "of smaller share"},
                   {p->n_undated, "group", "without a date"}};
    unsigned n = 0;

    for (unsigned i = 0; i < sizeof missing / sizeof *missing; i++)
        if (missing[i].n && n++ == line && out)
            buf_printf(out, "not shown: %zu %s%s %s", missing[i].n, missing[i].what,
                       missing[i].n == 1 ? "" : "s", missing[i].which);
    return n;
}

bool estimates_picture(const estimates *s, arena *a, buf *out, err *e)
{
    picture p = {.s = s};
    double height;
    unsigned n_left_out;

    if (!gather_points(&p, a, e) || !gather_panels(&p, a, e))
        return false;
    choose_labels(&p);
    n_left_out = left_out(&p, 0, NULL);
    height = 40 + (double)p.n_shown * (HEAD + HIGH + FOOT) + LINE * n_left_out + 16;

    buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" "
        "role=\"img\">\n",
        WIDTH, height, WIDTH, height);
    buf_printf(out, "<title>Shares of labels over time, method %s, with 95 %% intervals</title>\n",
               s->method);
    buf_printf(out, "<style>\n%s</style>\n", style);
    buf_printf(out, "<rect class=\"page\" width=\"%d\" height=\"%.0f\"/>\n", WIDTH, height);
    buf_printf(out,
               "<text class=\"soft\" x=\"%d\" y=\"26\">share of records, method %s, 95 %% interval</text>\n",
               LEFT, s->method);
    for (size_t i = 0; i < p.n_shown; i++)
        put_panel(&p, &p.panel[i], 40 + HEAD + (double)i * (HEAD + HIGH + FOOT), out);
    for (unsigned i = 0; i < n_left_out; i++) {
        buf_printf(out, "<text class=\"soft\" x=\"%d\" y=\"%.1f\">", LEFT,
                   height - 14 - LINE * (n_left_out - 1 - i));
        (void)left_out(&p, i, out);
        buf_z(out, "</text>\n");
    }
    buf_z(out, "</svg>\n");
    return true;
}
