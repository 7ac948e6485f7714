/* quotes: what stands between quotation marks, in all the ways that news has of setting them.
 *
 *   "a" “a” ‘a’ 'a' «a» »a« „a“ „a” ”a” ‚a‘ ‹a› 「a」 ``a'' ''a'' ‘‘a’’ `a' ""a""
 *   and, at the beginning of a paragraph, — a (a dash: speech to its end or to ", he said")
 *
 * Marks of one width close each other (“a" does), as writers mix them. A quotation may hold others, of other
 * marks or of the same, eight deep. One that is opened again at the beginning of the next paragraph without having
 * been closed goes on (`before`); so does one that is opened again at a sentence's beginning, in a text that has
 * lost its paragraphs.
 *
 * A mark without a partner takes the least damaging reading. Never does a quotation go past its paragraph: without
 * its closing mark it ends at ", he said", where there is such a clause, else with its sentence if it began inside
 * it, else with the paragraph, or before the sentence in which the next one opens. No quotation are: a closing mark
 * alone, a single mark that nothing closes, an apostrophe (don't, '90s, dogs', rock 'n' roll, F.B.I.'s), inches and
 * feet, and marks that hold no word.
 *
 * Words that are mentioned and not said, titles of works, nicknames, scare quotes, are QUOTE_TERM: up to three
 * words, or words with capitals as titles have them, and no verb that brings a quotation close by (uses.h).
 *
 * Known misses: speech whose opening mark is missing; speech between ,, and ''; in the middle of a
 * sentence a plural's apostrophe that is taken for a closing mark ('the dogs' of war'); inches of more than
 * three digits; the attributes of tags that are not joined by =.
 *
 * Fills    quote: in order of `begin`, one in another or apart.      Errors   ERR_MEMORY.
 * Cost     O(n): a step for each mark, a bounded look on both sides; where an end is missing, one look through
 *          what lacks it.
 */
#ifndef SLANT_ARTICLE_QUOTES_H
#define SLANT_ARTICLE_QUOTES_H

#include "article/article.h"

bool quotes_find(article *out, arena *a, err *e);

#endif
