/* Sets of shingles enter, each text's nearest neighbour leaves, in three steps that each run on all cores:
 * minima and from them a key for each text and band; in each band a chain through the texts with the same
 * key; and for each text a walk back along its chains, comparing in full. A text's chains are links to
 * numbers below its own, so that every pair is met once, from its later text. */
#include "measure/twins.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/pool.h"
#include "base/random.h"
#include "measure/shingles.h"

enum { TEXTS_AT_ONCE = 64, SEEN_BITS = 9, SORTS_MAX = 8 };

/* A text in a band: its key, and later, in the same place, where the chain goes on. */
typedef union slot {
    uint64_t key;
    struct {
        uint32_t own;    /* the last text before it on its own side with the same key */
        uint32_t across; /* of the other side's, the last of the one side             */
    } before;
} slot;

typedef struct keyed {
    uint64_t key;
    uint32_t at;
} keyed;

/* The texts that one has been compared with: an open table of their numbers, emptied by a new stamp. */
typedef struct seen {
    uint32_t other[1 << SEEN_BITS];
    uint32_t stamp[1 << SEEN_BITS];
    uint32_t now;
} seen;

typedef struct finder {
    const twins_sets *in;
    double t;
    unsigned r, b;
    uint32_t multiply[TWINS_HASHES], add[TWINS_HASHES];
    slot *slot;   /* [b][N]          */
    keyed *keyed; /* [n_sorts][N]    */
    seen *seen;   /* [threads]       */
    twin *own, *across;
} finder;

/* ---- bands ---- */

void twins_bands(double t, unsigned *r, unsigned *b)
{
    for (unsigned rows = TWINS_ROWS_MAX; rows > 0; rows--) {
        /* log1p(-1) is -inf: one band is enough where only equal sets count. */
        double bands = ceil(log(TWINS_MISS) / log1p(-pow(t, rows)));

        *r = rows;
        *b = bands < 1 ? 1 : bands < TWINS_HASHES ? (unsigned)bands : TWINS_HASHES;
        if (*r * *b <= TWINS_HASHES)
            return;
    }
}

/* x -> multiply x + add modulo 2^32, with an odd factor, orders all x anew. Shingles are hashes already, so
 * that their lower half is as good as random. */
static void draw_orders(finder *f)
{
    random_state random = random_seed(1997);

    for (unsigned k = 0; k < f->r * f->b; k++) {
        f->multiply[k] = (uint32_t)random_next(&random) | 1;
        f->add[k] = (uint32_t)random_next(&random);
    }
}

/* Key of text i in each band, from its minima. Of an empty set it is not looked at. */
static void key_text(const finder *f, uint32_t i)
{
    const twins_sets *in = f->in;
    unsigned n_hashes = f->r * f->b;
    uint32_t least[TWINS_HASHES];

    memset(least, 0xff, sizeof least);
    for (size_t at = 0; at < in->n[i]; at++) {
        uint32_t x = (uint32_t)in->shingle[in->begin[i] + at];

        for (unsigned k = 0; k < n_hashes; k++) {
            uint32_t y = f->multiply[k] * x + f->add[k];

            least[k] = y < least[k] ? y : least[k];
        }
    }
    for (unsigned band = 0; band < f->b; band++)
        f->slot[(size_t)band * in->N + i].key =
            hash_bytes(least + (size_t)band * f->r, f->r * sizeof *least, band);
}

static void key_block(void *context, size_t block, unsigned worker)
{
    finder *f = context;
    size_t end = (block + 1) * TEXTS_AT_ONCE;

    (void)worker;
    for (size_t i = block * TEXTS_AT_ONCE; i < end && i < f->in->N; i++)
        key_text(f, (uint32_t)i);
}

/* ---- chains ---- */

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static void link_band(void *context, size_t band, unsigned worker)
{
    finder *f = context;
    const twins_sets *in = f->in;
    slot *s = f->slot + band * in->N;
    keyed *row = f->keyed + (size_t)worker * in->N;
    size_t n = 0;

    for (uint32_t i = 0; i < in->N; i++)
        if (in->n[i])
            row[n++] = (keyed){s[i].key, i};
    if (n)
        qsort(row, n, sizeof *row, by_key);
    for (uint32_t i = 0; i < in->N; i++)
        s[i].before.own = s[i].before.across = TWINS_NONE;
    for (size_t begin = 0, end; begin < n; begin = end) {
        uint32_t last[2] = {TWINS_NONE, TWINS_NONE};

        for (end = begin; end < n && row[end].key == row[begin].key; end++) {
            uint32_t at = row[end].at;
            bool other = at >= in->n_one;

            s[at].before.own = last[other];
            if (other)
                s[at].before.across = last[0];
            last[other] = at;
        }
    }
}

/* ---- comparing ---- */

/* Whether it is the first time that this text is met. The table is twice as large as what is put in. */
static bool meet(seen *s, uint32_t other)
{
    uint32_t mask = (1u << SEEN_BITS) - 1;
    uint32_t at = (uint32_t)hash_mix(other) & mask;

    while (s->stamp[at] == s->now && s->other[at] != other)
        at = (at + 1) & mask;
    if (s->stamp[at] == s->now)
        return false;
    s->stamp[at] = s->now;
    s->other[at] = other;
    return true;
}

static void forget(seen *s)
{
    if (++s->now == 0) {
        memset(s->stamp, 0, sizeof s->stamp);
        s->now = 1;
    }
}

/* J of texts i and j; 0 where it is below `least`. J >= least means that c of the n_i + n_j shingles are
 * common with c >= least / (1 + least) (n_i + n_j): most pairs fail long before their sets end. */
static double compare(const twins_sets *in, uint32_t i, uint32_t j, double least)
{
    size_t n_i = in->n[i], n_j = in->n[j];
    double needed = floor(least / (1 + least) * (double)(n_i + n_j) * (1 - 1e-12));
    size_t common =
        shingles_common(in->shingle + in->begin[i], n_i, in->shingle + in->begin[j], n_j, (size_t)needed);
    double similarity = (double)common / (double)(n_i + n_j - common);

    return similarity >= least ? similarity : 0;
}

/* The nearest text along one kind of chain. All bands go back a step in turn, so that a band in which very
 * many share a key does not use up the looks of the others. */
static twin nearest(const finder *f, uint32_t i, bool across, seen *s)
{
    const twins_sets *in = f->in;
    uint32_t at[TWINS_HASHES];
    unsigned looks = 0, going;
    twin best = {.other = TWINS_NONE};

    forget(s);
    for (unsigned band = 0; band < f->b; band++) {
        const slot *mine = &f->slot[(size_t)band * in->N + i];

        at[band] = across ? mine->before.across : mine->before.own;
    }
    do {
        going = 0;
        for (unsigned band = 0; band < f->b; band++) {
            uint32_t j = at[band];
            double similarity, least = best.other == TWINS_NONE ? f->t : best.similarity;

            if (j == TWINS_NONE)
                continue;
            going++;
            at[band] = f->slot[(size_t)band * in->N + j].before.own;
            if (!meet(s, j))
                continue;
            if (looks++ == TWINS_LOOKS) {
                best.cut = true;
                return best;
            }
            similarity = compare(in, i, j, least);
            if (similarity > best.similarity || (similarity >= least && j < best.other)) {
                best.other = j;
                best.similarity = similarity;
            }
        }
    } while (going);
    return best;
}

static void compare_block(void *context, size_t block, unsigned worker)
{
    finder *f = context;
    size_t end = (block + 1) * TEXTS_AT_ONCE;

    for (size_t i = block * TEXTS_AT_ONCE; i < end && i < f->in->N; i++) {
        f->own[i] = nearest(f, (uint32_t)i, false, &f->seen[worker]);
        f->across[i] = (twin){.other = TWINS_NONE};
        if (i >= f->in->n_one)
            f->across[i] = nearest(f, (uint32_t)i, true, &f->seen[worker]);
    }
}

bool twins_find(const twins_sets *in, double t, unsigned threads, twin *own, twin *across, err *e)
{
    finder f = {.in = in, .t = t, .own = own, .across = across};
    size_t n_blocks = ((size_t)in->N + TEXTS_AT_ONCE - 1) / TEXTS_AT_ONCE;
    unsigned n_sorts;
    bool ok;

    if (!(t >= TWINS_LEAST && t <= 1))
        return err_set(e, ERR_USAGE, "similarity %g is not between %g and 1", t, TWINS_LEAST);
    twins_bands(t, &f.r, &f.b);
    /* So many at once: each has scratch for all texts. */
    n_sorts = threads < SORTS_MAX ? threads : SORTS_MAX;
    draw_orders(&f);
    f.slot = calloc((size_t)in->N + 1, f.b * sizeof *f.slot);
    f.keyed = calloc((size_t)in->N + 1, n_sorts * sizeof *f.keyed);
    f.seen = calloc(threads, sizeof *f.seen);
    ok = (f.slot && f.keyed && f.seen) || err_memory(e);
    if (ok) {
        pool_run(threads, n_blocks, key_block, &f);
        pool_run(n_sorts, f.b, link_band, &f);
        pool_run(threads, n_blocks, compare_block, &f);
    }
    free(f.slot);
    free(f.keyed);
    free(f.seen);
    return ok;
}
