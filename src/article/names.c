/* From an article's tokens to its persons and bodies.
 *
 * The rules stand where they are followed: what a name looks like in runs.c, which names are one in
 * bearers.c, what their bearers are said to be in roles.c, how descriptions find theirs in descriptions.c and
 * pronouns in pronouns.c, the walk in refer.c. Here is their order, and what is left of it for the article.
 */
#include "article/refer.h"

/* Entities in the order of their first mention, targets before all; those that nothing means are left out. */
static bool settle(const cast *c, const refer *r, article *out, arena *a, err *e)
{
    uint32_t *place = ARENA_NEW(a, (size_t)c->n + 1, uint32_t), n = c->n_targets;

    out->entity = ARENA_NEW(a, (size_t)c->n + 1, entity);
    out->mention = ARENA_NEW(a, (size_t)r->n_found + 1, mention);
    if (!place || !out->entity || !out->mention)
        return err_memory(e);
    for (uint32_t i = 0; i < c->n; i++)
        place[i] = i < c->n_targets ? i : NONE;
    for (uint32_t i = 0; i < r->n_found; i++) {
        const found *f = &r->found[i];

        if (place[f->who] == NONE)
            place[f->who] = n++;
        out->mention[i] =
            (mention){.at = f->at, .entity = place[f->who], .sentence = f->sentence, .pronoun = f->pronoun};
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const who *w = &c->who[i];

        if (place[i] != NONE)
            out->entity[place[i]] = (entity){.name = w->name,
                                             .person = w->is_person,
                                             .gender = w->is_person ? w->gender : '?',
                                             .target = w->target,
                                             .unnamed = w->unnamed};
    }
    for (uint32_t i = 0; i < r->n_found; i++)
        out->entity[out->mention[i].entity].n_mentions++;
    out->n_entities = n;
    out->n_mentions = r->n_found;
    return true;
}

bool names_find(const targets *set, article *out, arena *a, err *e)
{
    runs words;
    cast all = {.in = out, .runs = &words, .arena = a};
    refer meant;

    out->targeted = set != NULL;
    if (!runs_find(out, &words, a, e) || !cast_name(set, &all, e) || !refer_learn(&all, &meant, e))
        return false;
    cast_judge(&all);
    return refer_find(&meant, e) && settle(&all, &meant, out, a, e);
}
