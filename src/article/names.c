/* From an article's tokens to its persons and bodies, and from the words of a source to one of them.
 *
 * The rules stand where they are followed: what a name looks like in runs.c, which names are one in cast.c,
 * how descriptions and pronouns find theirs in refer.c. Here is their order, what is left of it for the
 * article, and the head of a source: "Dale Hurlbut, the authority's chief engineer" is Dale Hurlbut,
 * "analysts at Hallbrook Capital" are nobody. */
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
        out->mention[i] = (mention){f->at, place[f->who], f->sentence, f->pronoun};
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const who *w = &c->who[i];

        if (place[i] != NONE)
            out->entity[place[i]] =
                (entity){w->name, w->is_person, w->is_person ? w->gender : '?', w->target, 0};
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

/* ---- whom a source means ---- */

/* he, she, they or it: 'm', 'f', 't', 'i'; who and which: 'w'; 0 for other words. */
static char pronoun_of(str s)
{
    static const struct {
        const char *word;
        char kind;
    } list[] = {{"he", 'm'},   {"him", 'm'}, {"she", 'f'}, {"her", 'f'},
                {"they", 't'}, {"it", 'i'},  {"who", 'w'}, {"which", 'w'}};

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_same(s, str_z(list[i].word)))
            return list[i].kind;
    return 0;
}

/* A pronoun that nothing before it decides: the last speaker whom it fits. */
static uint32_t last_speaker(const article *a, char kind, const uint32_t *speakers, uint32_t n_speakers)
{
    for (uint32_t i = n_speakers, left = 4; i-- > 0 && left; left--) {
        const entity *one;

        if (speakers[i] >= a->n_entities)
            continue;
        one = &a->entity[speakers[i]];
        if (kind == 'm' || kind == 'f' ? one->person && (one->gender == kind || one->gender == '?')
                                       : !one->person)
            return speakers[i];
    }
    return NONE;
}

/* What ends the head of a noun phrase: in "the head of the bank" the bank is not who speaks. */
static bool ends_head(str word)
{
    static const char *const list[] = {"of", "at",       "in",    "for",   "from", "with",
                                       "by", "who",      "whose", "which", "that", "on",
                                       "to", "familiar", "close", "near",  NULL};

    return str_among(word, list);
}

/* The mention m as a whole phrase of the source [.., end): nothing that it only belongs to comes behind it.
 */
static bool stands_alone(const article *a, const mention *m, uint32_t end)
{
    uint32_t t = article_token_from(a, m->at.end);
    str next;

    /* 's and the like, which are part of the token and not of the mention */
    if (t && a->token[t - 1].at.end > m->at.end)
        return a->token[t - 1].at.end >= end;
    if (t >= a->n_tokens || a->token[t].at.begin >= end || a->token[t].mark)
        return t >= a->n_tokens || a->token[t].at.begin >= end ||
               !(a->text.p[a->token[t].at.begin] == '-' || a->text.p[a->token[t].at.begin] == '\'');
    next = span_text(a, a->token[t].at);
    return ends_head(next) || str_ends(next, STR("ed")) || str_ends(next, STR("ing")) ||
           str_ends(next, STR("ly")) ||
           lexicon_find(next) & (LEX_SUFFIX | LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER | LEX_BE);
}

/* Whether what stands at `at` is what its part of the source, between commas, is about, and not "of"
 * something else there; *first where it is the source's first part. A title's own "of" is in the mention. */
static bool is_head(const article *a, span source, span at, bool *first)
{
    bool head = true;

    *first = true;
    for (uint32_t t = article_token_from(a, source.begin); t < a->n_tokens && a->token[t].at.begin < at.begin;
         t++) {
        str s = span_text(a, a->token[t].at);

        if (!a->token[t].mark)
            head &= !ends_head(s);
        else if (s.p[0] == ',') {
            head = true;
            *first = false;
        } else if (s.p[0] == '(')
            head = false;
    }
    return head;
}

uint32_t names_resolve(const article *a, span source, uint32_t sentence, const uint32_t *speakers,
                       uint32_t n_speakers)
{
    uint32_t m = article_mention_from(a, source.begin), best = NONE;
    char kind = pronoun_of(span_text(a, source));

    if (span_empty(source) || source.end > a->text.n)
        return NONE;
    if (kind == 'w') {
        /* "Ann Lee, who said": the last name before it in the sentence. */
        while (m-- > 0 && a->mention[m].sentence == sentence)
            if (!a->mention[m].pronoun)
                return a->mention[m].entity;
        return NONE;
    }
    if (kind) {
        if (m < a->n_mentions && a->mention[m].at.begin == source.begin && a->mention[m].pronoun)
            return a->mention[m].entity;
        return last_speaker(a, kind, speakers, n_speakers);
    }
    for (; m < a->n_mentions && a->mention[m].at.begin < source.end; m++) {
        const mention *one = &a->mention[m];
        bool first, head;

        if (one->pronoun || one->at.end > source.end || !stands_alone(a, one, source.end))
            continue;
        head = is_head(a, source, one->at, &first);
        if (head && (first || one->at.end == source.end || a->entity[one->entity].person) &&
            (best == NONE || !a->entity[best].person))
            best = one->entity;
    }
    return best;
}
