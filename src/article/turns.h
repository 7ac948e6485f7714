/* turns: an interview, or a debate that is printed like one: who speaks stands before what he says, and a colon.
 *
 *   Q: Will you resign?            MT: Will you resign?            Will you resign?
 *   A: No. We lost two boats.      PAVEL ORLIN: No. We lost ...    No. We lost two boats.
 *
 * A label is up to four words with capitals at the beginning of a line, before a colon: Q or A, a name that the article has
 * elsewhere too, or words in capitals. Labels make turns when there are three of them or more and each comes twice on the
 * average. Whose turns mostly end in a question mark asks, if that is true of one label only: so does Q. What is not
 * labelled between two turns goes on from the first, unless it is more than six paragraphs; where only answers are
 * labelled, a paragraph that ends in a question mark asks, where only questions are, what follows answers.
 *
 * Without labels: three paragraphs or more ask and stop there, half of them ask "you", and half of what follows them says
 * "I" or "we". That is the answers then; behind the last question one paragraph.
 *
 * What answers is speech (quotes.h), what asks is the author's. Known misses: the interviewee's long last answer, where
 * nothing is labelled; an interviewer who makes statements and has no label; lists of "Claim:" and "Fact:" in capitals,
 * but for the commonest such words.
 *
 * turns_find      fills turn, in order. Wants sentences and tokens.
 * turns_speaker   whom a label means: the person with that name, whatever its case, or with these initials; A, who answers,
 *                 the one whom the article mentions most before the first turn. NONE where two may be meant.
 *
 * Errors   ERR_MEMORY.      Cost     a look at the beginning of each line; with turns O(tokens).
 */
#ifndef SLANT_ARTICLE_TURNS_H
#define SLANT_ARTICLE_TURNS_H

#include "article/article.h"

bool turns_find(article *out, arena *memory, err *e);

uint32_t turns_speaker(const article *a, span label);

#endif
