/* prior: --prior, for a corpus whose labels have other shares than where the model learnt: probabilities are corrected
 * (model.h, ratio), and labels follow.
 *
 *   --prior NAME=SHARE,...  labels that are not named share the rest as in training
 *   --prior auto            shares from the input itself (measure/prevalence.h): it is read once before, and that has to be
 *                           possible; of more than fits into 64 MiB every second record, every fourth ... is looked at.
 *                           What came of it is one line on standard error.
 *
 * Owns     nothing: what it makes lives in the arena of p.
 * Threads  before and after, not while, the labeller is used.
 * Errors   ERR_USAGE: several tasks, several labels a record, no probabilities, a share out of range or shares that do
 *          not add up, input that cannot be read twice. ERR_MODEL where the card does not say the training shares.
 */
#ifndef SLANT_CLI_PRIOR_H
#define SLANT_CLI_PRIOR_H

#include "cli/labeller.h"
#include "corpus/record.h"

/* Nothing without the option. The labeller is over ms. */
bool prior_apply(const parsed *p, models *ms, labeller *l, const input *in, size_t n_in, const reader_options *how,
                 err *e);

#endif
