/* The word that was meant: near ones are found, far ones are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/nearest.h"

static const char *const words[] = {"text", "label", "id", "target", "weight", "", "classify"};

static const char *near(const char *word)
{
    return nearest(str_z(word), words, sizeof words / sizeof words[0]);
}

static void finds_what_was_meant(void **state)
{
    (void)state;
    assert_string_equal(near("text"), "text");
    assert_string_equal(near("txt"), "text");
    assert_string_equal(near("texts"), "text");
    assert_string_equal(near("txet"), "text");
    assert_string_equal(near("TEXT"), "text");
    assert_string_equal(near("lable"), "label");
    assert_string_equal(near("classfiy"), "classify");
    assert_string_equal(near("clasify"), "classify");
}

static void leaves_far_words_alone(void **state)
{
    char longest[200];

    (void)state;
    assert_null(near("sentence"));
    assert_null(near("x"));
    assert_null(near(""));
    assert_null(nearest(STR("text"), words, 0));
    memset(longest, 'a', sizeof longest);
    assert_null(nearest((str){longest, sizeof longest}, words, 7));
}

static void a_swap_is_one_edit_and_the_first_of_equals_wins(void **state)
{
    const char *const two[] = {"abcd", "abdc", "bacd"};

    (void)state;
    assert_ptr_equal(nearest(STR("abdc"), two, 3), two[1]);
    assert_ptr_equal(nearest(STR("bacd"), two, 3), two[2]);
    assert_ptr_equal(nearest(STR("abc"), two, 3), two[0]);
    assert_ptr_equal(nearest(STR("abxd"), two, 3), two[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_meant),
        cmocka_unit_test(leaves_far_words_alone),
        cmocka_unit_test(a_swap_is_one_edit_and_the_first_of_equals_wins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
