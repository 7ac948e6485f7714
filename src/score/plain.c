/* A text goes in, its features come out one by one and are added up in an array with a place for each of the
 * table's slots: a of feature.h. The places touched are listed on the way, so that a text costs what its own
 * features cost, and only they are put back to zero. Then margins are the sums that model.h writes. */
#include "score/plain.h"

#include <math.h>
#include <stdlib.h>

#include "base/grow.h"
#include "base/order.h"
#include "feature/feature.h"
#include "score/kernel.h"

enum { WORDS_AT_ONCE = 64, WORDMAP_BITS = 10 };

bool plain_init(plain *p, const model *m, uint64_t seed, err *e)
{
    size_t slots = (size_t)1 << m->table.bits;

    *p = (plain){.m = m};
    p->a = calloc(slots, sizeof *p->a);
    p->block = calloc(slots, sizeof *p->block);
    if (!p->a || !p->block || !wordmap_init(&p->words, WORDMAP_BITS, seed)) {
        plain_free(p);
        return err_memory(e);
    }
    return true;
}

void plain_free(plain *p)
{
    wordmap_free(&p->words);
    free(p->a);
    free(p->block);
    free(p->touched);
    free(p->value);
    *p = (plain){0};
}

static void add(plain *p, uint64_t hash, unsigned block, uint32_t k)
{
    const table *t = &p->m->table;
    uint32_t slot = table_find(t, table_spread(t, hash));

    if (slot == TABLE_NONE)
        return;
    if (p->a[slot] == 0) {
        size_t cap = p->cap;

        if (!GROW(p->touched, cap, p->n + 1) || !GROW(p->value, p->cap, p->n + 1)) {
            p->failed = true;
            return;
        }
        p->touched[p->n++] = slot;
        p->block[slot] = (uint8_t)block;
    }
    p->a[slot] += (double)tf_gain(k);
    p->norm[block] += (double)tf_norm_gain(k) * (double)model_square(p->m, slot);
}

typedef struct listing {
    plain *p;
    uint32_t k;
} listing;

static void list(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    listing *l = to;

    (void)n;
    (void)name;
    add(l->p, hash, block, l->k);
}

/* The n-grams that end at the word pushed last. */
static void add_grams(plain *p, const grams *g)
{
    for (unsigned len = grams_shortest(&p->m->plan); len <= g->n; len++)
        add(p, g->hash[len], BLOCK_WORD, g->k[len]);
}

static bool count_text(plain *p, str text)
{
    const plan *pl = &p->m->plan;
    words walk;
    word batch[WORDS_AT_ONCE];
    grams g = grams_begin(pl);

    wordmap_record(&p->words);
    words_begin(&walk, text, true);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;) {
        for (size_t i = 0; i < n; i++) {
            str raw = feature_spelling(text, &batch[i]);
            word_key key;
            word_entry *entry;
            word_form form;
            bool is_new;

            if (raw.n == 0)
                continue;
            key = wordmap_key(&p->words, raw);
            entry = wordmap_get(&p->words, &key, &is_new);
            if (!entry)
                return false;
            feature_word(pl, raw, batch[i].kind, &form);
            if (!form.used)
                continue;
            feature_list(pl, &form, list, &(listing){p, entry->count});
            grams_push(&g, pl->word_max, form.hash, entry->count);
            add_grams(p, &g);
        }
    }
    if (grams_end(&g, pl))
        add_grams(p, &g);
    return !p->failed;
}

bool plain_score(plain *p, str text, double *margin, err *e)
{
    const model *m = p->m;
    bool ok = count_text(p, text);
    double scale[N_BLOCKS];

    for (unsigned b = 0; b < N_BLOCKS; b++)
        scale[b] = p->norm[b] > 0 ? 1 / sqrt(p->norm[b]) : 0;
    for (uint32_t l = 0; l < m->L; l++)
        margin[l] = m->bias[l];

    if (ok && m->kernel.kind == KERNEL_NONE) {
        for (size_t i = 0; i < p->n; i++) {
            uint32_t slot = p->touched[i];

            for (uint32_t l = 0; l < m->L; l++)
                margin[l] += p->a[slot] * scale[p->block[slot]] * (double)table_weight(&m->table, slot, l);
        }
    } else if (ok) {
        if (p->n) /* qsort wants an array, even to do nothing */
            qsort(p->touched, p->n, sizeof *p->touched, order_u32);
        for (size_t i = 0; i < p->n; i++) {
            uint32_t slot = p->touched[i];
            double v = sqrt((double)m->kernel.square[slot]);

            p->value[i] = (float)(p->a[slot] * v * scale[p->block[slot]]);
        }
        kernel_add(&m->kernel, m->L, p->touched, p->value, p->n, margin);
    }

    for (size_t i = 0; i < p->n; i++)
        p->a[p->touched[i]] = 0;
    p->n = 0;
    p->known = p->norm[plan_first(&m->plan)];
    memset(p->norm, 0, sizeof p->norm);
    p->failed = false;
    /* A giant record must not leave a giant map behind. */
    if (p->words.bits > WORDMAP_BITS + 8)
        wordmap_clear(&p->words, WORDMAP_BITS);
    return ok || err_memory(e);
}
