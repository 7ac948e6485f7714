/* An article on a terminal: the whole page, byte for byte; its lines' width; and nothing of a hostile text
 * raw. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article_made.h"
#include "base/utf8.h"
#include "cli/article_text.h"
#include "text/norm.h"

static const article_style plain = {.width = 80, .legend = true};

static void has(const buf *b, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = 0; i + n <= b->n; i++)
        if (memcmp(b->p + i, what, n) == 0)
            return;
    fail_msg("\"%s\" is not in:\n%.*s", what, (int)b->n, b->p);
}

/* Well-formed, no control but the line feed and, where there is colour, escapes of our own; no line too long.
 */
static void is_safe(const buf *b, const article_style *style)
{
    unsigned column = 0;
    str s = buf_view(b);

    assert_false(b->failed);
    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);

        assert_true(u.valid);
        if (u.code == 0x1b) {
            assert_true(style->color && s.p[i + 1] == '[');
            while (s.p[i] != 'm')
                assert_true(++i < s.n && strchr("[0123456789m", s.p[i]));
            u.n = 1;
        } else if (u.code == '\n') {
            column = 0;
        } else {
            assert_true(u.code >= ' ' && (u.code < 0x7f || u.code > 0x9f));
            assert_false(u.code >= 0x202a && u.code <= 0x202e);
            column += norm_columns(u.code);
            if (column > style->width)
                fail_msg("a line of more than %u columns, up to byte %zu, in:\n%.*s", style->width, i,
                         (int)s.n, s.p);
        }
        i += u.n;
    }
}

static buf print(const made *m, const article_style *style)
{
    buf out = {0};

    article_text(&m->article, style, &out);
    is_safe(&out, style);
    return out;
}

/* --- a whole article --- */

static const char harbour[] =
    "report 0.97 · harbour-04\n"
    "A! author's opinion · A author's report · “! quoted opinion · “ quoted claim\n"
    "\n"
    "“! ┇ Harbour plan \"a gift to the yacht club\", say fishermen\n"
    "     — fishermen (say)\n"
    "     fishermen ▸ against ▸ the harbour plan 0.88\n"
    "\n"
    "A  │ The council of Skerry Bay voted 9 to 6 on Tuesday night to rebuild the\n"
    "   │ north quay at a cost of 14.2 million crowns.\n"
    "A! ┃ It was not the council's finest hour.\n"
    "     author ▸ against ▸ Skerry Bay council 0.88\n"
    "“  ┆ Forty berths for yachts will take the place of the landing stage, according\n"
    "   ┆ to the plans.\n"
    "     — the plans (according to)\n"
    "\n"
    "“! ┇ “This man has never gutted a fish in his life, and it shows,” the skipper\n"
    "   ┇ Marit Aune said of the mayor, Olav Brekke.\n"
    "     — Marit Aune (said)\n"
    "     Marit Aune ▸ against ▸ Olav Brekke 0.88\n"
    "“! ┇ “He is selling our quay to his friends.”\n"
    "     — Marit Aune (said)\n"
    "     Marit Aune ▸ against ▸ Olav Brekke 0.88\n";

static const char harbour_end[] =
    "“  ┆ Reportedly a complaint has reached the county.\n"
    "     — nobody named (Reportedly)\n"
    "\n"
    "holder                           target                favor  against  none\n"
    "fishermen                        the harbour plan          0        1     0\n";

static void test_harbour(void **state)
{
    made m;
    buf out;

    (void)state;
    made_harbour(&m);
    out = print(&m, &plain);
    assert_true(out.n > sizeof harbour);
    if (memcmp(out.p, harbour, sizeof harbour - 1) != 0)
        fail_msg("it begins:\n%.*s\nnot:\n%s", (int)sizeof harbour, out.p, harbour);
    has(&out, harbour_end);
    buf_free(&out);
    made_free(&m);
}

/* Colour changes no character. */
static void test_color(void **state)
{
    article_style style = {.width = 80, .color = true, .legend = true};
    buf out, bare, stripped = {0};
    made m;

    (void)state;
    made_harbour(&m);
    out = print(&m, &style);
    bare = print(&m, &plain);
    for (size_t i = 0; i < out.n; i++) {
        if (out.p[i] == '\33')
            while (out.p[++i] != 'm')
                ;
        else
            buf_char(&stripped, out.p[i]);
    }
    assert_true(out.n > bare.n);
    assert_int_equal(stripped.n, bare.n);
    assert_memory_equal(stripped.p, bare.p, bare.n);
    buf_free(&out);
    buf_free(&bare);
    buf_free(&stripped);
    made_free(&m);
}

static void test_widths(void **state)
{
    made m;

    (void)state;
    made_harbour(&m);
    for (unsigned width = 24; width <= 120; width++) {
        article_style style = {.width = width, .color = width % 2, .legend = true};
        buf out = print(&m, &style);

        has(&out, "favor");
        buf_free(&out);
    }
    made_free(&m);
}

/* --- what is missing --- */

static void is_page(const made *m, const char *want)
{
    buf out = print(m, &(article_style){.width = 40});

    if (out.n != strlen(want) || memcmp(out.p, want, out.n) != 0)
        fail_msg("it is:\n%.*s\nnot:\n%s", (int)out.n, out.p, want);
    buf_free(&out);
}

/* Pairs without a stance are counted, not listed. */
static void test_idle(void **state)
{
    made m;

    (void)state;
    made_begin(&m, "one", NONE);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("He met her."), CELL_AUTHOR_REPORT);
    made_author_stance(&m, STANCE_NONE, "He", "Bob Dunn");
    made_end(&m);
    is_page(&m, "one\n\nA  │ He met her.\n\n1 pair without a stance\n");
    made_free(&m);
    made_begin(&m, "two", NONE);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("He met her and, alas, them."), CELL_AUTHOR_OPINION);
    made_author_stance(&m, STANCE_NONE, "He", "Bob Dunn");
    made_author_stance(&m, STANCE_NONE, "her", "Ann Lee");
    made_author_stance(&m, STANCE_AGAINST, "them", "the nurses");
    made_end(&m);
    is_page(&m, "two\n\nA! ┃ He met her and, alas, them.\n     author ▸ against ▸ the nurses 0.88\n\n"
                "author ▸ the nurses: favor 0, against 1,\nnone 0\nand 2 pairs without a stance\n");
    made_free(&m);
}

static void test_empty(void **state)
{
    made m;

    (void)state;
    made_begin(&m, "", NONE);
    made_end(&m);
    is_page(&m, "(no text)\n");
    m.article.id = STR("a7");
    m.article.title = STR("Nothing below");
    is_page(&m, "a7\nNothing below\n(no text)\n");
    made_free(&m);
}

/* No model for voice, no probabilities, no stance, words outside of any sentence: the text is there. */
static void test_undecided(void **state)
{
    made m;

    (void)state;
    made_begin(&m, "b", GENRE_OPINION);
    m.article.genre.p = NAN;
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("One."), CELL_UNREAD);
    made_sentence(&m, STR("Two and a half lines of words, more or less."), CELL_AUTHOR_REPORT);
    buf_z(&m.text, "\n\nwhat nobody split");
    made_end(&m);
    is_page(&m, "opinion · b\n"
                "\n"
                "     One.\n"
                "A  │ Two and a half lines of words, more\n"
                "   │ or less.\n"
                "     what nobody split\n");
    made_free(&m);
}

/* Too little known: a sign of its own, and said above. */
static void test_unsure(void **state)
{
    made m;

    (void)state;
    made_begin(&m, "b", NONE);
    m.article.genre = (verdict){.label = NONE, .p = NAN, .strange = true};
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("Xyzzy qrrz."), CELL_UNSURE);
    made_sentence(&m, STR("He left."), CELL_AUTHOR_REPORT);
    made_end(&m);
    is_page(&m, "unsure: too few known words · b\n"
                "\n"
                "?    Xyzzy qrrz.\n"
                "A  │ He left.\n");
    made_free(&m);
}

/* --- hostile text --- */

static void test_hostile(void **state)
{
    static const char text[] =
        "\33[2J\33]0;owned\7 \x9b\x31m\r over \xc2\x9b written \b\b\b\0 bidi \xe2\x80\xae live "
        "\xff\xfe \xed\xa0\x80 \xef\xbf\xbf \xe2\x80\xa8line\xc2\x85line\tend\x7f";
    made m;

    (void)state;
    made_begin(&m, "\33[31mid", GENRE_REPORT);
    made_passage(&m, PART_TITLE);
    made_sentence(&m, (str){text, sizeof text - 1}, CELL_QUOTED_OPINION);
    made_source(&m, "\33[2J", "\33]0;owned\7", "\33[5mBlink");
    made_stance(&m, STANCE_AGAINST, "live", "\xe2\x80\xae\33c");
    made_end(&m);
    for (unsigned width = 24; width <= 100; width += 19)
        for (int color = 0; color <= 1; color++) {
            article_style style = {.width = width, .color = color, .legend = true};
            buf out = print(&m, &style);

            has(&out, "live");
            has(&out, "\xef\xbf\xbd[2J");
            buf_free(&out);
        }
    made_free(&m);
}

/* Long words and wide characters are broken where the line ends; no character is lost. */
static void test_wide(void **state)
{
    buf text = {0}, out;
    article_style style = {.width = 31};
    size_t wide = 0;
    made m;

    (void)state;
    for (int i = 0; i < 50; i++)
        buf_z(&text, "\xe6\xb8\xaf");
    buf_char(&text, ' ');
    for (int i = 0; i < 90; i++)
        buf_char(&text, 'x');
    made_begin(&m, "w", GENRE_REPORT);
    made_passage(&m, PART_BODY);
    made_sentence(&m, buf_view(&text), CELL_AUTHOR_OPINION);
    made_end(&m);
    out = print(&m, &style);
    for (size_t i = 0; i < out.n; i++)
        wide += out.p[i] == 'x' || (unsigned char)out.p[i] == 0xe6;
    assert_int_equal(wide, 140);
    buf_free(&out);
    buf_free(&text);
    made_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_harbour), cmocka_unit_test(test_color),   cmocka_unit_test(test_widths),
        cmocka_unit_test(test_idle),    cmocka_unit_test(test_empty),   cmocka_unit_test(test_undecided),
        cmocka_unit_test(test_unsure),  cmocka_unit_test(test_hostile), cmocka_unit_test(test_wide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
