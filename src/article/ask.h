/* ask: a question as it is put, its texts one after the other.
 *
 *   ask_begin(q, tasks, words_at, work);
 *   ask_word(q, lexeme);                                   a text of one word
 *   buf_str(&q->text, words), ask_text(q);                 one of several
 *   tags_new(&q->tags, "qu"), ..., ask_tags(q);            one of tags
 *   ok = ask_end(q, &e);                                   work->margin is the answer
 *
 * What models say of a word alone is remembered with the word. Each text is scored as soon as it ends, so that one may
 * look at work->margin on the way and put no more, and nothing is written down that need not be. Without tasks the
 * question is only written down, as a record of texts with TEXT_BREAK between two (base/texts.h): so learning gets what
 * reading asks, from the same lines.
 *
 * Owns     text, until ask_free; borrows tasks and work.      Threads  one thread at a time.
 * Errors   memory, at the end: what comes behind a failure is passed over.
 * Cost     an addition for a word, score/brief.h for tags, a memo (score/scorer.h) for other texts.
 */
#ifndef SLANT_ARTICLE_ASK_H
#define SLANT_ARTICLE_ASK_H

#include "article/tags.h"
#include "base/texts.h"
#include "score/tasks.h"

typedef struct ask {
    const tasks *tasks; /* NULL: written down                              */
    const uint32_t *words_at; /* [n_texts] where a lexeme has its margins under the k-th text; NONE: nowhere */
    tasks_work *work;
    uint32_t k; /* which text is being put                                 */
    buf text;   /* that one; where it is written down, all so far          */
    err e;      /* the first failure                                       */
    tags tags;
} ask; /* all zero: nothing has been asked */

void ask_free(ask *q);

void ask_begin(ask *q, const tasks *t, const uint32_t *words_at, tasks_work *w);

/* Goes on with a question of the view asked last: its texts before the k-th gave margin [n_margins]. */
void ask_resume(ask *q, uint32_t k, const double *margin);

void ask_word(ask *q, const lexeme *l);
/* The token; BOS and EOS beyond its sentence. */
void ask_token(ask *q, const facets *f, int64_t i, stretch in);
void ask_text(ask *q);
void ask_tags(ask *q);

bool ask_end(const ask *q, err *e);

/* What is written down, without tasks. */
str ask_written(const ask *q);

#endif
