/* completion: scripts for bash and zsh that know every command, option and word, from the same tables as the
 * help. An argument called FILE, MODEL or DIR is completed with file names, the words of an OPTION_WORD with
 * themselves, others not at all.
 */
#ifndef SLANT_CLI_COMPLETION_H
#define SLANT_CLI_COMPLETION_H

#include "base/buf.h"
#include "cli/command.h"

void completion_bash(const command *const *commands, buf *out);
void completion_zsh(const command *const *commands, buf *out);

#endif
