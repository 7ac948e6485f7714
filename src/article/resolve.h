/* resolve: whom the words of a source mean.
 *
 * resolve_source  of an attribution in sentence `sentence`: an entity of names.h, or NONE where nobody fits, or only
 *                 part of the source is a name ("analysts at Acme Bank"). What somebody has written speaks for him:
 *                 "a report by the Acme Trust", "an Acme poll", "Acme's findings", and then "the poll". Some
 *                 other words for somebody mean whom the sentence before is about: "the 33-year-old", "the Italian", "the
 *                 candidate", "the former Ohio governor".
 *
 * Threads  one a `speakers`.      Errors  none.      Cost     O(tokens of the source), and some 64 tokens or 512
 * mentions before it.
 */
#ifndef SLANT_ARTICLE_RESOLVE_H
#define SLANT_ARTICLE_RESOLVE_H

#include "article/article.h"

/* Who has spoken in the attributions before: for a pronoun that names_find left open, and for "the report". */
typedef struct speakers {
    uint32_t *who; /* [n] the latest last; the caller's                    */
    uint32_t n;
    bool stranger;  /* the last who spoke is nobody whom the article names; kept by resolve_source  */
    uint32_t maker; /* of the last thing that was written, NONE before one; kept by resolve_source */
} speakers;

uint32_t resolve_source(const article *a, span source, uint32_t sentence, speakers *before);

/* Whom "who" means behind the m-th mention, which is no pronoun: its entity or, where that is a body, the person that
 * it hangs on: "Ann Lee of the Institute, who". */
uint32_t resolve_who(const article *a, uint32_t m);

/* Where the bracket opens that is closed before token t, "(Lab, Hull East)"; t where none is. */
uint32_t resolve_bracket(const article *a, uint32_t t);

#endif
