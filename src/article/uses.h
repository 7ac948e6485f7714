/* uses: whether the words between quotation marks are said, or only mentioned: a title, a nickname, a scare quote.
 *
 *   first, last   the quotation's tokens [first, last), with the marks
 *
 * Owns     nothing.      Threads  pure.      Errors   none.
 * Cost     O(tokens) at worst, a few tokens for most.
 */
#ifndef SLANT_ARTICLE_USES_H
#define SLANT_ARTICLE_USES_H

#include "article/article.h"

quote_use uses_tell(const article *a, uint32_t first, uint32_t last);

/* Whether the word is one that is likely in speech alone: I, we, you and their like, don't. */
bool uses_spoken(const lexeme *l);

#endif
