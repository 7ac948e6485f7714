/* The page of an evaluation: well-formed whatever labels, names and texts hold, nothing from outside, and
 * what it says is what was measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "cli/eval_html.h"
#include "cli/eval_picture.h"
#include "page_check.h"

enum { N = 240, K_MAX = 30 };

typedef struct world {
    uint32_t truth[N], given[2][N];
    uint8_t unsure[N];
    double weight[N];
    certainty certainty[2][N];
    float score[2][N * K_MAX];
    answers in[2];
    metrics m[2];
    resamples drawn[2];
    intervals band[2];
    curve risk[2], precision[2][K_MAX];
    comparison compared;
    report report[2];
    mistakes mistakes;
    learning_curve learnt;
    eval_page page[2];
    arena a;
} world;

/* Two models of K labels, the last of T unknown to them. */
static void make(world *w, uint32_t K, uint32_t T, const str *label)
{
    random_state r = random_seed(K);
    interval_options o = INTERVAL_DEFAULT;
    err e = {0};

    o.R = 60;
    for (size_t i = 0; i < N; i++) {
        w->truth[i] = (uint32_t)random_below(&r, T);
        w->weight[i] = 0.5 + (double)random_below(&r, 3);
        for (unsigned s = 0; s < 2; s++) {
            double p[K_MAX], sum = 0;

            for (uint32_t k = 0; k < K; k++)
                sum += p[k] = random_unit(&r) + (k == w->truth[i] ? 0.5 + s : 0) + 0.01;
            w->given[s][i] = 0;
            for (uint32_t k = 0; k < K; k++) {
                p[k] /= sum;
                w->score[s][i * K + k] = (float)p[k];
                if (p[k] > p[w->given[s][i]])
                    w->given[s][i] = k;
            }
            w->certainty[s][i] = metrics_certainty(p, K, w->truth[i], w->given[s][i]);
        }
    }
    for (unsigned s = 0; s < 2; s++) {
        w->in[s] = (answers){.N = N,
                             .K = K,
                             .T = T,
                             .label = label,
                             .truth = w->truth,
                             .given = w->given[s],
                             .certainty = w->certainty[s]};
        w->report[s] = (report){.task = label[0],
                                .model = label[1],
                                .in = &w->in[s],
                                .m = &w->m[s],
                                .band = &w->band[s],
                                .risk = &w->risk[s]};
        w->page[s] = (eval_page){.model = label[1],
                                 .report = &w->report[s],
                                 .precision = w->precision[s],
                                 .mistakes = &w->mistakes,
                                 .n_texts = 1,
                                 .probable = true};
        assert_true(metrics_compute(&w->in[s], &w->a, &w->m[s], &e));
        assert_true(interval_draw(&w->in[s], &o, &w->a, &w->drawn[s], &e));
        assert_true(interval_read(&w->drawn[s], &o, &w->band[s], &e));
        assert_true(curves_risk(&w->in[s], &w->a, &w->risk[s], &e));
        for (uint32_t k = 0; k < K; k++)
            assert_true(curves_precision(&w->in[s], k, w->score[s] + k, K, &w->a, &w->precision[s][k], &e));
    }
    {
        compare_side one = {&w->in[0], &w->m[0], &w->drawn[0]}, two = {&w->in[1], &w->m[1], &w->drawn[1]};

        assert_true(compare_models(&one, &two, &o, &w->compared, &e));
        w->report[1].first = &w->report[0];
        w->report[1].compared = &w->compared;
    }
}

static buf print(const world *w, size_t n)
{
    static const char *const files[] = {"a<b>.tsv", "two", "three", "four", "five"};
    buf out = {0};

    eval_html(files, 5, w->page, n, &w->learnt, STR("c<1>.tsv"), &out);
    is_page(&out);
    return out;
}

static void test_two_labels(void **state)
{
    static const str label[] = {{"OBJ", 3}, {"SUBJ", 4}};
    static world w;
    char say[64];
    buf out;

    (void)state;
    make(&w, 2, 2, label);
    out = print(&w, 1);
    has(&out, "<title>OBJ, measured</title>");
    has(&out, "<h1>OBJ: 240 records, 2 labels</h1>\n<p>a&lt;b&gt;.tsv, two, three and 2 more</p>");
    (void)snprintf(say, sizeof say, "<th scope=\"row\">accuracy</th><td class=\"num\">%.4f</td>",
                   w.m[0].figure[FIGURE_ACCURACY]);
    has(&out, say);
    (void)snprintf(say, sizeof say, "area under the curve %.4f", w.risk[0].area);
    has(&out, say);
    (void)snprintf(say, sizeof say, "average precision %.4f", w.precision[0][1].area);
    has(&out, say);
    assert_int_equal(count(&out, "<svg class=\"whisker\""), 16);
    assert_int_equal(count(&out, "<path class=\"curve\""), 3); /* of each label, and the risk */
    assert_int_equal(count(&out, "<td class=\"right\""), 2);
    has_not(&out, "Compared");
    has_not(&out, "mistakes</h3>");
    has_not(&out, "Would more labels help?");
    buf_free(&out);

    w.learnt = (learning_curve){.figure = {FIGURE_MACRO_F1, FIGURE_ACCURACY}, .n = 1};
    w.learnt.point[0] =
        (learning_point){.records = 50, .learnt_from = 40, .draws = 1, .is = {{0.5, 0.4, 0.6}}};
    out = print(&w, 1);
    has(&out, "Would more labels help?</h2>\n<p class=\"say\">c&lt;1&gt;.tsv</p>");
    w.learnt.n = 0;
    buf_free(&out);

    out = print(&w, 2);
    assert_int_equal(count(&out, "<h3>Compared with SUBJ</h3>"), 1);
    assert_int_equal(count(&out, "<section class=\"model\""), 2);
    has(&out, "<li><a href=\"#m2\">SUBJ</a></li>");
    (void)snprintf(say, sizeof say, "<td class=\"num\">+%.4f</td>", w.compared.difference[FIGURE_ACCURACY]);
    has(&out, say);
    buf_free(&out);
    arena_free(&w.a);
}

static const char hostile[] = "</style><script>alert(1)</script>\" onload='x' &amp; \xff\xc3\x28\xed\xa0\x80 "
                              "\x1b[31m\xe2\x80\xae <!-- \0 -->";

/* Unsure and weighted rows, unknown labels, labels and texts that would like to be something else. */
static void test_hostile(void **state)
{
    static const str label[] = {{hostile, sizeof hostile - 1}, {"", 0}, {"<b>", 3}, {"\xe4\xb8\xad", 3}};
    static world w;
    explain_span span = {8, 16};
    explain_ngram ngram = {.name = {hostile, sizeof hostile - 1},
                           .block = BLOCK_CHAR,
                           .count = 1,
                           .span = &span,
                           .contribution = -0.25};
    explain_word occurs[] = {{.span = {0, 8}, .contribution = 1},
                             {.span = {8, 16}, .contribution = -0.5},
                             {.span = {17, 18}, .contribution = 0.01}};
    uint32_t strongest[] = {0, 1, 2};
    mistake found = {.confidence = 0.9,
                     .given = 1,
                     .truth = label[0],
                     .id = label[2],
                     .text = label[0],
                     .path = hostile,
                     .line = 7};
    buf out;
    err e = {0};

    (void)state;
    make(&w, 3, 4, label);
    for (size_t i = 0; i < N; i += 5)
        w.unsure[i] = 1;
    w.in[0].unsure = w.unsure;
    w.in[0].weight = w.weight;
    w.compared.grouped = true;
    assert_true(metrics_compute(&w.in[0], &w.a, &w.m[0], &e));
    assert_true(mistakes_offer(&w.mistakes, &found, &e));
    w.mistakes.explained = true;
    w.mistakes.each[0].why = (explanation){.ngram = &ngram,
                                           .n_ngrams = 1,
                                           .word = occurs,
                                           .n_words = 3,
                                           .strongest = strongest,
                                           .n_strongest = 3};
    out = print(&w, 2);
    has(&out, "<mark class=\"f\">&lt;/style&gt;</mark><mark class=\"a\">&lt;script&gt;</mark>alert(1)");
    has(&out, "\xef\xbf\xbd");
    has(&out, "(empty)");
    has(&out, "<th scope=\"col\">unsure</th>");
    has(&out, "<b>(empty)</b> 0.90, but it is <b>&lt;/style&gt;");
    has(&out, "<small>−0.25</small>");
    has(&out, "<li>McNemar&#39;s test takes records for independent");
    buf_free(&out);
    mistakes_free(&w.mistakes);
    arena_free(&w.a);
}

/* Of many labels the worst confusions, and no curves; of several labels a record neither. */
static void test_many(void **state)
{
    static str label[K_MAX];
    static char name[K_MAX];
    static world w;
    buf out;

    (void)state;
    for (uint32_t k = 0; k < K_MAX; k++) {
        name[k] = (char)('A' + k);
        label[k] = (str){name + k, 1};
    }
    make(&w, K_MAX, K_MAX, label);
    w.page[0].precision = NULL;
    out = print(&w, 1);
    has(&out, "The most frequent ones.");
    has_not(&out, "<table class=\"matrix");
    has(&out, "Not drawn: there are too many labels.");
    buf_free(&out);
    w.in[0].certainty = NULL;
    w.report[0].risk = NULL;
    w.report[0].band = NULL;
    w.m[0].n_certain = 0;
    out = print(&w, 1);
    has_not(&out, "Risk and coverage");
    has_not(&out, "can be trusted");
    buf_free(&out);
    arena_free(&w.a);
}

/* A long text is shown around its strongest word, cut between characters. */
static void test_excerpt(void **state)
{
    enum { LONG = 9000 };
    static const str label[] = {{"a", 1}, {"b", 1}};
    static char text[LONG];
    static world w;
    explain_word occurs[] = {{.span = {6000, 6006}, .contribution = 1}};
    uint32_t strongest[] = {0};
    mistake found = {.confidence = 0.9, .truth = label[1], .text = {text, LONG}, .path = "x"};
    buf out;
    err e = {0};

    (void)state;
    for (size_t blanks = 0; blanks < 2; blanks++) {
        make(&w, 2, 2, label);
        for (size_t i = 0; i < LONG; i += 3)
            memcpy(text + i, blanks && i % 30 == 0 ? "   " : "\xe4\xb8\xad", 3);
        memcpy(text + 6000, "\xe5\xad\x97\xe5\xad\x97", 6);
        w.mistakes = (mistakes){.explained = true};
        assert_true(mistakes_offer(&w.mistakes, &found, &e));
        w.mistakes.each[0].why =
            (explanation){.word = occurs, .n_words = 1, .strongest = strongest, .n_strongest = 1};
        out = print(&w, 1);
        has(&out, "<p class=\"text\">… \xe4\xb8\xad");
        has(&out, "<mark class=\"f\">\xe5\xad\x97\xe5\xad\x97</mark>");
        has(&out, "\xe4\xb8\xad …</p>");
        has_not(&out, "\xef\xbf\xbd");
        assert_in_range(count(&out, "\xe4\xb8\xad"), 150, 200);
        buf_free(&out);
        mistakes_free(&w.mistakes);
        arena_free(&w.a);
    }
}

/* The surest stay, the first of equals before the others, whatever the order they come in. */
static void test_surest(void **state)
{
    enum { OFFERS = 500 };
    mistakes m = {0};
    random_state r = random_seed(5);
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < OFFERS; i++) {
        char id[8] = {0};
        mistake found = {.confidence = (double)random_below(&r, 100) / 100, .line = i, .path = "x"};

        memcpy(id, &i, sizeof i);
        found.id = (str){id, sizeof i};
        assert_true(mistakes_offer(&m, &found, &e));
    }
    assert_int_equal(m.n, MISTAKES);
    for (size_t i = 0; i < m.n; i++) {
        uint32_t number;

        memcpy(&number, m.each[i].id.p, sizeof number); /* the copy, not the caller's bytes */
        assert_int_equal(number, m.each[i].line);
        if (i)
            assert_true(
                m.each[i - 1].confidence > m.each[i].confidence ||
                (m.each[i - 1].confidence == m.each[i].confidence && m.each[i - 1].line < m.each[i].line));
    }
    /* Of 500 in hundredths the 20 surest are the top few values. */
    assert_true(m.each[0].confidence == 0.99 && m.each[MISTAKES - 1].confidence >= 0.9);
    mistakes_free(&m);
}

static void test_top(void **state)
{
    curve_point point[] = {{0.9, 0.1, 0.04}, {0.8, 0.2, 0.12}};
    curve c = {.point = point};

    (void)state;
    assert_true(picture_top(&c) == 0.05);
    c.n = 1;
    assert_true(picture_top(&c) == 0.05);
    c.n = 2;
    assert_true(picture_top(&c) == 0.2);
    point[0].y = 1;
    assert_true(picture_top(&c) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_labels), cmocka_unit_test(test_hostile), cmocka_unit_test(test_many),
        cmocka_unit_test(test_excerpt),    cmocka_unit_test(test_surest),  cmocka_unit_test(test_top),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
