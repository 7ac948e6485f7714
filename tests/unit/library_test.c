/* The library's doors, with the models that ship: what a caller is told, and that one call does not change
 * the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "slant.h"

static slant_models *open_both(void)
{
    const char *paths[] = {"models/subjectivity.slant", "models/news.slant"};
    char why[200] = "";
    slant_models *m = slant_open(paths, 2, why, sizeof why);

    assert_string_equal(why, "");
    assert_non_null(m);
    return m;
}

static void what_cannot_be_opened_is_told(void **state)
{
    const char *missing[] = {"no/such.slant"};
    char why[200] = "";

    (void)state;
    assert_null(slant_open(missing, 1, why, sizeof why));
    assert_non_null(strstr(why, "no/such.slant"));
    assert_null(slant_open(missing, 1, NULL, 0));
    slant_close(NULL);
    slant_scorer_free(NULL);
    slant_reader_free(NULL);
}

static void texts_are_scored(void **state)
{
    slant_models *m = open_both();
    slant_scorer *s = slant_scorer_new(m);
    slant_answer *answer = calloc(slant_tasks(m), sizeof *answer);
    const char *text = "The president has signed the law.";
    double p;

    (void)state;
    assert_true(s && answer);
    assert_int_equal(slant_tasks(m), 13);
    assert_string_equal(slant_task(m, 0, NULL), "subjectivity");
    assert_int_equal(slant_score(s, text, strlen(text), answer), 0);
    assert_true(answer[0].label < slant_labels(m, 0));
    p = answer[0].p;
    assert_int_equal(slant_score(s, "Something else.", 15, answer), 0);
    assert_int_equal(slant_score(s, text, strlen(text), answer), 0);
    assert_true(answer[0].p == p);
    assert_int_equal(answer[0].unsure, 0); /* it has no threshold */
    free(answer);
    slant_scorer_free(s);
    slant_close(m);
}

static void articles_are_read(void **state)
{
    static const char hostile[] = "\"\xff\x00 said\n\n\xe2\x80\x9c he \x1f\"' said that";
    const char *text = "\"He is a thug,\" Barry Jones said of Ivan Petrov.";
    slant_models *m = open_both();
    char why[200] = "";
    slant_reader *r = slant_reader_new(m, why, sizeof why);
    const char *json;
    char *first;
    size_t n;

    (void)state;
    assert_string_equal(why, "");
    assert_non_null(r);
    assert_non_null(json = slant_read(r, text, strlen(text), "A title", 7, &n));
    assert_int_equal(strlen(json), n);
    assert_non_null(strstr(json, "{\"title\":\"A title\""));
    assert_non_null(strstr(json, "\"name\":\"Barry Jones\""));
    assert_non_null(first = strdup(json));
    assert_non_null(slant_read(r, hostile, sizeof hostile - 1, NULL, 0, NULL));
    assert_non_null(json = slant_read(r, "", 0, NULL, 0, &n));
    assert_non_null(strstr(json, "\"sentences\":[]"));
    assert_string_equal(slant_read(r, text, strlen(text), "A title", 7, NULL), first);
    free(first);
    slant_reader_free(r);
    slant_close(m);
}

/* A model with a threshold of 0.75, to which an empty text is strange. */
static void unsure_is_told(void **state)
{
    const char *path[] = {"tests/fuzz/seeds/model/unsure.slant"};
    char why[200] = "";
    slant_models *m = slant_open(path, 1, why, sizeof why);
    slant_scorer *s = slant_scorer_new(m);
    slant_answer answer;

    (void)state;
    assert_string_equal(why, "");
    assert_int_equal(slant_score(s, "", 0, &answer), 0);
    assert_int_equal(answer.unsure, 1);
    slant_scorer_free(s);
    slant_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_opened_is_told),
        cmocka_unit_test(texts_are_scored),
        cmocka_unit_test(unsure_is_told),
        cmocka_unit_test(articles_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
