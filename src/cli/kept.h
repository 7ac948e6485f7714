/* kept: the input's columns beside a command's own. A kept column keeps its name, unless one of the command's
 * stands under it: then it gets `input_` before it. So does one that an earlier run has given such a name, or
 * the two would meet.
 *
 * Threads  pure.      Errors  out->failed; those of kept_fits.
 */
#ifndef SLANT_CLI_KEPT_H
#define SLANT_CLI_KEPT_H

#include "corpus/record.h"

/* What to look for among the command's own names: the name without the `input_` that earlier runs gave it. */
str kept_name(str name);

/* The name, with `input_` before it where it is taken: as a cell, as a string of JSON. */
void kept_tsv(str name, bool taken, buf *out);
void kept_json_name(str name, bool taken, buf *out);

/* Whether rows of results can keep the columns of the table at `path`: those of `first`, the header of the first file, or
 * NULL where that is this one. False with an error: no table, or other columns. */
bool kept_fits(const columns *first, const columns *now, const char *path, err *e);

/* ,"name":value as the input has it. */
void kept_json(const column_value *column, bool taken, buf *out);

#endif
