/* insults: who says "He is a thug" of somebody gives an opinion, and so does who says "a hero", where the model of
 * content has not seen the word often enough to know. Of ten such sentences in our articles and content_voice all are
 * opinions.
 *
 * insults_settle   makes opinions of those that were taken for facts. Behind all that is decided by what is said:
 *                  learning does not know of it.
 *
 * Errors   none.      Cost     a look at each token.
 */
#ifndef SLANT_ARTICLE_INSULTS_H
#define SLANT_ARTICLE_INSULTS_H

#include "article/article.h"

void insults_settle(article *out);

#endif
