/* spectrum: the eigenpairs of largest absolute value of a sparse symmetric matrix, nearly.
 *
 *   x      [N][N]  flat and symmetric, which is not checked; finite values, of a size whose products are floats
 *   k      1 to SPECTRUM_K_MAX, at most N
 *   u      [N][k]  written: u[i k + c] is component i of eigenvector c; length 1. Of every vector the component of
 *                  largest absolute value, the first of several, is positive
 *   value  [k]     written: its eigenvalue; absolute values decrease
 *
 * A vector of zeros with the value 0 stands where the matrix has fewer than k eigenvalues other than 0. The
 * random start is part of the method: what is found differs from an eigenpair by its convergence, which is
 * poor where absolute values hardly decrease; the space that the vectors span is then a good one all the same.
 * With N <= k + SPECTRUM_MORE the answer is exact up to rounding.
 *
 * Owns     nothing: scratch of 2 N (k + 20) floats and 33 (k + 20)^2 doubles for the time of the call.
 * Threads  o->threads of its own; the same bytes on any number of them.
 * Errors   ERR_MEMORY.
 * Cost     SPECTRUM_ROUNDS + 1 products of nnz (k + 20) multiplications, as many orthonormalisations of N (k + 20)^2;
 *          Jacobi's rotations, on one thread, some 50 (k + 20)^3 multiplications: 10 ms for k = 100, 17 s for 1000.
 *          40000 words of 12 million, on two threads: 4 s for k = 100, 15 s for k = 300.
 * Source   Halko, Martinsson & Tropp, Finding Structure with Randomness, SIAM Review 53 (2011), algorithm 4.4 and 5.3;
 *          Golub & Van Loan, Matrix Computations, 8.5 (Jacobi). tests/unit/spectrum_test.c holds it to matrices whose
 *          eigenpairs are known.
 */
#ifndef SLANT_LEARN_SPECTRUM_H
#define SLANT_LEARN_SPECTRUM_H

#include "base/err.h"
#include "learn/matrix.h"

enum {
    SPECTRUM_K_MAX = 1000,
    SPECTRUM_MORE = 20,  /* columns beside the k that are looked for: the last of those converge by them */
    SPECTRUM_ROUNDS = 6, /* multiplications before the eigenpairs are read off                           */
};

typedef struct spectrum_options {
    unsigned k;
    unsigned threads; /* at least 1                                                       */
    uint64_t seed;    /* of the random start                                              */
    void (*on_step)(void *to, unsigned done, unsigned total); /* may be NULL; this thread */
    void *to;
} spectrum_options;

bool spectrum_find(const matrix *x, const spectrum_options *o, float *u, double *value, err *e);

#endif
