/* card_options: what a model's card says of the command that made it: the options that were given, and the line that
 * gives them again, with the names of files without their folders.
 *
 * Owns     nothing: strings are the arena's and the parsed command's.      Threads  pure.      Errors  memory.
 */
#ifndef SLANT_CLI_CARD_OPTIONS_H
#define SLANT_CLI_CARD_OPTIONS_H

#include "cli/command.h"
#include "model/card.h"

bool card_options(const parsed *p, arena *a, card *c, err *e);

#endif
