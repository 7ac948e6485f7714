/* article_text: a read article for a terminal.
 *
 *   report 0.97 · square-general
 *   A! author's opinion · A author's report · “! quoted opinion · “ quoted claim
 *
 *   “! ┇ "He is a thug, a murderer," the retired general Barry Jones said of
 *      ┇ President Ivan Petrov on Tuesday.
 *        — Barry Jones (said)
 *        Barry Jones ▸ against ▸ Ivan Petrov 0.88
 *   ...
 *   holder       target       favor  against  none
 *   Barry Jones  Ivan Petrov      0        3     1
 *
 * The article in full, a sentence at a time. Its cell is told by a sign, by the bar that runs beside it
 * (heavy: opinion, light: report; broken: a source's) and, where there is colour, by colour. Below it who
 * speaks, with the cue, and which stances are taken, `none` apart. Then the ledger. Answers that the
 * article does not have are left out. UTF-8; what is shown of the text is what article_view_shown lets
 * through.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_ARTICLE_TEXT_H
#define SLANT_CLI_ARTICLE_TEXT_H

#include "article/article.h"
#include "base/buf.h"

typedef struct article_style {
    unsigned width; /* columns; 0: 80; below 24: 24 */
    bool color;     /* with the terminal's own colours */
    bool legend;    /* the line that explains the signs: once is enough for several articles */
} article_style;

void article_text(const article *a, const article_style *style, buf *out);

#endif
