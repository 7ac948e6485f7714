/* The library's doors: plain C types outside, our own inside. */
#include "slant.h"

#include <stdio.h>
#include <stdlib.h>

#include "article/json.h"
#include "article/read.h"
#include "base/secret.h"
#include "score/tasks.h"

struct slant_models {
    bundle *file; /* [n_files] */
    size_t n_files;
    const model **each; /* [n] of each task the model of its first text */
    size_t n;
    tasks tasks;
    arena names; /* labels, tasks and cards with a NUL behind them */
    str *task;   /* [tasks.n] */
    str *card;   /* [tasks.n] */
    str **label; /* [tasks.n][K] */
};

struct slant_scorer {
    const slant_models *of;
    tasks_work work;
    double *p; /* [sum of K] one task after another */
};

const char *slant_version(void)
{
    return SLANT_VERSION;
}

static bool copy_names(slant_models *m)
{
    m->task = ARENA_NEW(&m->names, m->n, str);
    m->card = ARENA_NEW(&m->names, m->n, str);
    m->label = ARENA_NEW(&m->names, m->n, str *);
    if (!m->task || !m->card || !m->label)
        return false;
    for (size_t i = 0; i < m->n; i++) {
        const model *one = m->each[i];

        m->task[i] = arena_copy(&m->names, one->task);
        m->card[i] = arena_copy(&m->names, one->card);
        m->label[i] = ARENA_NEW(&m->names, one->K, str);
        if (!m->task[i].p || !m->card[i].p || !m->label[i])
            return false;
        for (uint32_t k = 0; k < one->K; k++) {
            m->label[i][k] = arena_copy(&m->names, one->label[k]);
            if (!m->label[i][k].p)
                return false;
        }
    }
    return true;
}

slant_models *slant_open(const char *const *path, size_t n, char *why, size_t why_cap)
{
    slant_models *m = calloc(1, sizeof *m);
    size_t n_models = 0;
    err e = {0};
    bool ok = m != NULL;

    if (ok)
        ok = (m->file = calloc(n + 1, sizeof *m->file)) != NULL;
    if (!ok)
        err_memory(&e);
    for (size_t i = 0; ok && i < n; i++) {
        ok = bundle_load(path[i], &m->file[i], &e);
        m->n_files += ok;
        n_models += m->file[i].n;
    }
    if (ok && !(m->each = calloc(n_models + 1, sizeof *m->each)))
        ok = err_memory(&e);
    for (size_t i = 0; ok && i < n; i++)
        for (size_t k = 0; k < m->file[i].n; k++)
            if (m->file[i].model[k].text == 0)
                m->each[m->n++] = &m->file[i].model[k];
    ok = ok && (copy_names(m) || err_memory(&e)) && tasks_open(m->each, m->n, 1, secret(), &m->tasks, &e);
    if (ok)
        return m;
    if (why && why_cap)
        (void)err_line(&e, why, (unsigned)(why_cap < 4096 ? why_cap : 4096));
    slant_close(m);
    return NULL;
}

void slant_close(slant_models *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->n_files; i++)
        bundle_free(&m->file[i]);
    tasks_close(&m->tasks);
    arena_free(&m->names);
    free(m->file);
    free(m->each);
    free(m);
}

static const char *handed(str s, size_t *n)
{
    if (n)
        *n = s.n;
    return s.p;
}

size_t slant_tasks(const slant_models *m)
{
    return m->tasks.n;
}

const char *slant_task(const slant_models *m, size_t at, size_t *n)
{
    return handed(m->task[at], n);
}

size_t slant_labels(const slant_models *m, size_t at)
{
    return m->tasks.task[at].m->K;
}

const char *slant_label(const slant_models *m, size_t at, size_t label, size_t *n)
{
    return handed(m->label[at][label], n);
}

const char *slant_card(const slant_models *m, size_t at, size_t *n)
{
    return handed(m->card[at], n);
}

slant_scorer *slant_scorer_new(const slant_models *m)
{
    slant_scorer *s = calloc(1, sizeof *s);
    size_t labels = 0;
    err e = {0};

    if (!s)
        return NULL;
    for (size_t i = 0; i < m->tasks.n; i++)
        labels += m->tasks.task[i].m->K;
    s->of = m;
    s->p = calloc(labels + 1, sizeof *s->p);
    if (!s->p || !tasks_work_init(&m->tasks, &s->work, &e)) {
        slant_scorer_free(s);
        return NULL;
    }
    return s;
}

void slant_scorer_free(slant_scorer *s)
{
    if (!s)
        return;
    tasks_work_free(&s->work);
    free(s->p);
    free(s);
}

int slant_score(slant_scorer *s, const char *text, size_t n, slant_answer *answer)
{
    const slant_models *m = s->of;
    double *p = s->p;
    err e = {0};

    if (n >= UINT32_MAX || !tasks_score(&m->tasks, &s->work, (str){text, n}, &e))
        return -1;
    for (size_t i = 0; i < m->tasks.n; i++) {
        const model *one = m->tasks.task[i].m;
        const double *margin = s->work.margin + m->tasks.task[i].margins;
        uint32_t label = model_decide(one, margin, p);

        answer[i] =
            (slant_answer){.label = label,
                           .p = p[label],
                           .each_p = p,
                           .margin = margin,
                           .unsure = p[label] < one->threshold || s->work.known[i] == KNOWN_TOO_LITTLE};
        p += one->K;
    }
    return 0;
}

/* ---- articles ---- */

struct slant_reader {
    article_reader reader;
    article_work work;
    arena arena; /* of the article's ledger */
    buf json;
};

slant_reader *slant_reader_new(const slant_models *m, char *why, size_t why_cap)
{
    slant_reader *r = calloc(1, sizeof *r);
    err e = {0};

    if (!r)
        err_memory(&e);
    else if (article_reader_init(m->each, m->n, 1, secret(), &r->reader, &e) &&
             article_work_init(&r->reader, &r->work, &e))
        return r;
    if (why && why_cap)
        (void)err_line(&e, why, (unsigned)(why_cap < 4096 ? why_cap : 4096));
    slant_reader_free(r);
    return NULL;
}

void slant_reader_free(slant_reader *r)
{
    if (!r)
        return;
    article_work_free(&r->work);
    article_reader_free(&r->reader);
    arena_free(&r->arena);
    buf_free(&r->json);
    free(r);
}

const char *slant_read(slant_reader *r, const char *text, size_t n, const char *title, size_t n_title,
                       size_t *n_json)
{
    article_json_form how = {0};
    ledger_row *row;
    article a;
    err e = {0};

    arena_reset(&r->arena);
    r->json.n = 0;
    r->json.failed = false;
    if (!article_read(&r->reader, (str){text, n}, (str){title, title ? n_title : 0}, false, (str){0},
                      &r->work, &a, &e) ||
        !ledger_of(&a, &r->arena, &row, &how.n_rows, &e))
        return NULL;
    how.row = row;
    article_json(&a, &how, &r->json);
    buf_z(&r->json, "}");
    buf_char(&r->json, 0);
    if (r->json.failed)
        return NULL;
    r->json.p[0] = '{'; /* in place of the comma before its first member */
    if (n_json)
        *n_json = r->json.n - 1;
    return r->json.p;
}
