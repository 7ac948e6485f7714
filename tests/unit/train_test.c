/* train: the same bytes for the same data, options and seed, on any number of threads; one clear message for
 * each thing that cannot be learnt from; several labels a record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/train.h"
#include "learn_sample.h"
#include "score/plain.h"

#define OPTIONS                                                                                              \
    ((train_options){.task = STR("mood"),                                                                    \
                     .setting = {.weighing = {.plan = PLAN_DEFAULT, .idf = true, .min_df = 1},               \
                                 .linear = LINEAR_DEFAULT,                                                   \
                                 .kernel = KERNEL_DEFAULT},                                                  \
                     .separator = '|',                                                                       \
                     .limit_s = INFINITY,                                                                    \
                     .n_folds = 3,                                                                           \
                     .seed = 1,                                                                              \
                     .threads = 1,                                                                           \
                     .calibrate = true})

static void sample(uint32_t n, uint32_t K, bool several, bool groups, const plan *p, dataset *d)
{
    buf file = sample_corpus(n, K, several, 17);
    dataset_options o = SAMPLE_DATASET;

    o.plan = *p;
    o.multi_label = several;
    o.reader.fields.weight = "weight";
    o.reader.fields.group = groups ? "group" : NULL;
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, d);
    buf_free(&file);
}

static void train_sample(const dataset *d, const train_options *o, trained *t)
{
    err e = {0};

    if (!train_model(d, o, t, &e))
        fail_msg("%s", e.text);
    assert_true(t->model.n > 0);
}

static void expect_bytes(const buf *a, const buf *b)
{
    assert_int_equal(a->n, b->n);
    assert_true(a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

/* Threads 1, 2, 4, and again 1; then another seed. */
static void expect_same_bytes(const dataset *d, train_options o)
{
    trained first, t;

    train_sample(d, &o, &first);
    for (unsigned threads = 2; threads <= 8; threads *= 2) {
        o.threads = threads < 8 ? threads : 1;
        train_sample(d, &o, &t);
        expect_bytes(&first.model, &t.model);
        expect_bytes(&first.libsvm, &t.libsvm);
        trained_free(&t);
    }
    if (o.n_folds) {
        o.seed = 2;
        train_sample(d, &o, &t);
        assert_true(memcmp(first.crossval.margin, t.crossval.margin, d->N * sizeof(double)) != 0);
        trained_free(&t);
    }
    trained_free(&first);
}

static void the_same_bytes(void **state)
{
    const plan usual = PLAN_DEFAULT, widest = search_plan(&PLAN_DEFAULT);
    train_options o = OPTIONS;
    dataset d;

    (void)state;
    o.export_libsvm = true;
    o.setting.weighing.ratio = 1;
    sample(60, 2, false, true, &usual, &d);
    expect_same_bytes(&d, o);
    o.setting.libsvm = true;
    o.setting.kernel.gamma = 0.5;
    o.n_folds = 2;
    expect_same_bytes(&d, o);
    o.n_folds = 0;
    expect_same_bytes(&d, o);
    dataset_free(&d);

    o = OPTIONS;
    o.setting.balanced = true;
    sample(60, 3, false, false, &usual, &d);
    expect_same_bytes(&d, o);
    o.calibrate = false;
    expect_same_bytes(&d, o);
    dataset_free(&d);

    o.multi_label = o.calibrate = true;
    sample(60, 4, true, false, &usual, &d);
    expect_same_bytes(&d, o);
    dataset_free(&d);

    o = OPTIONS;
    o.search = true;
    o.n_folds = 2;
    sample(30, 2, false, false, &widest, &d);
    expect_same_bytes(&d, o);
    dataset_free(&d);
}

static void open_model(const trained *t, void **memory, model *m)
{
    err e = {0};

    *memory = sample_must(aligned_alloc(64, (t->model.n + 63) / 64 * 64));
    memcpy(*memory, t->model.p, t->model.n);
    if (!model_map(*memory, t->model.n, "m", m, &e))
        fail_msg("%s", e.text);
}

static void several_labels(void **state)
{
    const str file = STR("text\tlabel\n"
                         "ships sail\tsea|trade\nships sink\tsea\ngrain and ships\tsea|grain|trade\n"
                         "grain sold\tgrain|trade\ngrain grows\tgrain\nrain falls\t\nrain again\t\n"
                         "oil and grain sold\toil|grain|trade\nships ashore\tsea\ngrain harvest\tgrain\n");
    dataset_options how = SAMPLE_DATASET;
    train_options o = OPTIONS;
    double margin[4], p[4];
    void *memory;
    trained t;
    dataset d;
    model m;
    plain scratch;
    err e = {0};

    (void)state;
    how.multi_label = o.multi_label = true;
    how.plan = o.setting.weighing.plan = (plan){.word_min = 1, .word_max = 1};
    o.calibrate = false;
    sample_dataset(FORMAT_TSV, file, &how, &d);
    train_sample(&d, &o, &t);
    assert_int_equal(t.fewest, 1); /* oil: one record, which is no error here */
    assert_int_equal(t.fewest_rows, 1);
    open_model(&t, &memory, &m);
    assert_true(m.multi_label && m.separator == '|' && m.K == 4 && m.L == 4);
    assert_true(plain_init(&scratch, &m, 3, &e) && plain_score(&scratch, STR("ships ships"), margin, &e));
    (void)model_decide(&m, margin, p);
    assert_true(str_eq(m.label[2], STR("sea")));
    for (uint32_t k = 0; k < 4; k++)
        assert_int_equal(model_gives(&m, margin, p, k), k == 2);
    plain_free(&scratch);
    model_free(&m);
    free(memory);
    trained_free(&t);
    dataset_free(&d);

    /* One label is enough, where a record may have none. */
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b\tX\nc d\t\na e\tX\nc f\t\na g\tX\nc h\t\n"), &how, &d);
    o.calibrate = true;
    train_sample(&d, &o, &t);
    open_model(&t, &memory, &m);
    assert_true(plain_init(&scratch, &m, 3, &e));
    assert_true(plain_score(&scratch, STR("a"), &margin[0], &e) &&
                plain_score(&scratch, STR("c"), &margin[1], &e));
    assert_true(margin[0] > 0 && margin[1] < 0);
    plain_free(&scratch);
    model_free(&m);
    free(memory);
    trained_free(&t);
    dataset_free(&d);
}

static void expect_refusal(const char *file, const train_options *o, err_code code, const char *text)
{
    dataset_options how = SAMPLE_DATASET;
    trained t;
    dataset d;
    err e = {0};

    how.multi_label = o->multi_label;
    how.reader.fields.weight = "weight";
    how.reader.fields.group = "group";
    how.plan = o->setting.weighing.plan;
    sample_dataset(FORMAT_TSV, str_z(file), &how, &d);
    d.n_groups = strstr(file, "group") ? d.n_groups : 0;
    assert_false(train_model(&d, o, &t, &e));
    assert_string_equal(e.text, text);
    assert_int_equal(e.code, code);
    assert_null(t.model.p);
    assert_null(t.crossval.margin);
    dataset_free(&d);
}

static void what_cannot_be_learnt_from(void **state)
{
    train_options o = OPTIONS, several = OPTIONS;

    (void)state;
    several.multi_label = true;
    expect_refusal("text\tlabel\na\tX\nb\tX\nc\tX\n", &o, ERR_INPUT,
                   "all records (3) have the label 'X': two labels at least are needed");
    expect_refusal("text\tlabel\na\tX\nb\tY\nc\tX\n", &o, ERR_INPUT,
                   "label 'Y' has one record: two at least are needed, ten or more are better");
    expect_refusal("text\tlabel\tweight\na\tX\t1\nb\tY\t0\nc\tX\t1\nd\tY\t1\n", &o, ERR_INPUT,
                   "label 'Y' has one record: two at least are needed, ten or more are better");
    expect_refusal(
        "text\tlabel\tweight\na\tX\t1\nb\tY\t0\nc\tX\t1\nd\tY\t0\n", &o, ERR_INPUT,
        "label 'Y' has no record of a weight above 0: two at least are needed, ten or more are better");
    expect_refusal("text\tlabel\na\t\nb\t|\n", &several, ERR_INPUT, "no record has a label");
    expect_refusal("text\tlabel\n\tX\n\tY\n..\tX\n\tY\n", &o, ERR_INPUT,
                   "no features: the texts are empty, or --min-df is too high");
    o.n_folds = 5;
    expect_refusal("text\tlabel\na\tX\nb\tY\nc\tX\nd\tY\n", &o, ERR_INPUT,
                   "4 rows cannot fill 5 folds: choose fewer with --cv");
    expect_refusal("text\tlabel\tgroup\na\tX\tg\nb\tY\tg\nc\tX\th\nd\tY\t\ne\tX\th\nf\tY\th\n", &o, ERR_INPUT,
                   "3 groups cannot fill 5 folds: choose fewer with --cv");
    o.n_folds = 1;
    expect_refusal("text\tlabel\na\tX\nb\tY\nc\tX\nd\tY\n", &o, ERR_USAGE, "1 folds: at least 2 are needed");
    o.n_folds = 0;
    o.setting.weighing.min_df = 3;
    expect_refusal("text\tlabel\na\tX\nb\tY\nc\tX\nd\tY\n", &o, ERR_INPUT,
                   "no features: the texts are empty, or --min-df is too high");
    o.setting.weighing.min_df = 1;
    o.setting.linear.C = 0;
    expect_refusal("text\tlabel\na\tX\nb\tY\nc\tX\nd\tY\n", &o, ERR_USAGE,
                   "C, eps and class weights must be finite and above 0");
}

/* Label by label few rows, more folds than they have: trained all the same, and said. */
static void rare_labels(void **state)
{
    dataset_options how = SAMPLE_DATASET;
    train_options o = OPTIONS;
    trained t;
    dataset d;

    (void)state;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na\tX\nb\tY\na c\tX\nb d\tY\ne\tZ\na b e\tZ\n"), &how, &d);
    o.n_folds = 6;
    o.setting.balanced = true;
    train_sample(&d, &o, &t);
    assert_int_equal(t.fewest, 0);
    assert_int_equal(t.fewest_rows, 2);
    trained_free(&t);
    dataset_free(&d);
}

static void settings_in_words(void **state)
{
    setting s = OPTIONS.setting;
    char out[100];

    (void)state;
    assert_string_equal(train_words(&s, out, sizeof out), "word 1-2, char 2-5, min-df 1, C 1");
    s.weighing.plan.word_max = s.weighing.plan.word_min = 0;
    s.weighing.plan.shape = 1;
    s.balanced = s.libsvm = true;
    s.weighing.ratio = 1;
    s.kernel.C = 0.25;
    assert_string_equal(train_words(&s, out, sizeof out),
                        "char 2-5, shape, ratio, balanced, rbf kernel, min-df 1, C 0.25");
    assert_string_equal(train_words(&s, out, 10), "char 2-5,");
    s.weighing.ratio = 0.5;
    assert_string_equal(train_words(&s, out, 25), "char 2-5, shape, ratio^0");
    assert_string_equal(train_words(&s, out, 30), "char 2-5, shape, ratio^0.5, b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes),
        cmocka_unit_test(several_labels),
        cmocka_unit_test(what_cannot_be_learnt_from),
        cmocka_unit_test(rare_labels),
        cmocka_unit_test(settings_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
