/* article_css: how the page of article_html looks, behind what page.h has begun.
 *
 * After it come the rules of the choice of voices, which article_html writes because it knows how many
 * there are. */
#ifndef SLANT_CLI_ARTICLE_CSS_H
#define SLANT_CLI_ARTICLE_CSS_H

extern const char article_css[];

#endif
