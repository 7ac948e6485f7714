/* kernel: what the support vectors of a kernel machine say of one vector.
 *
 *   slot   [n]  increasing
 *   value  [n]  x at that slot
 *   margin [L]  added to: sum over support vectors s of coef[s][l] * k(x, s)
 *
 * Threads  pure.      Errors  none.      Cost  the cells of all support vectors, n a support vector at worst.
 * Source   Chang & Lin, LIBSVM, ACM TIST 2 (2011); held to a dense sum in tests/unit.
 */
#ifndef SLANT_SCORE_KERNEL_H
#define SLANT_SCORE_KERNEL_H

#include "model/model.h"

void kernel_add(const kernel *k, uint32_t L, const uint32_t *slot, const float *value, size_t n,
                double *margin);

#endif
