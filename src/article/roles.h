/* roles: what the article says that its persons and bodies are, and the noun phrases that say so.
 *
 *   roles_phrase    the noun phrase from token i on, before `end`: up to the last role or body among its words
 *   roles_learn     `of` is what the phrase says
 *   roles_of_names  all that stands around the names of the article
 *
 * Errors   none: what has no room is dropped.      Cost     O(tokens) for all names together.
 */
#ifndef SLANT_ARTICLE_ROLES_H
#define SLANT_ARTICLE_ROLES_H

#include "article/refer.h"

enum { LONGEST_PHRASE = 7 };

typedef struct phrase {
    uint32_t first, head; /* tokens; the head is the last word */
    uint64_t qualifier[REFER_QUALIFIERS];
    uint32_t n_qualifiers;
    bool known;   /* the head is in the lexicon: a role or a body */
    uint32_t end; /* the token behind the words that were read    */
} phrase;

phrase roles_phrase(const refer *r, uint32_t i, uint32_t end);
/* Whether token i is the place in "the Dublin-based carrier", or "based": it says nothing of what somebody is. */
bool roles_says_where(const refer *r, uint32_t i);
void roles_learn(refer *r, uint32_t of, const phrase *p);
void roles_of_names(refer *r);

#endif
