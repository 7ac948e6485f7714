/* Open addressing over numbers, at most half full; names lie one after the other in one buffer. Features move
 * when their array grows, numbers do not. */
#include "learn/vocab.h"

#include "base/hash.h"

enum { FIRST_BITS = 16 };

static size_t home(const vocab *v, uint64_t hash)
{
    return (size_t)(hash_mix(hash ^ v->seed) >> (64 - v->bits));
}

static bool grow(vocab *v)
{
    uint32_t bits = v->slot ? v->bits + 1 : FIRST_BITS;
    size_t mask = ((size_t)1 << bits) - 1;
    uint32_t *slot = bits < 32 ? calloc(mask + 1, sizeof *slot) : NULL;

    if (!slot)
        return false;
    free(v->slot);
    v->slot = slot;
    v->bits = bits;
    for (uint32_t id = 0; id < v->n; id++) {
        size_t at = home(v, v->feature[id].hash);

        while (slot[at])
            at = (at + 1) & mask;
        slot[at] = id + 1;
    }
    return true;
}

static bool is_named(const vocab *v, uint32_t id, const str *piece, unsigned n_pieces)
{
    str name = vocab_name(v, id);
    size_t at = 0;

    for (unsigned i = 0; i < n_pieces; i++) {
        if (i && (at >= name.n || name.p[at++] != ' '))
            return false;
        if (name.n - at < piece[i].n || memcmp(name.p + at, piece[i].p, piece[i].n) != 0)
            return false;
        at += piece[i].n;
    }
    return at == name.n;
}

static uint32_t add(vocab *v, uint64_t hash, unsigned block, unsigned gram, const str *piece,
                    unsigned n_pieces)
{
    vocab_feature *f;
    size_t begin = v->names.n;

    if (v->n == v->cap) {
        uint32_t cap = v->cap ? v->cap * 2 : 4096;
        vocab_feature *more = v->cap < UINT32_MAX / 4 ? realloc(v->feature, cap * sizeof *more) : NULL;

        if (!more) {
            v->failed = true;
            return VOCAB_NONE;
        }
        v->feature = more;
        v->cap = cap;
    }
    for (unsigned i = 0; i < n_pieces; i++) {
        if (i)
            buf_char(&v->names, ' ');
        buf_str(&v->names, piece[i]);
    }
    if (v->names.failed) {
        v->failed = true;
        return VOCAB_NONE;
    }
    f = &v->feature[v->n];
    *f = (vocab_feature){hash, begin, (uint32_t)(v->names.n - begin), (uint8_t)block, (uint8_t)gram};
    return v->n++;
}

uint32_t vocab_get(vocab *v, uint64_t hash, unsigned block, unsigned gram, const str *piece,
                   unsigned n_pieces)
{
    size_t mask, at;
    uint32_t id;

    if ((!v->slot || (size_t)v->n * 2 >= (size_t)1 << v->bits) && !grow(v)) {
        v->failed = true;
        return VOCAB_NONE;
    }
    mask = ((size_t)1 << v->bits) - 1;
    for (at = home(v, hash); v->slot[at]; at = (at + 1) & mask) {
        id = v->slot[at] - 1;
        if (v->feature[id].hash != hash)
            continue;
        if (v->feature[id].block == block && is_named(v, id, piece, n_pieces))
            return id;
        v->n_collisions++;
        return VOCAB_NONE;
    }
    id = add(v, hash, block, gram, piece, n_pieces);
    if (id != VOCAB_NONE)
        v->slot[at] = id + 1;
    return id;
}

void vocab_free(vocab *v)
{
    free(v->feature);
    free(v->slot);
    buf_free(&v->names);
    *v = (vocab){0};
}
