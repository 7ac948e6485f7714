/* curves: what is gained by answering less: figures at every threshold of confidence.
 *
 * Rows stand in order of falling score, and thresholds lie between them: rows of one score pass together, so that a
 * curve does not depend on the order of the rows. At each threshold, over the rows that pass,
 *
 *   risk        x  coverage, their share of all rows          y  risk, the share of them that is wrong
 *   precision   x  recall, the share of the label's rows      y  precision, the share of them with the label
 *
 *   area = sum over thresholds of (x - the x before) * y
 *
 * which is for risk AURC, the mean, over rows, of the risk that is run when nothing less certain is answered, and for
 * precision average precision, as scikit-learn has it: neither joins points by lines, which would flatter.
 *
 * A row's confidence is that of its given label, or, where the answer is unsure, of the one it would have had. Rows
 * without probabilities are left out. All shares are of weights.
 *
 * A threshold that adds nothing to x is no point. Points are thinned: the first, the last and between them those that
 * are a step of 1/CURVE_STEPS or more past the one before. The area is that of all.
 *
 * Owns     nothing: points are the arena's.      Threads  pure.
 * Errors   memory.      Cost     O(N log N); 24 bytes a row while it works.
 * Source   El-Yaniv & Wiener, JMLR 11 (2010), for risk and coverage; Geifman, Uziel & El-Yaniv, ICLR 2019, for the
 *          area.
 */
#ifndef SLANT_MEASURE_CURVES_H
#define SLANT_MEASURE_CURVES_H

#include "measure/metrics.h"

enum { CURVE_STEPS = 100 };

typedef struct curve_point {
    double score; /* the least that passes */
    double x, y;
} curve_point;

typedef struct curve {
    curve_point *point; /* [n]  x rises; none where there is nothing to draw */
    size_t n;
    double area;        /* NAN with no points                                      */
    double whole;       /* y when all rows pass, likewise                          */
} curve;

/* One label a row only; none without in->certainty. */
bool curves_risk(const answers *in, arena *a, curve *out, err *e);

/* Of label k. score [N], `stride` apart: how likely k is, in any unit; NAN: unknown. None where k is nowhere true. */
bool curves_precision(const answers *in, uint32_t k, const float *score, size_t stride, arena *a, curve *out, err *e);

#endif
