/* Finds, loads and names the models of a command. */
#define _GNU_SOURCE /* readlink of /proc/self/exe is Linux's */
#include "cli/models.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
