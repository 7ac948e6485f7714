/* aligned: tables for people, in columns as wide as their widest cell.
 *
 *     aligned t = {.n_columns = 2, .left = 1};
 *     aligned_name_cell(&t, label, 32);
 *     aligned_fixed(&t, 0.5, 4);
 *     aligned_end(&t, out);
 *
 * A cell is written to t->text and then ended; after n_columns cells the next row begins. Names are cut with an
 * ellipsis where they are too wide, between characters; control characters in them become U+FFFD; an empty one is
 * "(empty)".
 *
 * Owns     t->text, until aligned_end.      Threads  pure.      Errors  none but t->text.failed and out->failed.
 */
#ifndef SLANT_MEASURE_ALIGNED_H
#define SLANT_MEASURE_ALIGNED_H

#include "base/buf.h"

enum { ALIGNED_COLUMNS_MAX = 24 };

typedef struct aligned {
    buf text;      /* all cells, one behind the other, each ended by NUL */
    size_t n_columns;
    unsigned left; /* bit c: column c is left-aligned                    */
    size_t begin;  /* of the cell that is being written                  */
    size_t n_cells;
    size_t width[ALIGNED_COLUMNS_MAX];
} aligned;

/* Ends the cell that was written to t->text. */
void aligned_end_cell(aligned *t);
/* A whole cell. */
void aligned_cell(aligned *t, const char *z);
void aligned_fixed(aligned *t, double v, unsigned places);
void aligned_name_cell(aligned *t, str name, size_t room);

/* Writes the table, two blanks between columns and none at a line's end, and empties it. */
void aligned_end(aligned *t, buf *out);

/* How much of s fits into `room` columns; *width is what that takes. */
size_t aligned_fit(str s, size_t room, size_t *width);
/* A name in at most `room` columns, safe to show. */
void aligned_name(buf *b, str s, size_t room);

#endif
