/* tally: the ledger of a corpus: who holds which stance toward whom, in each group of articles.
 *
 *   tally_pack    an article's stances as bytes, on any thread
 *   tally_take    packed ones, in the corpus's order, into the sums
 *   tally_write   tsv: the groups' columns, holder, target, favor, against, none, mean_margin, articles, and of the
 *                 three strongest sentences id:begin-end and label. Groups in bytewise order; within one the pairs
 *                 with most stances first
 *
 * Holders and targets of different articles are one where their names are; a target without a name ("the company") is
 * another one in each, and not there. mean_margin is over favor and against:
 * above 0 favor.
 *
 * Owns     a tally owns its rows, until tally_free.      Threads  one at a time; tally_pack is pure.
 * Errors   ERR_MEMORY.      Memory   some 300 bytes for each group, holder and target that occur together.
 */
#ifndef SLANT_ARTICLE_TALLY_H
#define SLANT_ARTICLE_TALLY_H

#include "article/article.h"
#include "article/places.h"
#include "base/buf.h"
#include "feature/wordmap.h"

enum { TALLY_STRONGEST = 3 };

typedef struct tally_sentence {
    str id; /* of its article */
    span at;
    uint32_t label;
    float margin;
} tally_sentence;

typedef struct tally_row {
    str group, holder, target;
    uint32_t favor, against, none;
    uint32_t n_articles;
    uint64_t latest; /* the article that was last counted */
    double margins;  /* their sum                         */
    tally_sentence strongest[TALLY_STRONGEST];
    uint32_t n_strongest;
} tally_row;

typedef struct tally {
    wordmap keys;
    tally_row *row; /* [n] */
    size_t n, cap;
    uint64_t n_articles;
    arena strings;
    buf key;
} tally;

/* `group`: the values of the columns that articles are grouped by, as cells of a tsv with tabs between them. `chars`:
 * for sentences' places in code points; NULL: in bytes. */
void tally_pack(const article *a, str group, const places *chars, buf *out);

bool tally_init(tally *t, err *e);
bool tally_take(tally *t, str packed, err *e);
bool tally_has(str column); /* whether tally_write has a column of its own of that name */
/* columns [n_columns]: the names of the groups' columns. Sorts the rows. */
void tally_write(tally *t, const char *const *column, size_t n_columns, buf *out);
void tally_free(tally *t);

#endif
