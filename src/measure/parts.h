/* parts: many rows, packed by what they have in common, so that a thousand weighings of them are cheap.
 *
 * A row's outcome is all that says which sums of a tally it moves. Rows of one group and one outcome are one part, with
 * the sums of their amounts. To weigh the groups anew (measure/interval.h draws them, measure/compare.h swaps them)
 * add up each group's parts, so many times, into one amount for each outcome: a pass over memory in order. Then
 * parts_tally hands the amounts to metrics_add as if each were one row. Articles of a thousand sentences cost no more
 * than their few outcomes.
 *
 *     memset(sum, 0, p.n_outcomes * sizeof *sum);
 *     for (uint32_t g = 0; g < p.G; g++)
 *         parts_add(&p, g, times[g], sum);
 *     metrics_clear(&t);
 *     parts_tally(&p, sum, &t);
 *     metrics_figures(&t, figures);
 *
 * All weights are divided by the heaviest one, which changes no figure but ECE by chance, of which no resample is read.
 * Groups stand in the order of their numbers, so
 * two models' answers to the same rows have the same groups under the same numbers.
 *
 * Owns     nothing: arrays are the arena's; the answers are borrowed.      Threads  share parts; a sum, a tally a
 *          thread.
 * Errors   memory.      Cost     O(N log N) once; 28 bytes a row, 24 more while they are packed; a sum has 32 bytes an
 *          outcome, and there may be as many as rows where labels are many and rows have several.
 */
#ifndef SLANT_MEASURE_PARTS_H
#define SLANT_MEASURE_PARTS_H

#include "measure/metrics.h"

typedef struct part {
    uint32_t outcome;
    float weight, confidence, brier, log_loss; /* an amount; a float's 1e-7 is far below what is reported */
} part;

typedef struct parts {
    const answers *in;
    uint32_t G;            /* groups that have rows                 */
    const uint32_t *begin; /* [G + 1] group g has the parts begin[g] .. */
    const part *part;      /* [begin[G]]                            */
    uint32_t n_outcomes;
    const uint32_t *example; /* [n_outcomes] a row that has it      */
} parts;

/* group [N]: any numbers, equal for rows of a group; NULL: every row by itself. */
bool parts_pack(const answers *in, const uint32_t *group, arena *a, parts *out, err *e);

/* Adds group g, `times` times, to sum [n_outcomes]. */
static inline void parts_add(const parts *p, uint32_t g, double times, amount *sum)
{
    for (uint32_t i = p->begin[g]; i < p->begin[g + 1]; i++) {
        const part *from = &p->part[i];
        amount *to = &sum[from->outcome];

        to->weight += times * (double)from->weight;
        to->confidence += times * (double)from->confidence;
        to->brier += times * (double)from->brier;
        to->log_loss += times * (double)from->log_loss;
    }
}

/* Adds the sums to a tally of the same labels. */
void parts_tally(const parts *p, const amount *sum, tally *t);

#endif
