/* rows_csv: rows of tsv made into rows of csv (RFC 4180), for --to csv. A cell with a comma or a quotation mark stands in
 * quotation marks, its own doubled. News is full of sentences that open a quotation and do not close it: what reads
 * quotes, as spreadsheets, R and pandas do unless they are told otherwise, would take all up to the next for one cell.
 *
 * Owns     nothing.      Threads  pure.      Errors  out->failed, with the rows as they were.      Cost  two passes.
 */
#ifndef SLANT_CLI_ROWS_CSV_H
#define SLANT_CLI_ROWS_CSV_H

#include "base/buf.h"

/* All of `out` from byte `from` on, whole rows of cells by buf_tsv. */
void rows_csv(buf *out, size_t from);

#endif
