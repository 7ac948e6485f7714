/* Packed and unpacked bytes: all that is there comes out, and what is cut or damaged is said with its byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zlib.h>
#include <zstd.h>

#include "base/random.h"
#include "corpus/source.h"
#include "corpus_sample.h"

static void gzip(buf *out, str s)
{
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(buf_room(out, s.n + s.n / 8 + 200));
    z.next_in = (z_const Bytef *)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)out->p + out->n;
    z.avail_out = (uInt)(out->cap - out->n);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->n += z.total_out;
    assert_int_equal(deflateEnd(&z), Z_OK);
}

static void zstd(buf *out, str s)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t n;

    assert_true(buf_room(out, ZSTD_compressBound(s.n)));
    assert_false(ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1)));
    n = ZSTD_compress2(c, out->p + out->n, out->cap - out->n, s.p, s.n);
    assert_false(ZSTD_isError(n));
    out->n += n;
    ZSTD_freeCCtx(c);
}

/* Reads everything in steps of `step` bytes; true when no error came. */
static bool drain(source *s, size_t step, buf *out, err *e)
{
    size_t n = 0;
    bool fine = true;

    out->n = 0;
    do {
        assert_true(buf_room(out, step));
        fine = source_read(s, out->p + out->n, step, &n, e);
        assert_true(n <= step);
        out->n += n;
    } while (fine && n);
    source_close(s);
    return fine;
}

static bool unpack(str packed, size_t step, buf *out, err *e)
{
    source *s;

    *e = (err){0};
    return source_open_bytes("mem", packed, &s, e) && drain(s, step, out, e);
}

static void same(str packed, str expected)
{
    const size_t steps[] = {1, 7, 4096, 1 << 20};
    buf out = {0};
    err e;

    for (size_t i = 0; i < 4; i++) {
        assert_true(unpack(packed, steps[i], &out, &e));
        assert_int_equal(out.n, expected.n);
        if (expected.n)
            assert_memory_equal(out.p, expected.p, expected.n);
    }
    buf_free(&out);
}

/* Fails with this text; what came out before is the beginning of `whole`, and the error's byte is its end. */
static void broken(str packed, str whole, const char *text)
{
    const size_t steps[] = {1, 4096};

    for (size_t i = 0; i < 2; i++) {
        buf out = {0};
        err e;

        assert_false(unpack(packed, steps[i], &out, &e));
        assert_int_equal(e.code, ERR_INPUT);
        assert_string_equal(e.path, "mem");
        e.text[strlen(text)] = '\0'; /* the rest is the library's */
        assert_string_equal(e.text, text);
        assert_true(e.has_byte);
        assert_int_equal(e.byte, out.n);
        assert_true(out.n <= whole.n);
        if (out.n)
            assert_memory_equal(out.p, whole.p, out.n);
        buf_free(&out);
    }
}

static buf sample_text(size_t n)
{
    buf b = {0};
    random_state seed = random_seed(3);

    while (b.n < n)
        buf_printf(&b, "line %llu\n", (unsigned long long)random_below(&seed, 100000));
    b.n = n;
    return b;
}

static void plain_bytes(void **state)
{
    buf text = sample_text(300000);

    (void)state;
    same(buf_view(&text), buf_view(&text));
    same(STR(""), STR(""));
    same(STR("\x1f"), STR("\x1f"));
    same(STR("\x28\xb5\x2f"), STR("\x28\xb5\x2f"));
    same(STR("a\0b"), STR("a\0b"));
    buf_free(&text);
}

static void gzip_with_many_members(void **state)
{
    buf text = sample_text(30000), packed = {0};

    (void)state;
    gzip(&packed, buf_view(&text));
    same(buf_view(&packed), buf_view(&text));

    packed.n = 0;
    for (size_t i = 0; i < text.n; i += 1000) {
        gzip(&packed, (str){text.p + i, 1000});
        gzip(&packed, STR(""));
    }
    same(buf_view(&packed), buf_view(&text));

    /* Zeros at the end are padding, as gzip(1) has it. */
    for (int i = 0; i < 1000; i++)
        buf_char(&packed, '\0');
    same(buf_view(&packed), buf_view(&text));

    packed.n = 0;
    gzip(&packed, STR(""));
    same(buf_view(&packed), STR(""));
    buf_free(&text);
    buf_free(&packed);
}

static void gzip_cut_or_damaged(void **state)
{
    buf text = sample_text(3000), packed = {0};
    size_t whole;

    (void)state;
    gzip(&packed, buf_view(&text));
    whole = packed.n;
    for (size_t n = 2; n < whole; n++)
        broken((str){packed.p, n}, buf_view(&text), "gzip stream is cut short");

    /* A second member that is cut. */
    gzip(&packed, STR("tail"));
    for (size_t n = whole + 1; n < packed.n; n++) {
        buf both = {0};

        buf_str(&both, buf_view(&text));
        buf_z(&both, "tail");
        broken((str){packed.p, n}, buf_view(&both), "gzip stream is cut short");
        buf_free(&both);
    }
    packed.n = whole;

    /* Its checksum, its length. */
    packed.p[whole - 8] ^= 1;
    broken(buf_view(&packed), buf_view(&text), "damaged gzip stream: incorrect data");
    packed.p[whole - 8] ^= 1;
    packed.p[whole - 1] ^= 1;
    broken(buf_view(&packed), buf_view(&text), "damaged gzip stream: incorrect ");
    packed.p[whole - 1] ^= 1;

    /* Behind the end. */
    buf_z(&packed, "x");
    broken(buf_view(&packed), buf_view(&text), "garbage behind the end of the gzip stream");
    packed.n = whole;
    buf_add(&packed, "\0\0x", 3);
    broken(buf_view(&packed), buf_view(&text), "garbage behind the end of the gzip stream");
    packed.n = whole;
    buf_z(&packed, "\x1f?");
    broken(buf_view(&packed), buf_view(&text), "damaged gzip stream: incorrect header check");
    broken(STR("\x1f\x8b\x07\0"), STR(""), "damaged gzip stream: unknown compression method");
    buf_free(&text);
    buf_free(&packed);
}

/* A member that holds "tail", with the header parts that `flags` names; the comment is `comment` bytes long.
 */
static void put_member(buf *out, unsigned flags, size_t comment)
{
    enum { CHECK = 2, EXTRA = 4, NAME = 8, COMMENT = 16 };
    const char base[] = {0x1f, (char)0x8b, 8, (char)flags, 1, 2, 3, 4, 0, 3};
    size_t begin = out->n;

    buf_add(out, base, sizeof base);
    if (flags & EXTRA)
        buf_add(out, "\x03\0abc", 5);
    if (flags & NAME)
        buf_add(out, "name", 5);
    for (size_t i = 0; (flags & COMMENT) && i <= comment; i++)
        buf_char(out, i < comment ? 'c' : '\0');
    if (flags & CHECK) {
        uLong crc = crc32(0, (const Bytef *)out->p + begin, (uInt)(out->n - begin));

        buf_char(out, (char)(crc & 0xff));
        buf_char(out, (char)(crc >> 8 & 0xff));
    }
    buf_add(out, "\x01\x04\0\xfb\xfftail\x5d\xb4\x37\x7c\x04\0\0\0", 17);
}

/* Every part that a header may have, and none, each cut everywhere. */
static void gzip_headers(void **state)
{
    (void)state;
    for (unsigned flags = 0; flags < 32; flags++) {
        buf b = {0};

        put_member(&b, flags, 3);
        same(buf_view(&b), STR("tail"));
        for (size_t n = 2; n < b.n; n++)
            broken((str){b.p, n}, STR("tail"), "gzip stream is cut short");
        if (flags & 2) {
            b.p[4] ^= 1;
            broken(buf_view(&b), STR(""), "damaged gzip stream: header crc mismatch");
            b.p[4] ^= 1;
        }
        b.p[3] |= 0x40;
        broken(buf_view(&b), STR(""), "damaged gzip stream: unknown header flags set");
        buf_free(&b);
    }
}

/* A file is read 128 KiB at a time; the header of the second member stands at every place of that seam. */
static void gzip_header_at_a_seam(void **state)
{
    enum { READ_AT_ONCE = 128 * 1024, ALL = 31, HEADER = 10 + 5 + 5 + 4 + 2, FIRST = 10 + 1 + 17 };
    char *folder = sample_folder(), *path = sample_path(folder, "a.gz");
    buf b = {0}, out = {0};

    (void)state;
    for (size_t before = 0; before <= HEADER + 17; before++) {
        err e = {0};
        source *s;

        b.n = 0;
        put_member(&b, 16, READ_AT_ONCE - before - FIRST);
        assert_int_equal(b.n + before, READ_AT_ONCE);
        put_member(&b, ALL, 3);
        sample_write(path, buf_view(&b));
        assert_true(source_open(path, &s, &e));
        assert_true(drain(s, 4096, &out, &e));
        assert_int_equal(out.n, 8);
        assert_memory_equal(out.p, "tailtail", 8);
    }
    buf_free(&b);
    buf_free(&out);
    free(path);
    sample_remove(folder);
}

/* As much comes out before a fault, whatever is asked for at once. */
static void gzip_gives_what_precedes_a_fault(void **state)
{
    const size_t steps[] = {1, 1000, 70000, 1 << 20};
    buf text = sample_text(300000), packed = {0};
    random_state r = random_seed(6);

    (void)state;
    gzip(&packed, buf_view(&text));
    for (int round = 0; round < 20; round++) {
        size_t at = 20 + (size_t)random_below(&r, packed.n - 30), first = 0;
        char was = packed.p[at];

        packed.p[at] = (char)~was;
        for (size_t i = 0; i < 4; i++) {
            buf out = {0};
            err e;

            assert_false(unpack(buf_view(&packed), steps[i], &out, &e));
            assert_int_equal(e.byte, out.n);
            first = i ? first : out.n;
            assert_int_equal(out.n, first);
            buf_free(&out);
        }
        packed.p[at] = was;
    }
    buf_free(&text);
    buf_free(&packed);
}

static void zstd_frames(void **state)
{
    buf text = sample_text(300000), packed = {0};

    (void)state;
    zstd(&packed, buf_view(&text));
    same(buf_view(&packed), buf_view(&text));

    packed.n = 0;
    buf_add(&packed, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11); /* a frame to be skipped */
    for (size_t i = 0; i < text.n; i += 100000)
        zstd(&packed, (str){text.p + i, 100000});
    same(buf_view(&packed), buf_view(&text));
    buf_free(&text);
    buf_free(&packed);
}

static void zstd_cut_or_damaged(void **state)
{
    buf text = sample_text(3000), packed = {0};
    size_t whole;

    (void)state;
    zstd(&packed, buf_view(&text));
    whole = packed.n;
    for (size_t n = 4; n < whole; n++)
        broken((str){packed.p, n}, buf_view(&text), "zstd stream is cut short");
    packed.p[whole - 1] ^= 1;
    broken(buf_view(&packed), buf_view(&text), "damaged zstd stream");
    packed.p[whole - 1] ^= 1;
    buf_z(&packed, "garbage");
    broken(buf_view(&packed), buf_view(&text), "damaged zstd stream");
    buf_free(&text);
    buf_free(&packed);
}

static void files(void **state)
{
    char *folder = sample_folder(), *path = sample_path(folder, "a.txt"), *none = sample_path(folder, "none");
    buf text = sample_text(500000), packed = {0}, out = {0};
    source *s;
    err e = {0};

    (void)state;
    gzip(&packed, buf_view(&text));
    sample_write(path, buf_view(&packed)); /* by its bytes, not by its name */
    assert_true(source_open(path, &s, &e));
    assert_true(drain(s, 65536, &out, &e));
    assert_int_equal(out.n, text.n);
    assert_memory_equal(out.p, text.p, text.n);

    sample_write(path, buf_view(&text));
    assert_true(source_open(path, &s, &e));
    assert_true(buf_room(&out, text.n));
    assert_true(source_read(s, out.p, 100, &out.n, &e));
    assert_int_equal(out.n, 100);
    assert_in_range(source_consumed(s), 100, text.n);
    assert_true(source_read(s, out.p, text.n, &out.n, &e));
    assert_int_equal(out.n, text.n - 100);
    assert_memory_equal(out.p, text.p + 100, out.n);
    assert_int_equal(source_consumed(s), text.n);
    source_close(s);

    assert_false(source_open(none, &s, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_ptr_equal(e.path, none);
    assert_string_equal(e.text, "cannot open: no such file or directory");
    e = (err){0};
    assert_false(source_open(folder, &s, &e));
    assert_string_equal(e.text, "cannot read: is a directory");

    source_close(NULL);
    free(path);
    free(none);
    sample_remove(folder);
    buf_free(&text);
    buf_free(&packed);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes),
        cmocka_unit_test(gzip_with_many_members),
        cmocka_unit_test(gzip_cut_or_damaged),
        cmocka_unit_test(gzip_headers),
        cmocka_unit_test(gzip_header_at_a_seam),
        cmocka_unit_test(gzip_gives_what_precedes_a_fault),
        cmocka_unit_test(zstd_frames),
        cmocka_unit_test(zstd_cut_or_damaged),
        cmocka_unit_test(files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
