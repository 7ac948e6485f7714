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
        if (facets_mark(f, i) || lexicon_is_be(f->a->token[i].word->kinds))
            return false;
    return is_word_for_somebody(f->a->token[at.last - 1].word);
}

/* Whether they are a mention of somebody. */
static bool is_mention(const facets *f, stretch at)
{
    const article *a = f->a;
    span whole = {a->token[at.first].at.begin, a->token[at.last - 1].at.end};

    for (uint32_t m = article_mention_from(a, whole.begin);
         m < a->n_mentions && a->mention[m].at.begin == whole.begin; m++)
        if (a->mention[m].entity != NONE && a->mention[m].at.end == whole.end)
            return true;
    return false;
}

/* Whether they look like something that is said. */
static bool is_said(const facets *f, stretch at)
{
    static const char *const words[] = {"a",    "an",   "dead", "found",  "held", "hit", "hurt",
                                        "lost", "sent", "shot", "struck", "to",   NULL};
    uint32_t n_words = 0;
    bool says = false;

    for (uint32_t i = at.first; i < at.last; i++) {
        const lexeme *l = f->a->token[i].word;

        n_words += !facets_mark(f, i);
        says |= facets_is(f, i, FACET_OPENS) || lexicon_is_be(l->kinds) || l->says & SAID_AUXILIARY ||
                l->flags & LEXEME_VERB || (i > at.first && str_among(lexeme_letters(l), words));
        if (f->at[i].class == 'n')
            return false;
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

bool label_at(const facets *f, uint32_t i, stretch *source, stretch *said)
{
    const uint32_t first = facets_first(f, i);
    stretch before = {first, i}, behind = {i + 1, facets_last(f, i)};

    if (!facets_mark(f, i) || !is_joint(f, i) || i == first || i + 1 >= behind.last ||
        f->a->passage[facets_paragraph(f, i)].part != PART_TITLE || facets_is(f, i, FACET_QUOTED))
        return false;
    if (behind.last - behind.first <= SOURCE_WORDS && is_said(f, before) &&
        (is_mention(f, behind) || means_somebody(f, behind))) {
        *source = behind;
        *said = before;
        return true;
    }
    if (f->at[i].class == 'n' && i - first <= LABEL_WORDS && means_somebody(f, before) &&
        is_said(f, behind) && f->a->token[i - 1].word->kinds & (LEX_ROLE | LEX_PEOPLE | LEX_STATE)) {
        *source = before;
        *said = behind;
        return true;
    }
    return false;
}
