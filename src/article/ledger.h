#ifndef SLANT_ARTICLE_LEDGER_H
#define SLANT_ARTICLE_LEDGER_H
#include "article/article.h"
typedef struct ledger_row { str holder; str target; uint32_t favor, against, none; double margin_mean; } ledger_row;
bool ledger_of(const article *a, arena *scratch, ledger_row **row, uint32_t *n, err *e);
#endif
