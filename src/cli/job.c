/* Shared options to settings: how to read, from where, on how many threads. */
#include "cli/job.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"
#include "cli/models.h"
#include "cli/save.h"
#include "corpus/output.h"

static bool has(const parsed *p, const char *word)
{
    for (const option *o = p->table; o->word || o->heading; o++)
        if (o->word && strcmp(o->word, word) == 0)
            return true;
    return false;
}

/* A column's name where the command has such an option; NULL where it has not. */
static const char *field(const parsed *p, const char *word)
{
    return has(p, word) ? opt_string(p, word) : NULL;
}

static bool named(const parsed *p, const char *word)
{
    return field(p, word) && opt_given(p, word);
}

/* All that an option was given, nothing where the command has no such option. */
static const char *const *given_to(const parsed *p, const char *word, size_t *n)
{
    *n = 0;
    return has(p, word) ? opt_list(p, word, n) : NULL;
}

/* The text columns, the first of them apart, then those of tags. What is too many is left out, and told by
 * job_inputs. */
static void text_fields(const parsed *p, fields *out)
{
    size_t n_texts, n_tags;
    const char *const *text = given_to(p, "text-field", &n_texts), *const *tag =
                                                                       given_to(p, "tag-field", &n_tags);

    out->text = text[0];
    for (size_t i = 1; i < n_texts && out->n_more < TEXTS_MAX - 1; i++)
        out->more[out->n_more++] = text[i];
    for (size_t i = 0; i < n_tags && out->n_more < TEXTS_MAX - 1; i++, out->n_tags++)
        out->more[out->n_more++] = tag[i];
}

reader_options job_reader(const parsed *p, bool labelled)
{
    reader_options out = {.fields = {.label = labelled ? field(p, "label-field") : NULL,
                                     .id = field(p, "id-field"),
                                     .target = field(p, "target-field"),
                                     .weight = field(p, "weight-field"),
                                     .group = field(p, "group-field"),
                                     .need_label = labelled,
                                     .need_id = named(p, "id-field"),
                                     .need_target = named(p, "target-field"),
                                     .need_weight = named(p, "weight-field"),
                                     .need_group = named(p, "group-field"),
                                     .no_header = opt_flag(p, "no-header")},
                          .max_record = (size_t)opt_size(p, "max-record"),
                          .strict = opt_flag(p, "strict")};

    text_fields(p, &out.fields);
    return out;
}

bool job_list(const char *const *paths, size_t n_paths, format forced, arena *a, input **in, size_t *n,
              err *e)
{
    input_left left;

    if (!input_list(paths, n_paths, forced, a, in, n, &left, e))
        return false;
    if (left.n) {
        char first[400];

        (void)fprintf(stderr, "slant: %zu file%s left out for %s ending%s: %s%s; --format takes them\n",
                      left.n, left.n > 1 ? "s" : "", left.n > 1 ? "their" : "its", left.n > 1 ? "s" : "",
                      err_name(left.first, first, sizeof first), left.n > 1 ? ", ..." : "");
    }
    return true;
}

bool job_inputs(const parsed *p, arena *a, input **in, size_t *n, err *e)
{
    static const char *const standard_input[] = {"-"};
    const char *word = opt_string(p, "format");
    format forced = FORMAT_AUTO;
    size_t n_texts, n_tags;

    (void)given_to(p, "text-field", &n_texts);
    (void)given_to(p, "tag-field", &n_tags);
    if (n_texts + n_tags > TEXTS_MAX)
        return err_set(e, ERR_USAGE,
                       "%s: --text-field and --tag-field: %zu columns are too many; the limit is %d",
                       p->argv[0], n_texts + n_tags, TEXTS_MAX);
    if (word && !format_parse(word, &forced, e))
        return false;
    if (p->n_operands == 0)
        return job_list(standard_input, 1, forced, a, in, n, e);
    return job_list(p->operand, p->n_operands, forced, a, in, n, e);
}

/* Devices may be written by anybody at once; standard output may not. */
static bool is_device(const char *path)
{
    struct stat s;

    return strcmp(path, "-") != 0 && stat(path, &s) == 0 && !S_ISREG(s.st_mode);
}

const char *job_read_once(const input *in, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(in[i].path, "-") == 0 || is_device(in[i].path))
            return in[i].path;
    return NULL;
}

static bool same_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool same_file(const struct stat *a, const char *path)
{
    struct stat b;

    return path && stat(path, &b) == 0 && same_inode(a, &b);
}

typedef struct inode {
    struct stat is;
    const char *path;
} inode;

static int by_inode(const void *x, const void *y)
{
    const struct stat *a = &((const inode *)x)->is, *b = &((const inode *)y)->is;

    if (a->st_dev != b->st_dev)
        return a->st_dev < b->st_dev ? -1 : 1;
    return a->st_ino < b->st_ino ? -1 : a->st_ino > b->st_ino;
}

bool job_apart(const parsed *p, const input *in, size_t n, err *e)
{
    inode *file = ARENA_NEW(p->arena, n + 1, inode);
    size_t n_files = 0;

    if (!file)
        return err_memory(e);
    for (size_t i = 0; i < n; i++) {
        file[n_files].path = in[i].path;
        n_files += strcmp(in[i].path, "-") != 0 && stat(in[i].path, &file[n_files].is) == 0 &&
                   S_ISREG(file[n_files].is.st_mode);
    }
    if (n_files)
        qsort(file, n_files, sizeof *file, by_inode);
    for (size_t i = 1; i < n_files; i++)
        if (by_inode(&file[i - 1], &file[i]) == 0)
            return err_set(
                e, ERR_USAGE,
                "%s: '%.60s' is given twice: its records would be learnt from and held out at once",
                p->argv[0], file[i].path);
    return true;
}

/* One of the files that are written. */
typedef struct outcome {
    const char *word; /* of its option */
    const char *path;
} outcome;

/* All of them; NULL when memory is out. */
static outcome *outcomes(const parsed *p, size_t *n)
{
    static const char *const words[] = {"output", "rejects", "export-libsvm", "ledger", "report", "plot"};
    enum { N = sizeof words / sizeof *words };
    size_t n_curves;
    const char *const *curve = given_to(p, "learning-curve", &n_curves);
    outcome *all = ARENA_NEW(p->arena, N + n_curves, outcome);

    *n = 0;
    for (size_t i = 0; all && i < N; i++) {
        const char *path = field(p, words[i]);

        if (path || i == 0)
            all[(*n)++] = (outcome){words[i], path ? path : "-"};
    }
    for (size_t i = 0; all && i < n_curves; i++)
        all[(*n)++] = (outcome){"learning-curve", curve[i]};
    return all;
}

/* The folder of a path, and what it is called there; false where the folder is not there. */
static bool place_of(const char *path, struct stat *in, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    char folder[PATH_MAX] = ".";

    *name = path + n;
    if (n >= sizeof folder)
        return false;
    if (n) {
        memcpy(folder, path, n);
        folder[n] = 0;
    }
    return stat(folder, in) == 0;
}

/* Whether two outputs would go to one file, which need not be there yet. */
static bool same_place(const char *a, const char *b)
{
    char *to[] = {output_target(a), output_target(b)};
    const char *name[2];
    struct stat one, in[2];
    bool same = strcmp(a, b) == 0 || (strcmp(a, "-") != 0 && stat(a, &one) == 0 && same_file(&one, b));

    if (!same && to[0] && to[1] && place_of(to[0], &in[0], &name[0]) && place_of(to[1], &in[1], &name[1]))
        same = same_inode(&in[0], &in[1]) && strcmp(name[0], name[1]) == 0;
    free(to[0]);
    free(to[1]);
    return same;
}

/* What would be lost if this one were written. */
static bool overwrites(const parsed *p, const outcome *o, const input *in, size_t n, err *e)
{
    static const char *const read[] = {"targets", "curve", "vectors"};
    struct stat out, theirs;
    size_t n_models;
    const char *const *used = given_to(p, "model", &n_models);
    const char **ships = NULL;

    if (strcmp(o->path, "-") == 0 || stat(o->path, &out) != 0)
        return false;
    if (n_models == 0 && has(p, "model") && models_shipped(p->arena, &ships, &n_models, &(err){0}))
        used = ships;
    for (size_t k = 0; k < n; k++)
        if (strcmp(in[k].path, "-") == 0 ? fstat(STDIN_FILENO, &theirs) == 0 && same_inode(&out, &theirs)
                                         : same_file(&out, in[k].path))
            return !err_set(e, ERR_USAGE, "%s: --%s would overwrite the input '%.60s'", p->argv[0], o->word,
                            in[k].path);
    for (size_t i = 0; i < n_models; i++)
        if (same_file(&out, used[i]))
            return !err_set(e, ERR_USAGE, "%s: --%s would overwrite the model '%.60s'", p->argv[0], o->word,
                            used[i]);
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        if (same_file(&out, field(p, read[i])))
            return !err_set(e, ERR_USAGE, "%s: --%s would overwrite --%s", p->argv[0], o->word, read[i]);
    return false;
}

bool job_outputs(const parsed *p, const input *in, size_t n, err *e)
{
    size_t n_out;
    outcome *out = outcomes(p, &n_out);

    if (!out)
        return err_memory(e);
    for (size_t i = 0; i < n_out; i++) {
        if (is_device(out[i].path))
            continue;
        for (size_t j = 0; j < i; j++)
            if (same_place(out[i].path, out[j].path))
                return err_set(e, ERR_USAGE, "%s: --%s and --%s would both go to '%.60s'", p->argv[0],
                               out[j].word, out[i].word, out[i].path);
        if (overwrites(p, &out[i], in, n, e))
            return false;
    }
    return true;
}

unsigned job_threads(const parsed *p)
{
    return opt_given(p, "threads") ? (unsigned)opt_int(p, "threads") : pool_cores();
}
