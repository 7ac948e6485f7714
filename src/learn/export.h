/* export: the training vectors in libsvm's text format, so that anybody can check them with the original tools.
 *
 *   label index:value ...      indices from 1, increasing; values with nine digits, enough for every float
 *
 * A label is its number: 0 for the first in bytewise order; two labels are written -1 and +1, the second
 * positive. Several labels a record are joined by commas. The constant is not in the file: train with
 * `-s 2 -B 1`.
 */
#ifndef SLANT_LEARN_EXPORT_H
#define SLANT_LEARN_EXPORT_H

#include "learn/fit.h"

/* x are the flat vectors of rows 0 .. N - 1 of d. Appends to out. Errors   ERR_MEMORY. */
bool export_libsvm(const dataset *d, const matrix *x, bool multi_label, buf *out, err *e);

#endif
