/* ledger: who holds which stance toward whom, summed over an article's stances.
 *
 *   holder       "author"; a source's name; a source without a name by its words ("two officials"), one without words,
 *                or with a pronoun alone, is "unnamed"
 *   by_author    the holder is the author, not a source that is called so
 *   target       the name of whom the mention means; without one the mention's words
 *   favor ...    how many stances of each label, one that is less likely than not as none; a label that is none of
 *                these is counted nowhere
 *   margin_mean  over the stances of the row: above 0 favor, below 0 against
 *
 * Holders stand in the order in which they first take a stance, their targets likewise. One who is written
 * with a capital only because a sentence begins ("The palace", "the palace") is one holder. A holder's stance
 * toward itself is not there, nor one toward a pronoun of which nobody knows whom it means.
 *
 * Owns     nothing; rows lie in the arena, names where the article has them.      Threads  pure.
 * Errors   ERR_MEMORY.      Cost     O(n log n) for n stances.
 */
#ifndef SLANT_ARTICLE_LEDGER_H
#define SLANT_ARTICLE_LEDGER_H

#include "article/article.h"

typedef struct ledger_row {
    str holder;
    str target;
    uint32_t favor, against, none;
    double margin_mean;
    bool by_author;
} ledger_row;

bool ledger_of(const article *a, arena *keep, ledger_row **row, uint32_t *n, err *e);

/* Of one stance: the label that it counts as; whether the ledger has it, and has it as favor or against; by whom,
 * toward whom, in its words. */
uint32_t ledger_label(const stance *s);
bool ledger_counts(const article *a, const stance *s);
bool ledger_takes(const article *a, const stance *s);
bool ledger_by_author(const stance *s);
str ledger_holder(const article *a, const stance *s);
str ledger_target(const article *a, const stance *s);

/* Below 0, 0 or above 0, as an order of names has it. 0: they are one in the ledger, equal but for the case
 * of an ASCII letter at the beginning. */
int ledger_compare(str a, str b);

bool ledger_same_holder(const ledger_row *a, const ledger_row *b);

#endif
