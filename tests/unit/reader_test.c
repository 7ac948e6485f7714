/* Files into chunks of whole records: places, line ends, limits, headers, and what happens when a file is
 * bad in the middle. Most tests go through record.h, which shows what a chunk holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zlib.h>

#include "base/random.h"
#include "corpus/json.h"
#include "corpus_sample.h"

static void lines_and_places(void **state)
{
    (void)state;
    sample_expect(FORMAT_LINES, STR(""), SAMPLE_OPTIONS, "");
    sample_expect(FORMAT_LINES, STR("a"), SAMPLE_OPTIONS, "1@0 1 \"a\"\n");
    sample_expect(FORMAT_LINES, STR("a\n"), SAMPLE_OPTIONS, "1@0 1 \"a\"\n");
    sample_expect(FORMAT_LINES, STR("a\r\n\nb\rc\n\r\nd\r"), SAMPLE_OPTIONS,
                  "1@0 1 \"a\"\n2@3 2 \"\"\n3@4 3 \"b\\rc\"\n4@8 4 \"\"\n5@10 5 \"d\\r\"\n");
    sample_expect(FORMAT_LINES,
                  STR("\xef\xbb\xbf"
                      "a\nb\n"),
                  SAMPLE_OPTIONS, "1@3 1 \"a\"\n2@5 2 \"b\"\n");
    sample_expect(FORMAT_LINES, STR("\xef\xbb\xbf"), SAMPLE_OPTIONS, "");
    sample_expect(FORMAT_LINES, STR("\n\n"), SAMPLE_OPTIONS, "1@0 1 \"\"\n2@1 2 \"\"\n");
}

static void one_text_a_file(void **state)
{
    (void)state;
    sample_expect(FORMAT_TXT, STR("Title\n\nText.\n"), SAMPLE_OPTIONS, "1@0 in \"Title\\n\\nText.\\n\"\n");
    sample_expect(FORMAT_TXT, STR("\xef\xbb\xbfTitle"), SAMPLE_OPTIONS, "1@3 in \"Title\"\n");
    sample_expect(FORMAT_TXT, STR(""), SAMPLE_OPTIONS, "1@0 in \"\"\n"); /* a file is a record */
}

static void tables_and_headers(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    sample_expect(FORMAT_TSV, STR(""), o, "");
    sample_expect(FORMAT_CSV, STR("\xef\xbb\xbf"), o, "");
    sample_expect(FORMAT_TSV, STR("id\ttext\n"), o, "");
    sample_expect(FORMAT_CSV, STR("id,text"), o, "");
    sample_expect(FORMAT_TSV, STR("id\ttext\r\nx\ta\r\n\r\n\tb"), o, "2@9 x \"a\"\n4@16 4 \"b\"\n");
    sample_expect(FORMAT_CSV, STR("\xef\xbb\xbf\"text\",label\nb,A\n"), o, "2@16 2 \"b\" label=\"A\"\n");
    sample_expect(FORMAT_CSV, STR("\"te\nxt\",text\nx,y\n"), o, "3@13 3 \"y\"\n");
    sample_expect(FORMAT_CSV, STR("text\n\na\n\n"), o, "2@5 2 \"\"\n3@6 3 \"a\"\n4@8 4 \"\"\n");
    sample_expect(FORMAT_TSV, STR("\t\ttext\t\n1\t2\t3\t4\n"), o,
                  "2@8 2 \"3\"\n"); /* names may be empty or recur */

    o.fields.no_header = true;
    o.fields = (fields){.text = "2", .label = "1", .no_header = true};
    sample_expect(FORMAT_TSV, STR("A\tx\nB\ty\n"), o, "1@0 1 \"x\" label=\"A\"\n2@4 2 \"y\" label=\"B\"\n");
    sample_expect(FORMAT_CSV, STR("A,x\nB\n"), o,
                  "1@0 1 \"x\" label=\"A\"\n2@4 2 BAD 2@4 1 cell where the first row has 2 \"B\"\n");
}

/* Kept columns of one name get a number, that of no other column. */
static void names_that_recur(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.keep = true;
    sample_expect(
        FORMAT_TSV, STR("text\ta\ta\ta_2\ta\t\t\tb\nT\t1\t2\t3\t4\t5\t6\t7\n"), o,
        "2@19 2 \"T\" name=\"text\" value=\"T\" name=\"a\" value=\"1\" name=\"a_3\" value=\"2\" "
        "name=\"a_2\" value=\"3\" name=\"a_4\" value=\"4\" name=\"\" value=\"5\" name=\"_2\" value=\"6\" "
        "name=\"b\" value=\"7\"\n");
}

static void headers_that_are_wrong(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    sample_expect(
        FORMAT_TSV, STR("id\tTextt\tlabel\na\tb\tc\n"), o,
        "ERROR in:1: no column 'text' (--text-field); did you mean 'Textt'? there are id, Textt, label\n");
    sample_expect(FORMAT_CSV, STR("a,b,c,d,e,f,g,h,i,j\n"), o,
                  "ERROR in:1: no column 'text' (--text-field); there are a, b, c, d, e, f, g, h, ...\n");
    sample_expect(FORMAT_CSV, STR("a name that is far too long to be shown whole\n"), o,
                  "ERROR in:1: no column 'text' (--text-field); there are a name that is f...\n");
    sample_expect(FORMAT_CSV, STR("aaaaaaaaaaaaaaa\xc3\xa9\n"), o,
                  "ERROR in:1: no column 'text' (--text-field); there are aaaaaaaaaaaaaaa...\n");
    sample_expect(FORMAT_CSV, STR("text,id,text\na,b,c\n"), o, "ERROR in:1: two columns are called 'text'\n");
    sample_expect(FORMAT_CSV, STR("x\n\"text\n\n"), (reader_options){.fields = {.text = "text"}},
                  "ERROR in:1: no column 'text' (--text-field); there are x\n");
    sample_expect(FORMAT_CSV, STR("text,\"id\nx,y\nz\n"), o, "ERROR in:1: unclosed quote in the header\n");
    sample_expect(FORMAT_CSV, STR("\"a\",\"text\"x\n"), o,
                  "ERROR in:1: text behind a closing quote in the header (byte 10)\n");
    sample_expect(FORMAT_CSV, STR("\n\na\n"), o,
                  "ERROR in:1: no column 'text': the header is an empty line\n");

    o.fields.need_label = true;
    sample_expect(
        FORMAT_TSV, STR("text\tlabels\na\tb\n"), o,
        "ERROR in:1: no column 'label' (--label-field); did you mean 'labels'? there are text, labels\n");
    sample_expect(FORMAT_LINES, STR("a\n"), o,
                  "ERROR in: plain text has no column 'label'; use tsv, csv or jsonl\n");
    o = SAMPLE_OPTIONS;
    o.fields = (fields){.text = "3", .no_header = true};
    sample_expect(FORMAT_TSV, STR("a\tb\n"), o,
                  "ERROR in:1: there is no column '3': without a header columns are 1 to 2\n");
    o = SAMPLE_OPTIONS;
    o.max_record = 10;
    sample_expect(FORMAT_TSV, STR("id\ttext\tlabel\na\tb\tc\n"), o,
                  "ERROR in:1: the first row is longer than 10 bytes\n");
}

static void what_is_no_text(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    sample_expect(FORMAT_LINES,
                  STR("\xff\xfe"
                      "a\0\n\0"),
                  o, "ERROR in: UTF-16 text; convert it to UTF-8 first (byte 0)\n");
    sample_expect(FORMAT_CSV, STR("\xfe\xff\0a"), o,
                  "ERROR in: UTF-16 text; convert it to UTF-8 first (byte 0)\n");
    sample_expect(FORMAT_JSONL, STR("a\nb\0c\n"), o, "ERROR in: not a text file (byte 3)\n");
    /* a txt file is one record, and a bad one it may be */
    sample_expect(FORMAT_TXT, STR("a\0"), o, "1@0 in BAD 1@1 not a text file \"a\\u0000\"\n");
    sample_expect(FORMAT_TXT, STR("\xff\xfe"), o,
                  "1@0 in BAD 1@0 UTF-16 text; convert it to UTF-8 first \"\ufffd\ufffd\"\n");
}

/* The byte at which a file is found not to be UTF-8; -1 where it is not. */
static long long not_utf8_at(format f, str bytes, reader_options o)
{
    const input in = {"in", f, 0};
    not_utf8 found = {0};
    reader *r;
    buf out = {0};
    err e = {0};

    o.not_utf8 = &found;
    assert_true(reader_open_bytes(&in, bytes, &o, &r, &e));
    sample_drain(r, &o, false, &out);
    reader_close(r);
    buf_free(&out);
    if (!found.path)
        return -1;
    assert_string_equal(found.path, "in");
    return (long long)found.byte;
}

static void what_is_in_another_encoding(void **state)
{
    enum { LONG = 70000 };
    reader_options o = SAMPLE_OPTIONS;
    buf b = {0};

    (void)state;
    assert_int_equal(not_utf8_at(FORMAT_LINES, STR("plain\n"), o), -1);
    assert_int_equal(not_utf8_at(FORMAT_LINES, STR(""), o), -1);
    assert_int_equal(not_utf8_at(FORMAT_TXT, STR("caf\xe9"), o), 3);
    assert_int_equal(not_utf8_at(FORMAT_TSV, STR("id\ttext\n1\tcaf\xe9\n"), o), 13);
    assert_int_equal(not_utf8_at(FORMAT_CSV, STR("\xef\xbb\xbftext\n\x93Well,\x94 he said\n"), o), 8);
    assert_int_equal(not_utf8_at(FORMAT_TXT, STR("\xff\xfe\xe9"), o), -1); /* rejected for what it is */
    assert_int_equal(not_utf8_at(FORMAT_TXT, STR("\xe9\0"), o), -1);
    /* damage is no encoding */
    assert_int_equal(not_utf8_at(FORMAT_LINES, STR("caf\xc3\xa9 na\xefve\n"), o), -1);
    /* only the first chunk is looked at, and of that so much that no character is cut */
    for (size_t shift = 0; shift < 4; shift++) {
        b.n = 0;
        buf_add(&b, "abc", shift);
        while (b.n < LONG)
            buf_z(&b, "\xf0\x9f\x98\x80");
        buf_z(&b, "\xe9\n");
        assert_int_equal(not_utf8_at(FORMAT_LINES, buf_view(&b), o), -1);
        b.n = 0;
        while (b.n < 64 * 1024 - shift)
            buf_char(&b, 'a');
        buf_z(&b, "\xf0\x9f\x98\x80\n");
        assert_int_equal(not_utf8_at(FORMAT_LINES, buf_view(&b), o), -1);
    }
    buf_free(&b);
}

static void records_that_are_too_long(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.max_record = 4;
    sample_expect(FORMAT_LINES, STR("abcd\nabcde\nabcd\r\nabcd\rx\nx"), o,
                  "1@0 1 \"abcd\"\n"
                  "2@5 2 BAD 2@5 record is longer than 4 bytes (--max-record) \"abcd\"\n"
                  "3@11 3 \"abcd\"\n"
                  "4@17 4 BAD 4@17 record is longer than 4 bytes (--max-record) \"abcd\"\n"
                  "5@24 5 \"x\"\n");
    sample_expect(FORMAT_LINES, STR("abcdef"), o,
                  "1@0 1 BAD 1@0 record is longer than 4 bytes (--max-record) \"abcd\"\n");
    sample_expect(FORMAT_LINES, STR("abcd\r"), o,
                  "1@0 1 BAD 1@0 record is longer than 4 bytes (--max-record) \"abcd\"\n");
    sample_expect(FORMAT_LINES, STR("abcdefghi\n"), o,
                  "1@0 1 BAD 1@0 record is longer than 4 bytes (--max-record) \"abcd\"\n");
    sample_expect(FORMAT_TXT, STR("abcd"), o, "1@0 in \"abcd\"\n");
    sample_expect(FORMAT_TXT, STR("ab\nde"), o,
                  "1@0 in BAD 1@0 record is longer than 4 bytes (--max-record) (a txt file is one article: "
                  "--format lines "
                  "for one a line) \"ab\\nd\"\n");
    sample_expect(FORMAT_TXT, STR("ab\ndefghijklmn"), o,
                  "1@0 in BAD 1@0 record is longer than 4 bytes (--max-record) (a txt file is one article: "
                  "--format lines "
                  "for one a line) \"ab\\nd\"\n");
    sample_expect(
        FORMAT_CSV, STR("text\nabcde\n\"ab\"\n\"abc\"\n\"a\nb\"\nxx\n"), o,
        "2@5 2 BAD 2@5 record is longer than 4 bytes (--max-record) \"abcd\"\n"
        "3@11 3 \"ab\"\n"
        "4@16 4 BAD 4@16 record is longer than 4 bytes (--max-record) \"\\\"abc\"\n"
        /* Lines of a record that is too long: not one of them may pass for a whole record unseen. */
        "5@22 5 BAD 5@22 unclosed quote \"\\\"a\"\n"
        "6@25 6 \"b\\\"\"\n"
        "7@28 7 \"xx\"\n");
}

static void open_quotes(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    sample_expect(FORMAT_CSV, STR("text,id\na,1\n\"b,2\nc,3\n\"d,x\",4\ne,5"), o,
                  "2@8 1 \"a\"\n"
                  "3@12 3 BAD 3@12 unclosed quote \"\\\"b,2\"\n"
                  "4@17 3 \"c\"\n"
                  "5@21 4 \"d,x\"\n"
                  "6@29 5 \"e\"\n");
    /* The quote opens on the second line of its row: the row's lines are lost, no more. */
    sample_expect(FORMAT_CSV, STR("text,id\n\"a\nb\",\"1\nc,3\n"), o,
                  "2@8 2 BAD 2@8 unclosed quote \"\\\"a\"\n"
                  "3@11 3 BAD 3@14 unclosed quote \"b\\\",\\\"1\"\n"
                  "4@17 3 \"c\"\n");
    /* Beyond the stretch that was looked through, quotes span lines again. */
    o.max_record = 16;
    sample_expect(FORMAT_CSV, STR("text\n\"a\nbbbbbbbbbb\ncccccccccc\n\"d\ne\"\n"), o,
                  "2@5 2 BAD 2@5 unclosed quote \"\\\"a\"\n"
                  "3@8 3 \"bbbbbbbbbb\"\n"
                  "4@19 4 \"cccccccccc\"\n"
                  "5@30 5 \"d\\ne\"\n");
}

/* Work stays in proportion to the bytes: each line opens a quote that is never closed. */
static void hostile_quotes_cost_no_more(void **state)
{
    reader_options o = SAMPLE_OPTIONS;
    buf in = {0}, out;
    size_t lines = 0;

    (void)state;
    o.max_record = 1 << 16;
    buf_z(&in, "text,x\n");
    for (int i = 0; i < 400000; i++)
        buf_z(&in, i % 2 ? "\"a,b\n" : "c,\"d\"\"\n");
    out = sample_read(FORMAT_CSV, buf_view(&in), &o);
    for (const char *p = out.p; (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_true(lines > 100000);
    buf_free(&in);
    buf_free(&out);
}

/* ---- a file that fails half-way ---- */

static buf packed(str s)
{
    buf out = {0};
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 0, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(buf_room(&out, s.n + 1000));
    z.next_in = (z_const Bytef *)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)out.p;
    z.avail_out = (uInt)out.cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.n = z.total_out;
    assert_int_equal(deflateEnd(&z), Z_OK);
    return out;
}

static void whole_records_before_a_failure(void **state)
{
    static const struct {
        format format;
        const char *file, *expected;
    } cases[] = {
        {FORMAT_LINES, "one\ntwo\nthree",
         "1@0 1 \"one\"\n2@4 2 \"two\"\nERROR in: gzip stream is cut short (byte 13)\n"},
        {FORMAT_CSV, "text\n\"a\nb\"\n\"c\nd",
         "2@5 2 \"a\\nb\"\nERROR in: gzip stream is cut short (byte 15)\n"},
        {FORMAT_JSONL, "{\"text\":\"a\"}\n{\"text\":\"b\"}",
         "1@0 1 \"a\"\nERROR in: gzip stream is cut short (byte 25)\n"},
        {FORMAT_TXT, "one\ntwo\n", "ERROR in: gzip stream is cut short (byte 8)\n"},
        {FORMAT_TSV, "te", "ERROR in: gzip stream is cut short (byte 2)\n"},
        {FORMAT_TSV, "text\n", "ERROR in: gzip stream is cut short (byte 5)\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buf file = packed(str_z(cases[i].file));

        /* Only the checksum is missing. */
        sample_expect(cases[i].format, (str){file.p, file.n - 8}, SAMPLE_OPTIONS, cases[i].expected);
        buf_free(&file);
    }
}

/* ---- several files, progress, memory ---- */

static void several_files(void **state)
{
    char *folder = sample_folder();
    char *a = sample_path(folder, "a.tsv"), *b = sample_path(folder, "b.jsonl"),
         *c = sample_path(folder, "c.csv");
    const char *paths[] = {a, b, c, a};
    reader_options o = SAMPLE_OPTIONS;
    arena memory = {0};
    input *in;
    size_t n;
    reader *r;
    buf out = {0}, expected = {0};
    err e = {0};
    uint64_t done, total;

    (void)state;
    sample_write(a, STR("text\tid\nx\t\ny\tone\n"));
    sample_write(b, STR("{\"text\":\"z\"}\n"));
    sample_write(c, STR("label\nq\n"));
    assert_true(input_list(paths, 4, FORMAT_AUTO, &memory, &in, &n, NULL, &e));
    assert_true(reader_open(in, n, &o, &r, &e));
    reader_progress(r, &done, &total);
    assert_int_equal(done, 0);
    assert_int_equal(total, 17 + 13 + 8 + 17);
    assert_int_equal(unlink(b), 0); /* it was there a moment ago */
    sample_drain(r, &o, true, &out);
    reader_progress(r, &done, &total);
    assert_int_equal(done, total);
    buf_char(&out, '\0');
    buf_printf(&expected, "2@8 %s:2 \"x\"\n3@11 one \"y\"\n", a);
    buf_printf(&expected, "ERROR %s: cannot open: no such file or directory\n", b);
    buf_printf(&expected, "ERROR %s:1: no column 'text' (--text-field); there are label\n", c);
    buf_printf(&expected, "2@8 %s:2 \"x\"\n3@11 one \"y\"\n", a);
    buf_char(&expected, '\0');
    assert_string_equal(out.p, expected.p);
    reader_close(r);
    buf_free(&out);
    buf_free(&expected);
    arena_free(&memory);
    free(a);
    free(b);
    free(c);
    sample_remove(folder);
}

static void chunks_follow_each_other(void **state)
{
    const input in = {"in", FORMAT_LINES, 0};
    reader_options o = SAMPLE_OPTIONS;
    chunk c = {0};
    reader *r;
    bool more;
    err e = {0};
    buf bytes = {0};
    uint64_t at = 0, line = 1;

    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_printf(&bytes, "%d\n", i);
    o.chunk_bytes = 1000;
    assert_true(reader_open_bytes(&in, buf_view(&bytes), &o, &r, &e));
    while (assert_true(reader_next(r, &c, &more, &e)), more) {
        assert_int_equal(c.bytes.p[c.bytes.n - 1], '\n');
        assert_in_range(c.bytes.n, at + 1000 < bytes.n ? 994 : 1, 1006);
        assert_int_equal(c.byte, at);
        assert_int_equal(c.line, line);
        assert_memory_equal(c.bytes.p, bytes.p + at, c.bytes.n);
        at += c.bytes.n;
        for (size_t i = 0; i < c.bytes.n; i++)
            line += c.bytes.p[i] == '\n';
        if (at == bytes.n)
            break;
    }
    assert_int_equal(at, bytes.n);
    assert_true(reader_next(r, &c, &more, &e));
    assert_false(more);
    assert_int_equal(c.bytes.n, 0);
    assert_true(reader_next(r, &c, &more, &e)); /* and again */
    assert_false(more);
    reader_close(r);
    reader_close(NULL);
    chunk_free(&c);
    buf_free(&bytes);
}

/* A line of 300 MB, packed to 300 KB, in a window that does not grow with it. */
static void a_giant_line_is_skipped(void **state)
{
    enum { BLOCKS = 300 };
    const input in = {"in", FORMAT_LINES, 0};
    reader_options o = SAMPLE_OPTIONS;
    char *block = malloc(1 << 20);
    z_stream z = {0};
    buf file = {0}, out = {0};
    reader *r;
    err e = {0};

    (void)state;
    assert_non_null(block);
    memset(block, 'x', 1 << 20);
    assert_true(buf_room(&file, 1 << 20));
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (Bytef *)file.p;
    z.avail_out = (uInt)file.cap;
    for (int i = 0; i <= BLOCKS; i++) {
        z.next_in = (z_const Bytef *)(i < BLOCKS ? block : "\nb\n");
        z.avail_in = i < BLOCKS ? 1 << 20 : 3;
        assert_int_not_equal(deflate(&z, i < BLOCKS ? Z_NO_FLUSH : Z_FINISH), Z_STREAM_ERROR);
    }
    file.n = z.total_out;
    assert_int_equal(deflateEnd(&z), Z_OK);
    o.max_record = 10;
    assert_true(reader_open_bytes(&in, buf_view(&file), &o, &r, &e));
    sample_drain(r, &o, false, &out);
    buf_char(&out, '\0');
    assert_string_equal(
        out.p,
        "1@0 1 BAD 1@0 record is longer than 10 bytes (--max-record) \"xxxxxxxxxx\"\n2@314572801 2 \"b\"\n");
    reader_close(r);
    buf_free(&file);
    buf_free(&out);
    free(block);
}

/* Whatever the file, the sizes of chunks change nothing. */
static void random_files_cut_anywhere(void **state)
{
    static const char *const words[] = {"text", ",",       "\t",
                                        "\n",   "\r\n",    "\"",
                                        "\"\"", "a",       "{\"text\":\"",
                                        "\"}",  "\\u00e9", "\xc3\xa9",
                                        "\xff", "id",      "label",
                                        "{",    "}",       "1",
                                        ":",    "\r",      "xxxxxxxxxxxxxxxxxx"};
    random_state seed = random_seed(1);
    buf in = {0};

    (void)state;
    for (int round = 0; round < 4000; round++) {
        reader_options o = SAMPLE_OPTIONS;
        format f = (format)(1 + round % 5);
        buf whole;

        in.n = 0;
        if (f == FORMAT_CSV || f == FORMAT_TSV)
            buf_z(&in, f == FORMAT_CSV ? "text,id\n" : "text\tid\n");
        for (uint64_t n = random_below(&seed, 40); n; n--)
            buf_z(&in, words[random_below(&seed, sizeof words / sizeof words[0])]);
        o.max_record = 8 + random_below(&seed, 30);
        o.strict = random_below(&seed, 2);
        o.keep = random_below(&seed, 2);
        whole = sample_read(f, buf_view(&in), &o);
        sample_expect(f, buf_view(&in), o, whole.p);
        buf_free(&whole);
    }
    buf_free(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_places),
        cmocka_unit_test(one_text_a_file),
        cmocka_unit_test(tables_and_headers),
        cmocka_unit_test(names_that_recur),
        cmocka_unit_test(headers_that_are_wrong),
        cmocka_unit_test(what_is_no_text),
        cmocka_unit_test(what_is_in_another_encoding),
        cmocka_unit_test(records_that_are_too_long),
        cmocka_unit_test(open_quotes),
        cmocka_unit_test(hostile_quotes_cost_no_more),
        cmocka_unit_test(whole_records_before_a_failure),
        cmocka_unit_test(several_files),
        cmocka_unit_test(chunks_follow_each_other),
        cmocka_unit_test(a_giant_line_is_skipped),
        cmocka_unit_test(random_files_cut_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
