/* hearsay: words that attribute to nobody: "reportedly", "is rumoured to", "it is said that". Rules, because the data
 * that cues are learnt from leave them out.
 *
 *   it + BE + said, believed, feared ... + that       the cue is all but "that"; "in the capital", "on Monday" may
 *                                                     stand before "that", and are not what is said; BE or "has been",
 *                                                     in place of "that" may be a subject: "it is thought she is safe"
 *   BE (+ an adverb) + rumoured, believed ... + to    BE to the participle; not before "by"
 *   , it + BE + said, learnt ... ,                    between two commas, or at the end: of the sentence around it
 *   reportedly, allegedly, purportedly                the word
 *   a court, the jury, an inquest ... + heard, has heard, was told
 *                                                     before "that", or at the sentence's end behind what they heard; a
 *                                                     headline's "jury told"
 *
 * What is said reaches from behind the cue to the end of its sentence, without the stop, or to a semicolon; what a
 * court has heard before it, from the sentence's beginning.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     a look at a few words.
 */
#ifndef SLANT_ARTICLE_HEARSAY_H
#define SLANT_ARTICLE_HEARSAY_H

#include "article/facets.h"
#include "article/tags.h"

/* All but expected and allegedly: of the sentences in content_voice's train that have these, 48 of 83 are a source's;
 * of those with the others, 104 of 128. */
bool hearsay_firm(const facets *f, stretch cue);

/* Whether a cue may begin with the word, given in small letters: what LEXEME_HEARSAY says. */
bool hearsay_begins(str small);

/* The cue that begins with token i, or an empty stretch. */
stretch hearsay_cue(const facets *f, uint32_t i);

/* What it brings, of `most` tokens at most. */
stretch hearsay_said(const facets *f, stretch cue, uint32_t most);

#endif
