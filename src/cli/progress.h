/* progress: one line on a terminal's stderr that says how far a job is; nothing anywhere else.
 *
 *     classify  41.2 of 76.3 MB  212.4 MB/s  140213 records  0:03 left
 *
 * Drawn at most ten times a second and erased at the end, so that what stays on the screen is the result.
 * Nothing is drawn when stderr is not a terminal or TERM is "dumb".
 *
 * Owns     nothing.      Threads  one thread a progress; the counters it is given may come from anywhere.
 * Cost     a clock read a call; call it as often as once per chunk or per fit.
 */
#ifndef SLANT_CLI_PROGRESS_H
#define SLANT_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/reader.h"

typedef struct progress {
    const char *what;   /* "classify", "search": the line's first word      */
    bool on;            /* stderr is a terminal                             */
    bool drawn;         /* a line stands there                              */
    uint64_t begin_ns;  /* when progress_begin was called                   */
    uint64_t drawn_ns;  /* when the line was last drawn                     */
} progress;

void progress_begin(progress *p, const char *what);

/* For records that stream by: how far the reader is, and how many records so far. */
void progress_reader(progress *p, const reader *r, uint64_t records);

/* For work that comes in pieces: "search  12 of 40  best 0.912  0:31 left". `note` may be NULL. */
void progress_steps(progress *p, uint64_t done, uint64_t total, const char *note);

/* Erases the line. Call it before anything else is printed to stderr, and always at the end. */
void progress_end(progress *p);

/* The lines themselves, without the terminal: what the two above draw after `seconds`. Returns out.
 *   done, total  bytes of the files as they lie on disk (reader_progress); total 0: unknown, no time left
 *   text_bytes   unpacked bytes so far (reader_bytes): what MB/s counts, 1 MB = 10^6 bytes */
char *progress_bytes_line(const char *what, uint64_t done, uint64_t total, uint64_t text_bytes,
                          uint64_t records, double seconds, char *out, size_t cap);
char *progress_steps_line(const char *what, uint64_t done, uint64_t total, const char *note, double seconds,
                          char *out, size_t cap);

#endif
