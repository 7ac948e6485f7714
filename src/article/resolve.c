/* From the words of a source to a person or body of the article: "Dale Hurlbut, the authority's chief
 * engineer" is Dale Hurlbut, "a poll by Hallbrook Capital" is Hallbrook Capital's, "analysts at Hallbrook
 * Capital" are nobody. */
#include "article/resolve.h"

#include "article/lexicon.h"

enum { NEAR = 64 }; /* mentions of a sentence that are looked at: it may have as many as the text has */

/* What he, him, she, her, they, it, who and which say (pronoun_words.h); 0 of other words. */
static uint16_t pronoun_of(str s)
{
    uint16_t is = lexeme_pronoun(s);
    bool speaks = is & PRONOUN_SUBJECT || (is & PRONOUN_OBJECT && is & (PRONOUN_MALE | PRONOUN_FEMALE));

    return speaks && is & (PRONOUN_THIRD | PRONOUN_RELATIVE) ? is : 0;
}

/* Whether a mention stands behind a preposition: "of the Institute", "at Acme". Not found's `hangs`
 * (refer.h), which wants somebody before that. */
static bool is_governed(const article *a, const mention *m)
{
    enum { DETERMINERS = 4 };
    uint32_t t = article_token_from(a, m->at.begin), first = a->sentence[m->sentence].first;

    for (uint32_t left = DETERMINERS; left && t > first && a->token[t - 1].word->kinds & LEX_DETERMINER;
         left--)
        t--;
    return t > first && a->token[t - 1].word->kinds & LEX_PREPOSITION;
}

uint32_t resolve_who(const article *a, uint32_t m)
{
    enum { BACK = 4 };
    const mention *last = &a->mention[m];

    if (!a->entity[last->entity].person && is_governed(a, last))
        for (uint32_t k = m, left = BACK; k-- > 0 && left && a->mention[k].sentence == last->sentence;
             left--) {
            if (a->entity[a->mention[k].entity].person)
                return a->mention[k].pronoun ? last->entity : a->mention[k].entity;
            if (!is_governed(a, &a->mention[k]))
                break;
        }
    return last->entity;
}

/* Whether "a" at token t brings in nobody, but says what somebody is: "as a councillor", "is a thief", "Ann
 * Lee, a zoologist". */
static bool says_what(const article *a, uint32_t t)
{
    const lexeme *before = t > 0 ? a->token[t - 1].word : NULL;

    if (!before)
        return false;
    if (before->mark)
        return before->sign == ',' && t > 1 && a->token[t - 2].word->flags & LEXEME_CAPITAL;
    return before->kinds & LEX_BE ||
           str_among(lexeme_letters(before), (const char *const[]){"as", "like", "of", "than", NULL});
}

/* Whether the sentence, or the one before it, brings in somebody without a name close before a place: "a
 * spokeswoman welcomed what she called", "A 29-year-old Berlin woman was fined. She wrote". */
static bool has_stranger(const article *a, uint16_t is, uint32_t at, uint32_t sentence)
{
    enum { REACH = 64, TOKENS = 8 }; /* "a 29-year-old Berlin woman" */
    const uint32_t other = is & PRONOUN_MALE ? LEX_FEMALE : LEX_MALE;
    const sentence_read *s = &a->sentence[sentence];
    uint32_t end = article_token_at(a, s->first, s->last, at), first = sentence ? s[-1].first : s->first;

    if (end - first > REACH) /* a sentence may have as many as the text has */
        first = end - REACH;
    for (uint32_t t = first; t < end; t++) {
        if (!str_among(lexeme_letters(a->token[t].word), (const char *const[]){"a", "an", NULL}) ||
            says_what(a, t) || article_is_quoted(a, a->token[t].at))
            continue;
        for (uint32_t k = t + 1; k < end && k <= t + TOKENS; k++) {
            const uint32_t kinds = a->token[k].word->kinds;

            if (a->token[k].mark ? article_sign(a, k) != '-'
                                 : kinds & (LEX_PREPOSITION | LEX_FUNCTION) &&
                                       !str_eq(lexeme_letters(a->token[k].word), STR("old")))
                break;
            if (kinds & LEX_ROLE && !(kinds & other) &&
                !(k + 1 < a->n_tokens && a->token[k + 1].word->flags & LEXEME_CAPITAL))
                return true;
        }
    }
    return false;
}

/* A pronoun that nothing before it decides: the last speaker whom it fits. */
static uint32_t last_speaker(const article *a, uint16_t is, const speakers *before)
{
    const char gender = is & PRONOUN_MALE ? 'm' : is & PRONOUN_FEMALE ? 'f' : 0; /* 0: they and it */

    for (uint32_t i = before->n, left = 4; i-- > 0 && left; left--) {
        const entity *one;

        if (before->who[i] >= a->n_entities)
            continue;
        one = &a->entity[before->who[i]];
        if (gender ? one->person && (one->gender == gender || one->gender == '?') : !one->person)
            return before->who[i];
    }
    return NONE;
}

/* What ends the head of a noun phrase: in "the head of the bank" the bank is not who speaks. */
static bool ends_head(str word)
{
    static const char *const list[] = {"of",    "at",    "in",    "for",       "from",  "with", "by",
                                       "who",   "whose", "which", "that",      "on",    "to",   "familiar",
                                       "close", "near",  "among", "including", "under", NULL};

    return str_among(word, list);
}

/* The mention m as a whole phrase of the source [.., end): nothing that it only belongs to comes behind it.
 */
static bool stands_alone(const article *a, const mention *m, uint32_t end)
{
    static const char *const people[] = {"analysts",  "critics", "experts",    "members", "officials",
                                         "residents", "sources", "supporters", NULL};
    uint32_t t = article_token_from(a, m->at.end);
    str next;

    /* 's and the like, which are part of the token and not of the mention */
    if (t && a->token[t - 1].at.end > m->at.end)
        return a->token[t - 1].at.end >= end;
    if (t >= a->n_tokens || a->token[t].at.begin >= end || a->token[t].mark)
        return t >= a->n_tokens || a->token[t].at.begin >= end ||
               !(a->text.p[a->token[t].at.begin] == '-' || a->text.p[a->token[t].at.begin] == '\'');
    next = span_text(a, a->token[t].at);
    if (str_among(next, people))
        return false;
    return str_eq(next, STR("plc")) || ends_head(next) || str_ends(next, STR("ed")) ||
           str_ends(next, STR("ing")) || str_ends(next, STR("ly")) ||
           lexicon_find(next) & (LEX_SUFFIX | LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER | LEX_BE);
}

/* Whether what stands at `at` is what its part of the source, between commas, is about, and not "of"
 * something else there; *first where it is the source's first part. A name's own "of" says nothing, and what
 * is in brackets is passed over. */
static bool is_head(const article *a, span source, span at, bool *first)
{
    static const char *const several[] = {"all", "both", "each",
                                          NULL}; /* "two directors, both Republicans" */
    bool head = true, outside = true;
    uint32_t m = article_mention_from(a, source.begin), named = source.begin;

    *first = true;
    for (uint32_t t = article_token_from(a, source.begin); t < a->n_tokens && a->token[t].at.begin < at.begin;
         t++) {
        str s = span_text(a, a->token[t].at);

        for (; m < a->n_mentions && a->mention[m].at.begin <= a->token[t].at.begin; m++)
            if (a->mention[m].at.end <= at.begin && a->mention[m].at.end > named)
                named = a->mention[m].at.end;
        if (!a->token[t].mark)
            head &= !ends_head(s) || a->token[t].at.begin < named;
        else if (s.p[0] == ',') {
            head = !(t + 1 < a->n_tokens && str_among(lexeme_letters(a->token[t + 1].word), several));
            *first = false;
        } else if (s.p[0] == '(') {
            outside = head;
            head = false;
        } else if (s.p[0] == ')')
            head = outside;
    }
    return head;
}

/* ---- what somebody has written ---- */

static bool is_work(const article *a, uint32_t t)
{
    static const char *const list[] = {
        "analysis", "assessment", "audit",      "brochure", "complaint",  "count",      "data",
        "document", "documents",  "editorial",  "email",    "emails",     "estimate",   "estimates",
        "figures",  "filing",     "filings",    "findings", "forecast",   "indictment", "inquiry",
        "lawsuit",  "letter",     "log",        "memo",     "newsletter", "notice",     "numbers",
        "paper",    "petition",   "poll",       "polls",    "post",       "projection", "projections",
        "records",  "release",    "reply",      "report",   "reports",    "research",   "review",
        "slides",   "statement",  "statistics", "study",    "suit",       "survey",     "surveys",
        "tally",    "transcript", "tweet",      "tweets",   "website",    NULL};

    return str_among(lexeme_letters(a->token[t].word), list);
}

/* Whether the words behind the mention say that it has written something: "Acme's 240-page report", "an Acme
 * poll released on Monday". Of a person only what is his own. */
static bool owns_work(const article *a, const mention *m, uint32_t end)
{
    enum { WORDS = 5 };
    uint32_t t = article_token_from(a, m->at.end);
    bool owns = t && a->token[t - 1].at.end > m->at.end;
    bool mark = t < a->n_tokens && a->token[t].mark && str_eq(span_text(a, a->token[t].at), STR("'"));

    if (mark)
        t++;
    owns |= mark || m->pronoun; /* "the nurses' report", "its own report" */
    if (!owns && a->entity[m->entity].person)
        return false;
    for (uint32_t last = t + WORDS; t < a->n_tokens && t < last && a->token[t].at.begin < end; t++) {
        str word = span_text(a, a->token[t].at);

        if (is_work(a, t))
            return true;
        if (a->token[t].mark ? word.p[0] != '-' : ends_head(word) || lexicon_find(word) & LEX_DETERMINER)
            return false;
    }
    return false;
}

/* Whether something is written by it: "a report by the Acme Trust", "figures compiled by", "from". */
static bool wrote(const article *a, const mention *m, span source)
{
    enum { WORDS = 4 };
    static const char *const readers[] = {"obtained", "read", "reviewed", "seen", "shared", NULL};
    uint32_t first = article_token_from(a, source.begin), by = article_token_from(a, m->at.begin);

    for (uint32_t left = WORDS;; by--, left--) {
        str word;

        if (by <= first || left == 0)
            return false;
        word = span_text(a, a->token[by - 1].at);
        if (str_eq(word, STR("by")) || str_eq(word, STR("from")))
            break; /* but not "seen by" */
        if (a->token[by - 1].mark || ends_head(word))
            return false;
    }
    if (by > first + 1 && str_among(lexeme_letters(a->token[by - 2].word), readers))
        return false;
    for (uint32_t t = first; t < by; t++)
        if (is_work(a, t))
            return stands_alone(a, m, source.end);
    return false;
}

/* ---- an age ---- */

/* Whether an entity is a person of such a gender, '?' for either. */
static bool is_person(const article *a, uint32_t who, char gender)
{
    return who < a->n_entities && a->entity[who].person &&
           (gender == '?' || a->entity[who].gender == '?' || a->entity[who].gender == gender);
}

/* Whether a mention may be whom its sentence is about: nothing is only of it or at it. */
static bool is_free(const article *a, const mention *m)
{
    uint32_t t = article_token_from(a, m->at.end);

    return !is_governed(a, m) && !(t && a->token[t - 1].at.end > m->at.end);
}

/* The person of a gender whom the sentence before is about: the first whom it names outside of quotations. If
 * it is all quoted, its speaker. */
static uint32_t of_sentence_before(const article *a, uint32_t sentence, char gender, const speakers *before)
{
    const sentence_read *s;
    uint32_t one = NONE, bound = NONE;

    if (sentence == 0)
        return NONE;
    s = &a->sentence[sentence - 1];
    if (article_all_said(a, sentence - 1)) {
        one = before->n && !before->stranger ? before->who[before->n - 1] : NONE;
        return is_person(a, one, gender) ? one : NONE;
    }
    for (uint32_t m = article_mention_from(a, s->at.begin), left = NEAR;
         m < a->n_mentions && left && one == NONE && a->mention[m].at.begin < s->at.end; m++, left--) {
        uint32_t who = a->mention[m].entity;

        if (!is_person(a, who, gender) || article_is_quoted(a, a->mention[m].at))
            continue;
        if (is_free(a, &a->mention[m]))
            one = who;
        else if (bound == NONE)
            bound = who;
    }
    return one == NONE ? bound : one;
}

/* "The 33-year-old": the last person before it whose name has ", 33" behind it, or else whom the sentence
 * before is about. */
static uint32_t of_age(const article *a, span source, uint32_t sentence, const speakers *before)
{
    enum { BACK = 512 };
    uint32_t t = article_token_from(a, source.begin), m = article_mention_from(a, source.begin);
    str age;

    if (t + 5 >= a->n_tokens || !str_same(span_text(a, a->token[t].at), STR("the")) ||
        !str_eq(span_text(a, a->token[t + 3].at), STR("year")) ||
        !str_eq(span_text(a, a->token[t + 5].at), STR("old")) || a->token[t + 5].at.end > source.end)
        return NONE;
    age = span_text(a, a->token[t + 1].at);
    for (uint32_t left = BACK; m-- > 0 && left; left--) {
        const mention *one = &a->mention[m];
        uint32_t behind = article_token_from(a, one->at.end);

        if (!one->pronoun && a->entity[one->entity].person && behind + 1 < a->n_tokens &&
            str_eq(span_text(a, a->token[behind].at), STR(",")) &&
            str_eq(span_text(a, a->token[behind + 1].at), age))
            return one->entity;
    }
    return of_sentence_before(a, sentence, '?', before);
}

/* "The mother-of-three", "the father of two": whom of that gender the sentence before is about. */
static uint32_t of_parent(const article *a, span source, uint32_t sentence, const speakers *before)
{
    static const char *const men[] = {"dad", "father", "grandad", "granddad", "grandfather", NULL};
    static const char *const women[] = {"gran", "grandma", "grandmother", "mam",
                                        "mom",  "mother",  "mum",         NULL};
    static const char *const numbers[] = {"one",   "two",   "three", "four", "five", "six",
                                          "seven", "eight", "nine",  "ten",  NULL};
    uint32_t t = article_token_from(a, source.begin), n = 0;
    char gender;
    str word[4]; /* the four of it, marks left out */

    for (; n < 4 && t < a->n_tokens && a->token[t].at.end <= source.end; t++)
        if (!a->token[t].mark)
            word[n++] = lexeme_letters(a->token[t].word);
        else if (article_sign(a, t) != '-')
            return NONE;
    if (n < 4 || !str_eq(word[0], STR("the")) || !str_eq(word[2], STR("of")) ||
        !(str_among(word[3], numbers) || a->token[t - 1].word->flags & LEXEME_DIGIT))
        return NONE;
    gender = str_among(word[1], men) ? 'm' : str_among(word[1], women) ? 'f' : '?';
    return gender == '?' ? NONE : of_sentence_before(a, sentence, gender, before);
}

/* "The Italian": whom the sentence before is about; "the Dutch" and "the Italians" are many. */
static uint32_t of_nation(const article *a, span source, uint32_t sentence, const speakers *before)
{
    uint32_t t = article_token_from(a, source.begin);
    str word;

    if (t + 1 >= a->n_tokens || a->token[t + 1].at.end != source.end ||
        !str_eq(lexeme_letters(a->token[t].word), STR("the")) ||
        !(a->token[t + 1].word->kinds & LEX_NATION && a->token[t + 1].word->flags & LEXEME_CAPITAL))
        return NONE;
    word = lexeme_letters(a->token[t + 1].word);
    if (str_ends(word, STR("s")) || str_ends(word, STR("ch")) || str_ends(word, STR("sh")) ||
        str_ends(word, STR("ese")))
        return NONE;
    return of_sentence_before(a, sentence, '?', before);
}

/* The head of a source that may be another word for somebody who has a name, "the former Florida governor",
 * "the GOP nominee"; NULL of others. A judge, a spokesman or a manager is more often one whom nobody has
 * named: of 31 such sources in our articles 19. */
static const lexeme *epithet_head(const article *a, span source)
{
    enum { WORDS = 6 };
    static const char *const heads[] = {
        "actor",       "actress",  "billionaire", "businessman", "businesswoman", "candidate",
        "celebrity",   "champion", "comedian",    "congressman", "congresswoman", "conservative",
        "contender",   "democrat", "frontrunner", "hopeful",     "incumbent",     "independent",
        "lawmaker",    "legend",   "legislator",  "liberal",     "libertarian",   "magnate",
        "millionaire", "mogul",    "native",      "nominee",     "novelist",      "rapper",
        "republican",  "runner",   "senator",     "singer",      "socialist",     "star",
        "tycoon",      "veteran",  NULL};
    static const char *const parties[] = {"democrat", "libertarian", "republican", "socialist", NULL};
    const uint32_t first = article_token_from(a, source.begin), end = article_token_from(a, source.end);
    const lexeme *head;
    bool former = false;

    if (end < first + 2 || end > first + 1 + WORDS || a->token[end - 1].at.end != source.end ||
        !str_eq(lexeme_letters(a->token[first].word), STR("the")))
        return NULL;
    for (uint32_t t = first + 1; t < end; t++) {
        if (a->token[t].mark
                ? article_sign(a, t) != '-'
                : a->token[t].word->flags & LEXEME_POSSESSIVE || ends_head(lexeme_letters(a->token[t].word)))
            return NULL;
        former |= str_eq(lexeme_letters(a->token[t].word), STR("former"));
    }
    head = a->token[end - 1].word;
    if (head->flags & LEXEME_CAPITAL && !str_among(lexeme_letters(head), parties)) /* The Independent */
        return NULL;
    return str_among(lexeme_letters(head), heads) || (former && head->kinds & LEX_ROLE) ? head : NULL;
}

/* "The candidate", whom nobody is said to be: whom the sentence before is about. */
static uint32_t of_epithet(const article *a, span source, uint32_t sentence, const speakers *before)
{
    const lexeme *head = epithet_head(a, source);

    return !head ? NONE
                 : of_sentence_before(a, sentence,
                                      head->kinds & LEX_MALE     ? 'm'
                                      : head->kinds & LEX_FEMALE ? 'f'
                                                                 : '?',
                                      before);
}

/* ---- the whole ---- */

/* "The report", "a second statement": whose? Of a statement or letter who spoke last, else the maker of what
 * was written before. */
static uint32_t of_work(const article *a, span source, const speakers *before)
{
    enum { WORDS = 4 };
    static const char *const spoken[] = {"letter", "post", "reply", "statement", "tweet", NULL};
    uint32_t t = article_token_from(a, source.begin), last = t + WORDS;

    if (t >= a->n_tokens ||
        !str_among(lexeme_letters(a->token[t].word), (const char *const[]){"the", "this", NULL}))
        return NONE;
    for (t++; t < a->n_tokens && t < last && a->token[t].at.begin < source.end; t++) {
        str word = lexeme_letters(a->token[t].word);

        if (a->token[t].mark ? !str_eq(word, STR("-")) : ends_head(word))
            return NONE;
        if (is_work(a, t))
            return str_among(word, spoken) ? (before->n ? before->who[before->n - 1] : NONE) : before->maker;
    }
    return NONE;
}

/* Whether a mention is by name, and no description. */
static bool by_name(const article *a, const mention *m)
{
    return str_ends(span_text(a, m->at), str_last_word(a->entity[m->entity].name));
}

/* "The Lenders' Council and the Builders' Union": one more body, and no head. */
static bool is_joined(const article *a, const mention *m, span source)
{
    uint32_t t = article_token_from(a, m->at.begin), first = article_token_from(a, source.begin);

    if (t > first && a->token[t - 1].word->kinds & LEX_DETERMINER)
        t--;
    return t > first && !a->entity[m->entity].person &&
           str_eq(lexeme_letters(a->token[t - 1].word), STR("and"));
}

/* A mention inside a source that is what the source is about; *wrote_it where it has only written that. */
static uint32_t head_of(const article *a, span source, bool *wrote_it)
{
    uint32_t best = NONE;
    bool named = false;

    *wrote_it = false;
    for (uint32_t m = article_mention_from(a, source.begin);
         m < a->n_mentions && a->mention[m].at.begin < source.end; m++) {
        const mention *one = &a->mention[m];
        bool first, owns;

        if (one->at.end > source.end)
            continue;
        owns = owns_work(a, one, source.end);
        if (one->pronoun ? one->at.begin == source.begin && owns : best == NONE && wrote(a, one, source)) {
            *wrote_it = true;
            return one->entity;
        }
        if (one->pronoun || (!owns && !stands_alone(a, one, source.end)) || is_joined(a, one, source) ||
            !is_head(a, source, one->at, &first))
            continue;
        if ((first || one->at.end == source.end || a->entity[one->entity].person) &&
            (best == NONE || !a->entity[best].person ||
             (!first && !named && one->at.end == source.end && by_name(a, one)))) {
            /* "The president of the union, Ann Lee", whoever else is the president */
            best = one->entity;
            named = by_name(a, one);
            *wrote_it = owns;
        }
    }
    return best;
}

/* "Ines Quintana and Paul Sandvig": two speak, and neither alone. */
static bool is_pair(const article *a, span source, uint32_t who)
{
    for (uint32_t m = article_mention_from(a, source.begin) + 1;
         m < a->n_mentions && a->mention[m].at.end <= source.end; m++) {
        const mention *one = &a->mention[m], *before = one - 1;
        uint32_t t = article_token_from(a, before->at.end), last = article_token_from(a, one->at.begin);

        if (one->pronoun || before->pronoun || one->entity == before->entity || before->entity != who ||
            before->at.end > one->at.begin ||
            (t < a->n_tokens && t > 0 && a->token[t - 1].at.end > before->at.end))
            continue;
        if (t < last && article_sign(a, t) == ')') /* "the Farm Union (FU) and" */
            t++;
        if (t < last && last - t <= 2 && str_eq(lexeme_letters(a->token[t].word), STR("and")) &&
            (last - t == 1 || a->token[t + 1].word->kinds & (LEX_DETERMINER | LEX_TITLE)) &&
            a->entity[one->entity].person == a->entity[who].person)
            return true;
    }
    return false;
}

uint32_t resolve_bracket(const article *a, uint32_t t)
{
    enum { TOKENS = 12 };

    if (t > 0 && article_sign(a, t - 1) == ')')
        for (uint32_t k = t, left = TOKENS; k-- > 0 && left; left--)
            if (article_sign(a, k) == '(')
                return k;
    return t;
}

/* The number of mentions before byte `at`, `m`, without those of a bracket that is closed there: "Ann Lee
 * (Lab, Hull East), who". */
static uint32_t before_bracket(const article *a, uint32_t at, uint32_t m)
{
    uint32_t t = article_token_from(a, at), open;

    if (t > 0 && article_sign(a, t - 1) == ',')
        t--;
    open = resolve_bracket(a, t);
    return open < t ? article_mention_from(a, a->token[open].at.begin) : m;
}

/* "A Florida teacher who": no person, and another word comes between. */
static bool is_parted(const article *a, const mention *m, span who)
{
    uint32_t t = article_token_from(a, m->at.end);

    return !a->entity[m->entity].person && t < a->n_tokens && a->token[t].at.begin < who.begin &&
           !a->token[t].mark;
}

/* "Irrigators who". */
static bool are_many(const article *a, span who)
{
    uint32_t t = article_token_from(a, who.begin);
    str word = t > 0 ? lexeme_letters(a->token[t - 1].word) : (str){0};

    return str_ends(word, STR("s")) || (t > 0 && a->token[t - 1].word->kinds & LEX_PEOPLE);
}

static uint32_t resolve(const article *a, span source, uint32_t sentence, speakers *before)
{
    uint32_t m = article_mention_from(a, source.begin), one;
    uint16_t is = pronoun_of(span_text(a, source));
    bool wrote_it;

    if (span_empty(source) || source.end > a->text.n)
        return NONE;
    if (is & PRONOUN_RELATIVE) {
        /* "Ann Lee, who said": the last name before it in the sentence. */
        m = before_bracket(a, source.begin, m);
        for (uint32_t left = NEAR; m-- > 0 && left && a->mention[m].sentence == sentence; left--)
            if (!a->mention[m].pronoun && !(is & PRONOUN_THING) && is_parted(a, &a->mention[m], source)) {
                if (are_many(a, source))
                    return NONE;
            } else if (!a->mention[m].pronoun)
                return is & PRONOUN_THING ? a->mention[m].entity : resolve_who(a, m);
        return NONE;
    }
    if (is) {
        bool there = m < a->n_mentions && a->mention[m].at.begin == source.begin;

        if (there && a->mention[m].pronoun)
            return a->mention[m].entity;
        if (is & (PRONOUN_MALE | PRONOUN_FEMALE) && sentence < a->n_sentences &&
            has_stranger(a, is, source.begin, sentence)) {
            before->stranger |= !there;
            return there ? a->mention[m].entity : NONE;
        }
        return before->stranger ? NONE : last_speaker(a, is, before);
    }
    one = head_of(a, source, &wrote_it);
    if (one != NONE && is_pair(a, source, one))
        return NONE;
    if (wrote_it)
        before->maker = one;
    if (one == NONE)
        one = of_age(a, source, sentence, before);
    if (one == NONE)
        one = of_parent(a, source, sentence, before);
    if (one == NONE)
        one = of_nation(a, source, sentence, before);
    if (one == NONE)
        one = of_epithet(a, source, sentence, before);
    return one == NONE ? of_work(a, source, before) : one;
}

uint32_t resolve_source(const article *a, span source, uint32_t sentence, speakers *before)
{
    uint32_t one = resolve(a, source, sentence, before);

    if (one != NONE)
        before->stranger = false;
    else if (!span_empty(source) && !pronoun_of(span_text(a, source)))
        before->stranger = true; /* "One resident said so. 'I saw it,' he said." */
    return one;
}
