/* input: what the user named on the command line, as a list of files with their formats.
 *
 * A folder means the files below it, in bytewise order of their paths, hidden ones and unknown endings left
 * out (unknown endings are taken when a format is forced); links to folders are not entered. "-" or nothing
 * is standard input (lines, unless a format is given), once. Format by ending, in upper or lower case, before
 * .gz or .zst; .ndjson is jsonl. Whether a file is packed is looked for in its bytes, not in the name.
 */
#ifndef SLANT_CORPUS_INPUT_H
#define SLANT_CORPUS_INPUT_H

#include "base/arena.h"
#include "base/err.h"

typedef enum format { FORMAT_AUTO, FORMAT_TSV, FORMAT_CSV, FORMAT_JSONL, FORMAT_LINES, FORMAT_TXT } format;

typedef struct input {
    const char *path; /* as the user typed it, or as the folder gave it; "-" is standard input */
    format format;    /* never FORMAT_AUTO                                                     */
    uint64_t size;    /* bytes on disk, compressed as they are; 0 where unknown (a pipe)       */
} input;

/* "tsv" ... to a format; false with the nearest valid word in e otherwise. */
bool format_parse(const char *word, format *out, err *e);

/* What folders hold that is left out for its ending. */
typedef struct input_left {
    size_t n;
    const char *first; /* in bytewise order of paths; NULL: nothing */
} input_left;

/* Lists the inputs, all from `a`. Every file is looked at before any work is done: missing, unreadable, a
 * folder without usable files, an ending that says nothing or something that is not read (with `forced` ==
 * FORMAT_AUTO) are errors now.
 * left may be NULL. */
bool input_list(const char *const *paths, size_t n_paths, format forced, arena *a, input **out, size_t *n,
                input_left *left, err *e);

#endif
