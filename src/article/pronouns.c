/* From a pronoun to whom it means.
 *
 * The sentences are gone back one by one, the pronoun's own first and at most WINDOW before it. In the first
 * with anybody who fits: those whose gender is known before those of whom it is not, subjects and sources
 * before others; if one is left it is meant, if several, nobody. Outside quotations only what stands outside
 * counts: who is quoted does not name himself. Within one its speaker does not fit, who would say I. A
 * pronoun that could mean only one person of unknown gender tells that person's gender. They and it go back
 * to bodies, one sentence at most: they to none if a plural stands in between, or, in a quotation, if it is
 * the speaker's own; "it is" to none; to one that somebody is only of ("an analyst at Acme") if there is no
 * other.
 *
 * The idea, entities kept in order of salience with subjects first, is that of S. Lappin and H. Leass, An
 * algorithm for pronominal anaphora resolution, Computational Linguistics 20 (1994), without their parser.
 *
 * Who is hit by her is not her: a clause's object is somebody else than its subject. And whom "The builder,
 * Alan Frith, had been paid, he said" names is not him, unless nobody before it fits.
 *
 * Who is named in what is quoted beside a pronoun does not say it, nor is he in "he said Lee had lied" Lee
 * (principle C).
 *
 * Known misses: "it" that means an event or a thing; "they" for a person. */
#include "article/pronouns.h"

#include "article/attribution_words.h"
#include "article/few.h"

enum { WINDOW = 3 };

pronoun_kind pronouns_kind(uint16_t is)
{
    return !(is & PRONOUN_THIRD) ? NO_PRONOUN
           : is & PRONOUN_MALE   ? HE
           : is & PRONOUN_FEMALE ? SHE
           : is & PRONOUN_THING  ? IT
                                 : THEY;
}

/* How well a pronoun goes with somebody: 0 not, 1 a single word that may be a person's name, 2 a person of
 * unknown gender or a body, 3 a person of that gender. */
static unsigned fit(const who *w, const found *f, pronoun_kind kind)
{
    char gender = kind == HE ? 'm' : 'f';

    if (w->wire) /* it tells of others */
        return 0;
    if (kind == IT && !w->body && !w->kinds && w->n_words == 1 && w->n_named == 1)
        return 0; /* a single word that is said once may be anybody */
    if (kind == THEY || kind == IT)
        return w->is_person || w->kinds & LEX_PLACE ? 0 : 2;
    if (w->gender != '?' && w->gender != gender)
        return 0;
    if (w->is_person && (w->person || w->gender == gender || (f->subject && w->n_words > 1)))
        return w->gender == gender ? 3 : 2;
    return !w->body && !w->kinds && !w->n_placed && (w->is_person || w->n_words == 1) && f->subject;
}

/* The same of somebody without a name: "a spokesman". */
static unsigned fit_nobody(const found *f, pronoun_kind kind)
{
    return (kind == HE && f->gender != 'f') || (kind == SHE && f->gender != 'm') ? 2 : 0;
}

/* "It is", "it was", "it took a murder to get a light": more often the weather or the matter than a body. */
bool pronouns_idle(const refer *r, uint32_t i, pronoun_kind kind)
{
    enum { REACH = 8 };
    static const char *const verbs[] = {"appeared", "appears",  "emerged", "emerges", "happened",
                                        "happens",  "mattered", "matters", NULL},
                             *const takes[] = {"take", "takes", "took", NULL}, *const to[] = {"to", NULL};
    const look *l = refer_looks(r);
    const uint32_t last = refer_last(r, i);

    if (kind != IT || !(l[i].pronoun & PRONOUN_SUBJECT))
        return false;
    if (l[i].flags & LOOK_POSSESSIVE || i + 1 >= last) /* "it's" */
        return (l[i].flags & LOOK_POSSESSIVE) != 0;
    if (l[i + 1].kinds & LEX_BE || str_among(cast_word(r->cast, i + 1), verbs))
        return true;
    for (uint32_t k = i + 2; k < last && k < i + REACH && str_among(cast_word(r->cast, i + 1), takes); k++)
        if (str_among(cast_word(r->cast, k), to))
            return true;
    return false;
}

/* "Calling it a lie", "dismissed it as": what was said before rather than who. */
static bool is_called(const refer *r, uint32_t i, pronoun_kind kind)
{
    const uint32_t says = kind == IT && i > refer_first(r, i) ? r->cast->in->token[i - 1].word->says : 0;

    return says & SAID_CALLS ||
           (says & SAID_CALLS_AS && i + 1 < refer_last(r, i) && refer_looks(r)[i + 1].key == LOOKS_KEY("as"));
}

/* Whether somebody is named in what a pronoun at token `at` says: "He said Khalvan had lied" (principle C of
 * the binding theory: a pronoun that commands a name is not who it names). */
static bool is_named_behind(const refer *r, uint32_t of, uint32_t at)
{
    enum { REACH = 12 };
    const look *l = refer_looks(r);
    uint32_t last = refer_last(r, at);

    if (!(l[at].pronoun & PRONOUN_SUBJECT) || at + 1 >= last || !(l[at + 1].kinds & LEX_SPEECH))
        return false;
    for (uint32_t i = at + 2; i < last && i < at + REACH && refer_mark(r, i) != ','; i++)
        if (r->named[i] && r->cast->naming[r->named[i] - 1].who == of)
            return true;
    return false;
}

/* Whether somebody is named in a quotation beside token `at`: "Emeka was superb," he said. He does not speak
 * it. */
static bool is_named_in_quote(const refer *r, uint32_t of, uint32_t at)
{
    enum { NEAR = 60 };
    const look *l = refer_looks(r);
    uint32_t first = refer_first(r, at), last = refer_last(r, at);

    if (!(l[at].pronoun & PRONOUN_SUBJECT) ||
        !((at + 1 < last && l[at + 1].kinds & LEX_SPEECH) || (at > first && l[at - 1].kinds & LEX_SPEECH)))
        return false;
    for (uint32_t i = at > first + NEAR ? at - NEAR : first; i < last && i < at + NEAR; i++)
        if (r->quoted[i] && r->named[i] && r->cast->naming[r->named[i] - 1].who == of)
            return true;
    return false;
}

/* "told CNBC in August": who is told something is not whom the next sentence is about. */
static bool is_told(const refer *r, const found *f)
{
    uint64_t before = f->token ? refer_looks(r)[f->token - 1].key : 0;

    return before == LOOKS_KEY("told") || before == LOOKS_KEY("tells") || before == LOOKS_KEY("telling") ||
           before == LOOKS_KEY("tell");
}

/* "Under cross-examination by Lee, he": whom a sentence opens with is not whom it is about. */
static bool is_agent(const refer *r, const found *f, uint32_t at)
{
    const look *l = refer_looks(r);

    return f->token && l[f->token - 1].key == LOOKS_KEY("by") && at > 0 && refer_mark(r, at - 1) == ',' &&
           l[at].pronoun & PRONOUN_SUBJECT && l[at].pronoun & (PRONOUN_MALE | PRONOUN_FEMALE);
}

/* Who cannot be meant by an object at token `at`: in "Lee hit her" Lee, in "she urged Lee to sack him" Lee,
 * as who is sacked by Lee is somebody else (binding theory's principle B, N. Chomsky, Lectures on Government
 * and Binding, 1981). NONE where the clause cannot be told. */
static uint32_t own_subject(const refer *r, uint32_t at)
{
    enum { BACK = 12 };
    const look *l = refer_looks(r);
    uint32_t start = refer_first(r, at), end = refer_last(r, at), n = r->n_found, left = REFER_BACK;
    const uint64_t joins[] = {LOOKS_KEY("and"),  LOOKS_KEY("as"),    LOOKS_KEY("but"),
                              LOOKS_KEY("if"),   LOOKS_KEY("or"),    LOOKS_KEY("that"),
                              LOOKS_KEY("when"), LOOKS_KEY("which"), LOOKS_KEY("who")};
    bool object = l[at].pronoun & PRONOUN_OBJECT && !(l[at].pronoun & PRONOUN_THING);

    /* "Lee, he said, was late" */
    if (!object && at > start + 1 && at + 1 < end && refer_mark(r, at - 1) == ',' &&
        l[at + 1].kinds & LEX_SPEECH && !(at + 2 < end && l[at + 2].key == LOOKS_KEY("that")))
        for (uint32_t k = n; k-- > 0 && left && r->found[k].token >= start; left--)
            if (r->found[k].at.end == l[at - 2].end)
                return r->found[k].who;
    if (!object || at == start || !(l[at - 1].flags & LOOK_WORD) || l[at - 1].kinds & LEX_PREPOSITION)
        return NONE;
    if (l[at].pronoun & PRONOUN_OWNER && at + 1 < end && l[at + 1].flags & LOOK_WORD &&
        !(l[at + 1].kinds & (LEX_PREPOSITION | LEX_FUNCTION | LEX_DETERMINER | LEX_CALENDAR)))
        return NONE; /* "her plan" */
    for (; n > 0 && left && r->found[n - 1].token >= at; left--)
        n--;
    left = left ? BACK : 0;
    for (uint32_t i = at; i > start && left; i--, left--) {
        const found *f = n > 0 ? &r->found[n - 1] : NULL;

        if (f && f->at.end == l[i - 1].end && f->token >= start) {
            if (f->pronoun && l[f->token].pronoun & PRONOUN_OWNER && i < at)
                return NONE; /* "his staff told him" */
            if (i < at && (f->subject || i + 1 == at || l[i].key == LOOKS_KEY("to")))
                return f->who;
            i = f->token + 1; /* another object */
            n--;
            continue;
        }
        if (!(l[i - 1].flags & LOOK_WORD) || l[i - 1].kinds & LEX_DETERMINER)
            return NONE;
        if (l[i - 1].key == LOOKS_KEY("who") && f && i > start + 2 && refer_mark(r, i - 2) == ',' &&
            f->at.end == l[i - 3].end)
            return f->who; /* "Lee, who succeeded her" */
        for (size_t k = 0; k < sizeof joins / sizeof *joins; k++)
            if (l[i - 1].key == joins[k])
                return NONE;
    }
    return NONE;
}

/* "The bills had been paid, he said": what stands before is what is said, and no adverb like "When Lee left,
 * ". */
static bool is_behind_said(const refer *r, uint32_t at)
{
    const look *l = refer_looks(r);
    uint32_t start = refer_first(r, at), end = refer_last(r, at);

    if (at <= start + 2 || at + 1 >= end || refer_mark(r, at - 1) != ',' || !(l[at + 1].kinds & LEX_SPEECH) ||
        r->quoted[at])
        return false;
    return at + 2 == end || !(l[at + 2].flags & LOOK_WORD) ||
           !(l[start].kinds & (LEX_PREPOSITION | LEX_FUNCTION)) ||
           pronouns_kind(l[start].pronoun) != NO_PRONOUN;
}

typedef struct choice {
    uint32_t who;
    unsigned fit;
    bool subject;
} choice;

/* A pronoun that somebody is looked for. */
typedef struct sought {
    pronoun_kind kind;
    uint32_t at;             /* token                                                */
    uint32_t not_this, acts; /* who speaks and who acts: neither is meant            */
    bool said;               /* whom its sentence names is not: that is what is said */
    bool stands;             /* nor is a body that somebody is only of               */
} sought;

/* The one that a pronoun means, of those that fit at least so well; the first sentence back that has any
 * decides. */
static uint32_t nearest(const refer *r, const sought *p, unsigned least)
{
    const pronoun_kind kind = p->kind;
    const uint32_t at = p->at;
    uint32_t s = r->cast->in->token[at].sentence, group = NONE, n = 0, n_left = 0, one = NONE,
             left = REFER_BACK;
    choice c[FEW] = {0};
    few own = {0};
    unsigned best = 0, window = kind == THEY || kind == IT ? 1 : WINDOW;
    bool subject = false;

    /* "They never listened," said the union's secretary: a body beside the speaker is the speaker's own. */
    if (r->quoted[at] && (kind == THEY || kind == IT))
        for (uint32_t i = r->n_found, back = REFER_BACK; i-- > 0 && back && r->found[i].sentence == s; back--)
            if (!r->found[i].quoted && r->found[i].who != NONE)
                few_add(&own, r->found[i].who);

    for (uint32_t i = r->n_found; i-- > 0 && left; left--) {
        const found *f = &r->found[i];
        unsigned how = f->who == NONE ? fit_nobody(f, kind) : fit(&r->cast->who[f->who], f, kind);
        uint32_t k;

        if (f->sentence + window < s || (group != NONE && f->sentence != group))
            break;
        if (how < least || (f->who != NONE && (f->who == p->not_this || f->who == p->acts)) ||
            (f->quoted && !r->quoted[at]) || few_has(&own, f->who) || (f->sentence == s && f->token >= at) ||
            (f->sentence < s && is_told(r, f)) || (f->sentence == s && is_agent(r, f, at)) ||
            (f->sentence == s && p->said && !f->pronoun) || (p->stands && f->hangs) ||
            (!r->quoted[at] && f->who != NONE && r->cast->who[f->who].is_person &&
             (is_named_in_quote(r, f->who, at) || is_named_behind(r, f->who, at))))
            continue;
        group = f->sentence;
        for (k = 0; k < n && c[k].who != f->who;)
            k++;
        if (k == FEW)
            return NONE;
        if (k == n)
            c[n++] = (choice){f->who, how, false};
        c[k].subject |= f->subject;
        best = how > best ? how : best;
    }
    for (uint32_t i = 0; i < n; i++)
        subject |= c[i].subject && c[i].fit == best;
    for (uint32_t i = 0; i < n; i++)
        if (c[i].fit == best && (!subject || c[i].subject)) {
            if (c[i].who == r->speaker &&
                r->speaker != NONE) /* "She said that Lee ... It was late, she said." */
                return r->speaker;
            one = c[i].who;
            n_left++;
        }
    return n_left == 1 ? one : NONE;
}

/* Whether a plural, "the drivers", stands in the sentences since the last mention of `of`: they may mean
 * that. */
static bool plural_since(const refer *r, uint32_t of, uint32_t at)
{
    uint32_t from = 0;

    for (uint32_t i = r->n_found, left = REFER_BACK; i-- > 0 && left; left--)
        if (r->found[i].who == of) {
            from = r->found[i].token;
            break;
        }
    return r->plural[at] > from;
}

/* Whom a pronoun at token `at` means; `not_this` is the speaker of the quotation that it stands in. */
uint32_t pronouns_mean(refer *r, pronoun_kind kind, uint32_t at, uint32_t not_this)
{
    bool body = kind == THEY || kind == IT;
    sought p = {kind, at, not_this, own_subject(r, at), !body && is_behind_said(r, at), body};
    uint32_t one;

    if (is_called(r, at, kind))
        return NONE;
    one = nearest(r, &p, 2);
    if (one == NONE && (p.said || p.stands)) {
        p.said = p.stands = false;
        one = nearest(r, &p, 2);
    }
    if (body)
        return one != NONE && kind == THEY && plural_since(r, one, at) ? NONE : one;
    if (one == NONE)
        one = nearest(r, &p, 1);
    if (one != NONE && r->cast->who[one].gender == '?') {
        r->cast->who[one].gender = kind == HE ? 'm' : 'f';
        r->cast->who[one].is_person = true;
    }
    return one;
}
