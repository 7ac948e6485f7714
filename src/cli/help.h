/* help: what a person sees who asks, made from the commands and their tables. At most 80 columns.
 *
 * `commands` ends with NULL everywhere. Text is appended to out, which says when memory was out.
 */
#ifndef SLANT_CLI_HELP_H
#define SLANT_CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

enum { HELP_COLUMNS = 80 };

/* `slant`, `slant help`: what there is. */
void help_overview(const command *const *commands, buf *out);

/* `slant help NAME`, `slant NAME --help`; with `all` the options that are rarely wanted too. */
void help_command(const command *c, bool all, buf *out);

/* The command of that name; NULL with the nearest name in e otherwise. */
const command *help_find(const command *const *commands, const char *name, err *e);

#endif
