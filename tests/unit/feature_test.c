/* feature: the definition, written out by hand; what is dropped and what is cut; counts that reach 1 + ln c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/buf.h"
#include "base/random.h"
#include "base/utf8.h"
#include "feature/feature.h"

/* The blocks' seeds, a second time: they are part of every model on disk. */
static const uint64_t seed[N_BLOCKS] = {UINT64_C(0x5c1d9b0e37a24f61), UINT64_C(0xe38b06d2954c7a1b),
                                        UINT64_C(0x27f4c8a16b0d953e)};

/* "w1:the c2:_t ..." with the blanks of names as low lines, and each hash held to its name. */
static void write_down(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    buf *out = to;

    assert_true(name.n > 0);
    assert_true(hash == (block == BLOCK_VECTOR ? feature_vector(hash_str(name, FEATURE_SEED_WORD))
                                               : hash_str(name, seed[block])));
    assert_int_equal(n, block == BLOCK_CHAR ? utf8_count(name) : 1);
    buf_printf(out, "%s%c%u:", out->n ? " " : "", "wcsv"[block], n);
    for (size_t i = 0; i < name.n; i++)
        buf_char(out, name.p[i] == ' ' ? '_' : name.p[i]);
}

static void expect(const plan *p, str raw, word_kind kind, const char *features)
{
    word_form form;
    buf out = {0};

    feature_word(p, raw, kind, &form);
    feature_list(p, &form, write_down, &out);
    buf_char(&out, '\0');
    assert_string_equal(out.p, features);
    assert_false(form.used && form.hash != hash_bytes(form.text + 1, form.n, seed[BLOCK_WORD]));
    buf_free(&out);
}

static void words_by_hand(void **state)
{
    const plan p = {.word_min = 1, .word_max = 2, .char_min = 2, .char_max = 3, .shape = 1};
    plan q = p;

    (void)state;
    expect(&p, STR("The"), WORD_WORD, "w1:the c2:_t c2:th c2:he c2:e_ c3:_th c3:the c3:he_ s1:Xxx");
    expect(&p, STR("cat's"), WORD_WORD,
           "w1:cat's c2:_c c2:ca c2:at c2:t' c2:'s c2:s_ c3:_ca c3:cat c3:at' c3:t's c3:'s_ s1:xx'x");
    expect(&p, STR("12"), WORD_WORD, "w1:12 c2:_1 c2:12 c2:2_ c3:_12 c3:12_ s1:dd");
    expect(&p, STR("."), WORD_MARK, "");
    q.keep_case = q.fold_numbers = q.punct = 1;
    expect(&q, STR("Up9"), WORD_WORD, "w1:Up0 c2:_U c2:Up c2:p0 c2:0_ c3:_Up c3:Up0 c3:p0_ s1:Xxd");
    expect(&q, STR("."), WORD_MARK, "w1:.");
    q.word_min = 2; /* a mark by itself is an n-gram of one word */
    expect(&q, STR("."), WORD_MARK, "");
    q = (plan){.char_min = 4, .char_max = 4};
    expect(&q, STR("\xc3\xa9t\xc3\xa9"), WORD_WORD, "c4:_\xc3\xa9t\xc3\xa9 c4:\xc3\xa9t\xc3\xa9_");
    expect(&q, STR("a"), WORD_WORD, "");
    q.char_min = 1;
    expect(&q, STR("a"), WORD_WORD, "c1:_ c1:a c1:_ c2:_a c2:a_ c3:_a_");
    q = (plan){.shape = 1, .vector = 1, .punct = 1};
    expect(&q, STR("McX-9"), WORD_WORD, "s1:XxX-d v1:mcx-9");
    expect(&q, STR("!"), WORD_MARK, "");
}

static void what_is_left_of_odd_words(void **state)
{
    const plan p = {.word_min = 1, .word_max = 1, .char_min = 5, .char_max = 5, .shape = 1, .punct = 1};
    word_form form;

    (void)state;
    expect(&p, STR("\xe3\x85\xa4"), WORD_WORD, ""); /* U+3164, an ignorable letter: normalised to nothing */
    feature_word(&p, STR("\xe3\x85\xa4"), WORD_WORD, &form);
    assert_false(form.used);
    expect(&p, STR("\xcd\xba"), WORD_WORD, "w1:_\xce\xb9 s1:_x"); /* U+037A is a blank and a small iota */
    expect(&p, STR("\xd6\xb0"), WORD_WORD, "w1:\xd6\xb0"); /* a stray U+05B0 has no shape: no empty name */
    expect(&p, STR("\xc2\xb4"), WORD_MARK, "w1:_\xcc\x81");
    expect(&p, STR("\xff"), WORD_WORD, "");
    expect(&p, (str){NULL, 0}, WORD_WORD, "");
}

static void count_calls(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    (void)hash;
    (void)n;
    assert_int_equal(utf8_bad(name), name.n);
    ((size_t *)to)[block]++;
}

static void long_words_are_cut(void **state)
{
    const plan p = {.word_min = 1, .word_max = 1, .char_min = 1, .char_max = 8, .shape = 1};
    static char letters[10000], ligatures[10000];
    size_t calls[N_BLOCKS] = {0};
    word_form form, cut;

    (void)state;
    memset(letters, 'q', sizeof letters);
    feature_word(&p, (str){letters, sizeof letters}, WORD_WORD, &form);
    feature_word(&p, (str){letters, NORM_RAW_MAX}, WORD_WORD, &cut);
    assert_int_equal(form.n, NORM_RAW_MAX);
    assert_true(form.hash == cut.hash);
    feature_list(&p, &form, count_calls, calls);
    assert_int_equal(calls[BLOCK_WORD], 1);
    assert_int_equal(calls[BLOCK_CHAR], 8 * 258 - 28); /* 258 places, fewer at the end: 0 + 1 + ... + 7 */
    assert_int_equal(calls[BLOCK_SHAPE], 1);

    /* U+FDFA, the character that grows most: 3 bytes become 33, 18 code points of them. */
    for (size_t i = 0; i + 3 <= sizeof ligatures; i += 3)
        memcpy(ligatures + i, "\xef\xb7\xba", 3);
    memset(calls, 0, sizeof calls);
    feature_word(&p, (str){ligatures, sizeof ligatures - 1}, WORD_WORD, &form);
    assert_int_equal(form.n, 85 * 33);
    feature_list(&p, &form, count_calls, calls);
    assert_int_equal(calls[BLOCK_CHAR], 8 * (85 * 18 + 2) - 28);
}

/* Whatever character stands alone: names that a model can hold, and none for what is not used. */
static void every_character(void **state)
{
    plan p = {.word_min = 1, .word_max = 1, .char_min = 1, .char_max = 3, .shape = 1, .punct = 1};

    (void)state;
    for (uint32_t code = 0; code < 0x110000; code += code >= 0x30000 ? 101 : 1) {
        size_t calls[N_BLOCKS] = {0};
        char bytes[4];
        word_form form;

        if (code >= 0xd800 && code < 0xe000)
            continue;
        p.keep_case = code & 1;
        feature_word(&p, (str){bytes, utf8_put(code, bytes)}, WORD_WORD, &form);
        feature_list(&p, &form, count_calls, calls);
        assert_int_equal(calls[BLOCK_WORD], form.used);
        assert_true(form.text[0] == ' ' && form.text[form.n + 1] == ' ');
    }
}

static void counts_are_dampened(void **state)
{
    static tf_table t;
    double sum = 0, square = 0;

    (void)state;
    tf_table_init(&t);
    for (uint32_t c = 1; c <= 5000; c++) {
        double now = 1 + log(c);

        assert_true(tf_gain(c) > 0 && tf_norm_gain(c) > 0);
        assert_memory_equal(&(float){tf_table_get(&t, c).gain}, &(float){tf_gain(c)}, sizeof(float));
        assert_memory_equal(&(float){tf_table_get(&t, c).norm_gain}, &(float){tf_norm_gain(c)},
                            sizeof(float));
        sum += (double)tf_gain(c);
        square += (double)tf_norm_gain(c);
        assert_true(fabs(sum - now) < 1e-6 * now && fabs(square - now * now) < 1e-6 * now * now);
    }
    assert_true(tf_gain(UINT32_MAX) > 0 && tf_norm_gain(UINT32_MAX) > 0);
}

static void grams_are_the_last_words(void **state)
{
    enum { N = 400 };
    random_state random = random_seed(3);
    uint64_t hash[N];
    uint32_t k[N];

    (void)state;
    for (unsigned word_max = 0; word_max <= WORD_NGRAM_MAX; word_max++) {
        grams g = {0};

        for (unsigned i = 0; i < N; i++) {
            hash[i] = random_next(&random);
            k[i] = 1 + (uint32_t)random_below(&random, 20);
            grams_push(&g, word_max, hash[i], k[i]);
            assert_int_equal(g.n, i + 1 < word_max ? i + 1 : word_max);
            for (unsigned n = 1; n <= g.n; n++) {
                uint64_t h = hash[i + 1 - n];
                uint32_t least = k[i + 1 - n];

                for (unsigned j = i + 2 - n; j <= i; j++) {
                    h = hash_pair(h, hash[j]);
                    least = k[j] < least ? k[j] : least;
                }
                assert_true(g.hash[n] == h);
                assert_int_equal(g.k[n], least);
            }
        }
    }
}

/* With edges they begin behind <s>, and </s> ends them; a text without words has neither. */
static void grams_have_edges(void **state)
{
    plan p = {.word_min = 1, .word_max = 3, .edges = 1};
    grams g = grams_begin(&p);

    (void)state;
    assert_int_equal(grams_shortest(&p), 2);
    assert_false(grams_end(&g, &p));
    grams_push(&g, p.word_max, 77, 5);
    assert_int_equal(g.n, 2);
    assert_true(g.hash[2] == hash_pair(FEATURE_BEGIN, 77));
    assert_int_equal(g.k[2], 1);
    assert_true(grams_end(&g, &p));
    assert_int_equal(g.n, 3);
    assert_true(g.hash[2] == hash_pair(77, FEATURE_END));
    assert_true(g.hash[3] == hash_pair(hash_pair(FEATURE_BEGIN, 77), FEATURE_END));
    assert_int_equal(g.k[2], 1);

    p = (plan){.word_min = 3, .word_max = 3};
    g = grams_begin(&p);
    assert_int_equal(grams_shortest(&p), 3);
    grams_push(&g, p.word_max, 77, 5);
    assert_int_equal(g.n, 1);
    assert_false(grams_end(&g, &p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_by_hand),       cmocka_unit_test(what_is_left_of_odd_words),
        cmocka_unit_test(long_words_are_cut),  cmocka_unit_test(every_character),
        cmocka_unit_test(counts_are_dampened), cmocka_unit_test(grams_are_the_last_words),
        cmocka_unit_test(grams_have_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
