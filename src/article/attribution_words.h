/* attribution_words: what English words say about who says what: which may begin a cue, a source, or what comes behind
 * the words said. Read off the training part of PolNeAR by counting, but for the closed classes and rarer verbs, which
 * are our own.
 *
 * Owns     nothing, a constant table.      Threads  pure.
 * Errors   none: a word that is not in it has kind 0.
 * Cost     a binary search over some 1600 words.
 */
#ifndef SLANT_ARTICLE_ATTRIBUTION_WORDS_H
#define SLANT_ARTICLE_ATTRIBUTION_WORDS_H

#include "base/str.h"

#define SAID_CUE        (1u << 0) /* begins a cue now and then                              */
#define SAID_STRONG     (1u << 1) /* stands in a cue more often than not: said, claims      */
#define SAID_SOURCE     (1u << 2) /* a small word or noun that a source begins with         */
#define SAID_NEXT       (1u << 3) /* comes right behind what is said                        */
#define SAID_DETERMINER (1u << 4)
#define SAID_PREPOSITION (1u << 5)
#define SAID_JOINER     (1u << 6) /* and, or                                                */
#define SAID_PRONOUN    (1u << 7) /* may be the subject of a clause                         */
#define SAID_OBJECT     (1u << 8) /* him, them                                              */
#define SAID_THAT       (1u << 9) /* that, whether, if                                      */
#define SAID_LINK       (1u << 10) /* what is said may begin with it, close behind its cue  */
#define SAID_AUXILIARY  (1u << 11)
#define SAID_OPENER     (1u << 12) /* stands before a sentence that is complete without it  */
#define SAID_MANNER     (1u << 13) /* tells how somebody speaks: "grumbled", "grumbles"     */
#define SAID_REPORT     (1u << 14) /* a verb of saying that PolNeAR hardly has: "concedes"  */
#define SAID_CALLS      (1u << 15) /* a verb of calling.h: "brands him a thug"              */
#define SAID_CALLS_AS   (1u << 16) /* "dismissed it as a stunt"                             */
#define SAID_BLAMES     (1u << 17) /* a verb of saying that is against its object: berated  */
#define SAID_PRAISES    (1u << 18) /* one that is for it: lauds                             */

/* The kinds of a word in small letters, an apostrophe as '. */
uint32_t attribution_words_find(str small);

/* The i-th word of the list and its kinds, in bytewise order; an empty string behind the last. For tests. */
str attribution_words_at(size_t i, uint32_t *kinds);

#endif
