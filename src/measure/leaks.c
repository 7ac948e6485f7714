/* Records enter, findings leave, one function a kind. All of "the same" is answered by repeats_find on keys:
 * of the text, of the text with its target, of the group. Only "nearly the same" takes twins_find, which is
 * given each side's distinct texts. */
#include "measure/leaks.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/grow.h"
#include "base/hash.h"
#include "measure/repeats.h"
#include "measure/twins.h"

/* The first record that equals each one, on its own side and across: see repeats.h. */
typedef struct firsts {
    uint32_t *own, *across; /* [N] */
} firsts;

typedef struct search {
    const leak_rows *in;
    leaks *out;
    arena arena;
    firsts text, item, labelled, group; /* item: text and target; labelled: item, of records with a label */
    twin *own, *across;                 /* [N] of the first record of each text on its side               */
    bool failed;
} search;

/* ---- names ---- */

const char *leaks_kind(leak_kind k)
{
    static const char *const name[N_LEAK_KINDS] = {
        "same_text",    "similar_text",   "same_group", "date_overlap", "label_conflict",
        "label_shares", "label_one_side", "empty_text", "short_text",   "no_date"};

    return name[k];
}

const char *leaks_place(leak_place p)
{
    static const char *const name[N_LEAK_PLACES] = {"across", "train", "test"};

    return name[p];
}

uint32_t leaks_day(str text)
{
    date d;

    return date_read(text, &d) && d.day ? (d.year * 100 + d.month) * 100 + d.day : 0;
}

/* ---- what is the same ---- */

static bool firsts_find(search *s, const text_key *key, firsts *out, err *e)
{
    const leak_rows *in = s->in;

    out->own = ARENA_NEW(&s->arena, (size_t)in->N + 1, uint32_t);
    out->across = ARENA_NEW(&s->arena, (size_t)in->N + 1, uint32_t);
    if (!out->own || !out->across)
        return err_memory(e);
    return repeats_find(key, in->n_train, in->N, out->own, out->across, e);
}

/* Neither half is 0 again: a chance of 2^-128. */
static text_key with_target(text_key k, uint32_t target)
{
    k.half[0] = hash_pair(k.half[0], target);
    k.half[1] = hash_pair(k.half[1], target);
    return k;
}

static bool find_firsts(search *s, err *e)
{
    const leak_rows *in = s->in;
    text_key *key = ARENA_NEW(&s->arena, (size_t)in->N + 1, text_key);
    bool ok = key || err_memory(e);

    ok = ok && firsts_find(s, in->key, &s->text, e);
    for (uint32_t i = 0; ok && i < in->N; i++)
        if (in->key[i].half[0] || in->key[i].half[1])
            key[i] = with_target(in->key[i], in->target[i]);
    ok = ok && firsts_find(s, key, &s->item, e);
    for (uint32_t i = 0; ok && i < in->N; i++)
        if (in->label[i] == LEAKS_NONE)
            key[i] = (text_key){{0, 0}};
    ok = ok && firsts_find(s, key, &s->labelled, e);
    for (uint32_t i = 0; ok && i < in->N; i++)
        key[i] = (text_key){{in->group[i] == LEAKS_NONE ? 0 : in->group[i] + UINT64_C(1), 0}};
    return ok && firsts_find(s, key, &s->group, e);
}

/* ---- what is nearly the same ---- */

/* Each side's distinct texts, in the order of their first records: row[k] is whose the k-th is. */
static bool distinct(const search *s, arena *a, twins_sets *out, uint32_t **row, err *e)
{
    const leak_rows *in = s->in;
    size_t *begin = ARENA_NEW(a, in->N, size_t), *n = ARENA_NEW(a, in->N, size_t);
    uint32_t k = 0;

    *row = ARENA_NEW(a, in->N, uint32_t);
    if (!begin || !n || !*row)
        return err_memory(e);
    *out = (twins_sets){.begin = begin, .n = n, .shingle = in->shingle};
    for (uint32_t i = 0; i < in->N; i++) {
        if (s->text.own[i] != i)
            continue;
        begin[k] = in->begin[i];
        n[k] = in->begin[i + 1] - in->begin[i];
        (*row)[k++] = i;
        out->n_one += i < in->n_train;
    }
    out->N = k;
    return true;
}

/* A twin among the distinct texts, as one of records. */
static twin of_records(twin t, const uint32_t *row)
{
    if (t.other != TWINS_NONE)
        t.other = row[t.other];
    return t;
}

static bool find_twins(search *s, double similar, unsigned threads, err *e)
{
    arena a = {0};
    twins_sets sets;
    uint32_t *row = NULL;
    twin *own, *across;
    bool ok = distinct(s, &a, &sets, &row, e);

    own = ok ? ARENA_NEW(&a, sets.N, twin) : NULL;
    across = ok ? ARENA_NEW(&a, sets.N, twin) : NULL;
    s->own = ARENA_NEW(&s->arena, s->in->N, twin);
    s->across = ARENA_NEW(&s->arena, s->in->N, twin);
    ok = ok && ((own && across && s->own && s->across) || err_memory(e)) &&
         twins_find(&sets, similar, threads, own, across, e);
    for (uint32_t k = 0; ok && k < sets.N; k++) {
        s->own[row[k]] = of_records(own[k], row);
        s->across[row[k]] = of_records(across[k], row);
        s->out->n_cut += own[k].cut || across[k].cut;
    }
    arena_free(&a);
    return ok;
}

/* ---- findings ---- */

static void found(search *s, leak_kind kind, leak_place place, leak l)
{
    leaks *out = s->out;

    if (!GROW(out->found, out->cap, out->n + 1)) {
        s->failed = true;
        return;
    }
    l.kind = (uint8_t)kind;
    l.place = (uint8_t)place;
    out->found[out->n++] = l;
}

static void found_pair(search *s, leak_kind kind, leak_place place, uint32_t row, uint32_t other,
                       double similarity)
{
    found(s, kind, place, (leak){.row = row, .other = other, .n = 1, .similarity = similarity});
}

static void found_one(search *s, leak_kind kind, leak_place place, uint32_t row)
{
    found_pair(s, kind, place, row, LEAKS_NONE, (double)NAN);
}

/* The training record that a test record's text is nearly the same as, where it is none's the same. */
static twin near_across(const search *s, uint32_t i)
{
    uint32_t first = s->text.own[i];

    if (first == LEAKS_NONE || s->text.across[i] != LEAKS_NONE)
        return (twin){.other = TWINS_NONE};
    return s->across[first];
}

static void texts_across(search *s)
{
    const leak_rows *in = s->in;

    for (uint32_t i = in->n_train; i < in->N; i++)
        if (s->text.across[i] != LEAKS_NONE)
            found_pair(s, LEAK_SAME_TEXT, LEAK_ACROSS, i, s->text.across[i], 1);
    for (uint32_t i = in->n_train; i < in->N; i++) {
        twin t = near_across(s, i);

        if (t.other != TWINS_NONE)
            found_pair(s, LEAK_SIMILAR_TEXT, LEAK_ACROSS, i, t.other, t.similarity);
    }
}

static bool groups_across(search *s, err *e)
{
    const leak_rows *in = s->in;
    uint32_t *n = ARENA_NEW(&s->arena, (size_t)in->n_groups + 1, uint32_t);

    if (!n)
        return err_memory(e);
    for (uint32_t i = in->n_train; i < in->N; i++)
        if (in->group[i] != LEAKS_NONE)
            n[in->group[i]]++;
    for (uint32_t i = in->n_train; i < in->N; i++)
        if (s->group.across[i] != LEAKS_NONE && s->group.own[i] == i)
            found(
                s, LEAK_SAME_GROUP, LEAK_ACROSS,
                (leak){
                    .row = i, .other = s->group.across[i], .n = n[in->group[i]], .similarity = (double)NAN});
    return true;
}

/* The test set's earliest record and the training set's latest one. */
static void dates_across(search *s)
{
    const leak_rows *in = s->in;
    uint32_t last = LEAKS_NONE, first = LEAKS_NONE, n = 0;

    for (uint32_t i = 0; i < in->n_train; i++)
        if (in->day[i] && (last == LEAKS_NONE || in->day[i] > in->day[last]))
            last = i;
    for (uint32_t i = in->n_train; i < in->N; i++) {
        if (in->day[i] && (first == LEAKS_NONE || in->day[i] < in->day[first]))
            first = i;
        n += last != LEAKS_NONE && in->day[i] && in->day[i] <= in->day[last];
    }
    if (n)
        found(s, LEAK_DATE_OVERLAP, LEAK_ACROSS,
              (leak){.row = first, .other = last, .n = n, .similarity = (double)NAN});
}

/* A record and the first one with the same item and a label, on its own side or across. */
static void conflict(search *s, leak_place place, uint32_t i, uint32_t other)
{
    if (other != LEAKS_NONE && s->in->label[i] != s->in->label[other])
        found_pair(s, LEAK_LABEL_CONFLICT, place, i, other, 1);
}

/* How often each label occurs on each side, and where it comes first. */
typedef struct counts {
    uint64_t *n[2];
    uint32_t *first[2];
    uint64_t all[2];
} counts;

static bool count_labels(search *s, counts *c, err *e)
{
    const leak_rows *in = s->in;

    *c = (counts){0};
    for (int side = 0; side < 2; side++) {
        c->n[side] = ARENA_NEW(&s->arena, (size_t)in->n_labels + 1, uint64_t);
        c->first[side] = ARENA_NEW(&s->arena, (size_t)in->n_labels + 1, uint32_t);
        if (!c->n[side] || !c->first[side])
            return err_memory(e);
    }
    for (uint32_t i = 0; i < in->N; i++) {
        bool side = i >= in->n_train;
        uint32_t k = in->label[i];

        if (k == LEAKS_NONE)
            continue;
        if (c->n[side][k]++ == 0)
            c->first[side][k] = i;
        c->all[side]++;
    }
    return true;
}

static void labels_one_side(search *s, const counts *c, int side)
{
    for (uint32_t k = 0; k < s->in->n_labels && c->all[!side]; k++)
        if (c->n[side][k] && !c->n[!side][k])
            found(s, LEAK_LABEL_ONE_SIDE, side ? LEAK_TEST : LEAK_TRAIN,
                  (leak){.row = c->first[side][k],
                         .other = LEAKS_NONE,
                         .n = (uint32_t)c->n[side][k],
                         .similarity = (double)NAN});
}

enum { DESIGN_LABELS = 32 }; /* the first ones tell */

/* How many times as much labels vary from group to group as they would if records were drawn one by one: the
 * mean of each label's, by (1 - share) (J. N. K. Rao & A. J. Scott, JASA 76, 1981); 1 without groups. NAN:
 * memory. */
static double design_effect(search *s, const counts *c)
{
    const leak_rows *in = s->in;
    double *size = ARENA_NEW(&s->arena, (size_t)in->n_groups + 1, double);
    double *here = ARENA_NEW(&s->arena, (size_t)in->n_groups + 1, double);
    double all = (double)(c->all[0] + c->all[1]), sum = 0, weight = 0;

    if (!size || !here)
        return (double)NAN;
    for (uint32_t i = 0; i < in->N; i++)
        if (in->label[i] != LEAKS_NONE && in->group[i] != LEAKS_NONE)
            size[in->group[i]]++;
    for (uint32_t k = 0; k < in->n_labels && k < DESIGN_LABELS; k++) {
        double share = (double)(c->n[0][k] + c->n[1][k]) / all, apart = 0;

        if (!(share > 0 && share < 1))
            continue;
        for (uint32_t g = 0; g < in->n_groups; g++)
            here[g] = 0;
        for (uint32_t i = 0; i < in->N; i++) {
            if (in->label[i] == LEAKS_NONE)
                continue;
            if (in->group[i] == LEAKS_NONE)
                apart += in->label[i] == k ? (1 - share) * (1 - share) : share * share;
            else
                here[in->group[i]] += in->label[i] == k;
        }
        for (uint32_t g = 0; g < in->n_groups; g++)
            apart += (here[g] - share * size[g]) * (here[g] - share * size[g]);
        sum += (1 - share) * apart / (all * share * (1 - share));
        weight += 1 - share;
    }
    return weight > 0 ? fmax(sum / weight, 1) : 1;
}

/* Whether both sides' labels could have been drawn alike. Of records of groups there are effectively fewer:
 * with sentences of articles, half of them with 15 % of a label and half with 60 %, in 12 and 50 articles of
 * 12, shares are found to differ in 7 of 400 draws; taken one by one they were in 83. */
static bool compare_shares(search *s, const counts *c, homogeneity *out, err *e)
{
    uint32_t K = s->in->n_labels;
    uint64_t *few[2] = {ARENA_NEW(&s->arena, (size_t)K + 1, uint64_t),
                        ARENA_NEW(&s->arena, (size_t)K + 1, uint64_t)};
    double design = design_effect(s, c);
    homogeneity whole;

    if (isnan(design) || !few[0] || !few[1])
        return err_memory(e);
    if (!homogeneity_compare(c->n[0], c->n[1], K, out, e))
        return false;
    if (design <= 1)
        return true;
    for (unsigned side = 0; side < 2; side++)
        for (uint32_t k = 0; k < K; k++)
            few[side][k] = (uint64_t)llround((double)c->n[side][k] / design);
    whole = *out;
    if (!homogeneity_compare(few[0], few[1], K, out, e))
        return false;
    out->distance = whole.distance; /* what the shares are, all records tell */
    out->farthest = whole.farthest;
    memcpy(out->share, whole.share, sizeof out->share);
    return true;
}

static bool find_across(search *s, const counts *c, err *e)
{
    const leak_rows *in = s->in;
    leaks *out = s->out;

    texts_across(s);
    if (!groups_across(s, e))
        return false;
    if (in->dated)
        dates_across(s);
    for (uint32_t i = in->n_train; i < in->N; i++)
        conflict(s, LEAK_ACROSS, i, s->labelled.across[i]);
    if (!compare_shares(s, c, &out->shares, e))
        return false;
    if (out->shares.p < LEAKS_P && out->shares.distance >= LEAKS_DISTANCE)
        found(
            s, LEAK_LABEL_SHARES, LEAK_ACROSS,
            (leak){
                .row = LEAKS_NONE, .other = LEAKS_NONE, .n = in->N - in->n_train, .similarity = (double)NAN});
    for (uint32_t i = in->n_train; i < in->N; i++)
        out->n_known += s->text.across[i] != LEAKS_NONE || near_across(s, i).other != TWINS_NONE ||
                        s->group.across[i] != LEAKS_NONE;
    return true;
}

/* One side by itself: records begin to end. */
static void find_within(search *s, const counts *c, leak_place place, uint32_t begin, uint32_t end)
{
    const leak_rows *in = s->in;

    for (uint32_t i = begin; i < end; i++)
        if (s->item.own[i] != LEAKS_NONE && s->item.own[i] != i)
            found_pair(s, LEAK_SAME_TEXT, place, i, s->item.own[i], 1);
    for (uint32_t i = begin; i < end; i++)
        if (s->text.own[i] == i && s->own[i].other != TWINS_NONE)
            found_pair(s, LEAK_SIMILAR_TEXT, place, i, s->own[i].other, s->own[i].similarity);
    for (uint32_t i = begin; i < end; i++)
        conflict(s, place, i, s->labelled.own[i]);
    labels_one_side(s, c, place == LEAK_TEST);
    for (uint32_t i = begin; i < end; i++)
        if (s->text.own[i] == LEAKS_NONE)
            found_one(s, LEAK_EMPTY_TEXT, place, i);
    for (uint32_t i = begin; i < end; i++)
        if (s->text.own[i] != LEAKS_NONE && in->n_words[i] < SHINGLE_WORDS)
            found_one(s, LEAK_SHORT_TEXT, place, i);
    for (uint32_t i = begin; i < end && in->dated; i++)
        if (in->day[i] == 0)
            found_one(s, LEAK_NO_DATE, place, i);
}

bool leaks_find(const leak_rows *in, double similar, unsigned threads, leaks *out, err *e)
{
    search s = {.in = in, .out = out};
    counts c;
    bool ok;

    *out = (leaks){0};
    ok = find_firsts(&s, e) && find_twins(&s, similar, threads, e) && count_labels(&s, &c, e) &&
         find_across(&s, &c, e);
    if (ok) {
        find_within(&s, &c, LEAK_TRAIN, 0, in->n_train);
        find_within(&s, &c, LEAK_TEST, in->n_train, in->N);
    }
    if (ok && s.failed)
        ok = err_memory(e);
    arena_free(&s.arena);
    if (!ok)
        leaks_free(out);
    return ok;
}

void leaks_free(leaks *l)
{
    free(l->found);
    *l = (leaks){0};
}
