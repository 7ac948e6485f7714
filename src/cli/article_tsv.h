/* article_tsv: a read article as rows of a table, a sentence a row; rows_csv.h makes csv of them.
 *
 *   id  genre  sentence  begin  end  part  text  cell  content  content_p  voice  voice_p  source  name  cue  stances  error
 *
 * `sentence` counts from 1, begin and end are bytes of the article's text, `part` is title or body. What nobody has decided
 * or found is an empty cell. `stances` are those for and against: "Ann Lee > Ivan Petrov: against", with "; " between
 * them. An article without a sentence, and a record that is no article, have one row.
 *
 * With --keep the input's columns come behind the id, but for the text, of which a row has its sentence: `kept` are their
 * cells, each with a tab before it.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_ARTICLE_TSV_H
#define SLANT_CLI_ARTICLE_TSV_H

#include "article/article.h"
#include "base/buf.h"

/* Whether rows have a column of this name themselves. */
bool article_tsv_has(str name);

void article_tsv_header(str kept, buf *out);
void article_tsv(const article *a, str kept, buf *out);
void article_tsv_bad(str id, str kept, const char *why, buf *out);

#endif
