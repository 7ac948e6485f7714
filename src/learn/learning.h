/* learning: the learning curve of a setting: how figures grow with the records that are labelled, so that a person
 * can judge whether more labels are worth their work.
 *
 * At each share of the records, 1/32 to 1/2 and all, doubled from one to the next (portions.h: nested, groups whole),
 * the cross-validation that measures the model is run as if the other records had no labels: machines and calibration
 * learn from the share, in each fold from what is not held out. All records are measured, always the same ones, each by
 * a machine that has seen nothing of its fold. At the last point that is the cross-validation itself, to the bit.
 *
 *   value      mean over shares drawn anew, 16 of at most 5,000 records and 4 of more; at the last point the figure of
 *              the only one there is
 *   gain       value minus that of the point before: what the last doubling brought
 *   low, high  95 % percentile intervals over resamples in which both the groups (rows) that are measured and the
 *              draws are drawn with replacement. The resamples of all points are the same ones, so that what makes
 *              records hard at both ends of a gain drops out of its interval
 *
 * What the intervals cannot know: all draws are from the records at hand, and large ones overlap. Over 25 disjoint sets
 * of 400 records out of 10,000 (subj, words) the interval of a gain held the mean gain of all sets in 20 to 25 of them,
 * that of a value in 17 to 25, the fewest at 40 records learnt from: of small shares they are somewhat narrow. A
 * setting that was searched for was chosen on all records.
 *
 * Nothing is said beyond the last point: which curve to draw on is a guess that so few points cannot check.
 *
 * Threads  those of the options; the same bits on any number of them.
 * Errors   those of crossval_run.
 * Cost     for each draw that of learning in all folds once, and of measuring all records once for each point below
 *          the last. `slant train` with it takes 3.2 times as long as without on 11,314 records (4 draws; 20
 *          newsgroups, words, one thread: 37 s and 11.5) and 12 times on 2,225 (16 draws; bbc: 10.8 s and 0.9).
 * Source   two-way resampling: Owen, The pigeonhole bootstrap, Annals of Applied Statistics 1 (2007).
 */
#ifndef SLANT_LEARN_LEARNING_H
#define SLANT_LEARN_LEARNING_H

#include "learn/crossval.h"

enum { LEARNING_HALVINGS = 5, LEARNING_POINTS = LEARNING_HALVINGS + 1, LEARNING_FIGURES = 2 };

/* Draws of a share: many where they are cheap and shares are small, so that one draw may be far from another. */
enum { LEARNING_FEW = 5000, LEARNING_DRAWS_FEW = 16, LEARNING_DRAWS = 4 };

/* A figure and its interval. NAN: there is none. */
typedef struct learning_value {
    double value, low, high;
} learning_value;

typedef struct learning_point {
    double records;     /* that are labelled, mean over draws                                    */
    double learnt_from; /* ... by a machine, mean over folds too: the held out ones are missing  */
    uint32_t draws;
    learning_value is[LEARNING_FIGURES];
    learning_value gain[LEARNING_FIGURES]; /* over the point before; NAN for the first */
} learning_point;

typedef struct learning_curve {
    figure figure[LEARNING_FIGURES]; /* macro-F1, then accuracy or, with several labels a record, micro-F1 */
    learning_point point[LEARNING_POINTS];
    size_t n; /* points: fewer where a fold has few units; 0: no curve */
} learning_curve;

/* `whole` is what crossval_run has made of the same options, with resamples. `tick` may be NULL; it is told of records
 * read, to learn from them or to measure them, from 0 on. */
bool learning_run(const dataset *d, const setting *s, const crossval_options *o, const crossval *whole,
                  void (*tick)(void *to, uint64_t done, uint64_t total), void *to, learning_curve *out, err *e);

#endif
