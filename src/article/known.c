/* A token goes in, the word that models are asked about comes out. */
#include "article/known.h"

#include "article/attribution_words.h"
#include "article/calling.h"
#include "article/lexicon.h"

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

/* Of "said" and the like the form that a verb has. */
static const lexeme *in_form(const facets *x, str verb, lexeme_slot past)
{
    const lexeme *const *of = x->a->lexemes->of_slot;
    const unsigned by = past - LEXEME_SAID;

    if (str_ends(verb, STR("ing")))
        return of[LEXEME_SAYING + by];
    if (str_ends(verb, STR("s")) && !str_ends(verb, STR("ss")))
        return of[LEXEME_SAYS + by];
    return of[str_ends(verb, STR("ed")) || str_eq(verb, STR("swore")) ? past : LEXEME_SAY + by];
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

const lexeme *known_word(const facets *x, uint32_t i)
{
    const lexeme *w = x->a->token[i].word;

    if (w->american)
        w = w->american;
    if (is_name(x, i))
        return x->a->lexemes->of_slot[LEXEME_NAME];
    if (w->says & SAID_CUE || w->flags & LEXEME_CAPITAL)
        return w;
    if (calling_at(x, i))
        return in_form(x, w->text, LEXEME_CALLED);
    if (w->says & (SAID_MANNER | SAID_REPORT) &&
        (is_beside(x, i) || (w->says & SAID_REPORT && is_before_clause(x, i))))
        return in_form(x, w->text, LEXEME_SAID);
    if (w->says & (SAID_BLAMES | SAID_PRAISES) && calling_has_object(x, i))
        return in_form(x, w->text, w->says & SAID_BLAMES ? LEXEME_CRITICIZED : LEXEME_PRAISED);
    return w;
}
