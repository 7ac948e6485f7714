/* Rows into records: fields, ids, weights, what makes a row bad and where; and one set of records written as
 * csv, tsv and JSON lines reads back the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/random.h"
#include "corpus_sample.h"

static void rows_with_the_wrong_number_of_cells(void **state)
{
    (void)state;
    sample_expect(FORMAT_TSV, STR("id\ttext\tlabel\na\tb\tc\td\te\nf\tg\n\nh\ti\tj\n"), SAMPLE_OPTIONS,
                  "2@14 2 BAD 2@14 5 cells where the header has 3 \"a\\tb\\tc\\td\\te\"\n"
                  "3@24 3 BAD 3@24 2 cells where the header has 3 \"f\\tg\"\n"
                  "5@29 h \"i\" label=\"j\"\n");
    sample_expect(FORMAT_CSV, STR("id,text\r\na,b,c\r\n\r\nd\r\n\"\"\r\n\"e\",\"\"\r\n"), SAMPLE_OPTIONS,
                  "2@9 2 BAD 2@9 3 cells where the header has 2 \"a,b,c\"\n"
                  "4@18 4 BAD 4@18 1 cell where the header has 2 \"d\"\n"
                  "5@21 5 BAD 5@21 1 cell where the header has 2 \"\\\"\\\"\"\n"
                  "6@25 e \"\"\n");
}

static void csv_cells_and_faults(void **state)
{
    (void)state;
    sample_expect(FORMAT_CSV, STR("text,label\n\"say \"\"hi\"\"\n\",\" A \"\nx\"y,\n\"a\"b,c\nz,w\n"),
                  SAMPLE_OPTIONS,
                  "2@11 2 \"say \\\"hi\\\"\\n\" label=\" A \"\n"
                  "4@31 4 \"x\\\"y\" label=\"\"\n"
                  "5@36 5 BAD 5@39 text behind a closing quote \"\\\"a\\\"b,c\"\n"
                  "6@43 6 \"z\" label=\"w\"\n");
}

static void ids(void **state)
{
    const char *const in = "text,id\na,x1\nb,\nc, \n";

    (void)state;
    sample_expect(FORMAT_CSV, str_z(in), SAMPLE_OPTIONS, "2@8 x1 \"a\"\n3@13 3 \"b\"\n4@16   \"c\"\n");
    sample_expect(
        FORMAT_JSONL,
        STR("{\"text\":\"a\",\"id\":12}\n{\"text\":\"b\",\"id\":\"\"}\n{\"text\":\"c\",\"id\":null}"),
        SAMPLE_OPTIONS, "1@0 12 \"a\"\n2@21 2 \"b\"\n3@42 3 \"c\"\n");
    sample_expect(FORMAT_CSV, str_z(in),
                  (reader_options){.fields = {.text = "text", .id = "id", .need_id = true}},
                  "2@8 x1 \"a\"\n3@13 3 BAD 3@15 'id' is empty \"b,\"\n4@16   \"c\"\n");
}

static void weights(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.fields.weight = "w";
    sample_expect(FORMAT_TSV,
                  STR("text\tw\na\t2\nb\t0.5\nc\t\nd\t-1\ne\tnan\nf\tinf\ng\tx\nh\t1e400\ni\t 0 \nj\t1,5\n"),
                  o,
                  "2@7 2 \"a\" weight=2\n"
                  "3@11 3 \"b\" weight=0.5\n"
                  "4@17 4 \"c\"\n"
                  "5@20 5 BAD 5@22 weight '-1' is not a number from 0 to 1e9 \"d\\t-1\"\n"
                  "6@25 6 BAD 6@27 weight 'nan' is not a number from 0 to 1e9 \"e\\tnan\"\n"
                  "7@31 7 BAD 7@33 weight 'inf' is not a number from 0 to 1e9 \"f\\tinf\"\n"
                  "8@37 8 BAD 8@39 weight 'x' is not a number from 0 to 1e9 \"g\\tx\"\n"
                  "9@41 9 BAD 9@43 weight '1e400' is not a number from 0 to 1e9 \"h\\t1e400\"\n"
                  "10@49 10 \"i\" weight=0\n"
                  "11@55 11 BAD 11@57 weight '1,5' is not a number from 0 to 1e9 \"j\\t1,5\"\n");
    sample_expect(FORMAT_JSONL,
                  STR("{\"text\":\"a\",\"w\":2}\n{\"text\":\"a\",\"w\":\"3\"}\n{\"text\":\"a\",\"w\":null}\n{"
                      "\"text\":\"a\",\"w\":true}\n"),
                  o,
                  "1@0 1 \"a\" weight=2\n2@19 2 \"a\" weight=3\n3@40 3 \"a\"\n"
                  "4@62 4 BAD 4@78 weight 'true' is not a number from 0 to 1e9 "
                  "\"{\\\"text\\\":\\\"a\\\",\\\"w\\\":true}\"\n");
    o.fields.need_weight = true;
    sample_expect(FORMAT_CSV, STR("text,w\na,\n\"\n\",\"z\"\n"), o,
                  "2@7 2 BAD 2@9 weight '' is not a number from 0 to 1e9 \"a,\"\n"
                  "3@10 3 BAD 4@15 weight 'z' is not a number from 0 to 1e9 \"\\\"\\n\\\",\\\"z\\\"\"\n");
}

static void one_json(const char *line, const char *expected)
{
    sample_expect(FORMAT_JSONL, str_z(line), SAMPLE_OPTIONS, expected);
}

static void json_fields(void **state)
{
    (void)state;
    one_json("{\"text\":\"a\",\"label\":\"b\",\"target\":\"c\"}", "1@0 1 \"a\" label=\"b\" target=\"c\"\n");
    one_json("{\"label\":1.50,\"text\":\"a\",\"target\":false}",
             "1@0 1 \"a\" label=\"1.50\" target=\"false\"\n");
    one_json("{\"te\\u0078t\":\"\\ud83d\\ude00\\n\\\"\"}", "1@0 1 \"\xf0\x9f\x98\x80\\n\\\"\"\n");
    one_json("{\"text\":\"a\",\"text\":\"b\",\"label\":\"x\",\"label\":null}", "1@0 1 \"b\"\n");
    one_json("{\"text\":1,\"text\":\"b\"}", "1@0 1 \"b\"\n");
    one_json("{\"other\":{\"text\":\"no\"},\"text\":\"\"}", "1@0 1 \"\"\n");
    one_json("\n\r\n{\"text\":\"a\"}\r\n\n", "3@3 3 \"a\"\n");
    one_json("{\"text\":\"a\\u0000b\"}", "1@0 1 \"a\\u0000b\"\n");
}

/* The reason and the place only: the raw bytes are the line. */
static void bad_json(const char *line, const char *expected)
{
    buf whole = {0};

    buf_printf(&whole, "1@0 1 BAD 1@%s ", expected);
    buf_json(&whole, str_z(line));
    buf_add(&whole, "\n", 2);
    one_json(line, whole.p);
    buf_free(&whole);
}

static void json_that_is_bad(void **state)
{
    (void)state;
    bad_json("{\"txt\":\"a\"}", "0 no 'text' here, or null");
    bad_json("{\"text\":null}", "0 no 'text' here, or null");
    bad_json("{\"text\":12}", "8 'text' is a number, not a string");
    bad_json("{\"text\":[\"a\"]}", "8 'text' is an array, not a string");
    bad_json("{\"text\":true}", "8 'text' is true or false, not a string");
    bad_json("{\"text\":\"a\",\"label\":{\"x\":1}}", "20 'label' is an object, not a string");
    bad_json("{\"text\":\"a\\ud800\"}", "10 lone surrogate in a string");
    bad_json("{\"other\":\"a\\ud800\",\"text\":\"b\"}", "11 lone surrogate in a string");
    bad_json("{\"text\":\"a\",\"\\udc00\":1}", "13 lone surrogate in a string");
    bad_json("{\"text\":\"a\"} {}", "13 text behind the JSON object");
    bad_json("[\"text\"]", "0 a JSON array, where each line is to be an object");
    bad_json("text", "0 top level is not a JSON object");
    bad_json(" ", "0 no JSON on this line");
    bad_json("{\"text\":\"a", "8 unclosed string");
    bad_json("{\"text\":\"a\xff\"}", "10 invalid UTF-8"); /* JSON is UTF-8, strict or not */
    bad_json("{\"text\":\"a\",\"n\":nul}", "16 broken JSON: not a value");
}

static void needed_members(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.fields.need_label = true;
    o.fields.group = "g";
    o.fields.need_group = true;
    sample_expect(
        FORMAT_JSONL,
        STR("{\"text\":\"a\",\"label\":\"A\",\"g\":1}\n{\"id\":\"x\",\"text\":\"b\",\"g\":1}\n{\"text\":"
            "\"c\",\"label\":\"C\"}\n"),
        o,
        "1@0 1 \"a\" label=\"A\" group=\"1\"\n"
        "2@31 x BAD 2@31 no 'label' here, or null "
        "\"{\\\"id\\\":\\\"x\\\",\\\"text\\\":\\\"b\\\",\\\"g\\\":1}\"\n"
        "3@59 3 BAD 3@59 no 'g' here, or null \"{\\\"text\\\":\\\"c\\\",\\\"label\\\":\\\"C\\\"}\"\n");
    o = SAMPLE_OPTIONS;
    o.fields.text = NULL; /* not used: then nothing is missing */
    sample_expect(FORMAT_JSONL, STR("{\"label\":\"A\"}\n"), o, "1@0 1 \"\" label=\"A\"\n");
    sample_expect(FORMAT_TSV, STR("label\nA\n"), o, "2@6 2 \"\" label=\"A\"\n");
}

static void one_name_for_two_fields(void **state)
{
    reader_options o = {.fields = {.text = "t", .label = "l", .group = "l"}};

    (void)state;
    sample_expect(FORMAT_JSONL, STR("{\"t\":\"a\",\"l\":\"A\"}"), o, "1@0 1 \"a\" label=\"A\" group=\"A\"\n");
    sample_expect(FORMAT_TSV, STR("t\tl\na\tA"), o, "2@4 2 \"a\" label=\"A\" group=\"A\"\n");
}

static void strict_utf8(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    sample_expect(FORMAT_LINES, STR("a\xff\n"), o, "1@0 1 \"a\xef\xbf\xbd\"\n");
    o.strict = true;
    sample_expect(FORMAT_LINES,
                  STR("ok\na\xff"
                      "b\nok\n"),
                  o,
                  "1@0 1 \"ok\"\n2@3 2 BAD 2@4 invalid UTF-8 \"a\xef\xbf\xbd"
                  "b\"\n3@7 3 \"ok\"\n");
    /* Anywhere in the row, on whichever of its lines. */
    sample_expect(FORMAT_CSV, STR("text,x\n\"a\nb\",\"c\n\xc3\"\n"), o,
                  "2@7 2 BAD 4@16 invalid UTF-8 \"\\\"a\\nb\\\",\\\"c\\n\xef\xbf\xbd\\\"\"\n");
    sample_expect(FORMAT_TSV, STR("text\tx\na\t\xed\xa0\x80\n"), o,
                  "2@7 2 BAD 2@9 invalid UTF-8 \"a\\t\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n");
    sample_expect(FORMAT_TXT, STR("a\nb\xf5"), o, "1@0 in BAD 2@3 invalid UTF-8 \"a\\nb\xef\xbf\xbd\"\n");
    sample_expect(FORMAT_JSONL, STR("\n{\"x\":\"\xff\"}\n"), o,
                  "2@1 2 BAD 2@7 invalid UTF-8 \"{\\\"x\\\":\\\"\xef\xbf\xbd\\\"}\"\n");
}

static void columns_that_pass_through(void **state)
{
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.keep = true;
    sample_expect(
        FORMAT_CSV, STR("x,text,x\n1,\"a\"\"\",\n"), o,
        "2@9 2 \"a\\\"\" name=\"x\" value=\"1\" name=\"text\" value=\"a\\\"\" name=\"x_2\" value=\"\"\n");
    sample_expect(FORMAT_JSONL,
                  STR("{\"n\" : [1, 2] , \"\\u0078\":\"\\t\",\"text\":\"a\",\"z\":null,\"k\":1.0}"), o,
                  "1@0 1 \"a\" name=\"n\" value=\"[1, 2]\" raw=\"[1, 2]\""
                  " name=\"x\" value=\"\\t\" raw=\"\\\"\\\\t\\\"\""
                  " name=\"text\" value=\"a\" raw=\"\\\"a\\\"\""
                  " name=\"z\" value=\"null\" raw=\"null\""
                  " name=\"k\" value=\"1.0\" raw=\"1.0\"\n");
    sample_expect(FORMAT_LINES, STR("a\n"), o, "1@0 1 \"a\" name=\"text\" value=\"a\"\n");
    o.fields = (fields){.text = "1", .no_header = true};
    sample_expect(FORMAT_TSV, STR("a\tb\n"), o,
                  "1@0 1 \"a\" name=\"1\" value=\"a\" name=\"2\" value=\"b\"\n");
}

/* A chunk without room behind its bytes: the row is copied, its places stay. */
static void a_chunk_made_by_others(void **state)
{
    const str line = STR("{\"text\":\"a\",\"label\":12}");
    const input in = {"in", FORMAT_JSONL, 0};
    const reader_options o = SAMPLE_OPTIONS;
    const columns none = {0};
    chunk c = {.in = &in, .columns = &none, .line = 7, .byte = 100};
    records *rs = records_new(&o, true);
    arena a = {0};
    record r;

    (void)state;
    c.bytes = (buf){malloc(line.n), line.n, line.n, false};
    assert_non_null(c.bytes.p);
    memcpy(c.bytes.p, line.p, line.n);
    records_begin(rs, &c);
    assert_true(records_next(rs, &a, &r));
    assert_false(r.bad);
    assert_true(str_eq(r.text, STR("a")));
    assert_true(str_eq(r.label, STR("12")));
    assert_true(str_eq(r.id, STR("in:7")));
    assert_int_equal(r.byte, 100);
    assert_false(records_next(rs, &a, &r));
    c.bytes.p[8] = '1';
    records_begin(rs, &c);
    assert_true(records_next(rs, &a, &r));
    assert_true(r.bad);
    assert_int_equal(r.why.byte, 118); /* the string that is open now */
    records_free(rs);
    records_free(NULL);
    chunk_free(&c);
    arena_free(&a);
}

/* ---- the same records in three formats ---- */

enum { FIELDS = 4, TSV = 0, CSV, JSONL };

static const char *const field_names[FIELDS] = {"id", "text", "label", "a b"};

static void random_cell(random_state *seed, bool lines, buf *out)
{
    static const char *const parts[] = {
        "a", "b", " ",    "\"",   "\"\"", ",",  "\\",   "{", "\xc3\xa9", "\xf0\x9f\x98\x80",
        "'", "/", "\x01", "\x7f", "null", "\n", "\r\n", "\t"};
    uint64_t n = random_below(seed, 3) ? random_below(seed, 8) : random_below(seed, 300);

    out->n = 0;
    while (n--)
        buf_z(out, parts[random_below(seed, sizeof parts / sizeof parts[0] - (lines ? 0 : 3))]);
}

static void write_csv(random_state *seed, str s, buf *out)
{
    bool must = s.n == 0 || memchr(s.p, ',', s.n) || memchr(s.p, '"', s.n) || memchr(s.p, '\n', s.n);

    if (!must && random_below(seed, 2)) {
        buf_str(out, s);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

static void write_row(random_state *seed, int kind, const buf cells[FIELDS], bool header, buf *out)
{
    const char *end = random_below(seed, 2) ? "\r\n" : "\n";

    if (kind == JSONL && header)
        return;
    buf_z(out, kind == JSONL ? "{" : "");
    for (int i = 0; i < FIELDS; i++) {
        str s = header ? str_z(field_names[i]) : buf_view(&cells[i]);

        if (i)
            buf_z(out, kind == TSV ? "\t" : kind == CSV ? "," : random_below(seed, 2) ? ", " : ",");
        if (kind == JSONL) {
            buf_json(out, str_z(field_names[i]));
            buf_z(out, random_below(seed, 2) ? ":" : " : ");
            buf_json(out, s);
        } else if (kind == CSV) {
            write_csv(seed, s, out);
        } else {
            buf_str(out, s);
        }
    }
    buf_z(out, kind == JSONL ? "}" : "");
    buf_z(out, end);
}

/* Without places, which differ; with ids, which must then be the row's own. */
static void content(format f, str bytes, size_t chunk_bytes, buf *out)
{
    const input in = {"in", f, 0};
    reader_options o = SAMPLE_OPTIONS;
    records *rs;
    reader *r;
    chunk c = {0};
    arena a = {0};
    record got;
    bool more;
    err e = {0};

    o.chunk_bytes = chunk_bytes;
    o.keep = true;
    o.strict = true;
    rs = records_new(&o, false);
    assert_true(reader_open_bytes(&in, bytes, &o, &r, &e));
    out->n = 0;
    while (assert_true(reader_next(r, &c, &more, &e)), more) {
        arena_reset(&a);
        records_begin(rs, &c);
        while (records_next(rs, &a, &got)) {
            assert_false(got.bad);
            assert_int_equal(got.n_columns, FIELDS);
            assert_memory_equal(bytes.p + got.byte, got.raw.p, got.raw.n);
            sample_field(out, "id", got.id);
            sample_field(out, "text", got.text);
            sample_field(out, "label", got.label);
            for (size_t i = 0; i < FIELDS; i++) {
                sample_field(out, "name", got.column[i].name);
                sample_field(out, "value", got.column[i].value);
            }
            buf_char(out, '\n');
        }
    }
    buf_char(out, '\0');
    records_free(rs);
    reader_close(r);
    chunk_free(&c);
    arena_free(&a);
}

static void three_formats_one_meaning(void **state)
{
    static const format formats[] = {FORMAT_TSV, FORMAT_CSV, FORMAT_JSONL};
    const size_t sizes[] = {0, 1, 3, 64, 1000, 100000};
    random_state seed = random_seed(42);

    (void)state;
    for (int round = 0; round < 40; round++) {
        bool lines = round % 2;
        buf file[3] = {{0}}, cells[FIELDS] = {{0}}, first = {0}, got = {0};

        for (int kind = lines; kind < 3; kind++)
            write_row(&seed, kind, cells, true, &file[kind]);
        for (uint64_t n = random_below(&seed, 60); n; n--) {
            for (int i = 0; i < FIELDS; i++)
                random_cell(&seed, lines, &cells[i]);
            buf_printf(&cells[0], "%llu", (unsigned long long)n); /* an id of its own */
            for (int kind = lines; kind < 3; kind++)
                write_row(&seed, kind, cells, false, &file[kind]);
        }
        content(formats[2], buf_view(&file[2]), 0, &first);
        for (int kind = lines; kind < 3; kind++) {
            for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
                content(formats[kind], buf_view(&file[kind]), sizes[i], &got);
                assert_string_equal(got.p, first.p);
            }
            buf_free(&file[kind]);
        }
        for (int i = 0; i < FIELDS; i++)
            buf_free(&cells[i]);
        buf_free(&first);
        buf_free(&got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_with_the_wrong_number_of_cells),
        cmocka_unit_test(csv_cells_and_faults),
        cmocka_unit_test(ids),
        cmocka_unit_test(weights),
        cmocka_unit_test(json_fields),
        cmocka_unit_test(json_that_is_bad),
        cmocka_unit_test(needed_members),
        cmocka_unit_test(one_name_for_two_fields),
        cmocka_unit_test(strict_utf8),
        cmocka_unit_test(columns_that_pass_through),
        cmocka_unit_test(a_chunk_made_by_others),
        cmocka_unit_test(three_formats_one_meaning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
