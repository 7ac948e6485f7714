/* voices: who speaks: cues, sources and what they say, found by models that look at windows of words. Through which of
 * them a sentence speaks is speaks.h's.
 *
 * voices_find     fills attribution. Without a model of cues, quotations are all there is: each is an attribution
 *                 without cue or source; one that goes on belongs to what it goes on from, one behind which a dash and
 *                 a name stand to that name. So does an embedded post (posts.h).
 *                 What a title quotes before a colon is whose it is in the body (headline.h).
 *
 * Errors   ERR_MEMORY.      Cost     a question for each word that may be a cue, some for each cue.
 */
#ifndef SLANT_ARTICLE_VOICES_H
#define SLANT_ARTICLE_VOICES_H

#include "article/read.h"

bool voices_find(const article_reader *r, article_work *w, article *out, err *e);

#endif
