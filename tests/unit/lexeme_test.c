/* What is known of a word: found again, the same for any order of meeting, and right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "article/facets.h"
#include "article/judgement.h"
#include "article/lexeme.h"
#include "article/lexicon.h"
#include "base/buf.h"

static lexemes all;

static const lexeme *of(const char *text)
{
    return lexemes_of(&all, str_z(text), false);
}

static void begin(void)
{
    assert_true(lexemes_init(&all, 3, 5, NULL, &(err){0}));
}

static void words_are_known(void **state)
{
    const lexeme *l;

    (void)state;
    begin();
    l = of("Minister's");
    assert_int_equal(l->flags, LEXEME_CAPITAL | LEXEME_POSSESSIVE);
    assert_int_equal(l->n_bare, 8);
    assert_true(l->key == lexeme_key(STR("minister")) && l->key == of("MINISTER")->key);
    assert_true(l->kinds & LEX_ROLE);
    assert_int_equal(l->class, 'G');
    assert_memory_equal(l->low, "ministerQs", l->n_low);
    assert_string_equal(l->small, "minister's");
    assert_string_equal(of("Minister\u2019s")->small, "minister's");
    assert_true(isnan(l->margin[0]) && isnan(l->margin[2]));

    assert_int_equal(of("QC")->flags, LEXEME_CAPITAL | LEXEME_CAPS);
    assert_int_equal(of("J")->flags, LEXEME_CAPITAL | LEXEME_INITIAL);
    assert_int_equal(of("1984")->flags, LEXEME_DIGIT);
    assert_int_equal(of("praised")->flags, LEXEME_VERB);
    assert_int_equal(of("reportedly")->flags, LEXEME_HEARSAY);
    assert_int_equal(of("but")->flags, LEXEME_BREAK);
    assert_true(of("praised")->judges & 1U << JUDGE_FAVOR);
    assert_int_equal(of("table")->judged_at, JUDGEMENT_NONE);
    assert_int_equal(of("we're")->kinds, LEX_FUNCTION);
    assert_int_equal(of("who")->class, 'w');
    assert_memory_equal(of("caf\u00e9")->low, "cafXC3XA9", 9);
    assert_int_equal(of("0123456789012345678901234567")->n_low, LEXEME_LOW_MAX - 2);
    assert_int_equal(of("0123456789012345678901234567")->n_small, 0);
    lexemes_free(&all);
}

/* A pronoun is one with 's or 'd too, but then it is not alone; words that only look so are none. */
static void pronouns_are_known(void **state)
{
    enum { HE = PRONOUN_THIRD | PRONOUN_MALE, SHE = PRONOUN_THIRD | PRONOUN_FEMALE };
    static const struct {
        const char *text;
        unsigned is, alone;
    } words[] = {
        {"He", HE | PRONOUN_SUBJECT, HE | PRONOUN_SUBJECT},
        {"HER", SHE | PRONOUN_OBJECT | PRONOUN_OWNER, SHE | PRONOUN_OBJECT | PRONOUN_OWNER},
        {"he's", HE | PRONOUN_SUBJECT, 0},
        {"she\u2019d", SHE | PRONOUN_SUBJECT, 0},
        {"I.T", 0, 0},
        {"I'Anson", 0, 0},
        {"here", 0, 0},
    };

    (void)state;
    begin();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const lexeme *l = of(words[i].text);

        assert_int_equal(l->pronoun, words[i].is);
        assert_int_equal(lexeme_alone(l), words[i].alone);
        assert_int_equal(lexeme_pronoun(str_z(words[i].text)), words[i].alone);
    }
    assert_int_equal(lexeme_pronoun(STR("she said")), 0);
    assert_int_equal(lexeme_pronoun(STR("he\0")), 0);
    assert_int_equal(lexeme_pronoun(STR("")), 0);
    assert_int_equal(lexemes_of(&all, STR(","), true)->pronoun, 0);
    lexemes_free(&all);
}

static void marks_are_known(void **state)
{
    static const struct {
        const char *text;
        char class, sign;
    } marks[] = {{",", 'c', ','},      {"\u2026", 's', '?'}, {"!", 'u', '!'},      {"\u2014", 'h', '-'},
                 {"\u201c", 'v', '"'}, {"[", 'b', '['},      {"\u00ab", 'z', '"'}, {"%", 'z', '%'}};

    (void)state;
    begin();
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const lexeme *l = lexemes_of(&all, str_z(marks[i].text), true);

        assert_int_equal(l->class, marks[i].class);
        assert_int_equal(l->sign, marks[i].sign);
        assert_int_equal(l->flags & ~LEXEME_BREAK, 0);
        assert_ptr_not_equal(l, of(marks[i].text)); /* a word that looks so is another */
    }
    assert_true(lexemes_of(&all, STR(";"), true)->flags & LEXEME_BREAK);
    lexemes_free(&all);
}

/* The hash of a piece is that of its bytes behind what stands before it. */
static void pieces_hash_as_their_bytes(void **state)
{
    static const char *const texts[] = {"said", "Jones's", "caf\u00e9", "U.S",
                                        "0123456789012345678901234567"};

    (void)state;
    begin();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const lexeme *l = of(texts[i]);
        uint64_t h = hash_roll_str(99, STR("al")), piecewise = h * l->power + l->roll;

        h = hash_roll_str(hash_roll(h, TAG_JOINT), (str){l->low, l->n_low});
        assert_true(h == piecewise);
    }
    lexemes_free(&all);
}

static void all_are_found_again(void **state)
{
    enum { N = 70000 };
    const lexeme **met = calloc(N, sizeof *met);
    char text[16];
    err e = {0};

    (void)state;
    begin();
    for (int i = 0; i < N; i++) {
        (void)snprintf(text, sizeof text, "w%d", i);
        met[i] = of(text);
        assert_string_equal(met[i]->text.p, text);
    }
    for (int i = 0; i < N; i++)
        assert_ptr_equal(of(met[i]->text.p), met[i]);
    assert_true(lexemes_trim(&all, &e)); /* very many: forgotten */
    assert_true(all.n == N_LEXEME_SLOTS);
    assert_string_equal(all.of_slot[LEXEME_EOS]->text.p, "EOS");
    assert_ptr_equal(of("EOS"), all.of_slot[LEXEME_EOS]);
    assert_true(lexemes_trim(&all, &e)); /* few: kept */
    assert_ptr_equal(of("EOS"), all.of_slot[LEXEME_EOS]);
    free(met);
    lexemes_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_known),     cmocka_unit_test(pronouns_are_known),
        cmocka_unit_test(marks_are_known),     cmocka_unit_test(pieces_hash_as_their_bytes),
        cmocka_unit_test(all_are_found_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
