/* facets: what each token of an article looks like to the machines that find attributions: its class, its small
 * letters, whether it is quoted, and sums from the article's beginning, so that anything between two tokens is counted
 * at once.
 *
 * A class is a letter, so that some of them in a row are a word (tags.h):
 *   C capital  G capital with 's  N number  L with 's  d determiner  p preposition  a and, or  o pronoun  w who
 *   i which  t that  l any other word;  c ,  s .  u ? or !  m ;  n :  q opening, Q closing quotation mark
 *   v other mark of that kind  b ( or [  B ) or ]  h dash  z any other mark
 *
 * The word of a token is its own or one that the models know in its place: known.h.
 *
 * Owns     nothing: all is in the arena.      Threads  pure.      Errors  ERR_MEMORY.
 * Cost     O(tokens).
 */
#ifndef SLANT_ARTICLE_FACETS_H
#define SLANT_ARTICLE_FACETS_H

#include "article/article.h"

enum {
    FACET_QUOTED = 1 << 0,  /* in a quotation, its marks included            */
    FACET_OPENS = 1 << 1,   /* begins one                                    */
    FACET_CLOSES = 1 << 2,  /* is the mark that closes one                   */
    FACET_ENDS = 1 << 3,    /* is the last of one, closed or not             */
    FACET_CAPITAL = 1 << 4, /* begins with a capital                         */
    FACET_DIGIT = 1 << 5,   /* with a digit                                  */
    FACET_PARAGRAPH = 1 << 6, /* begins one                                  */
};

typedef struct facet {
    const lexeme *word; /* what models are asked about                                             */
    const char *low; /* [n] of lexeme.h                                                            */
    uint64_t roll;   /* hash_roll of TAG_JOINT and low, from 0                                     */
    uint64_t power;  /* HASH_ROLL to the power n + 1                                               */
    uint32_t kinds;  /* attribution_words.h                                                        */
    uint8_t n;
    uint8_t is; /* FACET_... */
    char class;
    bool verb; /* -ed, -ing: may be a verb that nobody has listed */
} facet;

/* How many there are before a token. */
typedef struct facet_sums {
    uint32_t strong, quoted, commas, opens, closes, capitals, pronouns, auxiliaries;
} facet_sums;

typedef struct facets {
    const article *a;
    facet *at;       /* [n]     */
    facet_sums *sum; /* [n + 1] */
    uint32_t n;
} facets;

/* a with its quotations. */
bool facets_new(const article *a, arena *memory, facets *out, err *e);

/* The first token of i's sentence, and the one behind its last. */
static inline uint32_t facets_first(const facets *f, uint32_t i)
{
    return article_first(f->a, i);
}

static inline uint32_t facets_last(const facets *f, uint32_t i)
{
    return article_last(f->a, i);
}

static inline uint32_t facets_paragraph(const facets *f, uint32_t i)
{
    return article_passage(f->a, i);
}

static inline bool facets_is(const facets *f, uint32_t i, unsigned what)
{
    return (f->at[i].is & what) != 0;
}

/* A token as a part of a tag has it (lexeme.h): small letters, "don't" as donQt, cut where it is long. */
static inline str facets_low(const facets *f, uint32_t i)
{
    return (str){f->at[i].low, f->at[i].n};
}

static inline bool facets_low_is(const facets *f, uint32_t i, str low)
{
    return str_eq(facets_low(f, i), low);
}

/* Not a word. */
static inline bool facets_mark(const facets *f, uint32_t i)
{
    return f->a->token[i].mark;
}

/* Whether a span may begin or end before token i: not within "op-ed", "Paquin-Roy". */
static inline bool facets_parts(const facets *f, uint32_t i)
{
    const token *t = f->a->token;

    for (uint32_t h = i ? i - 1 : i; h <= i && h + 1 < f->n; h++)
        if (h > 0 && f->a->text.p[t[h].at.begin] == '-' && t[h].mark && !t[h - 1].mark && !t[h + 1].mark &&
            t[h - 1].at.end == t[h].at.begin && t[h].at.end == t[h + 1].at.begin)
            return false;
    return true;
}

#endif
