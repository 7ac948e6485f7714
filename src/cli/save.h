/* save: output files that appear whole or not at all, even when a signal ends the program.
 *
 * corpus/output.h removes a temporary file when a job fails; it cannot know that the user has pressed
 * control-C. Commands therefore open files through this: the names of unfinished files are kept where the
 * handler of SIGINT, SIGTERM and SIGHUP finds them; it unlinks them and ends the process by the same signal,
 * at once, whatever a solver is busy with. The shell sees 128 + signal.
 *
 * Threads  from one thread.
 * Errors   as output_open and output_commit; at most SAVE_FILES at a time are guarded, more are an assert.
 */
#ifndef SLANT_CLI_SAVE_H
#define SLANT_CLI_SAVE_H

#include "corpus/output.h"

enum { SAVE_FILES = 8 };

/* Installs the handlers and ignores SIGPIPE and SIGXFSZ, so that a reader who goes away is ERR_PIPE, and a file that may
 * not grow a failed write. main.c, once. */
void save_init(void);

bool save_open(const char *path, output *o, err *e);
bool save_commit(output *o, err *e);
void save_abandon(output *o);

/* The three in one, for what is in memory: models, reports. NULL or "-" is standard output. */
bool save_file(const char *path, str bytes, err *e);

#endif
