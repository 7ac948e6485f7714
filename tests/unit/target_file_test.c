/* The file of targets: names, aliases, what is passed over, and what is wrong, with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/target_file.h"

typedef struct fixture {
    char path[32];
    arena arena;
    const target *target;
    uint32_t n;
    target_file_odd odd;
    err e;
} fixture;

static bool from_bytes(fixture *f, const char *bytes, size_t n)
{
    bool ok;
    int fd;

    *f = (fixture){.path = "/tmp/targets.XXXXXX"};
    fd = mkstemp(f->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (long)n);
    (void)close(fd);
    ok = target_file_read(f->path, &f->arena, &f->target, &f->n, &f->odd, &f->e);
    (void)unlink(f->path);
    return ok;
}

static void is_str(str s, const char *expected)
{
    assert_int_equal(s.n, strlen(expected));
    assert_memory_equal(s.p, expected, s.n);
}

static void test_good(void **state)
{
    static const char file[] = "# who matters\r\n"
                               "Ivan Petrov\tPetrov\t the president \t\t\r\n"
                               "\n"
                               "  \t \n"
                               "  Ministry of Health  \n"
                               "L\303\251a # no comment\tL\303\251\n"
                               "last";
    fixture f;

    (void)state;
    assert_true(from_bytes(&f, file, sizeof file - 1));
    assert_int_equal(f.n, 4);
    is_str(f.target[0].name, "Ivan Petrov");
    assert_int_equal(f.target[0].n_aliases, 2);
    is_str(f.target[0].alias[0], "Petrov");
    is_str(f.target[0].alias[1], "the president");
    is_str(f.target[1].name, "Ministry of Health");
    assert_int_equal(f.target[1].n_aliases, 0);
    is_str(f.target[2].name, "L\303\251a # no comment");
    is_str(f.target[2].alias[0], "L\303\251");
    is_str(f.target[3].name, "last");
    arena_free(&f.arena);
}

static void wrong(const char *bytes, size_t n, uint64_t line, const char *why)
{
    fixture f;

    assert_false(from_bytes(&f, bytes, n));
    assert_string_equal(f.e.text, why);
    assert_int_equal(f.e.code, ERR_INPUT);
    assert_int_equal(f.e.line, line);
    assert_string_equal(f.e.path, f.path);
    arena_free(&f.arena);
}

static void test_wrong(void **state)
{
    static const char nothing[] = "# nobody\n\n", nameless[] = "Ann\n#\n \tBob\n", bytes[] = "Ann\nB\xffob\n";

    (void)state;
    wrong("", 0, 0, "no target in it");
    wrong(nothing, sizeof nothing - 1, 0, "no target in it");
    wrong(nameless, sizeof nameless - 1, 3, "a target without a name");
    wrong(bytes, sizeof bytes - 1, 2, "invalid UTF-8");
}

static void test_no_file(void **state)
{
    fixture f = {0};

    (void)state;
    assert_false(target_file_read("/nowhere/targets", &f.arena, &f.target, &f.n, &f.odd, &f.e));
    assert_int_equal(f.e.code, ERR_IO);
    assert_string_equal(f.e.path, "/nowhere/targets");
    arena_free(&f.arena);
}

static void test_many(void **state)
{
    enum { MANY = 100000 };
    buf file = {0};
    fixture f;

    (void)state;
    for (unsigned i = 0; i < MANY; i++)
        buf_printf(&file, "name %u\talias %u\n", i, i);
    assert_true(from_bytes(&f, file.p, file.n));
    assert_int_equal(f.n, MANY);
    is_str(f.target[MANY - 1].name, "name 99999");
    is_str(f.target[MANY - 1].alias[0], "alias 99999");
    assert_int_equal(f.odd.n, 0);
    arena_free(&f.arena);
    buf_free(&file);
}

/* What no article can have is told of, and no fault. */
static void test_odd(void **state)
{
    static const char file[] =
        "# one\nAnn Lee\t!!!\tLee\n?\ta b c d e f g h i j k l\ta b c d e f g h i j k l m\n";
    fixture f;

    (void)state;
    assert_true(from_bytes(&f, file, sizeof file - 1));
    assert_int_equal(f.n, 2);
    assert_int_equal(f.odd.n, 3);
    assert_int_equal(f.odd.line, 2);
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good), cmocka_unit_test(test_wrong), cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_many), cmocka_unit_test(test_odd),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
