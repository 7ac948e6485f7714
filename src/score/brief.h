/* brief: short ways to the margins of short texts, for questions that are asked a million times (article/): a word, a few
 * tags. A memo is made for long texts; setting it up costs more than such a text.
 *
 *   brief_tags    a text of tags (PLAN_TAGS), given by their hashes: each is looked up, and no more
 *   recall        the margins of whole texts, remembered: "said", "the general", which come again and again
 *
 * Both give the very bits that memo_score gives for the text written out.
 *
 * Owns     a recall owns its entries, until recall_free.
 * Threads  a recall belongs to one thread; brief_tags is pure.
 * Errors   memory, in recall_init.
 * Cost     brief_tags: some 5 ns a tag. recall: 10 ns for a text of up to RECALL_TEXT bytes.
 */
#ifndef SLANT_SCORE_BRIEF_H
#define SLANT_SCORE_BRIEF_H

#include "score/scorer.h"

/* Whether all models of the scorer read tags, and few enough lanes. */
bool brief_is_tags(const scorer *s);

enum { BRIEF_TAGS = 512 };

/* hash [n], n <= BRIEF_TAGS: of feature_tag, in the text's order. margin [s->n_margins]. */
void brief_tags(const scorer *s, const uint64_t *hash, uint32_t n, double *margin);

enum { RECALL_TEXT = 40, RECALL_LANES = 3 };

typedef struct recalled {
    uint32_t n; /* bytes of text; 0: nothing */
    char text[RECALL_TEXT];
    double margin[RECALL_LANES];
} recalled;

typedef struct recall {
    recalled *entry; /* [2^RECALL_BITS]; NULL: for texts or models that are too long */
} recall;

bool recall_init(recall *r, const scorer *s, err *e);
void recall_free(recall *r);

/* Where a text's margins are, or are to be put; NULL for a text that is not remembered. *known tells which. */
recalled *recall_find(const recall *r, str text, bool *known);

#endif
