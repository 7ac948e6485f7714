/* split: an article's text into title, paragraphs, sentences and tokens.
 *
 * Paragraphs are parted by blank lines; where the text has none, and only then, every line is a paragraph, but
 * a text folded to a width (more than a third of its lines begin with a small letter) is one paragraph.
 *
 * The title is the first line when `titled` says so (a txt file's first line), unless it has more than 50 words: a text
 * without a title then. Otherwise the first paragraph is it when it says what the record's title does, or when it is
 * short (25 words), is followed by others and ends neither in a full stop, comma, colon, semicolon nor dash; so must a
 * first line be that is all there is. A dateline ("DALMERE (Northwire) -") stays with the sentence that it opens. A
 * byline on the line behind a title that is given is a paragraph. Known miss: a dateline that ends in a full stop.
 *
 * Fills    passage, sentence (at, passage, first, last; no attribution), token; text, and title and lexemes where there
 *          are none.
 * Errors   ERR_MEMORY; ERR_INPUT for 4 GiB of text.      Cost     O(n): words.h and sentences.h over the text.
 */
#ifndef SLANT_ARTICLE_SPLIT_H
#define SLANT_ARTICLE_SPLIT_H

#include "article/article.h"

bool article_split(str text, bool titled, article *out, arena *a, err *e);

/* The same with sentences that somebody else has cut: cut[n] has its `at` set, in order, and becomes the
 * article's; what else it says is kept. `titled`: the first passage is the title. */
bool article_resplit(article *out, sentence_read *cut, uint32_t n, bool titled, arena *a, err *e);

#endif
