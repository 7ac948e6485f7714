/* A mention goes in, and what the words right beside it say of whom it means. */
#include "article/outright.h"

#include "article/attribution_words.h"
#include "article/judgement.h"
#include "article/labels.h"
#include "article/lexicon.h"

enum {
    BETWEEN = 3, /* words from the verb to the mention */
    BACK = 3,    /* in which it may be negated         */
    CALLED = 6,  /* words that somebody is called      */
};

static const lexeme *word_at(const article *a, uint32_t i)
{
    return a->token[i].word;
}

static bool is_word(const article *a, uint32_t i, str word)
{
    return str_eq(lexeme_letters(word_at(a, i)), word);
}

/* The verb of one of these kinds that a mention is the object of; NONE where none is. */
static uint32_t verb_before(const article *a, const mention *m, uint32_t kinds)
{
    const uint32_t first = a->sentence[m->sentence].first;
    uint32_t i = article_token_from(a, m->at.begin);

    for (uint32_t left = BETWEEN; left && i > first && !a->token[i - 1].mark; left--) {
        const lexeme *l = word_at(a, --i);

        if (l->says & kinds)
            return i;
        if (!(l->kinds & (LEX_DETERMINER | LEX_TITLE | LEX_ROLE | LEX_QUALIFIER)))
            break;
    }
    return NONE;
}

/* Whether a mention is whom a verb before it is about: not "Cole's plan", "the Cole plan", "her staff". */
static bool is_whole(const article *a, const mention *m)
{
    const uint32_t last = a->sentence[m->sentence].last, i = article_token_from(a, m->at.end);
    const lexeme *l;

    if (i == last)
        return true;
    l = word_at(a, i);
    return a->token[i].mark || l->kinds & (LEX_PREPOSITION | LEX_CALENDAR) ||
           strchr("dpaowit", l->class) != NULL || is_word(a, i, STR("as")) || is_word(a, i, STR("to"));
}

static bool is_negated(const article *a, uint32_t sentence, uint32_t verb)
{
    const uint32_t first = a->sentence[sentence].first;

    for (uint32_t k = verb > first + BACK ? verb - BACK : first; k < verb; k++)
        if (word_at(a, k)->judges & 1U << JUDGE_NEGATES || lexicon_is_be(word_at(a, k)->kinds) ||
            is_word(a, k, STR("to")))
            return true;
    return false;
}

/* Which stance the words at token i are, if somebody is called so: those up to a mark or a preposition, of
 * which the last two count, "a shameless liar". */
static uint32_t called_at(const article *a, uint32_t i, uint32_t last)
{
    uint32_t end = i, judges = 0;
    bool bad, good;

    while (end < last && end < i + CALLED && !a->token[end].mark &&
           !(word_at(a, end)->says & (SAID_PREPOSITION | SAID_JOINER)))
        end++;
    for (uint32_t k = end > i + 2 ? end - 2 : i; k < end; k++)
        judges |= word_at(a, k)->judges;
    bad = judges & 1U << JUDGE_BAD;
    good = judges & 1U << JUDGE_GOOD;
    return bad == good ? NONE : bad ? STANCE_AGAINST : STANCE_FAVOR;
}

/* What stands behind a mention that somebody is called: behind "as", a quotation mark, "a". */
static uint32_t called_behind(const article *a, const mention *m, bool by_verb)
{
    const uint32_t last = a->sentence[m->sentence].last;
    uint32_t i = article_token_from(a, m->at.end);
    bool quoted, indefinite;

    if (by_verb && i < last && is_word(a, i, STR("as")))
        i++;
    quoted = i < last && article_sign(a, i) == '"';
    i += quoted;
    indefinite = i < last && (is_word(a, i, STR("a")) || is_word(a, i, STR("an")));
    i += indefinite;
    if (by_verb ? !quoted && !indefinite : !quoted || !indefinite)
        return NONE;
    return called_at(a, i, last);
}

/* "Cole was accused of theft by Lee", "Cole branded 'a clown' by Lee": the verb right behind the mention, and
 * who does it behind "by". */
static uint32_t passive_behind(const article *a, const mention *m)
{
    const uint32_t last = a->sentence[m->sentence].last;
    uint32_t i = article_token_from(a, m->at.end), verb;
    bool by = false;

    for (uint32_t left = BACK;
         left && i < last && (lexicon_is_be(word_at(a, i)->kinds) || word_at(a, i)->says & SAID_AUXILIARY);
         left--)
        i++;
    verb = i;
    if (i >= last || !str_ends(lexeme_letters(word_at(a, i)), STR("ed")) ||
        !(word_at(a, i)->says & (SAID_BLAMES | SAID_PRAISES | SAID_CALLS)))
        return NONE;
    for (uint32_t left = 2 * CALLED; left && ++i < last && !by; left--)
        by = is_word(a, i, STR("by"));
    if (!by)
        return NONE;
    if (!(word_at(a, verb)->says & SAID_CALLS))
        return word_at(a, verb)->says & SAID_BLAMES ? STANCE_AGAINST : STANCE_FAVOR;
    for (i = verb + 1; i < last && (article_sign(a, i) == '"' || is_word(a, i, STR("as")) ||
                                    is_word(a, i, STR("a")) || is_word(a, i, STR("an")));)
        i++;
    return called_at(a, i, last);
}

uint32_t outright_stance(const article *a, const mention *m, const attribution *by)
{
    uint32_t verb, is;

    if (!by)
        return NONE;
    is = passive_behind(a, m);
    if (is != NONE || !is_whole(a, m))
        return is;
    verb = verb_before(a, m, SAID_BLAMES | SAID_PRAISES);
    if (verb != NONE && span_in(a->token[verb].at, by->cue) && !is_negated(a, m->sentence, verb))
        return word_at(a, verb)->says & SAID_BLAMES ? STANCE_AGAINST : STANCE_FAVOR;
    verb = verb_before(a, m, SAID_CALLS | SAID_CALLS_AS);
    if (verb != NONE)
        return is_negated(a, m->sentence, verb) ? NONE : called_behind(a, m, true);
    return a->passage[a->sentence[m->sentence].passage].part == PART_TITLE ? called_behind(a, m, false)
                                                                           : NONE;
}
