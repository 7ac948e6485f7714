/* Word vectors: the file and what is wrong with it; that a model gives a text, from its words alone, the very
 * margin that the machine gives its row of numbers; and that a word which no training row has speaks by its
 * company. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "feature/feature.h"
#include "learn/assemble.h"
#include "learn_sample.h"
#include "score/plain.h"

/* ---- the file ---- */

static bool read_bytes(const char *bytes, const plan *p, arena *a, word_vectors *out, err *e)
{
    char *folder = sample_folder(), *path = sample_path(folder, "words.vec");
    bool ok;

    sample_write(path, str_z(bytes));
    ok = word_vectors_read(path, p, a, out, e);
    free(path);
    sample_remove(folder);
    return ok;
}

static uint32_t find(const word_vectors *v, const plan *p, const char *name)
{
    word_form form;

    feature_word(p, str_z(name), WORD_WORD, &form);
    return word_vectors_find(v, feature_vector(form.hash));
}

static void a_good_file(void **state)
{
    const plan p = {.vector = 1}, cased = {.vector = 1, .keep_case = 1};
    const char *const file = "4 2\nthe 3 4\nMay 0 -2\nmay 1 0\nnothing 0 0\nna\xc3\xafve\t1e0  0.0\t\n";
    word_vectors v;
    arena a = {0};
    err e = {0};

    (void)state;
    assert_true(read_bytes(file, &p, &a, &v, &e));
    assert_int_equal(v.dims, 2);
    assert_int_equal(v.n, 3); /* "May" is "may" already, and what is zero says nothing */
    assert_int_equal(find(&v, &p, "THE"), 0);
    sample_close((double)word_vectors_at(&v, 0)[0], 0.6, 1e-6);
    sample_close((double)word_vectors_at(&v, 0)[1], 0.8, 1e-6);
    assert_int_equal(find(&v, &p, "may"), 1);
    sample_close((double)word_vectors_at(&v, 1)[1], -1, 1e-6);
    assert_int_equal(find(&v, &p, "Na\xc3\xafve"), 2);
    assert_true(str_eq(v.word[2], STR("na\xc3\xafve")));
    assert_int_equal(find(&v, &p, "nothing"), WORD_VECTORS_NONE);
    word_vectors_free(&v);
    assert_true(read_bytes(file, &cased, &a, &v, &e));
    assert_int_equal(v.n, 4);
    word_vectors_free(&v);
    arena_free(&a);
}

static void bad_files(void **state)
{
    static const struct {
        const char *bytes, *why;
        uint64_t line;
    } bad[] = {
        {"", "no word vector in it", 0},
        {"2 3\n", "no word vector in it", 0},
        {"a\n", "a line is a word and its numbers, at most 4096, at the word 'a'", 1},
        {"a 1 2\nb 1\n", "not as many numbers as in the first line, or one that is none, at the word 'b'", 2},
        {"a 1 2\nb 1 2 3\n", "more numbers than in the first line, at the word 'b'", 2},
        {"a 1 2\nb 1 x\n", "not as many numbers as in the first line, or one that is none, at the word 'b'",
         2},
        {"a 1 2\nb 1 1e39\n", "a number too large, at the word 'b'", 2},
        {"a 1 2\nb 1 nan\n", "not as many numbers as in the first line, or one that is none, at the word 'b'",
         2},
    };
    const plan p = {.vector = 1};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        word_vectors v;
        arena a = {0};
        err e = {0};

        assert_false(read_bytes(bad[i].bytes, &p, &a, &v, &e));
        assert_int_equal(e.code, ERR_INPUT);
        assert_string_equal(e.text, bad[i].why);
        assert_int_equal(e.line, bad[i].line);
        word_vectors_free(&v);
        arena_free(&a);
    }
}

/* ---- the machine ---- */

enum { ROWS = 80, TRAIN = 50, DIMS = 5 };

static buf some_vectors(uint64_t seed)
{
    static const char *const common[] = {"the", "river", "rose", "news", "zürich", "it's", "unmet"};
    random_state r = random_seed(seed);
    buf out = {0};

    for (unsigned i = 0; i < sizeof common / sizeof *common + 18; i++) {
        if (i < 18)
            buf_printf(&out, "%c%u", 'p' + i / 9, i % 9);
        else
            buf_z(&out, common[i - 18]);
        for (unsigned k = 0; k < DIMS; k++)
            buf_printf(&out, " %.4f", (double)random_below(&r, 2000) / 1000 - 1);
        buf_char(&out, '\n');
    }
    buf_char(&out, 0);
    return out;
}

static str text_of_row(str *rest)
{
    str line = str_cut(rest, '\n');

    return str_cut(&line, '\t');
}

/* The margin of each row's text by the model, beside that of the row's numbers by the machine. */
static void expect_margins(const assembled *a, const fitted *f, const matrix *x, str file)
{
    plain p;
    err e = {0};

    assert_true(plain_init(&p, &a->model, 9, &e));
    (void)str_cut(&file, '\n');
    for (uint32_t i = 0; i < ROWS; i++) {
        double margin[3];

        assert_true(plain_score(&p, text_of_row(&file), margin, &e));
        for (uint32_t l = 0; l < f->L; l++)
            sample_close(margin[l], linear_margin(f->w + l * ((size_t)x->D + 1), x, i), 1e-3);
    }
    plain_free(&p);
}

static void a_model_says_what_the_machine_says(void **state)
{
    (void)state;
    for (uint32_t K = 2; K <= 3; K++) {
        buf file = sample_corpus(ROWS, K, false, K), vec = some_vectors(K);
        plan p = PLAN_DEFAULT;
        dataset_options o = SAMPLE_DATASET;
        word_vectors known;
        setting s = {.linear = LINEAR_DEFAULT};
        uint32_t *row = sample_rows(ROWS);
        arena memory = {0};
        dataset d;
        fitted f;
        assembled a;
        vectors x;
        err e = {0};

        p.vector = 1;
        o.plan = p;
        assert_true(read_bytes(vec.p, &p, &memory, &known, &e));
        s.weighing = (weighing){
            .plan = p, .idf = true, .ratio = 1, .min_df = 2, .vectors = &known, .vector_weight = 0.7};
        sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
        assert_true(fit(&d, &s, fit_lanes(&d, false), row, TRAIN, 2, &f, &e));
        assert_int_equal(f.x.x.D, f.x.n_features + DIMS);
        assert_true(weigh_vectors(&d, &s.weighing, f.v, row, ROWS, &x, &e));
        assert_true(assemble(&d, &s, &f, 0, false, '|', &a, &e));
        assert_int_equal(a.n_names, f.x.n_features + known.n);
        expect_margins(&a, &f, &x.x, buf_view(&file));
        vectors_free(&x);
        assembled_free(&a);
        fitted_free(&f);
        dataset_free(&d);
        word_vectors_free(&known);
        arena_free(&memory);
        free(row);
        buf_free(&file);
        buf_free(&vec);
    }
}

static void company_speaks(void **state)
{
    const str file =
        STR("text\tlabel\nhorrid day\tbad\nawful night\tbad\nfine day\tgood\nlovely night\tgood\n");
    dataset_options o = SAMPLE_DATASET;
    plan p = {.word_min = 1, .word_max = 1, .vector = 1};
    setting s = {.linear = LINEAR_DEFAULT};
    uint32_t row[] = {0, 1, 2, 3};
    word_vectors known;
    arena memory = {0};
    double margin[1];
    dataset d;
    fitted f;
    assembled a;
    plain scored;
    err e = {0};

    (void)state;
    o.plan = p;
    assert_true(read_bytes("horrid 1 .1\nawful 1 0\nfine -1 0\nlovely -1 .1\nghastly 1 .2\nsuperb -1 .2\n",
                           &p, &memory, &known, &e));
    s.weighing = (weighing){.plan = p, .idf = true, .min_df = 1, .vectors = &known, .vector_weight = 0.5};
    sample_dataset(FORMAT_TSV, file, &o, &d);
    assert_true(fit(&d, &s, 1, row, 4, 1, &f, &e) && assemble(&d, &s, &f, 0, false, '|', &a, &e));
    assert_true(plain_init(&scored, &a.model, 9, &e));
    assert_true(plain_score(&scored, STR("ghastly"), margin, &e) && margin[0] < -0.1);
    assert_true(plain_score(&scored, STR("superb"), margin, &e) && margin[0] > 0.1);
    plain_free(&scored);
    assembled_free(&a);
    fitted_free(&f);
    dataset_free(&d);
    word_vectors_free(&known);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_file),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(a_model_says_what_the_machine_says),
        cmocka_unit_test(company_speaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
