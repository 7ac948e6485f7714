/* targets: whom stances are looked for toward, and where an article names them.
 *
 *   targets set;
 *   targets_index(list, n, seed, arena, &set, &e);                        once for all articles
 *   targets_find(&set, article, runs, arena, &sightings, &n, &e);
 *
 * A target is in an article when one of its names stands there whole, as it is written (in a headline in capitals: in
 * whatever case); the article then costs what that target costs, and nothing for all the others. Of names that begin at
 * one word the longest is meant; a name that two targets have means the first.
 *
 * A name has 1 to TARGET_WORDS words; others are passed over (targets_is_name). An apostrophe is one whether ' or
 * U+2019; 's is part of a name within it ("Lloyd's of London") or where it has one itself.
 *
 * Owns     nothing: all is the arena's, or the caller's list's.      Threads  share the index once it is made.
 * Errors   ERR_MEMORY.
 * Cost     some 100 bytes a name; for a word of an article one probe, and one more for each further word that some
 *          name goes on with.
 */
#ifndef SLANT_ARTICLE_TARGETS_H
#define SLANT_ARTICLE_TARGETS_H

#include "article/article.h"

struct runs; /* runs.h */

enum { TARGET_WORDS = 12 };

typedef struct target {
    str name;
    const str *alias; /* [n_aliases] other ways to name it; the name is one of itself */
    uint32_t n_aliases;
} target;

/* A way to name one. */
typedef struct target_name {
    const uint64_t *key;  /* [n] lexeme_key of its words, without 's */
    const str *word;      /* [n] as written, without 's              */
    uint16_t n, owns;     /* bit 1 << i: the i-th word has 's        */
    uint32_t of;   /* the target                                            */
    uint32_t next; /* another that differs from it by case alone, or NONE   */
} target_name;

/* What its names tell of a target. */
typedef struct target_kind {
    uint32_t kinds;  /* lexicon.h: of a body, a place            */
    uint32_t person; /* how many of its names are a person's     */
    char gender;     /* 'f', 'm', '?'                            */
} target_kind;

typedef struct targets_slot {
    uint64_t key;  /* of the first words of some names; 0: empty               */
    uint32_t name; /* that has no more (see next); NONE: more follow in all */
} targets_slot;

typedef struct targets {
    const target *target; /* [n]                                                                     */
    target_kind *kind;    /* [n]                                                                     */
    uint32_t *first;      /* [n + 1] the names of target t are name[first[t]] to before first[t + 1] */
    target_name *name;
    targets_slot *slot; /* [mask + 1] */
    size_t mask;
    uint64_t seed;
    uint32_t n;
    bool always; /* all are in every article, written there or not: a record's own */
} targets;

bool targets_is_name(str text);

/* The list stays the caller's. `seed` should be unknown to whoever wrote the articles. */
bool targets_index(const target *list, uint32_t n, uint64_t seed, arena *a, targets *out, err *e);

/* A name of a target in an article. */
typedef struct sighting {
    uint32_t first, last; /* tokens                                                         */
    uint32_t target;
    bool exactly; /* as written; else in whatever case, where the article shouts */
} sighting;

/* In order, apart from each other. */
bool targets_find(const targets *set, const article *in, const struct runs *r, arena *a, sighting **out,
                  uint32_t *n, err *e);

#endif
