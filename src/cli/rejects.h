/* rejects: the records that a command puts aside: counted, limited by --max-rejects, written to --rejects.
 *
 * Owns     the open file until rejects_commit or rejects_abandon.
 * Threads  reject_write is pure, reject_count reads what never changes; the rest from one thread.
 */
#ifndef SLANT_CLI_REJECTS_H
#define SLANT_CLI_REJECTS_H

#include "cli/options.h"
#include "cli/save.h"
#include "corpus/record.h"
#include "score/batch.h"

typedef struct rejects {
    not_utf8 coding; /* for reader_options */
    output file;
    bool wanted;  /* --rejects was given    */
    uint64_t n;   /* put aside so far       */
    uint64_t max; /* --max-rejects or no limit */
} rejects;

/* A line of the file: {"file":...,"line":...,"byte":...,"reason":...,"row":...}. */
void reject_write(const record *r, buf *out);

/* A worker puts a record aside: it is counted, and its line is written if --rejects was given. */
void reject_count(const rejects *to, const record *r, batch_results *out);

bool rejects_open(const parsed *p, rejects *r, err *e);

/* n more records were put aside, whose lines are these. False when that is more than the user allows. */
bool rejects_add(rejects *r, uint64_t n, str lines, err *e);

bool rejects_commit(rejects *r, err *e);

/* The file of a job that failed with e. Where the input is to blame it stays, for what was rejected may say
 * why. */
void rejects_abandon(rejects *r, const err *e);

/* The last line on standard error: "slant: 3 records: 2 labelled, 1 rejected". n counts all records. `told`: the
 * user can see why without being told of --rejects. */
void rejects_report(const rejects *r, uint64_t n, const char *done, bool told);

#endif
