/* A whisker takes the width that it is given, so its places are shares of it. The others are drawn in pixels
 * of their own and shrink with the page. */
#include "cli/eval_picture.h"

/* The frame of a picture, in pixels. */
typedef struct frame {
    double width, height;
    double left, right, top, bottom; /* of the field that the axes enclose */
    double y_top;                    /* what its upper edge stands for     */
} frame;

static const frame curve_frame = {280, 220, 44, 270, 12, 176, 1};
static const frame reliability_frame = {520, 280, 44, 510, 12, 212, 1};

static double at_x(const frame *f, double x)
{
    return f->left + x * (f->right - f->left);
}

static double at_y(const frame *f, double y)
{
    return f->bottom - y / f->y_top * (f->bottom - f->top);
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
    buf_printf(out, "<text transform=\"translate(10 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
               (f->top + f->bottom) / 2, y);
}

/* ---- whiskers ---- */

static void put_tick(double x, const char *class, buf *out)
{
    buf_printf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"4\" y2=\"16\"/>", class, x, x);
}

void picture_whisker(double value, double low, double high, double from, double to, double zero, buf *out)
{
    /* A dot at either end keeps its whole circle. */
    double scale = 96 / (to - from), v = 2 + (value - from) * scale, l = 2 + (low - from) * scale,
           h = 2 + (high - from) * scale;

    buf_z(out, "<svg class=\"whisker\" width=\"100%\" height=\"20\" aria-hidden=\"true\">"
               "<line class=\"grid\" x1=\"2%\" x2=\"98%\" y1=\"10\" y2=\"10\"/>");
    put_tick(2 + (zero - from) * scale, "axis", out);
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
