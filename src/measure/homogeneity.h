/* homogeneity: whether the labels of two sets of records could have been drawn alike.
 *
 * Pearson's chi-squared for the table of 2 sets by K labels, K - 1 degrees of freedom, rather than G: where
 * counts are small it keeps closer to the chi-squared distribution (Larntz, JASA 73, 1978). That is good enough
 * where every expected count is 5 or more (Cochran, Annals of Mathematical Statistics 23, 1952). So labels that
 * are rarer are put together, the rarest first, until together they are expected 5 times on both sides. Which
 * labels those are depends on the sums over both sets alone, so the test keeps its level. Where that leaves one,
 * it is Fisher's exact test of the most frequent label against the others, two-sided: all tables with the same
 * sums that are no likelier than this one.
 *
 * Records are taken as drawn one by one. Sentences of one article are not, and then p is too small: the effect
 * says more. It is the total variation distance of the two rows of shares,
 *     d = 1/2 sum over labels of |share in the one - share in the other|,
 * the part of a set that would need another label for the shares to be equal. Cramer's V and phi shrink where one
 * set is much smaller than the other, as test sets are: 35 and 49 % of 8,739 and 442 records are V 0.06.
 *
 *   one, other  [K]  records with each label
 *
 * Owns     nothing.      Threads  pure.      Errors  memory.
 * Cost     O(K log K); Fisher's test O(records of the rarer).
 * Source   Agresti, Categorical Data Analysis (2013), sections 3.2 and 3.5; the tail of chi-squared is a finite sum,
 *          Abramowitz & Stegun 26.4.4 and 26.4.5. tests/unit/homogeneity_test.c has values from tables and by
 *          fractions.
 */
#ifndef SLANT_MEASURE_HOMOGENEITY_H
#define SLANT_MEASURE_HOMOGENEITY_H

#include <stddef.h>

#include "base/err.h"

typedef enum homogeneity_test { HOMOGENEITY_NO_TEST, HOMOGENEITY_CHI_SQUARED, HOMOGENEITY_FISHER } homogeneity_test;

typedef struct homogeneity {
    homogeneity_test test;   /* HOMOGENEITY_NO_TEST: a side is empty, or there is one label; the rest is 0 then, p 1 */
    uint32_t n_pooled;  /* labels that went together into one of them; 0: none                             */
    double statistic;   /* X^2                                                                             */
    uint32_t df;        /* one less than classes compared                                                 */
    double p;
    double distance;    /* d, over all labels                                                              */
    uint32_t farthest;  /* the label whose share differs most, the first of several                        */
    double share[2];    /* its shares                                                                      */
} homogeneity;

bool homogeneity_compare(const uint64_t *one, const uint64_t *other, uint32_t K, homogeneity *out, err *e);

/* P(X^2 >= x) with df >= 1 degrees of freedom. */
double homogeneity_chi_squared_tail(double x, uint32_t df);

/* Fisher's p for the table  a b / c d. */
double homogeneity_fisher(uint64_t a, uint64_t b, uint64_t c, uint64_t d);

#endif
