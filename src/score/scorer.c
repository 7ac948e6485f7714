/* Four short loops over a batch of words, so that each memory access is asked for before it is needed:
 *   1  find the words, and where the memo would have them            (prefetch the memo's slots)
 *   2  look them up; a word that is not there is worked out           (prefetch its sums)
 *   3  for each plan, name the n-grams that end at each word
 *   4  for each model, add its words' own sums and its n-grams' rows   (prefetch the table's slots) */
#include "score/scorer.h"

#include <math.h>
#include <stdlib.h>

enum {
    BATCH = 256,
    FEATURES = 64,         /* gathered at a time; few words have more                         */
    MEMO_BITS = 12,        /* the map starts small: one sentence should not pay for a big one */
    MEMO_WORDS = 1 << 17,  /* distinct words remembered                                       */
    MEMO_WORDS_BITS = 18,  /* slots that they need                                            */
    MEMO_BYTES = 64 << 20, /* with many labels a word's sums are long: fewer words then       */
};

/* The plans' view of a distinct word. */
typedef struct seen {
    uint64_t hash; /* H(w) */
    bool used;
} seen;

/* An n-gram of neighbours to look up, and which occurrence it counts as. */
typedef struct lookup {
    uint64_t hash;
    uint32_t k;
} lookup;

struct memo {
    const scorer *s;
    wordmap words;
    seen *seen;     /* [cap][n_plans]  by the word's place */
    float *sums;    /* [cap][n_sums]                       */
    size_t cap;     /* at most memo_words + BATCH          */
    double *own;    /* [n_sums]  of the word being learnt   */
    double *total;  /* [n_sums]  of the present record   */
    grams *grams;   /* [n_plans] of the present record   */
    plain *kernels; /* [n_models] for kernel models      */
    tf_table tf;
    memo_counts counts;

    uint32_t n; /* words in the present batch */
    str raw[BATCH];
    uint8_t kind[BATCH];
    word_key key[BATCH];
    uint32_t place[BATCH];
    uint32_t k[BATCH];
    uint32_t n_lookups; /* of the batch, under the present plan */
    lookup lookups[BATCH * (WORD_NGRAM_MAX - 1)];
};

static uint32_t plan_index(scorer *s, const plan *p)
{
    for (size_t i = 0; i < s->n_plans; i++)
        if (plan_equal(&s->plan[i], p))
            return (uint32_t)i;
    s->plan[s->n_plans] = *p;
    return (uint32_t)s->n_plans++;
}

/* As many words as the memo's bytes hold. */
static uint32_t words_that_fit(const scorer *s)
{
    size_t n = MEMO_BYTES / (s->n_sums * sizeof(float) + s->n_plans * sizeof(seen) + 1);

    return (uint32_t)(n > MEMO_WORDS ? MEMO_WORDS : n > BATCH ? n : BATCH);
}

bool scorer_init(scorer *s, const model *const *models, size_t n, err *e)
{
    *s = (scorer){.n_models = n};
    s->part = calloc(n + 1, sizeof *s->part);
    s->plan = calloc(n + 1, sizeof *s->plan);
    if (!s->part || !s->plan) {
        scorer_free(s);
        return err_memory(e);
    }
    for (size_t i = 0; i < n; i++) {
        const model *m = models[i];
        scorer_part *part = &s->part[i];

        *part = (scorer_part){.m = m, .margins = s->n_margins, .sums = s->n_sums, .width = m->L + 1};
        s->n_margins += m->L;
        if (m->kernel.kind != KERNEL_NONE)
            continue;
        part->plan = plan_index(s, &m->plan);
        for (unsigned b = 0; b < N_BLOCKS; b++) {
            part->at[b] = plan_has(&m->plan, b) ? part->n_sums : UINT32_MAX;
            part->n_sums += plan_has(&m->plan, b) ? part->width : 0;
        }
        s->n_sums += part->n_sums;
    }
    s->memo_words = words_that_fit(s);
    return true;
}

void scorer_free(scorer *s)
{
    free(s->part);
    free(s->plan);
    *s = (scorer){0};
}

bool memo_new(const scorer *s, uint64_t seed, memo **out, err *e)
{
    memo *w = calloc(1, sizeof *w);
    bool ok;

    *out = w;
    if (!w)
        return err_memory(e);
    w->s = s;
    tf_table_init(&w->tf);
    w->own = calloc(s->n_sums + 1u, sizeof *w->own);
    w->total = calloc(s->n_sums + 1u, sizeof *w->total);
    w->grams = calloc(s->n_plans + 1, sizeof *w->grams);
    w->kernels = calloc(s->n_models + 1, sizeof *w->kernels);
    ok = w->own && w->total && w->grams && w->kernels && wordmap_init(&w->words, MEMO_BITS, seed);
    if (!ok)
        err_memory(e);
    for (size_t i = 0; ok && i < s->n_models; i++)
        if (s->part[i].m->kernel.kind != KERNEL_NONE)
            ok = plain_init(&w->kernels[i], s->part[i].m, seed, e);
    if (!ok) {
        memo_free(w);
        *out = NULL;
    }
    return ok;
}

void memo_free(memo *w)
{
    if (!w)
        return;
    for (size_t i = 0; w->kernels && i < w->s->n_models; i++)
        plain_free(&w->kernels[i]);
    wordmap_free(&w->words);
    free(w->seen);
    free(w->sums);
    free(w->own);
    free(w->total);
    free(w->grams);
    free(w->kernels);
    free(w);
}

memo_counts memo_count(const memo *w)
{
    return w->counts;
}

/* Between records: an empty memo, and no larger map than a full one has. */
static void forget(memo *w)
{
    wordmap_clear(&w->words, MEMO_WORDS_BITS);
}

/* Room for what is known of the word at that place. */
static bool make_room(memo *w, uint32_t place)
{
    size_t most = (size_t)w->s->memo_words + BATCH, cap = w->cap ? w->cap : (size_t)1 << (MEMO_BITS - 1);
    seen *seen_more;
    float *sums_more;

    if (place < w->cap)
        return true;
    while (cap <= place)
        cap *= 2;
    cap = cap < most ? cap : most;
    seen_more = realloc(w->seen, cap * (w->s->n_plans + 1) * sizeof *seen_more);
    w->seen = seen_more ? seen_more : w->seen;
    sums_more = realloc(w->sums, cap * (w->s->n_sums + 1) * sizeof *sums_more);
    w->sums = sums_more ? sums_more : w->sums;
    if (!seen_more || !sums_more)
        return false;
    w->cap = cap;
    return true;
}

/* A word's own features, gathered so that each one's slot is asked for before it is needed. */
typedef struct adding {
    const scorer *s;
    uint32_t plan;
    double *sums;
    uint32_t n;
    uint64_t hash[FEATURES];
    uint8_t block[FEATURES];
} adding;

/* For all models of a plan: the features' rows are added to the word's sums, in their order. */
static void add_features(adding *a)
{
    for (size_t i = 0; i < a->s->n_models; i++) {
        const scorer_part *part = &a->s->part[i];
        const table *t = &part->m->table;

        if (part->n_sums == 0 || part->plan != a->plan)
            continue;
        for (uint32_t f = 0; f < a->n; f++)
            __builtin_prefetch(&t->check[table_home(t, table_spread(t, a->hash[f]))]);
        for (uint32_t f = 0; f < a->n; f++) {
            uint32_t slot = table_find(t, table_spread(t, a->hash[f]));
            double *sum = a->sums + part->sums + part->at[a->block[f]];
            const float *row;

            if (slot == TABLE_NONE)
                continue;
            row = table_row(t, slot);
            for (uint32_t l = 0; l < part->width; l++)
                sum[l] += (double)row[l];
        }
    }
    a->n = 0;
}

static void gather(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    adding *a = to;

    (void)n;
    (void)name;
    if (a->n == FEATURES)
        add_features(a);
    a->hash[a->n] = hash;
    a->block[a->n++] = (uint8_t)block;
}

/* Works out what a word adds by itself, and keeps it at that place. */
static bool learn_word(memo *w, uint32_t place, str raw, word_kind kind)
{
    const scorer *s = w->s;
    float *sums;

    if (!make_room(w, place))
        return false;
    w->counts.misses++;
    memset(w->own, 0, s->n_sums * sizeof *w->own);
    for (uint32_t p = 0; p < s->n_plans; p++) {
        adding a;
        word_form form;

        a.s = s;
        a.plan = p;
        a.sums = w->own;
        a.n = 0;
        feature_word(&s->plan[p], raw, kind, &form);
        w->seen[(size_t)place * s->n_plans + p] = (seen){form.hash, form.used};
        feature_list(&s->plan[p], &form, gather, &a);
        add_features(&a);
    }
    /* A long word has thousands of features: rounded once, not after each. */
    sums = w->sums + (size_t)place * s->n_sums;
    for (uint32_t i = 0; i < s->n_sums; i++)
        sums[i] = (float)w->own[i];
    return true;
}

/* Loop 2. A word has its index for a place. Where the memo is full the place is the batch's: behind all
 * indices, and learnt anew each time. */
static bool look_up_words(memo *w)
{
    const scorer *s = w->s;

    for (uint32_t i = 0; i < w->n; i++) {
        bool is_new, fits;
        word_entry *entry = wordmap_get(&w->words, &w->key[i], &is_new);

        if (!entry)
            return false;
        fits = entry->index < s->memo_words;
        w->place[i] = fits ? entry->index : s->memo_words + i;
        w->k[i] = entry->count;
        if ((is_new || !fits) && !learn_word(w, w->place[i], w->raw[i], w->kind[i]))
            return false;
        __builtin_prefetch(&w->sums[(size_t)w->place[i] * s->n_sums]);
        __builtin_prefetch(&w->seen[(size_t)w->place[i] * s->n_plans]);
    }
    w->counts.words += w->n;
    return true;
}

/* Loop 3: the n-grams of neighbours that end at each word, for one plan. */
static void name_grams(memo *w, uint32_t p)
{
    const plan *pl = &w->s->plan[p];
    unsigned shortest = pl->word_min > 2 ? pl->word_min : 2;
    grams *g = &w->grams[p];
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n && pl->word_max >= 2; i++) {
        const seen *at = &w->seen[(size_t)w->place[i] * w->s->n_plans + p];

        if (!at->used)
            continue;
        grams_push(g, pl->word_max, at->hash, w->k[i]);
        for (unsigned len = shortest; len <= g->n; len++)
            w->lookups[n++] = (lookup){g->hash[len], g->k[len]};
    }
    w->n_lookups = n;
}

/* Loop 4: one row times its counts into one block's sums. */
static void add_row(const float *row, uint32_t width, float gain, float norm_gain, double *total)
{
    for (uint32_t l = 0; l + 1 < width; l++)
        total[l] += (double)(gain * row[l]);
    total[width - 1] += (double)(norm_gain * row[width - 1]);
}

static void add_words(memo *w, const scorer_part *part)
{
    double *total = w->total + part->sums;

    for (uint32_t i = 0; i < w->n; i++) {
        const float *sums = w->sums + (size_t)w->place[i] * w->s->n_sums + part->sums;
        float gain = tf_table_gain(&w->tf, w->k[i]), norm_gain = tf_table_norm_gain(&w->tf, w->k[i]);

        /* A word that the plan drops has sums of 0. */
        for (uint32_t at = 0; at < part->n_sums; at += part->width)
            add_row(sums + at, part->width, gain, norm_gain, total + at);
    }
}

static void add_grams(memo *w, const scorer_part *part)
{
    const table *t = &part->m->table;
    uint32_t n = w->n_lookups;
    double *total;

    if (n == 0)
        return; /* perhaps there is no such block */
    total = w->total + part->sums + part->at[BLOCK_WORD];
    for (uint32_t i = 0; i < n; i++)
        __builtin_prefetch(&t->check[table_home(t, table_spread(t, w->lookups[i].hash))]);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = table_find(t, table_spread(t, w->lookups[i].hash)), k = w->lookups[i].k;

        if (slot == TABLE_NONE)
            continue;
        add_row(table_row(t, slot), part->width, tf_table_gain(&w->tf, k), tf_table_norm_gain(&w->tf, k),
                total);
        w->counts.grams_found++;
    }
    w->counts.grams += n;
}

static bool add_batch(memo *w)
{
    const scorer *s = w->s;

    if (!look_up_words(w))
        return false;
    for (uint32_t p = 0; p < s->n_plans; p++) {
        name_grams(w, p);
        for (size_t i = 0; i < s->n_models; i++) {
            if (s->part[i].n_sums == 0 || s->part[i].plan != p)
                continue;
            add_words(w, &s->part[i]);
            add_grams(w, &s->part[i]);
        }
    }
    return true;
}

/* Loop 1, and the batches. Marks are left out at once when no plan wants them. */
static bool add_text(memo *w, str text)
{
    words walk;
    word found[BATCH];
    bool marks = false;

    for (size_t p = 0; p < w->s->n_plans; p++)
        marks |= w->s->plan[p].punct != 0;

    words_begin(&walk, text);
    for (size_t n; (n = words_next(&walk, found, BATCH)) > 0;) {
        w->n = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t at = w->n;

            if (found[i].kind == WORD_MARK && !marks)
                continue;
            w->raw[at] = feature_spelling(text, &found[i]);
            if (w->raw[at].n == 0)
                continue;
            w->kind[at] = found[i].kind;
            w->key[at] = wordmap_key(&w->words, w->raw[at]);
            wordmap_prefetch(&w->words, &w->key[at]);
            w->n++;
        }
        if (!add_batch(w))
            return false;
    }
    return true;
}

/* margin[l] = bias[l] + sum over blocks of  total[block][l] / sqrt(total[block][norm]) */
static void finish(const scorer_part *part, const double *total, double *margin)
{
    for (uint32_t l = 0; l < part->m->L; l++)
        margin[l] = part->m->bias[l];
    for (uint32_t at = 0; at < part->n_sums; at += part->width) {
        double norm = total[at + part->width - 1], scale = norm > 0 ? 1 / sqrt(norm) : 0;

        for (uint32_t l = 0; l < part->m->L; l++)
            margin[l] += scale * total[at + l];
    }
}

bool scorer_score(const scorer *s, memo *w, str text, double *margin, err *e)
{
    bool ok = true;

    if (s->n_plans) {
        if (w->words.n > s->memo_words)
            forget(w);
        wordmap_record(&w->words);
        memset(w->total, 0, s->n_sums * sizeof *w->total);
        memset(w->grams, 0, s->n_plans * sizeof *w->grams);
        if (!add_text(w, text)) {
            forget(w); /* a word may be in the map without its sums */
            return err_memory(e);
        }
    }
    for (size_t i = 0; ok && i < s->n_models; i++) {
        const scorer_part *part = &s->part[i];

        if (part->n_sums)
            finish(part, w->total + part->sums, margin + part->margins);
        else
            ok = plain_score(&w->kernels[i], text, margin + part->margins, e);
    }
    return ok;
}
