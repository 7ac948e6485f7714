/* estimates_picture: shares over time, as an SVG that stands alone: no script, nothing from elsewhere, light or dark as
 * the reader's screen is.
 *
 * Time is the last --by column that is a date: one cut to a year, month or day, else one whose values all are dates.
 * The other columns make panels, one below the other; within a panel each label is a line with its 95 % interval as a
 * band (of a point by itself a bar). Lines are told apart by dashes, markers and the label's name at their end; colour
 * only helps. Where an estimate cannot be told the line is broken. At most ESTIMATES_PANELS panels, those with most
 * records, and ESTIMATES_LABELS labels, the largest; what was left out is said below.
 *
 * Owns     nothing; scratch from the arena.      Threads  pure.
 * Errors   ERR_USAGE where there is no date among the columns; memory.      Cost     O(n log n) for n groups.
 */
#ifndef SLANT_CLI_ESTIMATES_PICTURE_H
#define SLANT_CLI_ESTIMATES_PICTURE_H

#include "cli/estimates.h"

enum { ESTIMATES_PANELS = 12, ESTIMATES_LABELS = 6 };

/* Whether there can be a picture: told before the corpus is read, as far as that is possible. */
bool estimates_picture_check(const by *b, err *e);

bool estimates_picture(const estimates *s, arena *a, buf *out, err *e);

#endif
