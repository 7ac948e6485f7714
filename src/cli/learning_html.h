/* learning_html: a learning curve for a browser: as a part of the page of an evaluation, or as a page of its own, of the
 * same kind (cli/page.h, eval_css.h): pictures, what they show in words, and every number in a table. Whether the last
 * doubling brought something stands first; what lies beyond it is not guessed (learn/learning.h).
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_LEARNING_HTML_H
#define SLANT_CLI_LEARNING_HTML_H

#include "base/buf.h"
#include "learn/learning.h"

/* A section; `from` says what was learnt from: a file's name. */
void learning_html_part(const learning_curve *c, str from, buf *out);

/* file [n_files]: the training data, for the head. */
void learning_html_page(str task, const char *const *file, size_t n_files, const learning_curve *c, buf *out);

#endif
