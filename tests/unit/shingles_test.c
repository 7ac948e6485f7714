/* shingles: what counts as the same text, what a text's set holds, and counting what two sets share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/random.h"
#include "measure/shingles.h"

static shingles of(str text, unsigned n_texts)
{
    shingles s = {0};

    assert_true(shingles_of(&s, text, n_texts));
    for (size_t i = 1; i < s.n; i++)
        assert_true(s.shingle[i - 1] < s.shingle[i]);
    return s;
}

static bool same_key(str a, str b, unsigned n_texts)
{
    shingles s = of(a, n_texts), t = of(b, n_texts);
    bool out = s.same.half[0] == t.same.half[0] && s.same.half[1] == t.same.half[1];

    shingles_free(&s);
    shingles_free(&t);
    return out;
}

static void the_same_text(void **state)
{
    (void)state;
    assert_true(same_key(STR("The  Café said:\tno."), STR("the cafe\xcc\x81 SAID : no ."), 1));
    assert_true(same_key(STR("Stra\xc3\x9f"
                             "e"),
                         STR("STRASSE"), 1));
    assert_true(same_key(STR("co\xc2\xadoperate"), STR("cooperate"), 1)); /* a soft hyphen */
    assert_true(same_key(STR("\xef\xbc\xa1"), STR("a"), 1));              /* full width    */
    assert_true(same_key(STR("a\xff"
                             "b"),
                         STR("a b"), 1)); /* ill-formed UTF-8 parts words */
    assert_false(same_key(STR("one two"), STR("two one"), 1));
    assert_false(same_key(STR("one two"), STR("one two three"), 1));
    assert_false(same_key(STR("one two."), STR("one two!"), 1));
    assert_false(same_key(STR("one two"), STR("onetwo"), 1));
}

/* Words longer than what norm_word takes at a time are not cut. */
static void long_words_count_in_full(void **state)
{
    char a[1001], b[1001];

    (void)state;
    memset(a, 'x', sizeof a);
    memcpy(b, a, sizeof a);
    b[1000] = 'y';
    assert_true(same_key((str){a, 1000}, (str){b, 1000}, 1));
    assert_false(same_key((str){a, 1001}, (str){b, 1001}, 1));
    assert_false(same_key((str){a, 1000}, (str){a, 1001}, 1));
}

static void has(str text, uint32_t n_words, size_t n)
{
    shingles s = of(text, 1);

    assert_int_equal(s.n_words, n_words);
    assert_int_equal(s.n, n);
    shingles_free(&s);
}

static void the_set(void **state)
{
    (void)state;
    has(STR(""), 0, 0);
    has(STR(" \t\n"), 0, 0);
    has(STR("?!"), 0, 0);
    has(STR("one"), 1, 1);
    has(STR("one two"), 2, 1);
    has(STR("one two three"), 3, 1);
    has(STR("one, two - three; four!"), 4, 2);
    has(STR("a b c a b c a b c"), 9, 3); /* abc bca cab */
    has(STR("a\0b c"), 3, 1);
    has(STR("\xff\xfe\x80"), 0, 0);
}

static void nothing_to_see_has_no_key(void **state)
{
    shingles s = of(STR(" \xc2\xad\xff"), 1);

    (void)state;
    assert_true(s.same.half[0] == 0 && s.same.half[1] == 0);
    shingles_free(&s);
    s = of(STR("?"), 1);
    assert_false(s.same.half[0] == 0 && s.same.half[1] == 0);
    shingles_free(&s);
}

/* Marks make another text, but no other set. A word more at the end adds one shingle. */
static void sets_of_like_texts(void **state)
{
    shingles a = of(STR("He said that it was over"), 1), b = of(STR("He said, that it was over."), 1),
             c = of(STR("he said that it was over then"), 1);

    (void)state;
    assert_int_equal(a.n, 4);
    assert_int_equal(b.n, 4);
    assert_memory_equal(a.shingle, b.shingle, 4 * sizeof *a.shingle);
    assert_false(same_key(STR("He said that it was over"), STR("He said, that it was over."), 1));
    assert_int_equal(shingles_common(a.shingle, a.n, c.shingle, c.n, 0), 4);
    shingles_free(&a);
    shingles_free(&b);
    shingles_free(&c);
}

static void several_texts(void **state)
{
    shingles s = of(STR("one two three\x1f"
                        "four"),
                    2);

    (void)state;
    assert_int_equal(s.n_words, 4);
    assert_int_equal(s.n, 2); /* none goes over the border: one two three; four */
    shingles_free(&s);
    assert_false(same_key(STR("a b\x1f"
                              "c"),
                          STR("a\x1f"
                              "b c"),
                          2));
    assert_true(same_key(STR("A\x1f"
                             "b"),
                         STR("a\x1f B"), 2));
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return (a > b) - (a < b);
}

static size_t draw_set(random_state *random, uint64_t *out)
{
    size_t want = (size_t)random_below(random, 40), n = 0;

    for (size_t i = 0; i < want; i++)
        out[i] = random_below(random, 60);
    qsort(out, want, sizeof *out, by_value);
    for (size_t i = 0; i < want; i++)
        if (n == 0 || out[n - 1] != out[i])
            out[n++] = out[i];
    return n;
}

static void common_is_counted(void **state)
{
    random_state random = random_seed(5);

    (void)state;
    for (int round = 0; round < 2000; round++) {
        uint64_t a[40], b[40];
        size_t n_a = draw_set(&random, a), n_b = draw_set(&random, b), expected = 0;

        for (size_t i = 0; i < n_a; i++)
            for (size_t j = 0; j < n_b; j++)
                expected += a[i] == b[j];
        for (size_t least = 0; least <= expected; least++)
            assert_int_equal(shingles_common(a, n_a, b, n_b, least), expected);
        assert_true(shingles_common(a, n_a, b, n_b, expected + 1) <= expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text),
        cmocka_unit_test(long_words_count_in_full),
        cmocka_unit_test(the_set),
        cmocka_unit_test(nothing_to_see_has_no_key),
        cmocka_unit_test(sets_of_like_texts),
        cmocka_unit_test(several_texts),
        cmocka_unit_test(common_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
