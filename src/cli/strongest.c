/* Names go by once; whenever twice as many as are wanted have come, the weaker half is dropped. */
#include "cli/strongest.h"

#include <stdlib.h>

bool strongest_open(const model *m, size_t top, strongest_ngrams *out, err *e)
{
    *out = (strongest_ngrams){.of = m, .top = top};
    if (!model_names(m, &out->name, &out->n_names, e))
        return false;
    out->cap = 2 * (top < out->n_names ? top : out->n_names) + 1;
    out->say = malloc(out->cap * sizeof *out->say);
    return out->say || err_memory(e);
}

void strongest_close(strongest_ngrams *s)
{
    free(s->name);
    free(s->say);
    *s = (strongest_ngrams){0};
}

static int by_weight(const void *x, const void *y)
{
    const ngram_say *a = x, *b = y;
    int c = (a->weight < b->weight) - (a->weight > b->weight);

    return c ? c : str_cmp(a->name->text, b->name->text);
}

static void drop_weaker(strongest_ngrams *s)
{
    qsort(s->say, s->n, sizeof *s->say, by_weight);
    s->n = s->n < s->top ? s->n : s->top;
}

/* What two digits show: below it a weight is a solver's remainder. */
static const double least = 0.005;

bool strongest_of(strongest_ngrams *s, uint32_t label, unsigned block)
{
    const model *m = s->of;
    const bool one = m->L == 1 && m->K == 2;
    const double sign = one && label == 0 ? -1 : 1;

    s->n = 0;
    for (size_t i = 0; i < s->n_names; i++) {
        const model_name *name = &s->name[i];
        double weight = sign * (double)table_weight(&m->table, name->slot, one ? 0 : label);

        if (name->block != block || weight < least)
            continue;
        s->say[s->n++] = (ngram_say){weight, name};
        if (s->n == s->cap)
            drop_weaker(s);
    }
    drop_weaker(s);
    return s->n > 0;
}
