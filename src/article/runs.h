/* runs: the words of an article as names see them, and the runs of words that may be names.
 *
 * A run is made of capitalised words, and of what may stand between two of them: the full stop of an initial or a
 * title, a hyphen, "&", "de" and "van"; in the name of a body "of", "for", "on", "and", "the". It never crosses a
 * sentence, ends before a possessive's 's, and does not begin with a function word, a day, a month or, where a
 * sentence or quotation begins, with a word that the article has in small letters too. A title or office in front
 * ("Finance Minister Dorin Katz") is kept apart from the name. Datelines are left out; so are sentences in title
 * case or capitals, of which `shouted` tells.
 *
 *   look      [n_tokens]    what each token is
 *   run       [n]           in order, apart from each other
 *   shouted   [n_sentences]
 *   wire      whose report it is, from the dateline
 *
 * Errors   ERR_MEMORY.      Cost     O(tokens); a run of more than RUN_WORDS words is a list and no name.
 */
#ifndef SLANT_ARTICLE_RUNS_H
#define SLANT_ARTICLE_RUNS_H

#include "article/looks.h"

enum { RUN_WORDS = 12 };

enum {
    RUN_WEAK = 1 << 0,   /* one word, a capital where any word has one: a name only if it is one elsewhere       */
    RUN_OPENS = 1 << 1,  /* begins where any word has a capital                                                  */
    RUN_PERSON = 1 << 2, /* a title, a given name or an initial says so                                          */
    RUN_BODY = 1 << 3,   /* a kind word, "&" or "of" says so                                                     */
    RUN_OFFICE = 1 << 4, /* no name: "Prime Minister" alone                                                      */
    RUN_PLACED = 1 << 5, /* after "in" or the like, or after the comma behind one that is                        */
    RUN_THE = 1 << 6,    /* after "the"                                                                          */
};

typedef struct run {
    uint32_t first, last; /* tokens of the name; of the office where it has no name  */
    uint32_t title;       /* tokens [title, first) are the title                     */
    uint32_t sentence;
    uint16_t n_words;
    uint16_t flags; /* RUN_...       */
    char gender;    /* 'f', 'm', '?' */
} run;

typedef struct runs {
    look *look;
    bool *shouted;
    run *run;
    uint32_t n;
    uint64_t wire; /* key of the name that a dateline has in brackets; 0: none */
} runs;

bool runs_find(const article *in, runs *out, arena *a, err *e);

/* Whether token i, of a sentence that ends at `end`, is the "plc" of small letters behind a firm's name. */
bool runs_is_plc(const article *in, uint32_t i, uint32_t end);

/* Where a name that has the word before token i goes on: at the next token that is a word, over marks that names have
 * inside; NONE where it must have ended. */
uint32_t runs_go_on(const article *in, const look *l, uint32_t i, uint32_t end);

#endif
