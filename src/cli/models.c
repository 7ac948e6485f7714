/* Finds, loads and names the models of a command. */
#define _GNU_SOURCE /* readlink of /proc/self/exe is Linux's */
#include "cli/models.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "article/read.h"
#include "model/card.h"

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* All *.slant of a folder, by name. None, and no error, where there is no such folder. */
static bool list_models(const char *folder, arena *a, const char ***path, size_t *n, err *e)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    size_t cap = 0;
    bool ok = true;

    *n = 0;
    if (!dir)
        return errno == ENOENT || errno == ENOTDIR || err_errno(e, folder, "open");
    /* Safe: a DIR of our own; and nobody changes the environment. */
    while (ok && (errno = 0, entry = readdir(dir)) != NULL) { // NOLINT(concurrency-mt-unsafe)
        str name = str_z(entry->d_name);
        size_t size = strlen(folder) + name.n + 2;
        char *full;

        if (!str_ends(name, STR(".slant")) || name.p[0] == '.')
            continue;
        full = arena_take(a, size, 1);
        ok = full && ARENA_GROW(a, *path, cap, *n + 1);
        if (!ok) {
            err_memory(e);
            break;
        }
        (void)snprintf(full, size, "%s/%s", folder, entry->d_name);
        (*path)[(*n)++] = full;
    }
    if (ok && errno)
        ok = err_errno(e, folder, "read");
    (void)closedir(dir);
    if (*n)
        qsort(*path, *n, sizeof **path, by_name);
    return ok;
}

bool models_shipped(arena *a, const char ***path, size_t *n, err *e)
{
    static const char *const beside[] = {"../share/slant/models", "../models"};
    const char *named_folder = getenv("SLANT_MODELS"); // NOLINT(concurrency-mt-unsafe)
    char exe[PATH_MAX], *folder;
    const size_t cap = PATH_MAX + 32;
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

    *n = 0;
    if (named_folder && *named_folder) {
        if (!list_models(named_folder, a, path, n, e))
            return false;
    } else if (len > 0) {
        exe[len] = 0;
        *strrchr(exe, '/') = 0;
        for (size_t i = 0; *n == 0 && i < sizeof beside / sizeof *beside; i++) {
            folder = arena_take(a, cap, 1); /* errors point to it */
            if (!folder)
                return err_memory(e);
            (void)snprintf(folder, cap, "%s/%s", exe, beside[i]);
            if (!list_models(folder, a, path, n, e))
                return false;
        }
    }
    if (*n == 0 && named_folder && *named_folder)
        return err_set(e, ERR_USAGE, "no model: SLANT_MODELS names '%.80s', where no file ends in .slant",
                       named_folder);
    return *n > 0 || err_set(e, ERR_USAGE, "no model: name one with -m, or a folder of them in SLANT_MODELS");
}

/* Whether the columns of one task would take what those of another are called: a_p, a_flag, a_score_SUBJ. */
static bool meets(str one, str other)
{
    str rest;

    if (!str_starts(other, one))
        return false;
    rest = (str){other.p + one.n, other.n - one.n};
    return rest.n == 0 || str_eq(rest, STR("_p")) || str_eq(rest, STR("_flag")) ||
           str_starts(rest, STR("_score_"));
}

/* Whether results have such a column already: their own two, or one of the first n tasks'. */
static bool is_column(const models *m, size_t n, str name)
{
    bool is = str_eq(name, STR("id")) || str_eq(name, STR("error"));

    for (size_t i = 0; i < n; i++)
        is |= meets(name, m->column[i]) || meets(m->column[i], name);
    return is;
}

static bool name_columns(models *m, arena *a)
{
    for (size_t i = 0; i < m->n; i++) {
        str plain_name = m->each[i]->task, name = plain_name;

        for (size_t number = 2; is_column(m, i, name); number++) {
            char digits[24];
            size_t n = (size_t)snprintf(digits, sizeof digits, "_%zu", number);
            char *p = arena_take(a, plain_name.n + n, 1);

            if (!p)
                return false;
            memcpy(p, plain_name.p, plain_name.n);
            memcpy(p + plain_name.n, digits, n);
            name = (str){p, plain_name.n + n};
        }
        m->column[i] = name;
    }
    return true;
}

/* Whether one of a task's texts is of tags: a question of annotate's, about windows that it makes itself. */
static bool reads_tags(const bundle *file, size_t first)
{
    bool any = false;

    for (size_t i = first; i < file->n && i <= first + file->model[first].last_text; i++)
        any |= plan_equal(&file->model[i].plan, &PLAN_TAGS);
    return any;
}

/* Whether a file is of models for annotate. */
static bool is_annotates(const bundle *file)
{
    for (unsigned q = 0; q < N_QUESTIONS && file->n; q++)
        if (str_eq(file->model[0].task, str_z(article_tasks[q])))
            return reads_tags(file, 0);
    return false;
}

/* Of a file the tasks that read as many texts as records have. A file that was named must have one; of those
 * that ship none is taken that nobody can have the texts for. */
static bool take_models(models *m, const bundle *file, const char *path, bool ships, unsigned n_texts, err *e)
{
    size_t n_before = m->n;

    for (size_t i = 0; i < file->n; i++)
        if (file->model[i].text == 0 && (n_texts == 0 || model_texts(&file->model[i]) == n_texts) &&
            !(ships && n_texts && reads_tags(file, i))) {
            m->path[m->n] = path;
            m->each[m->n++] = &file->model[i];
        }
    if (m->n > n_before || ships)
        return true;
    e->path = path;
    if (is_annotates(file))
        return err_set(e, ERR_USAGE, "what it decides is asked of articles: slant annotate");
    return err_set(
        e, ERR_USAGE,
        "reads %u text%s a record, not %u: give as many --text-field and --tag-field as it was trained with",
        model_texts(file->model), model_texts(file->model) > 1 ? "s" : "", n_texts);
}

bool models_open(const parsed *p, unsigned n_texts, arena *a, models *out, err *e)
{
    size_t n, n_models = 0;
    const char *const *given = opt_list(p, "model", &n);
    const char **path = NULL;
    bool ok = true;

    *out = (models){0};
    if (n == 0 && !models_shipped(a, &path, &n, e))
        return false;
    out->file = ARENA_NEW(a, n, bundle);
    ok = out->file != NULL || err_memory(e);
    for (size_t i = 0; ok && i < n; i++) {
        ok = bundle_load(path ? path[i] : given[i], &out->file[i], e);
        out->n_files += ok;
        n_models += out->file[i].n;
    }
    if (ok) {
        out->each = ARENA_NEW(a, n_models + 1, const model *);
        out->path = ARENA_NEW(a, n_models + 1, const char *);
        out->column = ARENA_NEW(a, n_models + 1, str);
        ok = (out->each && out->path && out->column) || err_memory(e);
    }
    for (size_t i = 0; ok && i < n; i++)
        ok = take_models(out, &out->file[i], path ? path[i] : given[i], path != NULL, n_texts, e);
    if (ok && out->n == 0)
        ok = err_set(e, ERR_USAGE, "none of the models that ship reads %u texts a record: name one with -m",
                     n_texts);
    ok = ok && (name_columns(out, a) || err_memory(e));
    if (!ok)
        models_close(out);
    return ok;
}

void models_ratio(models *m, const model *of, const double *ratio)
{
    for (size_t i = 0; i < m->n_files; i++)
        for (size_t j = 0; j < m->file[i].n; j++)
            if (&m->file[i].model[j] == of)
                m->file[i].model[j].calibration.ratio = ratio;
}

void models_warn_learnt(const models *m, uint64_t n_bytes, uint64_t n_rows)
{
    for (size_t i = 0; i < m->n; i++)
        if (card_learnt_from(m->each[i]->card, n_bytes, n_rows))
            (void)fprintf(stderr,
                          "slant: %s learnt from these very records and gets fewer of others right: "
                          "slant inspect has its cross-validation\n",
                          m->path[i]);
}

void models_close(models *m)
{
    for (size_t i = 0; i < m->n_files; i++)
        bundle_free(&m->file[i]);
    m->n_files = 0;
}
