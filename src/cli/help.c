/* Tables in, a screen of text out. A line for each option: what to type on the left, what it does and, in
 * brackets, what happens without it on the right; the left column is as wide as its widest entry, within
 * reason. What is rarely wanted is left out unless asked for, and counted, so that a command with many
 * options still fits a screen. */
#include "cli/help.h"

#include <stdio.h>

#include "base/nearest.h"

enum { LEFT_MAX = 30, COMMANDS_MAX = 32 };

/* Words of `text` from column `column` on, broken before HELP_COLUMNS; later lines begin at `indent`. A
 * newline in the text is a line break. */
static void wrap(str text, size_t column, size_t indent, buf *out)
{
    bool first = true;

    while (text.n) {
        str paragraph = str_cut(&text, '\n');

        if (!first) {
            buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        for (bool begin = true; paragraph.n; begin = false) {
            str word = str_cut(&paragraph, ' ');

            if (!begin && column + 1 + word.n > HELP_COLUMNS) {
                buf_printf(out, "\n%*s", (int)indent, "");
                column = indent;
            } else if (!begin) {
                buf_char(out, ' ');
                column++;
            }
            buf_str(out, word);
            column += word.n;
        }
        first = false;
    }
    buf_char(out, '\n');
}

/* "  -o, --output FILE"; without a letter its room stays empty. Returns its length. */
static size_t left(const option *o, char *out, size_t cap)
{
    char letter[8] = "    ";

    if (o->letter)
        (void)snprintf(letter, sizeof letter, "-%c, ", o->letter);
    return (size_t)snprintf(out, cap, "  %s--%s%s%s", letter, o->word, o->argument ? " " : "",
                            o->argument ? o->argument : "");
}

static void option_line(const option *o, size_t width, buf *out)
{
    char typed[100], fallback[80], right[300];
    size_t n = left(o, typed, sizeof typed);

    option_default(o, fallback, sizeof fallback);
    (void)snprintf(right, sizeof right, "%s%s%s%s", o->help, *fallback ? " [" : "", fallback,
                   *fallback ? "]" : "");
    buf_z(out, typed);
    if (n > width)
        buf_char(out, '\n');
    buf_printf(out, "%*s", (int)(n > width ? width + 2 : width + 2 - n), "");
    wrap(str_z(right), width + 2, width + 2, out);
}

static void indented(const char *lines, buf *out)
{
    for (str text = str_z(lines); text.n;) {
        buf_z(out, "  ");
        buf_str(out, str_cut(&text, '\n'));
        buf_char(out, '\n');
    }
}

void help_command(const command *c, bool all, buf *out)
{
    static const option help = {.letter = 'h', .word = "help", .help = "show this; defaults stand in [ ]"};
    const char *heading = NULL;
    char typed[100];
    size_t width = 0, n_left_out = 0;

    buf_z(out, "usage: ");
    wrap(str_z(c->usage), 7, 9, out);
    buf_char(out, '\n');
    wrap(str_z(c->description), 0, 0, out);
    buf_char(out, '\n');

    for (const option *o = c->options; o->word || o->heading; o++) {
        size_t n = o->word && (all || !o->rare) ? left(o, typed, sizeof typed) : 0;

        if (n > width && n <= LEFT_MAX)
            width = n;
    }
    for (const option *o = c->options; o->word || o->heading; o++) {
        if (o->heading) {
            heading = o->heading;
            continue;
        }
        if (o->rare && !all) {
            n_left_out++;
            continue;
        }
        if (heading) /* printed with its first option: a group of rare ones has none */
            buf_printf(out, "%s:\n", heading);
        heading = NULL;
        option_line(o, width, out);
    }
    option_line(&help, width, out);
    if (n_left_out)
        buf_printf(out, "%zu more, less often wanted: slant help %s --all\n", n_left_out, c->name);
    buf_z(out, "\nexample:\n");
    indented(c->example, out);
}

void help_overview(const command *const *commands, buf *out)
{
    buf_z(out, "slant learns from labelled text, and labels text: opinion or reported fact, for\n"
               "or against, or whatever your own labels say. Support vector machines over\n"
               "n-grams, fast enough for millions of articles.\n"
               "\n"
               "usage: slant COMMAND [options] [FILE|DIR|-]...\n"
               "\n");
    for (; *commands; commands++)
        buf_printf(out, "  %-10s %s\n", (*commands)->name, (*commands)->summary);
    buf_z(out, "\n"
               "Files are tsv, csv, jsonl, lines or txt (one article a file), plain, gzip or\n"
               "zstd; '-' or none is standard input. Results go to standard output, all else to\n"
               "standard error. Exit status: 0 done; 1 done, but some records were rejected, or\n"
               "check found something; 2 wrong usage; 3 could not do the job.\n"
               "\n"
               "slant help COMMAND, or slant COMMAND --help, says more; slant --version.\n"
               "\n"
               "example:\n"
               "  echo 'Nobody should be surprised by this disgrace.' | slant classify\n");
}

const command *help_find(const command *const *commands, const char *name, err *e)
{
    const char *names[COMMANDS_MAX];
    const char *near;
    size_t n = 0;

    for (; n < COMMANDS_MAX && commands[n]; n++) {
        names[n] = commands[n]->name;
        if (strcmp(names[n], name) == 0)
            return commands[n];
    }
    near = nearest(str_z(name), names, n);
    if (near)
        err_set(e, ERR_USAGE, "unknown command '%.60s'; did you mean '%s'?", name, near);
    else
        err_set(e, ERR_USAGE, "unknown command '%.60s' ('slant help' lists them)", name);
    return NULL;
}
