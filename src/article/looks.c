/* From tokens to what each looks like to a rule for names: its case, its word without 's, what the lexicon
 * says of it, whether the article has it in small letters too. Months that are somebody's name are told from
 * months, and what is no sentence's is marked: datelines, a broker's tickers, a member's party. */
#include "article/looks.h"

enum { LONGEST_DATELINE = 14, LONGEST_WORD = 64 /* bytes */ };

uint64_t looks_word_key(str word)
{
    char letters[LONGEST_WORD];
    size_t n = 0;

    if (word.n > LONGEST_WORD || word.n % 2 == 0)
        return lexeme_key(word);
    for (size_t i = 0; i < word.n; i++) {
        if (i % 2 ? word.p[i] != '.' : word.p[i] < 'A' || word.p[i] > 'Z')
            return lexeme_key(word);
        if (i % 2 == 0)
            letters[n++] = word.p[i];
    }
    return lexeme_key((str){letters, n});
}

/* Short titles that are roles when written out. */
uint64_t looks_role_key(uint64_t key)
{
    static const struct {
        const char *brief, *full;
    } pairs[] = {
        {"gen", "general"},          {"sen", "senator"},         {"gov", "governor"},
        {"prof", "professor"},       {"col", "colonel"},         {"capt", "captain"},
        {"lt", "lieutenant"},        {"sgt", "sergeant"},        {"maj", "major"},
        {"insp", "inspector"},       {"supt", "superintendent"}, {"cllr", "councillor"},
        {"pres", "president"},       {"rep", "representative"},  {"rev", "reverend"},
        {"councilor", "councillor"}, {"adm", "admiral"},         {"cmdr", "commander"},
        {"det", "detective"},        {"amb", "ambassador"},      {"coun", "councillor"},
        {"justice", "judge"},        {"md", "director"},         {"ceo", "executive"},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (key == lexeme_key(str_z(pairs[i].brief)))
            return lexeme_key(str_z(pairs[i].full));
    return key;
}

/* The stop behind "U.S" is its last. */
static void look_at_stops(const article *in, uint32_t i, look *l)
{
    str word = in->token[i].word->text;

    l->key = looks_word_key(word);
    if (word.n > 1 && l->key != in->token[i].word->key && l->end < in->text.n && in->text.p[l->end] == '.')
        l->end++;
}

static void look_at(const article *in, uint32_t i, look *l)
{
    const token *t = &in->token[i];
    const lexeme *w = t->word;

    *l = (look){.key = w->key, .end = t->at.end};
    if (i && in->token[i - 1].at.end == t->at.begin)
        l->flags |= LOOK_JOINED;
    if (t->mark)
        return;
    l->flags |= LOOK_WORD;
    if (t->at.end - t->at.begin > LONGEST_WORD) /* it would stand in the results at each mention */
        return;
    l->flags |= w->flags & (LOOK_CAPITAL | LOOK_CAPS | LOOK_INITIAL | LOOK_POSSESSIVE);
    l->kinds = w->kinds;
    l->pronoun = w->pronoun;
    if (w->flags & LEXEME_POSSESSIVE)
        l->end = t->at.begin + w->n_bare;
    else if (w->flags & LEXEME_INITIAL)
        look_at_stops(in, i, l);
}

/* "<TRW>", "<DARTA.O>": what brokers call it, behind its name. */
static void skip_ticker(const article *in, uint32_t i, look *l)
{
    enum { TICKER = 16 }; /* tokens, at most */
    uint32_t k = i + 1;

    while (k < in->n_tokens && k - i <= TICKER && l[k].flags & LOOK_JOINED &&
           in->text.p[in->token[k].at.begin] != '>') {
        if (l[k].flags & LOOK_WORD && !(l[k].flags & (LOOK_CAPS | LOOK_INITIAL)))
            return;
        k++;
    }
    if (k == in->n_tokens || k - i > TICKER || !(l[k].flags & LOOK_JOINED))
        return;
    for (uint32_t t = i; t <= k; t++)
        l[t].flags |= LOOK_SKIP;
}

/* "(R-Ky.)", ", D-NY,": a member's party, and the state. */
static void skip_party(const article *in, uint32_t i, look *l)
{
    const char c = in->text.p[in->token[i].at.begin];
    const char before = i ? article_sign(in, i - 1) : 0;

    if ((before != '(' && before != ',') || (c != 'D' && c != 'I' && c != 'R') || i + 2 >= in->n_tokens ||
        looks_word(in, l, i).n != 1 || article_sign(in, i + 1) != '-')
        return;
    if (!(l[i + 1].flags & l[i + 2].flags & LOOK_JOINED) || !(l[i + 2].flags & LOOK_CAPITAL))
        return;
    for (uint32_t t = i; t < i + 3; t++)
        l[t].flags |= LOOK_SKIP;
}

/* Where a word's key stands in a table of keys, or may be put. */
static uint64_t *place_of(uint64_t *seen, size_t cap, uint64_t key, uint64_t seed)
{
    size_t at = (size_t)hash_mix(key ^ seed) & (cap - 1);

    while (seen[at] && seen[at] != key)
        at = (at + 1) & (cap - 1);
    return &seen[at];
}

/* Of words that the article has in small letters too those that stand behind a given name: "Secretary Mark
 * Rice met rice farmers. Rice said". */
static bool look_for_surnames(uint32_t n, look *l, size_t cap, uint64_t seed, arena *a, err *e)
{
    uint64_t *seen = NULL;

    for (unsigned look_up = 0; look_up < 2; look_up++)
        for (uint32_t i = 1; i < n; i++) {
            bool behind = l[i - 1].flags & LOOK_CAPITAL && l[i - 1].kinds & LEX_GIVEN;
            uint64_t *at;

            if (!(l[i].flags & LOOK_BOTH) || l[i].kinds & ~(uint32_t)LEX_GIVEN || (!look_up && !behind))
                continue;
            if (!seen && (look_up || !(seen = ARENA_NEW(a, cap, uint64_t))))
                return look_up || err_memory(e);
            at = place_of(seen, cap, l[i].key, seed);
            if (!look_up)
                *at = l[i].key;
            else if (*at)
                l[i].flags |= LOOK_SURNAME;
        }
    return true;
}

/* Every word in small letters, in a table of keys, and those with a capital that are in it. */
static bool look_for_both(uint32_t n, look *l, uint64_t seed, arena *a, err *e)
{
    size_t cap = 16;
    uint64_t *seen;

    while (cap < 2 * (size_t)n)
        cap *= 2;
    if (!(seen = ARENA_NEW(a, cap, uint64_t)))
        return err_memory(e);
    for (unsigned look_up = 0; look_up < 2; look_up++)
        for (uint32_t i = 0; i < n; i++) {
            uint64_t *at;

            if (!(l[i].flags & LOOK_WORD) || !(l[i].flags & LOOK_CAPITAL) != !look_up)
                continue;
            at = place_of(seen, cap, l[i].key, seed);
            if (!look_up)
                *at = l[i].key;
            else if (*at)
                l[i].flags |= LOOK_BOTH;
        }
    return look_for_surnames(n, l, cap, seed, a, e);
}

bool looks_opens(const article *in, const look *l, uint32_t i)
{
    char m;

    if (!i || in->token[i - 1].sentence != in->token[i].sentence)
        return true;
    m = article_sign(in, i - 1);
    if (m == '-')
        return !(l[i].flags & LOOK_JOINED);
    return m && (strchr("\":;.!?*", m) || (m == '(' && l[i].kinds & LEX_FUNCTION));
}

/* ---- months ---- */

static bool is_month(const look *l)
{
    return l->flags & LOOK_CAPITAL && l->kinds & LEX_CALENDAR &&
           (l->key == LOOKS_KEY("april") || l->key == LOOKS_KEY("august") || l->key == LOOKS_KEY("june") ||
            l->key == LOOKS_KEY("march") || l->key == LOOKS_KEY("may"));
}

/* "Theresa May", "Mrs May", and not "Ann, May 5". */
static bool is_last_name(const article *in, const look *l, uint32_t i)
{
    if (i == article_first(in, i) || !(l[i - 1].flags & LOOK_CAPITAL) || l[i - 1].flags & LOOK_POSSESSIVE ||
        !(l[i - 1].kinds & (LEX_GIVEN | LEX_TITLE)))
        return false;
    return i + 1 == in->n_tokens || !(in->token[i + 1].word->flags & LEXEME_DIGIT);
}

/* "June Smith", where no month stands: behind a title or a trade, or where a sentence begins. */
static bool is_first_name(const article *in, const look *l, uint32_t i)
{
    const uint32_t others = LEX_BODY | LEX_NATION | LEX_PLACE | LEX_GROUND | LEX_THING | LEX_FUNCTION |
                            LEX_ROLE | LEX_TITLE | LEX_DETERMINER | LEX_PREPOSITION | LEX_CALENDAR | LEX_BE |
                            LEX_QUALIFIER;

    if (l[i].key == LOOKS_KEY("march") || l[i].key == LOOKS_KEY("may") || l[i].flags & LOOK_POSSESSIVE ||
        i + 1 >= article_last(in, i))
        return false;
    return (looks_opens(in, l, i) || l[i - 1].kinds & (LEX_ROLE | LEX_TITLE)) &&
           l[i + 1].flags & LOOK_CAPITAL && !(l[i + 1].flags & LOOK_CAPS) && !(l[i + 1].kinds & others);
}

/* "May said", where a person is called so. */
static bool speaks(const article *in, const look *l, uint32_t i)
{
    return i + 1 < article_last(in, i) && l[i + 1].kinds & LEX_SPEECH &&
           !(i && l[i - 1].kinds & LEX_PREPOSITION);
}

/* Months that are persons' names. */
static void name_months(const article *in, look *l)
{
    uint64_t called = 0; /* the last of those who are called by one */

    for (uint32_t i = 0; i < in->n_tokens; i++) {
        if (!is_month(&l[i]))
            continue;
        if (is_last_name(in, l, i) || (called == l[i].key && speaks(in, l, i))) {
            l[i].kinds &= ~LEX_CALENDAR;
            called = l[i].key;
        } else if (is_first_name(in, l, i))
            l[i].kinds = LEX_GIVEN | (l[i].key == LOOKS_KEY("august") ? LEX_MALE : LEX_FEMALE);
    }
}

/* A headline in which nearly every longer word has a capital, or words in capitals alone: they tell nothing.
 */
bool looks_shouted(const article *in, uint32_t s, const look *l)
{
    const sentence_read *at = &in->sentence[s];
    const passage *p = &in->passage[at->passage];
    unsigned n_long = 0, n_capital = 0, n_caps = 0, n_words = 0;
    bool stop;

    for (uint32_t i = at->first; i < at->last; i++) {
        if (!(l[i].flags & LOOK_WORD))
            continue;
        n_words++;
        n_caps += (l[i].flags & LOOK_CAPS) != 0;
        if (l[i].kinds & (LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER | LEX_CALENDAR | LEX_GIVEN))
            continue; /* "Sen. Ann Lee met Daniel Berk on Tuesday" is no headline */
        n_long++;
        n_capital += (l[i].flags & LOOK_CAPITAL) != 0;
    }
    if (n_words >= 3 && n_caps == n_words)
        return true;
    /* What ends in a stop is one only if no word at all is small: "Sen. Lee met MLA Rao." is none. */
    stop =
        at->last > at->first && article_sign(in, at->last - 1) == '.' && (at->passage || in->n_passages == 1);
    if (p->last != p->first + 1 || (stop ? n_capital < n_long : n_capital * 20 < n_long * 17))
        return false;
    return n_long >= (stop ? 8 : 4);
}

/* "DALMERE (Northwire) -", "TARROW, Oct. 14 (LPW) -", "SIRGAON:": no sentence's words. The key of the wire's
 * name, 0 without one. */
static uint64_t skip_dateline(const article *in, const passage *p, look *l)
{
    const sentence_read *s;
    uint32_t last;
    uint64_t wire = 0;

    if (p->part == PART_TITLE || p->first >= p->last)
        return 0;
    s = &in->sentence[p->first];
    last = s->first + LONGEST_DATELINE < s->last ? s->first + LONGEST_DATELINE : s->last;
    for (uint32_t i = s->first; i < last; i++) {
        char m = article_sign(in, i);
        bool joined = (l[i].flags & LOOK_JOINED) != 0;

        if ((m == '-' && !joined) || (m == ':' && i > s->first)) {
            for (uint32_t k = s->first; k < i; k++)
                l[k].flags |= LOOK_SKIP;
            return wire;
        }
        if (m == ')' && i >= s->first + 2 && article_sign(in, i - 2) == '(' && l[i - 1].flags & LOOK_CAPITAL)
            wire = l[i - 1].key;
        /* A name in capitals, a date, a wire in brackets. */
        if (l[i].flags & LOOK_WORD ? !(l[i].flags & LOOK_CAPS) && !(l[i].kinds & LEX_CALENDAR) &&
                                         !(in->token[i].word->flags & LEXEME_DIGIT) &&
                                         (i == s->first || article_sign(in, i - 1) != '(')
                                   : !m || !strchr(",.()/-", m))
            return 0;
    }
    return 0;
}

/* ---- the whole ---- */

bool looks_find(const article *in, look *out, uint64_t *wire, arena *a, err *e)
{
    *wire = 0;
    for (uint32_t i = 0; i < in->n_tokens; i++)
        look_at(in, i, &out[i]);
    if (!look_for_both(in->n_tokens, out, in->lexemes->seed, a, e))
        return false;
    for (uint32_t i = 0; i < in->n_tokens; i++)
        if (in->token[i].mark && in->text.p[in->token[i].at.begin] == '<')
            skip_ticker(in, i, out);
        else if (out[i].flags & LOOK_INITIAL)
            skip_party(in, i, out);
    for (uint32_t i = 0; i < in->n_passages; i++) {
        uint64_t of = skip_dateline(in, &in->passage[i], out);

        *wire = of ? of : *wire;
    }
    name_months(in, out);
    return true;
}
