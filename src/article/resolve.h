/* resolve: whom the words of a source mean.
 *
 * resolve_source  of an attribution in sentence `sentence`: an entity of names.h, or NONE where nobody fits, or only
 *                 part of the source is a name ("analysts at Acme Bank"). What somebody has written speaks for him:
 *                 "a report by the Acme Trust", "an Acme poll", "Acme's findings". `speakers` are the entities of the
 *                 attributions before it, the latest last; they decide a pronoun that names_find left open.
 *
 * Threads  pure.      Errors  none.      Cost     O(tokens of the source); an age, O(mentions before it).
 */
#ifndef SLANT_ARTICLE_RESOLVE_H
#define SLANT_ARTICLE_RESOLVE_H

#include "article/article.h"

uint32_t resolve_source(const article *a, span source, uint32_t sentence, const uint32_t *speakers, uint32_t n_speakers);

#endif
