/* cast: who appears in an article: its entities while they are being found, and where each is named.
 *
 *   cast_name      targets, then runs, become entities; every run that names one becomes a naming
 *   cast_judge     who is a person, who a body, who a place and so nobody
 *
 * A longer name is met before a shorter one, wherever they stand, so "Jones" in the first sentence is the Barry
 * Jones of the last. What makes two runs one entity is written in bearers.c.
 *
 *   who       [n]          entities; targets are [0, n_targets)
 *   naming    [n_namings]  in order, apart from each other
 *
 * Errors   ERR_MEMORY.      Cost     O(tokens): a lookup for each word of a run, chains cut at LOOKUP_REACH.
 */
#ifndef SLANT_ARTICLE_CAST_H
#define SLANT_ARTICLE_CAST_H

#include "article/lookup.h"
#include "article/names.h"
#include "article/runs.h"

enum { LONGEST_FORM = RUN_WORDS };

typedef struct who {
    str name;        /* the fullest form so far                                            */
    uint32_t kinds;  /* of a body: LEX_STATE ...; LEX_PLACE and LEX_GROUND                 */
    uint32_t n_words;
    uint32_t n_named, n_placed; /* runs, and those after "in"                               */
    uint32_t person, body;      /* what speaks for either                                  */
    uint32_t first;             /* token: where it is first named                          */
    uint32_t n_full;            /* runs of several words that name it                      */
    bool relative;              /* "her brother, Tom Lee": brought in as somebody's        */
    char gender;
    uint64_t office[2];         /* keys of titles that it is named with; 0: none            */
    uint32_t n_parts;           /* words that blanks part                                  */
    bool common;                /* has a word that is one of small letters too             */
    bool target, is_person;
    bool wire; /* whose report this is: "seen by Northwire"                                */
    bool gone; /* a place: nobody                                                          */
    bool unnamed; /* "the board": there is one in many an article                          */
} who;

typedef struct form {
    const uint64_t *key; /* [n] keys of its words, marks left out */
    uint16_t n;
    bool acronym; /* made from initials */
    uint32_t who;
} form;

typedef struct naming {
    uint32_t title, first, last; /* tokens: [title, first) the title, [first, last) the name */
    uint32_t who;
} naming;

typedef struct cast {
    const article *in;
    runs *runs;
    arena *arena;
    who *who;
    form *form;
    naming *naming;
    lookup names;  /* key of a word of a form -> form                     */
    uint32_t n, n_targets, n_forms, n_namings;
    uint32_t cap; /* of who                                              */
} cast;

bool cast_name(const targets *set, cast *c, err *e); /* NULL: without targets */
void cast_judge(cast *c);

/* A new entity, NONE when there is no room; and one more way to name it. */
uint32_t cast_add(cast *c, str name, uint32_t n_words, uint32_t kinds);
bool cast_form(cast *c, uint32_t of, uint32_t first, uint32_t last, err *e);
void cast_known_by(cast *c, form f); /* its words, which live as long as the arena */

/* The keys of the words [first, last), at most as many as a form has; how many. */
uint16_t cast_keys(const cast *c, uint32_t first, uint32_t last, uint64_t key[LONGEST_FORM]);

static inline bool cast_may_be_person(const who *w)
{
    return w->person > 0 || (w->body == 0 && !(w->kinds & (LEX_KINDS | LEX_GROUND)));
}

static inline bool cast_is_word(const cast *c, uint32_t i)
{
    return (c->runs->look[i].flags & LOOK_WORD) != 0;
}

static inline str cast_word(const cast *c, uint32_t i)
{
    return looks_word(c->in, c->runs->look, i);
}

/* Whether the name has the plural as an owner: by "nurses" the Nurses' Union is not meant. */
bool cast_is_owned(const who *w, str own);

/* "Republicans": more people than the House Republicans, who are not meant by it. */
static inline bool cast_is_members(const cast *c, uint32_t i)
{
    return c->runs->look[i].kinds & LEX_PARTY && str_ends(cast_word(c, i), STR("s"));
}

#endif
