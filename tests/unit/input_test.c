/* What the user named: formats by ending, folders, standard input, and what is refused before any work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "corpus/input.h"
#include "corpus_sample.h"

static void words_of_formats(void **state)
{
    format f = FORMAT_AUTO;
    err e = {0};

    (void)state;
    assert_true(format_parse("jsonl", &f, &e));
    assert_int_equal(f, FORMAT_JSONL);
    assert_true(format_parse("lines", &f, &e));
    assert_int_equal(f, FORMAT_LINES);
    assert_false(format_parse("jsnol", &f, &e));
    assert_int_equal(e.code, ERR_USAGE);
    assert_string_equal(e.text, "there is no format 'jsnol'; did you mean 'jsonl'?");
    e = (err){0};
    assert_false(format_parse("parquet", &f, &e));
    assert_string_equal(e.text, "there is no format 'parquet'; there are tsv, csv, jsonl, lines, txt");
}

static void make(const char *folder, const char *name)
{
    char *path = sample_path(folder, name);

    sample_write(path, STR("abc"));
    free(path);
}

static void make_folder(const char *folder, const char *name)
{
    char *path = sample_path(folder, name);

    assert_int_equal(mkdir(path, 0777), 0);
    free(path);
}

/* The names below `folder` and their formats, as "a.csv:2 ", and what was left out, as "left 2 b.md ". */
static void expect(const char *folder, const char *const *names, size_t n, format forced,
                   const char *expected)
{
    char *paths[8] = {0};
    arena a = {0};
    input *in;
    size_t n_in;
    input_left left;
    buf out = {0};
    err e = {0};

    for (size_t i = 0; i < n; i++)
        paths[i] = sample_path(folder, names[i]);
    if (input_list((const char *const *)paths, n, forced, &a, &in, &n_in, &left, &e)) {
        for (size_t i = 0; i < n_in; i++) {
            assert_true(strncmp(in[i].path, folder, strlen(folder)) == 0);
            assert_int_equal(in[i].size, 3);
            buf_printf(&out, "%s:%d ", in[i].path + strlen(folder) + 1, (int)in[i].format);
        }
        assert_int_equal(left.n > 0, left.first != NULL);
        if (left.first)
            buf_printf(&out, "left %zu %s ", left.n, left.first + strlen(folder) + 1);
    } else {
        buf_printf(&out, "%d %s %s", (int)e.code, e.path + strlen(folder) + 1, e.text);
    }
    buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    for (size_t i = 0; i < n; i++)
        free(paths[i]);
    buf_free(&out);
    arena_free(&a);
}

#define EXPECT(forced, expected, ...)                                                                        \
    expect(folder, (const char *const[]){__VA_ARGS__},                                                       \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), forced, expected)

static void files_and_folders(void **state)
{
    static const char *const names[] = {
        "a.tsv",         "b.csv.gz",    "c.jsonl.zst", "d.lines",   "e.TXT",     "f.ndjson",   "README",
        "h.XLSX",        "i.tar.gz",    "g.tsv.bz2",   "dir/z.txt", "dir/a.txt", "dir/.h.txt", "dir/x.md",
        "dir/sub/b.tsv", "dir/sub.txt", "none/x.md",   ".gz",       "tsv",
    };
    char *folder = sample_folder(), *from, *to;

    (void)state;
    make_folder(folder, "dir");
    make_folder(folder, "dir/sub");
    make_folder(folder, "none");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        make(folder, names[i]);
    /* A link to a file is a file; one to a folder is not entered, so that a loop ends. */
    from = sample_path(folder, "dir/loop");
    assert_int_equal(symlink("..", from), 0);
    free(from);
    from = sample_path(folder, "dir/k.csv");
    to = sample_path(folder, "b.csv.gz");
    assert_int_equal(symlink(to, from), 0);
    free(from);
    free(to);
    from = sample_path(folder, "dir/dangling.csv");
    assert_int_equal(symlink("nowhere", from), 0);
    free(from);

    EXPECT(FORMAT_AUTO, "c.jsonl.zst:3 a.tsv:1 b.csv.gz:2 d.lines:4 e.TXT:5 f.ndjson:3 ", "c.jsonl.zst",
           "a.tsv", "b.csv.gz", "d.lines", "e.TXT", "f.ndjson");
    EXPECT(FORMAT_LINES, "README:4 ", "README");
    EXPECT(FORMAT_AUTO, "dir/a.txt:5 dir/k.csv:2 dir/sub.txt:5 dir/sub/b.tsv:1 dir/z.txt:5 left 1 dir/x.md ",
           "dir");
    EXPECT(FORMAT_AUTO, "dir/a.txt:5 dir/k.csv:2 dir/sub.txt:5 dir/sub/b.tsv:1 dir/z.txt:5 left 1 dir/x.md ",
           "dir/");
    EXPECT(FORMAT_TXT, "none/x.md:5 ", "none");

    EXPECT(FORMAT_AUTO, "2 none no file in this folder ends in .tsv .csv .jsonl .lines or .txt", "a.tsv",
           "none");
    EXPECT(FORMAT_AUTO, "1 README the file's ending does not say its format; name it with --format",
           "README");
    EXPECT(FORMAT_AUTO, "1 g.tsv.bz2 only gzip and zstd are unpacked", "g.tsv.bz2");
    EXPECT(FORMAT_AUTO, "1 h.XLSX a spreadsheet: save it as csv, in UTF-8", "h.XLSX");
    EXPECT(FORMAT_AUTO, "1 i.tar.gz an archive: unpack it; a folder is taken as it is", "i.tar.gz");
    EXPECT(FORMAT_AUTO, "1 tsv the file's ending does not say its format; name it with --format", "tsv");
    EXPECT(FORMAT_AUTO, "1 .gz the file's ending does not say its format; name it with --format", ".gz");
    EXPECT(FORMAT_AUTO, "3 x.tsv cannot open: no such file or directory", "a.tsv", "x.tsv");
    if (geteuid() != 0) {
        from = sample_path(folder, "a.tsv");
        assert_int_equal(chmod(from, 0), 0);
        EXPECT(FORMAT_AUTO, "3 a.tsv cannot open: permission denied", "a.tsv");
        free(from);
    }
    sample_remove(folder);
}

static void standard_input(void **state)
{
    const char *const twice[] = {"-", "-"};
    arena a = {0};
    input *in;
    size_t n;
    err e = {0};

    (void)state;
    assert_true(input_list(NULL, 0, FORMAT_AUTO, &a, &in, &n, NULL, &e));
    assert_int_equal(n, 1);
    assert_string_equal(in[0].path, "-");
    assert_int_equal(in[0].format, FORMAT_LINES);
    assert_int_equal(in[0].size, 0);
    assert_true(input_list(twice, 1, FORMAT_CSV, &a, &in, &n, NULL, &e));
    assert_int_equal(in[0].format, FORMAT_CSV);
    assert_false(input_list(twice, 2, FORMAT_CSV, &a, &in, &n, NULL, &e));
    assert_int_equal(e.code, ERR_USAGE);
    assert_string_equal(e.text, "standard input, '-', can be read only once");
    assert_int_equal(n, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_formats),
        cmocka_unit_test(files_and_folders),
        cmocka_unit_test(standard_input),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
