/* shares: how large a part of a corpus bears each label, when a classifier that makes mistakes has read it all and
 * people have read a sample.
 *
 * K labels; pi the shares that are wanted, of a group of the corpus; i a true label, j a given one; f(x) what the
 * classifier says of a record: its probabilities p_1 .. p_K, or 1 for the label that it gives and 0 for the others.
 * Means over the group are E_N, over the sample E_n.
 *
 *   count          pi_j = E_N [given = j]. Its interval knows only that the group is a draw: nothing of mistakes.
 *   adjusted       M pi = E_N [given = .],  M_ji = P(given j | true i) of the sample
 *   probabilistic  P pi = E_N p,            P_ji = E_n (p_j | true i)
 *                  both by least squares over shares (measure/simplex.h)
 *   em             pi_k <- E_N ( pi_k u_k p_k(x) / sum_l pi_l u_l p_l(x) ), until it stays: the likeliest shares, if
 *                  p_k(x) u_k, made to sum to 1 with the sample's shares s for pi, is P(k | x) in the sample. 1 / u_k
 *                  is the prior under which the model's probabilities are right: that for which they add up to the
 *                  sample's labels, E_n ( s_k u_k p_k / sum_l s_l u_l p_l ) = s_k
 *   ppi            pi_k = E_n y_k + lambda (E_N f_k - E_n f_k),  y_k = [true = k], then the nearest shares;
 *                  lambda = sum_k Cov_n(y_k, f_k) / ((1 + n/N) sum_k Var_n(f_k)), within [0, 1]: one for all labels, so
 *                  that their shares sum to 1; 1 where the sample is `pooled`
 *
 * What must hold: adjusted, probabilistic and em need the texts of a label to be alike in sample and group, P(x | y)
 * the same, however their shares differ (label shift; a random sample of the corpus is a special case). em needs the
 * probabilities to be right besides, up to the prior. ppi needs the sample to be a random one of that very group, and
 * nothing of the classifier; if it is pooled over groups, the classifier's bias E (y - f) must be the same in all.
 *
 * A record is seen as its cell (measure/cells.h): all records of a cell count as one kind. A group is a list of parts,
 * cells with their number of records, so that its size does not matter.
 *
 * Intervals: the Bayesian bootstrap (Rubin 1981) of sample and group at once. In each of R turns every cluster weighs
 * a number from Exp(1), a cluster being a record where there are none; all is estimated anew with those weights; low
 * and high are quantiles of what comes out, and the estimate itself where it lies outside. A bootstrap knows nothing of
 * what it has not seen, and is too sure of a mistake that did not occur among ten records; so each turn adds
 * pseudo-records with weights drawn too:
 *   true i, given j   Gamma(1/K) for each pair to M and P (together a record for each true label; for K = 2 what is
 *                     drawn is the posterior under Jeffreys' prior); to em's sample Gamma(1/K) for each true i, with
 *                     the sample's mean p
 *   given j           Gamma(1/K) to the group
 *   true i, given j   Gamma(2/K^2) to ppi's sample: two records, for K = 2 the half of one in each field of the table
 *                     (Agresti & Min 2005)
 * Estimates have none of them: a perfect classifier gives the counted shares, and ppi the sample's own where the
 * classifier says nothing. What an interval covers is the share that the group is a draw from; for the share of its
 * very records it is a little wide where the sample is part of the group, and ppi's too narrow where it is not and the
 * group is small (86 % in place of 95 with 300 records each): leave the sample in the corpus.
 *
 * Owns     nothing: what stays lies in the arena given.
 * Threads  the calls run their own (base/pool.h); turn r draws from a seed of its own: the same bytes on any number.
 * Errors   ERR_USAGE for options out of range; memory. Numbers that cannot be told are NAN, with a note.
 * Cost     a turn: a gamma for each part, and K for each cell (em: times its steps), K^3 to solve; for the sample an
 *          exponential and K for each record. Memory: R * K^2 numbers for adjusted and probabilistic, R * K else.
 * Source   adjusted: Forman, Data Mining and Knowledge Discovery 17 (2008), section 2.2, and for K labels the same in
 *          Hopkins & King, AJPS 54 (2010), eq. 7. probabilistic: Bella, Ferri, Hernandez-Orallo & Ramirez-Quintana,
 *          ICDM 2010; for K labels Firat (2016), arXiv:1606.00868. em: Saerens, Latinne & Decaestecker, Neural
 *          Computation 14 (2002), eq. 2.9; the correction by u in the sense of Alexandari, Kundaje & Shrikumar, ICML
 *          2020; steps squared as in Varadhan & Roland, Scand. J. Statistics 35 (2008). ppi: Angelopoulos, Bates et
 *          al., Science 382 (2023); lambda: Angelopoulos, Duchi & Zrnic, PPI++ (2023), example 6.1. Rubin, "The
 *          Bayesian bootstrap", Annals of Statistics 9 (1981). Agresti & Min, Statistics in Medicine 24 (2005).
 *          bench/shares.py simulates how often the intervals hold the truth.
 */
#ifndef SLANT_MEASURE_SHARES_H
#define SLANT_MEASURE_SHARES_H

#include "measure/interval.h"

enum { SHARES_LABELS_MAX = 100 };

typedef enum shares_method {
    SHARES_COUNT,
    SHARES_ADJUSTED,
    SHARES_PROBABILISTIC, /* this and em: cells with probabilities */
    SHARES_EM,
    SHARES_PPI,
} shares_method;

/* The kinds of records. */
typedef struct shares_cells {
    uint32_t K, n;
    const uint32_t *given; /* [n]    < K                                                     */
    const double *p;       /* [n][K] not negative, sum 1; NULL: the model gives none         */
} shares_cells;

/* What people have read. */
typedef struct shares_sample {
    size_t n;
    const uint32_t *cell;    /* [n] */
    const uint32_t *truth;   /* [n] < K */
    const uint32_t *cluster; /* [n] < n_clusters; NULL: every record is one */
    uint32_t n_clusters;     /* 0 with NULL */
} shares_sample;

/* A group of the corpus: so many records of a cell, in a cluster. */
typedef struct shares_part {
    uint32_t cluster, cell;
    uint64_t n; /* records, at least 1 */
} shares_part;

typedef struct shares_group {
    const shares_part *part; /* [n] clusters together */
    size_t n;
    bool clustered; /* else every record is a cluster of its own */
    uint64_t seed;  /* its own: groups are drawn independently   */
} shares_group;

typedef struct shares_options {
    shares_method method;
    uint32_t R;   /* turns, 1 to INTERVAL_R_MAX */
    double level; /* between 0 and 1            */
    uint64_t seed;
    unsigned threads; /* at least 1 */
} shares_options;

/* What the sample says of the classifier, R + 1 times: as it is, then in each turn. */
typedef struct shares_fit {
    shares_options o;
    shares_cells cells;
    const shares_sample *sample;
    double *learnt;   /* [R + 1][width] M or P, or u and then s; NULL: the method learns nothing before the groups */
    size_t width;
    uint32_t missing; /* a label that the sample lacks and the method needs; K: none */
    bool singular;    /* M or P says the same of different labels                    */
} shares_fit;

enum {
    SHARES_NO_MISTAKES = 1,   /* count: mistakes are not in the interval              */
    SHARES_MISSING = 2,       /* no estimate: fit->missing                            */
    SHARES_SINGULAR = 4,      /* no estimate: fit->singular                           */
    SHARES_NO_SAMPLE = 8,     /* no estimate: ppi, no record of the group is sampled  */
    SHARES_POOLED = 16,       /* ppi: the bias is taken to be that of all groups      */
    SHARES_ONE_CLUSTER = 32,  /* no interval: group or sample are a single cluster    */
    SHARES_FEW_CLUSTERS = 64, /* fewer than 10: too narrow to trust                   */
    SHARES_CLIPPED = 128,     /* adjusted, probabilistic, ppi: no shares answer exactly; these are the nearest */
};

typedef struct share {
    double counted;             /* E_N [given = k]                 */
    double estimated, low, high; /* NAN: cannot be told; see notes */
} share;

typedef struct shares {
    share *label; /* [K] */
    uint64_t records;
    unsigned notes;   /* SHARES_*                                            */
} shares;

/* `sample` is borrowed. For count it may be empty. */
bool shares_learn(const shares_options *o, const shares_cells *cells, const shares_sample *sample, arena *a,
                  shares_fit *out, err *e);

/* One group. `own`: for ppi the sample's records of this group; NULL: the sample is pooled over groups. */
bool shares_estimate(const shares_fit *fit, const shares_group *group, const shares_sample *own, arena *a,
                     shares *out, err *e);

#endif
