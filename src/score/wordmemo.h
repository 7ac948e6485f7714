/* wordmemo: the distinct words of a corpus, each with what it adds to a score by itself, and with its count
 * in the present record.
 *
 * A fixed number of slots; a word may stand in any of the four slots of its group. When they are full, the
 * one whose word was met longest ago, in records, makes room, so that frequent words stay and the many that
 * are met once pass through. A word of the present record never leaves, since its count would be lost: where
 * all four are of this record the memo grows, and at its largest it says that there is no room.
 *
 *   key     a word of at most 16 bytes is its own key, zeros behind it (no word ends in a NUL). Of a longer
 *           one the key is 120 bits of a hash seeded with a secret, and the byte FF, which no word holds.
 *   met     the number of the record in which it was met last, 0 in an empty slot, and how often there
 *   hash    [n_plans]  H(w) of feature.h under each plan; 0 where the plan drops the word
 *   sums    [4 * n_quads]  behind the hashes, for whoever fills them
 *
 * `seed` should be unknown to whoever wrote the text, so that nobody can choose words that crowd one group.
 * What the memo answers does not depend on it.
 *
 * Owns     its slots.      Threads  one memo a thread.      Errors  memory, in init and grow alone.
 * Cost     a hit: one line of 64 bytes for up to four floats, two for up to 16; asked for ahead by prefetch.
 */
#ifndef SLANT_SCORE_WORDMEMO_H
#define SLANT_SCORE_WORDMEMO_H

#include "base/err.h"
#include "base/hash.h"

enum { WORDMEMO_WAYS = 4, WORDMEMO_BITS_MIN = 2 };

typedef struct wordmemo_key {
    uint64_t half[2];
    uint64_t spread; /* its hash: which group */
} wordmemo_key;

typedef struct remembered {
    uint64_t met; /* record << 32 | count */
    uint64_t key[2];
    uint64_t hash[]; /* then, at sums_at, the sums */
} remembered;

typedef struct wordmemo {
    unsigned char *slot; /* [2^bits][stride], at a multiple of 64 */
    uint32_t bits, bits_max;
    uint32_t shift; /* 64 - bits */
    uint32_t n;     /* slots in use */
    uint32_t stride, sums_at;
    uint64_t record; /* the present one's number, from 1, in the upper 32 bits */
    uint64_t seed[2];
} wordmemo;

/* For n_plans hashes and 4 * n_quads floats a word; from 2^bits slots to 2^bits_max, both at least
 * WORDMEMO_BITS_MIN. */
bool wordmemo_init(wordmemo *m, uint32_t n_plans, uint32_t n_quads, uint32_t bits, uint32_t bits_max,
                   uint64_t seed, err *e);
void wordmemo_free(wordmemo *m);

/* The bytes of one slot. */
uint32_t wordmemo_stride(uint32_t n_plans, uint32_t n_quads);

/* A new record begins: all counts are 0 again. O(1), but once in 2^32 records everything is forgotten. */
void wordmemo_record(wordmemo *m);

/* Forgets all words. */
void wordmemo_clear(wordmemo *m);

/* Four times as many slots, or as many as are allowed, if there is memory. Everything moves. */
bool wordmemo_grow(wordmemo *m);

static inline remembered *wordmemo_at(const wordmemo *m, size_t slot)
{
    return (remembered *)(void *)(m->slot + slot * m->stride);
}

static inline float *wordmemo_sums(const wordmemo *m, const remembered *of)
{
    return (float *)(void *)((unsigned char *)of + m->sums_at);
}

/* The first slot that a word is looked for in; the others of its group are home ^ 1, 2, 3. */
static inline size_t wordmemo_home(const wordmemo *m, uint64_t spread)
{
    return (size_t)(spread >> m->shift);
}

static inline uint64_t wordmemo_spread(const wordmemo *m, const uint64_t half[2])
{
    return hash_fold(half[0] ^ m->seed[0], half[1] ^ m->seed[1]);
}

static inline void wordmemo_prefetch(const wordmemo *m, const remembered *at)
{
    __builtin_prefetch(at);
    if (m->stride > 64)
        __builtin_prefetch((const unsigned char *)at + 64);
    if (m->stride > 128)
        __builtin_prefetch((const unsigned char *)at + 128);
}

/* The other three slots of a word's group. */
static inline void wordmemo_prefetch_rest(const wordmemo *m, uint64_t spread)
{
    size_t home = wordmemo_home(m, spread);

    for (unsigned way = 1; way < WORDMEMO_WAYS; way++)
        __builtin_prefetch(m->slot + (home ^ way) * m->stride, 1);
}

/* The key of a word of more than 16 bytes. */
void wordmemo_long_key(const wordmemo *m, str word, uint64_t half[2]);

static inline bool wordmemo_is(const remembered *at, const uint64_t key[2])
{
    return ((at->key[0] ^ key[0]) | (at->key[1] ^ key[1])) == 0;
}

/* Where the word is; NULL where it is not known. */
static inline remembered *wordmemo_find(const wordmemo *m, const wordmemo_key *k)
{
    size_t home = wordmemo_home(m, k->spread);

    for (unsigned way = 0; way < WORDMEMO_WAYS; way++) {
        remembered *at = wordmemo_at(m, home ^ way);

        if (wordmemo_is(at, k->half))
            return at;
    }
    return NULL;
}

/* Counts one more occurrence in the present record, m->record; which one it is. */
static inline uint32_t wordmemo_count(remembered *at, uint64_t record)
{
    uint64_t met = at->met < record ? record : at->met;

    at->met = met + 1;
    return (uint32_t)(met + 1);
}

/* A word that was found behind the first slot of its group changes places with the one there; but words of
 * this record stay where they are, since they may be pointed at. Where it is now. */
remembered *wordmemo_to_front(wordmemo *m, remembered *at, uint64_t spread);

/* A place for a word that wordmemo_find did not find, with its key and a count of 1, for the caller to fill;
 * NULL when its group holds four words of this record. */
remembered *wordmemo_place(wordmemo *m, const wordmemo_key *k);

#endif
