/* source: a path -> its bytes, unpacked.
 *
 * Plain, gzip (any number of members) or zstd (any number of frames), by the first bytes and not by the
 * name. After the last gzip member zero bytes are padding, as gzip(1) has it; anything else is an error.
 *
 * Owns     its file and its unpacker, until source_close (NULL is fine). Standard input is not closed.
 * Threads  one at a time.
 * Errors   ERR_IO with what the system says; ERR_INPUT for a stream that is cut or damaged, with the path
 *          and the unpacked byte that it had got to. What was unpacked before the fault comes out first.
 * Cost     plain: read(2) straight into the caller's bytes. Memory is bounded whatever the stream claims:
 *          a zstd window above 128 MiB is refused.
 */
#ifndef SLANT_CORPUS_SOURCE_H
#define SLANT_CORPUS_SOURCE_H

#include "base/err.h"
#include "base/laps.h"
#include "base/str.h"

typedef struct source source;

/* "-" is standard input. `path` is borrowed and outlives the source and its errors. */
bool source_open(const char *path, source **out, err *e);

/* The same for bytes in memory, which are borrowed; `name` stands for the path in messages. */
bool source_open_bytes(const char *name, str bytes, source **out, err *e);

/* Up to `cap` > 0 bytes; *n is 0 at the end and only there. After a failure the source is to be closed. */
bool source_read(source *s, char *out, size_t cap, size_t *n, err *e);

/* From now on l is told what reading takes and what unpacking takes; NULL: nobody. */
void source_time(source *s, laps *l);

/* Bytes taken from the file so far, compressed as they are. */
uint64_t source_consumed(const source *s);

void source_close(source *s);

#endif
