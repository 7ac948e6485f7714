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

typedef struct scored {
    uint32_t at;
    double margin;
} scored;

/* The margin of "yes" begins and ends here. */
static bool ask_begin_at(const article_reader *r, const chooser *c, const void *about, uint32_t begin,
                         article_work *w, double *margin, err *e)
{
    c->begin_window(about, begin, article_ask(r, article_questions[c->begins].view, w));
    *margin = *article_margin(r, c->begins, w);
    return ask_end(&w->ask, e);
}

static bool ask_end_at(const article_reader *r, const chooser *c, const void *about, uint32_t begin,
                       uint32_t end, article_work *w, double *margin, err *e)
{
    c->end_window(about, begin, end, article_ask(r, article_questions[c->ends].view, w));
    *margin = *article_margin(r, c->ends, w);
    return ask_end(&w->ask, e);
}

static bool best_begins(const article_reader *r, const chooser *c, const void *about, const choices *begins,
                        article_work *w, scored best[BEST_MAX], uint32_t *n, err *e)
{
    *n = 0;
    for (uint32_t i = 0; i < begins->n; i++) {
        scored one = {.at = begins->at[i]};
        uint32_t k;

        if (!ask_begin_at(r, c, about, one.at, w, &one.margin, e))
            return false;
        for (k = *n; k && best[k - 1].margin < one.margin; k--)
            if (k < c->n_best)
                best[k] = best[k - 1];
        if (k < c->n_best)
            best[k] = one;
        *n += *n < c->n_best;
    }
    return true;
}

bool choice_make(const article_reader *r, const chooser *c, const void *about, const choices *begins,
                 article_work *w, stretch *out, err *e)
{
    scored best[BEST_MAX];
    uint32_t n;
    double top = -INFINITY;

    *out = (stretch){0, 0};
    if (r->task[c->begins] == NONE || r->task[c->ends] == NONE)
        return true;
    if (!best_begins(r, c, about, begins, w, best, &n, e))
        return false;
    for (uint32_t k = 0; k < n; k++) {
        choices ends = {.n = 0};

        if (best[k].margin < c->least || best[k].margin < best[0].margin - c->behind)
            break;
        c->end_choices(about, best[k].at, &ends);
        for (uint32_t i = 0; i < ends.n; i++) {
            double margin;

            if (!ask_end_at(r, c, about, best[k].at, ends.at[i], w, &margin, e))
                return false;
            if (best[k].margin + margin / 2 > top) {
                top = best[k].margin + margin / 2;
                *out = (stretch){best[k].at, ends.at[i]};
            }
        }
    }
    return true;
}

bool choice_examples(const chooser *c, question q, const void *about, const choices *begins, stretch gold,
                     article_work *w, const example_sink *sink, err *e)
{
    choices ends = {.n = 0};
    const choices *all = begins;
    bool found = false;

    for (uint32_t i = 0; i < begins->n && gold.first < gold.last; i++)
        found |= begins->at[i] == gold.first;
    if (q == c->ends) {
        if (!found)
            return true;
        c->end_choices(about, gold.first, &ends);
        all = &ends;
    }
    for (uint32_t i = 0; i < all->n; i++) {
        bool yes = q == c->ends ? all->at[i] == gold.last : found && all->at[i] == gold.first;

        if (q == c->ends)
            c->end_window(about, gold.first, all->at[i], article_example(w));
        else
            c->begin_window(about, all->at[i], article_example(w));
        if (!article_tell(q, (verdict){.label = yes, .p = 1}, w, sink, e))
            return false;
    }
    return true;
}
