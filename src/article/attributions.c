/* Words go in, attributions come out: cues, then for each its source, then for both what is said. Spans of
 * bytes are made of tokens here, and tokens of an annotator's spans: a token is in the span that it begins
 * in, so that of "he's saying" the source is one token and the cue another. */
#include "article/attributions.h"

#include "article/hearsay.h"
#include "article/label.h"
#include "article/lexicon.h"

/* ---- tokens to bytes ---- */

static span bytes_of(const article *a, stretch s)
{
    return stretch_empty(s) ? (span){0, 0} : (span){a->token[s.first].at.begin, a->token[s.last - 1].at.end};
}

/* A source without the 's or the 'd of its last word, and without a comma behind it. */
static span source_bytes(const article *a, stretch s)
{
    span at = bytes_of(a, s), last;
    bool possessive, short_form;
    str bare;

    if (span_empty(at))
        return at;
    last = a->token[s.last - 1].at;
    bare = lexeme_bare(span_text(a, last), &possessive, &short_form);
    if (possessive || (short_form && !str_ends(span_text(a, last), STR("t")))) /* not of "who don't" */
        at.end = last.begin + (uint32_t)bare.n;
    if (at.end > at.begin + 1 && a->text.p[at.end - 1] == ',')
        at.end--;
    return at;
}

/* Whether nobody is called so: "After" of "After accusing Lee", "By threatening". */
static bool is_nobody(const article *a, stretch s)
{
    return s.last == s.first + 1 && a->token[s.first].word->kinds & LEX_PREPOSITION;
}

/* Direct: nothing but a quotation with its marks. */
static uint8_t kind_of(const facets *f, stretch s)
{
    uint32_t n_quoted = f->sum[s.last].quoted - f->sum[s.first].quoted;

    if (n_quoted == 0)
        return CONTENT_INDIRECT;
    return n_quoted == s.last - s.first && facets_is(f, s.first, FACET_OPENS) &&
                   facets_is(f, s.last - 1, FACET_ENDS)
               ? CONTENT_DIRECT
               : CONTENT_MIXED;
}

/* What goes on from words that are not quoted into another sentence that is ("... said on Tuesday. "He has no
 * friends."") begins with that sentence: nobody is quoted as having said "on Tuesday". */
static stretch without_tail(const facets *f, stretch s)
{
    uint32_t next = facets_last(f, s.first);

    if (next < s.last && !facets_is(f, s.first, FACET_QUOTED) && facets_is(f, next, FACET_OPENS) &&
        f->sum[next].quoted == f->sum[s.first].quoted)
        s.first = next;
    return s;
}

/* The tokens of the quotation, not within another, that token i is in; empty where it is in none. */
static stretch quotation_of(const facets *f, uint32_t i)
{
    const article *a = f->a;
    span at = a->token[i].at;
    uint32_t q = article_top_quote(a, at.begin + 1);

    if (!facets_is(f, i, FACET_QUOTED) || q == NONE || a->quote[q].use != QUOTE_SPEECH ||
        !span_in(at, a->quote[q].at))
        return (stretch){0};
    return (stretch){article_token_from(a, a->quote[q].at.begin), article_token_from(a, a->quote[q].at.end)};
}

/* What is said, piece [n], reaches from mark to mark where the window that it was looked for in was too short
 * for a quotation of many sentences: one that it begins or ends within, but not one that the cue is in. */
static void take_whole(const site *s, stretch piece[PIECES_MAX], uint32_t n)
{
    const facets *f = s->f;
    stretch *first = piece, *last, q;

    if (n == 0)
        return;
    last = &piece[n - 1];
    if (stretch_empty(*first) || stretch_empty(*last))
        return;
    q = quotation_of(f, first->first);
    if (q.first < first->first && q.last == first->last && !(s->begin >= q.first && s->begin < q.last))
        first->first = q.first;
    q = quotation_of(f, last->first);
    if (q.first == last->first && q.last > last->last && !(s->begin >= q.first && s->begin < q.last) &&
        facets_last(f, last->last - 1) <=
            last->last + facets_mark(f, last->last)) /* it ends with a sentence */
        last->last = q.last;
}

/* ---- finding ---- */

/* Whether an attribution without a source may have that of another, `other`, in its sentence: not within a
 * quotation, nor of a passive. */
static bool may_share(const facets *f, const site *s, const attribution *by, const attribution *other)
{
    return span_empty(by->source) && !by->hearsay && !by->label && other->sentence == by->sentence &&
           !span_empty(other->source) && !facets_is(f, s->begin, FACET_QUOTED) && !sources_passive(s);
}

static bool is_participle(const facets *f, const site *s)
{
    const str low = facets_low(f, s->begin);

    return str_ends(low, STR("ing")) && !str_eq(low, STR("according"));
}

/* A cue that goes on from the one before it in its sentence, "Ann Lee said no, adding that", "... and warned
 * that", has that one's source. */
static bool goes_on(const facets *f, const site *s, const attribution *before)
{
    static const char *const joins[] = {"and", "but", NULL};

    return s->begin > s->in.first && before->source.begin <= before->cue.begin &&
           (is_participle(f, s) || str_among(facets_low(f, s->begin - 1), joins));
}

/* One that its sentence begins with, "After criticising Cole, Ann Lee said", "Calling Cole a thief, she", has
 * the next one's. */
static bool leads_in(const facets *f, const site *s, const attribution *next)
{
    const uint32_t at = f->a->token[s->begin].at.end;

    return s->begin <= s->in.first + 1 && is_participle(f, s) && next->source.begin > at &&
           next->source.begin < next->cue.begin;
}

/* Sources that are told once for two attributions, by[all->n]. */
static void share_sources(const facets *f, const cues *all, attribution *by)
{
    for (uint32_t i = 0; i < all->n; i++) {
        site s = cues_site(f, all, i);

        if (i > 0 && may_share(f, &s, &by[i], &by[i - 1]) && goes_on(f, &s, &by[i - 1]))
            by[i].source = by[i - 1].source;
        else if (i + 1 < all->n && may_share(f, &s, &by[i], &by[i + 1]) && leads_in(f, &s, &by[i + 1]))
            by[i].source = by[i + 1].source;
    }
}

static bool add_contents(const site *s, stretch source, stretch said, attribution *to, arena *memory, err *e)
{
    stretch piece[PIECES_MAX];
    uint32_t n = clauses_cut(s, source, said, piece);
    content *c = ARENA_NEW(memory, (size_t)n + 1, content);

    if (!c)
        return err_memory(e);
    for (uint32_t i = 0; i < n; i++)
        piece[i] = without_tail(s->f, piece[i]);
    take_whole(s, piece, n);
    for (uint32_t i = 0; i < n; i++)
        c[i] = (content){bytes_of(s->f->a, piece[i]), kind_of(s->f, piece[i])};
    to->content = c;
    to->n_contents = n;
    return true;
}

/* Where what a headline's verb is about ends: "Lee flays Cole over the flood". */
static uint32_t rest_of(const facets *f, uint32_t i)
{
    const uint32_t last = facets_last(f, i - 1);

    return last > i + CLAUSE_LONGEST ? i + CLAUSE_LONGEST : last;
}

/* Of each cue its source and what is said. */
static bool find_rest(const article_reader *r, const facets *f, const cues *all, article_work *w,
                      candidate **out, err *e)
{
    candidate *found = ARENA_NEW(&w->arena, (size_t)all->n + 1, candidate);

    *out = found;
    if (!found)
        return err_memory(e);
    for (uint32_t i = 0; i < all->n; i++) {
        site s = cues_site(f, all, i);

        if (all->cue[i].hearsay)
            found[i].said.at = hearsay_said(f, (stretch){s.begin, s.end}, CLAUSE_LONGEST);
        else if (all->cue[i].label)
            (void)label_at(f, s.begin, &found[i].source.at, &found[i].said.at);
        else if (!sources_find(r, &s, w, &found[i].source, e) ||
                 !clauses_find(r, &s, found[i].source.at, w, &found[i].said, e))
            return false;
        if (is_nobody(f->a, found[i].source.at))
            found[i].source.at = (stretch){0};
        if (all->cue[i].judges && stretch_empty(found[i].said.at))
            found[i].said.at = (stretch){s.end, rest_of(f, s.end)};
    }
    return true;
}

/* What holds comes together. What the dropped ones were taken to say was kept from their neighbours: those
 * are asked once more what is said. */
static bool drop_others(const article_reader *r, const facets *f, cues *all, candidate *found,
                        article_work *w, err *e)
{
    bool *again = ARENA_NEW(&w->arena, (size_t)all->n + 1, bool);
    uint32_t n = 0;

    if (!again)
        return err_memory(e);
    for (uint32_t i = 0; i < all->n; i++) {
        if (!found[i].holds)
            continue;
        again[n] = !all->cue[i].hearsay && !all->cue[i].label &&
                   ((i > 0 && !found[i - 1].holds) || (i + 1 < all->n && !found[i + 1].holds));
        all->cue[n] = all->cue[i];
        found[n++] = found[i];
    }
    if (n == all->n)
        return true;
    all->n = n;
    if (!cues_count(f, &w->arena, all, e))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        site s = cues_site(f, all, i);

        if (again[i] && !clauses_find(r, &s, found[i].source.at, w, &found[i].said, e))
            return false;
    }
    return true;
}

bool attributions_find(const article_reader *r, article_work *w, article *out, err *e)
{
    const bool verified = r->task[QUESTION_ATTRIBUTION] != NONE;
    candidate *found;
    facets f;
    cues all;

    if (r->task[QUESTION_CUE] == NONE)
        return true;
    if (!facets_new(out, &w->arena, &f, e) || !cues_find(r, &f, verified, w, &all, e) ||
        !find_rest(r, &f, &all, w, &found, e) || !verify_all(r, &f, &all, found, w, e) ||
        !drop_others(r, &f, &all, found, w, e))
        return false;
    out->attribution = ARENA_NEW(&w->arena, (size_t)all.n + 1, attribution);
    if (!out->attribution)
        return err_memory(e);
    for (uint32_t i = 0; i < all.n; i++) {
        site s = cues_site(&f, &all, i);
        stretch in = {s.begin, s.end};
        attribution *one = &out->attribution[i];

        *one = (attribution){.sentence = out->token[s.begin].sentence,
                             .cue = bytes_of(out, in),
                             .source = source_bytes(out, found[i].source.at),
                             .entity = NONE,
                             .p = found[i].p,
                             .hearsay = all.cue[i].hearsay,
                             .calls = all.cue[i].calls,
                             .judges = all.cue[i].judges,
                             .label = all.cue[i].label,
                             .firm = all.cue[i].hearsay && hearsay_firm(&f, in)};
        if (!add_contents(&s, found[i].source.at, found[i].said.at, one, &w->arena, e))
            return false;
    }
    share_sources(&f, &all, out->attribution);
    out->n_attributions = all.n;
    return true;
}

/* ---- learning ---- */

static stretch tokens_of(const article *a, span at)
{
    stretch s = {article_token_from(a, at.begin), article_token_from(a, at.end)};

    return span_empty(at) || stretch_empty(s) ? (stretch){0, 0} : s;
}

/* An annotator's attribution in tokens; any of the three may be empty. */
typedef struct answer {
    stretch cue, source, said;
} answer;

static answer answer_of(const article *a, const attribution *gold)
{
    answer x = {tokens_of(a, gold->cue), tokens_of(a, gold->source), {0, 0}};

    for (uint32_t i = 0; i < gold->n_contents; i++) {
        stretch c = tokens_of(a, gold->content[i].at);

        if (stretch_empty(c))
            continue;
        if (stretch_empty(x.said))
            x.said = c;
        x.said.first = c.first < x.said.first ? c.first : x.said.first;
        x.said.last = c.last > x.said.last ? c.last : x.said.last;
    }
    return x;
}

/* The answers in order of their cues, those without a cue left out, and those whose cue lies in an earlier
 * one. */
static bool answers_of(const article *read, const article *gold, arena *memory, answer **out, cues *all,
                       err *e)
{
    answer *x = ARENA_NEW(memory, (size_t)gold->n_attributions + 1, answer);
    cue *c = ARENA_NEW(memory, (size_t)gold->n_attributions + 1, cue);
    uint32_t n = 0;

    if (!x || !c)
        return err_memory(e);
    for (uint32_t i = 0; i < gold->n_attributions; i++) {
        answer one = answer_of(read, &gold->attribution[i]);

        if (stretch_empty(one.cue) || (n && one.cue.first < x[n - 1].cue.last))
            continue;
        x[n] = one;
        c[n++] = (cue){.begin = one.cue.first, .end = one.cue.last, .p = 1};
    }
    *out = x;
    *all = (cues){.cue = c, .n = n};
    return true;
}

bool attributions_examples(const article_reader *r, question q, const article *gold, article_work *w,
                           article *read, const example_sink *sink, err *e)
{
    facets f;
    answer *x;
    cues all;

    if (!facets_new(read, &w->arena, &f, e) || !answers_of(read, gold, &w->arena, &x, &all, e) ||
        !cues_count(&f, &w->arena, &all, e))
        return false;
    if (q == QUESTION_CUE)
        return cues_examples(&f, &all, w, sink, e);
    if (q == QUESTION_ATTRIBUTION) {
        candidate *found;
        cues candidates;

        return r->task[QUESTION_CUE] == NONE ||
               (cues_find(r, &f, true, w, &candidates, e) && find_rest(r, &f, &candidates, w, &found, e) &&
                verify_examples(&f, &candidates, found, &all, w, sink, e));
    }
    for (uint32_t i = 0; i < all.n; i++) {
        site s = cues_site(&f, &all, i);
        bool source = q == QUESTION_SOURCE_BEGIN || q == QUESTION_SOURCE_END;

        if (source && !sources_examples(&s, q, x[i].source, w, sink, e))
            return false;
        if (!source && x[i].said.first < x[i].said.last &&
            !clauses_examples(&s, q, x[i].source, x[i].said, w, sink, e))
            return false;
    }
    return true;
}
