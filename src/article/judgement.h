/* judgement: what English words say of whom they are said of: who praises and who blames, what is good and what is
 * bad, and what is only news. Our own list, made by hand for news; toward.c says what follows from each class.
 *
 *   word      [n]  in small letters, with ' for an apostrophe
 *   *classes  written: a bit 1 << judgement_class for each class of the longest entry that the words begin with, of at
 *             most JUDGEMENT_WORDS words; 0 without any
 *
 * Returns how many words the entry has, 0 for none; `first` is the place of word[0].
 *
 * Owns     nothing, a constant table.      Threads  pure.      Errors  none.
 * Cost     a binary search over some 7600 entries, and a look at those that begin with the same word.
 */
#ifndef SLANT_ARTICLE_JUDGEMENT_H
#define SLANT_ARTICLE_JUDGEMENT_H

#include "base/str.h"

typedef enum judgement_class {
    JUDGE_HURTS,     /* its subject makes others feel bad: alarms, disappointed            */
    JUDGE_PLEASES,   /* or good: inspires, reassured                                       */
    JUDGE_REMOVES,   /* its object loses its place: fired, banned                          */
    JUDGE_INDICTS,   /* its object is before the law: arrested, sued                       */
    JUDGE_CONTESTS,  /* its object has a rival: defeats                                    */
    JUDGE_BAD,       /* of whatever it stands beside: corrupt, disgrace                    */
    JUDGE_AGAINST,   /* its subject is against its object: blames, rejected                */
    JUDGE_FAVOR,     /* its subject is for its object: praises, welcomed                   */
    JUDGE_GOOD,      /* of whatever it stands beside: brave, success                       */
    JUDGE_DOES_ILL,  /* its subject does ill: lied, failed                                 */
    JUDGE_DOES_WELL, /* its subject does well: won, unites                                 */
    JUDGE_VIOLENCE,  /* its object suffers violence: killed, beaten                        */
    JUDGE_SPEECH,    /* and the topics of news that judge nobody: said                     */
    JUDGE_ELECTION,  /* ballot                                                             */
    JUDGE_FAMILY,    /* daughter                                                           */
    JUDGE_LAW,       /* court                                                              */
    JUDGE_MOVES,     /* met, arrived                                                       */
    JUDGE_OFFICE,    /* minister                                                           */
    JUDGE_POLICY,    /* budget                                                             */
    JUDGE_NEGATES,   /* what follows is not so: not, never                                 */
    N_JUDGEMENTS
} judgement_class;

enum { JUDGEMENT_WORDS = 4, JUDGEMENT_LONGEST = 23, JUDGEMENT_NONE = UINT16_MAX };

/* The place of the first entry that is the word or begins with it, JUDGEMENT_NONE without one; classes: those of the
 * word alone. */
uint16_t judgement_first(str word, uint32_t *classes);

size_t judgement_find(uint16_t first, const str *word, size_t n, uint32_t *classes);

/* The i-th entry and its classes, in bytewise order; an empty string behind the last. For tests. */
str judgement_at(size_t i, uint32_t *classes);

#endif
