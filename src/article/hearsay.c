/* Tokens go in, cues of nobody's come out. */
#include "article/hearsay.h"

#include "article/attribution_words.h"
#include "article/lexicon.h"

static const char *const adverbs[] = {"allegedly", "purportedly", "reportedly", NULL};

static const char *const days[] = {"friday",   "here",    "monday",    "saturday",  "sunday", "there",
                                   "thursday", "tuesday", "wednesday", "yesterday", NULL};

static const char *const hears[] = {"had", "has", "have", "heard", "told", NULL}; /* a court */

bool hearsay_begins(str small)
{
    return str_eq(small, STR("it")) || str_among(small, adverbs) || lexicon_is_be(lexicon_find(small)) ||
           str_among(small, hears);
}

static uint32_t behind_adverb(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const adverbs_of_be[] = {"also", "already", "generally", "long",
                                                "now",  "still",   "widely",    NULL};

    return i + (i < last && str_among(facets_low(f, i), adverbs_of_be));
}

/* A form of to be at i, or "has been"; *next: the token behind it, or behind its adverb. */
static bool be_at(const facets *f, uint32_t i, uint32_t last, uint32_t *next)
{
    if (i < last && str_among(facets_low(f, i), (const char *const[]){"had", "has", "have", NULL})) {
        i = behind_adverb(f, i + 1, last);
        if (i >= last || !str_eq(facets_low(f, i), STR("been")))
            return false;
    }
    if (i >= last || !lexicon_is_be(f->a->token[i].word->kinds))
        return false;
    *next = behind_adverb(f, i + 1, last);
    return true;
}

/* `of_it`: behind "it is". */
static bool participle(str word, bool of_it)
{
    static const char *const words[] = {"alleged", "believed", "claimed",  "expected",   "feared",
                                        "learned", "learnt",   "reported", "rumored",    "rumoured",
                                        "said",    "thought",  "tipped",   "understood", NULL};

    return str_among(word, words) || (of_it && str_eq(word, STR("suggested")));
}

/* "the next day", "a hundred times" */
static bool time_at(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const times[] = {"day",  "few",  "first",    "following", "hundred", "last",
                                        "next", "same", "thousand", "time",      NULL};

    return i + 1 < last && f->at[i].class == 'd' && str_among(facets_low(f, i + 1), times);
}

/* Whether a clause without "that" begins at i: "it is thought she is safe". */
static bool clause_at(const facets *f, uint32_t i, uint32_t last)
{
    static const char *const begins[] = {"dozens", "hundreds", "more",      "no", "nobody",
                                         "people", "there",    "thousands", NULL};
    const facet *x = &f->at[i];

    if (i + 1 >= last || facets_mark(f, i) || f->a->token[i].word->kinds & LEX_CALENDAR ||
        time_at(f, i, last))
        return false;
    return (x->class == 'o' && !(x->kinds & SAID_OBJECT)) || strchr("dCGN", x->class) ||
           str_among(facets_low(f, i), begins);
}

/* The that behind a cue, a few words of place or time before it at most: "in the capital that"; or a clause
 * without it, right behind the cue. */
static bool that_behind(const facets *f, uint32_t i, uint32_t last, uint32_t *at)
{
    enum { WORDS = 5 };

    *at = i;
    if (i < last && clause_at(f, i, last))
        return true;
    for (*at = i; *at < last && *at - i <= WORDS && !facets_mark(f, *at); ++*at) {
        if (str_eq(facets_low(f, *at), STR("that")))
            return true;
        if (*at == i && f->at[i].class != 'p' && !str_among(facets_low(f, i), days) && !time_at(f, i, last))
            return false;
    }
    return false;
}

/* The sentence's last token that is no mark, and one behind it. */
static uint32_t end_of(const facets *f, uint32_t i)
{
    enum { MARKS = 16 }; /* a sentence may end in as many as the text has */
    uint32_t last = facets_last(f, i);

    for (uint32_t left = MARKS; left && last > i && facets_mark(f, last - 1); left--)
        last--;
    return last;
}

/* Where a court's determiner or, without one, itself stands, before token i; i where no court does. */
static uint32_t court_before(const facets *f, uint32_t i)
{
    static const char *const courts[] = {"court", "hearing",     "inquest", "inquiry",  "jurors",
                                         "jury",  "magistrates", "trial",   "tribunal", NULL};
    enum { WORDS = 16 }; /* of a court's name, and its determiner: a sentence may be the whole text */
    uint32_t first = facets_first(f, i), at = i;

    if (at == first || !str_among(lexeme_letters(f->a->token[at - 1].word), courts))
        return i;
    for (at--; at > first && i - at < WORDS && !facets_mark(f, at - 1);)
        if (f->at[--at].class == 'd')
            break;
    return at;
}

/* "heard", "has heard", "was told" at token i, a headline's "told" at its end; *next: the token behind it. */
static bool hears_at(const facets *f, uint32_t i, uint32_t end, uint32_t *next)
{
    str low = facets_low(f, i), then = i + 1 < end ? facets_low(f, i + 1) : (str){0};
    bool alone = str_eq(low, STR("heard")) || (str_eq(low, STR("told")) && i + 1 == end);

    *next = i + 1 + !alone;
    return alone ||
           (str_among(low, (const char *const[]){"had", "has", "have", NULL}) &&
            str_eq(then, STR("heard"))) ||
           (str_among(low, (const char *const[]){"was", "were", NULL}) && str_eq(then, STR("told")));
}

/* What a court is told and nobody says who told it: "the jury heard that", "has heard that", "was told that",
 * and what stands behind what they heard: "..., a court heard yesterday." */
static stretch court_cue(const facets *f, uint32_t i)
{
    const stretch none = {i, i};
    uint32_t at = court_before(f, i), end = end_of(f, i), next, behind;

    if (at == i || !hears_at(f, i, end, &next))
        return none;
    if (next < end && str_eq(facets_low(f, next), STR("that")))
        return (stretch){i, next};
    behind = next + (next < end && str_eq(facets_low(f, next), STR("on")));
    behind += behind < end && str_among(facets_low(f, behind), days);
    return behind == end && at > facets_first(f, i) && facets_mark(f, at - 1) ? (stretch){i, next} : none;
}

/* ", it is learnt,", and at its end: says so of the sentence that it stands in. */
static bool is_aside(const facets *f, uint32_t first, uint32_t last)
{
    return first > facets_first(f, first) && f->at[first - 1].class == 'c' && last < facets_last(f, first) &&
           (f->at[last].class == 'c' || last == end_of(f, first));
}

stretch hearsay_cue(const facets *f, uint32_t i)
{
    const stretch none = {i, i};
    uint32_t last = facets_last(f, i), be = i, next, that;
    stretch court;

    if (!(f->a->token[i].word->flags & LEXEME_HEARSAY) || facets_is(f, i, FACET_QUOTED))
        return none;
    if (str_among(facets_low(f, i), adverbs))
        return (stretch){i, i + 1};
    court = court_cue(f, i);
    if (!stretch_empty(court))
        return court;
    if (str_eq(facets_low(f, i), STR("it")))
        be = i + 1;
    if (!be_at(f, be, last, &next) || next + 1 >= last || !participle(facets_low(f, next), be > i))
        return none;
    if (be > i && is_aside(f, i, next + 1))
        return (stretch){i, next + 1};
    if (be > i)
        return that_behind(f, next + 1, last, &that) ? (stretch){i, next + 1} : none;
    /* "expected" alone of them is as often a plain forecast; with to it is taken, as the others are */
    return str_eq(facets_low(f, next + 1), STR("to")) ? (stretch){i, next + 1} : none;
}

bool hearsay_firm(const facets *f, stretch cue)
{
    return !str_among(facets_low(f, cue.last - 1),
                      (const char *const[]){"allegedly", "expected", "tipped", NULL});
}

stretch hearsay_said(const facets *f, stretch cue, uint32_t most)
{
    uint32_t begin = cue.last, last = facets_last(f, cue.first), court = court_before(f, cue.first), end;

    if (court < cue.first && !(begin < last && str_eq(facets_low(f, begin), STR("that")))) {
        begin = facets_first(f, cue.first); /* "..., a court heard" */
        last = court;
    } else if (str_eq(facets_low(f, cue.first), STR("it"))) {
        if (is_aside(f, cue.first, cue.last) && cue.last == end_of(f, cue.first)) {
            begin = facets_first(f, cue.first);
            last = cue.first;
        } else if (is_aside(f, cue.first, cue.last))
            begin++;
        else if (that_behind(f, cue.last, last, &end))
            begin = end; /* where the cue's own place and time end */
    }
    for (end = begin; end < last && end - begin < most && f->at[end].class != 'm';)
        end++;
    while (end > begin && facets_mark(f, end - 1))
        end--;
    return (stretch){begin, end};
}
