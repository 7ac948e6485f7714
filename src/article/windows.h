/* windows: the texts by which an article's questions are decided. One definition: training lists them from annotated
 * articles (`slant annotate --examples`), reading scores them.
 *
 * A window is a record of several texts (ask.h), so that each text has features of its own. The last text of each is its state: made-up words, such as qall for a sentence that is all quotation,
 * that say what no n-gram can.
 *
 *   content, voice   of a sentence      its words; state
 *   genre            of an article      title; body; state
 *
 * Owns     nothing; puts its texts to out.      Threads  pure.      Errors  ask_end.
 * Cost     O(the window's words).
 */
#ifndef SLANT_ARTICLE_WINDOWS_H
#define SLANT_ARTICLE_WINDOWS_H

#include "article/ask.h"

/* What each sentence looks like from outside, [n_sentences]; wants quotes and attributions. NULL when memory is out. */
typedef struct look look;

look *windows_look(const article *a, arena *memory);

void window_sentence(const article *a, const look *looks, uint32_t i, ask *out);

/* Wants the sentences' content and voice as well. */
void window_genre(const article *a, const look *looks, ask *out);

#endif
