/* Attributions come from attributions.c: which words are cues, who is the source of each, what it is that is
 * said. Here quotations that nobody has claimed are given to who has signed them, whom they go on from or
 * of whom the sentence before them tells, and sources get the names they stand for. */
#include "article/voices.h"

#include "article/attributions.h"
#include "article/headline.h"
#include "article/lexicon.h"
#include "article/posts.h"
#include "article/resolve.h"
#include "article/turns.h"

/* ---- turns ---- */

static bool by_place(const attribution *x, const attribution *y)
{
    uint32_t a = span_empty(x->cue) ? x->content[0].at.begin : x->cue.begin;
    uint32_t b = span_empty(y->cue) ? y->content[0].at.begin : y->cue.begin;

    return x->sentence != y->sentence ? x->sentence < y->sentence : a <= b;
}

/* Puts found attributions and those added behind them, each in order, in one order. */
static bool merge(article *a, const attribution *added, uint32_t n, arena *memory)
{
    attribution *all = ARENA_NEW(memory, (size_t)a->n_attributions + n + 1, attribution);
    uint32_t i = 0, k = 0, to = 0;

    if (!all)
        return false;
    while (i < a->n_attributions || k < n)
        if (k == n || (i < a->n_attributions && by_place(&a->attribution[i], &added[k])))
            all[to++] = a->attribution[i++];
        else
            all[to++] = added[k++];
    a->attribution = all;
    a->n_attributions = to;
    return true;
}

/* Each answer that has a label is attributed by it. */
static bool add_turns(article *a, arena *memory, err *e)
{
    attribution *added = ARENA_NEW(memory, (size_t)a->n_turns + 1, attribution);
    content *said = ARENA_NEW(memory, (size_t)a->n_turns + 1, content);
    uint32_t n = 0;

    if (!added || !said)
        return err_memory(e);
    for (uint32_t i = 0; i < a->n_turns; i++) {
        const turn *t = &a->turn[i];

        if (t->asks || t->colon == NONE)
            continue;
        said[n] = (content){{a->token[t->first].at.begin, a->token[t->last - 1].at.end}, CONTENT_DIRECT};
        added[n] = (attribution){.sentence = a->token[t->label].sentence,
                                 .cue = a->token[t->colon].at,
                                 .source = {a->token[t->label].at.begin, a->token[t->label_last - 1].at.end},
                                 .entity = NONE,
                                 .content = &said[n],
                                 .n_contents = 1,
                                 .p = 1,
                                 .turn = i + 1};
        n++;
    }
    return n == 0 || merge(a, added, n, memory) || err_memory(e);
}

/* Each post that a page has embedded is attributed by its signature. */
static bool add_posts(article *a, arena *memory, err *e)
{
    attribution *added;
    uint32_t n;

    return posts_find(a, memory, &added, &n, e) && (n == 0 || merge(a, added, n, memory) || err_memory(e));
}

/* ---- quotations that no cue has claimed ---- */

static void hold(span said, span at, uint32_t k, uint32_t *by, uint32_t *held)
{
    uint32_t bytes = spans_common(said, at);

    if (bytes > *held) {
        *by = k;
        *held = bytes;
    }
}

/* Which attribution says a quotation: the one that has the content which holds most of it; of equals the
 * first. held: [n_quotes] of zeros, how many bytes of each it holds. */
static void claim(const article *a, uint32_t *by, uint32_t *held)
{
    for (uint32_t i = 0; i < a->n_quotes; i++)
        by[i] = NONE;
    for (uint32_t k = 0; k < a->n_attributions; k++)
        for (uint32_t c = 0; c < a->attribution[k].n_contents; c++) {
            span at = a->attribution[k].content[c].at;
            /* Searched for: contents may lie before their cue, and so out of order. */
            uint32_t i = article_quote_from(a, at.begin);

            /* What begins before it and reaches into it is the last such quotation, or one around that. */
            for (uint32_t q = i ? i - 1 : NONE; q != NONE; q = a->quote[q].outer)
                hold(a->quote[q].at, at, k, &by[q], &held[q]);
            for (; i < a->n_quotes && a->quote[i].at.begin < at.end; i++)
                hold(a->quote[i].at, at, k, &by[i], &held[i]);
        }
}

/* For each quotation the next one at the top level, itself or behind it, that is claimed. */
static void find_next(const article *a, const uint32_t *by, uint32_t *next)
{
    uint32_t last = NONE;

    for (uint32_t i = a->n_quotes; i-- > 0;) {
        if (a->quote[i].outer == NONE && by[i] != NONE)
            last = i;
        next[i] = last;
    }
}

/* Whom an unclaimed quotation belongs to: what it goes on from; else who spoke last in its paragraph, or in
 * the one before where it is the whole of its own; else the one who speaks next in its paragraph. */
static uint32_t heir(const article *a, uint32_t i, const uint32_t *by, const uint32_t *next)
{
    const quote *q = &a->quote[i];
    uint32_t sentence = article_sentence_from(a, q->at.begin), own;

    if (q->before != NONE && by[q->before] != NONE)
        return by[q->before];
    if (sentence == a->n_sentences)
        return NONE;
    own = a->sentence[sentence].passage;
    for (uint32_t k = i; k-- > 0;) {
        uint32_t in = a->sentence[article_sentence_from(a, a->quote[k].at.begin)].passage;

        if (in + 1 < own)
            break;
        if (a->quote[k].outer != NONE || (a->quote[k].use == QUOTE_TERM && by[k] == NONE))
            continue;
        if (in < own && a->passage[own].at.begin != q->at.begin)
            break;
        if (by[k] != NONE && a->passage[in].part != PART_TITLE)
            return by[k];
        break;
    }
    if (next[i] == NONE || a->quote[next[i]].at.begin >= a->passage[own].at.end)
        return NONE;
    return by[next[i]];
}

enum { SUBJECT_TOKENS = 3 }; /* in front of a subject's name, at most: "The retired general" */

/* The person with whom a sentence begins; empty where it does not. */
static span subject_of(const article *a, const sentence_read *s)
{
    uint32_t m = article_mention_from(a, s->at.begin);
    str rest;

    if (m == a->n_mentions || a->mention[m].at.begin >= s->at.end || a->mention[m].entity == NONE ||
        !a->entity[a->mention[m].entity].person ||
        article_token_at(a, s->first, s->last, a->mention[m].at.begin) > s->first + SUBJECT_TOKENS)
        return (span){0};
    rest = span_text(a, (span){a->mention[m].at.end, s->at.end}); /* "In response to Sanders' charge" */
    if (str_starts(rest, STR("'")) || str_starts(rest, STR("\u2019")))
        return (span){0};
    return a->mention[m].at;
}

/* Whom a quotation belongs to that is the first in its sentence and stands behind its subject: "Stott then
 * chimes in with, 'I could have told you that.'" Not behind a form of to be or have: who "had 'never met
 * one'" is spoken of as often by who spoke before. */
static span subject_here(const article *a, const quote *q, uint32_t sentence)
{
    const sentence_read *own = &a->sentence[sentence];
    uint32_t t = article_token_from(a, q->at.begin), first = article_quote_from(a, own->at.begin);
    span who = subject_of(a, own);

    if (&a->quote[first] != q || span_empty(who) || who.end > q->at.begin)
        return (span){0};
    while (t > own->first && a->token[t - 1].mark)
        t--;
    if (t == own->first || a->token[t - 1].at.end <= who.end || lexicon_is_be(a->token[t - 1].word->kinds) ||
        str_among(lexeme_letters(a->token[t - 1].word), (const char *const[]){"had", "has", "have", NULL}))
        return (span){0};
    return who;
}

/* Whom a quotation belongs to that is a sentence of its own and has nobody to go on from: the person with
 * whom the sentence before it in its paragraph begins. "Jones is not convinced. 'He lies for a living.'" In
 * PolNeAR and our articles 16 of 17 are theirs. */
static span subject_before(const article *a, const quote *q, uint32_t sentence)
{
    const sentence_read *own = &a->sentence[sentence], *before = sentence ? own - 1 : own;
    uint32_t first;

    if (before == own || before->passage != own->passage || a->passage[own->passage].part == PART_TITLE ||
        q->at.begin != own->at.begin || q->at.end < own->at.end)
        return (span){0};
    first = article_quote_from(a, before->at.begin);
    if (first < a->n_quotes && a->quote[first].at.begin < own->at.begin)
        return (span){0};
    return subject_of(a, before);
}

/* How many attributions have their cue in a sentence or before it. */
static uint32_t attributions_to(const article *a, uint32_t sentence)
{
    uint32_t low = 0, high = a->n_attributions;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (a->attribution[mid].sentence <= sentence)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Whom a quotation belongs to that begins a paragraph and has nobody: who speaks in the last sentence of the
 * one before, or with whom that begins. "Holt told them that taxes are theft.|'The answer is simple.'" */
static span announced(const article *a, const quote *q, uint32_t sentence)
{
    const sentence_read *own = &a->sentence[sentence];
    const passage *in = &a->passage[own->passage];
    uint32_t before = in->first - 1;

    if (own->at.begin != q->at.begin || in->first != sentence || own->passage == 0 ||
        a->passage[own->passage - 1].part == PART_TITLE)
        return (span){0};
    for (uint32_t k = attributions_to(a, before); k-- > 0 && a->attribution[k].sentence == before;)
        if (!span_empty(a->attribution[k].source))
            return a->attribution[k].source;
    return subject_of(a, &a->sentence[before]);
}

/* ---- signatures ---- */

enum { SIGNATURE = 14 }; /* tokens that may stand behind the dash, at most */

/* The end of what stands behind a dash from a token on: its paragraph's, or where the next quotation begins.
 */
static uint32_t signature_end(const article *a, uint32_t first)
{
    const passage *in = &a->passage[article_passage(a, first)];
    uint32_t next = article_quote_from(a, a->token[first].at.begin), last = a->sentence[in->last - 1].last;

    return next == a->n_quotes ? last : article_token_at(a, first, last, a->quote[next].at.begin);
}

/* Where the name ends that stands at the tokens [first, end): before a comma or bracket. `first` where it is
 * none: words with capitals are, and "of" and the like among them, but no clause is. */
static uint32_t signed_name(const article *a, uint32_t first, uint32_t end)
{
    uint32_t t = first, name = first;

    if (!(a->token[first].word->flags & LEXEME_CAPITAL) ||
        a->token[first].word->kinds & (LEX_FUNCTION | LEX_DETERMINER))
        return first;
    for (; t < end; t++) {
        const lexeme *l = a->token[t].word;

        if (l->flags & LEXEME_CAPITAL)
            name = t + 1;
        else if (l->mark ? l->sign != '.' && l->sign != '-' : !(l->kinds & (LEX_PREPOSITION | LEX_PARTICLE)))
            break;
    }
    return t < end && !a->token[t].mark ? first : name;
}

/* Who has signed a quotation, as in "We must act." - Ann Lee, mayor: behind it, in its paragraph or at the
 * beginning of the next, a dash, a name and what may stand beside one. The name is the source, the dash the
 * cue. */
static bool find_signature(const article *a, const quote *q, attribution *by)
{
    uint32_t dash = article_token_from(a, q->at.end), first = dash, end, name;

    while (first < a->n_tokens && a->token[first].mark && article_sign(a, first) == '-')
        first++;
    if (dash == 0 || first == dash || first == a->n_tokens ||
        article_passage(a, first) > article_passage(a, dash - 1) + 1 ||
        article_passage(a, first) != article_passage(a, dash))
        return false;
    end = signature_end(a, first);
    name = end <= first || end - first > SIGNATURE ? first : signed_name(a, first, end);
    if (name == first)
        return false;
    by->signature = true;
    by->sentence = a->token[dash].sentence;
    by->cue = (span){a->token[dash].at.begin, a->token[first - 1].at.end};
    by->source = (span){a->token[first].at.begin, a->token[name - 1].at.end};
    return true;
}

static bool claim_quotes(article *a, arena *memory, err *e)
{
    uint32_t *by = ARENA_NEW(memory, (size_t)a->n_quotes + 1, uint32_t), n = 0, n_found = a->n_attributions;
    attribution *added = ARENA_NEW(memory, (size_t)a->n_quotes + 1, attribution);
    content *said = ARENA_NEW(memory, (size_t)a->n_quotes + 1, content);
    uint32_t *next = ARENA_NEW(memory, (size_t)a->n_quotes + 1, uint32_t);
    uint32_t *held = ARENA_NEW(memory, (size_t)a->n_quotes + 1, uint32_t);

    if (!by || !added || !said || !next || !held)
        return err_memory(e);
    claim(a, by, held);
    find_next(a, by, next);
    for (uint32_t i = 0; i < a->n_quotes; i++) {
        const quote *q = &a->quote[i];
        uint32_t from, sentence = article_sentence_from(a, q->at.begin);

        if (by[i] != NONE || q->outer != NONE || q->use == QUOTE_TERM || sentence == a->n_sentences)
            continue;
        said[n] = (content){q->at, CONTENT_DIRECT};
        added[n] = (attribution){
            .sentence = sentence, .entity = NONE, .content = &said[n], .n_contents = 1, .p = NAN};
        if (!find_signature(a, q, &added[n]))
            added[n].source = subject_here(a, q, sentence);
        from = span_empty(added[n].source) ? heir(a, i, by, next) : NONE;
        if (from != NONE)
            added[n].source = from < n_found ? a->attribution[from].source : added[from - n_found].source;
        else if (span_empty(added[n].source)) {
            span one = subject_before(a, q, sentence);

            added[n].source = span_empty(one) ? announced(a, q, sentence) : one;
        }
        by[i] = n_found + n++;
    }
    return n == 0 || merge(a, added, n, memory) || err_memory(e);
}

/* ---- names ---- */

static bool name_sources(article *a, arena *memory, err *e)
{
    speakers before = {.who = ARENA_NEW(memory, (size_t)a->n_attributions + 1, uint32_t), .maker = NONE};
    uint32_t of_turn[TURN_SPEAKERS];
    bool asked[TURN_SPEAKERS] = {false};

    if (!before.who)
        return err_memory(e);
    for (uint32_t i = 0; i < a->n_attributions; i++) {
        attribution *by = &a->attribution[i];

        by->entity = NONE;
        if (span_empty(by->source))
            continue;
        /* One that goes on has the source of another sentence, and was named there. */
        for (uint32_t k = i; span_empty(by->cue) && k-- > 0 && k + 64 > i;)
            if (a->attribution[k].source.begin == by->source.begin) {
                by->entity = a->attribution[k].entity;
                break;
            }
        if (by->turn) {
            const turn *t = &a->turn[by->turn - 1];

            if (!asked[t->speaker])
                of_turn[t->speaker] = turns_speaker(a, t);
            asked[t->speaker] = true;
            by->entity = of_turn[t->speaker];
        }
        if (by->entity == NONE)
            by->entity = resolve_source(a, by->source, article_sentence_from(a, by->source.begin), &before);
        if (by->entity != NONE)
            before.who[before.n++] = by->entity;
    }
    return true;
}

bool voices_find(const article_reader *r, article_work *w, article *out, err *e)
{
    if (!attributions_find(r, w, out, e) || !add_turns(out, &w->arena, e) || !add_posts(out, &w->arena, e) ||
        !claim_quotes(out, &w->arena, e) || !name_sources(out, &w->arena, e))
        return false;
    headline_settle(out);
    return true;
}
