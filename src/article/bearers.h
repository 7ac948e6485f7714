/* bearers: who of the cast bears a name.
 *
 *   bearers_long       of a run of several words, or NONE
 *   bearers_short      of the single word at token i, of the run r or of none (NULL); *many: several do, none is meant
 *   bearers_parts      how many words of a run blanks part: of "Lindqvist-Hall" one
 *   bearers_office     the key of the last title among the tokens [i, last) that not every man or woman has, or 0
 *   bearers_spelt_out  what a state or body is called that everybody knows by its letters, or empty
 *
 * Threads  pure.      Errors  none.      Cost     a lookup for each word, chains cut at LOOKUP_REACH.
 */
#ifndef SLANT_ARTICLE_BEARERS_H
#define SLANT_ARTICLE_BEARERS_H

#include "article/cast.h"

uint32_t bearers_long(const cast *c, const run *r);
uint32_t bearers_short(const cast *c, uint32_t i, const run *r, bool *many);
uint32_t bearers_parts(const cast *c, const run *r);
uint64_t bearers_office(const cast *c, uint32_t i, uint32_t last);
str bearers_spelt_out(const look *l);

#endif
