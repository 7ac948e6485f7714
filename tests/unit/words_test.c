/* words against Unicode's WordBreakTest.txt, the fast way against the plain one, and hand-made cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/ucd.h"
#include "text/words.h"
#include "unidata.h"

static void conformance(void **state)
{
    FILE *f = unidata_open(UNIDATA "auxiliary/WordBreakTest.txt");
    char line[4096], bytes[1024];
    size_t edges[256], n_edges, n_cases = 0;
    str text;

    (void)state;
    if (!f)
        skip();
    for (; unidata_case(f, line, sizeof line, &text, bytes, edges, &n_edges); n_cases++) {
        size_t at = 0;
        unsigned marks;

        for (size_t i = 0; i < n_edges; i++) {
            at = words_edge(text, at, &marks);
            if (at != edges[i])
                fail_msg("case %zu: boundary %zu at byte %zu, not at %zu", n_cases + 1, i, edges[i], at);
        }
        assert_int_equal(at, text.n);
    }
    (void)fclose(f);
    assert_true(n_cases > 1800);
}

/* words_next with batches of `cap` against words_edge, and every span against its contract. */
static void check_text(str text, size_t cap)
{
    words w;
    word batch[64];
    size_t at = 0, n, last = 0;

    words_begin(&w, text, true);
    while ((n = words_next(&w, batch, cap))) {
        assert_true(n <= cap);
        for (size_t i = 0; i < n; i++) {
            str span = {text.p + batch[i].begin, batch[i].end - batch[i].begin};
            unsigned marks = 0;
            size_t begin = at;

            assert_true(batch[i].begin >= last && batch[i].begin < batch[i].end && batch[i].end <= text.n);
            last = batch[i].end;
            assert_int_equal(utf8_bad(span), span.n);
            while (at < text.n && !(marks & (UCD_WORD | UCD_VISIBLE))) {
                begin = at;
                at = words_edge(text, at, &marks);
            }
            assert_int_equal(batch[i].begin, begin);
            assert_int_equal(batch[i].end, at);
            assert_int_equal(batch[i].kind, marks & UCD_WORD ? WORD_WORD : WORD_MARK);
        }
    }
    while (at < text.n) {
        unsigned marks;

        at = words_edge(text, at, &marks);
        assert_false(marks & (UCD_WORD | UCD_VISIBLE));
    }
}

/* Without marks there are the same words; and each way to look ahead tells the same bits. */
static void check_ways(str text)
{
    words all, some;
    word with[64], without[64];
    size_t n_with, n_without = 0, k = 0;

    words_begin(&all, text, true);
    words_begin(&some, text, false);
    while ((n_with = words_next(&all, with, 64)))
        for (size_t i = 0; i < n_with; i++) {
            if (with[i].kind == WORD_MARK)
                continue;
            if (k == n_without) {
                n_without = words_next(&some, without, 1 + i % 64);
                k = 0;
            }
            assert_true(k < n_without);
            assert_int_equal(with[i].begin, without[k].begin);
            assert_int_equal(with[i].end, without[k].end);
            assert_int_equal(without[k++].kind, WORD_WORD);
        }
    assert_int_equal(k, n_without);
    assert_int_equal(words_next(&some, without, 64), 0);

    for (unsigned marks = 0; marks < 2; marks++) {
        words_begin(&all, text, marks);
        while (all.at < text.n) {
            char copy[2][WORDS_READABLE];
            words_bits plain, wide;
            words_ahead_fn *way;
            bool told = words_ahead_way(0)(&all, copy[0], &plain);

            for (unsigned i = 1; (way = words_ahead_way(i)); i++) {
                assert_int_equal(way(&all, copy[1], &wide), told);
                if (!told)
                    continue;
                assert_true(wide.begins == plain.begins && wide.in == plain.in && wide.n == plain.n);
            }
            if (told)
                all.at += plain.n;
            else
                (void)words_step(&all, with);
        }
        assert_int_equal(all.at, text.n);
    }
}

static void fast_is_plain(void **state)
{
    uint64_t seed = 1;
    char bytes[8 * 64];

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        str text = unidata_mix(&seed, 1 + unidata_random(&seed) % 40, bytes);
        /* Exactly as long as the text, so that a sanitizer sees a byte too many. */
        char *exact = malloc(text.n ? text.n : 1);

        memcpy(exact, text.p, text.n);
        check_text((str){exact, text.n}, 1 + unidata_random(&seed) % 64);
        check_ways((str){exact, text.n});
        free(exact);
    }
}

/* News as it comes: long runs of ASCII, and now and then something else. */
static void mostly_ascii(void **state)
{
    static const char *const pieces[] = {"the ",
                                         "President ",
                                         "don't ",
                                         "don\u2019t ",
                                         "U.S. ",
                                         "1,984.50 ",
                                         "\u201CNo,\u201D ",
                                         "e-mail ",
                                         "   ",
                                         "\r\n",
                                         "caf\u00E9s ",
                                         "a_b ",
                                         "...",
                                         "x",
                                         "\u00A0",
                                         "\x7f",
                                         "\xff",
                                         "Antidisestablishmentarianism",
                                         "\t(\""};
    uint64_t seed = 7;

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        char bytes[1024];
        size_t n = 0, target = unidata_random(&seed) % 400;
        char *exact;

        while (n < target) {
            const char *piece = pieces[unidata_random(&seed) %
                                       (unidata_random(&seed) % 8 ? 8 : sizeof pieces / sizeof *pieces)];

            memcpy(bytes + n, piece, strlen(piece));
            n += strlen(piece);
        }
        exact = malloc(n ? n : 1);
        memcpy(exact, bytes, n);
        check_text((str){exact, n}, 1 + unidata_random(&seed) % 64);
        check_ways((str){exact, n});
        free(exact);
    }
}

/* All pairs of ASCII bytes between letters, digits and accented letters. */
static void ascii_pairs(void **state)
{
    static const char *const sides[] = {"", "a", "7", "_", "\u00E9", "\u05D0", "\u0301", " "};
    enum { N_SIDES = sizeof sides / sizeof *sides };

    (void)state;
    for (unsigned a = 0; a < 128; a++) {
        for (unsigned b = 0; b < 128; b++) {
            for (unsigned k = 0; k < N_SIDES * N_SIDES; k++) {
                char bytes[16];
                const char *left = sides[k / N_SIDES], *right = sides[k % N_SIDES];
                size_t n = strlen(left);

                memcpy(bytes, left, n);
                bytes[n++] = (char)a;
                bytes[n++] = (char)b;
                memcpy(bytes + n, right, strlen(right));
                check_text((str){bytes, n + strlen(right)}, 64);
            }
        }
    }
}

/* Expected: the segments parted by '|', a mark preceded by '*'. */
static void expect(str text, const char *expected)
{
    words w;
    word one;
    char got[512];
    size_t n = 0;

    words_begin(&w, text, true);
    while (words_next(&w, &one, 1)) {
        if (n)
            got[n++] = '|';
        if (one.kind == WORD_MARK)
            got[n++] = '*';
        memcpy(got + n, text.p + one.begin, one.end - one.begin);
        n += one.end - one.begin;
    }
    got[n] = '\0';
    assert_string_equal(got, expected);
    check_text(text, 64);
}

static void examples(void **state)
{
    (void)state;
    expect((str){0}, "");
    expect(STR(" \t\r\n\x01\x7f"), "");
    expect(STR("The quick (\"brown\") fox can't jump 32.3 feet, right?"),
           "The|quick|*(|*\"|brown|*\"|*)|fox|can't|jump|32.3|feet|*,|right|*?");
    expect(STR("don\u2019t \u201Cquote\u201D \u2018n\u2019 \u2013 \u2014 \u2026"),
           "don\u2019t|*\u201C|quote|*\u201D|*\u2018|n|*\u2019|*\u2013|*\u2014|*\u2026");
    expect(STR("U.S. 1,984.50 a.b:c 3:4 x;y snake_case _ __a"),
           "U.S|*.|1,984.50|a.b:c|3|*:|4|x|*;|y|snake_case|*_|__a");
    expect(STR("caf\u00E9s r\u00E9sum\u00E9 nai\u0308ve\u00A0Stra\u00DFe"),
           "caf\u00E9s|r\u00E9sum\u00E9|nai\u0308ve|Stra\u00DFe");
    expect(STR("Obama\u2019s e-mail@x.com"), "Obama\u2019s|e|*-|mail|*@|x.com");
    expect(STR("\u4E16\u754C \u30AB\u30BF\u30AB\u30CA \u3072\u3089"),
           "\u4E16|\u754C|\u30AB\u30BF\u30AB\u30CA|\u3072|\u3089");
    expect(STR("\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7 \U0001F469\u200D\U0001F680 1\uFE0F\u20E3"),
           "*\U0001F1E9\U0001F1EA|*\U0001F1EB\U0001F1F7|*\U0001F469\u200D\U0001F680|1\uFE0F\u20E3");
    expect(STR("\u05E6\u05D4\"\u05DC \u05D2'"), "\u05E6\u05D4\"\u05DC|\u05D2'");
    expect(STR("so\u00ADft \u200B \u00AD \uFE0F"), "so\u00ADft");
    expect(STR("\uFEFF"
               "bom"),
           "bom"); /* Format at the beginning is a segment of its own */
}

static void ill_formed(void **state)
{
    (void)state;
    expect(STR("ab\xFF"
               "cd"),
           "ab|cd");
    expect(STR("ab\xE2\x80 cd\xC3"), "ab|cd");
    expect(STR("\xED\xA0\x80x"), "x");
    expect(STR("a.\xFF"
               "b"),
           "a|*.|b");
    expect(STR("a\xFF\u0301"), "a|*\u0301");
    expect(STR("a\0b"), "a|b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conformance), cmocka_unit_test(examples),      cmocka_unit_test(ill_formed),
        cmocka_unit_test(ascii_pairs), cmocka_unit_test(fast_is_plain), cmocka_unit_test(mostly_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
