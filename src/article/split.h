/* split: an article's text into title, paragraphs, sentences and tokens.
 *
 * Paragraphs are parted by blank lines; where the text has none, and only then, every line is a paragraph.
 * The first one is the title when `titled` says so (a txt file's first line), or when it is short, is followed
 * by others and ends in no stop. A dateline ("DALMERE (Northwire) -") stays with the sentence that it opens.
 *
 * Fills    passage, sentence (at, passage, first, last), token, title where it is empty.
 * Errors   ERR_MEMORY; ERR_INPUT for 4 GiB of text.      Cost     O(n): words.h and sentences.h over the text.
 */
#ifndef SLANT_ARTICLE_SPLIT_H
#define SLANT_ARTICLE_SPLIT_H

#include "article/article.h"

bool article_split(str text, bool titled, article *out, arena *a, err *e);

#endif
