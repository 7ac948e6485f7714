/* A file of any format, out of any bytes. The first byte picks the format and some options, the rest is the
 * file, packed or not. Beyond not crashing, what must hold: each record lies where it says, places only grow,
 * and a file cut into the smallest chunks gives the same records as one that is not cut. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "corpus/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static uint64_t digest_record(uint64_t h, const record *r)
{
    const str parts[] = {r->id, r->text, r->label, r->target, r->group, r->raw};

    must(r->id.n > 0 && r->bad == (r->why.code != ERR_NONE));
    must(r->bad || r->weight >= 0);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        h = hash_str(parts[i], hash_pair(h, parts[i].p != NULL));
    for (size_t i = 0; i < r->n_columns; i++)
        h = hash_str(r->column[i].raw, hash_str(r->column[i].value, hash_str(r->column[i].name, h)));
    h = hash_pair(hash_pair(hash_pair(h, r->line), r->byte), r->bad);
    return r->bad ? hash_str(str_z(r->why.text), hash_pair(hash_pair(h, r->why.line), r->why.byte)) : h;
}

/* All that comes out of the file, as one number. */
static uint64_t digest(const input *in, str bytes, const reader_options *o)
{
    records *rs = records_new(o, false);
    reader *r = NULL;
    chunk c = {0};
    arena a = {0};
    record got;
    bool more = true;
    uint64_t h = 0, byte = 0, n = 0;
    err e = {0};

    must(rs && reader_open_bytes(in, bytes, o, &r, &e));
    while (reader_next(r, &c, &more, &e) && more) {
        records_begin(rs, &c);
        arena_reset(&a);
        must(c.byte >= byte);
        while (records_next(rs, &a, &got)) {
            must(n == 0 || got.byte > byte);
            must(got.byte >= c.byte && got.byte - c.byte <= c.bytes.n);
            must(!got.bad || got.why.byte >= got.byte);
            must(got.raw.n <= o->max_record || c.reject || c.csv_one_line);
            byte = got.byte;
            h = digest_record(h, &got);
            n++;
        }
    }
    h = hash_pair(hash_str(str_z(e.text), h), hash_pair(e.line, e.byte));
    records_free(rs);
    reader_close(r);
    chunk_free(&c);
    arena_free(&a);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const format formats[] = {FORMAT_TSV, FORMAT_CSV, FORMAT_JSONL, FORMAT_LINES, FORMAT_TXT};
    input in = {.path = "fuzz"};
    reader_options o = {.fields = FIELDS_DEFAULT};
    str bytes;
    uint64_t whole;
    bool packed;

    if (size == 0)
        return 0;
    in.format = formats[data[0] % 5];
    o.strict = data[0] & 0x10;
    o.keep = data[0] & 0x20;
    o.max_record = data[0] & 0x40 ? 40 : 4096;
    o.fields.weight = "weight";
    o.fields.group = "group";
    if (data[0] & 0x80)
        o.fields = (fields){.text = "1", .no_header = true};
    bytes = (str){(const char *)data + 1, size - 1};

    o.chunk_bytes = 8192;
    whole = digest(&in, bytes, &o);
    /* How much of a damaged block libzstd gives before it fails depends on how much it is asked for. */
    packed = str_starts(bytes, STR("\x28\xb5\x2f\xfd")) ||
             str_starts(bytes.n ? (str){bytes.p + 1, bytes.n - 1} : bytes, STR("\x2a\x4d\x18"));
    o.chunk_bytes = 1;
    must(digest(&in, bytes, &o) == whole || packed);
    o.chunk_bytes = 30;
    must(digest(&in, bytes, &o) == whole || packed);
    return 0;
}
