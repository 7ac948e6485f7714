/* leaks: small sets of records, and every finding that they give, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "measure/leaks.h"

enum { N_MAX = 64 };

/* A record in a test: labels, groups and targets are letters, 0 is none. */
typedef struct sample {
    const char *text;
    char label, group, target;
    const char *date;
} sample;

static uint32_t number(char c)
{
    return c ? (uint32_t)(c - 'a') : LEAKS_NONE;
}

/* Findings as lines: kind place row other n [similarity]; '-' for no record. */
static void expect(const sample *row, uint32_t n_train, uint32_t N, bool dated, const char *expected)
{
    text_key key[N_MAX];
    uint32_t n_words[N_MAX], label[N_MAX], group[N_MAX], target[N_MAX], day[N_MAX];
    size_t begin[N_MAX + 1] = {0};
    uint64_t *shingle = calloc(4000, sizeof *shingle);
    leak_rows in = {.N = N,
                    .n_train = n_train,
                    .dated = dated,
                    .n_labels = 26,
                    .n_groups = 26,
                    .key = key,
                    .n_words = n_words,
                    .begin = begin,
                    .shingle = shingle,
                    .label = label,
                    .group = group,
                    .target = target,
                    .day = day};
    shingles s = {0};
    leaks l;
    buf out = {0};
    err e = {0};

    assert_non_null(shingle);
    for (uint32_t i = 0; i < N; i++) {
        assert_true(shingles_of(&s, str_z(row[i].text), 1));
        assert_true(begin[i] + s.n <= 4000);
        if (s.n)
            memcpy(shingle + begin[i], s.shingle, s.n * sizeof *shingle);
        begin[i + 1] = begin[i] + s.n;
        key[i] = s.same;
        n_words[i] = s.n_words;
        label[i] = number(row[i].label);
        group[i] = number(row[i].group);
        target[i] = number(row[i].target);
        day[i] = leaks_day(str_z(row[i].date));
    }
    assert_true(leaks_find(&in, 0.5, 2, &l, &e));
    for (size_t i = 0; i < l.n; i++) {
        const leak *f = &l.found[i];

        buf_printf(&out, "%s %s ", leaks_kind((leak_kind)f->kind), leaks_place((leak_place)f->place));
        buf_printf(&out, f->row == LEAKS_NONE ? "- " : "%u ", f->row);
        buf_printf(&out, f->other == LEAKS_NONE ? "- " : "%u ", f->other);
        buf_printf(&out, "%u", f->n);
        if (f->similarity >= 0)
            buf_printf(&out, " %.3f", f->similarity);
        buf_char(&out, '\n');
    }
    buf_printf(&out, "%u known\n", l.n_known);
    buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    buf_free(&out);
    leaks_free(&l);
    shingles_free(&s);
    free(shingle);
}

#define WIRE "The ferry ran aground on a reef off the coast late on Tuesday with 147 people aboard"

static void texts_on_both_sides(void **state)
{
    const sample row[] = {
        {.text = WIRE},
        {.text = "Nobody was hurt when the roof fell in"},
        {.text = "nobody was hurt  when the roof FELL in"},
        {.text = "Nobody was hurt when the roof fell in"}, /* test */
        {.text = WIRE ", officials said"},
        {.text = WIRE ", officials said"},
        {.text = "Prices rose by four per cent in the year to May"},
    };

    (void)state;
    expect(row, 3, 7, false,
           "same_text across 3 1 1 1.000\n"
           "similar_text across 4 0 1 0.882\n"
           "similar_text across 5 0 1 0.882\n"
           "same_text train 2 1 1 1.000\n"
           "same_text test 5 4 1 1.000\n"
           "3 known\n");
}

/* A text once a target is no repeat within a set, and no conflict; across it is known all the same. */
static void texts_with_targets(void **state)
{
    const sample row[] = {
        {.text = WIRE, .target = 'a', .label = 'p'}, {.text = WIRE, .target = 'b', .label = 'q'},
        {.text = WIRE, .target = 'b', .label = 'p'}, {.text = WIRE, .target = 'c', .label = 'p'},
        {.text = WIRE, .target = 'a', .label = 'q'},
    };

    (void)state;
    expect(row, 3, 5, false,
           "same_text across 3 0 1 1.000\n"
           "same_text across 4 0 1 1.000\n"
           "label_conflict across 4 0 1 1.000\n"
           "same_text train 2 1 1 1.000\n"
           "label_conflict train 2 1 1 1.000\n"
           "2 known\n");
}

static void conflicts_pass_over_missing_labels(void **state)
{
    const sample row[] = {
        {.text = WIRE},
        {.text = WIRE, .label = 'x'},
        {.text = WIRE},
        {.text = WIRE, .label = 'y'},
        {.text = WIRE, .label = 'x'},
    };

    (void)state;
    expect(row, 5, 5, false,
           "same_text train 1 0 1 1.000\n"
           "same_text train 2 0 1 1.000\n"
           "same_text train 3 0 1 1.000\n"
           "same_text train 4 0 1 1.000\n"
           "label_conflict train 3 1 1 1.000\n"
           "0 known\n");
}

static void groups_on_both_sides(void **state)
{
    const sample row[] = {
        {.text = "one one one one", .group = 'b'},
        {.text = "two two two two", .group = 'a'},
        {.text = "six six six six", .group = 'b'},
        {.text = "ten ten ten ten"},
        {.text = "red red red red", .group = 'c'},
        {.text = "sea sea sea sea", .group = 'b'},
        {.text = "sky sky sky sky", .group = 'a'},
        {.text = "sun sun sun sun", .group = 'b'},
        {.text = "fog fog fog fog"},
    };

    (void)state;
    expect(row, 4, 9, false,
           "same_group across 5 0 2\n"
           "same_group across 6 1 1\n"
           "3 known\n");
}

static void dates_that_overlap(void **state)
{
    const sample row[] = {
        {.text = "one one one one", .date = "2024-02-28"},
        {.text = "two two two two", .date = "2024-03-05T10:00:00Z"},
        {.text = "six six six six", .date = "5 March"},
        {.text = "ten ten ten ten", .date = "2024-03-06"},
        {.text = "red red red red", .date = "2024-03-05"},
        {.text = "sea sea sea sea", .date = "2024-03-01"},
        {.text = "sky sky sky sky", .date = ""},
    };

    (void)state;
    expect(row, 3, 7, true,
           "date_overlap across 5 1 2\n"
           "no_date train 2 - 1\n"
           "no_date test 6 - 1\n"
           "0 known\n");
    expect(row, 3, 4, true, "no_date train 2 - 1\n0 known\n");
    expect(row, 3, 7, false, "0 known\n");
}

static void labels_on_one_side(void **state)
{
    const sample row[] = {
        {.text = "one one one one", .label = 'a'}, {.text = "two two two two", .label = 'b'},
        {.text = "six six six six", .label = 'b'}, {.text = "ten ten ten ten", .label = 'c'},
        {.text = "red red red red", .label = 'a'}, {.text = "sea sea sea sea", .label = 'c'},
    };

    (void)state;
    expect(row, 3, 6, false,
           "label_one_side train 1 - 2\n"
           "label_one_side test 3 - 2\n"
           "0 known\n");
    /* Where a set has no labels at all, nothing is said of them. */
    expect(row, 6, 6, false, "0 known\n");
}

static void texts_with_little_in_them(void **state)
{
    const sample row[] = {
        {.text = ""},           {.text = "Yes."}, {.text = "?!"},   {.text = " "},
        {.text = "Not at all"}, {.text = ""},     {.text = "\xff"},
    };

    (void)state;
    expect(row, 5, 7, false,
           "empty_text train 0 - 1\n"
           "empty_text train 3 - 1\n"
           "short_text train 1 - 1\n"
           "short_text train 2 - 1\n"
           "empty_text test 5 - 1\n"
           "empty_text test 6 - 1\n"
           "0 known\n");
    expect(row, 0, 0, false, "0 known\n");
}

static void days(void **state)
{
    const char *const bad[] = {"",           "2024",        "2024-02",    "2023-02-29",
                               "1900-02-29", "2024-13-01",  "2024-00-01", "2024-04-31",
                               "2024-01-00", "2024-01-011", "x024-01-01"};

    (void)state;
    assert_int_equal(leaks_day(STR("2024-02-29")), 20240229);
    assert_int_equal(leaks_day(STR("2000-02-29")), 20000229);
    assert_int_equal(leaks_day(STR(" 2024-12-31T23:59:59+01:00")), 20241231);
    assert_int_equal(leaks_day(STR("0001-01-01 00:00")), 10101);
    assert_int_equal(leaks_day(STR("2024/2/29")), 20240229);
    assert_int_equal(leaks_day(STR("20240229")), 20240229);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(leaks_day(str_z(bad[i])), 0);
}

/* 400 records a side, half and half against two in three: 0.17 apart, no chance. With 12 a side it may be. */
static void shares_that_differ(void **state)
{
    (void)state;
    for (uint32_t n = 12; n <= 400; n += 388) {
        uint32_t N = 2 * n;
        text_key *key = calloc(N, sizeof *key);
        uint32_t *none = malloc(N * sizeof *none), *label = malloc(N * sizeof *label),
                 *zero = calloc(N, sizeof *zero);
        size_t *begin = calloc(N + 1, sizeof *begin);
        uint64_t shingle = 0;
        leak_rows in = {.N = N,
                        .n_train = n,
                        .n_labels = 2,
                        .key = key,
                        .n_words = zero,
                        .begin = begin,
                        .shingle = &shingle,
                        .label = label,
                        .group = none,
                        .target = none,
                        .day = zero};
        leaks l;
        err e = {0};

        assert_true(key && none && label && zero && begin);
        for (uint32_t i = 0; i < N; i++) {
            none[i] = LEAKS_NONE;
            label[i] = i < n ? i % 2 : i % 3 == 0;
            key[i].half[0] = i + 1;
            zero[i] = 3; /* words; the day is not looked at */
        }
        assert_true(leaks_find(&in, 0.5, 1, &l, &e));
        assert_int_equal(l.n, n == 400);
        if (n == 400)
            assert_int_equal(l.found[0].kind, LEAK_LABEL_SHARES);
        assert_true(l.shares.distance > 0.16);
        leaks_free(&l);
        free(key);
        free(none);
        free(label);
        free(zero);
        free(begin);
    }
}

/* Sentences of articles are fewer than they are for the test, but the shares that are told are theirs. */
static void shares_of_groups(void **state)
{
    enum { SIDE = 400, GROUP = 20, N = 2 * SIDE };
    static const uint32_t most[2][2] = {{13, 7}, {3, 9}}; /* of a group's records with label 1 */
    static text_key key[N];
    static uint32_t none[N], group[N], label[N], three[N];
    static size_t begin[N + 1];
    uint64_t shingle = 0;
    leak_rows in = {.N = N,
                    .n_train = SIDE,
                    .n_labels = 2,
                    .key = key,
                    .n_words = three,
                    .begin = begin,
                    .shingle = &shingle,
                    .label = label,
                    .group = group,
                    .n_groups = N / GROUP,
                    .target = none,
                    .day = three};
    leaks l;
    err e = {0};

    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        none[i] = LEAKS_NONE;
        group[i] = i / GROUP;
        label[i] = i % GROUP < most[i >= SIDE][i / GROUP % 2];
        key[i].half[0] = i + 1;
        three[i] = 3;
    }
    assert_true(leaks_find(&in, 0.5, 1, &l, &e));
    assert_true(fabs(l.shares.share[0] - 0.5) < 1e-12 &&
                fabs(l.shares.share[1] - (l.shares.farthest ? 0.3 : 0.7)) < 1e-12);
    assert_true(fabs(l.shares.distance - 0.2) < 1e-12);
    leaks_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_on_both_sides),
        cmocka_unit_test(texts_with_targets),
        cmocka_unit_test(conflicts_pass_over_missing_labels),
        cmocka_unit_test(groups_on_both_sides),
        cmocka_unit_test(dates_that_overlap),
        cmocka_unit_test(labels_on_one_side),
        cmocka_unit_test(texts_with_little_in_them),
        cmocka_unit_test(days),
        cmocka_unit_test(shares_that_differ),
        cmocka_unit_test(shares_of_groups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
