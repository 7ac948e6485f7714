/* assemble: a fitted machine as a model: weights folded with the features' scales into one row a feature. A machine
 * over records of several texts becomes a model for each, whose margins add up; the first has the bias.
 *
 * Owns     the parts own the arrays that the model points to; assembled_free gives all back. Labels and task
 *          stay the dataset's and the caller's.
 */
#ifndef SLANT_LEARN_ASSEMBLE_H
#define SLANT_LEARN_ASSEMBLE_H

#include "learn/fit.h"
#include "model/model.h"

typedef struct assembled {
    model model;
    model_name *name; /* [n_names] for model_write */
    size_t n_names;
    double *bias;
    uint64_t *sv_begin; /* kernel machines */
    uint32_t *sv_slot;
    float *sv_value, *sv_coef, *sv_square;
} assembled;

/* The model of text number `text` < d->F. Sets everything of out->model but task, calibration, card and what crossval
 * knows: familiar and threshold. With word vectors each word that has one gets a row, whether a training row has it or
 * not. Kernel machines have one text and no word vectors. Cost: O(D L), and a sort of D keys. */
bool assemble(const dataset *d, const setting *s, const fitted *f, uint32_t text, bool multi_label, char separator,
              assembled *out, err *e);
void assembled_free(assembled *a);

#endif
