/* labeller: a command's models as tasks, with the scratch that each worker needs to put texts to them.
 *
 * Owns     all of it, until labeller_close; the models stay the caller's.
 * Threads  worker t uses work[t] alone.
 * Thresholds: below which probability an answer is "unsure"; a negative one leaves it to each model.
 *
 * Errors   ERR_USAGE for a threshold where a model gives no probabilities; memory.
 */
#ifndef SLANT_CLI_LABELLER_H
#define SLANT_CLI_LABELLER_H

#include "cli/models.h"
#include "score/tasks.h"

typedef struct labeller {
    tasks tasks;
    tasks_work *work; /* [threads] */
    unsigned threads;
} labeller;

/* `command` and `threshold` are for the check alone. */
bool labeller_open(const models *m, unsigned threads, const char *command, double threshold, labeller *out,
                   err *e);
void labeller_close(labeller *l);

/* The text's margins under all tasks, to work[worker].margin. */
static inline bool labeller_score(const labeller *l, unsigned worker, str text, err *e)
{
    return tasks_score(&l->tasks, &l->work[worker], text, e);
}

static inline double labeller_threshold(const model *m, double threshold)
{
    return threshold < 0 ? m->threshold : threshold;
}

/* A text of which too little is known is not answered, unless all are to be. */
static inline bool labeller_strange(double threshold, familiarity known)
{
    return known == KNOWN_TOO_LITTLE && threshold != 0;
}

/* Below the threshold an answer is unsure, and that of a strange text. An unknown p is below none. */
static inline bool labeller_unsure(const model *m, uint32_t best, const double *p, double threshold, familiarity known)
{
    return p[best] < labeller_threshold(m, threshold) || labeller_strange(threshold, known);
}

/* Of a model with several labels a text: the first label from k on that is given, no less likely than the
 * threshold; K when there is none, as of a strange text. */
static inline uint32_t labeller_given(const model *m, const double *margin, const double *p, double threshold,
                                      familiarity known, uint32_t k)
{
    if (labeller_strange(threshold, known))
        return m->K;
    while (k < m->K && (!model_gives(m, margin, p, k) || p[k] < labeller_threshold(m, threshold)))
        k++;
    return k;
}

/* The number of a label, or K where the model does not have it. */
uint32_t labeller_label(const model *m, str name);

#endif
