/* posts: what a page has embedded from a network, as text keeps it: the words, a dash, who wrote them, a
 * handle, a date.
 *
 *   They lied to us. It's always about them. — Ann Lee (@annlee) May 17, 2020
 *
 * posts_find      lists them in order: what is said, [n] attributions with the dash for a cue and the name
 * for a source. It begins behind the date of the post before, if that is near and in the paragraph, else with
 * the sentence that stands before the dash: of a first post of several sentences the last one.
 *
 * Errors   ERR_MEMORY.      Cost     a look at each dash.
 */
#ifndef SLANT_ARTICLE_POSTS_H
#define SLANT_ARTICLE_POSTS_H

#include "article/article.h"

bool posts_find(const article *a, arena *memory, attribution **out, uint32_t *n, err *e);

#endif
