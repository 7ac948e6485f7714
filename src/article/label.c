/* A headline's colon goes in, and who says what on its two sides. */
#include "article/label.h"

#include "article/attribution_words.h"
#include "article/lexicon.h"

enum { SOURCE_WORDS = 5, LABEL_WORDS = 3, SAID_WORDS = 3 };

static bool is_word_for_somebody(const lexeme *l)
{
    static const char *const words[] = {"envoy",  "experts",  "inquest", "inquiry",    "poll",
                                        "report", "research", "review",  "scientists", "sources",
                                        "study",  "survey",   "union",   "watchdog",   NULL};

    return l->kinds & (LEX_ROLE | LEX_BODY | LEX_PEOPLE) || str_among(lexeme_letters(l), words);
}

/* Whether the tokens [first, last) are words of which the last one means somebody. */
static bool means_somebody(const facets *f, stretch at)
{
    for (uint32_t i = at.first; i < at.last; i++)
        if (facets_mark(f, i) || lexicon_is_be(f->a->token[i].word->kinds) ||
            (i + 1 < at.last && f->a->token[i].word->says &
                                    (SAID_STRONG | SAID_REPORT | SAID_BLAMES | SAID_PRAISES | SAID_CALLS)))
            return false; /* "former baker slams carer" */
    return is_word_for_somebody(f->a->token[at.last - 1].word);
}

/* The entity that a stretch is a mention of, NONE for none. */
static uint32_t mentioned(const facets *f, stretch at)
{
    const article *a = f->a;
    span whole = {a->token[at.first].at.begin, a->token[at.last - 1].at.end};

    for (uint32_t m = article_mention_from(a, whole.begin);
         m < a->n_mentions && a->mention[m].at.begin == whole.begin; m++)
        if (a->mention[m].at.end == whole.end)
            return a->mention[m].entity;
    return NONE;
}

/* Whether a stretch is a mention of a person, or of a body by its letters, "FBI": a place may be where it
 * was. */
static bool names_somebody(const facets *f, stretch at)
{
    const uint32_t of = mentioned(f, at);
    const lexeme *l = f->a->token[at.last - 1].word;

    return of != NONE && (f->a->entity[of].person || (l->flags & LEXEME_CAPS && at.last - at.first == 1));
}

/* Whether the body tells of a person, other than by whom it is. */
static bool is_told_of(const facets *f, uint32_t of, uint32_t behind)
{
    enum { LOOKED_AT = 64 };
    const article *a = f->a;
    uint32_t left = LOOKED_AT;

    if (of == NONE || !a->entity[of].person)
        return false;
    for (uint32_t m = article_mention_from(a, behind); m < a->n_mentions && left; m++, left--) {
        uint32_t t = article_token_from(a, a->mention[m].at.begin);

        if (a->mention[m].entity == of && !a->mention[m].pronoun && t > 0 &&
            !str_eq(lexeme_letters(a->token[t - 1].word), STR("by")))
            return true;
    }
    return false;
}

/* Whether a noun may stand before token i: no "after a", "to a". */
static bool is_noun_before(const facets *f, uint32_t i)
{
    const lexeme *l = f->a->token[i - 1].word;

    return !l->mark && !strchr("padoN", l->class) &&
           !(l->kinds & (LEX_FUNCTION | LEX_PREPOSITION | LEX_SPEECH));
}

/* Whether they look like something that is said: a verb, or "a" behind a noun, "PM a liar"; and not like a
 * name for something, "One to watch", "The man who would be king", nor like a question. */
static bool is_said(const facets *f, stretch at)
{
    static const char *const verbs[] = {"found", "held", "hit",    "hurt", "lost",
                                        "sent",  "shot", "struck", NULL},
                             *const articles[] = {"a", "an", NULL},
                             *const begins[] = {"a",    "an",  "are",  "can",    "did",  "do",
                                                "does", "how", "in",   "inside", "is",   "meet",
                                                "my",   "one", "was",  "what",   "when", "where",
                                                "who",  "why", "will", NULL};
    uint32_t n_words = 0;
    bool says = false;

    if (str_among(facets_low(f, at.first), begins))
        return false;
    for (uint32_t i = at.first; i < at.last; i++) {
        const lexeme *l = f->a->token[i].word;

        n_words += !facets_mark(f, i);
        if (f->at[i].class == 'n' || (strchr("wit", l->class) && l->class))
            return false;
        says |= facets_is(f, i, FACET_OPENS) || lexicon_is_be(l->kinds) || l->says & SAID_AUXILIARY ||
                l->flags & LEXEME_VERB || str_among(lexeme_letters(l), verbs) ||
                (i > at.first && str_among(lexeme_letters(l), articles) && is_noun_before(f, i));
    }
    return says && n_words >= SAID_WORDS;
}

/* A colon, or a dash between blanks. */
static bool is_joint(const facets *f, uint32_t i)
{
    const token *t = f->a->token;

    return f->at[i].class == 'n' || (f->at[i].class == 'h' && i > 0 && i + 1 < f->n &&
                                     t[i - 1].at.end < t[i].at.begin && t[i].at.end < t[i + 1].at.begin);
}

/* "sources", "report": alone behind a dash they are nothing else. */
static bool is_source_word(const facets *f, stretch at)
{
    static const char *const words[] = {"court", "media",  "official", "officials", "police",
                                        "poll",  "report", "reports",  "source",    "sources",
                                        "study", "survey", NULL};

    return at.last - at.first == 1 && str_among(facets_low(f, at.first), words);
}

/* The name that a title begins with, before a verb of saying: "Lee slams Cole over flood". */
static stretch subject_of(const facets *f, uint32_t first, uint32_t end)
{
    const uint32_t says =
        SAID_STRONG | SAID_REPORT | SAID_MANNER | SAID_CALLS | SAID_CALLS_AS | SAID_BLAMES | SAID_PRAISES;

    for (uint32_t last = first + 1; last < end && last - first <= LABEL_WORDS; last++)
        if (mentioned(f, (stretch){first, last}) != NONE && f->at[last].kinds & says)
            return (stretch){first, last};
    return (stretch){0, 0};
}

/* "..., youths vow": the verb that a title ends with, behind who says it and a comma. */
static bool speaker_at(const facets *f, uint32_t i, stretch *source, stretch *said)
{
    static const char *const verbs[] = {"allege", "alleges", "hear", "hears", "vow", "vows", NULL},
                             *const nouns[] = {"report", "reports", "rumors", "rumours", NULL};
    const uint32_t first = facets_first(f, i), last = facets_last(f, i);
    uint32_t comma = i;

    if (i + 1 < last && !(facets_mark(f, i + 1) && i + 2 == last))
        return false;
    if (!(f->at[i].kinds & (SAID_STRONG | SAID_REPORT) || str_among(facets_low(f, i), verbs)) ||
        str_ends(facets_low(f, i), STR("ed")) ||
        str_among(facets_low(f, i), nouns)) /* "..., parents outraged" */
        return false;
    while (comma > first && i - comma <= LABEL_WORDS && !facets_mark(f, comma - 1) &&
           f->at[comma - 1].class != 'p' && !(f->at[comma - 1].kinds & SAID_STRONG))
        comma--;
    if (comma == i || comma < first + 1 + SAID_WORDS || f->at[comma - 1].class != 'c' ||
        lexicon_is_be(f->a->token[i - 1].word->kinds) || facets_is(f, comma, FACET_QUOTED))
        return false;
    if (!names_somebody(f, (stretch){comma, i}) && !means_somebody(f, (stretch){comma, i}) &&
        !(str_ends(facets_low(f, i - 1), STR("s")) &&
          !str_ends(facets_low(f, i), STR("s")))) /* "youths vow" */
        return false;
    *source = (stretch){comma, i};
    *said = (stretch){first, comma - 1};
    return true;
}

bool label_at(const facets *f, uint32_t i, stretch *source, stretch *said)
{
    const uint32_t first = facets_first(f, i);
    stretch before = {first, i}, behind = {i + 1, facets_last(f, i)}, by;

    if (f->a->passage[facets_paragraph(f, i)].part != PART_TITLE || facets_is(f, i, FACET_QUOTED) ||
        i == first)
        return false;
    if (!facets_mark(f, i))
        return speaker_at(f, i, source, said);
    if (!is_joint(f, i) || i + 1 >= behind.last)
        return false;
    if (behind.last - behind.first <= SOURCE_WORDS && i - first >= SAID_WORDS &&
        (is_source_word(f, behind) ||
         (is_said(f, before) && (names_somebody(f, behind) || means_somebody(f, behind))))) {
        *source = behind;
        *said = before;
        return true;
    }
    if (f->at[i].class != 'n')
        return false;
    by = facets_is(f, behind.first, FACET_OPENS) ? subject_of(f, first, i) : (stretch){0, 0};
    if (stretch_empty(by)) { /* else "Lee slams Cole: 'He must go'" */
        by = before;
        if (i - first > LABEL_WORDS || !is_said(f, behind) ||
            !(is_source_word(f, before) ||
              (means_somebody(f, before) &&
               f->a->token[i - 1].word->kinds & (LEX_ROLE | LEX_PEOPLE | LEX_STATE)) ||
              is_told_of(f, mentioned(f, before), f->a->token[behind.last - 1].at.end)))
            return false;
    }
    *source = by;
    *said = behind;
    return true;
}
