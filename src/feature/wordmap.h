/* wordmap: the distinct words of a text or a corpus, numbered, with their count in the present record.
 *
 * The heart of the speed: a word is met a thousand times and worked out once. Who uses the map keeps what it
 * worked out in an array of its own, at the word's index. Keys are compared in full, so that two words never
 * share an entry, whatever an enemy sends.
 *
 *   index   0, 1, 2 ... in the order in which words were first met
 *   count   occurrences in the present record, this one included
 *
 * `seed` should be unknown to whoever wrote the text, so that nobody can choose words that crowd one place of
 * the map; what the map answers does not depend on it.
 *
 * Owns     copies of the words.      Threads  one map a thread.
 * Errors   wordmap_get returns NULL when memory is out; the map stays sound.
 * Cost     one cache line of 32 bytes for words of at most 16 bytes (95 % of English text).
 */
#ifndef SLANT_FEATURE_WORDMAP_H
#define SLANT_FEATURE_WORDMAP_H

#include "base/arena.h"
#include "base/hash.h"

typedef struct word_entry {
    union {
        uint64_t half[2]; /* n <= 16: the word, zeros behind it */
        struct {
            const char *p; /* longer: in the map's arena, with its hash */
            uint64_t hash;
        } far;
    } key;
    uint32_t n;      /* bytes; 0 is an empty slot                          */
    uint32_t record; /* the record that `count` belongs to                 */
    uint32_t count;
    uint32_t index;
} word_entry;

typedef struct wordmap {
    word_entry *slot; /* [2^bits]                                         */
    uint32_t bits;
    uint32_t n;       /* words in it                                      */
    uint32_t record;  /* the present record's number; starts at 1         */
    uint64_t seed;
    arena longs;      /* words over 16 bytes                              */
} wordmap;

/* 2^bits slots to start with; grows. False when memory is out. */
bool wordmap_init(wordmap *m, uint32_t bits, uint64_t seed);
void wordmap_free(wordmap *m);

/* A new record begins: all counts are 0 again. O(1). */
void wordmap_record(wordmap *m);

/* Forgets all words; keeps at most 2^bits slots. */
void wordmap_clear(wordmap *m, uint32_t bits);

/* A key ready to be looked for. */
typedef struct word_key {
    uint64_t half[2]; /* as in word_entry; 0 for longer words */
    uint64_t hash;
    str whole;
} word_key;

static inline uint64_t wordmap_bytes(const char *p, size_t n)
{
    uint64_t w = 0;

    memcpy(&w, p, n);
    return w;
}

/* The n <= 16 bytes at p as two words with zeros behind them. By loads that overlap, and never through memory:
 * a load of eight bytes that were just stored one by one would wait for all of them. */
static inline void wordmap_halves(const char *p, size_t n, uint64_t half[2])
{
    half[1] = 0;
    if (n > 8) {
        half[0] = wordmap_bytes(p, 8);
        half[1] = wordmap_bytes(p + n - 8, 8) >> (8 * (16 - n));
    } else if (n >= 4) {
        half[0] = wordmap_bytes(p, 4) | wordmap_bytes(p + n - 4, 4) << (8 * (n - 4));
    } else if (n >= 2) {
        half[0] = wordmap_bytes(p, 2) | wordmap_bytes(p + n - 2, 2) << (8 * (n - 2));
    } else {
        half[0] = wordmap_bytes(p, n);
    }
}

static inline word_key wordmap_key(const wordmap *m, str whole)
{
    word_key k = {.whole = whole};

    if (whole.n <= 16) {
        wordmap_halves(whole.p, whole.n, k.half);
        k.hash = hash_fold(k.half[0] ^ m->seed, k.half[1] ^ (m->seed << 32 | m->seed >> 32) ^ whole.n);
        k.hash ^= k.hash >> 29;
    } else {
        k.hash = hash_str(whole, m->seed);
    }
    return k;
}

static inline void wordmap_prefetch(const wordmap *m, const word_key *k)
{
    __builtin_prefetch(&m->slot[k->hash >> (64 - m->bits)]);
}

/* The word's entry, made if it was not there (*is_new), its count one higher. The pointer holds until the next
 * wordmap_get. 1 <= whole.n. */
word_entry *wordmap_get(wordmap *m, const word_key *k, bool *is_new);

#endif
