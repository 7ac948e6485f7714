/* html: strangers' text in a page of ours.
 *
 * html_text writes s so that it is text and nothing else, between tags and in an attribute's quotes: & < >
 * " ' as references, and only characters that article_view_shown lets through, so that the page is valid
 * UTF-8 and valid HTML whatever the bytes were. html_cut writes the beginning of s, of so many columns,
 * with an ellipsis where it is longer, and says whether it was.
 *
 * html_number writes a number with a minus that looks like one, with a plus too if `sign`; what is written as 0 has no
 * sign; nothing for NAN. html_cell is a cell of a table with it, html_interval one with an interval, empty if low is
 * NAN.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_HTML_H
#define SLANT_CLI_HTML_H

#include "base/buf.h"

void html_text(buf *out, str s);
bool html_cut(buf *out, str s, unsigned most);
void html_number(buf *out, double v, unsigned places, bool sign);
void html_cell(buf *out, double v, unsigned places);
void html_interval(buf *out, double low, double high, bool sign);

#endif
