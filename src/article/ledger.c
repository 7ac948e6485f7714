/* The stances of an article, summed per holder and target.
 *
 * Stances are put in order of holder and target, so that those of one row stand side by side and are summed
 * in one walk; then the rows are put back in the order in which the article brings them up. Two sorts and no
 * table: the order of equal names needs no care, since every stance knows its place. */
#include "article/ledger.h"

#include <stdlib.h>

#include "article/labels.h"
#include "base/order.h"

/* Of three labels the likeliest may be less likely than not. Of the pairs of holder and target that 65 of our
 * annotated articles have the ledger has 0.396 right, and 0.337 of its own are; with these alone 0.371 and
 * 0.375. */
static const float even_odds = 0.5F;

bool ledger_by_author(const stance *s)
{
    return s->holder == NONE && s->attribution == NONE;
}

/* "they", "his", "one": of a source that nobody knows, such words say no more than none. */
static bool says_nobody(str words)
{
    static const char *const others[] = {"another", "one", "others", "some", NULL};
    char letters[LEXEME_SMALL_MAX];
    size_t n = lexeme_small(words, letters, sizeof letters);

    return lexeme_pronoun(words) || str_among((str){letters, n}, others);
}

str ledger_holder(const article *a, const stance *s)
{
    str words;

    if (s->holder != NONE)
        return a->entity[s->holder].name;
    if (s->attribution == NONE)
        return STR("author");
    words = span_text(a, a->attribution[s->attribution].source);
    return words.n && !says_nobody(words) ? words : STR("unnamed");
}

str ledger_target(const article *a, const stance *s)
{
    const mention *m = &a->mention[s->mention];

    return m->entity != NONE ? a->entity[m->entity].name
                             : span_text(a, span_empty(m->called) ? m->at : m->called);
}

bool ledger_counts(const article *a, const stance *s)
{
    const mention *m = &a->mention[s->mention];

    return s->is.label <= STANCE_NONE && !(m->pronoun && m->entity == NONE && span_empty(m->called)) &&
           (ledger_by_author(s) || ledger_compare(ledger_holder(a, s), ledger_target(a, s)) != 0);
}

uint32_t ledger_label(const stance *s)
{
    return s->is.label < STANCE_NONE && s->is.p < even_odds ? STANCE_NONE : s->is.label;
}

bool ledger_takes(const article *a, const stance *s)
{
    return ledger_label(s) < STANCE_NONE && ledger_counts(a, s);
}

/* ---- order ---- */

static unsigned char first_folded(str s)
{
    return s.n ? (unsigned char)str_small(s.p[0]) : 0;
}

int ledger_compare(str a, str b)
{
    unsigned char x = first_folded(a), y = first_folded(b);

    if (x != y || a.n == 0 || b.n == 0)
        return x != y ? order_of(x, y) : order_of(a.n, b.n);
    return str_cmp((str){a.p + 1, a.n - 1}, (str){b.p + 1, b.n - 1});
}

/* A stance, and then the row that it is the first of. */
typedef struct entry {
    ledger_row row;
    uint32_t place;        /* of the stance in the article           */
    uint32_t holder_place; /* of the holder's first stance           */
} entry;

static int by_names(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    int c = (int)a->row.by_author - (int)b->row.by_author;

    if (c == 0)
        c = ledger_compare(a->row.holder, b->row.holder);
    if (c == 0)
        c = ledger_compare(a->row.target, b->row.target);
    return c ? c : order_of(a->place, b->place);
}

static int by_place(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    int c = order_of(a->holder_place, b->holder_place);

    return c ? c : order_of(a->place, b->place);
}

/* ---- sums ---- */

bool ledger_same_holder(const ledger_row *a, const ledger_row *b)
{
    return a->by_author == b->by_author && ledger_compare(a->holder, b->holder) == 0;
}

/* The stances that the ledger counts, each as a row of its own. */
static uint32_t collect(const article *a, entry *out)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < a->n_stances; i++) {
        const stance *s = &a->stance[i];
        ledger_row row = {.holder = ledger_holder(a, s),
                          .target = ledger_target(a, s),
                          .favor = ledger_label(s) == STANCE_FAVOR,
                          .against = ledger_label(s) == STANCE_AGAINST,
                          .none = ledger_label(s) == STANCE_NONE,
                          .margin_mean = (double)s->margin,
                          .by_author = ledger_by_author(s)};

        if (ledger_counts(a, s))
            out[n++] = (entry){.row = row, .place = i, .holder_place = i};
    }
    return n;
}

/* Makes one of those that follow each other with the same names; returns how many are left. */
static uint32_t sum_up(entry *e, uint32_t n)
{
    uint32_t rows = 0;

    for (uint32_t i = 0, end; i < n; i = end, rows++) {
        entry sum = e[i];
        double margins = sum.row.margin_mean;

        for (end = i + 1; end < n && ledger_same_holder(&e[end].row, &sum.row) &&
                          ledger_compare(e[end].row.target, sum.row.target) == 0;
             end++) {
            sum.row.favor += e[end].row.favor;
            sum.row.against += e[end].row.against;
            sum.row.none += e[end].row.none;
            margins += e[end].row.margin_mean;
        }
        sum.row.margin_mean = margins / (double)(end - i);
        e[rows] = sum;
    }
    return rows;
}

/* Tells all rows of a holder where it first took a stance. */
static void place_holders(entry *e, uint32_t n)
{
    for (uint32_t i = 0, end; i < n; i = end) {
        uint32_t first = e[i].place;

        for (end = i + 1; end < n && ledger_same_holder(&e[end].row, &e[i].row); end++)
            if (e[end].place < first)
                first = e[end].place;
        for (uint32_t k = i; k < end; k++)
            e[k].holder_place = first;
    }
}

bool ledger_of(const article *a, arena *keep, ledger_row **row, uint32_t *n, err *e)
{
    entry *all;

    *row = NULL;
    *n = 0;
    if (a->n_stances == 0)
        return true;
    all = malloc(a->n_stances * sizeof *all);
    if (!all)
        return err_memory(e);
    *n = collect(a, all);
    qsort(all, *n, sizeof *all, by_names);
    *n = sum_up(all, *n);
    place_holders(all, *n);
    qsort(all, *n, sizeof *all, by_place);
    *row = ARENA_NEW(keep, *n, ledger_row);
    for (uint32_t i = 0; *row && i < *n; i++)
        (*row)[i] = all[i].row;
    free(all);
    return *row ? true : err_memory(e);
}
