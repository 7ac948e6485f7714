/* The short way gives the very bits of the long one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "score/brief.h"
#include "score/memo.h"
#include "score_sample.h"
#include "score_ways.h"

/* Words of the sample's prose, so that the model knows many, and some of them often; each one's hash to
 * hash[]. */
static uint32_t tags_make(random_state *r, buf *out, uint64_t *hash)
{
    uint32_t n = 0;

    out->n = 0;
    for (uint64_t left = random_below(r, random_below(r, 8) ? 60 : BRIEF_TAGS + 1); left > 0; left--) {
        size_t begin = out->n;

        if (random_below(r, 30) == 0)
            buf_z(out, "A1_b");
        else
            score_word(r, out);
        hash[n++] = feature_tag(hash_roll_str(FEATURE_SEED_TAG, (str){out->p + begin, out->n - begin}));
        buf_char(out, ' ');
    }
    return n;
}

static void tags_are_scored_as_by_a_memo(void **state)
{
    unsigned n_long = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        random_state r = random_seed(seed);
        score_model m[2];
        const model *each[] = {&m[0].m, &m[1].m};
        size_t n_models = 1 + seed % 2;
        scorer s;
        memo *w;
        buf text = {0};
        err e = {0};

        score_model_make(&m[0], seed, PLAN_TAGS, KERNEL_NONE);
        score_model_make(&m[1], seed + 100, PLAN_TAGS, KERNEL_NONE);
        assert_true(scorer_init(&s, each, n_models, 1, 1, seed, &e));
        s.loops = score_way(seed);
        assert_true(memo_new(&s, &w, &e));
        for (int i = 0; i < 200 && brief_is_tags(&s); i++) {
            double direct[32], slow[32];
            uint64_t hash[BRIEF_TAGS];
            uint32_t n = tags_make(&r, &text, hash);

            n_long += n > 60;
            brief_tags(&s, hash, n, direct);
            assert_true(memo_score(w, buf_view(&text), slow, &e));
            assert_memory_equal(direct, slow, s.n_margins * sizeof *slow);
        }
        buf_free(&text);
        memo_free(w);
        scorer_free(&s);
        score_model_free(&m[0]);
        score_model_free(&m[1]);
    }
    assert_true(n_long > 100);
}

static void other_plans_have_no_tags(void **state)
{
    score_model m;
    const model *each[] = {&m.m};
    scorer s;
    err e = {0};

    (void)state;
    score_model_make(&m, 3, PLAN_DEFAULT, KERNEL_NONE);
    assert_true(scorer_init(&s, each, 1, 1, 1, 3, &e));
    assert_false(brief_is_tags(&s));
    scorer_free(&s);
    score_model_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_scored_as_by_a_memo),
        cmocka_unit_test(other_plans_have_no_tags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
