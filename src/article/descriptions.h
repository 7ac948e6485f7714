/* descriptions: whom "the retired general", "the ministry", "the mayor's office" mean, an entity or NONE.
 *
 *   descriptions_by_role      whoever is said to be that, of several the one whom the last mentions have
 *   descriptions_by_post      the one person, already mentioned, who has the post under another word: manager, boss
 *   descriptions_by_kind      the body whose name says its kind; or that the last sentences have of that kind
 *   descriptions_new_body     "the interior ministry" that no name explains: a body called so, from then on; *last: the
 *                             token behind it, NONE where it is none
 *   descriptions_is_office    whether token i is an office or a campaign that somebody has
 *   descriptions_office_behind   the token of it in "the mayor's office", from token i behind the determiner on
 *   descriptions_office_called   the body that is called `name`, with the key of its last word
 *   descriptions_office_of    of a person: "Lee's office"
 *
 * `end` is the token behind the sentence.
 *
 * Errors   ERR_MEMORY, left in e; NONE then.      Cost     a lookup, and REFER_BACK mentions back.
 */
#ifndef SLANT_ARTICLE_DESCRIPTIONS_H
#define SLANT_ARTICLE_DESCRIPTIONS_H

#include "article/roles.h"

uint32_t descriptions_by_role(const refer *r, const phrase *p);
uint32_t descriptions_by_post(const refer *r, const phrase *p);
uint32_t descriptions_by_kind(const refer *r, const phrase *p);
uint32_t descriptions_new_body(refer *r, const phrase *p, uint32_t end, uint32_t *last, err *e);

bool descriptions_is_office(const refer *r, uint32_t i, uint32_t end);
uint32_t descriptions_office_behind(const refer *r, uint32_t i, uint32_t end);
uint32_t descriptions_office_called(refer *r, str name, uint64_t key, err *e);
uint32_t descriptions_office_of(refer *r, uint32_t owner, uint32_t office, err *e);

#endif
