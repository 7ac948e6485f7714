/* models: which models a command uses. Those named by -m, or those that ship: all *.slant in $SLANT_MODELS, or
 * where the program was installed (../share/slant/models from it), or ../models from it in a checkout.
 *
 * Owns     the models, until models_close; the arrays live in the arena.
 * Errors   those of bundle_load; ERR_USAGE where there is no model at all, and where a file that was named has none
 *          for records of so many texts.
 */
#ifndef SLANT_CLI_MODELS_H
#define SLANT_CLI_MODELS_H

#include "cli/options.h"
#include "model/model.h"

typedef struct models {
    bundle *file; /* [n_files] */
    size_t n_files;
    const model **each; /* [n] what they decide: of each task the model of its first text       */
    const char **path;  /* [n] the file that it came from                                        */
    str *column;        /* [n] the task's name, with _2, _3 ... where several tasks share one     */
    size_t n;
} models;

/* The files that commands use without -m. */
bool models_shipped(arena *a, const char ***path, size_t *n, err *e);

/* n_texts: how many text fields a record has. Of each file those tasks are taken that read so many; 0: all. */
bool models_open(const parsed *p, unsigned n_texts, arena *a, models *out, err *e);
void models_close(models *m);

/* Says on standard error which of them learnt from what was measured: so many bytes, and rows in use. */
void models_warn_learnt(const models *m, uint64_t n_bytes, uint64_t n_rows);

/* Sets the calibration's ratio [K] of one of them (model.h); it stays the caller's. Before anybody scores with it. */
void models_ratio(models *m, const model *of, const double *ratio);

#endif
