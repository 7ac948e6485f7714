/* From a noun phrase to whom it means.
 *
 * What somebody is said to be (roles.c) is kept under its head word with the words before it. "The general"
 * is then whoever has this head word; words before it must not contradict: "the foreign minister" is not the
 * finance minister. Of several, the one that the last mentions have, if they have one alone. A body is also
 * what the kind word of its name says ("the ministry"), and what every body of its kind is called ("the
 * company"): of the last sentence with one, its first subject, rather than whose somebody is there ("an
 * analyst at Acme"). "The interior ministry", "the council" that no name explains is a body called so. In
 * which order these ways are tried is refer.c's. */
#include "article/descriptions.h"

#include "article/few.h"

/* Of several, the one that the last mentions have, if they have one alone; with `latest` the last of them. */
static uint32_t one_of(const refer *r, const few *m, bool latest)
{
    few recent = {0};

    if (m->n == 1)
        return m->who[0];
    for (uint32_t i = r->n_found, left = REFER_BACK; i-- > 0 && left && m->n; left--)
        for (uint32_t k = 0; k < m->n; k++)
            if (r->found[i].who == m->who[k]) {
                if (latest)
                    return m->who[k];
                few_add(&recent, m->who[k]);
            }
    return recent.n == 1 ? recent.who[0] : NONE;
}

/* The then chairman is the former one later. */
static bool same_qualifier(uint64_t a, uint64_t b)
{
    const uint64_t then = LOOKS_KEY("then"), former = LOOKS_KEY("former");

    return a == b || (a == then && b == former) || (a == former && b == then);
}

static bool has_qualifier(const phrase *p, uint64_t key)
{
    for (uint32_t i = 0; i < p->n_qualifiers; i++)
        if (p->qualifier[i] == key)
            return true;
    return false;
}

/* Whether somebody has another post by the word before its name: "the general" is no attorney general, nor
 * "the president" a vice president. */
static bool is_another_post(const phrase *p, const role *have)
{
    static const char *const generals[] = {"adjutant",  "advocate", "attorney",   "auditor",
                                           "director",  "governor", "postmaster", "secretary",
                                           "solicitor", "surgeon",  NULL},
                             *const chairs[] = {"chair", "chairman", "chancellor", "president", NULL};
    const bool general = have->head == LOOKS_KEY("general");
    bool chair = false;

    for (const char *const *c = chairs; *c; c++)
        chair |= have->head == lexeme_key(str_z(*c));
    for (uint32_t k = 0; k < have->n_qualifiers; k++) {
        if (chair && have->qualifier[k] == LOOKS_KEY("vice") && !has_qualifier(p, LOOKS_KEY("vice")))
            return true;
        for (const char *const *g = generals; general && *g; g++)
            if (have->qualifier[k] == lexeme_key(str_z(*g)) && !has_qualifier(p, have->qualifier[k]))
                return true;
    }
    return false;
}

/* "A former minister": not whoever has the post now. */
static bool is_past(const phrase *p)
{
    static const char *const words[] = {"deposed", "ex",      "exiled", "former",
                                        "ousted",  "retired", "sacked", NULL};

    for (const char *const *w = words; *w; w++)
        if (has_qualifier(p, lexeme_key(str_z(*w))))
            return true;
    return false;
}

/* How a description's qualifiers go with a role's: 2 all are known, 1 nothing is contradicted, 0 not. */
static unsigned agree(const phrase *p, const role *have)
{
    uint32_t n_same = 0;

    if (is_another_post(p, have))
        return 0;
    for (uint32_t i = 0; i < p->n_qualifiers; i++)
        for (uint32_t k = 0; k < have->n_qualifiers; k++)
            if (same_qualifier(p->qualifier[i], have->qualifier[k])) {
                n_same++;
                break;
            }
    if (n_same == p->n_qualifiers)
        return 2;
    return n_same == have->n_qualifiers;
}

/* Whether a description's qualifiers are names: "the Ohio governor". */
static bool has_capital(const refer *r, const phrase *p)
{
    for (uint32_t i = p->first; i < p->head; i++)
        if (refer_looks(r)[i].flags & LOOK_CAPITAL)
            return true;
    return false;
}

uint32_t descriptions_by_role(const refer *r, const phrase *p)
{
    few all = {0}, some = {0};
    bool person = (refer_looks(r)[p->head].kinds & LEX_ROLE) != 0;

    for (lookup_walk x = lookup_all(&r->roles, looks_role_key(refer_looks(r)[p->head].key));
         lookup_next(&x);) {
        const role *have = &r->role[x.value];
        const who *w = &r->cast->who[have->who];
        unsigned how = agree(p, have);

        if (w->gone || (person && !w->is_person) || !how)
            continue;
        /* "the leader" is not yet the opposition leader whom the article names farther down, nor is "the Ohio
         * governor" yet some Governor Lee, or "a former governor" */
        if (person && r->seen_person && !r->seen[have->who] &&
            (have->n_qualifiers > p->n_qualifiers || (how == 1 && (has_capital(r, p) || is_past(p)))))
            continue;
        few_add(how == 2 ? &all : &some, have->who);
    }
    return all.n ? one_of(r, &all, !person) : one_of(r, &some, !person);
}

/* Other words for a post: the manager is "the boss", "the head coach" later. The one person who has been
 * mentioned and is said to be one of them, with all of the description's qualifiers. */
uint32_t descriptions_by_post(const refer *r, const phrase *p)
{
    enum { WORDS = 5 };
    static const char *const posts[][WORDS + 1] = {{"manager", "boss", "coach", "gaffer", NULL},
                                                   {"chief", "leader", "head", "boss", "executive", NULL}};
    const str word = lexeme_letters(r->cast->in->token[p->head].word);
    few all = {0};

    if (p->head + 1 < refer_last(r, p->head) &&
        refer_looks(r)[p->head + 1].kinds & LEX_PREPOSITION) /* "the head of the gang" */
        return NONE;
    for (size_t k = 0; k < sizeof posts / sizeof *posts; k++) {
        if (!str_among(word, posts[k]))
            continue;
        for (const char *const *other = posts[k]; *other; other++)
            for (lookup_walk x = lookup_all(&r->roles, lexeme_key(str_z(*other))); lookup_next(&x);) {
                const role *have = &r->role[x.value];

                if (r->seen[have->who] && r->cast->who[have->who].is_person && agree(p, have) == 2)
                    few_add(&all, have->who);
            }
    }
    return all.n == 1 ? all.who[0] : NONE;
}

/* Whether every qualifier is a word of the entity's name. */
static bool in_name(const form *f, const phrase *p)
{
    for (uint32_t i = 0; i < p->n_qualifiers; i++) {
        bool has = false;

        for (uint16_t k = 0; k < f->n; k++)
            has |= f->key[k] == p->qualifier[i];
        if (!has)
            return false;
    }
    return true;
}

/* "This newspaper" is whose pages it stands in. */
static bool is_this_paper(const refer *r, const phrase *p)
{
    return p->first > 0 && refer_looks(r)[p->first - 1].key == LOOKS_KEY("this") &&
           refer_looks(r)[p->head].kinds & LEX_PRESS;
}

/* Of the bodies of such kinds in the last sentence that has any the first subject, or else the last one; what
 * somebody is only of, where there is no other near it. Those that may be of any kind are put into `unknown`.
 */
static uint32_t last_of_kind(const refer *r, uint32_t kinds, few *unknown)
{
    enum { NEAR = 3 }; /* sentences */
    uint32_t one = NONE, hung = NONE, sentence = 0, actor = NONE, acted = 0;
    few acting = {0};

    for (uint32_t i = r->n_found, left = REFER_BACK; i-- > 0 && left; left--) {
        const found *f = &r->found[i];
        const who *w = f->who == NONE ? NULL : &r->cast->who[f->who];

        if (one != NONE ? f->sentence != sentence : hung != NONE && f->sentence + NEAR < sentence)
            break;
        if (!w || w->is_person)
            continue;
        if (f->hangs) {
            if (hung == NONE && w->kinds & kinds) {
                hung = f->who;
                sentence = f->sentence;
            }
        } else if (w->kinds & kinds) {
            if (one == NONE || f->subject)
                one = f->who;
            sentence = f->sentence;
        } else if (one == NONE && !(w->kinds & (LEX_KINDS | LEX_PLACE)) && 2 * w->n_placed <= w->n_named) {
            few_add(unknown, f->who);
            if (f->subject) {
                few_add(&acting, f->who);
                if (actor == NONE || f->sentence == acted) {
                    actor = f->who;
                    acted = f->sentence;
                }
            }
        }
    }
    if (one == NONE && hung != NONE)
        return acting.n == 1 ? acting.who[0] : hung;
    return one == NONE && unknown->n > 1 ? actor : one;
}

uint32_t descriptions_by_kind(const refer *r, const phrase *p)
{
    const look *head = &refer_looks(r)[p->head];
    const cast *c = r->cast;
    few named = {0}, ends = {0}, unknown = {0}, later = {0};
    uint32_t one;

    if (cast_is_members(c, p->head) || is_this_paper(r, p))
        return NONE;
    for (lookup_walk x = lookup_all(&c->names, head->key); lookup_next(&x);) {
        const form *f = &c->form[x.value];

        if (c->who[f->who].is_person || c->who[f->who].gone || f->acronym || !in_name(f, p) ||
            cast_is_owned(&c->who[f->who], cast_word(c, p->head)))
            continue;
        if (head->kinds & LEX_GENERIC && !r->seen[f->who]) { /* "the company" is not yet a Peel & Company */
            few_add(&later, f->who);
            continue;
        }
        few_add(&named, f->who);
        if (f->key[f->n - 1] == head->key)
            few_add(&ends, f->who);
    }
    if (named.n)
        return one_of(r, ends.n ? &ends : &named, true);
    if (!(head->kinds & LEX_GENERIC) || p->n_qualifiers > 0) /* "the police union" is no other union */
        return later.n ? one_of(r, &later, true) : NONE;
    one = last_of_kind(r, head->kinds & LEX_KINDS, &unknown);
    if (one != NONE)
        return one;
    if (unknown.n)
        return unknown.n == 1 ? unknown.who[0] : NONE;
    if (later.n)
        return one_of(r, &later, true);
    for (uint32_t i = 0; i < c->n && i < REFER_BACK; i++)
        if (!c->who[i].is_person && !c->who[i].gone && c->who[i].kinds & head->kinds & LEX_KINDS)
            few_add(&unknown, i);
    return unknown.n == 1 ? unknown.who[0] : NONE;
}

/* "The interior ministry", "the chamber of commerce" that no name explains is a body called so; *last: the
 * token behind it. */
uint32_t descriptions_new_body(refer *r, const phrase *p, uint32_t end, uint32_t *last, err *e)
{
    static const char *const wide[] = {"board",    "chamber", "college",    "committee",
                                       "council",  "court",   "department", "faculty",
                                       "ministry", "school",  "society",    NULL}; /* of something */
    const uint32_t small =
        LEX_DETERMINER | LEX_PREPOSITION | LEX_FUNCTION | LEX_CALENDAR | LEX_ROLE | LEX_BODY;
    cast *c = r->cast;
    const look *l = refer_looks(r), *head = &l[p->head];
    uint32_t next = p->head + 1, of;
    str name;

    /* "The government" is one that the article does not name; "the police" are some of them. */
    if ((p->n_qualifiers == 0 && (!(head->kinds & LEX_STATE) || head->kinds & LEX_FUNCTION)) ||
        p->n_qualifiers > 2 || !(head->kinds & (LEX_STATE | LEX_UNION | LEX_CARE)) ||
        head->kinds & (LEX_ROLE | LEX_FIRM))
        return NONE;
    *last = next;
    if (next + 1 < end && l[next].key == LOOKS_KEY("of") && l[next + 1].flags & LOOK_WORD &&
        !(l[next + 1].flags & (LOOK_CAPITAL | LOOK_POSSESSIVE)) && !(l[next + 1].kinds & small) &&
        str_among(cast_word(c, p->head), wide))
        *last = next + 2;
    name = span_text(c->in, looks_span(c->in, l, p->first, *last));
    if (memchr(name.p, '\n', name.n))
        return NONE;
    of = cast_add(c, name, *last - p->first, head->kinds & LEX_KINDS);
    if (of != NONE && !cast_form(c, of, p->first, *last, e))
        return NONE;
    if (of != NONE) {
        c->who[of].body = 1;
        c->who[of].unnamed = true;
    }
    return of;
}

/* ---- somebody's office ---- */

bool descriptions_is_office(const refer *r, uint32_t i, uint32_t end)
{
    const look *l = refer_looks(r);

    return i < end && l[i].flags & LOOK_WORD && !(l[i].flags & (LOOK_CAPITAL | LOOK_POSSESSIVE)) &&
           (l[i].key == LOOKS_KEY("office") || l[i].key == LOOKS_KEY("campaign")) &&
           !(i + 1 < end && (l[i + 1].kinds & (LEX_ROLE | LEX_BODY) || refer_mark(r, i + 1) == '-'));
}

/* The body that is called so, which speaks as "the office" from then on. */
uint32_t descriptions_office_called(refer *r, str name, uint64_t key, err *e)
{
    cast *c = r->cast;
    uint64_t *kept;
    uint32_t of;

    for (lookup_walk x = lookup_all(&c->names, key); lookup_next(&x);)
        if (str_same(c->who[c->form[x.value].who].name, name))
            return c->form[x.value].who;
    kept = ARENA_NEW(c->arena, 1, uint64_t);
    of = kept ? cast_add(c, name, 2, 0) : NONE;
    if (!kept)
        (void)err_memory(e);
    if (of == NONE)
        return NONE;
    *kept = key;
    cast_known_by(c, (form){.key = kept, .n = 1, .who = of});
    c->who[of].body = 1;
    return of;
}

/* "Jones's office", "his office": called by the last name, with what a person does. */
uint32_t descriptions_office_of(refer *r, uint32_t owner, uint32_t office, err *e)
{
    const who *w = &r->cast->who[owner];
    str word = cast_word(r->cast, office), last = str_last_word(w->name);
    char *name;

    if (!w->is_person)
        return NONE;
    name = ARENA_NEW(r->cast->arena, last.n + word.n + 3, char);
    if (!name) {
        (void)err_memory(e);
        return NONE;
    }
    memcpy(name, last.p, last.n);
    memcpy(name + last.n, "'s ", 3);
    memcpy(name + last.n + 3, word.p, word.n);
    return descriptions_office_called(r, (str){name, last.n + word.n + 3}, refer_looks(r)[office].key, e);
}

/* "The mayor's office", from behind its determiner on: the token that the office is, or NONE. */
uint32_t descriptions_office_behind(const refer *r, uint32_t i, uint32_t end)
{
    enum { WORDS = 4 };
    const look *l = refer_looks(r);

    for (uint32_t last = i + WORDS; i < end && i < last; i++) {
        if (!(l[i].flags & LOOK_WORD) || r->named[i])
            return NONE;
        if (l[i].flags & LOOK_POSSESSIVE)
            return l[i].kinds & LEX_ROLE && descriptions_is_office(r, i + 1, end) ? i + 1 : NONE;
    }
    return NONE;
}
