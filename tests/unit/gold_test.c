/* Annotated articles: what is taken from one, what may be left out, and every way of being wrong with what is
 * said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <time.h>

#include "article/labels.h"
#include "base/buf.h"
#include "gold_sample.h"

static void good(gold_sample *g, const char *line)
{
    if (!gold_sample_read(g, str_z(line)))
        fail_msg("%s: %s", line, g->e.text);
    assert_int_equal(g->e.code, ERR_NONE);
}

static void is_span(span s, uint32_t begin, uint32_t end)
{
    assert_int_equal(s.begin, begin);
    assert_int_equal(s.end, end);
}

static void is_str(str s, const char *expected)
{
    assert_int_equal(s.n, strlen(expected));
    if (s.n)
        assert_memory_equal(s.p, expected, s.n);
}

/* ---- what is taken ---- */

static void test_whole(void **state)
{
    gold_sample g;
    const article *a = &g.article;

    (void)state;
    good(&g,
         "{\"id\":\"a1\",\"title\":\"T\",\"genre\":{\"label\":\"report\",\"p\":0.75},"
         "\"text\":\"He lied, says Ann\\n\\n\\\"He \\u00e9 a liar,\\\" Ann Lee said; two clerks agreed.\","
         "\"sentences\":["
         "{\"begin\":0,\"end\":17,\"part\":\"title\",\"content\":\"opinion\","
         "\"voice\":{\"label\":\"source\",\"source\":{\"begin\":14,\"end\":17,\"name\":\"Ann Lee\"},"
         "\"cue\":{\"begin\":9,\"end\":13},\"quotes\":[{\"kind\":\"indirect\",\"begin\":0,\"end\":7}]},"
         "\"stances\":[{\"holder\":\"Ann Lee\",\"target\":\"Ivan Petrov\",\"label\":\"against\",\"begin\":0,"
         "\"end\":2,\"p\":0.5}]},"
         "{\"begin\":19,\"end\":67,\"content\":{\"label\":\"fact\",\"p\":0.25},\"voice\":{\"label\":"
         "\"source\","
         "\"source\":{\"begin\":35,\"end\":42,\"name\":\"Ann Lee\"},\"cue\":{\"begin\":43,\"end\":47},"
         "\"quotes\":[{\"begin\":19,\"end\":34},{\"kind\":\"mixed\",\"begin\":43,\"end\":47}]},"
         "\"also\":[{\"source\":{\"begin\":49,\"end\":59,\"name\":null},\"cue\":{\"begin\":60,\"end\":66}}],"
         "\"stances\":[{\"holder\":\"author\",\"target\":\"Ann "
         "Lee\",\"label\":\"favor\",\"begin\":35,\"end\":42},"
         "{\"holder\":\"two clerks\",\"target\":\"Ivan Petrov\",\"begin\":20,\"end\":22}]}]}\n");
    is_str(a->id, "a1");
    is_str(a->title, "T");
    assert_int_equal(a->genre.label, GENRE_REPORT);
    assert_float_equal(a->genre.p, 0.75, 1e-9);
    assert_int_equal(a->n_sentences, 2);
    assert_int_equal(a->n_passages, 2);
    assert_int_equal(a->passage[0].part, PART_TITLE);
    assert_int_equal(a->passage[1].part, PART_BODY);
    is_span(a->sentence[1].at, 19, 67);
    assert_int_equal(a->sentence[0].content.label, SAYS_OPINION);
    assert_true(isnan(a->sentence[0].content.p));
    assert_int_equal(a->sentence[1].content.label, SAYS_FACT);
    assert_float_equal(a->sentence[1].content.p, 0.25, 1e-9);
    assert_int_equal(a->sentence[1].voice.label, VOICE_SOURCE);
    assert_int_equal(a->sentence[1].attribution, 1);
    assert_true(a->sentence[0].first == 0 && a->sentence[0].last == a->sentence[1].first);
    assert_int_equal(a->sentence[1].last, a->n_tokens);

    assert_int_equal(a->n_attributions, 3);
    is_span(a->attribution[0].source, 14, 17);
    is_span(a->attribution[0].cue, 9, 13);
    assert_int_equal(a->attribution[0].content[0].kind, CONTENT_INDIRECT);
    assert_int_equal(a->attribution[1].n_contents, 2);
    assert_int_equal(a->attribution[1].content[0].kind, CONTENT_DIRECT); /* without a kind */
    assert_int_equal(a->attribution[1].content[1].kind, CONTENT_MIXED);
    assert_int_equal(a->attribution[1].entity, a->attribution[0].entity);
    assert_int_equal(a->attribution[2].entity, NONE);
    assert_int_equal(a->attribution[2].sentence, 1);

    assert_int_equal(a->n_entities, 2);
    is_str(a->entity[0].name, "Ann Lee");
    is_str(a->entity[1].name, "Ivan Petrov");
    assert_int_equal(a->n_stances, 3);
    assert_int_equal(a->stance[0].holder, 0);
    assert_int_equal(a->stance[0].attribution, 0);
    assert_int_equal(a->stance[0].is.label, STANCE_AGAINST);
    assert_int_equal(a->stance[1].holder, NONE); /* the author */
    assert_int_equal(a->stance[1].attribution, NONE);
    assert_int_equal(a->stance[2].holder, NONE); /* a source without a name */
    assert_int_equal(a->stance[2].attribution, 2);
    assert_int_equal(a->stance[2].is.label, NONE);
    is_span(a->mention[2].at, 20, 22);
    assert_int_equal(a->mention[2].sentence, 1);
    gold_sample_free(&g);
}

/* Whatever is missing, null or unsure is undecided. */
static void test_missing(void **state)
{
    static const char *const lines[] = {
        "{\"text\":\"He lied. So.\",\"sentences\":[{\"begin\":0,\"end\":8},{\"begin\":9,\"end\":12}]}\n",
        "{\"text\":\"He lied. "
        "So.\",\"title\":null,\"genre\":null,\"sentences\":[{\"begin\":0,\"end\":8,\"part\":null,"
        "\"content\":null,\"voice\":null,\"also\":null,\"stances\":null},{\"begin\":9,\"end\":12,\"content\":"
        "{},"
        "\"voice\":{\"label\":null},\"also\":[],\"stances\":[]}]}\n",
        "{\"text\":\"He lied. So.\",\"genre\":{\"label\":\"unsure\",\"flag\":\"few\"},\"sentences\":["
        "{\"begin\":0,\"end\":8,\"content\":\"unsure\",\"voice\":{\"label\":\"unsure\"}},"
        "{\"begin\":9,\"end\":12}]}\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        gold_sample g;
        const article *a = &g.article;

        good(&g, lines[i]);
        is_str(a->title, "");
        assert_int_equal(a->genre.label, NONE);
        assert_int_equal(a->n_sentences, 2);
        assert_int_equal(a->n_attributions + a->n_stances + a->n_entities, 0);
        for (uint32_t k = 0; k < 2; k++) {
            assert_int_equal(a->sentence[k].content.label, NONE);
            assert_int_equal(a->sentence[k].voice.label, NONE);
            assert_int_equal(a->sentence[k].attribution, NONE);
        }
        gold_sample_free(&g);
    }
}

static void test_nothing(void **state)
{
    gold_sample g;

    (void)state;
    good(&g, "{\"text\":\"\",\"sentences\":[]}\n");
    assert_int_equal(g.article.n_sentences + g.article.n_passages + g.article.n_tokens, 0);
    gold_sample_free(&g);
    good(&g, "{\"text\":\"\",\"attributions\":[]}\n");
    assert_int_equal(g.article.n_sentences, 0);
    gold_sample_free(&g);
    good(&g, "{\"text\":\"He lied.\",\"sentences\":[]}\n");
    assert_int_equal(g.article.n_sentences + g.article.n_tokens, 0);
    gold_sample_free(&g);
}

/* Names and labels may be written with escapes; of a repeated member the last counts. */
static void test_escapes(void **state)
{
    gold_sample g;

    (void)state;
    good(
        &g,
        "{\"text\":\"He lied.\",\"genre\":\"rep\\u006frt\",\"sentences\":[{\"begin\":7,\"begin\":0,\"end\":8,"
        "\"content\":\"f\\u0061ct\",\"stances\":[{\"target\":\"Ann \\\"A\\\" L\\u00e9e\",\"label\":\"none\","
        "\"begin\":0,\"end\":2}]}]}\n");
    is_span(g.article.sentence[0].at, 0, 8);
    assert_int_equal(g.article.genre.label, GENRE_REPORT);
    assert_int_equal(g.article.sentence[0].content.label, SAYS_FACT);
    is_str(g.article.entity[0].name, "Ann \"A\" L\303\251e");
    gold_sample_free(&g);
}

/* ---- who holds a stance ---- */

/* Two attributions in one sentence, by Ann (0) and by a clerk without a name (1). */
static void holder(const char *member, uint32_t through, const char *name)
{
    char line[1024];
    gold_sample g;
    const stance *s;

    (void)snprintf(line, sizeof line,
                   "{\"text\":\"Ann and a clerk said no.\",\"sentences\":[{\"begin\":0,\"end\":24,"
                   "\"voice\":{\"label\":\"source\",\"source\":{\"begin\":0,\"end\":3,\"name\":\"Ann Lee\"}},"
                   "\"also\":[{\"source\":{\"begin\":8,\"end\":15}}],"
                   "\"stances\":[{%s\"target\":\"X\",\"label\":\"favor\",\"begin\":0,\"end\":3}]}]}\n",
                   member);
    good(&g, line);
    s = &g.article.stance[0];
    assert_int_equal(s->attribution, through);
    if (name)
        is_str(g.article.entity[s->holder].name, name);
    else
        assert_int_equal(s->holder, NONE);
    gold_sample_free(&g);
}

static void test_holders(void **state)
{
    gold_sample g;

    (void)state;
    holder("\"holder\":\"author\",", NONE, NULL);
    holder("\"holder\":\"Ann Lee\",", 0, "Ann Lee");
    holder("\"holder\":\"a clerk\",", 1, NULL);
    holder("\"holder\":\"somebody\",", 0, "Ann Lee"); /* called otherwise: the first */
    holder("", 1, NULL);                              /* not said: the last */

    /* Where the sentence has no attribution: a name is a holder, without one it is the author. */
    good(&g, "{\"text\":\"He lied.\",\"sentences\":[{\"begin\":0,\"end\":8,\"stances\":["
             "{\"holder\":\"Ann Lee\",\"target\":\"X\",\"begin\":0,\"end\":2},"
             "{\"target\":\"X\",\"begin\":0,\"end\":2}]}]}\n");
    is_str(g.article.entity[g.article.stance[0].holder].name, "Ann Lee");
    assert_int_equal(g.article.stance[0].attribution, NONE);
    assert_int_equal(g.article.stance[1].holder, NONE);
    assert_int_equal(g.article.stance[1].attribution, NONE);
    gold_sample_free(&g);

    /* An attribution of the sentence before is none of this one's; without a holder, the name of its source.
     */
    good(&g,
         "{\"text\":\"No, said Ann. He lied.\",\"sentences\":[{\"begin\":0,\"end\":13,\"voice\":{\"label\":"
         "\"source\",\"source\":{\"begin\":9,\"end\":12,\"name\":\"Ann\"}},\"stances\":[{\"target\":\"X\","
         "\"begin\":0,\"end\":2}]},{\"begin\":14,\"end\":22,\"stances\":[{\"target\":\"X\",\"begin\":14,"
         "\"end\":16}]"
         "}]}\n");
    is_str(g.article.entity[g.article.stance[0].holder].name, "Ann");
    assert_int_equal(g.article.stance[0].attribution, 0);
    assert_int_equal(g.article.stance[1].attribution, NONE);
    gold_sample_free(&g);
}

/* ---- attributions without sentences ---- */

static void test_attributions(void **state)
{
    gold_sample g;
    const article *a = &g.article;

    (void)state;
    good(&g, "{\"text\":\"It rained. \\\"He lied,\\\" Ann said. Nobody knows. \\\"So it "
             "is.\\\"\",\"attributions\":["
             "{\"source\":{\"begin\":22,\"end\":25,\"name\":\"Ann\"},\"cue\":{\"begin\":26,\"end\":30},"
             "\"quotes\":[{\"kind\":\"direct\",\"begin\":11,\"end\":21}]},"
             "{\"quotes\":[{\"begin\":46,\"end\":57}]}]}\n");
    assert_int_equal(a->n_sentences, 4);
    assert_int_equal(a->n_attributions, 2);
    assert_int_equal(a->attribution[0].sentence, 1);
    assert_int_equal(a->attribution[1].sentence, 3);
    assert_int_equal(a->attribution[1].entity, NONE);
    assert_true(span_empty(a->attribution[1].source));
    for (uint32_t i = 0; i < a->n_sentences; i++) {
        assert_int_equal(a->sentence[i].voice.label, NONE);
        assert_int_equal(a->sentence[i].content.label, NONE);
    }
    gold_sample_free(&g);
}

static void test_stances_without_sentences(void **state)
{
    gold_sample g;
    const article *a = &g.article;

    (void)state;
    good(&g, "{\"text\":\"It rained. Ann lied. Nobody knows why she did.\",\"stances\":["
             "{\"label\":\"against\",\"begin\":11,\"end\":14},"
             "{\"label\":\"none\",\"begin\":38,\"end\":41,\"target\":\"Ann\"}]}\n");
    assert_int_equal(a->n_sentences, 3);
    assert_int_equal(a->n_stances, 2);
    assert_int_equal(a->stance[0].is.label, STANCE_AGAINST);
    assert_int_equal(a->mention[0].sentence, 1);
    assert_int_equal(a->mention[0].entity, NONE);
    assert_int_equal(a->stance[1].is.label, STANCE_NONE);
    assert_int_equal(a->mention[1].sentence, 2);
    assert_int_equal(a->mention[1].entity, 0);
    gold_sample_free(&g);
}

/* ---- what is wrong ---- */

typedef struct wrong_line {
    const char *members, *why;
} wrong_line;

#define S(inside) "\"sentences\":[{\"begin\":0,\"end\":11," inside "}]"

/* 19 bytes; byte 13 is inside of a character */
#define TEXT "\"text\":\"He said no. \303\207a va.\""

static const wrong_line wrongs[] = {
    {"\"x\":1", "sentences: not an array: is this an annotated article?"},
    {"\"sentences\":null", "sentences: not an array: is this an annotated article?"},
    {"\"sentences\":\"x\"", "sentences: not an array: is this an annotated article?"},
    {"\"sentences\":{\"begin\":0}", "sentences: not an array: is this an annotated article?"},
    {"\"attributions\":7", "attributions: not an array: is this an annotated article?"},
    {"\"sentences\":[1]", "sentences: not an object (sentence 1)"},
    {"\"sentences\":[null]", "sentences: not an object (sentence 1)"},
    {"\"sentences\":[{}]", "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":0}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":\"0\",\"end\":1}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":-1,\"end\":1}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":0.5,\"end\":1}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":0,\"end\":1e400}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":0,\"end\":4294967296}]",
     "sentences: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {"\"sentences\":[{\"begin\":0,\"end\":20}]",
     "sentences: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {"\"sentences\":[{\"begin\":3,\"end\":3}]",
     "sentences: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {"\"sentences\":[{\"begin\":4,\"end\":3}]",
     "sentences: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {"\"sentences\":[{\"begin\":19,\"end\":20}]",
     "sentences: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {"\"sentences\":[{\"begin\":0,\"end\":13}]",
     "sentences: begin or end is inside a character: offsets are bytes (sentence 1)"},
    {"\"sentences\":[{\"begin\":13,\"end\":19}]",
     "sentences: begin or end is inside a character: offsets are bytes (sentence 1)"},
    {"\"sentences\":[{\"begin\":12,\"end\":19},{\"begin\":0,\"end\":11}]",
     "sentences: a sentence begins before the one before it has ended (sentence 2)"},
    {"\"sentences\":[{\"begin\":0,\"end\":11},{\"begin\":10,\"end\":19}]",
     "sentences: a sentence begins before the one before it has ended (sentence 2)"},
    {"\"genre\":\"novel\",\"sentences\":[]", "genre: a label that there is not"},
    {"\"genre\":{\"label\":\"Report\"},\"sentences\":[]", "genre: a label that there is not"},
    {"\"genre\":{\"label\":1},\"sentences\":[]", "genre: not a string"},
    {"\"genre\":5,\"sentences\":[]", "genre: not a string"},
    {"\"genre\":[],\"sentences\":[]", "genre: not a string"},
    {"\"genre\":{\"label\":\"report\",\"p\":2},\"sentences\":[]", "genre: p must be a number from 0 to 1"},
    {"\"genre\":{\"label\":\"report\",\"p\":-0.1},\"sentences\":[]", "genre: p must be a number from 0 to 1"},
    {"\"genre\":{\"label\":\"report\",\"p\":\"1\"},\"sentences\":[]",
     "genre: p must be a number from 0 to 1"},
    {"\"genre\":{\"label\":\"report\",\"p\":1e999},\"sentences\":[]",
     "genre: p must be a number from 0 to 1"},
    {S("\"content\":\"claim\""), "content: a label that there is not (sentence 1)"},
    {S("\"content\":\"\""), "content: a label that there is not (sentence 1)"},
    {S("\"content\":1"), "content: not a string (sentence 1)"},
    {S("\"voice\":\"Author\""), "voice: a label that there is not (sentence 1)"},
    {S("\"voice\":{\"label\":[]}"), "voice: not a string (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"source\":\"Ann\"}"), "source: not an object (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"source\":{\"name\":\"Ann\"}}"),
     "source: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"source\":{\"begin\":0,\"end\":99}}"),
     "source: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"source\":{\"begin\":0,\"end\":2,\"name\":3}}"),
     "name: not a string (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"cue\":[]}"), "cue: not an object (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"cue\":{\"begin\":13,\"end\":14}}"),
     "cue: begin or end is inside a character: offsets are bytes (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"quotes\":{}}"), "quotes: not an array (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"quotes\":[[]]}"), "quotes: not an object (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"quotes\":[{\"begin\":0}]}"),
     "quotes: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {S("\"voice\":{\"label\":\"source\",\"quotes\":[{\"begin\":0,\"end\":2,\"kind\":\"half\"}]}"),
     "kind: a label that there is not (sentence 1)"},
    {S("\"also\":{}"), "also: not an array (sentence 1)"},
    {S("\"also\":[\"x\"]"), "also: not an object (sentence 1)"},
    {S("\"also\":[{\"cue\":1}]"), "cue: not an object (sentence 1)"},
    {S("\"stances\":3"), "stances: not an array (sentence 1)"},
    {S("\"stances\":[3]"), "stances: not an object (sentence 1)"},
    {S("\"stances\":[{\"begin\":0,\"end\":2}]"), "stances: no target (sentence 1)"},
    {"\"stances\":{}", "stances: not an array: is this an annotated article?"},
    {"\"attributions\":[{\"cue\":{\"begin\":3,\"end\":7}}],\"stances\":7",
     "stances: not an array: is this an annotated article?"},
    {"\"stances\":[1]", "stances: not an object (stance 1)"},
    {"\"stances\":[{\"begin\":12,\"end\":15},{\"begin\":3,\"end\":7}]",
     "stances: not in their order (stance 2)"},
    {S("\"stances\":[{\"target\":\"X\"}]"),
     "stances: begin and end must be whole numbers of 0 and more (sentence 1)"},
    {S("\"stances\":[{\"target\":1,\"begin\":0,\"end\":2}]"), "target: not a string (sentence 1)"},
    {S("\"stances\":[{\"target\":\"X\",\"holder\":1,\"begin\":0,\"end\":2}]"),
     "holder: not a string (sentence 1)"},
    {S("\"stances\":[{\"target\":\"X\",\"label\":\"for\",\"begin\":0,\"end\":2}]"),
     "stances: a label that there is not (sentence 1)"},
    {S("\"stances\":[{\"target\":\"X\",\"begin\":0,\"end\":20}]"),
     "stances: begin and end lie outside of the text, or nothing is between them (sentence 1)"},
    {"\"attributions\":[1]", "attributions: not an object (attribution 1)"},
    {"\"attributions\":[{\"cue\":{\"begin\":0,\"end\":77}}]",
     "cue: begin and end lie outside of the text, or nothing is between them (attribution 1)"},
    {"\"attributions\":[{\"cue\":{\"begin\":12,\"end\":15}},{\"cue\":{\"begin\":3,\"end\":7}}]",
     "attributions: not in the order of their cues (attribution 2)"},
};

/* With the line of the file. */
static void test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        char line[1024];
        gold_sample g;

        (void)snprintf(line, sizeof line, "{%s,%s}\n", TEXT, wrongs[i].members);
        if (gold_sample_read(&g, str_z(line)))
            fail_msg("%s was taken", wrongs[i].members);
        if (strcmp(g.e.text, wrongs[i].why) != 0)
            fail_msg("%s: '%s', not '%s'", wrongs[i].members, g.e.text, wrongs[i].why);
        assert_int_equal(g.e.code, ERR_INPUT);
        assert_int_equal(g.e.line, 1);
        assert_string_equal(g.e.path, "made");
        gold_sample_free(&g);
    }
}

/* ---- much of everything ---- */

/* As many names, attributions and stances as there are sentences: nothing may look through all of them. */
static void test_many(void **state)
{
    enum { MANY = 20000 };
    buf line = {0};
    gold_sample g;
    clock_t begin;

    (void)state;
    buf_z(&line, "{\"text\":\"");
    for (unsigned i = 0; i < MANY; i++)
        buf_z(&line, "He lied. ");
    buf_z(&line, "\",\"sentences\":[");
    for (unsigned i = 0; i < MANY; i++)
        buf_printf(
            &line,
            "%s{\"begin\":%u,\"end\":%u,\"voice\":{\"label\":\"source\",\"source\":{\"begin\":%u,\"end\":%u,"
            "\"name\":\"N%u\"}},\"stances\":[{\"holder\":\"N%u\",\"target\":\"T%u\",\"begin\":%u,\"end\":%u}]"
            "}",
            i ? "," : "", 9 * i, 9 * i + 8, 9 * i, 9 * i + 2, i, i, i, 9 * i, 9 * i + 2);
    buf_z(&line, "]}\n");
    assert_false(line.failed);
    begin = clock();
    if (!gold_sample_read(&g, buf_view(&line)))
        fail_msg("%s", g.e.text);
    assert_int_equal(g.article.n_entities, 2 * MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(g.article.stance[i].attribution, i);
    assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
    gold_sample_free(&g);
    buf_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_holders),
        cmocka_unit_test(test_attributions),
        cmocka_unit_test(test_stances_without_sentences),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
