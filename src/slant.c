/* The library's doors: plain C types outside, our own inside. */
#include "slant.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "score/scorer.h"

struct slant_models {
    model *model;       /* [n] */
    const model **each; /* [n] */
    size_t n;
    scorer scorer;
    arena names; /* labels, tasks and cards with a NUL behind them */
    str *task;   /* [n] */
    str *card;   /* [n] */
    str **label; /* [n][K] */
};

struct slant_scorer {
    const slant_models *of;
    memo *memo;
    double *margin; /* [scorer.n_margins]                 */
    double *p;      /* [sum of K] one model after another */
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
        const model *one = &m->model[i];

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
    err e = {0};
    bool ok = m != NULL;

    if (ok) {
        m->model = calloc(n + 1, sizeof *m->model);
        m->each = calloc(n + 1, sizeof *m->each);
        ok = m->model && m->each;
    }
    if (!ok)
        err_memory(&e);
    for (size_t i = 0; ok && i < n; i++) {
        ok = model_load(path[i], &m->model[i], &e);
        m->each[i] = &m->model[i];
        m->n += ok;
    }
    ok = ok && (copy_names(m) || err_memory(&e)) &&
         scorer_init(&m->scorer, m->each, n, 1, hash_mix((uint64_t)(uintptr_t)m), &e);
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
    for (size_t i = 0; i < m->n; i++)
        model_free(&m->model[i]);
    scorer_free(&m->scorer);
    arena_free(&m->names);
    free(m->model);
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
    return m->n;
}

const char *slant_task(const slant_models *m, size_t task, size_t *n)
{
    return handed(m->task[task], n);
}

size_t slant_labels(const slant_models *m, size_t task)
{
    return m->model[task].K;
}

const char *slant_label(const slant_models *m, size_t task, size_t label, size_t *n)
{
    return handed(m->label[task][label], n);
}

const char *slant_card(const slant_models *m, size_t task, size_t *n)
{
    return handed(m->card[task], n);
}

slant_scorer *slant_scorer_new(const slant_models *m)
{
    slant_scorer *s = calloc(1, sizeof *s);
    size_t labels = 0;
    err e = {0};

    if (!s)
        return NULL;
    for (size_t i = 0; i < m->n; i++)
        labels += m->model[i].K;
    s->of = m;
    s->margin = calloc(m->scorer.n_margins + 1u, sizeof *s->margin);
    s->p = calloc(labels + 1, sizeof *s->p);
    /* The addresses differ from run to run: what an enemy of the word map cannot know. */
    if (!s->margin || !s->p || !memo_new(&m->scorer, &s->memo, &e)) {
        slant_scorer_free(s);
        return NULL;
    }
    return s;
}

void slant_scorer_free(slant_scorer *s)
{
    if (!s)
        return;
    memo_free(s->memo);
    free(s->margin);
    free(s->p);
    free(s);
}

int slant_score(slant_scorer *s, const char *text, size_t n, slant_answer *answer)
{
    const slant_models *m = s->of;
    double *p = s->p;
    err e = {0};

    if (!memo_score(s->memo, (str){text, n}, s->margin, &e))
        return -1;
    for (size_t i = 0; i < m->n; i++) {
        const double *margin = s->margin + m->scorer.part[i].margins;
        uint32_t label = model_decide(&m->model[i], margin, p);

        answer[i] = (slant_answer){.label = label, .p = p[label], .each_p = p, .margin = margin};
        p += m->model[i].K;
    }
    return 0;
}
