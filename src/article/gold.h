/* gold: an article as somebody has annotated it: what `slant annotate` writes, with the text, probabilities or none.
 *
 *   {"id":..,"title":..,"text":"...","genre":{"label":"report"},
 *    "sentences":[{"begin":0,"end":43,"part":"title","content":{"label":"fact"},
 *      "voice":{"label":"source","source":{"begin":26,"end":43,"name":"Barry Jones"},"cue":{"begin":21,"end":25},
 *               "quotes":[{"kind":"mixed","begin":0,"end":19}]},
 *      "also":[{"source":..,"cue":..,"quotes":..}],
 *      "stances":[{"holder":"author","target":"Ivan Petrov","label":"against","begin":0,"end":6}]}]}
 *
 * In place of "sentences" an article may have "attributions":[{"source":..,"cue":..,"quotes":..}], in order of their
 * cues, or "stances":[{"label":..,"begin":..,"end":..}], in order, or both: its sentences are then those of split.h, and
 * nothing else is decided. Whom such a stance is toward need not be said.
 *
 * Every part but text and the sentences' begin and end may be missing: what is missing is undecided. "genre", "content"
 * and "voice" may be plain strings. Entities are the names that occur; mentions are those that stances stand at.
 *
 * Errors   ERR_INPUT with what is wrong and where: a label that does not exist, a span outside of the text, inside a
 *          character, or before the sentence that came before. ERR_MEMORY.
 * Cost     the sentences' JSON is walked once a level.
 */
#ifndef SLANT_ARTICLE_GOLD_H
#define SLANT_ARTICLE_GOLD_H

#include "article/article.h"
#include "corpus/json.h"
#include "corpus/record.h"

/* r was read with `keep`. Fills all but quote. Tokens and passages are those of split.h, with the sentences as
 * annotated. j is scratch. */
bool gold_read(const record *r, json *j, article *out, arena *a, err *e);

#endif
