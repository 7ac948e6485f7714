/* dataset: rows as a naive count makes them, whatever the text; the same rows from csv, tsv and jsonl;
 * labels, groups and weights; what is left out is told, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "feature/feature.h"
#include "learn_sample.h"
#include "model/model.h"

/* ---- a naive count ---- */

typedef struct term {
    unsigned block;
    str name;
    double a, b;
} term;

typedef struct tally {
    term *term;
    size_t n, cap;
    arena names;
    uint32_t k;
} tally;

static void tally_add(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    tally *t = to;
    size_t i = 0;

    (void)hash;
    (void)n;
    while (i < t->n && (t->term[i].block != block || !str_eq(t->term[i].name, name)))
        i++;
    if (i == t->n) {
        if (t->n == t->cap) {
            t->cap = t->cap * 2 + 64;
            t->term = sample_must(realloc(t->term, t->cap * sizeof *t->term));
        }
        t->term[t->n++] = (term){block, arena_copy(&t->names, name), 0, 0};
    }
    t->term[i].a += (double)tf_gain(t->k);
    t->term[i].b += (double)tf_norm_gain(t->k);
}

/* The n-grams that end at the last of n words, by joining their names. */
static void tally_ngrams(tally *t, const plan *p, const str *norm, const uint32_t *k, unsigned n)
{
    for (unsigned len = 2; len <= p->word_max && len <= n; len++) {
        buf name = {0};
        uint32_t least = UINT32_MAX;

        for (unsigned i = n - len; i < n; i++) {
            buf_str(&name, norm[i]);
            buf_z(&name, i + 1 < n ? " " : "");
            least = k[i] < least ? k[i] : least;
        }
        t->k = least;
        if (len >= p->word_min)
            tally_add(t, 0, BLOCK_WORD, len, buf_view(&name));
        buf_free(&name);
    }
}

/* The words that count, one after the other; with `edges` between a begin and an end. */
static void tally_text(tally *t, const plan *p, str text)
{
    enum { MAX = 2000 };
    static str spelt[MAX], norm[MAX];
    static uint32_t k[MAX];
    words walk;
    word w;
    unsigned n = 0;

    if (p->edges) {
        spelt[n] = STR("");
        norm[n] = STR("<s>");
        k[n++] = 1;
    }
    words_begin(&walk, text, true);
    while (words_next(&walk, &w, 1)) {
        str raw = norm_cut((str){text.p + w.begin, w.end - w.begin});
        word_form form;

        feature_word(p, raw, (word_kind)w.kind, &form);
        if (!form.used)
            continue;
        assert_true(n + 1 < MAX);
        spelt[n] = raw;
        norm[n] = arena_copy(&t->names, (str){form.text + 1, form.n});
        k[n] = 1;
        for (unsigned i = 0; i < n; i++)
            k[n] += str_eq(spelt[i], raw);
        t->k = k[n++];
        feature_list(p, &form, tally_add, t);
        tally_ngrams(t, p, norm, k, n);
    }
    if (p->edges && n > 1) {
        norm[n] = STR("</s>");
        k[n++] = 1;
        tally_ngrams(t, p, norm, k, n);
    }
}

static void expect_row(const dataset *d, uint32_t row, const plan *p, str text)
{
    tally t = {0};
    double *sum = sample_features(d, row);
    size_t n = 0;

    tally_text(&t, p, text);
    for (uint32_t id = 0; id < d->vocab.n; id++) {
        const vocab_feature *f = &d->vocab.feature[id];
        size_t i = 0;

        if (sum[id] == 0)
            continue;
        n++;
        while (i < t.n && (t.term[i].block != f->block || !str_eq(t.term[i].name, vocab_name(&d->vocab, id))))
            i++;
        assert_true(i < t.n);
        sample_close(sum[id], t.term[i].a, 1e-5);
        sample_close(sum[d->vocab.n + id], t.term[i].b, 1e-5);
    }
    assert_int_equal(n, t.n);
    for (size_t c = d->begin[row]; c < d->begin[row + 1]; c++) /* none twice, words before n-grams */
        for (size_t other = d->begin[row]; other < c; other++)
            assert_true(d->cell[c].id != d->cell[other].id || (c < d->grams[row]) != (other < d->grams[row]));
    free(sum);
    free(t.term);
    arena_free(&t.names);
}

/* Pieces that make trouble: repeats, marks, words of nothing, ill-formed bytes, very long words. */
static void random_text(buf *out, random_state *r)
{
    static const char *const pieces[] = {"the ",
                                         "The ",
                                         "cat's ",
                                         "12 ",
                                         ",",
                                         "... ",
                                         "a ",
                                         "\xff",
                                         "\xe3\x85\xa4 ",
                                         "\xc3\xa9t\xc3\xa9 ",
                                         "x",
                                         "U.S. ",
                                         "\xf0\x9f\x98\x80 ",
                                         "\xd6\xb0 ",
                                         "q_",
                                         "  ",
                                         "\xef\xb7\xba "};

    for (uint64_t n = random_below(r, 60); n; n--) {
        buf_z(out, pieces[random_below(r, sizeof pieces / sizeof *pieces)]);
        if (random_below(r, 100) == 0)
            for (unsigned i = 0; i < 300; i++)
                buf_char(out, 'y');
    }
}

static void rows_are_as_counted(void **state)
{
    const plan plans[] = {PLAN_DEFAULT,
                          {.word_min = 1, .word_max = 5, .punct = 1, .keep_case = 1},
                          {.word_min = 3, .word_max = 4, .shape = 1, .fold_numbers = 1},
                          {.word_min = 1, .word_max = 3, .edges = 1, .punct = 1},
                          {.word_min = 2, .word_max = 5, .edges = 1},
                          {.char_min = 1, .char_max = 3, .shape = 1, .punct = 1}};
    enum { N = 40 };
    random_state random = random_seed(8);

    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        dataset_options o = SAMPLE_DATASET;
        buf file = {0}, text = {0};
        size_t end[N + 1] = {0};
        dataset d;

        o.plan = plans[i];
        o.reader.chunk_bytes = 700;
        buf_z(&file, "label\ttext\n");
        for (uint32_t row = 0; row < N; row++) {
            random_text(&text, &random);
            end[row + 1] = text.n;
            buf_printf(&file, "%c\t", 'A' + (int)(row % 3));
            buf_add(&file, text.p + end[row], end[row + 1] - end[row]);
            buf_char(&file, '\n');
        }
        sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
        assert_int_equal(d.N, N);
        assert_int_equal(d.vocab.n_collisions, 0);
        for (uint32_t row = 0; row < N; row++)
            expect_row(&d, row, &plans[i], (str){text.p + end[row], end[row + 1] - end[row]});
        dataset_free(&d);
        buf_free(&file);
        buf_free(&text);
    }
}

/* What is dropped is nobody's neighbour, and does not part its neighbours. */
static void neighbours(void **state)
{
    const char *const with[] = {"a", ",", "a ,", "b", ", b"}, *const without[] = {"a", "b", "a b"};

    (void)state;
    for (uint8_t punct = 0; punct < 2; punct++) {
        dataset_options o = SAMPLE_DATASET;
        dataset d;

        o.plan = (plan){.word_min = 1, .word_max = 2, .punct = punct};
        sample_dataset(FORMAT_TSV, STR("text\tlabel\nA,\xe3\x85\xa4 b\tx\n"), &o, &d);
        assert_int_equal(d.vocab.n, punct ? 5 : 3);
        for (uint32_t f = 0; f < d.vocab.n; f++)
            assert_true(str_eq(vocab_name(&d.vocab, f), str_z(punct ? with[f] : without[f])));
        dataset_free(&d);
    }
}

/* A word whose only letter is cut away is spelt like a mark; the mark gives way, whoever comes first. */
static void a_spelling_has_one_kind(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    char lines[301];
    str text[2];

    (void)state;
    memset(lines, '_', sizeof lines);
    lines[300] = '\0';
    o.plan = (plan){.word_min = 1, .word_max = 1, .char_min = 2, .char_max = 2, .punct = 1};
    for (unsigned first = 0; first < 2; first++) {
        buf file = {0};
        dataset d;

        buf_printf(&file, first ? "text\tlabel\n%s %sa\tx\n" : "text\tlabel\n%sa %s\tx\n", lines, lines);
        sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
        assert_int_equal(d.vocab.n, 4); /* the word and " _", "__", "_ " */
        text[0] = vocab_name(&d.vocab, 0);
        assert_int_equal(text[0].n, NORM_RAW_MAX);
        sample_close((double)d.cell[0].a, 1, 0);
        dataset_free(&d);
        buf_free(&file);
    }
}

/* ---- labels, groups, weights ---- */

static void expect_labels(const dataset *d, uint32_t row, const char *labels)
{
    buf got = {0};

    for (size_t at = d->label_begin[row]; at < d->label_begin[row + 1]; at++) {
        buf_str(&got, d->label[d->label_of[at]]);
        buf_char(&got, ' ');
    }
    buf_char(&got, '\0');
    assert_string_equal(got.p, labels);
    buf_free(&got);
}

static void labels_are_sorted_sets(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    dataset d;

    (void)state;
    o.multi_label = true;
    sample_dataset(
        FORMAT_TSV,
        STR("text\tlabel\none\tb| a |b\ntwo\t\nthree\tc|a\nfour\t|||\nfive\tab|b|ab|a|\nsix\tb c\n"), &o, &d);
    assert_int_equal(d.N, 6);
    assert_int_equal(d.n_rejected, 0);
    assert_int_equal(d.K, 5);
    assert_true(str_eq(d.label[0], STR("a")) && str_eq(d.label[1], STR("ab")) &&
                str_eq(d.label[2], STR("b")) && str_eq(d.label[3], STR("b c")) &&
                str_eq(d.label[4], STR("c")));
    expect_labels(&d, 0, "a b ");
    expect_labels(&d, 1, "");
    expect_labels(&d, 2, "a c ");
    expect_labels(&d, 3, "");
    expect_labels(&d, 4, "a ab b ");
    expect_labels(&d, 5, "b c ");
    dataset_free(&d);

    o.multi_label = false;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\none\t b|a\ntwo\ta\nthree\tb|a \n"), &o, &d);
    assert_int_equal(d.K, 2);
    expect_labels(&d, 0, "b|a ");
    expect_labels(&d, 1, "a ");
    expect_labels(&d, 2, "b|a ");
    assert_int_equal(d.n_groups, 0);
    sample_close(d.weight[1], 1, 0);
    dataset_free(&d);
}

/* A record may name a label a million times: each is looked up once. */
static void labels_without_end(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    buf file = {0};
    dataset d;

    (void)state;
    o.multi_label = true;
    buf_z(&file, "text\tlabel\nx\t");
    for (uint32_t i = 0; i < 400000; i++)
        buf_printf(&file, "%u|", i % MODEL_LABELS_MAX);
    buf_char(&file, '\n');
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    assert_int_equal(d.K, MODEL_LABELS_MAX);
    assert_int_equal(d.label_begin[1], MODEL_LABELS_MAX);
    dataset_free(&d);
    buf_free(&file);
}

static void too_many_labels(void **state)
{
    const dataset_options o = SAMPLE_DATASET;
    buf file = {0};
    dataset d;
    err e = {0};

    (void)state;
    buf_z(&file, "text\tlabel\n");
    for (uint32_t i = 0; i <= MODEL_LABELS_MAX; i++)
        buf_printf(&file, "x\t%u\n", i);
    assert_false(sample_try_dataset(FORMAT_TSV, buf_view(&file), &o, &d, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_int_equal(e.line, MODEL_LABELS_MAX + 2);
    assert_string_equal(e.text, "more than 10000 different labels; is this the label column?");
    assert_null(d.begin);
    buf_free(&file);
}

static void groups_and_weights(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    dataset d;

    (void)state;
    o.reader.fields.group = "g";
    o.reader.fields.weight = "w";
    /* The third row's group is the bytes that stood for "the row of number 1 by itself" once. */
    sample_dataset(FORMAT_CSV,
                   STR("text,label,g,w\nx,a,one,2\nx,a,,\nx,b,\"\n1\",0.5\nx,b,one,0\nx,b,,1e3\n"), &o, &d);
    assert_int_equal(d.N, 5);
    assert_int_equal(d.n_groups, 4);
    assert_int_equal(d.group[0], d.group[3]);
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t j = 0; j < i; j++)
            assert_true((i == 3 && j == 0) == (d.group[i] == d.group[j]) && d.group[i] < d.n_groups);
    sample_close(d.weight[0], 2, 0);
    sample_close(d.weight[1], 1, 0);
    sample_close(d.weight[2], 0.5, 0);
    sample_close(d.weight[3], 0, 0);
    sample_close(d.weight[4], 1000, 0);
    dataset_free(&d);
}

/* ---- what is left out ---- */

typedef struct rejected {
    buf out;
    unsigned most;
} rejected;

static bool on_reject(void *to, const record *r, err *e)
{
    rejected *n = to;

    assert_true(r->bad);
    buf_printf(&n->out, "%u:%u %s\n", (unsigned)r->line, (unsigned)r->why.byte, r->why.text);
    return n->most-- ? true : err_set(e, ERR_INPUT, "enough");
}

static void rejects_are_told_in_order(void **state)
{
    const str file = STR("{\"text\":\"a\",\"label\":\"x\"}\n"
                         "{\"text\":\"b\",\"label\":\" \"}\n"
                         "{\"text\":\"c\"\n"
                         "{\"text\":\"d\",\"label\":\"y\"}\n"
                         "{\"text\":\"e\"}\n");
    rejected told = {.most = 10};
    dataset_options o = SAMPLE_DATASET;
    dataset d;
    err e = {0};

    (void)state;
    o.on_reject = on_reject;
    o.to = &told;
    sample_dataset(FORMAT_JSONL, file, &o, &d);
    buf_char(&told.out, '\0');
    assert_int_equal(d.N, 2);
    assert_int_equal(d.n_rejected, 3);
    assert_int_equal(d.file[0].rows, 2);
    assert_int_equal(d.file[0].bytes, file.n);
    assert_memory_equal(told.out.p, "2:25 the label is empty\n3:", 26);
    assert_non_null(strstr(told.out.p, "\n5:"));
    dataset_free(&d);

    told.out.n = 0;
    told.most = 1;
    assert_false(sample_try_dataset(FORMAT_JSONL, file, &o, &d, &e));
    assert_string_equal(e.text, "enough");
    buf_free(&told.out);
}

/* Labels that no model could hold are refused where they stand, not after an hour of training. */
static void labels_that_cannot_be(void **state)
{
    rejected told = {.most = 10};
    dataset_options o = SAMPLE_DATASET;
    buf file = {0};
    dataset d;

    (void)state;
    o.on_reject = on_reject;
    o.to = &told;
    buf_z(&file, "text\tlabel\nx\ta\nx\t\xff\nx\t");
    for (unsigned i = 0; i < MODEL_NAME_MAX; i++)
        buf_char(&file, 'l');
    buf_z(&file, "\nx\tl");
    for (unsigned i = 0; i < MODEL_NAME_MAX; i++)
        buf_char(&file, 'l');
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    buf_char(&told.out, '\0');
    assert_string_equal(told.out.p, "3:15 the label is not UTF-8\n5:4118 the label is too long to be one\n");
    assert_int_equal(d.N, 2);
    dataset_free(&d);
    buf_free(&told.out);
    buf_free(&file);
}

static void nothing_to_learn_from(void **state)
{
    const dataset_options o = SAMPLE_DATASET;
    const struct {
        const char *file, *text;
    } cases[] = {
        {"text\tlabel\n", "no records to learn from (0 rejected)"},
        {"text\tlabel\nx\t\ny\t \n", "no records to learn from (2 rejected: --rejects FILE tells why)"},
        {"", NULL},
        {"text\tother\nx\ty\n", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dataset d;
        err e = {0};

        assert_false(sample_try_dataset(FORMAT_TSV, str_z(cases[i].file), &o, &d, &e));
        assert_int_equal(e.code, ERR_INPUT);
        if (cases[i].text)
            assert_string_equal(e.text, cases[i].text);
        assert_null(d.begin);
        assert_null(d.vocab.feature);
    }
}

static void empty_texts(void **state)
{
    const dataset_options o = SAMPLE_DATASET;
    dataset d;

    (void)state;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\n\ta\n...\tb\n \ta\n"), &o, &d);
    assert_int_equal(d.N, 3);
    assert_int_equal(d.begin[3], 0);
    assert_int_equal(d.vocab.n, 0);
    dataset_free(&d);
}

/* ---- one dataset, three formats ---- */

static void expect_same(const dataset *a, const dataset *b)
{
    size_t cells = a->begin[a->N];

    assert_int_equal(a->N, b->N);
    assert_int_equal(a->K, b->K);
    assert_int_equal(a->vocab.n, b->vocab.n);
    assert_int_equal(a->n_groups, b->n_groups);
    assert_memory_equal(a->begin, b->begin, (a->N + 1) * sizeof *a->begin);
    assert_memory_equal(a->grams, b->grams, a->N * sizeof *a->grams);
    assert_memory_equal(a->cell, b->cell, cells * sizeof *a->cell);
    assert_int_equal(a->n_words, b->n_words);
    assert_memory_equal(a->run_begin, b->run_begin, (a->n_words + 1) * sizeof *a->run_begin);
    assert_memory_equal(a->run, b->run, a->run_begin[a->n_words] * sizeof *a->run);
    assert_memory_equal(a->weight, b->weight, a->N * sizeof *a->weight);
    assert_memory_equal(a->group, b->group, a->N * sizeof *a->group);
    assert_memory_equal(a->label_begin, b->label_begin, (a->N + 1) * sizeof *a->label_begin);
    assert_memory_equal(a->label_of, b->label_of, a->label_begin[a->N] * sizeof *a->label_of);
    for (uint32_t k = 0; k < a->K; k++)
        assert_true(str_eq(a->label[k], b->label[k]));
    assert_true(a->file[0].digest == b->file[0].digest);
}

/* A tsv file, without quotes or tabs in its cells, in another format. */
static buf translate(str tsv, format to)
{
    static const char *const key[] = {"{\"text\":", ",\"label\":", ",\"weight\":", ",\"group\":"};
    buf out = {0};
    bool is_header = true;

    while (tsv.n) {
        str line = str_cut(&tsv, '\n');

        for (unsigned c = 0; c < 4; c++) {
            str cell = str_cut(&line, '\t');

            if (to == FORMAT_CSV) {
                buf_printf(&out, "%s\"%.*s\"", c ? "," : "", (int)cell.n, cell.n ? cell.p : "");
            } else if (!is_header) {
                buf_z(&out, key[c]);
                buf_json(&out, cell);
            }
        }
        if (to == FORMAT_JSONL && !is_header)
            buf_char(&out, '}');
        if (to == FORMAT_CSV || !is_header)
            buf_z(&out, "\n");
        is_header = false;
    }
    return out;
}

static void formats_agree(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    buf tsv = sample_corpus(120, 3, false, 21), csv, jsonl;
    dataset a, b;

    (void)state;
    o.reader.fields.weight = "weight";
    o.reader.fields.group = "group";
    o.plan.punct = o.plan.shape = 1;
    csv = translate(buf_view(&tsv), FORMAT_CSV);
    jsonl = translate(buf_view(&tsv), FORMAT_JSONL);
    sample_dataset(FORMAT_TSV, buf_view(&tsv), &o, &a);
    sample_dataset(FORMAT_CSV, buf_view(&csv), &o, &b);
    expect_same(&a, &b);
    dataset_free(&b);
    o.reader.chunk_bytes = 300;
    sample_dataset(FORMAT_JSONL, buf_view(&jsonl), &o, &b);
    expect_same(&a, &b);
    dataset_free(&b);
    dataset_free(&a);
    buf_free(&tsv);
    buf_free(&csv);
    buf_free(&jsonl);
}

static void any_change_changes_the_digest(void **state)
{
    static const char *const files[] = {"text\tlabel\tw\tg\nab\tc\t1\tg\nd\te\t1\t\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\tg\nD\te\t1\t\n",
                                        "text\tlabel\tw\tg\na\tbc\t1\tg\nd\te\t1\t\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\tg\nd\te\t2\t\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\tg\nd\te\t1\tg\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\th\nd\te\t1\t\n",
                                        "text\tlabel\tw\tg\nd\te\t1\t\nab\tc\t1\tg\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\tg\nd\te\t1\t\nd\te\t1\t\n",
                                        "text\tlabel\tw\tg\nab\tc\t1\tg\n"};
    enum { N = sizeof files / sizeof *files };
    uint64_t digest[N];
    dataset_options o = SAMPLE_DATASET;

    (void)state;
    o.reader.fields.group = "g";
    o.reader.fields.weight = "w";
    for (unsigned i = 0; i < N; i++) {
        dataset d;

        sample_dataset(FORMAT_TSV, str_z(files[i]), &o, &d);
        digest[i] = d.file[0].digest;
        dataset_free(&d);
        for (unsigned j = 0; j < i; j++)
            assert_true(digest[i] != digest[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_as_counted),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(a_spelling_has_one_kind),
        cmocka_unit_test(labels_are_sorted_sets),
        cmocka_unit_test(labels_without_end),
        cmocka_unit_test(too_many_labels),
        cmocka_unit_test(groups_and_weights),
        cmocka_unit_test(rejects_are_told_in_order),
        cmocka_unit_test(labels_that_cannot_be),
        cmocka_unit_test(nothing_to_learn_from),
        cmocka_unit_test(empty_texts),
        cmocka_unit_test(formats_agree),
        cmocka_unit_test(any_change_changes_the_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
