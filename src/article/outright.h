/* outright: stances that a few words say outright, whatever else stands in the sentence.
 *
 *   "Lee berated Cole", "lauds him"                the source's own verb of SAID_BLAMES or SAID_PRAISES, right before the
 *                                                  mention or its article and title, which nothing negates
 *   "called Cole a liar", "hails her as a hero"    a verb of SAID_CALLS or SAID_CALLS_AS there, and behind the mention a
 *   "Cole 'a liar', says Lee"                      few words whose last ones judge (judgement.h); in a title the quotation
 *                                                  alone will do
 *   "Cole was accused of theft by Lee"             the same verbs behind the mention, and "by"
 *
 * outright_stance   STANCE_AGAINST or STANCE_FAVOR; NONE where nothing is said outright, or `by` is NULL: the author.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     a look at some ten words.
 */
#ifndef SLANT_ARTICLE_OUTRIGHT_H
#define SLANT_ARTICLE_OUTRIGHT_H

#include "article/article.h"

uint32_t outright_stance(const article *a, const mention *m, const attribution *by);

#endif
