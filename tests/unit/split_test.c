/* split: title, paragraphs, sentences and tokens of invented articles. A snippet is wanted as it comes apart:
 * '#' before a title, '/' where a paragraph ends and '|' where a sentence does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "article/split.h"
#include "unidata.h"

typedef struct example {
    const char *text;
    const char *wanted;
    const char *title; /* of the record; NULL: it has none */
    bool titled;
} example;

static const example examples[] = {
    /* paragraphs by blank lines */
    {"The dam burst. Water rose.\n\nNobody slept.", "The dam burst.|Water rose./Nobody slept.", NULL, false},
    {"The dam\nburst. Water rose.\n \t\n\nNobody\nslept.", "The dam\nburst.|Water rose./Nobody\nslept.", NULL,
     false},
    {"\n\n  The dam burst.\r\n\r\nNobody slept.\r\n\r\n", "The dam burst./Nobody slept.", NULL, false},
    {"The dam burst.\u2029Nobody slept.", "The dam burst./Nobody slept.", NULL, false},

    /* by lines, where there is none */
    {"The dam burst. Water rose.\nNobody slept.\n", "The dam burst.|Water rose./Nobody slept.", NULL, false},
    {"The dam burst.\r\nNobody slept.\r\nHelp came.", "The dam burst./Nobody slept./Help came.", NULL, false},
    {"\n\nThe dam burst.\nNobody slept.\n\n", "The dam burst./Nobody slept.", NULL, false},
    {"He met Mr.\nSmith came.", "He met Mr./Smith came.", NULL, false},

    /* a text folded to a width is one paragraph */
    {"The dam burst when the rain\nhad fallen for a week. Nobody\nslept. Help came late, and\nit was little.",
     "The dam burst when the rain\nhad fallen for a week.|Nobody\nslept.|Help came late, and\nit was little.",
     NULL, false},

    /* one line, nothing */
    {"The dam burst. Nobody slept.", "The dam burst.|Nobody slept.", NULL, false},
    {"", "", NULL, false},
    {" \n\n\t ", "", NULL, false},
    {"", "", NULL, true},

    /* a title that the reader knows of */
    {"Dam bursts.\nWater rose.\n\nNobody slept.", "#Dam bursts./Water rose./Nobody slept.", NULL, true},
    {"\nDam bursts\nWater rose. It\nrose.\n\nNobody slept.",
     "#Dam bursts/Water rose.|It\nrose./Nobody slept.", NULL, true},
    {"Dam bursts. Help is late.\n\nWater rose.", "#Dam bursts.|Help is late./Water rose.", NULL, true},
    {"Dam bursts", "#Dam bursts", NULL, true},

    /* and a byline behind it */
    {"Dam bursts\nBy Ann Lee\nWater rose. It\nrose.\n\nNobody slept.",
     "#Dam bursts/By Ann Lee/Water rose.|It\nrose./Nobody slept.", NULL, true},
    {"Dam bursts\n\nBY ANN LEE, in Dalmere\r\nWater rose.\n\nNobody slept.",
     "#Dam bursts/BY ANN LEE, in Dalmere/Water rose./Nobody slept.", NULL, true},
    {"Dam bursts\nBy night the water\nrose.\n\nNobody slept.",
     "#Dam bursts/By night the water\nrose./Nobody slept.", NULL, true},
    {"Dam bursts\nBy Monday, the water,\nit rose.\n\nNobody slept.",
     "#Dam bursts/By Monday, the water,\nit rose./Nobody slept.", NULL, true},
    {"Dam bursts\nBy Ann Lee", "#Dam bursts/By Ann Lee", NULL, true},
    {"Dam bursts\n\nWater rose.\nIt rose.\nNobody slept.", "#Dam bursts/Water rose./It rose./Nobody slept.",
     NULL, true},
    {"Dam bursts\nBy Ann Lee\n\nWater rose.\n\nNobody slept.",
     "#Dam bursts/By Ann Lee/Water rose./Nobody slept.", NULL, true},

    /* that looks like one */
    {"Dam bursts in the north\n\nWater rose.", "#Dam bursts in the north/Water rose.", NULL, false},
    {"Dam bursts in the north\nWater rose.", "#Dam bursts in the north/Water rose.", NULL, false},
    {"Who let the dam burst?\n\nWater rose.", "#Who let the dam burst?/Water rose.", NULL, false},
    {"Minister: \u2018We are sorry\u2019\n\nWater rose.", "#Minister: \u2018We are sorry\u2019/Water rose.",
     NULL, false},
    {"Dam bursts in the north", "Dam bursts in the north", NULL, false},
    {"Minister: \u201CSorry.\u201D\n\nWater rose.", "Minister: \u201CSorry.\u201D/Water rose.", NULL, false},
    {"DALMERE (Northwire) -\n\nWater rose.", "DALMERE (Northwire) -/Water rose.", NULL, false},
    {"The rain that had fallen for a week and a day over all the hills of the north and their many small and "
     "large lakes that nobody had ever counted\n\nIt fell.",
     "The rain that had fallen for a week and a day over all the hills of the north and their many small and "
     "large lakes that nobody had ever counted/It fell.",
     NULL, false},

    /* a file that should begin with a title has none */
    {"The dam burst. Water rose.\n", "The dam burst.|Water rose.", NULL, true},
    {"Dam bursts\n\n \n", "#Dam bursts", NULL, true},
    {"The dam burst on Monday, a week and a day after the rain had begun to fall over all the hills of the "
     "north and their many small and large lakes, and the water that came down from there took with it the "
     "mill, two bridges, a school and the old chapel. Nobody slept.\n\nIt fell.",
     "The dam burst on Monday, a week and a day after the rain had begun to fall over all the hills of the "
     "north and their many small and large lakes, and the water that came down from there took with it the "
     "mill, two bridges, a school and the old chapel.|Nobody slept./It fell.",
     NULL, true},

    /* the record's title over the text again */
    {"Dam bursts.\n\nWater rose.", "#Dam bursts./Water rose.", "Dam bursts", false},
    {"Dam bursts.\n\nWater rose.", "Dam bursts./Water rose.", "Flood in the north", false},

    /* a dateline stays with its sentence */
    {"DALMERE (Northwire) - The dam burst. Water rose.", "DALMERE (Northwire) - The dam burst.|Water rose.",
     NULL, false},
    {"DALMERE, Sept. 3 (Northwire) \u2014 The dam burst.\n\nWater rose.",
     "DALMERE, Sept. 3 (Northwire) \u2014 The dam burst./Water rose.", NULL, false},
    {"ST. OLAN, Vt. -- The dam burst. Water rose.", "ST. OLAN, Vt. -- The dam burst.|Water rose.", NULL,
     false},

    /* a quotation's mark goes with its sentence */
    {"\u201CIt burst. We ran.\u201D Nobody slept.", "\u201CIt burst.|We ran.\u201D|Nobody slept.", NULL,
     false},
};

/* How the article came apart, as the examples write it. */
static void draw(const article *a, char *out, size_t cap)
{
    size_t n = 0;

    for (uint32_t i = 0; i < a->n_sentences; i++) {
        const sentence_read *s = &a->sentence[i];
        const passage *p = &a->passage[s->passage];
        str text = span_text(a, s->at);

        if (i == p->first && i)
            out[n++] = '/';
        else if (i)
            out[n++] = '|';
        if (i == p->first && p->part == PART_TITLE)
            out[n++] = '#';
        assert_true(n + text.n + 4 < cap);
        memcpy(out + n, text.p, text.n);
        n += text.n;
    }
    out[n] = '\0';
}

static void invented(void **state)
{
    size_t n = sizeof examples / sizeof *examples, n_bad = 0;
    arena memory = {0};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const example *x = &examples[i];
        article a = {.title = str_z(x->title)};
        err e = {0};
        char got[1024];

        assert_true(article_split(str_z(x->text), x->titled, &a, &memory, &e));
        draw(&a, got, sizeof got);
        if (strcmp(got, x->wanted)) {
            print_message("wanted %s\ngot    %s\n", x->wanted, got);
            n_bad++;
        }
        arena_reset(&memory);
    }
    arena_free(&memory);
    assert_int_equal(n_bad, 0);
}

/* Sentences that somebody else has cut, at the same places, make the same paragraphs. */
static void cut_again(void **state)
{
    arena memory = {0};

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const example *x = &examples[i];
        article a = {.title = str_z(x->title)}, b;
        sentence_read cut[32] = {0};
        char wanted[1024], got[1024];
        err e = {0};
        bool titled;

        assert_true(article_split(str_z(x->text), x->titled, &a, &memory, &e));
        draw(&a, wanted, sizeof wanted);
        titled = a.n_passages && a.passage[0].part == PART_TITLE;
        if (titled && !x->titled)
            continue; /* by its looks: a title that is given ends with its line */
        assert_true(a.n_sentences <= 32);
        for (uint32_t s = 0; s < a.n_sentences; s++)
            cut[s].at = a.sentence[s].at;
        b = (article){.text = a.text};
        assert_true(article_resplit(&b, cut, a.n_sentences, titled, &memory, &e));
        draw(&b, got, sizeof got);
        assert_string_equal(got, wanted);
        arena_reset(&memory);
    }
    arena_free(&memory);
}

static void titles(void **state)
{
    arena memory = {0};
    article a = {0}, b = {.title = STR("The record's")}, none = {0};
    err e = {0};

    (void)state;
    assert_true(article_split(STR("Dam bursts\nWater rose."), true, &a, &memory, &e));
    assert_true(str_eq(a.title, STR("Dam bursts")));
    assert_true(article_split(STR("Dam bursts\nWater rose."), true, &b, &memory, &e));
    assert_true(str_eq(b.title, STR("The record's")));
    assert_true(article_split((str){0}, false, &none, &memory, &e));
    assert_int_equal(none.n_passages, 0);
    arena_free(&memory);
}

static void tokens(void **state)
{
    static const char *const wanted[] = {"\u201C", "Don't", "go", ",", "\u201D", "he", "said", "."};
    arena memory = {0};
    article a = {0};
    err e = {0};

    (void)state;
    assert_true(article_split(STR("\u201CDon't go,\u201D he said. She went."), false, &a, &memory, &e));
    assert_int_equal(a.n_sentences, 2);
    assert_int_equal(a.sentence[0].last, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_true(str_eq(span_text(&a, a.token[i].at), str_z(wanted[i])));
        assert_int_equal(a.token[i].mark, i == 0 || i == 3 || i == 4 || i == 7);
        assert_int_equal(a.token[i].sentence, 0);
    }
    assert_int_equal(a.n_tokens, 11);
    assert_int_equal(a.token[8].sentence, 1);
    assert_int_equal(a.sentence[0].attribution, NONE);
    arena_free(&memory);
}

static void too_long(void **state)
{
    arena memory = {0};
    article a = {0};
    err e = {0};

    (void)state;
    assert_false(article_split((str){"", (size_t)UINT32_MAX}, false, &a, &memory, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.text, "a text of 4 GiB or more is too long");
}

/* Passages, sentences and tokens are in order, each in exactly one of what holds it, on whole characters. */
static void check_spans(const article *a)
{
    uint8_t *starts = calloc(a->text.n + 1, 1);
    uint32_t end = 0, first = 0;

    for (size_t i = 0; i < a->text.n; i += utf8_next(a->text, i).n)
        starts[i] = 1;
    starts[a->text.n] = 1;
    for (uint32_t p = 0; p < a->n_passages; p++) {
        assert_int_equal(a->passage[p].first, first);
        assert_true(a->passage[p].last > first);
        first = a->passage[p].last;
        assert_int_equal(a->passage[p].at.begin, a->sentence[a->passage[p].first].at.begin);
        assert_int_equal(a->passage[p].at.end, a->sentence[first - 1].at.end);
        assert_true(a->passage[p].part == PART_BODY || p == 0);
        for (uint32_t s = a->passage[p].first; s < first; s++)
            assert_int_equal(a->sentence[s].passage, p);
    }
    assert_int_equal(first, a->n_sentences);
    first = 0;
    for (uint32_t s = 0; s < a->n_sentences; s++) {
        span at = a->sentence[s].at;

        assert_true(at.begin >= end && at.begin < at.end && at.end <= a->text.n);
        assert_true(starts[at.begin] && starts[at.end]);
        assert_int_equal(a->sentence[s].first, first);
        first = a->sentence[s].last;
        for (uint32_t t = a->sentence[s].first; t < first; t++) {
            assert_true(span_in(a->token[t].at, at) && !span_empty(a->token[t].at));
            assert_true(a->token[t].at.begin >= end);
            assert_true(starts[a->token[t].at.begin] && starts[a->token[t].at.end]);
            assert_int_equal(a->token[t].sentence, s);
            end = a->token[t].at.end;
        }
        end = at.end;
    }
    assert_int_equal(first, a->n_tokens);
    free(starts);
}

static void any_bytes(void **state)
{
    arena memory = {0};
    uint64_t seed = 3;
    char bytes[8 * 64];
    err e = {0};

    (void)state;
    for (unsigned i = 0; i < 30000; i++) {
        str text = unidata_mix(&seed, 1 + unidata_random(&seed) % 60, bytes);
        article a = {0};

        assert_true(article_split(text, i % 2, &a, &memory, &e));
        check_spans(&a);
        arena_reset(&memory);
    }
    arena_free(&memory);
}

/* A megabyte of what a careless loop would cross again and again. */
static void no_quadratic_time(void **state)
{
    static const char *const units[] = {" ",      "\n",   "a\n", " \n\n", "\t", "\u2028",
                                        "\u2029", "\xE2", ".",   "a",     "\""};
    size_t n = 1 << 20;
    char *bytes = malloc(n);
    arena memory = {0};
    err e = {0};

    (void)state;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        for (size_t i = 0; i < n; i++)
            bytes[i] = units[k][i % strlen(units[k])];
        for (unsigned titled = 0; titled < 2; titled++) {
            article a = {0};

            bytes[0] = titled ? 'A' : bytes[0];
            assert_true(article_split((str){bytes, n}, titled, &a, &memory, &e));
            check_spans(&a);
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
        cmocka_unit_test(cut_again),
        cmocka_unit_test(titles),
        cmocka_unit_test(tokens),
        cmocka_unit_test(too_long),
        cmocka_unit_test(any_bytes),
        cmocka_unit_test(no_quadratic_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
