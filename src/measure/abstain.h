/* abstain: below which probability an answer is better not given, so that of those given enough are right.
 *
 * Looked at are the thresholds 0 and those of 0.01, 0.02, ... 0.99 that are above 1 / K (no best probability is below).
 * Each is given a bound on its risk, the share of answers that are wrong, by Clopper and Pearson (binomial.h), at a
 * level of ABSTAIN_ALPHA divided by the number of thresholds (Bonferroni): so with a probability of 95 % all bounds
 * hold at once, and whichever is chosen does. Chosen is the lowest threshold whose bound is at most 1 - target: it
 * answers most.
 *
 * What it supposes: probabilities of rows that their own labels have not taught (crossval.h), and new rows of the same
 * kind as these. Rows of a group, sentences of an article, go wrong together: the bound counts the effective number of
 * rows, of which independent ones would vary as much,
 *
 *     n = W^2 / (S + rho (G - S)),   W = sum w,  S = sum w^2,  G = sum over groups of (sum of the group's w)^2,
 *
 * with rho the correlation of mistakes within a group: the products of w (wrong - share wrong) over all pairs of rows
 * that share a group, by what they would be if rows of a group were all right or all wrong; at least 0, at most 1, and
 * 1 where no row is wrong. So n is that of weighted rows, W^2 / S, where groups do not matter, and the number of groups
 * where they are all that matters. rho is of all rows, since few stand above a high threshold, and 1 with fewer than
 * ABSTAIN_FEW_GROUPS groups, which may hold none of the kind that goes wrong. That it is estimated is not in the bound:
 * where a tenth of all groups are wrong throughout the promise is broken in one sample of ten with 40 groups, of
 * thirty with 48; where mistakes differ less from group to group, never in 400.
 *
 * Owns     nothing.       Threads  pure.
 * Errors   ERR_MEMORY. Whether the target is reached is in *out.
 * Cost     O(N), 4 bytes a row and 16 a group, and a hundred bounds.
 * Source   the guarantee: Geifman & El-Yaniv, Selective Classification for Deep Neural Networks, NIPS 2017, with fixed
 *          thresholds in place of their search; the effective number: Kish, Survey Sampling, 1965 (5.4), and, put into
 *          Clopper and Pearson's bound, Korn & Graubard, Survey Methodology 24 (1998). tests/unit/abstain_test.c
 */
#ifndef SLANT_MEASURE_ABSTAIN_H
#define SLANT_MEASURE_ABSTAIN_H

#include "measure/metrics.h"

#define ABSTAIN_ALPHA 0.05

enum { ABSTAIN_FEW_GROUPS = 30 };

typedef struct abstain {
    bool reached;
    double threshold; /* what was chosen; else what comes nearest: the highest `sure`      */
    double coverage;  /* share of rows answered there                                      */
    double precision; /* of these, the share that is right                                 */
    double sure;      /* ... and at least, with 95 % confidence                            */
} abstain;

/* in->certainty must be there; one label a row. target: above 0, at most 1.
 *   group  [N] < n_groups, or NULL: each row its own */
bool abstain_choose(const answers *in, const uint32_t *group, uint32_t n_groups, double target, abstain *out, err *e);

#endif
