/* attributions: cues, their sources and what they say, found word by word, then looked at as a whole.
 *
 * Four steps, each a linear machine that looks at windows of words (Kudo & Matsumoto, NAACL 2001, for the first):
 *   cue      each word that may be one is B, I or O, from left to right, with the decisions so far in its window
 *   source   of each cue: the word that its source begins with, and the one that it ends behind, for the best three
 *   clause   of each cue and source: the same for what is said; cut in pieces where cue and source stand inside it
 *   verify   of the three together: whether they are one. What is dropped leaves room: who stood beside it is asked for
 *            what it says once more
 * A cue without a source has that of the one before it in its sentence where it goes on from it ("..., adding that"), or
 * that of the next where it leads in to it ("Calling Cole a thief, Ann Lee said").
 *
 * attributions_find      fills attribution, in order of cues; entities are left NONE. Nothing without a model of cues.
 * attributions_examples  questions with their answers, of an annotated article whose sentences and quotations `read`
 *                        has; about QUESTION_ATTRIBUTION those that the reader's models would find.
 *
 * Errors   ERR_MEMORY.      Cost     a question for one word in five, some thirty for each cue.
 */
#ifndef SLANT_ARTICLE_ATTRIBUTIONS_H
#define SLANT_ARTICLE_ATTRIBUTIONS_H

#include "article/clauses.h"
#include "article/cues.h"
#include "article/sources.h"
#include "article/verify.h"

bool attributions_find(const article_reader *r, article_work *w, article *out, err *e);
bool attributions_examples(const article_reader *r, question q, const article *gold, article_work *w, article *read,
                           const example_sink *sink, err *e);

#endif
