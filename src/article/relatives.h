/* relatives: whom "who" and "whom" mean.
 *
 *   "Ann Lee, who", "Ann Lee, 29, who", "Ann Lee (Lab), who"        the mention that ends before it
 *   "Ann Lee of the Institute, who"                                 the person that the body hangs on
 *   "is a coward who", "is a liar, thief and bully who",
 *   "the only one who", "Ann Lee, a man who",
 *   "described him as a man who", "called her 'a woman who'"        of whom the phrase before it says what he is
 *   "a man who lied and who"                                        the one before it
 *
 * Threads  pure.      Errors  none.      Cost     some 16 tokens back, and a search among the mentions for each.
 */
#ifndef SLANT_ARTICLE_RELATIVES_H
#define SLANT_ARTICLE_RELATIVES_H

#include "article/article.h"

/* Of token i, a "who": an entity, or NONE. `before` is what the last such word of the sentence means, NONE without
 * one. */
uint32_t relatives_mean(const article *a, uint32_t i, uint32_t before);

#endif
