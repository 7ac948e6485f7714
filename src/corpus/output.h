/* output: where data goes, whole or not at all.
 *
 * With a path, bytes go to a temporary file beside it and output_commit makes it appear under its name
 * (fsync, rename, fsync of the folder); output_abandon removes it. A symbolic link is followed: the file it
 * stands for is replaced, in its own folder. A file that was there hands on its permissions. Without a path
 * (NULL or "-") bytes go to standard output. A path that is not a regular file (/dev/full, a pipe) is written
 * directly.
 *
 * Owns     its file, until output_commit or output_abandon; after either, both do nothing. An output that is
 *          all zero is not open.
 * Threads  one at a time.
 * Errors   ERR_IO with what the system says ("cannot write: no space left on device"), ERR_PIPE when standard
 *          output's reader has gone (with SIGPIPE ignored): the caller stops quietly, and abandons.
 */
#ifndef SLANT_CORPUS_OUTPUT_H
#define SLANT_CORPUS_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"

typedef struct output {
    int fd;
    const char *path; /* as given, for messages; "-" for standard output; NULL: not open */
    char *target;     /* the file that path stands for, links followed                   */
    char *temporary;  /* NULL when written directly                                      */
} output;

bool output_open(const char *path, output *o, err *e);
bool output_write(output *o, const void *p, size_t n, err *e);
bool output_commit(output *o, err *e);
void output_abandon(output *o);

/* The file that would be written: where the path is a link, what that means. The caller's to free; NULL: memory, or too
 * many links. */
char *output_target(const char *path);

#endif
