/* The ledger's picture. Each line has a port of its own on both sides, so that no two lie on each other where
 * they begin or end; a name stands beside the middle of its ports. Holders keep the order of the ledger;
 * targets are put in the order of the mean height of what leads to them, which undoes most crossings (the
 * barycentre step of Sugiyama, Tagawa and Toda, 1981, taken once). */
#include "cli/article_picture.h"

#include <stdlib.h>

#include "cli/html.h"

enum {
    PORT = 20,  /* pixels from port to port                 */
    SPACE = 12, /* between the ports of two names           */
    LONG = 38,  /* columns of a name on a wide page         */
    SHORT = 14, /* ... and on a narrow one                  */
};

typedef struct line {
    const ledger_row *row;
    uint32_t count;
    bool favor;
    unsigned target; /* the target that it leads to      */
    double from, to; /* heights                          */
} line;

typedef struct place {
    str name;
    bool author;
    double sum; /* of the heights of what leads to it */
    unsigned lines;
    double top, bottom;
} place;

typedef struct picture {
    line line[PICTURE_LINES];
    place holder[PICTURE_LINES], target[PICTURE_LINES];
    unsigned rank[PICTURE_LINES]; /* targets from top to bottom */
    unsigned n_lines, n_holders, n_targets;
    uint32_t most; /* the largest count */
    double height;
} picture;

/* ---- what is drawn ---- */

/* Keeps the line, or in its place drops one that counts less, the last of those. */
static void keep(picture *p, line l)
{
    unsigned least = 0;

    if (p->n_lines < PICTURE_LINES) {
        p->line[p->n_lines++] = l;
        return;
    }
    for (unsigned i = 1; i < p->n_lines; i++)
        if (p->line[i].count <= p->line[least].count)
            least = i;
    if (p->line[least].count >= l.count)
        return;
    for (unsigned i = least; i + 1 < p->n_lines; i++)
        p->line[i] = p->line[i + 1];
    p->line[p->n_lines - 1] = l;
}

static uint32_t choose(picture *p, const ledger_row *row, uint32_t n)
{
    uint32_t lines = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t count[2] = {row[i].favor, row[i].against};

        for (unsigned k = 0; k < 2; k++) {
            if (count[k] == 0)
                continue;
            lines++;
            keep(p, (line){.row = &row[i], .count = count[k], .favor = k == 0});
            if (count[k] > p->most)
                p->most = count[k];
        }
    }
    return lines - p->n_lines;
}

static unsigned find_target(picture *p, str name)
{
    for (unsigned i = 0; i < p->n_targets; i++)
        if (ledger_compare(p->target[i].name, name) == 0)
            return i;
    p->target[p->n_targets] = (place){.name = name};
    return p->n_targets++;
}

/* ---- where it stands ---- */

/* The next port of a place, below those that it has. */
static double take_port(place *at, double *y)
{
    if (at->lines == 0)
        at->top = *y;
    at->lines++;
    *y += PORT;
    at->bottom = *y;
    return *y - PORT / 2.0;
}

static double place_holders(picture *p)
{
    double y = 0;

    for (unsigned i = 0; i < p->n_lines; i++) {
        line *l = &p->line[i];

        if (i == 0 || !ledger_same_holder(l->row, p->line[i - 1].row)) {
            y += i ? SPACE : 0;
            p->holder[p->n_holders++] = (place){.name = l->row->holder, .author = l->row->by_author};
        }
        l->from = take_port(&p->holder[p->n_holders - 1], &y);
        l->target = find_target(p, l->row->target);
        p->target[l->target].sum += l->from;
        p->target[l->target].lines++;
    }
    return y;
}

static double mean_height(const place *t)
{
    return t->sum / t->lines;
}

static double place_targets(picture *p)
{
    double y = 0;

    for (unsigned i = 0; i < p->n_targets; i++) { /* by insertion: those of one height stay in order */
        unsigned at = i;

        for (; at && mean_height(&p->target[p->rank[at - 1]]) > mean_height(&p->target[i]); at--)
            p->rank[at] = p->rank[at - 1];
        p->rank[at] = i;
    }
    for (unsigned r = 0; r < p->n_targets; r++) {
        place *t = &p->target[p->rank[r]];

        y += r ? SPACE : 0;
        t->lines = 0;
        for (unsigned i = 0; i < p->n_lines; i++)
            if (p->line[i].target == p->rank[r])
                p->line[i].to = take_port(t, &y);
    }
    return y;
}

/* Both sides around one middle. */
static void arrange(picture *p)
{
    double left = place_holders(p), right = place_targets(p), down;

    p->height = left > right ? left : right;
    down = (p->height - left) / 2;
    for (unsigned i = 0; i < p->n_lines; i++)
        p->line[i].from += down;
    for (unsigned i = 0; i < p->n_holders; i++)
        p->holder[i].top += down, p->holder[i].bottom += down;
    down = (p->height - right) / 2;
    for (unsigned i = 0; i < p->n_lines; i++)
        p->line[i].to += down;
    for (unsigned i = 0; i < p->n_targets; i++)
        p->target[i].top += down, p->target[i].bottom += down;
}

/* ---- how it is drawn ---- */

static void put_name(const place *at, unsigned columns, const char *class, const char *where, buf *out)
{
    buf cut = {0};
    bool shorter = html_cut(&cut, at->name, columns);

    buf_printf(out, "<text class=\"%s%s\" %s y=\"%.1f\">", class, at->author ? " by" : "", where,
               (at->top + at->bottom) / 2);
    if (shorter) {
        buf_z(out, "<title>");
        html_text(out, at->name);
        buf_z(out, "</title>");
    }
    buf_str(out, buf_view(&cut));
    buf_z(out, "</text>");
    out->failed |= cut.failed;
    buf_free(&cut);
}

static void put_place(const place *at, const char *x, const char *where, buf *out)
{
    put_name(at, LONG, "long", where, out);
    put_name(at, SHORT, "short", where, out);
    buf_printf(out, "<line class=\"bar\" x1=\"%s\" x2=\"%s\" y1=\"%.1f\" y2=\"%.1f\"/>\n", x, x, at->top + 2,
               at->bottom - 2);
}

static void put_line(const picture *p, const line *l, buf *out)
{
    double steps = p->most > 6 ? p->most - 1 : 5;

    buf_printf(out, "<path class=\"%s\" stroke-width=\"%.1f\" d=\"M0 %.1fC50 %.1f 50 %.1f 100 %.1f\"/>\n",
               l->favor ? "f" : "a", 1.5 + 5 * (l->count - 1) / steps, l->from, l->from, l->to, l->to);
}

static void draw(const picture *p, buf *out)
{
    buf_printf(
        out,
        "<svg class=\"picture\" role=\"img\" aria-label=\"Stances as lines from holders to targets; the "
        "table below says the same.\" width=\"100%%\" height=\"%.0f\">\n",
        p->height);
    for (unsigned i = 0; i < p->n_holders; i++)
        put_place(&p->holder[i], "36%", "x=\"36%\" dx=\"-9\" text-anchor=\"end\"", out);
    for (unsigned i = 0; i < p->n_targets; i++)
        put_place(&p->target[p->rank[i]], "64%", "x=\"64%\" dx=\"9\"", out);
    buf_printf(out,
               "<svg x=\"36%%\" width=\"28%%\" height=\"%.0f\" viewBox=\"0 0 100 %.0f\" "
               "preserveAspectRatio=\"none\">\n",
               p->height, p->height);
    for (unsigned i = 0; i < p->n_lines; i++)
        put_line(p, &p->line[i], out);
    buf_z(out, "</svg>\n");
    for (unsigned i = 0; i < p->n_lines; i++) {
        const line *l = &p->line[i];

        buf_printf(out, "<text class=\"%s\" x=\"36%%\" dx=\"8\" y=\"%.1f\">%s%u</text>\n",
                   l->favor ? "number f" : "number a", l->from, l->favor ? "+" : "−", l->count);
    }
    buf_z(out, "</svg>\n");
}

uint32_t article_picture(const ledger_row *row, uint32_t n, buf *out)
{
    picture p = {0};
    uint32_t left_out = choose(&p, row, n);

    if (p.n_lines) {
        arrange(&p);
        draw(&p, out);
    }
    return left_out;
}
