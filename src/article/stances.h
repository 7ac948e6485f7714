/* stances: for each mention of a target, whether its sentence is for or against it, and who is.
 *
 * The holder is whom the sentence's voice speaks through, or the author; where the mention stands in what another of
 * the sentence's attributions says, its source. A stance of a holder toward itself is left out. Targets are those
 * given, else the persons and bodies that the article names.
 *
 * Fills    stance: one for each mention that is asked about, in order.      Errors   ERR_MEMORY.
 * Cost     a question for each mention.
 */
#ifndef SLANT_ARTICLE_STANCES_H
#define SLANT_ARTICLE_STANCES_H

#include "article/read.h"

extern const char *const stance_texts[], *const stance_tags[];

bool stances_decide(const article_reader *r, article_work *w, article *out, err *e);

/* The questions at the mentions that an annotator has judged, with the answers; where others of the persons and bodies
 * that are judged somewhere in the article are mentioned, the answer is none. */
bool stances_examples(const article_reader *r, const article *gold, article_work *w, article *read,
                      const example_sink *sink, err *e);

#endif
