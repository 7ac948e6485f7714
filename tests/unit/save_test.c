/* Files that are saved whole or not at all, also by a process that a signal ends: each case runs in a child
 * that dies of it, and the folder is looked at afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/save.h"

static char folder[] = "/tmp/save_test_XXXXXX";

static size_t files(void)
{
    DIR *d = opendir(folder);
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d));)
        n += f->d_name[0] != '.' || (f->d_name[1] && f->d_name[1] != '.');
    (void)closedir(d);
    return n;
}

static const char *in_folder(const char *name, char *out, size_t cap)
{
    (void)snprintf(out, cap, "%s/%s", folder, name);
    return out;
}

/* Opens two files and commits the first; then the signal comes, twice in a row as an impatient user sends it.
 */
static void child(int number)
{
    char a[100], b[100];
    output first, second;
    err e = {0};

    save_init();
    if (!save_open(in_folder("a", a, sizeof a), &first, &e) || !output_write(&first, "1", 1, &e) ||
        !save_open(in_folder("b", b, sizeof b), &second, &e) || !output_write(&second, "2", 1, &e) ||
        !save_commit(&first, &e) || files() < 2)
        _exit(1);
    (void)raise(number);
    (void)raise(number);
    _exit(2);
}

static void dies_of(int number, bool ignored, size_t left)
{
    char path[100];
    int status = 0;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        (void)signal(number, ignored ? SIG_IGN : SIG_DFL);
        child(number);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (ignored) {
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    } else {
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), number);
    }
    assert_int_equal(files(), left);
    assert_int_equal(unlink(in_folder("a", path, sizeof path)), 0);
}

static void test_signals(void **state)
{
    (void)state;
    dies_of(SIGINT, false, 1);
    dies_of(SIGTERM, false, 1);
    dies_of(SIGHUP, false, 1);
}

/* Under nohup a hang-up is nothing; the child goes on (and here leaves its unfinished file by _exit). */
static void test_ignored_stays_ignored(void **state)
{
    DIR *d;

    (void)state;
    dies_of(SIGHUP, true, 2);
    d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d));)
        (void)unlinkat(dirfd(d), f->d_name, 0);
    (void)closedir(d);
}

static void test_file(void **state)
{
    char path[100], got[10] = "";
    err e = {0};
    FILE *f;

    (void)state;
    assert_true(save_file(in_folder("c", path, sizeof path), STR("whole\n"), &e));
    assert_int_equal(files(), 1);
    f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fread(got, 1, sizeof got - 1, f), 6);
    (void)fclose(f);
    assert_string_equal(got, "whole\n");
    assert_int_equal(unlink(path), 0);

    assert_false(save_file(in_folder("no/such", path, sizeof path), STR("x"), &e));
    assert_int_equal(e.code, ERR_IO);
    assert_int_equal(files(), 0);
}

/* More files than rows, one after the other: rows are given back. */
static void test_rows(void **state)
{
    char path[100];
    output o;
    err e = {0};

    (void)state;
    for (int i = 0; i < 3 * SAVE_FILES; i++) {
        assert_true(save_open(in_folder("d", path, sizeof path), &o, &e));
        save_abandon(&o);
    }
    assert_int_equal(files(), 0);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_ignored_stays_ignored),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_rows),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
