/* A reading against an annotation: what is counted in each layer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "article/compare.h"
#include "article_made.h"

static compared compare(const article *gold, const article *read)
{
    arena scratch = {0};
    compared out;
    err e = {0};

    assert_true(articles_compare(gold, read, &scratch, &out, &e));
    assert_int_equal(e.code, ERR_NONE);
    arena_free(&scratch);
    return out;
}

static void is_spans(const span_counts *c, double gold, double read, double exact, double overlap)
{
    assert_float_equal(c->gold, gold, 0);
    assert_float_equal(c->read, read, 0);
    assert_float_equal(c->gold_exact, exact, 0);
    assert_float_equal(c->gold_overlap, overlap, 0);
    assert_float_equal(c->read_exact, exact, 0);
    assert_float_equal(c->read_overlap, overlap, 0);
}

/* A report in the making whose body begins. */
static made *begin_body(made *m)
{
    made_begin(m, "a", GENRE_REPORT);
    made_passage(m, PART_BODY);
    return m;
}

/* What the latest attribution says: these words, of any sentence so far. */
static void add_content(made *m, const char *words)
{
    attribution *by = &m->article.attribution[m->article.n_attributions - 1];
    content *c = ARENA_NEW(&m->arena, by->n_contents + 1U, content);

    assert_non_null(c);
    for (uint32_t i = 0; i < by->n_contents; i++)
        c[i] = by->content[i];
    c[by->n_contents] = (content){made_span(m, words), CONTENT_DIRECT};
    by->content = c;
    by->n_contents++;
}

/* ---- with itself ---- */

static void all_right(const article *a)
{
    compared c = compare(a, a);

    for (unsigned i = 0; i < N_SPAN_LAYERS; i++)
        is_spans(&c.spans[i], c.spans[i].gold, c.spans[i].gold, c.spans[i].gold, c.spans[i].gold);
    for (unsigned layer = 0; layer < N_ANSWER_LAYERS; layer++)
        for (unsigned i = 0; i < COMPARE_LABELS; i++)
            for (unsigned k = 0; k <= COMPARE_LABELS; k++)
                if (i != k)
                    assert_float_equal(c.answers[layer][i][k], 0, 0);
    assert_float_equal(c.speakers[0], c.speakers[1], 0);
    assert_float_equal(c.names[0], c.names[1], 0);
    assert_float_equal(c.targets[0], c.targets[1], 0);
    assert_float_equal(c.holders[0], c.holders[1], 0);
    assert_float_equal(c.stances.gold_right, c.stances.gold, 0);
    assert_float_equal(c.stances.read_right, c.stances.gold, 0);
    assert_float_equal(c.stances.read, c.stances.gold, 0);
}

static void test_itself(void **state)
{
    made m;
    compared c;

    (void)state;
    made_harbour(&m);
    made_end(&m);
    all_right(&m.article);
    c = compare(&m.article, &m.article);
    assert_float_equal(c.spans[SPAN_SENTENCE].gold, m.article.n_sentences, 0);
    assert_true(c.spans[SPAN_CUE].gold > 3 && c.names[1] > 3 && c.targets[1] > 3 && c.holders[1] > 3 &&
                c.stances.gold > 3);
    assert_float_equal(c.answers[ANSWER_GENRE][GENRE_REPORT][GENRE_REPORT], 1, 0);
    made_free(&m);
}

/* Mentions in one another, and two stances at one mention, each with a label and a holder of its own. */
static void test_itself_overlapping(void **state)
{
    made m;
    compared c;

    (void)state;
    made_begin(&m, "a", GENRE_OPINION);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("He likes her deputy, Jones said."), CELL_QUOTED_OPINION);
    made_source(&m, "Jones", "said", "Jones");
    made_stance(&m, STANCE_NONE, "her", "Ann");
    made_stance(&m, STANCE_FAVOR, "her deputy", "Bob");
    made_author_stance(&m, STANCE_AGAINST, "her deputy", "Bob");
    made_stance(&m, STANCE_AGAINST, "deputy", "Bob");
    made_end(&m);
    all_right(&m.article);
    c = compare(&m.article, &m.article);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_NONE][STANCE_NONE], 1, 0);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_FAVOR][STANCE_FAVOR], 1, 0);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_AGAINST][STANCE_AGAINST], 2, 0);
    assert_float_equal(c.holders[1], 3, 0);
    made_free(&m);
}

static void test_nothing(void **state)
{
    article nothing = {.text = STR(""), .genre = UNDECIDED};
    compared c = compare(&nothing, &nothing);

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof(double); i++)
        assert_float_equal(((const double *)&c)[i], 0, 0);
}

/* ---- what is not as it should be ---- */

/* "Ann said no." cut, cued and quoted a little otherwise. */
static void test_shifted(void **state)
{
    made g, r;
    compared c;

    (void)state;
    for (unsigned read = 0; read < 2; read++) {
        made *m = begin_body(read ? &r : &g);

        made_sentence(m, STR("The clerk Ann Lee has said no. So it is."), CELL_QUOTED_CLAIM);
        made_source(m, read ? "Ann Lee" : "The clerk Ann Lee", read ? "said" : "has said", "Ann Lee");
        add_content(m, read ? "no." : "no");
        add_content(m, "So");
        made_sentence(m, STR("Nobody knows."), CELL_AUTHOR_REPORT);
        made_end(m);
    }
    r.article.sentence[1].at.begin++;
    c = compare(&g.article, &r.article);
    is_spans(&c.spans[SPAN_SENTENCE], 2, 2, 1, 2);
    is_spans(&c.spans[SPAN_CUE], 1, 1, 0, 1);
    is_spans(&c.spans[SPAN_SOURCE], 1, 1, 0, 1);
    is_spans(&c.spans[SPAN_QUOTE], 2, 2, 1, 2);
    assert_float_equal(c.names[0], 1, 0);
    assert_float_equal(c.answers[ANSWER_CONTENT][SAYS_FACT][SAYS_FACT], 2, 0);

    r.article.attribution[0].cue = (span){0, 3}; /* somewhere else */
    r.article.attribution[0].entity = NONE;      /* and nobody */
    c = compare(&g.article, &r.article);
    is_spans(&c.spans[SPAN_CUE], 1, 1, 0, 0);
    assert_float_equal(c.names[0], 0, 0);
    assert_float_equal(c.names[1], 1, 0);

    r.article.n_sentences = 1; /* a sentence that nobody has read has no answers */
    c = compare(&g.article, &r.article);
    assert_float_equal(c.answers[ANSWER_VOICE][VOICE_AUTHOR][COMPARE_LABELS], 1, 0);
    assert_float_equal(c.answers[ANSWER_CELL][CELL_AUTHOR_REPORT][COMPARE_LABELS], 1, 0);
    made_free(&g);
    made_free(&r);
}

/* A span that holds others, and one that comes twice. */
static void test_spans_in_spans(void **state)
{
    made g, r;
    compared c;

    (void)state;
    for (unsigned read = 0; read < 2; read++) {
        made *m = begin_body(read ? &r : &g);

        made_sentence(m, STR("aa bb cc dd ee ff gg"), CELL_QUOTED_CLAIM);
        made_source(m, NULL, NULL, NULL);
        add_content(m, read ? "aa bb cc dd ee ff" : "ff gg");
        add_content(m, read ? "bb" : "bb");
        add_content(m, read ? "bb" : "dd");
        add_content(m, read ? "cc" : "aa bb");
        made_end(m);
    }
    c = compare(&g.article, &r.article);
    assert_float_equal(c.spans[SPAN_QUOTE].gold, 4, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].read, 3, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].gold_exact, 1, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].gold_overlap, 4, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].read_exact, 1, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].read_overlap, 2, 0);
    made_free(&g);
    made_free(&r);
}

/* What the annotator has not decided is not counted; what we have not is counted as given to nobody. */
static void test_missing(void **state)
{
    made m;
    article bare;
    compared c;

    (void)state;
    made_harbour(&m);
    made_end(&m);
    bare = m.article;
    bare.sentence = ARENA_NEW(&m.arena, bare.n_sentences, sentence_read);
    for (uint32_t i = 0; i < bare.n_sentences; i++)
        bare.sentence[i] = (sentence_read){
            .at = m.article.sentence[i].at, .content = UNDECIDED, .voice = UNDECIDED, .attribution = NONE};
    bare.genre = UNDECIDED;
    bare.n_attributions = bare.n_stances = bare.n_mentions = 0;

    c = compare(&bare, &m.article);
    for (unsigned layer = 0; layer < N_ANSWER_LAYERS; layer++)
        for (unsigned i = 0; i < COMPARE_LABELS; i++)
            for (unsigned k = 0; k <= COMPARE_LABELS; k++)
                assert_float_equal(c.answers[layer][i][k], 0, 0);
    assert_true(c.names[1] + c.targets[1] + c.holders[1] <= 0);

    /* where he says whose voice it is, a mention without a mark has none */
    for (uint32_t i = 0; i < bare.n_sentences; i++)
        bare.sentence[i].voice.label = VOICE_AUTHOR;
    c = compare(&bare, &m.article);
    assert_true(c.answers[ANSWER_STANCE][STANCE_NONE][STANCE_AGAINST] > 0);
    for (uint32_t i = 0; i < bare.n_sentences; i++)
        bare.sentence[i].voice = UNDECIDED;

    c = compare(&m.article, &bare);
    is_spans(&c.spans[SPAN_SOURCE], c.spans[SPAN_SOURCE].gold, 0, 0, 0);
    assert_float_equal(c.answers[ANSWER_GENRE][GENRE_REPORT][COMPARE_LABELS], 1, 0);
    for (unsigned k = 0; k < COMPARE_LABELS; k++) {
        assert_float_equal(c.answers[ANSWER_VOICE][VOICE_AUTHOR][k], 0, 0);
        if (k != STANCE_NONE)
            assert_float_equal(c.answers[ANSWER_STANCE][STANCE_FAVOR][k], 0, 0);
    }
    assert_true(c.answers[ANSWER_STANCE][STANCE_FAVOR][STANCE_NONE] > 0);
    made_free(&m);
}

/* Where two sentences of ours lie in one of his, the one that shares most answers. */
static void test_cut_otherwise(void **state)
{
    made g, r;
    compared c;

    (void)state;
    made_begin(&g, "a", GENRE_REPORT);
    made_passage(&g, PART_BODY);
    made_sentence(&g, STR("He lied: nobody knows why he did so."), CELL_AUTHOR_OPINION);
    made_end(&g);
    made_begin(&r, "a", GENRE_OPINION);
    made_passage(&r, PART_BODY);
    made_sentence(&r, STR("He lied:"), CELL_QUOTED_CLAIM);
    made_sentence(&r, STR("nobody knows why he did so."), CELL_AUTHOR_OPINION);
    made_end(&r);
    c = compare(&g.article, &r.article);
    assert_float_equal(c.answers[ANSWER_CELL][CELL_AUTHOR_OPINION][CELL_AUTHOR_OPINION], 1, 0);
    assert_float_equal(c.answers[ANSWER_GENRE][GENRE_REPORT][GENRE_OPINION], 1, 0);
    assert_float_equal(c.spans[SPAN_SENTENCE].gold_overlap, 1, 0);
    assert_float_equal(c.spans[SPAN_SENTENCE].read_overlap, 2, 0);
    made_free(&g);
    made_free(&r);
}

/* Sources are found by where they stand, however differently the sentences before them were cut. */
static void test_names_far(void **state)
{
    made g, r;
    compared c;

    (void)state;
    for (unsigned read = 0; read < 2; read++) {
        made *m = begin_body(read ? &r : &g);

        if (read) {
            made_sentence(m, STR("No. No. No. No. No. No. No. No."), CELL_AUTHOR_REPORT);
        } else {
            for (unsigned i = 0; i < 8; i++)
                made_sentence(m, STR("No."), CELL_AUTHOR_REPORT);
        }
        made_sentence(m, STR("Ann said so, and Bea too."), CELL_QUOTED_CLAIM);
        made_source(m, "Ann", "said", "Ann");
        made_source(m, "Bea", NULL, read ? "Ann" : "Bea");
        made_source(m, "Ann", NULL, "Ann"); /* goes on: counted once */
        made_end(m);
    }
    c = compare(&g.article, &r.article);
    assert_float_equal(c.names[1], 2, 0);
    assert_float_equal(c.names[0], 1, 0);
    c = compare(&r.article, &g.article);
    assert_float_equal(c.names[1], 2, 0);
    assert_float_equal(c.names[0], 1, 0);
    made_free(&g);
    made_free(&r);
}

/* ---- speakers ---- */

/* Four direct quotations by two sources; the last by nobody. */
static void test_speakers(void **state)
{
    static const char *const quotes[] = {"\"One,\"", "\"two\"", "\xe2\x80\x9cthree\xe2\x80\x9d", "\"four\""};
    made g, r;
    compared c;

    (void)state;
    for (unsigned read = 0; read < 2; read++) {
        made *m = begin_body(read ? &r : &g);

        made_sentence(m,
                      STR("\"One,\" \"two\" \xe2\x80\x9cthree\xe2\x80\x9d it is five, the old man said, she "
                          "said, and \"four\"."),
                      CELL_QUOTED_CLAIM);
        made_source(m, read ? "old man" : "the old man", "said", NULL);
        add_content(m, quotes[0]);                        /* overlaps: right */
        add_content(m, read ? "\"four\"" : "it is five"); /* indirect: not counted */
        if (!read)
            add_content(m, quotes[1]); /* found, of another source */
        made_source(m, "she", "said", "Ann");
        add_content(m, read ? "three" : quotes[2]); /* overlaps: right */
        if (read)
            add_content(m, quotes[1]);
        made_end(m);
    }
    c = compare(&g.article, &r.article);
    assert_float_equal(c.speakers[1], 3, 0);
    assert_float_equal(c.speakers[0], 2, 0);
    made_free(&g);
    made_free(&r);
}

/* ---- stances ---- */

static void test_stances(void **state)
{
    made g, r;
    compared c;

    (void)state;
    for (unsigned read = 0; read < 2; read++) {
        made *m = begin_body(read ? &r : &g);

        made_sentence(m, STR("The old general and his wife and it, Jones said."), CELL_QUOTED_OPINION);
        made_source(m, "Jones", "said", read ? "Jo" : "Jones");
        if (!read) {
            made_stance(m, STANCE_AGAINST, "The old general", "A");
            made_author_stance(m, STANCE_FAVOR, "his wife", "B");
        } else {
            made_stance(m, STANCE_AGAINST, "general", "A"); /* overlaps: right, by another holder */
            made_stance(m, STANCE_NONE, "his", "C"); /* both at his second mention: the one that says */
            made_author_stance(m, STANCE_FAVOR, "wife", "E"); /* toward somebody else */
            made_stance(m, STANCE_FAVOR, "it", "D");          /* at none of his */
        }
        made_end(m);
    }
    c = compare(&g.article, &r.article);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_AGAINST][STANCE_AGAINST], 1, 0);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_FAVOR][STANCE_FAVOR], 1, 0);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_NONE][STANCE_FAVOR], 1, 0);
    assert_float_equal(c.answers[ANSWER_STANCE][STANCE_NONE][STANCE_NONE], 0, 0);
    assert_float_equal(c.holders[1], 2, 0);
    assert_float_equal(c.holders[0], 1, 0);
    assert_float_equal(c.targets[1], 2, 0);
    assert_float_equal(c.targets[0], 1, 0);
    /* of the two another holder has one, and the other is toward somebody else */
    assert_float_equal(c.stances.gold, 2, 0);
    assert_float_equal(c.stances.gold_right, 0, 0);
    assert_float_equal(c.stances.read, 3, 0);
    assert_float_equal(c.stances.read_right, 0, 0);
    /* the same holder after all */
    r.article.entity[r.article.attribution[0].entity].name = STR("Jones");
    c = compare(&g.article, &r.article);
    assert_float_equal(c.holders[0], 2, 0);
    assert_float_equal(c.stances.gold_right, 1, 0);
    assert_float_equal(c.stances.read_right, 1, 0);
    made_free(&g);
    made_free(&r);
}

/* ---- many ---- */

/* Many sources and contents, one of which holds all: no layer may look at each for each. */
static void test_many(void **state)
{
    enum { MANY = 50000 };
    static attribution by[MANY], other[MANY];
    static content said[2 * MANY];
    static char text[8 * MANY];
    static sentence_read all = {
        .at = {0, 8 * MANY}, .content = UNDECIDED, .voice = UNDECIDED, .attribution = NONE};
    article g = {.text = {text, sizeof text}, .genre = UNDECIDED, .sentence = &all, .n_sentences = 1}, r;
    clock_t start = clock();
    compared c;

    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        said[i].at = i ? (span){8 * i + 4, 8 * i + 8} : (span){0, sizeof text};
        said[MANY + i].at = (span){8 * i + 2, 8 * i + 3};
        by[i] = (attribution){.source = i ? (span){8 * i, 8 * i + 2} : (span){0, sizeof text},
                              .entity = NONE,
                              .content = &said[i],
                              .n_contents = 1};
        other[i] = by[i];
        other[i].source = (span){8 * i + 1, 8 * i + 4};
        other[i].content = &said[MANY + i];
    }
    g.attribution = by;
    g.n_attributions = MANY;
    r = g;
    r.attribution = other;
    all_right(&g);
    c = compare(&g, &r);
    assert_float_equal(c.spans[SPAN_SOURCE].gold_overlap, MANY, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].read_overlap, MANY, 0);
    assert_float_equal(c.spans[SPAN_QUOTE].gold_overlap, 1, 0);
    assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_itself),         cmocka_unit_test(test_itself_overlapping),
        cmocka_unit_test(test_nothing),        cmocka_unit_test(test_shifted),
        cmocka_unit_test(test_spans_in_spans), cmocka_unit_test(test_missing),
        cmocka_unit_test(test_cut_otherwise),  cmocka_unit_test(test_names_far),
        cmocka_unit_test(test_speakers),       cmocka_unit_test(test_stances),
        cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
