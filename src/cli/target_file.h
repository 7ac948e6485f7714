/* target_file: what `slant annotate --targets` names: whom stances are looked for toward.
 *
 * A line each: the name, then, each behind a tab, other ways to name them. Empty lines, and lines that begin with #,
 * say nothing.
 *
 * Owns     nothing: all from the arena.
 * Errors   ERR_IO, ERR_INPUT with the line: no name, invalid UTF-8. *odd, not NULL: names that no article can have
 *          (article/targets.h), which are no fault.
 */
#ifndef SLANT_CLI_TARGET_FILE_H
#define SLANT_CLI_TARGET_FILE_H

#include "article/targets.h"

typedef struct target_file_odd {
    size_t n;
    uint64_t line; /* of the first */
} target_file_odd;

bool target_file_read(const char *path, arena *a, const target **out, uint32_t *n, target_file_odd *odd, err *e);

#endif
