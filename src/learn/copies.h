/* copies: row weights as whole numbers of copies, for solvers that know classes' weights but not rows'.
 *
 * A row of weight w is given round(w R) times and C is divided by R, which is the same objective where w R is
 * whole. R is the smallest of 1 to 8 that makes every w R whole within 1e-6; where none does, R is 8 and
 * weights are rounded to eighths. A weight of 0 drops its row; a weight above 0 keeps at least one copy, so
 * that weights far below 1/8 all count the same: an ordinary row should weigh about 1.
 *
 *   weight  [n]  finite, >= 0; NULL means one copy each
 *   copies  [n]  written
 *
 * Errors   a weight that is negative or not finite, no copy at all, more than COPIES_MAX of them in all.
 * Threads  pure.      Cost     at most 8 n.
 */
#ifndef SLANT_LEARN_COPIES_H
#define SLANT_LEARN_COPIES_H

#include <stddef.h>

#include "base/err.h"

enum { COPIES_MAX = 50000000, COPIES_R_MAX = 8 };

bool copies_count(const double *weight, size_t n, uint32_t *copies, uint32_t *R, size_t *total, err *e);

#endif
