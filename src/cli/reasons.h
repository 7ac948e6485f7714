/* reasons: one result of `slant explain` as lines.
 *
 *   jsonl  {"id":"7","tone":{"label":"SUBJ","p":0.9312,"for":"SUBJ","margin":1.204311,"bias":-0.310000,
 *          "ngrams":[{"ngram":"less","block":"word","weight":0.410000,"count":1,"contribution":0.200000,
 *          "spans":[[35,39]]}],"rest":0.100000,
 *          "words":[{"word":"less","begin":35,"end":39,"contribution":0.310000}]}}
 *          The answer is as classify writes it, also `unsure`: `for` is the label that is explained. margin = bias +
 *          contributions of ngrams + rest.
 *   tsv    a row for each n-gram, the strongest first, then two of the kinds `rest` and `bias`: a record's
 *          contributions under a task add up to its margin. `label` is the one that is explained, also where classify
 *          is unsure. Spans are 35-39 40-44. A bad record is one row, with
 *          its error.
 *   text   for people: the answer and the id; the text, in which of the strongest words those that are at least a
 *          quarter as strong as the first are marked; the n-grams, in a line. On a terminal (`styled`) what speaks
 *          for the label is bold and underlined, what speaks against it underlined; elsewhere [+it] and [-it].
 *
 * Where records have several texts each n-gram and word says in `text` which it is in, 1 for the first. Numbers
 * have 6 decimals, for people 2. Bad records are as in lines.h.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_REASONS_H
#define SLANT_CLI_REASONS_H

#include "cli/lines.h"
#include "score/explain.h"

typedef struct reasons {
    lines lines;
    bool styled;
} reasons;

/* Why a task's answer is what it is, or why not another one. */
typedef struct reason {
    uint32_t label;    /* what is explained */
    double margin;     /* of that label     */
    familiarity known; /* of the text       */
    explanation why;
} reason;

/* The first line: of tsv only. */
void reasons_header(const reasons *s, buf *out);

/*   margin  [tasks.n_margins]  not looked at when r is bad; nor is `of`
 *   p       [the largest K]    scratch
 *   of      [tasks.n] */
void reasons_write(const reasons *s, const record *r, const double *margin, double *p, const reason *of,
                   buf *out);

/* Words whose contribution is smaller than this, either way, are not marked in a text for people. */
double reasons_least(const explanation *why);

#endif
