/* record: a chunk's rows, one at a time, whatever format they came in.
 *
 * Every row of the file gives exactly one record, good or bad. An empty line in `lines` and in a table of one
 * column is a row, an empty text, also at the file's end; in jsonl, and in a table with more columns, it is
 * skipped and is no row. Nothing else ever is.
 *
 * An empty cell is an empty label, target or group (p not NULL), but no id and no weight. In jsonl null
 * counts as absent, of a repeated key the last one counts, the text must be a string, the others may be a
 * number or true or false too, taken as written; lines are UTF-8, strict or not, as JSON is.
 *
 * Owns     strings point into the chunk or into the arena given to records_next: both must outlive them.
 * Threads  one records a thread; it keeps the JSON parser's scratch.
 * Errors   never fails as a whole: a bad row comes out as a record with `bad` set, with its place.
 * Cost     tsv: memchr per cell; csv: a state machine, a copy only for quoted cells with doubled quotes;
 *          jsonl: a walk over what simdjson finds, fields copied only when they hold escapes.
 */
#ifndef SLANT_CORPUS_RECORD_H
#define SLANT_CORPUS_RECORD_H

#include "corpus/reader.h"

#define RECORD_WEIGHT_MAX 1e9

typedef struct column_value {
    str name;
    str value; /* csv/tsv: the cell. jsonl: the text of a string, else the raw JSON ("12", "null", "[1,2]") */
    str raw;   /* jsonl: the value as written, quotes and escapes included; p NULL otherwise              */
} column_value;

typedef struct record {
    str id;        /* the id column, or the line number, or for txt the path; with several inputs
                      "path:line". Never empty: an empty id cell counts as none                    */
    str text;      /* may hold invalid UTF-8 unless strict. Of several text fields all, see TEXT_BREAK */
    str label, target, group; /* p NULL where the record has none                                  */
    double weight; /* 0 to RECORD_WEIGHT_MAX; 1 where there is none                                */
    const column_value *column; /* [n_columns] all of them, in order; only with options.keep       */
    size_t n_columns;
    str raw;       /* the row as it stood, without its line end                                    */
    const char *path;
    uint64_t line; /* 1-based; of the row's first line                                             */
    uint64_t byte; /* where the row begins in the unpacked file                                    */
    bool bad;
    err why;       /* with path, line, byte of the fault                                           */
} record;

typedef struct records records;

/* `many_inputs`: ids that are line numbers get their file's path before them. NULL when memory is out. */
records *records_new(const reader_options *o, bool many_inputs);
void records_free(records *rs);

/* Starts on a chunk; then records_next until it returns false, which is the chunk's end. */
void records_begin(records *rs, const chunk *c);
bool records_next(records *rs, arena *a, record *out);

/* Gives `take` each record of one file, on this thread: of small files that commands read beside their input. A record
 * lives for the call. False stops with the err it has set; a bad record is ERR_INPUT with its place. Names of files,
 * which errors point to, are the arena's. */
bool records_each(const char *path, format f, const reader_options *how, arena *a,
                  bool (*take)(void *to, const record *r, err *e), void *to, err *e);

/* The last column of a name; NULL where there is none, or it is null. */
const column_value *record_column(const record *r, str name);

#endif
