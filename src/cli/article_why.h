/* article_why: for each sentence of a read article the words that decided on its content and its voice, for the page.
 *
 * Owns     an article_why owns the names of the models' features and scratch; it borrows the reader.
 * Threads  one at a time.
 * Errors   memory; ERR_MODEL for damaged names. Questions that no model answers have no reasons, nor have those of a
 *          kernel machine.
 * Cost     some nine times that of deciding.
 */
#ifndef SLANT_CLI_ARTICLE_WHY_H
#define SLANT_CLI_ARTICLE_WHY_H

#include "article/read.h"
#include "cli/article_html.h"
#include "score/explain.h"

enum { WHY_QUESTIONS = 2 }; /* content, voice */

typedef struct article_why {
    explainer explainer[WHY_QUESTIONS];
    explain *explain[WHY_QUESTIONS]; /* NULL: nothing to explain */
    ask window; /* written down */
} article_why;

bool article_why_init(article_why *w, const article_reader *r, uint64_t seed, err *e);
void article_why_free(article_why *w);

/* [a->n_sentences], in the arena. */
bool article_why_of(article_why *w, const article *a, arena *memory, article_reasons **out, err *e);

#endif
