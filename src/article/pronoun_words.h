/* pronoun_words: the pronouns of English that stand for somebody or something, and what each says of it. Whom one means
 * in an article is for pronouns.h. What a rule wants it asks for: a subject of the third person that is no thing is he,
 * she or they.
 *
 * Owns     nothing, a constant table.      Threads  pure.
 * Errors   none: a word that is not in it has no bits.
 * Cost     a look at 35 words: lexeme.h remembers what comes out.
 */
#ifndef SLANT_ARTICLE_PRONOUN_WORDS_H
#define SLANT_ARTICLE_PRONOUN_WORDS_H

#include "base/str.h"

enum {
    PRONOUN_FIRST = 1 << 0,    /* I, we                                    */
    PRONOUN_SECOND = 1 << 1,   /* you                                      */
    PRONOUN_THIRD = 1 << 2,    /* he, she, it, they                        */
    PRONOUN_RELATIVE = 1 << 3, /* who, which                               */
    PRONOUN_MALE = 1 << 4,     /* he                                       */
    PRONOUN_FEMALE = 1 << 5,   /* she                                      */
    PRONOUN_THING = 1 << 6,    /* it, which                                */
    PRONOUN_PLURAL = 1 << 7,   /* we, they                                 */
    PRONOUN_SUBJECT = 1 << 8,  /* he; you and it may be the next as well   */
    PRONOUN_OBJECT = 1 << 9,   /* him; her may be the next as well         */
    PRONOUN_OWNER = 1 << 10,   /* his: of what stands behind it            */
    PRONOUN_OWN = 1 << 11,     /* hers, mine: of what is not said again    */
    PRONOUN_SELF = 1 << 12,    /* himself                                  */
};

/* Of a word in small letters. */
uint16_t pronoun_words_find(str small);

/* Of he, she and they, in whatever case. */
static inline bool pronoun_words_of_person(uint16_t is)
{
    return is & PRONOUN_THIRD && !(is & PRONOUN_THING);
}

#endif
