/* man: the manual page slant.1, in the man macros that groff and mandoc both read, from the same tables as
 * the help. What the tables do not say (the row contract, exit status, files) stands in man.c.
 */
#ifndef SLANT_CLI_MAN_H
#define SLANT_CLI_MAN_H

#include "base/buf.h"
#include "cli/command.h"

void man_page(const command *const *commands, const char *version, buf *out);

#endif
