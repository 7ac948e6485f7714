/* job: what the commands that read records take from their options in the same way.
 *
 * Owns     models until models_free; inputs live in the arena.
 */
#ifndef SLANT_CLI_JOB_H
#define SLANT_CLI_JOB_H

#include "cli/options.h"
#include "corpus/output.h"
#include "corpus/record.h"
#include "model/model.h"

/* From the INPUT_OPTIONS, and those of LABEL_OPTIONS that the command has. A label column is needed when
 * `labelled`; a column that the user named is needed too. */
reader_options job_reader(const parsed *p, bool labelled);

/* The operands as files. */
bool job_inputs(const parsed *p, arena *a, input **in, size_t *n, err *e);

/* No two outputs are one file, and no output is an input: a slip of the hand must not cost the data.
 * Devices are nobody's data. */
bool job_outputs(const parsed *p, const input *in, size_t n, err *e);

unsigned job_threads(const parsed *p);

/* A number that nobody who writes texts can know, for maps that must not be crowded; results do not depend
 * on it. */
uint64_t job_seed(void);

/* The models named by -m, or those that ship: all *.slant in $SLANT_MODELS, or where the program was
 * installed (../share/slant/models from it), or ../models from it in a checkout. */
typedef struct models {
    model *model;            /* [n] */
    const model **each;      /* [n] pointers to them */
    const char **path;       /* [n] */
    str *column;             /* [n] the task's name, with _2, _3 ... where several models share one */
    size_t n;
} models;

bool models_open(const parsed *p, arena *a, models *out, err *e);
void models_close(models *m);

/* ---- records that are put aside ---- */

/* --max-rejects, or no limit. */
uint64_t job_max_rejects(const parsed *p);
bool rejects_within(uint64_t n, uint64_t max, err *e);

/* The rejects file of a job that failed with e. Where the input is to blame it stays, for what was
 * rejected may say why. */
void rejects_end(output *o, uint64_t n, const err *e);

/* The last line on standard error: "slant: 3 records: 2 labelled, 1 rejected". `told`: the user can see why
 * without being told of --rejects. */
void job_report(uint64_t n, const char *done, uint64_t n_rejected, bool told);

/* A line of the rejects file: {"file":...,"line":...,"byte":...,"reason":...,"row":...}. */
void reject_write(const record *r, buf *out);

#endif
