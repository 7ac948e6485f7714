/* The short ways give the very bits of the long one, on tags, on texts that are none, and a second time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "score/brief.h"
#include "score/memo.h"
#include "score_sample.h"

/* Words of the sample's prose, so that the model knows many; now and then something that is no tag. */
static void tags_make(random_state *r, buf *out)
{
    static const char *const odd[] = {"__", "a-b", "caf\xc3\xa9", "x.y", "_", "A1_b", "don't", "\x1f", ""};

    out->n = 0;
    for (uint64_t n = random_below(r, 60); n > 0; n--) {
        if (random_below(r, 40) == 0)
            buf_z(out, odd[random_below(r, sizeof odd / sizeof *odd)]);
        else
            score_word(r, out);
        buf_z(out, random_below(r, 5) ? " " : "  ");
    }
}

static void tags_are_scored_as_by_a_memo(void **state)
{
    unsigned n_known = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        random_state r = random_seed(seed);
        score_model m;
        const model *each[] = {&m.m};
        scorer s;
        memo *w;
        buf text = {0};
        err e = {0};

        score_model_make(&m, seed, PLAN_TAGS, KERNEL_NONE);
        assert_true(scorer_init(&s, each, 1, 1, seed, &e) && memo_new(&s, &w, &e));
        for (int i = 0; i < 200 && brief_is_tags(&s); i++) {
            double direct[16], slow[16];

            tags_make(&r, &text);
            if (!brief_tags(&s, buf_view(&text), direct))
                continue;
            n_known++;
            assert_true(memo_score(w, buf_view(&text), slow, &e));
            assert_memory_equal(direct, slow, s.n_margins * sizeof *slow);
        }
        buf_free(&text);
        memo_free(w);
        scorer_free(&s);
        score_model_free(&m);
    }
    assert_true(n_known > 500);
}

static void what_is_no_tag_is_left_alone(void **state)
{
    static const char *const texts[] = {"a a", "a-b", "caf\xc3\xa9", "a\tb", "_", "a ___ b", "a\xff"};
    score_model m;
    const model *each[] = {&m.m};
    scorer s;
    double margin[16];
    buf many = {0};
    err e = {0};

    (void)state;
    score_model_make(&m, 7, PLAN_TAGS, KERNEL_NONE);
    assert_true(scorer_init(&s, each, 1, 1, 7, &e));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(brief_tags(&s, str_z(texts[i]), margin));
    for (int i = 0; i < 49; i++)
        buf_printf(&many, "t%d ", i);
    assert_false(brief_tags(&s, buf_view(&many), margin));
    many.n = 0;
    for (int i = 0; i < 300; i++)
        buf_char(&many, 'x');
    assert_false(brief_tags(&s, buf_view(&many), margin));
    buf_free(&many);
    scorer_free(&s);
    score_model_free(&m);
}

static void other_plans_have_no_tags(void **state)
{
    score_model m;
    const model *each[] = {&m.m};
    scorer s;
    err e = {0};

    (void)state;
    score_model_make(&m, 3, PLAN_DEFAULT, KERNEL_NONE);
    assert_true(scorer_init(&s, each, 1, 1, 3, &e));
    assert_false(brief_is_tags(&s));
    scorer_free(&s);
    score_model_free(&m);
}

static void texts_are_recalled(void **state)
{
    scorer s = {.n_margins = 2};
    scorer many = {.n_margins = RECALL_LANES + 1};
    recall r;
    recalled *at;
    bool known;
    char text[RECALL_TEXT + 1] = {0};
    err e = {0};

    (void)state;
    assert_true(recall_init(&r, &s, &e));
    assert_null(recall_find(&r, STR(""), &known));
    assert_null(recall_find(&r, (str){text, sizeof text}, &known));
    assert_false(known);
    assert_non_null(at = recall_find(&r, (str){text, RECALL_TEXT}, &known));
    assert_false(known);
    at->margin[1] = 0.5;
    assert_ptr_equal(recall_find(&r, (str){text, RECALL_TEXT}, &known), at);
    assert_true(known && at->margin[1] == 0.5);
    (void)recall_find(&r, (str){text, 3}, &known); /* a beginning is another text */
    assert_false(known);
    recall_free(&r);
    assert_true(recall_init(&r, &many, &e));
    assert_null(recall_find(&r, STR("said"), &known));
    recall_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_scored_as_by_a_memo),
        cmocka_unit_test(what_is_no_tag_is_left_alone),
        cmocka_unit_test(other_plans_have_no_tags),
        cmocka_unit_test(texts_are_recalled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
