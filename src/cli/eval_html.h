/* eval_html: an evaluation as one page for a browser, with nothing outside of it; its policy forbids scripts and all that
 * lies elsewhere (cli/page.h).
 *
 * For each model: figures as numbers and as dots with their intervals, what differs from the first model, the labels,
 * the confusions, the strongest n-grams, precision and recall, risk and coverage, the reliability diagram, the surest
 * mistakes with the words that decided, and the notes of the report; behind all models a learning curve, if there is
 * one. What does not apply is not there. Pictures say nothing that is not a number somewhere too. Readable in print, in
 * the dark, without colour, by keyboard and by ear.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_EVAL_HTML_H
#define SLANT_CLI_EVAL_HTML_H

#include "cli/mistakes.h"
#include "cli/strongest.h"
#include "learn/learning.h"
#include "measure/report.h"

/* One model. */
typedef struct eval_page {
    str model;                /* its file                                 */
    const report *report;
    const curve *precision;   /* [K] or NULL: too many labels             */
    const mistakes *mistakes; /* NULL: several labels a record            */
    uint32_t n_texts;         /* that the model reads apart, see tasks.h  */
    strongest_ngrams *strongest; /* [n_texts] of each text's model; NULL: a kernel machine's */
    bool probable;            /* a mistake's confidence is a probability  */
} eval_page;

/* file [n_files]: what was measured on, for the head. learnt: a learning curve, read from the file `from`; not shown where
 * it has no points. */
void eval_html(const char *const *file, size_t n_files, const eval_page *each, size_t n,
               const learning_curve *learnt, str from, buf *out);

#endif
