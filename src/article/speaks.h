/* speaks: whose voice a sentence is, once attributions are found and the models have said what they make of it.
 *
 * speaks_settle   sentence.attribution: the one that covers most of a sentence of a source, else the one whose cue
 *                 stands in it; a sentence that is a source's and has none goes on from the one before it. Whatever a
 *                 model says:
 *                   a source's   a firm cue of hearsay (hearsay.h) in its first half; where somebody calls somebody
 *                                something (calling.h), accuses, urges or denies; a headline with a label (label.h); most
 *                                of it signed by somebody
 *                   an opinion   where somebody is called something
 *                   the author's what "I said" or an interviewer asks
 *                   a fact       what only signs a quotation; the author's headline that somebody blames or praises
 *                                somebody
 * speaks_first_person  whether an attribution's source is I, we or one.
 *
 * Errors   ERR_MEMORY.      Cost     a look at each attribution's words.
 */
#ifndef SLANT_ARTICLE_SPEAKS_H
#define SLANT_ARTICLE_SPEAKS_H

#include "article/article.h"
#include "base/err.h"

bool speaks_settle(article *out, arena *memory, err *e);
bool speaks_first_person(const article *a, const attribution *by);

#endif
