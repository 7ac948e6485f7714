/* known: the word that the models of attribution are asked about in place of one that a corpus has a time or two, if at
 * all, and that no machine would learn.
 *
 *   grumbled    said, beside a quotation: tells how somebody speaks
 *   concedes    says, there and before "that" or "she": a verb of saying that is rare in some form
 *   brands      calls, where somebody is called something: calling.h
 *   berated     criticized;  lauds   praises
 *   criticised  criticized: most of what is learnt from is American
 *   May         Smith, in "Theresa May" and "May said"
 *
 * known_word   of token i its own word, or another. Looks at lexemes and at where quotations are, so that facets may be
 *              in the making.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     a look at a few words.
 */
#ifndef SLANT_ARTICLE_KNOWN_H
#define SLANT_ARTICLE_KNOWN_H

#include "article/facets.h"

const lexeme *known_word(const facets *x, uint32_t i);

#endif
