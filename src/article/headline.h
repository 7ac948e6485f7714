/* headline: whose words a title quotes before a colon: "'You betrayed them': carer jailed for stealing". What stands
 * behind the colon may be the news and no source. Where the body quotes the same words, they are whose they are there;
 * the title's source is then kept where it may mean the same ("former skipper slams selectors"), and gets that name.
 * Elsewhere whoever has something done to him, "carer jailed", is no source.
 *
 * headline_settle  wants attribution with its entities
 *
 * Owns     nothing.      Errors  none.      Cost     HEADLINE_WORDS for each word that the body quotes, at most.
 */
#ifndef SLANT_ARTICLE_HEADLINE_H
#define SLANT_ARTICLE_HEADLINE_H

#include "article/article.h"

enum { HEADLINE_WORDS = 32 /* of a title's quotation that are looked for */ };

void headline_settle(article *a);

#endif
