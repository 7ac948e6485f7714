/* A sentence's window goes in once more, to be explained; what comes out are its own words, without the
 * made-up ones and without pieces of words, which people do not read. */
#include "cli/article_why.h"

#include "article/windows.h"

static const question asked[WHY_QUESTIONS] = {QUESTION_CONTENT, QUESTION_VOICE};

/* Looked through for words of the text, and how many are shown. */
enum { LISTED = 60, SHOWN = 4 };

bool article_why_init(article_why *w, const article_reader *r, uint64_t seed, err *e)
{
    bool ok = true;

    *w = (article_why){0};
    for (unsigned i = 0; ok && i < WHY_QUESTIONS; i++) {
        const task *t;

        if (r->task[asked[i]] == NONE)
            continue;
        t = &r->tasks[article_questions[asked[i]].view].task[r->task[asked[i]]];
        if (t->m->kernel.kind == KERNEL_NONE && t->m->names.n)
            ok = explainer_init(&w->explainer[i], t, e) &&
                 explain_new(&w->explainer[i], seed, &w->explain[i], e);
    }
    if (!ok)
        article_why_free(w);
    return ok;
}

void article_why_free(article_why *w)
{
    for (unsigned i = 0; i < WHY_QUESTIONS; i++) {
        explain_free(w->explain[i]);
        explainer_free(&w->explainer[i]);
    }
    ask_free(&w->window);
    *w = (article_why){0};
}

/* The strongest words of one answer, behind those that are there. */
static bool add_reasons(article_why *w, unsigned i, arena *memory, article_reason *reason, uint32_t *n,
                        err *e)
{
    explanation why;
    uint32_t shown = 0;

    if (!explain_text(w->explain[i], ask_written(&w->window), e) ||
        !explain_label(w->explain[i], 1, LISTED, memory, &why, e))
        return false;
    for (size_t k = 0; k < why.n_ngrams && shown < SHOWN; k++) {
        const explain_ngram *g = &why.ngram[k];

        if (g->text != 0 || g->block != BLOCK_WORD)
            continue;
        reason[(*n)++] = (article_reason){g->name, str_z(article_tasks[asked[i]]), g->contribution};
        shown++;
    }
    return true;
}

bool article_why_of(article_why *w, const article *a, arena *memory, article_reasons **out, err *e)
{
    article_reasons *all = ARENA_NEW(memory, (size_t)a->n_sentences + 1, article_reasons);
    article_reason *reason =
        ARENA_NEW(memory, (size_t)a->n_sentences * WHY_QUESTIONS * SHOWN + 1, article_reason);
    const outlook *looks = windows_look(a, memory);

    if (!all || !reason || !looks)
        return err_memory(e);
    for (uint32_t s = 0; s < a->n_sentences; s++) {
        ask_begin(&w->window, NULL, NULL, NULL);
        window_sentence(a, looks, s, &w->window);
        if (!ask_end(&w->window, e))
            return false;
        all[s].reason = reason;
        for (unsigned i = 0; i < WHY_QUESTIONS; i++)
            if (w->explain[i] && !add_reasons(w, i, memory, reason, &all[s].n, e))
                return false;
        reason += all[s].n;
    }
    *out = all;
    return true;
}
