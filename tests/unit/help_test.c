/* What a person is shown: every screen of the real commands fits its terminal, keeps its promises (usage
 * first, an example last), and the man page and the completion scripts name every option there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/man.h"

static const command *const commands[] = {
    &train_command,    &classify_command, &annotate_command, &check_command, &eval_command,
    &estimate_command, &explain_command,  &inspect_command,  &bench_command, NULL};

enum { SCREEN = 40 /* lines */ };

/* A NUL behind the text, so that strstr may look through it. */
static const char *text_of(buf *b)
{
    buf_char(b, '\0');
    assert_false(b->failed);
    return b->p;
}

static size_t count_lines(const char *text, size_t *longest)
{
    str rest = str_z(text);
    size_t n = 0;

    *longest = 0;
    for (; rest.n; n++) {
        str line = str_cut(&rest, '\n');

        if (line.n > *longest)
            *longest = line.n;
        assert_false(line.n && line.p[line.n - 1] == ' ');
    }
    return n;
}

static void test_tables(void **state)
{
    (void)state;
    for (const command *const *c = commands; *c; c++) {
        err e = {0};

        if (!options_check((*c)->options, &e))
            fail_msg("%s: %s", (*c)->name, e.text);
        assert_true((*c)->run != NULL && (*c)->max_operands >= (*c)->min_operands);
        assert_true((*c)->max_operands == 0 || (*c)->operand != NULL);
    }
}

static void test_screens(void **state)
{
    (void)state;
    for (const command *const *c = commands; *c; c++) {
        buf out = {0};
        size_t longest, lines;
        const char *text;
        char first[200];

        help_command(*c, false, &out);
        text = text_of(&out);
        lines = count_lines(text, &longest);
        assert_true(longest <= HELP_COLUMNS);
        assert_true(lines <= SCREEN);
        assert_true(str_starts(str_z(text), STR("usage: slant ")));
        (void)snprintf(first, sizeof first, "\nexample:\n  %.*s\n", (int)strcspn((*c)->example, "\n"),
                       (*c)->example);
        assert_non_null(strstr(text, first));
        buf_free(&out);
    }
}

static void test_all(void **state)
{
    (void)state;
    for (const command *const *c = commands; *c; c++) {
        buf out = {0};
        size_t longest;
        const char *text;

        help_command(*c, true, &out);
        text = text_of(&out);
        (void)count_lines(text, &longest);
        assert_true(longest <= HELP_COLUMNS);
        assert_null(strstr(text, "--all"));
        for (const option *o = (*c)->options; o->word || o->heading; o++) {
            char typed[60];

            (void)snprintf(typed, sizeof typed, "--%s ", o->word ? o->word : "help");
            assert_non_null(strstr(text, typed));
        }
        buf_free(&out);
    }
}

static void test_overview(void **state)
{
    buf out = {0};
    size_t longest;
    const char *text;

    (void)state;
    help_overview(commands, &out);
    text = text_of(&out);
    assert_true(count_lines(text, &longest) <= SCREEN);
    assert_true(longest <= HELP_COLUMNS);
    for (const command *const *c = commands; *c; c++)
        assert_non_null(strstr(text, (*c)->summary));
    buf_free(&out);
}

/* A table with everything in it that could break a line. */
static void test_layout(void **state)
{
    static const option options[] = {
        {.letter = 'o',
         .word = "output",
         .argument = "FILE",
         .type = OPTION_TEXT,
         .help = "short",
         .shown = "x"},
        {.heading = "Long"},
        {.word = "a-word-that-is-longer-than-others",
         .argument = "ARGUMENT",
         .type = OPTION_TEXT,
         .help = "one two three four five six seven eight nine ten eleven twelve",
         .value = "default"},
        {.word = "a-rare-one", .argument = "ARGUMENT", .type = OPTION_TEXT, .rare = true, .help = "rare"},
        {.heading = "Rare"},
        {.word = "b", .rare = true, .help = "rarer"},
        OPTIONS_END,
    };
    static const command c = {.name = "name",
                              .usage = "slant x",
                              .description = "First.\nSecond.",
                              .options = options,
                              .example = "slant x a\nslant x b"};
    buf out = {0};

    (void)state;
    help_command(&c, false, &out);
    assert_string_equal(text_of(&out),
                        "usage: slant x\n"
                        "\n"
                        "First.\n"
                        "Second.\n"
                        "\n"
                        "  -o, --output FILE  short [x]\n"
                        "Long:\n"
                        "      --a-word-that-is-longer-than-others ARGUMENT\n"
                        "                     one two three four five six seven eight nine ten eleven\n"
                        "                     twelve [default]\n"
                        "  -h, --help         show this; defaults stand in [ ]\n"
                        "2 more, less often wanted: slant help name --all\n"
                        "\n"
                        "example:\n"
                        "  slant x a\n"
                        "  slant x b\n");
    buf_free(&out);

    out = (buf){0};
    help_command(&c, true, &out);
    assert_non_null(strstr(text_of(&out), "                             eleven twelve [default]\n"
                                          "      --a-rare-one ARGUMENT  rare\n"
                                          "Rare:\n"
                                          "      --b                    rarer\n"
                                          "  -h, --help                 show"));
    buf_free(&out);
}

static void test_find(void **state)
{
    err e = {0};

    (void)state;
    assert_ptr_equal(help_find(commands, "eval", &e), &eval_command);
    assert_null(help_find(commands, "clasify", &e));
    assert_string_equal(e.text, "unknown command 'clasify'; did you mean 'classify'?");
    e = (err){0};
    assert_null(help_find(commands, "", &e));
    assert_int_equal(e.code, ERR_USAGE);
}

/* "--max-record" as it stands in the man page's source. */
static void roff_word(const char *word, char *out)
{
    out += sprintf(out, "\\-\\-");
    for (; *word; word++)
        out += sprintf(out, *word == '-' ? "\\-" : "%c", *word);
}

static void test_all_named(void **state)
{
    buf man = {0}, bash = {0}, zsh = {0};
    const char *man_text, *bash_text, *zsh_text;

    (void)state;
    man_page(commands, "1.2.3", &man);
    completion_bash(commands, &bash);
    completion_zsh(commands, &zsh);
    man_text = text_of(&man);
    bash_text = text_of(&bash);
    zsh_text = text_of(&zsh);
    for (const command *const *c = commands; *c; c++)
        for (const option *o = (*c)->options; o->word || o->heading; o++) {
            char word[100], roff[200];

            if (!o->word)
                continue;
            (void)snprintf(word, sizeof word, "--%s", o->word);
            roff_word(o->word, roff);
            assert_non_null(strstr(man_text, roff));
            assert_non_null(strstr(bash_text, word));
            assert_non_null(strstr(zsh_text, word));
        }
    assert_non_null(strstr(man_text, ".SH EXIT STATUS\n"));
    assert_non_null(strstr(man_text, ".SH ROW CONTRACT\n"));
    assert_non_null(strstr(man_text, ".SH FILES\n"));
    assert_non_null(strstr(man_text, ".SH EXAMPLES\n"));
    buf_free(&man);
    buf_free(&bash);
    buf_free(&zsh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),    cmocka_unit_test(test_screens), cmocka_unit_test(test_all),
        cmocka_unit_test(test_overview),  cmocka_unit_test(test_layout),  cmocka_unit_test(test_find),
        cmocka_unit_test(test_all_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
