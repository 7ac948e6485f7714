/* linear: the one door to liblinear. Fits a two-class linear SVM with squared hinge loss, in the primal:
 *
 *   minimise over w, b   (|w|^2 + b'^2) / 2  +  C sum_i  c_i u_i max(0, 1 - y_i (w . x_i + b))^2
 *
 * with b = b' times the `bias` column, c_i the weight of row i's class and u_i the weight of the row itself.
 * The constant is regularised like any other weight (liblinear's default; newer versions call it
 * regularize_bias = 1).
 *
 * liblinear shows its global names (train, predict, struct model) to whoever includes <linear.h>: only
 * linear.c does, and this header speaks plain arrays.
 *
 * Owns     linear_open copies the rows into liblinear's form, 16 bytes a value: linear_close gives them back.
 * Threads  linear_open is called once a training set; any number of threads may linear_fit on it at the same
 *          time: with this solver liblinear keeps no state and draws no random numbers. The same arguments
 *          give the same bits on any number of threads, for one build of liblinear and one BLAS.
 * Errors   see each function. liblinear itself does not survive running out of memory: it ends the process.
 * Source   Fan et al., LIBLINEAR, JMLR 9 (2008); Lin, Weng & Keerthi, JMLR 9 (2008) for the solver, -s 2.
 *          tests/unit/linear_test.c holds margins to predict_values() and solutions to a zero gradient.
 */
#ifndef SLANT_LEARN_LINEAR_H
#define SLANT_LEARN_LINEAR_H

#include "base/err.h"
#include "learn/matrix.h"

typedef struct linear_data linear_data;

typedef struct linear_options {
    double C;               /* what a row on the wrong side costs, > 0                        */
    double eps;             /* stop when the gradient is this share of what it was at 0,      */
                            /* times the rarer class's share of the rows; liblinear: 0.01     */
    double weight_positive; /* of the rows with y = +1, > 0                                   */
    double weight_negative; /* of the rows with y = -1, > 0                                   */
} linear_options;

#define LINEAR_DEFAULT ((linear_options){.C = 1, .eps = 0.01, .weight_positive = 1, .weight_negative = 1})

/* A training set: some rows of a matrix.
 *
 *   x       is not looked at again after the call
 *   rows    [n]  row numbers < x->N, in any order; NULL means rows 0 to n - 1
 *   weight  [n]  of each, in units of one ordinary row, resolved as copies.h says; NULL means 1
 *   bias    value of a column that every row has; < 0: no such column, and the constant is 0
 *
 * NULL on error: ERR_INPUT for weights that copies.h refuses and for values not finite; ERR_MEMORY. */
linear_data *linear_open(const matrix *x, const uint32_t *rows, size_t n, const double *weight, double bias,
                         err *e);
void linear_close(linear_data *d);

/*   y  [n]      +1 or -1, of the rows that linear_open was given
 *   w  [D + 1]  written; w[D] is the constant. A positive margin speaks for y = +1.
 *
 * Errors   ERR_INPUT where all rows that count are of one class; ERR_USAGE with liblinear's words for options
 *          that it refuses; ERR_MEMORY.
 * Cost     O(values) for each of some tens of conjugate gradient steps; 9 doubles a column, 7 a row. */
bool linear_fit(const linear_data *d, const signed char *y, const linear_options *o, double *w, err *e);

/* w . x_row + w[D]. */
double linear_margin(const double *w, const matrix *x, uint32_t row);

/* The version that was linked, 230 for 2.30: part of what makes a model the same twice. */
int linear_version(void);

#endif
