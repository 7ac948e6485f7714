/* quotes: what stands between quotation marks, in all the ways that news has of setting them.
 *
 *   "a" “a” ‘a’ 'a' «a» »a« „a“ ‚a‘ ‹a› ``a'' and, at the beginning of a paragraph, — a (a dash: speech to its end)
 *
 * A quotation may hold others, of other marks. One that is opened again at the beginning of the next paragraph
 * without having been closed goes on (`before`). A mark without a partner takes the least damaging reading: the
 * quotation ends with its paragraph at the latest, never swallowing what follows; an apostrophe (don't, '90s,
 * dogs', rock 'n' roll), a mark of inches or feet after a number and a lone mark are none. Words between marks
 * that are mentioned and not said, titles of works, nicknames, scare quotes, are QUOTE_TERM: few words, no verb
 * of saying beside them, no comma before the closing mark ...
 *
 * Fills    quote.      Errors   ERR_MEMORY.
 * Cost     O(n): a step for each mark, a bounded look on both sides.
 */
#ifndef SLANT_ARTICLE_QUOTES_H
#define SLANT_ARTICLE_QUOTES_H

#include "article/article.h"

bool quotes_find(article *out, arena *a, err *e);

#endif
