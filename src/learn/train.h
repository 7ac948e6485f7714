/* train: labelled records -> a model file's bytes. The whole road, in train_model().
 *
 * Threads  uses `threads`; the same bytes on any number of them.
 * Errors   ERR_INPUT where the data cannot teach anything: one label only, a label with one row, fewer rows
 *          than folds; a target that is out of reach; ERR_USAGE for settings that the solvers refuse.
 */
#ifndef SLANT_LEARN_TRAIN_H
#define SLANT_LEARN_TRAIN_H

#include "learn/learning.h"
#include "learn/search.h"
#include "model/card.h"

typedef struct train_options {
    str task;
    setting setting;
    bool multi_label;
    char separator;
    bool search;
    double limit_s;    /* of the search                                             */
    uint32_t n_folds;  /* 0: no cross-validation, no probabilities                  */
    uint64_t seed;
    unsigned threads;
    bool calibrate;
    map_method method;  /* how, else                                                */
    double target;      /* precision of the answers that are given; 0: all are; one label a record, and
                         * calibrate                                                */
    bool learning_curve; /* measure growing shares as well; needs folds             */
    bool export_libsvm; /* write the vectors as well                                */
    card card;          /* what the caller knows: version, command, options, notes  */

    /* For people; may be NULL. */
    void (*on_folds)(void *to, uint32_t done);
    void (*on_learning)(void *to, uint64_t done, uint64_t total); /* records; from 0 on */
    void (*on_search)(void *to, uint32_t done, uint32_t about, const setting *tried, double figure, bool best);
    void *to;
} train_options;

/* What came of it, for the report. */
typedef struct trained {
    setting setting;      /* as used: what the search chose            */
    search_result search; /* all zero without one                      */
    crossval crossval;    /* all zero without folds                    */
    learning_curve learning; /* all zero if not asked for              */
    uint32_t n_features;
    uint32_t n_restless;  /* lanes whose solver was stopped: see fit.h */
    uint32_t fewest;      /* the rarest label, and how many rows it has */
    uint64_t fewest_rows;
    buf model;
    buf libsvm;
} trained;

bool train_model(const dataset *d, const train_options *o, trained *out, err *e);
void trained_free(trained *t);

/* "word 1-2, char 2-5, ratio, min-df 2, C 0.25": a setting in a few words, for logs and cards. Returns out. */
char *train_words(const setting *s, char *out, size_t cap);

#endif
