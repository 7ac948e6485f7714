/* lexicon: what English words say about the names beside them and in them. Our own list, made by hand for news;
 * runs.c, bearers.c, roles.c and descriptions.c say what follows from each kind.
 *
 * Owns     nothing, a constant table.      Threads  pure.
 * Errors   none: a word that is not in it has kind 0.
 * Cost     a binary search over some 4650 words.
 */
#ifndef SLANT_ARTICLE_LEXICON_H
#define SLANT_ARTICLE_LEXICON_H

#include "base/str.h"

#define LEX_TITLE       (1u << 0) /* stands before a person's name: Mr, Gen, President               */
#define LEX_ROLE        (1u << 1) /* what a person is: minister, engineer, widow                     */
#define LEX_QUALIFIER   (1u << 2) /* before a role: former, deputy, finance                          */
#define LEX_GIVEN       (1u << 3) /* a given name                                                    */
#define LEX_MALE        (1u << 4) /* with GIVEN, TITLE or ROLE: of a man                             */
#define LEX_FEMALE      (1u << 5) /* of a woman                                                      */
#define LEX_BODY        (1u << 6) /* kind of a body: ministry, union, Ltd; with what kind it is:     */
#define LEX_STATE       (1u << 7)
#define LEX_FIRM        (1u << 8)
#define LEX_CLUB        (1u << 9)
#define LEX_PARTY       (1u << 10)
#define LEX_UNION       (1u << 11)
#define LEX_PRESS       (1u << 12)
#define LEX_SCHOOL      (1u << 13)
#define LEX_CARE        (1u << 14) /* societies, charities, churches, hospitals                       */
#define LEX_GENERIC     (1u << 15) /* "the company": means any body of its kind, whatever it is called */
#define LEX_PREPOSITION (1u << 16)
#define LEX_PLACED      (1u << 17) /* a preposition that places like to follow: in, at, near          */
#define LEX_DETERMINER  (1u << 18)
#define LEX_FUNCTION    (1u << 19) /* no name begins with it, whatever its first letter               */
#define LEX_BE          (1u << 20)
#define LEX_SPEECH      (1u << 21) /* a verb that sources are the subject of                          */
#define LEX_CALENDAR    (1u << 22)
#define LEX_NATION      (1u << 23) /* an adjective, or the people: French, Muslims                    */
#define LEX_PLACE       (1u << 24) /* a state or its capital                                          */
#define LEX_GROUND      (1u << 25) /* makes a place of a name: Street, River                          */
#define LEX_PARTICLE    (1u << 26) /* small word inside a person's name: van, bin                     */
#define LEX_SUFFIX      (1u << 27) /* behind a person's name: Jr, MP                                  */
#define LEX_ADJECTIVE   (1u << 28) /* with ROLE or BODY: as often an adjective, "the general election"; else a mood: */
                                   /* "the furious minister"                                             */
#define LEX_THING       (1u << 29) /* has a capital and is nobody: DNA, Earth, (Election) Day         */
#define LEX_PEOPLE      (1u << 30) /* several persons, and with FUNCTION: officials, people           */

#define LEX_KINDS (LEX_STATE | LEX_FIRM | LEX_CLUB | LEX_PARTY | LEX_UNION | LEX_PRESS | LEX_SCHOOL | LEX_CARE)

/* The kinds of a word, whatever the case of its ASCII letters; 0 when it is not in the list. */
uint32_t lexicon_find(str word);

/* Whether a word behind LEX_ADJECTIVE is what that is said of: "election", and neither "left" nor "of". `small`: in
 * small letters, empty for a mark. */
bool lexicon_is_noun(str small, uint32_t kinds);

/* "Furious", "tearful": no part of a name, and of a description one that tells nobody from another. */
static inline bool lexicon_is_mood(uint32_t kinds)
{
    return kinds & LEX_ADJECTIVE && !(kinds & (LEX_ROLE | LEX_BODY));
}

/* Of a word that ends a noun phrase, or cannot be in one. */
static inline bool lexicon_ends_phrase(uint32_t kinds)
{
    return !(kinds & (LEX_ROLE | LEX_BODY | LEX_QUALIFIER | LEX_PEOPLE)) &&
           kinds & (LEX_PREPOSITION | LEX_DETERMINER | LEX_BE | LEX_FUNCTION | LEX_SPEECH | LEX_CALENDAR);
}

/* The gender that goes with a given name, a title or a role: 'm', 'f' or '?'. */
static inline char lexicon_gender(uint32_t kinds)
{
    return kinds & LEX_MALE ? 'm' : kinds & LEX_FEMALE ? 'f' : '?';
}

/* A form of to be, and neither "remain" nor "become". */
static inline bool lexicon_is_be(uint32_t kinds)
{
    return (kinds & (LEX_BE | LEX_FUNCTION)) == (LEX_BE | LEX_FUNCTION);
}

/* The i-th word of the list and its kinds, in bytewise order; an empty string behind the last. For tests. */
str lexicon_at(size_t i, uint32_t *kinds);

#endif
