/* buf: what is written is what was meant, for every byte at every place of a step of eight, and for numbers
 * as printf has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/random.h"

static void expect(buf *b, const char *expected)
{
    buf_char(b, '\0');
    assert_false(b->failed);
    assert_string_equal(b->p, expected);
    b->n = 0;
}

static void json(buf *b, const char *text, size_t n, const char *expected)
{
    buf_json(b, (str){text, n});
    expect(b, expected);
}

static void strings(void **state)
{
    buf b = {0};

    (void)state;
    json(&b, "", 0, "\"\"");
    json(&b, "plain", 5, "\"plain\"");
    json(&b, "a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\"");
    json(&b, "\n\r\t\0\x1f\x7f", 6, "\"\\n\\r\\t\\u0000\\u001f\\u007f\"");
    json(&b, "na\xc3\xafve \xe2\x82\xac \xf0\x9f\x98\x80", 15,
         "\"na\xc3\xafve \xe2\x82\xac \xf0\x9f\x98\x80\"");
    json(&b, "cut \xe2\x82", 6, "\"cut \xef\xbf\xbd\"");
    json(&b, "\xff\xfe", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
    buf_tsv(&b, STR("a\tb\r\nc \"d\" \\ \x01\x1b\x7f\xff"));
    expect(&b, "a b  c \"d\" \\    \xef\xbf\xbd");
    /* of what begins alike only what ends a line or acts */
    buf_tsv(&b, STR("\xc2\x85\xc2\x9b\xc2\xa0\xc2\xa3\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x9c\xe2\x82\xac\xc2"));
    expect(&b, "  \xc2\xa0\xc2\xa3  \xe2\x80\x9c\xe2\x82\xac\xef\xbf\xbd");
    buf_free(&b);
}

/* Each byte alone, at each place of a string of up to 20 bytes, against a loop that looks at one at a time.
 */
static void any_byte_anywhere(void **state)
{
    buf b = {0};

    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        for (size_t n = 1; n <= 20; n++) {
            for (size_t at = 0; at < n; at++) {
                char text[20], json_text[64], tsv_text[64], end[8] = "";

                memset(text, 'x', n);
                text[at] = (char)c;
                if (c >= 0x80)
                    (void)snprintf(end, sizeof end, "\xef\xbf\xbd");
                else if (c == '"' || c == '\\')
                    (void)snprintf(end, sizeof end, "\\%c", (char)c);
                else if (c == '\n' || c == '\r' || c == '\t')
                    (void)snprintf(end, sizeof end, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
                else if (c < ' ' || c == 0x7f)
                    (void)snprintf(end, sizeof end, "\\u%04x", c);
                else
                    (void)snprintf(end, sizeof end, "%c", (char)c);
                (void)snprintf(json_text, sizeof json_text, "\"%.*s%s%.*s\"", (int)at, "xxxxxxxxxxxxxxxxxxxx",
                               end, (int)(n - at - 1), "xxxxxxxxxxxxxxxxxxxx");
                json(&b, text, n, json_text);
                if (c == 0)
                    continue;
                if (c < 0x80)
                    (void)snprintf(end, sizeof end, "%c", c < ' ' || c == 0x7f ? ' ' : (char)c);
                (void)snprintf(tsv_text, sizeof tsv_text, "%.*s%s%.*s", (int)at, "xxxxxxxxxxxxxxxxxxxx", end,
                               (int)(n - at - 1), "xxxxxxxxxxxxxxxxxxxx");
                buf_tsv(&b, (str){text, n});
                expect(&b, tsv_text);
            }
        }
    }
    buf_free(&b);
}

static void fixed(buf *b, double v, unsigned places, const char *expected)
{
    buf_fixed(b, v, places);
    expect(b, expected);
}

static void numbers(void **state)
{
    random_state r = random_seed(2);
    buf b = {0};

    (void)state;
    fixed(&b, 0, 0, "0");
    fixed(&b, 0, 4, "0.0000");
    fixed(&b, 0.125, 2, "0.13"); /* half away from zero */
    fixed(&b, -0.125, 2, "-0.13");
    fixed(&b, 0.00004, 4, "0.0000");
    fixed(&b, -0.00004, 4, "0.0000"); /* no minus zero */
    fixed(&b, -0.00005, 4, "-0.0001");
    fixed(&b, 0.99995, 4, "1.0000");
    fixed(&b, 1, 9, "1.000000000");
    fixed(&b, -1234567.5, 1, "-1234567.5");
    fixed(&b, 123456789, 9, "123456789.000000000");
    fixed(&b, 1e300, 4, "1.0000000000000001e+300");
    fixed(&b, NAN, 4, "null");
    fixed(&b, -INFINITY, 4, "null");
    for (int i = 0; i < 20000; i++) {
        char printed[64];
        double v = (double)(int64_t)(random_next(&r) >> (20 + i % 30)) / 1048576.0;

        v = i & 1 ? -v : v;
        (void)snprintf(printed, sizeof printed, "%.6f", v);
        if (fabs(v) > 1e12 || fmod(fabs(v) * 1e6, 1) == 0.5) /* printf goes to even, and sees more digits */
            continue;
        buf_fixed(&b, v, 6);
        buf_char(&b, '\0');
        if (strcmp(printed, "-0.000000") != 0)
            assert_string_equal(b.p, printed);
        b.n = 0;
    }
    buf_u64(&b, 0);
    buf_char(&b, ' ');
    buf_u64(&b, UINT64_MAX);
    expect(&b, "0 18446744073709551615");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings),
        cmocka_unit_test(any_byte_anywhere),
        cmocka_unit_test(numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
