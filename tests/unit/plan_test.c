/* Which plans are plans, and what the error of one that is not says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "feature/plan.h"

static void good_plans_pass(void **state)
{
    const plan good[] = {PLAN_DEFAULT,
                         {.word_min = 1, .word_max = 1},
                         {.word_min = 5, .word_max = 5},
                         {.char_min = 8, .char_max = 8},
                         {.shape = 1},
                         {.word_min = 1,
                          .word_max = 5,
                          .char_min = 1,
                          .char_max = 8,
                          .shape = 1,
                          .punct = 1,
                          .keep_case = 1,
                          .fold_numbers = 1}};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        err e = {0};

        assert_true(plan_check(&good[i], &e));
        assert_int_equal(e.code, ERR_NONE);
    }
}

static void bad_plans_say_why(void **state)
{
    const struct {
        plan p;
        const char *text;
    } bad[] = {
        {{0}, "no features: words, characters, shapes and vectors are all off"},
        {{.punct = 1, .keep_case = 1}, "no features: words, characters, shapes and vectors are all off"},
        {{.word_max = 2}, "word n-grams from 0 to 2: the first must be from 1 to the second"},
        {{.word_min = 2, .word_max = 1}, "word n-grams from 2 to 1: the first must be from 1 to the second"},
        {{.word_min = 1, .word_max = 6}, "word n-grams up to 6: at most 5"},
        {{.word_min = 1}, "word n-grams from 1 to 0: the first must be from 1 to the second"},
        {{.char_min = 1, .char_max = 255}, "character n-grams up to 255: at most 8"},
        {{.unused = 2}, "a feature switch is neither 0 nor 1"},
        {{.word_min = 1, .word_max = 1, .edges = 1},
         "edges are of n-grams of two words or more: there are none"},
        {{.shape = 1, .edges = 1}, "edges are of n-grams of two words or more: there are none"},
        {{.shape = 1, .fold_numbers = 255}, "a feature switch is neither 0 nor 1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err e = {0};

        assert_false(plan_check(&bad[i].p, &e));
        assert_int_equal(e.code, ERR_USAGE);
        assert_string_equal(e.text, bad[i].text);
    }
}

static void every_field_counts(void **state)
{
    const plan base = PLAN_DEFAULT;

    (void)state;
    assert_true(plan_equal(&base, &base));
    for (size_t i = 0; i < sizeof base; i++) {
        plan other = base;

        ((unsigned char *)&other)[i] ^= 1; /* all fields are bytes */
        assert_false(plan_equal(&base, &other));
    }
    assert_false(plan_equal(&(plan){.word_max = 2, .edges = 1}, &(plan){.word_max = 2}));
    assert_false(plan_equal(&(plan){.word_max = 2, .vector = 1}, &(plan){.word_max = 2}));
}

static void blocks(void **state)
{
    const plan p = {.word_min = 1, .word_max = 1};

    (void)state;
    assert_true(plan_has(&p, BLOCK_WORD));
    assert_false(plan_has(&p, BLOCK_CHAR));
    assert_false(plan_has(&p, BLOCK_SHAPE));
    assert_false(plan_has(&p, N_BLOCKS));
    assert_int_equal(plan_first(&p), BLOCK_WORD);
    assert_int_equal(plan_first(&(plan){.char_min = 2, .char_max = 3, .shape = 1}), BLOCK_CHAR);
    assert_int_equal(plan_first(&(plan){.shape = 1}), BLOCK_SHAPE);
    assert_string_equal(block_name(BLOCK_WORD), "word");
    assert_string_equal(block_name(BLOCK_CHAR), "char");
    assert_string_equal(block_name(BLOCK_SHAPE), "shape");
    assert_string_equal(block_name(N_BLOCKS), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_plans_pass),
        cmocka_unit_test(bad_plans_say_why),
        cmocka_unit_test(every_field_counts),
        cmocka_unit_test(blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
