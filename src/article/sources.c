/* A cue goes in, its source comes out. Begins are looked for among names, numbers, the small words that
 * sources like to begin with, and any word right behind the cue or behind a mark close before it, 40 tokens
 * before the cue and 5 behind it, but not inside a name: 97 % of the sources in PolNeAR.
 *
 * A passive, "was accused of lying by Ann Lee", has whoever stands behind "by", and without it nobody.
 *
 * A name right before an active verb, "opposition leader Ann Lee argued", "Ann Lee on Monday called", ", Ann
 * Lee, said", is its subject: the source has it in it, whatever stands farther off.
 *
 * Known misses: a source in another sentence than its cue (one in a hundred); where one that has a clause or
 * a prepositional phrase behind it ends. */
#include "article/sources.h"

#include <math.h>

#include "article/attribution_words.h"
#include "article/lexicon.h"

const char *const source_begin_texts[] = {"word", "before", NULL};
const char *const source_begin_tags[] = {"cue", "forms", "between", NULL};
const char *const source_end_texts[] = {"last", "next", NULL};
const char *const source_end_tags[] = {"forms", NULL};

enum {
    LEFT_REACH = 40,
    RIGHT_REACH = 5,
    QUOTE_REACH = 4, /* beyond a quotation */
    LENGTH_MAX = 30,
    BARE_REACH = 6,
    BETWEEN_MAX = 12, /* words between begin and cue that are told */
    QUOTED_MAX = 12,  /* of what somebody is branded               */
    VERBS_MAX = 4,    /* of one subject */
};

/* "And friends say": the sentence goes on from the one before by its first word. */
static bool goes_on(const site *s, uint32_t i)
{
    return i == s->in.first && i + 1 < s->begin &&
           str_among(facets_low(s->f, i), (const char *const[]){"and", "but", NULL});
}

/* A word without an article that a source may begin with: "said economy minister Ann Lee", ", company records
 * show". */
static bool bare(const site *s, uint32_t i)
{
    const facets *f = s->f;

    if (facets_mark(f, i))
        return false;
    return i == s->end || (i > s->in.first && goes_on(s, i - 1)) ||
           (i < s->begin && s->begin - i <= BARE_REACH && i > s->in.first && facets_mark(f, i - 1));
}

/* What somebody is of, "Sgt. Jane Doe of the Park Police", who is the source then; but not before a
 * headline's colon, "Lunch with Jane Doe:". */
static bool belongs(const site *s, uint32_t i)
{
    static const char *const list[] = {"at", "for", "from", "of", "with", NULL};
    const facets *f = s->f;

    return i > s->in.first + 1 && f->at[s->begin].class != 'n' && str_among(facets_low(f, i - 1), list) &&
           facets_is(f, i - 2, FACET_CAPITAL) && !facets_mark(f, i - 2);
}

/* "Who in April said". */
static bool is_date(const site *s, uint32_t i)
{
    return i > s->in.first && s->f->a->token[i].word->kinds & LEX_CALENDAR &&
           s->f->a->token[i - 1].word->kinds & LEX_PREPOSITION;
}

/* Inside a name or behind its article it does not begin; nor far off behind a quotation. One source in a
 * hundred does, for half of the questions. */
static bool may_begin(const site *s, uint32_t i)
{
    static const char *const kinds[] = {
        "analysis",  "breaking", "column",  "comment", "editorial", "exclusive", "explainer", "factbox",
        "interview", "letter",   "letters", "live",    "obituary",  "opinion",   "podcast",   "profile",
        "q",         "review",   "sketch",  "update",  "video",     "watch",     NULL};
    static const char *const adverbs[] = {
        "afterwards", "also",      "besides",  "furthermore",  "however",     "indeed",    "instead",
        "later",      "meanwhile", "moreover", "nevertheless", "nonetheless", "otherwise", "still",
        "then",       "therefore", "today",    "yesterday",    NULL};
    const facets *f = s->f;
    bool first = i == s->in.first, inside = !first && facets_is(f, i - 1, FACET_CAPITAL) &&
                                            !(f->a->token[i - 1].word->kinds & LEX_CALENDAR);

    if (!facets_is(f, i, FACET_CAPITAL | FACET_DIGIT) && !(f->at[i].kinds & SAID_SOURCE) && !bare(s, i))
        return false;
    if (goes_on(s, i))
        return false;
    if (first && i + 1 == s->begin && f->at[s->begin].class == 'n' && str_among(facets_low(f, i), kinds))
        return false; /* "Interview: 'I am tired'" */
    if (first && i + 1 < s->in.last && f->at[i + 1].class == 'c' &&
        (str_ends(facets_low(f, i), STR("ly")) || str_among(facets_low(f, i), adverbs)))
        return false; /* "Eventually, he said" */
    if (!facets_parts(f, i) || belongs(s, i) || is_date(s, i) || (i + 1 < s->in.last && is_date(s, i + 1)))
        return false;
    if (!first &&
        (f->at[i - 1].class == 'd' || (inside && i - 1 > s->in.first && facets_is(f, i, FACET_CAPITAL))))
        return false;
    if (!first && f->a->text.p[f->a->token[i - 1].at.begin] == '<') /* "Acme Corp <ACME> said" */
        return false;
    return i > s->begin || s->begin - i <= QUOTE_REACH + 1 ||
           (f->sum[i + 1].opens == f->sum[s->begin].opens && f->sum[i + 1].closes == f->sum[s->begin].closes);
}

/* What may stand between a subject and its verb. */
static bool between(str low)
{
    static const char *const some[] = {"again",    "also",     "already",   "earlier",   "friday", "has",
                                       "have",     "later",    "monday",    "now",       "on",     "once",
                                       "publicly", "saturday", "still",     "sunday",    "then",   "thursday",
                                       "today",    "tuesday",  "wednesday", "yesterday", NULL};

    return str_among(low, some);
}

/* A form of to be in the cue, or by behind it: what stands before is not who says it. */
static bool passive(const site *s)
{
    for (uint32_t i = s->begin; i < s->end; i++)
        if (lexicon_is_be(s->f->a->token[i].word->kinds))
            return true;
    return s->end < s->in.last && str_eq(facets_low(s->f, s->end), STR("by"));
}

/* ---- who is spoken of ---- */

/* A form of to be before token i, or before its adverb: "was widely". */
static bool is_be_before(const site *s, uint32_t i)
{
    if (i > s->in.first && str_ends(facets_low(s->f, i - 1), STR("ly")))
        i--;
    return i > s->in.first && lexicon_is_be(s->f->a->token[i - 1].word->kinds);
}

/* Whether "by" at token i brings somebody: not "by lying", "by letter", "by Friday", "by 2030". */
static bool brings_agent(const site *s, uint32_t i)
{
    static const char *const means[] = {"accident", "email", "law",       "letter", "mail", "mistake",
                                        "phone",    "post",  "telephone", "text",   NULL};
    static const char *const times[] = {"age",   "close", "day",     "end", "middle",
                                        "start", "time",  "weekend", NULL};
    const facets *f = s->f;
    str low = i + 1 < s->in.last ? facets_low(f, i + 1) : (str){0};

    if (!low.n || !str_eq(facets_low(f, i), STR("by")) || facets_mark(f, i + 1) ||
        str_ends(low, STR("ing")) || str_among(low, means) || f->a->token[i + 1].word->kinds & LEX_CALENDAR)
        return false;
    if (str_eq(low, STR("the")) && i + 2 < s->in.last && str_among(facets_low(f, i + 2), times))
        return false;
    return f->at[i + 1].class != 'N' || (i + 2 < s->in.last && f->at[i + 2].class == 'l');
}

/* Who does it in a passive, behind "by": where he begins; the sentence's end where nobody is told of. */
static uint32_t agent(const site *s)
{
    enum { REACH = 25 };
    const facets *f = s->f;

    for (uint32_t i = s->end; i < s->in.last && i < s->end + REACH; i++) {
        if (facets_is(f, i, FACET_QUOTED) || (i == s->end && f->at[i].class == 'c'))
            continue;
        if (f->at[i].class && strchr("csumn", f->at[i].class))
            break;
        if (brings_agent(s, i))
            return i + 1;
    }
    return s->in.last;
}

/* Whether a headline has left out "was" before the verb at token i, since no object is behind it: "Lee
 * accused of bribery by rival", "Lee branded 'a clown' by rival". */
static bool is_headline_passive(const site *s, uint32_t i)
{
    static const char *const verbs[] = {"accused",    "blamed",    "branded", "condemned", "criticised",
                                        "criticized", "denounced", "dubbed",  "labeled",   "labelled",
                                        "lambasted",  "mocked",    "praised", "slammed",   NULL},
                             *const as[] = {"depicted", "described", "hailed", "portrayed", NULL},
                             *const told[] = {"told", "urged", NULL}, *const names[] = {"branded",  "called",
                                                                                        "dubbed",   "labeled",
                                                                                        "labelled", NULL},
                             *const behind[] = {"after", "as", "by", "for", "of", "over", NULL};
    const facets *f = s->f;
    const str low = facets_low(f, i), next = i + 1 < s->in.last ? facets_low(f, i + 1) : (str){0};
    uint32_t closed = i + 1;

    if (i + 1 >= s->in.last || f->a->passage[facets_paragraph(f, i)].part != PART_TITLE)
        return false;
    if (str_eq(next, STR("by")) || (str_eq(next, STR("as")) && str_among(low, as)) ||
        (str_eq(next, STR("to")) && str_among(low, told)))
        return str_among(low, verbs) || str_among(low, as) || str_among(low, told);
    if (!facets_is(f, i + 1, FACET_OPENS))
        return str_among(low, verbs) && str_among(next, behind);
    while (closed < s->in.last && closed < i + QUOTED_MAX && facets_is(f, closed, FACET_QUOTED))
        closed++;
    return str_among(low, names) && closed < s->in.last && brings_agent(s, closed);
}

bool sources_passive(const site *s)
{
    static const char *const verbs[] = {
        "accused",    "advised",   "asked",    "assured",   "attacked",   "billed",    "blamed",
        "branded",    "called",    "cited",    "condemned", "considered", "credited",  "criticised",
        "criticized", "denounced", "depicted", "described", "dubbed",     "hailed",    "informed",
        "labeled",    "labelled",  "likened",  "mocked",    "ordered",    "portrayed", "praised",
        "reminded",   "told",      "urged",    "viewed",    "warned",     NULL};
    const facets *f = s->f;
    bool by = s->end < s->in.last && str_eq(facets_low(f, s->end), STR("by"));

    for (uint32_t i = s->begin; i < s->end; i++)
        if (str_among(facets_low(f, i), verbs) &&
            (is_be_before(s, i) || (by && !str_eq(facets_low(f, i), STR("asked")))))
            return true;
    for (uint32_t i = s->begin; i < s->end; i++)
        if (is_headline_passive(s, i))
            return true;
    return false;
}

/* Whether at token i begins what somebody is accused of, told and the like: "by Ken Lowe of lying", not "by
 * the Bank of Leeds". */
static bool begins_charge(const site *s, uint32_t i)
{
    static const char *const begins[] = {"after", "as",   "at",      "because", "during", "for",
                                         "how",   "if",   "in",      "on",      "over",   "that",
                                         "to",    "when", "whether", "while",   "why",    NULL};
    const facets *f = s->f;
    str low = facets_low(f, i);

    if (str_eq(low, STR("to")) && f->at[i - 1].kinds & SAID_AUXILIARY)
        return false; /* "people who have to" */
    if (!str_eq(low, STR("of")) || i + 1 == s->in.last)
        return str_among(low, begins);
    return str_ends(facets_low(f, i + 1), STR("ing")) || facets_mark(f, i - 1) ||
           (facets_is(f, i - 1, FACET_CAPITAL) && f->at[i + 1].class == 'l');
}

/* Where he ends at the latest. */
static uint32_t agent_limit(const site *s, uint32_t begin)
{
    const facets *f = s->f;
    uint32_t i = begin + 1;

    while (i < s->in.last && i < begin + LENGTH_MAX && !begins_charge(s, i) &&
           (!facets_mark(f, i) || strchr("cshv", f->at[i].class)))
        i++;
    return i;
}

/* "It is hoped that": nobody is "it". */
static bool of_nobody(const site *s, stretch source)
{
    static const char *const verbs[] = {
        "agreed",    "alleged", "announced", "argued",    "believed", "claimed",     "decided",
        "estimated", "feared",  "hoped",     "known",     "noted",    "recommended", "reported",
        "rumoured",  "said",    "stated",    "suggested", "thought",  "understood",  NULL};

    return source.last == s->begin && source.first + 1 == source.last &&
           str_eq(facets_low(s->f, source.first), STR("it")) && is_be_before(s, s->end - 1) &&
           str_among(facets_low(s->f, s->end - 1), verbs);
}

/* "Ann Lee was more forgiving: "He is a good man."": the form of to be that a cue which ends in a colon
 * before a quotation has in it or close before it, behind a name, a pronoun or a role; the cue's begin
 * without one. */
static uint32_t copula(const site *s)
{
    enum { REACH = 4 };
    const facets *f = s->f;
    uint32_t from = s->begin > s->in.first + REACH ? s->begin - REACH : s->in.first;

    if (f->at[s->end - 1].class != 'n' || s->end == f->n || !facets_is(f, s->end, FACET_OPENS))
        return s->begin;
    for (uint32_t i = s->end - 1; i-- > from + 1 && !facets_mark(f, i);)
        if (lexicon_is_be(f->a->token[i].word->kinds))
            return facets_is(f, i - 1, FACET_CAPITAL) || f->at[i - 1].class == 'o' ||
                           f->a->token[i - 1].word->kinds & LEX_ROLE
                       ? i
                       : s->begin;
    return s->begin;
}

/* ---- where it may begin ---- */

static bool named(const facets *f, uint32_t i)
{
    return facets_is(f, i, FACET_CAPITAL) && !facets_is(f, i, FACET_QUOTED) && !facets_mark(f, i) &&
           f->at[i].class == 'C' && !between(facets_low(f, i)) && !(f->at[i].kinds & ~(uint32_t)SAID_SOURCE);
}

/* Where what stands before the verb ends: before the hearsay in "Lee allegedly told", "Lee is said to have
 * told". */
static uint32_t verb_begins(const site *s)
{
    const cue *last = s->own ? &s->all->cue[s->own - 1] : NULL;
    uint32_t at = s->begin;

    if (!last || !last->hearsay || last->begin < s->in.first)
        return at;
    while (at > last->end && str_among(facets_low(s->f, at - 1), (const char *const[]){"have", "to", NULL}))
        at--;
    return at == last->end ? last->begin : s->begin;
}

/* The name that is the subject of the cue's verb; empty where no name stands right before it, or before a
 * comma that closes what another opened. ", Ohio, arguing" is of whoever the sentence is about. */
static stretch subject(const site *s)
{
    const facets *f = s->f;
    const uint32_t verb = verb_begins(s), first = s->in.first;
    uint32_t end = verb, begin;
    bool apart;

    while (end > first && verb - end < 3 && between(facets_low(f, end - 1)))
        end--;
    apart = end == verb && end > first && f->at[end - 1].class == 'c';
    end -= apart;
    begin = end;
    while (begin > first && named(f, begin - 1))
        begin--;
    if (begin == end || passive(s))
        return (stretch){0};
    if (apart &&
        (begin == first || f->at[begin - 1].class != 'c' || str_ends(facets_low(f, s->begin), STR("ing"))))
        return (stretch){0};
    return (stretch){begin, end};
}

/* Whether a source that begins at token i may go on to the subject: over no other cue, nor, where the verb
 * follows it, over a comma: "They voted 76 to 72, speaker Ann Lee said". */
static bool holds_subject(const site *s, uint32_t i)
{
    const facet_sums *sum = s->f->sum;

    return cues_others(s, i, s->subject.first) == 0 &&
           (s->subject.last < s->begin || sum[i].commas == sum[s->subject.first].commas);
}

static bool is_according(const site *s)
{
    return s->end - s->begin == 2 && str_eq(facets_low(s->f, s->begin), STR("according"));
}

/* Whether nothing but somebody with a post stands behind the cue to the sentence's end: ", said press
 * secretary Ann Lee." */
static bool ends_with_subject(const site *s)
{
    enum { WORDS = 8, MARKS = 3 };
    const facets *f = s->f;
    uint32_t last = s->in.last;
    bool post = false;

    if (last - s->end > WORDS + MARKS)
        return false;
    while (last > s->end && facets_mark(f, last - 1))
        last--;
    if (last <= s->end + 1 || last - s->end > WORDS || !facets_is(f, last - 1, FACET_CAPITAL))
        return false;
    for (uint32_t i = s->end; i < last; i++) {
        const lexeme *l = f->a->token[i].word;

        if (facets_mark(f, i) || l->says & (SAID_AUXILIARY | SAID_PRONOUN) || l->flags & LEXEME_VERB)
            return false;
        post |= l->kinds & (LEX_ROLE | LEX_TITLE);
    }
    return post;
}

/* "The alarm had been muted for years, said a guard": behind a clause that one comma ends, and before an
 * article or a number, the verb stands before its subject; and so it does behind any clause, before nothing
 * but its subject. */
static bool is_inverted(const site *s)
{
    bool ends, verb;

    if (s->begin < s->in.first + 3 || s->begin > s->in.first + LEFT_REACH || s->end >= s->in.last ||
        s->end - s->begin != 1 || !(s->f->at[s->begin].kinds & SAID_STRONG) ||
        str_ends(facets_low(s->f, s->begin), STR("ing")) || s->f->at[s->begin - 1].class != 'c' ||
        facets_is(s->f, s->begin, FACET_QUOTED))
        return false;
    ends = verb = ends_with_subject(s);
    if (!ends && !strchr("dN", s->f->at[s->end].class))
        return false;
    for (uint32_t i = s->in.first; i + 1 < s->begin; i++) {
        if (facets_mark(s->f, i) && !(ends && s->f->at[i].class == 'c'))
            return false;
        verb |= (s->f->at[i].kinds & SAID_AUXILIARY) != 0;
    }
    return verb;
}

/* Where the sentence's words behind the cue end: at a comma, or its stop. */
static uint32_t phrase_end(const site *s)
{
    uint32_t i = s->end;

    while (i < s->in.last && !facets_mark(s->f, i))
        i++;
    return i;
}

/* The first token, from `from` on, that a source before the cue may begin at: "Mr Lee left after two senators
 * | said", "Rates fall, an email from the | office says" hold other clauses before it. In our articles and
 * PolNeAR one source in seventy begins before such a comma. */
static uint32_t clause_start(const site *s, uint32_t from)
{
    static const char *const joins[] = {"after",  "although", "because", "if",
                                        "though", "when",     "while",   NULL};
    static const char *const goes_on_by[] = {"and",   "but", "or",    "that", "then",
                                             "which", "who", "whose", NULL};
    const facets *f = s->f;

    for (uint32_t i = s->begin; i-- > from;) {
        if (facets_mark(f, i)) {
            if (f->at[i].class == 'c' && i + 2 < s->begin && f->at[i + 1].class == 'd')
                return i + 1;
            break;
        }
        if (str_among(facets_low(f, i), joins) && i + 1 < s->begin)
            return i + 1;
        if (str_among(facets_low(f, i), goes_on_by))
            break;
    }
    return from;
}

static void begin_choices(const site *s, choices *out)
{
    uint32_t from =
        clause_start(s, s->begin - s->in.first > LEFT_REACH ? s->begin - LEFT_REACH : s->in.first);
    uint32_t to = s->end + RIGHT_REACH + 1;

    if (is_according(s) || is_inverted(s))
        from = s->end;

    if (!stretch_empty(s->subject))
        to = s->subject.first + 1;
    for (uint32_t i = from; i < s->in.last && i < to; i++)
        if ((i < s->begin || i >= s->end) && may_begin(s, i) &&
            (stretch_empty(s->subject) || holds_subject(s, i)))
            choices_add(out, i);
}

static void side_part(tags *out, char side, char distance)
{
    tags_char(out, side);
    if (distance)
        tags_char(out, distance);
}

/* 0 to 9, M above. */
static char exactly(uint32_t n)
{
    return n > 9 ? 'M' : (char)('0' + n);
}

static void begin_cue(const site *s, uint32_t i, char side, tags *out)
{
    const facets *f = s->f;

    tags_new(out, "hs"), side_part(out, side, 0), tags_low(out, f, s->head, s->in);
    tags_new(out, "ns"), side_part(out, side, 0), tags_low(out, f, s->end, s->in);
    tags_new(out, "ws"), side_part(out, side, 0), tags_low(out, f, i, s->in);
    tags_new(out, "a2"), tags_low(out, f, (int64_t)i - 2, s->in);
    tags_new(out, "b1"), tags_low(out, f, (int64_t)i + 1, s->in);
    tags_new(out, "b2"), tags_low(out, f, (int64_t)i + 2, s->in);
}

static void begin_forms(const site *s, uint32_t at, uint32_t from, uint32_t to, char side, char far,
                        tags *out)
{
    const facets *f = s->f;
    int64_t i = at;
    char c = tags_class(f, i, s->in), before = tags_class(f, i - 1, s->in);
    uint32_t n = to - from, first = side == 'L' && n > 5 ? to - 5 : from,
             last = side == 'R' && n > 5 ? from + 5 : to;

    tags_new(out, "fd"), side_part(out, side, far), tags_char(out, c);
    tags_new(out, "bd"), side_part(out, side, far), tags_char(out, before);
    tags_new(out, "bf"), side_part(out, side, far), tags_char(out, before), tags_char(out, c);
    tags_new(out, "bs"), side_part(out, side, 0), tags_char(out, before), tags_char(out, c);
    tags_new(out, "pt"), side_part(out, side, n > 5 ? 'X' : 'Y');
    for (uint32_t k = first; k < last; k++)
        tags_char(out, f->at[k].class);
    tags_new(out, "pr"), side_part(out, side, 0);
    for (int64_t k = i; k < i + 4; k++)
        tags_char(out, tags_class(f, k, s->in));
}

static void begin_state(const site *s, uint32_t i, uint32_t from, uint32_t to, char side, tags *out)
{
    const facets *f = s->f;
    const facet_sums *a = &f->sum[from], *b = &f->sum[to];

    tags_new(out, "q"), tags_char(out, b->opens > a->opens || b->closes > a->closes ? '1' : '0'),
        tags_char(out, side);
    tags_new(out, "ot"), tags_char(out, tags_digit(cues_others(s, from, to), 2)), tags_char(out, side);
    tags_new(out, "iq"), tags_char(out, facets_is(f, i, FACET_QUOTED) ? '1' : '0'),
        tags_char(out, facets_is(f, s->begin, FACET_QUOTED) ? '1' : '0'), tags_char(out, side);
    tags_new(out, "cp"), tags_char(out, tags_digit(b->capitals - a->capitals, 3)), tags_char(out, side);
    tags_new(out, "pn"), tags_char(out, tags_digit(b->pronouns - a->pronouns, 2)), tags_char(out, side);
    tags_new(out, "io"), tags_char(out, cues_others(s, i, i + 1) ? '1' : '0');
    tags_new(out, "ec"), tags_char(out, s->end + 2 >= s->in.last ? '1' : '0'), tags_char(out, side);
}

static void begin_words(const void *about, stretch at, ask *out)
{
    const site *s = about;

    ask_token(out, s->f, at.first, s->in);
    ask_token(out, s->f, (int64_t)at.first - 1, s->in);
}

static void begin_rest(const void *about, stretch at, ask *out)
{
    const site *s = about;
    uint32_t i = at.first;
    char side = i < s->begin ? 'L' : 'R';
    uint32_t from = side == 'L' ? i + 1 : s->end, to = side == 'L' ? s->begin : i;
    uint32_t first = side == 'L' && to - from > BETWEEN_MAX ? to - BETWEEN_MAX : from;
    tags *t = &out->tags;

    begin_cue(s, i, side, t);
    ask_tags(out);
    begin_forms(s, i, from, to, side, exactly(to - from), t);
    begin_state(s, i, from, to, side, t);
    ask_tags(out);
    tags_new(t, "n"), tags_char(t, side), tags_char(t, first == to ? '0' : '1');
    for (uint32_t k = first; k < to; k++) {
        tags_new(t, "");
        tags_char(t, side), tags_low(t, s->f, k, s->in);
    }
    ask_tags(out);
}

/* ---- the end ---- */

static bool joiner(const facets *f, uint32_t i)
{
    return f->at[i].class == 'a' || str_eq(facets_low(f, i), STR("but"));
}

/* "The board repeatedly said" is by the board. */
static bool adverb(const facets *f, uint32_t i)
{
    static const char *const nouns[] = {"ally",   "assembly", "bully",  "daily",
                                        "family", "monthly",  "weekly", NULL};
    str low = facets_low(f, i);

    return !facets_is(f, i, FACET_CAPITAL) && str_ends(low, STR("ly")) && !str_among(low, nouns);
}

static bool may_end(const site *s, uint32_t end)
{
    char c = s->f->at[end - 1].class;

    return facets_parts(s->f, end) && (!facets_mark(s->f, end - 1) || strchr("csBQv", c) != NULL);
}

/* ", in a statement,": where that begins which tells how the source says it; `last` without it. */
static uint32_t means_begin(const site *s, uint32_t begin, uint32_t last)
{
    const facets *f = s->f;

    for (uint32_t i = begin + 1; i + 2 < last && i <= begin + LENGTH_MAX; i++)
        if (f->at[i].class == 'c' && str_eq(facets_low(f, i + 1), STR("in")) && f->at[i + 2].class == 'd')
            return i;
    return last;
}

/* "Peter Dunn, according to the Herald, | stole the truck": the comma behind which the sentence goes on, with
 * what no appositive begins with; `last` without one. */
static uint32_t goes_on_behind(const site *s, uint32_t begin, uint32_t last)
{
    const facets *f = s->f;

    for (uint32_t i = begin + 1; i + 1 < last && i <= begin + LENGTH_MAX; i++)
        if (f->at[i].class == 'c' && strchr("alo", f->at[i + 1].class) && !facets_mark(f, i + 1) &&
            !(f->a->token[i + 1].word->kinds & (LEX_ROLE | LEX_QUALIFIER | LEX_PREPOSITION)) &&
            !str_ends(facets_low(f, i + 1), STR("ing")))
            return i;
    return last;
}

static void end_choices(const void *about, uint32_t begin, choices *out)
{
    const site *s = about;
    uint32_t limit = s->limit ? s->limit : begin < s->begin ? s->begin : s->in.last;

    if (begin < s->begin && s->subject.last <= begin)
        limit = means_begin(s, begin, limit);
    if (is_according(s))
        limit = goes_on_behind(s, begin, limit);
    for (uint32_t end = begin + 1; end <= limit && end <= begin + LENGTH_MAX; end++)
        if (end >= s->subject.last && !joiner(s->f, end - 1) && !(end == s->begin && adverb(s->f, end - 1)) &&
            (end == limit || may_end(s, end)))
            choices_add(out, end);
}

/* The class of a token behind the source; U for the cue. */
static char next_class(const site *s, int64_t i)
{
    return i >= s->begin && i < s->end ? 'U' : tags_class(s->f, i, s->in);
}

static void next_low(const site *s, uint32_t i, tags *out)
{
    if (i >= s->begin && i < s->end)
        tags_part(out, STR("U"));
    else
        tags_low(out, s->f, i, s->in);
}

static void end_forms(const site *s, uint32_t begin, uint32_t end, char side, tags *out)
{
    const facets *f = s->f;
    char length = exactly(end - begin), c = f->at[begin].class, last = f->at[end - 1].class,
         next = next_class(s, end);
    char run[8];
    size_t n = 0;

    tags_new(out, "cn"), tags_char(out, c), tags_char(out, last), tags_char(out, next);
    tags_new(out, "ll"), side_part(out, side, length), tags_char(out, c), tags_char(out, next);
    tags_new(out, "nw"), tags_char(out, side), next_low(s, end, out);
    tags_new(out, "l2"), tags_low(out, f, (int64_t)end - 2, (stretch){begin, s->in.last});
    tags_new(out, "lw"), tags_low(out, f, (int64_t)end - 1, s->in), next_low(s, end, out);
    tags_new(out, "n2"), next_low(s, end + 1, out);
    tags_new(out, "f"), tags_low(out, f, begin, s->in);
    /* what it is made of, runs of a class as one */
    for (uint32_t i = begin; i < end && n < 7; i++)
        if (!n || run[n - 1] != f->at[i].class)
            run[n++] = f->at[i].class;
    tags_new(out, "rn"), tags_char(out, side), tags_part(out, (str){run, n});
    tags_new(out, "pe");
    for (uint32_t i = end - begin > 3 ? end - 3 : begin; i < end; i++)
        tags_char(out, f->at[i].class);
    tags_char(out, TAG_JOINT);
    for (uint32_t i = end; i < end + 3; i++)
        tags_char(out, next_class(s, i));
}

static void end_state(const site *s, uint32_t begin, uint32_t end, char side, uint32_t left, tags *out)
{
    const facets *f = s->f;
    const facet_sums *a = &f->sum[begin], *b = &f->sum[end];

    tags_new(out, "n"), tags_char(out, tags_step(end - begin)), tags_char(out, side);
    tags_new(out, "cm"), tags_char(out, tags_digit(b->commas - a->commas, 3));
    tags_new(out, "ot"), tags_char(out, tags_digit(cues_others(s, begin, end), 2));
    tags_new(out, "rm"), tags_char(out, tags_step(left)), tags_char(out, side);
    tags_new(out, "q"), tags_char(out, facets_is(f, begin, FACET_QUOTED) ? '1' : '0'),
        tags_char(out, facets_is(f, end - 1, FACET_QUOTED) ? '1' : '0');
    tags_new(out, "nq"), tags_char(out, end == f->n                       ? 'x'
                                        : facets_is(f, end, FACET_OPENS)  ? 'o'
                                        : facets_is(f, end, FACET_CLOSES) ? 'c'
                                                                          : 'x');
    tags_new(out, "ce"), tags_char(out, f->at[end - 1].class == 'c' ? '1' : '0'), tags_char(out, side);
    tags_new(out, "si"), tags_char(out, s->begin == s->in.first ? '1' : '0'), tags_char(out, side),
        tags_char(out, next_class(s, end)), tags_char(out, tags_digit(b->commas - a->commas, 2));
    tags_new(out, "ci"), tags_char(out, (b->commas - a->commas) % 2 ? '1' : '0'),
        tags_char(out, next_class(s, end));
}

static void last_words(const void *about, stretch at, ask *out)
{
    const site *s = about;

    ask_token(out, s->f, (int64_t)at.last - 1, s->in);
    if (at.last == s->begin)
        ask_word(out, s->f->a->lexemes->of_slot[LEXEME_CUE]);
    else
        ask_token(out, s->f, at.last, s->in);
}

static void end_rest(const void *about, stretch at, ask *out)
{
    const site *s = about;
    uint32_t begin = at.first, end = at.last;
    char side = begin < s->begin ? 'L' : 'R';
    uint32_t left = (side == 'L' ? s->begin : s->in.last) - end;

    end_forms(s, begin, end, side, &out->tags);
    end_state(s, begin, end, side, left, &out->tags);
    ask_tags(out);
}

/* ---- both ---- */

static const chooser source_chooser = {
    .begins = {QUESTION_SOURCE_BEGIN, begin_words, begin_rest, 1.5},
    .ends = {QUESTION_SOURCE_END, last_words, end_rest, 1.2},
    .end_choices = end_choices,
    .least = -0.5,
    .behind = 0.5,
    .n_best = 3,
};

/* Whether the cue and the one before it are verbs of one subject: "she praised the plan but doubted its
 * price". Not where another subject may stand between them. */
static bool shares_subject(const site *s)
{
    const facets *f = s->f;
    const cue *last = s->own ? &s->all->cue[s->own - 1] : NULL;

    if (!last || last->begin < s->in.first || last->hearsay || last->p < 0.5F || !joiner(f, s->begin - 1))
        return false;
    for (uint32_t i = last->end; i < s->begin; i++)
        if (facets_is(f, i, FACET_CAPITAL) || f->at[i].kinds & (SAID_PRONOUN | SAID_THAT | SAID_AUXILIARY) ||
            f->at[i].class == 'c' || f->at[i].class == 'm')
            return false;
    return true;
}

/* The plural right before an active verb, with what stands before it: "but U.S. delegates said". Empty where
 * there is none, or where it is only of something. */
static stretch plural_before(const site *s)
{
    enum { PHRASE = 4 };
    static const char *const joins[] = {"after", "although", "as",    "because", "before", "but",
                                        "how",   "if",       "since", "than",    "though", "until",
                                        "what",  "when",     "where", "while",   NULL};
    const facets *f = s->f;
    uint32_t end = s->begin, begin = end;
    str low;

    if (end == s->in.first || passive(s))
        return (stretch){0};
    low = facets_low(f, end - 1);
    if (f->at[end - 1].class != 'l' || low.n < 4 || !str_ends(low, STR("s")) || str_ends(low, STR("ss")) ||
        facets_is(f, end - 1, FACET_QUOTED) != facets_is(f, s->begin, FACET_QUOTED) ||
        cues_others(s, end - 1, end))
        return (stretch){0};
    while (begin > s->in.first && end - begin < PHRASE) {
        const facet *x = &f->at[begin - 1];

        if (x->class == 'p' || f->a->token[begin - 1].word->kinds & LEX_PREPOSITION)
            return (stretch){0};
        if (facets_mark(f, begin - 1) || strchr("aowitN", x->class) ||
            str_among(facets_low(f, begin - 1), joins) || x->kinds & (SAID_AUXILIARY | SAID_CUE) ||
            (x->verb && begin < end) || cues_others(s, begin - 1, begin))
            break;
        begin--;
        if (x->class == 'd')
            break;
    }
    return (stretch){begin, end};
}

/* Of "was accused of lying by Ann Lee" she is the source, and without "by" nobody is. */
static bool find_agent(const article_reader *r, const site *s, article_work *w, chosen *out, err *e)
{
    chooser c = source_chooser;
    choices begins = {.n = 0};
    site at = *s;
    uint32_t begin = agent(s);

    if (begin < s->in.last) {
        choices_add(&begins, begin);
        at.limit = agent_limit(s, begin);
    }
    c.least = -INFINITY;
    return choice_make(r, &c, &at, &begins, w, out, e);
}

/* "Was quoted as saying by the agency": not the agency says it. */
static bool is_quoted_as(const site *s)
{
    for (uint32_t i = s->begin; i + 1 < s->end; i++)
        if (str_eq(facets_low(s->f, i), STR("quoted")) && is_be_before(s, i) &&
            str_eq(facets_low(s->f, i + 1), STR("as")))
            return true;
    return false;
}

bool sources_find(const article_reader *r, const site *s, article_work *w, chosen *out, err *e)
{
    chooser c = source_chooser;
    choices begins = {.n = 0};
    site at = *s;

    if (sources_passive(s))
        return find_agent(r, s, w, out, e);
    for (unsigned n = 0; n < VERBS_MAX && shares_subject(&at); n++)
        at = cues_site(s->f, s->all, at.own - 1);
    at.begin = copula(&at);
    at.subject = subject(&at);
    begin_choices(&at, &begins);
    while (begins.n && begins.at[begins.n - 1] >= s->end && is_quoted_as(s))
        begins.n--;
    if (begins.n && (!stretch_empty(at.subject) || at.begin < s->begin))
        c.least = -INFINITY;
    if (!choice_make(r, &c, &at, &begins, w, out, e))
        return false;
    if (stretch_empty(out->at) && is_inverted(s))
        out->at = (stretch){s->end, phrase_end(s)};
    if (stretch_empty(out->at))
        out->at = plural_before(s);
    if (of_nobody(s, out->at))
        *out = (chosen){0};
    return true;
}

bool sources_examples(const site *s, question q, stretch gold, article_work *w, const example_sink *sink,
                      err *e)
{
    choices begins = {.n = 0};

    begin_choices(s, &begins);
    return choice_examples(&source_chooser, q, s, &begins, gold, w, sink, e);
}
