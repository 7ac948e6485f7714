/* fit: a machine for every lane, learnt from some rows of a dataset; and the margins that rows get which it has
 * not seen.
 *
 * A setting is everything that is chosen before learning. Lanes: with two labels one lane, positive for
 * label 1; otherwise (and for several labels a record) a lane for each label against the rest.
 *
 * Threads  fits of all folds and lanes run side by side on `threads`; the result is the same on any number.
 * Memory   8 bytes for each cell of the rows, for each fold in work (`threads` at a time); with LIBSVM 24 for
 *          each value.
 */
#ifndef SLANT_LEARN_FIT_H
#define SLANT_LEARN_FIT_H

#include "learn/kernel.h"
#include "learn/linear.h"
#include "learn/weigh.h"

typedef struct setting {
    weighing weighing;
    bool libsvm;           /* false: linear.h, with C and eps from `linear`            */
    linear_options linear;
    kernel_options kernel; /* libsvm only; the two class weights are set by lane, from below */
    bool balanced;         /* both sides of a lane weigh the same                      */
    const double *class_weight; /* [K] or NULL: rows of a label, in its own lane       */
} setting;

/* Lanes of a dataset: 1 for two labels, else K. */
uint32_t fit_lanes(const dataset *d, bool multi_label);

/* A fitted machine. Column c < x.n_features is feature x.feature[c]. */
typedef struct fitted {
    float *v;         /* [vocab.n] the features' scales                                     */
    float v_new;      /* that of a word that no row has                                     */
    vectors x;        /* the training rows, in the order given                              */
    uint32_t L;
    double *w;        /* [L][D + 1] linear machines; NULL for others                        */
    bool *restless;   /* [L] linear machines: the solver was stopped before it came to rest */
    kernel_machine *kernel; /* [L] others: support vectors are rows of x                    */
} fitted;

/* The label that a lane is positive for. */
uint32_t fit_label(const dataset *d, uint32_t L, uint32_t lane);

/* What the two sides of a lane weigh under a setting, where W_positive of the rows' weight W is positive. */
void fit_class_weights(const dataset *d, const setting *s, uint32_t L, uint32_t lane, double W_positive,
                       double W, double *positive, double *negative);

bool fit(const dataset *d, const setting *s, uint32_t L, const uint32_t *row, uint32_t n, unsigned threads,
         fitted *out, err *e);
void fitted_free(fitted *f);

/* Out-of-fold margins [N][L] of every row: rows of fold k are scored by what was learnt from all others,
 * features' scales included, or, where `among` [N] is not NULL, from those of them that it marks. known [N], or NULL:
 * how much of each row's texts they know (model.h, model_familiarity). `tick` may be NULL; it is called with the folds
 * done so far. */
bool fit_folds(const dataset *d, const setting *s, uint32_t L, const uint32_t *fold, uint32_t K, const uint8_t *among,
               unsigned threads, double *margin, double *known, void (*tick)(void *to, uint32_t done), void *to, err *e);

#endif
