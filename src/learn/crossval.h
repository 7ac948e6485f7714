/* crossval: how a setting does on rows that it has not learnt from, and the probabilities that follow.
 *
 * Margins are out of fold. The calibration is fitted on all of them and then used to decide, by model_decide,
 * the rule of scoring. So the figures know the labels through the calibration's few numbers (two, or K + 1),
 * which is far below the width of their intervals, and through nothing else.
 *
 * Class weights count in the calibration as they do in learning: whoever asks for balanced classes gets labels
 * and probabilities for a population in which they are balanced.
 *
 * Owns     its arrays, until crossval_free.
 */
#ifndef SLANT_LEARN_CROSSVAL_H
#define SLANT_LEARN_CROSSVAL_H

#include "learn/fit.h"
#include "measure/interval.h"
#include "model/model.h"

typedef struct crossval_options {
    bool multi_label;
    bool calibrate;       /* false: labels by margins, no probabilities                  */
    const uint32_t *fold; /* [N]                                                         */
    uint32_t n_folds;
    unsigned threads;
    uint32_t resamples;   /* of the bootstrap; 0: no intervals                           */
    uint64_t seed;
    void (*tick)(void *to, uint32_t done); /* may be NULL; folds done */
    void *to;
} crossval_options;

typedef struct crossval {
    double *margin; /* [N][L]                                                            */
    double *slope;  /* [L]      calibration                                              */
    double *shift;  /* [L]                                                               */
    calibration calibration; /* points to the two                                        */
    uint32_t n_flat;         /* lanes where margins said nothing of the label            */
    double figure[N_FIGURES]; /* NAN where it does not apply                             */
    double low[N_FIGURES], high[N_FIGURES]; /* NAN without resamples                     */
} crossval;

bool crossval_run(const dataset *d, const setting *s, const crossval_options *o, crossval *out, err *e);
void crossval_free(crossval *c);

#endif
