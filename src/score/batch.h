/* batch: records in, results out, in order, on N threads.
 *
 * Each thread is a worker, and each worker does whatever is next: it cuts a chunk of whole records off the
 * input (unpacking it, if need be), parses a chunk's records and calls record() for each, which appends to the
 * chunk's results, or hands the results of the chunk whose turn it is to emit(). So the bytes that come out are
 * the same on any number of threads; N threads are N threads, the caller's among them; and a packed file, of
 * which a quarter of the work is unpacking, keeps them all at work.
 *
 * Memory   five chunks for every four workers, and as many results, whatever the corpus; more results, up to 4 a
 *          worker, while they are small; what a giant record needed is given back.
 * Threads  record() runs on any worker, told apart by `worker` < threads; so do emit() and tick(), one call of
 *          either at a time, each after the one before it.
 * Errors   the first in the input's order, whoever met it first: the chunks before its own have been emitted,
 *          nothing after. When emit() fails, batch_run returns as soon as a read that is under way does.
 */
#ifndef SLANT_SCORE_BATCH_H
#define SLANT_SCORE_BATCH_H

#include "corpus/record.h"

/* What one chunk became. */
typedef struct batch_results {
    const input *in;        /* the chunk's file                     */
    const columns *columns; /* its header                           */
    buf out;       /* what record() appended                        */
    buf rejects;   /* likewise, for the rejects file                */
    buf aside;     /* likewise, for what else emit() wants to know  */
    uint64_t n_records; /* rows read, bad ones included             */
    uint64_t n_rejected;
} batch_results;

typedef struct batch {
    const input *in;
    size_t n_in;
    const reader_options *reader;
    unsigned threads; /* at least 1; more than 1024 are as 1024 */
    void *to;         /* handed to all of these */

    /* One record, good or bad. n_records counts itself; a bad record is for record() to count as rejected, so
     * that it may reject good rows for reasons of its own. */
    bool (*record)(void *to, unsigned worker, const record *r, batch_results *out, err *e);
    bool (*emit)(void *to, const batch_results *results, err *e);
    void (*tick)(void *to, const reader *r); /* may be NULL; after each chunk */
} batch;

bool batch_run(const batch *b, err *e);

#endif
