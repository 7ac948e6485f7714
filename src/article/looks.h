/* looks: what each token of an article is to the rules for names.
 *
 *   looks_find     out [n_tokens] is written; *wire: the key of whose report it is, from the dateline's brackets, or 0
 *   looks_shouted  whether a sentence is in title case or in capitals, which tell nothing then
 *
 * Owns     nothing.      Threads  pure.
 * Errors   ERR_MEMORY.      Cost     O(tokens): a place in a table for each word.
 */
#ifndef SLANT_ARTICLE_LOOKS_H
#define SLANT_ARTICLE_LOOKS_H

#include "article/article.h"
#include "article/lexicon.h"

enum {
    LOOK_CAPITAL = LEXEME_CAPITAL,
    LOOK_CAPS = LEXEME_CAPS,
    LOOK_INITIAL = LEXEME_INITIAL,
    LOOK_POSSESSIVE = LEXEME_POSSESSIVE, /* 's was taken off                              */
    LOOK_WORD = 1 << LEXEME_FLAGS,
    LOOK_JOINED = 2 << LEXEME_FLAGS,     /* nothing stands between it and the one before  */
    LOOK_BOTH = 4 << LEXEME_FLAGS,       /* the article has the word in small letters too */
    LOOK_SKIP = 8 << LEXEME_FLAGS,       /* of a dateline, a ticker, a party's letters    */
    LOOK_TAKEN = 16 << LEXEME_FLAGS,     /* cast.c: part of a target's name               */
    LOOK_SURNAME = 32 << LEXEME_FLAGS,   /* with BOTH: behind a given name somewhere      */
};

typedef struct look {
    uint64_t key;   /* of the word, small, without 's; of a mark its bytes */
    uint32_t kinds; /* lexicon.h                                           */
    uint32_t end;   /* byte where the word ends, without 's                */
    uint16_t flags; /* LOOK_...                                            */
    uint16_t pronoun; /* pronoun_words.h                                   */
} look;

bool looks_find(const article *in, look *out, uint64_t *wire, arena *a, err *e);
bool looks_shouted(const article *in, uint32_t s, const look *l);

/* The key of a word that a rule names: LOOKS_KEY("of"). */
#define LOOKS_KEY(literal) lexeme_key(STR(literal))

/* The same of a word of a text; "U.S" has that of US. */
uint64_t looks_word_key(str word);

/* The key of what a title says: of "Gen." that of "general". */
uint64_t looks_role_key(uint64_t key);

/* Whether token i stands where any word would have a capital: at the beginning of its sentence or of what is
 * quoted in it. */
bool looks_opens(const article *in, const look *l, uint32_t i);

/* The bytes of the tokens [first, last), without the last one's 's. */
static inline span looks_span(const article *in, const look *l, uint32_t first, uint32_t last)
{
    return (span){in->token[first].at.begin, l[last - 1].end};
}

/* The word that token i is, without 's. */
static inline str looks_word(const article *in, const look *l, uint32_t i)
{
    return span_text(in, looks_span(in, l, i, i + 1));
}

#endif
