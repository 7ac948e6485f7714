/* Whole or not at all: names, permissions, links, and outputs that refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#include "corpus/output.h"
#include "corpus_sample.h"

static bool write_whole(const char *path, str bytes, err *e)
{
    output o;

    if (!output_open(path, &o, e))
        return false;
    if (!output_write(&o, bytes.p, bytes.n, e)) {
        output_abandon(&o);
        return false;
    }
    return output_commit(&o, e);
}

static void expect_file(const char *path, const char *expected)
{
    char got[100] = "";
    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    got[fread(got, 1, sizeof got - 1, f)] = '\0';
    (void)fclose(f);
    assert_string_equal(got, expected);
}

/* Files in a folder: nothing temporary may stay. */
static unsigned count(const char *folder)
{
    DIR *d = opendir(folder);
    const struct dirent *entry;
    unsigned n = 0;

    assert_non_null(d);
    while ((entry = readdir(d)) != NULL)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(d);
    return n;
}

static unsigned mode(const char *path)
{
    struct stat s;

    assert_int_equal(stat(path, &s), 0);
    return s.st_mode & 07777;
}

static void appears_at_the_end(void **state)
{
    char *folder = sample_folder(), *path = sample_path(folder, "out");
    output o, second;
    err e = {0};

    (void)state;
    assert_true(output_open(path, &o, &e));
    assert_true(output_open(path, &second, &e)); /* side by side they do not meet */
    assert_true(output_write(&o, "one ", 4, &e));
    assert_true(output_write(&second, "other", 5, &e));
    assert_true(output_write(&o, "two", 3, &e));
    assert_true(output_write(&o, NULL, 0, &e));
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(count(folder), 2);
    assert_true(output_commit(&o, &e));
    expect_file(path, "one two");
    output_abandon(&second);
    assert_int_equal(count(folder), 1);
    expect_file(path, "one two");
    output_abandon(&o); /* does nothing any more */
    assert_true(output_commit(&o, &e));
    expect_file(path, "one two");

    assert_true(write_whole(path, STR("new"), &e));
    expect_file(path, "new");
    assert_int_equal(count(folder), 1);
    free(path);
    sample_remove(folder);
}

static void permissions(void **state)
{
    char *folder = sample_folder(), *path = sample_path(folder, "out");
    mode_t old = umask(027);
    err e = {0};

    (void)state;
    assert_true(write_whole(path, STR("a"), &e));
    assert_int_equal(mode(path), 0640);
    assert_int_equal(chmod(path, 0604), 0);
    assert_true(write_whole(path, STR("b"), &e));
    assert_int_equal(mode(path), 0604);
    expect_file(path, "b");
    (void)umask(old);
    free(path);
    sample_remove(folder);
}

static void links_are_followed(void **state)
{
    char *folder = sample_folder(), *there = sample_path(folder, "there"),
         *file = sample_path(folder, "there/file");
    char *link = sample_path(folder, "link"), *second = sample_path(folder, "second"),
         *round = sample_path(folder, "round");
    struct stat s;
    err e = {0};

    (void)state;
    assert_int_equal(mkdir(there, 0777), 0);
    assert_int_equal(symlink("there/file", link), 0); /* dangling, until it is written */
    assert_int_equal(symlink(link, second), 0);
    assert_true(write_whole(second, STR("a"), &e));
    expect_file(file, "a");
    assert_int_equal(lstat(link, &s), 0);
    assert_true(S_ISLNK(s.st_mode));
    assert_true(write_whole(link, STR("b"), &e));
    expect_file(file, "b");
    assert_int_equal(lstat(second, &s), 0);
    assert_true(S_ISLNK(s.st_mode));
    assert_int_equal(count(folder), 3);
    assert_int_equal(count(there), 1);

    assert_int_equal(symlink("round", round), 0);
    assert_false(write_whole(round, STR("c"), &e));
    assert_string_equal(e.text, "cannot open: too many levels of symbolic links");
    free(there);
    free(file);
    free(link);
    free(second);
    free(round);
    sample_remove(folder);
}

static void refusals(void **state)
{
    char *folder = sample_folder(), *path = sample_path(folder, "no/out");
    char *block = calloc(1, 1 << 20);
    output o;
    err e = {0};

    (void)state;
    assert_false(output_open(path, &o, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_ptr_equal(e.path, path);
    assert_string_equal(e.text, "cannot create: no such file or directory");
    output_abandon(&o);

    e = (err){0};
    assert_false(write_whole(folder, STR("x"), &e));
    assert_string_equal(e.text, "cannot write: is a directory");

    e = (err){0};
    assert_true(output_open("/dev/full", &o, &e));
    assert_null(o.temporary);
    assert_false(output_write(&o, block, 1 << 20, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text, "cannot write: no space left on device");
    output_abandon(&o);

    e = (err){0};
    assert_true(write_whole("/dev/null", STR("x"), &e));
    output_abandon(&(output){0}); /* one that was never opened: closes nothing */
    assert_true(fcntl(0, F_GETFD) != -1 || errno == EBADF);
    free(block);
    free(path);
    sample_remove(folder);
}

/* Standard output is put on a pipe for a while. */
static int swap_stdout(int fd)
{
    int old = dup(STDOUT_FILENO);

    assert_true(old >= 0);
    assert_int_equal(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
    return old;
}

static void a_closed_pipe_is_no_fault(void **state)
{
    void (*handler)(int) = signal(SIGPIPE, SIG_IGN);
    int pipes[2], old;
    output o;
    err e = {0};
    bool fine;

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    (void)fflush(stdout);
    old = swap_stdout(pipes[1]);
    (void)close(pipes[0]);
    fine = output_open(NULL, &o, &e) && output_write(&o, "x", 1, &e);
    output_abandon(&o);
    (void)close(swap_stdout(old));
    (void)close(old);
    (void)close(pipes[1]);
    assert_false(fine);
    assert_int_equal(e.code, ERR_PIPE);
    assert_string_equal(e.path, "-");
    (void)signal(SIGPIPE, handler);
}

static void on_alarm(int signal_number)
{
    (void)signal_number;
}

static void *slow_reader(void *fd)
{
    char block[3000];
    size_t sum = 0;
    ssize_t n;

    while ((n = read(*(int *)fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0)
            continue;
        for (ssize_t i = 0; i < n; i++)
            assert_int_equal(block[i], (char)((sum + (size_t)i) % 251));
        sum += (size_t)n;
        (void)usleep(100);
    }
    return (void *)(uintptr_t)sum;
}

/* Signals all the time, and a pipe that takes little at once: every byte arrives, once. */
static void signals_and_short_writes(void **state)
{
    enum { N = 1 << 21 };
    struct sigaction action = {.sa_handler = on_alarm}, before;
    struct itimerval often = {{0, 500}, {0, 500}}, never = {0};
    char *block = malloc(N);
    pthread_t thread;
    void *sum;
    int pipes[2], old;
    output o;
    err e = {0};
    bool fine;

    (void)state;
    assert_non_null(block);
    for (size_t i = 0; i < N; i++)
        block[i] = (char)(i % 251);
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    assert_int_equal(pthread_create(&thread, NULL, slow_reader, &pipes[0]), 0);
    (void)fflush(stdout);
    old = swap_stdout(pipes[1]);
    (void)close(pipes[1]);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    fine = output_open("-", &o, &e) && output_write(&o, block, N, &e) && output_commit(&o, &e);
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    (void)close(swap_stdout(old));
    (void)close(old);
    assert_int_equal(pthread_join(thread, &sum), 0);
    (void)close(pipes[0]);
    assert_int_equal(sigaction(SIGALRM, &before, NULL), 0);
    assert_true(fine);
    assert_int_equal((uintptr_t)sum, N);
    free(block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appears_at_the_end),        cmocka_unit_test(permissions),
        cmocka_unit_test(links_are_followed),        cmocka_unit_test(refusals),
        cmocka_unit_test(a_closed_pipe_is_no_fault), cmocka_unit_test(signals_and_short_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
