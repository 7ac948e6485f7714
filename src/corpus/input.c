/* The files that the user means, looked at before any work is done, so that a typing error at the end of a
 * long list costs nothing. A folder is walked with one list of what is still to be looked at: no recursion,
 * one folder open at a time. Folders behind symbolic links are not entered, so that a loop cannot trap us.
 * A file may still vanish or change before it is read: the reader reports that in its turn. */
#include "corpus/input.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/nearest.h"

typedef struct ending {
    const char *word;
    format format;
} ending;

/* The first five are the words for --format; all of them are endings of file names. */
static const ending endings[] = {
    {"tsv", FORMAT_TSV},     {"csv", FORMAT_CSV}, {"jsonl", FORMAT_JSONL},
    {"lines", FORMAT_LINES}, {"txt", FORMAT_TXT}, {"ndjson", FORMAT_JSONL},
};
enum { N_WORDS = 5, N_ENDINGS = sizeof endings / sizeof endings[0] };

#define AS_CSV    "a spreadsheet: save it as csv, in UTF-8"
#define AS_TXT    "not plain text: save it as txt, in UTF-8"
#define AS_GZIP   "only gzip and zstd are unpacked"
#define AS_FOLDER "an archive: unpack it; a folder is taken as it is"

/* Endings of files that people have and that are not read, with what to do. */
static const struct foreign {
    const char *word, *advice;
} foreign[] = {
    {"xlsx", AS_CSV},
    {"xls", AS_CSV},
    {"ods", AS_CSV},
    {"pdf", AS_TXT},
    {"docx", AS_TXT},
    {"doc", AS_TXT},
    {"odt", AS_TXT},
    {"rtf", AS_TXT},
    {"html", AS_TXT},
    {"htm", AS_TXT},
    {"xml", AS_TXT},
    {"bz2", AS_GZIP},
    {"xz", AS_GZIP},
    {"zip", AS_FOLDER},
    {"7z", AS_FOLDER},
    {"tar", AS_FOLDER},
    {"tgz", AS_FOLDER},
    {"json", "of one object a line: --format jsonl; of a list: jq -c '.[]' makes lines of it"},
};

/* Things found, in memory of their own until it is known how many there are. */
typedef struct list {
    input *at;
    size_t n, cap;
    input_left left;
} list;

typedef struct stack {
    const char **at;
    size_t n, cap;
} stack;

bool format_parse(const char *word, format *out, err *e)
{
    const char *words[N_WORDS];
    const char *near;

    for (size_t i = 0; i < N_WORDS; i++) {
        words[i] = endings[i].word;
        if (strcmp(word, endings[i].word) == 0) {
            *out = endings[i].format;
            return true;
        }
    }
    near = nearest(str_z(word), words, N_WORDS);
    if (near)
        return err_set(e, ERR_USAGE, "there is no format '%s'; did you mean '%s'?", word, near);
    return err_set(e, ERR_USAGE, "there is no format '%s'; there are tsv, csv, jsonl, lines, txt", word);
}

static bool ends_with(str s, const char *word)
{
    size_t n = strlen(word);

    return s.n > n && s.p[s.n - n - 1] == '.' && str_same((str){s.p + s.n - n, n}, str_z(word));
}

/* The name that the file has unpacked. */
static str unpacked(const char *path)
{
    str s = str_z(path);

    if (ends_with(s, "gz"))
        s.n -= 3;
    else if (ends_with(s, "zst"))
        s.n -= 4;
    return s;
}

/* FORMAT_AUTO when the name says nothing. */
static format format_of(const char *path)
{
    str s = unpacked(path);

    for (size_t i = 0; i < N_ENDINGS; i++)
        if (ends_with(s, endings[i].word))
            return endings[i].format;
    return FORMAT_AUTO;
}

/* Why a file with no ending of ours is not taken. */
static const char *advice_for(const char *path)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (ends_with(unpacked(path), foreign[i].word))
            return foreign[i].advice;
    return "the file's ending does not say its format; name it with --format";
}

static bool add(list *l, const char *path, format f, uint64_t size, err *e)
{
    if (!GROW(l->at, l->cap, l->n + 1))
        return err_memory(e);
    l->at[l->n++] = (input){path, f, size};
    return true;
}

static bool push(stack *todo, const char *path, err *e)
{
    if (!GROW(todo->at, todo->cap, todo->n + 1))
        return err_memory(e);
    todo->at[todo->n++] = path;
    return true;
}

static const char *join(const char *folder, const char *name, arena *a)
{
    size_t n = strlen(folder), m = strlen(name);
    bool slash = n && folder[n - 1] != '/';
    char *p = arena_take(a, n + slash + m + 1, 1);

    if (!p)
        return NULL;
    memcpy(p, folder, n);
    if (slash)
        p[n] = '/';
    memcpy(p + n + slash, name, m);
    return p;
}

/* Something in a folder: a folder is kept for later, a file is added when its ending says what it is, or
 * when the user said so for all. Pipes, devices and dangling links are nobody's corpus. */
static bool add_entry(list *l, stack *todo, const char *path, format forced, err *e)
{
    format f = forced != FORMAT_AUTO ? forced : format_of(path);
    struct stat s;

    if (lstat(path, &s) != 0)
        return err_errno(e, path, "look at");
    if (S_ISDIR(s.st_mode))
        return push(todo, path, e);
    if (stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return true;
    if (f == FORMAT_AUTO) {
        if (!l->left.first || strcmp(path, l->left.first) < 0)
            l->left.first = path;
        l->left.n++;
        return true;
    }
    if (access(path, R_OK) != 0)
        return err_errno(e, path, "read");
    return add(l, path, f, (uint64_t)s.st_size, e);
}

static bool add_names(list *l, stack *todo, const char *folder, format forced, arena *a, err *e)
{
    DIR *d = opendir(folder);
    const struct dirent *entry;
    bool fine = true;

    if (!d)
        return err_errno(e, folder, "open");
    /* Safe: a DIR of our own, which no other thread knows. */
    while (fine && (errno = 0, entry = readdir(d)) != NULL) { // NOLINT(concurrency-mt-unsafe)
        const char *path;

        if (entry->d_name[0] == '.')
            continue;
        path = join(folder, entry->d_name, a);
        fine = path ? add_entry(l, todo, path, forced, e) : err_memory(e);
    }
    if (fine && errno)
        fine = err_errno(e, folder, "read");
    (void)closedir(d);
    return fine;
}

static int by_path(const void *x, const void *y)
{
    return strcmp(((const input *)x)->path, ((const input *)y)->path);
}

static bool add_folder(list *l, const char *folder, format forced, arena *a, err *e)
{
    size_t before = l->n;
    stack todo = {0};
    bool fine = push(&todo, folder, e);

    while (fine && todo.n)
        fine = add_names(l, &todo, todo.at[--todo.n], forced, a, e);
    free(todo.at);
    if (!fine)
        return false;
    if (l->n == before) {
        e->path = folder;
        return err_set(e, ERR_INPUT, "%s",
                       forced != FORMAT_AUTO
                           ? "there is no file in this folder"
                           : "no file in this folder ends in .tsv .csv .jsonl .lines or .txt");
    }
    qsort(l->at + before, l->n - before, sizeof *l->at, by_path);
    return true;
}

static bool add_path(list *l, const char *path, format forced, arena *a, err *e)
{
    format f = forced != FORMAT_AUTO ? forced : format_of(path);
    struct stat s;

    if (strcmp(path, "-") == 0) {
        for (size_t i = 0; i < l->n; i++)
            if (strcmp(l->at[i].path, "-") == 0)
                return err_set(e, ERR_USAGE, "standard input, '-', can be read only once");
        return add(l, path, forced != FORMAT_AUTO ? forced : FORMAT_LINES, 0, e);
    }
    if (stat(path, &s) != 0)
        return err_errno(e, path, "open");
    if (S_ISDIR(s.st_mode))
        return add_folder(l, path, forced, a, e);
    if (access(path, R_OK) != 0)
        return err_errno(e, path, "open");
    if (f == FORMAT_AUTO) {
        e->path = path;
        return err_set(e, ERR_USAGE, "%s", advice_for(path));
    }
    return add(l, path, f, S_ISREG(s.st_mode) ? (uint64_t)s.st_size : 0, e);
}

bool input_list(const char *const *paths, size_t n_paths, format forced, arena *a, input **out, size_t *n,
                input_left *left, err *e)
{
    const char *const standard[] = {"-"};
    list l = {0};
    bool fine = true;

    *out = NULL;
    *n = 0;
    if (n_paths == 0) {
        paths = standard;
        n_paths = 1;
    }
    for (size_t i = 0; fine && i < n_paths; i++)
        fine = add_path(&l, paths[i], forced, a, e);
    if (fine) {
        *out = ARENA_NEW(a, l.n, input);
        if (*out) {
            if (l.n)
                memcpy(*out, l.at, l.n * sizeof *l.at);
            *n = l.n;
        } else {
            fine = err_memory(e);
        }
    }
    if (left)
        *left = l.left;
    free(l.at);
    return fine;
}
