/* A question scored while it is put has the very margins of the same question written down and scored as a
 * record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "article/ask.h"
#include "score_sample.h"

enum { N_TEXTS = 4 }; /* a word, words, tags, tags */

/* A question of random words and tags; some tags come twice, some texts are empty. */
static void put_question(uint64_t seed, lexemes *known, ask *q)
{
    random_state r = random_seed(seed);
    buf b = {0};
    uint64_t n = random_below(&r, 12), n_tags = random_below(&r, 50) ? random_below(&r, 40) : TAGS_MAX + 20;

    score_word(&r, &b);
    ask_word(q, lexemes_of(known, buf_view(&b), false));
    for (; n > 0; n--) {
        score_word(&r, &q->text);
        buf_char(&q->text, ' ');
    }
    ask_text(q);
    for (unsigned text = 2; text < N_TEXTS; text++) {
        for (uint64_t i = random_below(&r, 5) ? n_tags : 0; i > 0; i--) {
            tags_piece piece;

            b.n = 0;
            score_word(&r, &b);
            piece = tags_piece_of(buf_view(&b));
            tags_new(&q->tags, random_below(&r, 2) ? "" : "q");
            tags_put(&q->tags, &piece);
            if (random_below(&r, 3) == 0)
                tags_part(&q->tags, STR("ba")), tags_char(&q->tags, '1'), tags_z(&q->tags, "Lx");
        }
        ask_tags(q);
    }
    buf_free(&b);
}

static void a_question_put_is_the_question_written(void **state)
{
    static const uint32_t words_at[] = {2, NONE, NONE, NONE};
    unsigned n_tagged = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        score_model of[N_TEXTS];
        model m[N_TEXTS];
        const model *each[] = {m};
        tasks t;
        tasks_work w;
        lexemes known;
        ask put = {0}, written = {0};
        err e = {0};

        for (uint32_t i = 0; i < N_TEXTS; i++) {
            score_model_make(&of[i], seed, i < 2 ? PLAN_DEFAULT : PLAN_TAGS, KERNEL_NONE);
            m[i] = of[i].m;
            m[i].text = i;
            m[i].last_text = N_TEXTS - 1;
        }
        assert_true(tasks_open(each, 1, 1, seed, &t, &e) && tasks_work_init(&t, &w, &e));
        assert_true(lexemes_init(&known, 2 + t.n_margins, seed, NULL, &e));
        n_tagged += t.is_tags[2];
        for (uint64_t i = 0; i < 100; i++) {
            double margin[16];

            assert_true(t.n_margins <= 16);
            ask_begin(&put, &t, words_at, &w);
            put_question(seed * 1000 + i % 80, &known, &put);
            assert_true(ask_end(&put, &e));
            memcpy(margin, w.margin, t.n_margins * sizeof *margin);
            ask_begin(&written, NULL, NULL, NULL);
            put_question(seed * 1000 + i % 80, &known, &written);
            assert_true(ask_end(&written, &e));
            assert_true(tasks_score(&t, &w, ask_written(&written), &e));
            assert_memory_equal(margin, w.margin, t.n_margins * sizeof *margin);
        }
        ask_free(&put);
        ask_free(&written);
        lexemes_free(&known);
        tasks_work_free(&w);
        tasks_close(&t);
        for (uint32_t i = 0; i < N_TEXTS; i++)
            score_model_free(&of[i]);
    }
    assert_true(n_tagged > 10);
}

/* Tags beyond TAGS_MAX are neither scored nor written. */
static void too_many_tags_are_dropped(void **state)
{
    ask q = {0};
    unsigned n = 0;

    (void)state;
    ask_begin(&q, NULL, NULL, NULL);
    for (unsigned i = 0; i < TAGS_MAX + 100; i++)
        tags_new(&q.tags, "t"), tags_char(&q.tags, (char)('a' + i % 26));
    ask_tags(&q);
    for (str rest = ask_written(&q); rest.n; rest = (str){rest.p + 1, rest.n - 1})
        n += *rest.p == ' ';
    assert_int_equal(n, TAGS_MAX);
    assert_int_equal(q.text.p[q.text.n - 2], 'a' + (TAGS_MAX - 1) % 26);
    ask_free(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_put_is_the_question_written),
        cmocka_unit_test(too_many_tags_are_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
