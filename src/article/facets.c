/* Tokens and quotations go in, facets and sums come out, in two passes. */
#include "article/facets.h"

#include "article/attribution_words.h"
#include "article/known.h"
#include "article/lexicon.h"
#include "base/hash.h"

/* An opening or closing mark is one, whichever it is. */
static void mark_of_quote(char class, const char *low, facet *f)
{
    f->class = class;
    f->low = low;
    f->n = 2;
    f->roll = hash_roll_str((unsigned char)TAG_JOINT, (str){low, 2});
    f->power = HASH_ROLL * HASH_ROLL * HASH_ROLL;
}

static void look(const token *t, const lexeme *w, facet *f)
{
    f->word = w;
    f->low = w->low;
    f->n = w->n_low;
    f->roll = w->roll;
    f->power = w->power;
    f->class = w->class;
    f->kinds = w->says;
    f->verb = (w->flags & LEXEME_VERB) != 0;
    if (!t->mark)
        f->is |= w->flags & LEXEME_CAPITAL ? FACET_CAPITAL : w->flags & LEXEME_DIGIT ? FACET_DIGIT : 0;
    else if (f->is & FACET_OPENS)
        mark_of_quote('q', "Mq", f);
    else if (f->is & FACET_CLOSES)
        mark_of_quote('Q', "MQ", f);
}

/* Each quotation at the top level, whatever its use, on the tokens that it holds. */
static void mark_quotes(const article *a, facet *f)
{
    for (uint32_t k = 0; k < a->n_quotes; k++) {
        const quote *q = &a->quote[k];
        uint32_t first = article_token_at(a, 0, a->n_tokens, q->at.begin), i = first;

        if (q->outer != NONE)
            continue;
        for (; i < a->n_tokens && a->token[i].at.begin < q->at.end; i++)
            f[i].is |= FACET_QUOTED;
        if (i == first)
            continue;
        f[first].is |= FACET_OPENS;
        f[i - 1].is |= q->closed ? FACET_CLOSES | FACET_ENDS : FACET_ENDS;
    }
}

static void add_up(facets *x)
{
    facet_sums s = {0};

    for (uint32_t i = 0; i < x->n; i++) {
        const facet *f = &x->at[i];
        bool capital = f->is & FACET_CAPITAL;

        x->sum[i] = s;
        s.strong += (f->kinds & SAID_STRONG) != 0;
        s.quoted += (f->is & FACET_QUOTED) != 0;
        s.commas += f->class == 'c';
        s.opens += (f->is & FACET_OPENS) != 0;
        s.closes += (f->is & FACET_CLOSES) != 0;
        s.capitals += capital && !(i && (x->at[i - 1].is & FACET_CAPITAL));
        s.pronouns += (f->kinds & SAID_PRONOUN) != 0;
        s.auxiliaries += (f->kinds & SAID_AUXILIARY) != 0;
    }
    x->sum[x->n] = s;
}

bool facets_new(const article *a, arena *memory, facets *out, err *e)
{
    *out = (facets){.a = a,
                    .at = ARENA_NEW(memory, (size_t)a->n_tokens + 1, facet),
                    .sum = ARENA_NEW(memory, (size_t)a->n_tokens + 1, facet_sums),
                    .n = a->n_tokens};
    if (!out->at || !out->sum)
        return err_memory(e);
    mark_quotes(a, out->at);
    for (uint32_t i = 0; i < out->n; i++) {
        look(&a->token[i], known_word(out, i), &out->at[i]);
        if (i == 0 || facets_paragraph(out, i) != facets_paragraph(out, i - 1))
            out->at[i].is |= FACET_PARAGRAPH;
    }
    add_up(out);
    return true;
}
