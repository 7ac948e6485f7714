/* page: how a page of ours begins: its policy, which forbids scripts and all that lies elsewhere, and the part of the
 * style sheet that all pages share: the colours, whose contrast tests/page checks, as --paper, --ink, --soft, --rule,
 * --shade and those named after what they mean; headings, tables, footer, print.
 *
 *   page_begin(title, out);
 *   ... style rules of its own ...
 *   page_body(out);
 *   ... what stands on it, its <main> last
 *   page_end(footer, out);
 *
 * page_files says, as plain text, what a page is of: the first files by name, how many more there are.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_PAGE_H
#define SLANT_CLI_PAGE_H

#include "base/buf.h"

void page_begin(str title, buf *out);
void page_body(buf *out);
void page_end(const char *footer, buf *out);
void page_files(const char *const *file, size_t n, buf *out);

#endif
