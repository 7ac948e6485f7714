/* A whisker takes the width that it is given, so its places are shares of it. The others are drawn in pixels
 * of their own and shrink with the page. */
#include "cli/eval_picture.h"

/* The frame of a picture, in pixels. */
typedef struct frame {
    double width, height;
    double left, right, top, bottom; /* of the field that the axes enclose */
    double y_top, y_low;             /* what its edges stand for           */
} frame;

static const frame curve_frame = {280, 220, 44, 270, 12, 176, 1, 0};
static const frame reliability_frame = {520, 280, 44, 510, 12, 212, 1, 0};
static const frame learning_frame = {420, 280, 52, 410, 12, 232, 1, 0};

static double at_x(const frame *f, double x)
{
    return f->left + x * (f->right - f->left);
}

static double at_y(const frame *f, double y)
{
    return f->bottom - (y - f->y_low) / (f->y_top - f->y_low) * (f->bottom - f->top);
}

static void begin_picture(const frame *f, buf *out)
{
    buf_printf(out,
               "<svg class=\"plot\" role=\"img\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">",
               f->width, f->height, f->width, f->height);
}

static void put_label(double x, double y, const char *anchor, const char *words, buf *out)
{
    buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
}

static void put_y_name(const frame *f, const char *name, buf *out)
{
    buf_printf(out, "<text transform=\"translate(10 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
               (f->top + f->bottom) / 2, name);
}

/* Lines at quarters, what they stand for, and the names of the axes. */
static void put_axes(const frame *f, const char *x, const char *y, double below, buf *out)
{
    char word[32];

    for (unsigned i = 0; i <= 4; i++) {
        double share = i / 4.0, right = at_x(f, share), up = at_y(f, share * f->y_top);
        buf number = {0};

        buf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/>", i ? "grid" : "axis", f->left, up,
                   f->right);
        buf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fV%.1f\"/>", i ? "grid" : "axis", right, f->top,
                   f->bottom);
        buf_fixed(&number, share * f->y_top, f->y_top < 0.2 ? 4 : f->y_top < 1 ? 3 : 2);
        if (number.n && number.n < sizeof word) {
            size_t n = number.n;

            while (n > 4 && number.p[n - 1] == '0') /* 0.0500 as 0.05 */
                n--;
            memcpy(word, number.p, n);
            word[n] = 0;
            put_label(f->left - 6, up + 4, "end", word, out);
        }
        out->failed |= number.failed;
        buf_free(&number);
        buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.2f</text>", right,
                   f->bottom + 15, share);
    }
    put_label((f->left + f->right) / 2, f->bottom + below, "middle", x, out);
    put_y_name(f, y, out);
}

/* ---- whiskers ---- */

static void put_tick(double x, const char *class, buf *out)
{
    buf_printf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"4\" y2=\"16\"/>", class, x, x);
}

void picture_whisker(double value, double low, double high, double from, double to, buf *out)
{
    /* A dot at either end keeps its whole circle. */
    double scale = 96 / (to - from), v = 2 + (value - from) * scale, l = 2 + (low - from) * scale,
           h = 2 + (high - from) * scale;

    buf_z(out, "<svg class=\"whisker\" width=\"100%\" height=\"20\" aria-hidden=\"true\">"
               "<line class=\"grid\" x1=\"2%\" x2=\"98%\" y1=\"10\" y2=\"10\"/>");
    put_tick(2 + (0 - from) * scale, "axis", out);
    if (low >= from && high <= to) {
        buf_printf(out, "<line class=\"reach\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"10\" y2=\"10\"/>", l, h);
        put_tick(l, "reach", out);
        put_tick(h, "reach", out);
    }
    if (value >= from && value <= to)
        buf_printf(out, "<circle cx=\"%.2f%%\" cy=\"10\" r=\"4.5\"/>", v);
    buf_z(out, "</svg>");
}

void picture_scale(double from, double to, buf *out)
{
    buf_z(out, "<svg class=\"plot\" width=\"100%\" height=\"14\" aria-hidden=\"true\">");
    for (unsigned i = 0; i <= 4; i += from < 0 ? 2 : 1) {
        double v = from + (to - from) * i / 4;

        buf_printf(out, "<text x=\"%u%%\" y=\"11\" text-anchor=\"%s\">%s%g</text>", i < 4 ? 2 + 24 * i : 100,
                   i < 4 ? "middle" : "end",
                   v < 0               ? "−"
                   : from < 0 && v > 0 ? "+"
                                       : "",
                   fabs(v));
    }
    buf_z(out, "</svg>");
}

/* ---- curves ---- */

double picture_top(const curve *c)
{
    static const double tops[] = {0.05, 0.1, 0.2, 0.5, 1};
    size_t i = 0;

    for (size_t k = 0; k < c->n; k++)
        while (i + 1 < sizeof tops / sizeof *tops && c->point[k].y > tops[i])
            i++;
    return tops[i];
}

void picture_curve(const curve *c, const picture_axes *axes, buf *out)
{
    frame f = curve_frame;

    f.y_top = axes->top;
    begin_picture(&f, out);
    buf_printf(out, "<title>%s at each %s; it ends at %.3f</title>", axes->y, axes->x,
               c->n ? c->point[c->n - 1].y : 0.0);
    put_axes(&f, axes->x, axes->y, 34, out);
    if (!isnan(axes->level))
        buf_printf(out, "<path class=\"level\" d=\"M%.1f %.1fH%.1f\"/>", f.left, at_y(&f, axes->level),
                   f.right);
    for (size_t i = 0; i < c->n; i++) {
        double x = at_x(&f, c->point[i].x), y = at_y(&f, c->point[i].y);

        if (i == 0)
            buf_printf(out, "<path class=\"curve\" d=\"M%.1f %.1fH%.1f", f.left, y, x);
        else
            buf_printf(out, "V%.1fH%.1f", y, x);
    }
    buf_z(out, c->n ? "\"/></svg>\n" : "</svg>\n");
}

/* ---- reliability ---- */

void picture_reliability(const reliability bin[METRICS_BINS], buf *out)
{
    const frame *f = &reliability_frame;
    double width = (f->right - f->left) / METRICS_BINS;

    begin_picture(f, out);
    buf_z(out, "<title>accuracy against mean confidence in 15 bins; the table below says the same</title>");
    put_axes(f, "confidence", "accuracy", 52, out);
    for (unsigned b = 0; b < METRICS_BINS; b++) {
        double left = f->left + b * width, up = at_y(f, bin[b].accuracy);

        if (!(bin[b].weight > 0))
            continue;
        buf_printf(out, "<rect class=\"bin\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                   left + 2, up, width - 4, f->bottom - up);
        buf_printf(out, "<text class=\"count\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu</text>",
                   left + width / 2, f->bottom + 32, bin[b].rows);
    }
    buf_printf(out, "<text class=\"count\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">records</text>",
               f->left - 2, f->bottom + 32);
    buf_printf(out, "<path class=\"level\" d=\"M%.1f %.1fL%.1f %.1f\"/>", f->left, f->bottom, f->right,
               f->top);
    for (unsigned b = 0; b < METRICS_BINS; b++)
        if (bin[b].weight > 0)
            buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", at_x(f, bin[b].confidence),
                       at_y(f, bin[b].accuracy));
    buf_z(out, "</svg>\n");
}

/* ---- learning curves ---- */

/* The least and the largest of what is drawn. */
static void reach_of(const learning_curve *c, unsigned f, double *low, double *high)
{
    *low = 1;
    *high = 0;
    for (size_t i = 0; i < c->n; i++) {
        const learning_value *v = &c->point[i].is[f];

        *low = fmin(*low, fmin(v->value, v->low)); /* fmin takes the number beside a NAN */
        *high = fmax(*high, fmax(v->value, v->high));
    }
}

/* Round numbers around them for the edges. Returns how many steps lie between: one to five. */
static unsigned round_scale(double low, double high, frame *f)
{
    static const double steps[] = {0.01, 0.02, 0.05, 0.1, 0.2}; /* with the last, 0 to 1 is five */
    static const double hair = 1e-9;                            /* 0.85 is a multiple of 0.05     */
    double first, last;
    size_t i = 0;

    for (;; i++) {
        first = floor(low / steps[i] + hair);
        last = ceil(high / steps[i] - hair);
        if (last - first <= 5 || i + 1 == sizeof steps / sizeof *steps)
            break;
    }
    if (last <= first) { /* all on one line */
        first -= last * steps[i] > 0.5;
        last = first + 1;
    }
    f->y_low = first * steps[i];
    f->y_top = last * steps[i];
    return (unsigned)lround(last - first);
}

static void put_scales(const frame *f, unsigned n_steps, const learning_curve *c, const double *x, buf *out)
{
    for (unsigned i = 0; i <= n_steps; i++) {
        double y = f->y_low + (f->y_top - f->y_low) * i / n_steps;
        buf number = {0};

        buf_printf(out,
                   "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
                   "text-anchor=\"end\">",
                   f->left, at_y(f, y), f->right, f->left - 6, at_y(f, y) + 4);
        buf_fixed(&number, y, 2);
        buf_str(out, buf_view(&number));
        buf_z(out, "</text>");
        out->failed |= number.failed;
        buf_free(&number);
    }
    buf_printf(out, "<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", f->left, f->bottom, f->right);
    for (size_t i = 0; i < c->n; i++) {
        buf_printf(out, "<path class=\"axis\" d=\"M%.1f %.1fv4\"/>", x[i], f->bottom);
        /* The last number stands in any case; one that would touch the next does not. */
        if (i + 1 == c->n || x[i + 1] - x[i] > 46)
            buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>", x[i],
                       f->bottom + 16, round(c->point[i].learnt_from));
    }
    put_label((f->left + f->right) / 2, f->bottom + 36, "middle", "records learnt from", out);
}

void picture_learning(const learning_curve *c, unsigned f, const char *name, buf *out)
{
    enum { ASIDE = 24 }; /* between the edges and the outer dots */
    frame at = learning_frame;
    double x[LEARNING_POINTS], low, high, wide;
    unsigned n_steps;

    if (c->n == 0)
        return;
    reach_of(c, f, &low, &high);
    n_steps = round_scale(low, high, &at);
    wide = log(c->point[c->n - 1].learnt_from / c->point[0].learnt_from);
    for (size_t i = 0; i < c->n; i++)
        x[i] = at.left + ASIDE +
               (wide > 0 ? log(c->point[i].learnt_from / c->point[0].learnt_from) / wide : 0.5) *
                   (at.right - at.left - 2 * ASIDE);
    begin_picture(&at, out);
    buf_printf(out, "<title>%s against the records learnt from; the table below says the same</title>", name);
    put_scales(&at, n_steps, c, x, out);
    put_y_name(&at, name, out);
    for (size_t i = 0; i < c->n; i++)
        buf_printf(out, "%s%.1f %.1f", i ? "L" : "<path class=\"between\" d=\"M", x[i],
                   at_y(&at, c->point[i].is[f].value));
    buf_z(out, "\"/>");
    for (size_t i = 0; i < c->n; i++) {
        const learning_value *v = &c->point[i].is[f];

        if (!isnan(v->low) && !isnan(v->high))
            buf_printf(out, "<path class=\"bar\" d=\"M%.1f %.1fh8m-4 0V%.1fm-4 0h8\"/>", x[i] - 4,
                       at_y(&at, v->low), at_y(&at, v->high));
        buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x[i], at_y(&at, v->value));
    }
    buf_z(out, "</svg>\n");
}
