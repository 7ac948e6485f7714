/* turns: an interview, or a debate that is printed like one: who speaks stands before what he says, and a colon.
 *
 *   Q: Will you resign?            MT: Will you resign?            Will you resign?
 *   A: No. We lost two boats.      PAVEL ORLIN: No. We lost ...    No. We lost two boats.
 *
 * A label is up to four words with capitals at the beginning of a line, perhaps behind a dash or stars, or of a
 * sentence behind a question of Q's in its line, and before a colon, or before "(laughing)" and a colon. Who speaks: Q
 * and A, with numbers and full stops too; Interviewer, Reporter and a few more; a title and a name; a word that the
 * article has elsewhere, with a capital and never without; another in capitals, if half of its lines say I or you; two
 * names in turn, if one asks or half of their lines say so. "TB" is Tom Briggs, if he had a label before. That needs
 * three lines or more, each label twice on the average. Labels of others that come again are headings ("WINNER:"): what
 * stands under them is the author's.
 *
 * Who asks: Q, Interviewer and their like; else the only one most of whose lines end in a question mark, or, of two, a
 * third of whose lines do while the other's never do. A paragraph
 * without a label between two turns goes on from the first, unless there are more than six, or it names its speaker, or
 * stands in brackets; behind the last turn while it says I or we. Where only answers have labels, a paragraph that ends
 * in a question mark asks; where only questions have, what follows answers.
 *
 * Without labels: three paragraphs or more, of three sentences at most, end in a question mark, half of them say you,
 * half of what follows says I or we, and the text before them speaks of an interview, or that somebody spoke to
 * somebody. What follows answers then; behind the last question one paragraph.
 *
 * What answers is speech (quotes.h), what asks is the author's. Known misses: an interviewer under a label who says
 * more than he asks; what a reporter tells between two answers without a name; lines without stops, which are one
 * sentence.
 *
 * turns_find      fills turn, in order. Wants sentences and tokens.
 * turns_speaker   whom a label means: the person of that name or surname, whatever the case of its ASCII letters, or
 *                 with these initials; of "A" the person with the most mentions before the first turn. NONE where two
 *                 may be meant.
 *
 * Errors   ERR_MEMORY.      Cost     a look at the beginning of each line; with turns O(tokens).
 */
#ifndef SLANT_ARTICLE_TURNS_H
#define SLANT_ARTICLE_TURNS_H

#include "article/article.h"

bool turns_find(article *out, arena *memory, err *e);

uint32_t turns_speaker(const article *a, const turn *t);

#endif
