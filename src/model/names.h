/* names: the n-grams of a model's features, packed for its file. Read them with model_names (model/model.h).
 *
 *   name   [n]   in any order; slot is one that the table fills, text is UTF-8 and not empty
 *   m            its table and plan are there
 *   out          the section's bytes are added at the end; none for n = 0
 *
 * Owns     nothing: out is the caller's.      Threads  pure.
 * Errors   memory; a name that breaks a rule above; 2 GiB of names or more.
 * Cost     a sort and zlib, about a second a million names; scratch of twice their bytes.
 */
#ifndef SLANT_MODEL_NAMES_H
#define SLANT_MODEL_NAMES_H

#include "model/model.h"

bool names_pack(const model *m, const model_name *name, size_t n, buf *out, err *e);

#endif
