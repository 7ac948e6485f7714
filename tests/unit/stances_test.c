/* Stances before a model is asked: what a mention's sentence looks like from it, who would hold the stance,
 * whom nobody is asked about; and what must hold for any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article_made.h" /* first: its arguments have names that are types below */

#include "article/groups.h"
#include "article/labels.h"
#include "article/names.h"
#include "article/quotes.h"
#include "article/split.h"
#include "article/stances.h"
#include "article/toward.h"
#include "base/texts.h"
#include "unidata.h"

/* ---- windows ---- */

typedef struct snippet {
    const char *text, *words; /* the mention: the first place that they stand */
    const char *sentence, *left, *right;
    const char *tags[8];  /* are there     */
    const char *lacks[3]; /* are not there */
} snippet;

static const snippet windows[] = {
    {"Roy Moore was harshly criticized by Sean Hannity, who said he should quit.",
     "Roy Moore",
     "xtarget was harshly criticized by xother , who said xsame should quit .",
     "",
     "was harshly criticized by xother",
     {"noquote", "name", "first", "nother1", "nsame1", "oobjnra", "oobjn", "noquote_name"},
     {"osubn", "poss", "speaker"}},
    {"Roy Moore was harshly criticized by Sean Hannity, who said he should quit.",
     "Sean Hannity",
     "xother was harshly criticized by xtarget , who said xother should quit .",
     "xother was harshly criticized by",
     "",
     {"osubnla", "osubn", "prevby", "mid", "nsame0"},
     {"oobjn"}},

    /* who does it to whom */
    {"Ann Lee blamed Tom Cole.",
     "Ann Lee",
     "xtarget blamed xother .",
     "",
     "blamed xother",
     {"osubn"},
     {"oobjn"}},
    {"Ann Lee blamed Tom Cole.",
     "Tom Cole",
     "xother blamed xtarget .",
     "xother blamed",
     "",
     {"oobjn"},
     {"osubn"}},
    {"Ann Lee never blamed Tom Cole.",
     "Tom Cole",
     "xother never blamed xtarget .",
     "xother never blamed",
     "",
     {"oobjnneg"},
     {"oobjn"}},
    {"Ann Lee lied.", "Ann Lee", "xtarget lied .", "", "lied", {"ssubn"}, {"sobjn", "nolex"}},
    {"Mr Cole is above the law.",
     "Mr Cole",
     "xtarget is above the law .",
     "",
     "is above the law",
     {"wn"},
     {0}},
    {"Ann Lee slept.", "Ann Lee", "xtarget slept .", "", "slept", {"nolex", "prevb_nolex"}, {0}},

    /* clauses */
    {"It rained; Ann Lee sang because Tom Cole slept.",
     "Ann Lee",
     "It rained ; xtarget sang because xother slept .",
     "",
     "sang",
     {"prevp"},
     {0}},
    {"The crowd that Ann Lee met, mostly nurses, sang.",
     "Ann Lee",
     "The crowd that xtarget met , mostly nurses , sang .",
     "The crowd that",
     "met",
     {"prevthat"},
     {0}},

    /* what sticks to a name */
    {"Ann Lee's dog barked.", "Ann Lee", "xtarget 's dog barked .", "", "'s dog barked", {"poss"}, {0}},
    {"Ann Lee\u2019s dog barked.", "Ann Lee", "xtarget 's dog barked .", "", "'s dog barked", {"poss"}, {0}},
    {"Nobody read the Daily News' report.",
     "Daily News",
     "Nobody read the xtarget 's report .",
     "Nobody read the",
     "'s report",
     {"poss"},
     {0}},
    {"Ann Lee sang. Later they said she'd won.",
     "she",
     "Later they said xtarget 'd won .",
     "Later they said",
     "'d won",
     {"pron", "subjpron", "prevw"},
     {"name"}},

    /* quotations */
    {"\"Ann Lee is a thief,\" said Tom Cole.",
     "Ann Lee",
     "\" xtarget is a thief , \" said xother .",
     "",
     "is a thief",
     {"inquote", "otherspeaker"},
     {"hasquote", "noquote", "speaker"}},
    {"\"We all want to go home,\" said Tom Cole.",
     "Tom Cole",
     "\" We all want to go home , \" said xtarget .",
     "said",
     "",
     {"hasquote", "speaker", "last"},
     {"inquote"}},
    {"According to Tom Cole, it rained!",
     "Tom Cole",
     "According to xtarget , it rained !",
     "According to",
     "",
     {"speaker", "exclaim"},
     {0}},
    {"Mayor Lee Wins Again In Record Vote", "Lee", NULL, NULL, NULL, {"titlecase"}, {0}},
};

static span place(str text, const char *wanted)
{
    size_t n = strlen(wanted);

    for (uint32_t i = 0; i + n <= text.n; i++)
        if (memcmp(text.p + i, wanted, n) == 0)
            return (span){i, i + (uint32_t)n};
    fail_msg("'%s' is not in '%.*s'", wanted, (int)text.n, text.p);
    return (span){0, 0};
}

static bool read_text(str text, article *out, arena *memory)
{
    err e = {0};

    *out = (article){0};
    return article_split(text, false, out, memory, &e) && quotes_find(out, memory, &e) &&
           names_find(NULL, out, memory, &e);
}

static uint32_t mention_at(const article *a, span at)
{
    for (uint32_t i = 0; i < a->n_mentions; i++)
        if (spans_meet(a->mention[i].at, at))
            return i;
    return NONE;
}

static bool has_tag(str window, const char *tag)
{
    while (window.n)
        if (str_eq(str_cut(&window, ' '), str_z(tag)))
            return true;
    return false;
}

static void same(const char *what, str got, const char *want)
{
    if (want && !str_eq(got, str_z(want)))
        fail_msg("%s: '%.*s', not '%s'", what, (int)got.n, got.p, want);
}

static void a_window_has_slots_clauses_and_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        const snippet *one = &windows[i];
        str text = str_z(one->text), window;
        arena memory = {0};
        ask out = {0};
        article a;
        span at = place(text, one->words);
        uint32_t m, whom = NONE, in = 0;

        assert_true(read_text(text, &a, &memory));
        m = mention_at(&a, at);
        if (m != NONE)
            whom = a.mention[m].entity;
        while (a.sentence[in].at.end <= at.begin)
            in++;
        ask_begin(&out, NULL, NULL, NULL);
        assert_true(toward_put(toward_new(&memory), &a, in, m == NONE ? at : a.mention[m].at, whom,
                               TOWARD_BY_AUTHOR, &out));
        window = ask_written(&out);
        same("sentence", str_cut(&window, TEXT_BREAK), one->sentence);
        same("left", str_cut(&window, TEXT_BREAK), one->left);
        same("right", str_cut(&window, TEXT_BREAK), one->right);
        window = str_cut(&window, TEXT_BREAK); /* the state */
        for (size_t k = 0; k < 8 && one->tags[k]; k++)
            if (!has_tag(window, one->tags[k]))
                fail_msg("'%s' from %s: no %s in '%.*s'", one->text, one->words, one->tags[k], (int)window.n,
                         window.p);
        for (size_t k = 0; k < 3 && one->lacks[k]; k++)
            if (has_tag(window, one->lacks[k]))
                fail_msg("'%s' from %s: %s in '%.*s'", one->text, one->words, one->lacks[k], (int)window.n,
                         window.p);
        ask_free(&out);
        arena_free(&memory);
    }
}

/* ---- holders ---- */

static void mean(made *m, const char *what, const char *name)
{
    article *a = &m->article;

    a->mention[a->n_mentions++] =
        (mention){.at = made_span(m, what), .entity = made_entity(m, name), .sentence = a->n_sentences - 1};
}

/* What the attribution that was added last says. */
static void says(made *m, const char *what)
{
    content *c = ARENA_NEW(&m->arena, 1, content);
    attribution *by = &m->article.attribution[m->article.n_attributions - 1];

    assert_non_null(c);
    *c = (content){made_span(m, what), CONTENT_INDIRECT};
    by->content = c;
    by->n_contents = 1;
}

static void the_holder_is_who_says_it(void **state)
{
    static const struct {
        uint32_t mention, attribution;
        const char *holder; /* NULL: none */
        bool said;
    } wanted[] = {
        {0, NONE, NULL, false},   /* the source's own words are the author's           */
        {1, 0, "Ann Lee", true},  /* in what Ann Lee says                              */
        {2, 1, "Tom Cole", true}, /* in what Tom Cole says, within it: the innermost   */
        {4, NONE, NULL, false},   /* the author's sentence                             */
        {5, 2, "Ann Lee", false}, /* a source's sentence that has no content around it */
        {7, 3, NULL, false},      /* somebody without a name                           */
        {8, 3, NULL, false},      /* of a source without a name                        */
    };
    made m;
    article *a = &m.article;
    err e = {0};

    (void)state;
    made_begin(&m, "h", GENRE_REPORT);
    made_passage(&m, PART_BODY);
    made_sentence(&m, STR("Ann Lee said that Tom Cole had called Bob Dunn a thief like Tom Cole."),
                  CELL_QUOTED_OPINION);
    made_source(&m, "Ann Lee", "said", "Ann Lee");
    says(&m, "that Tom Cole had called Bob Dunn a thief like Tom Cole");
    made_source(&m, "Tom Cole", "had called", "Tom Cole");
    says(&m, "Bob Dunn a thief like Tom Cole");
    mean(&m, "Ann Lee", "Ann Lee");
    mean(&m, "Tom Cole", "Tom Cole");
    mean(&m, "Bob Dunn", "Bob Dunn");
    mean(&m, "Tom Cole.", "Tom Cole"); /* of himself: left out */
    a->mention[3].at.end--;
    made_sentence(&m, STR("Bob Dunn is a fool."), CELL_AUTHOR_OPINION);
    mean(&m, "Bob Dunn", "Bob Dunn");
    made_sentence(&m, STR("Bob Dunn, she added, and she is good."), CELL_QUOTED_OPINION);
    made_source(&m, "she", "added", "Ann Lee");
    mean(&m, "Bob Dunn", "Bob Dunn");
    mean(&m, "she is", "Ann Lee"); /* of herself: left out */
    made_sentence(&m, STR("Somebody and Bob Dunn fell, an aide said."), CELL_QUOTED_CLAIM);
    made_source(&m, "an aide", "said", NULL);
    mean(&m, "Somebody", NULL);
    mean(&m, "Bob Dunn", "Bob Dunn");
    made_end(&m);

    a->sentence[0].attribution = 0;
    assert_true(stances_list(a, &m.arena, &e));
    assert_int_equal(a->n_stances, sizeof wanted / sizeof *wanted);
    for (uint32_t i = 0; i < a->n_stances; i++) {
        const stance *s = &a->stance[i];

        assert_int_equal(s->mention, wanted[i].mention);
        assert_int_equal(s->attribution, wanted[i].attribution);
        assert_int_equal(s->said, wanted[i].said);
        assert_int_equal(s->is.label, NONE);
        same("holder", s->holder == NONE ? STR("nobody") : a->entity[s->holder].name,
             wanted[i].holder ? wanted[i].holder : "nobody");
    }

    a->entity[made_entity(&m, "Bob Dunn")].target = true; /* and now nobody else is asked about */
    a->targeted = true;
    assert_true(stances_list(a, &m.arena, &e));
    assert_int_equal(a->n_stances, 4);
    made_free(&m);
}

/* ---- frames ---- */

static void the_frame_says_who_what_and_where(void **state)
{
    static const struct {
        uint32_t genre, content, n_sentences;
        toward_by by;
        const char *tag, *of_state;
    } wanted[] = {
        {GENRE_REPORT, SAYS_FACT, 2, TOWARD_BY_AUTHOR, "byafr", "byafr_name"},
        {GENRE_OPINION, SAYS_OPINION, 2, TOWARD_BY_SAID, "bycoo", "bycoo_name"},
        {GENRE_OPINION, SAYS_FACT, 2, TOWARD_BY_SOURCE, "bysfo", "bysfo_name"},
        {NONE, NONE, 2, TOWARD_BY_AUTHOR, "byauu", "byauu_name"},
        {GENRE_REPORT, SAYS_FACT, 1, TOWARD_BY_AUTHOR, "alone", "alone_name"},
    };
    str text = STR("Ann Lee slept. Tom Cole sang.");
    arena memory = {0};
    article a;

    (void)state;
    assert_true(read_text(text, &a, &memory));
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        ask out = {0};
        str window, frame = {0};

        a.genre.label = wanted[i].genre;
        a.sentence[0].content.label = wanted[i].content;
        a.n_sentences = wanted[i].n_sentences;
        ask_begin(&out, NULL, NULL, NULL);
        assert_true(toward_put(toward_new(&memory), &a, 0, a.mention[0].at, NONE, wanted[i].by, &out));
        for (window = ask_written(&out); window.n;)
            frame = str_cut(&window, TEXT_BREAK);
        if (!has_tag(frame, wanted[i].tag))
            fail_msg("no %s in '%.*s'", wanted[i].tag, (int)frame.n, frame.p);
        if (!has_tag(frame, wanted[i].of_state))
            fail_msg("no %s in '%.*s'", wanted[i].of_state, (int)frame.n, frame.p);
        /* The words once more, without the slot: of a sentence that is the whole record. */
        assert_int_equal(has_tag(frame, "aloneZslept"), wanted[i].n_sentences == 1);
        assert_false(has_tag(frame, "aloneZxtarget"));
        ask_free(&out);
    }
    arena_free(&memory);
}

/* ---- whom the author is not asked about ---- */

/* Whether the first mention at these words is asked about, where the first sentence's source stands at
 * others. */
static bool is_asked(const char *text, const char *whom, const char *source)
{
    arena memory = {0};
    article a;
    err e = {0};
    attribution by = {.entity = NONE, .p = NAN};
    uint32_t at = (uint32_t)(strstr(text, whom) - text);
    bool asked = false;

    assert_true(read_text(str_z(text), &a, &memory));
    for (uint32_t i = 0; i < a.n_sentences; i++)
        a.sentence[i].attribution = NONE;
    if (source) {
        by.source.begin = (uint32_t)(strstr(text, source) - text);
        by.source.end = by.source.begin + (uint32_t)strlen(source);
        a.attribution = &by;
        a.n_attributions = 1;
        a.sentence[0].attribution = 0;
    }
    assert_true(stances_list(&a, &memory, &e));
    for (uint32_t i = 0; i < a.n_stances; i++)
        asked |= a.mention[a.stance[i].mention].at.begin == at;
    arena_free(&memory);
    return asked;
}

static void the_author_is_not_asked_about_them(void **state)
{
    (void)state;
    assert_true(is_asked("Tom Cole was seen by Ann Lee.", "Ann Lee", NULL));
    assert_false(is_asked("Tom Cole was criticised by Ann Lee.", "Ann Lee", NULL));
    assert_false(is_asked("Tom Cole was branded \"a clown\" by Ann Lee.", "Ann Lee", NULL));
    assert_true(is_asked("Tom Cole was branded \"a clown\" by Ann Lee.", "Tom Cole", NULL));
    assert_false(is_asked("Tom Cole a liar: Ann Lee\n\nThey met on Monday.", "Ann Lee", "Ann Lee"));
    assert_true(is_asked("Tom Cole a liar: Ann Lee\n\nThey met on Monday.", "Tom Cole", "Ann Lee"));
    assert_true(is_asked("Tom Cole is a liar, Ann Lee said.\n\nThey met on Monday.", "Ann Lee", "Ann Lee"));
    assert_true(is_asked("They met.\n\nAnn Lee spoke.", "Ann Lee", NULL));
    assert_false(is_asked("They met.\n\nAnn Lee", "Ann Lee", NULL));
}

/* ---- learning ---- */

typedef struct examples {
    uint32_t n, labels[3];
} examples;

static bool count(void *to, question q, str window, str label, float weight, err *e)
{
    examples *x = to;

    (void)e;
    assert_int_equal(q, QUESTION_STANCE);
    assert_true(weight == 1.0F && window.n > 0);
    x->n++;
    for (uint32_t i = 0; i < 3; i++)
        x->labels[i] += str_eq(label, str_z(article_questions[q].labels[i]));
    return true;
}

static void what_nobody_marked_has_none(void **state)
{
    const char *text = "Ann Lee blamed Tom Cole. Bob Dunn slept. The crowd cheered.";
    sentence_read cut[] = {{.at = {0, 24}, .voice = {VOICE_AUTHOR, 1}, .attribution = NONE},
                           {.at = {25, 40}, .voice = {VOICE_AUTHOR, 1}, .attribution = NONE},
                           {.at = {41, 59}, .voice = UNDECIDED, .attribution = NONE}};
    mention marked[] = {{.at = {15, 23}}, {.at = {41, 50}, .sentence = 2}};
    stance judged[] = {{.mention = 0, .is = {STANCE_AGAINST, NAN}},
                       {.mention = 1, .is = {STANCE_FAVOR, NAN}}};
    article gold = {.text = str_z(text),
                    .sentence = cut,
                    .n_sentences = 3,
                    .mention = marked,
                    .n_mentions = 2,
                    .stance = judged,
                    .n_stances = 2};
    article_reader r = {0};
    article_work w;
    article a;
    err e = {0};
    examples got = {0};
    example_sink sink = {count, &got};

    (void)state;
    assert_true(article_work_init(&r, &w, &e));
    assert_true(read_text(gold.text, &a, &w.arena));
    assert_int_equal(a.n_sentences, 3);
    assert_true(stances_examples(&gold, &w, &a, &sink, &e));
    assert_int_equal(got.n, 4); /* Cole, the crowd, that is no mention of ours; Lee and Dunn */
    assert_int_equal(got.labels[STANCE_AGAINST], 1);
    assert_int_equal(got.labels[STANCE_FAVOR], 1);
    assert_int_equal(got.labels[STANCE_NONE], 2);
    article_work_free(&w);
}

/* ---- any bytes ---- */

static void check_window(str window)
{
    unsigned breaks = 0;

    for (size_t i = 0; i < window.n; i++) {
        char c = window.p[i];

        breaks += c == TEXT_BREAK;
        if (breaks >= 3 && c != TEXT_BREAK)
            assert_true((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                        c == '_' || c == ' ');
    }
    assert_int_equal(breaks, 4);
}

static void put_all(article *a, arena *memory)
{
    toward *t = toward_new(memory);
    err e = {0};
    ask out = {0};

    assert_non_null(t);
    for (uint32_t i = 0; i < a->n_sentences; i++)
        a->sentence[i].attribution = NONE;
    assert_true(groups_find(a, memory, &e) && stances_list(a, memory, &e));
    for (uint32_t i = 0; i < a->n_stances; i++) {
        const mention *m = &a->mention[a->stance[i].mention];

        ask_begin(&out, NULL, NULL, NULL);
        assert_true(toward_put(t, a, m->sentence, m->at, m->entity, TOWARD_BY_AUTHOR, &out));
        check_window(ask_written(&out));
    }
    ask_free(&out);
}

static void any_bytes(void **state)
{
    uint64_t seed = 7;
    arena memory = {0};
    ask out = {0};

    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        char bytes[4096];
        str text = unidata_mix(&seed, 1 + unidata_random(&seed) % 40, bytes);
        article a;

        assert_true(read_text(text, &a, &memory));
        put_all(&a, &memory);
        for (uint32_t i = 0; i < a.n_sentences; i++) { /* spans of annotators may be any */
            span in = a.sentence[i].at;
            uint32_t begin = in.begin + unidata_random(&seed) % (in.end - in.begin);
            uint32_t end = begin + 1 + unidata_random(&seed) % (in.end - begin);

            ask_begin(&out, NULL, NULL, NULL);
            if (toward_put(toward_new(&memory), &a, i, (span){begin, end}, NONE, TOWARD_BY_SAID, &out))
                check_window(ask_written(&out));
            else
                assert_int_equal(out.text.n, 0);
        }
        arena_reset(&memory);
    }
    ask_free(&out);
    arena_free(&memory);
}

static void no_quadratic_time(void **state)
{
    static const char *const units[] = {
        "Ann Lee, ",  "Ann Lee praised ", "\"Ann Lee\" ", "she ",        "above the law ",
        "Ann Lee's ", "\u2019s ",         "?! Ann Lee ",  "the nurses ", "the "};
    enum { SIZE = 1 << 15 };
    char *bytes = malloc(SIZE);
    arena memory = {0};

    (void)state;
    assert_non_null(bytes);
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        article a;

        for (size_t i = 0; i < SIZE; i++)
            bytes[i] = units[k][i % strlen(units[k])];
        assert_true(read_text((str){bytes, SIZE}, &a, &memory));
        put_all(&a, &memory);
        arena_reset(&memory);
    }
    arena_free(&memory);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_has_slots_clauses_and_states),
        cmocka_unit_test(the_holder_is_who_says_it),
        cmocka_unit_test(the_frame_says_who_what_and_where),
        cmocka_unit_test(the_author_is_not_asked_about_them),
        cmocka_unit_test(what_nobody_marked_has_none),
        cmocka_unit_test(any_bytes),
        cmocka_unit_test(no_quadratic_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
