/* refer: who is meant where nobody is named: by "the retired general", "the ministry", "she", "its".
 *
 *   refer_learn    what the article says that its persons and bodies are: titles, appositions, "is a"
 *   refer_find     every place where one of them is meant, named or not, in the order of the text
 *
 * refer_learn comes before cast_judge, since "Datawell, a research firm" tells what Datawell is.
 *
 *   found     [n_found]   in order of `at.begin`, names, descriptions and pronouns
 *
 * Errors   ERR_MEMORY.      Cost     O(tokens): a lookup for each description, REFER_BACK mentions back for each
 *                           pronoun.
 */
#ifndef SLANT_ARTICLE_REFER_H
#define SLANT_ARTICLE_REFER_H

#include "article/cast.h"

enum { REFER_BACK = 32, REFER_QUALIFIERS = 4 };

/* What somebody is: "the authority's chief engineer" is engineer, with chief. */
typedef struct role {
    uint64_t head, qualifier[REFER_QUALIFIERS];
    uint32_t n_qualifiers;
    uint32_t who;
} role;

typedef struct found {
    span at;
    uint32_t who, sentence;
    uint32_t token; /* its first                                    */
    bool pronoun;
    bool subject; /* stands where a subject or a source stands      */
    bool hangs;   /* says whose somebody is: "an analyst at Acme"   */
    bool quoted;
    char gender; /* 'm', 'f' or '?' of nobody, by the word for him */
} found;

typedef struct refer {
    cast *cast;
    role *role;
    lookup roles; /* head -> role */
    uint32_t n_roles, cap_roles;
    bool *quoted;    /* [n_tokens]  between quotation marks                 */
    uint32_t *named; /* [n_tokens]  the naming that it is part of, + 1      */
    uint32_t *plural; /* [n_tokens + 1]  the last plural before it, + 1; 0: none */
    bool *seen;      /* [cast->cap] who has been mentioned so far               */
    bool *has_role;  /* [cast->cap]                                             */
    bool seen_person;
    uint32_t next_naming;
    found *found;
    uint32_t n_found, cap_found;
    uint32_t subject_in; /* the last sentence with a subject outside quotations, or NONE */
    uint32_t speaker;    /* the last who said something, or NONE                         */
} refer;

static inline const look *refer_looks(const refer *r)
{
    return r->cast->runs->look;
}

/* The sentence of token i: its first token, and the one behind its last. */
static inline uint32_t refer_first(const refer *r, uint32_t i)
{
    return article_first(r->cast->in, i);
}

static inline uint32_t refer_last(const refer *r, uint32_t i)
{
    return article_last(r->cast->in, i);
}

static inline char refer_mark(const refer *r, uint32_t i)
{
    return article_sign(r->cast->in, i);
}

bool refer_learn(cast *c, refer *out, err *e);
bool refer_find(refer *r, err *e);

#endif
