/* article_view: what the printers for people, article_text and article_html, know of an article beside the
 * article itself: its ledger, its speakers, and for each sentence who speaks in it and which stances are
 * taken.
 *
 *   row          [n_rows]          the ledger, but for pairs of which one is never for or against the other: n_idle
 *   speaker      [n_speakers]      the sources, by name or else by their words, in order of first appearance
 *   speaker_of   [n_attributions]  which of them an attribution names; NONE: nobody is named
 *   attribution  those of sentence i are attribution[first_attribution[i] .. first_attribution[i + 1]): first
 *                the one that its voice speaks through, then the others whose cue stands in it; without those of
 *                the author's own ("it seems")
 *   stance       likewise, in the order of the article; favor, against and none
 *
 * Owns     its arena, until article_view_free.      Threads  one thread at a time.
 * Errors   ERR_MEMORY.      Cost     O(n log n) for n attributions and stances.
 */
#ifndef SLANT_CLI_ARTICLE_VIEW_H
#define SLANT_CLI_ARTICLE_VIEW_H

#include "article/labels.h"
#include "article/ledger.h"
#include "base/utf8.h"

typedef struct article_view {
    const article *a;
    ledger_row *row;
    str *speaker;
    uint32_t *speaker_of;
    uint32_t *first_attribution, *attribution;
    uint32_t *first_stance, *stance;
    uint32_t n_rows, n_idle, n_speakers;
    arena arena;
} article_view;

/* After false too, give v back with article_view_free. */
bool article_view_init(article_view *v, const article *a, err *e);
void article_view_free(article_view *v);

/* The character that is shown for one of a text: itself; ' ' for any blank or line end; U+FFFD for what is
 * not UTF-8, for controls, for marks that would turn the direction of what stands around them, and for what
 * is no character at all. So nothing in a text can move a cursor, hide a line, or make a page invalid. */
uint32_t article_view_shown(utf8_char u);

/* The words for people. */
const char *article_view_genre(const article *a); /* "" without an answer */

#endif
