/* A verb goes in, and whether what stands behind it is called something. */
#include "article/calling.h"

#include "article/attribution_words.h"
#include "article/judgement.h"
#include "article/lexicon.h"

enum {
    OBJECT_WORDS = 12, /* of whom is called something */
    PREDICATE_WORDS = 6,
};

static const lexeme *word_at(const facets *f, uint32_t i)
{
    return f->a->token[i].word;
}

static bool is_among(const facets *f, uint32_t i, const char *const *list)
{
    return str_among(lexeme_letters(word_at(f, i)), list);
}

static bool judges(const facets *f, uint32_t i)
{
    return word_at(f, i)->judges & (1U << JUDGE_BAD | 1U << JUDGE_GOOD);
}

/* Whether a phrase ends before token i, and it is not "of". */
static bool ends_phrase(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const of[] = {"of", NULL};

    return i >= last || facets_mark(f, i) || lexicon_is_be(word_at(f, i)->kinds) ||
           (strchr("pawit", word_at(f, i)->class) && !is_among(f, i, of));
}

/* Whether one of the words from token i on judges, before their phrase ends. */
static bool predicate_at(const facets *f, uint32_t i, uint32_t last)
{
    for (uint32_t end = i + PREDICATE_WORDS; i < end && !ends_phrase(f, i, last); i++)
        if (judges(f, i))
            return true;
    return i < last && facets_is(f, i, FACET_OPENS);
}

/* A finite verb, or "calling": not "to call", "the brands", "was called". */
static bool is_verb(const facets *f, uint32_t i)
{
    static const char *const before[] = {"can",    "cannot",   "could", "didn't", "don't", "may",
                                         "might",  "must",     "never", "nobody", "not",   "shall",
                                         "should", "wouldn't", "to",    "will",   "would", NULL};
    const uint32_t first = facets_first(f, i);
    const lexeme *l;

    if (i == first || facets_is(f, i, FACET_QUOTED))
        return false;
    l = word_at(f, i - 1);
    if (facets_mark(f, i - 1))
        return str_ends(lexeme_letters(word_at(f, i)), STR("ing")) || facets_is(f, i - 1, FACET_CLOSES) ||
               l->class == 'c' || l->class == 'B';
    return !(l->says & (SAID_DETERMINER | SAID_PREPOSITION)) && !(l->flags & LEXEME_POSSESSIVE) &&
           !lexicon_is_be(l->kinds) && !is_among(f, i - 1, before);
}

bool calling_at(const facets *f, uint32_t i)
{
    static const char *const articles[] = {"a", "an", NULL}, *const as[] = {"as", NULL};
    const uint32_t says = word_at(f, i)->says, last = facets_last(f, i);
    uint32_t k = i + 1;

    if (!(says & (SAID_CALLS | SAID_CALLS_AS)) || k >= last || ends_phrase(f, k, last) || !is_verb(f, i))
        return false;
    for (k++; k < last && k - i <= OBJECT_WORDS; k++) {
        if (is_among(f, k, as))
            return says & SAID_CALLS_AS && predicate_at(f, k + 1, last);
        if (says & SAID_CALLS && facets_is(f, k, FACET_OPENS))
            return true;
        if (says & SAID_CALLS && is_among(f, k, articles))
            return predicate_at(f, k + 1, last);
        if (says & SAID_CALLS && judges(f, k) && word_at(f, k)->class == 'l' &&
            word_at(f, k - 1)->class != 'd' && (k + 1 == last || ends_phrase(f, k + 1, last)))
            return true;
        if (ends_phrase(f, k, last))
            return false;
    }
    return false;
}

bool calling_judges(const facets *f, uint32_t i)
{
    const lexeme *next = i + 1 < facets_last(f, i) ? word_at(f, i + 1) : NULL;

    return word_at(f, i)->says & (SAID_BLAMES | SAID_PRAISES) && next && !next->mark &&
           f->a->passage[facets_paragraph(f, i)].part == PART_TITLE && is_verb(f, i) &&
           (next->flags & LEXEME_CAPITAL || next->says & SAID_DETERMINER ||
            next->kinds & (LEX_ROLE | LEX_BODY));
}
