/* stances: for each mention of a target, whether what is said there is for or against it, and who says so.
 *
 * Targets are those given, else all whom the article names or speaks of (groups.h). The holder is the source of the
 * innermost attribution whose content the mention stands in; else, in a sentence of a source, whom its voice speaks
 * through, but where the mention is the source itself, or stands behind it in an opinion piece; else the author. A
 * stance of a holder toward itself is left out, and so is the author's toward who blames or praises in the passive,
 * "accused by Lee", toward the source that a title names, and toward a name that is a sentence by itself.
 *
 * stances_list      fills stance: one for each mention that is asked about, in order; nothing is decided yet. Wants
 *                   speaks_settle, and groups_find for those without a name.
 * stances_decide    the same, and decides; nothing without a model. What words say outright (outright.h) counts where the
 *                   model has not said so or is not sure; its margin is 1 or -1.
 * stances_own       whether an attribution in a sentence of the author's brings nothing but his own words: "it seems",
 *                   "I told him that".
 * stances_examples  the questions at the mentions that an annotator has judged, with the answers; and, in sentences
 *                   whose voice is annotated, those at all other mentions: there the answer is none.
 *
 * Errors   ERR_MEMORY.      Cost     a question for each mention.
 */
#ifndef SLANT_ARTICLE_STANCES_H
#define SLANT_ARTICLE_STANCES_H

#include "article/read.h"

extern const char *const stance_texts[], *const stance_tags[];

bool stances_own(const article *a, const attribution *by);
bool stances_list(article *out, arena *memory, err *e);
bool stances_decide(const article_reader *r, article_work *w, article *out, err *e);
bool stances_examples(const article *gold, article_work *w, article *read,
                      const example_sink *sink, err *e);

#endif
