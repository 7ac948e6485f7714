/* job: what the commands that read records take from their options in the same way.
 *
 * Owns     nothing: inputs live in the arena.
 */
#ifndef SLANT_CLI_JOB_H
#define SLANT_CLI_JOB_H

#include "cli/options.h"
#include "corpus/output.h"
#include "corpus/record.h"

/* From the INPUT_OPTIONS, and those of LABEL_OPTIONS that the command has. A label column is needed when
 * `labelled`; a column that the user named is needed too. */
reader_options job_reader(const parsed *p, bool labelled);

/* Paths as files; what their folders hold that is left out for its ending is told on standard error. */
bool job_list(const char *const *paths, size_t n_paths, format forced, arena *a, input **in, size_t *n, err *e);

/* The first input that cannot be read a second time, as standard input or a pipe cannot; NULL: all can. */
const char *job_read_once(const input *in, size_t n);

/* The operands as files. */
bool job_inputs(const parsed *p, arena *a, input **in, size_t *n, err *e);

/* No two outputs are one file, and no output is an input: a slip of the hand must not cost the data.
 * Devices are nobody's data. */
bool job_outputs(const parsed *p, const input *in, size_t n, err *e);

/* Whether no file is among the inputs twice, under whatever names: for who holds some records out. */
bool job_apart(const parsed *p, const input *in, size_t n, err *e);

unsigned job_threads(const parsed *p);

#endif
