/* eval_picture: figures as pictures, inline SVG: a whisker, a curve, a reliability diagram, a learning curve. Each says in words, for those
 * who do not see it, what it shows; colours and lines are the page's style sheet's (eval_css.c).
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.      Cost  O(points).
 */
#ifndef SLANT_CLI_EVAL_PICTURE_H
#define SLANT_CLI_EVAL_PICTURE_H

#include "base/buf.h"
#include "learn/learning.h"
#include "measure/curves.h"

/* A dot at value and a line from low to high, on a scale of [from, to] as wide as its place; 0 is marked on it.
 * What lies outside the scale is not drawn. low NAN: the dot alone. */
void picture_whisker(double value, double low, double high, double from, double to, buf *out);

/* What stands above whiskers: from, the middle and to, with their signs where from is below 0. */
void picture_scale(double from, double to, buf *out);

typedef struct picture_axes {
    const char *x, *y; /* what they are: "recall", "precision"            */
    double top;        /* of y; both begin at 0, x ends at 1              */
    double level;      /* a broken line across, for comparison; NAN: none */
} picture_axes;

/* In steps, since the area is that under steps. */
void picture_curve(const curve *c, const picture_axes *axes, buf *out);

/* The smallest of 0.05, 0.1, 0.2, 0.5 and 1 that no point is above: a top for curves that stay low. */
double picture_top(const curve *c);

/* Accuracy against confidence, bin by bin, with the number of records of each below. */
void picture_reliability(const reliability bin[METRICS_BINS], buf *out);

/* Figure f of a learning curve against the records learnt from, on a scale where a doubling is a step: dots with their
 * intervals, joined so that the eye finds the next one. y is cut to where the intervals are. None without points. */
void picture_learning(const learning_curve *c, unsigned f, const char *name, buf *out);

#endif
