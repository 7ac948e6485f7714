/* collect: labelled records put to models that decide one task, and what each model answered, in the input's order.
 *
 *     collected c;
 *     ok = collect_open(p, false, &c, e) && collect_run(p, &c, e);
 *     ... collect_answers(&c, 0), collect_answers(&c, 1) ...
 *     ok = collect_end(&c, ok, e);
 *
 * Records go the road of classify; what a worker passes on is not a line but an answer, which emit (batch.h)
 * collects. Models that do not decide the same task - its name, its labels, one or several a record - are refused:
 * there is nothing to compare.
 *
 * Owns     all of it, until collect_end, which is called after failures too.
 * Threads  as score/batch.h; afterwards read it from anywhere.
 * Errors   usage, reading and rejects as for classify; ERR_INPUT where no record can be measured.
 * Cost     that of classify; some 50 bytes a record, 30 more for each model, and the labels' and groups' names; with
 *          details 4 bytes more for each label.
 */
#ifndef SLANT_CLI_COLLECT_H
#define SLANT_CLI_COLLECT_H

#include "cli/labeller.h"
#include "cli/mistakes.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "measure/metrics.h"

enum { COLLECT_SCORES = 24 };

/* What one model said. */
typedef struct collected_model {
    certainty *certainty; /* [N]                                               */
    uint8_t *unsure;      /* [N]                                               */
    size_t *given_begin;  /* [N + 1]                                           */
    uint32_t *given;      /* [n_given] one a row, or all that were given       */
    size_t cap_rows, n_given, cap_given;

    /* With `details`, of models that give one label a record: */
    mistakes mistakes;
    double wrong; /* how sure the answer of the row at hand is, if it is wrong; NAN otherwise */

    /* With `details`, of models with COLLECT_SCORES labels at most: */
    float *score; /* [N][K] probabilities, or margins without a calibration */
    size_t cap_scores;
} collected_model;

typedef struct collected {
    input *in; /* [n_in] */
    size_t n_in;
    models models;
    labeller labeller;
    rejects rejects;
    progress progress;
    double threshold;
    bool grouped, weighted;
    bool details;     /* for a page */
    uint64_t n_bytes; /* read so far */
    arena memory;
    collected_model *of; /* [models.n] */

    size_t N, cap_rows, n_truth, cap_truth;
    double *weight;        /* [N]                                                      */
    str *group_name;       /* [N]                                                      */
    size_t *truth_begin;   /* [N + 1]                                                  */
    str *truth_name;       /* [n_truth] as they stood                                  */
    uint32_t *truth;       /* [n_truth] their numbers in label; of a row each one once */
    uint32_t *group;       /* [N] or NULL                                              */
    str *label;            /* [T] the models', then the unknown ones                   */
    uint32_t T;
} collected;

/* `details`: keep what a page shows beside the answers. */
bool collect_open(const parsed *p, bool details, collected *out, err *e);
bool collect_run(const parsed *p, collected *c, err *e);

/* Whether there are scores of each label. */
static inline bool collect_has_scores(const collected *c)
{
    return c->details && c->models.each[0]->K <= COLLECT_SCORES;
}

/* Which of the models: their order on the command line. */
answers collect_answers(const collected *c, size_t which);

/* Settles what was rejected (`ok`: so far), says on standard error how many records there were, and frees. */
bool collect_end(collected *c, bool ok, err *e);

#endif
