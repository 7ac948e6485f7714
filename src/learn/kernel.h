/* kernel: the one door to libsvm for training. Fits a two-class machine, one a lane:
 *
 *   margin(x) = bias + sum_s coef[s] k(x, x_row[s])       > 0 speaks for y = +1; k as in model/kernel_value.h
 *
 * C-SVC bounds the coefficients by C times the weights of class and row; nu-SVC (Schoelkopf et al. 2000)
 * takes instead the share nu of the rows that may lie on the wrong side of their margin.
 *
 * Owns     kernel_open copies the rows into libsvm's form, 16 bytes a value: kernel_close gives them back.
 *          A machine owns its arrays: kernel_free gives them back.
 * Threads  kernel_open is called once a training set; any number of threads may kernel_fit on it at the same
 *          time, each with a cache of its own: without probabilities libsvm keeps no state and draws no
 *          random numbers. The same arguments give the same bits on any number of threads.
 * Errors   see each function. libsvm itself does not survive running out of memory: it ends the process.
 * Source   Chang & Lin, LIBSVM, ACM TIST 2 (2011). tests/unit/kernel_test.c holds margins to
 *          svm_predict_values() within 1e-9.
 */
#ifndef SLANT_LEARN_KERNEL_H
#define SLANT_LEARN_KERNEL_H

#include "base/err.h"
#include "learn/matrix.h"
#include "model/model.h"

typedef struct kernel_data kernel_data;

typedef struct kernel_options {
    kernel_kind kind;       /* KERNEL_NONE is the linear kernel                                      */
    double gamma;           /* poly, rbf, sigmoid; >= 0                                              */
    double coef0;           /* poly, sigmoid                                                         */
    uint32_t degree;        /* poly                                                                  */
    bool nu_svc;            /* false: C-SVC                                                          */
    double C;               /* C-SVC: what a row on the wrong side costs, > 0                        */
    double nu;              /* nu-SVC: (0, 1], at most twice the rarer class's share of the rows     */
    double eps;             /* stop when the optimality conditions hold within this                  */
    double cache_mb;        /* of kernel values kept, for each fit that runs                         */
    double weight_positive; /* C-SVC: of the rows with y = +1, > 0; nu-SVC knows none: both 1        */
    double weight_negative;
} kernel_options;

/* gamma is the caller's to set */
#define KERNEL_DEFAULT                                                                                       \
    ((kernel_options){.kind = KERNEL_RBF,                                                                    \
                      .degree = 3,                                                                           \
                      .C = 1,                                                                                \
                      .nu = 0.5,                                                                             \
                      .eps = 1e-3,                                                                           \
                      .cache_mb = 200,                                                                       \
                      .weight_positive = 1,                                                                  \
                      .weight_negative = 1})

typedef struct kernel_machine {
    size_t n;      /* support vectors                                                           */
    uint32_t *row; /* [n]  rows of the matrix, in the order that kernel_open was given          */
    double *coef;  /* [n]  never 0; of a row with copies, the sum over them                     */
    double bias;   /* libsvm's -rho                                                             */
} kernel_machine;

/* A training set: some rows of a matrix. x is not looked at again after the call.
 *
 *   rows    [n]  row numbers < x->N, in any order, none twice; NULL means rows 0 to n - 1
 *   weight  [n]  of each, in units of one ordinary row, resolved as copies.h says; NULL means 1
 *
 * NULL on error: ERR_INPUT for weights that copies.h refuses and for values not finite; ERR_MEMORY. */
kernel_data *kernel_open(const matrix *x, const uint32_t *rows, size_t n, const double *weight, err *e);
void kernel_close(kernel_data *d);

/*   y  [n]  +1 or -1, of the rows that kernel_open was given
 *
 * Errors   ERR_INPUT where all rows that count are of one class, or nu-SVC finds no margin between them;
 *          ERR_USAGE for an option that is refused, with libsvm's words ("specified nu is infeasible"), and
 *          where kernel values would not fit libsvm's floats; ERR_MEMORY. *out is empty then.
 * Cost     between O(n^2) and O(n^3) kernel values: minutes from some ten thousand rows on. Ten million steps
 *          without an end make libsvm say so on stderr, where no hook reaches, and give what it has. */
bool kernel_fit(const kernel_data *d, const signed char *y, const kernel_options *o, kernel_machine *out,
                err *e);
void kernel_free(kernel_machine *m);

/* The margins of some rows under a machine that was fitted, with options o, on rows of the same matrix.
 *
 *   rows    [n]  row numbers < x->N; NULL means rows 0 to n - 1
 *   margin  [n]  written
 *
 * Errors   ERR_MEMORY.      Cost     O(n * values of the support vectors). */
bool kernel_margins(const kernel_machine *m, const kernel_options *o, const matrix *x, const uint32_t *rows,
                    size_t n, double *margin, err *e);

/* A machine with the linear kernel as one weight a column: w [D + 1], w[D] is the constant. */
void kernel_linear_weights(const kernel_machine *m, const matrix *x, double *w);

#endif
