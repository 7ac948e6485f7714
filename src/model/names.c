/* Names of features, packed: sorted, front-coded, in columns, then deflated. The only file that sees zlib
 * here.
 *
 * Sorted names share long beginnings, and a column of like things deflates better than rows of unlike ones.
 * Slots are close to random numbers; written as four planes of bytes, the high ones cost little. On 100,576
 * n-grams of news (words 1-2, characters 2-5) this takes 4.0 bytes a name, of which 2.3 are the slot's; the
 * texts as deflated lines would take 2.7 instead of 1.7.
 *
 * The section:
 *   0   8   bytes that the rest inflates to, R
 *   8   ..  a zlib stream (RFC 1950)
 * What it inflates to, for n names in the order of (block, text, slot):
 *   0   4B  how many names each of the plan's B blocks has, B x u32; n is their sum. B is 4, or 3 where the
 *           plan has no vector block: models of before there was one are the same bytes
 *   4B  n   bytes that a name shares with the one before it, at most 255; 0 for the first
 *       4n  slots: n lowest bytes, then the n next ones, ...
 *       ..  n lengths of what is not shared, 7 bits a byte, lowest first, the eighth bit says "more"
 *       ..  n times those bytes
 * No name means no section bytes at all.
 *
 * A stranger's stream may claim to be anything. R is believed only as far as deflate could have packed it, n
 * only up to the features in the table, and a name is at most 255 bytes longer than what stands in the
 * stream for it, so that memory stays in proportion to the file. */
#include "model/names.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/order.h"
#include "base/utf8.h"

enum {
    HEAD = 8,
    SHARED_MAX = 255,
    RATIO_MAX = 1032, /* deflate's best: 258 bytes in 2 bits */
    LENGTH_BYTES = 5, /* of a u32, at most                   */
};

static const uint64_t RAW_MAX = UINT64_C(2) << 30;

static int compare(const void *left, const void *right)
{
    const model_name *a = left, *b = right;
    int c = order_of(a->block, b->block);

    if (!c)
        c = str_cmp(a->text, b->text);
    return c ? c : order_of(a->slot, b->slot);
}

static uint32_t shared_bytes(str a, str b)
{
    size_t most = a.n < b.n ? a.n : b.n;
    size_t n = 0;

    if (most > SHARED_MAX)
        most = SHARED_MAX;
    while (n < most && a.p[n] == b.p[n])
        n++;
    return (uint32_t)n;
}

/* Numbers as a little-endian machine holds them, whatever this one is. */
static void add_u32(buf *b, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++, v >>= 8)
        buf_char(b, (char)(v & 255));
}

static uint32_t get_u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void add_length(buf *b, uint32_t v)
{
    for (; v >= 128; v >>= 7)
        buf_char(b, (char)(128 | (v & 127)));
    buf_char(b, (char)v);
}

static unsigned blocks_of(const plan *p)
{
    return p->vector ? N_BLOCKS : BLOCK_VECTOR;
}

static bool names_check(const model *of, const model_name *name, size_t n, err *e)
{
    const table *t = &of->table;

    if (n > t->n)
        return err_set(e, ERR_MODEL, "invalid: %zu names for %u features", n, t->n);
    for (size_t i = 0; i < n; i++) {
        const model_name *m = &name[i];

        if (m->block >= blocks_of(&of->plan) || m->slot >> t->bits || !t->check[m->slot])
            return err_set(e, ERR_MODEL, "invalid: a name of no feature");
        if (m->text.n == 0 || m->text.n > RAW_MAX || utf8_bad(m->text) != m->text.n)
            return err_set(e, ERR_MODEL, "invalid: a name that is empty or not UTF-8");
    }
    return true;
}

/* The columns. sorted[n] */
static bool add_columns(const model_name *sorted, size_t n, unsigned n_blocks, buf *raw, err *e)
{
    uint32_t count[N_BLOCKS] = {0};
    uint64_t n_text = 0;
    unsigned char *shared = malloc(n);

    if (!shared)
        return err_memory(e);
    for (size_t i = 0; i < n; i++) {
        count[sorted[i].block]++;
        shared[i] = (unsigned char)(i ? shared_bytes(sorted[i - 1].text, sorted[i].text) : 0);
        n_text += sorted[i].text.n - shared[i];
    }
    if (n_text + (uint64_t)n * (1 + 4 + LENGTH_BYTES) + sizeof count > RAW_MAX) {
        free(shared);
        return err_set(e, ERR_INPUT, "names of features take more than 2 GiB");
    }

    for (unsigned block = 0; block < n_blocks; block++)
        add_u32(raw, count[block]);
    buf_add(raw, shared, n);
    for (unsigned shift = 0; shift < 32; shift += 8)
        for (size_t i = 0; i < n; i++)
            buf_char(raw, (char)(sorted[i].slot >> shift & 255));
    for (size_t i = 0; i < n; i++)
        add_length(raw, (uint32_t)(sorted[i].text.n - shared[i]));
    for (size_t i = 0; i < n; i++)
        buf_add(raw, sorted[i].text.p + shared[i], sorted[i].text.n - shared[i]);
    free(shared);
    return raw->failed ? err_memory(e) : true;
}

bool names_pack(const model *m, const model_name *name, size_t n, buf *out, err *e)
{
    buf raw = {0};
    model_name *sorted = NULL;
    bool ok = false;
    uLong packed;

    if (n == 0)
        return true;
    if (!names_check(m, name, n, e))
        return false;
    sorted = malloc(n * sizeof *sorted);
    if (!sorted)
        return err_memory(e);
    memcpy(sorted, name, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare);
    ok = add_columns(sorted, n, blocks_of(&m->plan), &raw, e);
    free(sorted);
    if (!ok)
        goto done;

    packed = compressBound((uLong)raw.n);
    add_u32(out, (uint32_t)raw.n);
    add_u32(out, (uint32_t)((uint64_t)raw.n >> 32));
    ok = buf_room(out, packed) && compress2((Bytef *)out->p + out->n, &packed, (const Bytef *)raw.p,
                                            (uLong)raw.n, Z_DEFAULT_COMPRESSION) == Z_OK;
    if (ok)
        out->n += packed;
    else
        err_memory(e);

done:
    buf_free(&raw);
    return ok;
}

/* What the columns are, once they are found to hold together. */
typedef struct columns {
    uint32_t count[N_BLOCKS];
    size_t n;                    /* names                                  */
    const unsigned char *shared; /* [n]                                    */
    const unsigned char *slot;   /* [4][n]                                 */
    const unsigned char *length; /* [n] of 1 to 5 bytes each               */
    const unsigned char *text;
    size_t n_text; /* bytes at text                          */
    size_t n_full; /* bytes of all names, written out        */
} columns;

/* One length; false when it runs out of bytes or of 32 bits. */
static bool get_length(const unsigned char **at, const unsigned char *end, uint32_t *v)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < LENGTH_BYTES && *at < end; i++) {
        unsigned char c = *(*at)++;

        sum |= (uint64_t)(c & 127) << (7 * i);
        if (c < 128) {
            *v = (uint32_t)sum;
            return sum <= UINT32_MAX;
        }
    }
    return false;
}

static bool find_columns(const unsigned char *raw, size_t n_raw, uint32_t n_most, unsigned n_blocks,
                         columns *c)
{
    const size_t counts = (size_t)4 * n_blocks;
    const unsigned char *end = raw + n_raw, *at;
    uint64_t n = 0, n_text = 0, n_shared = 0;
    uint32_t before = 0;

    if (n_raw < counts)
        return false;
    for (unsigned block = 0; block < n_blocks; block++)
        n += c->count[block] = get_u32(raw + (size_t)4 * block);
    if (n == 0 || n > n_most || n > (n_raw - counts) / 5)
        return false;
    c->n = (size_t)n;
    c->shared = raw + counts;
    c->slot = c->shared + n;
    c->length = at = c->slot + 4 * n;
    for (size_t i = 0; i < n; i++) {
        uint32_t own = 0;

        /* Nobody shares more than there was. */
        if (!get_length(&at, end, &own) || c->shared[i] > before)
            return false;
        n_text += own;
        n_shared += c->shared[i];
        before = own > SHARED_MAX ? SHARED_MAX : own + c->shared[i];
    }
    c->text = at;
    c->n_text = (size_t)(end - at);
    c->n_full = (size_t)(n_text + n_shared);
    return n_text == c->n_text;
}

/* Writes the names out: name[c->n] and, behind them, their bytes. */
static bool write_out(const columns *c, const table *t, model_name *name)
{
    char *to = (char *)(name + c->n);
    const unsigned char *length = c->length, *text = c->text;
    uint8_t block = 0;
    uint32_t left = c->count[0];

    for (size_t i = 0; i < c->n; i++) {
        uint32_t own = 0;

        while (left == 0)
            left = c->count[++block];
        left--;
        (void)get_length(&length, c->text, &own);
        name[i].block = block;
        name[i].text = (str){to, (size_t)c->shared[i] + own};
        name[i].slot = 0;
        for (unsigned plane = 0; plane < 4; plane++)
            name[i].slot |= (uint32_t)c->slot[plane * c->n + i] << (8 * plane);
        if (c->shared[i])
            memcpy(to, name[i - 1].text.p, c->shared[i]);
        memcpy(to + c->shared[i], text, own);
        to += name[i].text.n;
        text += own;
        if (name[i].text.n == 0 || utf8_bad(name[i].text) != name[i].text.n)
            return false;
        if (name[i].slot >> t->bits || !t->check[name[i].slot])
            return false;
        if (i && compare(&name[i - 1], &name[i]) > 0)
            return false;
    }
    return true;
}

bool model_names(const model *m, model_name **out, size_t *n, err *e)
{
    const unsigned char *section = (const unsigned char *)m->names.p;
    uint64_t n_raw = 0;
    unsigned char *raw = NULL;
    model_name *name = NULL;
    columns c = {0};
    uLong used, got;
    bool ok = false;
    int zlib;

    *out = NULL;
    *n = 0;
    if (m->owned && hash_str(m->names, 0) != m->owned->names_checksum)
        return err_set(e, ERR_MODEL, "damaged: section names");
    if (m->names.n == 0)
        return true;
    if (m->names.n >= HEAD)
        n_raw = (uint64_t)get_u32(section + 4) << 32 | get_u32(section);
    if (n_raw == 0 || n_raw > RAW_MAX || n_raw / RATIO_MAX > m->names.n)
        return err_set(e, ERR_MODEL, "invalid: section names: a size that cannot be");

    raw = malloc((size_t)n_raw);
    if (!raw)
        return err_memory(e);
    used = (uLong)(m->names.n - HEAD);
    got = (uLong)n_raw;
    zlib = uncompress2(raw, &got, section + HEAD, &used);
    if (zlib == Z_MEM_ERROR) {
        err_memory(e);
        goto done;
    }
    if (zlib != Z_OK || got != n_raw || used != m->names.n - HEAD ||
        !find_columns(raw, got, m->table.n, blocks_of(&m->plan), &c)) {
        err_set(e, ERR_MODEL, "invalid: section names does not hold names");
        goto done;
    }

    name = malloc(c.n * sizeof *name + c.n_full);
    if (!name) {
        err_memory(e);
        goto done;
    }
    ok = write_out(&c, &m->table, name);
    if (!ok) {
        err_set(e, ERR_MODEL, "invalid: section names holds a name that cannot be");
        free(name);
        goto done;
    }
    *out = name;
    *n = c.n;

done:
    free(raw);
    return ok;
}
