/* by: the groups that a corpus is told apart by: --by outlet,date:month.
 *
 * Each --by names columns of the records, with commas between them; it may be repeated. NAME:year, NAME:month and
 * NAME:day take the beginning of a date: 2021, 2021-03, 2021-03-07, from a cell that begins with one as
 * 2021-03-07, 2021/3/7 or 20210307, whatever stands behind it.
 *
 * A record's key is its values as cells of a tsv, tabs between them; empty where there is no --by.
 *
 * Owns     nothing: all lies in the arena.      Threads  by_key from any.
 * Errors   by_parse: ERR_USAGE. by_key: ERR_INPUT where a table lacks a column, which ends the job; a date that cannot
 *          be read goes to `why`, and the key has an empty cell: estimate rejects the record, annotate reads it. A line
 *          of JSON that lacks a column has an empty cell.
 */
#ifndef SLANT_CLI_BY_H
#define SLANT_CLI_BY_H

#include <stdatomic.h>

#include "base/buf.h"
#include "cli/options.h"
#include "corpus/record.h"

enum { BY_MAX = 8 };

#define OPTION_BY(of)                                                                                         \
    {.word = "by", .argument = "NAME", .type = OPTION_TEXT, .repeatable = true, .help = (of)}

typedef enum by_cut { BY_WHOLE, BY_YEAR, BY_MONTH, BY_DAY } by_cut;

typedef struct by_column {
    str name;  /* of the records' column                       */
    str shown; /* as typed: "date:month", with a NUL behind it */
    by_cut cut;
} by_column;

typedef struct by {
    by_column column[BY_MAX];
    size_t n;
    atomic_uint seen; /* a bit for each column that a record has had */
} by;

bool by_parse(const parsed *p, by *out, err *e);

/* Adds the record's key to out. header: the file's columns. */
bool by_key(by *b, const record *r, const columns *header, buf *out, err *why, err *e);

/* Says on stderr, when all is read, which columns no record had. */
void by_warn(by *b, uint64_t n_records);

/* Whether the record has all the columns. */
bool by_has(const by *b, const record *r);

/* A date, as far as `cut` wants it: written to out, and as a number that grows by 1 from year to year, month to month or
 * day to day (BY_WHOLE: as far as s goes). False where s does not begin with one. */
bool by_date(str s, by_cut cut, buf *out, double *at);

#endif
