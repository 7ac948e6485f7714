/* html: strangers' text in a page of ours.
 *
 * html_text writes s so that it is text and nothing else, between tags and in an attribute's quotes: & < >
 * " ' as references, and only characters that article_view_shown lets through, so that the page is valid
 * UTF-8 and valid HTML whatever the bytes were. html_cut writes the beginning of s, of so many columns,
 * with an ellipsis where it is longer, and says whether it was.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_HTML_H
#define SLANT_CLI_HTML_H

#include "base/buf.h"

void html_text(buf *out, str s);
bool html_cut(buf *out, str s, unsigned most);

#endif
