/* pool: the same job for many indices, on several threads.
 *
 * pool_run calls job(context, i, worker) once for every i < n, with worker < threads, and returns when all
 * are done. Which worker gets which index depends on the clock, so a job writes only to places that belong
 * to i, or to scratch that belongs to worker: then the result is the same on any number of threads.
 *
 * Threads  starts threads - 1 and works itself; not to be nested.
 * Errors   none: where the system gives no thread, fewer work. A job notes its own failure in its place.
 */
#ifndef SLANT_BASE_POOL_H
#define SLANT_BASE_POOL_H

#include <stddef.h>

typedef void pool_job(void *context, size_t i, unsigned worker);

void pool_run(unsigned threads, size_t n, pool_job *job, void *context);

/* Processors that this process may use, at least 1. */
unsigned pool_cores(void);

#endif
