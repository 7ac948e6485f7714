/* pronouns: whom he, she, they and it mean, of those that are mentioned before (refer.h).
 *
 *   pronouns_kind   which of them a word is
 *   pronouns_idle   "it is", "it took a murder to": more often the weather or the matter than a body
 *   pronouns_mean   the entity that one at token `at` means, or NONE; `not_this`: the speaker of the quotation that it
 *                   stands in, or NONE. What it could mean alone has its gender from then on. "Calling it a lie" means
 *                   nobody; "he" is neither named in what he is quoted with nor in "he said Lee had lied".
 *
 * Errors   none.      Cost     REFER_BACK mentions back.
 */
#ifndef SLANT_ARTICLE_PRONOUNS_H
#define SLANT_ARTICLE_PRONOUNS_H

#include "article/refer.h"

typedef enum pronoun_kind { NO_PRONOUN, HE, SHE, THEY, IT } pronoun_kind;

pronoun_kind pronouns_kind(uint16_t is); /* pronoun_words.h */
bool pronouns_idle(const refer *r, uint32_t i, pronoun_kind kind);
uint32_t pronouns_mean(refer *r, pronoun_kind kind, uint32_t at, uint32_t not_this);

#endif
