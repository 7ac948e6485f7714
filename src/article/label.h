/* label: whose words a headline says it has: "Budget a betrayal of the poor: opposition", "Lee is a clown - Valdez",
 * "Judge: minister 'looted' fund". The colon or the dash is the cue.
 *
 *   behind the last one   a person or body that the article names, or a word for one, "police"; before it what is said,
 *                         of three words at least, with a verb, a quotation or "a"; or a word for a source, "report"
 *   before the first one  words for a person or an office, of three at most, "Finance minister:", or a person whom the
 *                         body tells of, "Lee: minister must go"; behind it what is said
 *   before a quotation    the name that the title begins with, and a verb of saying: "Lee slams Cole: 'He must go'"
 *   without a mark        ", youths vow": a comma, who says it, and the verb that the title ends with is the cue
 *
 * A name before a colon whom the body does not tell of may as well be who writes, and is left to the model of cues.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     a look at the words on both sides, for a token
 * of the headline.
 */
#ifndef SLANT_ARTICLE_LABEL_H
#define SLANT_ARTICLE_LABEL_H

#include "article/facets.h"
#include "article/tags.h"

/* Whether token i is such a mark or verb, and then who says what. Of an article with its mentions. */
bool label_at(const facets *f, uint32_t i, stretch *source, stretch *said);

#endif
