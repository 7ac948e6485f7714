/* Two readings of one article go in, counts of what they share come out. Spans of a kind are put in order and
 * walked side by side. */
#include "article/compare.h"

#include <stdlib.h>

#include "article/labels.h"

typedef struct spans {
    span *at; /* [n] */
    uint32_t n;
} spans;

static int by_begin(const void *x, const void *y)
{
    const span *a = x, *b = y;

    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
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
}

static bool list(const article *a, compare_span layer, arena *memory, spans *out)
{
    size_t n = a->n_sentences;

    for (uint32_t i = 0; i < a->n_attributions; i++)
        n += 1 + a->attribution[i].n_contents;
    *out = (spans){.at = ARENA_NEW(memory, n + 1, span)};
    if (!out->at)
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

/* How many of a are in b, to the byte and by overlap. Spans of a kind may lie in one another, so the walk
 * looks back as far as the longest reaches. */
static void found(const spans *a, const spans *b, double *exact, double *overlap)
{
    uint32_t first = 0, longest = 0;

    for (uint32_t i = 0; i < b->n; i++)
        longest = b->at[i].end - b->at[i].begin > longest ? b->at[i].end - b->at[i].begin : longest;
    for (uint32_t i = 0; i < a->n; i++) {
        bool same = false, meets = false;

        while (first < b->n && (uint64_t)b->at[first].begin + longest < a->at[i].begin)
            first++;
        for (uint32_t k = first; k < b->n && b->at[k].begin < a->at[i].end; k++) {
            same |= b->at[k].begin == a->at[i].begin && b->at[k].end == a->at[i].end;
            meets |= spans_meet(a->at[i], b->at[k]);
        }
        *exact += same;
        *overlap += meets;
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

static uint32_t common(span a, span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;

    return end > begin ? end - begin : 0;
}

/* The cell, or NONE: cells have an order of their own. */
static uint32_t cell_of(const sentence_read *s)
{
    cell c = labels_cell(s);

    return c == CELL_UNREAD ? NONE : (uint32_t)c;
}

static void compare_sentences(const article *gold, const article *read, compared *out)
{
    static const sentence_read nothing = {.content = {NONE, 0}, .voice = {NONE, 0}};
    uint32_t first = 0;

    for (uint32_t i = 0; i < gold->n_sentences; i++) {
        const sentence_read *g = &gold->sentence[i], *r = &nothing;
        uint32_t most = 0;

        while (first < read->n_sentences && read->sentence[first].at.end <= g->at.begin)
            first++;
        for (uint32_t k = first; k < read->n_sentences && read->sentence[k].at.begin < g->at.end; k++)
            if (common(g->at, read->sentence[k].at) > most) {
                most = common(g->at, read->sentence[k].at);
                r = &read->sentence[k];
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

/* Both are in order of their mentions, near enough: a mention is looked for among those of its sentence. */
static void compare_stances(const article *gold, const article *read, compared *out)
{
    uint32_t first = 0, first_gold = 0;

    for (uint32_t i = 0; i < gold->n_stances; i++) {
        span at = gold->mention[gold->stance[i].mention].at;
        const stance *best = NULL;

        while (first < read->n_stances && read->mention[read->stance[first].mention].at.end + 1000 < at.begin)
            first++;
        for (uint32_t k = first; k < read->n_stances; k++) {
            span own = read->mention[read->stance[k].mention].at;

            if (own.begin > at.end + 1000)
                break;
            if (spans_meet(own, at) && (!best || best->is.label == STANCE_NONE))
                best = &read->stance[k];
        }
        count(out, ANSWER_STANCE, gold->stance[i].is.label, best ? best->is.label : STANCE_NONE);
        if (best && best->is.label == gold->stance[i].is.label && best->is.label != STANCE_NONE) {
            out->holders[0] += str_eq(holder_name(gold, &gold->stance[i]), holder_name(read, best));
            out->holders[1] += 1;
        }
    }
    for (uint32_t i = 0; i < read->n_stances; i++) {
        span at = read->mention[read->stance[i].mention].at;
        bool judged = false;

        while (first_gold < gold->n_stances &&
               gold->mention[gold->stance[first_gold].mention].at.end + 1000 < at.begin)
            first_gold++;
        for (uint32_t k = first_gold; k < gold->n_stances; k++) {
            span his = gold->mention[gold->stance[k].mention].at;

            if (his.begin > at.end + 1000)
                break;
            judged |= spans_meet(his, at);
        }
        if (!judged)
            count(out, ANSWER_STANCE, STANCE_NONE, read->stance[i].is.label);
    }
}

/* ---- names ---- */

static void compare_names(const article *gold, const article *read, compared *out)
{
    uint32_t first = 0;

    for (uint32_t i = 0; i < gold->n_attributions; i++) {
        const attribution *g = &gold->attribution[i];

        if (span_empty(g->source) || (i && g->source.begin == gold->attribution[i - 1].source.begin))
            continue;
        while (first < read->n_attributions && read->attribution[first].sentence + 2 < g->sentence)
            first++;
        for (uint32_t k = first; k < read->n_attributions; k++) {
            const attribution *r = &read->attribution[k];
            str his = g->entity == NONE ? (str){0} : gold->entity[g->entity].name;

            if (!spans_meet(g->source, r->source))
                continue;
            out->names[0] += str_eq(his, r->entity == NONE ? (str){0} : read->entity[r->entity].name);
            out->names[1] += 1;
            break;
        }
    }
}

bool articles_compare(const article *gold, const article *read, arena *scratch, compared *out, err *e)
{
    bool attributed = gold->n_attributions > 0;

    *out = (compared){0};
    for (unsigned layer = 0; layer < N_SPAN_LAYERS; layer++)
        if (!compare_spans(gold, read, (compare_span)layer, scratch, &out->spans[layer]))
            return err_memory(e);
    compare_sentences(gold, read, out);
    if (attributed)
        compare_names(gold, read, out);
    compare_stances(gold, read, out);
    return true;
}
