/* From tokens to runs of words that may be names.
 *
 * A pass over the sentences starts a run at a capital that is more than the capital of any sentence (looks.c
 * says of each token what it is), and carries it on as long as the next words go with it. What is decided
 * here is decided by the run and its neighbours alone; who is meant, and whether a weak run is a name at all,
 * cast.c decides from all runs together.
 *
 * Known misses: names without capitals; "and" inside a firm's name without a kind word (Marks and Spencer
 * gives two); a first name that begins a sentence and is a common word elsewhere in the article (Grace,
 * Mark). */
#include "article/runs.h"

typedef struct walk {
    const article *in;
    const look *l;
    uint32_t end; /* of the sentence */
} walk;

static bool is_word(const walk *w, uint32_t i)
{
    return i < w->end && (w->l[i].flags & LOOK_WORD) && !(w->l[i].flags & LOOK_SKIP);
}

static bool is_capital(const walk *w, uint32_t i)
{
    return is_word(w, i) && (w->l[i].flags & LOOK_CAPITAL) &&
           !(w->l[i].kinds & (LEX_CALENDAR | LEX_FUNCTION) && !(w->l[i].kinds & (LEX_GIVEN | LEX_BODY)) &&
             (w->l[i].kinds & LEX_CALENDAR || looks_opens(w->in, w->l, i) || w->l[i].flags & LOOK_INITIAL));
}

static bool ends_in(const article *in, const look *l, uint32_t i, const char *tail)
{
    return str_ends(looks_word(in, l, i), str_z(tail));
}

static bool has_body(const walk *w, uint32_t i, uint32_t last)
{
    for (; i < last; i++)
        if (is_word(w, i) && w->l[i].kinds & LEX_BODY && !(w->l[i].kinds & LEX_GIVEN))
            return true;
    return false;
}

/* A possessive that is part of a name: "St Osyth's Hall", "the People's Front", "King's College". */
static bool names_with_s(const walk *w, uint32_t first, uint32_t i)
{
    const uint64_t own = w->l[i].key;

    if (!is_capital(w, i + 1))
        return false;
    if (i > first)
        return w->l[first].key == LOOKS_KEY("st");
    if (own == LOOKS_KEY("people") || own == LOOKS_KEY("women") || own == LOOKS_KEY("children"))
        return true;
    return (own == LOOKS_KEY("king") || own == LOOKS_KEY("queen") || own == LOOKS_KEY("men")) &&
           has_body(w, i + 1, i + 4 < w->end ? i + 4 : w->end);
}

/* Per-Olof Lind, who is named so whatever "per" means. */
static bool is_double(const walk *w, uint32_t i)
{
    const look *l = &w->l[i];

    return is_word(w, i) && l->flags & LOOK_CAPITAL && l->kinds && i + 3 < w->end &&
           article_sign(w->in, i + 1) == '-' && l[1].flags & l[2].flags & LOOK_JOINED && !l[2].kinds &&
           is_capital(w, i + 2) && is_capital(w, i + 3) && !l[3].kinds;
}

/* "P Subramaniam", "M K Anbarasan": initials without stops, and a word that may be a last name. Not
 * "hepatitis B Foundation" nor "the X Factor": a word before them is one that persons stand behind. */
static bool is_initials(const walk *w, uint32_t i)
{
    enum { MOST = 3 };
    const uint32_t others = LEX_BODY | LEX_NATION | LEX_PLACE | LEX_GROUND | LEX_THING | LEX_FUNCTION |
                            LEX_DETERMINER | LEX_PREPOSITION | LEX_CALENDAR;
    const look *l = w->l, *before = i ? &l[i - 1] : NULL;
    uint32_t k = i;

    if (before && !looks_opens(w->in, l, i) && before->flags & LOOK_WORD &&
        (!before->kinds || before->kinds & (LEX_BODY | LEX_DETERMINER)))
        return false;
    while (k < i + MOST && is_capital(w, k) && l[k].flags & LOOK_INITIAL &&
           w->in->token[k].at.end - w->in->token[k].at.begin == 1)
        k++;
    return k > i && is_capital(w, k) && !(l[k].flags & (LOOK_CAPS | LOOK_INITIAL)) && !(l[k].kinds & others);
}

static bool starts(const walk *w, uint32_t i)
{
    const look *l = &w->l[i];
    bool more;

    if (is_double(w, i))
        return true;
    if (!is_capital(w, i) || (l->kinds & (LEX_DETERMINER | LEX_PREPOSITION | LEX_BE)))
        return false;
    if (i > 1 && l->key == LOOKS_KEY("state") && l[-1].key == LOOKS_KEY("of") &&
        l[-2].key == LOOKS_KEY("secretary"))
        return false; /* "secretary of State Ann Lee" */
    if (l->flags & LOOK_INITIAL && !(i + 1 < w->end && article_sign(w->in, i + 1) == '.') &&
        w->in->token[i].at.end - w->in->token[i].at.begin == 1)
        return is_initials(w, i);
    if (!looks_opens(w->in, w->l, i))
        return true;
    if (l->kinds & LEX_FUNCTION)
        return l->flags & LOOK_POSSESSIVE && names_with_s(w, i, i); /* "Women's Health Partners" */
    more =
        is_capital(w, i + 1) || (i + 2 < w->end && article_sign(w->in, i + 1) == '.' && is_capital(w, i + 2));
    if (l->flags & LOOK_SURNAME && i + 1 < w->end && w->l[i + 1].kinds & LEX_SPEECH)
        return true;
    if (l->flags & LOOK_BOTH)
        return more && (l->kinds & (LEX_ROLE | LEX_TITLE | LEX_GIVEN | LEX_QUALIFIER | LEX_BODY));
    return true;
}

/* "the Securities and Exchange Commission": what a ministry may be for, "and", and words without a determiner
 * of which the last names a body. */
static bool and_body(const walk *w, uint32_t first, uint32_t next)
{
    const uint32_t itself = LEX_BODY | LEX_GIVEN | LEX_TITLE | LEX_ROLE | LEX_PLACE | LEX_NATION;
    uint32_t last = next;

    if (!(w->l[first].kinds & LEX_QUALIFIER) ||
        (w->l[first].kinds & LEX_BODY && w->l[first].key != LOOKS_KEY("securities")))
        return false;
    while (last < next + 3 && is_capital(w, last) && !(w->l[last].kinds & itself))
        last++;
    return last > next && is_capital(w, last) && has_body(w, last, last + 1);
}

/* Whether the token behind token i and its hyphen is the second syllable of a given name, "Kim Jong-un",
 * "Hye-jin Lee", and not one of "Acme-led". */
static bool is_syllable(const walk *w, uint32_t first, uint32_t i)
{
    static const char *const others[] = {"area", "born",  "bred", "era",  "fed",  "free", "held",
                                         "lead", "led",   "like", "made", "only", "rich", "run",
                                         "size", "style", "to",   "type", "wide", "wing", NULL};
    const look *l = w->l;
    str word;

    if (i + 2 >= w->end || w->in->text.p[w->in->token[i + 1].at.begin] != '-' || /* and no dash */
        !(l[i + 1].flags & l[i + 2].flags & LOOK_JOINED) || !is_word(w, i + 2) ||
        l[i + 2].flags & LOOK_CAPITAL || l[i].flags & LOOK_CAPS)
        return false;
    word = lexeme_letters(w->in->token[i + 2].word);
    return word.n >= 2 &&
           (word.n <= 4 || (word.n == 5 && (str_ends(word, STR("ng")) || str_ends(word, STR("uan"))))) &&
           word.p[0] >= 'a' && word.p[0] <= 'z' && !str_among(word, others) &&
           (i > first || is_capital(w, i + 3)) && !(i + 3 < w->end && article_sign(w->in, i + 3) == '-');
}

/* "the Flood and Storm Service": behind "the" two words, of which the second has more behind it and ends in a
 * body. */
static bool the_two(const walk *w, uint32_t first, uint32_t next)
{
    const uint32_t itself = LEX_BODY | LEX_GIVEN | LEX_TITLE | LEX_ROLE | LEX_PLACE | LEX_NATION;
    uint32_t last = next;

    if (first == 0 || w->l[first].flags & LOOK_CAPS || w->l[first - 1].key != LOOKS_KEY("the") ||
        (w->l[first].kinds & itself) || !is_capital(w, next) || w->l[next].kinds & (itself | LEX_QUALIFIER))
        return false;
    while (last < next + 3 && is_capital(w, last + 1))
        last++;
    return last > next && w->l[last].kinds & (LEX_STATE | LEX_UNION | LEX_CARE);
}

/* "Bakers' and Confectioners' Union", from the apostrophe on: where its second word is, 0 where there is
 * none. */
static uint32_t two_owners(const walk *w, uint32_t mark)
{
    uint32_t next = mark + 2;

    if (next >= w->end || w->l[mark + 1].key != LOOKS_KEY("and") || !is_capital(w, next) ||
        !ends_in(w->in, w->l, next, "s"))
        return 0;
    if (next + 1 < w->end && article_sign(w->in, next + 1) == '"' && w->l[next + 1].flags & LOOK_JOINED)
        return has_body(w, next + 2, next + 5 < w->end ? next + 5 : w->end) && is_capital(w, next + 2) ? next
                                                                                                       : 0;
    return 0;
}

/* "Immigration and Customs Enforcement (ICE)", from token `first` on: what stands in brackets says with its
 * letters which words are the name's. */
static bool is_spelt(const walk *w, uint32_t first)
{
    enum { TOKENS = 12 };
    uint32_t i = first, n = 0;
    str letters;

    while (i < w->end && i < first + TOKENS && article_sign(w->in, i) != '(')
        i++;
    if (i + 2 >= w->end || article_sign(w->in, i) != '(' || article_sign(w->in, i + 2) != ')')
        return false;
    letters = span_text(w->in, w->in->token[i + 1].at);
    for (uint32_t t = first; t < i; t++) {
        if (w->l[t].flags & LOOK_JOINED && article_sign(w->in, t) == '"') /* "Workers' Union" */
            continue;
        if (!is_word(w, t) ||
            (!is_capital(w, t) && !(w->l[t].kinds & (LEX_PREPOSITION | LEX_FUNCTION | LEX_DETERMINER))))
            return false;
        if (is_capital(w, t) && (n == letters.n || letters.p[n++] != w->in->text.p[w->in->token[t].at.begin]))
            return false;
    }
    return n > 2 && n == letters.n;
}

/* "Kent police", "Carrow county council", "the Green party": the last small word of such a body behind token
 * i; 0 where none is. */
static uint32_t small_body(const walk *w, uint32_t first, uint32_t i)
{
    static const char *const of[] = {"borough", "city", "county", "district", "parish", "town", NULL};
    static const char *const bodies[] = {"council", "party", "police", NULL};
    const look *l = w->l;
    uint32_t next = i + 1;

    if (!is_capital(w, i) || l[first].kinds & (LEX_GIVEN | LEX_TITLE | LEX_ROLE) ||
        l[i].kinds & (LEX_BODY | LEX_ROLE) || l[i].flags & LOOK_POSSESSIVE || i > first + 1)
        return 0;
    if (next < w->end && str_among(lexeme_letters(w->in->token[next].word), of))
        next++;
    if (next >= w->end || l[next].flags & (LOOK_CAPITAL | LOOK_JOINED) ||
        !str_among(lexeme_letters(w->in->token[next].word), bodies))
        return 0;
    if (l[next].key == LOOKS_KEY("party") && !(first > 0 && l[first - 1].key == LOOKS_KEY("the")))
        return 0; /* "a White House party" */
    return next;
}

/* "St. Louis", "Mt. Hood", "Ft. Worth". */
static bool is_short_of_place(uint64_t key)
{
    return key == LOOKS_KEY("st") || key == LOOKS_KEY("ste") || key == LOOKS_KEY("mt") ||
           key == LOOKS_KEY("ft");
}

/* The token that goes on the run behind token i, which is its last: 0 where nothing does. */
static uint32_t follows(const walk *w, uint32_t first, uint32_t i, bool body)
{
    const uint64_t joins[] = {LOOKS_KEY("of"), LOOKS_KEY("for"), LOOKS_KEY("on"), LOOKS_KEY("and")};
    const look *l = w->l;
    uint32_t small;
    char m;

    if (i + 1 >= w->end)
        return 0;
    if (l[i].flags & LOOK_POSSESSIVE)
        return names_with_s(w, first, i) ? i + 1 : 0;
    m = article_sign(w->in, i + 1);
    if (m == '.' && (l[i + 1].flags & LOOK_JOINED) &&
        (l[i].flags & LOOK_INITIAL || l[i].kinds & LEX_TITLE || is_short_of_place(l[i].key)))
        return is_capital(w, i + 2) ? i + 2 : 0;
    if (is_syllable(w, first, i))
        return i + 2;
    if (m == '-' && (l[i + 1].flags & LOOK_JOINED))
        return is_capital(w, i + 2) && (l[i + 2].flags & LOOK_JOINED) ? i + 2 : 0;
    /* "Scrap Dealers' Federation": a plural's apostrophe, if a body is named so */
    if (m == '"' && (l[i + 1].flags & LOOK_JOINED) && ends_in(w->in, l, i, "s") && is_capital(w, i + 2) &&
        !(l[i + 2].flags & LOOK_JOINED))
        return has_body(w, i + 2, i + 5 < w->end ? i + 5 : w->end) ? i + 2 : 0;
    if (m == '"' && l[i + 1].flags & LOOK_JOINED && ends_in(w->in, l, i, "s"))
        return two_owners(w, i + 1);
    if (m == '&')
        return is_capital(w, i + 2) ? i + 2 : 0;
    if (m)
        return 0;
    if (is_capital(w, i + 1))
        return i + 1;
    if (l[i + 1].flags & LOOK_CAPITAL || !is_word(w, i + 1))
        return 0;
    if ((small = small_body(w, first, i)))
        return small;
    if (l[i + 1].kinds & LEX_PARTICLE) {
        uint32_t k = i + 2;

        if (k < w->end && (l[k].kinds & LEX_PARTICLE) && !(l[k].flags & LOOK_CAPITAL))
            k++;
        if (article_sign(w->in, k < w->end ? k : i) == '-')
            k++;
        return is_capital(w, k) && !(l[i].kinds & LEX_BODY && l[i + 1].kinds & LEX_PREPOSITION) ? k : 0;
    }
    /* A body of something: "Ministry of Health", "Committee on the Budget"; "and" once "of" has been, or in
     * the name of a body for two things. */
    for (size_t k = 0; k < sizeof joins / sizeof *joins; k++) {
        uint32_t next = i + 2;
        bool the;

        if (l[i + 1].key != joins[k])
            continue;
        if (k == 3) {
            bool of = false;

            if (is_spelt(w, first) || (i == first && (and_body(w, first, next) || the_two(w, first, next))))
                return next;
            /* A run that is longer than two lists is none. */
            for (uint32_t t = i - first > 4 * RUN_WORDS ? i - 4 * RUN_WORDS : first; t < i; t++)
                of |= is_word(w, t) && !(l[t].flags & LOOK_CAPITAL) && (l[t].kinds & LEX_PREPOSITION);
            return of && body && is_capital(w, next) && !(l[next].kinds & (LEX_GIVEN | LEX_TITLE | LEX_ROLE))
                       ? next
                       : 0;
        }
        /* whatever it is: "the Brigades of the Southern Wind" */
        the = k == 0 && i == first && !l[i].kinds && first > 0 && l[first - 1].key == LOOKS_KEY("the");
        if (!the && !(l[i].kinds & (k == 2 ? LEX_STATE : LEX_BODY | LEX_ROLE)))
            return 0;
        if (next < w->end && l[next].key == LOOKS_KEY("the") && !(l[next].flags & LOOK_CAPITAL))
            next++;
        return is_capital(w, next) && !(l[next].kinds & (LEX_GIVEN | LEX_TITLE)) ? next : 0;
    }
    return 0;
}

/* The first given name among the words [i, last), or `last`. */
static uint32_t given_in(const walk *w, uint32_t i, uint32_t last)
{
    while (i < last && !(is_word(w, i) && w->l[i].kinds & LEX_GIVEN))
        i++;
    return i;
}

/* A title or an office that the word behind it may have. Dean and King are names too, unless one stands
 * behind. */
static bool is_office(const walk *w, uint32_t i, uint32_t next)
{
    uint32_t kinds = is_word(w, i) ? w->l[i].kinds : 0;

    if (kinds & LEX_NATION && is_word(w, next) && w->l[next].kinds & LEX_GIVEN) /* "Democrat Ann Lee" */
        return true;
    if (kinds & LEX_SUFFIX && w->l[i].flags & LOOK_CAPS && is_capital(w, next) &&
        !(w->l[next].flags & LOOK_CAPS) && !(w->l[next].kinds & LEX_BODY)) /* "MLA Ann Lee" */
        return true;
    if (i > 0 && is_word(w, i) && w->l[i].key == LOOKS_KEY("con") && w->l[i - 1].key == LOOKS_KEY("det"))
        return true; /* "Det Con Ann Lee" */
    return kinds & (LEX_TITLE | LEX_ROLE) &&
           (!(kinds & LEX_GIVEN) || (is_word(w, next) && w->l[next].kinds & LEX_GIVEN));
}

/* The gender that the words [i, last) of a title have. */
static void take_gender(const walk *w, uint32_t i, uint32_t last, run *r)
{
    for (; i < last; i++)
        if (w->l[i].kinds & (LEX_TITLE | LEX_ROLE) && w->l[i].kinds & (LEX_MALE | LEX_FEMALE))
            r->gender = lexicon_gender(w->l[i].kinds);
}

/* Whether the whole run is an office without a holder: "Prime Minister", "the Parliamentary Secretary". */
static bool only_office(const walk *w, const run *r)
{
    const look *first = &w->l[r->first], *last = &w->l[r->last - 1];
    bool the = r->first > 0 && w->l[r->first - 1].key == LOOKS_KEY("the");

    if (!(last->kinds & LEX_ROLE) || first->kinds & LEX_GIVEN)
        return false;
    return the || first == last || first->kinds || first->flags & LOOK_BOTH;
}

/* Where the name begins behind what an office is of, the words [i, last), of which none is a given name:
 * "Health Caitriona Lavelle". `last` where no name of two words does. */
static uint32_t behind_office(const walk *w, uint32_t i, uint32_t last)
{
    const uint32_t things = LEX_QUALIFIER | LEX_BODY | LEX_STATE | LEX_PLACE | LEX_NATION;
    uint32_t from = i;

    while (from < last && (!is_word(w, from) || w->l[from].kinds & things || w->l[from].flags & LOOK_BOTH ||
                           !(w->l[from].flags & LOOK_CAPITAL)))
        from++;
    for (uint32_t k = from; k < last; k++) /* nothing of that kind may stand behind */
        if (is_word(w, k) && (w->l[k].kinds & things || !(w->l[k].flags & LOOK_CAPITAL)))
            return last;
    return from > i && (last - from > 1 || w->l[i].key == LOOKS_KEY("state")) ? from : last;
}

/* Whether an office stands at token i and a given name behind it: "Charlotte Mayor Ann Lee". */
static bool is_town_of(const walk *w, uint32_t i, uint32_t last)
{
    return i + 1 < last && is_word(w, i) &&
           (w->l[i].kinds & (LEX_TITLE | LEX_ROLE)) == (LEX_TITLE | LEX_ROLE) &&
           !(w->l[i].kinds & LEX_GIVEN) && is_word(w, i + 1) && w->l[i + 1].kinds & LEX_GIVEN;
}

/* Parts the title from the name: everything up to the last office that a name stands behind. What is of an
 * office, "Minister of Works", goes with it up to a given name; a body there, "Director of the Rescue
 * Service", is the name. */
static void part_title(const walk *w, run *r)
{
    const look *l = w->l;
    uint32_t name = r->first;

    for (uint32_t i = r->first, next; i < r->last; i = next) {
        for (next = i + 1; next < r->last && !is_word(w, next);)
            next++;
        if (i == r->first && l[i].kinds & LEX_GIVEN && !(l[i].kinds & LEX_PLACE) && !is_office(w, i, next) &&
            !is_town_of(w, next, r->last))
            break;
        if (!is_office(w, i, next) || next == r->last)
            continue;
        name = next;
        if (!(l[name].kinds & LEX_PREPOSITION) || l[name].flags & LOOK_CAPITAL)
            continue;
        name += name + 1 < r->last && l[name + 1].kinds & LEX_DETERMINER ? 2 : 1;
        next = given_in(w, name, r->last);
        if (next == r->last)
            next = behind_office(w, name, r->last);
        if (next == r->last && has_body(w, name, r->last)) {
            r->first = r->title = name;
            return;
        }
        name = next;
        break;
    }
    if (name < r->last && name > r->first && has_body(w, name, r->last) && l[r->first].kinds & LEX_ROLE)
        name = r->first; /* "General Motors": a body that begins with an office */
    if (name == r->last || (name == r->first && only_office(w, r))) {
        take_gender(w, r->first, r->last, r);
        r->flags |= RUN_OFFICE;
    } else if (name > r->first) {
        r->title = r->first;
        r->first = name;
        if (only_office(w, r) && l[r->first].kinds & LEX_ROLE) {
            r->first = r->title;
            r->flags |= RUN_OFFICE;
            return;
        }
        r->flags |= RUN_PERSON;
        take_gender(w, r->title, r->first, r);
    }
}

/* QC, MP, Jr, and not "III". */
static bool is_suffix(const walk *w, uint32_t i)
{
    const look *l = &w->l[i];

    return l->kinds & LEX_SUFFIX && w->in->text.p[w->in->token[i].at.begin] != 'I' &&
           (l->flags & LOOK_CAPS || l->key == LOOKS_KEY("jr") || l->key == LOOKS_KEY("sr"));
}

static bool is_direction(uint64_t key)
{
    return key == LOOKS_KEY("north") || key == LOOKS_KEY("south") || key == LOOKS_KEY("east") ||
           key == LOOKS_KEY("west");
}

/* A church or what is called by one, "St Mary's"; a street that governs. */
static bool is_known_body(const walk *w, const run *r)
{
    const look *l = w->l;

    return r->title == r->first && r->n_words > 1 &&
           (l[r->first].key == LOOKS_KEY("st") ||
            (r->n_words == 2 && l[r->first].key == LOOKS_KEY("downing") &&
             l[r->first + 1].key == LOOKS_KEY("street")));
}

bool runs_is_plc(const article *in, uint32_t i, uint32_t end)
{
    return i < end && str_eq(token_word(in, i), STR("plc"));
}

/* "U.S. Exports" are nobody's initials. */
static bool is_state(const look *l)
{
    return l->key == LOOKS_KEY("us") || l->key == LOOKS_KEY("usa") || l->key == LOOKS_KEY("uk") ||
           l->key == LOOKS_KEY("un") || l->key == LOOKS_KEY("eu");
}

/* What the run alone says about its kind, and how many words it has. */
static void judge(const walk *w, run *r)
{
    const look *l = w->l;
    bool initial = false, joined = false, kind = false, nations = true, syllable = false;

    while (r->last > r->first + 1 && is_word(w, r->last - 1) && is_suffix(w, r->last - 1))
        r->last--;
    while (r->last > r->first + 1 && !is_word(w, r->last - 1))
        r->last--;
    r->n_words = 0;
    for (uint32_t i = r->first; i < r->last; i++) {
        if (!is_word(w, i)) {
            joined |= article_sign(w->in, i) == '&';
            continue;
        }
        r->n_words++;
        initial |= i + 1 < r->last && (l[i].flags & LOOK_INITIAL) != 0 && !is_state(&l[i]);
        joined |= !(l[i].flags & (LOOK_CAPITAL | LOOK_JOINED)) && l[i].kinds & LEX_PREPOSITION;
        syllable |= (l[i].flags & (LOOK_CAPITAL | LOOK_JOINED)) == LOOK_JOINED;
        kind |= (l[i].kinds & LEX_BODY) && !(l[i].kinds & LEX_GIVEN);
        nations &= l[i].kinds & LEX_NATION || (i + 1 < r->last && is_direction(l[i].key));
    }
    if (joined || (kind && r->title == r->first) || is_known_body(w, r) ||
        runs_is_plc(w->in, r->last, w->end))
        r->flags |= RUN_BODY;
    else if (r->n_words > 1 && (initial || syllable || (l[r->first].kinds & LEX_GIVEN)))
        r->flags |= RUN_PERSON;
    if (nations && r->title == r->first)
        r->n_words = 0;
    if (r->gender == '?' && l[r->first].kinds & LEX_GIVEN && !(r->flags & RUN_BODY) &&
        (r->n_words > 1 || r->title == r->first)) /* of "Dr Murray" it is the last name */
        r->gender = lexicon_gender(l[r->first].kinds);
}

/* "DNA", "Earth", "World War II", "Election Day"; "State TV" is a body. */
static bool is_thing(const walk *w, const run *r)
{
    const look *l = w->l;
    uint32_t last = r->last - 1;

    if (r->title < r->first)
        return false;
    if (r->n_words == 1)
        return l[r->first].kinds & LEX_THING;
    if (last > r->first && (l[last].key == LOOKS_KEY("ii") || l[last].key == LOOKS_KEY("i")))
        last--;
    return l[last].kinds & LEX_THING && !(l[last].kinds & LEX_BODY) && !(l[r->first].kinds & LEX_GIVEN);
}

/* A small word with a capital, "Of" and not "of". */
static bool is_raised(const walk *w, uint32_t i)
{
    const look *l = &w->l[i];

    return is_word(w, i) && l->flags & LOOK_CAPITAL && (!(l->flags & LOOK_CAPS) || l->flags & LOOK_INITIAL) &&
           l->kinds & (LEX_PREPOSITION | LEX_DETERMINER | LEX_BE) &&
           !(l->kinds & (LEX_GIVEN | LEX_BODY | LEX_TITLE | LEX_PARTICLE));
}

/* A person's name ends before such a word: "Ann Lee The minister". */
static void cut_raised(const walk *w, run *r)
{
    while (r->last > r->first + 1 && is_raised(w, r->last - 1)) {
        r->last--;
        r->n_words--;
    }
}

/* Whether what is no person's name is of a headline that runs into its article, "Enjoy the Moment Of course,
 * people do": no name ends in a raised word, none but a book's has two, and none of four words has one like
 * "Could". */
static bool is_headline(const walk *w, const run *r)
{
    static const char *const verbs[] = {"can",  "could", "did",  "do",  "does", "had",    "has",  "have",
                                        "how",  "just",  "must", "not", "now",  "should", "they", "we",
                                        "what", "when",  "who",  "why", "will", "would",  "you",  NULL};
    uint32_t n = 0, n_verbs = 0;

    for (uint32_t i = r->first; i < r->last; i++) {
        n += is_raised(w, i);
        n_verbs += is_word(w, i) && !(w->l[i].flags & LOOK_CAPS) &&
                   str_among(lexeme_letters(w->in->token[i].word), verbs);
    }
    if (n > 1 || (n_verbs && r->n_words > 3))
        return true;
    if (n == 0 || !is_raised(w, r->last - 1) || w->l[r->last - 1].kinds & LEX_BE)
        return false;
    return r->n_words < 3 || w->l[r->last - 1].key != LOOKS_KEY("a");
}

/* "and" or "&" at token i. */
static bool is_joined(const walk *w, uint32_t i)
{
    return i < w->end && (w->l[i].key == LOOKS_KEY("and") || article_sign(w->in, i) == '&');
}

/* What has a capital and names nobody: letters behind a name (QC), what has a number (Clause 9, Rs 500), an
 * adjective of a place that the lexicon does not have ("Velnian troops", "the Lusians"). */
static bool is_no_name(const walk *w, const run *r)
{
    static const char *const adjective[] = {"ian", "ean", "ish", "ese"}, *const people[] = {"ians", "eans"};
    const look *l = &w->l[r->first];
    uint32_t next = r->last;
    bool small;

    if (r->n_words != 1 || r->title < r->first || r->flags & RUN_OFFICE)
        return false;
    if (l->kinds & LEX_SUFFIX && l->flags & LOOK_CAPS)
        return true;
    if (l->kinds & LEX_TITLE && !(l->kinds & (LEX_ROLE | LEX_GIVEN)) &&
        is_joined(w, r->last)) /* "Mr and Mrs" */
        return true;
    if (l->kinds & LEX_FUNCTION && !(l->kinds & (LEX_GIVEN | LEX_BODY)) &&
        !(l->flags & LOOK_CAPS)) /* "> If" */
        return true;
    if (next < w->end && article_sign(w->in, next) == '.')
        next++;
    if (next < w->end && (w->in->token[next].word->flags & LEXEME_DIGIT) && !(l->flags & LOOK_POSSESSIVE))
        return true;
    if (l->kinds & LEX_GIVEN || l->flags & LOOK_POSSESSIVE)
        return false;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (ends_in(w->in, w->l, r->first, people[i]))
            return true;
    if (ends_in(w->in, w->l, r->first, "ism") || ends_in(w->in, w->l, r->first, "lander") ||
        ends_in(w->in, w->l, r->first, "landers")) /* "anti-Semitism", "the Queenslander" */
        return true;
    small = is_word(w, r->last) && !(w->l[r->last].flags & LOOK_CAPITAL) &&
            !(w->l[r->last].kinds & (LEX_SPEECH | LEX_BE | LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER));
    for (size_t i = 0; small && i < sizeof adjective / sizeof *adjective; i++)
        if (ends_in(w->in, w->l, r->first, adjective[i]))
            return true;
    return false;
}

/* "CorvanAir", "McLeod": a name wherever it stands. */
static bool has_inner_capital(const walk *w, uint32_t i)
{
    str word = looks_word(w->in, w->l, i);

    for (size_t k = 1; k < word.n; k++)
        if (word.p[k] >= 'A' && word.p[k] <= 'Z' && word.p[k - 1] >= 'a' && word.p[k - 1] <= 'z')
            return true;
    return false;
}

/* The run that begins at token i; n_words is 0 where there is none. Returns the token behind it. */
static uint32_t run_from(const walk *w, uint32_t i, run *out)
{
    const look *l = w->l;
    uint32_t last = i, next, n = 1, before;
    bool body = (l[i].kinds & LEX_BODY) != 0;

    if (i >= 2 && l[i].flags & LOOK_JOINED && article_sign(w->in, i - 1) == '-' &&
        l[i - 1].flags & LOOK_JOINED && l[i - 2].kinds & LEX_PARTICLE &&
        w->in->token[i - 2].sentence == w->in->token[i].sentence)
        i -= 2; /* "al-Qaeda" */
    *out = (run){.first = i, .title = i, .sentence = w->in->token[i].sentence, .gender = '?'};
    while ((next = follows(w, i, last, body))) {
        last = next;
        body |= (l[next].kinds & LEX_BODY) != 0;
        n++;
    }
    out->last = last + 1;
    if (n > RUN_WORDS)
        return last + 1;
    part_title(w, out);
    judge(w, out);
    before = out->title;
    if (looks_opens(w->in, l, out->title)) {
        out->flags |= RUN_OPENS;
        if (out->n_words == 1 && out->title == out->first && !(l[out->first].flags & LOOK_CAPS) &&
            !has_inner_capital(w, out->first) && !runs_is_plc(w->in, out->last, w->end))
            out->flags |= RUN_WEAK;
    }
    if (before > 0 && w->in->token[before - 1].sentence == out->sentence) {
        const look *b = &l[before - 1];

        if (b->key == LOOKS_KEY("the")) {
            out->flags |= RUN_THE;
            if (before > 1)
                b--;
        }
        /* "From Quill Audio" is no place more than "by" would be; "from Karstadt" is. */
        if (b->kinds & LEX_PLACED &&
            (out->n_words == 1 || b->key == LOOKS_KEY("in") || b->key == LOOKS_KEY("near")))
            out->flags |= RUN_PLACED;
    }
    if (is_thing(w, out) || is_no_name(w, out))
        out->n_words = 0;
    else if (out->flags & RUN_PERSON || out->title < out->first)
        cut_raised(w, out);
    else if (is_headline(w, out))
        out->n_words = 0;
    return last + 1;
}

/* "(Lab, Hull East)", "(C, Mid Loam)": where a member sits, behind a party in brackets. */
static bool is_seat(const article *in, const look *l, const run *r)
{
    enum { LETTERS = 4, WORDS = 2 };
    uint32_t start = in->sentence[r->sentence].first, end = in->sentence[r->sentence].last, i = r->title;

    if (i < start + 4 || article_sign(in, i - 1) != ',' || r->last >= end || article_sign(in, r->last) != ')')
        return false;
    i -= 2;
    for (uint32_t left = WORDS; i > start && left && l[i].flags & LOOK_CAPITAL; i--, left--)
        if (looks_word(in, l, i).n > LETTERS && !(l[i].kinds & (LEX_PARTY | LEX_NATION)))
            return false;
    return i + 2 < r->title && i > start && article_sign(in, i) == '(' && l[i - 1].flags & LOOK_CAPITAL;
}

/* "A Minnesota Democrat": one of many, and no name. */
static bool is_one_of(const look *l, const run *r)
{
    const look *before = r->title ? &l[r->title - 1] : NULL;

    return before && r->n_words == 2 && l[r->last - 1].kinds & LEX_NATION && !(r->flags & RUN_PERSON) &&
           (before->key == LOOKS_KEY("a") || before->key == LOOKS_KEY("an"));
}

/* What the run before says: "in Boise, Idaho" are two places; "Sir Alec Tunstall (Holmsea)" is one person. */
static void beside(const walk *w, const run *before, run *r)
{
    char m;

    if (before->sentence != r->sentence || r->title == 0)
        return;
    m = article_sign(w->in, r->title - 1);
    if (before->last + 1 != r->title)
        return;
    if (m == ',' && before->flags & RUN_PLACED && !(r->flags & RUN_PERSON))
        r->flags |= RUN_PLACED;
    if (m == '(' && before->flags & RUN_PERSON)
        r->n_words = 0;
}

/* "Adverse Winds, by Ann Lee (Merrow, 388 pages)": the one name that a line in title case tells from its
 * words. */
static void find_writer(const walk *w, uint32_t first, runs *out)
{
    for (uint32_t i = first; i + 2 < w->end; i++) {
        run *r = &out->run[out->n];
        uint32_t next;
        char behind;

        if (w->l[i].key != LOOKS_KEY("by") || !is_capital(w, i + 1) || (i > first && is_word(w, i - 1)))
            continue;
        next = run_from(w, i + 1, r);
        behind = next < w->end ? article_sign(w->in, next) : '.';
        if (r->n_words < 2 || r->flags & (RUN_BODY | RUN_OFFICE) ||
            (behind != '(' && behind != ',' && behind != '.'))
            continue;
        r->flags |= RUN_PERSON;
        out->n++;
        return;
    }
}

bool runs_find(const article *in, runs *out, arena *a, err *e)
{
    uint32_t n = 0;

    *out = (runs){0};
    out->look = ARENA_NEW(a, (size_t)in->n_tokens + 1, look);
    out->shouted = ARENA_NEW(a, (size_t)in->n_sentences + 1, bool);
    if (!out->look || !out->shouted)
        return err_memory(e);
    if (!looks_find(in, out->look, &out->wire, a, e))
        return false;
    for (uint32_t i = 0; i < in->n_tokens; i++)
        n += (out->look[i].flags & LOOK_CAPITAL) != 0;
    if (!(out->run = ARENA_NEW(a, (size_t)n + 1, run)))
        return err_memory(e);

    for (uint32_t s = 0; s < in->n_sentences; s++) {
        walk w = {in, out->look, in->sentence[s].last};

        out->shouted[s] = looks_shouted(in, s, out->look);
        if (out->shouted[s]) {
            find_writer(&w, in->sentence[s].first, out);
            continue;
        }
        for (uint32_t i = in->sentence[s].first; i < w.end;) {
            run *r = &out->run[out->n];

            if (!starts(&w, i)) {
                i++;
                continue;
            }
            i = run_from(&w, i, r);
            if (is_seat(in, out->look, r) || is_one_of(out->look, r))
                r->n_words = 0;
            if (out->n && r->n_words)
                beside(&w, &out->run[out->n - 1], r);
            if (r->n_words)
                out->n++;
        }
    }
    return true;
}

uint32_t runs_go_on(const article *in, const look *l, uint32_t i, uint32_t end)
{
    for (; i < end; i++) {
        if (l[i].flags & LOOK_WORD)
            return l[i].flags & (LOOK_SKIP | LOOK_TAKEN) ? NONE : i;
        if (!strchr(".-&\"", article_sign(in, i)))
            return NONE;
    }
    return NONE;
}
