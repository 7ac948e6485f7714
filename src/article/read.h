/* read: the road from an article's text to what is read in it. START HERE.
 *
 *   article_reader reader;
 *   article_work work;                                        one for each thread
 *
 *   article_reader_init(&reader, models, n, threads, seed, &e);
 *   article_work_init(&work, &reader, &e);
 *   article_read(&reader, text, id, title, titled, &work, &out, &e);     out lives until the next
 *
 * The models are found by their tasks' names: content, voice, genre, cue, source, clause, stance. What there is no model
 * for stays undecided: without `cue` nobody is attributed but by quotation marks, without `stance` there is no ledger.
 *
 * Owns     a reader borrows its models and targets, and holds a scorer for each group of tasks that look at the same
 *          window; a work holds an arena and a memo for each.
 * Threads  reader: share it; one work a thread.
 * Errors   memory; ERR_INPUT for 4 GiB of text; ERR_MODEL for a task whose labels or texts are not what is wanted.
 * Cost     bench/: some tens of MB a second.
 */
#ifndef SLANT_ARTICLE_READ_H
#define SLANT_ARTICLE_READ_H

#include "article/article.h"
#include "article/names.h"
#include "base/buf.h"
#include "score/tasks.h"

/* Questions that are answered from the same window. */
typedef enum view { VIEW_CUE, VIEW_SOURCE, VIEW_CLAUSE, VIEW_SENTENCE, VIEW_GENRE, VIEW_STANCE, N_VIEWS } view;

typedef struct question {
    const char *task;
    const char *const *labels; /* in bytewise order, NULL behind the last */
    view view;
    uint32_t n_texts;
} question;

typedef enum question_name {
    QUESTION_CUE,
    QUESTION_SOURCE,
    QUESTION_CLAUSE,
    QUESTION_CONTENT,
    QUESTION_VOICE,
    QUESTION_GENRE,
    QUESTION_STANCE,
    N_QUESTIONS
} question_name;

/* What is asked of an article, and how. */
extern const question article_questions[N_QUESTIONS];

typedef struct lens {
    const model **each; /* [n] of the models given, those of this view's tasks */
    size_t n;
    tasks tasks;
    scorer scorer;
} lens;

typedef struct article_reader {
    lens lens[N_VIEWS];
    uint32_t task[N_QUESTIONS]; /* its number within its view's tasks, or NONE */
    const target *target;       /* [n_targets] whom stances are looked for toward; none: whoever is named */
    uint32_t n_targets;
    arena arena;
} article_reader;

bool article_reader_init(const model *const *models, size_t n, unsigned threads, uint64_t seed, article_reader *out,
                         err *e);
void article_reader_free(article_reader *r);

typedef struct article_work {
    memo *memo[N_VIEWS];
    double *part, *margin, *p; /* scratch for the largest view */
    buf window;
    arena arena;
} article_work;

bool article_work_init(const article_reader *r, article_work *out, err *e);
void article_work_free(article_work *w);

/* `titled`: the first line is the title. `target`: of the record, or empty. */
bool article_read(const article_reader *r, str text, str title, bool titled, str wanted, article_work *w, article *out,
                  err *e);

/* One window's answers. The window is in w->window; margin of a question: article_margin. False when memory is out. */
bool article_ask(const article_reader *r, view v, article_work *w, err *e);

/* The verdict on the window last asked about; margin, if not NULL, is that of the label given, or of label 1 of two. */
verdict article_verdict(const article_reader *r, question_name q, const article_work *w, float *margin);

/* ---- learning ---- */

/* Told of an example: a window with its label, out of an annotated article. False stops with the err it has set. */
typedef bool article_example(void *to, question_name q, str window, str label, double weight, err *e);

/* All examples of a question in an annotated article (gold.h). Questions that come before it on the road are answered by
 * the reader, as they will be when articles are read. */
bool article_examples(const article_reader *r, question_name q, const article *gold, article_work *w,
                      article_example *sink, void *to, err *e);

#endif
