/* tasks: what models decide. A task has one model or, where it reads several texts a record, one for each of them,
 * one behind the other as a bundle has them; its margins are then the sum of theirs.
 *
 * There is a scorer for each text, over the models that read it, so that a text is scored for whom it means something
 * alone. A task that reads fewer texts than a record has reads the first ones. One whose last text is made of the first
 * two (feature/overlap.h) gets it here.
 *
 * Owns     tasks: the scorers, not the models. tasks_work: the memos and scratch of one thread.
 * Threads  tasks: share them; one tasks_work a thread.      Errors   memory.
 * Cost     one pass over each text.
 */
#ifndef SLANT_SCORE_TASKS_H
#define SLANT_SCORE_TASKS_H

#include "base/texts.h"
#include "feature/overlap.h"
#include "score/brief.h"

typedef struct task {
    const model *m;   /* of its first text: labels, calibration, card */
    uint32_t n_texts; /* its models are m[0] ... m[n_texts - 1]        */
    uint32_t margins; /* the first of its L margins                   */
} task;

typedef struct tasks {
    task *task; /* [n] */
    uint32_t n;
    uint32_t n_texts;          /* the most that any of them reads             */
    uint32_t overlap_at;       /* which of them is overlap.h's; UINT32_MAX: none */
    uint32_t n_margins;        /* of all of them                              */
    uint32_t K;                /* the most labels that any of them has        */
    scorer scorer[TEXTS_MAX];  /* [n_texts]                                   */
    uint32_t *of[TEXTS_MAX];   /* [n_texts][its models] whose each of them is */
    bool is_tags[TEXTS_MAX];   /* [n_texts]                                   */
} tasks;

/* models[n] stand as bundles have them: what is named is the model of a task's first text, the others lie behind it in
 * memory. */
bool tasks_list(const model *const *models, size_t n, tasks *out, err *e); /* without scorers */
bool tasks_open(const model *const *models, size_t n, unsigned threads, uint64_t seed, tasks *out, err *e);
void tasks_close(tasks *t);

/* What a task's models know of the texts put so far, those of tags apart: they are one text to model_familiarity. */
typedef struct task_known {
    double sum;
    size_t bytes;
} task_known;

typedef struct tasks_work {
    memo *memo[TEXTS_MAX];     /* [n_texts]                              */
    overlap *overlap;          /* NULL where no task wants it            */
    double *part;          /* [n_margins] of the text added last, by its scorer's models */
    double *margin;        /* [n_margins] of the record scored last      */
    double *p;             /* [K] scratch for model_decide               */
    task_known *sum;       /* [n] */
    familiarity *known;    /* [n] of the record that tasks_score scored last */
} tasks_work;

bool tasks_work_init(const tasks *t, tasks_work *out, err *e);
void tasks_work_free(tasks_work *w);

/* Margins of a record, whose texts have TEXT_BREAK between them (base/texts.h), under all tasks, to w->margin. A text
 * that is missing is empty; one that is made of others is made. */
bool tasks_score(const tasks *t, tasks_work *w, str text, err *e);

/* The same text by text: margins of 0, then what the k-th text adds, its bias included, in whatever order. k < n_texts;
 * hash [n] as in brief.h, where is_tags[k]. */
void tasks_begin(const tasks *t, tasks_work *w);
bool tasks_add(const tasks *t, tasks_work *w, uint32_t k, str text, err *e);
void tasks_add_part(const tasks *t, tasks_work *w, uint32_t k, const double *part); /* what w->part was once */
void tasks_add_tags(const tasks *t, tasks_work *w, uint32_t k, const uint64_t *hash, uint32_t n);

/* How much the i-th task knows of the texts that tasks_add was given since tasks_begin. */
familiarity tasks_familiarity(const tasks *t, const tasks_work *w, uint32_t i);

#endif
