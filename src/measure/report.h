/* report: an evaluation, for people and for programs.
 *
 * report_text writes tables in aligned columns: the figures with their intervals, the labels, the confusion
 * table (of 20 labels at most; beyond that the 20 most frequent confusions), the differences to the first model and
 * notes on everything that a reader should know before quoting a figure. Names are cut with an ellipsis where they are
 * too wide, between characters, and control characters in them become U+FFFD. No colours.
 *
 * report_json writes one object in one line, with a newline behind it; keys in this order:
 *   task, model, records, multi_label, weighted, unsure, unknown {labels, records}, with_probabilities,
 *   bootstrap {resamples, level, seed, grouped, groups, few_groups} or null,
 *   figures {accuracy {value, low, high}, ...}      in the order of `figure`; those that do not apply are not
 *                                                   there; low and high are null without a bootstrap
 *   averaged                                        labels in the macro means
 *   labels [{label, known, support, given, right, precision, recall, f1, undefined ["precision", ...]}]
 *   confusion [{truth, given, records, weight}]     fields that are not empty, by truth, then given; given is
 *                                                   null for unsure; weight only if rows have weights
 *   reliability [{records, confidence, accuracy}]   15 bins of confidence, the first from 0 to 1/15; means, null in
 *                                                   an empty bin; weight too if rows have weights; [] without
 *                                                   probabilities
 *   risk_coverage {area, points [{confidence, coverage, risk}]}    measure/curves.h; null without probabilities
 *   compared {with, resamples, differences {accuracy {difference, low, high, p}, ...},
 *             mcnemar {only_first, only_second, p}}       measure/compare.h: this model against the first; null when it
 *                                                         is the first
 *   notes ["..."]                                   the text's notes
 * Figures have six decimals, sums of weights six, counts none, McNemar's p six digits. Names are whole; bytes that are
 * not UTF-8 are U+FFFD.
 *
 * Owns     nothing.      Threads  pure.
 * Errors   none of its own: out->failed when memory is out, as for every buf.
 */
#ifndef SLANT_MEASURE_REPORT_H
#define SLANT_MEASURE_REPORT_H

#include "base/buf.h"
#include "measure/compare.h"
#include "measure/curves.h"
#include "measure/interval.h"
#include "measure/metrics.h"

typedef struct report {
    str task;                   /* what was decided: "subjectivity"                                   */
    str model;                  /* by whom; empty: goes without saying                                */
    const answers *in;          /* what was measured                                                  */
    const metrics *m;           /* from metrics_compute(in)                                           */
    const intervals *band;      /* from interval_read(in's resamples) or NULL                          */
    const curve *risk;          /* from curves_risk(in) or NULL                                       */
    const struct report *first; /* NULL, or that of the model with which this one is compared, and    */
    const comparison *compared; /* from compare_models(first, this one)                               */
} report;

typedef enum report_notes {
    NOTE_UNKNOWN,
    NOTE_UNSURE,
    NOTE_ABSENT,
    NOTE_UNDEFINED,
    NOTE_CERTAIN,
    NOTE_FEW_GROUPS,
    NOTE_WEIGHTS,
    NOTE_MCNEMAR,
    N_NOTES
} report_notes;

void report_text(const report *r, buf *out);
void report_json(const report *r, buf *out);

/* What the reports are made of, for who prints them in another way: the figure's name for people; whether it is worth a
 * line; what is odd about a label, "" for nothing; a note, of which nothing is written where it does not apply. */
const char *report_figure(figure f);
bool report_shows(const report *r, figure f);
const char *report_remark(unsigned flags);
void report_note(const report *r, report_notes which, buf *b);

#endif
