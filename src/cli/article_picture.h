/* article_picture: a ledger as a picture, inline SVG: holders on the left, targets on the right, a line for
 * each stance between them. Favor is a whole line, against a broken one; the more often, the thicker, and
 * the number stands where the line begins. Colours and dashes are the page's style sheet's (classes f and
 * a).
 *
 * The picture takes the width that it is given: names and lines stand at parts of it, so letters keep their
 * size. At most PICTURE_LINES lines, those that count the most; returns how many were left out. Rows of
 * `none` alone have no line. Nothing is written where there is no line at all.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 * Cost     O(rows * PICTURE_LINES).
 */
#ifndef SLANT_CLI_ARTICLE_PICTURE_H
#define SLANT_CLI_ARTICLE_PICTURE_H

#include "article/ledger.h"
#include "base/buf.h"

enum { PICTURE_LINES = 24 };

uint32_t article_picture(const ledger_row *row, uint32_t n, buf *out);

#endif
