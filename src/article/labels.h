/* labels: what the label of a verdict means: a task's labels in bytewise order of their names, as every model
 * has them, and those names. NONE, or a label that the task has not, is a question that no model was asked.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.
 */
#ifndef SLANT_ARTICLE_LABELS_H
#define SLANT_ARTICLE_LABELS_H

#include "article/article.h"

enum { GENRE_OPINION, GENRE_REPORT };
enum { SAYS_FACT, SAYS_OPINION };
enum { VOICE_AUTHOR, VOICE_SOURCE };
enum { STANCE_AGAINST, STANCE_FAVOR, STANCE_NONE }; /* below STANCE_NONE: there is one */

/* Whose voice and what kind, taken together: the four cells that every sentence is in one of. */
typedef enum cell {
    CELL_AUTHOR_OPINION, /* the outlet judges                           */
    CELL_AUTHOR_REPORT,  /* the outlet reports                          */
    CELL_QUOTED_OPINION, /* a source judges: not the outlet's own view  */
    CELL_QUOTED_CLAIM,   /* a source reports                            */
    CELL_UNREAD,         /* no model was asked for one of the two       */
    CELL_UNSURE,         /* too little is known of its words            */
    N_CELLS,
} cell;

/* By label, NULL behind the last. */
extern const char *const labels_genre[], *const labels_content[], *const labels_voice[], *const labels_stance[];
extern const char *const labels_kind[]; /* by content_kind, likewise */
extern const char *const labels_cells[N_CELLS];

static inline cell labels_cell(const sentence_read *s)
{
    bool opinion = s->content.label == SAYS_OPINION;

    if (s->content.strange)
        return CELL_UNSURE;
    if (s->content.label > SAYS_OPINION || s->voice.label > VOICE_SOURCE)
        return CELL_UNREAD;
    if (s->voice.label == VOICE_AUTHOR)
        return opinion ? CELL_AUTHOR_OPINION : CELL_AUTHOR_REPORT;
    return opinion ? CELL_QUOTED_OPINION : CELL_QUOTED_CLAIM;
}

#endif
