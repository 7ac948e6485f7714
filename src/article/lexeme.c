/* A word goes in, what is known of it comes out.
 *
 * Its letters in small are spelt twice: as lists of words have them (small), and as a part of a tag (low),
 * which must stay one word by UAX #29: "don't" is donQt, a comma is Mc, any other byte X and two hexadecimal
 * digits, and what is longer than LEXEME_LOW_MAX is cut. */
#include "article/lexeme.h"

#include <math.h>

#include "article/attribution_words.h"
#include "article/hearsay.h"
#include "article/judgement.h"
#include "article/lexicon.h"
#include "text/norm.h"
#include "text/ucd.h"

enum { SLOTS_MIN = 1 << 10, MANY = 1 << 16, MANY_BYTES = 16 << 20, SAID_MAX = 16 };

_Static_assert((int)LEXEME_SMALL_MAX == (int)JUDGEMENT_LONGEST, "small is what judgement.h looks up");

/* Bytes of an apostrophe at p[i]; 0 where there is none. */
static size_t apostrophe(str s, size_t i)
{
    if (s.p[i] == '\'')
        return 1;
    return s.n - i >= 3 && !memcmp(s.p + i, "\xE2\x80\x99", 3) ? 3 : 0;
}

/* ---- names ---- */

str lexeme_bare(str word, bool *possessive, bool *short_form)
{
    static const char *const tails[] = {"re", "ve", "ll", "d", "m", "t"};

    *possessive = *short_form = false;
    for (size_t i = word.n; i-- > 1;) {
        size_t n = apostrophe(word, i);
        str tail;

        if (!n)
            continue;
        tail = (str){word.p + i + n, word.n - i - n};
        if (str_eq(tail, STR("s")) || str_eq(tail, STR("S"))) {
            *possessive = true;
            return (str){word.p, i};
        }
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            *short_form |= str_eq(tail, str_z(tails[k]));
        return *short_form ? (str){word.p, i} : word;
    }
    return word;
}

static unsigned look_at_case(str word)
{
    unsigned n_upper = 0, n_lower = 0, n_stops = 0, flags = 0;
    bool first = true;

    for (size_t i = 0, next; i < word.n; i = next) {
        unsigned u = ucd_at(word, i, &next), shape = UCD_SHAPE(u);

        if (shape == SHAPE_UPPER) {
            n_upper++;
            if (first)
                flags |= LEXEME_CAPITAL;
        } else if (shape == SHAPE_LOWER)
            n_lower++;
        else if (word.p[i] == '.')
            n_stops++;
        first = false;
    }
    if (n_upper >= 2 && !n_lower)
        flags |= LEXEME_CAPS;
    if ((flags & LEXEME_CAPITAL) && !n_lower && (n_upper == 1 || n_stops == n_upper - 1))
        flags |= LEXEME_INITIAL;
    return flags;
}

/* The lexicon's kinds; a given name has them without its marks too: José. */
static uint32_t kinds_of(str word)
{
    char plain[LEXEME_SMALL_MAX];
    uint32_t kinds = lexicon_find(word);

    if (kinds || norm_is_ascii(word))
        return kinds;
    kinds = lexicon_find(norm_unmarked(word, plain, sizeof plain));
    return kinds & LEX_GIVEN ? kinds & (LEX_GIVEN | LEX_MALE | LEX_FEMALE) : 0;
}

static void name(lexeme *l)
{
    bool possessive, short_form;
    str word = lexeme_bare(l->text, &possessive, &short_form);

    l->n_bare = (uint32_t)word.n;
    l->key = lexeme_key(short_form && str_ends(l->text, STR("t")) ? l->text : word); /* "don't" is no Don */
    l->kinds = short_form ? LEX_FUNCTION : kinds_of(word);
    l->flags |= (uint16_t)(look_at_case(word) | (possessive ? LEXEME_POSSESSIVE : 0));
    l->pronoun = lexeme_pronoun(word);
}

/* ---- attributions ---- */

uint16_t lexeme_pronoun(str words)
{
    char letters[LEXEME_SMALL_MAX];
    size_t n = lexeme_small(words, letters, sizeof letters);

    return pronoun_words_find((str){letters, n});
}

size_t lexeme_small(str word, char *out, size_t cap)
{
    size_t n = 0;

    for (size_t i = 0; i < word.n && n < cap; i++) {
        size_t bytes = apostrophe(word, i);

        out[n++] = bytes ? '\'' : str_small(word.p[i]);
        i += bytes ? bytes - 1 : 0;
    }
    return n;
}

/* The same as a part of a tag. */
static uint8_t spell_low(str word, char *out)
{
    static const char hex[] = "0123456789ABCDEF";
    uint8_t n = 0;

    for (size_t i = 0; i < word.n && n + 3 <= LEXEME_LOW_MAX; i++) {
        size_t bytes = apostrophe(word, i);
        char c = bytes ? '\'' : str_small(word.p[i]);
        unsigned char byte = (unsigned char)c;

        i += bytes ? bytes - 1 : 0;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (c == '\'' || c == '.' || c == ',')
            out[n++] = c == '\'' ? 'Q' : c == '.' ? 'D' : 'K';
        else {
            out[n++] = 'X';
            out[n++] = hex[byte >> 4];
            out[n++] = hex[byte & 15];
        }
    }
    return n;
}

static char mark_class(uint32_t code)
{
    switch (code) {
    case ',':
        return 'c';
    case '.':
    case 0x2026:
        return 's';
    case '?':
    case '!':
        return 'u';
    case ';':
        return 'm';
    case ':':
        return 'n';
    case '(':
    case '[':
        return 'b';
    case ')':
    case ']':
        return 'B';
    case '-':
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return 'h';
    case '"':
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
        return 'v';
    default:
        return 'z';
    }
}

static char word_class(const lexeme *l, str small, bool possessive)
{
    if (l->flags & LEXEME_CAPITAL)
        return possessive ? 'G' : 'C';
    if (l->flags & LEXEME_DIGIT)
        return 'N';
    if (l->says & SAID_DETERMINER)
        return 'd';
    if (l->says & SAID_PREPOSITION)
        return 'p';
    if (l->says & SAID_JOINER)
        return 'a';
    if (str_eq(small, STR("who")))
        return 'w';
    if (str_eq(small, STR("which")))
        return 'i';
    if (l->says & SAID_PRONOUN)
        return str_eq(small, STR("that")) ? 't' : 'o';
    if (l->says & SAID_OBJECT)
        return 'o';
    return possessive ? 'L' : 'l';
}

static void attribute(lexeme *l, uint32_t code)
{
    char bytes[SAID_MAX];
    str word = l->text, small = {bytes, 0};
    unsigned shape = UCD_SHAPE(ucd_get(code));

    if (l->mark) {
        l->class = mark_class(code);
    } else {
        small.n = lexeme_small(word, bytes, SAID_MAX);
        l->says = word.n > SAID_MAX ? 0 : attribution_words_find(small);
        l->flags |= shape == SHAPE_DIGIT ? LEXEME_DIGIT : 0;
        if (shape == SHAPE_LOWER && word.n > 4 && (str_ends(word, STR("ed")) || str_ends(word, STR("ing"))))
            l->flags |= LEXEME_VERB;
        if (hearsay_begins(small))
            l->flags |= LEXEME_HEARSAY;
        l->class = word_class(l, small,
                              small.n > 2 && str_ends(word, STR("s")) &&
                                  (str_ends(word, STR("'s")) || str_ends(word, STR("\u2019s"))));
    }
    if (l->mark && l->class != 'z') {
        l->low[0] = 'M';
        l->low[1] = l->class;
        l->n_low = 2;
    } else
        l->n_low = spell_low(word, l->low);
    l->roll = hash_roll_str((unsigned char)TAG_JOINT, (str){l->low, l->n_low});
    l->power = HASH_ROLL;
    for (uint8_t k = 0; k < l->n_low; k++)
        l->power *= HASH_ROLL;
}

/* ---- stances ---- */

static void judge(lexeme *l)
{
    static const char *const breaks[] = {
        ",",  ";",      ":",      ".",   "!",       "?",     "\u2014",   "\u2013", "(", ")",
        "\"", "\u201C", "\u201D", "but", "because", "while", "although", "though", NULL};
    char bytes[LEXEME_SMALL_MAX + 1];
    size_t n = lexeme_small(l->text, bytes, sizeof bytes);
    str small = {l->small, n};

    l->judged_at = JUDGEMENT_NONE;
    if (n > LEXEME_SMALL_MAX)
        return;
    memcpy(l->small, bytes, n);
    l->n_small = (uint8_t)n;
    l->judged_at = judgement_first(small, &l->judges);
    if (str_among(small, breaks))
        l->flags |= LEXEME_BREAK;
}

static char sign_of(uint32_t code)
{
    if (code >= 0x2010 && code <= 0x2015)
        return '-';
    if ((code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB || code == '\'' || code == '`')
        return '"';
    return code < 0x80 ? (char)code : '?';
}

static void look(lexeme *l)
{
    uint32_t code = utf8_next(l->text, 0).code;

    if (l->mark) {
        l->sign = sign_of(code);
        l->n_bare = (uint32_t)l->text.n;
        l->key = lexeme_key(l->text);
    } else
        name(l);
    attribute(l, code);
    judge(l);
}

/* How an American writes it, in other[], of "criticised" "criticized", of "labelled" "labeled", where only
 * that is known to attribute: most of what is learnt from is American. 0 where it is as it should be. */
static size_t american(const lexeme *l, char other[LEXEME_SMALL_MAX + 1])
{
    static const char *const tails[] = {"ised", "ises", "ise", "ising", "lled", "lling", NULL};
    const str word = lexeme_letters(l);

    if (l->mark || l->says & SAID_CUE || l->flags & LEXEME_CAPITAL)
        return 0;
    for (const char *const *t = tails; *t; t++) {
        size_t n = strlen(*t), size = word.n, at;

        if (word.n <= n + 2 || !str_ends(word, str_z(*t)))
            continue;
        at = word.n - n;
        memcpy(other, word.p, word.n);
        if ((*t)[0] == 'i')
            other[at + 1] = 'z';
        else
            memmove(other + at, word.p + at + 1, --size - at);
        return attribution_words_find((str){other, size}) & SAID_CUE ? size : 0;
    }
    return 0;
}

/* ---- those that have been met ---- */

static bool begin(lexemes *x, err *e)
{
    static const char *const slots[N_LEXEME_SLOTS] = {
        "BOS",         "EOS",        "CUE",     "SRC",     "said",     "say",        "saying",
        "says",        "called",     "call",    "calling", "calls",    "criticized", "criticize",
        "criticizing", "criticizes", "praised", "praise",  "praising", "praises",    "Smith"};

    for (unsigned i = 0; i < N_LEXEME_SLOTS; i++)
        if (!(x->of_slot[i] = lexemes_of(x, str_z(slots[i]), false)))
            return err_memory(e);
    return true;
}

bool lexemes_init(lexemes *x, uint32_t n_margins, uint64_t seed, arena *memory, err *e)
{
    *x = (lexemes){.n_margins = n_margins, .seed = seed, .memory = memory};
    return begin(x, e);
}

void lexemes_free(lexemes *x)
{
    arena_free(&x->own);
    *x = (lexemes){0};
}

bool lexemes_trim(lexemes *x, err *e)
{
    if (x->n < MANY && x->n_bytes < MANY_BYTES)
        return true;
    arena_reset(&x->own);
    x->slot = NULL;
    x->mask = 0;
    x->n = 0;
    x->n_bytes = 0;
    return begin(x, e);
}

static uint64_t spread(const lexemes *x, str text, bool mark)
{
    return hash_str(text, x->seed + mark);
}

static bool grow(lexemes *x, arena *a)
{
    size_t n = x->slot ? 2 * (x->mask + 1) : SLOTS_MIN;
    const lexeme **slot = ARENA_NEW(a, n, const lexeme *);

    if (!slot)
        return false;
    for (size_t i = 0; x->slot && i <= x->mask; i++) {
        const lexeme *l = x->slot[i];
        size_t at;

        if (!l)
            continue;
        at = (size_t)l->spread & (n - 1);
        while (slot[at])
            at = (at + 1) & (n - 1);
        slot[at] = l;
    }
    x->slot = slot;
    x->mask = n - 1;
    return true;
}

uint64_t lexemes_ask(const lexemes *x, str text, bool mark)
{
    uint64_t h = spread(x, text, mark);

    if (x->slot)
        __builtin_prefetch(&x->slot[(size_t)h & x->mask]);
    return h;
}

void lexemes_send(const lexemes *x, uint64_t place)
{
    const lexeme *l = x->slot ? x->slot[(size_t)place & x->mask] : NULL;

    if (l) {
        __builtin_prefetch(l);
        __builtin_prefetch((const char *)l + 64);
    }
}

const lexeme *lexemes_take(lexemes *x, str text, bool mark, uint64_t place)
{
    arena *a = x->memory ? x->memory : &x->own;
    char other[LEXEME_SMALL_MAX + 1];
    size_t at, n_other;
    lexeme *l;

    if ((!x->slot || 2 * (size_t)x->n > x->mask) && !grow(x, a))
        return NULL;
    at = (size_t)place & x->mask;
    for (; x->slot[at]; at = (at + 1) & x->mask)
        if (x->slot[at]->spread == place && str_eq(x->slot[at]->text, text) && x->slot[at]->mark == mark)
            return x->slot[at];
    l = ARENA_NEW(a, 1, lexeme);
    if (!l || !(l->text = arena_copy(a, text)).p ||
        (x->n_margins && !(l->margin = ARENA_NEW(a, x->n_margins, double))))
        return NULL;
    for (uint32_t i = 0; i < x->n_margins; i++)
        l->margin[i] = NAN;
    l->mark = mark;
    l->spread = place;
    look(l);
    x->slot[at] = l;
    x->n++;
    x->n_bytes += text.n;
    n_other = american(l, other);
    if (n_other && !(l->american = lexemes_of(x, (str){other, n_other}, false)))
        return NULL;
    return l;
}

const lexeme *lexemes_of(lexemes *x, str text, bool mark)
{
    return lexemes_take(x, text, mark, spread(x, text, mark));
}
