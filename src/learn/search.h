/* search: which setting does best in cross-validation, by macro-F1, one question after the other.
 *
 * The questions, in this order, each answered with the others held: C; log-count ratios, their roots; n-grams of words;
 * n-grams of characters; minimum document frequency; class weights; C again, finer. An answer replaces the
 * present one when it is better by more than SEARCH_GAIN: what makes no difference stays as it is. The order
 * is fixed and every candidate's folds are the same, so the winner does not depend on the threads. A time
 * limit does depend on the clock: it is looked at between candidates, and `stopped` tells that it struck.
 *
 * The winner's own figure is the best of many and flatters it; measure on data that the search has not seen.
 */
#ifndef SLANT_LEARN_SEARCH_H
#define SLANT_LEARN_SEARCH_H

#include "learn/crossval.h"

#define SEARCH_GAIN 0.001

typedef struct search_options {
    crossval_options crossval;
    double limit_s; /* seconds; INFINITY: none */
    void (*tick)(void *to, uint32_t done, uint32_t about, const setting *tried, double figure, bool best);
    void *to;
} search_options;

typedef struct search_result {
    uint32_t n_tried;
    double macro_f1;
    bool stopped;
} search_result;

/* The n-grams that the search may choose from when it starts from this plan: read the dataset with them. A block
 * that the plan does without stays away. */
plan search_plan(const plan *start);

/* *s is where it starts and what it found. Linear machines only. */
bool search(const dataset *d, const search_options *o, setting *s, search_result *out, err *e);

#endif
