/* From runs to entities: longer runs before shorter ones, those that open a sentence, whose capital says
 * less, behind the others. Which entity a run names is written in bearers.c; what names nobody so far becomes
 * one. A target is an entity like others, there before them. At the end it is judged who is a person, a body,
 * a place. */
#include "article/cast.h"

#include "article/bearers.h"
#include "base/order.h"

#include <stdlib.h>

/* ---- adding ---- */

uint32_t cast_add(cast *c, str name, uint32_t n_words, uint32_t kinds)
{
    if (c->n == c->cap)
        return NONE;
    c->who[c->n] = (who){.name = name, .kinds = kinds, .n_words = n_words, .first = NONE, .gender = '?'};
    return c->n++;
}

/* The form is found by each of its words. */
void cast_known_by(cast *c, form f)
{
    if (c->n_forms == c->names.cap)
        return;
    for (uint16_t i = 0; i < f.n; i++)
        lookup_add(&c->names, f.key[i], c->n_forms);
    c->form[c->n_forms++] = f;
}

uint16_t cast_keys(const cast *c, uint32_t first, uint32_t last, uint64_t key[LONGEST_FORM])
{
    uint16_t n = 0;

    for (uint32_t i = first; i < last && n < LONGEST_FORM; i++)
        if (cast_is_word(c, i))
            key[n++] = c->runs->look[i].key;
    return n;
}

bool cast_form(cast *c, uint32_t of, uint32_t first, uint32_t last, err *e)
{
    uint64_t key[LONGEST_FORM];
    uint16_t n = cast_keys(c, first, last, key);
    uint64_t *kept = ARENA_NEW(c->arena, n, uint64_t);

    if (!kept)
        return err_memory(e);
    memcpy(kept, key, n * sizeof *key);
    cast_known_by(c, (form){.key = kept, .n = n, .who = of});
    return true;
}

/* "NFU" for National Farm Union: the initials of the words with a capital. */
static bool add_acronym(cast *c, uint32_t of, uint32_t first, uint32_t last, err *e)
{
    char letters[LONGEST_FORM];
    size_t n = 0;
    uint64_t *kept;

    for (uint32_t i = first; i < last && n < sizeof letters; i++)
        if (c->runs->look[i].flags & LOOK_CAPITAL)
            letters[n++] = c->in->text.p[c->in->token[i].at.begin];
    if (n < 2)
        return true;
    if (!(kept = ARENA_NEW(c->arena, 1, uint64_t)))
        return err_memory(e);
    *kept = lexeme_key((str){letters, n});
    cast_known_by(c, (form){.key = kept, .n = 1, .who = of, .acronym = true});
    return true;
}

/* U+00A0, a no-break space. */
static bool is_no_break(str s, size_t i)
{
    return i + 1 < s.n && s.p[i] == '\xC2' && s.p[i + 1] == '\xA0';
}

/* The words from token `first` to before `last`, every stretch of white space as one blank. */
static bool text_of(const cast *c, uint32_t first, uint32_t last, str *out, err *e)
{
    str s = span_text(c->in, looks_span(c->in, c->runs->look, first, last));
    char *p;
    size_t n = 0;

    *out = s;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i] < ' ' || (s.p[i] == ' ' && i && s.p[i - 1] == ' ') || is_no_break(s, i);
    if (!n)
        return true;
    if (!(p = ARENA_NEW(c->arena, s.n, char)))
        return err_memory(e);
    n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool wide = is_no_break(s, i);

        if ((unsigned char)s.p[i] > ' ' && !wide)
            p[n++] = s.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
        i += wide;
    }
    *out = (str){p, n};
    return true;
}

/* ---- targets ---- */

/* Which targets the article has, in order. */
static bool present(cast *c, const targets *set, const sighting *list, uint32_t n, uint32_t **out, err *e)
{
    uint32_t n_all = set->always ? set->n : n;
    uint32_t *t = *out = ARENA_NEW(c->arena, (size_t)n_all + 1, uint32_t);

    if (!t)
        return err_memory(e);
    for (uint32_t i = 0; i < n_all; i++)
        t[i] = set->always ? i : list[i].target;
    qsort(t, n_all, sizeof *t, order_u32);
    for (uint32_t i = 0; i < n_all; i++)
        if (i == 0 || t[i] != t[i - 1])
            t[c->n_targets++] = t[i];
    return true;
}

/* Which entity is meant. */
static uint32_t entity_of(const cast *c, const uint32_t *here, const sighting *s)
{
    const uint32_t *at = bsearch(&s->target, here, c->n_targets, sizeof *here, order_u32);

    return (uint32_t)(at - here);
}

static void add_target(cast *c, const targets *set, uint32_t t)
{
    const target_kind *k = &set->kind[t];
    uint32_t of = cast_add(c, set->target[t].name, LONGEST_FORM, k->kinds);

    c->who[of].target = true;
    c->who[of].person = k->person;
    c->who[of].gender = k->gender;
    for (uint32_t i = set->first[t]; i < set->first[t + 1]; i++)
        cast_known_by(c, (form){.key = set->name[i].key, .n = set->name[i].n, .who = of});
}

/* ---- runs ---- */

/* The kind of a body is what its last kind word says, or the last before "of" and the like. */
static uint32_t kinds_of(const cast *c, const run *r)
{
    uint32_t kinds = 0;

    for (uint32_t i = r->first; i < r->last; i++) {
        uint32_t k = c->runs->look[i].kinds;

        if (k & LEX_PREPOSITION && !(c->runs->look[i].flags & LOOK_CAPITAL) && kinds)
            break;
        if (r->n_words == 1)
            kinds |= k & LEX_PLACE;
        if (k & LEX_GIVEN)
            continue;
        if (k & LEX_GROUND && i + 1 == r->last)
            kinds |= LEX_GROUND;
        if (k & LEX_KINDS)
            kinds = (kinds & ~LEX_KINDS) | (k & LEX_KINDS);
    }
    return kinds;
}

/* "The mayor, Tom Ray", "retired general Barry Jones": what stands before the name; 0 without such a word. */
static uint64_t office_before(const cast *c, uint32_t i)
{
    uint32_t start = article_first(c->in, i);

    if (i > start && article_sign(c->in, i - 1) == ',')
        i--;
    return i > start ? bearers_office(c, i - 1, i) : 0;
}

static void keep_office(who *w, uint64_t office)
{
    if (!w->office[0])
        w->office[0] = office;
    else if (!w->office[1] && w->office[0] != office)
        w->office[1] = office;
}

bool cast_is_owned(const who *w, str own)
{
    if (!str_ends(own, STR("s")))
        return false;
    for (size_t i = 0; i + own.n < w->name.n; i++) {
        str rest = {w->name.p + i + own.n, w->name.n - i - own.n};

        if (str_same((str){w->name.p + i, own.n}, own) &&
            (str_starts(rest, STR("'")) || str_starts(rest, STR("\u2019"))))
            return true;
    }
    return false;
}

/* "Her brother Tom Lee", "his wife, Ann", "his agent, Carl Lee". */
static bool is_relative(const cast *c, uint32_t i)
{
    static const char *const kin[] = {"aunt",    "brother", "cousin", "daughter", "father", "grandfather",
                                      "husband", "mother",  "nephew", "niece",    "sister", "son",
                                      "uncle",   "widow",   "wife",   NULL};
    const token *t = c->in->token;
    uint16_t own;

    if (i > 0 && article_sign(c->in, i - 1) == ',')
        i--;
    if (i == 0 || str_among(lexeme_letters(t[i - 1].word), kin))
        return i > 0;
    own = i > 1 && t[i - 1].word->kinds & LEX_ROLE ? lexeme_alone(t[i - 2].word) : 0;
    return own & PRONOUN_OWNER && pronoun_words_of_person(own);
}

/* "Boral Creek said": no place does. */
static bool speaks(const cast *c, const run *r)
{
    const look *l = c->runs->look;

    return r->n_words > 1 && l[r->last - 1].kinds & LEX_GROUND && !(l[r->last - 1].flags & LOOK_POSSESSIVE) &&
           !(r->flags & (RUN_PERSON | RUN_PLACED)) && r->last < c->in->sentence[r->sentence].last &&
           l[r->last].kinds & LEX_SPEECH;
}

/* The run names `of`: it is counted, and what it says about its kind. */
static bool name_it(cast *c, const run *r, uint32_t of, err *e)
{
    who *w = &c->who[of];
    bool fuller = r->n_words > w->n_words && !w->target;

    w->n_named++;
    if (r->title < w->first) {
        w->first = r->title;
        w->relative = is_relative(c, r->title);
    }
    w->n_full += r->n_words > 1;
    if (r->n_words > 1) {
        keep_office(w, bearers_office(c, r->title, r->first));
        keep_office(w, office_before(c, r->title));
    }
    if (r->flags & RUN_PLACED)
        w->n_placed++;
    if (r->flags & RUN_PERSON)
        w->person++;
    if (r->flags & RUN_BODY || (r->flags & RUN_THE && !(r->flags & RUN_PERSON)) || speaks(c, r))
        w->body++;
    if (r->n_words == 1 && c->runs->wire && c->runs->look[r->first].key == c->runs->wire) {
        w->wire = true;
        w->body++;
    }
    /* of "Murray" alone only a Murray, not Ann Murray */
    if (w->gender == '?' && (r->n_words > 1 || w->n_words < 2 || r->title < r->first ||
                             str_starts(w->name, cast_word(c, r->first))))
        w->gender = r->gender;
    c->naming[c->n_namings++] = (naming){r->title, r->first, r->last, of};
    if (!fuller)
        return true;
    w->n_words = r->n_words;
    w->n_parts = bearers_parts(c, r);
    w->kinds |= kinds_of(c, r);
    return text_of(c, r->first, r->last, &w->name, e) && cast_form(c, of, r->first, r->last, e);
}

static bool add_run(cast *c, const run *r, uint32_t *of, err *e)
{
    str name = r->n_words == 1 ? bearers_spelt_out(&c->runs->look[r->first]) : (str){0};

    if (!name.n && !text_of(c, r->first, r->last, &name, e))
        return false;
    *of = cast_add(c, name, r->n_words, kinds_of(c, r));
    if (*of == NONE)
        return true;
    c->who[*of].n_parts = bearers_parts(c, r);
    for (uint32_t i = r->first; i < r->last; i++)
        c->who[*of].common |=
            c->runs->look[i].flags & LOOK_BOTH ||
            c->runs->look[i].kinds & (LEX_BODY | LEX_NATION | LEX_FUNCTION | LEX_PREPOSITION);
    if (!cast_form(c, *of, r->first, r->last, e))
        return false;
    return r->n_words < 2 || r->flags & RUN_PERSON || add_acronym(c, *of, r->first, r->last, e);
}

/* "National Farm Union (NFU)": the run in brackets behind another names the same. */
static uint32_t bracketed(const cast *c, const run *r)
{
    const article *in = c->in;
    const look *l = c->runs->look;
    bool plc;

    if (r == c->runs->run || r->n_words != 1 || !(l[r->first].flags & LOOK_CAPS) || r->first < 2 ||
        r->last >= in->n_tokens)
        return NONE;
    plc = runs_is_plc(in, r[-1].last, r->first); /* "Northgrid plc (NGP)" */
    if (r[-1].last + 1 + plc != r->first || article_sign(in, r->first - 1) != '(' ||
        article_sign(in, r->last) != ')' || (r[-1].n_words < 2 && !plc))
        return NONE;
    return (uint32_t)(r - 1 - c->runs->run);
}

/* "Lockkeeper Olu Dent": a long word of unknown kind that ends as trades do, before two that may be a
 * person's name; not Manchester, Dresdner, nor Lakshman. */
static bool is_trade(const cast *c, const run *r)
{
    static const struct {
        const char *tail;
        size_t n; /* letters, at least: given names are shorter */
    } trades[] = {{"arian", 8}, {"eer", 8}, {"er", 8},  {"ician", 7}, {"ist", 6},
                  {"man", 8},   {"sor", 8}, {"tor", 7}, {"woman", 7}};
    static const char *const others[] = {"berger", "burger", "dner", "furter", "hman", "iman", "ster"};
    const look *l = c->runs->look;
    str word = cast_word(c, r->first);
    bool is = false;

    if (r->n_words != 3 || r->last != r->first + 3 || r->flags & RUN_BODY || l[r->first].kinds ||
        l[r->first].flags & (LOOK_CAPS | LOOK_POSSESSIVE))
        return false;
    for (uint32_t i = r->first + 1; i < r->last; i++)
        if (l[i].kinds & ~(uint32_t)(LEX_GIVEN | LEX_MALE | LEX_FEMALE | LEX_ROLE) || l[i].flags & LOOK_CAPS)
            return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_ends(word, str_z(others[i])))
            return false;
    for (size_t i = 0; i < sizeof trades / sizeof *trades; i++)
        is |= word.n >= trades[i].n && str_ends(word, str_z(trades[i].tail));
    return is;
}

/* "Using NATO": what is done with letters that stand for a body. */
static bool is_gerund(const cast *c, const run *r)
{
    static const char *const names[] = {"beijing", "boeing",   "browning", "fleming",
                                        "nanjing", "sterling", NULL};
    const look *l = c->runs->look;
    str word = lexeme_letters(c->in->token[r->first].word);

    return r->n_words == 2 && l[r->last - 1].flags & LOOK_CAPS &&
           !(l[r->first].kinds || l[r->first].flags & LOOK_CAPS) && word.n > 4 &&
           str_ends(word, STR("ing")) && !str_among(word, names);
}

/* "Carmaker Valdane Motors": what a firm is, before its name, `rest`. */
static bool is_maker(const cast *c, const run *r, const run *rest)
{
    const look *l = c->runs->look;

    return (l[r->first].kinds & (LEX_GENERIC | LEX_FIRM)) == (LEX_GENERIC | LEX_FIRM) && r->n_words > 2 &&
           rest->first == r->first + 1 && !(l[rest->first].kinds & (LEX_PREPOSITION | LEX_PARTICLE)) &&
           str_ends(cast_word(c, r->first), STR("er"));
}

/* "Leave Ann Lee alone": what somebody is told to do with one who is named, `rest`. */
static bool is_told_to(const cast *c, const run *r, const run *rest)
{
    static const char *const verbs[] = {"ask",   "blame", "bring", "drop",  "forget", "give", "ignore",
                                        "keep",  "leave", "let",   "meet",  "pity",   "sack", "save",
                                        "spare", "stop",  "thank", "trust", NULL};
    bool many;

    return str_among(lexeme_letters(c->in->token[r->first].word), verbs) && !(r->flags & RUN_BODY) &&
           (rest->n_words > 1 || c->runs->look[rest->first].kinds & LEX_GIVEN ||
            bearers_short(c, rest->first, rest, &many) != NONE);
}

/* A run that opens its sentence may begin with a word that is none of the name's: "Striking Teamsters",
 * "Yesterday Ann Lee". Without it the rest is a name that stands elsewhere, or begins with a given name. */
static void drop_opener(cast *c, run *r)
{
    const look *l = c->runs->look;
    run rest = *r;
    bool given;

    if (!(r->flags & RUN_OPENS) || r->title < r->first || r->n_words < 2 || r->flags & RUN_OFFICE ||
        l[r->first].kinds & LEX_GIVEN)
        return;
    rest.first++;
    while (rest.first < rest.last && !cast_is_word(c, rest.first))
        rest.first++;
    rest.n_words--;
    if (bearers_long(c, r) != NONE || rest.first >= rest.last)
        return;
    if (is_maker(c, r, &rest) || is_told_to(c, r, &rest)) {
        rest.title = rest.first;
        *r = rest;
        return;
    }
    given = is_trade(c, r) || (r->n_words > 2 && l[rest.first].kinds & LEX_GIVEN && !(r->flags & RUN_BODY) &&
                               !(l[r->first].flags & LOOK_INITIAL) &&
                               !(l[r->first].kinds & (LEX_TITLE | LEX_ROLE | LEX_QUALIFIER)));
    if (rest.n_words > 1 ? !given && bearers_long(c, &rest) == NONE : !is_gerund(c, r))
        return;
    if (given) {
        rest.flags |= RUN_PERSON;
        if (rest.gender == '?')
            rest.gender = lexicon_gender(l[rest.first].kinds);
    }
    rest.title = rest.first;
    *r = rest;
}

/* ---- headlines ---- */

/* Where the form ends that begins at token i, whatever its case; 0 where it is not there. */
static uint32_t written_at(const cast *c, const form *f, uint32_t i)
{
    uint32_t end = article_last(c->in, i), last = 0;

    for (uint16_t k = 0; k < f->n; k++, i = runs_go_on(c->in, c->runs->look, i + 1, end)) {
        if (i == NONE || c->runs->look[i].key != f->key[k])
            return 0;
        last = i + 1;
    }
    return last;
}

/* The longest name known that is written at token i, whatever its case. */
static uint32_t known_at(const cast *c, uint32_t i, uint32_t *last)
{
    const look *l = &c->runs->look[i];
    uint32_t best = NONE;
    bool many;

    *last = 0;
    if (!(l->flags & LOOK_CAPITAL) || l->flags & (LOOK_SKIP | LOOK_TAKEN) ||
        l->kinds & (LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER))
        return NONE;
    for (lookup_walk x = lookup_all(&c->names, l->key); lookup_next(&x);) {
        const form *f = &c->form[x.value];
        uint32_t end = f->n > 1 && f->key[0] == l->key ? written_at(c, f, i) : 0;

        if (end > *last) {
            *last = end;
            best = f->who;
        }
    }
    if (best != NONE)
        return best;
    *last = i + 1;
    return l->flags & LOOK_BOTH || (l->kinds & LEX_BODY && !(l->kinds & LEX_GIVEN))
               ? NONE
               : bearers_short(c, i, NULL, &many);
}

static void name_shouted(cast *c)
{
    const runs *all = c->runs;

    for (uint32_t s = 0, r = 0; s < c->in->n_sentences; s++)
        for (uint32_t i = c->in->sentence[s].first; all->shouted[s] && i < c->in->sentence[s].last;) {
            uint32_t last, of;

            while (r < all->n && all->run[r].last <= i)
                r++;
            if (r < all->n && all->run[r].title <= i) { /* whose work it is */
                i = all->run[r].last;
                continue;
            }
            of = known_at(c, i, &last);
            if (of == NONE) {
                i++;
                continue;
            }
            c->who[of].n_named++;
            c->naming[c->n_namings++] = (naming){i, i, last, of};
            i = last;
        }
}

/* ---- the whole ---- */

/* Targets as they are written. A run that the target's name is the end of, or all of, goes with it; a run
 * that is a body's name and more than the target's has its own way. */
static bool name_target(cast *c, const sighting *s, uint32_t of, uint32_t *r, err *e)
{
    uint32_t first = s->first, last = s->last;
    run *over = NULL;

    while (*r < c->runs->n && c->runs->run[*r].last <= first)
        ++*r;
    if (*r < c->runs->n && c->runs->run[*r].title < last)
        over = &c->runs->run[*r];
    if (over && over->n_words && over->flags & RUN_BODY && (over->first < first || over->last > last) &&
        over->last - over->first > last - first)
        return true;
    if (over && over->n_words && over->last == last && over->first <= first) {
        if (!name_it(c, over, of, e) ||
            (over->first < first && !cast_form(c, of, over->first, over->last, e)))
            return false;
    } else {
        c->who[of].n_named++;
        c->naming[c->n_namings++] = (naming){first, first, last, of};
    }
    for (uint32_t k = *r; k < c->runs->n && c->runs->run[k].title < last; k++) {
        run *x = &c->runs->run[k];

        if (x->first >= last && x->n_words && !(x->flags & RUN_OFFICE))
            x->title = last; /* "Google CEO Sundar Pichai": only his title has the target */
        else
            x->n_words = 0;
    }
    for (uint32_t k = first; k < last; k++)
        c->runs->look[k].flags |= LOOK_TAKEN;
    return true;
}

/* What a short form tells: a person goes by the last word, a body by the first. */
static void vote(const cast *c, const run *r, who *w)
{
    str short_form = cast_word(c, r->first);
    const char *dash = memchr(w->name.p, '-', w->name.n);

    if (c->runs->look[r->first].kinds & LEX_GIVEN || r->title < r->first)
        return;
    if (dash && dash + 1 < w->name.p + w->name.n && dash[1] >= 'a' && dash[1] <= 'z')
        return; /* Kim Jong-un is Kim */
    if (str_ends(w->name, short_form))
        w->person++;
    else if (str_starts(w->name, short_form))
        w->body++;
}

/* "the energy regulator, fined" from token i on. */
static bool is_the_body(const cast *c, uint32_t i, uint32_t end)
{
    enum { WORDS = 4 };
    const uint32_t small = LEX_FUNCTION | LEX_PREPOSITION | LEX_DETERMINER;
    const look *l = c->runs->look;

    if (l[i].key != LOOKS_KEY("the"))
        return false;
    for (uint32_t left = WORDS; ++i + 2 < end && left && l[i].flags & LOOK_WORD; left--)
        if (l[i].flags & LOOK_CAPITAL || l[i].kinds & small)
            return false;
        else if (l[i].kinds & LEX_BODY && article_sign(c->in, i + 1) == ',')
            return l[i + 2].flags & LOOK_WORD && (!(l[i + 2].kinds & small) || l[i + 2].kinds & LEX_BE);
    return false;
}

/* Whether what stands behind a weak run says that it is a name: "Backline, a charity," or "Drava said". */
static bool is_told(const cast *c, const run *r)
{
    const look *l = c->runs->look;
    uint32_t end = c->in->sentence[r->sentence].last, i = r->last;

    if (i + 1 >= end || l[r->first].kinds || l[r->first].flags & LOOK_POSSESSIVE ||
        str_ends(cast_word(c, r->first), STR("ly"))) /* "Conversely, a" */
        return false;
    if (article_sign(c->in, i) == ',')
        return l[i + 1].key == LOOKS_KEY("a") || l[i + 1].key == LOOKS_KEY("an") ||
               l[i + 1].key == LOOKS_KEY("who") || l[i + 1].key == LOOKS_KEY("which") ||
               is_the_body(c, i + 1, end);
    return l[i].kinds & LEX_SPEECH && !str_ends(cast_word(c, r->first), STR("s"));
}

/* "CLICK HERE NOW": more than two words in capitals are a headline's, and no new name. */
static bool is_cry(const cast *c, const run *r)
{
    bool all = r->n_words > 2;

    for (uint32_t i = r->first; all && i < r->last; i++)
        all = !cast_is_word(c, i) || c->runs->look[i].flags & LOOK_CAPS;
    return all;
}

static bool name_run(cast *c, run *r, err *e)
{
    bool many = false;
    uint32_t of;

    if (r->n_words > 1)
        of = bearers_long(c, r);
    else
        of = bearers_short(c, r->first, r, &many);
    if (of == NONE && (many || (r->flags & RUN_WEAK && !is_told(c, r)) || is_cry(c, r)))
        return true;
    if (of != NONE && r->n_words == 1 && c->who[of].n_words > 1)
        vote(c, r, &c->who[of]);
    if (of == NONE && !add_run(c, r, &of, e))
        return false;
    return of == NONE || name_it(c, r, of, e);
}

/* Whether a run that looks like an office is a person's last name: "Brian Baker spoke. Baker left." */
static bool is_last(const cast *c, const run *r)
{
    const look *l = &c->runs->look[r->first];

    if (r->n_words != 1 || r->last != r->first + 1 || r->flags & RUN_THE)
        return false;
    for (lookup_walk x = lookup_all(&c->names, l->key); lookup_next(&x);) {
        const form *f = &c->form[x.value];

        if (!f->acronym && f->n > 1 && f->key[f->n - 1] == l->key && cast_may_be_person(&c->who[f->who]))
            return true;
    }
    return false;
}

/* "Northgrid plc": a single word that is a firm's name wherever it stands. */
static bool is_plc(const cast *c, const run *r)
{
    return r->n_words == 1 && runs_is_plc(c->in, r->last, c->in->sentence[r->sentence].last);
}

/* Whom the run names in front of a bracket. */
static uint32_t find_before(const cast *c, const run *r)
{
    bool many;

    return r->n_words > 1 ? bearers_long(c, r) : bearers_short(c, r->first, r, &many);
}

/* Names the run if it has n words and opens its sentence or does not. */
static bool name_in_turn(cast *c, run *r, uint32_t n, bool opens, err *e)
{
    uint32_t before, of;

    if (n == 1 && r->flags & RUN_OFFICE && opens &&
        is_last(c, r)) { /* in the last turn all persons are known */
        r->flags &= (uint16_t)~RUN_OFFICE;
        opens = (r->flags & RUN_OPENS) != 0;
    }
    if (r->n_words != n || r->flags & RUN_OFFICE || !(r->flags & RUN_OPENS) == opens)
        return true;
    if (opens && n > 1)
        drop_opener(c, r);
    if (r->n_words != n)
        return true;
    before = bracketed(c, r);
    of = before == NONE ? NONE : find_before(c, &c->runs->run[before]);
    if (of != NONE && !cast_form(c, of, r->first, r->last, e))
        return false;
    return name_run(c, r, e);
}

/* Namings in order of the text. */
static int by_place(const void *a, const void *b)
{
    const naming *x = a, *y = b;

    return order_of(x->title, y->title);
}

/* The words of all names of the targets that are there. */
static size_t target_keys(const cast *c, const targets *set, const uint32_t *here)
{
    size_t n = 0;

    for (uint32_t i = 0; i < c->n_targets; i++)
        for (uint32_t k = set->first[here[i]]; k < set->first[here[i] + 1]; k++)
            n += set->name[k].n;
    return n;
}

/* Room for all names there may be: those of targets, and two of every word. */
static bool make_room(cast *c, size_t n_keys, err *e)
{
    size_t n_tokens = c->in->n_tokens;

    n_keys += 2 * n_tokens + 1;
    c->cap = c->n_targets + c->runs->n + (uint32_t)(n_tokens / 4) + 1;
    c->who = ARENA_NEW(c->arena, c->cap, who);
    c->form = ARENA_NEW(c->arena, n_keys, form);
    c->naming = ARENA_NEW(c->arena, n_tokens + 1, naming);
    if (!c->who || !c->form || !c->naming)
        return err_memory(e);
    return lookup_init(&c->names, n_keys, c->in->lexemes->seed, c->arena, e);
}

bool cast_name(const targets *set, cast *c, err *e)
{
    sighting *list = NULL;
    uint32_t n_list = 0, *here = NULL, r = 0;
    bool *last = ARENA_NEW(c->arena, (size_t)c->runs->n + 1, bool);

    if (!last)
        return err_memory(e);
    if (set && (!targets_find(set, c->in, c->runs, c->arena, &list, &n_list, e) ||
                !present(c, set, list, n_list, &here, e)))
        return false;
    if (!make_room(c, here ? target_keys(c, set, here) : 0, e))
        return false;
    for (uint32_t i = 0; here && i < c->n_targets; i++)
        add_target(c, set, here[i]);
    for (uint32_t i = 0; here && i < n_list; i++)
        if (list[i].exactly && !name_target(c, &list[i], entity_of(c, here, &list[i]), &r, e))
            return false;

    /* Longer names first, so that shorter ones find them; what begins a sentence behind the others of its
     * length; of single words first a firm's before "plc" and those that are somebody's last: by "Lomax"
     * alone Brodie Lomax is a person, and "Brodie" is he, who would else be a body that goes by its first
     * word. */
    for (uint32_t n = 2 * RUN_WORDS + 1; n > 1; n--) {
        for (uint32_t i = 0; n == 3 && i < c->runs->n; i++)
            last[i] = (is_last(c, &c->runs->run[i]) || is_plc(c, &c->runs->run[i])) &&
                      !(c->runs->run[i].flags & RUN_OFFICE);
        for (uint32_t i = 0; n == 3 && i < c->runs->n; i++)
            if (last[i] && !name_run(c, &c->runs->run[i], e))
                return false;
        for (uint32_t i = 0; i < c->runs->n; i++)
            if (!last[i] && !name_in_turn(c, &c->runs->run[i], n / 2, n % 2 == 0, e))
                return false;
    }
    name_shouted(c);
    qsort(c->naming, c->n_namings, sizeof *c->naming, by_place);
    return true;
}

void cast_judge(cast *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        who *w = &c->who[i];
        bool placed = w->n_placed == w->n_named || (w->kinds & LEX_PLACE && 2 * w->n_placed >= w->n_named);

        w->is_person = w->person > 0 && w->person >= w->body + (w->kinds & LEX_KINDS ? 1 : 0);
        if (!w->person && !w->body && !(w->kinds & (LEX_KINDS | LEX_GROUND | LEX_PLACE)) && !placed)
            w->is_person = !w->common && (w->n_parts == 2 || w->n_parts == 3);
        w->gone = !w->target && !w->person && !w->body && !(w->kinds & LEX_KINDS) &&
                  (placed || w->kinds & LEX_GROUND);
    }
}
