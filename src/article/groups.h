/* groups: mentions of those whom no name stands for: "the nurses", "that company", "they". A stance may be toward
 * them; what else is asked of an article knows nothing of them.
 *
 * Added to the mentions that names.h has found, where no token is one's already:
 *
 *   pronouns       he, she, they, him, them, his, her, their, that names.h left open; who and whom
 *   descriptions   a determiner that means somebody ("the", "these", "our", not "a" or "no"), or an owner ("his",
 *                  "Lee's", "the company's"), and up to GROUP_WORDS words behind it, to the last that is a role or a
 *                  body, or the plural of one, or people, staff and the like; none where a name follows ("the minister
 *                  Ann Lee"), nor, behind "this" and "that", what is no singular role or body ("that commanders had
 *                  looked away")
 *
 * Their entity is NONE: two of them are not known to be the same, and each goes by its words; "our partner, Ann Lee,"
 * is Ann Lee, who and whom mean whom relatives.h says. A "who" behind a description, and a "they" after a plural one,
 * is `called` by it. Of mentions that begin at one place the longer stands first: "his coach", "his".
 *
 * groups_find   adds them, in order of `begin`. Wants names_find.
 *
 * Errors   ERR_MEMORY.      Cost     O(tokens), some look-ups for each determiner; memory 57 bytes a token.
 */
#ifndef SLANT_ARTICLE_GROUPS_H
#define SLANT_ARTICLE_GROUPS_H

#include "article/article.h"

enum { GROUP_WORDS = 5 };

bool groups_find(article *out, arena *memory, err *e);

#endif
