/* norm against Unicode's NormalizationTest.txt and DerivedNormalizationProps.txt, its bounds, and hand-made
 * cases. utf8proc is asked directly for one thing only: how much a code point can grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <utf8proc.h>

#include "text/norm.h"
#include "text/ucd.h"
#include "unidata.h"

enum { NFKC = NORM_KEEP_CASE | NORM_KEEP_IGNORABLES };

static void same(str a, str b, const char *what, size_t line)
{
    if (!str_eq(a, b))
        fail_msg("%s, line %zu", what, line);
}

/* The columns are source, NFC, NFD, NFKC, NFKD: the NFKC form of each is the fourth. Without flags,
 * canonically equivalent strings fold to the same. */
static void normalization_test(void **state)
{
    FILE *f =
        popen("bzip2 -dc " UNIDATA "NormalizationTest.txt.bz2 2>/dev/null", "r"); // NOLINT(cert-env33-c)
    char line[2048], columns[5][512], out[5][NORM_OUT_MAX];
    uint8_t *seen = calloc(0x110000, 1);
    size_t n_cases = 0, n_line = 0;
    bool part1 = false;

    (void)state;
    while (f && fgets(line, sizeof line, f)) {
        const char *at = line;
        str c[5], n[5];

        n_line++;
        if (line[0] == '@')
            part1 = !strncmp(line, "@Part1", 6);
        if (line[0] == '@' || line[0] == '#')
            continue;
        if (part1)
            seen[strtoul(line, NULL, 16)] = 1;
        for (unsigned k = 0; k < 5; k++, at++)
            c[k] = unidata_string(&at, columns[k]);
        for (unsigned k = 0; k < 5; k++)
            same(norm_word(c[k], NFKC, out[k], NORM_OUT_MAX), c[3], "NFKC", n_line);
        for (unsigned k = 0; k < 5; k++)
            n[k] = norm_word(c[k], 0, out[k], NORM_OUT_MAX);
        same(n[1], n[0], "folded NFC", n_line);
        same(n[2], n[0], "folded NFD", n_line);
        same(n[4], n[3], "folded NFKD", n_line);
        n_cases++;
    }
    /* What part 1 does not list is its own normal form. */
    for (uint32_t code = 0; n_cases && code < 0x110000; code++) {
        str s = {columns[0], 0};

        if (seen[code] || (code >= 0xD800 && code < 0xE000))
            continue;
        s.n = utf8_put(code, columns[0]);
        same(norm_word(s, NFKC, out[0], NORM_OUT_MAX), s, "not listed, code point", code);
    }
    free(seen);
    if (f)
        (void)pclose(f);
    if (!n_cases) {
        print_message("skipped: no NormalizationTest.txt.bz2 (Debian: unicode-data), or no bzip2\n");
        skip();
    }
    assert_true(n_cases > 18000);
}

/* NFKC_CF gives the mapping of every code point that changes; all others stay. */
static void every_code_point_folds(void **state)
{
    FILE *f = unidata_open(UNIDATA "DerivedNormalizationProps.txt");
    char line[1024], name[64], value[256], bytes[8], expected[512], out[NORM_OUT_MAX];
    uint8_t *changes = calloc(0x110000, 1);
    size_t n_changes = 0;

    (void)state;
    while (f && fgets(line, sizeof line, f)) {
        uint32_t first, last;
        const char *at = value;
        str to;

        if (!unidata_range(line, &first, &last, name, value) || strcmp(name, "NFKC_CF") != 0)
            continue;
        to = unidata_string(&at, expected);
        for (uint32_t code = first; code <= last; code++, n_changes++) {
            str s = {bytes, utf8_put(code, bytes)};

            changes[code] = 1;
            same(norm_word(s, 0, out, NORM_OUT_MAX), to, "NFKC_CF of code point", code);
        }
    }
    for (uint32_t code = 0; f && code < 0x110000; code++) {
        if (!changes[code] && (code < 0xD800 || code >= 0xE000)) {
            str s = {bytes, utf8_put(code, bytes)};

            same(norm_word(s, 0, out, NORM_OUT_MAX), s, "stays: code point", code);
        }
    }
    free(changes);
    if (!f)
        skip();
    (void)fclose(f);
    assert_true(n_changes > 10000);
}

/* The bound of norm.h: decomposed in full, with folding, no byte becomes more than 11, or 6 code points, or 3
 * when only canonically; and composing never makes anything longer. */
static void bounds(void **state)
{
    (void)state;
    for (int32_t code = 0; code < 0x110000; code++) {
        int32_t cells[64];
        char bytes[8], big[NORM_RAW_MAX], out[NORM_OUT_MAX + 1];
        size_t n, n_cells, n_bytes, k = 0;
        str norm;

        if (code >= 0xD800 && code < 0xE000)
            continue;
        n = utf8_put((uint32_t)code, bytes);
        for (unsigned canonical = 0; canonical < 2; canonical++) {
            int options =
                canonical ? UTF8PROC_DECOMPOSE : UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;

            n_cells = (size_t)utf8proc_decompose((const uint8_t *)bytes, (ptrdiff_t)n, cells, 64,
                                                 (utf8proc_option_t)options);
            assert_true(n_cells <= 6 * n);
            n_bytes = (size_t)utf8proc_reencode(cells, (ptrdiff_t)n_cells, (utf8proc_option_t)options);
            assert_true(n_bytes <= (canonical ? 3 : 11) * n);
        }
        /* A composite (NFC leaves it as it is) is no longer than what it is composed from. */
        n_cells =
            (size_t)utf8proc_decompose((const uint8_t *)bytes, (ptrdiff_t)n, cells, 64, UTF8PROC_COMPOSE);
        k = (size_t)utf8proc_reencode(cells, (ptrdiff_t)n_cells, UTF8PROC_COMPOSE);
        assert_true(k != n || memcmp(cells, bytes, n) != 0 || n <= n_bytes);

        if (k == n && !memcmp(cells, bytes, n) && n_bytes == n)
            continue; /* it stays as it is */

        /* A word full of it: the result fits, and the byte behind the room is left alone. */
        for (k = 0; k + n <= sizeof big; k += n)
            memcpy(big + k, bytes, n);
        out[NORM_OUT_MAX] = '#';
        norm = norm_word((str){big, k}, 0, out, NORM_OUT_MAX);
        assert_true(norm.n <= NORM_OUT_MAX && out[NORM_OUT_MAX] == '#');
        assert_int_equal(utf8_bad(norm), norm.n);
    }
}

/* Once = twice, for all flags; on strings that mix what folding, reordering and composing touch. */
static void stable(void **state)
{
    static const uint32_t hard[] = {
        0x345,  0x301,  0x308,  0x3B1,  0x1FB4,  0x1F80,  0x130,   'I',    0x307,  0xDF,   0x1E9E,
        0xAD,   0x200D, 0x1100, 0x1161, 0x11A8,  0xAC00,  0xFDFA,  0x300,  'A',    0x30A,  0x212B,
        0x3C9,  0x9C7,  0x9BE,  0x3099, 0x304B,  0xFF76,  0xFF9E,  0x1F71, 0x390,  0x149,  0x2BC,
        0x334,  0x338,  '=',    0x226E, 0x3B9,   0x3CA,   0x20DD,  0x34F,  0x115F, 0x3164, 0xFFA0,
        0x1FFC, 0xFE00, 0x661,  0xFF15, 0x1D7D8, 0x1D165, 0x1D158,
    };
    uint64_t seed = 1;

    (void)state;
    for (unsigned i = 0; i < 300000; i++) {
        char bytes[128], out[NORM_OUT_MAX], again[NORM_OUT_MAX];
        str s = {bytes, 0}, once;
        unsigned flags = i % 8;

        for (unsigned k = 1 + unidata_random(&seed) % 8; k; k--) {
            uint32_t r = unidata_random(&seed), code = hard[r / 4 % (sizeof hard / sizeof *hard)];

            if (r % 4 == 0)
                code = unidata_random(&seed) % 0x3000;
            s.n += utf8_put(code, bytes + s.n);
        }
        once = norm_word(s, flags, out, sizeof out);
        if (once.n > NORM_RAW_MAX) /* the next call would cut it */
            continue;
        same(norm_word(once, flags, again, sizeof again), once, "not stable, string", i);
    }
}

static void expect(str raw, unsigned flags, str expected)
{
    char out[NORM_OUT_MAX];
    str got = norm_word(raw, flags, out, sizeof out);

    assert_int_equal(got.n, expected.n);
    if (got.n)
        assert_memory_equal(got.p, expected.p, got.n);
}

static void examples(void **state)
{
    (void)state;
    expect(STR("Obama"), 0, STR("obama"));
    expect(STR("Obama"), NORM_KEEP_CASE, STR("Obama"));
    expect(STR("F-16's"), NORM_FOLD_DIGITS, STR("f-00's"));
    expect(STR("STRASSE"), 0, STR("strasse"));
    expect(STR("Stra\u00DFe"), 0, STR("strasse"));
    expect(STR("Stra\u00DFe"), NORM_KEEP_CASE, STR("Stra\u00DFe"));
    expect(STR("Stras\u00ADse"), 0, STR("strasse"));
    expect(STR("Stras\u00ADse"), NFKC, STR("Stras\u00ADse"));
    expect(STR("Cafe\u0301"), 0, STR("caf\u00E9"));
    expect(STR("\uFB01sh"), NORM_KEEP_CASE, STR("fish"));
    expect(STR("\u041C\u041E\u0421\u041A\u0412\u0410"), 0, STR("\u043C\u043E\u0441\u043A\u0432\u0430"));
    expect(STR("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2"), 0,
           STR("\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3"));
    expect(STR("\u0130stanbul"), 0, STR("i\u0307stanbul"));
    expect(STR("\uFF11\u0663\u096D\U0001D7D8"), NORM_FOLD_DIGITS, STR("0000"));
    expect(STR("\uFF11\u0663\u096D"), 0, STR("1\u0663\u096D"));
    expect(STR("m\u00B2"), NORM_FOLD_DIGITS, STR("m0"));
    expect(STR("\u200B\u00AD\uFE0F"), 0, STR(""));
    expect(STR("\u00B4"), 0, STR(" \u0301"));
    expect((str){0}, 0, STR(""));
    expect(STR("a\0B"), 0, STR("a\0b"));
    /* The iota below stands behind the accent, or before it: the same word. */
    expect(STR("\u03B1\u0345\u0301"), 0, STR("\u03AC\u03B9"));
    expect(STR("\u03B1\u0301\u0345"), 0, STR("\u03AC\u03B9"));
    expect(STR("\u1FB4"), 0, STR("\u03AC\u03B9"));
    expect(STR("\u00E9\xFF"), 0, STR("")); /* no word: words.h has none that is ill-formed */
}

static void cutting(void **state)
{
    char raw[2000], out[NORM_OUT_MAX];
    str cut;

    (void)state;
    memset(raw, 'A', sizeof raw);
    assert_int_equal(norm_cut((str){raw, NORM_RAW_MAX}).n, NORM_RAW_MAX);
    assert_int_equal(norm_cut((str){raw, sizeof raw}).n, NORM_RAW_MAX);
    assert_int_equal(norm_word((str){raw, sizeof raw}, 0, out, sizeof out).n, NORM_RAW_MAX);
    for (size_t begin = NORM_RAW_MAX - 4; begin <= NORM_RAW_MAX; begin++) {
        memset(raw, 'A', sizeof raw);
        memcpy(raw + begin, "\U0001D400", 4);
        cut = norm_cut((str){raw, sizeof raw});
        assert_int_equal(cut.n, begin + 4 <= NORM_RAW_MAX ? NORM_RAW_MAX : begin);
        assert_int_equal(utf8_bad(cut), cut.n);
        assert_int_equal(norm_word(cut, 0, out, sizeof out).n, begin + 4 <= NORM_RAW_MAX ? begin + 1 : begin);
    }
    memset(raw, 0x80, sizeof raw); /* nothing but continuations: not for ever */
    assert_int_equal(norm_cut((str){raw, sizeof raw}).n, NORM_RAW_MAX - 3);

    /* Too little room: a shorter result, whole characters. */
    for (size_t cap = 0; cap <= 12; cap++) {
        str got = norm_word(STR("\u00C9\u00C9\uFDFA"), 0, out, cap);

        assert_true(got.n <= cap);
        assert_int_equal(utf8_bad(got), got.n);
        assert_true(got.n + 4 > cap);
        assert_int_equal(norm_word(STR("ABCDEFGHIJKLM"), 0, out, cap).n, cap);
        assert_true(norm_shape(STR("a-b-c-d-e-f-g-h"), out, cap).n == cap);
    }
}

static void expect_shape(str raw, const char *expected)
{
    char out[NORM_OUT_MAX + 1];
    str got = norm_shape(raw, out, NORM_OUT_MAX);

    out[got.n] = '\0';
    assert_string_equal(out, expected);
}

static void shapes(void **state)
{
    (void)state;
    expect_shape(STR("Obama"), "Xxx");
    expect_shape(STR("NATO"), "XX");
    expect_shape(STR("US"), "XX");
    expect_shape(STR("a"), "x");
    expect_shape(STR("iPhone"), "xXxx");
    expect_shape(STR("1,984.50"), "d,dd.dd");
    expect_shape(STR("U.S"), "X.X");
    expect_shape(STR("don't"), "xx'x");
    expect_shape(STR("COVID_19"), "XX_dd");
    expect_shape(STR("\u041C\u043E\u0441\u043A\u0432\u0430"), "Xxx");
    expect_shape(STR("\u4E16\u754C\u4E16"), "xx");
    expect_shape(STR("E\u0301te\u0301"), "Xxx");
    expect_shape(STR("\uFF21\uFF11"), "Xd");
    expect_shape(STR("m\u00B2"), "xd");
    expect_shape(STR("\u2014\u2014\u2014"), "\u2014\u2014");
    expect_shape(STR("\u00AD"), "");
    expect_shape((str){0}, "");
}

static void letters_lose_their_marks(void **state)
{
    static const char *const words[][2] = {{"Jos\u00E9", "Jose"},
                                           {"Mari\u0301a", "Maria"},
                                           {"\u0141ukasz", "\u0141ukasz"},
                                           {"plain", "plain"},
                                           {"\xff", ""}};
    char out[NORM_OUT_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        str got = norm_unmarked(str_z(words[i][0]), out, sizeof out);

        assert_true(str_eq(got, str_z(words[i][1])));
        assert_true(norm_unmarked(str_z(words[i][0]), out, 2).n <= 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_lose_their_marks),
        cmocka_unit_test(normalization_test),
        cmocka_unit_test(every_code_point_folds),
        cmocka_unit_test(bounds),
        cmocka_unit_test(stable),
        cmocka_unit_test(examples),
        cmocka_unit_test(cutting),
        cmocka_unit_test(shapes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
