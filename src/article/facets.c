/* Tokens and quotations go in, facets and sums come out, in two passes. */
#include "article/facets.h"

#include "article/attribution_words.h"
#include "article/calling.h"
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

/* Whether token i stands beside a quotation of its sentence, and in none. */
static bool is_beside(const facets *x, uint32_t i)
{
    enum { BEHIND = 6, BEFORE = 3 };
    uint32_t first = facets_first(x, i), last = facets_last(x, i);

    if (x->at[i].is & FACET_QUOTED)
        return false;
    for (uint32_t k = i; k-- > first && i - k <= BEHIND;)
        if (x->at[k].is & FACET_CLOSES)
            return true;
    for (uint32_t k = i + 1; k < last && k - i <= BEFORE; k++)
        if (x->at[k].is & FACET_OPENS)
            return true;
    return false;
}

/* Whether a clause follows token i as what is said: "concedes that", "reckons she will". Not behind what
 * makes a noun of the word: "a report that", "his suspects". */
static bool is_before_clause(const facets *x, uint32_t i)
{
    uint32_t first = facets_first(x, i), last = facets_last(x, i);
    const article *a = x->a;
    uint16_t subject;

    if (i + 1 == last || (i > first && strchr("dNGL", a->token[i - 1].word->class)))
        return false;
    subject = lexeme_alone(a->token[i + 1].word);
    return str_eq(lexeme_letters(a->token[i + 1].word), STR("that")) ||
           (subject & PRONOUN_SUBJECT &&
            !(subject & (PRONOUN_SECOND | PRONOUN_THING | PRONOUN_RELATIVE))); /* nor "it" */
}

/* The slot of "said" or "called", or of the form of it that a verb has. */
static lexeme_slot slot_of(str verb, lexeme_slot past)
{
    const unsigned by = past - LEXEME_SAID;

    if (str_ends(verb, STR("ing")))
        return LEXEME_SAYING + by;
    if (str_ends(verb, STR("s")) && !str_ends(verb, STR("ss")))
        return LEXEME_SAYS + by;
    return str_ends(verb, STR("ed")) || str_eq(verb, STR("swore")) ? past : LEXEME_SAY + by;
}

/* "Theresa May", "May said": no auxiliary. */
static bool is_name(const facets *x, uint32_t i)
{
    static const char *const names[] = {"may", "will", NULL};
    const token *t = x->a->token;

    if (!(t[i].word->flags & LEXEME_CAPITAL) || !str_among(lexeme_letters(t[i].word), names))
        return false;
    if (i > facets_first(x, i) && t[i - 1].word->flags & LEXEME_CAPITAL &&
        t[i - 1].word->kinds & (LEX_GIVEN | LEX_TITLE))
        return true;
    return i + 1 < facets_last(x, i) && t[i + 1].word->says & SAID_STRONG;
}

/* "Criticised" as "criticized", "labelled" as "labeled", where only that is known to attribute: most of what
 * is learnt from is American. NULL: as it is, or memory is out, which asking for a known word does not mind.
 */
static const lexeme *american(const facets *x, const lexeme *w)
{
    static const char *const tails[] = {"ised", "ises", "ise", "ising", "lled", "lling", NULL};
    const str word = lexeme_letters(w);
    char other[LEXEME_SMALL_MAX + 1];

    if (w->says & SAID_CUE || w->flags & LEXEME_CAPITAL)
        return NULL;
    for (const char *const *t = tails; *t; t++) {
        const size_t n = strlen(*t), at = word.n - n;
        size_t size = word.n;

        if (word.n <= n + 2 || !str_ends(word, str_z(*t)))
            continue;
        memcpy(other, word.p, word.n);
        if ((*t)[0] == 'i')
            other[at + 1] = 'z';
        else
            memmove(other + at, word.p + at + 1, --size - at);
        return attribution_words_find((str){other, size}) & SAID_CUE
                   ? lexemes_of(x->a->lexemes, (str){other, size}, false)
                   : NULL;
    }
    return NULL;
}

static const lexeme *word_of(const facets *x, uint32_t i)
{
    const lexeme *w = x->a->token[i].word, *other = american(x, w);

    if (other)
        w = other;

    if (is_name(x, i))
        return x->a->lexemes->of_slot[LEXEME_NAME];
    if (!(w->says & SAID_CUE) && calling_at(x, i))
        return x->a->lexemes->of_slot[slot_of(w->text, LEXEME_CALLED)];
    if (!(w->says & (SAID_MANNER | SAID_REPORT)) || w->flags & LEXEME_CAPITAL ||
        !(is_beside(x, i) || (w->says & SAID_REPORT && is_before_clause(x, i))))
        return w;
    return x->a->lexemes->of_slot[slot_of(w->text, LEXEME_SAID)];
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
        look(&a->token[i], word_of(out, i), &out->at[i]);
        if (i == 0 || facets_paragraph(out, i) != facets_paragraph(out, i - 1))
            out->at[i].is |= FACET_PARAGRAPH;
    }
    add_up(out);
    return true;
}
