/* lookup: many values under one key, in chains; what is found first was added last.
 *
 * Room is taken once, for as many values as there will be at most: lookup_add drops what is beyond it. A chain is
 * followed LOOKUP_REACH steps, so that a text made to have long ones costs no more than others.
 *
 * Owns     nothing: slots and links are the arena's.      Threads  one thread at a time.
 * Errors   lookup_init: ERR_MEMORY.                        Cost     a few probes.
 */
#ifndef SLANT_ARTICLE_LOOKUP_H
#define SLANT_ARTICLE_LOOKUP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

enum { LOOKUP_REACH = 48 };

typedef struct lookup_link {
    uint32_t value, next; /* next + 1, 0 at the end */
} lookup_link;

typedef struct lookup_slot {
    uint64_t key;  /* 0 is an empty slot */
    uint32_t head; /* a link + 1         */
} lookup_slot;

typedef struct lookup {
    lookup_slot *slot; /* [mask + 1] */
    lookup_link *link; /* [cap]      */
    size_t mask;
    uint64_t seed; /* nobody can choose words whose keys crowd one place */
    uint32_t n, cap;
} lookup;

static inline bool lookup_init(lookup *x, size_t cap, uint64_t seed, arena *a, err *e)
{
    size_t n = 16;

    while (n < 2 * cap)
        n *= 2;
    x->slot = ARENA_NEW(a, n, lookup_slot);
    x->link = ARENA_NEW(a, cap + 1, lookup_link);
    x->mask = n - 1;
    x->seed = seed;
    x->n = 0;
    x->cap = (uint32_t)cap;
    return (x->slot && x->link) || err_memory(e);
}

static inline lookup_slot *lookup_at(const lookup *x, uint64_t key)
{
    size_t i = (size_t)hash_mix(key ^ x->seed) & x->mask;

    while (x->slot[i].key && x->slot[i].key != key)
        i = (i + 1) & x->mask;
    return &x->slot[i];
}

static inline void lookup_add(lookup *x, uint64_t key, uint32_t value)
{
    lookup_slot *s = lookup_at(x, key);

    if (x->n == x->cap)
        return;
    x->link[x->n] = (lookup_link){value, s->head};
    s->key = key;
    s->head = ++x->n;
}

/* for (lookup_walk w = lookup_all(x, key); lookup_next(&w);)
 *     ... w.value ... */
typedef struct lookup_walk {
    const lookup *in;
    uint32_t next, left;
    uint32_t value;
} lookup_walk;

static inline lookup_walk lookup_all(const lookup *x, uint64_t key)
{
    return (lookup_walk){.in = x, .next = lookup_at(x, key)->head, .left = LOOKUP_REACH};
}

static inline bool lookup_next(lookup_walk *w)
{
    const lookup_link *l;

    if (!w->next || !w->left)
        return false;
    l = &w->in->link[w->next - 1];
    w->value = l->value;
    w->next = l->next;
    w->left--;
    return true;
}

#endif
