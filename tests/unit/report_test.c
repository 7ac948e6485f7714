/* The report as people and programs get it: whole texts, byte for byte, and hostile names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/utf8.h"
#include "measure/report.h"

static void both(const answers *in, const intervals *band, buf *text, buf *json)
{
    arena a = {0};
    metrics m;
    curve risk = {0};
    err e = {0};
    report r = {.task = STR("stance"), .in = in, .m = &m, .band = band, .risk = &risk};

    assert_true(metrics_compute(in, &a, &m, &e));
    assert_true(in->multi_label || curves_risk(in, &a, &risk, &e));
    report_text(&r, text);
    report_json(&r, json);
    assert_false(text->failed || json->failed);
    assert_int_equal(utf8_bad(buf_view(text)), text->n);
    assert_int_equal(utf8_bad(buf_view(json)), json->n);
    buf_char(text, '\0');
    buf_char(json, '\0');
    arena_free(&a);
}

static void has(const buf *b, const char *what)
{
    if (!strstr(b->p, what))
        fail_msg("\"%s\" is not in:\n%s", what, b->p);
}

static void has_not(const buf *b, const char *what)
{
    if (strstr(b->p, what))
        fail_msg("\"%s\" is in:\n%s", what, b->p);
}

/* --- one report in full: two labels, one unsure row, one unknown truth, probabilities, an interval --- */

static const str stance[] = {{"AGAINST", 7}, {"FAVOR", 5}, {"what", 4}};
static const uint32_t truth[] = {0, 0, 0, 1, 1, 2, 1, 0}, given[] = {0, 0, 1, 1, 1, 1, 0, 0};
static const uint8_t unsure[] = {0, 0, 0, 0, 0, 0, 0, 1};

static answers small(certainty c[8])
{
    for (size_t i = 0; i < 8; i++) {
        double p[2] = {given[i] ? 0.25 : 0.75, given[i] ? 0.75 : 0.25};

        c[i] = metrics_certainty(p, 2, truth[i], given[i]);
    }
    return (answers){.N = 8,
                     .K = 2,
                     .T = 3,
                     .label = stance,
                     .truth = truth,
                     .given = given,
                     .unsure = unsure,
                     .certainty = c};
}

static intervals fixed_band(void)
{
    intervals band = {
        .R = 1000, .level = 0.95, .seed = 7, .grouped = true, .n_groups = 4, .few_groups = true};

    for (unsigned f = 0; f < N_FIGURES; f++) {
        band.low[f] = 0.1;
        band.high[f] = 0.98765;
    }
    return band;
}

static const char want_text[] =
    "stance: 8 records, 2 labels\n"
    "\n"
    "                               value     95 % interval\n"
    "accuracy                      0.5000  0.1000 to 0.9877\n"
    "accuracy where answered       0.5714  0.1000 to 0.9877\n"
    "coverage (share answered)     0.8750  0.1000 to 0.9877\n"
    "macro precision               0.3889  0.1000 to 0.9877\n"
    "macro recall                  0.3889  0.1000 to 0.9877\n"
    "macro F1                      0.3810  0.1000 to 0.9877\n"
    "micro precision               0.5714  0.1000 to 0.9877\n"
    "micro recall                  0.5000  0.1000 to 0.9877\n"
    "micro F1                      0.5333  0.1000 to 0.9877\n"
    "weighted precision            0.5208  0.1000 to 0.9877\n"
    "weighted recall               0.5000  0.1000 to 0.9877\n"
    "weighted F1                   0.5000  0.1000 to 0.9877\n"
    "F avg (FAVOR, AGAINST)        0.5714  0.1000 to 0.9877\n"
    "Brier score (0 to 2)          0.5625  0.1000 to 0.9877\n"
    "Brier score, binary (0 to 1)  0.2813  0.1000 to 0.9877\n"
    "log loss                      4.8437  0.1000 to 0.9877\n"
    "expected calibration error    0.1250  0.1000 to 0.9877\n"
    "  by chance alone             0.1222  0.1000 to 0.9877\n" /* sqrt(2 / pi * 8 * 0.75 * 0.25) / 8 */
    "maximum calibration error     0.1250  0.1000 to 0.9877\n"
    "intervals: 1000 bootstrap resamples of 4 groups, seed 7\n"
    "\n"
    "label    precision  recall      F1  support  given  right\n"
    "AGAINST     0.6667  0.5000  0.5714        4      3      2\n"
    "FAVOR       0.5000  0.6667  0.5714        3      4      2\n"
    "what        0.0000  0.0000  0.0000        1      0      0  not in the model\n"
    "\n"
    "true \\ given  AGAINST  FAVOR  unsure\n"
    "AGAINST             2      1       1\n"
    "FAVOR               1      2       0\n"
    "what                0      1       0\n"
    "\n"
    "note: 1 record with 1 label that the model does not have: never right, and part of the averages\n"
    "note: 1 record unsure: counted as missed\n"
    "note: only 4 groups to draw from: the intervals are narrower than they should be\n";

#define EMPTY_BIN     "{\"records\":0,\"confidence\":null,\"accuracy\":null}"
#define EMPTY_BINS_11 EMPTY_BINS_5 EMPTY_BINS_5 EMPTY_BIN ","
#define EMPTY_BINS_5  EMPTY_BIN "," EMPTY_BIN "," EMPTY_BIN "," EMPTY_BIN "," EMPTY_BIN ","

static const char want_json[] =
    "{\"task\":\"stance\",\"model\":null,\"records\":8,\"multi_label\":false,\"weighted\":false,\"unsure\":1,"
    "\"unknown\":{\"labels\":1,\"records\":1},\"with_probabilities\":8,\"bootstrap\":null,\"figures\":{"
    "\"accuracy\":{\"value\":0.500000,\"low\":null,\"high\":null},"
    "\"answered_accuracy\":{\"value\":0.571429,\"low\":null,\"high\":null},"
    "\"coverage\":{\"value\":0.875000,\"low\":null,\"high\":null},"
    "\"macro_precision\":{\"value\":0.388889,\"low\":null,\"high\":null},"
    "\"macro_recall\":{\"value\":0.388889,\"low\":null,\"high\":null},"
    "\"macro_f1\":{\"value\":0.380952,\"low\":null,\"high\":null},"
    "\"micro_precision\":{\"value\":0.571429,\"low\":null,\"high\":null},"
    "\"micro_recall\":{\"value\":0.500000,\"low\":null,\"high\":null},"
    "\"micro_f1\":{\"value\":0.533333,\"low\":null,\"high\":null},"
    "\"weighted_precision\":{\"value\":0.520833,\"low\":null,\"high\":null},"
    "\"weighted_recall\":{\"value\":0.500000,\"low\":null,\"high\":null},"
    "\"weighted_f1\":{\"value\":0.500000,\"low\":null,\"high\":null},"
    "\"f_avg\":{\"value\":0.571429,\"low\":null,\"high\":null},"
    "\"brier\":{\"value\":0.562500,\"low\":null,\"high\":null},"
    "\"brier_binary\":{\"value\":0.281250,\"low\":null,\"high\":null},"
    "\"log_loss\":{\"value\":4.843722,\"low\":null,\"high\":null},"
    "\"ece\":{\"value\":0.125000,\"low\":null,\"high\":null},"
    "\"ece_chance\":{\"value\":0.122151,\"low\":null,\"high\":null},"
    "\"mce\":{\"value\":0.125000,\"low\":null,\"high\":null}},\"averaged\":3,\"labels\":["
    "{\"label\":\"AGAINST\",\"known\":true,\"support\":4,\"given\":3,\"right\":2,"
    "\"precision\":0.666667,\"recall\":0.500000,\"f1\":0.571429,\"undefined\":[]},"
    "{\"label\":\"FAVOR\",\"known\":true,\"support\":3,\"given\":4,\"right\":2,"
    "\"precision\":0.500000,\"recall\":0.666667,\"f1\":0.571429,\"undefined\":[]},"
    "{\"label\":\"what\",\"known\":false,\"support\":1,\"given\":0,\"right\":0,"
    "\"precision\":0.000000,\"recall\":0.000000,\"f1\":0.000000,\"undefined\":[\"precision\"]}],"
    "\"confusion\":[{\"truth\":\"AGAINST\",\"given\":\"AGAINST\",\"records\":2},"
    "{\"truth\":\"AGAINST\",\"given\":\"FAVOR\",\"records\":1},"
    "{\"truth\":\"AGAINST\",\"given\":null,\"records\":1},"
    "{\"truth\":\"FAVOR\",\"given\":\"AGAINST\",\"records\":1},"
    "{\"truth\":\"FAVOR\",\"given\":\"FAVOR\",\"records\":2},"
    "{\"truth\":\"what\",\"given\":\"FAVOR\",\"records\":1}],"
    "\"reliability\":[" EMPTY_BINS_11
    "{\"records\":8,\"confidence\":0.750000,\"accuracy\":0.625000}," EMPTY_BIN "," EMPTY_BIN "," EMPTY_BIN
    "],"
    "\"risk_coverage\":{\"area\":0.375000,\"points\":["
    "{\"confidence\":0.750000,\"coverage\":1.000000,\"risk\":0.375000}]},\"compared\":null,"
    "\"notes\":[\"1 record with 1 label that the model does not have: never right, and part of the "
    "averages\","
    "\"1 record unsure: counted as missed\"]}\n";

static void test_in_full(void **state)
{
    certainty c[8];
    answers in = small(c);
    intervals band = fixed_band();
    buf text = {0}, json = {0};

    (void)state;
    both(&in, &band, &text, &json);
    assert_string_equal(text.p, want_text);
    has(&json,
        "\"bootstrap\":{\"resamples\":1000,\"level\":0.950000,\"seed\":7,\"grouped\":true,\"groups\":4,"
        "\"few_groups\":true},\"figures\":{\"accuracy\":{\"value\":0.500000,\"low\":0.100000,"
        "\"high\":0.987650},");
    text.n = json.n = 0;
    both(&in, NULL, &text, &json);
    assert_string_equal(json.p, want_json);
    has(&text, "\naccuracy                      0.5000\n"); /* no blanks at a line's end */
    has_not(&text, "interval");
    buf_free(&text);
    buf_free(&json);
}

static void test_weights(void **state)
{
    static const double weight[] = {0.5, 1, 1, 1, 1, 1, 1, 2.25};
    certainty c[8];
    answers in = small(c);
    buf text = {0}, json = {0};

    (void)state;
    in.weight = weight;
    both(&in, NULL, &text, &json);
    has(&text, "AGAINST     0.6000  0.3158  0.4138     4.75   2.50   1.50\n");
    has(&text, "note: records are weighted");
    has(&json, "\"support\":4.750000,");
    has(&json, "{\"truth\":\"AGAINST\",\"given\":null,\"records\":1,\"weight\":2.250000}");
    buf_free(&text);
    buf_free(&json);
}

/* --- names --- */

/* Wide, combining, bidi, control, invalid and empty names: columns stay in line, no byte that moves a cursor
 * gets through, JSON keeps the names whole. */
static void test_hostile_names(void **state)
{
    static const str name[] = {
        {"", 0},
        {"\x1b[31mred\t", 9},
        {"a\0b", 3},
        {"bad\xff\xc3", 5},
        {"cafe\xcc\x81", 6},                  /* e and a combining acute: 4 columns */
        {"\xe2\x80\xaetfel\xe2\x80\xac", 10}, /* turned around                      */
        {"\xe4\xb8\xad\xe5\x9b\xbd", 6},      /* two wide characters: 4 columns     */
    };
    static const uint32_t all[] = {0, 1, 2, 3, 4, 5, 6};
    answers in = {.N = 7, .K = 7, .T = 7, .label = name, .truth = all, .given = all};
    buf text = {0}, json = {0};

    (void)state;
    both(&in, NULL, &text, &json);
    has(&text, "\n(empty)       1.0000  1.0000");
    has(&text, "\n\xef\xbf\xbd[31mred\xef\xbf\xbd     1.0000  1.0000");
    has(&text, "\na\xef\xbf\xbd"
               "b           1.0000  1.0000");
    has(&text, "\nbad\xef\xbf\xbd\xef\xbf\xbd         1.0000  1.0000");
    has(&text, "\ncafe\xcc\x81          1.0000  1.0000");
    has(&text, "\n\xef\xbf\xbdtfel\xef\xbf\xbd        1.0000  1.0000");
    has(&text, "\n\xe4\xb8\xad\xe5\x9b\xbd          1.0000  1.0000");
    assert_null(strchr(text.p, '\x1b'));
    assert_null(strchr(text.p, '\t'));
    has(&json, "{\"label\":\"\\u001b[31mred\\t\",");
    has(&json, "{\"label\":\"a\\u0000b\",");
    has(&json, "{\"label\":\"bad\xef\xbf\xbd\xef\xbf\xbd\",");
    buf_free(&text);
    buf_free(&json);
}

/* 40 two-byte letters fit into 32 columns as 31 and an ellipsis, above a column as 11; a wide letter that
 * would be cut in half is left out. JSON has them whole. */
static void test_long_names(void **state)
{
    static char e40[80], wide[60];
    str name[] = {{e40, 80}, {wide, 60}};
    static const uint32_t all[] = {0, 1};
    answers in = {.N = 2, .K = 2, .T = 2, .label = name, .truth = all, .given = all};
    buf text = {0}, json = {0}, want = {0};

    (void)state;
    for (size_t i = 0; i < 80; i += 2)
        memcpy(e40 + i, "\xc3\xa9", 2);
    for (size_t i = 0; i < 60; i += 3)
        memcpy(wide + i, "\xe4\xb8\xad", 3);
    both(&in, NULL, &text, &json);

    buf_z(&want, "\n");
    buf_add(&want, e40, 62);
    buf_z(&want, "\xe2\x80\xa6     1.0000");
    buf_char(&want, '\0');
    has(&text, want.p);

    want.n = 0;
    buf_z(&want, "\n");
    buf_add(&want, wide, 45); /* 15 of them take 30 columns, the ellipsis the 31st */
    buf_z(&want, "\xe2\x80\xa6      1.0000");
    buf_char(&want, '\0');
    has(&text, want.p);

    want.n = 0;
    buf_z(&want, "  ");
    buf_add(&want, e40, 22);
    buf_z(&want, "\xe2\x80\xa6  ");
    buf_add(&want, wide, 15);
    buf_z(&want, "\xe2\x80\xa6\n");
    buf_char(&want, '\0');
    has(&text, want.p);

    want.n = 0;
    buf_json(&want, name[0]);
    buf_char(&want, '\0');
    has(&json, want.p);
    buf_free(&text);
    buf_free(&json);
    buf_free(&want);
}

/* --- many labels --- */

enum { MANY = 25 };

static void many(str name[MANY], char bytes[MANY][12], uint32_t is[2 * MANY], uint32_t said[2 * MANY])
{
    for (uint32_t i = 0; i < MANY; i++) {
        memcpy(bytes[i], "a_long_name_", 12);
        bytes[i][11] = (char)('A' + i);
        name[i] = (str){bytes[i], 12};
        is[i] = said[i] = i;
        is[MANY + i] = 0;
        said[MANY + i] = i % 3;
    }
}

static void test_numbered_columns(void **state)
{
    static char bytes[MANY][12];
    static uint32_t is[2 * MANY], said[2 * MANY];
    str name[MANY];
    answers in = {.N = 12, .K = 12, .T = 12, .label = name, .truth = is, .given = said};
    buf text = {0}, json = {0};

    (void)state;
    many(name, bytes, is, said);
    both(&in, NULL, &text, &json);
    has(&text, "\ntrue \\ given     1  2  3  4  5  6  7  8  9  10  11  12\n"
               " 1 a_long_nameA  1  0  0  0  0  0  0  0  0   0   0   0\n");
    has(&text, "\n12 a_long_nameL  0  0  0  0  0  0  0  0  0   0   0   1\n");
    buf_free(&text);
    buf_free(&json);
}

static void test_worst_confusions(void **state)
{
    static char bytes[MANY][12];
    static uint32_t is[2 * MANY], said[2 * MANY];
    str name[MANY];
    answers in = {.N = 2 * MANY, .K = MANY, .T = MANY, .label = name, .truth = is, .given = said};
    buf text = {0}, json = {0};

    (void)state;
    many(name, bytes, is, said);
    both(&in, NULL, &text, &json);
    /* 25 rows that are A: 9 given A, 8 B, 8 C; equals stay in the labels' order. */
    has(&text, "\nmost frequent confusions\n"
               "true          given         records  of support\n"
               "a_long_nameA  a_long_nameB        8      0.3077\n"
               "a_long_nameA  a_long_nameC        8      0.3077\n");
    has_not(&text, "true \\ given");
    has(&json, "{\"truth\":\"a_long_nameA\",\"given\":\"a_long_nameC\",\"records\":8}");
    buf_free(&text);
    buf_free(&json);
}

/* A test set of nothing but strange labels must not fill the screen. */
static void test_many_unknown(void **state)
{
    static char bytes[MANY][12];
    static uint32_t is[2 * MANY], said[2 * MANY];
    str name[MANY];
    answers in = {.N = MANY, .K = 2, .T = MANY, .label = name, .truth = is, .given = said};
    buf text = {0}, json = {0};

    (void)state;
    many(name, bytes, is, said);
    memset(said, 0, sizeof said);
    both(&in, NULL, &text, &json);
    has(&text, "\na_long_nameV     0.0000  0.0000  0.0000        1      0      0  not in the model\n"
               "and 3 more labels that the model does not have\n");
    has(&text, "note: 23 records with 23 labels that the model does not have");
    has(&text, "note: 1 label never given or never true");
    buf_free(&text);
    buf_free(&json);
}

static void test_multi_label(void **state)
{
    static const uint32_t is[] = {0, 1, 1}, said[] = {0, 1};
    static const size_t is_begin[] = {0, 2, 3}, said_begin[] = {0, 1, 2};
    answers in = {.N = 2, .K = 3, .T = 3, .label = stance, .truth = is, .given = said};
    buf text = {0}, json = {0};

    (void)state;
    in.multi_label = true;
    in.truth_begin = is_begin;
    in.given_begin = said_begin;
    both(&in, NULL, &text, &json);
    has(&text, "subset accuracy         0.5000\nHamming loss            0.1667\n");
    has(&text, "\nwhat        0.0000  0.0000  0.0000        0      0      0  neither true nor given\n");
    has(&text, "note: 1 label neither true nor given here: left out of the macro averages\n");
    has(&json, "\"subset_accuracy\":{\"value\":0.500000,");
    has(&json, "\"undefined\":[\"precision\",\"recall\",\"f1\"]}],\"confusion\":[],"
               "\"reliability\":[],\"risk_coverage\":null,");
    has_not(&json, "\"accuracy\"");
    buf_free(&text);
    buf_free(&json);
}

/* --- two models --- */

static void test_compared(void **state)
{
    static const uint32_t better[] = {0, 0, 0, 1, 1, 1, 0, 0};
    certainty c[8];
    answers in[2] = {small(c), small(c)};
    interval_options o = INTERVAL_DEFAULT;
    arena a = {0};
    metrics m[2];
    resamples drawn[2];
    compare_side side[2];
    comparison compared;
    report r[2] = {{.task = STR("stance"), .model = STR("old\n")},
                   {.task = STR("stance"), .model = STR("new")}};
    buf text = {0}, json = {0};
    err e = {0};

    (void)state;
    in[1].given = better;
    o.R = 99;
    for (unsigned k = 0; k < 2; k++) {
        in[k].unsure = NULL;
        in[k].certainty = NULL;
        assert_true(metrics_compute(&in[k], &a, &m[k], &e) && interval_draw(&in[k], &o, &a, &drawn[k], &e));
        side[k] = (compare_side){&in[k], &m[k], &drawn[k]};
        r[k].in = &in[k];
        r[k].m = &m[k];
    }
    assert_true(compare_models(&side[0], &side[1], &o, &compared, &e));
    compared.low[FIGURE_ACCURACY] = 0;
    compared.high[FIGURE_ACCURACY] = 0.375;
    compared.p[FIGURE_ACCURACY] = 0.99;
    r[1].first = &r[0];
    r[1].compared = &compared;
    report_text(&r[0], &text);
    report_json(&r[0], &json);
    buf_char(&text, '\0');
    buf_char(&json, '\0');
    has(&text, "stance, old\xef\xbf\xbd: 8 records, 2 labels\n");
    has_not(&text, "compared");
    has(&json, "{\"task\":\"stance\",\"model\":\"old\\n\",");
    has(&json, ",\"compared\":null,\"notes\":");
    text.n = json.n = 0;
    report_text(&r[1], &text);
    report_json(&r[1], &json);
    buf_char(&text, '\0');
    buf_char(&json, '\0');
    has(&text, "\ncompared with old\xef\xbf\xbd\n"
               "                         first    this  difference      95 % interval       p\n"
               "accuracy                0.6250  0.7500     +0.1250  0.0000 to +0.3750  0.9900\n");
    has(&text,
        "\nintervals: the same resamples for both; p: approximate randomisation, 99 exchanges of 8 records\n"
        "McNemar's exact test: only the first right 0, only this one 1, p 1.0000\n");
    has_not(&text, "independent");
    has(&json, ",\"compared\":{\"with\":\"old\\n\",\"resamples\":99,\"differences\":{"
               "\"accuracy\":{\"difference\":0.125000,\"low\":0.000000,\"high\":0.375000,\"p\":0.990000},");
    has(&json, "},\"mcnemar\":{\"only_first\":0,\"only_second\":1,\"p\":1}},\"notes\":");
    compared.grouped = true;
    text.n = 0;
    report_text(&r[1], &text);
    buf_char(&text, '\0');
    has(&text, "note: McNemar's test takes records for independent");
    buf_free(&text);
    buf_free(&json);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_full),          cmocka_unit_test(test_weights),
        cmocka_unit_test(test_hostile_names),    cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_numbered_columns), cmocka_unit_test(test_worst_confusions),
        cmocka_unit_test(test_many_unknown),     cmocka_unit_test(test_multi_label),
        cmocka_unit_test(test_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
