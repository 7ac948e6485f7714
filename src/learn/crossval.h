/* crossval: how a setting does on rows that it has not learnt from, and the probabilities that follow.
 *
 * Margins are out of fold, and so is what makes probabilities of them: each fold's rows are decided by model_decide,
 * the rule of scoring, with the map of the other folds (maps.h). The model gets the map of all rows.
 *
 * `among` says what would have come of it, had only some rows been labelled: machines and calibration learn from these
 * alone; the figures are those of all rows all the same.
 *
 * Owns     its arrays, until crossval_free.
 */
#ifndef SLANT_LEARN_CROSSVAL_H
#define SLANT_LEARN_CROSSVAL_H

#include "learn/maps.h"
#include "measure/abstain.h"
#include "measure/interval.h"

typedef struct crossval_options {
    bool multi_label;
    bool calibrate;       /* false: labels by margins, no probabilities                  */
    map_method method;    /* how, else                                                   */
    bool one_map;         /* decide by the map of all rows: enough to compare settings   */
    double target;        /* precision of the answers to be given, see abstain.h; 0: all are given */
    const uint32_t *fold; /* [N]                                                         */
    uint32_t n_folds;
    const uint8_t *among; /* [N] 1: the row teaches; NULL: all do. Some weight must teach */
    unsigned threads;
    uint32_t resamples;   /* of the bootstrap; 0: no intervals                           */
    uint64_t seed;
    void (*tick)(void *to, uint32_t done); /* may be NULL; folds done */
    void *to;
} crossval_options;

typedef struct crossval {
    double *margin; /* [N][L]                                                            */
    maps maps;      /* maps.all is the model's                                           */
    double familiar; /* what models keep of that name (model.h); 0: not asked for, or with --overlap */
    abstain abstain; /* with a target                                                    */
    double figure[N_FIGURES]; /* NAN where it does not apply                             */
    intervals band;           /* all NAN without resamples                               */
    reliability bin[METRICS_BINS];
    resamples drawn;         /* what they are read from; all zero without resamples      */
    arena arena;             /* of the resamples                                         */
} crossval;

bool crossval_run(const dataset *d, const setting *s, const crossval_options *o, crossval *out, err *e);
void crossval_free(crossval *c);

#endif
