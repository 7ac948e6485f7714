/* What is said of each sentence, gathered by sentence: an article has its attributions and stances in lists
 * of their own, a printer needs them where it prints. Counting sort: how many each sentence has, where each
 * sentence's begin, then each to its place. */
#include "cli/article_view.h"

#include <stdlib.h>

#include "article/stances.h"
#include "base/order.h"
#include "model/model.h"

const char *article_view_genre(const article *a)
{
    return a->genre.strange                 ? "unsure: " KNOWN_TOO_LITTLE_TEXT
           : a->genre.label <= GENRE_REPORT ? labels_genre[a->genre.label]
                                            : "";
}

/* ---- characters ---- */

/* Code points that are set aside never to be characters. */
static bool is_no_character(uint32_t code)
{
    return (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}

uint32_t article_view_shown(utf8_char u)
{
    if (u.code == '\t' || u.code == '\n' || u.code == '\r' || u.code == '\f' || u.code == 0x85 ||
        u.code == 0x2028 || u.code == 0x2029)
        return ' ';
    return !u.valid || utf8_acts(u.code) || is_no_character(u.code) ? 0xfffd : u.code;
}

/* ---- by sentence ---- */

/* Counts in first[i + 1] become places: after it those of sentence i begin at first[i]. */
static void counts_to_places(uint32_t *first, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        first[i + 1] += first[i];
}

/* Filling has moved each sentence's beginning to its end: moves them back. */
static void ends_to_places(uint32_t *first, uint32_t n)
{
    for (uint32_t i = n; i; i--)
        first[i] = first[i - 1];
    first[0] = 0;
}

static void gather_attributions(article_view *v)
{
    const article *a = v->a;
    uint32_t *first = v->first_attribution;

    for (uint32_t i = 0; i < a->n_attributions; i++) {
        uint32_t s = a->attribution[i].sentence;

        first[s + 1] += a->sentence[s].attribution == i || !stances_own(a, &a->attribution[i]);
    }
    for (uint32_t s = 0; s < a->n_sentences; s++) {
        uint32_t own = a->sentence[s].attribution;

        first[s + 1] += own != NONE && a->attribution[own].sentence != s;
    }
    counts_to_places(first, a->n_sentences);
    for (uint32_t s = 0; s < a->n_sentences; s++)
        if (a->sentence[s].attribution != NONE)
            v->attribution[first[s]++] = a->sentence[s].attribution;
    for (uint32_t i = 0; i < a->n_attributions; i++) {
        uint32_t s = a->attribution[i].sentence;

        if (a->sentence[s].attribution != i && !stances_own(a, &a->attribution[i]))
            v->attribution[first[s]++] = i;
    }
    ends_to_places(first, a->n_sentences);
}

static void gather_stances(article_view *v)
{
    const article *a = v->a;
    uint32_t *first = v->first_stance;

    for (uint32_t i = 0; i < a->n_stances; i++)
        first[a->mention[a->stance[i].mention].sentence + 1]++;
    counts_to_places(first, a->n_sentences);
    for (uint32_t i = 0; i < a->n_stances; i++)
        v->stance[first[a->mention[a->stance[i].mention].sentence]++] = i;
    ends_to_places(first, a->n_sentences);
}

/* ---- speakers ---- */

typedef struct heard {
    str who;
    uint32_t place; /* the attribution                          */
    uint32_t first; /* the first attribution to the same source */
} heard;

static int by_name(const void *left, const void *right)
{
    const heard *a = left, *b = right;
    int c = ledger_compare(a->who, b->who);

    return c ? c : order_of(a->place, b->place);
}

static int by_place(const void *left, const void *right)
{
    const heard *a = left, *b = right;

    return order_of(a->place, b->place);
}

/* As in ledger.c: names side by side, then back in the order of the article. */
static void gather_speakers(article_view *v, heard *all)
{
    const article *a = v->a;
    uint32_t n = 0;

    for (uint32_t i = 0; i < a->n_attributions; i++) {
        str who = article_speaker(a, &a->attribution[i]);

        v->speaker_of[i] = NONE;
        if (who.n)
            all[n++] = (heard){who, i, i};
    }
    qsort(all, n, sizeof *all, by_name);
    for (uint32_t i = 1; i < n; i++)
        if (ledger_compare(all[i].who, all[i - 1].who) == 0)
            all[i].first = all[i - 1].first;
    qsort(all, n, sizeof *all, by_place);
    for (uint32_t i = 0; i < n; i++) {
        const heard *h = &all[i];

        if (h->first == h->place)
            v->speaker[v->n_speakers++] = h->who;
        v->speaker_of[h->place] = h->first == h->place ? v->n_speakers - 1 : v->speaker_of[h->first];
    }
}

/* ---- the ledger ---- */

/* An article speaks of many and takes a stance toward few. */
static bool gather_rows(article_view *v, err *e)
{
    uint32_t n;

    if (!ledger_of(v->a, &v->arena, &v->row, &n, e))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (v->row[i].favor + v->row[i].against)
            v->row[v->n_rows++] = v->row[i];
    v->n_idle = n - v->n_rows;
    return true;
}

/* ---- all ---- */

bool article_view_init(article_view *v, const article *a, err *e)
{
    size_t sentences = a->n_sentences, attributions = a->n_attributions;
    arena *keep = &v->arena;
    heard *all;

    *v = (article_view){.a = a};
    v->first_attribution = ARENA_NEW(keep, sentences + 1, uint32_t);
    v->first_stance = ARENA_NEW(keep, sentences + 1, uint32_t);
    v->attribution = ARENA_NEW(keep, sentences + attributions, uint32_t);
    v->stance = ARENA_NEW(keep, a->n_stances, uint32_t);
    v->speaker = ARENA_NEW(keep, attributions, str);
    v->speaker_of = ARENA_NEW(keep, attributions, uint32_t);
    all = ARENA_NEW(keep, attributions, heard);
    if (!v->first_attribution || !v->first_stance || !v->attribution || !v->stance || !v->speaker ||
        !v->speaker_of || !all)
        return err_memory(e);
    gather_attributions(v);
    gather_stances(v);
    gather_speakers(v, all);
    return gather_rows(v, e);
}

void article_view_free(article_view *v)
{
    arena_free(&v->arena);
}
