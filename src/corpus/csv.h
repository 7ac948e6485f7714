/* csv: where the cells and the rows of a table end, by RFC 4180. For tsv, which has no quoting, too.
 *
 * One machine of states serves both who cut a file into chunks of whole rows and who take a row apart, so
 * that they cannot disagree. Its rules, beyond the RFC's:
 *   - a row ends with LF; one CR before it belongs to the line end, any other CR is text;
 *   - a quote opens a quoted cell only as the cell's first byte, elsewhere in an unquoted cell it is text;
 *   - behind a closing quote only a comma or a line end may stand: text there is a fault of the row, and the
 *     rest of the cell is read as unquoted;
 *   - with one_line, a line end inside a quoted cell ends the row, and the open quote is a fault of it.
 *
 * Owns     nothing.      Threads  pure; one csv a thread.      Errors  faults of a row, in csv_row.
 * Cost     quoted text: memchr; the rest 8 bytes a step.
 */
#ifndef SLANT_CORPUS_CSV_H
#define SLANT_CORPUS_CSV_H

#include "base/arena.h"

typedef enum csv_state {
    CSV_START,  /* before a cell's first byte                                     */
    CSV_PLAIN,  /* in an unquoted cell                                            */
    CSV_QUOTED, /* behind an opening quote                                        */
    CSV_CLOSED, /* behind a quote in a quoted cell: its end, or half of a doubled */
    CSV_RETURN, /* behind that and a CR                                           */
    CSV_JUNK,   /* behind text that follows a closing quote                       */
} csv_state;

typedef struct csv {
    csv_state state; /* where the bytes read so far have led to                   */
    csv_state last;  /* the state in which the last cell ended                    */
    char comma;      /* what stands between cells; 0: a comma                     */
    bool one_line;   /* quotes do not span lines                                  */
    bool doubled;    /* the cell holds doubled quotes                             */
    bool faulty;     /* CSV_JUNK was met; stays set until the caller clears it    */
    size_t junk;     /* where CSV_JUNK began, as *at is counted                   */
    uint64_t lines;  /* LFs passed                                                */
} csv; /* all zero is the beginning of a row */

typedef enum csv_stop { CSV_MORE, CSV_CELL, CSV_ROW } csv_stop;

/* Reads on from s.p[*at] to behind the comma or the LF that ends the cell, and says which it was. CSV_MORE:
 * the bytes ran out inside the cell, *at is s.n; go on with more, or take it as a row without a line end. */
csv_stop csv_cell(csv *c, str s, size_t *at);

typedef struct csv_cells {
    str *cell;         /* [cap] written, without quotes; the row's first cells                         */
    size_t cap;        /* cells beyond are counted, not written                                        */
    size_t n;          /* cells that the row has                                                       */
    str raw;           /* the row without its line end                                                 */
    bool ended;        /* it had a line end                                                            */
    const char *fault; /* NULL, or what is wrong: an open quote, text behind a closing one, no memory  */
    size_t fault_at;   /* the byte, counted as *at is                                                  */
} csv_cells;

/* The row that begins at s.p[*at], *at < s.n; *at and c->lines are left behind its line end. Cells point into
 * s; those with doubled quotes into `a`. */
void csv_row(csv *c, str s, size_t *at, arena *a, csv_cells *row);

/* The same for tsv. */
void tsv_row(str s, size_t *at, csv_cells *row);

#endif
