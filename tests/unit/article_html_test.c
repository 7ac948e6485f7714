/* The page: well-formed whatever the article holds, nothing of a text raw, nothing from outside, and all of
 * the text in it. With --page it writes the page that tests/page looks at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "article_made.h"
#include "cli/article_html.h"
#include "cli/article_picture.h"
#include "page_check.h"

static const str title = {"Harbour, and others", 19};

static buf print(const made *m, const article_reasons *why)
{
    buf out = {0};

    article_html_begin(title, &out);
    article_html(&m->article, 1, why, &out);
    article_html_end(&out);
    is_page(&out);
    return out;
}

/* A record that is no article has its place, and nothing of it is raw. */
static void test_bad(void **state)
{
    buf out = {0};

    (void)state;
    article_html_begin(title, &out);
    article_html_bad(STR("<b>1"), STR("a \"text\" & no <string>\x1b"), &out);
    article_html_end(&out);
    is_page(&out);
    has(&out, "<b>rejected</b> · &lt;b&gt;1</p>");
    has(&out, "&amp; no &lt;string&gt;");
    buf_free(&out);
}

/* --- a whole article --- */

static void test_harbour(void **state)
{
    buf out;
    made m;

    (void)state;
    made_harbour(&m);
    out = print(&m, NULL);
    has(&out, "<title>Harbour, and others</title>");
    has(&out, "<b>report</b>\xc2\xa0"
              "0.97 · harbour-04");
    has(&out, "aria-label=\"Sentence 3: author's opinion\"><span class=\"t\">It was not the "
              "council&#39;s finest "
              "hour.</span>");
    has(&out, "<b>Marit Aune</b>, <i>said</i> · opinion</span>"
              "<span class=\"a\"><strong>− against</strong> <b>Olav Brekke</b>\xc2\xa0"
              "0.88</span>");
    has(&out, "quoted opinion: source\xc2\xa0"
              "0.99, opinion\xc2\xa0"
              "0.93");
    has(&out, "<tr><th scope=\"row\">Marit Aune</th><td>Olav Brekke</td><td class=\"num zero\">0</td><td "
              "class=\"num "
              "a\">2</td><td class=\"num zero\">0</td><td class=\"num\">−1.50</td></tr>");
    assert_int_equal(count(&out, "tabindex=\"0\""), m.article.n_sentences);
    assert_int_equal(count(&out, "type=\"radio\""), 9); /* everyone, author, any source, six sources */
    assert_int_equal(count(&out, "Show the voice of"), 1);
    buf_free(&out);
    made_free(&m);
}

/* The author's stance in a source's sentence says whose it is. */
static void test_holder(void **state)
{
    buf out;
    made m;

    (void)state;
    made_begin(&m, "h", GENRE_OPINION);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("He lied, the general said, and wisely."), CELL_QUOTED_OPINION);
    made_source(&m, "the general", "said", "Barry Jones");
    made_stance(&m, STANCE_AGAINST, "He", "Ivan Petrov");
    made_author_stance(&m, STANCE_FAVOR, "the general", "Barry Jones");
    made_end(&m);
    out = print(&m, NULL);
    has(&out, "<span class=\"a\"><strong>− against</strong> <b>Ivan Petrov</b>");
    has(&out, "<span class=\"f\"><b>author</b> <strong>+ favor</strong> <b>Barry Jones</b>");
    buf_free(&out);
    made_free(&m);
}

static void test_reasons(void **state)
{
    static const article_reason reason[] = {{{"a <thug>", 8}, {"content", 7}, 0.614},
                                            {{"said of", 7}, {"content", 7}, -0.2},
                                            {{"said", 4}, {"voice", 5}, 1.25}};
    article_reasons why[2] = {{reason, 3}, {NULL, 0}};
    buf out;
    made m;

    (void)state;
    made_begin(&m, "r", GENRE_REPORT);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("One."), CELL_AUTHOR_OPINION);
    made_sentence(&m, STR("Two."), CELL_UNREAD);
    made_end(&m);
    out = print(&m, why);
    has(&out,
        "<span class=\"k\">content:</span><span class=\"g\">a &lt;thug&gt; <small>+0.61</small></span>\n"
        "<span class=\"g\">said of <small>−0.20</small></span>\n"
        "<span class=\"k\">voice:</span><span class=\"g\">said <small>+1.25</small></span>");
    assert_int_equal(count(&out, "class=\"why\""), 1);
    buf_free(&out);
    made_free(&m);
}

/* --- what is missing --- */

static void test_empty(void **state)
{
    buf out;
    made m;

    (void)state;
    made_begin(&m, "", NONE);
    made_end(&m);
    out = print(&m, NULL);
    has(&out, "There is no text.");
    has_not(&out, "<fieldset");
    has_not(&out, "<svg");
    has_not(&out, "<table");
    buf_free(&out);
    made_free(&m);
}

/* No model, no stance, words outside of any sentence: the text is there. */
static void test_undecided(void **state)
{
    buf out;
    made m;

    (void)state;
    made_begin(&m, "u", NONE);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("One & two."), CELL_UNREAD);
    buf_z(&m.text, "\n\nwhat nobody split");
    made_end(&m);
    m.article.title = STR("A <title> of the record's");
    out = print(&m, NULL);
    has(&out, "A &lt;title&gt; of the record&#39;s</h2>");
    has(&out, "One &amp; two.");
    has(&out, "what nobody split</p>");
    has_not(&out, "<fieldset");
    has_not(&out, "<svg");
    buf_free(&out);
    made_free(&m);
}

/* Too little known: said where it is pointed at and above, with no note beside it. */
static void test_unsure(void **state)
{
    buf out;
    made m;

    (void)state;
    made_begin(&m, "u", NONE);
    m.article.genre = (verdict){.label = NONE, .p = NAN, .strange = true};
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("Xyzzy qrrz."), CELL_UNSURE);
    made_end(&m);
    out = print(&m, NULL);
    has(&out, "<b>unsure: too few known words</b>");
    has(&out, "Sentence 1: unsure");
    has(&out, "<span class=\"n e\"><span class=\"why\"><span class=\"v\">unsure: too few known words</span>");
    has_not(&out, "the author");
    buf_free(&out);
    made_free(&m);
}

/* --- hostile text --- */

/* In every place that a text comes to: text, title, id, names, words of a source, cues, targets, reasons. */
static void test_hostile(void **state)
{
    static const char evil[] =
        "</span></style><script>alert(1)</script><!-- \" onmouseover='x' \0 \33[2J & &amp; \xff "
        "\xed\xa0\x80 \xc2\x9b \xe2\x80\xae \xef\xb7\x90 \xef\xbf\xbf \r\n\t<img/onerror=x>";
    static const char *const source = "</span></style><script>";
    article_reason reason = {{evil, sizeof evil - 1}, {evil, sizeof evil - 1}, NAN};
    article_reasons why[2] = {{&reason, 1}, {&reason, 1}};
    str evil_title = {evil, sizeof evil - 1};
    buf out = {0};
    made m;

    (void)state;
    made_begin(&m, "\"><script>x</script>", GENRE_REPORT);
    made_passage(&m, PART_TITLE);
    made_sentence(&m, (str){evil, sizeof evil - 1}, CELL_QUOTED_OPINION);
    made_source(&m, source, "alert(1)", NULL);
    made_passage(&m, PART_BODY);
    made_sentence(&m, (str){evil, sizeof evil - 1}, CELL_QUOTED_CLAIM);
    made_source(&m, source, "onmouseover='x'", "\"'><b>\x01");
    made_stance(&m, STANCE_AGAINST, "script", "<svg onload=x>&\"");
    made_author_stance(&m, STANCE_FAVOR, "alert", NULL);
    made_end(&m);
    article_html_begin(evil_title, &out);
    article_html(&m.article, 1, why, &out);
    article_html_end(&out);
    is_page(&out);
    has_not(&out, "<img");
    has_not(&out, "<!--");
    has_not(&out, "<svg onload");
    has(&out, "&lt;/span&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- &quot; "
              "onmouseover=&#39;x&#39; \xef\xbf\xbd \xef\xbf\xbd[2J &amp; &amp;amp; \xef\xbf\xbd");
    buf_free(&out);
    made_free(&m);
}

/* --- more than there is room for --- */

static void made_crowd(made *m, int sources)
{
    made_begin(m, "crowd", GENRE_REPORT);
    made_passage(m, PART_BODY);
    for (int i = 0; i < sources; i++) {
        char name[32];
        str kept;

        (void)snprintf(name, sizeof name, "Speaker %d", i);
        kept = arena_copy(&m->arena, str_z(name));
        for (int times = i % 5 == 0 ? 2 : 1; times; times--) {
            made_sentence(m, STR("\"The plan is good,\" somebody said."), CELL_QUOTED_OPINION);
            made_source(m, "somebody", "said", kept.p);
            made_stance(m, i % 2 ? STANCE_FAVOR : STANCE_AGAINST, "The plan",
                        i % 3 ? "the plan" : "the mayor");
        }
    }
    made_end(m);
}

static void test_crowd(void **state)
{
    buf out;
    made m;

    (void)state;
    made_crowd(&m, 60);
    out = print(&m, NULL);
    assert_int_equal(count(&out, "type=\"radio\""), 3 + 24);
    has(&out, "and 36 more who are quoted less");
    has(&out, "Of 60 lines the 24 that count the most are drawn.");
    assert_int_equal(count(&out, "<path "), PICTURE_LINES);
    for (int i = 0; i < 60; i += 5) { /* those who speak twice can be chosen, and are drawn */
        char label[64];

        (void)snprintf(label, sizeof label, "\">Speaker %d <small>2</small>", i);
        has(&out, label);
        (void)snprintf(label, sizeof label, ">Speaker %d</text>", i);
        has(&out, label);
    }
    buf_free(&out);
    made_free(&m);
}

/* ---- for tests/page ---- */

static int write_page(void)
{
    static const article_reason reason[] = {{{"finest hour", 11}, {"content", 7}, 0.61},
                                            {{"not the", 7}, {"content", 7}, 0.42},
                                            {{"council's", 9}, {"content", 7}, -0.2},
                                            {{"was", 3}, {"voice", 5}, -0.77}};
    article_reasons why[MADE_MAX] = {[2] = {reason, 4}};
    made harbour, none, empty;
    buf out = {0};
    bool ok;

    made_harbour(&harbour);
    made_begin(&none, "without-stances", GENRE_REPORT);
    made_passage(&none, PART_TITLE);
    made_sentence(&none, STR("Ferry back in service"), CELL_AUTHOR_REPORT);
    made_passage(&none, PART_BODY);
    made_sentence(&none, STR("The ferry to Outer Skerry sailed again on Monday."), CELL_AUTHOR_REPORT);
    made_end(&none);
    made_begin(&empty, "empty", NONE);
    made_end(&empty);
    article_html_begin(title, &out);
    article_html(&harbour.article, 1, why, &out);
    article_html(&none.article, 2, NULL, &out);
    article_html(&empty.article, 3, NULL, &out);
    article_html_end(&out);
    ok = !out.failed && fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0;
    buf_free(&out);
    made_free(&harbour);
    made_free(&none);
    made_free(&empty);
    return ok ? 0 : 3;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad),     cmocka_unit_test(test_harbour), cmocka_unit_test(test_holder),
        cmocka_unit_test(test_reasons), cmocka_unit_test(test_empty),   cmocka_unit_test(test_undecided),
        cmocka_unit_test(test_unsure),  cmocka_unit_test(test_hostile), cmocka_unit_test(test_crowd),
    };

    if (argc > 1 && strcmp(argv[1], "--page") == 0)
        return write_page();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
