/* learning_tsv: a learning curve as a table for R, pandas and `slant eval --report`, a line for each figure and point:
 *
 *     figure  records  learnt_from  draws  value  low  high  gain  gain_low  gain_high
 *
 * figure is a name of metrics.h, points of a figure lie together and grow; records are rounded, the others have six
 * decimals; what a point has not is empty. learn/learning.h says what they are.
 *
 * Owns     nothing: what is read is numbers.      Threads  pure.
 * Errors   reading: ERR_INPUT with the line for whatever has not been written so; those of the reader.
 */
#ifndef SLANT_CLI_LEARNING_TSV_H
#define SLANT_CLI_LEARNING_TSV_H

#include "base/buf.h"
#include "learn/learning.h"

void learning_tsv_write(const learning_curve *c, buf *out);

/* e->path is `path`, which outlives it. */
bool learning_tsv_read(const char *path, arena *a, learning_curve *out, err *e);

#endif
