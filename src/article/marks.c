/* Quotation marks: the tokens of a passage come in, the marks among them go out, each with what it may do.
 *
 * text/words.h has done the first half: an apostrophe inside a word is no token. For the rest a mark is
 * judged by the character before and the one behind the run of marks that it stands in, as typesetters'
 * "smart quotes" do the other way round; which of the possible readings holds is for quotes.c, which sees all
 * of them.
 *
 * The words that begin with an apostrophe are English. */
#include "article/marks.h"

#include "text/ucd.h"

typedef struct glyph {
    uint8_t family, form;
} glyph;

static bool glyph_of(uint32_t code, glyph *out)
{
    static const struct {
        uint16_t code;
        glyph is;
    } glyphs[] = {
        {'"', {MARK_DOUBLE, FORM_STRAIGHT}},
        {'\'', {MARK_SINGLE, FORM_STRAIGHT}},
        {'`', {MARK_SINGLE, FORM_OPEN}},
        {0xAB, {MARK_ANGLE, FORM_OPEN}},            /* « */
        {0xBB, {MARK_ANGLE, FORM_CLOSE}},           /* » */
        {0x2018, {MARK_SINGLE, FORM_OPEN}},         /* ‘ */
        {0x2019, {MARK_SINGLE, FORM_CLOSE}},        /* ’ */
        {0x201A, {MARK_SINGLE, FORM_OPEN}},         /* ‚ */
        {0x201B, {MARK_SINGLE, FORM_OPEN}},         /* ‛ */
        {0x201C, {MARK_DOUBLE, FORM_OPEN}},         /* “ */
        {0x201D, {MARK_DOUBLE, FORM_CLOSE}},        /* ” */
        {0x201E, {MARK_DOUBLE, FORM_OPEN}},         /* „ */
        {0x201F, {MARK_DOUBLE, FORM_OPEN}},         /* ‟ */
        {0x2039, {MARK_ANGLE_SINGLE, FORM_OPEN}},   /* ‹ */
        {0x203A, {MARK_ANGLE_SINGLE, FORM_CLOSE}},  /* › */
        {0x300C, {MARK_CORNER, FORM_OPEN}},         /* 「 */
        {0x300D, {MARK_CORNER, FORM_CLOSE}},        /* 」 */
        {0x300E, {MARK_CORNER_DOUBLE, FORM_OPEN}},  /* 『 */
        {0x300F, {MARK_CORNER_DOUBLE, FORM_CLOSE}}, /* 』 */
        {0xFF02, {MARK_DOUBLE, FORM_STRAIGHT}},     /* fullwidth " */
    };

    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
        if (glyphs[i].code == code) {
            *out = glyphs[i].is;
            return true;
        }
    }
    return false;
}

bool marks_quoted(str text)
{
    glyph g;

    return text.n && glyph_of(utf8_next(text, 0).code, &g) && g.family != MARK_SINGLE;
}

static uint32_t code_of(const article *a, uint32_t i)
{
    return utf8_next(a->text, a->token[i].at.begin).code;
}

static bool is_glyph(const article *a, uint32_t i, glyph *out)
{
    return a->token[i].mark && glyph_of(code_of(a, i), out);
}

/* ---- the characters on both sides ---- */

/* The character that ends at byte i of the passage; 0 at its beginning. */
static uint32_t code_before(const article *a, const passage *in, uint32_t i)
{
    for (uint32_t n = 1; n <= 4 && n <= i - in->at.begin; n++) {
        utf8_char u = utf8_next(a->text, i - n);

        if (u.valid && u.n == n)
            return u.code;
    }
    return i > in->at.begin ? 0xFFFD : 0;
}

static uint32_t code_behind(const article *a, const passage *in, uint32_t i)
{
    return i < in->at.end ? utf8_next(a->text, i).code : 0;
}

static bool is_blank(uint32_t code)
{
    unsigned class = UCD_SB(ucd_get(code));

    return code == 0 || class == SB_SP || class == SB_LF || class == SB_CR || class == SB_SEP;
}

static bool is_word(uint32_t code)
{
    return ucd_get(code) & UCD_WORD;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_dash(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2015);
}

static bool in_set(uint32_t code, const char *set)
{
    return code > 0 && code < 0x80 && strchr(set, (int)code);
}

/* What a quotation may stand behind without a blank. */
static bool lets_open(uint32_t code)
{
    return is_blank(code) || is_dash(code) || in_set(code, "([{</|*_~") || code == 0xA1 || code == 0xBF;
}

static bool lets_close(uint32_t code)
{
    return is_blank(code) || is_dash(code) || in_set(code, ".,;:!?)]}>/|*_%") || code == 0x2026 ||
           code == 0x3002 || code == 0xFF0C || code == 0x3001;
}

/* `before` and `behind` are the characters on both sides of the run of marks that m is one of, `second` the
 * one behind `behind`. */
static void judge(mark *m, uint32_t before, uint32_t behind, uint32_t second)
{
    bool ellipsis = behind == 0x2026 || (behind == '.' && (second == '.' || is_digit(second)));

    if (is_blank(before) && is_blank(behind)) {
        m->opens = m->closes = true;
        return;
    }
    m->opens = lets_open(before) && !is_blank(behind) &&
               (!lets_close(behind) || ellipsis || is_dash(behind) || in_set(behind, "*_<"));
    m->closes = !is_blank(before) && !in_set(before, "([{") && lets_close(behind);
    if (is_dash(before) && !is_blank(behind) && !lets_close(behind))
        m->closes = true;
    if (!m->opens && !m->closes) {
        /* A blank is missing on one side: behind a stop it may be either, in a word it can only close. */
        m->closes = true;
        m->opens = is_blank(before) || (!is_word(before) && before != '='); /* id="7" is a tag's */
        m->weak = !m->opens;
    }
}

/* ---- apostrophes and measures ---- */

static bool is_number(str s, size_t most)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '\'')
            return false;
    return s.n > 0 && s.n <= most && is_digit((unsigned char)s.p[0]);
}

/* Whether the token stands right behind the one before it. */
static bool joined(const article *a, uint32_t i)
{
    return i > 0 && a->token[i - 1].at.end == a->token[i].at.begin;
}

/* '90s, 'em: an apostrophe at a word's beginning, at `i`, that no quotation begins with. */
static bool begins_word(const article *a, uint32_t i, uint32_t end)
{
    static const char *const words[] = {"em",    "tis", "twas", "til", "till", "n",
                                        "cause", "cos", "bout", "ere", "ol"};
    str word;

    if (i + 1 >= end || !joined(a, i + 1))
        return false;
    word = span_text(a, a->token[i + 1].at);
    if (word.n >= 2 && is_digit((unsigned char)word.p[0]) && is_digit((unsigned char)word.p[1])) {
        bool after_word = i > 0 && !a->token[i - 1].mark && a->token[i - 1].sentence == a->token[i].sentence;

        return (word.n == 3 && word.p[2] == 's') || (word.n == 2 && after_word);
    }
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_same(word, str_z(words[k])))
            return true;
    return false;
}

/* The second one of 'n'. */
static bool ends_n(const article *a, uint32_t i, uint32_t first)
{
    glyph g;

    return i >= first + 2 && joined(a, i) && joined(a, i - 1) &&
           str_same(span_text(a, a->token[i - 1].at), STR("n")) && is_glyph(a, i - 2, &g) &&
           g.family == MARK_SINGLE;
}

/* The 's of F.B.I.'s or MI5's, which words.h parts from what it belongs to. */
static bool joins_ending(const article *a, uint32_t i, uint32_t end)
{
    static const char *const endings[] = {"s", "d", "ll", "re", "ve", "m", "t"};
    glyph g;

    if (i + 1 >= end || !joined(a, i) || !joined(a, i + 1) || is_glyph(a, i - 1, &g))
        return false;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        if (str_same(span_text(a, a->token[i + 1].at), str_z(endings[k])))
            return true;
    return false;
}

/* 5'10" or 5' 10": inches behind feet. */
static bool ends_feet(const article *a, uint32_t i, uint32_t first)
{
    glyph g;
    str number;

    if (i == first || !joined(a, i))
        return false;
    number = span_text(a, a->token[i - 1].at);
    if (!is_number(number, 6))
        return false;
    if (memchr(number.p, '\'', number.n))
        return true;
    return i >= first + 3 && is_glyph(a, i - 2, &g) && g.family == MARK_SINGLE && joined(a, i - 2) &&
           is_number(span_text(a, a->token[i - 3].at), 2);
}

static void doubt(const article *a, const passage *in, uint32_t first, mark *m)
{
    uint32_t before = code_before(a, in, m->at.begin), behind = code_behind(a, in, m->at.end);

    if (!m->closes || m->form == FORM_OPEN)
        return;
    if (is_digit(before) && m->token > first && is_number(span_text(a, a->token[m->token - 1].at), 3))
        m->weak = true;
    if (m->family == MARK_SINGLE && is_blank(behind) && behind && in_set(before, "sSxXzZ"))
        m->weak = true;
    if (m->family == MARK_SINGLE && is_blank(behind) && behind && m->token > first) {
        str word = span_text(a, a->token[m->token - 1].at); /* goin' */

        if (word.n > 3 && str_ends(word, STR("in")))
            m->weak = true;
    }
}

/* ---- a passage ---- */

static bool add(mark **found, size_t *cap, uint32_t *n, const mark *m, arena *memory)
{
    mark *more = *found;

    if (!ARENA_GROW(memory, more, *cap, (size_t)*n + 1))
        return false;
    *found = more;
    more[(*n)++] = *m;
    return true;
}

/* How many of the tokens from i on are one mark: two where double marks are written as pairs of single ones,
 * and where straight ones are doubled beside a word. */
static uint32_t tokens_in_mark(const article *a, uint32_t i, uint32_t end, bool beside_word)
{
    uint32_t code = code_of(a, i);

    if (i + 1 >= end || !joined(a, i + 1) || code_of(a, i + 1) != code)
        return 1;
    if (code == '\'' || code == '`' || code == 0x2018 || code == 0x2019)
        return 2;
    return code == '"' && beside_word ? 2 : 1;
}

bool marks_find(const article *a, const passage *in, mark **found, size_t *cap, uint32_t *n, arena *memory)
{
    uint32_t first = a->sentence[in->first].first, end = a->sentence[in->last - 1].last, next[N_MARKS],
             firm[N_MARKS];
    bool curly = false;
    glyph g;

    /* Without ‘ anywhere ’ is an apostrophe behind a word. */
    for (uint32_t i = first; i < end && !curly; i++)
        curly = is_glyph(a, i, &g) && g.family == MARK_SINGLE && g.form == FORM_OPEN;

    *n = 0;
    for (uint32_t i = first, run; i < end; i = run) {
        uint32_t before, behind, second, at;
        bool beside_word;

        run = i + 1;
        if (!is_glyph(a, i, &g))
            continue;

        /* The run of marks, and what is on both sides of it. */
        while (run < end && joined(a, run) && is_glyph(a, run, &g))
            run++;
        before = code_before(a, in, a->token[i].at.begin);
        at = a->token[run - 1].at.end;
        behind = code_behind(a, in, at);
        second = behind ? code_behind(a, in, at + utf8_next(a->text, at).n) : 0;
        beside_word = is_blank(before) != is_blank(behind);

        for (uint32_t k = i, size; k < run; k += size) {
            mark m = {.token = k, .next = NONE, .firm = NONE, .count = 1};

            size = tokens_in_mark(a, k, run, beside_word);
            (void)is_glyph(a, k, &g);
            m.end = k + size;
            m.at = (span){a->token[k].at.begin, a->token[k + size - 1].at.end};
            m.family = g.family == MARK_SINGLE && size == 2 ? MARK_DOUBLE : g.family;
            m.form = g.form;
            if (g.family == MARK_DOUBLE)
                m.count = (uint8_t)size;
            judge(&m, before, behind, second);
            if (m.family == MARK_SINGLE &&
                ((m.opens && k + 1 == run && begins_word(a, k, end)) || joins_ending(a, k, end) ||
                 ends_n(a, k, first) || (!curly && m.form == FORM_CLOSE && is_word(before))))
                continue;
            if (m.family == MARK_DOUBLE && k == i && ends_feet(a, k, first))
                continue;
            doubt(a, in, first, &m);
            if (!add(found, cap, n, &m, memory))
                return false;
        }
    }

    for (uint32_t f = 0; f < N_MARKS; f++)
        next[f] = firm[f] = NONE;
    for (uint32_t i = *n; i-- > 0;) {
        mark *m = &(*found)[i];

        m->next = next[m->family];
        m->firm = firm[m->family];
        next[m->family] = i;
        if (!m->weak)
            firm[m->family] = i;
    }
    return true;
}

uint32_t marks_lead(const article *a, const passage *in, uint8_t *family, uint32_t most)
{
    uint32_t first = a->sentence[in->first].first, end = a->sentence[in->last - 1].last, n = 0;
    glyph g;

    for (uint32_t i = first, size; i < end && n < most && is_glyph(a, i, &g); i += size) {
        size = tokens_in_mark(a, i, end, false);
        if (g.form == FORM_CLOSE)
            break;
        if (size == 1 && g.family == MARK_SINGLE && begins_word(a, i, end))
            break;
        family[n++] = g.family == MARK_SINGLE && size == 2 ? MARK_DOUBLE : g.family;
    }
    return n;
}
