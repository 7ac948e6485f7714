/* learning_tsv: what is written is read again; what is not a learning curve is refused, with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/learning_tsv.h"
#include "corpus_sample.h"

static const learning_curve two = {
    .figure = {FIGURE_MACRO_F1, FIGURE_ACCURACY},
    .n = 2,
    .point = {{.records = 64.25,
               .learnt_from = 51.4,
               .draws = 16,
               .is = {{0.5, 0.25, 0.75}, {0.625, 0, 1}},
               .gain = {{(double)NAN, (double)NAN, (double)NAN}, {(double)NAN, (double)NAN, (double)NAN}}},
              {.records = 128,
               .learnt_from = 102.4,
               .draws = 1,
               .is = {{0.75, 0.5, 0.8}, {0.6, 0.5, 0.7}},
               .gain = {{0.25, -0.125, 0.5}, {-0.025, -0.1, 0.05}}}}};

static const char text[] =
    "figure\trecords\tlearnt_from\tdraws\tvalue\tlow\thigh\tgain\tgain_low\tgain_high\n"
    "macro_f1\t64\t51\t16\t0.500000\t0.250000\t0.750000\t\t\t\n"
    "macro_f1\t128\t102\t1\t0.750000\t0.500000\t0.800000\t0.250000\t-0.125000\t0.500000\n"
    "accuracy\t64\t51\t16\t0.625000\t0.000000\t1.000000\t\t\t\n"
    "accuracy\t128\t102\t1\t0.600000\t0.500000\t0.700000\t-0.025000\t-0.100000\t0.050000\n";

static bool read_bytes(str bytes, learning_curve *out, err *e)
{
    char *folder = sample_folder(), *path = sample_path(folder, "curve");
    arena a = {0};
    bool ok;

    sample_write(path, bytes);
    ok = learning_tsv_read(path, &a, out, e);
    if (!ok)
        assert_ptr_equal(e->path, path);
    arena_free(&a);
    free(path);
    sample_remove(folder);
    return ok;
}

static void written_and_read(void **state)
{
    buf out = {0}, again = {0};
    learning_curve c;
    err e = {0};

    (void)state;
    learning_tsv_write(&two, &out);
    assert_int_equal(out.n, sizeof text - 1);
    assert_memory_equal(out.p, text, out.n);
    if (!read_bytes(buf_view(&out), &c, &e))
        fail_msg("%s", e.text);
    assert_int_equal(c.n, 2);
    assert_true(c.figure[0] == FIGURE_MACRO_F1 && c.figure[1] == FIGURE_ACCURACY);
    assert_true(isnan(c.point[0].gain[0].low) && c.point[1].gain[1].value == -0.025);
    learning_tsv_write(&c, &again);
    assert_true(str_eq(buf_view(&out), buf_view(&again)));
    buf_free(&out);
    buf_free(&again);
}

/* Other programs move columns and lines about, and add some. */
static void columns_by_name(void **state)
{
    learning_curve c;
    err e = {0};

    (void)state;
    assert_true(
        read_bytes(STR("x\tgain_high\tgain_low\tgain\thigh\tlow\tvalue\tdraws\tlearnt_from\trecords\tfigure\n"
                       "1\t\t\t\t\t\t0.5\t4\t80\t100\tmicro_f1\n"
                       "2\t\t\t\t1\t5e-1\t.5\t4\t80\t100\tmacro_f1\n"),
                   &c, &e));
    assert_true(c.n == 1 && c.figure[0] == FIGURE_MICRO_F1 && c.point[0].is[1].low == 0.5);
    assert_true(isnan(c.point[0].is[0].low) && c.point[0].draws == 4);
}

typedef struct fault {
    const char *from, *to; /* what is replaced in the text, once */
    uint64_t line;
    const char *says;
} fault;

static const fault faults[] = {
    {"gain_high", "gain_hi", 2, "'gain_high' is not what"},
    {"figure", "figur", 1, "no column 'figure'"},
    {"macro_f1\t64", "macro_f2\t64", 2, "'macro_f2' is not a figure"},
    {"macro_f1\t64", "\xff\t64", 2, "is not a figure"},
    {"accuracy\t64", "micro_f1\t64", 5, "'accuracy' is not a figure"}, /* the third */
    {"accuracy\t64", "macro_f1\t128", 4, "must grow"},
    {"0.500000\t0.25", "1.500000\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "nan\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "inf\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "0x1p-1\t0.25", 2, "'value'"},
    {"0.500000\t0.25", " 0.5\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "0.5e\t0.25", 2, "'value'"},
    {"0.500000\t0.25", "0.50000000000000000000000000000000000000000\t0.25", 2, "'value'"},
    {"\t51\t16", "\t0\t16", 2, "'learnt_from'"},
    {"\t51\t16", "\t1e300\t16", 2, "'learnt_from'"},
    {"\t51\t16", "\t51\t-1", 2, "'draws'"},
    {"\t0.250000\t-0.125", "\t2\t-0.125", 3, "'gain'"},
    {"accuracy\t64\t51\t16\t0.625000\t0.000000\t1.000000\t\t\t\n", "", 0,
     "2 points of one figure, 1 of the other"},
    {"\t51\t16\t", "\t51\t", 2, "9 cells where the header has 10"},
};

static void others_are_refused(void **state)
{
    learning_curve c;
    buf many = {0};

    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const fault *f = &faults[i];
        const char *at = strstr(text, f->from);
        buf bytes = {0};
        err e = {0};

        assert_non_null(at);
        buf_add(&bytes, text, (size_t)(at - text));
        buf_z(&bytes, f->to);
        buf_z(&bytes, at + strlen(f->from));
        if (read_bytes(buf_view(&bytes), &c, &e))
            fail_msg("%zu: it was read", i);
        if (e.line != f->line || !strstr(e.text, f->says))
            fail_msg("%zu: line %u: %s", i, (unsigned)e.line, e.text);
        buf_free(&bytes);
    }
    {
        err e = {0};

        assert_false(read_bytes(STR(""), &c, &e));
    }
    buf_z(&many, text);
    for (unsigned i = 0; i < 8; i++)
        buf_z(&many, "accuracy\t1000\t800\t1\t0.5\t0.5\t0.5\t\t\t\n");
    {
        err e = {0};

        assert_false(read_bytes(buf_view(&many), &c, &e));
        assert_true(e.line == 10 && strstr(e.text, "more than 6 points"));
    }
    buf_free(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_and_read),
        cmocka_unit_test(columns_by_name),
        cmocka_unit_test(others_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
