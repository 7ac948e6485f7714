/* One line, drawn over itself. Rates and the time left are means since the beginning: they move less than
 * the last second's would, and a job of even pieces is estimated well by them. */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { INTERVAL_NS = 100 * 1000 * 1000, LINE_MAX_BYTES = 80 };

/* Below this many seconds a rate is noise and is not shown. */
static const double settled_s = 0.5;

static uint64_t clock_ns(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void progress_begin(progress *p, const char *what)
{
    const char *term = getenv("TERM"); // NOLINT(concurrency-mt-unsafe): nobody sets the environment

    *p = (progress){.what = what, .begin_ns = clock_ns()};
    p->on = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

/* Whether a line is due, which notes that it is drawn now. */
static bool due(progress *p, double *seconds)
{
    uint64_t now;

    if (!p->on)
        return false;
    now = clock_ns();
    if (now - p->drawn_ns < INTERVAL_NS || now - p->begin_ns < INTERVAL_NS)
        return false;
    p->drawn_ns = now;
    *seconds = (double)(now - p->begin_ns) / 1e9;
    return true;
}

/* One write, so that lines of other programs on the same terminal stay whole. */
static void draw(progress *p, const char *line)
{
    char out[LINE_MAX_BYTES + 16];
    int n = snprintf(out, sizeof out, "\r%s\033[K", line);

    p->drawn = true;
    if (n > 0 && write(STDERR_FILENO, out, (size_t)n) < 0)
        p->on = false; /* the terminal has gone: nobody is looking any more */
}

/* "0:07 left", "1:02:33 left"; nothing while it cannot be known. */
static void left_say(double done, double total, double seconds, char *out, size_t cap)
{
    double left = done > 0 && total >= done ? seconds * (total - done) / done : -1;
    unsigned long s;

    out[0] = '\0';
    if (left < 0 || left > 1e7 || seconds < settled_s)
        return;
    s = (unsigned long)(left + 0.5);
    if (s >= 3600)
        (void)snprintf(out, cap, "  %lu:%02lu:%02lu left", s / 3600, s / 60 % 60, s % 60);
    else
        (void)snprintf(out, cap, "  %lu:%02lu left", s / 60, s % 60);
}

char *progress_bytes_line(const char *what, uint64_t done, uint64_t total, uint64_t text_bytes,
                          uint64_t records, double seconds, char *out, size_t cap)
{
    char of[32] = "", left[32], rate[32] = "";

    if (total)
        (void)snprintf(of, sizeof of, " of %.1f", (double)total / 1e6);
    if (seconds >= settled_s)
        (void)snprintf(rate, sizeof rate, "  %.1f MB/s", (double)text_bytes / 1e6 / seconds);
    left_say((double)done, (double)total, seconds, left, sizeof left);
    (void)snprintf(out, cap, "%s  %.1f%s MB%s  %llu records%s", what, (double)done / 1e6, of, rate,
                   (unsigned long long)records, left);
    return out;
}

char *progress_steps_line(const char *what, uint64_t done, uint64_t total, const char *note, double seconds,
                          char *out, size_t cap)
{
    char left[32];

    left_say((double)done, (double)total, seconds, left, sizeof left);
    (void)snprintf(out, cap, "%s  %llu of %llu%s%s%s", what, (unsigned long long)done,
                   (unsigned long long)total, note ? "  " : "", note ? note : "", left);
    return out;
}

void progress_reader(progress *p, const reader *r, uint64_t records)
{
    char line[LINE_MAX_BYTES];
    uint64_t done, total;
    double seconds;

    if (!due(p, &seconds))
        return;
    reader_progress(r, &done, &total);
    draw(p, progress_bytes_line(p->what, done, total, reader_bytes(r), records, seconds, line, sizeof line));
}

void progress_steps(progress *p, uint64_t done, uint64_t total, const char *note)
{
    char line[LINE_MAX_BYTES];
    double seconds;

    if (due(p, &seconds))
        draw(p, progress_steps_line(p->what, done, total, note, seconds, line, sizeof line));
}

void progress_end(progress *p)
{
    if (p->drawn)
        draw(p, "");
    p->drawn = false;
}
