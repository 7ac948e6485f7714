/* One page for the whole program: a person who searches it for an option finds it. The macros are the plain
 * ones of man(7), so that any reader will do. No date: the same tables give the same bytes. */
#include "cli/man.h"

#include <stdio.h>

enum { SOURCE_COLUMNS = 60 };

/* For roff a backslash and a leading dot or apostrophe would be commands, and a bare '-' would become a
 * hyphen that cannot be pasted back into a shell. */
static void escaped(char c, bool line_begins, buf *out)
{
    if (line_begins && c == '.')
        buf_z(out, "\\&");
    if (c == '\\')
        buf_z(out, "\\e");
    else if (c == '-')
        buf_z(out, "\\-");
    else if (c == '\'')
        buf_z(out, "\\(aq");
    else
        buf_char(out, c);
}

/* One line as it is: terms, examples, what follows a macro. Without its newline. */
static void literal(str s, buf *out)
{
    for (size_t i = 0; i < s.n; i++)
        escaped(s.p[i], i == 0, out);
}

/* Running text: source lines are kept short, a newline ends a paragraph. */
static void text(str s, buf *out)
{
    size_t column = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool paragraph = s.p[i] == '\n', fold = s.p[i] == ' ' && column > SOURCE_COLUMNS;

        if (paragraph)
            buf_z(out, "\n.PP\n");
        else if (fold)
            buf_char(out, '\n');
        else
            escaped(s.p[i], column == 0, out);
        column = paragraph || fold ? 0 : column + 1;
    }
    buf_char(out, '\n');
}

static void section(const char *name, const char *paragraphs, buf *out)
{
    buf_printf(out, ".SH %s\n", name);
    text(str_z(paragraphs), out);
}

/* A line in bold, and a term with its meaning. */
static void bold(const char *line, buf *out)
{
    buf_z(out, ".B ");
    literal(str_z(line), out);
    buf_char(out, '\n');
}

static void tagged(const char *term, const char *meaning, buf *out)
{
    buf_z(out, ".TP\n");
    bold(term, out);
    text(str_z(meaning), out);
}

static void option_entry(const option *o, buf *out)
{
    char fallback[80], meaning[400];

    buf_z(out, ".TP\n");
    if (o->letter)
        buf_printf(out, "\\fB\\-%c\\fR, ", o->letter);
    buf_z(out, "\\fB\\-\\-");
    literal(str_z(o->word), out);
    buf_z(out, "\\fR");
    if (o->argument) {
        buf_z(out, " \\fI");
        literal(str_z(o->argument), out);
        buf_z(out, "\\fR");
    }
    buf_char(out, '\n');
    option_default(o, fallback, sizeof fallback);
    (void)snprintf(meaning, sizeof meaning, "%s.%s%s%s%s", o->help, *fallback ? " Default: " : "", fallback,
                   *fallback ? "." : "", o->repeatable ? " May be given several times." : "");
    text(str_z(meaning), out);
}

static void example(const char *lines, buf *out)
{
    buf_z(out, ".PP\n.EX\n");
    for (str rest = str_z(lines); rest.n;) {
        literal(str_cut(&rest, '\n'), out);
        buf_char(out, '\n');
    }
    buf_z(out, ".EE\n");
}

static void command_entry(const command *c, buf *out)
{
    buf_printf(out, ".SS %s\n", c->name);
    bold(c->usage, out);
    buf_z(out, ".PP\n");
    text(str_z(c->description), out);
    for (const option *o = c->options; o->word || o->heading; o++) {
        if (o->word)
            option_entry(o, out);
    }
}

void man_page(const command *const *commands, const char *version, buf *out)
{
    buf_printf(out, ".TH SLANT 1 \"\" \"slant %s\" \"User Commands\"\n", version);
    section("NAME", "slant - learn from labelled text, and label text", out);

    buf_z(out, ".SH SYNOPSIS\n");
    for (const command *const *c = commands; *c; c++) {
        if (c != commands)
            buf_z(out, ".br\n");
        bold((*c)->usage, out);
    }

    section("DESCRIPTION",
            "slant trains support vector machines over n-grams of words and characters on labelled "
            "records, and labels records with them: opinion or reported fact, for or against, or "
            "whatever the labels say.\n"
            "Input files are tsv or csv with a header, jsonl (one JSON object a line), lines (one text a "
            "line) or txt (one article a file, its first line the title), told apart by their ending or "
            "by --format. Each may be packed with gzip or zstd. A folder means the files in it; a single "
            "'-', or no file, is standard input.\n"
            "Results go to standard output or to the file of --output, which appears whole or not at "
            "all; everything else goes to standard error. Progress is shown on a terminal only.\n"
            "Long options may be shortened as long as only one fits; '--' ends the options. Every "
            "command has --help.",
            out);

    buf_z(out, ".SH COMMANDS\n");
    for (const command *const *c = commands; *c; c++)
        command_entry(*c, out);

    section("ROW CONTRACT",
            "There is one output record for each input record, in the order of the input, with the "
            "input's id or else its line number. The output is the same, byte for byte, whatever "
            "--threads says.\n"
            "A record that cannot be used (broken JSON, a column that is missing, too long, invalid "
            "UTF-8 under --strict) is never dropped in silence: its place in the output says so, "
            "--rejects writes it to a file with its place and the reason, the last line on standard error "
            "counts it, and the exit status is 1.",
            out);

    buf_z(out, ".SH EXIT STATUS\n");
    tagged("0", "Done.", out);
    tagged("1", "Done, but some records were rejected, or check found something.", out);
    tagged("2", "Wrong usage: an option, a word or a file name was missing or not valid.", out);
    tagged("3", "The job could not be done; standard error says why.", out);
    buf_z(out, ".PP\n");
    text(STR("When the reader of its output goes away, slant ends quietly by SIGPIPE, as other filters do. "
             "SIGINT, SIGTERM and SIGHUP end it at once; unfinished files are removed first."),
         out);

    buf_z(out, ".SH ENVIRONMENT\n");
    tagged("SLANT_MODELS", "A folder: its *.slant files are used without --model.", out);
    tagged("TERM", "Where it is \"dumb\", no progress is shown.", out);

    buf_z(out, ".SH FILES\n");
    tagged("share/slant/models/*.slant",
           "Below the prefix of the installation: the models that are used "
           "without --model.",
           out);

    buf_z(out, ".SH EXAMPLES\n");
    for (const command *const *c = commands; *c; c++) {
        if (c != commands)
            buf_z(out, ".PP\n");
        literal(str_z((*c)->summary), out);
        buf_z(out, ":\n");
        example((*c)->example, out);
    }

    buf_z(out, ".SH SEE ALSO\n.BR gzip (1),\n.BR zstd (1)\n");
}
