/* A verb goes in, and whether what stands behind it is called something. */
#include "article/calling.h"

#include "article/attribution_words.h"
#include "article/judgement.h"
#include "article/lexicon.h"

enum {
    OBJECT_WORDS = 12, /* of whom is called something */
    PREDICATE_WORDS = 6,
    NEGATED_BACK = 3,
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

/* Whether a phrase ends before token i; "of" goes on. */
static bool ends_phrase(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const joins[] = {"after", "although", "because", "before", "since",
                                        "until", "when",     "while",   NULL},
                             *const of[] = {"of", NULL};

    return i >= last || facets_mark(f, i) || lexicon_is_be(word_at(f, i)->kinds) || is_among(f, i, joins) ||
           (strchr("pawit", word_at(f, i)->class) && !is_among(f, i, of));
}

/* Whether a quotation begins at token i, or one of the last two words of the phrase there judges: "a war
 * criminal", "a corrupt man", and neither "a brutal war drags on" nor "a bad hour later". */
static bool predicate_at(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const times[] = {"bit",    "day",    "few",   "hour",   "lot",
                                        "minute", "moment", "month", "number", "night",
                                        "time",   "second", "week",  "year",   NULL};
    uint32_t end = i;

    if (i < last && facets_is(f, i, FACET_OPENS))
        return true;
    for (; end < i + PREDICATE_WORDS && !ends_phrase(f, end, last); end++)
        if (is_among(f, end, times) || word_at(f, end)->kinds & LEX_CALENDAR)
            return false;
    for (uint32_t k = end > i + 2 ? end - 2 : i; k < end; k++)
        if (judges(f, k))
            return k + 1 == end || !(word_at(f, k + 1)->flags & LEXEME_VERB);
    return false;
}

/* Not "to call", "won't call", "never once called", "was called"; nor in a question. */
static bool is_denied(const facets *f, uint32_t i)
{
    static const char *const has[] = {"had", "has", "have", NULL}, *const no[] = {"if", "nobody", "to", NULL};
    const uint32_t first = facets_first(f, i), last = facets_last(f, i);

    for (uint32_t k = i > first + NEGATED_BACK ? i - NEGATED_BACK : first; k < i; k++) {
        const lexeme *l = word_at(f, k);

        if (facets_mark(f, k))
            continue;
        if (l->judges & 1U << JUDGE_NEGATES || lexicon_is_be(l->kinds) || is_among(f, k, no) ||
            (l->says & SAID_AUXILIARY && !is_among(f, k, has)))
            return true;
    }
    return word_at(f, last - 1)->sign == '?';
}

/* Whether token i is a noun, by what stands right before it: "the", "of" or "his". */
static bool is_noun(const facets *f, uint32_t i)
{
    const lexeme *l = word_at(f, i - 1);

    return l->says & (SAID_DETERMINER | SAID_PREPOSITION) || l->flags & LEXEME_POSSESSIVE;
}

/* Whether whom or what a verb is about may begin at token i, right behind it. */
static bool object_at(const facets *f, uint32_t i)
{
    const lexeme *l;

    if (i >= facets_last(f, i - 1))
        return false;
    l = word_at(f, i);
    return facets_is(f, i, FACET_OPENS) ||
           (!l->mark && (l->flags & LEXEME_CAPITAL || l->says & (SAID_DETERMINER | SAID_OBJECT) ||
                         l->pronoun & (PRONOUN_OBJECT | PRONOUN_OWNER) ||
                         l->kinds & (LEX_ROLE | LEX_BODY | LEX_PEOPLE | LEX_DETERMINER)));
}

bool calling_has_object(const facets *f, uint32_t i)
{
    return i > facets_first(f, i) && !facets_mark(f, i - 1) && !is_noun(f, i) && object_at(f, i + 1);
}

/* Whether token i is a finite verb, or "calling" behind a comma: not "the brands", "record labels". Where it
 * may as well be several things, "brands", whom it is about must begin behind it, or who does it stand before
 * it. */
static bool is_verb(const facets *f, uint32_t i)
{
    const uint32_t first = facets_first(f, i);
    const str verb = lexeme_letters(word_at(f, i));
    const lexeme *l;

    if (i == first || facets_is(f, i, FACET_QUOTED) || is_denied(f, i))
        return false;
    l = word_at(f, i - 1);
    if (str_ends(verb, STR("ing")))
        return facets_mark(f, i - 1);
    if (facets_mark(f, i - 1))
        return facets_is(f, i - 1, FACET_CLOSES) || l->class == 'c' || l->class == 'B';
    if (is_noun(f, i))
        return false;
    return str_ends(verb, STR("ed")) || object_at(f, i + 1) ||
           l->kinds & (LEX_ROLE | LEX_BODY | LEX_PEOPLE) || l->pronoun & PRONOUN_SUBJECT ||
           (l->flags & LEXEME_CAPITAL && i > first + 1);
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

/* "Branded 'a clown' by", "slammed by": whom it is about stands before it. */
static bool is_passive(const facets *f, uint32_t i)
{
    static const char *const by[] = {"by", NULL};
    const uint32_t last = facets_last(f, i);
    uint32_t k = i + 1;

    if (!str_ends(lexeme_letters(word_at(f, i)), STR("ed")) || facets_is(f, i, FACET_QUOTED))
        return false;
    while (word_at(f, i)->says & SAID_CALLS && k < last && k < i + OBJECT_WORDS &&
           facets_is(f, k, FACET_QUOTED))
        k++;
    return k < last && is_among(f, k, by);
}

bool calling_judges(const facets *f, uint32_t i)
{
    const uint32_t says = word_at(f, i)->says;

    if (!(says & (SAID_BLAMES | SAID_PRAISES | SAID_CALLS)) || i + 1 >= facets_last(f, i) ||
        f->a->passage[facets_paragraph(f, i)].part != PART_TITLE)
        return false;
    return is_passive(f, i) || (says & (SAID_BLAMES | SAID_PRAISES) && is_verb(f, i) && object_at(f, i + 1) &&
                                !facets_is(f, i + 1, FACET_OPENS));
}
