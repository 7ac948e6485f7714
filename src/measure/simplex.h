/* simplex: shares, that is K numbers that are not below 0 and sum to 1.
 *
 *   simplex_project   the shares nearest to v
 *   simplex_solve     the shares p for which M p is nearest to q, in least squares
 *   simplex_pivot     how far M is from singular: the smallest pivot of its elimination, 0 for a singular one. Where
 *                     the columns of M sum to 1 the pivots lie between 0 and 1
 *
 *   M     [K][K]  M[j K + i]; any finite numbers
 *   v, p, q  [K]
 *   work  [SIMPLEX_WORK(K)]  scratch
 *
 * simplex_solve adds 1e-12 to the diagonal of M'M, so that it answers where M is singular too: with one of the shares
 * that fit equally well. Whoever must know asks simplex_pivot.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     project O(K log K); solve O(K^3) for each label that enters or leaves, at most some K of them.
 * Source   project: Duchi, Shalev-Shwartz, Singer & Chandra, "Efficient projections onto the l1-ball", ICML 2008,
 *          figure 1. solve: the primal active-set method, Nocedal & Wright, Numerical Optimization (2006), algorithm
 *          16.3; for bounds at 0 alone it is Lawson & Hanson's NNLS (1974).
 */
#ifndef SLANT_MEASURE_SIMPLEX_H
#define SLANT_MEASURE_SIMPLEX_H

#include <stddef.h>
#include <stdint.h>

#define SIMPLEX_WORK(K) (((size_t)(K) + 1) * ((size_t)(K) + 2) + (size_t)(K) * ((size_t)(K) + 4))

void simplex_project(double *v, uint32_t K, double *work);
void simplex_solve(const double *M, const double *q, uint32_t K, double *p, double *work);
double simplex_pivot(const double *M, uint32_t K, double *work);

#endif
