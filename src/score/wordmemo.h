/* wordmemo: the distinct words of a corpus, each with what it adds to a score by itself, and with its count
 * in the present record.
 *
 * A fixed number of slots; a word may stand in any of the four slots of its group. When they are full, the
 * one whose word was met longest ago, in records, makes room, so that frequent words stay and the many that
 * are met once pass through. A word of the present record never leaves, since its count would be lost: where
 * all four are of this record the memo grows, and at its largest it says that there is no room.
 *
 *   key     63 bits of a hash of the word, seeded with a secret. Two words that have the same would be taken for
 *           one: of a million different words one pair in eighteen million runs, and nobody can choose them. A key
 *           of 16 bytes, the word itself, cost a second line of the cache with four labels.
 *   met     the number of the record in which it was met last, 0 in an empty slot, and how often there
 *   hash    [n_plans]  H(w) of feature.h under each plan; 0 where the plan drops the word
 *   sums    [n_sums]  behind the hashes, for whoever fills them
 *
 * `seed` should be unknown to whoever wrote the text, so that nobody can choose words that crowd one group or
 * share a key. What the memo answers does not depend on it.
 *
 * Owns     its slots.      Threads  one memo a thread.      Errors  memory, in init and grow alone.
 * Cost     a hit: with one plan one line of 64 bytes for up to ten floats, two for up to 26; asked for ahead by
 *          prefetch.
 */
#ifndef SLANT_SCORE_WORDMEMO_H
#define SLANT_SCORE_WORDMEMO_H

#include "base/err.h"
#include "base/hash.h"
#include "feature/wordmap.h"

enum { WORDMEMO_WAYS = 4, WORDMEMO_BITS_MIN = 2 };

typedef struct remembered {
    uint64_t key;
    uint64_t met; /* record << 32 | count */
    uint64_t hash[]; /* then, at sums_at, the sums */
} remembered;

typedef struct wordmemo {
    unsigned char *slot; /* [2^bits][stride], at a multiple of 64 */
    uint32_t bits, bits_max;
    uint32_t shift; /* 64 - bits */
    uint32_t n;     /* slots in use */
    uint64_t gone;  /* words that have made room since it has this size */
    uint32_t stride, sums_at;
    uint64_t record; /* the present one's number, from 1, in the upper 32 bits */
    uint64_t seed[2];
} wordmemo;

/* For n_plans hashes and n_sums floats a word; from 2^bits slots to 2^bits_max, both at least
 * WORDMEMO_BITS_MIN. */
bool wordmemo_init(wordmemo *m, uint32_t n_plans, uint32_t n_sums, uint32_t bits, uint32_t bits_max,
                   uint64_t seed, err *e);
void wordmemo_free(wordmemo *m);

/* The bytes of a word's hashes and sums, and those of one slot. */
uint32_t wordmemo_value(uint32_t n_plans, uint32_t n_sums);
uint32_t wordmemo_stride(uint32_t n_plans, uint32_t n_sums);

/* A new record begins: all counts are 0 again. O(1), but once in 2^32 records everything is forgotten. */
void wordmemo_record(wordmemo *m);

/* Forgets all words. */
void wordmemo_clear(wordmemo *m);

/* 2^bits slots, or as many as are allowed, if that is more and there is memory. Everything moves. */
bool wordmemo_grow(wordmemo *m, uint32_t bits);

static inline remembered *wordmemo_at(const wordmemo *m, size_t slot)
{
    return (remembered *)(void *)(m->slot + slot * m->stride);
}

static inline float *wordmemo_sums(const wordmemo *m, const remembered *of)
{
    return (float *)(void *)((unsigned char *)of + m->sums_at);
}

/* The first slot that a word is looked for in; the others of its group are home ^ 1, 2, 3. */
static inline size_t wordmemo_home(const wordmemo *m, uint64_t key)
{
    return (size_t)(key >> m->shift);
}

/* The key of a word of at most 16 bytes, given as 16 with zeros behind it; no word ends in a NUL. Never 0. */
static inline uint64_t wordmemo_key(const wordmemo *m, const uint64_t half[2])
{
    return hash_fold(half[0] ^ m->seed[0], half[1] ^ m->seed[1]) | 1;
}

/* The key of a longer one. */
uint64_t wordmemo_long_key(const wordmemo *m, str word);

/* The key of any. */
static inline uint64_t wordmemo_key_of(const wordmemo *m, str whole)
{
    uint64_t half[2];

    if (whole.n > sizeof half)
        return wordmemo_long_key(m, whole);
    wordmap_halves(whole.p, whole.n, half);
    return wordmemo_key(m, half);
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
static inline void wordmemo_prefetch_rest(const wordmemo *m, uint64_t key)
{
    size_t home = wordmemo_home(m, key);

    for (unsigned way = 1; way < WORDMEMO_WAYS; way++)
        __builtin_prefetch(m->slot + (home ^ way) * m->stride, 1);
}

/* Where the word is; NULL where it is not known. */
static inline remembered *wordmemo_find(const wordmemo *m, uint64_t key)
{
    size_t home = wordmemo_home(m, key);

    for (unsigned way = 0; way < WORDMEMO_WAYS; way++) {
        remembered *at = wordmemo_at(m, home ^ way);

        if (at->key == key)
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
remembered *wordmemo_to_front(wordmemo *m, remembered *at);

/* A place for a word that wordmemo_find did not find, with its key and a count of 1, for the caller to fill;
 * NULL when its group holds four words of this record. */
remembered *wordmemo_place(wordmemo *m, uint64_t key);

#endif
