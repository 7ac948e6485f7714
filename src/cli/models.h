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
#include "score/tasks.h"

typedef struct models {
    bundle *file; /* [n_files] */
    size_t n_files;
    const model **each; /* [n] the models of all files, in order */
    size_t n;
    tasks tasks;       /* what they decide                                                       */
    const char **path; /* [tasks.n] the file that a task came from                               */
    str *column;       /* [tasks.n] its name, with _2, _3 ... where several tasks share one      */
} models;

/* n_texts: how many text fields a record has. Of each file those tasks are taken that read so many. */
bool models_open(const parsed *p, unsigned n_texts, arena *a, models *out, err *e);
void models_close(models *m);

#endif
