/* What the tests of corpus/ share: a folder that goes away, files in it, and records as lines to compare. */
#ifndef SLANT_TESTS_CORPUS_SAMPLE_H
#define SLANT_TESTS_CORPUS_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/stat.h>

#include "corpus/record.h"

/* ---- a folder ---- */

static inline char *sample_folder(void)
{
    char *folder = strdup(P_tmpdir "/slant-test-XXXXXX");

    assert_non_null(mkdtemp(folder));
    return folder;
}

static inline char *sample_path(const char *folder, const char *name)
{
    size_t n = strlen(folder) + strlen(name) + 2;
    char *path = malloc(n);

    assert_non_null(path);
    (void)snprintf(path, n, "%s/%s", folder, name);
    return path;
}

static inline void sample_write(const char *path, str bytes)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p ? bytes.p : "", 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static inline void sample_remove(char *folder)
{
    char command[300];

    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    free(folder);
}

/* ---- records as text ---- */

static inline void sample_field(buf *out, const char *name, str s)
{
    if (!s.p)
        return;
    buf_printf(out, " %s=", name);
    buf_json(out, s);
}

/* 3@17 id "text" label="A" weight=2 {"name"="value"}, or 3@17 id BAD 4@21 reason, and its raw bytes. */
static inline void sample_record(buf *out, const record *r)
{
    buf_printf(out, "%llu@%llu %.*s", (unsigned long long)r->line, (unsigned long long)r->byte, (int)r->id.n,
               r->id.p);
    assert_true(r->id.n > 0);
    assert_int_equal(r->bad, r->why.code != ERR_NONE);
    if (r->bad) {
        assert_string_equal(r->why.path, r->path);
        assert_true(r->why.has_byte);
        buf_printf(out, " BAD %llu@%llu %s ", (unsigned long long)r->why.line,
                   (unsigned long long)r->why.byte, r->why.text);
        buf_json(out, r->raw);
    } else {
        buf_char(out, ' ');
        buf_json(out, r->text);
        sample_field(out, "label", r->label);
        sample_field(out, "target", r->target);
        sample_field(out, "group", r->group);
        if (r->weight < 1 || r->weight > 1)
            buf_printf(out, " weight=%g", r->weight);
        for (size_t i = 0; i < r->n_columns; i++) {
            sample_field(out, "name", r->column[i].name);
            sample_field(out, "value", r->column[i].value);
            sample_field(out, "raw", r->column[i].raw);
        }
    }
    buf_char(out, '\n');
}

/* Everything that a reader gives, a record a line; errors as "ERROR path:line: text (byte n)". */
static inline void sample_drain(reader *r, const reader_options *o, bool many, buf *out)
{
    records *rs = records_new(o, many);
    chunk c = {0};
    arena a = {0};
    bool more = true;
    uint64_t given = 0;

    assert_non_null(rs);
    while (more) {
        err e = {0};
        record got;
        char line[400];

        if (!reader_next(r, &c, &more, &e)) {
            buf_printf(out, "ERROR %s\n", err_line(&e, line, sizeof line));
            more = true;
            continue;
        }
        if (!more)
            break;
        given += c.bytes.n;
        records_begin(rs, &c);
        arena_reset(&a);
        while (records_next(rs, &a, &got))
            sample_record(out, &got);
    }
    assert_int_equal(reader_bytes(r), given);
    records_free(rs);
    chunk_free(&c);
    arena_free(&a);
}

static inline buf sample_read(format f, str bytes, const reader_options *o)
{
    const input in = {"in", f, bytes.n};
    reader *r;
    buf out = {0};
    err e = {0};

    assert_true(reader_open_bytes(&in, bytes, o, &r, &e));
    sample_drain(r, o, false, &out);
    reader_close(r);
    buf_char(&out, '\0');
    assert_false(out.failed);
    return out;
}

/* The records of `bytes` are `expected`, a record a line, however they are cut into chunks. */
static inline void sample_expect(format f, str bytes, reader_options o, const char *expected)
{
    const size_t sizes[] = {0, 1, 2, 5, 16, 100};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        buf got;

        o.chunk_bytes = sizes[i];
        got = sample_read(f, bytes, &o);
        assert_string_equal(got.p, expected);
        buf_free(&got);
    }
}

#define SAMPLE_OPTIONS ((reader_options){.fields = FIELDS_DEFAULT})

#endif
