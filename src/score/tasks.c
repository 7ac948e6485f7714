/* Models in, tasks out; texts in, a task's margins out: those of its models, each on its own text, added up.
 */
#include "score/tasks.h"

#include "base/texts.h"

void tasks_list(const model *const *models, size_t n, task *room, tasks *out)
{
    *out = (tasks){.task = room, .n_texts = 1};
    for (size_t i = 0; i < n; i += room[out->n++].n_texts) {
        task *t = &room[out->n];

        *t = (task){models[i], (uint32_t)i, models[i]->last_text + 1, out->n_margins};
        out->n_margins += t->m->L;
        if (t->n_texts > out->n_texts)
            out->n_texts = t->n_texts;
    }
}

bool tasks_score(const tasks *t, const scorer *s, memo *w, str text, double *part, double *margin, err *e)
{
    str rest = text;

    if (t->n_texts == 1) /* models and tasks are the same, and so are their margins */
        return memo_score(w, text, margin, e);
    for (uint32_t i = 0; i < t->n_margins; i++)
        margin[i] = 0;
    for (uint32_t k = 0; k <= t->n_texts; k++) { /* each text, then all as one */
        bool whole = k == t->n_texts;

        if (!memo_score(w, whole ? text : str_cut(&rest, TEXT_BREAK), part, e))
            return false;
        for (uint32_t i = 0; i < t->n; i++) {
            const task *one = &t->task[i];
            uint32_t number = one->first + (one->n_texts == 1 ? 0 : k);

            if (one->n_texts == 1 ? !whole : k >= one->n_texts)
                continue;
            for (uint32_t l = 0; l < one->m->L; l++)
                margin[one->margins + l] += part[s->part[number].margins + l];
        }
    }
    return true;
}
