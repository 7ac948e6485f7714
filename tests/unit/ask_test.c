/* A question scored while it is put has the very margins of the same question written down and scored as a
 * record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "article/ask.h"
#include "score_sample.h"

enum { N_TEXTS = 4 }; /* a word, words, tags, tags */

/* The k-th text, of random tags, some of them twice; it may be empty. */
static void put_tags(uint64_t seed, unsigned k, ask *q)
{
    random_state r = random_seed(seed * N_TEXTS + k);
    buf b = {0};
    uint64_t n = random_below(&r, 50) ? random_below(&r, 40) : TAGS_MAX + 20;

    for (uint64_t i = random_below(&r, 5) ? n : 0; i > 0; i--) {
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
    buf_free(&b);
}

/* A question of random words and tags. */
static void put_question(uint64_t seed, lexemes *known, ask *q)
{
    random_state r = random_seed(seed);
    buf b = {0};
    uint64_t n = random_below(&r, 12);

    score_word(&r, &b);
    ask_word(q, lexemes_of(known, buf_view(&b), false));
    for (; n > 0; n--) {
        score_word(&r, &q->text);
        buf_char(&q->text, ' ');
    }
    ask_text(q);
    for (unsigned k = 2; k < N_TEXTS; k++)
        put_tags(seed, k, q);
    buf_free(&b);
}

/* A question that has been put: its last text added to what the others gave is all of it. */
static void goes_on_where_it_was(ask *put, tasks_work *w, uint64_t seed)
{
    double before[16], all[16];
    uint32_t n = put->tasks->n_margins;

    memcpy(all, w->margin, n * sizeof *all);
    tasks_begin(put->tasks, w);
    ask_resume(put, N_TEXTS - 1, w->margin);
    put_tags(seed, N_TEXTS - 1, put);
    for (uint32_t i = 0; i < n; i++)
        before[i] = all[i] - w->margin[i];
    tasks_begin(put->tasks, w);
    ask_resume(put, N_TEXTS - 1, before);
    put_tags(seed, N_TEXTS - 1, put);
    assert_true(ask_end(put, &(err){0}));
    for (uint32_t i = 0; i < n; i++)
        assert_float_equal(w->margin[i], all[i], 1e-12);
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
            goes_on_where_it_was(&put, &w, seed * 1000 + i % 80);
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
