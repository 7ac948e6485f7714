/* metrics: how good the given labels are, from rows of truth and answer.
 *
 * A row has a set of true labels and a set of given ones: one of each, or, for a multi-label task, any
 * number. Every figure is a function of a few sums over rows (tally), so that a bootstrap resample is
 * measured by the same code as the data themselves (measure/interval.h).
 *
 *   support_k = weight of the rows where k is true      given_k = where k was given      right_k = both
 *   precision_k = right_k / given_k      recall_k = right_k / support_k
 *   F1_k = 2 right_k / (given_k + support_k)
 *
 * Conventions, all as scikit-learn 1.2 has them unless it says otherwise:
 *   macro      the mean over labels of P, R, F1 (so macro F1 is not the F1 of macro P and R). A label that is
 *              neither true nor given anywhere is left out of the mean and flagged LABEL_ABSENT;
 *              scikit-learn counts such a column as 0 for multi-label tasks only, we for none.
 *   micro      right, given and support summed over labels first.
 *   weighted   the mean with each label's support as its weight.
 *   x / 0      is 0 and flagged (LABEL_NO_PRECISION ...).
 *   unsure     a row to which no label was given is a miss: it lowers accuracy and the true label's recall
 *              and no label's precision. coverage says how many rows were answered, answered_accuracy how
 *              many of those are right.
 *   unknown    a true label that the model does not have can never be right. It is a label like the others
 *              in every average (recall 0, F1 0; in the macro means of every resample, drawn or not) and is
 *              counted apart as well.
 *   F_avg      (F1_FAVOR + F1_AGAINST) / 2, as SemEval-2016 task 6; rows of other labels matter through
 *              false positives. Only where both labels exist, upper or lower case.
 *   Brier      mean over rows of sum_k (p_k - [k is true])^2, between 0 and 2 (Brier 1950). For two labels
 *              brier_binary is half of it, (p - [true])^2, between 0 and 1: what most programs print.
 *              An unknown true label adds (0 - 1)^2, as a label with p = 0.
 *   log loss   mean over rows of -ln p_true, natural logarithm, p clipped to [1e-15, 1]
 *   ECE        sum over 15 bins of (bin's weight / weight) * |accuracy - mean confidence|, bins
 *              (b/15, (b+1)/15] of the given label's probability (Guo et al., ICML 2017). Rows that are
 *              unsure count with the label they would have had.
 *   ECE by chance   what ECE would be on the average of rows that have these probabilities, were they exactly right and
 *              the rows independent; weighted rows count as metrics_spread says
 *   MCE        the largest |accuracy - mean confidence| of those bins that have weight (same paper). A bin of a
 *              few rows may decide it alone: read it with the bins' counts.
 *   subset_accuracy, hamming_loss   multi-label only: rows whose two sets are equal; labels that are in one
 *              of the two sets only, divided by rows * labels (unknown ones included).
 *
 * Owns     nothing; takes from the arena given.      Threads  pure.
 * Source   scikit-learn's user guide, "Metrics and scoring"; tests/unit/metrics_test.c holds the figures to
 *          its values within 1e-12.
 */
#ifndef SLANT_MEASURE_METRICS_H
#define SLANT_MEASURE_METRICS_H

#include <math.h>

#include "base/arena.h"
#include "base/err.h"

enum { METRICS_BINS = 15 };
#define METRICS_WEIGHT_MAX 1e12

typedef enum figure {
    FIGURE_ACCURACY, /* the two accuracies: one label a row only */
    FIGURE_ANSWERED_ACCURACY,
    FIGURE_COVERAGE,
    FIGURE_SUBSET_ACCURACY, /* multi-label only */
    FIGURE_HAMMING_LOSS,    /* multi-label only */
    FIGURE_MACRO_PRECISION,
    FIGURE_MACRO_RECALL,
    FIGURE_MACRO_F1,
    FIGURE_MICRO_PRECISION,
    FIGURE_MICRO_RECALL,
    FIGURE_MICRO_F1,
    FIGURE_WEIGHTED_PRECISION,
    FIGURE_WEIGHTED_RECALL,
    FIGURE_WEIGHTED_F1,
    FIGURE_F_AVG,        /* FAVOR and AGAINST only   */
    FIGURE_BRIER,        /* with probabilities only  */
    FIGURE_BRIER_BINARY, /* two labels only          */
    FIGURE_LOG_LOSS,
    FIGURE_ECE,
    FIGURE_ECE_CHANCE,
    FIGURE_MCE,
    N_FIGURES
} figure;

/* What a row's probabilities p[K] say, so that nobody keeps them: three numbers a row, not K. */
typedef struct certainty {
    double confidence; /* p of the given label; NAN: this row has no probabilities */
    double brier;      /* sum over labels of (p - truth)^2                         */
    double log_loss;   /* -ln p of the true label, clipped                         */
} certainty;

/* The rows. */
typedef struct answers {
    size_t N;         /* rows, 1 to 2^32 - 1                                                          */
    uint32_t K;       /* labels of the model                                                          */
    uint32_t T;       /* those and the unknown ones among the truths, K <= T                          */
    const str *label; /* [T] the model's in its order, then the unknown; both bytewise                */
    bool multi_label;
    const size_t *truth_begin;  /* [N + 1] multi-label: row i's true labels are truth[begin[i] ..     */
    const size_t *given_begin;  /*         begin[i + 1]), strictly increasing; NULL otherwise         */
    const uint32_t *truth;      /* [N], or [truth_begin[N]]; < T                                      */
    const uint32_t *given;      /* [N], or [given_begin[N]]; < K                                      */
    const uint8_t *unsure;      /* [N] 1: no label was given (given[i] is the likeliest). NULL: none; */
                                /* NULL for multi-label, where the set is empty instead               */
    const double *weight;       /* [N] 0 to METRICS_WEIGHT_MAX; NULL: every row counts 1              */
    const certainty *certainty; /* [N] or NULL; NULL for multi-label                                  */
} answers;

/* All sums that the figures need; each weighted. */
typedef struct tally {
    uint32_t K, T;
    uint32_t favor, against; /* which labels F_avg means; UINT32_MAX: there is no F_avg */
    bool multi_label;
    double *truth; /* [T] rows where the label is true                  */
    double *given; /* [T] rows where it was given; 0 for unknown labels */
    double *right; /* [T] rows where both hold                          */
    double spread; /* metrics_spread                                    */
    double all;    /* rows                                              */
    double answered;
    double exact;       /* rows whose two sets are equal                  */
    double differs;     /* labels that stand in one set of their row only */
    double all_certain; /* rows that have probabilities, and over them:   */
    double brier, log_loss;
    double bin_weight[METRICS_BINS];                              /* rows of each bin           */
    double bin_right[METRICS_BINS], bin_confidence[METRICS_BINS]; /* those right; confidence    */
} tally;

/* What a row, or several that differ in nothing else, adds to a tally. */
typedef struct amount {
    double weight; /* sum of weights; the others: sums of weight times value, 0 without probabilities */
    double confidence, brier, log_loss;
} amount;

enum {
    LABEL_NO_PRECISION = 1, /* never given: precision is 0/0                         */
    LABEL_NO_RECALL = 2,    /* never true: recall is 0/0                             */
    LABEL_ABSENT = 4,       /* both, of the model's: F1 is 0/0 too, in no macro mean */
    LABEL_UNKNOWN = 8,      /* the model does not have it                            */
};

typedef struct label_figures {
    double support, given, right; /* sums of weights             */
    double precision, recall, f1; /* 0 where flagged             */
    unsigned flags;               /* LABEL_*                     */
} label_figures;

/* One field of the confusion table that is not empty. */
typedef struct confusion {
    uint32_t truth; /* < T                                   */
    uint32_t given; /* < K, or K where the answer was unsure */
    uint64_t rows;
    double weight;
} confusion;

/* Bin b of a reliability diagram: rows whose confidence lies in (b/15, (b+1)/15]. */
typedef struct reliability {
    size_t rows;
    double weight;
    double confidence, accuracy; /* means; NAN where the bin has no weight */
} reliability;

typedef struct metrics {
    double figure[N_FIGURES]; /* NAN: does not apply to these rows                   */
    label_figures *label;     /* [T]                                                 */
    uint32_t n_averaged;      /* labels in the macro means                           */
    confusion *cell;          /* [n_cells] by truth, then given; none if multi-label */
    size_t n_cells;
    size_t n_unsure;          /* rows without an answer (multi-label: with an empty set) */
    size_t n_unknown;         /* rows with a true label that the model does not have     */
    size_t n_certain;         /* rows with probabilities                                 */
    reliability bin[METRICS_BINS];
} metrics;

/* "accuracy", "macro_f1": the figure's key in JSON. */
const char *metrics_name(figure f);

/* Names to numbers. known[K] are the model's labels in bytewise order, without repeats; name[n] any. Numbers
 * from K on go to names that are not known, in bytewise order. With K = 0 it numbers groups.
 *   label  [T]  every name that there is      index  [n]  written; the caller's
 * Errors  memory; too many names.      Cost  O(n log n), whatever the names are. */
bool metrics_names(const str *known, uint32_t K, const str *name, size_t n, arena *a, str **label,
                   uint32_t *T, uint32_t *index, err *e);

/* Makes a set of a row's labels: sorted, each once. Returns how many are left. */
uint32_t metrics_set(uint32_t *index, uint32_t n);

/* A row's probabilities p[K] against its truth (K or more: unknown) and the label given. Numbers that are not
 * finite: no certainty. */
certainty metrics_certainty(const double *p, uint32_t K, uint32_t truth, uint32_t given);

/* All figures.
 * Errors   ERR_INPUT: no rows, a weight that is negative, not a number or too large, only zero weights.
 * Cost     O(N log N) for the confusion table, O(N) for the rest. */
bool metrics_compute(const answers *in, arena *a, metrics *out, err *e);

/* The mistakes that are made most: up to `most` fields of the confusion table off its diagonal, the heaviest first, of
 * equals the table's first. Returns how many.      Cost  O(fields * most). */
size_t metrics_worst(const metrics *m, const confusion **worst, size_t most);

/* What follows is shared with the other files of measure. */

static inline double metrics_weight(const answers *in, size_t row)
{
    return in->weight ? in->weight[row] : 1;
}

typedef struct label_set {
    const uint32_t *p; /* [n] increasing */
    size_t n;
} label_set;

static inline label_set metrics_truth(const answers *in, size_t row)
{
    if (in->multi_label)
        return (label_set){in->truth + in->truth_begin[row], in->truth_begin[row + 1] - in->truth_begin[row]};
    return (label_set){in->truth + row, 1};
}

static inline label_set metrics_given(const answers *in, size_t row)
{
    if (in->multi_label)
        return (label_set){in->given + in->given_begin[row], in->given_begin[row + 1] - in->given_begin[row]};
    return (label_set){in->given + row, in->unsure && in->unsure[row] ? 0 : 1};
}

/* How far a bin of this weight, whose rows' confidences add up to `confidence`, would be off by chance on the average,
 * were they exactly right: sqrt(2 / pi) standard deviations of the number right, times its weight. `spread`: of the
 * rows' weights, metrics_spread. */
static inline double metrics_bin_chance(double weight, double confidence, double spread)
{
    return weight > 0 ? sqrt(2 / 3.14159265358979323846 * confidence * fmax(1 - confidence / weight, 0) * spread) : 0;
}

/* Sum of squared weights over their sum: what a variance of weighted rows has more than one of as many rows (Kish, Survey
 * Sampling, 1965, section 8.2). 1 where all weigh 1. */
double metrics_spread(const double *weight, size_t n);

/* The bin of a row's confidence; -1 when it has none. */
static inline int metrics_bin(const answers *in, size_t row)
{
    double c = in->certainty ? in->certainty[row].confidence : (double)NAN;
    double b = ceil(c * METRICS_BINS) - 1;

    return isnan(c) ? -1 : b <= 0 ? 0 : b >= METRICS_BINS ? METRICS_BINS - 1 : (int)b;
}

/* What errors metrics_compute would find in the rows. */
bool metrics_check(const answers *in, err *e);
/* What one row amounts to. */
amount metrics_amount(const answers *in, size_t row);
/* An empty tally for such rows; emptied again by metrics_clear. */
bool metrics_tally(const answers *in, arena *a, tally *out, err *e);
void metrics_clear(tally *t);
/* Adds `by` to the sums, where the labels and the bin of `row` say. */
void metrics_add(tally *t, const answers *in, size_t row, const amount *by);
void metrics_figures(const tally *t, double out[N_FIGURES]);

#endif
