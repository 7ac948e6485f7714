/* models: which models a command uses. Those named by -m, or those that ship: all *.slant in $SLANT_MODELS, or
 * where the program was installed (../share/slant/models from it), or ../models from it in a checkout.
 *
 * Owns     the models, until models_close; the arrays live in the arena.
 * Errors   those of model_load; ERR_USAGE where there is no model at all.
 */
#ifndef SLANT_CLI_MODELS_H
#define SLANT_CLI_MODELS_H

#include "cli/options.h"
#include "model/model.h"

typedef struct models {
    model *model;       /* [n] */
    const model **each; /* [n] pointers to them */
    const char **path;  /* [n] */
    str *column;        /* [n] the task's name, with _2, _3 ... where several models share one */
    size_t n;
} models;

bool models_open(const parsed *p, arena *a, models *out, err *e);
void models_close(models *m);

#endif
