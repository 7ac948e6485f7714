/* label: whose words a headline says it has: "Budget a betrayal of the poor: opposition", "Lee is a clown - Valdez",
 * "Judge: minister 'looted' fund". The colon, or the dash, is the cue.
 *
 *   behind the last one   a person or body that the article names, or a word for one, "police", "report"; before it
 *                         what is said, of three words at least, with a verb, a quotation or "a"
 *   before the first one  words for a person or an office, of three at most, "Finance minister:"; behind it what is
 *                         said
 *
 * A name before a colon, "Ann Lee: why I left", may as well be who writes, and is left to the model of cues.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     a look at the headline.
 */
#ifndef SLANT_ARTICLE_LABEL_H
#define SLANT_ARTICLE_LABEL_H

#include "article/facets.h"
#include "article/tags.h"

/* Whether token i is such a mark, and then who says what. Of an article with its mentions. */
bool label_at(const facets *f, uint32_t i, stretch *source, stretch *said);

#endif
