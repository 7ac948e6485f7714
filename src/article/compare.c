/* Two readings of one article go in, counts of what they share come out. Spans of a kind are put in order and
 * looked for among those of the other reading. */
#include "article/compare.h"

#include <stdlib.h>

#include "article/labels.h"
#include "article/ledger.h"
#include "article/marks.h"
#include "base/order.h"

/* A mention's overlap is looked for so many bytes around it; a source's so many around where it begins. A few
 * of either are longer in no text but one that is made to be. */
#define NEAR         UINT64_C(1000)
#define SOURCE_REACH UINT64_C(1000)

enum { SAID_LOOKED = 64 }; /* of what is said before a place, the last so many: likewise */

typedef struct spans {
    span *at;       /* [n] */
    uint32_t *ends; /* [n] where the farthest ends, of this one and those before it */
    uint32_t n;
} spans;

static int by_begin(const void *x, const void *y)
{
    const span *a = x, *b = y;
    int c = order_of(a->begin, b->begin);

    return c ? c : order_of(a->end, b->end);
}

/* In order, none twice. */
static void settle(spans *s)
{
    uint32_t n = 0;

    if (s->n)
        qsort(s->at, s->n, sizeof *s->at, by_begin);
    for (uint32_t i = 0; i < s->n; i++)
        if (n == 0 || s->at[i].begin != s->at[n - 1].begin || s->at[i].end != s->at[n - 1].end)
            s->at[n++] = s->at[i];
    s->n = n;
    for (uint32_t i = 0; i < n; i++)
        s->ends[i] = i && s->ends[i - 1] > s->at[i].end ? s->ends[i - 1] : s->at[i].end;
}

static bool list(const article *a, compare_span layer, arena *memory, spans *out)
{
    size_t n = a->n_sentences;

    for (uint32_t i = 0; i < a->n_attributions; i++)
        n += 1 + a->attribution[i].n_contents;
    *out = (spans){.at = ARENA_NEW(memory, n + 1, span), .ends = ARENA_NEW(memory, n + 1, uint32_t)};
    if (!out->at || !out->ends)
        return false;
    for (uint32_t i = 0; layer == SPAN_SENTENCE && i < a->n_sentences; i++)
        out->at[out->n++] = a->sentence[i].at;
    for (uint32_t i = 0; layer != SPAN_SENTENCE && i < a->n_attributions; i++) {
        const attribution *by = &a->attribution[i];

        if (layer == SPAN_CUE && !span_empty(by->cue))
            out->at[out->n++] = by->cue;
        if (layer == SPAN_SOURCE && !span_empty(by->source))
            out->at[out->n++] = by->source;
        for (uint32_t c = 0; layer == SPAN_QUOTE && c < by->n_contents; c++)
            out->at[out->n++] = by->content[c].at;
    }
    settle(out);
    return true;
}

/* How many of s come before a span. */
static uint32_t before(const spans *s, span at)
{
    uint32_t low = 0, high = s->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (by_begin(&s->at[middle], &at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many of a are in b, to the byte and by overlap: whether one of those that begin before its end ends
 * behind its begin. */
static void found(const spans *a, const spans *b, double *exact, double *overlap)
{
    for (uint32_t i = 0; i < a->n; i++) {
        span at = a->at[i];
        uint32_t same = before(b, at), begun = before(b, (span){at.end, 0});

        *exact += same < b->n && by_begin(&b->at[same], &at) == 0;
        *overlap += begun > 0 && b->ends[begun - 1] > at.begin;
    }
}

static bool compare_spans(const article *gold, const article *read, compare_span layer, arena *memory,
                          span_counts *out)
{
    spans g, r;

    if (!list(gold, layer, memory, &g) || !list(read, layer, memory, &r))
        return false;
    out->gold = g.n;
    out->read = r.n;
    found(&g, &r, &out->gold_exact, &out->gold_overlap);
    found(&r, &g, &out->read_exact, &out->read_overlap);
    return true;
}

/* ---- answers ---- */

static void count(compared *out, compare_answer layer, uint32_t gold, uint32_t read)
{
    if (gold < COMPARE_LABELS)
        out->answers[layer][gold][read < COMPARE_LABELS ? read : COMPARE_LABELS] += 1;
}

/* The cell, or NONE: cells have an order of their own. */
static uint32_t cell_of(const sentence_read *s)
{
    cell c = labels_cell(s);

    return c < CELL_UNREAD ? (uint32_t)c : NONE;
}

static void compare_sentences(const article *gold, const article *read, compared *out)
{
    static const sentence_read nothing = {.content = {.label = NONE}, .voice = {.label = NONE}};
    uint32_t first = 0;

    for (uint32_t i = 0; i < gold->n_sentences; i++) {
        const sentence_read *g = &gold->sentence[i], *r = &nothing;
        uint32_t most = 0;

        while (first < read->n_sentences && read->sentence[first].at.end <= g->at.begin)
            first++;
        for (uint32_t k = first; k < read->n_sentences && read->sentence[k].at.begin < g->at.end; k++) {
            uint32_t both = spans_common(g->at, read->sentence[k].at);

            if (both > most) {
                most = both;
                r = &read->sentence[k];
            }
        }
        count(out, ANSWER_CONTENT, g->content.label, r->content.label);
        count(out, ANSWER_VOICE, g->voice.label, r->voice.label);
        count(out, ANSWER_CELL, cell_of(g), cell_of(r));
    }
    count(out, ANSWER_GENRE, gold->genre.label, read->genre.label);
}

/* ---- stances ---- */

static str holder_name(const article *a, const stance *s)
{
    if (s->holder != NONE)
        return a->entity[s->holder].name;
    return s->attribution == NONE ? STR("author") : span_text(a, a->attribution[s->attribution].source);
}

/* How well one of our stances answers one of his at a mention that overlaps: at the same words, by the same
 * holder, with a label that says something. */
static unsigned fit(const article *gold, const stance *his, const article *read, const stance *ours)
{
    span a = gold->mention[his->mention].at, b = read->mention[ours->mention].at;

    return (a.begin == b.begin && a.end == b.end ? 4U : 0U) +
           (str_eq(holder_name(gold, his), holder_name(read, ours)) ? 2U : 0U) +
           (ours->is.label != STANCE_NONE ? 1U : 0U) + 1U;
}

static bool has_capital(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* Whether both are toward the same. Whom no name was found for has what stands there in place of one; an
 * annotator calls him by words of his own, without a capital. */
static bool same_target(const article *gold, const stance *his, const article *read, const stance *ours)
{
    str name = ledger_target(gold, his);

    return str_eq(name, ledger_target(read, ours)) ||
           (read->mention[ours->mention].entity == NONE && !has_capital(name));
}

/* Whether the annotator has said whose voice the sentence is that a place is in. Who has left it open has not
 * looked for all that stands in it. */
static bool voice_is_known(const article *gold, uint32_t at)
{
    uint32_t i = spans_find(gold->sentence, sizeof *gold->sentence, 0, gold->n_sentences, false, at + 1);

    return i > 0 && gold->sentence[i - 1].voice.label != NONE;
}

/* Whether one of ours says of somebody what one of his says, for the same holder. */
static bool same_stance(const article *gold, const stance *his, const article *read, const stance *ours)
{
    return his->is.label == ours->is.label && his->is.label != STANCE_NONE &&
           same_target(gold, his, read, ours) && str_eq(holder_name(gold, his), holder_name(read, ours));
}

/* Both are in order of their mentions, near enough: a mention is looked for among those of its sentence. */
static void compare_stances(const article *gold, const article *read, compared *out)
{
    uint32_t first = 0, first_gold = 0;

    for (uint32_t i = 0; i < gold->n_stances; i++) {
        span at = gold->mention[gold->stance[i].mention].at;
        const stance *best = NULL;
        unsigned most = 0;
        bool right = false;

        while (first < read->n_stances && read->mention[read->stance[first].mention].at.end + NEAR < at.begin)
            first++;
        for (uint32_t k = first; k < read->n_stances; k++) {
            span own = read->mention[read->stance[k].mention].at;

            if (own.begin > at.end + NEAR)
                break;
            if (!spans_meet(own, at))
                continue;
            right |= same_stance(gold, &gold->stance[i], read, &read->stance[k]);
            if (fit(gold, &gold->stance[i], read, &read->stance[k]) > most) {
                most = fit(gold, &gold->stance[i], read, &read->stance[k]);
                best = &read->stance[k];
            }
        }
        count(out, ANSWER_STANCE, gold->stance[i].is.label, best ? best->is.label : STANCE_NONE);
        if (best && gold->stance[i].is.label != STANCE_NONE &&
            gold->mention[gold->stance[i].mention].entity != NONE) {
            out->targets[0] += same_target(gold, &gold->stance[i], read, best);
            out->targets[1] += 1;
        }
        /* Who has left the voices open has not said who holds what. */
        if (gold->stance[i].is.label == STANCE_NONE ||
            gold->sentence[gold->mention[gold->stance[i].mention].sentence].voice.label == NONE)
            continue;
        out->stances.gold += 1;
        out->stances.gold_right += right;
        if (best && best->is.label == gold->stance[i].is.label) {
            out->holders[0] += str_eq(holder_name(gold, &gold->stance[i]), holder_name(read, best));
            out->holders[1] += 1;
        }
    }
    for (uint32_t i = 0; i < read->n_stances; i++) {
        span at = read->mention[read->stance[i].mention].at;
        bool judged = false, right = false;

        while (first_gold < gold->n_stances &&
               gold->mention[gold->stance[first_gold].mention].at.end + NEAR < at.begin)
            first_gold++;
        for (uint32_t k = first_gold; k < gold->n_stances; k++) {
            span his = gold->mention[gold->stance[k].mention].at;

            if (his.begin > at.end + NEAR)
                break;
            judged |= spans_meet(his, at);
            right |= spans_meet(his, at) && same_stance(gold, &gold->stance[k], read, &read->stance[i]);
        }
        if (!voice_is_known(gold, at.begin))
            continue;
        out->stances.read += read->stance[i].is.label != STANCE_NONE;
        out->stances.read_right += right;
        if (!judged)
            count(out, ANSWER_STANCE, STANCE_NONE, read->stance[i].is.label);
    }
}

/* ---- names ---- */

/* A source, or what one says. */
typedef struct part {
    span at;
    uint32_t by; /* the attribution */
} part;

static int by_place(const void *x, const void *y)
{
    const part *a = x, *b = y;
    int c = by_begin(&a->at, &b->at);

    return c ? c : order_of(a->by, b->by);
}

/* The sources in order, each once. */
static part *list_sources(const article *a, arena *memory, uint32_t *n)
{
    part *all = ARENA_NEW(memory, (size_t)a->n_attributions + 1, part);
    uint32_t to = 0;

    *n = 0;
    if (!all)
        return NULL;
    for (uint32_t i = 0; i < a->n_attributions; i++)
        if (!span_empty(a->attribution[i].source))
            all[to++] = (part){a->attribution[i].source, i};
    if (to)
        qsort(all, to, sizeof *all, by_place);
    for (uint32_t i = 0; i < to; i++)
        if (i == 0 || by_begin(&all[i].at, &all[*n - 1].at) != 0)
            all[(*n)++] = all[i];
    return all;
}

static str name_of(const article *a, uint32_t by)
{
    str none = {0};

    return a->attribution[by].entity == NONE ? none : a->entity[a->attribution[by].entity].name;
}

/* Of the sources that overlap the one that shares most counts. An annotator who names nobody in an article
 * has not looked at names. */
static bool compare_names(const article *gold, const article *read, arena *memory, compared *out)
{
    uint32_t n_his, n_ours, first = 0;
    const part *his = list_sources(gold, memory, &n_his), *ours = list_sources(read, memory, &n_ours);
    bool named = false;

    if (!his || !ours)
        return false;
    for (uint32_t i = 0; i < n_his; i++)
        named |= gold->attribution[his[i].by].entity != NONE;
    for (uint32_t i = 0; named && i < n_his; i++) {
        const part *best = NULL;
        uint32_t most = 0;

        while (first < n_ours && (uint64_t)ours[first].at.begin + SOURCE_REACH < his[i].at.begin)
            first++;
        for (uint32_t k = first; k < n_ours && ours[k].at.begin < his[i].at.end &&
                                 ours[k].at.begin < (uint64_t)his[i].at.begin + SOURCE_REACH;
             k++) {
            uint32_t both = spans_common(his[i].at, ours[k].at);
            bool same = both && best && both == most && by_begin(&his[i].at, &ours[k].at) == 0;

            if (both > most || same) {
                most = both;
                best = &ours[k];
            }
        }
        if (!best)
            continue;
        out->names[0] += str_eq(name_of(gold, his[i].by), name_of(read, best->by));
        out->names[1] += 1;
    }
    return true;
}

/* ---- speakers ---- */

/* All that is said, in order. */
static part *list_said(const article *a, arena *memory, uint32_t *n)
{
    part *all;

    *n = 0;
    for (uint32_t i = 0; i < a->n_attributions; i++)
        *n += a->attribution[i].n_contents;
    all = ARENA_NEW(memory, (size_t)*n + 1, part);
    if (!all)
        return NULL;
    *n = 0;
    for (uint32_t i = 0; i < a->n_attributions; i++)
        for (uint32_t c = 0; c < a->attribution[i].n_contents; c++)
            all[(*n)++] = (part){a->attribution[i].content[c].at, i};
    if (*n)
        qsort(all, *n, sizeof *all, by_place);
    return all;
}

static bool same_speaker(const article *gold, const attribution *his, const article *read,
                         const attribution *ours)
{
    return spans_meet(his->source, ours->source) ||
           (his->entity != NONE && ours->entity != NONE &&
            str_eq(gold->entity[his->entity].name, read->entity[ours->entity].name));
}

/* Whether one of ours that overlaps what he says at `at` has his speaker. */
static bool said_by(const article *gold, const attribution *his, span at, const article *read,
                    const part *ours, uint32_t n)
{
    uint32_t k = spans_find(ours, sizeof *ours, 0, n, false, at.end),
             first = k > SAID_LOOKED ? k - SAID_LOOKED : 0;

    while (k-- > first)
        if (spans_meet(ours[k].at, at) && same_speaker(gold, his, read, &read->attribution[ours[k].by]))
            return true;
    return false;
}

static bool compare_speakers(const article *gold, const article *read, arena *memory, compared *out)
{
    uint32_t n;
    const part *ours = list_said(read, memory, &n);

    if (!ours)
        return false;
    for (uint32_t i = 0; i < gold->n_attributions; i++) {
        const attribution *his = &gold->attribution[i];

        for (uint32_t c = 0; c < his->n_contents; c++) {
            span at = his->content[c].at;

            if (span_empty(his->source) || his->content[c].kind != CONTENT_DIRECT ||
                !marks_quoted(span_text(gold, at)))
                continue;
            out->speakers[0] += said_by(gold, his, at, read, ours, n);
            out->speakers[1] += 1;
        }
    }
    return true;
}

bool articles_compare(const article *gold, const article *read, arena *scratch, compared *out, err *e)
{
    *out = (compared){0};
    for (unsigned layer = 0; layer < N_SPAN_LAYERS; layer++)
        if (!compare_spans(gold, read, (compare_span)layer, scratch, &out->spans[layer]))
            return err_memory(e);
    compare_sentences(gold, read, out);
    if (!compare_speakers(gold, read, scratch, out) || !compare_names(gold, read, scratch, out))
        return err_memory(e);
    compare_stances(gold, read, out);
    return true;
}
