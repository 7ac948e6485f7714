/* Models in, tasks out; texts in, a task's margins out: those of its models, each on its own text, added up.
 */
#include "score/tasks.h"

#include <stdlib.h>

/* The scorer of one text, over the models that read it. */
static bool open_text(tasks *t, uint32_t text, unsigned threads, uint64_t seed, err *e)
{
    const model **each = calloc((size_t)t->n + 1, sizeof *each);
    uint32_t n = 0;
    bool ok;

    t->of[text] = calloc((size_t)t->n + 1, sizeof *t->of[text]);
    ok = (each && t->of[text]) || err_memory(e);
    for (uint32_t i = 0; ok && i < t->n; i++)
        if (text < t->task[i].n_texts) {
            t->of[text][n] = i;
            each[n++] = t->task[i].m + text;
        }
    ok = ok && scorer_init(&t->scorer[text], each, n, threads, t->n_texts, seed, e);
    t->is_tags[text] = ok && brief_is_tags(&t->scorer[text]);
    free(each);
    return ok;
}

bool tasks_list(const model *const *models, size_t n, tasks *out, err *e)
{
    *out = (tasks){.n_texts = 1, .overlap_at = UINT32_MAX, .K = 1};
    out->task = calloc(n + 1, sizeof *out->task);
    if (!out->task)
        return err_memory(e);
    for (size_t i = 0; i < n; i++) {
        task *t = &out->task[out->n++];

        *t = (task){models[i], models[i]->last_text + 1, out->n_margins};
        out->n_margins += t->m->L;
        out->n_texts = t->n_texts > out->n_texts ? t->n_texts : out->n_texts;
        out->K = t->m->K > out->K ? t->m->K : out->K;
        if (t->m->overlap)
            out->overlap_at = t->m->last_text;
    }
    for (uint32_t i = 0; i < out->n; i++) {
        const task *t = &out->task[i];

        if (out->overlap_at < t->n_texts && !(t->m->overlap && t->m->last_text == out->overlap_at)) {
            (void)err_set(e, ERR_MODEL, "the task '%.*s' reads other texts than those beside it",
                          (int)(t->m->task.n < 60 ? t->m->task.n : 60), t->m->task.p);
            tasks_close(out);
            return false;
        }
    }
    return true;
}

bool tasks_open(const model *const *models, size_t n, unsigned threads, uint64_t seed, tasks *out, err *e)
{
    bool ok = tasks_list(models, n, out, e);

    for (uint32_t text = 0; ok && text < out->n_texts; text++)
        ok = open_text(out, text, threads, seed, e);
    if (!ok)
        tasks_close(out);
    return ok;
}

void tasks_close(tasks *t)
{
    for (uint32_t text = 0; text < t->n_texts; text++) {
        scorer_free(&t->scorer[text]);
        free(t->of[text]);
    }
    free(t->task);
    *t = (tasks){0};
}

bool tasks_work_init(const tasks *t, tasks_work *out, err *e)
{
    bool ok;

    *out = (tasks_work){.part = calloc((size_t)t->n_margins + 1, sizeof *out->part),
                        .margin = calloc((size_t)t->n_margins + 1, sizeof *out->margin),
                        .p = calloc((size_t)t->K + 1, sizeof *out->p),
                        .sum = calloc((size_t)t->n + 1, sizeof *out->sum),
                        .known = calloc((size_t)t->n + 1, sizeof *out->known)};
    ok = (out->part && out->margin && out->p && out->sum && out->known) || err_memory(e);
    ok = ok && (t->overlap_at == UINT32_MAX || overlap_new(&out->overlap, e));
    for (uint32_t text = 0; ok && text < t->n_texts; text++)
        ok = memo_new(&t->scorer[text], &out->memo[text], e);
    if (!ok)
        tasks_work_free(out);
    return ok;
}

void tasks_work_free(tasks_work *w)
{
    for (unsigned text = 0; text < TEXTS_MAX; text++)
        memo_free(w->memo[text]);
    overlap_free(w->overlap);
    free(w->part);
    free(w->margin);
    free(w->p);
    free(w->sum);
    free(w->known);
    *w = (tasks_work){0};
}

void tasks_begin(const tasks *t, tasks_work *w)
{
    for (uint32_t i = 0; i < t->n_margins; i++)
        w->margin[i] = 0;
    for (uint32_t i = 0; i < t->n; i++)
        w->sum[i] = (task_known){0};
}

/* What is known of the k-th text, just scored. */
static void add_known(const tasks *t, tasks_work *w, uint32_t k, size_t bytes)
{
    for (size_t i = 0; i < t->scorer[k].n_models; i++) {
        const model *m = t->task[t->of[k][i]].m;
        task_known *of = &w->sum[t->of[k][i]];

        if (m->familiar > 0 && !plan_equal(&m[k].plan, &PLAN_TAGS)) {
            of->sum += memo_known(w->memo[k], i);
            of->bytes += bytes;
        }
    }
}

familiarity tasks_familiarity(const tasks *t, const tasks_work *w, uint32_t i)
{
    return model_familiarity(t->task[i].m, w->sum[i].sum, w->sum[i].bytes);
}

void tasks_add_part(const tasks *t, tasks_work *w, uint32_t k, const double *part)
{
    const scorer *s = &t->scorer[k];

    for (size_t i = 0; i < s->n_models; i++) {
        const task *one = &t->task[t->of[k][i]];

        for (uint32_t l = 0; l < one->m->L; l++)
            w->margin[one->margins + l] += part[s->part[i].margins + l];
    }
}

bool tasks_add(const tasks *t, tasks_work *w, uint32_t k, str text, err *e)
{
    if (!memo_score(w->memo[k], text, w->part, e))
        return false;
    tasks_add_part(t, w, k, w->part);
    add_known(t, w, k, text.n);
    return true;
}

void tasks_add_tags(const tasks *t, tasks_work *w, uint32_t k, const uint64_t *hash, uint32_t n)
{
    brief_tags(&t->scorer[k], hash, n, w->part);
    tasks_add_part(t, w, k, w->part);
}

static bool score_texts(const tasks *t, tasks_work *w, str text, err *e)
{
    bool ok = true;
    str rest = text;

    if (t->n_texts == 1) { /* a task's margins are its model's */
        ok = memo_score(w->memo[0], text, w->margin, e);
        add_known(t, w, 0, text.n);
        return ok;
    }
    for (uint32_t k = 0; ok && k < t->n_texts; k++) {
        str one = {0};

        if (k == t->overlap_at)
            ok = overlap_of(w->overlap, text, &one, e);
        else
            one = str_cut(&rest, TEXT_BREAK);
        ok = ok && tasks_add(t, w, k, one, e);
    }
    return ok;
}

bool tasks_score(const tasks *t, tasks_work *w, str text, err *e)
{
    bool ok;

    tasks_begin(t, w);
    ok = score_texts(t, w, text, e);
    for (uint32_t i = 0; i < t->n; i++)
        w->known[i] = tasks_familiarity(t, w, i);
    return ok;
}
