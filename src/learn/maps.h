/* maps: from margins to probabilities, learnt from out-of-fold margins: one map from all rows, which goes into the
 * model, and for each fold one from the rows of the other folds, for honest figures: no row's probability knows the
 * row's own label (cross-fitting). What the rows of a fold have taught the machines that gave the others their margins
 * is not undone.
 *
 * Class weights count here as they do in learning: whoever asks for balanced classes gets probabilities, and labels,
 * for a population in which they are balanced.
 *
 *   platt        sigmoid, or softmax of three labels and more
 *   temperature  the same, one number alone: by lane, or of three labels and more for all of them
 *   isotonic     knots by lane; of three labels and more one against the rest, then divided by their sum
 *
 * Owns     its arrays, until maps_free.
 * Threads  uses `threads`; the same bits on any number of them.
 * Errors   those of calibrate.h.
 */
#ifndef SLANT_LEARN_MAPS_H
#define SLANT_LEARN_MAPS_H

#include "learn/fit.h"
#include "model/model.h"

typedef enum map_method { MAP_PLATT, MAP_ISOTONIC, MAP_TEMPERATURE, N_MAP_METHODS } map_method;

/* "platt", "isotonic", "temperature". */
const char *maps_name(map_method how);

typedef struct maps {
    calibration all;   /* from all rows                                       */
    calibration *fold; /* [n_folds] from all rows but the fold's              */
    uint32_t n_flat;   /* lanes of `all` where margins said nothing           */
    arena arena;
} maps;

/* weight [N] what rows weigh here, d->weight or less; margin [N][L], fold [N] < n_folds. Where the other folds have no weight, a fold's map is that of all rows. */
bool maps_fit(const dataset *d, const setting *s, const double *weight, bool multi_label, map_method how, const double *margin,
              const uint32_t *fold, uint32_t n_folds, unsigned threads, maps *out, err *e);
void maps_free(maps *m);

/* What a row of each label weighs in maps where a record has one label, apart from its own weight; and the labels'
 * shares in the population that probabilities are then for.     factor, share  [K]  written */
void maps_shares(const dataset *d, const setting *s, const double *weight, double *factor, double *share);

#endif
