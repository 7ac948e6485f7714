/* Sentence boundaries: text goes in, spans come out.
 *
 * Two ways, which share nothing but the table of character classes. sentences_edge is UAX #29 to the letter;
 * what keeps it honest is Unicode's own test file. news_edge is what slant uses: it walks to the next stop,
 * takes in what clings to it (further stops, closing quotes and brackets, the space behind), and then asks a
 * few questions about the word before and the word after. That is the classical method; what decides is the
 * quality of the list of abbreviations and of the questions, and those are written down in sentences.h, each
 * with a snippet in the test.
 *
 * Nothing here is learnt, so a sentence never depends on a corpus or on a model. It does not try to find
 * sentences in text without stops, nor to mend missing spaces. */
#include "text/sentences.h"

#include <assert.h>

#include "base/utf8.h"
#include "text/ucd.h"
#include "text/wordlist.h"

#define SET(class) (1u << (class))

enum {
    WHITE = SET(SB_SP) | SET(SB_SEP) | SET(SB_CR) | SET(SB_LF), /* the property White_Space */
    LINE_END = SET(SB_SEP) | SET(SB_CR) | SET(SB_LF),
    IGNORED = SET(SB_EXTEND) | SET(SB_FORMAT), /* SB5 */
    STOPS = SET(SB_ATERM) | SET(SB_STERM),
    CASED = SET(SB_UPPER) | SET(SB_LOWER),
    LETTERS = CASED | SET(SB_OLETTER),
};

static unsigned class_at(str text, size_t i, size_t *next)
{
    return SET(UCD_SB(ucd_at(text, i, next)));
}

/* ---- UAX #29 ---- */

/* SB8: whether the first letter, stop or line end from i on is a small letter. */
static bool small_ahead(str text, size_t i)
{
    while (i < text.n) {
        unsigned class = class_at(text, i, &i);

        if (class & (LETTERS | LINE_END | STOPS))
            return class & SET(SB_LOWER);
    }
    return false;
}

size_t sentences_edge(str text, size_t at)
{
    enum { TEXT, STOP, CLOSED, SPACED } where = TEXT; /* SATerm, SATerm Close+, SATerm Close* Sp+ */
    unsigned before = 0;                              /* the class before, SB5 applied            */
    bool full_stop = false, after_case = false;       /* of the stop: an ATerm; SB7's left side   */
    size_t i = at, next;

    for (; i < text.n; i = next) {
        unsigned class = class_at(text, i, &next);

        if (class & LINE_END) { /* SB3, SB4; before it SB9 and SB10 */
            if (class == SET(SB_CR) && next < text.n && text.p[next] == '\n')
                next++;
            return next;
        }
        if (class & IGNORED && i > at)
            continue;
        if (class & STOPS) { /* the first of a sentence, or SB8a */
            full_stop = class == SET(SB_ATERM);
            after_case = before & CASED && where == TEXT;
            where = STOP;
        } else if (where != TEXT) {
            if (where != SPACED && class == SET(SB_CLOSE)) /* SB9 */
                where = CLOSED;
            else if (class == SET(SB_SP)) /* SB9, SB10 */
                where = SPACED;
            else if ((where == STOP && full_stop && class == SET(SB_NUMERIC)) ||             /* SB6  */
                     (where == STOP && full_stop && after_case && class == SET(SB_UPPER)) || /* SB7  */
                     (full_stop && small_ahead(text, i)) || class == SET(SB_SCONTINUE))      /* SB8, SB8a */
                where = TEXT;
            else
                return i; /* SB11 */
        }
        before = class;
    }
    return text.n;
}

/* ---- News ---- */

/* What marks a sentence's end, with all that clings to it. */
typedef struct stop {
    size_t begin;   /* the first stop                                              */
    size_t end;     /* behind the last stop, closing quote or bracket              */
    size_t after;   /* behind the white space that follows; text.n when there is nothing else */
    unsigned dots;  /* full stops; an ellipsis counts as three                     */
    bool shout;     /* ! or ? is among them                                        */
    bool hard;      /* one that means nothing else is among them                   */
    bool quote;     /* a quotation was closed behind the last                      */
    bool paragraph; /* the white space ends a paragraph, or the text ends          */
} stop;

static uint32_t code_at(str text, size_t i)
{
    return utf8_next(text, i).code;
}

/* Where the character begins that ends at byte i, begin < i; an ill-formed byte is taken alone. */
static size_t char_before(str text, size_t begin, size_t i)
{
    for (unsigned n = 1; n <= 4 && n <= i - begin; n++) {
        utf8_char u = utf8_next(text, i - n);

        if (u.valid && u.n == n)
            return i - n;
    }
    return i - 1;
}

static bool is_ellipsis(str text, size_t i)
{
    return text.n - i >= 3 && !memcmp(text.p + i, "\u2026", 3);
}

static bool is_quote(uint32_t code)
{
    return code == '"' || code == '\'' || (code >= 0x2018 && code <= 0x201F) || code == 0xAB ||
           code == 0xBB || code == 0x2039 || code == 0x203A || (code >= 0x300C && code <= 0x300F);
}

static bool is_dash(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2015);
}

static bool is_letter(unsigned ucd)
{
    return SET(UCD_SB(ucd)) & (LETTERS | SET(SB_NUMERIC)) || ucd & UCD_WORD;
}

/* The end of the white space from i on; *paragraph: it holds the end of a paragraph. */
static size_t white_end(str text, size_t i, unsigned flags, bool *paragraph)
{
    unsigned enough = flags & SENTENCES_LINES ? 1 : 2, lines = 0;
    size_t next;

    *paragraph = false;
    for (; i < text.n; i = next) {
        unsigned class = class_at(text, i, &next);

        if (!(class & WHITE))
            break;
        if (class == SET(SB_CR) && next < text.n && text.p[next] == '\n')
            next++;
        if (class & LINE_END)
            lines++;
        if (lines >= enough || (class == SET(SB_SEP) && code_at(text, i) == 0x2029))
            *paragraph = true;
    }
    return i;
}

/* Whether the stops at i, which white space parts from a stop before, go with it: "? ..." and ". . ." do, the
 * stop of "...and" or ".50" begins something. */
static bool stops_alone(str text, size_t i)
{
    bool some = false;
    size_t next;

    for (; i < text.n; i = next) {
        unsigned ucd = ucd_at(text, i, &next);

        if (SET(UCD_SB(ucd)) & STOPS || is_ellipsis(text, i))
            some = true;
        else if (!some || !(SET(UCD_SB(ucd)) & IGNORED))
            return some && !is_letter(ucd);
    }
    return some;
}

/* Whether the mark at i closes something, seen that a stop stands before it. Initial quotes close in German;
 * they open when a letter follows. */
static bool closes(str text, size_t i, size_t next, unsigned ucd)
{
    size_t end;

    if (UCD_SB(ucd) != SB_CLOSE)
        return false;
    if (!(ucd & UCD_OPEN))
        return true;
    return is_quote(code_at(text, i)) && (next == text.n || !is_letter(ucd_at(text, next, &end)));
}

/* A closing mark between white space, as tokenised text has it: the curly quote and closing brackets. The
 * straight quote might as well open. */
static bool closes_alone(str text, size_t i)
{
    size_t next, end;
    unsigned ucd = ucd_at(text, i, &next);
    uint32_t code = code_at(text, i);

    return UCD_SB(ucd) == SB_CLOSE && !(ucd & UCD_OPEN) && (code == 0x201D || !is_quote(code)) &&
           (next == text.n || class_at(text, next, &end) & WHITE);
}

static stop read_stop(str text, size_t i, unsigned flags)
{
    stop s = {.begin = i, .end = i};
    size_t next;

    for (;;) {
        for (; i < text.n; s.end = i = next) {
            unsigned ucd = ucd_at(text, i, &next), class = SET(UCD_SB(ucd));

            if (class & STOPS || is_ellipsis(text, i))
                s.quote = false;
            if (class == SET(SB_ATERM)) {
                s.dots++;
            } else if (is_ellipsis(text, i)) {
                s.dots += 3;
            } else if (class == SET(SB_STERM)) {
                uint32_t code = code_at(text, i);

                /* ! ? and their doubles; an Arabic question mark is no part of a name either. */
                if (code == '!' || code == '?' || (code >= 0x203C && code <= 0x2049))
                    s.shout = true;
                else
                    s.hard = true;
            } else if (closes(text, i, next, ucd)) {
                s.quote |= is_quote(code_at(text, i));
            } else if (!(class & IGNORED)) {
                break;
            }
        }
        s.after = white_end(text, i, flags, &s.paragraph);
        if (s.after == text.n)
            s.paragraph = true;
        if (s.paragraph || s.after == i || (!stops_alone(text, s.after) && !closes_alone(text, s.after)))
            return s;
        i = s.after;
    }
}

enum { TOKEN_MAX = 32, LEAD_MAX = 12 }; /* characters: what is longer is in no list */

/* The letters, digits, full stops and apostrophes that end at byte `end`: "U.S", "Int'l", "1984". */
static str token_before(str text, size_t begin, size_t end)
{
    size_t i = end, next;

    for (unsigned n = 0; n < TOKEN_MAX && i > begin; n++) {
        size_t at = char_before(text, begin, i);
        unsigned ucd = ucd_at(text, at, &next);
        uint32_t code = code_at(text, at);

        if (!is_letter(ucd) && UCD_SB(ucd) != SB_EXTEND && code != '.' && code != '\'' && code != 0x2019)
            break;
        i = at;
    }
    while (i < end && (text.p[i] == '.' || text.p[i] == '\''))
        i++;
    return (str){text.p + i, end - i};
}

/* The letters and digits from i on. */
static str word_at(str text, size_t i)
{
    size_t begin = i, next;

    for (unsigned n = 0; n < TOKEN_MAX && i < text.n; n++, i = next) {
        unsigned ucd = ucd_at(text, i, &next);

        if (!is_letter(ucd) && UCD_SB(ucd) != SB_EXTEND)
            break;
    }
    return (str){text.p + begin, i - begin};
}

/* Past opening quotes and brackets, dashes and the white space between them. */
static size_t lead_end(str text, size_t i)
{
    size_t next;

    for (unsigned n = 0; n < LEAD_MAX && i < text.n; n++, i = next) {
        unsigned class = class_at(text, i, &next);
        uint32_t code = code_at(text, i);

        if (!(class & (SET(SB_CLOSE) | SET(SB_SP) | IGNORED)) && !is_dash(code) && code != 0xA1 &&
            code != 0xBF)
            break;
    }
    return i;
}

static bool all_digits(str token)
{
    for (size_t i = 0; i < token.n; i++)
        if (token.p[i] < '0' || token.p[i] > '9')
            return false;
    return token.n > 0;
}

/* How many single letters parted by full stops the token is: 1 for "J", 2 for "U.S", 0 for "Ph.D" or "Smith".
 * Capitals, letters without case, and from the second on small letters count; ideographs are words. */
static unsigned initials(str token)
{
    unsigned n = 0;
    bool letter = false;

    for (size_t i = 0, next; i < token.n; i = next) {
        unsigned ucd = ucd_at(token, i, &next), shape = UCD_SHAPE(ucd);

        if (UCD_SB(ucd) == SB_EXTEND)
            continue;
        if (letter != (token.p[i] == '.'))
            return 0;
        if (!letter) {
            bool alphabetic = UCD_WB(ucd) == WB_ALETTER || UCD_WB(ucd) == WB_HEBREW;

            if (!alphabetic || shape == SHAPE_DIGIT || (shape == SHAPE_LOWER && token.n == next && n == 0))
                return 0;
            n++;
        }
        letter = !letter;
    }
    return n;
}

/* The kinds of the token as a whole ("Ph.D"), without the number before it ("5p.m"), or of its last part
 * ("Lt.Gen"). */
static unsigned token_kinds(str token)
{
    unsigned kinds = wordlist_find(token);
    str rest = token, part = token;

    if (kinds || !memchr(token.p, '.', token.n))
        return kinds;
    while (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9')
        rest.p++, rest.n--;
    if ((kinds = wordlist_find(rest)))
        return kinds;
    while (part.n && memchr(part.p, '.', part.n))
        (void)str_cut(&part, '.');
    return wordlist_find(part);
}

static bool followed_by_stop(str text, size_t i)
{
    return i < text.n && text.p[i] == '.';
}

/* Whether a capitalised function word begins at i. "I." and "A." are initials, "No." is a number. */
static bool opens(str text, size_t i)
{
    str word = word_at(text, i);
    size_t end = i + word.n;

    return word.n && UCD_SHAPE(ucd_at(text, i, &i)) == SHAPE_UPPER && wordlist_find(word) & LIST_OPENER &&
           !followed_by_stop(text, end);
}

/* Whether from i on a name and a verb of saying come: "Smith said", "Dr. J. van Dam asked". */
static bool attributed(str text, size_t i)
{
    bool paragraph;

    if (opens(text, i))
        return false;
    for (unsigned n = 0; n < 7; n++) {
        str word = word_at(text, i);
        size_t next;
        bool capital;

        if (!word.n)
            return false;
        capital = UCD_SHAPE(ucd_at(text, i, &next)) == SHAPE_UPPER;
        if (!capital && wordlist_find(word) & LIST_SPEECH)
            return n > 0;
        if (!capital && !(wordlist_find(word) & LIST_PARTICLE))
            return false;
        i += word.n;
        if (followed_by_stop(text, i))
            i++;
        if (i < text.n &&
            (is_dash(code_at(text, i)) || code_at(text, i) == '\'' || code_at(text, i) == 0x2019))
            i += utf8_next(text, i).n; /* "O'Malley" */
        i = white_end(text, i, 0, &paragraph);
        if (paragraph)
            return false;
    }
    return false;
}

/* The token before the token: "plan" of "plan B". */
static str token_before_that(str text, size_t begin, str token)
{
    size_t end = (size_t)(token.p - text.p);

    if (end > begin && text.p[end - 1] == ' ')
        return token_before(text, begin, end - 1);
    return (str){0};
}

/* One full stop with white space behind it, and then something that might begin a sentence, at `first`. */
static bool full_stop_ends(str text, size_t begin, const stop *s, size_t first)
{
    str token = token_before(text, begin, s->begin);
    unsigned n_initials = initials(token), kinds = n_initials == 1 ? 0 : token_kinds(token);
    str next_word = word_at(text, first);
    size_t end;

    if (token.p == text.p + begin && ((all_digits(token) && token.n <= 3) || n_initials == 1))
        return false; /* a list's number */
    if (kinds & (LIST_TITLE | LIST_INSIDE))
        return false;
    if (kinds & LIST_NUMBER)
        return first == text.n || UCD_SB(ucd_at(text, first, &end)) != SB_NUMERIC;
    if (kinds & LIST_TIME)
        return !(wordlist_find(next_word) & LIST_CALENDAR);
    if (n_initials == 1) {
        str before = token_before_that(text, begin, token);
        bool small = before.n && UCD_SHAPE(ucd_at(before, 0, &end)) == SHAPE_LOWER;

        if (wordlist_find(before) & LIST_LETTERED)
            return true;
        if (str_eq(token, STR("I")) && small) /* "than I. Smith", but "I. M. Pei" */
            return initials(next_word) != 1 || !followed_by_stop(text, first + next_word.n);
    }
    if (kinds & LIST_NAME || n_initials) /* before a dash it is a dateline's: "MONTPELIER, Vt. - The" */
        return (opens(text, first) && !is_dash(code_at(text, s->after))) || (s->quote && n_initials != 1);
    return true;
}

/* Whether a sentence that began at `begin` ends at the stop. */
static bool ends(str text, size_t begin, const stop *s)
{
    bool attached = s->after == s->end;
    size_t first, next, second;
    unsigned ucd = ucd_at(text, s->after, &next), class = SET(UCD_SB(ucd));
    bool ellipsis = s->dots > 1 && !s->shout;

    /* Nothing was said yet: "(?)", "[...]", "...and". */
    if (s->begin == begin)
        return false;
    first = char_before(text, begin, s->begin);
    ucd = ucd_at(text, first, &second);
    if (ucd & UCD_OPEN)
        return false;
    if (ellipsis && is_quote(code_at(text, first)) &&
        (first == begin || class_at(text, char_before(text, begin, first), &second) & WHITE))
        return false;

    if (s->hard)
        return class != SET(SB_SCONTINUE);
    first = lead_end(text, s->after);
    if (attached && !(ucd_at(text, s->after, &next) & UCD_OPEN)) {
        if (class == SET(SB_UPPER))
            return s->quote || s->shout;
        return class == SET(SB_OLETTER) && s->shout;
    }
    if (class == SET(SB_SCONTINUE) && !is_dash(code_at(text, s->after)))
        return false;
    if (first == text.n)
        return true;

    /* A small letter goes on, but for iPhone and its like. */
    class = class_at(text, first, &next);
    if (class == SET(SB_LOWER)) {
        bool brand = next < text.n && class_at(text, next, &second) == SET(SB_UPPER);

        return brand && !token_kinds(token_before(text, begin, s->begin));
    }
    if ((s->shout || ellipsis) && s->quote && attributed(text, first))
        return false;
    if (s->shout) {
        str word = token_before(text, begin, s->begin);

        return !(wordlist_find(word) & LIST_BANG) || opens(text, first);
    }
    if (ellipsis) {
        size_t said = s->begin;

        while (said > begin && text.p[said - 1] == ' ')
            said--;
        return !str_eq(token_before(text, begin, said), word_at(text, first));
    }
    return full_stop_ends(text, begin, s, first);
}

/* The first byte from i on that may end a sentence: a stop, a line end, or not ASCII. */
static size_t skip_plain(str text, size_t i)
{
    while (i < text.n && (unsigned char)text.p[i] < 0x80 &&
           !(SET(UCD_SB(ucd_row[0][(unsigned char)text.p[i]])) & (STOPS | LINE_END)))
        i++;
    return i;
}

static size_t news_edge(str text, size_t begin, unsigned flags)
{
    size_t i = begin, next;
    bool paragraph;

    while ((i = skip_plain(text, i)) < text.n) {
        unsigned class = class_at(text, i, &next);

        if (class & LINE_END) {
            next = white_end(text, i, flags, &paragraph);
            if (paragraph)
                return i;
        } else if (class & STOPS || is_ellipsis(text, i)) {
            stop s = read_stop(text, i, flags);

            if (s.paragraph || ends(text, begin, &s))
                return s.end;
            next = s.after;
        }
        i = next;
    }
    return text.n;
}

void sentences_begin(sentences *s, str text, unsigned flags)
{
    assert(text.n <= UINT32_MAX);
    *s = (sentences){.text = text, .flags = flags};
}

bool sentences_next(sentences *s, sentence *out)
{
    str text = s->text;
    size_t begin, end, last;
    bool paragraph;

    begin = white_end(text, s->at, 0, &paragraph);
    if (begin == text.n) {
        s->at = begin;
        return false;
    }
    end = s->flags & SENTENCES_UAX29 ? sentences_edge(text, begin) : news_edge(text, begin, s->flags);
    s->at = end;
    for (; end > begin; end = last) {
        size_t next;

        last = char_before(text, begin, end);
        if (!(class_at(text, last, &next) & WHITE))
            break;
    }
    *out = (sentence){(uint32_t)begin, (uint32_t)end};
    return true;
}
