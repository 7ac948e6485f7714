/* The windows by which an article's questions are decided: their texts and made-up words, to the letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "article/labels.h"
#include "article/windows.h"
#include "base/texts.h"
#include "voices_sample.h"

/* The window with | for its breaks. */
static void is_window(const ask *window, const char *expected)
{
    str written = ask_written(window);
    buf b = {0};

    assert_true(ask_end(window, &(err){0}));
    buf_str(&b, written);
    buf_char(&b, '\0');
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == TEXT_BREAK)
            b.p[i] = '|';
    assert_string_equal(b.p, expected);
    buf_free(&b);
}

static void is_sentence(const voices_sample *v, const outlook *looks, uint32_t i, const char *expected)
{
    ask window = {0};

    ask_begin(&window, NULL, NULL, NULL);
    window_sentence(&v->article, looks, i, &window);
    is_window(&window, expected);
    ask_free(&window);
}

static outlook *looks_of(voices_sample *v)
{
    outlook *looks = windows_look(&v->article, &v->work.arena);

    assert_non_null(looks);
    return looks;
}

/* ---- sentences ---- */

static void test_sentences(void **state)
{
    voices_sample v;
    const outlook *looks;

    (void)state;
    voices_begin(&v, "Petrov 'has lied to us all', says general\n\n"
                     "\"He is a thug and a murderer,\" the general said. \"He has no friends left.\n\n"
                     "\"Nobody will miss him. We will all dance.\" The \"Go\" is a ship.\n\n"
                     "The office, which is a long way from the town and has no telephone of its own, denied "
                     "all of it. He left.");
    voices_cue(&v, "says", "general", "'has lied to us all'");
    voices_cue(&v, "said", "the general", "\"He is a thug and a murderer,\"");
    voices_cue(&v, "denied", "The office", "all of it");
    voices_end(&v);
    looks = looks_of(&v);
    is_sentence(&v, looks, 0,
                "Petrov 'has lied to us all', says general|"
                " qhalf shalf cuesure src cueZsays cueendZsays sourceZgeneral saidZMv ordercks1 first nqhalf "
                "nshalf ncuesure nsrc title middling");
    is_sentence(
        &v, looks, 1,
        "\"He is a thug and a murderer,\" the general said.| qhalf shalf cuesure src cueZsaid cueendZsaid "
        "sourceZgeneral saidZMv ordersck2 bqhalf bshalf bcuesure bsrc nqall nsall nqopen opens middling");
    is_sentence(&v, looks, 2,
                "\"He has no friends left.| qall sall qopen bqhalf bshalf bcuesure bsrc nqall nsall nqgoeson "
                "nqopen short");
    is_sentence(&v, looks, 3,
                "\"Nobody will miss him.| qall sall qgoeson qopen bqall bsall bqopen nqall nsall nqgoeson "
                "opens short");
    is_sentence(
        &v, looks, 4,
        "We will all dance.\"| qall sall qgoeson bqall bsall bqgoeson bqopen nqnone nsnone nqterm short");
    is_sentence(
        &v, looks, 5,
        "The \"Go\" is a ship.| qnone snone qterm bqall bsall bqgoeson nqnone nsfew ncuesure nsrc middling");
    is_sentence(&v, looks, 6,
                "The office, which is a long way from the town and has no telephone of its own, denied all "
                "of it.| qnone sfew cuesure src cueZdenied cueendZdenied sourceZoffice saidZall orderskc0 "
                "bqnone bsnone bqterm nqnone nsnone opens long");
    is_sentence(&v, looks, 7, "He left.| qnone snone bqnone bsfew bcuesure bsrc last short");
    voices_sample_free(&v);
}

/* A passage of one sentence, a short source, more cues than one, and cues that are less than sure. */
static void test_cues(void **state)
{
    voices_sample v;
    const outlook *looks;

    (void)state;
    voices_begin(&v, "Nothing.\n\nHe said no and she said yes.\n\nIt may be so, he thought.");
    voices_cue(&v, "said", "He", "no");
    voices_cue(&v, "said", "she", "yes");
    voices_cue(&v, "thought", NULL, NULL);
    v.by[0].p = 0.5F;
    v.by[1].p = 0.7F;
    v.by[2].p = 0.3F;
    voices_end(&v);
    looks = looks_of(&v);
    is_sentence(&v, looks, 0,
                "Nothing.| qnone snone first nqnone nsfew ncuelikely ncues nsrcshort alone short");
    is_sentence(
        &v, looks, 1,
        "He said no and she said yes.| qnone sfew cuelikely cues srcshort cueZsaid cueendZsaid "
        "sourceZhe saidZno orderskc0 cueZsaid cueendZsaid sourceZshe saidZyes orderskc0 bqnone bsnone nqnone "
        "nsnone ncuemay alone middling");
    is_sentence(&v, looks, 2,
                "It may be so, he thought.| qnone snone cuemay cueZthought cueendZthought orderk0 bqnone "
                "bsfew bcuelikely bcues bsrcshort last alone middling");
    voices_sample_free(&v);
}

/* A cue of several words, one without a source or anything said, and marks that belong to no quotation. */
static void test_attributions(void **state)
{
    voices_sample v;
    const outlook *looks;

    (void)state;
    voices_begin(&v,
                 "He must go.\" Ann Lee, according to two aides, disagreed.\n\nThey said \"no and left\".");
    voices_cue(&v, "according to", "two aides", "Ann Lee");
    voices_cue(&v, "disagreed", NULL, NULL);
    voices_end(&v);
    looks = looks_of(&v);
    is_sentence(&v, looks, 0,
                "He must go.\"| qnone snone straylast first nqnone nsfew ncuesure ncues nsrc opens short");
    is_sentence(&v, looks, 1,
                "Ann Lee, according to two aides, disagreed.| qnone sfew cuesure cues src cueZaccording "
                "cueendZto sourceZaides saidZann ordercks0 cueZdisagreed cueendZdisagreed orderk0 bqnone "
                "bsnone nqhalf nshalf middling");
    is_sentence(
        &v, looks, 2,
        "They said \"no and left\".| qhalf shalf bqnone bsfew bcuesure bcues bsrc last alone middling");
    voices_sample_free(&v);
}

static void is_near(const glance *seems, uint32_t n, uint32_t i, const char *expected)
{
    ask window = {0};

    ask_begin(&window, NULL, NULL, NULL);
    window_near(seems, n, i, &window);
    is_window(&window, expected);
    ask_free(&window);
}

/* What stands around a sentence: two on each side, and the mean of three; nothing of itself. */
static void test_near(void **state)
{
    static const glance seems[] = {{0.1F, 0.9F},  {0.25F, 1}, {0.5F, 0},
                                   {0.75F, 0.5F}, {1, 0.05F}, {0, 0.39F}};
    const glance nobody[] = {{NAN, NAN}, {NAN, NAN}, {NAN, 0.3F}};

    (void)state;
    is_near(seems, 6, 0, " nextc2 nextv9 nextnextc5 nextnextv0 aroundc5 aroundv5");
    is_near(seems, 6, 2,
            " prevprevc1 prevprevv9 prevc2 prevv9 nextc7 nextv5 nextnextc9 nextnextv0 aroundc4 aroundv5");
    is_near(seems, 6, 5, " prevprevc7 prevprevv5 prevc9 prevv0 aroundc7 aroundv1");
    is_near(seems, 1, 0, "");
    is_near(nobody, 2, 0, "");
    is_near(nobody, 3, 1, " nextv3");
}

/* A break in the text does not make one in the window; other bytes stay. */
static void test_break(void **state)
{
    voices_sample v;
    const outlook *looks;

    (void)state;
    voices_begin(&v, "He \x1f left\n us \xff, all.");
    voices_end(&v);
    looks = looks_of(&v);
    is_sentence(&v, looks, 0, "He   left\n us \xff, all.| qnone snone first last alone short");
    voices_sample_free(&v);
}

/* ---- the article ---- */

static void is_genre(voices_sample *v, const char *expected)
{
    ask window = {0};

    ask_begin(&window, NULL, NULL, NULL);
    window_genre(&v->article, looks_of(v), &window);
    is_window(&window, expected);
    ask_free(&window);
}

static void test_genre(void **state)
{
    voices_sample v;
    article *a = &v.article;

    (void)state;
    voices_begin(&v, "");
    voices_end(&v);
    is_genre(&v, "|| authoropinionnone authorfactnone quotedopinionnone quotedclaimnone quotingnone brief");
    voices_sample_free(&v);

    voices_begin(&v, "The end of it\n\nHe left. \"We will go home now,\" he knew.");
    voices_end(&v);
    is_genre(&v,
             "The end of it|\n\nHe left. \"We will go home now,\" he knew.| authoropinionnone authorfactnone "
             "quotedopinionnone quotedclaimnone quotinghalf brief");
    for (uint32_t i = 0; i < a->n_sentences; i++) {
        a->sentence[i].content = (verdict){.label = i == 2 ? SAYS_OPINION : SAYS_FACT, .p = 1};
        a->sentence[i].voice = (verdict){.label = VOICE_AUTHOR, .p = 1};
    }
    is_genre(&v,
             "The end of it|\n\nHe left. \"We will go home now,\" he knew.| authoropinionhalf authorfacthalf "
             "quotedopinionnone quotedclaimnone quotinghalf brief");
    voices_sample_free(&v);
}

/* Steps of a share: of ten sentences in the body, so many are the author's opinion, the rest a source's
 * claim; the title counts for nothing, nor does what nobody has decided. */
static void test_shares(void **state)
{
    static const char *const of[] = {"none", "some", "some", "half", "half", "half",
                                     "most", "most", "most", "all",  "all"};

    (void)state;
    for (uint32_t n = 0; n <= 10; n++) {
        voices_sample v;
        article *a = &v.article;
        char expected[512];

        voices_begin(&v, "The end of it\n\nNo. No. No. No. No. No. No. No. No. No.");
        voices_end(&v);
        assert_int_equal(a->n_sentences, 11);
        for (uint32_t i = 0; i < 11; i++) {
            a->sentence[i].content.label = i <= n ? SAYS_OPINION : SAYS_FACT;
            a->sentence[i].voice.label = i <= n ? VOICE_AUTHOR : VOICE_SOURCE;
        }
        (void)snprintf(
            expected, sizeof expected,
            "The end of it|\n\nNo. No. No. No. No. No. No. No. No. No.| authoropinion%s authorfactnone "
            "quotedopinionnone quotedclaim%s quotingnone middling",
            of[n], of[10 - n]);
        is_genre(&v, expected);
        voices_sample_free(&v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences), cmocka_unit_test(test_cues),  cmocka_unit_test(test_attributions),
        cmocka_unit_test(test_near),      cmocka_unit_test(test_break), cmocka_unit_test(test_genre),
        cmocka_unit_test(test_shares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
