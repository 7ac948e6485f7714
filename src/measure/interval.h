/* interval: how far the figures could have come out differently, had other rows been drawn.
 *
 * The percentile bootstrap: R times, as many groups as there are are drawn with replacement, every row of a
 * drawn group counts as often as the group was drawn, and all figures are read off that resample. low and
 * high are the (1 - level)/2 and (1 + level)/2 quantiles of the R values, linear between neighbours. All
 * figures come from the same resamples.
 *
 * Rows that resemble each other - sentences of one article, articles of one outlet - must share a group:
 * drawn one by one they pretend to be more evidence than they are, and the interval comes out too narrow.
 * Without groups every row is drawn by itself.
 *
 * ECE and MCE have no interval: they are sums of distances, which chance makes larger, and larger once more in each
 * resample; what chance makes of them is a figure of its own (metrics.h).
 *
 * A macro mean of a resample is over the labels that occur in it, as it is over those that occur in the data.
 * Where many labels have only one or two rows, macro intervals are therefore rough.
 *
 * Threads  the call runs its own (base/pool.h); resample r draws from a seed of its own, so the result is the
 *          same, to the bit, on any number of them.
 * Owns     nothing: figures are in `intervals`, resamples in the caller's arena.
 * Errors   what metrics_check finds; ERR_USAGE for options out of range; memory.
 * Cost     O(R * (parts + groups)), for parts see measure/parts.h, at most one a row. Memory: 28 bytes
 *          a row and, for each thread, 2 bytes a group. 10^6 rows with probabilities, 1000 resamples: 4.6 s
 *          on one core, 2.8 s on two; in 10^4 groups 1.1 s on one (2.6 GHz, gcc 12 -O2).
 * Source   Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; for clusters, Davison &
 *          Hinkley, Bootstrap Methods and their Application (1997), section 3.8: whole groups.
 */
#ifndef SLANT_MEASURE_INTERVAL_H
#define SLANT_MEASURE_INTERVAL_H

#include "measure/metrics.h"

enum { INTERVAL_FEW_GROUPS = 30, INTERVAL_R_MAX = 1000000 };

typedef struct interval_options {
    uint32_t R;            /* resamples, 1 to INTERVAL_R_MAX                      */
    double level;          /* share of the resamples inside, between 0 and 1      */
    uint64_t seed;         /* same seed, same interval                            */
    unsigned threads;      /* at least 1                                          */
    const uint32_t *group; /* [N] any numbers, equal for rows of a group; or NULL */
} interval_options;

#define INTERVAL_DEFAULT ((interval_options){.R = 1000, .level = 0.95, .seed = 1, .threads = 1})

typedef struct intervals {
    double low[N_FIGURES], high[N_FIGURES]; /* NAN where the figure does not apply            */
    uint32_t R;
    double level;
    uint64_t seed;
    bool grouped;      /* groups were given                                                   */
    uint32_t n_groups; /* N without groups                                                    */
    double effective;  /* groups of one size that would vary as much, see resamples           */
    bool few_groups;   /* effectively fewer than INTERVAL_FEW_GROUPS: the interval is too narrow to trust: with 10, 20, 50 */
                       /* groups of one size it holds 89, 92, 94 % in place of 95, of very unequal sizes 84, 87, 90 */
} intervals;

/* Whether the figure has an interval: calibration errors have none, alone or as a difference of two models'. */
static inline bool interval_is_for(unsigned f)
{
    return f != FIGURE_ECE && f != FIGURE_ECE_CHANCE && f != FIGURE_MCE;
}

/* What few_groups means, for people, to out[cap]: "only 12 groups to draw from: the intervals are ...". `what` is drawn,
 * in the singular. */
void interval_remark(uint32_t n, double effective, const char *what, char *out, size_t cap);

/* What the intervals' resamples draw. */
static inline const char *interval_drawn(const intervals *in)
{
    return in->grouped ? "group" : "record";
}

/* Drawn, then read: the resamples of two models that answered the same rows, drawn by
 * the same options, are the same rows, so their figures are paired. */
typedef struct resamples {
    double *value; /* [N_FIGURES][R]; NAN where a resample does not have the figure */
    uint32_t R, n_groups;
    double effective; /* groups of one size that would vary as much: (sum of sizes)^2 / sum of their squares */
} resamples;

bool interval_draw(const answers *in, const interval_options *o, arena *a, resamples *out, err *e);
bool interval_read(const resamples *drawn, const interval_options *o, intervals *out, err *e);

/* Sorts value[R] in place and reads quantiles off, at place q (R - 1), linear between neighbours. NANs are left out; NAN
 * when there is nothing else. */
void interval_of(double *value, size_t R, double level, double *low, double *high);

/* How many threads the options come to. */
unsigned interval_threads(const interval_options *o);

#endif
