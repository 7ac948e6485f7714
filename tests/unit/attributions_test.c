/* attributions: invented articles, with marks for what is what, are asked, learnt and read again: [source]
 * <cue> {what is said}. And what must hold for any bytes, and any annotation of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "article/attribution_words.h"
#include "article/attributions.h"
#include "article/quotes.h"
#include "article/split.h"
#include "learn/train.h"
#include "learn_sample.h"
#include "unidata.h"

/* ---- invented articles ---- */

/* A paragraph a line. Each <cue> begins an attribution's turn: the source and contents that are its own stand
 * on the same line. */
static const char *const lines[] = {
    "[Barry Jones] <said> {the river rose at night}.",
    "[Mr Moss] <said> {the mill would close}.",
    "[The minister] <claimed> {the bridge was safe}.",
    "{\u201CWe lost the boats,\u201D} [Dora Katz] <said>.",
    "{\u201CNobody came,\u201D} <said> [Hassan al-Masri].",
    "{\u201CThe road is open,\u201D} [the mayor] <said>, {\u201Cand it stays open.\u201D}",
    "<According to> [Petra Lind], {the dam is old}.",
    "The mill stands by the river, and the road is long.",
    "{The harbour was empty}, <according to> [the captain].",
    "[She] <told> reporters {that the roof had gone}.",
    "[The union\u2019s] <claim> {that the mill is sold} came late.",
    "[A spokesman for Northwire] <denied> {that \u201Cany boats\u201D were lost}.",
    "The boats lay in the harbour all winter.",
};

enum { N_LINES = sizeof lines / sizeof *lines };

typedef struct sample {
    char text[4096];
    article gold;
} sample;

static void add(str text, char mark, uint32_t from, attribution *one, content *said)
{
    span at = {from, (uint32_t)text.n};

    if (mark == '[')
        one->source = at;
    else if (mark == '<')
        one->cue = at;
    else
        said[one->n_contents++] = (content){at, CONTENT_INDIRECT};
}

/* The text without its marks, and what they say. */
static void make(sample *s, arena *memory)
{
    err e = {0};
    size_t n = 0;
    uint32_t from = 0;
    char mark = 0;
    attribution *by = ARENA_NEW(memory, N_LINES + 1, attribution);
    content *said = ARENA_NEW(memory, (size_t)2 * N_LINES + 1, content);
    uint32_t n_by = 0;

    for (size_t i = 0; i < N_LINES; i++) {
        attribution *one = &by[n_by];

        *one = (attribution){.entity = NONE, .content = said, .p = NAN};
        for (const char *c = lines[i]; *c; c++)
            if (strchr("[<{", *c)) {
                mark = *c;
                from = (uint32_t)n;
            } else if (strchr("]>}", *c)) {
                add((str){s->text, n}, mark, from, one, said);
            } else {
                s->text[n++] = *c;
            }
        s->text[n++] = '\n';
        s->text[n++] = '\n';
        said += one->n_contents;
        n_by += !span_empty(one->cue);
    }
    s->gold = (article){0};
    assert_true(article_split((str){s->text, n}, false, &s->gold, memory, &e));
    s->gold.attribution = by;
    s->gold.n_attributions = n_by;
}

/* ---- questions ---- */

typedef struct asked {
    buf rows; /* tsv: label, texts, tags */
    size_t n, n_yes;
} asked;

static bool take(void *to, question q, str window, str label, float weight, err *e)
{
    asked *a = to;
    size_t n_texts = 0;

    (void)e;
    assert_true(weight > 0);
    buf_tsv(&a->rows, label);
    for (unsigned k = 0; k < 2; k++)
        for (const char *const *t = k ? article_questions[q].tags : article_questions[q].texts; *t;
             t++, n_texts++) {
            buf_char(&a->rows, '\t');
            buf_tsv(&a->rows, str_cut(&window, TEXT_BREAK));
        }
    assert_true(window.n == 0 && n_texts <= TEXTS_MAX);
    buf_char(&a->rows, '\n');
    a->n++;
    a->n_yes += str_eq(label, STR("yes")) || str_eq(label, STR("B"));
    return true;
}

/* What comes earlier on the road is answered by the models. */
static void put_to(const model *const *models, size_t n, const article *gold, question q, asked *out)
{
    article_reader r;
    article_work w;
    article read;
    example_sink sink = {take, out};
    err e = {0};

    assert_true(article_reader_init(models, n, 1, 1, &r, &e));
    assert_true(article_work_init(&r, &w, &e));
    assert_true(article_examples(&r, q, gold, &w, &read, &sink, &e));
    assert_false(out->rows.failed);
    article_work_free(&w);
    article_reader_free(&r);
}

static void examples(void **state)
{
    arena memory = {0};
    sample s;
    asked a[QUESTION_CLAUSE_END + 1] = {{{0}, 0, 0}};

    (void)state;
    make(&s, &memory);
    for (unsigned q = 0; q <= QUESTION_CLAUSE_END; q++) {
        put_to(NULL, 0, &s.gold, (question)q, &a[q]);
        /* Each of them is found among what is asked for. */
        assert_int_equal(a[q].n_yes, s.gold.n_attributions);
        assert_true(a[q].n > a[q].n_yes);
    }
    buf_char(&a[QUESTION_CUE].rows, '\0');
    assert_non_null(strstr(a[QUESTION_CUE].rows.p, "B\tsaid\tJones\tthe\t"));
    assert_non_null(strstr(a[QUESTION_CUE].rows.p, "alZjonesZsaid"));
    assert_non_null(strstr(a[QUESTION_CUE].rows.p, "I\tto\tAccording\tPetra\t"));
    buf_char(&a[QUESTION_SOURCE_BEGIN].rows, '\0');
    assert_non_null(strstr(a[QUESTION_SOURCE_BEGIN].rows.p, "yes\tBarry\tBOS\t"));
    assert_non_null(strstr(a[QUESTION_SOURCE_BEGIN].rows.p, "yes\tPetra\tto\t"));
    buf_char(&a[QUESTION_CLAUSE_BEGIN].rows, '\0');
    assert_non_null(strstr(a[QUESTION_CLAUSE_BEGIN].rows.p, "yes\tthe\tCUE\t"));
    buf_char(&a[QUESTION_CLAUSE_END].rows, '\0');
    assert_non_null(strstr(a[QUESTION_CLAUSE_END].rows.p, "yes\tempty\t,\t"));
    for (unsigned q = 0; q <= QUESTION_CLAUSE_END; q++)
        buf_free(&a[q].rows);
    arena_free(&memory);
}

/* ---- learning and reading ---- */

typedef struct reading {
    bundle bundle[QUESTION_ATTRIBUTION + 1];
    const model *model[QUESTION_ATTRIBUTION + 1];
    article_reader r;
    article_work w;
    unsigned n;
} reading;

/* A model of a question's examples. */
static void learn(question q, const model *const *models, const article *gold, uint32_t n_folds, bundle *out)
{
    static char name[TEXTS_MAX][4];
    dataset_options o = {.plan = {.word_min = 1, .word_max = 2, .char_min = 2, .char_max = 4},
                         .reader = {.fields = {.label = "label", .need_label = true}}};
    train_options t = {.task = str_z(article_tasks[q]),
                       .setting = {.weighing = {.plan = o.plan, .idf = true, .min_df = 1},
                                   .linear = LINEAR_DEFAULT,
                                   .kernel = KERNEL_DEFAULT},
                       .limit_s = INFINITY,
                       .n_folds = n_folds,
                       .seed = 1,
                       .threads = 1,
                       .calibrate = n_folds > 0};
    asked a = {0};
    buf file = {0};
    dataset d;
    trained done;
    char *folder = sample_folder(), *path = sample_path(folder, "model");
    err e = {0};
    unsigned n = 0;

    put_to(models, q == QUESTION_ATTRIBUTION ? q : 0, gold, q, &a);
    buf_z(&file, "label");
    for (unsigned k = 0; k < 2; k++)
        for (const char *const *x = k ? article_questions[q].tags : article_questions[q].texts; *x;
             x++, n++) {
            name[n][0] = (char)('a' + n);
            buf_printf(&file, "\t%s", name[n]);
            if (n == 0)
                o.reader.fields.text = name[0];
            else
                o.reader.fields.more[o.reader.fields.n_more++] = name[n];
            o.reader.fields.n_tags += k;
        }
    buf_char(&file, '\n');
    buf_str(&file, buf_view(&a.rows));
    t.setting.linear.C = 10;
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    if (!train_model(&d, &t, &done, &e))
        fail_msg("%s", e.text);
    sample_write(path, buf_view(&done.model));
    if (!bundle_load(path, out, &e))
        fail_msg("%s", e.text);
    trained_free(&done);
    dataset_free(&d);
    buf_free(&file);
    buf_free(&a.rows);
    free(path);
    sample_remove(folder);
}

/* The first n questions' models; those of the last one may have another gold. */
static void open_verified(const article *gold, const article *verified, unsigned n, uint32_t n_folds,
                          reading *x)
{
    err e = {0};

    *x = (reading){.n = n};
    for (unsigned q = 0; q < n; q++) {
        learn((question)q, x->model, q == QUESTION_ATTRIBUTION ? verified : gold, n_folds, &x->bundle[q]);
        x->model[q] = &x->bundle[q].model[0];
    }
    assert_true(article_reader_init(x->model, n, 1, 1, &x->r, &e));
    assert_true(article_work_init(&x->r, &x->w, &e));
}

static void open_reading(const article *gold, unsigned n, uint32_t n_folds, reading *x)
{
    open_verified(gold, gold, n, n_folds, x);
}

static void close_reading(reading *x)
{
    article_work_free(&x->w);
    article_reader_free(&x->r);
    for (unsigned q = 0; q < x->n; q++)
        bundle_free(&x->bundle[q]);
}

static void find(reading *x, str text, article *out)
{
    err e = {0};

    *out = (article){0};
    arena_reset(&x->w.arena);
    assert_true(article_split(text, false, out, &x->w.arena, &e));
    assert_true(quotes_find(out, &x->w.arena, &e));
    assert_true(attributions_find(&x->r, &x->w, out, &e));
}

static void expect_span(const article *a, span got, span wanted)
{
    if (got.begin != wanted.begin || got.end != wanted.end)
        fail_msg("wanted '%.*s', got '%.*s'", (int)(wanted.end - wanted.begin), a->text.p + wanted.begin,
                 (int)(got.end - got.begin), a->text.p + got.begin);
}

/* What was learnt by heart is found again, in pieces, of its kinds, the source without its 's. */
static void by_heart(void **state)
{
    arena memory = {0};
    sample s;
    reading x;
    article a;
    uint32_t n_kinds[3] = {0};

    (void)state;
    make(&s, &memory);
    open_reading(&s.gold, QUESTION_CLAUSE_END + 1, 0, &x);
    find(&x, s.gold.text, &a);
    assert_int_equal(a.n_attributions, s.gold.n_attributions);
    for (uint32_t i = 0; i < a.n_attributions; i++) {
        const attribution *got = &a.attribution[i], *gold = &s.gold.attribution[i];
        span source = gold->source;

        if (str_ends(span_text(&a, source), STR("\u2019s")))
            source.end -= 4;
        expect_span(&a, got->cue, gold->cue);
        expect_span(&a, got->source, source);
        assert_int_equal(got->n_contents, gold->n_contents);
        for (uint32_t c = 0; c < gold->n_contents; c++) {
            str said = span_text(&a, gold->content[c].at);

            expect_span(&a, got->content[c].at, gold->content[c].at);
            assert_int_equal(got->content[c].kind, str_starts(said, STR("\u201C"))        ? CONTENT_DIRECT
                                                   : str_starts(said, STR("that \u201C")) ? CONTENT_MIXED
                                                                                          : CONTENT_INDIRECT);
            n_kinds[got->content[c].kind]++;
        }
        assert_true(got->entity == NONE && isnan(got->p));
        assert_true(span_in(got->cue, a.sentence[got->sentence].at));
    }
    assert_true(n_kinds[CONTENT_DIRECT] == 4 && n_kinds[CONTENT_MIXED] == 1 && n_kinds[CONTENT_INDIRECT] > 4);
    close_reading(&x);
    arena_free(&memory);
}

/* With a model of cues alone there are neither sources nor contents, and with a calibration each has its p.
 */
static void cues_alone(void **state)
{
    arena memory = {0};
    sample s;
    reading x;
    article a;

    (void)state;
    make(&s, &memory);
    open_reading(&s.gold, 1, 2, &x);
    find(&x, s.gold.text, &a);
    assert_true(a.n_attributions > 0);
    for (uint32_t i = 0; i < a.n_attributions; i++) {
        assert_true(a.attribution[i].p > 0 && a.attribution[i].p <= 1);
        assert_true(span_empty(a.attribution[i].source) && a.attribution[i].n_contents == 0);
    }
    close_reading(&x);
    open_reading(&s.gold, 0, 0, &x);
    find(&x, s.gold.text, &a);
    assert_int_equal(a.n_attributions, 0);
    close_reading(&x);
    arena_free(&memory);
}

/* The annotation of somebody to whom "said" attributes nothing. */
static article without_said(const article *gold, arena *memory)
{
    article out = *gold;

    out.n_attributions = 0;
    out.attribution = ARENA_NEW(memory, gold->n_attributions, attribution);
    for (uint32_t i = 0; i < gold->n_attributions; i++)
        if (!str_eq(span_text(gold, gold->attribution[i].cue), STR("said")))
            out.attribution[out.n_attributions++] = gold->attribution[i];
    return out;
}

/* Of what the machines of cues, sources and clauses have found, what the last one has learnt to be none is
 * dropped. */
static void verified(void **state)
{
    arena memory = {0};
    sample s;
    article gold, a;
    reading x;

    (void)state;
    make(&s, &memory);
    gold = without_said(&s.gold, &memory);
    assert_int_equal(gold.n_attributions, 6);
    open_verified(&s.gold, &gold, QUESTION_ATTRIBUTION + 1, 0, &x);
    find(&x, s.gold.text, &a);
    assert_int_equal(a.n_attributions, gold.n_attributions);
    for (uint32_t i = 0; i < a.n_attributions; i++) {
        expect_span(&a, a.attribution[i].cue, gold.attribution[i].cue);
        assert_int_equal(a.attribution[i].n_contents, gold.attribution[i].n_contents);
    }
    close_reading(&x);
    arena_free(&memory);
}

/* ---- any bytes ---- */

static void check_found(const article *a)
{
    for (uint32_t i = 0; i < a->n_attributions; i++) {
        const attribution *by = &a->attribution[i];

        assert_true(by->cue.begin < by->cue.end && by->cue.end <= a->text.n);
        assert_true(i == 0 || a->attribution[i - 1].cue.end <= by->cue.begin);
        assert_true(by->source.end <= a->text.n && !spans_meet(by->source, by->cue));
        for (uint32_t c = 0; c < by->n_contents; c++) {
            assert_true(by->content[c].at.begin < by->content[c].at.end &&
                        by->content[c].at.end <= a->text.n);
            assert_true(c == 0 || by->content[c - 1].at.end <= by->content[c].at.begin);
        }
    }
}

static const char *const pieces[] = {
    " said ", " claimed", "Jones ", "the ",      "\u201C",   "\u201D",         "\"", ", ",
    ". ",     "\n\n",     " that ", "He's ",     "\u2019s ", "told us",        ": ", "_x_",
    "U.S. ",  "12",       "- ",     "caf\u00e9", "?",        " according to ",
};

static span any_span(uint64_t *seed, str text)
{
    uint32_t n = (uint32_t)text.n + 1, a = unidata_random(seed) % n, b = unidata_random(seed) % n;

    return a < b ? (span){a, b} : (span){b, a};
}

static bool forget(void *to, question q, str window, str label, float weight, err *e)
{
    (void)to, (void)q, (void)window, (void)label, (void)weight, (void)e;
    return true;
}

static void any_bytes(void **state)
{
    arena memory = {0};
    sample s;
    article other;
    reading x;
    uint64_t seed = 11;
    char bytes[16 * 64];
    const example_sink sink = {forget, NULL};

    (void)state;
    make(&s, &memory);
    other = without_said(&s.gold, &memory);
    open_verified(&s.gold, &other, QUESTION_ATTRIBUTION + 1, 0, &x);
    for (unsigned i = 0; i < 300; i++) {
        unsigned n = 1 + unidata_random(&seed) % 60;
        str text = i % 4 ? unidata_join(&seed, n, pieces, sizeof pieces / sizeof *pieces, bytes)
                         : unidata_mix(&seed, n, bytes);
        article a, gold = {0};
        attribution by[8];
        content said[8];
        err e = {0};
        char *exact;

        exact = malloc(text.n ? text.n : 1);
        assert_non_null(exact);
        memcpy(exact, text.p, text.n);
        text.p = exact;
        find(&x, text, &a);
        check_found(&a);
        arena_reset(&memory);
        assert_true(article_split(text, false, &gold, &memory, &e));
        for (unsigned k = 0; k < 8; k++) {
            said[k] = (content){any_span(&seed, text), CONTENT_DIRECT};
            by[k] = (attribution){.cue = any_span(&seed, text),
                                  .source = any_span(&seed, text),
                                  .content = said,
                                  .n_contents = unidata_random(&seed) % 8};
        }
        gold.attribution = by;
        gold.n_attributions = 8;
        for (unsigned q = 0; q <= QUESTION_ATTRIBUTION; q++)
            assert_true(article_examples(&x.r, (question)q, &gold, &x.w, &a, &sink, &e));
        free(exact);
    }
    close_reading(&x);
    arena_free(&memory);
}

/* A sentence of nothing but cues, names or quotations: each cue looks at so much and no more. */
static void no_quadratic_time(void **state)
{
    static const char *const units[] = {"said ",  "Jones said ",   "\u201Ca, said Moss\u201D ",
                                        "said, ", "that said \" ", "He said. \u201CA\n\n"};
    arena memory = {0};
    char *bytes = malloc(1 << 13);
    sample s;
    article other;
    reading x;

    (void)state;
    assert_non_null(bytes);
    make(&s, &memory);
    other = without_said(&s.gold, &memory);
    open_verified(&s.gold, &other, QUESTION_ATTRIBUTION + 1, 0, &x);
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        clock_t took[2];

        for (unsigned twice = 0; twice < 2; twice++) {
            size_t n = twice ? 1 << 13 : 1 << 10;
            article a;
            clock_t before = clock();

            for (size_t i = 0; i < n; i++)
                bytes[i] = units[k][i % strlen(units[k])];
            find(&x, (str){bytes, n}, &a);
            check_found(&a);
            took[twice] = clock() - before;
        }
        assert_true(took[1] < 24 * took[0] + CLOCKS_PER_SEC); /* eight times as long */
    }
    close_reading(&x);
    free(bytes);
    arena_free(&memory);
}

static void words_in_order(void **state)
{
    str last = STR(""), one;
    uint32_t kinds;
    size_t i = 0;

    (void)state;
    for (; (one = attribution_words_at(i, &kinds)).n; i++) {
        if (str_cmp(last, one) >= 0)
            fail_msg("'%s' comes before '%s'", last.p, one.p);
        assert_true(kinds && attribution_words_find(one) == kinds);
        last = one;
    }
    assert_true(i > 1000);
    assert_int_equal(attribution_words_find(STR("xylophone")), 0);
    assert_int_equal(attribution_words_find(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_order),    cmocka_unit_test(examples), cmocka_unit_test(by_heart),
        cmocka_unit_test(cues_alone),        cmocka_unit_test(verified), cmocka_unit_test(any_bytes),
        cmocka_unit_test(no_quadratic_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
