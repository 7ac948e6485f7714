/* origin: each part of a normal form comes from whole characters of the spelling, and those give it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "base/utf8.h"
#include "feature/origin.h"

/* Where `part` of the normal form of `raw` comes from. */
static void check(const char *raw, const char *part, const char *wanted)
{
    plan p = PLAN_DEFAULT;
    word_form w;
    origin o;
    origin_part got;
    str padded;
    size_t at = 0;

    feature_word(&p, str_z(raw), WORD_WORD, &w);
    origin_find(&p, &w, &o);
    padded = (str){w.text, (size_t)w.n + 2};
    while (at < padded.n && !str_starts((str){padded.p + at, padded.n - at}, str_z(part)))
        at++;
    assert_true(at < padded.n);
    got = origin_of(&o, &w, (unsigned)at, (unsigned)(at + strlen(part)));
    if (!str_eq((str){w.raw + got.begin, (size_t)(got.end - got.begin)}, str_z(wanted)))
        fail_msg("'%s' of '%s' comes from '%.*s', not '%s'", part, raw, got.end - got.begin,
                 w.raw + got.begin, wanted);
}

static void test_known_words(void **state)
{
    (void)state;
    check("Hello", "ell", "ell");
    check("Hello", " h", "H");
    check("Hello", "lo ", "lo");
    check("Hello", " hello ", "Hello");
    check("Hello", " ", "");
    check("Stra\xc3\x9f"
          "e",
          "ss", "\xc3\x9f");
    check("Stra\xc3\x9f"
          "e",
          "as", "a\xc3\x9f");
    check("cafe\xcc\x81", "\xc3\xa9", "e\xcc\x81");
    check("cafe\xcc\x81s", "f\xc3\xa9s", "fe\xcc\x81s");
    check("co\xc2\xadop", "oo", "o\xc2\xado");
    check("co\xc2\xadop", "co", "co");
    check("\xef\xac\x83x", "ff", "\xef\xac\x83"); /* a ligature of three letters */
    check("\xef\xac\x83x", "ix", "\xef\xac\x83x");
    check("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81", "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8");
    check("q\xcc\x80\xcc\x96z", "\xcc\x96", "\xcc\x80\xcc\x96"); /* marks that change places */
    check("\xef\xbc\xa1"
          "b",
          "ab",
          "\xef\xbc\xa1"
          "b");
}

/* Any run of characters: parts lie within the word, do not run backwards, and hold what they came from. */
static void test_any_word(void **state)
{
    static const char *const of[] = {"a",
                                     "Z",
                                     "\xc3\x9f",
                                     "e",
                                     "\xcc\x81",
                                     "\xcc\x96",
                                     "\xc2\xad",
                                     "\xef\xac\x83",
                                     "\xe1\x84\x80",
                                     "\xe1\x85\xa1",
                                     "\xe1\x86\xa8",
                                     "\xef\xb7\xba",
                                     "\xcd\xba",
                                     "\xd0\x96",
                                     "9",
                                     "\xe2\x80\x8d"};

    (void)state;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        random_state r = random_seed(seed);
        plan p = {.char_min = 1, .char_max = 3, .keep_case = seed % 2, .fold_numbers = seed % 3 == 0};
        char raw[NORM_RAW_MAX];
        size_t n = 0;
        uint64_t pieces = 1 + random_below(&r, seed % 10 ? 8 : 80);
        uint16_t at[NORM_OUT_MAX + 3];
        unsigned n_points, before = 0;
        word_form w, part;
        origin o;

        for (; pieces && n + 4 < sizeof raw; pieces--) {
            const char *piece = of[random_below(&r, sizeof of / sizeof of[0])];

            memcpy(raw + n, piece, strlen(piece));
            n += strlen(piece);
        }
        feature_word(&p, (str){raw, n}, WORD_WORD, &w);
        if (!w.used)
            continue;
        origin_find(&p, &w, &o);
        n_points = feature_points(&w, at);
        for (unsigned i = 1; i + 1 < n_points; i++) {
            origin_part got = origin_of(&o, &w, at[i], at[i + 1]);
            str there = {w.raw + got.begin, (size_t)(got.end - got.begin)};
            bool found = false;

            assert_true(got.begin >= before && got.begin < got.end && got.end <= w.n_raw);
            assert_int_equal(utf8_bad(there), there.n);
            before = got.begin;
            feature_word(&p, there, WORD_WORD, &part);
            for (unsigned j = 1; j + (at[i + 1] - at[i]) <= part.n + 1u; j++)
                found |= memcmp(part.text + j, w.text + at[i], at[i + 1] - at[i]) == 0;
            if (!found)
                fail_msg("seed %llu: character %u of '%.*s' is not in '%.*s'", (unsigned long long)seed, i,
                         w.n_raw, w.raw, (int)there.n, there.p);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_words),
        cmocka_unit_test(test_any_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
