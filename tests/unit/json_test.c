/* One line of JSON: members as written, strings unescaped, and every way of being wrong with its byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "corpus/json.h"

typedef bool (*door)(json *j, str line, const json_member **m, size_t *n, json_fault *fault);

/* What comes through json_members or json_items. The line in memory of exactly its size, so that the
 * sanitizer sees a step too far. */
static void walk(door from, const char *line, size_t n, buf *out)
{
    static const char *const kinds[] = {"string", "number", "bool", "null", "array", "object"};
    char *copy = malloc(n ? n : 1);
    json *j = json_new();
    const json_member *m;
    json_fault fault = {0};
    size_t n_members;

    assert_non_null(copy);
    assert_non_null(j);
    memcpy(copy, line, n);
    out->n = 0;
    if (from(j, (str){copy, n}, &m, &n_members, &fault)) {
        for (size_t i = 0; i < n_members; i++) {
            buf_printf(out, "%s[", kinds[m[i].kind]);
            buf_str(out, m[i].key);
            buf_z(out, "]=");
            buf_str(out, m[i].value);
            buf_char(out, ';');
        }
    } else {
        assert_non_null(fault.why);
        assert_true(fault.at <= n);
        buf_printf(out, "%s at %zu", fault.why, fault.at);
    }
    buf_char(out, '\0');
    json_free(j);
    free(copy);
}

static void members(const char *line, size_t n, buf *out)
{
    walk(json_members, line, n, out);
}

static void expect(const char *line, const char *expected)
{
    buf out = {0};

    members(line, strlen(line), &out);
    assert_string_equal(out.p, expected);
    buf_free(&out);
}

static void members_as_written(void **state)
{
    (void)state;
    expect("{}", "");
    expect("{\"a\":\"b\"}", "string[a]=\"b\";");
    expect(" { \"a\" : \"b\" , \"c\" : 12 } ", "string[a]=\"b\";number[c]=12;");
    expect("{\"a\":1.50e+3,\"b\":-0,\"c\":true,\"d\":false,\"e\":null}",
           "number[a]=1.50e+3;number[b]=-0;bool[c]=true;bool[d]=false;null[e]=null;");
    expect("{\"a\":[1, {\"b\":[]}] ,\"c\":{ \"d\" : \"x\" }}",
           "array[a]=[1, {\"b\":[]}];object[c]={ \"d\" : \"x\" };");
    expect("{\"a\":{},\"b\":[]}", "object[a]={};array[b]=[];");
    expect("{\"a\":1,\"a\":2}", "number[a]=1;number[a]=2;");
    expect("{\"\\u0061\\\"\":\"\\\"\\\\\"}", "string[\\u0061\\\"]=\"\\\"\\\\\";");
    expect("{\"\":\"\"}", "string[]=\"\";");
    expect("{\"a\":123456789012345678901234567890}", "number[a]=123456789012345678901234567890;");
    expect("{\"a\":\"{[,:\"}", "string[a]=\"{[,:\";");
}

static void what_is_wrong_and_where(void **state)
{
    (void)state;
    expect("", "no JSON on this line at 0");
    expect("  ", "no JSON on this line at 0");
    expect("[1]", "a JSON array, where each line is to be an object at 0");
    expect(" \"a\"", "top level is not a JSON object at 1");
    expect("12", "top level is not a JSON object at 0");
    expect("{\"a\":\"b\"} x", "broken JSON: no } at the end at 11");
    expect("{\"a\":\"b\"} {}", "text behind the JSON object at 10");
    expect("{\"a\":\"b\"}}", "text behind the JSON object at 9");
    expect("{\"a\":\"b", "unclosed string at 5");
    expect("{\"a\":\"b}", "unclosed string at 5");
    expect("{\"a\":\"b\tc\"}", "control character in a string at 7");
    expect("{\"a\":\"b\xff\"}", "invalid UTF-8 at 7");
    expect("{\"a\":\"\xed\xa0\x80\"}", "invalid UTF-8 at 6");
    expect("{\"a\":tru}", "broken JSON: not a value at 5");
    expect("{\"a\":nullx}", "broken JSON: not a value at 5");
    expect("{\"a\":01}", "broken JSON: not a value at 5");
    expect("{\"a\":1.}", "broken JSON: not a value at 5");
    expect("{\"a\":+1}", "broken JSON: not a value at 5");
    expect("{\"a\":-}", "broken JSON: not a value at 5");
    expect("{\"a\":1e}", "broken JSON: not a value at 5");
    expect("{\"a\":NaN}", "broken JSON: not a value at 5");
    expect("{\"a\":'b'}", "broken JSON: not a value at 5");
    expect("{\"a\":}", "broken JSON: not a value at 5");
    expect("{\"a\":[1,tru]}", "broken JSON: not a value at 8");
    expect("{\"a\":[1,]}", "broken JSON: not a value at 8");
    expect("{\"a\":[\"\\q\"]}", "bad escape in a string at 7");
    expect("{\"a\":{\"b\":\"\\ud800\"}}", "lone surrogate in a string at 11");
    expect("{\"a\":{\"\\u12\":1}}", "bad \\u escape in a string at 7");
    expect("{\"a\":1", "broken JSON: no } at the end at 6");
    expect("{\"a\":[1,2}", "broken JSON: a comma, colon, quote or value is missing at 9");
    expect("{\"a\":{\"b\":1}", "broken JSON: a closing bracket is missing at 12");
    /* A bracket lost where another one is too many. */
    expect("{\"a\":\"b\":null,\"c\":1}}", "broken JSON: a comma, colon, quote or value is missing at 8");
    expect("{\"a\":[1,\"b\":[]},\"c\":{}}", "broken JSON: a comma, colon, quote or value is missing at 11");
}

/* Any reason will do, but it must be one, and quickly. */
static void fails(const char *line, size_t n)
{
    buf out = {0};

    members(line, n, &out);
    assert_non_null(strstr(out.p, " at "));
    buf_free(&out);
}

static void always_a_reason(void **state)
{
    static const char *const lines[] = {
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[}",
        "{\"a\":{}",
        "{\"a\":[",
        "{\"a\":]}",
        "{\"a\":}}",
        "{\"a\":,}",
        "{\"a\":1}]",
        "{\"a\"::1}",
        "{\"a\":1,,}",
        "{]",
        "{\"a\":{]}",
        "{\"a\":[{}",
        "{\"a\":[}}",
        "{\"a\":{\"b\":1}",
        "{\"a\":\"b\" \"c\"}",
        "{\"a\":\"b\"c}",
        "{{}}",
        "{\"a\":[1 2]}",
        "\\",
        "{\"a\":\\\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        fails(lines[i], strlen(lines[i]));
    fails("{\"a\":\"\0\"}", 9);
    fails("\0", 1);
}

static void depth_has_a_limit(void **state)
{
    buf line = {0}, out = {0};

    (void)state;
    /* The object, and as many arrays in it as fit. */
    buf_z(&line, "{\"a\":");
    for (int i = 1; i < JSON_DEPTH; i++)
        buf_char(&line, '[');
    for (int i = 1; i < JSON_DEPTH; i++)
        buf_char(&line, ']');
    buf_char(&line, '}');
    members(line.p, line.n, &out);
    assert_null(strstr(out.p, " at "));

    line.n = 0;
    buf_z(&line, "{\"a\":");
    for (int i = 0; i < 1000000; i++)
        buf_z(&line, i & 1 ? "{\"a\":" : "[");
    members(line.p, line.n, &out);
    assert_non_null(strstr(out.p, " at "));
    buf_char(&line, '}');
    members(line.p, line.n, &out);
    assert_non_null(strstr(out.p, "JSON nested too deep at "));
    buf_free(&line);
    buf_free(&out);
}

static void unescape(const char *in, const char *expected, size_t n_expected)
{
    char out[100];
    json_fault fault;
    size_t n, checked;

    assert_true(json_unescape(str_z(in), out, &n, &fault));
    assert_int_equal(n, n_expected);
    assert_memory_equal(out, expected, n);
    assert_true(json_unescape(str_z(in), NULL, &checked, &fault));
    assert_int_equal(checked, n);
}

static void bad_escape(const char *in, const char *why, size_t at)
{
    char out[100];
    json_fault fault = {0};
    size_t n;

    assert_false(json_unescape(str_z(in), out, &n, &fault));
    assert_string_equal(fault.why, why);
    assert_int_equal(fault.at, at);
}

static void strings_become_text(void **state)
{
    (void)state;
    unescape("", "", 0);
    unescape("plain", "plain", 5);
    unescape("a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t", "a\"b\\c/d\b\f\n\r\t", 12);
    unescape("\\u0041\\u00e9\\u20AC\\ud83d\\uDE00!", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80!", 11);
    unescape("x\\u0000y", "x\0y", 3);
    unescape("\\uffff\\uE000\\uD7FF", "\xef\xbf\xbf\xee\x80\x80\xed\x9f\xbf", 9);
    bad_escape("ab\\x", "bad escape in a string", 2);
    bad_escape("\\", "bad escape in a string", 0);
    bad_escape("\\u12", "bad \\u escape in a string", 0);
    bad_escape("\\u12g4", "bad \\u escape in a string", 0);
    bad_escape("a\\ud800", "lone surrogate in a string", 1);
    bad_escape("a\\udc00", "lone surrogate in a string", 1);
    bad_escape("\\ud800\\ud800", "lone surrogate in a string", 0);
    bad_escape("\\ud800x\\udc00", "lone surrogate in a string", 0);
    bad_escape("\\ud800\\n12345", "lone surrogate in a string", 0);
    bad_escape("\\ud800\\udc0", "lone surrogate in a string", 0);
}

static void numbers(void **state)
{
    static const char *const bad[] = {"",    "x",    "1x",    " 1", "1 ",  "0x10", "nan",
                                      "inf", "-inf", "1e999", "+1", "1,5", "."};
    double v;

    (void)state;
    assert_true(json_number(STR("0.1"), &v) && v == 0.1);
    assert_true(json_number(STR("-2"), &v) && v == -2);
    assert_true(json_number(STR("1e3"), &v) && v == 1000);
    assert_true(json_number(STR("123456789012345678"), &v) && v == 123456789012345678.0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(json_number(str_z(bad[i]), &v));
    assert_false(json_number((str){0}, &v));
}

/* One parser, lines of all sizes in turn; giant ones must not spoil what follows. */
static void one_parser_many_lines(void **state)
{
    json *j = json_new();
    buf line = {0};

    (void)state;
    for (int round = 0; round < 12; round++) {
        const json_member *m;
        json_fault fault;
        size_t n, size = round % 3 == 2 ? 6u << 20 : 1u << round;

        line.n = 0;
        buf_z(&line, "{\"a\":\"");
        assert_true(buf_room(&line, size + 100));
        memset(line.p + line.n, 'x', size);
        line.n += size;
        buf_z(&line, "\",\"b\":2}");
        assert_true(json_members(j, buf_view(&line), &m, &n, &fault));
        assert_int_equal(n, 2);
        assert_int_equal(m[0].value.n, size + 2);
        assert_true(str_eq(m[1].value, STR("2")));
    }
    json_free(j);
    buf_free(&line);
}

/* ---- arrays ---- */

static void expect_items(const char *array, const char *expected)
{
    buf out = {0};

    walk(json_items, array, strlen(array), &out);
    assert_string_equal(out.p, expected);
    buf_free(&out);
}

static void items_as_written(void **state)
{
    (void)state;
    expect_items("[]", "");
    expect_items(" [ ] ", "");
    expect_items("[1]", "number[]=1;");
    expect_items(" [ \"a\" , {\"b\": [2]} ,[ ], null,true,-1.5e3 ] ",
                 "string[]=\"a\";object[]={\"b\": [2]};array[]=[ ];null[]=null;bool[]=true;number[]=-1.5e3;");
    expect_items("[\"a\\u0041\",\"]\"]", "string[]=\"a\\u0041\";string[]=\"]\";");
}

static void what_is_wrong_with_items(void **state)
{
    (void)state;
    expect_items("", "no JSON on this line at 0");
    expect_items("{}", "not a JSON array at 0");
    expect_items(" 1", "not a JSON array at 1");
    expect_items("\"[]\"", "not a JSON array at 0");
    expect_items("[] []", "text behind the JSON array at 3");
    expect_items("[1]]", "text behind the JSON array at 3");
    expect_items("[1] 2", "text behind the JSON array at 4");
    expect_items("[1", "broken JSON: a closing bracket is missing at 2");
    expect_items("[1,", "broken JSON: a closing bracket is missing at 3");
    expect_items("[1,]", "broken JSON: not a value at 3");
    expect_items("[,1]", "broken JSON: not a value at 1");
    expect_items("[1 2]", "broken JSON: a comma, colon, quote or value is missing at 3");
    expect_items("[\"a\":1]", "broken JSON: a comma, colon, quote or value is missing at 4");
    expect_items("[1}", "broken JSON: a comma, colon, quote or value is missing at 2");
    expect_items("[tru]", "broken JSON: not a value at 1");
    expect_items("[[tru]]", "broken JSON: not a value at 2");
    expect_items("[\"a", "unclosed string at 1");
    expect_items("[\"\xff\"]", "invalid UTF-8 at 2");
    expect_items("[{\"a\":\"\\ud800\"}]", "lone surrogate in a string at 7");
}

/* Items, members and items again with one parser: what comes later must not read what came before. */
static void items_and_members(void **state)
{
    json *j = json_new();
    const json_member *m;
    json_fault fault;
    size_t n;

    (void)state;
    for (int turn = 0; turn < 3; turn++) {
        assert_true(json_members(j, STR("{\"abc\":[\"d\\n\"]}"), &m, &n, &fault));
        assert_int_equal(n, 1);
        assert_true(str_eq(m[0].key, STR("abc")));
        assert_true(json_items(j, STR("[7,\"d\\n\"]"), &m, &n, &fault));
        assert_int_equal(n, 2);
        assert_int_equal(m[0].key.n, 0);
        assert_false(m[0].escaped || m[0].key_escaped);
        assert_true(m[1].escaped);
    }
    json_free(j);
}

static void items_have_depth(void **state)
{
    buf line = {0}, out = {0};

    (void)state;
    for (unsigned i = 0; i < 2 * JSON_DEPTH; i++)
        buf_char(&line, '[');
    for (unsigned i = 0; i < 2 * JSON_DEPTH; i++)
        buf_char(&line, ']');
    walk(json_items, line.p, line.n, &out);
    assert_string_equal(out.p, "JSON nested too deep at 128");
    buf_free(&line);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_as_written),       cmocka_unit_test(what_is_wrong_and_where),
        cmocka_unit_test(always_a_reason),          cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(strings_become_text),      cmocka_unit_test(numbers),
        cmocka_unit_test(one_parser_many_lines),    cmocka_unit_test(items_as_written),
        cmocka_unit_test(what_is_wrong_with_items), cmocka_unit_test(items_and_members),
        cmocka_unit_test(items_have_depth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
