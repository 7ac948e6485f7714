/* From a run to whom it names.
 *
 * Two runs are one entity when
 *   1 they have the same words
 *   2 both may be persons, the last words are the same and the first are, or one is the other's initial
 *     ("Barry Jones", "Barry H. Jones", "B. Jones"), or one begins the other ("Anna Maria", "Anna Maria Lee")
 *   3 neither is a person and one is how the other ends ("Waterways Authority", "State Waterways Authority"),
 *     or begins, where only words like Ltd or United come behind ("Acme", "Acme Holdings"), or only Ltd where
 *     it says what it is ("Acme Bank", "Acme Bank Ltd"), or one word where it is of unknown kind
 *   4 one is a single word: the last of one person's, or of several of whom the title leaves one (by gender,
 *     or the only one who has it elsewhere), or of whom one is the article's first (first_of); else the first
 *     of one entity's; or the initials of a body, or what stands in brackets behind its name; or how one
 *     person's first name begins ("Kev")
 *
 * Of several entities that fit equally well none is taken: such a run names nobody.
 *
 * Known misses: bodies that are renamed in passing ("the former Acme"); persons of one family name who are
 * told apart by what they do. */
#include "article/bearers.h"

#include "article/few.h"

/* Whether two first names may be of one person: the same, or an initial and what it stands for. */
static bool same_first(const cast *c, const form *f, const run *r, uint64_t first)
{
    str a = cast_word(c, r->first), b = c->who[f->who].name;

    if (f->key[0] == first)
        return true;
    return a.n && b.n && a.p[0] == b.p[0] && (a.n == 1 || (b.n > 1 && b.p[1] == '.'));
}

/* Words that blanks part: "Lindqvist-Hall" is one. */
uint32_t bearers_parts(const cast *c, const run *r)
{
    uint32_t n = 1;

    for (uint32_t i = r->first + 1; i < r->last; i++)
        n += !(c->runs->look[i].flags & LOOK_JOINED);
    return n;
}

/* What a firm's name ends in that nobody says twice. */
static bool is_firm_ending(uint64_t key)
{
    return key == LOOKS_KEY("inc") || key == LOOKS_KEY("corp") || key == LOOKS_KEY("co") ||
           key == LOOKS_KEY("cos") || key == LOOKS_KEY("ltd") || key == LOOKS_KEY("limited") ||
           key == LOOKS_KEY("plc") || key == LOOKS_KEY("llc");
}

/* Whether a run of several words is a family's: "de Witt", "Ms Ni Fhloinn". */
static bool is_last_name(const cast *c, const run *r)
{
    const uint32_t kinds = c->runs->look[r->first].kinds;

    return kinds & LEX_PARTICLE || (r->title < r->first && !(kinds & LEX_GIVEN));
}

/* Whether an entity is of what the run names: the Friends of Pavilion Gardens are not Pavilion Gardens. */
static bool is_of(const cast *c, const who *w, const run *r)
{
    str name = span_text(c->in, looks_span(c->in, c->runs->look, r->first, r->last));

    return w->name.n > name.n + 4 && str_ends(w->name, name) &&
           str_ends((str){w->name.p, w->name.n - name.n}, STR(" of "));
}

/* Rules 1 to 3, for a run of several words. */
uint32_t bearers_long(const cast *c, const run *r)
{
    uint64_t key[LONGEST_FORM];
    uint16_t n = cast_keys(c, r->first, r->last, key);
    few same = {0}, person = {0}, part = {0};

    if (!n)
        return NONE;
    for (lookup_walk x = lookup_all(&c->names, key[n - 1]); lookup_next(&x);) {
        const form *f = &c->form[x.value];
        const who *w = &c->who[f->who];

        if (f->key[f->n - 1] != key[n - 1] || f->n < 2)
            continue;
        if (f->n == n && !memcmp(f->key, key, n * sizeof *key))
            few_add(&same, f->who);
        else if (cast_may_be_person(w) && !(r->flags & RUN_BODY) && same_first(c, f, r, key[0]))
            few_add(&person, f->who);
        else if (f->n > n && cast_may_be_person(w) &&
                 (bearers_parts(c, r) == 1 || (f->n == n + 1 && (w->person || is_last_name(c, r)))) &&
                 !(r->flags & RUN_BODY) && !memcmp(f->key + f->n - n, key, n * sizeof *key))
            few_add(&person, f->who);
        else if (f->n > n && !w->person && !(r->flags & RUN_PERSON) && !is_of(c, w, r) &&
                 !memcmp(f->key + f->n - n, key, n * sizeof *key))
            few_add(&part, f->who);
    }
    for (lookup_walk x = lookup_all(&c->names, key[0]); lookup_next(&x);) {
        const form *f = &c->form[x.value];

        if (f->n != n + 1 || memcmp(f->key, key, n * sizeof *key) != 0)
            continue;
        if (r->flags & RUN_PERSON && c->runs->look[r->first].kinds & LEX_GIVEN && c->who[f->who].person)
            few_add(&person, f->who); /* "Anna Maria" for Anna Maria Lee */
        else if (!c->who[f->who].person && !(r->flags & RUN_PERSON) &&
                 (is_firm_ending(f->key[n]) ||
                  (!(r->flags & RUN_BODY) && (c->who[f->who].kinds & (LEX_FIRM | LEX_CLUB) ||
                                              !(c->who[f->who].kinds | (r->flags & RUN_PLACED))))))
            few_add(&part, f->who);
    }
    return same.n == 1 ? same.who[0] : person.n == 1 ? person.who[0] : part.n == 1 ? part.who[0] : NONE;
}

/* Those whose name says what body they are: "Lumo" is Lumo Devices rather than the Lumo Slate. */
static few bodies_of(const cast *c, const few *all)
{
    few f = {0};

    for (uint32_t i = 0; i < all->n; i++)
        if (c->who[all->who[i]].kinds & LEX_KINDS)
            few_add(&f, all->who[i]);
    return f;
}

/* "J Lee", "J. Lee": no more of the first name is known. */
static bool by_initial(const who *w)
{
    return w->name.n > 1 && (w->name.p[1] == ' ' || w->name.p[1] == '.');
}

/* Of several persons of one family name the one whom the article names first, if the others are brought in as
 * somebody's relatives or are named in full less often; but none where another has just been named, in this
 * paragraph. */
static uint32_t first_of(const cast *c, const few *all, const run *r)
{
    enum { BACK = 64 };
    const sentence_read *s = c->in->sentence;
    uint32_t one = all->who[0], left = BACK;

    for (uint32_t i = 1; i < all->n; i++) {
        const who *other = &c->who[all->who[i]], *best = &c->who[one];

        /* who has a given name or a title, rather than the "Dump Lee" of a headline */
        if ((other->person > 0) == (best->person > 0) ? other->first < best->first : other->person > 0)
            one = all->who[i];
    }
    if (!r || c->who[one].first > r->title || all->n == FEW)
        return NONE;
    for (uint32_t i = 0; i < all->n; i++) {
        const who *other = &c->who[all->who[i]];

        if (by_initial(other) && !by_initial(&c->who[one])) /* of a team that is listed */
            continue;
        if (other->first > r->title) /* who comes in later */
            continue;
        if (all->who[i] != one && !other->relative && other->n_full >= c->who[one].n_full &&
            (other->person > 0 || c->who[one].person == 0))
            return NONE;
    }
    for (const run *x = r; x-- > c->runs->run && left && s[x->sentence].passage == s[r->sentence].passage;
         left--)
        if (x->n_words > 1 && x->last > x->first &&
            c->runs->look[x->last - 1].key == c->runs->look[r->first].key && bearers_long(c, x) != one)
            return NONE;
    return one;
}

/* The key of the last title among the words [i, last) that not every man or woman has; 0 without one. */
uint64_t bearers_office(const cast *c, uint32_t i, uint32_t last)
{
    const look *l = c->runs->look;

    for (; last > i; last--)
        if (l[last - 1].kinds & LEX_ROLE ||
            (l[last - 1].kinds & LEX_TITLE && !(l[last - 1].kinds & (LEX_MALE | LEX_FEMALE))))
            return looks_role_key(l[last - 1].key);
    return 0;
}

/* Those who are named with the run's title elsewhere: of two who are called Ray "Cllr Ray" is the councillor.
 */
static few of_office(const cast *c, const few *all, const run *r)
{
    uint64_t office = bearers_office(c, r->title, r->first);
    few f = {0};

    for (uint32_t i = 0; office && i < all->n; i++) {
        const who *w = &c->who[all->who[i]];

        if (w->office[0] == office || w->office[1] == office)
            few_add(&f, all->who[i]);
    }
    return f;
}

/* The gender that "Lee herself" has. */
static char own_gender(const cast *c, const run *r)
{
    uint16_t next = r->last < c->in->sentence[r->sentence].last ? c->runs->look[r->last].pronoun : 0;

    return !(next & PRONOUN_SELF) ? '?' : next & PRONOUN_MALE ? 'm' : next & PRONOUN_FEMALE ? 'f' : '?';
}

/* What a state or body is called that everybody knows by its letters; else empty. */
str bearers_spelt_out(const look *l)
{
    const str none = {0};

    return !(l->flags & (LOOK_CAPS | LOOK_INITIAL))                  ? none
           : l->key == LOOKS_KEY("us") || l->key == LOOKS_KEY("usa") ? STR("United States")
           : l->key == LOOKS_KEY("uk")                               ? STR("United Kingdom")
                                                                     : none;
}

/* "Sir Alec", "Queen Maud": a first name stands behind such a title. */
static bool is_knight(const cast *c, const run *r)
{
    static const char *const titles[] = {"dame", "king", "prince", "princess", "queen", "sir", NULL};

    return str_among(lexeme_letters(c->in->token[r->first - 1].word), titles);
}

/* "Kent police": no name of its own that goes by "Kent". */
static bool ends_small(str name)
{
    str last = str_last_word(name);

    return last.n && last.n < name.n && last.p[0] >= 'a' && last.p[0] <= 'z';
}

/* Whether an entity whose name begins with the word of token i goes by it: the Lumo Slate is "Lumo"; but not
 * the US Senate "U.S.", the Nurses' Union "nurses", Mina Lind "Dr Mina", nor the Ministry of Health
 * "ministry", which is another rule. */
static bool goes_by_first(const cast *c, uint32_t i, const run *r, const who *w)
{
    const look *l = &c->runs->look[i];
    str first = cast_word(c, i);
    bool given = (l->kinds & LEX_GIVEN) != 0;

    if (bearers_spelt_out(l).n || (l->kinds & LEX_BODY && !given) ||
        (r && r->title < r->first && !given && !is_knight(c, r)))
        return false;
    if (cast_is_owned(w, first) || ends_small(w->name))
        return false;
    return !(l->kinds & (LEX_PLACE | LEX_GROUND | LEX_NATION)) || w->kinds & LEX_CLUB;
}

/* "Kev" is Kevin Stroud, if he alone has a first name that begins so. */
static uint32_t by_short_name(const cast *c, uint32_t i, char gender)
{
    enum { LOOKED_AT = 64, SHORTEST = 3, LONGER_BY = 2 };
    const str word = cast_word(c, i);
    few all = {0};

    if (!(c->runs->look[i].kinds & LEX_GIVEN) || word.n < SHORTEST)
        return NONE;
    for (uint32_t k = 0; k < c->n && k < LOOKED_AT; k++) {
        const who *w = &c->who[k];
        const str first = str_first_word(w->name);

        if (cast_may_be_person(w) && w->n_words > 1 && first.n >= word.n + LONGER_BY &&
            memcmp(first.p, word.p, word.n) == 0 &&
            (gender == '?' || w->gender == '?' || w->gender == gender))
            few_add(&all, k);
    }
    return all.n == 1 ? all.who[0] : NONE;
}

/* Rule 4. *many is set when several fit and none is taken. */
uint32_t bearers_short(const cast *c, uint32_t i, const run *r, bool *many)
{
    const look *l = &c->runs->look[i];
    few last = {0}, first = {0}, initials = {0}, same = {0};
    bool titled = r && r->title < r->first;
    const bool state = bearers_spelt_out(l).n > 0; /* "U.S." is not the US Senate */
    const bool members = cast_is_members(c, i);
    char gender = !r ? '?' : titled ? r->gender : own_gender(c, r);
    uint32_t n_first;

    *many = false;
    for (lookup_walk x = lookup_all(&c->names, l->key); lookup_next(&x);) {
        const form *f = &c->form[x.value];
        const who *w = &c->who[f->who];

        if (gender != '?' && w->gender != '?' && w->gender != gender)
            continue;
        if (titled && !cast_may_be_person(w))
            continue;
        if (f->acronym) {
            if (l->flags & (LOOK_CAPS | LOOK_INITIAL) && !state)
                few_add(&initials, f->who);
        } else if (f->n == 1)
            few_add(&same, f->who);
        else if (f->key[f->n - 1] == l->key && cast_may_be_person(w)) {
            if (!r || !w->relative || w->first < r->title) /* "Lee left. His agent, Tom Lee" */
                few_add(&last, f->who);
        } else if (f->key[0] == l->key && goes_by_first(c, i, r, w))
            few_add(&first, f->who);
        else if (l->kinds & LEX_BODY && !members && (f->key[0] == l->key || f->key[f->n - 1] == l->key))
            few_add(&first, f->who); /* "the Ministry" */
    }
    if (same.n == 1 && (same.n + last.n == 1 || !titled))
        return same.who[0];
    if (last.n == 1)
        return last.who[0];
    if (last.n > 1) {
        few held = titled ? of_office(c, &last, r) : (few){0};

        *many = true;
        return held.n == 1 ? held.who[0] : first_of(c, &last, r);
    }
    if (initials.n == 1)
        return initials.who[0];
    n_first = first.n;
    if (first.n > 1)
        first = bodies_of(c, &first);
    *many = first.n != 1 && n_first > 1;
    if (first.n == 0 && r && !titled && r->n_words == 1)
        return by_short_name(c, i, gender);
    return first.n == 1 ? first.who[0] : NONE;
}
