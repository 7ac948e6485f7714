/* The command line: what each kind of option accepts, the very words it refuses the rest with, and that the
 * defaults in a table and the values a command gets are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/options.h"

static const option table[] = {
    {.letter = 'o',
     .word = "output",
     .argument = "MODEL",
     .type = OPTION_TEXT,
     .help = "h",
     .required = true},
    {.word = "C",
     .argument = "C",
     .type = OPTION_REAL,
     .min = 0,
     .max = INFINITY,
     .above = true,
     .value = "1",
     .help = "h"},
    {.word = "share", .argument = "P", .type = OPTION_REAL, .min = 0, .max = 1, .value = "0.5", .help = "h"},
    {.word = "shift", .argument = "N", .type = OPTION_INT, .min = -5, .max = 5, .help = "h"},
    {.heading = "Input"},
    {.word = "words",
     .argument = "N-M",
     .type = OPTION_SPAN,
     .min = 0,
     .max = 5,
     .value = "1-2",
     .help = "h"},
    {.word = "weight", .argument = "NAME=W", .type = OPTION_TEXT, .repeatable = true, .help = "h"},
    {.letter = 'q', .word = "quiet", .help = "h"},
    OPTION_MAX_RECORD,
    OPTION_TO,
    OPTION_THREADS,
    OPTION_TEXT_FIELD,
    OPTIONS_END,
};

/* Parses "train" and the words given; the arena outlives the test's use of *p. */
static bool parse(arena *a, parsed *p, err *e, const char *words)
{
    char **argv = ARENA_NEW(a, 32, char *);
    str rest = str_z(words);
    int argc = 0;

    *e = (err){0};
    argv[argc++] = (char *)(uintptr_t)arena_copy(a, STR("train")).p;
    while (rest.n)
        argv[argc++] = (char *)(uintptr_t)arena_copy(a, str_cut(&rest, ' ')).p;
    return options_parse(table, argc, argv, a, p, e);
}

static void test_defaults(void **state)
{
    arena a = {0};
    parsed p;
    err e;
    unsigned from = 9, to = 9;
    size_t n = 9;

    (void)state;
    assert_true(parse(&a, &p, &e, "-o m"));
    assert_string_equal(opt_string(&p, "output"), "m");
    assert_true(opt_real(&p, "C") == 1.0);
    assert_true(opt_real(&p, "share") == 0.5);
    assert_int_equal(opt_int(&p, "shift"), 0);
    opt_span(&p, "words", &from, &to);
    assert_int_equal(from, 1);
    assert_int_equal(to, 2);
    (void)opt_list(&p, "weight", &n);
    assert_int_equal(n, 0);
    assert_false(opt_flag(&p, "quiet"));
    assert_int_equal(opt_size(&p, "max-record"), 16777216);
    assert_string_equal(opt_string(&p, "to"), "jsonl");
    assert_int_equal(opt_int(&p, "threads"), 0);
    assert_string_equal(opt_string(&p, "text-field"), "text");
    assert_false(opt_given(&p, "text-field"));
    assert_true(opt_given(&p, "output"));
    assert_int_equal(p.n_operands, 0);
    arena_free(&a);
}

static void test_given(void **state)
{
    static const char line[] =
        "f1 --C 2.5e-1 --weight=a=1 -qom --weight b=2 - --shift -3 --words 3 --max-record=4k "
        "--to tsv --thr 2 --shift=4 -- -q --C";
    arena a = {0};
    parsed p;
    err e;
    unsigned from, to;
    size_t n;
    const char *const *list;

    (void)state;
    assert_true(parse(&a, &p, &e, line));
    assert_true(opt_real(&p, "C") == 0.25);
    list = opt_list(&p, "weight", &n);
    assert_int_equal(n, 2);
    assert_string_equal(list[0], "a=1");
    assert_string_equal(list[1], "b=2");
    assert_true(opt_flag(&p, "quiet"));
    assert_string_equal(opt_string(&p, "output"), "m");
    assert_int_equal(opt_int(&p, "shift"), 4); /* the last one counts */
    opt_span(&p, "words", &from, &to);
    assert_int_equal(from, 3);
    assert_int_equal(to, 3);
    assert_int_equal(opt_size(&p, "max-record"), 4096);
    assert_string_equal(opt_string(&p, "to"), "tsv");
    assert_int_equal(opt_int(&p, "threads"), 2); /* only one option begins with --thr */

    assert_int_equal(p.n_operands, 4);
    assert_string_equal(p.operand[0], "f1");
    assert_string_equal(p.operand[1], "-");
    assert_string_equal(p.operand[2], "-q");
    assert_string_equal(p.operand[3], "--C");

    /* The command line is kept in the order in which it was typed. */
    assert_string_equal(p.argv[1], "f1");
    assert_string_equal(p.argv[p.argc - 1], "--C");
    arena_free(&a);
}

static void test_help_wins(void **state)
{
    static const char *const lines[] = {"-h", "--help", "--he", "f -h", "-qh"};
    arena a = {0};
    parsed p;
    err e;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_true(parse(&a, &p, &e, lines[i]));
        assert_true(p.help);
    }
    /* After "--" it is a file's name. */
    assert_true(parse(&a, &p, &e, "-o m -- --help"));
    assert_false(p.help);
    arena_free(&a);
}

static void test_refused(void **state)
{
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"f", "train: --output MODEL is missing"},
        {"-o", "train: --output: its argument MODEL is missing"},
        {"--output", "train: --output: its argument MODEL is missing"},
        {"--output=", "train: --output: MODEL is empty"},
        {"-om --C abc", "train: --C: 'abc' is not a number (expected a real > 0)"},
        {"-om --C 1x", "train: --C: '1x' is not a number (expected a real > 0)"},
        {"-om --C=", "train: --C: '' is not a number (expected a real > 0)"},
        {"-om --C nan", "train: --C: 'nan' is not a number (expected a real > 0)"},
        {"-om --C inf", "train: --C: 'inf' is not a number (expected a real > 0)"},
        {"-om --C 0x1p3", "train: --C: '0x1p3' is not a number (expected a real > 0)"},
        {"-om --C 1e999", "train: --C: '1e999' is not a number (expected a real > 0)"},
        {"-om --C 0", "train: --C: '0' is out of range (expected a real > 0)"},
        {"-om --C -1", "train: --C: '-1' is out of range (expected a real > 0)"},
        {"-om --share 1.01", "train: --share: '1.01' is out of range (expected a real from 0 to 1)"},
        {"-om --shift 6", "train: --shift: '6' is out of range (expected an integer from -5 to 5)"},
        {"-om --shift 1.5", "train: --shift: '1.5' is not a number (expected an integer from -5 to 5)"},
        {"-om --shift 99999999999999999999",
         "train: --shift: '99999999999999999999' is not a number (expected an integer from -5 to 5)"},
        {"-om --words 2-1", "train: --words: '2-1' is not a range (expected N or N-M, integers from 0 to 5)"},
        {"-om --words 1-6",
         "train: --words: '1-6' is out of range (expected N or N-M, integers from 0 to 5)"},
        {"-om --words 1-", "train: --words: '1-' is not a range (expected N or N-M, integers from 0 to 5)"},
        {"-om --max-record 5G",
         "train: --max-record: '5G' is out of range (expected a size such as 64K or 16M, from 1 to 1G)"},
        {"-om --max-record 1KB",
         "train: --max-record: '1KB' is not a size (expected a size such as 64K or 16M, from 1 to 1G)"},
        {"-om --max-record 99999999999T", "train: --max-record: '99999999999T' is not a size (expected a "
                                          "size such as 64K or 16M, from 1 to 1G)"},
        {"-om --to jsnol",
         "train: --to: 'jsnol' is not known; did you mean 'jsonl'? (there are jsonl, tsv, csv, text)"},
        {"-om --to zzzzzzz", "train: --to: 'zzzzzzz' is not known (there are jsonl, tsv, csv, text)"},
        {"-om --quiet=yes", "train: --quiet takes no argument"},
        {"-om --help=yes", "train: --help takes no argument"},
        {"-om --treads 4", "train: unknown option '--treads'; did you mean '--threads'?"},
        {"-om --max-recrod=4", "train: unknown option '--max-recrod=4'; did you mean '--max-record'?"},
        {"-om --w 4", "train: '--w' fits several options: --words, --weight"},
        {"-om -x", "train: unknown option '-x' ('slant help train' lists them)"},
        {"-om --zzzzzzzzzz", "train: unknown option '--zzzzzzzzzz' ('slant help train' lists them)"},
    };
    arena a = {0};
    parsed p;
    err e;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(parse(&a, &p, &e, cases[i].line));
        assert_int_equal(e.code, ERR_USAGE);
        assert_string_equal(e.text, cases[i].text);
    }
    arena_free(&a);
}

/* Long and hostile words end in one bounded line, not in a crash. */
static void test_hostile(void **state)
{
    arena a = {0};
    parsed p;
    err e = {0};
    char *giant = ARENA_NEW(&a, 100001, char);
    char *bytes[] = {(char[]){"train"}, (char[]){"-\xff"}, NULL};
    char *words[] = {(char[]){"train"}, giant, NULL};
    char *value[] = {(char[]){"train"}, (char[]){"--C"}, giant, NULL};

    (void)state;
    assert_false(options_parse(table, 2, bytes, &a, &p, &e));
    assert_int_equal(e.code, ERR_USAGE);

    memset(giant, '-', 100000);
    e = (err){0};
    assert_false(options_parse(table, 2, words, &a, &p, &e));
    assert_int_equal(e.code, ERR_USAGE);
    e = (err){0};
    assert_false(options_parse(table, 3, value, &a, &p, &e));
    assert_int_equal(e.code, ERR_USAGE);
    assert_non_null(strstr(e.text, "(expected a real > 0)"));
    arena_free(&a);
}

static void test_tables(void **state)
{
    static const option twice[] = {{.word = "a", .help = "h"}, {.word = "a", .help = "h"}, OPTIONS_END};
    static const option letter[] = {
        {.letter = 'x', .word = "a", .help = "h"}, {.letter = 'x', .word = "b", .help = "h"}, OPTIONS_END};
    static const option help[] = {{.word = "help", .help = "h"}, OPTIONS_END};
    static const option fallback[] = {
        {.word = "a", .argument = "N", .type = OPTION_INT, .min = 1, .max = 2, .value = "3", .help = "h"},
        OPTIONS_END};
    static const option range[] = {{.word = "a", .argument = "N", .type = OPTION_INT, .help = "h"},
                                   OPTIONS_END};
    static const option *const bad[] = {twice, letter, help, fallback, range};
    err e = {0};

    (void)state;
    assert_true(options_check(table, &e));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        e = (err){0};
        assert_false(options_check(bad[i], &e));
    }
}

static void test_default_said(void **state)
{
    static const option sized = OPTION_MAX_RECORD, cores = OPTION_THREADS, strict = OPTION_STRICT;
    char out[80];

    (void)state;
    assert_string_equal(option_default(&sized, out, sizeof out), "16M bytes");
    assert_string_equal(option_default(&cores, out, sizeof out), "all cores");
    assert_string_equal(option_default(&strict, out, sizeof out), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_given),   cmocka_unit_test(test_help_wins),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_hostile), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_default_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
