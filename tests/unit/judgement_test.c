/* The table of words that judge: its order, and that the longest entry is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/judgement.h"

enum { ALL = (1 << N_JUDGEMENTS) - 1 };

/* Splits a phrase into words and looks them up. */
static size_t find(const char *phrase, uint32_t *classes)
{
    str rest = str_z(phrase), word[JUDGEMENT_WORDS + 2];
    size_t n = 0;

    while (rest.n && n < sizeof word / sizeof *word)
        word[n++] = str_cut(&rest, ' ');
    return judgement_find(n ? judgement_first(word[0], classes) : JUDGEMENT_NONE, word, n, classes);
}

static void the_table_is_in_order(void **state)
{
    uint32_t classes;
    str before = {0};
    size_t n = 0;

    (void)state;
    for (str one; (one = judgement_at(n, &classes)).n; before = one, n++) {
        size_t blanks = 0;

        if (str_cmp(before, one) >= 0)
            fail_msg("'%.*s' comes before '%.*s'", (int)before.n, before.p, (int)one.n, one.p);
        if (!classes || classes & ~(uint32_t)ALL)
            fail_msg("'%.*s' has classes %x", (int)one.n, one.p, classes);
        for (size_t i = 0; i < one.n; i++) {
            blanks += one.p[i] == ' ';
            if (!(one.p[i] >= 'a' && one.p[i] <= 'z') && !memchr(" '", one.p[i], 2))
                fail_msg("'%.*s' is not of small letters", (int)one.n, one.p);
        }
        assert_true(one.n <= JUDGEMENT_LONGEST && blanks < JUDGEMENT_WORDS);
    }
    assert_true(n > 7000);
}

static void every_entry_finds_itself(void **state)
{
    uint32_t classes, found;
    str one;

    (void)state;
    for (size_t i = 0; (one = judgement_at(i, &classes)).n; i++) {
        str rest = one, word[JUDGEMENT_WORDS];
        size_t n = 0;

        while (rest.n)
            word[n++] = str_cut(&rest, ' ');
        assert_int_equal(judgement_find(judgement_first(word[0], &found), word, n, &found), n);
        assert_int_equal(found, classes);
    }
}

static void words_have_classes(void **state)
{
    static const struct {
        const char *words;
        size_t n;
        uint32_t classes;
    } asked[] = {
        {"praised", 1, 1 << JUDGE_FAVOR | 1 << JUDGE_DOES_WELL},
        {"corrupt", 1, 1 << JUDGE_BAD},
        {"not", 1, 1 << JUDGE_NEGATES},
        {"isn't", 1, 1 << JUDGE_NEGATES},
        {"said nothing of it", 1, 1 << JUDGE_SPEECH},
        {"abused his power again", 3, 1 << JUDGE_BAD},
        {"abused his dog", 1, 1 << JUDGE_DOES_ILL | 1 << JUDGE_VIOLENCE},
        {"above the law", 3, 1 << JUDGE_BAD},
        {"above the lawn", 0, 0},
        {"above", 0, 0},
        {"Praised", 0, 0}, /* small letters are the caller's business */
        {"prais", 0, 0},
        {"praisedx", 0, 0},
        {"\xff\xfe", 0, 0},
        {"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", 0, 0},
        {"above zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz law", 0, 0},
    };
    uint32_t classes;

    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        size_t n = find(asked[i].words, &classes);

        if (n != asked[i].n || classes != asked[i].classes)
            fail_msg("'%s': %zu words, classes %x", asked[i].words, n, classes);
    }
    assert_int_equal(judgement_find(JUDGEMENT_NONE, NULL, 0, &classes), 0);
    assert_int_equal(classes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(every_entry_finds_itself),
        cmocka_unit_test(words_have_classes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
