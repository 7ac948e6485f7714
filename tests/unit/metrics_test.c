/* Figures against cases counted by hand, and against scikit-learn 1.2.1 on rows that both sides draw from the
 * same recipe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "measure/metrics.h"

enum { N_MAX = 200, K_MAX = 5 };

static const str stance[] = {{"AGAINST", 7}, {"FAVOR", 5}, {"NONE", 4}, {"other", 5}};

/* --- the shared recipe --- */

typedef struct rows {
    uint32_t truth[N_MAX], given[N_MAX];
    double p[N_MAX][K_MAX], weight[N_MAX];
    certainty certainty[N_MAX];
} rows;

static uint32_t draw(uint32_t *x, uint32_t n)
{
    *x = (*x * 1103515245u + 12345u) & 0x7fffffffu;
    return (*x >> 16) % n;
}

static void make(uint32_t *x, rows *r, uint32_t N, uint32_t K)
{
    for (uint32_t i = 0; i < N; i++) {
        uint32_t at[K_MAX], sum = 0;

        for (uint32_t k = 0; k < K; k++)
            at[k] = 1 + draw(x, 9);
        r->truth[i] = draw(x, K);
        at[r->truth[i]] += draw(x, 8);
        r->given[i] = 0;
        for (uint32_t k = 0; k < K; k++) {
            sum += at[k];
            if (at[k] > at[r->given[i]])
                r->given[i] = k;
        }
        for (uint32_t k = 0; k < K; k++)
            r->p[i][k] = (double)at[k] / sum;
        r->certainty[i] = metrics_certainty(r->p[i], K, r->truth[i], r->given[i]);
        r->weight[i] = (1 + draw(x, 8)) / 4.0;
    }
}

static void near(double got, double want, const char *what)
{
    if (!(fabs(got - want) <= 1e-12 * (1 + fabs(want))))
        fail_msg("%s is %.15g, not %.15g", what, got, want);
}

static void figure_is(const metrics *m, figure f, double want)
{
    near(m->figure[f], want, metrics_name(f));
}

static void label_is(const metrics *m, uint32_t k, double precision, double recall, double f1, double support)
{
    near(m->label[k].precision, precision, "precision");
    near(m->label[k].recall, recall, "recall");
    near(m->label[k].f1, f1, "F1");
    near(m->label[k].support, support, "support");
}

static void cells_are(const metrics *m, const uint64_t *rows_of, size_t n)
{
    size_t i = 0;

    for (size_t k = 0; k < n; k++) {
        if (rows_of[k] == 0)
            continue;
        assert_true(i < m->n_cells);
        assert_int_equal(m->cell[i++].rows, rows_of[k]);
    }
    assert_int_equal(i, m->n_cells);
}

/* --- by hand --- */

static void test_by_hand(void **state)
{
    /* AGAINST 2 of 3, FAVOR 1 of 1, NONE 0 of 1; AGAINST given 3 times, FAVOR twice. */
    static const uint32_t truth[] = {0, 0, 0, 1, 2}, given[] = {0, 0, 1, 1, 0};
    static const uint64_t cells[] = {2, 1, 0, 0, 1, 0, 1, 0, 0};
    answers in = {.N = 5, .K = 3, .T = 3, .label = stance, .truth = truth, .given = given};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ACCURACY, 3 / 5.0);
    figure_is(&m, FIGURE_ANSWERED_ACCURACY, 3 / 5.0);
    figure_is(&m, FIGURE_COVERAGE, 1);
    label_is(&m, 0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 3);
    label_is(&m, 1, 1 / 2.0, 1, 2 / 3.0, 1);
    label_is(&m, 2, 0, 0, 0, 1);
    assert_int_equal(m.label[2].flags, LABEL_NO_PRECISION);
    figure_is(&m, FIGURE_MACRO_F1, 4 / 9.0);
    figure_is(&m, FIGURE_WEIGHTED_F1, (3 * 2 / 3.0 + 2 / 3.0) / 5);
    figure_is(&m, FIGURE_F_AVG, 2 / 3.0);
    assert_true(isnan(m.figure[FIGURE_BRIER]) && isnan(m.figure[FIGURE_HAMMING_LOSS]));
    assert_int_equal(m.n_averaged, 3);
    cells_are(&m, cells, 9);
    arena_free(&a);
}

static void test_certainty(void **state)
{
    static const double p[] = {0.5, 0.3, 0.2}, bad[] = {0.5, (double)NAN, 0.5}, sure[] = {1, 0, 0};
    certainty c = metrics_certainty(p, 3, 1, 0);

    (void)state;
    near(c.confidence, 0.5, "confidence");
    near(c.brier, 0.25 + 0.49 + 0.04, "Brier");
    near(c.log_loss, -log(0.3), "log loss");
    /* An unknown truth is a label with p = 0. */
    c = metrics_certainty(p, 3, 7, 0);
    near(c.brier, 0.25 + 0.09 + 0.04 + 1, "Brier");
    near(c.log_loss, -log(1e-15), "log loss");
    c = metrics_certainty(sure, 3, 2, 0);
    near(c.brier, 2, "Brier");
    near(c.log_loss, -log(1e-15), "log loss");
    assert_true(isnan(metrics_certainty(bad, 3, 0, 0).confidence));
}

/* Bins are open below and closed above: a third is the end of bin 4, a little more the beginning of bin 5. */
static void test_bins(void **state)
{
    static const double at[] = {0, 1 / 15.0, 0.34, 1, 1.5, -1};
    static const int want[] = {0, 0, 5, 14, 14, 0};
    certainty c[6] = {{0}};
    answers in = {.N = 6, .certainty = c};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        c[i].confidence = at[i];
        assert_int_equal(metrics_bin(&in, i), want[i]);
    }
    c[0].confidence = (double)NAN;
    assert_int_equal(metrics_bin(&in, 0), -1);
}

/* Half right at confidence 0.9, all right at 0.6: (2 * 0.4 + 1 * 0.4) / 3. */
static void test_ece_by_hand(void **state)
{
    static const uint32_t truth[] = {0, 1, 1}, given[] = {0, 0, 1};
    static const double p[3][2] = {{0.9, 0.1}, {0.9, 0.1}, {0.4, 0.6}};
    certainty c[3];
    answers in = {.N = 3, .K = 2, .T = 2, .label = stance, .truth = truth, .given = given, .certainty = c};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        c[i] = metrics_certainty(p[i], 2, truth[i], given[i]);
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ECE, 1.2 / 3);
    figure_is(&m, FIGURE_MCE, 0.4);
    figure_is(&m, FIGURE_BRIER, (0.02 + 1.62 + 0.32) / 3);
    figure_is(&m, FIGURE_BRIER_BINARY, (0.01 + 0.81 + 0.16) / 3);
    /* A row without probabilities leaves these figures alone and is counted. */
    c[2].confidence = (double)NAN;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ECE, 0.4);
    figure_is(&m, FIGURE_BRIER, (0.02 + 1.62) / 2);
    assert_int_equal(m.n_certain, 2);
    arena_free(&a);
}

/* --- scikit-learn 1.2.1 --- */

/* No figure knows in what unit weights are given; weights that differ are as good as fewer rows. */
static void test_scale_of_weights(void **state)
{
    static const double scale[] = {1e-6, 1, 1e6};
    double got[3][N_FIGURES], even;
    uint32_t x = 7;
    rows r;
    answers in = {.N = 200,
                  .K = 3,
                  .T = 3,
                  .label = stance,
                  .truth = r.truth,
                  .given = r.given,
                  .weight = r.weight,
                  .certainty = r.certainty};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    make(&x, &r, 200, 3);
    for (unsigned s = 0; s < 3; s++) {
        for (uint32_t i = 0; i < 200; i++)
            r.weight[i] = scale[s] * (i % 2 ? 3 : 1);
        assert_true(metrics_compute(&in, &a, &m, &e));
        memcpy(got[s], m.figure, sizeof got[s]);
    }
    for (unsigned f = 0; f < N_FIGURES; f++)
        for (unsigned s = 0; s < 3; s += 2)
            assert_true((isnan(got[s][f]) && isnan(got[1][f])) || fabs(got[s][f] - got[1][f]) < 1e-9);
    for (uint32_t i = 0; i < 200; i++)
        r.weight[i] = 1;
    assert_true(metrics_compute(&in, &a, &m, &e));
    even = m.figure[FIGURE_ECE_CHANCE];
    near(metrics_spread(r.weight, 200), 1, "spread");
    assert_true(got[1][FIGURE_ECE_CHANCE] > even);
    arena_free(&a);
}

static void test_sklearn(void **state)
{
    static const uint64_t cells3[] = {56, 12, 10, 8, 48, 8, 14, 5, 39}, cells2[] = {37, 8, 11, 44};
    static rows r;
    uint32_t x = 1;
    answers in = {.N = 200, .K = 3, .T = 3, .label = stance, .truth = r.truth, .given = r.given};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    in.certainty = r.certainty;
    make(&x, &r, 200, 3);
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ACCURACY, 0.715);
    figure_is(&m, FIGURE_MACRO_PRECISION, 0.713540260908682);
    figure_is(&m, FIGURE_MACRO_RECALL, 0.713454170350722);
    figure_is(&m, FIGURE_MACRO_F1, 0.713465211341854);
    figure_is(&m, FIGURE_MICRO_F1, 0.715);
    figure_is(&m, FIGURE_WEIGHTED_PRECISION, 0.714728744939271);
    figure_is(&m, FIGURE_WEIGHTED_RECALL, 0.715);
    figure_is(&m, FIGURE_WEIGHTED_F1, 0.714835187057634);
    label_is(&m, 0, 0.717948717948718, 0.717948717948718, 0.717948717948718, 78);
    label_is(&m, 1, 0.738461538461539, 0.75, 0.744186046511628, 64);
    label_is(&m, 2, 0.684210526315789, 0.672413793103448, 0.678260869565217, 58);
    figure_is(&m, FIGURE_F_AVG, (0.717948717948718 + 0.744186046511628) / 2);
    figure_is(&m, FIGURE_BRIER, 0.471023751780843);
    figure_is(&m, FIGURE_ECE, 0.196404901598008); /* numpy, the definition written out */
    figure_is(&m, FIGURE_MCE, 0.287586234591607); /* likewise */
    figure_is(&m, FIGURE_LOG_LOSS, 0.806489212236299);
    assert_true(isnan(m.figure[FIGURE_BRIER_BINARY]));
    cells_are(&m, cells3, 9);

    in.weight = r.weight;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ACCURACY, 0.750285062713797);
    figure_is(&m, FIGURE_MACRO_PRECISION, 0.749022039054193);
    figure_is(&m, FIGURE_MACRO_RECALL, 0.754968684922404);
    figure_is(&m, FIGURE_MACRO_F1, 0.750605486178978);
    figure_is(&m, FIGURE_WEIGHTED_PRECISION, 0.752967072378102);
    figure_is(&m, FIGURE_WEIGHTED_F1, 0.750177926852053);
    label_is(&m, 2, 0.685714285714286, 0.755905511811024, 0.719101123595506, 63.5);
    figure_is(&m, FIGURE_BRIER, 0.463535583607585);
    figure_is(&m, FIGURE_ECE, 0.234755287274676);
    figure_is(&m, FIGURE_MCE, 0.328597074634045);
    figure_is(&m, FIGURE_LOG_LOSS, 0.796735189884256);
    cells_are(&m, cells3, 9);

    make(&x, &r, 100, 2);
    in.N = 100;
    in.K = in.T = 2;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_ACCURACY, 0.813211845102506);
    figure_is(&m, FIGURE_MACRO_F1, 0.811725941422594);
    label_is(&m, 0, 0.775609756097561, 0.815384615384615, 0.795, 48.75);
    label_is(&m, 1, 0.846153846153846, 0.811475409836066, 0.828451882845188, 61);
    figure_is(&m, FIGURE_BRIER_BINARY, 0.161988320052462);
    figure_is(&m, FIGURE_BRIER, 0.323976640104925);
    figure_is(&m, FIGURE_ECE, 0.148029903670672);
    figure_is(&m, FIGURE_MCE, 0.192253235870883);
    figure_is(&m, FIGURE_LOG_LOSS, 0.502343106396618);
    cells_are(&m, cells2, 4);

    /* Every fifth row unsure (in scikit-learn: a label outside `labels`), every seventh truth unknown. */
    {
        static uint8_t unsure[N_MAX];

        make(&x, &r, 60, 3);
        for (size_t i = 0; i < 60; i++) {
            unsure[i] = i % 5 == 0;
            if (i % 7 == 0)
                r.truth[i] = 3;
        }
        in = (answers){.N = 60, .K = 3, .T = 4, .label = stance, .truth = r.truth, .given = r.given};
        in.unsure = unsure;
        assert_true(metrics_compute(&in, &a, &m, &e));
        assert_int_equal(m.n_unsure, 12);
        assert_int_equal(m.n_unknown, 9);
        figure_is(&m, FIGURE_COVERAGE, 48 / 60.0);
        figure_is(&m, FIGURE_ACCURACY, 28 / 60.0);
        figure_is(&m, FIGURE_ANSWERED_ACCURACY, 28 / 48.0);
        figure_is(&m, FIGURE_MACRO_PRECISION, 0.434523809523809);
        figure_is(&m, FIGURE_MACRO_RECALL, 0.429938482570062);
        figure_is(&m, FIGURE_MACRO_F1, 0.428131868131868);
        figure_is(&m, FIGURE_MICRO_PRECISION, 0.583333333333333);
        figure_is(&m, FIGURE_MICRO_RECALL, 0.466666666666667);
        figure_is(&m, FIGURE_MICRO_F1, 0.518518518518519);
        figure_is(&m, FIGURE_WEIGHTED_PRECISION, 0.496428571428571);
        figure_is(&m, FIGURE_WEIGHTED_F1, 0.477479853479853);
        label_is(&m, 1, 0.666666666666667, 0.571428571428571, 0.615384615384615, 21);
        label_is(&m, 3, 0, 0, 0, 9);
        assert_int_equal(m.label[3].flags, LABEL_NO_PRECISION | LABEL_UNKNOWN);
        assert_int_equal(m.n_averaged, 4);
        /* Unsure ones stand in a column behind the labels. */
        assert_int_equal(m.cell[m.n_cells - 1].truth, 3);
        assert_int_equal(m.cell[m.n_cells - 1].given, 3);
    }

    /* Several labels a row. */
    {
        static const double f1[] = {0.742857142857143, 0.648648648648649, 0.740740740740741,
                                    0.682926829268293, 0.7};
        static const str abc[] = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}};
        static uint32_t truth[250], given[250];
        static size_t truth_begin[51], given_begin[51];
        size_t n = 0, g = 0;

        for (size_t i = 0; i < 50; i++) {
            bool is[5];

            for (uint32_t k = 0; k < 5; k++) {
                is[k] = draw(&x, 3) == 0;
                if (is[k])
                    truth[n++] = k;
            }
            for (uint32_t k = 0; k < 5; k++)
                if ((draw(&x, 5) != 0) == is[k])
                    given[g++] = k;
            truth_begin[i + 1] = n;
            given_begin[i + 1] = g;
        }
        in = (answers){.N = 50, .K = 5, .T = 5, .label = abc, .truth = truth, .given = given};
        in.multi_label = true;
        in.truth_begin = truth_begin;
        in.given_begin = given_begin;
        assert_true(metrics_compute(&in, &a, &m, &e));
        figure_is(&m, FIGURE_SUBSET_ACCURACY, 0.34);
        figure_is(&m, FIGURE_HAMMING_LOSS, 0.216);
        figure_is(&m, FIGURE_MACRO_PRECISION, 0.655281385281385);
        figure_is(&m, FIGURE_MACRO_RECALL, 0.767881241565452);
        figure_is(&m, FIGURE_MACRO_F1, 0.703034672302965);
        figure_is(&m, FIGURE_MICRO_PRECISION, 0.649484536082474);
        figure_is(&m, FIGURE_MICRO_RECALL, 0.759036144578313);
        figure_is(&m, FIGURE_MICRO_F1, 0.7);
        figure_is(&m, FIGURE_WEIGHTED_F1, 0.700526264058442);
        for (uint32_t k = 0; k < 5; k++)
            near(m.label[k].f1, f1[k], "F1");
        assert_int_equal(m.n_unsure, 4);
        assert_int_equal(m.n_cells, 0);
        assert_true(isnan(m.figure[FIGURE_ACCURACY]));
    }
    arena_free(&a);
}

/* --- corners --- */

static void test_absent_label(void **state)
{
    static const uint32_t truth[] = {0, 0, 2}, given[] = {0, 0, 2};
    answers in = {.N = 3, .K = 3, .T = 3, .label = stance, .truth = truth, .given = given};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_MACRO_F1, 1); /* over two labels, not three */
    assert_int_equal(m.n_averaged, 2);
    assert_int_equal(m.label[1].flags, LABEL_NO_PRECISION | LABEL_NO_RECALL | LABEL_ABSENT);
    figure_is(&m, FIGURE_F_AVG, 0.5); /* but F_avg is what it says */
    arena_free(&a);
}

static void test_all_unsure(void **state)
{
    static const uint32_t truth[] = {0, 1}, given[] = {0, 1};
    static const uint8_t unsure[] = {1, 1};
    answers in = {.N = 2, .K = 2, .T = 2, .label = stance, .truth = truth, .given = given, .unsure = unsure};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_COVERAGE, 0);
    figure_is(&m, FIGURE_ACCURACY, 0);
    figure_is(&m, FIGURE_ANSWERED_ACCURACY, 0);
    figure_is(&m, FIGURE_MICRO_PRECISION, 0);
    arena_free(&a);
}

/* With several labels, an unknown one may stand beside known ones, and both sets may be empty. */
static void test_multi_unknown(void **state)
{
    static const uint32_t truth[] = {0, 3, 1}, given[] = {0, 1, 2};
    static const size_t truth_begin[] = {0, 2, 3, 3}, given_begin[] = {0, 1, 3, 3};
    answers in = {.N = 3, .K = 3, .T = 4, .label = stance, .truth = truth, .given = given};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    in.multi_label = true;
    in.truth_begin = truth_begin;
    in.given_begin = given_begin;
    assert_true(metrics_compute(&in, &a, &m, &e));
    figure_is(&m, FIGURE_SUBSET_ACCURACY, 1 / 3.0); /* the empty row */
    figure_is(&m, FIGURE_HAMMING_LOSS, 2 / 12.0);   /* "other" missed, NONE too many */
    figure_is(&m, FIGURE_MICRO_F1, 2 * 2 / 6.0);
    assert_int_equal(m.n_unknown, 1);
    assert_int_equal(m.n_unsure, 1);
    arena_free(&a);
}

static void test_names(void **state)
{
    static const str known[] = {{"b", 1}, {"d", 1}};
    static const str name[] = {{"d", 1}, {"c", 1}, {"", 0}, {"b", 1}, {"c", 1}, {"zz", 2}, {"b\0", 2}};
    static const uint32_t want[] = {1, 4, 2, 0, 4, 5, 3};
    uint32_t index[7], T = 0;
    arena a = {0};
    str *label = NULL;
    err e = {0};

    (void)state;
    assert_true(metrics_names(known, 2, name, 7, &a, &label, &T, index, &e));
    assert_int_equal(T, 6);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(index[i], want[i]);
        assert_true(str_eq(label[index[i]], name[i]));
    }
    assert_true(metrics_names(NULL, 0, name, 0, &a, &label, &T, index, &e));
    assert_int_equal(T, 0);
    arena_free(&a);
}

static void test_set(void **state)
{
    uint32_t at[] = {3, 1, 3, 0, 1};

    (void)state;
    assert_int_equal(metrics_set(at, 5), 3);
    assert_int_equal(at[0], 0);
    assert_int_equal(at[1], 1);
    assert_int_equal(at[2], 3);
    assert_int_equal(metrics_set(at, 0), 0);
}

static void test_favor_in_any_case(void **state)
{
    static const str lower[] = {{"FAVOR", 5}, {"against", 7}, {"favor", 5}};
    answers in = {.N = 1, .K = 3, .T = 3, .label = lower};
    arena a = {0};
    tally t;
    err e = {0};

    (void)state;
    assert_true(metrics_tally(&in, &a, &t, &e));
    assert_int_equal(t.favor, 0);
    assert_int_equal(t.against, 1);
    arena_free(&a);
}

static void test_errors(void **state)
{
    static const uint32_t zero[3];
    double weight[] = {1, 0, -1};
    answers in = {.N = 0, .K = 1, .T = 1, .label = stance, .truth = zero, .given = zero};
    arena a = {0};
    metrics m;
    err e = {0};

    (void)state;
    assert_false(metrics_compute(&in, &a, &m, &e));
    assert_string_equal(e.text, "no labelled records to measure");
    in.N = 3;
    in.weight = weight;
    e = (err){0};
    assert_false(metrics_compute(&in, &a, &m, &e));
    assert_string_equal(e.text, "the weight of labelled record 3 is -1, not 0 to 1e12");
    weight[2] = (double)NAN;
    e = (err){0};
    assert_false(metrics_compute(&in, &a, &m, &e));
    assert_int_equal(e.code, ERR_INPUT);
    weight[0] = weight[2] = 0;
    e = (err){0};
    assert_false(metrics_compute(&in, &a, &m, &e));
    assert_string_equal(e.text, "every record has a weight of 0: there is nothing to measure");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_certainty),
        cmocka_unit_test(test_bins),
        cmocka_unit_test(test_ece_by_hand),
        cmocka_unit_test(test_scale_of_weights),
        cmocka_unit_test(test_sklearn),
        cmocka_unit_test(test_absent_label),
        cmocka_unit_test(test_all_unsure),
        cmocka_unit_test(test_multi_unknown),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_favor_in_any_case),
        cmocka_unit_test(test_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
