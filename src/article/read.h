/* read: the road from an article's text to what is read in it. START HERE.
 *
 *   article_reader reader;
 *   article_work work;                                        one for each thread
 *
 *   article_reader_init(&reader, models, n, threads, seed, &e);
 *   article_work_init(&reader, &work, &e);
 *   article_read(&reader, text, title, titled, wanted, &work, &out, &e);      out lives until the next
 *
 * Each question that is asked on the way (which word is a cue, who its source is, whether a sentence is an opinion) is
 * a task, found among the models by its name. A question is put as a window: a record of a few texts. What there is no
 * model for stays undecided: without `cue` nobody is attributed but by quotation marks, without `stance` there are no
 * stances.
 *
 * Owns     a reader borrows its models and targets, and holds scorers for each view, the questions that look at the
 *          same window; a work holds an arena and memos.
 * Threads  reader: share it; one work a thread.
 * Errors   memory; ERR_INPUT for 4 GiB of text; ERR_MODEL for a task whose labels or texts are not what is wanted.
 * Cost     bench/: see the README.
 */
#ifndef SLANT_ARTICLE_READ_H
#define SLANT_ARTICLE_READ_H

#include "article/article.h"
#include "article/ask.h"
#include "article/names.h"

/* Questions that are answered from the same window. */
typedef enum view {
    VIEW_CUE,
    VIEW_SOURCE_BEGIN,
    VIEW_SOURCE_END,
    VIEW_CLAUSE_BEGIN,
    VIEW_CLAUSE_END,
    VIEW_ATTRIBUTION,
    VIEW_SENTENCE,
    VIEW_GENRE,
    VIEW_STANCE,
    N_VIEWS
} view;

typedef enum question {
    QUESTION_CUE,          /* of a word: B, I, O: begins a cue, is inside one, neither         */
    QUESTION_SOURCE_BEGIN, /* of a word and a cue: whether the cue's source begins here: no, yes */
    QUESTION_SOURCE_END,   /* of a word, a cue and a begin: whether its source ends behind it    */
    QUESTION_CLAUSE_BEGIN, /* the same of what is said                                           */
    QUESTION_CLAUSE_END,
    QUESTION_ATTRIBUTION, /* of a cue, its source and what is said: whether they are one: no, yes  */
    QUESTION_CONTENT_ALONE, /* of a sentence, its neighbours not yet read: fact, opinion */
    QUESTION_VOICE_ALONE,   /*                                             author, source */
    QUESTION_CONTENT, /* the same, now that they are: fact, opinion     */
    QUESTION_VOICE,   /*                              author, source    */
    QUESTION_GENRE,   /* of the article: opinion, report        */
    QUESTION_STANCE,  /* of a mention: against, favor, none     */
    N_QUESTIONS
} question;

/* How the questions' tasks are called, NULL behind the last. */
extern const char *const article_tasks[N_QUESTIONS + 1];

/* A question's answers, and the texts of its window, in order; the tags, whole words only, come last. */
typedef struct question_form {
    const char *const *labels; /* in bytewise order, NULL behind the last */
    view view;
    const char *const *texts; /* NULL behind the last */
    const char *const *tags;  /* NULL behind the last */
} question_form;

extern const question_form article_questions[N_QUESTIONS];

typedef struct article_reader {
    tasks tasks[N_VIEWS];       /* n is 0 where a view has no model                                     */
    uint32_t task[N_QUESTIONS]; /* a question's number within its view's tasks, or NONE                 */
    uint32_t words_at[N_VIEWS][TEXTS_MAX]; /* ask.h                                                     */
    uint32_t n_margins;                    /* of each lexeme                                            */
    uint64_t seed;                         /* for who must not be guessed                               */
    const targets *targets;                /* toward whom stances are looked for; NULL: whoever is named */
} article_reader;

/* models[n]: of each task the model of its first text (tasks.h). The first of a name counts. */
bool article_reader_init(const model *const *models, size_t n, unsigned threads, uint64_t seed, article_reader *out,
                         err *e);
void article_reader_free(article_reader *r);

typedef struct article_work {
    tasks_work view[N_VIEWS];
    ask ask;
    lexemes lexemes;
    struct toward *toward; /* scratch of toward.h, in `lasting` */
    arena arena;           /* of the present article            */
    arena lasting;
} article_work;

bool article_work_init(const article_reader *r, article_work *out, err *e);
void article_work_free(article_work *w);

/* text, title: of the record; `titled`: the text's first line is the title. wanted: the record's target, or empty. */
bool article_read(const article_reader *r, str text, str title, bool titled, str wanted, article_work *w, article *out,
                  err *e);

/* ---- for the stages ---- */

/* A question to the models of a view begins: whoever asks puts its texts. */
ask *article_ask(const article_reader *r, view v, article_work *w);

/* What they say: [L] margins of a question that there is a model for, one for two labels, positive for the second. */
const double *article_margin(const article_reader *r, question q, const article_work *w);

/* Label and probability; undecided where there is no model. */
verdict article_verdict(const article_reader *r, question q, article_work *w);

/* ---- learning ---- */

/* An example: a question with its answer, out of an annotated article. False stops with the err it has set. */
typedef struct example_sink {
    bool (*take)(void *to, question q, str window, str label, float weight, err *e);
    void *to;
} example_sink;

/* For the stages: an example begins, which is put as article_ask's are; what was put is one, and `is` its answer, with
 * p for its weight (1 where it is NAN); an undecided one is none. */
ask *article_example(article_work *w);
bool article_tell(question q, verdict is, const article_work *w, const example_sink *sink, err *e);

/* All examples of a question in an annotated article. Cues, sources and contents follow from each other as the
 * annotator has them; for all that comes after, what the reader finds counts: so it is when articles are read. */
bool article_examples(const article_reader *r, question q, const article *gold, article_work *w, article *read,
                      const example_sink *sink, err *e);

#endif
