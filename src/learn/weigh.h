/* weigh: how much a feature counts, learnt from the training rows alone, and the vectors that follow.
 *
 * The scale of a feature with document frequency df among N rows is
 *     v_f = idf_f * ratio_f^power,     idf_f = 1 + ln((1 + N) / (1 + df_f)),
 *     ratio_f = max over labels c of | ln( (p_fc / |p_c|) / (q_fc / |q_c|) ) |
 * where p_fc and q_fc are one half more than the rows with and without label c that have f, and |.| sums
 * over the features of f's block. A label that none of the rows has, or that all have, says nothing of any
 * feature and is passed over; where that is so of all labels the ratio is 1. Features outside the choice
 * of n-grams or below min_df have v_f = 0: they are not there. One scale for all lanes, so that a record
 * has one vector, whatever the label (with two labels this is the log-count ratio of Wang & Manning, whose
 * sign the machine's weight takes over). That is power 1. A machine that pays for the squares of its weights pays
 * v_f^-2 for a feature's effect, so a power of 1/2 makes that price inverse to the ratio and not to its square;
 * our guess at why it does better is that ratios of rare features, which are large by chance, get less of the
 * vector. Cross-validated macro-F1 for powers 0, 1/4, 1/2, 3/4, 1 on BABE's bias, mean of three seeds: 0.740,
 * 0.752, 0.754, 0.753, 0.746.
 *
 * The vector block has a feature for each word that has a vector (word_vectors.h), with its idf for a scale, whatever
 * its df, and no ratio; in a row it is not the features that stand but the vectors' sum.
 *
 * Source   Spärck Jones 1972 (idf, smoothed as is usual); Wang & Manning, ACL 2012 (ratios).
 */
#ifndef SLANT_LEARN_WEIGH_H
#define SLANT_LEARN_WEIGH_H

#include "learn/dataset.h"
#include "learn/matrix.h"
#include "learn/word_vectors.h"

typedef struct weighing {
    plan plan;       /* n-grams to use, but of tags: within what the dataset was read with */
    bool idf;
    double ratio;    /* the power of the ratios: 0 does without them, 1 is the paper's */
    uint32_t min_df; /* a feature of fewer training rows is dropped           */
    uint32_t max_features; /* of the rest so many are kept, those that matter most to a machine over all of them   */
                           /* (fit.h: it is fitted twice); 0: all. For linear.h alone                               */
    const word_vectors *vectors; /* with plan.vector; the words of other plans have none                             */
    double vector_weight;        /* length of their part of a row, about: other blocks have 1                        */
} weighing;

/* How many of the rows listed have a weight above 0: the others are not there, neither in N nor in any count. Other weights
 * count in none of these figures. */
uint32_t weigh_rows(const dataset *d, const uint32_t *row, uint32_t n);

/* The idf of a word of df rows among N, or 1 without idf. */
float weigh_idf(const weighing *w, uint32_t N, uint32_t df);

/* v [vocab.n] from the rows listed. Cost: one pass over their features; K numbers a feature with `ratio`. */
bool weigh_fit(const dataset *d, const weighing *w, const uint32_t *row, uint32_t n, float *v, err *e);

/* Vectors of the rows listed, in that order, and what they share. */
typedef struct vectors {
    matrix x;            /* N = rows listed; the rest are views of what is below                           */
    uint32_t n_features; /* those with v > 0. D is so many, and dims more for each text that has vectors  */
    uint32_t *feature;   /* [n_features] column -> feature, increasing                                    */
    size_t *begin;
    uint32_t *col;
    float *val;
    size_t *times_begin;
    uint32_t *which;
    float *times;
    size_t *run_begin;
    uint32_t *run_col;
    float *run_val;
    double *known; /* [rows][N_BLOCKS] the squares of the norms of all texts but tags, before they are divided out */
} vectors;

/* x_f = a_f v_f / |block|; a block of norm 0 is left out. The characters' block is in runs, one a word. Of w the word
 * vectors count, no more. */
bool weigh_vectors(const dataset *d, const weighing *w, const float *v, const uint32_t *row, uint32_t n, vectors *out,
                   err *e);

/* The same rows without runs, for those who want each value by itself; done once, it may be done again. On
 * failure x is as it was. */
bool vectors_flatten(vectors *x, err *e);
void vectors_free(vectors *x);

#endif
