/* A text enters, its key and the set of its word runs leave. Both are made on one walk over the words: a word
 * is normalised, hashed twice, taken into the key, and closes the run of words that ends with it. Nothing of
 * the text is kept. */
#include "measure/shingles.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/hash.h"
#include "base/order.h"
#include "base/texts.h"
#include "text/norm.h"
#include "text/words.h"

enum { WORDS_AT_ONCE = 256 };

#define SEED_KEY     UINT64_C(0x3f84d5b5b5470917) /* of the key's two halves: digits of pi, as hexadecimal */
#define SEED_WORD    UINT64_C(0x243f6a8885a308d3)
#define SEED_SHINGLE UINT64_C(0x13198a2e03707344)

/* The present text's last words, as hashes, the newest first. */
typedef struct run {
    uint64_t word[SHINGLE_WORDS];
    unsigned n;
} run;

/* A word's two hashes. norm_word takes NORM_RAW_MAX bytes at a time; a longer word goes through it in pieces,
 * for what differs in its 300th letter is not the same. */
static bool hash_word(str raw, uint64_t out[2])
{
    char norm[NORM_OUT_MAX];
    bool seen = false;

    out[0] = SEED_WORD;
    out[1] = SEED_KEY;
    while (raw.n) {
        str piece = norm_cut(raw), s = norm_word(piece, 0, norm, sizeof norm);

        seen |= s.n > 0;
        out[0] = hash_str(s, out[0]);
        out[1] = hash_str(s, out[1]);
        raw.p += piece.n;
        raw.n -= piece.n;
    }
    return seen;
}

static void key_add(text_key *k, const uint64_t hash[2])
{
    k->half[0] = hash_pair(k->half[0], hash[0]);
    k->half[1] = hash_pair(k->half[1], hash[1]);
}

/* The run as one hash, its oldest word first. */
static uint64_t run_hash(const run *r)
{
    uint64_t h = SEED_SHINGLE + r->n;

    for (unsigned i = r->n; i-- > 0;)
        h = hash_pair(h, r->word[i]);
    return h;
}

static bool put(shingles *s, const run *r)
{
    if (!GROW(s->shingle, s->cap, s->n + 1))
        return false;
    s->shingle[s->n++] = run_hash(r);
    return true;
}

static bool push(shingles *s, run *r, uint64_t hash)
{
    memmove(r->word + 1, r->word, sizeof r->word - sizeof *r->word);
    r->word[0] = hash;
    r->n += r->n < SHINGLE_WORDS;
    s->n_words++;
    return r->n < SHINGLE_WORDS || put(s, r);
}

/* One text of the record. Returns whether it had anything in it, by *seen. */
static bool walk_text(shingles *s, str text, bool *seen)
{
    words walk;
    word batch[WORDS_AT_ONCE];
    run r = {0};

    words_begin(&walk, text, true);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;)
        for (size_t i = 0; i < n; i++) {
            uint64_t hash[2];

            if (!hash_word((str){text.p + batch[i].begin, batch[i].end - batch[i].begin}, hash))
                continue;
            *seen = true;
            key_add(&s->same, hash);
            if (batch[i].kind == WORD_WORD && !push(s, &r, hash[0]))
                return false;
        }
    return r.n == 0 || r.n == SHINGLE_WORDS || put(s, &r);
}

static void make_set(shingles *s)
{
    size_t n = 0;

    if (s->n > 1)
        qsort(s->shingle, s->n, sizeof *s->shingle, order_u64);
    for (size_t i = 0; i < s->n; i++)
        if (n == 0 || s->shingle[i] != s->shingle[n - 1])
            s->shingle[n++] = s->shingle[i];
    s->n = n;
}

bool shingles_of(shingles *s, str text, unsigned n_texts)
{
    static const uint64_t end[2] = {SEED_WORD, SEED_KEY}; /* the hashes of no word */
    bool seen = false;

    s->n = 0;
    s->n_words = 0;
    s->same = (text_key){{SEED_KEY, SEED_WORD}};
    for (unsigned i = 0; i < n_texts; i++) {
        if (!walk_text(s, n_texts == 1 ? text : str_cut(&text, TEXT_BREAK), &seen))
            return false;
        if (i + 1 < n_texts)
            key_add(&s->same, end);
    }
    if (!seen)
        s->same = (text_key){{0, 0}};
    make_set(s);
    return true;
}

void shingles_free(shingles *s)
{
    free(s->shingle);
    *s = (shingles){0};
}

size_t shingles_common(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b, size_t least)
{
    size_t i = 0, j = 0, common = 0;

    while (i < n_a && j < n_b) {
        size_t left = n_a - i < n_b - j ? n_a - i : n_b - j;

        if (common + left < least)
            return 0;
        common += a[i] == b[j];
        /* Both steps without a jump: which of two hashes is the larger cannot be foretold. */
        left = a[i] <= b[j];
        j += b[j] <= a[i];
        i += left;
    }
    return common;
}
