/* linear: two-class linear SVMs with squared hinge loss over one set of rows, up to LINEAR_LANES at a time:
 *
 *   minimise over w, b   (|w|^2 + b^2) / 2  +  C sum_i  c_i u_i max(0, 1 - y_i (w . x_i + b))^2
 *
 * with c_i the weight of row i's class and u_i the weight of the row itself. The constant b is regularised
 * like any other weight: it is the weight of a column of ones.
 *
 * Owns     linear_open keeps a number a row, and borrows the rows and their weights until linear_close.
 * Threads  any number of threads may linear_fit on one training set at the same time. The same arguments give
 *          the same bits on any machine.
 * Source   the objective is liblinear's (Fan et al., LIBLINEAR, JMLR 9, 2008), and tests/unit/linear_test.c
 *          holds margins to what it finds; for the method see linear.c.
 */
#ifndef SLANT_LEARN_LINEAR_H
#define SLANT_LEARN_LINEAR_H

#include "base/err.h"
#include "learn/matrix.h"

enum {
    LINEAR_LANES = 4,         /* that are fitted in one go, a look at a row serving all        */
    LINEAR_ROUNDS_MAX = 1000, /* looks at a row at most: what is there by then is the answer   */
};

typedef struct linear_data linear_data;

typedef struct linear_options {
    double C;   /* what a row on the wrong side costs, > 0                                           */
    double eps; /* stop when, over the rows, the slopes y_i (w . x_i + b) - 1 + a_i / (2 C_i) that   */
                /* should be 0 lie within a span of eps, > 0; they are in units of margin            */
} linear_options;

#define LINEAR_DEFAULT ((linear_options){.C = 1, .eps = 0.1})

/* One machine of several over the same rows. */
typedef struct linear_lane {
    const signed char *y;   /* [n]      +1 or -1                                        */
    double weight_positive; /* of the rows with y = +1, > 0                             */
    double weight_negative; /* of the rows with y = -1, > 0                             */
    double *w;              /* [D + 1]  written; w[D] is the constant. A positive margin speaks for y = +1 */
    bool rested;            /* written: false where LINEAR_ROUNDS_MAX came before eps: w is approximate     */
} linear_lane;

/* A training set: rows 0 to n - 1 of a matrix.
 *
 *   weight  [n]  of each, in units of one ordinary row, 0 for a row that is not there; NULL means 1
 *
 * NULL on error: ERR_INPUT for weights that are no numbers from 0 up, no weight above 0, and values that are
 * not finite; ERR_MEMORY. */
linear_data *linear_open(const matrix *x, size_t n, const double *weight, err *e);
void linear_close(linear_data *d);

/* Errors   ERR_INPUT where all rows of a lane that count are of one class; ERR_USAGE for options that are not
 *          above 0 and finite; ERR_MEMORY.
 * Cost     O(values) a round, some ten rounds for text at C = 1, more for a larger C. Scratch of 4 floats a
 *          column, 4 doubles a row. */
bool linear_fit(const linear_data *d, const linear_options *o, linear_lane *lane, unsigned n_lanes,
                err *e);

/* w . x_row + w[D]. */
double linear_margin(const double *w, const matrix *x, uint32_t row);

#endif
