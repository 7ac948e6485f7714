/* voices: who speaks. Cues, sources and what they say, found by models that look at windows of words; then for each
 * sentence through which of them its voice speaks.
 *
 * voices_find     fills attribution. Without a model of cues, quotations are all there is: each is an attribution
 *                 without cue or source; one that goes on belongs to what it goes on from, one behind which a dash and
 *                 a name stand to that name.
 *                 What a title quotes before a colon is whose it is in the body (headline.h).
 * voices_settle   after the sentences' voices are decided: sentence.attribution, the one that covers most of a
 *                 sentence of a source, else the one whose cue stands in it. A sentence that is a source's and has
 *                 none goes on from the one before it. Whatever a model says, a firm cue of hearsay (hearsay.h) in its
 *                 first half makes a sentence a source's, one that only signs a quotation is a fact of the
 *                 author's, and what "I said" or an interviewer asks is the author's own.
 * voices_first_person  whether its source is I, we or one.
 *
 * Errors   ERR_MEMORY.      Cost     a question for each word that may be a cue, some for each cue.
 */
#ifndef SLANT_ARTICLE_VOICES_H
#define SLANT_ARTICLE_VOICES_H

#include "article/read.h"

bool voices_find(const article_reader *r, article_work *w, article *out, err *e);
bool voices_settle(article *out, arena *memory, err *e);
bool voices_first_person(const article *a, const attribution *by);

#endif
