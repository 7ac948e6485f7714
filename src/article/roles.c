/* From what stands around a name to what its bearer is: in front of it ("retired general Barry Jones", "the
 * minister, Ann Lee,"), behind it ("Barry Jones, a retired general,") or by "is". It is kept under its head
 * word with the words before it. */
#include "article/roles.h"

#include "article/attribution_words.h"

/* ---- noun phrases ---- */

/* A word that ends a noun phrase, or cannot be in one. */
static bool ends_phrase(const refer *r, uint32_t i)
{
    const look *l = &refer_looks(r)[i];

    return !(l->flags & LOOK_WORD) || lexicon_ends_phrase(l->kinds) ||
           (!(l->flags & LOOK_CAPITAL) && !(l->kinds & (LEX_ROLE | LEX_BODY)) &&
            r->cast->in->token[i].word->says &
                (SAID_BLAMES | SAID_PRAISES | SAID_CALLS)); /* "minister rips senator" */
}

/* "The governor thanked House Speaker Ann Lee": no part of the phrase behind its head. */
static bool is_verb(const refer *r, uint32_t i)
{
    const look *l = &refer_looks(r)[i];

    return !(l->flags & LOOK_CAPITAL) && !l->kinds && str_ends(cast_word(r->cast, i), STR("ed"));
}

bool roles_says_where(const refer *r, uint32_t i)
{
    const look *l = refer_looks(r);

    return l[i].key == LOOKS_KEY("based") || (i + 2 < r->cast->in->n_tokens && refer_mark(r, i + 1) == '-' &&
                                              l[i + 2].key == LOOKS_KEY("based"));
}

/* The words from token i on: up to the last role or body among them, before anything that ends the phrase.
 * What a possessive is of ("the union's regional secretary") is no qualifier. */
phrase roles_phrase(const refer *r, uint32_t i, uint32_t end)
{
    const look *l = refer_looks(r);
    phrase p = {.first = i, .head = NONE};
    uint32_t n_words = 0, last = NONE, words[LONGEST_PHRASE];

    for (; i < end && n_words < LONGEST_PHRASE; i++) {
        if ((refer_mark(r, i) == '-' || refer_mark(r, i) == '"') && l[i].flags & LOOK_JOINED && n_words &&
            i + 1 < end && l[i + 1].flags & LOOK_WORD)
            continue;
        if (ends_phrase(r, i) || (p.head != NONE && is_verb(r, i)))
            break;
        words[n_words++] = i;
        last = i;
        if (l[i].kinds & (LEX_ROLE | LEX_BODY))
            p.head = i;
        if (l[i].flags & LOOK_POSSESSIVE)
            break;
    }
    p.end = i;
    if (p.head != NONE && l[p.head].kinds & LEX_ADJECTIVE && p.head + 1 < i &&
        lexicon_is_noun(lexeme_letters(r->cast->in->token[p.head + 1].word), l[p.head + 1].kinds))
        p.head = NONE; /* "the general election" */
    p.known = p.head != NONE;
    if (!p.known)
        p.head = last;
    for (uint32_t k = 0; k < n_words && words[k] < p.head && p.n_qualifiers < REFER_QUALIFIERS; k++)
        if (!roles_says_where(r, words[k]) && !lexicon_is_mood(l[words[k]].kinds))
            p.qualifier[p.n_qualifiers++] = l[words[k]].key;
    return p;
}

/* The phrase whose last word is token i, backwards to a determiner, a possessive or the sentence's beginning.
 */
static phrase phrase_before(const refer *r, uint32_t i)
{
    const look *l = refer_looks(r);
    phrase p = {.first = i, .head = i, .known = (l[i].kinds & (LEX_ROLE | LEX_BODY)) != 0, .end = i + 1};
    uint32_t start = refer_first(r, i);

    while (i-- > start && p.n_qualifiers < REFER_QUALIFIERS) {
        if (refer_mark(r, i) == '-' && l[i].flags & LOOK_JOINED)
            continue;
        if (ends_phrase(r, i) || l[i].flags & LOOK_POSSESSIVE)
            break;
        p.qualifier[p.n_qualifiers++] = l[i].key;
        p.first = i;
        if (l[i].flags & LOOK_CAPITAL && r->named[i])
            break;
    }
    return p;
}

/* ---- what they are ---- */

void roles_learn(refer *r, uint32_t of, const phrase *p)
{
    who *w = &r->cast->who[of];
    uint32_t kinds = refer_looks(r)[p->head].kinds;
    role *one = &r->role[r->n_roles];

    if (r->n_roles == r->cap_roles || (!(kinds & LEX_ROLE) && kinds & LEX_BODY && w->person))
        return;
    *one = (role){
        .head = looks_role_key(refer_looks(r)[p->head].key), .n_qualifiers = p->n_qualifiers, .who = of};
    memcpy(one->qualifier, p->qualifier, sizeof one->qualifier);
    lookup_add(&r->roles, one->head, r->n_roles++);
    r->has_role[of] = true;
    if (kinds & LEX_ROLE) {
        w->person++;
        if (w->gender == '?')
            w->gender = lexicon_gender(kinds);
    } else if (kinds & LEX_BODY && !w->person) {
        w->body++;
        w->kinds |= kinds & LEX_KINDS;
    }
}

/* "Finance Minister Dorin Katz", "Minister for Health Ann Lee": the last role among the title's words. */
static void learn_title(refer *r, const naming *n)
{
    const look *l = refer_looks(r);
    phrase p = {.head = NONE};

    for (uint32_t i = n->title; i < n->first; i++)
        r->has_role[n->who] |=
            l[i].kinds & LEX_TITLE && !(l[i].kinds & (LEX_MALE | LEX_FEMALE)) && l[i].key != LOOKS_KEY("dr");
    for (uint32_t i = n->title; i < n->first; i++)
        if (l[i].kinds & LEX_ROLE || looks_role_key(l[i].key) != l[i].key)
            p.head = i;
    if (p.head == NONE)
        return;
    for (uint32_t i = n->title; i < n->first && p.n_qualifiers < REFER_QUALIFIERS; i++)
        if (i != p.head && l[i].flags & LOOK_CAPITAL)
            p.qualifier[p.n_qualifiers++] = l[i].key;
    for (uint32_t i = n->title; i-- > refer_first(r, n->title) && p.n_qualifiers < REFER_QUALIFIERS;) {
        if (!(l[i].kinds & LEX_QUALIFIER))
            break;
        p.qualifier[p.n_qualifiers++] = l[i].key;
    }
    roles_learn(r, n->who, &p);
}

/* The role whose "of" or "for" the words before token i belong to: "the president of the Farmers' Union, ".
 * NONE where there is none. */
static uint32_t role_before(const refer *r, uint32_t i)
{
    const look *l = refer_looks(r);
    uint32_t start = refer_first(r, i);

    if (l[i].kinds & LEX_ROLE)
        return i;
    for (uint32_t left = 2 * LONGEST_PHRASE; i > start && left; i--, left--) {
        char m = refer_mark(r, i);

        if ((m && m != '-' && m != '"' && m != '&') || l[i].kinds & (LEX_SPEECH | LEX_BE))
            return NONE;
        if ((l[i].key == LOOKS_KEY("of") || l[i].key == LOOKS_KEY("for")) && l[i - 1].kinds & LEX_ROLE)
            return i - 1;
    }
    return NONE;
}

/* "retired general Barry Jones", "the research firm Datawell"; "the union's secretary, Ann Lee". */
static void learn_before(refer *r, const naming *n)
{
    const look *l = refer_looks(r);
    uint32_t start = refer_first(r, n->title), i = n->title, before;
    bool comma;
    phrase p;

    if (i < start + 2 && !(i == start + 1 && l[start].kinds & (LEX_ROLE | LEX_BODY)))
        return;
    if (l[i - 1].key == LOOKS_KEY("the") && i > start + 2 && refer_mark(r, i - 2) == ',')
        i--; /* "the minister, the Rev Ann Lee" */
    comma = refer_mark(r, i - 1) == ',';
    i -= comma ? 2 : 1;
    if (comma && (i = role_before(r, i)) == NONE)
        return;
    if (comma && l[i].flags & LOOK_CAPITAL && !(l[i].kinds & LEX_TITLE) && i > start &&
        l[i - 1].key == LOOKS_KEY("the"))
        return; /* "the man from the Courier, Ann Lee" */
    if (r->named[i] || !(l[i].kinds & (LEX_ROLE | LEX_BODY)) || l[i].flags & LOOK_POSSESSIVE ||
        l[i].kinds & LEX_GIVEN)
        return;
    if (!comma && l[i].flags & LOOK_CAPITAL && !looks_opens(r->cast->in, l, i))
        return;
    p = phrase_before(r, i);
    before = p.first > start ? p.first - 1 : NONE;
    /* Of a list, "officials, police, Ann Lee", it would be no apposition; nor is "a minister, Ann Lee". */
    if (comma && (!(l[i].kinds & LEX_ROLE) || (before != NONE && !(l[before].kinds & LEX_DETERMINER) &&
                                               !(l[before].flags & LOOK_POSSESSIVE))))
        return;
    roles_learn(r, n->who, &p);
}

/* The token behind the bracket that opens at token i: "Ann Lee (Lab, Hull East), a former nurse"; `end` where
 * it is not closed soon. */
static uint32_t behind_bracket(const refer *r, uint32_t i, uint32_t end)
{
    enum { TOKENS = 12 };

    for (uint32_t left = TOKENS; i < end && left; i++, left--)
        if (refer_mark(r, i) == ')')
            return i + 1;
    return end;
}

/* "Barry Jones, a retired general,", "Ann Lee (chair)", "Datawell, the research firm", "Ann Lee is a nurse".
 */
static void learn_behind(refer *r, const naming *n)
{
    const look *l = refer_looks(r);
    uint32_t i = n->last, end = refer_last(r, n->first);
    bool is, determined = false;
    who *w = &r->cast->who[n->who];
    phrase p;

    if (i < end && refer_mark(r, i) == '(')
        i = behind_bracket(r, i, end);
    if (i >= end || l[n->last - 1].flags & LOOK_POSSESSIVE)
        return;
    is = (l[i].kinds & LEX_BE) != 0;
    if (!is && refer_mark(r, i) != ',' && !(refer_mark(r, i) == '-' && !(l[i].flags & LOOK_JOINED)))
        return;
    if (!is && refer_mark(r, i) == '-' && i + 1 < end && l[i + 1].flags & LOOK_CAPITAL &&
        l[i + 1].kinds & LEX_DETERMINER)
        return; /* "Leeds (AFP) - A judge": a sentence begins */
    i++;
    if (i + 1 < end && !is && refer_mark(r, i + 1) == ',' && cast_is_word(r->cast, i) &&
        !(l[i].flags & LOOK_CAPITAL) && r->cast->in->text.p[r->cast->in->token[i].at.begin] <= '9') {
        w->person++; /* an age */
        i += 2;
    }
    if (i < end && !is && l[i].key == LOOKS_KEY("who") && !(w->kinds & LEX_KINDS))
        w->person++;
    if (i + 1 < end && !is && l[i].key == LOOKS_KEY("who") && l[i + 1].kinds & LEX_BE)
        i += 2;
    for (uint32_t left = 2 * LONGEST_PHRASE; i < end; i++, left--) {
        if (left == 0)
            return;
        if (l[i].kinds & LEX_DETERMINER || l[i].flags & LOOK_POSSESSIVE ||
            (determined && refer_mark(r, i) == '"' && l[i].flags & LOOK_JOINED))
            determined = true;
        else if (!(i + 1 < end && l[i + 1].flags & LOOK_POSSESSIVE) &&
                 !(i + 2 < end && l[i + 2].flags & LOOK_POSSESSIVE && cast_is_word(r->cast, i)))
            break;
    }
    if (i >= end)
        return;
    if (is && !determined && !(l[i].flags & LOOK_CAPITAL || l[i].kinds & LEX_ROLE))
        return;
    p = roles_phrase(r, i, end);
    if (is && !determined && (!p.known || !(l[p.head].kinds & LEX_ROLE) || p.end != p.head + 1))
        return; /* "Ann Lee is Prime Minister", "is governor of the state" */
    if (p.head == NONE || (!p.known && !determined) || r->named[p.head] || l[p.head].flags & LOOK_POSSESSIVE)
        return;
    /* "..., the minister said" goes on with something else; so does a list. */
    if (!is && p.end < end &&
        (l[p.end].kinds & (LEX_SPEECH | LEX_BE) || l[p.end].key == LOOKS_KEY("had") || is_verb(r, p.end)))
        return;
    if (!determined && !(l[p.head].kinds & LEX_ROLE))
        return;
    roles_learn(r, n->who, &p);
}

void roles_of_names(refer *r)
{
    for (uint32_t i = 0; i < r->cast->n_namings; i++) {
        learn_title(r, &r->cast->naming[i]);
        learn_before(r, &r->cast->naming[i]);
        learn_behind(r, &r->cast->naming[i]);
    }
}
