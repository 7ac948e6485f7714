/* names: the persons and bodies that an article names, and every place where it means them.
 *
 * Rules, not learnt ones, written down where names.c says: a name is a run of capitalised words with what may join
 * them; "Barry Jones" is meant again by "Jones", "Mr Jones", "General Jones"; a description ("the retired general",
 * "the ministry", "the club") by the person or body that it was given to, in an apposition or a title; he and she go
 * back to the last person of that gender who was a subject or a source, they to the last body or persons. Nothing
 * is guessed: what fits nobody, or two equally, has no entity.
 *
 * names_find      fills entity and mention: names, their short forms, descriptions, pronouns. The targets that the
 *                 article has come first; a target that is named in full is meant again by "Jones" and the like.
 *                 The others in the order of their first mention. A mention's span has a name's title ("Gen. Jones")
 *                 and a description's determiner ("the general"), never a possessive's 's; mentions may nest ("her
 *                 deputy", "her"). I, we and you are left out: they mean who speaks, or the reader.
 *
 * Whom the words of a source mean: resolve.h.
 *
 * Reads    quote, for who is not meant within one; without any, pronouns are read as if nobody was quoted.
 * Errors   ERR_MEMORY.      Cost     O(tokens + mentions * a few entities looked back); memory some 300 bytes a token.
 */
#ifndef SLANT_ARTICLE_NAMES_H
#define SLANT_ARTICLE_NAMES_H

#include "article/targets.h"

bool names_find(const targets *set, article *out, arena *a, err *e); /* NULL: no targets are given */

#endif
