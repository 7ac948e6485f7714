/* tasks: what models decide. A task has one model or, where it reads several texts a record, one for each of them,
 * one behind the other as a bundle has them; its margins are then the sum of theirs.
 *
 * Owns     nothing; models and memory are the caller's.      Threads  one memo and one scratch a thread.
 * Errors   memory.
 * Cost     one pass over the text; with several texts a pass over each, scored under all models.
 */
#ifndef SLANT_SCORE_TASKS_H
#define SLANT_SCORE_TASKS_H

#include "score/scorer.h"

typedef struct task {
    const model *m;   /* of its first text: labels, calibration, card                  */
    uint32_t first;   /* its models are number [first, first + n_texts) of the scorer's */
    uint32_t n_texts; /* 1, or as many as its records have                              */
    uint32_t margins; /* the first of its L margins                                     */
} task;

typedef struct tasks {
    task *task; /* [n]                                                                   */
    uint32_t n;
    uint32_t n_texts;   /* of a record: the most that any of them reads                   */
    uint32_t n_margins; /* of all of them                                                 */
} tasks;

/* The tasks of n models that stand as bundles have them; room[n] is for out->task. */
void tasks_list(const model *const *models, size_t n, task *room, tasks *out);

/* Margins of a record, whose texts have TEXT_BREAK between them (base/texts.h), under all tasks. A task that reads
 * one text reads all of them as one; a text that is missing is empty.
 *   part    [scorer.n_margins]  scratch; may be NULL where every task reads one text
 *   margin  [n_margins]         written */
bool tasks_score(const tasks *t, const scorer *s, memo *w, str text, double *part, double *margin, err *e);

#endif
