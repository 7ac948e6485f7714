/* Open addressing, at most half full, doubled when fuller. Entries move when it grows; indices do not. */
#include "feature/wordmap.h"

#include <stdlib.h>

static bool same(const word_entry *e, const word_key *k)
{
    if (e->n != k->whole.n)
        return false;
    if (e->n <= sizeof e->key.half)
        return e->key.half[0] == k->half[0] && e->key.half[1] == k->half[1];
    return e->key.far.hash == k->hash && memcmp(e->key.far.p, k->whole.p, k->whole.n) == 0;
}

static uint64_t hash_of(const wordmap *m, const word_entry *e)
{
    return e->n <= sizeof e->key.half ? wordmap_key(m, (str){(const char *)e->key.half, e->n}).hash
                                      : e->key.far.hash;
}

bool wordmap_init(wordmap *m, uint32_t bits, uint64_t seed)
{
    *m = (wordmap){.bits = bits, .record = 1, .seed = seed ^ HASH_K0};
    m->slot = calloc((size_t)1 << bits, sizeof *m->slot);
    return m->slot != NULL;
}

void wordmap_free(wordmap *m)
{
    free(m->slot);
    arena_free(&m->longs);
    *m = (wordmap){0};
}

void wordmap_record(wordmap *m)
{
    if (++m->record)
        return;
    /* After 2^32 records the numbers come round: no entry may look as if it were of this one. */
    for (size_t i = 0; i < (size_t)1 << m->bits; i++)
        m->slot[i].record = 0;
    m->record = 1;
}

void wordmap_clear(wordmap *m, uint32_t bits)
{
    if (bits < m->bits) {
        word_entry *smaller = realloc(m->slot, sizeof *m->slot << bits);

        if (smaller) {
            m->slot = smaller;
            m->bits = bits;
        }
    }
    memset(m->slot, 0, sizeof *m->slot << m->bits);
    m->n = 0;
    arena_reset(&m->longs);
}

static bool grow(wordmap *m)
{
    size_t old = (size_t)1 << m->bits, mask = old * 2 - 1;
    word_entry *slot;

    if (m->bits >= 31)
        return false;
    slot = calloc(old * 2, sizeof *slot);
    if (!slot)
        return false;
    for (size_t i = 0; i < old; i++) {
        size_t at;

        if (m->slot[i].n == 0)
            continue;
        at = (size_t)(hash_of(m, &m->slot[i]) >> (63 - m->bits));
        while (slot[at].n)
            at = (at + 1) & mask;
        slot[at] = m->slot[i];
    }
    free(m->slot);
    m->slot = slot;
    m->bits++;
    return true;
}

word_entry *wordmap_get(wordmap *m, const word_key *k, bool *is_new)
{
    size_t mask = ((size_t)1 << m->bits) - 1;
    word_entry *e;

    for (size_t at = (size_t)(k->hash >> (64 - m->bits)); m->slot[at].n; at = (at + 1) & mask) {
        e = &m->slot[at];
        if (!same(e, k))
            continue;
        if (e->record != m->record) {
            e->record = m->record;
            e->count = 0;
        }
        e->count++;
        *is_new = false;
        return e;
    }

    if ((size_t)m->n * 2 > mask) {
        if (!grow(m))
            return NULL;
        mask = ((size_t)1 << m->bits) - 1;
    }

    size_t at = (size_t)(k->hash >> (64 - m->bits));

    while (m->slot[at].n)
        at = (at + 1) & mask;
    e = &m->slot[at];
    if (k->whole.n <= sizeof e->key.half) {
        memcpy(e->key.half, k->half, sizeof k->half);
    } else {
        str copy = arena_copy(&m->longs, k->whole);

        if (!copy.p)
            return NULL;
        e->key.far.p = copy.p;
        e->key.far.hash = k->hash;
    }
    e->n = (uint32_t)k->whole.n;
    e->record = m->record;
    e->count = 1;
    e->index = m->n++;
    *is_new = true;
    return e;
}
