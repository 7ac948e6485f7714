/* article_workers: what annotate and `eval --articles` read articles with: one reader that all share, and for each
 * thread what it needs of its own.
 *
 * Owns     all of it, until article_workers_close; the models are borrowed.
 * Threads  open and close from one; a worker belongs to the batch worker of its number.
 * Errors   as article_reader_init has them. After a failure close what there is.
 * Cost     opening: the scorers of each model; a worker's memos grow as it reads.
 */
#ifndef SLANT_CLI_ARTICLE_WORKERS_H
#define SLANT_CLI_ARTICLE_WORKERS_H

#include "article/read.h"
#include "cli/models.h"
#include "corpus/json.h"

typedef struct article_worker {
    article_work reading;
    arena arena; /* of one record, beside what was read */
    json *json;  /* of annotated articles               */
} article_worker;

typedef struct article_workers {
    article_reader reader;
    article_worker *each; /* [n] */
    unsigned n;           /* threads */
} article_workers;

bool article_workers_open(const models *ms, unsigned threads, article_workers *out, err *e);
void article_workers_close(article_workers *w);

/* Says on standard error what is most likely a mistake: no model answers any question, and, where the user has `named`
 * models, a file of whose models none is asked. */
void article_workers_warn(const article_workers *w, const models *ms, bool named);

#endif
