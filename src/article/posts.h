/* posts: what a page has embedded from a network, as text keeps it: the words, a dash, who wrote them, a handle, a date.
 *
 *   They lied to us. It's always about them. — Ann Lee (@annlee) May 17, 2020
 *
 * posts_find      lists them in order: [n] attributions with the dash for a cue and the name for a source. What is said begins
 *                 behind the date of the post before, if that is near and in the paragraph; else with the sentence before the
 *                 dash, or the quotation that ends there: of a first post of several sentences without marks the last one. It
 *                 is 90 tokens at the most.
 *
 * Errors   ERR_MEMORY.      Cost     a look at each token, and at some ten more behind a dash.
 */
#ifndef SLANT_ARTICLE_POSTS_H
#define SLANT_ARTICLE_POSTS_H

#include "article/article.h"

bool posts_find(const article *a, arena *memory, attribution **out, uint32_t *n, err *e);

#endif
