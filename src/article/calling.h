/* calling: who calls somebody something: "called the president a murderer", "brands rival 'a coward'", "called the
 * talks pointless", "hails Lee as a hero". What is said is a judgement, and it is the caller's. A rule, because a
 * corpus has few of these verbs but "called", and that mostly before quotation marks.
 *
 *   a verb of SAID_CALLS, somebody or something, then
 *       a quotation, "a" and a noun phrase with a word that judges (judgement.h), or an adjective that does and ends a
 *       phrase
 *   a verb of SAID_CALLS_AS, somebody or something, "as", then
 *       a quotation or a few words of which one judges
 *
 * Not in a quotation, nor behind "to", "not", "would" and the like, nor in the passive.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 * Cost     a look at some twenty words for each such verb.
 */
#ifndef SLANT_ARTICLE_CALLING_H
#define SLANT_ARTICLE_CALLING_H

#include "article/facets.h"

/* Whether token i is the verb. Looks at lexemes and at where quotations are, so that facets may be in the making. */
bool calling_at(const facets *f, uint32_t i);

/* Whether a verb that stands at token i has somebody or something for its object: no noun, "the blast". Of facets that
 * may be in the making, too. */
bool calling_has_object(const facets *f, uint32_t i);

/* Whether token i is a headline's verb of SAID_BLAMES or SAID_PRAISES, before whom it blames or praises, "Lee flays
 * Cole", or, of these and SAID_CALLS, before who does: "Cole branded 'a clown' by Lee". */
bool calling_judges(const facets *f, uint32_t i);

#endif
