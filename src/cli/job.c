#define _GNU_SOURCE /* readlink of /proc/self/exe is Linux's; getrandom is glibc's */
#include "cli/job.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/pool.h"
#include "cli/save.h"

/* A column's name where the command has such an option; NULL where it has not. */
static const char *field(const parsed *p, const char *word)
{
    for (const option *o = p->table; o->word || o->heading; o++)
        if (o->word && strcmp(o->word, word) == 0)
            return opt_string(p, word);
    return NULL;
}

static bool named(const parsed *p, const char *word)
{
    return field(p, word) && opt_given(p, word);
}

reader_options job_reader(const parsed *p, bool labelled)
{
    return (reader_options){
        .fields = {.text = field(p, "text-field"),
                   .label = labelled ? field(p, "label-field") : NULL,
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
        .strict = opt_flag(p, "strict"),
    };
}

bool job_inputs(const parsed *p, arena *a, input **in, size_t *n, err *e)
{
    static const char *const standard_input[] = {"-"};
    const char *word = opt_string(p, "format");
    format forced = FORMAT_AUTO;

    if (word && !format_parse(word, &forced, e))
        return false;
    if (p->n_operands == 0)
        return input_list(standard_input, 1, forced, a, in, n, e);
    return input_list(p->operand, p->n_operands, forced, a, in, n, e);
}

/* Devices may be written by anybody at once; standard output may not. */
static bool is_device(const char *path)
{
    struct stat s;

    return strcmp(path, "-") != 0 && stat(path, &s) == 0 && !S_ISREG(s.st_mode);
}

bool job_outputs(const parsed *p, const input *in, size_t n, err *e)
{
    static const char *const words[] = {"output", "rejects", "export-libsvm"};
    enum { N = sizeof words / sizeof *words };
    const char *path[N];
    struct stat out, s;

    for (size_t i = 0; i < N; i++) {
        path[i] = field(p, words[i]);
        if (i == 0 && !path[i])
            path[i] = "-";
        if (!path[i] || is_device(path[i]))
            continue;
        for (size_t j = 0; j < i; j++)
            if (path[j] && strcmp(path[i], path[j]) == 0)
                return err_set(e, ERR_USAGE, "%s: --%s and --%s would both go to '%.60s'", p->argv[0],
                               words[j], words[i], path[i]);
        if (strcmp(path[i], "-") == 0 || stat(path[i], &out) != 0)
            continue;
        for (size_t k = 0; k < n; k++)
            if (stat(in[k].path, &s) == 0 && s.st_dev == out.st_dev && s.st_ino == out.st_ino)
                return err_set(e, ERR_USAGE, "%s: --%s would overwrite the input '%.60s'", p->argv[0],
                               words[i], in[k].path);
    }
    return true;
}

unsigned job_threads(const parsed *p)
{
    return opt_given(p, "threads") ? (unsigned)opt_int(p, "threads") : pool_cores();
}

uint64_t job_seed(void)
{
    struct timespec now = {0};
    uint64_t random = 0;

    if (getentropy(&random, sizeof random) == 0)
        return random;
    clock_gettime(CLOCK_REALTIME, &now);
    return hash_mix((uint64_t)now.tv_nsec ^ (uint64_t)getpid() << 32);
}

/* ---- models ---- */

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* All *.slant of a folder, by name. None, and no error, where there is no such folder. */
static bool list_models(const char *folder, arena *a, const char ***path, size_t *n, err *e)
{
    DIR *dir = opendir(folder);
    size_t cap = 0;

    *n = 0;
    /* Safe: a DIR of our own; and nobody changes the environment. */
    for (struct dirent *entry; dir && (entry = readdir(dir));) { // NOLINT(concurrency-mt-unsafe)
        str name = str_z(entry->d_name);
        size_t size = strlen(folder) + name.n + 2;
        char *full;

        if (!str_ends(name, STR(".slant")) || name.p[0] == '.')
            continue;
        if (*n == cap) {
            const char **more = ARENA_NEW(a, cap = cap ? 2 * cap : 16, const char *);

            if (more && *n)
                memcpy(more, *path, *n * sizeof *more);
            *path = more;
        }
        full = arena_take(a, size, 1);
        if (!*path || !full) {
            closedir(dir);
            return err_memory(e);
        }
        (void)snprintf(full, size, "%s/%s", folder, entry->d_name);
        (*path)[(*n)++] = full;
    }
    if (dir)
        closedir(dir);
    if (*n)
        qsort(*path, *n, sizeof **path, by_name);
    return true;
}

static bool shipped(arena *a, const char ***path, size_t *n, err *e)
{
    static const char *const beside[] = {"../share/slant/models", "../models"};
    const char *named_folder = getenv("SLANT_MODELS"); // NOLINT(concurrency-mt-unsafe)
    char exe[PATH_MAX], folder[PATH_MAX + 32];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

    *n = 0;
    if (named_folder && *named_folder) {
        if (!list_models(named_folder, a, path, n, e))
            return false;
    } else if (len > 0) {
        exe[len] = 0;
        *strrchr(exe, '/') = 0;
        for (size_t i = 0; *n == 0 && i < sizeof beside / sizeof *beside; i++) {
            (void)snprintf(folder, sizeof folder, "%s/%s", exe, beside[i]);
            if (!list_models(folder, a, path, n, e))
                return false;
        }
    }
    if (*n == 0 && named_folder && *named_folder)
        return err_set(e, ERR_USAGE, "no model: SLANT_MODELS names '%.80s', where no file ends in .slant",
                       named_folder);
    return *n > 0 || err_set(e, ERR_USAGE, "no model: name one with -m, or a folder of them in SLANT_MODELS");
}

/* Whether results have such a column already: their own two, or one of the first n models'. */
static bool is_column(const models *m, size_t n, str name)
{
    bool is = str_eq(name, STR("id")) || str_eq(name, STR("error"));

    for (size_t i = 0; i < n; i++)
        is |= str_eq(name, m->column[i]);
    return is;
}

static bool name_columns(models *m, arena *a)
{
    for (size_t i = 0; i < m->n; i++) {
        str task = m->model[i].task, name = task;

        for (size_t number = 2; is_column(m, i, name); number++) {
            char digits[24];
            size_t n = (size_t)snprintf(digits, sizeof digits, "_%zu", number);
            char *p = arena_take(a, task.n + n, 1);

            if (!p)
                return false;
            memcpy(p, task.p, task.n);
            memcpy(p + task.n, digits, n);
            name = (str){p, task.n + n};
        }
        m->column[i] = name;
    }
    return true;
}

bool models_open(const parsed *p, arena *a, models *out, err *e)
{
    size_t n;
    const char *const *given = opt_list(p, "model", &n);
    const char **path = NULL;

    *out = (models){0};
    if (n == 0 && !shipped(a, &path, &n, e))
        return false;
    out->model = ARENA_NEW(a, n, model);
    out->each = ARENA_NEW(a, n, const model *);
    out->path = ARENA_NEW(a, n, const char *);
    out->column = ARENA_NEW(a, n, str);
    if (!out->model || !out->each || !out->path || !out->column)
        return err_memory(e);
    for (size_t i = 0; i < n; i++) {
        out->path[i] = path ? path[i] : given[i];
        out->each[i] = &out->model[i];
        if (!model_load(out->path[i], &out->model[i], e)) {
            models_close(out);
            return false;
        }
        out->n++;
    }
    return name_columns(out, a) || err_memory(e);
}

void models_close(models *m)
{
    for (size_t i = 0; i < m->n; i++)
        model_free(&m->model[i]);
    m->n = 0;
}

uint64_t job_max_rejects(const parsed *p)
{
    return opt_given(p, "max-rejects") ? (uint64_t)opt_int(p, "max-rejects") : UINT64_MAX;
}

bool rejects_within(uint64_t n, uint64_t max, err *e)
{
    return n <= max || err_set(e, ERR_INPUT, "stopped: more records rejected than --max-rejects %llu allows",
                               (unsigned long long)max);
}

void rejects_end(output *o, uint64_t n, const err *e)
{
    err second = {0};

    if (n == 0 || e->code != ERR_INPUT || !save_commit(o, &second))
        save_abandon(o);
}

void job_report(uint64_t n, const char *done, uint64_t n_rejected, bool told)
{
    (void)fprintf(stderr, "slant: %llu record%s: %llu %s, %llu rejected%s\n", (unsigned long long)n,
                  n == 1 ? "" : "s", (unsigned long long)(n - n_rejected), done,
                  (unsigned long long)n_rejected, n_rejected && !told ? " (--rejects FILE says why)" : "");
}

void reject_write(const record *r, buf *out)
{
    buf_z(out, "{\"file\":");
    buf_json(out, str_z(r->path));
    buf_z(out, ",\"line\":");
    buf_u64(out, r->why.line ? r->why.line : r->line);
    buf_z(out, ",\"byte\":");
    buf_u64(out, r->why.has_byte ? r->why.byte : r->byte);
    buf_z(out, ",\"reason\":");
    buf_json(out, str_z(r->why.text));
    buf_z(out, ",\"row\":");
    buf_json(out, r->raw);
    buf_z(out, "}\n");
}
