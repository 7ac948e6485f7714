/* A short list kept in order by insertion: most offers are turned away at its end without a copy. */
#include "cli/mistakes.h"

#include <stdlib.h>

/* Moves the strings into one block of their own. */
static bool keep_strings(mistake *m)
{
    str *each[] = {&m->truth, &m->id, &m->text};
    size_t n = m->truth.n + m->id.n + m->text.n;
    char *to = m->bytes = malloc(n + 1);

    for (size_t i = 0; to && i < sizeof each / sizeof *each; i++) {
        if (each[i]->n)
            memcpy(to, each[i]->p, each[i]->n);
        each[i]->p = to;
        to += each[i]->n;
    }
    return m->bytes != NULL;
}

bool mistakes_offer(mistakes *m, const mistake *found, err *e)
{
    size_t at = m->n;
    mistake kept = *found;

    while (at > 0 && m->each[at - 1].confidence < found->confidence)
        at--;
    if (at == MISTAKES)
        return true;
    if (!keep_strings(&kept))
        return err_memory(e);
    if (m->n == MISTAKES)
        free(m->each[--m->n].bytes);
    memmove(m->each + at + 1, m->each + at, (m->n - at) * sizeof *m->each);
    m->each[at] = kept;
    m->n++;
    return true;
}

bool mistakes_explain(mistakes *m, const task *t, uint64_t seed, err *e)
{
    double *margin = ARENA_NEW(&m->arena, t->m->L, double);
    bool ok = margin != NULL || err_memory(e);

    if (ok && (m->n == 0 || t->m->kernel.kind != KERNEL_NONE || t->m->names.n == 0))
        return true;
    ok = ok && explainer_init(&m->explainer, t, e) && explain_new(&m->explainer, seed, &m->work, e);
    for (size_t i = 0; ok && i < m->n; i++) {
        mistake *of = &m->each[i];

        ok = explain_text(m->work, of->text, e) &&
             explain_label(m->work, of->given, MISTAKES_TOP, &m->arena, &of->why, e);
        if (ok) {
            explain_margins(m->work, margin);
            of->margin = model_margin(t->m, margin, of->given);
        }
    }
    m->explained = ok;
    return ok;
}

void mistakes_free(mistakes *m)
{
    for (size_t i = 0; i < m->n; i++)
        free(m->each[i].bytes);
    explain_free(m->work);
    explainer_free(&m->explainer);
    arena_free(&m->arena);
    *m = (mistakes){0};
}
