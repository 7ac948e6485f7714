/* quotes: invented snippets, drawn with what was found in them: {speech}, <term>, "}~" behind one without its
 * closing mark, "+" before one that goes on from another. And what must hold for any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/quotes.h"
#include "article/split.h"
#include "unidata.h"

static const char *const snippets[] = {
    /* without its closing mark: up to who said it, whatever the verb of saying */
    "{\"The plan must go,}~ the union claimed on Friday. Shares fell by a tenth.",
    "{\"The plan must go,}~ the union alleged. Shares fell.",
    /* every kind of mark */
    "{\"We won the vote,\"} he said.",
    "{\u201CWe won the vote,\u201D} he said.",
    "{\u2018We won the vote,\u2019} he said.",
    "{'We won the vote,'} he said.",
    "{``We won the vote,''} he said.",
    "{''We won the vote,''} he said.",
    "{\u2018\u2018We won the vote,\u2019\u2019} he said.",
    "{`We won the vote,'} he said.",
    "{\u00ABWe won the vote\u00BB}, he said.",
    "{\u00AB We won the vote \u00BB}, he said.",
    "{\u00BBWe won the vote\u00AB}, he said.",
    "{\u201EWe won the vote\u201C}, he said.",
    "{\u201EWe won the vote\u201D}, he said.",
    "{\u201AWe won the vote\u2018}, he said.",
    "{\u2039We won the vote\u203A}, he said.",
    "{\u201DWe won the vote\u201D}, he said.",
    "{\u300CWe won the vote.\u300D} He left.",
    "{\" We won the vote , \"} he said .",
    "{`` We won the vote , ''} he said .",
    "{\"\"We won the vote,\"\"} he said.",

    /* mixed marks */
    "{\u201CWe won the vote,\"} he said. {\"They lost the vote,\u201D} she said.",
    "{\"We won the vote,''} he said. {\"They lost the vote,''} she said.",
    "{\u201CWe won the vote,\u201C} he said.",
    "{\u201CLet us all go home now.\u2019} He left.",

    /* before and after the stop, in pieces */
    "She said: {\"Go home to your children.\"} They went.",
    "She said they must {\"go home to their children\"}.",
    "She said they must {\"go home to their children.\"} They went.",
    "{\"Go home,\"} she said, {\"and do not come back.\"}",
    "{\"Will they ever go home?\"} she asked. {\"They must go home!\"}",
    "{\"We won the vote.\"}{\"They lost the vote.\"}",
    "He added ({\"with great regret, my friends\"}) that it was over.",
    "It was {\"over for all of them\"}\u2014so he said.",
    "It was\u2014{\"over for all of them\"}\u2014he said.",
    "{\"...and then it was over,\"} he said.",
    "{\"\u2014and then it was over,\"} he said.",
    "{\"[The dam] was old and weak,\"} he said.",
    "{\"(The dam) was old and weak,\"} he said.",

    /* nested */
    "{\u201CShe told me {\u2018go home, please\u2019} and left,\u201D} he said.",
    "{\"She told me, {'Go home, please,'} and left,\"} he said.",
    "{\u2018She told me, {\u201CGo home, please,\u201D} and left,\u2019} he said.",
    "{\u201CShe told me, {\u2018Go home, please.\u2019}\u201D} He left.",
    "{\u201CShe told me, {\u2018Go home, please.\u2019} \u201D} He left.",
    "{\"{'Stop the car right now!'} was all I heard,\"} he said.",
    "{\u00ABShe told me {\u2039go home, please\u203A} and left\u00BB}, he said.",
    "{\u201CShe told me {\u201Cgo home, please\u201D} and left,\u201D} he said.",
    "{\"She told me {\"go home, please\"} and left,\"} he said.",
    "{\u201CHe said, {\u2018She told me {\u201Cgo home, please\u201D} again,\u2019} and wept,\u201D} she "
    "said.",
    "{\u201CThe <\u2018dam\u2019> was a <\u2018joke\u2019> to all of us,\u201D} he said.",

    /* over paragraphs */
    "{\u201CWe won the vote.}~\n\n+{\u201CWe will win the next.\u201D} He left.",
    "{\"We won the vote.}~\n\n+{\"We will win the next.}~\n\n+{\"We always do,\"} he said.",
    "He said: {\u2018We won the vote. It was hard.}~\n\n+{\u2018We will win the next.\u2019} He left.",
    "{\u201CShe told me, {\u2018Go home, please.}~}~\n\n+{\u201C+{\u2018And do not come back.\u2019}\u201D} "
    "He left.",
    "{''We won the vote.}~\n\n+{''We will win the next,''} he said.",
    "He said the vote was {\"a great day for us.}~\n\n+{\"It was late,\"} he said.",
    "{\u201CWe won the vote,\u201D} he said.\n\n{\u201CWe will win the next.\u201D}",
    /* and where the paragraphs were lost */
    "He spoke. {\"We won the vote. It was hard.}~ +{\"We will win the next,\"} he said. {\"We always do.\"}",
    "He spoke. {'We won the vote. It was hard.}~ +{'We will win the next,'} he said. {'We always do.'}",

    /* dashes */
    "{\u2014 Who is there?}\n\n{\u2014 It is me,} he said.\n\nHe came in.",
    "\u2014 A new dam is built.\n\n\u2014 The old one is closed.",
    "\u2014 Jane Moss, Dalmere",
    "- Who is there?",

    /* without a partner */
    "{\"We won the vote,}~ he said. The dam broke. Nobody slept.",
    "{\"We won the vote,}~ he said. The dam broke.\n\n{\"We will win the next,\"} she said.",
    "{\"We won the vote,}~ he said. {\"We will win the next,\"} he added.",
    "{\"We won the vote. It was hard.}~\n\nThe dam broke. Nobody slept.",
    "He called it {\"a great day for all.}~ The dam broke. Nobody slept.",
    "He called the {\"lost days a shame.}~ She spoke of {\"a dam that broke\"} then.",
    "He called the \"lost days of {\"a dam that broke\"} a shame.",
    "We won the vote,\" he said. {\"It was hard for us.\"}",
    "The dam broke.\u201D Nobody slept.",
    "The dam broke. Nobody slept. \"",
    "The dam broke \u201C and nobody slept.",
    "He called it {\"a great day for all, \"}he said.",
    "{\"We won the \"vote of our lives,\"} he said.",
    "{\u201CWe won the vote of {\u2018our lives,\u2019} he said.}~",
    "The 'lost vote was over.",
    "They said \"\" and left.",

    /* apostrophes */
    "Don't tell the dogs' owners that it's 'em or us in the '90s.",
    "The class of '08 danced to rock 'n' roll 'til dawn.",
    "Rock \u2019n\u2019 roll is the \u201990s\u2019 music; \u2018tis the players\u2019 own.",
    "Goin' home, the players' bus broke down.",
    "{'The dogs' bowl was empty, and I'm sad,'} he said.",
    "{\u2018The dogs\u2019 bowl was empty, and I\u2019m sad,\u2019} he said.",
    "{\"The dogs' bowl was empty,\"} he said. The cats' bowl was full.",
    "{\u201CThe dogs\u2019 bowl was empty,\u201D} he said. The cats\u2019 bowl was full.",
    "Acme Inc.'s owner and the U.S.'s envoy met MI5's men.",
    "Acme Inc.\u2019s owner saw the 1990\u2019s last players\u2019 game, he said.",
    "{'He's the <'king'> of the hill,'} she said.",
    "The <'kings'> of the hill lost; {'We won,'} the other players' captain said.",

    /* inches and feet */
    "He is 5'10\" and she is 5' 11\" tall.",
    "A 6\" pipe and a 12\" one broke.",
    "{\"The 6\" pipe and the 4' pole broke in the night,\"} he said.",
    "{\"We last won the cup in 2016\"}, he said, {\"and in 2017\"}.",
    "{\"He is 6'2\" and all of it is pride,\"} she said.",

    /* words that are mentioned */
    "The so-called <\"experts\"> stayed away.",
    "The <\"moderate\"> wing of the party lost.",
    "He is the author of <\"The Long Night of Dalmere,\"> a novel.",
    "The film <\u201CA Dam Too Far\u201D> opens today.",
    "Gino <\"The Hammer\"> Rossi lost the fight.",
    "Two <\u2018blue\u2019> states and a <\u2018red\u2019> one voted.",
    "Minister {\u2018sorry\u2019} for dam, he says\n\nThe dam broke.",
    /* and few that are said */
    "{\"Never,\"} he said.",
    "He called her {\"a liar\"}.",
    "{\"Jane Moss Won,\"} the mayor shouted.",
    "{\"I Will Not Go\"} hangs on the wall.",

    /* other marks */
    "<a id=\"7\" href=\"x\">{\u201CWe won the vote,\u201D} he said.",
    "The dam \u2033broke\u2033.",
    "",
    "\"",
    "' \" \u2019 \u201C",
};

/* The text of the snippet, with the drawing left out. */
static str plain(const char *snippet, char *out)
{
    size_t n = 0;

    for (const char *p = snippet; *p; p++) {
        bool tag = !strncmp(snippet, "<a ", 3) && (*p == '<' || *p == '>');

        if (tag || !strchr("{}<>~+", *p))
            out[n++] = *p;
    }
    return (str){out, n};
}

static int by_end_last(const quote *q, uint32_t n, size_t at, uint32_t *closing)
{
    int found = 0;

    /* Inner ones, which come later, end first. */
    for (uint32_t i = n; i-- > 0;)
        if (q[i].at.end == at)
            closing[found++] = i;
    return found;
}

static void draw(const article *a, char *out)
{
    size_t n = 0;
    uint32_t next = 0, closing[16];

    for (size_t i = 0; i <= a->text.n; i++) {
        int n_closing = by_end_last(a->quote, a->n_quotes, i, closing);

        for (int k = 0; k < n_closing; k++) {
            const quote *q = &a->quote[closing[k]];

            out[n++] = q->use == QUOTE_SPEECH ? '}' : '>';
            if (!q->closed)
                out[n++] = '~';
        }
        for (; next < a->n_quotes && a->quote[next].at.begin == i; next++) {
            if (a->quote[next].before != NONE)
                out[n++] = '+';
            out[n++] = a->quote[next].use == QUOTE_SPEECH ? '{' : '<';
        }
        if (i < a->text.n)
            out[n++] = a->text.p[i];
    }
    out[n] = '\0';
}

static void invented(void **state)
{
    size_t n = sizeof snippets / sizeof *snippets, n_bad = 0;
    arena memory = {0};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        article a = {0};
        err e = {0};
        char text[1024], got[2048];

        assert_true(article_split(plain(snippets[i], text), false, &a, &memory, &e));
        assert_true(quotes_find(&a, &memory, &e));
        draw(&a, got);
        if (strcmp(got, snippets[i])) {
            print_message("wanted %s\ngot    %s\n", snippets[i], got);
            n_bad++;
        }
        arena_reset(&memory);
    }
    arena_free(&memory);
    assert_int_equal(n_bad, 0);
    assert_true(n >= 100);
}

static void chain(void **state)
{
    str text = STR("\"She told me, 'Go home.\n\n\"'Go home now.'\" He left.\n\n\"It was late,\" he said.");
    arena memory = {0};
    article a = {0};
    err e = {0};

    (void)state;
    assert_true(article_split(text, false, &a, &memory, &e) && quotes_find(&a, &memory, &e));
    assert_int_equal(a.n_quotes, 5);
    assert_int_equal(a.quote[0].outer, NONE);
    assert_int_equal(a.quote[1].outer, 0);
    assert_int_equal(a.quote[2].outer, NONE);
    assert_int_equal(a.quote[2].before, 0);
    assert_int_equal(a.quote[3].outer, 2);
    assert_int_equal(a.quote[3].before, 1);
    assert_int_equal(a.quote[4].before, NONE);
    assert_false(a.quote[0].closed || a.quote[1].closed);
    assert_true(a.quote[2].closed && a.quote[3].closed && a.quote[4].closed);
    arena_free(&memory);
}

/* In order, not empty, on whole characters, one in another or apart, each in one passage. */
static void check_quotes(const article *a)
{
    uint8_t *starts = calloc(a->text.n + 1, 1);
    uint32_t p = 0;

    for (size_t i = 0; i < a->text.n; i += utf8_next(a->text, i).n)
        starts[i] = 1;
    starts[a->text.n] = 1;
    for (uint32_t i = 0; i < a->n_quotes; i++) {
        const quote *q = &a->quote[i];

        assert_true(q->at.begin < q->at.end && q->at.end <= a->text.n);
        assert_true(starts[q->at.begin] && starts[q->at.end]);
        while (a->passage[p].at.end <= q->at.begin)
            p++;
        assert_true(span_in(q->at, a->passage[p].at));
        assert_true(q->use == QUOTE_SPEECH || q->use == QUOTE_TERM);
        assert_true(q->before == NONE || (q->before < i && !a->quote[q->before].closed));
        if (i) {
            const quote *last = &a->quote[i - 1];
            uint32_t outer = i - 1;

            assert_true(last->at.begin < q->at.begin);
            /* The innermost one that holds it is the one before or one that this stands in. */
            while (outer != NONE && a->quote[outer].at.end <= q->at.begin)
                outer = a->quote[outer].outer;
            assert_int_equal(q->outer, outer);
            assert_true(outer == NONE || span_in(q->at, a->quote[outer].at));
        } else {
            assert_int_equal(q->outer, NONE);
        }
    }
    free(starts);
}

static const char *const pieces[] = {
    "\"",     "\"",     "'",      "'",  "`",    "\u2018", "\u2019", "\u201A",   "\u201C", "\u201D",
    "\u201E", "\u00AB", "\u00BB", "''", "``",   "\u2039", "\u203A", "\u300C",   "\u300D", "\"",
    " ",      " ",      " ",      " ",  ". ",   ", ",     "? ",     "\n\n",     "\n",     "\u2014",
    "he",     "said",   "We",     "s",  "Moss", "12",     ".",      "\u2014 I", "(",      ")",
};

static void any_marks(void **state)
{
    arena memory = {0};
    uint64_t seed = 7;
    char bytes[16 * 64];

    (void)state;
    for (unsigned i = 0; i < 40000; i++) {
        unsigned n = 1 + unidata_random(&seed) % 60;
        str text = i % 4 ? unidata_join(&seed, n, pieces, sizeof pieces / sizeof *pieces, bytes)
                         : unidata_mix(&seed, n, bytes);
        article a = {0};
        err e = {0};
        char *exact;

        exact = malloc(text.n ? text.n : 1);
        memcpy(exact, text.p, text.n);
        assert_true(article_split((str){exact, text.n}, false, &a, &memory, &e));
        assert_true(quotes_find(&a, &memory, &e));
        check_quotes(&a);
        free(exact);
        arena_reset(&memory);
    }
    arena_free(&memory);
}

/* A megabyte of marks, and a quarter of one of what else could make their reader look back, or ahead, again
 * and again. */
static void no_quadratic_time(void **state)
{
    static const char *const units[] = {
        "\"",
        "'",
        "\u201C",
        "\u201D",
        "\u2018",
        "\u2019",
        "\u00AB",
        "\"'",
        "\u201C\u2018",
        " \"",
        "\" ",
        " '",
        "a' ",
        "s' ",
        " 'a",
        " \"a",
        " \u201Ca",
        "a\u201D ",
        " \u201Ca\u201D",
        " 'a s' ",
        "a. \u201CA",
        "a. 'A",
        "\u201Ca\n\n",
        "\"a\n\n",
        "\"'a\n\n",
        "\u2014 a\n\n",
        "6\" ",
        "5'10\" ",
        ", he said ",
        "\"a, ",
        " \u201Ca, b \u2018c",
        " 'A. ",
    };
    char *bytes = malloc(1 << 20);
    arena memory = {0};
    err e = {0};

    (void)state;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        for (unsigned opened = 0; opened < 2; opened++) {
            size_t n = k < 2 && !opened ? 1 << 20 : 1 << 18;
            article a = {0};

            for (size_t i = 0; i < n; i++)
                bytes[i] = units[k][i % strlen(units[k])];
            if (opened)
                memcpy(bytes, "\"A '", 4);
            assert_true(article_split((str){bytes, n}, false, &a, &memory, &e));
            assert_true(quotes_find(&a, &memory, &e));
            check_quotes(&a);
            arena_reset(&memory);
        }
    }
    arena_free(&memory);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invented),
        cmocka_unit_test(chain),
        cmocka_unit_test(any_marks),
        cmocka_unit_test(no_quadratic_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
