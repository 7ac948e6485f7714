/* eval_css: how the page of eval_html looks, behind what page.h has begun. */
#ifndef SLANT_CLI_EVAL_CSS_H
#define SLANT_CLI_EVAL_CSS_H

extern const char eval_css[];

#endif
