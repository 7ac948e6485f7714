/* article_html: read articles as one page for a browser, with nothing outside of it: no script, no font, no
 * picture from elsewhere; its own policy forbids them all.
 *
 *   article_html_begin(title, out);
 *   article_html(a, 1, NULL, out);   // 1, 2, 3 ...: the article's number on the page
 *   article_html_bad(id, why, out);  // in the place of a record that is no article
 *   article_html_end(out);
 *
 * The article as a column of text in which each sentence carries its cell: underlined whole (author's
 * opinion), broken (quoted opinion) or dotted (quoted claim), plain for the author's report. Who speaks and
 * which stances are taken stands in the margin, on a narrow screen below the sentence. A choice of whose
 * voice is shown; the verdicts' probabilities and, where the caller gives them, the n-grams that decided,
 * when a sentence is pointed at or has the focus; the ledger as a picture and as a table. Readable in
 * print, in the dark, without colour, by keyboard and by ear. The choice needs a browser that knows :has();
 * without it there is none, and all else is there.
 *
 *   title   of the page; empty: one of ours
 *   why     [a->n_sentences], or NULL: what decided, sentence by sentence
 *
 * What is shown of a text is what article_view_shown lets through, escaped.
 *
 * Owns     nothing.      Threads  pure.      Errors  none but out->failed.
 */
#ifndef SLANT_CLI_ARTICLE_HTML_H
#define SLANT_CLI_ARTICLE_HTML_H

#include "article/article.h"
#include "base/buf.h"

/* An n-gram and what it added to a task's margin. */
typedef struct article_reason {
    str words;
    str task;            /* "content", "voice" ...: those of one task stand together */
    double contribution; /* above 0: for the task's second label                     */
} article_reason;

typedef struct article_reasons {
    const article_reason *reason;
    uint32_t n;
} article_reasons;

void article_html_begin(str title, buf *out);
void article_html(const article *a, size_t number, const article_reasons *why, buf *out);
void article_html_bad(str id, str why, buf *out);
void article_html_end(buf *out);

#endif
