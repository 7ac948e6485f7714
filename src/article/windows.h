/* windows: the texts by which an article's questions are decided. One definition: training lists them from annotated
 * articles (`slant annotate --examples`), reading scores them.
 *
 * A window is a record of several texts (ask.h), so that each text has features of its own. Behind the text's own words
 * stand made-up ones that say what no n-gram can: a sentence's state (qall: it is all quotation; cueZsaid), and what
 * its neighbours seem to be, each by itself (prevc7: the one before it is an opinion with a probability of 0.7 or
 * more).
 *
 *   content-alone, voice-alone   of a sentence      its words; state
 *   content, voice               of a sentence      its words; state; near
 *   genre                        of an article      title; body; state
 *
 * Owns     nothing; puts its texts to out.      Threads  pure.      Errors  ask_end.
 * Cost     O(the window's words).
 */
#ifndef SLANT_ARTICLE_WINDOWS_H
#define SLANT_ARTICLE_WINDOWS_H

#include "article/ask.h"

/* What each sentence looks like from outside, [n_sentences]; wants quotes and attributions. NULL when memory is out. */
typedef struct outlook outlook;

outlook *windows_look(const article *a, arena *memory);

enum { WINDOW_NEAR = 2 }; /* which text of a sentence's window `near` is */

/* What a sentence seems to be by itself: how likely it is an opinion, and a source's; NAN: nobody has said. */
typedef struct glance {
    float opinion, source;
} glance;

/* The sentence's own texts; near what stands around it. */
void window_sentence(const article *a, const outlook *looks, uint32_t i, ask *out);
void window_near(const glance *seems, uint32_t n_sentences, uint32_t i, ask *out);

/* Wants the sentences' content and voice as well. */
void window_genre(const article *a, const outlook *looks, ask *out);

#endif
