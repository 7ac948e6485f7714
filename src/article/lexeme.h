/* lexeme: what is known of a word by its spelling alone, whatever stage wants to know it: worked out once for each
 * distinct word that a worker meets, since an article has few that the ones before it had not (the idea of score/, once
 * more).
 *
 *   lexemes_of(x, text, mark)->kinds
 *
 * Owns     lexemes: copies of what it has met, in an arena of its own or a borrowed one. A lexeme lives until
 *          lexemes_trim.
 * Threads  one thread at a time.      Errors  memory.
 * Cost     a hash and a comparison; for a new word some microseconds and 250 bytes.
 */
#ifndef SLANT_ARTICLE_LEXEME_H
#define SLANT_ARTICLE_LEXEME_H

#include "article/pronoun_words.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

enum {
    LEXEME_CAPITAL = 1 << 0,    /* the first letter is one                                     */
    LEXEME_CAPS = 1 << 1,       /* two letters or more, all capitals                           */
    LEXEME_INITIAL = 1 << 2,    /* a single capital, or several with full stops                */
    LEXEME_POSSESSIVE = 1 << 3, /* has 's                                                      */
    LEXEME_DIGIT = 1 << 4,      /* the first character is one                                  */
    LEXEME_VERB = 1 << 5,       /* -ed, -ing: may be a verb that nobody has listed            */
    LEXEME_HEARSAY = 1 << 6,    /* hearsay.h's words begin with it                            */
    LEXEME_BREAK = 1 << 7,      /* a clause ends here: a comma, "but"                          */
    LEXEME_FLAGS = 8            /* bits                                                        */
};

enum { LEXEME_LOW_MAX = 20, LEXEME_SMALL_MAX = 23 };

typedef struct lexeme {
    str text;
    const struct lexeme *american; /* as Americans write it, where only that is known to attribute; else NULL */
    uint64_t spread;  /* its hash: where it is looked for                                               */
    bool mark;
    char sign;        /* of a mark, its first code point: dashes are '-', quotes '"', others '?'; 0 for a word */
    char class;       /* facets.h                                                                       */
    uint16_t flags;   /* LEXEME_...                                                                     */
    uint64_t key;     /* lexeme_key of the word without 's; of a mark of its bytes                      */
    uint32_t n_bare;  /* bytes of the word without 's                                                   */
    uint32_t kinds;   /* lexicon.h                                                                      */
    uint32_t says;    /* attribution_words.h                                                            */
    uint32_t judges;  /* judgement.h: the classes of the word alone                                     */
    uint16_t judged_at; /* judgement.h                                                                  */
    uint16_t pronoun;   /* pronoun_words.h: of the word without 's, 'd and the like                     */
    uint64_t roll, power; /* of low, with TAG_JOINT before it: see facets.h                             */
    uint8_t n_low, n_small;
    char low[LEXEME_LOW_MAX];         /* as a part of a tag: other bytes are spelt with capitals        */
    char small[LEXEME_SMALL_MAX + 1]; /* in small letters, with ' for an apostrophe; empty: too long    */
    double *margin; /* [n_margins] what models say of it alone (ask.h), NAN: not asked; NULL: no room for it */
} lexeme;

/* In small letters, empty where the word is too long. */
static inline str lexeme_letters(const lexeme *l)
{
    return (str){l->small, l->n_small};
}

/* What a pronoun says, where the word is no more than it: not of "he's". */
static inline uint16_t lexeme_alone(const lexeme *l)
{
    return l->n_bare == l->text.n ? l->pronoun : 0;
}

/* Words that stand for something in a window. */
typedef enum lexeme_slot {
    LEXEME_BOS,
    LEXEME_EOS,
    LEXEME_CUE,
    LEXEME_SRC,
    LEXEME_SAID, /* for verbs like it: known.h */
    LEXEME_SAY,
    LEXEME_SAYING,
    LEXEME_SAYS,
    LEXEME_CALLED, /* the same forms as said has, in the same order */
    LEXEME_CALL,
    LEXEME_CALLING,
    LEXEME_CALLS,
    LEXEME_CRITICIZED,
    LEXEME_CRITICIZE,
    LEXEME_CRITICIZING,
    LEXEME_CRITICIZES,
    LEXEME_PRAISED,
    LEXEME_PRAISE,
    LEXEME_PRAISING,
    LEXEME_PRAISES,
    LEXEME_NAME, /* for a last name that is another word too: known.h */
    N_LEXEME_SLOTS
} lexeme_slot;

#define TAG_JOINT 'Z' /* a part of a tag begins (tags.h) */

typedef struct lexemes {
    const lexeme **slot; /* [mask + 1] NULL: empty */
    size_t mask;
    uint32_t n, n_margins;
    uint64_t n_bytes; /* of their texts */
    uint64_t seed;
    const lexeme *of_slot[N_LEXEME_SLOTS];
    arena *memory; /* own, or borrowed */
    arena own;
} lexemes;

/* Lexemes that stay in `memory`; with NULL in an arena of their own, until lexemes_free. `seed` should be unknown to
 * whoever wrote the texts, so that nobody can choose words that crowd one place; what is known of a word does not
 * depend on it. */
bool lexemes_init(lexemes *x, uint32_t n_margins, uint64_t seed, arena *memory, err *e);
void lexemes_free(lexemes *x);

/* Between two articles: forgets all words when they have become very many, or very long. */
bool lexemes_trim(lexemes *x, err *e);

/* NULL when memory is out. */
const lexeme *lexemes_of(lexemes *x, str text, bool mark);

/* The same in three steps, for many words at a time, so that the wait for one is the wait for all: name its place, send
 * for what stands there, take it. */
uint64_t lexemes_ask(const lexemes *x, str text, bool mark);
void lexemes_send(const lexemes *x, uint64_t place);
const lexeme *lexemes_take(lexemes *x, str text, bool mark, uint64_t place);

/* The word without 's, and whether it had one; without 're, 've, n't and the like too, where only a function word is
 * left: a short form. */
str lexeme_bare(str word, bool *possessive, bool *short_form);

/* Of words that are a pronoun and nothing else, whatever the case of its letters, what it says (pronoun_words.h). */
uint16_t lexeme_pronoun(str words);

/* The letters of a word, small where they are ASCII, U+2019 as ', to out[cap]; how many, at most cap. */
size_t lexeme_small(str word, char *out, size_t cap);

/* The key of a word, whatever the case of its ASCII letters; never 0. Inline, so that a literal's is worked out when
 * this is compiled. */
static inline __attribute__((always_inline)) uint64_t lexeme_key(str word)
{
    uint64_t h = 1;

    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];

        h = hash_roll(h, str_small(c));
    }
    h ^= h >> 32; /* not hash_mix, which GCC 12 does not work out */
    h *= HASH_K1;
    h ^= h >> 29;
    return h + (h == 0);
}

#endif
