/* A text goes in, and comes out as what each n-gram and each word adds to a label's margin.
 *
 * The sums are those of plain.h. What makes it faster is that a distinct word is worked out once: of each the
 * features that the model knows are remembered, with their places within the word, so that a record is
 *
 *   1  its words, each counted, and the n-grams of neighbours, looked up     (read_words)
 *   2  the features of its distinct words, as often as these count,          (add_word)
 *      and those n-grams                                                     (add_joined)
 *   3  the norms, of these sums                                              (read_text)
 *
 * and a label's explanation is a pass over the n-grams met, to choose the strongest; one over the distinct
 * words' features, for what a word adds, which marks those chosen; one over the words, for the spans of
 * these. Nothing is looked up by name or hash after step 1.
 *
 * Tried and dropped: margins from memo.h, which took a sixth of the time to say the same; sending for the
 * features' numbers a word ahead, and large pages for the words, which changed nothing. */
#include "score/explain.h"

#include <math.h>
#include <stdlib.h>

#include "base/grow.h"
#include "base/texts.h"
#include "feature/origin.h"

enum {
    WORDS_AT_ONCE = 64,
    WORDMAP_BITS = 10,
    KEEP_WORDS = 1 << 17, /* remembered between records, at most */
    KEEP_FEATURES = 1 << 21,
    KEEP_MET = 1 << 18,                                /* room for a record's things that is kept */
    OWN_MAX = (NORM_OUT_MAX + 2) * CHAR_NGRAM_MAX + 3, /* features that a word has by itself */
};

#define NOBODY UINT32_MAX

/* A feature that a word has by itself and the model knows, in as few bytes as can be: its name's number and
 * its block. Names have numbers without gaps, so that what is kept for each of them lies closer than by
 * slots. */
typedef uint32_t own;

enum { OWN_BLOCK_BITS = 2, OWN_BLOCK = (1 << OWN_BLOCK_BITS) - 1 };

_Static_assert(N_BLOCKS <= 1 << OWN_BLOCK_BITS && TABLE_BITS_MAX + OWN_BLOCK_BITS <= 32, "own holds both");

/* And where it is within the word; of BLOCK_CHAR alone, others are the whole word's. */
typedef struct place {
    uint16_t begin, end;
    uint8_t n;
} place;

/* A distinct word, worked out. In one piece with its features, but not with their places, which few need:
 * what is read lies close together, and how long memory takes depends on little else. */
typedef struct known {
    uint64_t hash;
    uint32_t met; /* its number in the present record */
    uint16_t n;   /* features                         */
    bool used;
    const place *place;    /* [n]                              */
    double norm[N_BLOCKS]; /* sum of its features' v^2         */
    own own[];             /* [n] */
} known;

/* What is remembered of one text's words. */
typedef struct memory {
    wordmap words;
    arena arena, places;
    known **known; /* [words.n]  in the arena */
    size_t cap_known;
    size_t n_own;
    uint32_t *ngram; /* [names]  its number in the present record, or NOBODY */
    double norm[N_BLOCKS], scale[N_BLOCKS];
    size_t end; /* of its n-grams in the present record */
} memory;

/* The n-grams of the present record; those of its first text come first. What lies behind the last one is
 * zero. */
typedef struct ngrams {
    double *share; /* [n]  a_f of feature.h, and when all are met, a_f / |block| */
    uint32_t *count;
    own *is;
    size_t n, cap;
} ngrams;

/* A distinct word in it. */
typedef struct met {
    const known *known;
    double gain, norm_gain; /* sums over its occurrences                          */
    double adds;            /* to the label's margin, where it counts 1           */
    size_t first;           /* its features' n-grams are ngram_of[first ..]       */
    size_t first_chosen;    /* those among the label's strongest are chosen[first_chosen ..] */
    uint32_t n_chosen;
    uint32_t count;
    uint8_t text;
} met;

/* A feature of a word that is among the label's strongest. */
typedef struct chosen {
    uint32_t rank;
    uint32_t feature; /* of the word's */
} chosen;

typedef struct token {
    uint32_t begin, end;
    uint32_t met;
    uint32_t k; /* which occurrence of its word */
} token;

/* An n-gram of several words. */
typedef struct joined {
    uint32_t first, last; /* tokens                            */
    uint32_t ngram;       /* its number; until it has one, what it is as an own */
    uint32_t k;
    uint8_t n;
} joined;

/* A word that has been read, before it is looked at: what it waits for from memory has been sent for. */
typedef struct waiting {
    word_key key;
    known *known;
    uint32_t k;
    uint32_t begin, end;
    uint8_t kind;
} waiting;

/* An n-gram of several words that the model may know. */
typedef struct maybe {
    uint64_t spread;
    joined joined;
} maybe;

struct explain {
    const explainer *x;
    memory *memory; /* [x->n_texts] */
    overlap *overlap;
    tf_table tf;

    /* of some words of a text */
    word word[WORDS_AT_ONCE];
    waiting waiting[WORDS_AT_ONCE];
    maybe maybe[WORDS_AT_ONCE * (WORD_NGRAM_MAX - 1)];
    size_t n_waiting, n_maybe;

    /* of a word that is worked out */
    own own[OWN_MAX];
    place place[OWN_MAX];

    /* of the present record */
    met *met;
    token *token;
    joined *joined;
    ngrams ngrams;
    uint32_t *ngram_of;
    size_t n_met, n_token, n_joined, n_of;
    size_t cap_met, cap_token, cap_joined, cap_of;
    double known; /* of its texts but tags, see model_familiarity */
    size_t bytes; /* of those                                     */

    /* of the present label */
    double *adds;   /* [ngrams.n]  where it counts 1, its norm included     */
    double *value;  /* [ngrams.n]  or [n_token]                             */
    uint32_t *rank; /* [ngrams.n]  its place among the strongest, or NOBODY */
    chosen *chosen;
    size_t n_chosen;
    size_t cap_adds, cap_value, cap_rank, cap_chosen;
};

/* ---- names ---- */

static bool number_names(explainer_text *t, size_t n, err *e)
{
    size_t slots = (size_t)1 << t->m->table.bits, width = t->m->table.width;
    uint32_t n_named = 0;

    t->name_of = malloc(slots * sizeof *t->name_of);
    t->row = malloc((n + 1) * width * sizeof *t->row);
    if (!t->name_of || !t->row)
        return err_memory(e);
    memset(t->name_of, 0xff, slots * sizeof *t->name_of);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = t->name[i].slot;

        memcpy(t->row + i * width, table_row(&t->m->table, slot), width * sizeof *t->row);
        n_named += t->name_of[slot] == NOBODY;
        t->name_of[slot] = i;
    }
    return n_named == t->m->table.n ||
           err_set(e, ERR_MODEL, "holds the names of %u of its %u n-grams: it cannot be explained", n_named,
                   t->m->table.n);
}

bool explainer_init(explainer *x, const task *t, err *e)
{
    bool ok;

    *x = (explainer){.n_texts = t->n_texts, .overlap_at = t->m->overlap ? t->m->last_text : UINT32_MAX};
    if (t->m->kernel.kind != KERNEL_NONE)
        return err_set(e, ERR_MODEL,
                       "a kernel machine: no n-gram has a weight of its own, so no exact explanation exists");
    x->text = calloc(t->n_texts, sizeof *x->text);
    ok = x->text || err_memory(e);
    for (uint32_t i = 0; ok && i < t->n_texts; i++) {
        size_t n;

        x->text[i].m = t->m + i; /* as bundles have them */
        ok = model_names(x->text[i].m, &x->text[i].name, &n, e) && number_names(&x->text[i], n, e);
    }
    if (!ok)
        explainer_free(x);
    return ok;
}

void explainer_free(explainer *x)
{
    for (uint32_t i = 0; x->text && i < x->n_texts; i++) {
        free(x->text[i].name);
        free(x->text[i].name_of);
        free(x->text[i].row);
    }
    free(x->text);
    *x = (explainer){0};
}

/* ---- what a thread holds ---- */

bool explain_new(const explainer *x, uint64_t seed, explain **out, err *e)
{
    explain *w = calloc(1, sizeof *w);
    bool ok;

    *out = w;
    if (!w)
        return err_memory(e);
    w->x = x;
    tf_table_init(&w->tf);
    w->memory = calloc(x->n_texts, sizeof *w->memory);
    ok = w->memory != NULL && (x->overlap_at == UINT32_MAX || overlap_new(&w->overlap, &(err){0}));
    for (uint32_t i = 0; ok && i < x->n_texts; i++) {
        size_t size = (x->text[i].m->table.n + (size_t)1) * sizeof *w->memory[i].ngram;

        w->memory[i].ngram = malloc(size);
        ok = w->memory[i].ngram && wordmap_init(&w->memory[i].words, WORDMAP_BITS, seed);
        if (w->memory[i].ngram)
            memset(w->memory[i].ngram, 0xff, size);
    }
    if (ok)
        return true;
    explain_free(w);
    *out = NULL;
    return err_memory(e);
}

static void forget_record(explain *w)
{
    free(w->met);
    free(w->token);
    free(w->joined);
    free(w->ngrams.share);
    free(w->ngrams.count);
    free(w->ngrams.is);
    free(w->ngram_of);
    free(w->adds);
    free(w->value);
    free(w->rank);
    free(w->chosen);
    w->met = NULL;
    w->token = NULL;
    w->joined = NULL;
    w->ngrams = (ngrams){0};
    w->ngram_of = w->rank = NULL;
    w->adds = w->value = NULL;
    w->chosen = NULL;
    w->cap_met = w->cap_token = w->cap_joined = w->cap_of = 0;
    w->cap_adds = w->cap_value = w->cap_rank = w->cap_chosen = 0;
}

static void forget_words(memory *m)
{
    wordmap_clear(&m->words, WORDMAP_BITS);
    arena_reset(&m->arena);
    arena_reset(&m->places);
    free(m->known);
    m->known = NULL;
    m->n_own = m->cap_known = 0;
}

void explain_free(explain *w)
{
    if (!w)
        return;
    for (uint32_t i = 0; w->memory && i < w->x->n_texts; i++) {
        wordmap_free(&w->memory[i].words);
        arena_free(&w->memory[i].arena);
        arena_free(&w->memory[i].places);
        free(w->memory[i].known);
        free(w->memory[i].ngram);
    }
    free(w->memory);
    overlap_free(w->overlap);
    forget_record(w);
    free(w);
}

/* ---- 1: words ---- */

/* A word whose features are being listed, to w->own and w->place. */
typedef struct listing {
    const explainer_text *x;
    explain *w;
    const word_form *form;
    origin *origin;
    bool has_origin;
    uint16_t n;
    double norm[N_BLOCKS];
} listing;

static void list(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    listing *l = to;
    const table *t = &l->x->m->table;
    uint32_t slot = table_find(t, table_spread(t, hash));
    origin_part part = {0, 0};

    if (slot == TABLE_NONE)
        return;
    if (block == BLOCK_CHAR) {
        unsigned from = (unsigned)(name.p - l->form->text);

        if (!l->has_origin)
            origin_find(&l->x->m->plan, l->form, l->origin);
        l->has_origin = true;
        part = origin_of(l->origin, l->form, from, from + (unsigned)name.n);
    }
    l->w->own[l->n] = l->x->name_of[slot] << OWN_BLOCK_BITS | block;
    l->w->place[l->n++] = (place){part.begin, part.end, (uint8_t)n};
    l->norm[block] += (double)model_square(l->x->m, slot);
}

/* A word that is not known yet, to m->known[number]. */
static bool learn_word(explain *w, uint32_t text, uint32_t number, str raw, word_kind kind)
{
    const explainer_text *x = &w->x->text[text];
    memory *m = &w->memory[text];
    word_form form;
    origin from_where;
    listing l = {.x = x, .w = w, .form = &form, .origin = &from_where};
    place *places;
    known *k;

    feature_word(&x->m->plan, raw, kind, &form);
    feature_list(&x->m->plan, &form, list, &l);
    k = arena_take(&m->arena, 1, sizeof *k + l.n * sizeof(own));
    places = ARENA_NEW(&m->places, l.n, place);
    if (!k || !places || !GROW(m->known, m->cap_known, (size_t)number + 1))
        return false;
    memcpy(places, w->place, l.n * sizeof(place));
    *k = (known){.hash = form.hash, .place = places, .n = l.n, .used = form.used};
    memcpy(k->norm, l.norm, sizeof k->norm);
    memcpy(k->own, w->own, l.n * sizeof(own));
    m->known[number] = k;
    m->n_own += l.n;
    return true;
}

/* The next words: which there are. */
static void find_words(explain *w, const memory *m, str text, size_t n)
{
    w->n_waiting = w->n_maybe = 0;
    for (size_t i = 0; i < n; i++) {
        const word *at = &w->word[i];
        waiting *next = &w->waiting[w->n_waiting];
        str raw = feature_spelling(text, at);

        if (raw.n == 0)
            continue;
        next->key = wordmap_key(&m->words, raw);
        wordmap_prefetch(&m->words, &next->key);
        next->begin = at->begin;
        next->end = at->end;
        next->kind = at->kind;
        w->n_waiting++;
    }
}

/* What is known of each of them. */
static bool know_words(explain *w, uint32_t text)
{
    memory *m = &w->memory[text];

    for (size_t i = 0; i < w->n_waiting; i++) {
        waiting *at = &w->waiting[i];
        bool is_new;
        const word_entry *entry = wordmap_get(&m->words, &at->key, &is_new);

        if (!entry || (is_new && !learn_word(w, text, entry->index, at->key.whole, (word_kind)at->kind)))
            return false;
        at->known = m->known[entry->index];
        at->k = entry->count;
        __builtin_prefetch(at->known);
    }
    return true;
}

/* The n-grams that end at the last token, or behind it (`ends` is 1), of those from `first` on. Where the
 * text begins and ends is no token. */
static void list_joined(explain *w, const model *from, const grams *g, size_t first, unsigned ends)
{
    const table *t = &from->table;

    for (unsigned n = grams_shortest(&from->plan); n <= g->n; n++) {
        maybe *next = &w->maybe[w->n_maybe++];
        size_t n_tokens = n - ends, there = w->n_token - first;

        n_tokens = n_tokens < there ? n_tokens : there;
        next->spread = table_spread(t, g->hash[n]);
        next->joined = (joined){.first = (uint32_t)(w->n_token - n_tokens),
                                .last = (uint32_t)(w->n_token - 1),
                                .k = g->k[n],
                                .n = (uint8_t)n};
        __builtin_prefetch(&t->check[table_home(t, next->spread)]);
    }
}

/* Those that the plan uses become tokens; the n-grams of several that may be known are listed. */
static bool add_tokens(explain *w, uint32_t text, grams *g, size_t first)
{
    const model *from = w->x->text[text].m;

    if (!GROW(w->token, w->cap_token, w->n_token + w->n_waiting) ||
        !GROW(w->met, w->cap_met, w->n_met + w->n_waiting))
        return false;
    for (size_t i = 0; i < w->n_waiting; i++) {
        const waiting *at = &w->waiting[i];
        known *k = at->known;
        tf_gains gains = tf_table_get(&w->tf, at->k);
        met *of;

        if (!k->used)
            continue;
        if (at->k == 1) {
            for (size_t j = 0; j < k->n; j += 64 / sizeof(own))
                __builtin_prefetch(k->own + j);
            k->met = (uint32_t)w->n_met;
            w->met[w->n_met++] = (met){.known = k, .text = (uint8_t)text};
        }
        of = &w->met[k->met];
        of->count = at->k;
        of->gain += (double)gains.gain;
        of->norm_gain += (double)gains.norm_gain;
        w->token[w->n_token++] = (token){at->begin, at->end, k->met, at->k};

        grams_push(g, from->plan.word_max, k->hash, at->k);
        list_joined(w, from, g, first, 0);
    }
    return true;
}

/* Those of them that are known. */
static bool keep_joined(explain *w, const explainer_text *x)
{
    if (!GROW(w->joined, w->cap_joined, w->n_joined + w->n_maybe))
        return false;
    for (size_t i = 0; i < w->n_maybe; i++) {
        uint32_t slot = table_find(&x->m->table, w->maybe[i].spread);

        if (slot == TABLE_NONE)
            continue;
        w->joined[w->n_joined] = w->maybe[i].joined;
        w->joined[w->n_joined++].ngram = x->name_of[slot] << OWN_BLOCK_BITS | BLOCK_WORD;
    }
    return true;
}

static bool read_words(explain *w, uint32_t text, str s)
{
    const explainer_text *x = &w->x->text[text];
    const size_t first = w->n_token;
    words walk;
    grams g = grams_begin(&x->m->plan);

    words_begin(&walk, s, true);
    for (size_t n; (n = words_next(&walk, w->word, WORDS_AT_ONCE)) > 0;) {
        find_words(w, &w->memory[text], s, n);
        if (!know_words(w, text) || !add_tokens(w, text, &g, first) || !keep_joined(w, x))
            return false;
    }
    if (grams_end(&g, &x->m->plan)) {
        w->n_maybe = 0;
        list_joined(w, x->m, &g, first, 1);
        return keep_joined(w, x);
    }
    return true;
}

/* ---- 2: n-grams ---- */

static double weight_of(const explainer_text *x, own is, uint32_t lane)
{
    const table *t = &x->m->table;

    return (double)(half_float(x->row[(size_t)(is >> OWN_BLOCK_BITS) * t->width + lane]) * t->scale[lane]);
}

/* Room for so many more n-grams, and one. */
static bool room_for(ngrams *g, size_t more)
{
    size_t cap_share = g->cap, cap_count = g->cap;

    return GROW(g->share, cap_share, g->n + more + 1) && GROW(g->count, cap_count, g->n + more + 1) &&
           GROW(g->is, g->cap, g->n + more + 1);
}

/* One n-gram; its number, which stands in numbers[] where it has been met. That it has is as likely as not:
 * so it is no branch, for no processor could foresee it. */
static inline uint32_t add_ngram(ngrams *g, uint32_t *numbers, own is, double gain, uint32_t count)
{
    uint32_t *at = &numbers[is >> OWN_BLOCK_BITS], number = *at;
    bool is_new = number == NOBODY;

    number = is_new ? (uint32_t)g->n : number;
    *at = number;
    g->is[g->n] = is; /* to be written over if it is no new one */
    g->n += is_new;
    g->share[number] += gain;
    g->count[number] += count;
    return number;
}

static bool add_word(explain *w, uint32_t text, met *of)
{
    memory *m = &w->memory[text];
    const known *k = of->known;
    const uint32_t n = k->n;
    ngrams g;
    uint32_t *numbers;

    if (!GROW(w->ngram_of, w->cap_of, w->n_of + n) || !room_for(&w->ngrams, n))
        return false;
    g = w->ngrams; /* a copy, for the compiler to keep in registers */
    numbers = w->ngram_of + w->n_of;
    for (uint32_t i = 0; i < n; i++)
        numbers[i] = add_ngram(&g, m->ngram, k->own[i], of->gain, of->count);
    w->ngrams.n = g.n;
    for (unsigned b = 0; b < N_BLOCKS; b++)
        m->norm[b] += of->norm_gain * k->norm[b];
    of->first = w->n_of;
    w->n_of += n;
    return true;
}

static bool add_joined(explain *w, uint32_t text, joined *j)
{
    const explainer_text *x = &w->x->text[text];
    memory *m = &w->memory[text];
    tf_gains g = tf_table_get(&w->tf, j->k);
    double square = weight_of(x, j->ngram, x->m->L);

    if (!room_for(&w->ngrams, 1))
        return false;
    j->ngram = add_ngram(&w->ngrams, m->ngram, j->ngram, (double)g.gain, 1);
    m->norm[BLOCK_WORD] += (double)g.norm_gain * square;
    return true;
}

/* ---- a text ---- */

/* All that one text of the record has, behind what others had. */
static bool read_text(explain *w, uint32_t text, str s)
{
    memory *m = &w->memory[text];
    size_t n_met = w->n_met, n_joined = w->n_joined, n_ngram = w->ngrams.n;
    bool ok;

    if (m->words.n > KEEP_WORDS || m->n_own > KEEP_FEATURES)
        forget_words(m);
    wordmap_record(&m->words);
    memset(m->norm, 0, sizeof m->norm);
    ok = read_words(w, text, s);
    for (; ok && n_met < w->n_met; n_met++)
        ok = add_word(w, text, &w->met[n_met]);
    for (; ok && n_joined < w->n_joined; n_joined++)
        ok = add_joined(w, text, &w->joined[n_joined]);
    for (unsigned b = 0; b < N_BLOCKS; b++)
        m->scale[b] = m->norm[b] > 0 ? 1 / sqrt(m->norm[b]) : 0;
    if (!plan_equal(&w->x->text[text].m->plan, &PLAN_TAGS)) {
        w->known += m->norm[plan_first(&w->x->text[text].m->plan)];
        w->bytes += s.n;
    }
    m->end = w->ngrams.n;
    for (; n_ngram < m->end; n_ngram++) {
        own is = w->ngrams.is[n_ngram];

        w->ngrams.share[n_ngram] *= m->scale[is & OWN_BLOCK];
        m->ngram[is >> OWN_BLOCK_BITS] = NOBODY;
    }
    if (!ok)
        forget_words(m); /* a word may have its place and not its features */
    return ok;
}

bool explain_text(explain *w, str text, err *e)
{
    str rest = text;
    bool ok = true;

    /* A giant record must not leave giant arrays. */
    if (w->cap_token > KEEP_MET || w->ngrams.cap > KEEP_MET || w->cap_of > (size_t)KEEP_MET * 16)
        forget_record(w);
    if (w->ngrams.n) {
        memset(w->ngrams.share, 0, w->ngrams.n * sizeof *w->ngrams.share);
        memset(w->ngrams.count, 0, w->ngrams.n * sizeof *w->ngrams.count);
    }
    w->n_met = w->n_token = w->n_joined = w->ngrams.n = w->n_of = 0;
    w->known = 0;
    w->bytes = 0;
    for (uint32_t i = 0; ok && i < w->x->n_texts; i++) {
        str one;

        if (i == w->x->overlap_at)
            ok = overlap_of(w->overlap, text, &one, e);
        else
            one = w->x->n_texts == 1 ? text : str_cut(&rest, TEXT_BREAK);
        ok = ok && read_text(w, i, one);
    }
    return ok || err_memory(e);
}

familiarity explain_familiarity(const explain *w)
{
    return model_familiarity(w->x->text[0].m, w->known, w->bytes);
}

void explain_margins(const explain *w, double *margin)
{
    uint32_t L = w->x->text[0].m->L;

    for (uint32_t l = 0; l < L; l++)
        margin[l] = 0;
    for (uint32_t text = 0, i = 0; text < w->x->n_texts; text++) {
        const explainer_text *x = &w->x->text[text];
        double first = 0; /* of lane 0, most often the only one, which need not go through memory */

        for (; i < w->memory[text].end; i++) {
            const own is = w->ngrams.is[i];
            double share = w->ngrams.share[i];

            first += share * weight_of(x, is, 0);
            for (uint32_t l = 1; l < L; l++)
                margin[l] += share * weight_of(x, is, l);
        }
        margin[0] += first;
        for (uint32_t l = 0; l < L; l++)
            margin[l] += x->m->bias[l];
    }
}

/* ---- the strongest ---- */

/* Whether x comes before y: it is the stronger one, or of two alike the first. */
static bool stronger(const double *value, uint32_t x, uint32_t y)
{
    double a = fabs(value[x]), b = fabs(value[y]);

    return a > b || (!(a < b) && x < y);
}

/* Of a heap with the weakest on top, the one at i sinks to where it belongs. */
static void sink(const double *value, uint32_t *heap, size_t n, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        uint32_t moved = heap[i];

        if (child + 1 < n && stronger(value, heap[child], heap[child + 1]))
            child++;
        if (!stronger(value, heap[i], heap[child]))
            return;
        heap[i] = heap[child];
        heap[child] = moved;
    }
}

static void heap_make(const double *value, uint32_t *heap, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sink(value, heap, n, i);
}

/* The `top` strongest of value[n], the first of them first, to out[top]; how many there are that are not 0.
 */
static size_t strongest(const double *value, size_t n, size_t top, uint32_t *out)
{
    size_t have = 0;
    double least = 0; /* how strong one must be more than; of two alike the first stays */

    for (uint32_t i = 0; top && i < n; i++) {
        while (i + 4 < n && fabs(value[i]) <= least && fabs(value[i + 1]) <= least &&
               fabs(value[i + 2]) <= least && fabs(value[i + 3]) <= least)
            i += 4;
        if (!(fabs(value[i]) > least))
            continue;
        if (have == top)
            out[0] = i;
        else
            out[have++] = i;
        if (have < top)
            continue;
        if (least > 0)
            sink(value, out, have, 0);
        else
            heap_make(value, out, have);
        least = fabs(value[out[0]]);
    }
    if (have < top)
        heap_make(value, out, have);
    /* The weakest of those left goes behind them. */
    for (size_t left = have; left > 1; left--) {
        uint32_t weakest = out[0];

        out[0] = out[left - 1];
        out[left - 1] = weakest;
        sink(value, out, left - 1, 0);
    }
    return have;
}

/* ---- a label ---- */

/* What the n-grams add; the strongest of them, to out->ngram. */
static bool choose_ngrams(explain *w, uint32_t lane, double sign, size_t top, arena *a, explanation *out)
{
    const ngrams *g = &w->ngrams;
    uint32_t *first;

    if (top > g->n)
        top = g->n;
    first = ARENA_NEW(a, top, uint32_t);
    out->ngram = ARENA_NEW(a, top, explain_ngram);
    if (!first || !out->ngram || !GROW(w->adds, w->cap_adds, g->n) || !GROW(w->value, w->cap_value, g->n) ||
        !GROW(w->rank, w->cap_rank, g->n))
        return false;
    for (uint32_t text = 0, i = 0; text < w->x->n_texts; text++) {
        const explainer_text *x = &w->x->text[text];
        const double *scale = w->memory[text].scale;

        for (uint32_t end = (uint32_t)w->memory[text].end; i < end; i++) {
            double weight = sign * weight_of(x, g->is[i], lane);

            w->adds[i] = weight * scale[g->is[i] & OWN_BLOCK];
            w->value[i] = weight * g->share[i];
            w->rank[i] = NOBODY;
            out->rest += w->value[i];
        }
    }
    out->n_ngrams = strongest(w->value, g->n, top, first);
    for (uint32_t rank = 0; rank < out->n_ngrams; rank++) {
        uint32_t i = first[rank];
        const explainer_text *t = w->x->text;
        uint8_t text = 0;

        for (; i >= w->memory[text].end; text++)
            t++;
        w->rank[i] = rank;
        out->rest -= w->value[i];
        out->ngram[rank] = (explain_ngram){.name = t->name[g->is[i] >> OWN_BLOCK_BITS].text,
                                           .block = g->is[i] & OWN_BLOCK,
                                           .text = text,
                                           .count = g->count[i],
                                           .weight = sign * weight_of(t, g->is[i], lane),
                                           .contribution = w->value[i]};
    }
    return true;
}

/* What a distinct word adds, where it counts 1; which of its features are among the strongest. */
static bool sum_word(explain *w, met *of)
{
    const uint32_t *ngram = w->ngram_of + of->first;
    const uint32_t n = of->known->n;
    double adds = 0;

    of->first_chosen = w->n_chosen;
    if (!GROW(w->chosen, w->cap_chosen, w->n_chosen + n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        adds += w->adds[ngram[i]];
        if (w->rank[ngram[i]] != NOBODY)
            w->chosen[w->n_chosen++] = (chosen){w->rank[ngram[i]], i};
    }
    of->adds = adds;
    of->n_chosen = (uint32_t)(w->n_chosen - of->first_chosen);
    return true;
}

/* What the words add, and the strongest of them. */
static bool choose_words(explain *w, size_t top, arena *a, explanation *out)
{
    if (top > w->n_token)
        top = w->n_token;
    out->word = ARENA_NEW(a, w->n_token, explain_word);
    out->strongest = ARENA_NEW(a, top, uint32_t);
    if (!out->word || !out->strongest || !GROW(w->value, w->cap_value, w->n_token))
        return false;
    w->n_chosen = 0;
    for (size_t i = 0; i < w->n_met; i++)
        if (!sum_word(w, &w->met[i]))
            return false;
    for (size_t i = 0; i < w->n_token; i++) {
        const token *t = &w->token[i];
        const met *of = &w->met[t->met];

        double adds = of->adds * (double)tf_table_get(&w->tf, t->k).gain;

        if (of->text == w->x->overlap_at) {
            out->between += adds;
            continue;
        }
        w->value[out->n_words] = adds;
        out->word[out->n_words++] = (explain_word){{t->begin, t->end}, of->text, adds};
    }
    if (top > out->n_words)
        top = out->n_words;
    out->n_strongest = strongest(w->value, out->n_words, top, out->strongest);
    for (size_t i = 0; i < w->n_joined; i++)
        out->between += w->adds[w->joined[i].ngram] * (double)tf_table_get(&w->tf, w->joined[i].k).gain;
    return true;
}

/* Where the n-grams chosen are, and of how many words or characters. */
static bool find_spans(const explain *w, arena *a, explanation *out)
{
    explain_span **span = ARENA_NEW(a, out->n_ngrams, explain_span *);

    if (!span)
        return false;
    for (size_t i = 0; i < out->n_ngrams; i++) {
        span[i] = ARENA_NEW(a, out->ngram[i].count, explain_span);
        if (!span[i])
            return false;
        out->ngram[i].span = span[i];
    }
    for (size_t i = 0; i < w->n_token; i++) {
        const token *t = &w->token[i];
        const met *of = &w->met[t->met];
        const chosen *c = w->chosen + of->first_chosen;

        for (uint32_t left = of->n_chosen; left; left--, c++) {
            explain_ngram *g = &out->ngram[c->rank];
            explain_span at = {t->begin, t->end};

            g->n = 1;
            if (g->block == BLOCK_CHAR) {
                const place *p = &of->known->place[c->feature];

                g->n = p->n;
                at = (explain_span){t->begin + p->begin, t->begin + p->end};
            }
            *span[c->rank]++ = of->text == w->x->overlap_at ? (explain_span){0, 0} : at;
        }
    }
    for (size_t i = 0; i < w->n_joined; i++) {
        const joined *j = &w->joined[i];
        uint32_t rank = w->rank[j->ngram];

        if (rank == NOBODY)
            continue;
        out->ngram[rank].n = j->n;
        *span[rank]++ = (explain_span){w->token[j->first].begin, w->token[j->last].end};
    }
    return true;
}

bool explain_label(explain *w, uint32_t k, size_t top, arena *a, explanation *out, err *e)
{
    const model *m = w->x->text[0].m;
    bool one = m->L == 1 && m->K == 2;
    uint32_t lane = one ? 0 : k;
    double sign = one && k == 0 ? -1 : 1;

    *out = (explanation){0};
    for (uint32_t i = 0; i < w->x->n_texts; i++)
        out->bias += sign * w->x->text[i].m->bias[lane];
    return (choose_ngrams(w, lane, sign, top, a, out) && choose_words(w, top, a, out) &&
            find_spans(w, a, out)) ||
           err_memory(e);
}
