/* names: the persons and bodies that an article names, and every place where it means them.
 *
 * Rules, not learnt ones, written down in names.c: a name is a run of capitalised words with what may join them;
 * "Barry Jones" is meant again by "Jones", "Mr Jones", "General Jones"; a description ("the retired general", "the
 * ministry", "the club") by the person or body that it was given to, in an apposition or a title; he and she go
 * back to the last person of that gender who was a subject or a source, they to the last body or persons. Nothing
 * is guessed: what fits nobody, or two equally, has no entity.
 *
 * names_find      fills entity and mention: names, their short forms, descriptions, pronouns. `target` come first,
 *                 as entities [0, n_targets), found by their names and aliases as written, capitals counting.
 * names_resolve   whom the words of a source mean, of an attribution in sentence `sentence`: NONE where nobody
 *                 fits. `speakers` are the entities of the attributions before it, the latest last.
 *
 * Errors   ERR_MEMORY.      Cost     O(tokens + mentions * a few entities looked back).
 */
#ifndef SLANT_ARTICLE_NAMES_H
#define SLANT_ARTICLE_NAMES_H

#include "article/article.h"

typedef struct target {
    str name;
    const str *alias; /* [n_aliases] other ways to name it; the name is one of itself */
    uint32_t n_aliases;
} target;

bool names_find(const target *targets, uint32_t n_targets, article *out, arena *a, err *e);
uint32_t names_resolve(const article *a, span source, uint32_t sentence, const uint32_t *speakers, uint32_t n_speakers);

#endif
