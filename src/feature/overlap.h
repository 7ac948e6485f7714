/* overlap: how much of one text stands in another, as tags: for tasks about pairs of texts, a headline and an article, a
 * claim and what is said to it. No n-gram of either text says so, and a linear machine cannot see it by itself.
 *
 *   allN     tenths of the first text's distinct words that the second has: 0 to 9
 *   nX       how many that are; missX how many it lacks. X: 0 to 3, 4 (to 5), 6 (to 9), M
 *   soonN    tenths among the second's first 30 words, frontN among its first 100
 *   pairX    how many neighbours of the first text are neighbours in the second
 *   bestN    tenths in the sentence of the second that has most, bestnX how many, atX which sentence it is
 *   manyX    how many sentences have two of them or more and a third of all
 *
 * Words are those of PLAN_DEFAULT (UAX #29, NFKC, case folded) without marks, and of them those that say something:
 * four characters or more, or a digit, or other letters than ASCII's; where the first text has none, all. Neighbours
 * are neighbours among those. Of the first text OVERLAP_WORDS distinct words count. A text of tags is one of PLAN_TAGS.
 *
 * Owns     its scratch and the tags, until overlap_free.      Threads  one overlap a thread.
 * Errors   memory.
 * Cost     a normalisation and a look-up for each word.
 * Source   The baseline of the Fake News Challenge (2017) counts such overlaps; the tags are ours. On FNC-1's training
 *          pairs, four fifths of the bodies against one, 0.866 of the best score with them, 0.53 without.
 */
#ifndef SLANT_FEATURE_OVERLAP_H
#define SLANT_FEATURE_OVERLAP_H

#include "base/err.h"
#include "base/str.h"

enum { OVERLAP_WORDS = 512 };

typedef struct overlap overlap;

bool overlap_new(overlap **out, err *e);
void overlap_free(overlap *o);

/* Of a record's text, of two texts or more with TEXT_BREAK between two (base/texts.h): what its second has of its first.
 * The tags are a text, good until the next. */
bool overlap_of(overlap *o, str record, str *tags, err *e);

#endif
