/* command: what `slant NAME` is. One struct a command, one table of them, in main.c; dispatch, help, the man
 * page and completion are made from it.
 *
 * Adding a command: write cli/NAME.c with `const command NAME_command`, declare it below, list it in main.c.
 *
 * Exit     main.c turns what `run` says into the exit status: true is 0, or 1 when *rejected is not 0; false
 *          is 2 for ERR_USAGE, the end that SIGPIPE makes for ERR_PIPE, else 3, after printing
 *          "slant: " and err_line. A command prints its own report or counts, but no errors, and never exits.
 * Stdout   main.c checks that what was printed through stdio arrived; what is written by output_write has
 *          been checked already. Use one of the two, not both.
 */
#ifndef SLANT_CLI_COMMAND_H
#define SLANT_CLI_COMMAND_H

#include "cli/options.h"

#define OPERANDS_ANY SIZE_MAX

typedef struct command {
    const char *name;        /* "classify"                                                             */
    const char *summary;     /* one line, lower case, no full stop: "label records with trained models" */
    const char *usage;       /* "slant classify [-m MODEL]... [options] [FILE|DIR|-]...", one line     */
    const char *description; /* what it does, for someone new: sentences in one string; a newline ends  */
                             /* a paragraph; help and man page break the lines                          */
    const option *options;   /* ends with OPTIONS_END                                                  */
    const char *operand;     /* "FILE": the word in "train: FILE is missing"                           */
    size_t min_operands, max_operands; /* checked before run; OPERANDS_ANY for no limit                */
    const char *example;     /* one command a line that runs on a fresh checkout; help ends with it    */

    /* The work. `rejected` is 0 on entry: the number of records that were put aside, for check and of findings. */
    bool (*run)(const parsed *p, uint64_t *rejected, err *e);
} command;

extern const command train_command;
extern const command classify_command;
extern const command annotate_command;
extern const command eval_command;
extern const command check_command;
extern const command estimate_command;
extern const command explain_command;
extern const command inspect_command;
extern const command vectors_command;
extern const command bench_command;

#endif
