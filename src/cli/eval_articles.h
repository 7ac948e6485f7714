/* eval_articles: `slant eval --articles`: annotated articles in, figures of each layer out, with intervals by a bootstrap
 * that draws whole articles.
 *
 *   sentences, cues, sources, quotes   precision, recall and F1 of their spans: to the byte, and by overlap
 *   content, voice, cell, genre        mean F1 over the labels that the annotators use
 *   stance                             mean of the F1 of favor and of against
 *   speakers, names, targets, holders  share that is right
 *
 * What the annotators have left open is not measured.
 */
#ifndef SLANT_CLI_EVAL_ARTICLES_H
#define SLANT_CLI_EVAL_ARTICLES_H

#include "cli/options.h"

bool eval_articles(const parsed *p, uint64_t *rejected, err *e);

#endif
