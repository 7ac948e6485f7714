/* example_rows: what `slant train` learns a question from, out of annotated articles, as rows of a table.
 *
 *   group  label  weight  text_NAME ...  tags_NAME ...
 *
 * A row is a question with its answer; its texts are those of the question's window, in order (article/read.h), and
 * their names are what --text-field and --tag-field of slant train take. `group` is the article's column of that name,
 * or its id: what is one writer's is not to be learnt from and measured on.
 *
 * Owns     nothing.      Threads  one thread a worker.
 * Errors   memory; *why is set where the article is no annotated one: it has no rows then.
 */
#ifndef SLANT_CLI_EXAMPLE_ROWS_H
#define SLANT_CLI_EXAMPLE_ROWS_H

#include "cli/article_workers.h"
#include "corpus/record.h"

void example_rows_header(question q, buf *out);
bool example_rows(const article_reader *with, question q, const record *r, article_worker *w, buf *out, err *why,
                  err *e);

#endif
