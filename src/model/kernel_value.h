/* kernel_value: what a kernel makes of two rows. The one definition, for margins in training and for scoring.
 *
 *   dot      x . s          xx, ss   x . x and s . s; only rbf looks at them
 *   KERNEL_NONE             dot itself: the linear kernel
 *   KERNEL_POLY             (gamma dot + coef0)^degree
 *   KERNEL_RBF              exp(-gamma |x - s|^2), in (0, 1]; |x - s|^2 as xx + ss - 2 dot, never below 0
 *   KERNEL_SIGMOID          tanh(gamma dot + coef0)
 *
 * Owns     nothing.      Threads  pure.      Errors   none: a poly that overflows is infinite.
 * Cost     an exp or tanh; 2 log2(degree) products.
 * Source   libsvm's formulas; tests/unit/kernel_test.c holds margins to svm_predict_values() within 1e-9.
 */
#ifndef SLANT_MODEL_KERNEL_VALUE_H
#define SLANT_MODEL_KERNEL_VALUE_H

#include <math.h>

#include "model/model.h"

static inline double kernel_value(kernel_kind kind, double gamma, double coef0, uint32_t degree, double dot,
                                  double xx, double ss)
{
    double power = 1, square, distance;

    switch (kind) {
    case KERNEL_POLY:
        /* By repeated squaring, so that the bits do not depend on a libm's pow. */
        square = gamma * dot + coef0;
        for (uint32_t left = degree; left; left >>= 1) {
            if (left & 1)
                power *= square;
            square *= square;
        }
        return power;
    case KERNEL_RBF:
        distance = xx + ss - 2 * dot;
        return exp(-gamma * (distance > 0 ? distance : 0));
    case KERNEL_SIGMOID:
        return tanh(gamma * dot + coef0);
    case KERNEL_NONE:
        break;
    }
    return dot;
}

#endif
