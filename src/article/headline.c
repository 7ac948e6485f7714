/* Attributions go in; those of the title that have a colon for a cue, or none, come out with the source that
 * the body gives for their words. Words are compared by their keys, whatever their case and the marks between
 * them. */
#include "article/headline.h"

#include "article/lexicon.h"

typedef struct phrase {
    uint64_t key[HEADLINE_WORDS];
    uint32_t n;
} phrase;

/* The words of the first quotation in what a title's attribution says. */
static phrase phrase_of(const article *a, const attribution *by)
{
    phrase w = {.n = 0};

    for (uint32_t c = 0; c < by->n_contents && w.n == 0; c++) {
        uint32_t q = article_quote_from(a, by->content[c].at.begin);

        if (q == a->n_quotes || a->quote[q].at.begin >= by->content[c].at.end)
            continue;
        for (uint32_t t = article_token_from(a, a->quote[q].at.begin);
             t < a->n_tokens && a->token[t].at.begin < a->quote[q].at.end && w.n < HEADLINE_WORDS; t++)
            if (!a->token[t].mark)
                w.key[w.n++] = a->token[t].word->key;
    }
    return w;
}

static bool begins_with(const article *a, uint32_t t, uint32_t last, const phrase *w)
{
    uint32_t n = 0;

    for (; t < last && n < w->n && (a->token[t].mark || a->token[t].word->key == w->key[n]); t++)
        n += !a->token[t].mark;
    return n == w->n;
}

/* The first attribution of the body whose quotation has the words and whose source is known, or NULL. */
static const attribution *said_in_body(const article *a, uint32_t from, const phrase *w)
{
    for (uint32_t k = from; k < a->n_attributions; k++) {
        const attribution *by = &a->attribution[k];

        for (uint32_t c = 0; c < by->n_contents && !span_empty(by->source); c++) {
            uint32_t t = article_token_from(a, by->content[c].at.begin),
                     last = article_token_from(a, by->content[c].at.end);

            for (; by->content[c].kind != CONTENT_INDIRECT && t < last; t++)
                if (!a->token[t].mark && begins_with(a, t, last, w))
                    return by;
        }
    }
    return NULL;
}

/* Whether token t is what is done to the one before it: "jailed for", "sacked", not "retired general". */
static bool is_done_to(const article *a, uint32_t t)
{
    static const char *const irregular[] = {"found", "held", "sent", "shot", NULL};
    str low = lexeme_letters(a->token[t].word);
    uint32_t next = t + 1;

    return !a->token[t].mark && (str_ends(low, STR("ed")) || str_among(low, irregular)) &&
           (next == a->n_tokens || a->token[next].sentence != a->token[t].sentence || a->token[next].mark ||
            a->token[next].word->kinds & LEX_PREPOSITION);
}

/* Whether the source of a title's attribution has something done to it, in its words or right behind. */
static bool is_sufferer(const article *a, const attribution *by)
{
    uint32_t first = article_token_from(a, by->source.begin), last = article_token_from(a, by->source.end);

    for (uint32_t t = first + 1; t <= last && t < a->n_tokens && !span_empty(by->source); t++)
        if (a->token[t].sentence == by->sentence && is_done_to(a, t))
            return true;
    return false;
}

/* Whether a quotation, then a colon, is what the attribution is made of. */
static bool before_colon(const article *a, const attribution *by)
{
    uint32_t t = by->n_contents ? article_token_from(a, by->content[0].at.end) : a->n_tokens;

    return t < a->n_tokens && by->content[0].kind == CONTENT_DIRECT && a->token[t].sentence == by->sentence &&
           token_code(a, t) == ':' && (span_empty(by->cue) || by->cue.begin == a->token[t].at.begin);
}

static bool is_person(const article *a, uint32_t one)
{
    return one != NONE && a->entity[one].person;
}

/* Whether a source is called by a name of its own, and not "former baker". */
static bool is_by_name(const article *a, const attribution *by)
{
    return by->entity != NONE &&
           str_ends(span_text(a, by->source), str_last_word(a->entity[by->entity].name));
}

static void settle(article *a, attribution *by, uint32_t body)
{
    const phrase w = phrase_of(a, by);
    const attribution *said = w.n ? said_in_body(a, body, &w) : NULL;
    const bool other =
        said && by->entity != said->entity && is_person(a, by->entity) && is_person(a, said->entity);

    if (is_sufferer(a, by) || (other && is_by_name(a, by)))
        by->source = (span){0};
    if (other || span_empty(by->source))
        by->entity = NONE;
    if (!said)
        return;
    if (span_empty(by->source))
        by->source = said->source;
    if (by->entity == NONE)
        by->entity = said->entity;
}

void headline_settle(article *a)
{
    enum { LOOKED_AT = 4 }; /* a title may be as long as a text */
    uint32_t body = 0;

    while (body < a->n_attributions &&
           a->passage[a->sentence[a->attribution[body].sentence].passage].part == PART_TITLE)
        body++;
    for (uint32_t k = 0; k < body && k < LOOKED_AT; k++)
        if (before_colon(a, &a->attribution[k]))
            settle(a, &a->attribution[k], body);
}
