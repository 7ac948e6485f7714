/* Tokens and quotations go in, facets and sums come out, in two passes. The small letters of a word are spelt
 * so that a tag which holds them stays one word by UAX #29: "don't" is donQt, a comma is Mc, any other byte X
 * and two hexadecimal digits, and what is longer than LOW_MAX is cut. */
#include "article/facets.h"

#include "article/attribution_words.h"
#include "base/hash.h"
#include "text/ucd.h"

enum { LOW_MAX = 20, WORD_MAX = 16 };

/* The letters of a word, small where they are ASCII, U+2019 as '; returns their number, at most WORD_MAX. */
static size_t small(str word, char out[WORD_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < word.n && n < WORD_MAX; i++) {
        char c = word.p[i];

        if (word.n - i >= 3 && !memcmp(word.p + i, "\xe2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return n;
}

/* The same as a part of a tag; at most LOW_MAX bytes. */
static uint8_t spell(str word, char class, bool mark, char *out)
{
    static const char hex[] = "0123456789ABCDEF";
    uint8_t n = 0;

    if (mark && class != 'z') {
        out[0] = 'M';
        out[1] = class;
        return 2;
    }
    for (size_t i = 0; i < word.n && n + 3 <= LOW_MAX; i++) {
        unsigned char c = (unsigned char)word.p[i];

        if (word.n - i >= 3 && !memcmp(word.p + i, "\xe2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + ('a' - 'A'));
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = (char)c;
        else if (c == '\'' || c == '.' || c == ',')
            out[n++] = c == '\'' ? 'Q' : c == '.' ? 'D' : 'K';
        else {
            out[n++] = 'X';
            out[n++] = hex[c >> 4];
            out[n++] = hex[c & 15];
        }
    }
    return n;
}

static char mark_class(uint32_t code, unsigned is)
{
    if (is & FACET_OPENS)
        return 'q';
    if (is & FACET_CLOSES)
        return 'Q';
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

static char word_class(const facet *f, str word, bool possessive)
{
    if (f->is & FACET_CAPITAL)
        return possessive ? 'G' : 'C';
    if (f->is & FACET_DIGIT)
        return 'N';
    if (f->kinds & SAID_DETERMINER)
        return 'd';
    if (f->kinds & SAID_PREPOSITION)
        return 'p';
    if (f->kinds & SAID_JOINER)
        return 'a';
    if (str_eq(word, STR("who")))
        return 'w';
    if (str_eq(word, STR("which")))
        return 'i';
    if (f->kinds & SAID_PRONOUN)
        return str_eq(word, STR("that")) ? 't' : 'o';
    if (f->kinds & SAID_OBJECT)
        return 'o';
    return possessive ? 'L' : 'l';
}

/* A word that might be a verb, whether the lists know it or not. */
static bool verb_like(str word)
{
    return word.n > 4 && (str_ends(word, STR("ed")) || str_ends(word, STR("ing")));
}

static void look(const facets *x, uint32_t i, char *low)
{
    const token *t = &x->a->token[i];
    str word = span_text(x->a, t->at);
    facet *f = &x->at[i];
    uint32_t code = utf8_next(x->a->text, t->at.begin).code;
    unsigned shape = UCD_SHAPE(ucd_get(code));
    char bytes[WORD_MAX];
    str letters = {bytes, 0};

    if (t->mark) {
        f->class = mark_class(code, f->is);
    } else {
        letters.n = small(word, bytes);
        f->kinds = word.n > WORD_MAX ? 0 : attribution_words_find(letters);
        f->is |= shape == SHAPE_UPPER ? FACET_CAPITAL : shape == SHAPE_DIGIT ? FACET_DIGIT : FACET_SMALL;
        f->verb = shape == SHAPE_LOWER && verb_like(word);
        f->class = word_class(f, letters,
                              letters.n > 2 && str_ends(word, STR("s")) &&
                                  (str_ends(word, STR("'s")) || str_ends(word, STR("\u2019s"))));
    }
    f->low = low;
    f->n = spell(word, f->class, t->mark, low);
    f->roll = hash_roll_str((unsigned char)TAG_JOINT, (str){low, f->n});
    f->power = HASH_ROLL;
    for (uint8_t k = 0; k < f->n; k++)
        f->power *= HASH_ROLL;
}

/* Each quotation at the top level, whatever its use, on the tokens that it holds. */
static void mark_quotes(const article *a, facet *f)
{
    for (uint32_t k = 0; k < a->n_quotes; k++) {
        const quote *q = &a->quote[k];
        uint32_t first = article_token_at(a, 0, a->n_tokens, q->at.begin), i = first;

        if (q->outer != NONE)
            continue;
        for (; i < a->n_tokens && a->token[i].at.begin < q->at.end; i++)
            f[i].is |= FACET_QUOTED;
        if (i == first)
            continue;
        f[first].is |= FACET_OPENS;
        f[i - 1].is |= q->closed ? FACET_CLOSES | FACET_ENDS : FACET_ENDS;
    }
}

static void add_up(facets *x)
{
    facet_sums s = {0};

    for (uint32_t i = 0; i < x->n; i++) {
        const facet *f = &x->at[i];
        bool capital = f->is & FACET_CAPITAL;

        x->sum[i] = s;
        s.strong += (f->kinds & SAID_STRONG) != 0;
        s.quoted += (f->is & FACET_QUOTED) != 0;
        s.commas += f->class == 'c';
        s.opens += (f->is & FACET_OPENS) != 0;
        s.closes += (f->is & FACET_CLOSES) != 0;
        s.capitals += capital && !(i && (x->at[i - 1].is & FACET_CAPITAL));
        s.pronouns += (f->kinds & SAID_PRONOUN) != 0;
        s.auxiliaries += (f->kinds & SAID_AUXILIARY) != 0;
    }
    x->sum[x->n] = s;
}

bool facets_new(const article *a, arena *memory, facets *out, err *e)
{
    char *low = ARENA_NEW(memory, (size_t)a->n_tokens * LOW_MAX + 1, char);

    *out = (facets){.a = a,
                    .at = ARENA_NEW(memory, (size_t)a->n_tokens + 1, facet),
                    .sum = ARENA_NEW(memory, (size_t)a->n_tokens + 1, facet_sums),
                    .n = a->n_tokens};
    if (!low || !out->at || !out->sum)
        return err_memory(e);
    mark_quotes(a, out->at);
    for (uint32_t i = 0; i < out->n; i++) {
        look(out, i, low);
        low += out->at[i].n;
        if (i == 0 || facets_paragraph(out, i) != facets_paragraph(out, i - 1))
            out->at[i].is |= FACET_PARAGRAPH;
    }
    add_up(out);
    return true;
}
