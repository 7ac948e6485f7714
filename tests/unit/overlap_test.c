/* What one text has of another, counted by hand; any bytes; the same whoever makes it: a task's own overlap
 * text scores as one that stands in the record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/texts.h"
#include "feature/overlap.h"
#include "score/tasks.h"
#include "score_sample.h"

static void is(const char *first, const char *second, const char *expected)
{
    overlap *o;
    buf record = {0};
    str tags;
    err e = {0};

    assert_true(overlap_new(&o, &e));
    buf_z(&record, first);
    buf_char(&record, TEXT_BREAK);
    buf_z(&record, second);
    for (int again = 0; again < 2; again++) { /* the second time nothing of the first is left */
        assert_true(overlap_of(o, buf_view(&record), &tags, &e));
        if (!str_eq(tags, str_z(expected)))
            fail_msg("'%s' in '%s': '%.*s', not '%s'", first, second, (int)tags.n, tags.p, expected);
    }
    buf_free(&record);
    overlap_free(o);
}

static void counts_are_those_of_a_hand(void **state)
{
    (void)state;
    /* Of Flood, hits, Karwen three, and two pairs; "in" says nothing. */
    is("Flood hits Karwen", "It rained. A flood hits the town of KARWEN. The flood went.",
       " all9 n3 miss0 soon9 front9 pair1 best9 bestn3 at1 many1");
    is("Flood hits Karwen", "Nothing happened.", " all0 n0 miss3 soon0 front0 pair0 best0 bestn0 at0 many0");
    is("Flood hits Karwen", "", " all0 n0 miss3 soon0 front0 pair0 best0 bestn0 at0 many0");
    is("", "Flood hits Karwen.", " all0 n0 miss0 soon0 front0 pair0 best0 bestn0 at0 many0");
    /* Where no word says something, all count. */
    is("he is it", "It is so.", " all6 n2 miss1 soon6 front6 pair0 best6 bestn2 at0 many1");
    /* A word twice is one; two sentences, the first of the best. */
    is("rain rain wind", "Rain here. Wind there. Rain, wind.",
       " all9 n2 miss0 soon9 front9 pair1 best9 bestn2 at2 many1");
    /* Case, composition, other scripts. */
    is("\u00c9lan \u65e5\u672c", "e\u0301lan, \u672c",
       " all6 n2 miss1 soon6 front6 pair0 best6 bestn2 at0 many1");
}

static void words_far_back_are_not_soon(void **state)
{
    buf second = {0};

    (void)state;
    for (int i = 0; i < 40; i++)
        buf_z(&second, "so ");
    buf_z(&second, "flood ");
    for (int i = 0; i < 80; i++)
        buf_z(&second, "so ");
    buf_z(&second, "karwen");
    buf_char(&second, '\0');
    is("flood karwen", second.p, " all9 n2 miss0 soon0 front5 pair1 best9 bestn2 at0 many1");
    buf_free(&second);
}

static void any_bytes(void **state)
{
    overlap *o;
    err e = {0};
    buf text = {0};

    (void)state;
    assert_true(overlap_new(&o, &e));
    for (uint64_t seed = 1; seed <= 400; seed++) {
        random_state r = random_seed(seed);
        str tags;
        unsigned n = 0;

        text.n = 0;
        score_text(&r, (text_kind)random_below(&r, N_TEXT_KINDS), random_below(&r, 600), &text);
        if (random_below(&r, 4))
            buf_char(&text, TEXT_BREAK);
        score_text(&r, (text_kind)random_below(&r, N_TEXT_KINDS), random_below(&r, 600), &text);
        assert_true(overlap_of(o, buf_view(&text), &tags, &e));
        for (size_t i = 0; i < tags.n; i++) {
            n += tags.p[i] == ' ';
            assert_true(tags.p[i] == ' ' || (tags.p[i] >= 'a' && tags.p[i] <= 'z') ||
                        (tags.p[i] >= '0' && tags.p[i] <= '9') || tags.p[i] == 'M');
        }
        assert_int_equal(n, 10);
    }
    buf_free(&text);
    overlap_free(o);
}

/* A model of texts whose last is made, and the same one with that text in the record. */
static void tasks_make_the_text(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        random_state r = random_seed(seed);
        score_model of[3];
        model made[3], given[3];
        const model *each[2][1] = {{made}, {given}};
        tasks t[2];
        tasks_work w[2];
        overlap *o;
        buf text = {0};
        str tags;
        err e = {0};

        for (uint32_t i = 0; i < 3; i++) {
            score_model_make(&of[i], seed, i < 2 ? PLAN_DEFAULT : PLAN_TAGS, KERNEL_NONE);
            made[i] = of[i].m;
            made[i].text = i;
            made[i].last_text = 2;
            given[i] = made[i];
            made[i].overlap = true;
        }
        assert_int_equal(model_texts(made), 2);
        assert_int_equal(model_texts(given), 3);
        assert_true(overlap_new(&o, &e));
        for (int side = 0; side < 2; side++)
            assert_true(tasks_open(each[side], 1, 1, seed, &t[side], &e) &&
                        tasks_work_init(&t[side], &w[side], &e));
        for (int i = 0; i < 30; i++) {
            text.n = 0;
            score_text(&r, TEXT_PROSE, 30, &text);
            buf_char(&text, TEXT_BREAK);
            score_text(&r, TEXT_PROSE, 300, &text);
            assert_true(tasks_score(&t[0], &w[0], buf_view(&text), &e));
            assert_true(overlap_of(o, buf_view(&text), &tags, &e));
            buf_char(&text, TEXT_BREAK);
            buf_str(&text, tags);
            assert_true(tasks_score(&t[1], &w[1], buf_view(&text), &e));
            assert_memory_equal(w[0].margin, w[1].margin, t[0].n_margins * sizeof *w[0].margin);
        }
        for (int side = 0; side < 2; side++) {
            tasks_work_free(&w[side]);
            tasks_close(&t[side]);
        }
        overlap_free(o);
        buf_free(&text);
        for (uint32_t i = 0; i < 3; i++)
            score_model_free(&of[i]);
    }
}

/* Tasks that read another text where one is made cannot be asked together. */
static void other_texts_are_refused(void **state)
{
    score_model of;
    model m[6];
    const model *each[] = {&m[0], &m[3]};
    tasks t;
    err e = {0};

    (void)state;
    score_model_make(&of, 1, PLAN_TAGS, KERNEL_NONE);
    for (uint32_t i = 0; i < 6; i++) {
        m[i] = of.m;
        m[i].text = i % 3;
        m[i].last_text = 2;
        m[i].overlap = i < 3;
    }
    assert_false(tasks_open(each, 2, 1, 1, &t, &e));
    assert_int_equal(e.code, ERR_MODEL);
    score_model_free(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_a_hand),
        cmocka_unit_test(words_far_back_are_not_soon),
        cmocka_unit_test(any_bytes),
        cmocka_unit_test(tasks_make_the_text),
        cmocka_unit_test(other_texts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
