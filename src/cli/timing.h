/* timing: what `slant bench` found out, for people and for programs.
 *
 * timing_json writes one object in one line, with a newline behind it; keys in this order:
 *   bytes, records, words     of one pass, bad records too
 *   seconds                   what the median pass took
 *   stages [{name, ns_per_byte}]        of that pass: read, unpack, parse, split, memo, learn, n-grams,
 *                             decide, write
 *   memo {hits, misses}       words that were remembered, and that were worked out
 *   grams {looked_up, found}  n-grams of neighbours, and those that a model knew
 *   rest_ns_per_byte          what no stage has; with the stages it makes up all of `seconds`
 *   mb_s, best_mb_s           10^6 bytes a second: median and best pass
 *   busy                      the share of the median pass in which the processor worked on it: much below 1,
 *                             something else was running, or a file was waited for
 *   first_pass_seconds, passes          `passes` without the first
 *   first_record_ms, peak_bytes, rejected, threads
 *
 * Owns     the passes, until timing_free.      Threads  one at a time.
 * Errors   memory; those who write leave it in out->failed.
 */
#ifndef SLANT_CLI_TIMING_H
#define SLANT_CLI_TIMING_H

#include "base/buf.h"
#include "base/err.h"
#include "base/laps.h"
#include "score/scorer.h"

typedef struct timing_pass {
    double ns[N_STAGES];
    double all_ns; /* their sum                           */
    double busy;   /* of it, the processor worked on it   */
} timing_pass;

typedef struct timing {
    uint64_t bytes; /* unpacked */
    uint64_t records, rejected;
    memo_counts counts;
    double first_record_ms; /* from the command's start */
    uint64_t peak_bytes;    /* of memory, in the first pass */
    timing_pass first;
    timing_pass *later; /* [n] */
    size_t n, cap;
} timing;

/* One pass more; the first call's is the first. */
bool timing_add(timing *t, const double ns[N_STAGES], double busy, err *e);
void timing_free(timing *t);

/* From the quickest to the slowest of the later passes. Once they are all there, before the report. */
void timing_sort(timing *t);

/* t->n > 0, t->bytes > 0. */
void timing_text(const timing *t, buf *out);
void timing_json(const timing *t, buf *out);

#endif
