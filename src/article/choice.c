/* Choices go in, the best comes out: score = margin of the begin + margin of the end / 2, over the ends of
 * the best begins. */
#include "article/choice.h"

void choices_add(choices *c, uint32_t at)
{
    uint32_t i = c->n;

    while (i && c->at[i - 1] > at)
        i--;
    if ((i && c->at[i - 1] == at) || c->n == CHOICES_MAX)
        return;
    memmove(&c->at[i + 1], &c->at[i], (c->n - i) * sizeof c->at[0]);
    c->at[i] = at;
    c->n++;
}

/* The margins of "yes, here", of the choices of a begin, or of its ends; -INFINITY where the words said
 * enough. */
static bool ask_each(const article_reader *r, const asking *x, const void *about, const stretch *at,
                     uint32_t n, article_work *w, double *margin, err *e)
{
    const view v = article_questions[x->question].view;
    double top = -INFINITY;
    uint32_t n_words = 0;

    for (uint32_t i = 0; i < n; i++) {
        ask *q = article_ask(r, v, w);

        x->put_words(about, at[i], q);
        if (!ask_end(q, e))
            return false;
        n_words = q->k;
        margin[i] = *article_margin(r, x->question, w);
        top = margin[i] > top ? margin[i] : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (margin[i] < top - x->reach) {
            margin[i] = -INFINITY;
            continue;
        }
        ask_resume(&w->ask, n_words, &margin[i]);
        x->put_rest(about, at[i], &w->ask);
        if (!ask_end(&w->ask, e))
            return false;
        margin[i] = *article_margin(r, x->question, w);
    }
    return true;
}

/* The best few begins, the very best first. */
static bool best_begins(const article_reader *r, const chooser *c, const void *about, const choices *begins,
                        article_work *w, chosen best[BEST_MAX], uint32_t *n, err *e)
{
    stretch at[CHOICES_MAX];
    double margin[CHOICES_MAX];

    for (uint32_t i = 0; i < begins->n; i++)
        at[i] = (stretch){begins->at[i], begins->at[i]};
    if (!ask_each(r, &c->begins, about, at, begins->n, w, margin, e))
        return false;
    *n = 0;
    for (uint32_t i = 0; i < begins->n; i++) {
        uint32_t k;

        for (k = *n; k && best[k - 1].margin < margin[i]; k--)
            if (k < c->n_best)
                best[k] = best[k - 1];
        if (k < c->n_best)
            best[k] = (chosen){at[i], margin[i]};
        *n += *n < c->n_best;
    }
    return true;
}

/* Its best end, if that makes it the best of all. */
static bool best_end(const article_reader *r, const chooser *c, const void *about, const chosen *begin,
                     article_work *w, chosen *out, err *e)
{
    choices ends = {.n = 0};
    stretch at[CHOICES_MAX];
    double margin[CHOICES_MAX];

    c->end_choices(about, begin->at.first, &ends);
    for (uint32_t i = 0; i < ends.n; i++)
        at[i] = (stretch){begin->at.first, ends.at[i]};
    if (!ask_each(r, &c->ends, about, at, ends.n, w, margin, e))
        return false;
    for (uint32_t i = 0; i < ends.n; i++) {
        chosen one = {at[i], begin->margin + margin[i] / 2};

        if (stretch_empty(out->at) || one.margin > out->margin)
            *out = one;
    }
    return true;
}

bool choice_make(const article_reader *r, const chooser *c, const void *about, const choices *begins,
                 article_work *w, chosen *out, err *e)
{
    chosen best[BEST_MAX];
    uint32_t n;

    *out = (chosen){0};
    if (r->task[c->begins.question] == NONE || r->task[c->ends.question] == NONE)
        return true;
    if (!best_begins(r, c, about, begins, w, best, &n, e))
        return false;
    for (uint32_t k = 0; k < n; k++) {
        if (best[k].margin < c->least || best[k].margin < best[0].margin - c->behind)
            break;
        if (!best_end(r, c, about, &best[k], w, out, e))
            return false;
    }
    return true;
}

bool choice_examples(const chooser *c, question q, const void *about, const choices *begins, stretch gold,
                     article_work *w, const example_sink *sink, err *e)
{
    const bool of_ends = q == c->ends.question;
    const asking *x = of_ends ? &c->ends : &c->begins;
    choices ends = {.n = 0};
    const choices *all = begins;
    bool found = false;

    for (uint32_t i = 0; i < begins->n && !stretch_empty(gold); i++)
        found |= begins->at[i] == gold.first;
    if (of_ends) {
        if (!found)
            return true;
        c->end_choices(about, gold.first, &ends);
        all = &ends;
    }
    for (uint32_t i = 0; i < all->n; i++) {
        bool yes = of_ends ? all->at[i] == gold.last : found && all->at[i] == gold.first;
        stretch at = {of_ends ? gold.first : all->at[i], all->at[i]};

        x->put_words(about, at, article_example(w));
        x->put_rest(about, at, &w->ask);
        if (!article_tell(q, (verdict){.label = yes, .p = 1}, w, sink, e))
            return false;
    }
    return true;
}
