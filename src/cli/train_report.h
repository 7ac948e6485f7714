/* train_report: what came of a training, for people, on standard error: records, features, figures with their intervals,
 * what the figures hide, the file.
 *
 * Owns     nothing.      Threads  the main one.      Errors  none.
 */
#ifndef SLANT_CLI_TRAIN_REPORT_H
#define SLANT_CLI_TRAIN_REPORT_H

#include "cli/rejects.h"
#include "learn/train.h"

/* `path`: of the model. */
void train_report(const rejects *r, const dataset *d, const train_options *o, const trained *t, const char *path);

#endif
