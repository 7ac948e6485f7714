/* err: what went wrong, and where in the user's data.
 *
 * A function that can fail returns bool and takes `err *` last; the first failure is kept, later ones are
 * ignored, so a caller may chain with && and report once. The library never prints and never exits.
 *
 * Owns     its text; `path` is borrowed and outlives the err.      Threads  one err a thread.
 */
#ifndef SLANT_BASE_ERR_H
#define SLANT_BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>

typedef enum err_code {
    ERR_NONE = 0,
    ERR_USAGE,  /* the command line: exit 2                        */
    ERR_INPUT,  /* the user's data                                 */
    ERR_IO,     /* the system: missing, unreadable, full           */
    ERR_MODEL,  /* a model file that cannot be used                */
    ERR_MEMORY, /* an allocation failed                            */
    ERR_PIPE,   /* the reader of our output went away: not a fault */
} err_code;

typedef struct err {
    err_code code;    /* ERR_NONE until the first failure, which is kept */
    const char *path; /* borrowed, as the user typed it; "-" is stdin    */
    uint64_t line;    /* 1-based; 0 when the input has no lines          */
    uint64_t byte;    /* 0-based, counted after decompression            */
    bool has_byte;    /* byte says something                             */
    char text[240];   /* lower case, no full stop: "unclosed quote"      */
} err;

/* Always false, so that failing is one line: return err_set(e, ERR_INPUT, "..."). */
bool err_set(err *e, err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same, with the place. */
bool err_at(err *e, err_code code, const char *path, uint64_t line, uint64_t byte, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* "out of memory" with ERR_MEMORY. Inline, so that whoever reads the caller, a compiler too, sees the false. */
static inline bool err_memory(err *e)
{
    (void)err_set(e, ERR_MEMORY, "out of memory");
    return false;
}

/* `path: what errno says`, with ERR_IO (ERR_PIPE for EPIPE). Reads errno once, at the call. */
bool err_errno(err *e, const char *path, const char *doing);

/* One line for a person: "news.csv:4812: unclosed quote (byte 1093211)", no newline. Returns out. */
char *err_line(const err *e, char *out, unsigned cap);

/* A name that strangers have given, for a line of one's own: what a terminal would obey, and what is no UTF-8, becomes "?".
 * Cut to out[cap]. Returns out. */
char *err_name(const char *name, char *out, unsigned cap);

#endif
