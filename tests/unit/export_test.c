/* export: the file's text; and the whole road held to the original tools: what liblinear and libsvm learn
 * from the exported vectors gives every text the margin that the model file gives it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define model liblinear_model /* their struct has the name of ours */
#include <linear.h>
#undef model
#if __has_include(<libsvm/svm.h>)
#include <libsvm/svm.h>
#else
#include <svm.h>
#endif

#include "learn/assemble.h"
#include "learn/export.h"
#include "learn_sample.h"
#include "score/plain.h"

enum { N = 120, TRAIN = 80, K_MAX = 3 };

/* A model rounds its weights to halves (model/table.h): an error of 2^-11 of each at most, less of a sum. */
#define CLOSE 0x1p-11

#define SETTING                                                                                              \
    ((setting){.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 2},                                 \
               .linear = LINEAR_DEFAULT,                                                                     \
               .kernel = KERNEL_DEFAULT})

static void text_of_the_file(void **state)
{
    const plan p = {.word_min = 1, .word_max = 1};
    const char *const expected[] = {"-1 1:1 2:1\n+1 2:0.707106769 3:0.707106769\n+1\n",
                                    "0,1 1:1 2:1\n1 2:0.707106769 3:0.707106769\n 4:1\n"};
    const char *const files[] = {"text\tlabel\na b\tX\nc b\tY\n\tY\n",
                                 "text\tlabel\na b\tX|Y\nc b\tY\nd\t\n"};
    dataset_options o = SAMPLE_DATASET;

    (void)state;
    o.plan = p;
    for (unsigned several = 0; several < 2; several++) {
        float v[] = {1, 1, 1, 1};
        const uint32_t row[] = {0, 1, 2};
        buf out = {0};
        fitted f = {0};
        dataset d;
        err e = {0};

        o.multi_label = several;
        sample_dataset(FORMAT_TSV, str_z(files[several]), &o, &d);
        assert_true(weigh_vectors(&d, &(weighing){.plan = p}, v, row, 3, &f.x, &e));
        f.x.val[0] = f.x.val[1] = 1;
        assert_true(vectors_flatten(&f.x, &e) && export_libsvm(&d, &f.x.x, several, &out, &e));
        buf_char(&out, '\0');
        assert_string_equal(out.p, expected[several]);
        buf_free(&out);
        vectors_free(&f.x);
        dataset_free(&d);
    }
}

/* ---- the file read back by hand ---- */

typedef struct vectors_read {
    size_t n, cap;
    int *index; /* [cap] rows one after the other; -1 ends a row */
    double *value;
    double label[N];
    size_t begin[N + 1];
} vectors_read;

static void add_cell(vectors_read *r, int index, double value)
{
    if (r->n == r->cap) {
        r->cap = r->cap * 2 + 1024;
        r->index = sample_must(realloc(r->index, r->cap * sizeof *r->index));
        r->value = sample_must(realloc(r->value, r->cap * sizeof *r->value));
    }
    r->index[r->n] = index;
    r->value[r->n++] = value;
}

static void read_back(char *text, vectors_read *r, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        int before = 0;

        r->begin[i] = r->n;
        r->label[i] = strtod(text, &text);
        while (*text == ' ') {
            long index = strtol(text, &text, 10);

            assert_true(index > before && *text == ':');
            before = (int)index;
            add_cell(r, before, strtod(text + 1, &text));
        }
        assert_int_equal(*text++, '\n');
        add_cell(r, -1, 0);
    }
    assert_int_equal(*text, '\0');
}

/* Rows that were not trained on, as the same columns. */
static void add_rows(const matrix *x, vectors_read *r, uint32_t from)
{
    for (uint32_t i = 0; i < x->N; i++) {
        r->begin[from + i] = r->n;
        for (size_t at = x->begin[i]; at < x->begin[i + 1]; at++)
            add_cell(r, (int)x->col[at] + 1, (double)x->val[at]);
        add_cell(r, -1, 0);
    }
}

/* ---- the two roads ---- */

typedef struct sample {
    buf file;
    str text[N];
    dataset d;
    fitted f;
    uint32_t L;
    vectors_read read;
    double *margin; /* [N][L] by the model file */
} sample;

static void score(sample *s, const setting *how)
{
    assembled a;
    plain p;
    model m;
    buf bytes = {0};
    void *aligned;
    err e = {0};

    assert_true(assemble(&s->d, how, &s->f, 0, false, '|', &a, &e));
    a.model.task = STR("mood");
    a.model.card = STR("{}");
    if (!model_write(&a.model, a.name, a.n_names, &bytes, &e))
        fail_msg("%s", e.text);
    assembled_free(&a);

    aligned = sample_must(aligned_alloc(64, (bytes.n + 63) / 64 * 64));
    memcpy(aligned, bytes.p, bytes.n);
    if (!model_map(aligned, bytes.n, "m", &m, &e))
        fail_msg("%s", e.text);
    assert_int_equal(m.L, s->L);
    s->margin = sample_must(malloc(sizeof *s->margin * N * s->L));
    assert_true(plain_init(&p, &m, 5, &e));
    for (uint32_t i = 0; i < N; i++) {
        unsigned first = plan_first(&how->weighing.plan);

        assert_true(plain_score(&p, s->text[i], s->margin + (size_t)i * s->L, &e));
        if (i < TRAIN) /* what training says of how much is known, scoring says */
            sample_close(p.known, s->f.x.known[(size_t)i * N_BLOCKS + first], CLOSE);
    }
    plain_free(&p);
    model_free(&m);
    free(aligned);
    buf_free(&bytes);
}

/* Learns from the first TRAIN rows, and scores all from their texts. */
static void sample_open(sample *s, const setting *how, uint32_t K, const plan *p)
{
    uint32_t *row = sample_rows(N);
    dataset_options o = SAMPLE_DATASET;
    vectors held_out;
    buf out = {0};
    str rest;
    err e = {0};

    *s = (sample){.file = sample_corpus(N, K, false, 50 + K)};
    o.plan = *p;
    sample_dataset(FORMAT_TSV, buf_view(&s->file), &o, &s->d);
    s->L = fit_lanes(&s->d, false);
    rest = buf_view(&s->file);
    (void)str_cut(&rest, '\n');
    for (uint32_t i = 0; i < N; i++) {
        str line = str_cut(&rest, '\n');

        s->text[i] = str_cut(&line, '\t');
    }
    if (!fit(&s->d, how, s->L, row, TRAIN, 2, &s->f, &e))
        fail_msg("%s", e.text);
    assert_true(vectors_flatten(&s->f.x, &e) && export_libsvm(&s->d, &s->f.x.x, false, &out, &e));
    buf_char(&out, '\0');
    read_back(out.p, &s->read, TRAIN);
    assert_true(weigh_vectors(&s->d, &how->weighing, s->f.v, row + TRAIN, N - TRAIN, &held_out, &e));
    assert_true(vectors_flatten(&held_out, &e));
    assert_int_equal(held_out.x.D, s->f.x.x.D);
    add_rows(&held_out.x, &s->read, TRAIN);
    score(s, how);
    vectors_free(&held_out);
    buf_free(&out);
    free(row);
}

static void sample_close_all(sample *s)
{
    buf_free(&s->file);
    dataset_free(&s->d);
    fitted_free(&s->f);
    free(s->read.index);
    free(s->read.value);
    free(s->margin);
}

static void quiet(const char *line)
{
    (void)line;
}

static void like_liblinear(uint32_t K, const setting *how, const plan *p)
{
    sample s;
    struct feature_node *node, *rows[N];
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC, .C = how->linear.C, .eps = 1e-7, .p = 0.1};
    struct problem problem = {.l = TRAIN, .x = rows, .bias = 1};
    struct liblinear_model *m;
    size_t n = 0;

#if LIBLINEAR_VERSION >= 240
    parameter.regularize_bias = 1;
#endif
    set_print_string_function(quiet);
    sample_open(&s, how, K, p);
    problem.n = (int)s.f.x.x.D + 1;
    problem.y = s.read.label;
    node = sample_must(malloc(sizeof *node * (s.read.n + N)));
    for (uint32_t i = 0; i < N; i++) {
        rows[i] = node + n;
        for (size_t at = s.read.begin[i]; s.read.index[at] > 0; at++)
            node[n++] = (struct feature_node){s.read.index[at], s.read.value[at]};
        node[n++] = (struct feature_node){problem.n, 1};
        node[n++] = (struct feature_node){-1, 0};
    }
    assert_null(check_parameter(&problem, &parameter));
    m = train(&problem, &parameter);
    for (uint32_t i = 0; i < N; i++) {
        double theirs[K_MAX];

        (void)predict_values(m, rows[i], theirs);
        for (uint32_t l = 0; l < s.L; l++) {
            int label = s.L == 1 ? m->label[0] : m->label[l];

            sample_close(s.margin[(size_t)i * s.L + (s.L == 1 ? 0 : (uint32_t)label)],
                         s.L == 1 && label < 0 ? -theirs[0] : theirs[l], CLOSE);
        }
    }
    free_and_destroy_model(&m);
    free(node);
    sample_close_all(&s);
}

static void liblinear_agrees(void **state)
{
    setting s = SETTING;
    plan p = PLAN_DEFAULT;

    (void)state;
    s.linear.eps = 1e-4; /* what is compared is the machine, not where two solvers stop */
    like_liblinear(2, &s, &p);
    like_liblinear(3, &s, &p);
    s.linear.C = 8;
    s.weighing.ratio = 1;
    s.weighing.min_df = 1;
    p.punct = p.keep_case = p.fold_numbers = p.shape = 1;
    p.word_max = 4;
    p.char_max = 6;
    s.weighing.plan = p;
    like_liblinear(2, &s, &p);
    s.weighing.plan.word_min = s.weighing.plan.word_max = 2; /* less than what was read */
    s.weighing.plan.char_min = 3;
    s.weighing.plan.char_max = 4;
    s.weighing.plan.shape = 0;
    like_liblinear(3, &s, &p);
}

static int libsvm_name(kernel_kind kind)
{
    return kind == KERNEL_POLY ? POLY : kind == KERNEL_RBF ? RBF : kind == KERNEL_SIGMOID ? SIGMOID : LINEAR;
}

/* libsvm knows no one-against-the-rest: of each lane a problem of its own is made. */
static void like_libsvm(uint32_t K, const setting *how)
{
    const kernel_options *o = &how->kernel;
    const plan p = PLAN_DEFAULT;
    sample s;
    struct svm_node *node, *rows[N];
    double y[TRAIN];
    struct svm_parameter parameter = {.svm_type = o->nu_svc ? NU_SVC : C_SVC,
                                      .kernel_type = libsvm_name(o->kind),
                                      .degree = (int)o->degree,
                                      .gamma = o->gamma,
                                      .coef0 = o->coef0,
                                      .cache_size = 10,
                                      .eps = o->eps,
                                      .C = o->C,
                                      .nu = o->nu,
                                      .shrinking = 1};
    struct svm_problem problem = {.l = TRAIN, .y = y, .x = rows};

    svm_set_print_string_function(quiet);
    sample_open(&s, how, K, &p);
    node = sample_must(malloc(sizeof *node * s.read.n));
    for (size_t at = 0; at < s.read.n; at++)
        node[at] = (struct svm_node){s.read.index[at], s.read.value[at]};
    for (uint32_t i = 0; i < N; i++)
        rows[i] = node + s.read.begin[i];

    for (uint32_t l = 0; l < s.L; l++) {
        struct svm_model *m;

        for (uint32_t i = 0; i < TRAIN; i++)
            y[i] = s.read.label[i] == (s.L == 1 ? 1 : l) ? 1 : -1;
        assert_null(svm_check_parameter(&problem, &parameter));
        m = svm_train(&problem, &parameter);
        for (uint32_t i = 0; i < N; i++) {
            double theirs;

            (void)svm_predict_values(m, rows[i], &theirs);
            sample_close(s.margin[(size_t)i * s.L + l], m->label[0] > 0 ? theirs : -theirs, CLOSE);
        }
        svm_free_and_destroy_model(&m);
    }
    free(node);
    sample_close_all(&s);
}

static void libsvm_agrees(void **state)
{
    const kernel_kind kinds[] = {KERNEL_NONE, KERNEL_POLY, KERNEL_RBF, KERNEL_SIGMOID};

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (unsigned nu_svc = 0; nu_svc < 2; nu_svc++) {
            setting s = SETTING;

            s.libsvm = true;
            s.kernel.kind = kinds[i];
            s.kernel.gamma = kinds[i] == KERNEL_SIGMOID ? 0.3 : 0.5;
            s.kernel.coef0 = kinds[i] == KERNEL_POLY ? 0.5 : kinds[i] == KERNEL_SIGMOID ? -0.2 : 0;
            s.kernel.nu_svc = nu_svc;
            s.kernel.C = 2;
            s.kernel.nu = 0.25;
            s.weighing.ratio = nu_svc ? 1 : 0;
            like_libsvm(2, &s);
            like_libsvm(3, &s);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_the_file),
        cmocka_unit_test(liblinear_agrees),
        cmocka_unit_test(libsvm_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
