/* clauses: what it is that a source says: one stretch of tokens, in the cue's sentence or beside it, by where it begins
 * and then where it ends; in pieces where cue and source stand inside it.
 *
 * Owns     nothing.      Errors   ERR_MEMORY.
 * Cost     some ten questions for its begin and a dozen for an end; both bounded.
 */
#ifndef SLANT_ARTICLE_CLAUSES_H
#define SLANT_ARTICLE_CLAUSES_H

#include "article/choice.h"

extern const char *const clause_begin_texts[], *const clause_begin_tags[];
extern const char *const clause_end_texts[], *const clause_end_tags[];

enum { PIECES_MAX = 2, CLAUSE_LONGEST = 200 /* tokens */ };

/* What is said, or an empty stretch. source may be empty. */
bool clauses_find(const article_reader *r, const site *s, stretch source, article_work *w, chosen *out, err *e);

/* The same without cue and source, and without the commas that part them from it; returns how many pieces. */
uint32_t clauses_cut(const site *s, stretch source, stretch said, stretch piece[PIECES_MAX]);

/* gold: what is said, from its first piece's begin to its last one's end; not empty. */
bool clauses_examples(const site *s, question q, stretch source, stretch gold, article_work *w,
                      const example_sink *sink, err *e);

#endif
