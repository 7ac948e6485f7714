/* A cue goes in, out comes where the noun phrase ends that stands right behind it: a pronoun, a name, or an
 * article with its words, up to what no noun phrase goes on over. */
#include "article/told.h"

#include "article/attribution_words.h"
#include "article/lexicon.h"

enum { REACH = 15 /* tokens behind the cue */ };

/* "she", "she'd" */
static bool is_subject(const facets *f, uint32_t i)
{
    uint16_t is = f->a->token[i].word->pronoun;

    return is & PRONOUN_SUBJECT && !(is & PRONOUN_RELATIVE);
}

/* A word that no noun phrase goes on over. */
static bool ends_phrase(const facets *f, uint32_t i)
{
    return facets_mark(f, i) || is_subject(f, i) || strchr("dpatowi", f->at[i].class) ||
           f->at[i].kinds & (SAID_LINK | SAID_AUXILIARY) ||
           (!facets_is(f, i, FACET_CAPITAL) && f->a->token[i].word->kinds & LEX_PREPOSITION);
}

static bool of_name(const facets *f, uint32_t i)
{
    return facets_is(f, i, FACET_CAPITAL | FACET_DIGIT);
}

/* Whether a name begins or ends before token i, or, of two beside each other, the second begins: "the Courier
 * | Ann Lee". */
static bool parts_names(const facets *f, uint32_t i)
{
    return of_name(f, i) != of_name(f, i - 1) || f->a->token[i].word->kinds & (LEX_GIVEN | LEX_TITLE);
}

/* A name by itself, as far as can be seen, and not "French voters". */
static bool is_name(const facets *f, uint32_t i)
{
    str low = facets_low(f, i);

    return facets_is(f, i, FACET_CAPITAL) && !(f->a->token[i].word->kinds & LEX_NATION) &&
           !str_ends(low, STR("an")) && !str_ends(low, STR("ese")) && !str_ends(low, STR("ish"));
}

/* "to go", "never to go": what somebody is told to do. */
static bool is_order(const facets *f, uint32_t i)
{
    bool no = facets_low_is(f, i, STR("not")) || facets_low_is(f, i, STR("never"));

    return i + no < f->n && facets_low_is(f, i + no, STR("to"));
}

/* A form of to tell, and not "was told". */
static bool tells(const site *s)
{
    static const char *const forms[] = {"tell", "telling", "tells", "told", NULL};
    const facets *f = s->f;

    for (uint32_t i = s->begin; i < s->end; i++)
        if (lexicon_is_be(f->a->token[i].word->kinds))
            return false;
    return str_among(facets_low(f, s->end - 1), forms);
}

/* "told him", and "told her she", not "told her sister", nor "told it". */
static bool is_object(const facets *f, uint32_t i, uint32_t last)
{
    uint16_t is = lexeme_alone(f->a->token[i].word);

    if (!(is & PRONOUN_OBJECT) || is & (PRONOUN_SUBJECT | PRONOUN_RELATIVE))
        return false;
    return !(is & PRONOUN_OWNER) || (i + 1 < last && is_subject(f, i + 1));
}

/* Where the phrase ends that begins with token i, at `last` at most. */
static uint32_t phrase_end(const facets *f, uint32_t i, uint32_t last)
{
    for (i++; i < last; i++)
        if (i + 1 < last && facets_is(f, i - 1, FACET_DIGIT) && facets_low_is(f, i + 1, STR("s")))
            i++; /* "Radio 4's" */
        else if (ends_phrase(f, i) || parts_names(f, i))
            break;
    return i;
}

/* "their business." behind who is told: a thing, and no clause. */
static bool is_thing(const facets *f, uint32_t i, uint32_t last)
{
    return f->at[i].class == 'd' && (i + 2 >= last || facets_mark(f, i + 1) || facets_mark(f, i + 2));
}

uint32_t told_end(const site *s)
{
    static const char *const no_hearers[] = {"joke", "lie", "lies", "story", "tale", "truth", NULL};
    const facets *f = s->f;
    const uint32_t last = s->in.last - s->end < REACH ? s->in.last : s->end + REACH;
    uint32_t first = s->end, end;

    if (first == last || !tells(s))
        return s->end;
    if (is_object(f, first, last)) {
        end = first + 1;
    } else {
        first += f->at[first].class == 'd';
        if (first == last || ends_phrase(f, first) || str_among(facets_low(f, first), no_hearers) ||
            (first == s->end && !is_name(f, first)))
            return s->end;
        end = phrase_end(f, first, last);
    }
    if (end == last || facets_mark(f, end) || is_order(f, end) || is_thing(f, end, s->in.last))
        return s->end;
    if (f->at[end].kinds & SAID_AUXILIARY) /* its subject stands before it */
        return end > first + 1 ? end - 1 : s->end;
    return end;
}

bool told_begins(const facets *f, uint32_t i)
{
    return is_subject(f, i) || f->at[i].class == 'd' ||
           (i + 1 < f->n && f->at[i + 1].kinds & SAID_AUXILIARY && !ends_phrase(f, i) &&
            f->at[i - 1].class != 'd' && (!of_name(f, i) || parts_names(f, i)));
}
