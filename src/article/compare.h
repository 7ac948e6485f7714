/* compare: an article as read against the same one as annotated: counts that add up over articles.
 *
 *   spans    of one kind in both: which of the annotator's were found, and which of those found are the annotator's, to
 *            the byte or so that they overlap
 *   answers  [annotator's label][ours]; the column behind the last label is "none given"
 *
 *   sentences, cues, sources, quotes   spans. A quotation that goes on has its source counted once
 *   content, voice, cell, genre        of the sentence of ours that shares most with the annotator's
 *   stance                             at the annotator's mention; ours at mentions that he has passed over count
 *                                      against his "none", where he has said whose voice the sentence is
 *   stances                            those for or against: which of the annotator's has one of ours that overlaps, with
 *                                      his label, holder and target, and the other way round; where he has said whose
 *                                      voice the sentence is
 *   speakers                           [right, of]: the annotator's direct quotations, in double marks, that have a
 *                                      source: whether one of ours that overlaps has one that overlaps, or its name
 *   names, targets, holders            likewise: the name, or its absence, of the sources that overlap; of whom the
 *                                      annotator's stances are toward, where we ask as well; the holder of stances
 *                                      whose label is right
 *
 * What the annotator has not decided is not counted.
 *
 * Owns     nothing.      Threads  pure.      Errors  ERR_MEMORY.
 * Cost     O(n log n) in spans.
 */
#ifndef SLANT_ARTICLE_COMPARE_H
#define SLANT_ARTICLE_COMPARE_H

#include "article/article.h"

enum { COMPARE_LABELS = 4 };

typedef enum compare_span { SPAN_SENTENCE, SPAN_CUE, SPAN_SOURCE, SPAN_QUOTE, N_SPAN_LAYERS } compare_span;
typedef enum compare_answer {
    ANSWER_CONTENT,
    ANSWER_VOICE,
    ANSWER_CELL,
    ANSWER_STANCE,
    ANSWER_GENRE,
    N_ANSWER_LAYERS
} compare_answer;

typedef struct span_counts {
    double gold, read;               /* how many there are               */
    double gold_exact, gold_overlap; /* of the annotator's, that are found */
    double read_exact, read_overlap; /* of ours, that are his              */
} span_counts;

typedef struct stance_counts {
    double gold, read, gold_right, read_right;
} stance_counts;

typedef struct compared {
    span_counts spans[N_SPAN_LAYERS];
    stance_counts stances;
    double answers[N_ANSWER_LAYERS][COMPARE_LABELS][COMPARE_LABELS + 1];
    double speakers[2], names[2], targets[2], holders[2];
} compared;

/* out is written. Both have one text. */
bool articles_compare(const article *gold, const article *read, arena *scratch, compared *out, err *e);

#endif
