/* The card's exact bytes, how it looks to people, and cards from strangers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "model/card.h"

static void text_is(str json, const char *text)
{
    buf out = {0};
    err e = {0};

    assert_true(card_text(json, &out, &e));
    buf_char(&out, 0);
    assert_string_equal(out.p, text);
    buf_free(&out);
}

static card full_card(void)
{
    static const card_label label[] = {{{"OBJ", 3}, 532, 0}, {{"S \"x\"", 5}, 298, 0.5}};
    static const card_option option[] = {{{"C", 1}, {"0.25", 4}}, {{"class-weight", 12}, {"balanced", 8}}};
    static const card_file file[] = {{{"/home/me/train.tsv", 18}, 91234, 830, 0xab12},
                                     {{"more.csv.gz", 11}, 0, 0, UINT64_MAX}};
    static const card_figure figure[] = {{{"macro-F1", 8}, 0.78125, 0.76, 0.8},
                                         {{"accuracy", 8}, 1.0 / 3, NAN, NAN}};
    static const card_bin bins[] = {{12, 0.5625, 0.5}, {3, 0.96875, 1}};
    static const card_figure calibration[] = {{{"slope", 5}, -1.5, NAN, NAN}, {{"brier", 5}, NAN, NAN, NAN}};

    return (card){.version = STR("0.1.0"),
                  .task = STR("subjectivity"),
                  .label = label,
                  .n_labels = 2,
                  .n_features = 65536,
                  .plan = PLAN_DEFAULT,
                  .option = option,
                  .n_options = 2,
                  .command = STR("slant train -o m.slant train.tsv"),
                  .file = file,
                  .n_files = 2,
                  .n_records = 830,
                  .n_rejected = 0,
                  .n_folds = 5,
                  .seed = UINT64_MAX,
                  .figure = figure,
                  .n_figures = 2,
                  .calibrated_by = STR("platt"),
                  .calibration = calibration,
                  .n_calibration = 2,
                  .bin = bins,
                  .n_bins = 2,
                  .licence = STR("CC-BY-4.0"),
                  .notes = STR("two\nlines, \xff and \x1b[31m"),
                  .date = STR("2024-05-01")};
}

static void exact_bytes(void **state)
{
    const card c = full_card();
    const char *want =
        "{\n"
        "\"slant\":\"0.1.0\",\n"
        "\"task\":\"subjectivity\",\n"
        "\"labels\":[{\"name\":\"OBJ\",\"rows\":532},{\"name\":\"S "
        "\\\"x\\\"\",\"rows\":298,\"share\":0.500000}],\n"
        "\"features\":{\"count\":65536,\"word_ngrams\":[1,2],\"char_ngrams\":[2,5],\"shapes\":false,"
        "\"punctuation\":false,\"keep_case\":false,\"fold_numbers\":false},\n"
        "\"options\":{\"C\":\"0.25\",\"class-weight\":\"balanced\"},\n"
        "\"command\":\"slant train -o m.slant train.tsv\",\n"
        "\"data\":{\"records\":830,\"rejected\":0,\"files\":["
        "{\"name\":\"train.tsv\",\"bytes\":91234,\"rows\":830,\"digest\":\"000000000000ab12\"},"
        "{\"name\":\"more.csv.gz\",\"bytes\":0,\"rows\":0,\"digest\":\"ffffffffffffffff\"}]},\n"
        "\"validation\":{\"folds\":5,\"seed\":\"18446744073709551615\",\"figures\":["
        "{\"name\":\"macro-F1\",\"value\":0.781250,\"low\":0.760000,\"high\":0.800000},"
        "{\"name\":\"accuracy\",\"value\":0.333333}]},\n"
        "\"calibrated\":\"platt\",\n"
        "\"calibration\":[{\"name\":\"slope\",\"value\":-1.500000},{\"name\":\"brier\",\"value\":null}],\n"
        "\"reliability\":[{\"records\":12,\"confidence\":0.562500,\"accuracy\":0.500000},"
        "{\"records\":3,\"confidence\":0.968750,\"accuracy\":1.000000}],\n"
        "\"licence\":\"CC-BY-4.0\",\n"
        "\"notes\":\"two\\nlines, \xef\xbf\xbd and \\u001b[31m\",\n"
        "\"date\":\"2024-05-01\"\n"
        "}\n";
    buf out = {0};
    err e = {0};

    (void)state;
    assert_true(card_write(&c, &out, &e));
    buf_char(&out, 0);
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static void as_people_see_it(void **state)
{
    const card c = full_card();
    buf json = {0};
    err e = {0};

    (void)state;
    assert_true(card_write(&c, &json, &e));
    text_is(buf_view(&json), "slant        0.1.0\n"
                             "task         subjectivity\n"
                             "labels\n"
                             "  OBJ  rows 532\n"
                             "  S \"x\"  rows 298, share 0.5000\n"
                             "features\n"
                             "  count         65536\n"
                             "  word_ngrams   1, 2\n"
                             "  char_ngrams   2, 5\n"
                             "  shapes        no\n"
                             "  punctuation   no\n"
                             "  keep_case     no\n"
                             "  fold_numbers  no\n"
                             "options\n"
                             "  C             0.25\n"
                             "  class-weight  balanced\n"
                             "command      slant train -o m.slant train.tsv\n"
                             "data\n"
                             "  records   830\n"
                             "  rejected  0\n"
                             "  files\n"
                             "    train.tsv  bytes 91234, rows 830, digest 000000000000ab12\n"
                             "    more.csv.gz  bytes 0, rows 0, digest ffffffffffffffff\n"
                             "validation\n"
                             "  folds    5\n"
                             "  seed     18446744073709551615\n"
                             "  figures\n"
                             "    macro-F1  value 0.7813, low 0.7600, high 0.8000\n"
                             "    accuracy  value 0.3333\n"
                             "calibrated   platt\n"
                             "calibration\n"
                             "  slope  value -1.5000\n"
                             "  brier  value none\n"
                             "reliability\n"
                             "  records 12, confidence 0.5625, accuracy 0.5000\n"
                             "  records 3, confidence 0.9688, accuracy 1.0000\n"
                             "licence      CC-BY-4.0\n"
                             "notes        two lines, \xef\xbf\xbd and \xef\xbf\xbd[31m\n"
                             "date         2024-05-01\n");
    buf_free(&json);
}

/* A card that says nothing is still one. */
static void empty_card(void **state)
{
    const card c = {0};
    buf out = {0};
    err e = {0};

    (void)state;
    assert_true(card_write(&c, &out, &e));
    text_is(buf_view(&out), "labels    \n"
                            "features\n"
                            "  count         0\n"
                            "  shapes        no\n"
                            "  punctuation   no\n"
                            "  keep_case     no\n"
                            "  fold_numbers  no\n"
                            "options\n"
                            "data\n"
                            "  records   0\n"
                            "  rejected  0\n"
                            "  files     \n");
    buf_free(&out);
}

static void cards_of_strangers(void **state)
{
    (void)state;
    text_is(STR("{}"), "");
    text_is(STR("{\"a\":1,\"a\":2}"), "a  2\n");
    text_is(STR("{\"\":null,\"z\":[[1,[2]],{\"name\":[3],\"b\":{}}],\"y\":-0.5e-7}"),
            "   none\nz\n  [1, [2]]\n  name [3], b {}\ny  -5e-08\n");
    text_is(STR("{\"k\\u001b[2J\\u202e\":\"v\\u0000\\r\\u009b1m\\u2028\"}"),
            "k\xef\xbf\xbd[2J\xef\xbf\xbd  v\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
            "1m\xef\xbf\xbd\n");
    text_is(STR("{\"n\":9223372036854775807,\"r\":1e300}"), "n  9223372036854775807\nr  1e+300\n");
}

static void no_cards(void **state)
{
    static const struct {
        str json;
        const char *text;
    } bad[] = {
        {{"", 0}, "the card is not readable JSON: line 1: '[' or '{' expected near end of file"},
        {{"[1]", 3}, "the card is not a JSON object"},
        {{"{\n\"a\":\n}", 8}, "the card is not readable JSON: line 3: unexpected token near '}'"},
        {{"{\"a\":1e999}", 11}, "the card is not readable JSON: line 1: real number overflow near '1e999'"},
        {{"{\"a\":\"\xff\"}", 9},
         "the card is not readable JSON: line 1: unable to decode byte 0xff near '\"'"},
    };
    buf deep = {0}, out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err e = {0};

        assert_false(card_text(bad[i].json, &out, &e));
        assert_int_equal(e.code, ERR_MODEL);
        assert_string_equal(e.text, bad[i].text);
    }
    for (unsigned i = 0; i < 100000; i++)
        buf_z(&deep, "{\"a\":");
    assert_false(card_text(buf_view(&deep), &out, &(err){0}));
    assert_int_equal(out.n, 0);
    buf_free(&deep);
    buf_free(&out);
}

/* One file, or all of them; never what the card does not say. */
static void learnt_from(void **state)
{
    static const char json[] = "{\"data\":{\"files\":[{\"bytes\":100,\"rows\":3},{\"bytes\":20,\"rows\":0},"
                               "{\"bytes\":7,\"rows\":1}]}}";
    static const struct {
        uint64_t bytes, rows;
        bool found;
    } asked[] = {{100, 3, true}, {100, 2, false}, {99, 3, false},  {20, 0, false},
                 {7, 1, true},   {127, 4, true},  {127, 3, false}, {0, 0, false}};
    static const char *const strange[] = {"",
                                          "[]",
                                          "{}",
                                          "{\"data\":7}",
                                          "{\"data\":{\"files\":{}}}",
                                          "{\"data\":{\"files\":[null,{\"bytes\":-1,\"rows\":\"1\"}]}}"};

    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        assert_true(card_learnt_from(str_z(json), asked[i].bytes, asked[i].rows) == asked[i].found);
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++)
        for (uint64_t n = 0; n < 3; n++)
            assert_false(card_learnt_from(str_z(strange[i]), n, n));
}

/* 1,500 levels are JSON to the parser; people see the first dozen. */
static void deep_cards_are_cut(void **state)
{
    enum { DEEP = 1500 };
    buf json = {0}, out = {0};
    err e = {0};

    (void)state;
    for (unsigned i = 0; i < DEEP; i++)
        buf_z(&json, i % 2 ? "[" : "{\"a\":");
    for (unsigned i = DEEP; i-- > 0;)
        buf_z(&json, i % 2 ? "]" : "}");
    assert_true(card_text(buf_view(&json), &out, &e));
    assert_true(out.n < 2000);
    buf_char(&out, 0);
    assert_non_null(strstr(out.p, "..."));
    buf_free(&json);
    buf_free(&out);
}

/* Shares: named, or from the rows, or equal where the card says balanced; else the card does not say. */
static void shares(void **state)
{
    static const struct {
        const char *json;
        double share; /* of the first label; 0: it does not say */
    } cards[] = {
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"b\",\"rows\":1}]}", 0.75},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3,\"share\":0.2},{\"name\":\"b\",\"rows\":1,\"share\":0.6}],"
         "\"options\":{\"weight-field\":\"w\"}}",
         0.25}, /* 0.2 / 0.8 */
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"b\",\"rows\":1}],"
         "\"options\":{\"class-weight\":\"balanced\"}}",
         0.5},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"b\",\"rows\":1}],"
         "\"options\":{\"class-weight\":\"a=2\"}}",
         0},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"b\",\"rows\":1}],"
         "\"options\":{\"weight-field\":\"w\"}}",
         0},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"b\",\"rows\":0}]}", 0},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3},{\"name\":\"c\",\"rows\":1}]}", 0},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":3}]}", 0},
        {"{\"labels\":[{\"name\":\"a\",\"rows\":-3},{\"name\":\"b\",\"rows\":1}]}", 0},
        {"{\"labels\":[7,{\"name\":\"b\",\"rows\":\"1\"}],\"options\":[]}", 0},
        {"{\"labels\":7}", 0},
        {"{}", 0},
    };
    static const str label[] = {{"a", 1}, {"b", 1}};

    (void)state;
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
        double share[2];
        err e = {0};
        bool ok = card_shares(str_z(cards[i].json), label, 2, share, &e);

        assert_int_equal(ok, cards[i].share > 0);
        if (ok) {
            assert_true(fabs(share[0] - cards[i].share) < 1e-12);
            assert_true(fabs(share[0] + share[1] - 1) < 1e-12);
        } else {
            assert_string_equal(
                e.text, "its card does not say what share each label had in training: train it again");
        }
    }
    for (int i = 0; i < 2; i++) {
        double share[2];
        err e = {0};

        assert_false(card_shares(str_z(i ? "[1]" : "{"), label, 2, share, &e));
        assert_int_equal(e.code, ERR_MODEL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_bytes),        cmocka_unit_test(shares),
        cmocka_unit_test(as_people_see_it),   cmocka_unit_test(empty_card),
        cmocka_unit_test(cards_of_strangers), cmocka_unit_test(no_cards),
        cmocka_unit_test(deep_cards_are_cut), cmocka_unit_test(learnt_from),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
