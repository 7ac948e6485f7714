/* kept: the input's columns beside a command's own. A kept column keeps its name, unless one of the command's
 * stands under it: then it gets `input_` before it. So does one that an earlier run has given such a name, or
 * the two would meet.
 *
 * Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_KEPT_H
#define SLANT_CLI_KEPT_H

#include "corpus/record.h"

/* What to look for among the command's own names: the name without the `input_` that earlier runs gave it. */
str kept_name(str name);

/* The name, with `input_` before it where it is taken: as a cell, as a string of JSON. */
void kept_tsv(str name, bool taken, buf *out);
void kept_json_name(str name, bool taken, buf *out);

/* ,"name":value as the input has it. */
void kept_json(const column_value *column, bool taken, buf *out);

#endif
