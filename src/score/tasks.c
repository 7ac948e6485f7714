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
    ok = ok && scorer_init(&t->scorer[text], each, n, threads, seed, e);
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
                        .known = calloc((size_t)t->n + 1, sizeof *out->known)};
    ok = (out->part && out->margin && out->p && out->known) || err_memory(e);
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
    free(w->known);
    *w = (tasks_work){0};
}

void tasks_begin(const tasks *t, tasks_work *w)
{
    for (uint32_t i = 0; i < t->n_margins; i++)
        w->margin[i] = 0;
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
    return true;
}

void tasks_add_tags(const tasks *t, tasks_work *w, uint32_t k, const uint64_t *hash, uint32_t n)
{
    brief_tags(&t->scorer[k], hash, n, w->part);
    tasks_add_part(t, w, k, w->part);
}

/* Which of the k-th text's models is the i-th task's. */
static size_t place_in(const tasks *t, uint32_t k, uint32_t i)
{
    size_t at = 0;

    while (t->of[k][at] != i)
        at++;
    return at;
}

/* Of a task's texts, size[k] bytes each, those that are no tags are one text to model_familiarity. */
static void look_at_known(const tasks *t, tasks_work *w, const size_t *size)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const task *one = &t->task[i];
        double known = 0;
        size_t bytes = 0;

        for (uint32_t k = 0; one->m->familiar > 0 && k < one->n_texts; k++) {
            if (plan_equal(&one->m[k].plan, &PLAN_TAGS))
                continue;
            known += memo_known(w->memo[k], place_in(t, k, i));
            bytes += size[k];
        }
        w->known[i] = model_familiarity(one->m, known, bytes);
    }
}

bool tasks_score(const tasks *t, tasks_work *w, str text, err *e)
{
    bool ok = true;
    str rest = text;
    size_t size[TEXTS_MAX] = {0};

    if (t->n_texts == 1) { /* a task's margins are its model's */
        if (!memo_score(w->memo[0], text, w->margin, e))
            return false;
        look_at_known(t, w, &text.n);
        return true;
    }
    tasks_begin(t, w);
    for (uint32_t k = 0; ok && k < t->n_texts; k++) {
        str one = {0};

        if (k == t->overlap_at)
            ok = overlap_of(w->overlap, text, &one, e);
        else
            one = str_cut(&rest, TEXT_BREAK);
        size[k] = one.n;
        ok = ok && tasks_add(t, w, k, one, e);
    }
    if (ok)
        look_at_known(t, w, size);
    return ok;
}
