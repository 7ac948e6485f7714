/* compare: whether one model is better than another on the same rows, or was only luckier.
 *
 * Two models' answers to one list of rows: same truths, labels, weights, in one order. For each figure
 *
 *   difference   the second's minus the first's; NAN where one of them does not have the figure
 *   low, high    percentile interval of that difference over the resamples of measure/interval.h. Both models are
 *                measured on the same resamples, so what makes rows hard for both drops out: the interval of the
 *                difference is mostly much narrower than the two intervals suggest. NAN for calibration errors: what
 *                chance adds to each is not what it adds to the other, and an interval would leave that out
 *   p            approximate randomisation: R times, in every group the two answers are exchanged, or not, as a coin
 *                falls; p = (r + 1) / (R + 1), r being how often the difference came out at least as large, either
 *                way. It asks how often chance alone would part two equally good models so far. Whole groups are
 *                exchanged, so rows of a group may resemble each other. Never below 1 / (R + 1), nor, with G groups,
 *                much below 2^(1-G)
 *
 * and for accuracy (with several labels a row: subset accuracy) McNemar's exact test as well: of the rows that just one
 * of the models has right, how likely is a split as uneven as only_first : only_second, or more so, if each falls to
 * either with chance 1/2? It takes rows for independent, weights and groups it does not know; rows of weight 0 do not
 * count.
 *
 * Of many figures some differ by chance: choose the one that counts before you look.
 *
 * Threads  as measure/interval.h: the same bits on any number of them.
 * Owns     nothing that stays.
 * Errors   memory.
 * Cost     that of one interval_draw, beside the two that its sides come from: of 300,000 rows without groups 1.7 s of
 *          one thread, and 1.5 each for those; 1000 exchanges. Memory: R bytes for each figure, 56 a row.
 * Source   Efron & Tibshirani, An Introduction to the Bootstrap (1993), for the interval; Noreen, Computer-Intensive
 *          Methods for Testing Hypotheses (1989), and Yeh, COLING 2000, for the exchange; McNemar, Psychometrika 12
 *          (1947), with the binomial distribution itself in place of chi-squared.
 */
#ifndef SLANT_MEASURE_COMPARE_H
#define SLANT_MEASURE_COMPARE_H

#include "measure/interval.h"

/* One model on the rows. */
typedef struct compare_side {
    const answers *in;
    const metrics *m;       /* from metrics_compute(in)         */
    const resamples *drawn; /* from interval_draw(in, options) */
} compare_side;

typedef struct comparison {
    double difference[N_FIGURES];
    double low[N_FIGURES], high[N_FIGURES];
    double p[N_FIGURES];
    uint32_t R, n_groups;
    double level;
    bool grouped;
    uint64_t only_first, only_second; /* rows that only this model has right */
    double mcnemar;                   /* p                                   */
} comparison;

/* The options are those that both sides' resamples were drawn with. */
bool compare_models(const compare_side *first, const compare_side *second, const interval_options *o, comparison *out,
                    err *e);

/* Two-sided p of b against c, 1 where both are 0.
 * Cost  O(sqrt(b + c)) and less: terms that no longer change the sum are left out. */
double compare_mcnemar(uint64_t b, uint64_t c);

#endif
