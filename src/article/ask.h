/* ask: a question as it is put, its texts one after the other.
 *
 *   ask_begin(q, tasks, work);
 *   ask_word(q, word);                                     a text of one word
 *   buf_str(&q->text, words), ask_text(q);                 one of several
 *   tags_new(&q->tags, "qu"), ..., ask_tags(q);            one of tags
 *   ok = ask_end(q, &e);                                   work->margin is the answer
 *
 * Each text is scored as soon as it ends, so that one may look at work->margin on the way and put no more, and nothing is
 * written down that need not be. Without tasks the question is only written down, as a record of texts with TEXT_BREAK
 * between two (base/texts.h): so learning gets what reading asks, from the same lines.
 *
 * Owns     text, until ask_free; borrows tasks and work.      Threads  one thread at a time.
 * Errors   memory, at the end: what comes behind a failure is passed over.
 * Cost     score/brief.h for words and tags, a memo (score/scorer.h) for longer texts.
 */
#ifndef SLANT_ARTICLE_ASK_H
#define SLANT_ARTICLE_ASK_H

#include "article/tags.h"
#include "base/texts.h"
#include "score/tasks.h"

typedef struct ask {
    const tasks *tasks; /* NULL: written down                              */
    tasks_work *work;
    uint32_t k; /* which text is being put                                 */
    buf text;   /* that one; where it is written down, all so far          */
    err e;      /* the first failure                                       */
    tags tags;
} ask; /* all zero: nothing has been asked */

void ask_free(ask *q);

void ask_begin(ask *q, const tasks *t, tasks_work *w);

void ask_word(ask *q, str text);
void ask_text(ask *q);
void ask_tags(ask *q);

bool ask_end(const ask *q, err *e);

/* What is written down, without tasks. */
str ask_written(const ask *q);

#endif
