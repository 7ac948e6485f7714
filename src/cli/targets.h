/* targets: the file that `slant annotate --targets` names: whom stances are looked for toward.
 *
 * A line each: the name, then, each behind a tab, other ways to name them. Empty lines, and lines that begin with #, say
 * nothing. Names are looked for as they are written.
 *
 * Owns     nothing: all from the arena.
 * Errors   ERR_IO, ERR_INPUT with the line: no name, invalid UTF-8, more than 10,000 targets.
 */
#ifndef SLANT_CLI_TARGETS_H
#define SLANT_CLI_TARGETS_H

#include "article/names.h"

enum { TARGETS_MAX = 10000 };

bool targets_read(const char *path, arena *a, const target **out, uint32_t *n, err *e);

#endif
