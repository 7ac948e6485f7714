/* assemble: each feature's row, name and slot; support vectors once each; models of odd words and of machines
 * that have nothing to say can be written and read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/assemble.h"
#include "learn_sample.h"

#define SETTING                                                                                              \
    ((setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 1},                                 \
               .linear = LINEAR_DEFAULT,                                                                     \
               .kernel = KERNEL_DEFAULT})

static void make(str file, const setting *s, const dataset_options *o, dataset *d, fitted *f, assembled *a)
{
    uint32_t *row;
    err e = {0};

    sample_dataset(FORMAT_TSV, file, o, d);
    row = sample_rows(d->N);
    if (!fit(d, s, fit_lanes(d, o->multi_label), row, d->N, 1, f, &e) ||
        !assemble(d, s, f, 0, o->multi_label, '|', a, &e))
        fail_msg("%s", e.text);
    a->model.task = STR("t");
    a->model.card = STR("{}");
    free(row);
}

static void unmake(dataset *d, fitted *f, assembled *a)
{
    assembled_free(a);
    fitted_free(f);
    dataset_free(d);
}

static void expect_table(const dataset *d, const fitted *f, const assembled *a)
{
    uint32_t width = f->w ? f->L + 1 : 0;
    size_t D = f->x.x.D;

    assert_int_equal(a->model.table.n, D);
    assert_int_equal(a->model.table.width, width);
    assert_int_equal(a->n_names, D);
    for (uint32_t c = 0; c < D; c++) {
        const vocab_feature *of = &d->vocab.feature[f->x.feature[c]];
        uint32_t slot = table_find(&a->model.table, table_spread(&a->model.table, of->hash));
        double v = (double)f->v[f->x.feature[c]];

        assert_int_equal(a->name[c].slot, slot);
        assert_int_equal(a->name[c].block, of->block);
        assert_true(str_eq(a->name[c].text, vocab_name(&d->vocab, f->x.feature[c])));
        for (uint32_t l = 0; l + 1 < width; l++)
            sample_close((double)table_weight(&a->model.table, slot, l), v * f->w[l * (D + 1) + c], 0x1p-11);
        sample_close((double)model_square(&a->model, slot), v * v, width ? 0x1p-11 : 1e-7);
    }
}

static void rows_names_and_constants(void **state)
{
    buf file = sample_corpus(60, 3, true, 9);
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    dataset d;
    fitted f;
    assembled a;

    (void)state;
    o.multi_label = true;
    make(buf_view(&file), &s, &o, &d, &f, &a);
    expect_table(&d, &f, &a);
    assert_int_equal(a.model.kernel.kind, KERNEL_NONE);
    for (uint32_t l = 0; l < 3; l++)
        sample_close(a.model.bias[l], f.w[(l + 1) * ((size_t)f.x.x.D + 1) - 1], 0);
    unmake(&d, &f, &a);
    buf_free(&file);
}

static void support_vectors(void **state)
{
    buf file = sample_corpus(60, 3, false, 9);
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    dataset d;
    fitted f;
    assembled a;
    uint32_t n = 0;

    (void)state;
    s.libsvm = true;
    s.kernel.gamma = 0.5;
    make(buf_view(&file), &s, &o, &d, &f, &a);
    expect_table(&d, &f, &a);
    for (uint32_t row = 0; row < d.N; row++) { /* in the order of the rows, those that support any lane */
        double coef[3] = {0};
        size_t begin = f.x.x.begin[row], end = f.x.x.begin[row + 1];
        const kernel *k = &a.model.kernel;

        for (uint32_t l = 0; l < 3; l++)
            for (size_t i = 0; i < f.kernel[l].n; i++)
                coef[l] += f.kernel[l].row[i] == row ? f.kernel[l].coef[i] : 0;
        if (!(fabs(coef[0]) + fabs(coef[1]) + fabs(coef[2]) > 0))
            continue;
        assert_true(n < k->n);
        for (uint32_t l = 0; l < 3; l++)
            sample_close((double)k->coef[3 * n + l], coef[l], 1e-7);
        assert_int_equal(k->begin[n + 1] - k->begin[n], end - begin);
        for (size_t at = begin; at < end; at++) {
            uint32_t slot = a.name[f.x.x.col[at]].slot;
            size_t to = k->begin[n];

            while (to < k->begin[n + 1] && k->slot[to] != slot)
                to++;
            assert_true(to < k->begin[n + 1] && (to == k->begin[n] || k->slot[to - 1] < slot));
            assert_memory_equal(&k->value[to], &f.x.x.val[at], sizeof(float));
        }
        n++;
    }
    assert_int_equal(n, a.model.kernel.n);
    unmake(&d, &f, &a);
    buf_free(&file);
}

static void can_be_written(str file, const setting *s, const dataset_options *o)
{
    dataset d;
    fitted f;
    assembled a;
    buf out = {0};
    model m;
    void *aligned;
    model_name *name = NULL;
    size_t n = 0;
    err e = {0};

    make(file, s, o, &d, &f, &a);
    if (!model_write(&a.model, a.name, a.n_names, &out, &e))
        fail_msg("%s", e.text);
    aligned = sample_must(aligned_alloc(64, (out.n + 63) / 64 * 64));
    memcpy(aligned, out.p, out.n);
    assert_true(model_map(aligned, out.n, "m", &m, &e) && model_names(&m, &name, &n, &e));
    assert_int_equal(n, f.x.x.D);
    free(name);
    model_free(&m);
    free(aligned);
    buf_free(&out);
    unmake(&d, &f, &a);
}

/* A word that holds a blank has the name of two neighbours; stray marks have no shape; names may be long. */
static void odd_words(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;
    buf file = {0};

    (void)state;
    buf_z(&file, "text\tlabel\n\xcd\xba \xce\xb9 \xd6\xb0 \xe3\x85\xa4 _ \xc2\xb4\tA\n");
    for (unsigned word = 0; word < 6; word++) {
        for (unsigned i = 0; i < 85; i++)
            buf_z(&file, "\xef\xb7\xba");
        buf_printf(&file, "%u ", word);
    }
    buf_z(&file, "\tB\n");
    s.weighing.plan = o.plan = (plan){
        .word_min = 1, .word_max = 5, .char_min = 1, .char_max = 8, .shape = 1, .punct = 1, .keep_case = 1};
    can_be_written(buf_view(&file), &s, &o);
    buf_free(&file);
}

/* No feature, no support vector, one label only of those that a record may have. */
static void machines_of_nothing(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    setting s = SETTING;

    (void)state;
    can_be_written(STR("text\tlabel\n\tA\n\tB\n"), &s, &o);
    s.libsvm = true;
    s.kernel.gamma = 1;
    can_be_written(STR("text\tlabel\n\tA\n\tB\n"), &s, &o);
    o.multi_label = true;
    can_be_written(STR("text\tlabel\na\tA\nb\t\n"), &s, &o);
    {
        uint32_t row[] = {0, 1};
        dataset d;
        fitted f;
        assembled a;
        err e = {0};

        sample_dataset(FORMAT_TSV, STR("text\tlabel\na\tA\nb\tA\n"), &o, &d);
        assert_true(fit(&d, &s, 1, row, 2, 1, &f, &e));
        assert_false(assemble(&d, &s, &f, 0, true, '|', &a, &e));
        assert_int_equal(e.code, ERR_INPUT);
        assert_string_equal(e.text, "no support vectors: every label has all of the records or none");
        unmake(&d, &f, &a);
    }
    s.libsvm = false;
    can_be_written(STR("text\tlabel\na\tA\nb\tA\n"), &s, &o);
    can_be_written(STR("text\tlabel\na\tA\nb\t\n"), &s, &o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_names_and_constants),
        cmocka_unit_test(support_vectors),
        cmocka_unit_test(odd_words),
        cmocka_unit_test(machines_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
