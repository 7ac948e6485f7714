/* abstain: below which probability an answer is better not given, so that of those given enough are right.
 *
 * Looked at are the thresholds 0 and those of 0.01, 0.02, ... 0.99 that are above 1 / K (no best probability is below).
 * Each is given a bound on its risk, the share of answers that are wrong, by Clopper and Pearson (binomial.h), at a level
 * of ABSTAIN_ALPHA divided by the number of thresholds (Bonferroni): so with a probability of 95 % all bounds hold at
 * once, and whichever is chosen does. Chosen is the lowest threshold whose bound is at most 1 - target: it answers most.
 *
 * What it supposes: probabilities of rows that their own labels have not taught (crossval.h), and new rows of the same
 * kind as these, independent of each other. Rows that belong together, sentences of an article, are not: the bound is
 * then too bold. Weighted rows count with their effective number, (sum w)^2 / sum w^2.
 *
 * Owns     nothing.       Threads  one at a time, as binomial.h.
 * Errors   none: *out says whether the target is reached.
 * Cost     O(N), and a hundred bounds.
 * Source   the guarantee: Geifman & El-Yaniv, Selective Classification for Deep Neural Networks, NIPS 2017, with fixed
 *          thresholds in place of their search. tests/unit/abstain_test.c
 */
#ifndef SLANT_MEASURE_ABSTAIN_H
#define SLANT_MEASURE_ABSTAIN_H

#include "measure/metrics.h"

#define ABSTAIN_ALPHA 0.05

typedef struct abstain {
    bool reached;
    double threshold; /* what was chosen; else what comes nearest: the highest `sure`      */
    double coverage;  /* share of rows answered there                                      */
    double precision; /* of these, the share that is right                                 */
    double sure;      /* ... and at least, with 95 % confidence                            */
} abstain;

/* in->certainty must be there; one label a row. target: above 0, at most 1. */
void abstain_choose(const answers *in, double target, abstain *out);

#endif
