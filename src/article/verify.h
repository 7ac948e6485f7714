/* verify: whether what was found as an attribution is one.
 *
 * A cue is found by the words beside it, before anybody knows who its source would be and what would be said. Here the
 * three are looked at together, and the other candidates around them: so cues may be found readily, and what does not
 * hold is dropped (a second look at a first machine's candidates: Collins & Koo, Computational Linguistics 31, 2005).
 *
 *   all       candidates in order; found [all->n] is what goes with each
 *   gold      the annotator's cues: a candidate is an attribution when it shares a token with one of them
 *
 * Owns     nothing; scratch is in the work's arena.      Errors   ERR_MEMORY.
 * Cost     a question for each candidate, which looks at VERIFY_REACH candidates on either side and no farther.
 */
#ifndef SLANT_ARTICLE_VERIFY_H
#define SLANT_ARTICLE_VERIFY_H

#include "article/choice.h"

extern const char *const verify_texts[], *const verify_tags[];

enum { VERIFY_REACH = 8 };

typedef struct candidate {
    chosen source, said;
    float p; /* that it is an attribution; NAN as verdict's */
    bool holds;
} candidate;

/* Fills p and holds. Without a model for it all hold with their cue's p, and what rules have found does in any case. */
bool verify_all(const article_reader *r, const facets *f, const cues *all, candidate *found, article_work *w, err *e);

bool verify_examples(const facets *f, const cues *all, const candidate *found, const cues *gold, article_work *w,
                     const example_sink *sink, err *e);

#endif
