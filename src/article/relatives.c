/* From "who" to somebody. No sentence is parsed: what stands right before the word decides, or, where that is
 * a phrase that says what somebody is ("a man", "the only one of them"), what stands right before the phrase.
 *
 * Known misses: "a minister who lies" for the minister whom the article is about; "one of those who". */
#include "article/relatives.h"

#include "article/lexicon.h"
#include "article/resolve.h"

static const char *const joins[] = {"and", "but", "or", NULL};

static str word_at(const article *a, uint32_t t)
{
    return lexeme_letters(a->token[t].word);
}

static bool is_one_of(const article *a, uint32_t t, const char *const *list)
{
    return str_among(word_at(a, t), list);
}

/* The mention of somebody that ends in token t, NONE without one. */
static uint32_t mention_at(const article *a, uint32_t t)
{
    uint32_t m = article_mention_from(a, a->token[t].at.end);

    return m == 0 || a->mention[m - 1].at.end <= a->token[t].at.begin || a->mention[m - 1].entity == NONE
               ? NONE
               : m - 1;
}

static uint32_t skip_quote(const article *a, uint32_t t, uint32_t first)
{
    char sign = t > first ? article_sign(a, t - 1) : 0;

    return sign == '"' || sign == '\'' ? t - 1 : t;
}

/* Of "Lee, he said, is" the comma behind Lee where token t stands behind the second one; else t. */
static uint32_t skip_said(const article *a, uint32_t t, uint32_t first)
{
    enum { WORDS = 4 };
    bool said = false;

    if (t == first || article_sign(a, t - 1) != ',')
        return t;
    for (uint32_t k = t - 1, left = WORDS; k-- > first && left; left--)
        if (article_sign(a, k) == ',')
            return said ? k + 1 : t;
        else
            said |= (a->token[k].word->kinds & LEX_SPEECH) != 0;
    return t;
}

/* Whom the words that end before token t mean; an age, a comma, "he said" and what is in brackets are passed
 * over. */
static uint32_t ends_before(const article *a, uint32_t t, uint32_t first)
{
    uint32_t m;

    t = skip_said(a, skip_quote(a, t, first), first);
    if (t > first && article_sign(a, t - 1) == ',')
        t--;
    if (t > first + 1 && a->token[t - 1].word->flags & LEXEME_DIGIT && article_sign(a, t - 2) == ',')
        t -= 2;
    t = resolve_bracket(a, t);
    if (t <= first)
        return NONE;
    m = mention_at(a, t - 1);
    return m == NONE ? NONE : resolve_who(a, m);
}

/* ---- what somebody is ---- */

/* Where the phrase begins that ends before token i: its "a", "the" or "someone"; NONE where none does. */
static uint32_t phrase_begin(const article *a, uint32_t i, uint32_t first)
{
    enum { WORDS = 16 };
    static const char *const starts[] = {"a", "an", "somebody", "someone", "the", NULL};
    bool listed = false; /* "a liar, racist and bully who" */

    for (uint32_t k = i, left = WORDS; k-- > first && left; left--) {
        const lexeme *l = a->token[k].word;

        if (l->mark ? l->sign != '-' && l->sign != '\'' && l->sign != '"' &&
                          !(l->sign == ',' && listed && !is_one_of(a, k + 1, joins))
                    : (l->kinds & LEX_SPEECH) || lexicon_is_be(l->kinds))
            return NONE;
        listed |= is_one_of(a, k, joins);
        if (!is_one_of(a, k, starts))
            continue;
        if (k > first && is_one_of(a, k - 1, joins)) /* "a good man and an honest one who" */
            continue;
        if (k > first && a->token[k - 1].word->kinds & LEX_PREPOSITION &&
            !str_eq(word_at(a, k - 1), STR("as"))) {
            if (a->token[i - 1].word->kinds & (LEX_ROLE | LEX_PEOPLE)) /* "the widow of a judge who" */
                return NONE;
            continue; /* "the one candidate in the race who" */
        }
        return k;
    }
    return NONE;
}

/* "Lee lies and is a", "Note: Lee lies and is a": with whom the sentence begins, if nobody else is named
 * before token t. */
static uint32_t opens(const article *a, uint32_t first, uint32_t t)
{
    enum { NOTE = 4 };
    const uint32_t end = first + NOTE;
    uint32_t m;

    for (uint32_t i = first; i < end && i < t; i++)
        if (article_sign(a, i) == ':')
            first = i + 1;
    m = article_mention_from(a, a->token[first].at.begin);
    return m == a->n_mentions || a->mention[m].at.begin != a->token[first].at.begin ||
                   (m + 1 < a->n_mentions && a->mention[m + 1].at.begin < a->token[t].at.begin)
               ? NONE
               : a->mention[m].entity;
}

/* "Lee is a": the subject of the verb that ends before token t. */
static uint32_t subject_before(const article *a, uint32_t t, uint32_t first)
{
    enum { ADVERBS = 2 };

    for (uint32_t left = ADVERBS;
         left && t > first && !a->token[t - 1].word->mark && !lexicon_is_be(a->token[t - 1].word->kinds) &&
         (str_ends(word_at(a, t - 1), STR("ly")) ||
          is_one_of(a, t - 1,
                    (const char *const[]){"also", "not", "now", "nevertheless", "still", "then", NULL}));
         left--)
        t--;
    if (t == first)
        return NONE;
    if (str_ends(word_at(a, t - 1), STR("'s")) && mention_at(a, t - 1) != NONE) /* "he's a" */
        return a->mention[mention_at(a, t - 1)].entity;
    if (!lexicon_is_be(a->token[t - 1].word->kinds))
        return NONE;
    return t - 1 > first && is_one_of(a, t - 2, joins) ? opens(a, first, t - 1)
                                                       : ends_before(a, t - 1, first);
}

/* "called Lee a", "described him as a": whom the verb before token t has behind it. */
static uint32_t object_before(const article *a, uint32_t t, uint32_t first, bool as)
{
    enum { MENTION = 8 }; /* tokens */
    static const char *const calls[] = {"brand",   "branded",    "branding",  "call",   "called", "calling",
                                        "calls",   "dub",        "dubbed",    "label",  "labels", "labelled",
                                        "labeled", "considered", "considers", "termed", NULL};
    uint32_t m, begin;

    if (t == first || (m = mention_at(a, t - 1)) == NONE)
        return NONE;
    if (as)
        return a->mention[m].entity;
    begin = article_token_from(a, a->mention[m].at.begin);
    for (uint32_t left = MENTION; left && begin > first; begin--, left--)
        if (is_one_of(a, begin - 1, calls))
            return a->mention[m].entity;
        else if (!(a->token[begin - 1].word->kinds & (LEX_DETERMINER | LEX_TITLE | LEX_ROLE)))
            break;
    return NONE;
}

/* Of whom a phrase that begins at token t says what he is. */
static uint32_t said_of(const article *a, uint32_t t, uint32_t first)
{
    uint32_t one;

    t = skip_quote(a, t, first);
    if (t == first)
        return NONE;
    if (str_eq(word_at(a, t - 1), STR("as"))) {
        t = skip_quote(a, t - 1, first);
        one = object_before(a, t, first, true);
        if (one == NONE && t > first && str_ends(word_at(a, t - 1), STR("ed"))) /* "was described as a" */
            one = subject_before(a, t - 1, first);
        return one;
    }
    if (article_sign(a, t - 1) == ',')
        return ends_before(a, t, first);
    one = object_before(a, t, first, false);
    return one == NONE ? subject_before(a, t, first) : one;
}

uint32_t relatives_mean(const article *a, uint32_t i, uint32_t before)
{
    const uint32_t first = article_first(a, i);
    uint32_t one, phrase;

    if (i > first && a->token[i - 1].word->kinds & LEX_PREPOSITION) /* "of whom" */
        i--;
    one = ends_before(a, i, first);
    if (one != NONE || i == first)
        return one;
    if (is_one_of(a, i - 1, joins))
        return before;
    if (article_sign(a, i - 1) == ',')
        i--;
    phrase = phrase_begin(a, i, first);
    return phrase == NONE ? NONE : said_of(a, phrase, first);
}
