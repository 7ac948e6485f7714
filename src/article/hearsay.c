/* Tokens go in, cues of nobody's come out. */
#include "article/hearsay.h"

static const char *const adverbs[] = {"allegedly", "purportedly", "reportedly", NULL};
static const char *const forms[] = {"is", "are", "was", "were", "be", "been", "being", NULL}; /* of to be */

static const char *const days[] = {"friday",   "here",    "monday",    "saturday",  "sunday", "there",
                                   "thursday", "tuesday", "wednesday", "yesterday", NULL};

bool hearsay_begins(str small)
{
    return str_eq(small, STR("it")) || str_among(small, adverbs) || str_among(small, forms);
}

/* A form of to be at i; *next: the token behind it, or behind its adverb. */
static bool be_at(const facets *f, uint32_t i, uint32_t last, uint32_t *next)
{
    if (i >= last || !str_among(facets_low(f, i), forms))
        return false;
    *next = i + 1;
    if (*next < last &&
        (str_among(facets_low(f, *next), (const char *const[]){"widely", "also", "now", "still", "already",
                                                               "generally", "long", NULL})))
        ++*next;
    return true;
}

static bool participle(str word)
{
    static const char *const words[] = {"alleged",  "believed",   "claimed",  "expected",
                                        "reported", "rumored",    "rumoured", "said",
                                        "thought",  "understood", NULL};

    return str_among(word, words);
}

/* The that behind a cue, a few words of place or time before it at most: "in the capital that". */
static bool that_behind(const facets *f, uint32_t i, uint32_t last, uint32_t *at)
{
    enum { WORDS = 5 };

    for (*at = i; *at < last && *at - i <= WORDS && !facets_mark(f, *at); ++*at) {
        if (str_eq(facets_low(f, *at), STR("that")))
            return true;
        if (*at == i && f->at[i].class != 'p' && !str_among(facets_low(f, i), days))
            return false;
    }
    return false;
}

stretch hearsay_cue(const facets *f, uint32_t i)
{
    const stretch none = {i, i};
    uint32_t last = facets_last(f, i), be = i, next, that;

    if (!(f->a->token[i].word->flags & LEXEME_HEARSAY) || facets_is(f, i, FACET_QUOTED))
        return none;
    if (str_among(facets_low(f, i), adverbs))
        return (stretch){i, i + 1};
    if (str_eq(facets_low(f, i), STR("it")))
        be = i + 1;
    if (!be_at(f, be, last, &next) || next + 1 >= last || !participle(facets_low(f, next)))
        return none;
    if (be > i)
        return that_behind(f, next + 1, last, &that) ? (stretch){i, next + 1} : none;
    /* "expected" alone of them is as often a plain forecast; with to it is taken, as the others are */
    return str_eq(facets_low(f, next + 1), STR("to")) ? (stretch){i, next + 1} : none;
}

bool hearsay_firm(const facets *f, stretch cue)
{
    return !str_among(facets_low(f, cue.last - 1), (const char *const[]){"allegedly", "expected", NULL});
}

stretch hearsay_said(const facets *f, stretch cue, uint32_t most)
{
    uint32_t last = facets_last(f, cue.first), begin = cue.last, end;

    if (str_eq(facets_low(f, cue.first), STR("it")) && that_behind(f, cue.last, last, &end))
        begin = end; /* where the cue's own place and time end */
    end = begin;
    while (end < last && end - begin < most && f->at[end].class != 'm')
        end++;
    while (end > begin && facets_mark(f, end - 1))
        end--;
    return (stretch){begin, end};
}
