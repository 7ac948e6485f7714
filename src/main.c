/* The program: one table of commands. It finds the command, has its options parsed, runs it, and turns what
 * came of it into one line on standard error and an exit status. Everything a command does is in its own
 * file in cli/; start reading there, or in article/ for what the program is about. */
#include <errno.h>
#include <fcntl.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/man.h"
#include "cli/save.h"

static const command help_command_itself;

static const command *const commands[] = {
    &train_command,   &classify_command, &annotate_command,    &check_command,
    &eval_command,    &estimate_command, &explain_command,     &inspect_command,
    &vectors_command, &bench_command,    &help_command_itself, NULL,
};

enum { EXIT_DONE, EXIT_REJECTED, EXIT_USAGE, EXIT_FAILED };

/* ---- slant help ---- */

static const option help_options[] = {
    {.word = "all", .help = "the options that few people need too"},
    {.word = "man", .help = "write the manual page slant.1"},
    {.word = "completion",
     .argument = "SHELL",
     .type = OPTION_WORD,
     .words = WORDS("bash", "zsh"),
     .help = "write a completion script: bash or zsh"},
    OPTIONS_END,
};

/* Sends text that has been made in memory to standard output, and knows whether it arrived. */
static bool print(buf *text, err *e)
{
    bool ok = text->failed ? err_memory(e) : save_file("-", buf_view(text), e);

    buf_free(text);
    return ok;
}

static bool help_run(const parsed *p, uint64_t *rejected, err *e)
{
    const char *shell = opt_string(p, "completion");
    buf out = {0};

    (void)rejected;
    if (opt_flag(p, "man")) {
        man_page(commands, SLANT_VERSION, &out);
    } else if (shell) {
        (strcmp(shell, "bash") == 0 ? completion_bash : completion_zsh)(commands, &out);
    } else if (p->n_operands) {
        const command *c = help_find(commands, p->operand[0], e);

        if (!c)
            return false;
        help_command(c, opt_flag(p, "all"), &out);
    } else {
        help_overview(commands, &out);
    }
    return print(&out, e);
}

static const command help_command_itself = {
    .name = "help",
    .summary = "say how a command is used; write the manual page",
    .usage = "slant help [--all] [COMMAND]",
    .description = "Without a command, lists what there is. 'slant COMMAND --help' is the same as 'slant "
                   "help COMMAND'.",
    .options = help_options,
    .operand = "COMMAND",
    .max_operands = 1,
    .example = "slant help --all train",
    .run = help_run,
};

/* ---- one command ---- */

static bool operands_check(const command *c, const parsed *p, err *e)
{
    if (p->n_operands < c->min_operands)
        return err_set(e, ERR_USAGE, "%s: %s is missing ('slant help %s' shows an example)", c->name,
                       c->operand, c->name);
    if (p->n_operands > c->max_operands)
        return err_set(e, ERR_USAGE, "%s: '%.60s' is one argument too many", c->name,
                       p->operand[c->max_operands]);
    return true;
}

static bool run(int argc, char **argv, arena *a, uint64_t *rejected, err *e)
{
    const char *name = argc > 1 ? argv[1] : "help";
    const command *c;
    parsed p;
    buf out = {0};

    if (strcmp(name, "--version") == 0) {
        buf_z(&out, "slant " SLANT_VERSION "\n");
        return print(&out, e);
    }
    if (argc < 2 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        help_overview(commands, &out);
        return print(&out, e);
    }
    if (name[0] == '-')
        return err_set(e, ERR_USAGE, "unknown option '%.60s' before a command ('slant help' lists them)",
                       name);
    c = help_find(commands, name, e);
    if (!c || !options_parse(c->options, argc - 1, argv + 1, a, &p, e))
        return false;
    if (p.help) {
        help_command(c, false, &out);
        return print(&out, e);
    }
    return operands_check(c, &p, e) && c->run(&p, rejected, e);
}

/* ---- the process ---- */

/* A standard descriptor that came closed would be given to the next file that is opened, and results or
 * errors would land in it. One that fails when it is used the right way round takes the place. */
static void hold_standard(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY));
}

/* The reader of our output has gone. End as filters do, so that a shell sees why and says nothing. */
static int end_by_pipe(void)
{
    (void)signal(SIGPIPE, SIG_DFL);
    (void)raise(SIGPIPE);
    return 128 + SIGPIPE; /* where SIGPIPE is blocked */
}

int main(int argc, char **argv)
{
    arena a = {0};
    uint64_t rejected = 0;
    err e = {0};
    char line[600];
    bool ok;

#if defined(M_ARENA_MAX)
    /* Buffers are few and large: with a heap for each, sixteen threads kept 12 MB that nobody used. */
    (void)mallopt(M_ARENA_MAX, 2); // NOLINT(concurrency-mt-unsafe): there are no threads yet
#endif
    hold_standard();
    save_init();
    ok = run(argc, argv, &a, &rejected, &e);
    /* For what a command printed through stdio. */
    if (ok && (fflush(stdout) != 0 || ferror(stdout)))
        ok = err_errno(&e, "-", "write");
    if (!ok && e.code != ERR_PIPE)
        (void)fprintf(stderr, "slant: %s\n", err_line(&e, line, sizeof line));
    arena_free(&a);

    if (ok)
        return rejected ? EXIT_REJECTED : EXIT_DONE;
    if (e.code == ERR_PIPE)
        return end_by_pipe();
    return e.code == ERR_USAGE ? EXIT_USAGE : EXIT_FAILED;
}
