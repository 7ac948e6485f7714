/* sources: who it is that a cue has saying something: the stretch of tokens in the cue's sentence, by where it begins
 * and then where it ends.
 *
 * Owns     nothing.      Errors   ERR_MEMORY.
 * Cost     some ten questions for its begin and five for an end; both bounded.
 */
#ifndef SLANT_ARTICLE_SOURCES_H
#define SLANT_ARTICLE_SOURCES_H

#include "article/choice.h"

extern const char *const source_begin_texts[], *const source_begin_tags[];
extern const char *const source_end_texts[], *const source_end_tags[];

/* Whether the cue is a passive, "was accused of", "was told", or is before "by": who stands before it is no source, but
 * who follows "by". */
bool sources_passive(const site *s);

/* The cue's source, or an empty stretch. */
bool sources_find(const article_reader *r, const site *s, article_work *w, chosen *out, err *e);

/* gold: an empty stretch where nobody is named. */
bool sources_examples(const site *s, question q, stretch gold, article_work *w, const example_sink *sink, err *e);

#endif
