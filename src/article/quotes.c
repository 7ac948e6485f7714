/* Quotations: marks come in passage by passage, spans go out.
 *
 * A stack holds what is open. Each mark is asked what it does there, from its form and its sides (marks.h),
 * from what is open, and from the next mark of its family: whether that opens or closes says most of what a
 * look at the whole passage would. What is found out to lack its end is read so that little is lost if the
 * reading is wrong: a single mark becomes an apostrophe; a quotation in the middle of a sentence ends with
 * the sentence; one that began as a sentence ends at ", he said", else with the passage. No quotation goes
 * past its passage: if the next one opens with the same marks it is a new one that goes on from it. In the
 * end the spans are made to nest.
 *
 * It does not know who speaks, nor speech without marks. */
#include "article/quotes.h"

#include "article/lexicon.h"
#include "article/marks.h"
#include "article/uses.h"
#include "text/wordlist.h"

enum {
    DEPTH_MAX = 8,       /* quotations in one another; marks that open more are left alone                */
    CUE_WORDS_MAX = 5,   /* between a comma and the verb in ", Jane van Dam of Dalmere said"              */
    WEAK_TOKENS_MAX = 8, /* of 'words' that end in what may be an apostrophe                              */
    TERM_TOKENS_MAX = 4, /* of 'words' that do end in it, though a later mark might be the closing one    */
    RUN_MAX = 8,         /* passages of one speech that are looked through for its closing mark           */
};

enum {
    DASH = N_MARKS, /* the family of a quotation that only a dash opens ... */
    TURN,           /* ... and of one that has no mark (turns.h)            */
};

/* A quotation in the making. */
typedef struct piece {
    quote is;
    uint32_t first, last; /* tokens [first, last), marks included; an empty one is none after all */
    uint8_t family;
    bool whole; /* begins as a sentence does, or behind a colon, comma or verb of saying       */
} piece;

typedef struct work {
    const article *a;
    arena *memory;
    piece *piece;
    mark *mark; /* of the passage */
    size_t cap_pieces, cap_marks;
    uint32_t n_pieces, n_marks;
    const passage *in;
    uint32_t end;              /* of the passage's tokens                                     */
    uint32_t ahead[N_MARKS];   /* the next mark of each family behind the one in question      */
    uint32_t open[DEPTH_MAX];  /* pieces that are open, the innermost last ...                 */
    uint32_t depth;            /* ... and how many                                             */
    uint32_t going[DEPTH_MAX]; /* those that the passage before has left open ...              */
    uint32_t n_going;          /* ... and how many                                             */
    uint8_t lead[DEPTH_MAX];   /* families of the marks that the next passage begins with ...  */
    uint32_t n_lead;           /* ... and how many                                             */
    uint32_t turn;             /* the next one (turns.h) ...                                   */
    uint32_t told;             /* ... and the piece of the last that was speech                */
} work;

static bool says(const article *a, uint32_t i)
{
    return a->token[i].word->kinds & LEX_SPEECH;
}

/* ---- where a quotation without its closing mark ends ---- */

static bool begins_sentence(const article *a, uint32_t i)
{
    uint32_t first = article_first(a, i);

    for (unsigned n = 0; n < 4 && i > first && a->token[i - 1].mark; n++)
        i--;
    return i == first;
}

/* Whether the clause behind the comma at token i tells who said it, ", he said" or ", said Jane Moss of
 * Dalmere"; *end is the token behind it. */
static bool tells_speaker(const article *a, uint32_t i, uint32_t until, uint32_t *end)
{
    bool verb = false;
    uint32_t k = i + 1;

    for (; k < until && k <= i + 1 + CUE_WORDS_MAX && !(a->token[k].mark && token_code(a, k) != '.'); k++)
        verb |= says(a, k);
    *end = k;
    return verb;
}

/* The token behind the comma before the first such clause in [first, until), or NONE. */
static uint32_t speaker_comma(const article *a, uint32_t first, uint32_t until, bool at_end)
{
    uint32_t end;

    for (uint32_t i = first; i < until; i++)
        if (token_code(a, i) == ',' && tells_speaker(a, i, until, &end) && (!at_end || end + 1 >= until))
            return i + 1;
    return NONE;
}

static void end_at(work *w, piece *p, uint32_t last)
{
    p->last = last;
    p->is.at.end = w->a->token[last - 1].at.end;
}

/* The closing mark is missing, and it must have stood before token `until`. */
static void end_without_mark(work *w, piece *p, uint32_t until)
{
    const article *a = w->a;
    uint32_t in = a->token[p->first].sentence, comma;

    if (p->family == DASH) {
        comma = speaker_comma(a, p->first + 1, until, false);
        end_at(w, p, comma == NONE ? until : comma);
        p->is.closed = true;
        return;
    }
    p->last = p->first;
    if (p->family == MARK_SINGLE)
        return;
    comma = speaker_comma(a, p->first + 1, until, false);
    if (comma != NONE)
        end_at(w, p, comma);
    else if (until == w->end)
        end_at(w, p, p->whole ? until : a->sentence[in].last);
    else if (a->token[until].sentence != in)
        end_at(w, p, p->whole ? article_first(a, until) : a->sentence[in].last);
}

/* ---- what a mark does ---- */

enum act { SKIP, OPEN, CLOSE };

/* The level of the innermost open quotation of the family; -1 for none. */
static int level_of(const work *w, unsigned family)
{
    int k = (int)w->depth - 1;

    while (k >= 0 && w->piece[w->open[k]].family != family)
        k--;
    return k;
}

/* How many closing marks of the family come before the next opening one, 3 at most. */
static unsigned closers_ahead(const work *w, uint32_t i)
{
    unsigned n = 0;

    while ((i = w->mark[i].next) != NONE && n < 3 && mark_closing(&w->mark[i]))
        n += w->mark[i].count;
    return n;
}

static bool closes_next(const work *w, uint32_t i)
{
    return i != NONE && mark_closing(&w->mark[i]);
}

/* The mark that will close the innermost open quotation, if it is of another family than single marks. */
static uint32_t bound(const work *w)
{
    unsigned family = w->depth ? w->piece[w->open[w->depth - 1]].family : MARK_SINGLE;

    if (family == MARK_SINGLE || family == DASH || !closes_next(w, w->ahead[family]))
        return w->n_marks;
    return w->ahead[family];
}

/* Whether the next passage opens the quotation of that level again. */
static bool goes_on(const work *w, uint32_t level, unsigned family)
{
    return level < w->n_lead && w->lead[level] == family;
}

/* Whether what the single mark i opens is closed again. */
static bool has_closer(const work *w, uint32_t i)
{
    const mark *m = &w->mark[i];
    uint32_t end = bound(w);

    if (m->next == NONE || m->next >= end)
        return goes_on(w, w->depth, MARK_SINGLE);
    if (!mark_closing(&w->mark[m->next])) {
        if (closers_ahead(w, m->next) >= 2)
            return true;
        /* Opened again at the beginning of sentences, in a text that has lost its paragraphs, and closed. */
        for (unsigned n = 0; n < RUN_MAX && begins_sentence(w->a, m->token); n++) {
            if (m->next == NONE || m->next >= end)
                return n > 0 && goes_on(w, w->depth, MARK_SINGLE);
            m = &w->mark[m->next];
            if (mark_closing(m))
                return n > 0;
        }
        return false;
    }
    if (!w->mark[m->next].weak || m->form == FORM_OPEN)
        return true;
    if (m->firm != NONE && m->firm < end && mark_closing(&w->mark[m->firm]))
        return true;
    return w->mark[m->next].token - m->token <= WEAK_TOKENS_MAX;
}

static enum act decide_single(const work *w, uint32_t i)
{
    const mark *m = &w->mark[i];
    int k = level_of(w, MARK_SINGLE);

    if (k >= 0 && m->closes && (m->form != FORM_OPEN || !m->opens)) {
        const piece *p = &w->piece[w->open[k]];

        /* The dogs' bowl: the mark that does close comes later. */
        if (m->weak && m->firm != NONE && m->firm < bound(w) && mark_closing(&w->mark[m->firm]) &&
            (p->whole || (m->token - p->first > TERM_TOKENS_MAX &&
                          w->a->token[p->first].sentence == w->a->token[w->mark[m->firm].token].sentence)))
            return SKIP;
        /* Nor does it close over the head of another quotation that will be closed. */
        if ((uint32_t)k + 1 < w->depth && bound(w) < w->n_marks)
            return SKIP;
        return CLOSE;
    }
    if (m->form == FORM_CLOSE ? !m->opens || m->closes : !m->opens && m->closes)
        return SKIP;
    return has_closer(w, i) ? OPEN : SKIP;
}

static enum act decide(const work *w, uint32_t i)
{
    const mark *m = &w->mark[i];
    bool open = level_of(w, m->family) >= 0;

    if (m->family == MARK_SINGLE)
        return decide_single(w, i);
    if (m->form == FORM_CLOSE) {
        /* Swedish ”word”, German »word«. */
        return open ? CLOSE : m->opens && !m->closes && closes_next(w, m->next) ? OPEN : SKIP;
    }
    if (m->form == FORM_OPEN && m->closes && !m->opens) /* „word“ */
        return open ? CLOSE : closes_next(w, m->next) ? OPEN : SKIP;
    if (m->form == FORM_OPEN && m->closes && m->next == NONE)
        return SKIP;
    if (m->form == FORM_OPEN || (m->opens && !m->closes)) {
        /* The last mark, in the middle of a sentence, where one must close: "We won, "he said. */
        return open && m->next == NONE && !begins_sentence(w->a, m->token) ? CLOSE : OPEN;
    }
    if (m->weak) /* inches, unless it is the one that closes */
        return open && !(closes_next(w, m->next) && !w->mark[m->next].weak) ? CLOSE : SKIP;
    if (m->opens) /* blanks on both sides, or none */
        return open ? CLOSE : m->next != NONE ? OPEN : SKIP;
    return open ? CLOSE : SKIP;
}

/* ---- doing it ---- */

static bool push(work *w, const mark *m, uint32_t before)
{
    const article *a = w->a;
    uint32_t i = m->token;
    piece p = {.first = i, .last = m->end, .family = m->family};

    if (w->depth == DEPTH_MAX)
        return true;
    if (!ARENA_GROW(w->memory, w->piece, w->cap_pieces, (size_t)w->n_pieces + 1))
        return false;
    p.is.at = m->at;
    p.is.before = before;
    p.whole =
        begins_sentence(a, i) || token_code(a, i - 1) == ',' || token_code(a, i - 1) == ':' || says(a, i - 1);
    w->open[w->depth++] = w->n_pieces;
    w->piece[w->n_pieces++] = p;
    return true;
}

static bool open_mark(work *w, uint32_t i)
{
    const mark *m = &w->mark[i];
    int k = level_of(w, m->family);
    uint32_t before = NONE;
    bool starts = begins_sentence(w->a, m->token);

    /* It stands in the open one if both are closed, or only this one and the next passage goes on. */
    if (k >= 0 && closers_ahead(w, i) + (!starts && goes_on(w, (uint32_t)k, m->family)) < 2) {
        /* The one that is open lacks its end. In a text that has lost its paragraphs it may go on in this
         * one. */
        piece *p = &w->piece[w->open[k]];

        /* Or this is a lone mark in the middle of speech. */
        if (p->whole && !starts && closes_next(w, m->next) &&
            w->a->token[p->first].sentence == w->a->token[m->token].sentence)
            return true;
        while (w->depth > (uint32_t)k + 1)
            end_without_mark(w, &w->piece[w->open[--w->depth]], m->token);
        w->depth--;
        if (p->whole && starts && speaker_comma(w->a, p->first + 1, m->token, false) == NONE) {
            end_at(w, p, m->token);
            before = w->open[k];
        } else {
            end_without_mark(w, p, m->token);
        }
    }
    /* Opened again at the beginning of a passage. */
    if (w->depth < w->n_going && i == w->depth && w->piece[w->going[i]].family == m->family && starts &&
        w->a->token[m->token].sentence == w->in->first)
        before = w->going[i];
    return push(w, m, before);
}

/* Ends the quotation at that level with the mark, and those in it without. */
static void close_level(work *w, uint32_t level, const mark *m)
{
    piece *p = &w->piece[w->open[level]];

    while (w->depth > level + 1)
        end_without_mark(w, &w->piece[w->open[--w->depth]], m->token);
    w->depth--;
    p->is.closed = true;
    p->is.at.end = m->at.end;
    p->last = p->last == m->token ? p->first : m->end; /* "" holds nothing */
}

static void close_mark(work *w, const mark *m)
{
    int k;

    for (unsigned n = 0; n < m->count && (k = level_of(w, m->family)) >= 0; n++)
        close_level(w, (uint32_t)k, m);
}

/* Whether the single mark i, which closes nothing of its own, stands for the double one that is missing
 * behind a stop: “Let us go.’ */
static bool closes_double(const work *w, uint32_t i)
{
    const mark *m = &w->mark[i];

    return m->family == MARK_SINGLE && m->form != FORM_OPEN && m->closes && !m->opens && !m->weak &&
           w->depth > 0 && w->piece[w->open[w->depth - 1]].family == MARK_DOUBLE &&
           !closes_next(w, w->ahead[MARK_DOUBLE]) && m->token > 0 && w->a->token[m->token - 1].mark;
}

/* A dash at the beginning of a passage opens speech if somebody is spoken to in it or its speaker is told;
 * else it may be one point of a list. */
static bool dash_speech(const work *w, uint32_t first)
{
    uint32_t code = token_code(w->a, first);

    if (code != 0x2013 && code != 0x2014 && code != 0x2015)
        return false;
    for (uint32_t i = first + 1; i < w->end; i++) {
        code = token_code(w->a, i);
        if (code == '?' || code == '!' || code == 0xA1 || code == 0xBF || uses_spoken(w->a->token[i].word))
            return true;
    }
    return speaker_comma(w->a, first + 1, w->end, false) != NONE;
}

/* What is open at the end of the passage goes on in the next one or lacks its mark. */
static void end_passage(work *w)
{
    uint32_t n_going = 0;

    for (uint32_t k = 0; k < w->depth; k++) {
        piece *p = &w->piece[w->open[k]];

        if (n_going == k && goes_on(w, k, p->family) &&
            speaker_comma(w->a, p->first + 1, w->end, true) == NONE) {
            end_at(w, p, w->end);
            w->going[n_going++] = w->open[k];
        } else {
            end_without_mark(w, p, w->end);
        }
    }
    w->n_going = n_going;
    w->depth = 0;
}

/* Turns that begin before token `until`: each ends what is open, and one that answers is speech to its end.
 */
static bool take_turns(work *w, uint32_t until)
{
    const article *a = w->a;

    for (; w->turn < a->n_turns && a->turn[w->turn].first < until; w->turn++) {
        const turn *t = &a->turn[w->turn];
        piece p = {.first = t->first, .last = t->last, .family = TURN};

        while (w->depth)
            end_without_mark(w, &w->piece[w->open[--w->depth]], t->label);
        if (t->asks)
            continue;
        if (!ARENA_GROW(w->memory, w->piece, w->cap_pieces, (size_t)w->n_pieces + 1))
            return false;
        p.is = (quote){.at = {a->token[t->first].at.begin, a->token[t->last - 1].at.end},
                       .before = t->goes_on ? w->told : NONE,
                       .closed = true};
        w->told = w->n_pieces;
        w->piece[w->n_pieces++] = p;
    }
    return true;
}

static bool read_passage(work *w, const passage *in)
{
    const article *a = w->a;
    uint32_t first = a->sentence[in->first].first;

    w->in = in;
    w->end = a->sentence[in->last - 1].last;
    w->n_lead = 0;
    if (in + 1 < a->passage + a->n_passages)
        w->n_lead = marks_lead(a, in + 1, w->lead, DEPTH_MAX);
    if (!marks_find(a, in, &w->mark, &w->cap_marks, &w->n_marks, w->memory))
        return false;
    for (unsigned f = 0; f < N_MARKS; f++)
        w->ahead[f] = NONE;
    for (uint32_t i = w->n_marks; i-- > 0;)
        w->ahead[w->mark[i].family] = i;

    if (first < w->end && dash_speech(w, first)) {
        mark dash = {.at = a->token[first].at, .token = first, .end = first + 1, .family = DASH};

        if (!push(w, &dash, NONE))
            return false;
    }
    for (uint32_t i = 0; i < w->n_marks; i++) {
        const mark *m = &w->mark[i];
        enum act act;

        w->ahead[m->family] = m->next;
        if (!take_turns(w, m->token + 1))
            return false;
        act = decide(w, i);
        if (act == SKIP && closes_double(w, i))
            close_level(w, w->depth - 1, m);
        else if (act == CLOSE)
            close_mark(w, m);
        else if (act == OPEN && !open_mark(w, i))
            return false;
    }
    if (!take_turns(w, w->end))
        return false;
    end_passage(w);
    return true;
}

/* ---- all of them together ---- */

static bool holds_word(const article *a, const piece *p)
{
    for (uint32_t i = p->first; i < p->last; i++)
        if (!a->token[i].mark)
            return true;
    return false;
}

/* What was cut at the mark of the next one, and holds no word any more, is none. */
static void leave_out_empty(work *w, uint32_t *to)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n_pieces; i++) {
        piece p = w->piece[i];

        to[i] = NONE;
        if (!holds_word(w->a, &p))
            continue;
        p.is.outer = p.is.outer == NONE ? NONE : to[p.is.outer];
        p.is.before = p.is.before == NONE ? NONE : to[p.is.before];
        to[i] = n;
        w->piece[n++] = p;
    }
    w->n_pieces = n;
}

/* Leaves out what turned out to be none, and has the others nest: where one ends in the middle of a later
 * one, it ends before it. The others move to the front; `outer` and `before` become indices into what is
 * left. */
static bool nest(work *w)
{
    uint32_t *to = ARENA_NEW(w->memory, (size_t)w->n_pieces + 1, uint32_t), open[DEPTH_MAX + 1], depth = 0,
             n = 0;

    if (!to)
        return false;
    for (uint32_t i = 0; i < w->n_pieces; i++) {
        piece p = w->piece[i];

        to[i] = NONE;
        if (!holds_word(w->a, &p))
            continue;
        while (depth && w->piece[open[depth - 1]].last < p.last) {
            piece *outer = &w->piece[open[depth - 1]];

            if (outer->last > p.first)
                end_at(w, outer, p.first);
            depth--;
        }
        p.is.outer = depth ? open[depth - 1] : NONE;
        if (p.is.before != NONE)
            p.is.before = to[p.is.before];
        w->piece[n] = p;
        to[i] = n;
        open[depth++] = n++;
    }
    w->n_pieces = n;
    leave_out_empty(w, to);
    return true;
}

bool quotes_find(article *out, arena *a, err *e)
{
    work w = {.a = out, .memory = a, .told = NONE};

    for (uint32_t i = 0; i < out->n_passages; i++)
        if (!read_passage(&w, &out->passage[i]))
            return err_memory(e);
    if (!nest(&w))
        return err_memory(e);

    out->quote = ARENA_NEW(a, w.n_pieces, quote);
    if (!out->quote)
        return err_memory(e);
    for (uint32_t i = 0; i < w.n_pieces; i++) {
        out->quote[i] = w.piece[i].is;
        out->quote[i].use = QUOTE_SPEECH;
        /* What goes on over paragraphs, or lacks a mark, is too long to be a term. */
        if (w.piece[i].is.closed && w.piece[i].is.before == NONE && w.piece[i].family < DASH)
            out->quote[i].use = (uint8_t)uses_tell(out, w.piece[i].first, w.piece[i].last);
    }
    out->n_quotes = w.n_pieces;
    return true;
}
