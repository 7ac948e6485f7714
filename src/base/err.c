/* One error type for the whole library. Text that came from the user's data is passed through as it is;
 * err_line replaces control bytes, so that a hostile label cannot move the cursor of a terminal. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

static void fill(err *e, err_code code, const char *format, va_list args)
{
    e->code = code;
    (void)vsnprintf(e->text, sizeof e->text, format, args);
}

bool err_set(err *e, err_code code, const char *format, ...)
{
    va_list args;

    if (e->code)
        return false;
    va_start(args, format);
    fill(e, code, format, args);
    va_end(args);
    return false;
}

bool err_at(err *e, err_code code, const char *path, uint64_t line, uint64_t byte, const char *format, ...)
{
    va_list args;

    if (e->code)
        return false;
    va_start(args, format);
    fill(e, code, format, args);
    va_end(args);
    e->path = path;
    e->line = line;
    e->byte = byte;
    e->has_byte = true;
    return false;
}

bool err_errno(err *e, const char *path, const char *doing)
{
    int no = errno;
    char what[100];

    if (e->code)
        return false;
    /* The XSI strerror_r is behind a macro that glibc hides from us; strerror of a saved number is only
     * unsafe for unknown numbers, which errno does not hold. */
    (void)snprintf(what, sizeof what, "%s", strerror(no)); // NOLINT(concurrency-mt-unsafe)
    what[0] = str_small(what[0]);
    e->path = path;
    return err_set(e,
                   no == EPIPE    ? ERR_PIPE
                   : no == ENOMEM ? ERR_MEMORY
                                  : ERR_IO,
                   "cannot %s: %s", doing, what);
}

/* What a terminal would obey, and what is no UTF-8, becomes "?". */
static void clean(char *text)
{
    str s = str_z(text);

    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);

        if (!u.valid || utf8_acts(u.code))
            memset(text + i, '?', u.n);
        i += u.n;
    }
}

char *err_name(const char *name, char *out, unsigned cap)
{
    (void)snprintf(out, cap, "%s", name);
    clean(out);
    return out;
}

char *err_line(const err *e, char *out, unsigned cap)
{
    char place[64] = "";
    char byte[40] = "";
    const char *path = e->path ? e->path : "";
    size_t n = strlen(path), most = cap / 2; /* the reason must have room */
    const char *cut = n > most ? "..." : "";

    if (e->line)
        (void)snprintf(place, sizeof place, ":%llu", (unsigned long long)e->line);
    if (e->has_byte)
        (void)snprintf(byte, sizeof byte, " (byte %llu)", (unsigned long long)e->byte);
    (void)snprintf(out, cap, "%s%s%s%s%s%s", cut, n > most ? path + n - most : path, place,
                   e->path ? ": " : "", e->text, byte);
    clean(out);
    return out;
}
