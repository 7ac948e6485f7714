/* weigh: scales as worked out on paper; vectors as the formula has them; nothing learnt from rows held out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/linear.h"
#include "learn/weigh.h"
#include "learn_sample.h"

static uint32_t find(const dataset *d, unsigned block, const char *name)
{
    uint32_t f = 0;

    while (f < d->vocab.n &&
           (d->vocab.feature[f].block != block || !str_eq(vocab_name(&d->vocab, f), str_z(name))))
        f++;
    assert_true(f < d->vocab.n);
    return f;
}

static float *scales(const dataset *d, const weighing *w, const uint32_t *row, uint32_t n)
{
    float *v = sample_must(malloc(((size_t)d->vocab.n + 1) * sizeof *v));
    err e = {0};

    assert_true(weigh_fit(d, w, row, n, v, &e));
    return v;
}

static void expect(const dataset *d, const weighing *w, double a, double b, double c, double of_d)
{
    static const char *const name[] = {"a", "b", "c", "d"};
    const double want[] = {a, b, c, of_d};
    uint32_t *row = sample_rows(d->N);
    float *v = scales(d, w, row, d->N);
    vectors x;
    err e = {0};
    uint32_t D = 0;

    assert_true(weigh_vectors(d, w, v, row, d->N, &x, &e));
    for (unsigned i = 0; i < 4; i++) {
        uint32_t f = find(d, BLOCK_WORD, name[i]);

        sample_close((double)v[f], want[i], 1e-6);
        if (want[i] > 0)
            assert_int_equal(x.feature[D++], f); /* a, b, c, d are met in this order */
    }
    assert_int_equal(x.x.D, D);
    vectors_free(&x);
    free(v);
    free(row);
}

/* In 4 rows: a is in 3, of them 2 of label x; b in 2, 1; c in 1, 1; d in 2, 0. */
static void scales_on_paper(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    weighing w = {.plan = {.word_min = 1, .word_max = 1}, .min_df = 1};
    dataset d;

    (void)state;
    o.plan = w.plan;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b\tx\na c c\tx\na d\ty\nb d\ty\n"), &o, &d);
    expect(&d, &w, 1, 1, 1, 1);
    w.min_df = 2;
    expect(&d, &w, 1, 1, 0, 1);
    w.min_df = 4;
    expect(&d, &w, 0, 0, 0, 0);
    w.idf = true;
    w.min_df = 0;
    expect(&d, &w, 1 + log(5 / 4.0), 1 + log(5 / 3.0), 1 + log(5 / 2.0), 1 + log(5 / 3.0));
    w.idf = false;
    w.ratio = 1; /* p = 2.5 1.5 1.5 0.5 of 6, q = 1.5 1.5 0.5 2.5 of 6 */
    expect(&d, &w, log(5 / 3.0), 0, log(3), log(5));
    w.min_df = 2; /* p = 2.5 1.5 0.5 of 4.5, q = 1.5 1.5 2.5 of 5.5 */
    expect(&d, &w, log(2.5 / 4.5 / (1.5 / 5.5)), log(5.5 / 4.5), 0, log(2.5 / 5.5 / (0.5 / 4.5)));
    w.idf = true;
    expect(&d, &w, (1 + log(5 / 4.0)) * log(2.5 / 4.5 / (1.5 / 5.5)), (1 + log(5 / 3.0)) * log(5.5 / 4.5), 0,
           (1 + log(5 / 3.0)) * log(2.5 / 5.5 / (0.5 / 4.5)));
    w.ratio = 0.5; /* of the ratio alone, not of the idf; a ratio of 0 stays 0 */
    expect(&d, &w, (1 + log(5 / 4.0)) * sqrt(log(2.5 / 4.5 / (1.5 / 5.5))),
           (1 + log(5 / 3.0)) * sqrt(log(5.5 / 4.5)), 0,
           (1 + log(5 / 3.0)) * sqrt(log(2.5 / 5.5 / (0.5 / 4.5))));
    w = (weighing){.plan = w.plan, .ratio = 0.5, .min_df = 1};
    expect(&d, &w, sqrt(log(5 / 3.0)), 0, sqrt(log(3)), sqrt(log(5)));
    dataset_free(&d);
}

/* With three labels: the label that says most. One label in no row and one in all rows say nothing. */
static void ratios_of_many_labels(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    weighing w = {.plan = {.word_min = 1, .word_max = 1}, .ratio = 1, .min_df = 1};
    uint32_t *row = sample_rows(4);
    dataset d;
    float *v;

    (void)state;
    o.plan = w.plan;
    o.multi_label = true;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b\tx|all\na c c\tx|all\na d\ty|all\nb d\ty|all\nc\tnew\n"),
                   &o, &d);
    v = scales(&d, &w, row, 4);
    sample_close((double)v[find(&d, BLOCK_WORD, "a")], log(5 / 3.0), 1e-6);
    sample_close((double)v[find(&d, BLOCK_WORD, "b")], 0, 1e-6);
    sample_close((double)v[find(&d, BLOCK_WORD, "d")], log(5), 1e-6);
    free(v);
    v = scales(&d, &w, row, 2); /* all are of x: nothing to tell apart, the ratio is 1 */
    sample_close((double)v[find(&d, BLOCK_WORD, "a")], 1, 0);
    sample_close((double)v[find(&d, BLOCK_WORD, "c")], 1, 0);
    sample_close((double)v[find(&d, BLOCK_WORD, "d")], 0, 0);
    free(v);
    free(row);
    dataset_free(&d);

    o.multi_label = false;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b\tx\na c\ty\nb b\tz\nc d\tz\n"), &o, &d);
    row = sample_rows(4);
    v = scales(&d, &w, row, 4);
    /* z against the rest: p = a .5 b 1.5 c 1.5 d 1.5 of 5, q = 2.5 1.5 1.5 .5 of 6 */
    sample_close((double)v[find(&d, BLOCK_WORD, "a")], log(2.5 / 6 / (0.5 / 5)), 1e-6);
    sample_close((double)v[find(&d, BLOCK_WORD, "d")], log(1.5 / 5 / (0.5 / 6)), 1e-6);
    free(v);
    free(row);
    dataset_free(&d);
}

static void the_plan_chooses(void **state)
{
    const plan plans[] = {{.word_min = 1, .word_max = 3, .char_min = 2, .char_max = 6, .shape = 1},
                          {.word_min = 2, .word_max = 2},
                          {.char_min = 3, .char_max = 5},
                          {.shape = 1},
                          {.word_min = 1, .word_max = 1, .char_min = 6, .char_max = 6}};
    buf file = sample_corpus(40, 2, false, 4);
    dataset_options o = SAMPLE_DATASET;
    uint32_t *row = sample_rows(40);
    dataset d;

    (void)state;
    o.plan = plans[0];
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        const plan *p = &plans[i];
        weighing w = {.plan = *p, .idf = true, .min_df = 1};
        float *v = scales(&d, &w, row, d.N);

        for (uint32_t f = 0; f < d.vocab.n; f++) {
            const vocab_feature *of = &d.vocab.feature[f];
            bool in = of->block == BLOCK_WORD   ? of->gram >= p->word_min && of->gram <= p->word_max
                      : of->block == BLOCK_CHAR ? of->gram >= p->char_min && of->gram <= p->char_max
                                                : p->shape;

            assert_int_equal(v[f] > 0, in);
        }
        free(v);
    }
    dataset_free(&d);
    free(row);
    buf_free(&file);
}

/* The rows are as the formula has them, with runs and flat. */
static void expect_vectors(const dataset *d, const float *v, const uint32_t *row, vectors *x)
{
    double *w = sample_must(calloc((size_t)x->x.D + 1, sizeof *w));
    err e = {0};

    assert_true(x->x.times_begin[x->x.N] > 0);
    for (unsigned flat = 0; flat < 2; flat++) {
        for (uint32_t i = 0; i < x->x.N; i++) {
            double square[N_BLOCKS] = {0}, *sum = sample_features(d, row[i]);
            size_t at = x->x.begin[i];

            for (uint32_t f = 0; f < d->vocab.n; f++)
                square[d->vocab.feature[f].block] += sum[d->vocab.n + f] * pow((double)v[f], 2);
            for (uint32_t col = 0; col < x->x.D; col++) {
                uint32_t f = x->feature[col];
                double want = sum[f] * (double)v[f];

                if (want > 0)
                    want /= sqrt(square[d->vocab.feature[f].block]);
                w[col] = 1; /* a weight for this column alone gives its value */
                sample_close(linear_margin(w, &x->x, i), want, 1e-6);
                w[col] = 0;
                if (flat && want > 0) {
                    assert_int_equal(x->x.col[at], col);
                    at++;
                }
            }
            assert_true(!flat || at == x->x.begin[i + 1]);
            free(sum);
        }
        assert_true(vectors_flatten(x, &e));
        assert_null(x->x.times_begin);
    }
    free(w);
}

/* x_f = a_f v_f / |block|, by the formula; of length 1 where words share no feature. */
static void vectors_by_the_formula(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    weighing w = {.plan = PLAN_DEFAULT, .idf = true, .ratio = 1, .min_df = 2};
    buf file = sample_corpus(60, 3, false, 6);
    const uint32_t row[] = {7, 3, 59, 0, 30};
    dataset d;
    vectors x;
    err e = {0};
    float *v;

    (void)state;
    w.plan.shape = o.plan.shape = 1;
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    v = scales(&d, &w, row, 5);
    assert_true(weigh_vectors(&d, &w, v, row, 5, &x, &e));
    expect_vectors(&d, v, row, &x);
    vectors_free(&x);
    free(v);
    dataset_free(&d);
    buf_free(&file);

    o.plan = w.plan = (plan){.word_min = 1, .word_max = 1};
    w.ratio = 0;
    w.min_df = 1;
    sample_dataset(FORMAT_TSV, STR("text\tlabel\na b a a c b\tx\n\ty\nd\ty\nb b b b b b b\ty\n"), &o, &d);
    v = scales(&d, &w, (uint32_t[]){0, 1, 2, 3}, 4);
    assert_true(weigh_vectors(&d, &w, v, (uint32_t[]){0, 1, 2, 3}, 4, &x, &e));
    for (uint32_t i = 0; i < 4; i++) {
        double square = 0;

        for (size_t at = x.x.begin[i]; at < x.x.begin[i + 1]; at++)
            square += (double)x.x.val[at] * (double)x.x.val[at];
        sample_close(square, i == 1 ? 0 : 1, 1e-6);
    }
    vectors_free(&x);
    free(v);
    dataset_free(&d);
}

/* Held-out rows may say what they like, and have labels of their own. */
static void held_out_rows_teach_nothing(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    weighing w = {.plan = PLAN_DEFAULT, .idf = true, .ratio = 1, .min_df = 2};
    buf file = sample_corpus(50, 2, false, 7), other = {0};
    uint32_t *row = sample_rows(50);
    dataset d[2];
    float *v[2];

    (void)state;
    buf_str(&other, buf_view(&file));
    for (unsigned i = 0; i < 30; i++) {
        buf_printf(&file, "the p%u river\tA\t1\t\n", i);
        buf_printf(&other, "q%u p%u unheard of\t%c\t1\t\n", i % 4, i % 8, 'A' + (int)(i % 5));
    }
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d[0]);
    sample_dataset(FORMAT_TSV, buf_view(&other), &o, &d[1]);
    assert_int_equal(d[1].K, 5);
    for (unsigned i = 0; i < 2; i++)
        v[i] = scales(&d[i], &w, row, 50);
    for (uint32_t f = 0; f < d[0].vocab.n; f++) { /* features of the first 50 rows have the same numbers */
        bool in_both = f < d[1].vocab.n && d[0].vocab.feature[f].hash == d[1].vocab.feature[f].hash;

        assert_true(in_both || !(v[0][f] > 0));
        assert_true(!in_both || memcmp(&v[0][f], &v[1][f], sizeof(float)) == 0);
    }
    for (unsigned i = 0; i < 2; i++) {
        free(v[i]);
        dataset_free(&d[i]);
    }
    free(row);
    buf_free(&file);
    buf_free(&other);
}

/* Nor may rows of weight 0: what is learnt is as if they were not listed. */
static void rows_of_no_weight_teach_nothing(void **state)
{
    dataset_options o = SAMPLE_DATASET;
    weighing w = {.plan = PLAN_DEFAULT, .idf = true, .ratio = 1, .min_df = 2};
    buf file = sample_corpus(50, 2, false, 7);
    uint32_t *row = sample_rows(80);
    float *without, *with, *counted;
    dataset d;

    (void)state;
    for (unsigned i = 0; i < 30; i++)
        buf_printf(&file, "the p%u river\tA\t1\t\n", i);
    sample_dataset(FORMAT_TSV, buf_view(&file), &o, &d);
    without = scales(&d, &w, row, 50);
    counted = scales(&d, &w, row, 80);
    for (uint32_t i = 50; i < 80; i++)
        d.weight[i] = 0;
    with = scales(&d, &w, row, 80);
    assert_int_equal(weigh_rows(&d, row, 80), 50);
    assert_memory_equal(with, without, d.vocab.n * sizeof *with);
    assert_memory_not_equal(counted, without, d.vocab.n * sizeof *with);
    free(without);
    free(with);
    free(counted);
    free(row);
    dataset_free(&d);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scales_on_paper),
        cmocka_unit_test(ratios_of_many_labels),
        cmocka_unit_test(the_plan_chooses),
        cmocka_unit_test(vectors_by_the_formula),
        cmocka_unit_test(held_out_rows_teach_nothing),
        cmocka_unit_test(rows_of_no_weight_teach_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
