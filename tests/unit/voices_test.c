/* Who speaks: quotations that no cue has claimed, whom they belong to, and through whom a sentence speaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "article/labels.h"
#include "article/speaks.h"
#include "article/turns.h"
#include "base/buf.h"
#include "voices_sample.h"

/* Attribution i: in which sentence it stands, whose it is and what it says, by their words. */
static void is_said(const voices_sample *v, uint32_t i, uint32_t sentence, const char *source,
                    const char *said)
{
    const article *a = &v->article;
    const attribution *by = &a->attribution[i];
    str got;

    assert_true(i < a->n_attributions);
    assert_int_equal(by->sentence, sentence);
    got = span_text(a, by->source);
    if (!str_eq(got, str_z(source)))
        fail_msg("%u: source '%.*s', not '%s'", i, (int)got.n, got.p, source);
    assert_int_equal(by->n_contents, 1);
    got = span_text(a, by->content[0].at);
    if (!str_eq(got, str_z(said)))
        fail_msg("%u: '%.*s', not '%s'", i, (int)got.n, got.p, said);
}

static void is_named(const voices_sample *v, uint32_t i, const char *name)
{
    uint32_t one = v->article.attribution[i].entity;

    if (!name) {
        assert_int_equal(one, NONE);
        return;
    }
    assert_int_not_equal(one, NONE);
    assert_true(str_eq(v->article.entity[one].name, str_z(name)));
}

static void settle(voices_sample *v)
{
    assert_true(speaks_settle(&v->article, &v->work.arena, &v->e));
}

/* The same of sentences of which a model has said all one, both content and voice. */
static void settle_as(voices_sample *v, uint32_t label)
{
    for (uint32_t i = 0; i < v->article.n_sentences; i++)
        v->article.sentence[i].content = v->article.sentence[i].voice = (verdict){.label = label, .p = 0.9F};
    settle(v);
}

/* ---- without cues ---- */

static void test_quotes_alone(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v, "It rained. \"We will go home now,\" he knew. \"We will not stay.\" The \"Go\" is old.");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 2);
    is_said(&v, 0, 1, "", "\"We will go home now,\"");
    is_said(&v, 1, 2, "", "\"We will not stay.\"");
    assert_true(isnan(v.article.attribution[0].p) && span_empty(v.article.attribution[0].cue));
    voices_sample_free(&v);

    voices_begin(&v, "");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 0);
    voices_sample_free(&v);
}

/* ---- whom a quotation goes on from ---- */

/* After the one who spoke in the paragraph; in the sentence behind it and the one behind that. */
static void test_goes_on(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(
        &v, "\"He lied to us,\" Ann Lee said on Monday. \"He has no friends left. Nobody will miss him.\" "
            "\"We will see him go.\"");
    voices_cue(&v, "said", "Ann Lee", "\"He lied to us,\"");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 3);
    is_said(&v, 0, 0, "Ann Lee", "\"He lied to us,\"");
    is_said(&v, 1, 1, "Ann Lee", "\"He has no friends left. Nobody will miss him.\"");
    is_said(&v, 2, 3, "Ann Lee", "\"We will see him go.\"");
    for (uint32_t i = 0; i < 3; i++)
        is_named(&v, i, "Ann Lee");
    voices_sample_free(&v);
}

/* Opened again in each paragraph; and a paragraph that is all quotation goes on, one that is not does not. */
static void test_paragraphs(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(
        &v, "\"He lied to us,\" Ann Lee said. \"He has no friends left.\n\n\"Nobody will miss him now.\n\n"
            "\"We will see him go.\"\n\n\"They all will be gone.\"\n\nIt rained. \"I am not so sure.\"");
    voices_cue(&v, "said", "Ann Lee", "\"He lied to us,\"");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 6);
    is_said(&v, 1, 1, "Ann Lee", "\"He has no friends left.");
    is_said(&v, 2, 2, "Ann Lee", "\"Nobody will miss him now.");
    is_said(&v, 3, 3, "Ann Lee", "\"We will see him go.\"");
    is_said(&v, 4, 4, "Ann Lee", "\"They all will be gone.\"");
    is_said(&v, 5, 6, "", "\"I am not so sure.\"");
    is_named(&v, 4, "Ann Lee");
    is_named(&v, 5, NULL);
    voices_sample_free(&v);
}

/* A quotation before anybody has spoken is the next speaker's of its paragraph, not of a later one. */
static void test_before_its_cue(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v,
                 "\"We will see him go.\" \"He lied to us,\" Ann Lee said. \"He did so at once.\"\n\n"
                 "It rained. \"We will not stay.\" Nothing came of it.\n\n\"I do not know,\" Bob Ray said.");
    voices_cue(&v, "said", "Ann Lee", "\"He lied to us,\"");
    voices_cue(&v, "said", "Bob Ray", "\"I do not know,\"");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 5);
    is_said(&v, 0, 0, "Ann Lee", "\"We will see him go.\"");
    is_said(&v, 1, 1, "Ann Lee", "\"He lied to us,\"");
    is_said(&v, 2, 2, "Ann Lee", "\"He did so at once.\"");
    is_said(&v, 3, 4, "", "\"We will not stay.\"");
    is_said(&v, 4, 6, "Bob Ray", "\"I do not know,\"");
    is_named(&v, 0, "Ann Lee");
    is_named(&v, 4, "Bob Ray");
    voices_sample_free(&v);
}

/* A dash and a name behind a quotation sign it. */
static void test_signed(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v, "\"We must act now.\" \u2014 Ann Lee, mayor of Dalmere\n\n\"They have lied to us.\"\n\n"
                     "-- Bob Ray (left).\n\n\"I am ashamed of you.\"\u2015 Tom Cole\n\nIt rained.\n\n"
                     "\"He has to go.\" - Sue of Dunn");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 4);
    is_said(&v, 0, 1, "Ann Lee", "\"We must act now.\"");
    is_said(&v, 1, 3, "Bob Ray", "\"They have lied to us.\"");
    is_said(&v, 2, 4, "Tom Cole", "\"I am ashamed of you.\"");
    is_said(&v, 3, 7, "Sue of Dunn", "\"He has to go.\"");
    is_named(&v, 0, "Ann Lee");
    settle_as(&v, 1);
    for (uint32_t i = 0; i < v.article.n_sentences; i++) {
        bool signs = i == 1 || i == 3 || i == 7;

        assert_int_equal(v.article.sentence[i].content.label, signs ? SAYS_FACT : SAYS_OPINION);
        assert_int_equal(v.article.sentence[i].voice.label, signs ? VOICE_AUTHOR : VOICE_SOURCE);
    }
    assert_int_equal(v.article.sentence[0].attribution, 0);
    voices_sample_free(&v);
}

/* Posts have no marks: who has signed says what stands between the one before and the dash. */
static void test_posts(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v,
                 "It rained. They lied to us. \u2014 Ann Lee (@annlee) May 17, 2020 We must act now. Nobody "
                 "will miss him - Tom Cole (@tom_5) June 2, 2020 It rained again, and all were late for it.");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 2);
    is_said(&v, 0, 2, "Ann Lee", "They lied to us.");
    is_said(&v, 1, 3, "Tom Cole", "We must act now. Nobody will miss him");
    is_named(&v, 0, "Ann Lee");
    settle_as(&v, 0);
    assert_int_equal(v.article.sentence[0].voice.label, VOICE_AUTHOR);
    assert_int_equal(v.article.sentence[1].voice.label, VOICE_SOURCE);
    voices_sample_free(&v);
}

/* Where a post begins: with its quotation, behind the signature before, within its paragraph. */
static void test_where_posts_begin(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v,
                 "It rained.\n\n\"They lied to us. They will go.\" \u2014 Ann Lee (@annlee) May 17, 2020 "
                 "\u2014 Sue Dunn (@sue) May 18, 2020\n\nWe must act now. \u2014 Jean-Luc Cole (@j) May 19, "
                 "2020 The mayor has lied to us all the time and she has to go now, said the mayor of "
                 "another town.");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 2);
    is_said(&v, 0, 3, "Ann Lee", "\"They lied to us. They will go.\"");
    is_said(&v, 1, 5, "Jean-Luc Cole", "We must act now.");
    voices_sample_free(&v);
}

/* A dash, a handle or a date alone sign none. */
static void test_no_posts(void **state)
{
    static const char *const texts[] = {
        "They lied to us. \u2014 Ann Lee (@annlee)",
        "They lied to us. \u2014 Ann Lee (@annlee) May",
        "They lied to us. \u2014 Ann Lee (@annlee) May 17,",
        "They lied to us. \u2014 Ann Lee (annlee) May 17, 2020",
        "They lied to us. Ann Lee (@annlee) May 17, 2020",
        "They lied to us. \u2014 (@annlee) May 17, 2020",
        "They lied to us. \u2014 Ann Lee (@annlee May 17, 2020",
        "\u2014 Ann Lee (@annlee) May 17, 2020",
        "They lied to us. \u2014 Ann Lee (@",
        "They lied-Ann Lee (@annlee) May 17, 2020",
        "They lied to us \u2014 all of them. Ann Lee (@annlee) May 17, 2020",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        voices_sample v;

        voices_begin(&v, texts[i]);
        voices_end(&v);
        if (v.article.n_attributions)
            fail_msg("'%s' is a post", texts[i]);
        voices_sample_free(&v);
    }
}

/* A cue that nobody knows the chance of is no signature. */
static void test_not_calibrated(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v, "According to police, it rained all day.");
    voices_cue(&v, "According to", "police", "it rained all day");
    v.by[0].p = NAN;
    voices_end(&v);
    settle_as(&v, 1);
    assert_int_equal(v.article.sentence[0].content.label, SAYS_OPINION);
    assert_int_equal(v.article.sentence[0].voice.label, VOICE_SOURCE);
    voices_sample_free(&v);
}

/* Other words behind a dash do not. */
static void test_not_signed(void **state)
{
    static const char *const texts[] = {
        "\"Nobody was here.\" - The door was open.",
        "\"Nobody was here.\" - Ann Lee left the room.",
        "\"Nobody was here.\" \u2014 He is late.",
        "\"Nobody was here.\" -",
        "\"Nobody was here.\"\n\nAnn Lee",
        "\"Nobody was here.\"\n\nIt rained.\n\n- Ann Lee",
        "\"Nobody was here.\" - \"We saw Ann Lee.\"",
        "\"Nobody was here.\" - Ann a b c d e f g h i j k l m n o p",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        voices_sample v;

        voices_begin(&v, texts[i]);
        voices_end(&v);
        assert_true(v.article.n_attributions > 0);
        is_said(&v, 0, 0, "", "\"Nobody was here.\"");
        voices_sample_free(&v);
    }
}

/* Without a cue it is whom the sentence before begins with, if that is a person and nothing stands between;
 * not who stands in the title. */
static void test_subjects(void **state)
{
    static const struct {
        const char *text, *source;
    } told[] = {
        {"It rained.\n\nMr. Lee is not convinced. \"He lies for a living.\"", "Mr. Lee"},
        {"It rained.\n\nThe retired general Bob Lee laughed. \"He lies for a living.\"", "Bob Lee"},
        {"It rained.\n\nMr. Lee is not convinced.\n\n\"He lies for a living.\"", "Mr. Lee"},
        {"It rained.\n\nMr. Lee is not convinced. It rained.\n\n\"He lies for a living.\"", ""},
        {"Mr. Lee is not convinced\n\n\"He lies for a living.\"", ""},
        {"It rained.\n\nIn reply to the long list of Mr. Lee she left. \"He lies for a living.\"", ""},
        {"It rained.\n\nMr. Lee's dog is not convinced. \"He lies for a living.\"", ""},
        {"It rained.\n\nThe Ministry of Health is sure. \"He lies for a living.\"", ""},
        {"Mr. Lee is not convinced. It rained. \"He lies for a living.\"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        voices_sample v;

        voices_begin(&v, told[i].text);
        voices_end(&v);
        assert_int_equal(v.article.n_attributions, 1);
        is_said(&v, 0, v.article.n_sentences - 1, told[i].source, "\"He lies for a living.\"");
        voices_sample_free(&v);
    }
}

/* Who speaks in the title says nothing of what follows. */
static void test_title(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v, "\"He lied to us\", says Ann Lee\n\n\"We will see him go.\"\n\nIt rained all day.");
    voices_cue(&v, "says", "Ann Lee", "\"He lied to us\"");
    voices_end(&v);
    assert_int_equal(v.article.passage[0].part, PART_TITLE);
    assert_int_equal(v.article.n_attributions, 2);
    is_said(&v, 1, 1, "", "\"We will see him go.\"");
    voices_sample_free(&v);
}

/* A quotation belongs to whose content holds most of it: not to somebody whom it quotes, whichever of the two
 * cues comes first. */
static void test_most(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(
        &v, "\"Bob told me that he was tired of it all and left,\" Ann Lee said. \"He did so at once.\"");
    voices_cue(&v, "told", "Bob", "that he was tired");
    voices_cue(&v, "said", "Ann Lee", NULL);
    v.said[1].at = (span){0, 52};
    v.by[1].n_contents = 1;
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 3);
    is_said(&v, 2, 1, "Ann Lee", "\"He did so at once.\"");
    voices_sample_free(&v);
}

/* A content that begins behind a quotation inside of another still lies in that other. */
static void test_nested(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(&v, "\"He told us 'We will not stay here' and then that he was tired of it all,\" he knew.");
    voices_cue(&v, "told", "He", "that he was tired of it all");
    voices_end(&v);
    assert_int_equal(v.article.n_quotes, 2);
    assert_int_equal(v.article.n_attributions, 1);
    voices_sample_free(&v);
}

/* ---- names ---- */

/* A pronoun means whom it stands for; a quotation that goes on has the name of what it goes on from. */
static void test_names(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(
        &v,
        "Ann Lee met two clerks. \"He lied to us,\" she said. \"He did so at once.\" Two clerks said no.");
    voices_cue(&v, "said", "she", "\"He lied to us,\"");
    voices_cue(&v, "said", "Two clerks", "no");
    voices_end(&v);
    assert_int_equal(v.article.n_attributions, 3);
    is_named(&v, 0, "Ann Lee");
    is_named(&v, 1, "Ann Lee");
    is_named(&v, 2, NULL);
    voices_sample_free(&v);
}

/* ---- headlines ---- */

/* Whose words a title quotes before a colon: of whoever says them in the body, unless the title may mean the
 * same; of nobody to whom something is done. */
static void test_headlines(void **state)
{
    static const struct {
        const char *title, *body, *behind, *source, *name;
    } texts[] = {
        {"'You betrayed us all': carer jailed for theft", "\"You betrayed us all!\"",
         "carer jailed for theft", "Ann Lee", "Ann Lee"},
        {"'You betrayed us all': carer jailed for theft", "\"You betrayed us all!\"", "carer", "Ann Lee",
         "Ann Lee"},
        {"'You betrayed us all': Bob Ray jailed for theft", "\"You betrayed us all!\"", "Bob Ray", "Ann Lee",
         "Ann Lee"},
        {"'You betrayed us': former baker slams carer", "\"So you betrayed us all!\"", "former baker",
         "former baker", "Ann Lee"},
        {"'You betrayed us all': carer jailed for theft", "\"Nobody knew it at all!\"", "carer", "", NULL},
        {"'You betrayed us all': former baker slams carer", "\"Nobody knew it at all!\"", "former baker",
         "former baker", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        voices_sample v;
        char text[256], *quoted;

        (void)snprintf(text, sizeof text, "%s\n\nBob Ray, a plumber, came. %s Ann Lee said.", texts[i].title,
                       texts[i].body);
        voices_begin(&v, text);
        assert_int_equal(v.article.passage[0].part, PART_TITLE);
        quoted = strndup(text, (size_t)(strchr(text, ':') - text));
        voices_cue(&v, ":", texts[i].behind, quoted);
        voices_cue(&v, "said", "Ann Lee", texts[i].body);
        voices_end(&v);
        is_said(&v, 0, 0, texts[i].source, quoted);
        is_named(&v, 0, texts[i].name);
        free(quoted);
        voices_sample_free(&v);
    }
}

/* ---- sentences ---- */

/* What an interviewer says is the author's, also where he reports what others say; what stands under a
 * heading that comes again is whose it is. */
static void test_questions(void **state)
{
    static const unsigned voices[] = {VOICE_SOURCE, VOICE_AUTHOR, VOICE_AUTHOR, VOICE_SOURCE,
                                      VOICE_SOURCE, VOICE_AUTHOR, VOICE_SOURCE};
    voices_sample v;

    (void)state;
    voices_begin(&v, "Ann Lee came.\n\nQ: The mayor says you lied. Is it true?\n\nA: No. He says so.\n\n"
                     "Q: Really?\n\nA: Yes.");
    assert_true(turns_find(&v.article, &v.work.arena, &v.e));
    voices_cue(&v, "says", "The mayor", "you lied");
    voices_end(&v);
    for (uint32_t i = 0; i < v.article.n_sentences; i++)
        v.article.sentence[i].voice = (verdict){.label = VOICE_SOURCE, .p = 0.9F};
    settle(&v);
    for (uint32_t i = 0; i < v.article.n_sentences; i++)
        if (v.article.sentence[i].voice.label != voices[i])
            fail_msg("sentence %u", i);
    assert_int_equal(v.article.sentence[1].attribution, NONE);
    voices_sample_free(&v);

    voices_begin(&v, "It was a week.\n\nWINNER: The bus. He says so.\n\nLOSER: The tram.\n\nWINNER: The "
                     "port.\n\nLOSER: No.");
    assert_true(turns_find(&v.article, &v.work.arena, &v.e));
    assert_int_equal(v.article.n_turns, 4);
    voices_end(&v);
    v.article.sentence[2].voice = (verdict){.label = VOICE_SOURCE, .p = 0.9F};
    settle(&v);
    assert_int_equal(v.article.sentence[2].voice.label, VOICE_SOURCE);
    voices_sample_free(&v);
}

/* Without a model of voices, what is mostly in a quotation is a source's. */
static void test_settle_alone(void **state)
{
    voices_sample v;

    (void)state;
    voices_begin(
        &v,
        "It rained. \"We will go home now,\" he knew. He knew that \"we would all go home\" was all that he "
        "had wanted to say.");
    voices_end(&v);
    settle(&v);
    assert_int_equal(v.article.n_attributions, 2);
    assert_int_equal(v.article.sentence[0].voice.label, NONE);
    assert_int_equal(v.article.sentence[0].attribution, NONE);
    assert_int_equal(v.article.sentence[1].voice.label, VOICE_SOURCE);
    assert_true(isnan(v.article.sentence[1].voice.p));
    assert_int_equal(v.article.sentence[1].attribution, 0);
    assert_int_equal(v.article.sentence[2].voice.label, NONE);
    voices_sample_free(&v);
}

static void test_settle(void **state)
{
    static const uint32_t voices[] = {VOICE_SOURCE, VOICE_SOURCE, VOICE_SOURCE,
                                      VOICE_AUTHOR, VOICE_SOURCE, VOICE_SOURCE};
    voices_sample v;
    article *a = &v.article;

    (void)state;
    voices_begin(&v, "Bob said no, but \"he will be gone and we will see it,\" Ann Lee said. It is so. "
                     "Bob said. \"We will go.\"\n\nNobody knows. \"We saw it.\"");
    voices_cue(&v, "said", "Bob", "no");
    voices_cue(&v, "said", "Ann Lee", NULL);
    v.said[1].at = voices_span(&v, "\"he will be gone and we will see it,\"", 0);
    v.by[1].n_contents = 1;
    voices_cue(&v, "said", "Bob", NULL);
    voices_end(&v);
    assert_int_equal(a->n_sentences, 6);
    for (uint32_t i = 0; i < 6; i++)
        a->sentence[i].voice = (verdict){.label = voices[i], .p = 0.9F};
    settle(&v);
    assert_int_equal(a->n_attributions, 5);
    assert_int_equal(a->sentence[0].attribution, 1); /* who says most of it */
    assert_int_equal(a->sentence[1].attribution, 1); /* nobody's words: as before */
    assert_int_equal(a->sentence[2].attribution, 2); /* nothing said, but a cue */
    assert_int_equal(a->sentence[3].attribution, NONE);
    assert_int_equal(a->sentence[4].attribution, NONE); /* not over the end of a paragraph */
    assert_int_equal(a->sentence[5].attribution, 4);
    assert_float_equal(a->sentence[0].voice.p, 0.9F, 0);
    voices_sample_free(&v);
}

/* ---- many ---- */

/* Quotations without a cue in a title, where none goes on from the one before it. */
static void test_many(void **state)
{
    enum { MANY = 50000 };
    buf text = {0};
    article_reader reader;
    article_work work;
    article a;
    err e = {0};
    clock_t start;

    (void)state;
    for (unsigned i = 0; i < MANY; i++)
        buf_z(&text, "\"We will go.\" ");
    buf_z(&text, "\n\nHe left.");
    assert_false(text.failed);
    assert_true(article_reader_init(NULL, 0, 1, 0, &reader, &e));
    assert_true(article_work_init(&reader, &work, &e));
    start = clock();
    assert_true(article_read(&reader, buf_view(&text), (str){0}, true, (str){0}, &work, &a, &e));
    assert_int_not_equal(a.passage[0].part, PART_TITLE); /* so long a line is none */
    assert_int_equal(a.n_attributions, MANY);
    assert_true(clock() - start < 15 * CLOCKS_PER_SEC);
    article_work_free(&work);
    article_reader_free(&reader);
    buf_free(&text);
}

/* Hearsay at the head of a sentence speaks in all of it, whatever a model says; later on it does not, and
 * other cues without a source never do. */
static void test_hearsay(void **state)
{
    static const uint32_t voices[] = {VOICE_SOURCE, VOICE_AUTHOR, VOICE_AUTHOR};
    voices_sample v;

    (void)state;
    voices_begin(&v,
                 "Ann Lee is rumoured to have left the ministry. His contract runs to the end of June and is "
                 "understood to have a clause. It is rumoured that he left.");
    voices_cue(&v, "is rumoured", NULL, "have left the ministry");
    voices_cue(&v, "is understood", NULL, "have a clause");
    voices_cue(&v, "is rumoured that", NULL, "he left");
    v.by[0].firm = v.by[1].firm = true;
    voices_end(&v);
    for (uint32_t i = 0; i < 3; i++)
        v.article.sentence[i].voice = (verdict){.label = VOICE_AUTHOR, .p = 0.6F};
    assert_true(speaks_settle(&v.article, &v.work.arena, &v.e));
    for (uint32_t i = 0; i < 3; i++)
        if (v.article.sentence[i].voice.label != voices[i])
            fail_msg("sentence %u", i);
    assert_true(v.article.sentence[0].voice.p == v.by[0].p);
    assert_int_equal(v.article.sentence[0].attribution, 0);
    voices_sample_free(&v);
}

/* What "I" tell outside of quotations is the author's own; what "I" am told, what one of them tells and what
 * a quoted "I" tells is not. */
static void test_author_says(void **state)
{
    static const struct {
        const char *text, *cue, *source, *said;
        uint32_t voice;
    } told[] = {
        {"I told him that the ministry is closed.", "told", "I", "the ministry is closed", VOICE_AUTHOR},
        {"We believe that the ministry is closed.", "believe", "We", "the ministry is closed", VOICE_AUTHOR},
        {"I am told that the ministry is closed.", "am told", "I", "the ministry is closed", VOICE_SOURCE},
        {"One said that the ministry is closed.", "said", "One", "the ministry is closed", VOICE_SOURCE},
        {"He added, as one told us, that it is closed.", "told", "one", "it is closed", VOICE_SOURCE},
        {"\"I told him that the ministry is closed.\"", "told", "I", "the ministry is closed", VOICE_SOURCE},
        {"Ann told him that the ministry is closed.", "told", "Ann", "the ministry is closed", VOICE_SOURCE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        voices_sample v;

        voices_begin(&v, told[i].text);
        voices_cue(&v, told[i].cue, told[i].source, told[i].said);
        voices_end(&v);
        assert_int_equal(v.article.n_sentences, 1);
        v.article.sentence[0].voice = (verdict){.label = VOICE_SOURCE, .p = 0.9F};
        settle(&v);
        if (v.article.sentence[0].voice.label != told[i].voice)
            fail_msg("'%s'", told[i].text);
        voices_sample_free(&v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes_alone), cmocka_unit_test(test_goes_on),
        cmocka_unit_test(test_paragraphs),   cmocka_unit_test(test_before_its_cue),
        cmocka_unit_test(test_signed),       cmocka_unit_test(test_posts),
        cmocka_unit_test(test_no_posts),     cmocka_unit_test(test_where_posts_begin),
        cmocka_unit_test(test_not_signed),   cmocka_unit_test(test_not_calibrated),
        cmocka_unit_test(test_subjects),     cmocka_unit_test(test_title),
        cmocka_unit_test(test_most),         cmocka_unit_test(test_nested),
        cmocka_unit_test(test_names),        cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_questions),    cmocka_unit_test(test_settle_alone),
        cmocka_unit_test(test_settle),       cmocka_unit_test(test_many),
        cmocka_unit_test(test_hearsay),      cmocka_unit_test(test_author_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
