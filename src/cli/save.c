/* Output files and the signals that may interrupt them. What a handler may do is little: unlink, restore the
 * old way and raise are allowed (POSIX.1-2017, 2.4.3), free and fsync are not. So the names of unfinished
 * files are copied into a fixed table that a handler can read at any moment: a name is complete before its
 * row is marked in use, and the mark goes before the name does. A signal then needs no help from the code
 * that it interrupts, which may sit in a solver for minutes.
 *
 * This is the one place with variables that change over the program's life: a handler has no argument to
 * be given them through. */
#include "cli/save.h"

#include <assert.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static volatile sig_atomic_t guarded[SAVE_FILES];
static char guarded_path[SAVE_FILES][PATH_MAX];

static const int deadly[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { N_DEADLY = sizeof deadly / sizeof *deadly };

/* SA_RESETHAND has put the default back, so raising the same signal ends us as if there were no handler. */
static void on_signal(int number)
{
    for (int i = 0; i < SAVE_FILES; i++)
        if (guarded[i])
            (void)unlink(guarded_path[i]);
    (void)raise(number);
}

void save_init(void)
{
    struct sigaction quiet = {.sa_handler = SIG_IGN}, clean = {.sa_handler = on_signal}, old;

    (void)sigemptyset(&quiet.sa_mask);
    (void)sigaction(SIGPIPE, &quiet, NULL);
    (void)sigaction(SIGXFSZ, &quiet, NULL);

    /* While one of them is handled the others wait: the first decides how we end. */
    (void)sigemptyset(&clean.sa_mask);
    for (int i = 0; i < N_DEADLY; i++)
        (void)sigaddset(&clean.sa_mask, deadly[i]);
    clean.sa_flags = (int)SA_RESETHAND;
    for (int i = 0; i < N_DEADLY; i++)
        /* What nohup or a shell's background job ignores stays ignored. */
        if (sigaction(deadly[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(deadly[i], &clean, NULL);
}

/* The row that guards a path; -1 where none does. */
static int row_of(const char *path)
{
    for (int i = 0; path && i < SAVE_FILES; i++)
        if (guarded[i] && strcmp(guarded_path[i], path) == 0)
            return i;
    return -1;
}

static void guard(const char *path)
{
    size_t n = strlen(path);
    int i = 0;

    while (i < SAVE_FILES && guarded[i])
        i++;
    assert(i < SAVE_FILES && "more unfinished files than save.h allows");
    if (n >= PATH_MAX)
        return; /* no system call would have made that file */
    memcpy(guarded_path[i], path, n + 1);
    atomic_signal_fence(memory_order_release); /* the name before what says that it is there */
    guarded[i] = 1;
}

static void release(int row)
{
    if (row >= 0)
        guarded[row] = 0;
}

bool save_open(const char *path, output *o, err *e)
{
    sigset_t wait, before;
    bool ok;

    /* No signal between the file's birth and its name in the table. */
    (void)sigemptyset(&wait);
    for (int i = 0; i < N_DEADLY; i++)
        (void)sigaddset(&wait, deadly[i]);
    (void)pthread_sigmask(SIG_BLOCK, &wait, &before);
    ok = output_open(path, o, e);
    if (ok && o->temporary)
        guard(o->temporary);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

/* The row is looked up before output_commit frees the name and given back after it. Where the rename has
 * happened already, the handler finds nothing to unlink: no harm. */
bool save_commit(output *o, err *e)
{
    int row = row_of(o->temporary);
    bool ok = output_commit(o, e);

    release(row);
    return ok;
}

void save_abandon(output *o)
{
    int row = row_of(o->temporary);

    output_abandon(o);
    release(row);
}

bool save_file(const char *path, str bytes, err *e)
{
    output o;

    if (!save_open(path, &o, e))
        return false;
    if (output_write(&o, bytes.p, bytes.n, e) && save_commit(&o, e))
        return true;
    save_abandon(&o);
    return false;
}
