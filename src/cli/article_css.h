/* article_css: how the page of article_html looks: its style sheet, ready to stand in a style element.
 *
 * After it come the rules of the choice of voices, which article_html writes because it knows how many
 * there are. */
#ifndef SLANT_CLI_ARTICLE_CSS_H
#define SLANT_CLI_ARTICLE_CSS_H

extern const char article_css[];

#endif
