/* The columns of names, past zlib: the input is packed without compression, as a stranger would, and read by
 * a model of three features. What is taken must sort, lie inside one block of memory and pack again to names
 * that read the same. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "model/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void set_section(model *m, const buf *section)
{
    m->names = buf_view(section);
    m->owned->names_checksum = hash_str(m->names, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint64_t key[3] = {1, 2, 3};
    const float row[3] = {1, 1, 1};
    uLong packed = compressBound(size);
    uint64_t n_raw = size;
    model_name *name = NULL, *again = NULL;
    size_t n = 0, n_again = 0;
    buf section = {0}, second = {0};
    model m;
    err e = {0};

    if (!model_init(&m, &e) || !table_build(key, row, 3, 1, &m.table, NULL, &e))
        abort();
    buf_add(&section, &n_raw, sizeof n_raw);
    if (!buf_room(&section, packed) ||
        compress2((Bytef *)section.p + section.n, &packed, data, size, Z_NO_COMPRESSION) != Z_OK)
        abort();
    section.n += packed;
    set_section(&m, &section);

    if (model_names(&m, &name, &n, &e)) {
        if (n == 0 || n > m.table.n || !names_pack(&m, name, n, &second, &e))
            abort();
        set_section(&m, &second);
        if (!model_names(&m, &again, &n_again, &e) || n_again != n)
            abort();
        for (size_t i = 0; i < n; i++)
            if (again[i].slot != name[i].slot || again[i].block != name[i].block ||
                !str_eq(again[i].text, name[i].text))
                abort();
    }
    free(name);
    free(again);
    buf_free(&section);
    buf_free(&second);
    model_free(&m);
    return 0;
}
