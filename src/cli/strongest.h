/* strongest: the n-grams that speak most for a label of a model.
 *
 *   say [n]   of one label and block, the strongest first: what it adds to the margin where it occurs once, before its
 *             block's norm
 *
 * Owns     names and says, until strongest_close.      Threads  one at a time.
 * Errors   a damaged section of names, memory.         Cost     each label and block one pass over all names.
 */
#ifndef SLANT_CLI_STRONGEST_H
#define SLANT_CLI_STRONGEST_H

#include "model/model.h"

typedef struct ngram_say {
    double weight;
    const model_name *name;
} ngram_say;

typedef struct strongest_ngrams {
    const model *of;
    model_name *name; /* [n_names] */
    size_t n_names, top, cap;
    ngram_say *say; /* [cap] */
    size_t n; /* of say */
} strongest_ngrams;

/* Of a linear model at most `top` a label and block. */
bool strongest_open(const model *m, size_t top, strongest_ngrams *out, err *e);
void strongest_close(strongest_ngrams *s);

/* Fills say with those that speak for the label: whose weight is 0.005 or more. Whether there are any. */
bool strongest_of(strongest_ngrams *s, uint32_t label, unsigned block);

#endif
