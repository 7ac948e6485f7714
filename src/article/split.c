/* An article's text comes in; title, paragraphs, sentences and tokens go out.
 *
 * Where sentences end is text/sentences.h's to say, and it never lets one run over the end of a paragraph. So
 * all that is left to do is to tell what ends a paragraph in this text, a blank line or every line; to see at
 * each sentence whether the white space before it does so; and to have text/words.h find the tokens of each
 * sentence, so that none can stand in two.
 *
 * It does not know captions or credits: they are paragraphs. Nor bylines, but for one thing: one that stands
 * on the body's first line, with no blank line behind it, is a paragraph of its own. */
#include "article/split.h"

#include "text/sentences.h"
#include "text/ucd.h"
#include "text/words.h"

/* A title that nobody has named: at most so many words, a guess with room for German ones and for decks; the
 * first line of a file that should begin with one is none where it is a paragraph plainly. */
enum { TITLE_WORDS_MAX = 25, TITLE_LINE_WORDS_MAX = 50, BYLINE_WORDS_MAX = 8 };

typedef struct work {
    article *out;
    arena *memory;
    size_t cap_passages, cap_sentences, cap_tokens;
} work;

/* The end of the white space from i on; *lines: how many lines end in it, a paragraph separator counting as
 * two. As sentences.c counts them. */
static size_t white_end(str text, size_t i, unsigned *lines)
{
    size_t next;

    *lines = 0;
    for (; i < text.n; i = next) {
        unsigned class = UCD_SB(ucd_at(text, i, &next));

        if (class == SB_CR && next < text.n && text.p[next] == '\n')
            next++;
        if (class == SB_CR || class == SB_LF || class == SB_SEP)
            *lines += class == SB_SEP && utf8_next(text, i).code == 0x2029 ? 2 : 1;
        else if (class != SB_SP)
            break;
    }
    return i;
}

/* Where the first line that says something ends. */
static size_t first_line_end(str text)
{
    unsigned lines;
    size_t i = white_end(text, 0, &lines), next;

    for (; i < text.n; i = next) {
        next = white_end(text, i, &lines);
        if (lines)
            break;
        if (next == i)
            (void)ucd_at(text, i, &next);
    }
    return i;
}

/* What ends a paragraph, as flags for sentences_begin. A blank line, if there is one between two lines. Else
 * every line end, unless the text was folded to a width: in such a text more than a third of the lines begin
 * with a small letter, which a paragraph seldom does. */
static unsigned paragraph_ends(str text)
{
    size_t n_lines = 0, n_small = 0, next, end;
    unsigned lines;

    for (size_t i = white_end(text, 0, &lines); i < text.n; i = next) {
        unsigned char byte = (unsigned char)text.p[i];

        next = i + 1;
        if (byte > '\r' && byte != 0xC2 && byte != 0xE2) /* no line end begins so */
            continue;
        next = white_end(text, i, &lines);
        if (next == i)
            next = i + 1;
        if (!lines || next == text.n)
            continue;
        if (lines > 1)
            return 0;
        n_lines++;
        n_small += UCD_SHAPE(ucd_at(text, next, &end)) == SHAPE_LOWER;
    }
    return n_small > n_lines / 3 ? 0 : SENTENCES_LINES;
}

/* Words with blanks between them. */
static size_t count_words(str line)
{
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] != ' ' && (i == 0 || line.p[i - 1] == ' ');
    return n;
}

/* Where the line behind a title's, which ends at `head`, ends if it says who wrote the article: "By Ann Lee",
 * "BY ANN LEE AND TOM FRY, in Dalmere"; at most so many words, of which the second has a capital, and no stop
 * or comma at the end. Else `head`. */
static size_t byline_end(str text, size_t head)
{
    str body = {text.p + head, text.n - head}, line;
    unsigned lines;
    size_t begin = white_end(body, 0, &lines), end = first_line_end(body), next;

    line = str_trim((str){body.p + begin, end - begin});
    if (line.n < 4 || !(str_starts(line, STR("By ")) || str_starts(line, STR("BY "))) ||
        UCD_SHAPE(ucd_at(line, 3, &next)) != SHAPE_UPPER || strchr(".,;:!?", line.p[line.n - 1]))
        return head;
    return count_words(line) <= BYLINE_WORDS_MAX ? head + end : head;
}

static bool add_tokens(work *w, span at, uint32_t in)
{
    article *out = w->out;
    word some[64];
    uint64_t spread[64];
    words from;
    size_t n;

    words_begin(&from, span_text(out, at), true);
    while ((n = words_next(&from, some, 64))) {
        if (!ARENA_GROW(w->memory, out->token, w->cap_tokens, out->n_tokens + n))
            return false;
        for (size_t i = 0; i < n; i++) {
            token t = {.at = {at.begin + some[i].begin, at.begin + some[i].end},
                       .sentence = in,
                       .mark = some[i].kind == WORD_MARK};

            spread[i] = lexemes_ask(out->lexemes, span_text(out, t.at), t.mark);
            out->token[out->n_tokens + i] = t;
        }
        for (size_t i = 0; i < n; i++)
            lexemes_send(out->lexemes, spread[i]);
        for (size_t i = 0; i < n; i++) {
            token *t = &out->token[out->n_tokens];

            t->word = lexemes_take(out->lexemes, span_text(out, t->at), t->mark, spread[i]);
            if (!t->word)
                return false;
            out->n_tokens++;
        }
    }
    return true;
}

/* Somebody's lexemes, or some of the article's own. */
static bool have_lexemes(article *out, arena *a, err *e)
{
    if (out->lexemes)
        return true;
    out->lexemes = ARENA_NEW(a, 1, lexemes);
    return out->lexemes ? lexemes_init(out->lexemes, 0, 0, a, e) : err_memory(e);
}

/* The sentences of a part of the text, and the passages that they make; `flags` say what ends a paragraph. */
static bool add_passages(work *w, span part, unsigned flags)
{
    article *out = w->out;
    str text = span_text(out, part);
    unsigned enough = flags & SENTENCES_LINES ? 1 : 2, lines;
    uint32_t end = 0; /* of the sentence before */
    sentences from;
    sentence one;

    sentences_begin(&from, text, flags);
    while (sentences_next(&from, &one)) {
        uint32_t i = out->n_sentences;
        span at = {part.begin + one.begin, part.begin + one.end};
        passage *last;

        if (!ARENA_GROW(w->memory, out->passage, w->cap_passages, (size_t)out->n_passages + 1) ||
            !ARENA_GROW(w->memory, out->sentence, w->cap_sentences, (size_t)i + 1))
            return false;
        (void)white_end(text, end, &lines);
        if (end == 0 || lines >= enough)
            out->passage[out->n_passages++] = (passage){.at = at, .first = i};
        last = &out->passage[out->n_passages - 1];
        last->at.end = at.end;
        last->last = i + 1;
        out->sentence[i] = (sentence_read){
            .at = at, .passage = out->n_passages - 1, .first = out->n_tokens, .attribution = NONE};
        if (!add_tokens(w, at, i))
            return false;
        out->sentence[i].last = out->n_tokens;
        out->n_sentences++;
        end = one.end;
    }
    return true;
}

/* Without the stops at its end: some corpora put one behind a title. */
static str without_stop(str s)
{
    s = str_trim(s);
    while (s.n && s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

/* Whether the first passage looks like a title. A question may be one. */
static bool looks_titled(const article *a)
{
    uint32_t n_words = 0, i = a->sentence[a->passage[0].last - 1].last;

    for (uint32_t k = 0; k < i; k++)
        n_words += !a->token[k].mark;
    if (n_words == 0 || n_words > TITLE_WORDS_MAX)
        return false;

    /* The last token that is no closing quote or bracket. */
    while (i > 0 && a->token[i - 1].mark) {
        size_t next;

        if (UCD_SB(ucd_at(a->text, a->token[i - 1].at.begin, &next)) != SB_CLOSE)
            break;
        i--;
    }
    if (i == 0 || !a->token[i - 1].mark)
        return i > 0;
    switch (utf8_next(a->text, a->token[i - 1].at.begin).code) {
    case '.':
    case ',':
    case ':':
    case ';':
    case '-':
    case 0x2013:
    case 0x2014:
    case 0x3002:
        return false;
    default:
        return true;
    }
}

/* Whether the first passage is the title: as somebody says, who means the first line of all that is there;
 * the record's; or one that looks so. */
static bool has_title(const article *a, bool titled)
{
    if (a->n_passages == 0)
        return false;
    if (a->title.n && str_eq(without_stop(a->title), without_stop(span_text(a, a->passage[0].at))))
        return true;
    if (a->n_passages == 1)
        return titled && looks_titled(a);
    return titled || looks_titled(a);
}

/* A passage ends where the text has a blank line between two sentences; with none at all, where it has a line
 * end; and behind a title and a byline. */
bool article_resplit(article *out, sentence_read *cut, uint32_t n, bool titled, arena *a, err *e)
{
    work w = {.out = out, .memory = a};
    size_t head = titled ? first_line_end(out->text) : 0, by = titled ? byline_end(out->text, head) : 0;
    unsigned of_body =
        paragraph_ends((str){out->text.p + head, out->text.n - head}) & SENTENCES_LINES ? 1 : 2;

    if (!have_lexemes(out, a, e))
        return false;
    out->sentence = cut;
    out->n_sentences = n;
    out->n_tokens = out->n_passages = 0;
    out->token = NULL;
    out->passage = NULL;
    for (uint32_t i = 0; i < n; i++) {
        sentence_read *s = &cut[i];
        unsigned lines = 0, enough = of_body;

        if (i)
            (void)white_end(out->text, cut[i - 1].at.end, &lines);
        if (i && cut[i - 1].at.end <= by) /* a title and a byline are lines of their own */
            enough = 1;
        if (!ARENA_GROW(a, out->passage, w.cap_passages, (size_t)out->n_passages + 1))
            return err_memory(e);
        if (i == 0 || lines >= enough)
            out->passage[out->n_passages++] = (passage){.at = s->at, .first = i};
        s->passage = out->n_passages - 1;
        out->passage[s->passage].at.end = s->at.end;
        out->passage[s->passage].last = i + 1;
        s->first = out->n_tokens;
        if (!add_tokens(&w, s->at, i))
            return err_memory(e);
        s->last = out->n_tokens;
    }
    if (titled && out->n_passages)
        out->passage[0].part = PART_TITLE;
    return true;
}

bool article_split(str text, bool titled, article *out, arena *a, err *e)
{
    work w = {.out = out, .memory = a};
    size_t head = 0, by;
    str body;

    if (text.n >= UINT32_MAX)
        return err_set(e, ERR_INPUT, "a text of 4 GiB or more is too long");
    if (text.n == 0)
        text = STR(""); /* p may have been NULL */
    out->text = text;
    if (!have_lexemes(out, a, e))
        return false;

    /* A title that is a line of its own ends there, whatever ends the paragraphs below. */
    if (titled)
        head = first_line_end(text);
    titled = titled && count_words((str){text.p, head}) <= TITLE_LINE_WORDS_MAX;
    head = titled ? head : 0;
    body = (str){text.p + head, text.n - head};
    by = titled ? byline_end(text, head) : 0;
    if (!add_passages(&w, (span){0, (uint32_t)head}, SENTENCES_LINES) ||
        !add_passages(&w, (span){(uint32_t)head, (uint32_t)by}, SENTENCES_LINES) ||
        !add_passages(&w, (span){(uint32_t)by, (uint32_t)text.n}, paragraph_ends(body)))
        return err_memory(e);

    if (has_title(out, titled)) {
        out->passage[0].part = PART_TITLE;
        if (out->title.n == 0)
            out->title = span_text(out, out->passage[0].at);
    }
    return true;
}
