/* turns: an interview, or a debate that is printed like one: who speaks stands before what he says, and a colon.
 *
 *   Q: Will you resign?            MT: Will you resign?            Will you resign?
 *   A: No. We lost two boats.      PAVEL ORLIN: No. We lost ...    No. We lost two boats.
 *
 * A label is up to four words with capitals at the beginning of a line, perhaps behind a dash, and before a colon: Q or A, a
 * name that the article has elsewhere too, or words in capitals. Labels make turns when there are three of them or more and
 * each comes twice on the average. Who asks: Q, else the only one most of whose turns end in a question mark. A paragraph
 * without a label between two turns goes on from the first, unless there are more than six; where only answers have one, a
 * paragraph that ends in a question mark asks; where only questions do, what follows answers.
 *
 * Without labels: three paragraphs or more, of three sentences at most, end in a question mark, half of them say "you", and
 * half of what follows says "I" or "we". That is the answers then; behind the last question one paragraph.
 *
 * What answers is speech (quotes.h), what asks is the author's. Known misses: a long last answer where no answer has a label;
 * an interviewer who has none and makes statements; in capitals, lists of other things than "CLAIM:" and "FACT:" and a few
 * more.
 *
 * turns_find      fills turn, in order. Wants sentences and tokens.
 * turns_speaker   whom a label means: the person of that name or surname, whatever the case of its ASCII letters, or with
 *                 these initials; of "A" the person with the most mentions before the first turn. NONE where two may be
 *                 meant.
 *
 * Errors   ERR_MEMORY.      Cost     a look at the beginning of each line; with turns O(tokens).
 */
#ifndef SLANT_ARTICLE_TURNS_H
#define SLANT_ARTICLE_TURNS_H

#include "article/article.h"

bool turns_find(article *out, arena *memory, err *e);

uint32_t turns_speaker(const article *a, span label);

#endif
