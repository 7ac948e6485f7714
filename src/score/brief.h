/* brief: a short way to the margins of a few tags, for questions that are asked a million times (article/). A memo is made
 * for long texts; setting it up costs more than such a text.
 *
 * brief_tags gives the very bits that memo_score gives for the tags written out as a text.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     some 5 ns a tag.
 */
#ifndef SLANT_SCORE_BRIEF_H
#define SLANT_SCORE_BRIEF_H

#include "score/scorer.h"

/* Whether all models of the scorer read tags, and few enough lanes. */
bool brief_is_tags(const scorer *s);

enum { BRIEF_TAGS = 512 };

/* hash [n], n <= BRIEF_TAGS: of feature_tag, in the text's order. margin [s->n_margins]. */
void brief_tags(const scorer *s, const uint64_t *hash, uint32_t n, double *margin);

#endif
