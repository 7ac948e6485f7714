/* Texts enter twice, a sparse symmetric matrix over their frequent words leaves: cooccur.h has the formulas
 * and where they are from. Two maps stand one behind the other, as spellings are many and normalising is
 * slow: the first knows the form of each spelling, the second numbers the forms. The pairs are in one table
 * with open addressing, a key of two numbers and a sum: 16 bytes, four slots a cache line.
 *
 * Nearly all the time goes into waiting for the table's memory. So pairs are put into a queue, and the slots
 * of all of them are asked for, before the first is looked at.
 *
 * It does not try to share the work out to threads: sums would then be added in another order, or each thread
 * would need a table. */
#include "learn/cooccur.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/slab.h"
#include "feature/feature.h"
#include "feature/wordmap.h"

enum { WORDS_AT_ONCE = 256, WORDMAP_BITS = 16, QUEUE = 64 };

static const uint32_t NONE = UINT32_MAX; /* no form, or a word that is not kept */

static const double SMOOTH = 0.875;

/* A normal form. */
typedef struct form {
    uint64_t n;  /* occurrences                              */
    size_t text; /* texts[text .. text + n_text)             */
    uint32_t n_text;
    uint32_t rank; /* among those that are kept, or NONE     */
} form;

/* A pair, a <= b, and the sum of its weights. A double, as a float would stand still at 2^24; the slot would
 * be no smaller with one. */
typedef struct slot {
    uint64_t key; /* a << 32 | b        */
    double sum;   /* 0 is an empty slot */
} slot;

typedef struct pairs {
    slot *slot; /* [2^bits] */
    unsigned bits;
    size_t n;
    uint64_t seed;
    struct {
        uint64_t key;
        double weight;
    } queue[QUEUE]; /* [n_queue] that wait to be added, in order */
    unsigned n_queue;
    uint64_t n_forgotten;
} pairs;

struct cooccur {
    cooccur_options o;
    wordmap spellings, forms;
    uint32_t *form_of; /* [n_spellings] by the spelling's index, or NONE */
    uint32_t n_spellings;
    form *form; /* [forms.n] */
    buf texts;
    size_t cap_spellings, cap_forms;
    uint32_t *kept; /* [n] by rank: the form */
    uint32_t n;
    pairs pairs;
    uint64_t n_pairs;

    size_t *begin; /* the matrix */
    uint32_t *col;
    float *val;
};

/* ---- the table of pairs ---- */

static size_t slots_of(const pairs *p)
{
    return (size_t)1 << p->bits;
}

static size_t room_of(size_t slots)
{
    return slots / 3 * 2;
}

static slot *home_of(const pairs *p, uint64_t key)
{
    return &p->slot[hash_mix(key ^ p->seed) >> (64 - p->bits)];
}

/* The pair's slot, or the empty one that is to be its own. */
static slot *find(const pairs *p, uint64_t key)
{
    slot *s = home_of(p, key), *end = p->slot + slots_of(p);

    while (s->sum > 0 && s->key != key)
        if (++s == end)
            s = p->slot;
    return s;
}

static bool pairs_resize(pairs *p, unsigned bits)
{
    pairs to = *p;

    to.bits = bits;
    to.slot = slab_new(slots_of(&to) * sizeof *to.slot);
    if (!to.slot)
        return false;
    for (size_t i = 0; p->slot && i < slots_of(p); i++)
        if (p->slot[i].sum > 0)
            *find(&to, p->slot[i].key) = p->slot[i];
    slab_free(p->slot, p->slot ? slots_of(p) * sizeof *p->slot : 0);
    p->slot = to.slot;
    p->bits = bits;
    return true;
}

static size_t count_above(const pairs *p, double bound)
{
    size_t n = 0;

    for (size_t i = 0; i < slots_of(p); i++)
        n += p->slot[i].sum > bound;
    return n;
}

/* Forgets small sums until the table is half as full as it may be. The bound is found by counting, and a sum
 * is the same wherever its slot is: the order of the slots has no say. */
static bool pairs_forget(pairs *p, double bound)
{
    size_t n;

    while ((n = count_above(p, bound)) > room_of(slots_of(p)) / 2)
        bound *= 2;
    for (size_t i = 0; i < slots_of(p); i++)
        if (p->slot[i].sum <= bound)
            p->slot[i].sum = 0;
    p->n_forgotten += p->n - n;
    p->n = n;
    /* Slots that were passed over on the way to others are empty now: all have to find their place again. */
    return pairs_resize(p, p->bits);
}

/* Adds what is in the queue, in its order. */
static bool pairs_flush(pairs *p, const cooccur_options *o)
{
    for (unsigned i = 0; i < p->n_queue; i++) {
        slot *s = find(p, p->queue[i].key);

        if (s->sum == 0 && p->n == room_of(slots_of(p))) {
            bool ok = slots_of(p) < o->max_slots ? pairs_resize(p, p->bits + 1)
                                                 : pairs_forget(p, 1 / (double)o->window);

            if (!ok)
                return false;
            s = find(p, p->queue[i].key);
        }
        p->n += s->sum == 0;
        s->key = p->queue[i].key;
        s->sum += p->queue[i].weight;
    }
    p->n_queue = 0;
    return true;
}

static bool pairs_add(pairs *p, const cooccur_options *o, uint32_t a, uint32_t b, double weight)
{
    uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;

    if (p->n_queue == QUEUE && !pairs_flush(p, o))
        return false;
    __builtin_prefetch(home_of(p, key), 1);
    p->queue[p->n_queue].key = key;
    p->queue[p->n_queue++].weight = weight;
    return true;
}

/* ---- words ---- */

bool cooccur_new(const cooccur_options *o, cooccur **out, err *e)
{
    cooccur *c = calloc(1, sizeof *c);

    *out = c;
    if (!c)
        return err_memory(e);
    c->o = *o;
    c->pairs.seed = o->seed;
    return (wordmap_init(&c->spellings, WORDMAP_BITS, o->seed) &&
            wordmap_init(&c->forms, WORDMAP_BITS, o->seed)) ||
           err_memory(e);
}

void cooccur_free(cooccur *c)
{
    if (!c)
        return;
    wordmap_free(&c->spellings);
    wordmap_free(&c->forms);
    free(c->form_of);
    free(c->form);
    buf_free(&c->texts);
    free(c->kept);
    slab_free(c->pairs.slot, c->pairs.slot ? slots_of(&c->pairs) * sizeof *c->pairs.slot : 0);
    free(c->begin);
    free(c->col);
    free(c->val);
    free(c);
}

/* The number of a normal form, made if it is new; *failed when memory is out. */
static uint32_t form_number(cooccur *c, str text, bool *failed)
{
    word_key key = wordmap_key(&c->forms, text);
    bool is_new;
    const word_entry *entry = wordmap_get(&c->forms, &key, &is_new);

    *failed = !entry || !GROW(c->form, c->cap_forms, (size_t)entry->index + 1);
    if (*failed)
        return NONE;
    if (is_new) {
        c->form[entry->index] = (form){.text = c->texts.n, .n_text = (uint32_t)text.n, .rank = NONE};
        buf_str(&c->texts, text);
        *failed = c->texts.failed;
    }
    return entry->index;
}

/* A spelling that has not been met before. */
static bool learn_spelling(cooccur *c, str raw, word_kind kind)
{
    word_form w;
    bool failed = false;

    if (!GROW(c->form_of, c->cap_spellings, (size_t)c->n_spellings + 1))
        return false;
    feature_word(&PLAN_DEFAULT, raw, kind, &w);
    c->form_of[c->n_spellings++] = w.used ? form_number(c, (str){w.text + 1, w.n}, &failed) : NONE;
    return !failed;
}

bool cooccur_words(cooccur *c, str text, err *e)
{
    words walk;
    word batch[WORDS_AT_ONCE];

    words_begin(&walk, text, false);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;)
        for (size_t i = 0; i < n; i++) {
            str raw = feature_spelling(text, &batch[i]);
            word_key key = wordmap_key(&c->spellings, raw);
            bool is_new;
            const word_entry *entry = wordmap_get(&c->spellings, &key, &is_new);

            if (!entry || (is_new && !learn_spelling(c, raw, batch[i].kind)))
                return err_memory(e);
            if (c->n_spellings == NONE)
                return err_set(e, ERR_INPUT, "more than %u different words", NONE - 1);
            if (c->form_of[entry->index] != NONE)
                c->form[c->form_of[entry->index]].n++;
        }
    return true;
}

/* A form with its text at hand, for sorting. */
typedef struct candidate {
    uint64_t n;
    str text;
    uint32_t form;
} candidate;

static int by_frequency(const void *x, const void *y)
{
    const candidate *a = x, *b = y;

    return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : str_cmp(a->text, b->text);
}

static str text_of(const cooccur *c, uint32_t f)
{
    return (str){c->texts.p + c->form[f].text, c->form[f].n_text};
}

bool cooccur_rank(cooccur *c, err *e)
{
    candidate *all = malloc(((size_t)c->forms.n + 1) * sizeof *all);
    size_t n = 0;

    for (uint32_t f = 0; all && f < c->forms.n; f++) {
        str text = text_of(c, f);

        if (c->form[f].n >= c->o.min_count && !memchr(text.p, ' ', text.n))
            all[n++] = (candidate){c->form[f].n, text, f};
    }
    if (n)
        qsort(all, n, sizeof *all, by_frequency);
    c->n = (uint32_t)(n < c->o.max_words ? n : c->o.max_words);
    c->kept = malloc(((size_t)c->n + 1) * sizeof *c->kept);
    for (uint32_t i = 0; c->kept && i < c->n; i++) {
        c->kept[i] = all[i].form;
        c->form[all[i].form].rank = i;
    }
    free(all);
    return (all && c->kept && pairs_resize(&c->pairs, 10)) || err_memory(e);
}

uint32_t cooccur_n(const cooccur *c)
{
    return c->n;
}

str cooccur_word(const cooccur *c, uint32_t i)
{
    return text_of(c, c->kept[i]);
}

/* ---- pairs ---- */

_Static_assert(COOCCUR_SLOTS_MIN >= 1 << 10, "the table begins with 2^10 slots");

/* Adds the pairs of the latest word with those before it. at[] is a ring of the latest words: the one at
 * position s is at[s % COOCCUR_WINDOW_MAX]. */
static bool pair_up(cooccur *c, const uint32_t at[COOCCUR_WINDOW_MAX], size_t position, uint32_t rank)
{
    for (unsigned d = 1; d <= c->o.window && d <= position; d++) {
        uint32_t other = at[(position - d) % COOCCUR_WINDOW_MAX];

        if (other != NONE && !pairs_add(&c->pairs, &c->o, rank, other, 1 / (double)d))
            return false;
    }
    return true;
}

bool cooccur_pairs(cooccur *c, str text, err *e)
{
    uint32_t at[COOCCUR_WINDOW_MAX];
    size_t position = 0;
    words walk;
    word batch[WORDS_AT_ONCE];

    words_begin(&walk, text, false);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;)
        for (size_t i = 0; i < n; i++) {
            word_key key = wordmap_key(&c->spellings, feature_spelling(text, &batch[i]));
            bool is_new;
            const word_entry *entry = wordmap_get(&c->spellings, &key, &is_new);
            uint32_t f, rank;

            if (!entry)
                return err_memory(e);
            /* What the first pass has not seen is no word that is kept. */
            f = entry->index < c->n_spellings ? c->form_of[entry->index] : NONE;
            if (f == NONE)
                continue;
            rank = c->form[f].rank;
            if (rank != NONE && !pair_up(c, at, position, rank))
                return err_memory(e);
            at[position++ % COOCCUR_WINDOW_MAX] = rank;
        }
    return pairs_flush(&c->pairs, &c->o) || err_memory(e);
}

uint64_t cooccur_n_pairs(const cooccur *c)
{
    return c->pairs.slot ? c->pairs.n : c->n_pairs;
}

uint64_t cooccur_n_forgotten(const cooccur *c)
{
    return c->pairs.n_forgotten;
}

/* ---- the matrix ---- */

/* begin[i] .. begin[i + 1) for the entries of row i, from the rows' lengths in begin[i + 1]. */
static void lengths_to_begins(size_t *begin, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        begin[i + 1] += begin[i];
}

/* M, the columns of a row in the order of the slots. A pair of one word with itself is met from both its
 * ends, and both are entry ii. at[n] is scratch. */
static void spread(const pairs *p, const size_t *begin, uint32_t n, size_t *at, uint32_t *col, float *val)
{
    memcpy(at, begin, n * sizeof *at);
    for (size_t i = 0; i < slots_of(p); i++) {
        const slot *s = &p->slot[i];
        uint32_t a = (uint32_t)(s->key >> 32), b = (uint32_t)s->key;

        if (s->sum == 0)
            continue;
        col[at[a]] = b;
        val[at[a]++] = (float)(a == b ? 2 * s->sum : s->sum);
        if (a != b) {
            col[at[b]] = a;
            val[at[b]++] = (float)s->sum;
        }
    }
}

/* The matrix across its diagonal, which is the same one, with the columns of each row in order: rows are gone
 * through in order, and each column's entries are lined up as they come. */
static void turn(const size_t *begin, uint32_t n, size_t *at, const uint32_t *col, const float *val,
                 uint32_t *col_out, float *val_out)
{
    memcpy(at, begin, n * sizeof *at);
    for (uint32_t i = 0; i < n; i++)
        for (size_t t = begin[i]; t < begin[i + 1]; t++) {
            size_t to = at[col[t]]++;

            col_out[to] = i;
            val_out[to] = val[t];
        }
}

/* M to x, in place: entry by entry, what is not above 0 left out. share[n] is scratch, for ln p_i. */
static void to_information(cooccur *c, double *share)
{
    size_t *begin = c->begin, to = 0, from = 0;
    double all = 0, all_smooth = 0;

    for (uint32_t i = 0; i < c->n; i++) {
        double r = 0;

        for (size_t t = begin[i]; t < begin[i + 1]; t++)
            r += (double)c->val[t];
        all += r;
        share[i] = pow(r, SMOOTH);
        all_smooth += share[i];
    }
    for (uint32_t i = 0; i < c->n; i++)
        share[i] = log(share[i] / all_smooth);
    for (uint32_t i = 0; i < c->n; i++) {
        for (; from < begin[i + 1]; from++) {
            double x = log((double)c->val[from] / all) - (share[i] + share[c->col[from]]);

            if (x > 0) {
                c->col[to] = c->col[from];
                c->val[to++] = (float)x;
            }
        }
        begin[i + 1] = to;
    }
}

/* The table is large: it goes before its second copy comes. */
static void pairs_release(cooccur *c)
{
    c->n_pairs = c->pairs.n;
    slab_free(c->pairs.slot, slots_of(&c->pairs) * sizeof *c->pairs.slot);
    c->pairs.slot = NULL;
}

static bool fill(cooccur *c, size_t *at, double *share)
{
    size_t entries = c->begin[c->n] + 1;
    uint32_t *col = malloc(entries * sizeof *col);
    float *val = malloc(entries * sizeof *val);
    bool ok = col && val;

    if (ok) {
        spread(&c->pairs, c->begin, c->n, at, col, val);
        pairs_release(c);
        c->col = malloc(entries * sizeof *c->col);
        c->val = malloc(entries * sizeof *c->val);
        ok = c->col && c->val;
    }
    if (ok) {
        turn(c->begin, c->n, at, col, val, c->col, c->val);
        to_information(c, share);
    }
    free(col);
    free(val);
    return ok;
}

bool cooccur_matrix(cooccur *c, matrix *x, err *e)
{
    size_t *at = malloc(((size_t)c->n + 1) * sizeof *at);
    double *share = malloc(((size_t)c->n + 1) * sizeof *share);
    bool ok;

    c->begin = calloc((size_t)c->n + 1, sizeof *c->begin);
    ok = at && share && c->begin;
    for (size_t i = 0; ok && i < slots_of(&c->pairs); i++) {
        const slot *s = &c->pairs.slot[i];
        uint32_t a = (uint32_t)(s->key >> 32), b = (uint32_t)s->key;

        if (s->sum > 0) {
            c->begin[a + 1]++;
            c->begin[b + 1] += a != b;
        }
    }
    if (ok) {
        lengths_to_begins(c->begin, c->n);
        ok = fill(c, at, share);
    }
    free(at);
    free(share);
    *x = (matrix){.N = c->n, .D = c->n, .begin = c->begin, .col = c->col, .val = c->val};
    return ok || err_memory(e);
}
