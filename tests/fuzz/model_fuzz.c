/* The model loader on bytes whose checksums have been made right, so that what is looked at is the values.
 * What the loader takes must then be usable: every slot is looked up, names are read, the card is shown, and
 * the same model written again gives the same bytes up to the names, which zlib may pack in more than one
 * way. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/card.h"
#include "model/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Places in the format, from the comment in src/model/file.c. */
enum { HEADER = 64, ENTRY = 32, N_SECTIONS = 13, SIZE_AT = 24, DIRECTORY_AT = 32, CHECKSUM_AT = 56 };

static uint64_t get_u64(const unsigned char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

static void put_u64(unsigned char *p, uint64_t v)
{
    memcpy(p, &v, sizeof v);
}

static void sign(unsigned char *p, size_t n)
{
    for (unsigned i = 0; i < N_SECTIONS; i++) {
        unsigned char *entry = p + HEADER + ENTRY * i;
        uint64_t begin = get_u64(entry + 8), bytes = get_u64(entry + 16);

        if (begin <= n && bytes <= n - begin)
            put_u64(entry + 24, hash_bytes(p + begin, bytes, 0));
    }
    put_u64(p + SIZE_AT, n);
    put_u64(p + DIRECTORY_AT, hash_bytes(p + HEADER, ENTRY * N_SECTIONS, 0));
    put_u64(p + CHECKSUM_AT, hash_bytes(p, CHECKSUM_AT, 0));
}

/* Margins of one slot's row as if it were a text. */
static void use(const model *m)
{
    double *margin = malloc(m->L * sizeof *margin), *p = malloc(m->K * sizeof *p);
    uint32_t n_slots = (uint32_t)1 << m->table.bits, best;

    if (margin && p)
        for (uint32_t i = 0; i < 64; i++) {
            uint32_t slot = table_find(&m->table, table_spread(&m->table, i));

            if (slot != TABLE_NONE && slot >= n_slots)
                abort();
            for (uint32_t l = 0; l < m->L; l++) {
                margin[l] = m->bias[l];
                if (slot != TABLE_NONE && m->kernel.kind == KERNEL_NONE)
                    margin[l] += (double)table_weight(&m->table, slot, l);
            }
            best = model_decide(m, margin, p);
            if (best >= m->K || !(m->threshold >= 0 && m->threshold <= 1) ||
                (m->calibration.kind != CALIBRATION_NONE && !(p[best] >= 0 && p[best] <= 1)))
                abort();
        }
    for (uint32_t s = 0; s < m->kernel.n; s++)
        for (uint64_t c = m->kernel.begin[s]; c < m->kernel.begin[s + 1]; c++)
            if (m->kernel.slot[c] >= n_slots || !(m->kernel.value[c] <= 1e30f))
                abort();
    free(margin);
    free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy = malloc(size ? size : 1); /* aligned, and exactly as long */
    model_name *name = NULL;
    buf out = {0};
    size_t n_names = 0;
    model m;
    err e = {0};

    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (size >= HEADER + ENTRY * N_SECTIONS)
        sign(copy, size);
    if (model_map(copy, size, "fuzz", &m, &e)) {
        use(&m);
        (void)card_text(m.card, &out, &(err){0});
        if (model_names(&m, &name, &n_names, &(err){0}))
            for (size_t i = 0; i < n_names; i++)
                if (!m.table.check[name[i].slot])
                    abort();
        out.n = 0;
        if (!model_write(&m, name, n_names, &out, &e))
            abort();
        size_t names_at = (size_t)((const unsigned char *)m.names.p - copy);
        size_t same_from = HEADER + ENTRY * N_SECTIONS;

        if (out.n < names_at || memcmp(out.p + same_from, copy + same_from, names_at - same_from) != 0)
            abort();
        model_free(&m);
    }
    free(name);
    buf_free(&out);
    free(copy);
    return 0;
}
