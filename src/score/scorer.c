/* What all threads share: which columns the models' lanes and norms have, and the stores, the filters and the
 * short n-grams' rows over them. What a thread does with it is in memo.c. */
#include "score/scorer.h"

#include <assert.h>
#include <stdlib.h>

#include "score/loops.h"

enum {
    WORDS_BITS_MAX = 19,      /* words remembered: more than 76 MB of news have                  */
    WORDS_BYTES = 36 << 20,   /* with many labels a word's sums are long: fewer words then       */
    BESIDE_BYTES = 24 << 20,  /* the same beside rows                                            */
    STORE_BYTES = 24 << 20,   /* threads that share have a store; beside rows half of it         */
    SHARERS_BYTES = 32 << 20, /* and memos, together; beside rows a quarter of it, but           */
    SHARER_BYTES = 1 << 19,   /* so much at least each                                           */
    ROW_BITS_MIN = 10,
    ROW_BYTES = 24 << 20,
    SHORT_BYTES = 4 << 20,
};

static uint32_t plan_index(scorer *s, const plan *p)
{
    for (uint32_t i = 0; i < s->n_plans; i++)
        if (plan_equal(&s->plan[i].plan, p))
            return i;
    s->plan[s->n_plans] = (scorer_plan){.plan = *p};
    return s->n_plans++;
}

/* Rows for all features, a quarter of the slots full so that most stand in their first one, if they fit. */
static bool make_rows(scorer_plan *sp, uint64_t n_features, unsigned parts, err *e)
{
    uint32_t stride = (uint32_t)(sizeof(stored) + sp->stride * sizeof(uint16_t) + 7) / 8 * 8;
    uint32_t bits = ROW_BITS_MIN;

    while (UINT64_C(1) << bits < 4 * n_features && (size_t)stride << (bits + 1) <= ROW_BYTES / parts)
        bits++;
    return store_init(&sp->rows, stride, bits, e);
}

/* How many words of `stride` bytes fit. */
static uint32_t bits_for(size_t stride, size_t bytes)
{
    uint32_t bits = WORDMEMO_BITS_MIN;

    while (bits < WORDS_BITS_MAX && stride << (bits + 1) <= bytes)
        bits++;
    return bits;
}

/* One thread keeps all it can, and so do two beside rows; more keep less, and share what they work out. */
static bool make_words(scorer *s, unsigned threads, unsigned parts, err *e)
{
    const uint32_t value = wordmemo_value(s->n_plans, s->n_sums), stored_stride = store_stride(value);
    const size_t n = threads > 1 ? threads : 1;
    unsigned beside = 0;
    bool share;
    size_t each;

    for (uint32_t p = 0; p < s->n_plans; p++)
        beside |= !s->plan[p].only;
    share = n > 1 + beside;
    each = share ? SHARERS_BYTES / (beside ? 4U : 1U) : beside ? BESIDE_BYTES : WORDS_BYTES;
    each /= n * parts;
    if (each < SHARER_BYTES / parts)
        each = SHARER_BYTES / parts;
    s->memo_bits = bits_for(wordmemo_stride(s->n_plans, s->n_sums), each);
    return !share ||
           store_init(&s->words, stored_stride, bits_for(stored_stride, (STORE_BYTES >> beside) / parts), e);
}

bool scorer_row(const scorer *s, uint32_t p, uint64_t hash, uint16_t *row)
{
    bool known = false;

    for (size_t i = 0; i < s->n_models; i++) {
        const scorer_part *part = &s->part[i];

        if (part->plan == p) {
            const table *t = &part->m->table;
            uint32_t slot = table_find(t, table_spread(t, hash));

            if (slot == TABLE_NONE)
                memset(row + part->at, 0, t->width * sizeof *row);
            else
                memcpy(row + part->at, table_row(t, slot), t->width * sizeof *row);
            known |= slot != TABLE_NONE;
        }
    }
    return known;
}

/* The rows of all short n-grams, hashed as feature.h does. Those that no model knows are zeros. */
static bool make_shorts(scorer *s, uint32_t p, err *e)
{
    scorer_plan *sp = &s->plan[p];

    if (sp->plan.char_max == 0 || sp->plan.char_min > SHORT_MAX ||
        (size_t)SHORTS * sp->stride * sizeof(uint16_t) > SHORT_BYTES)
        return true;
    sp->shorts = calloc((size_t)SHORTS * sp->stride + 1, sizeof *sp->shorts);
    if (!sp->shorts)
        return err_memory(e);
    for (uint32_t n = sp->plan.char_min; n <= SHORT_MAX && n <= sp->plan.char_max; n++)
        for (uint32_t number = 0; number < 1u << SHORT_BITS * n; number++) {
            char gram[8] = {0};
            uint64_t hash;

            for (uint32_t i = 0; i < n; i++)
                gram[i] = SHORT_CHARS[number >> SHORT_BITS * (n - 1 - i) & (SHORT_CODES - 1)];
            hash = hash_short(gram, n, FEATURE_SEED_CHAR);
            if (sp->only || filter_may(&sp->filter, hash))
                (void)scorer_row(s, p, hash, sp->shorts + (size_t)(SHORT_AT(n) + number) * sp->stride);
        }
    return true;
}

/* What it takes to look several models' features up at once. */
static bool make_common(scorer *s, uint32_t p, size_t n_models, unsigned parts, err *e)
{
    scorer_plan *sp = &s->plan[p];
    const table **tables = calloc(n_models + 1, sizeof *tables);
    size_t n = 0;
    bool ok;

    if (!tables)
        return err_memory(e);
    for (size_t i = 0; i < s->n_models; i++)
        if (s->part[i].plan == p)
            tables[n++] = &s->part[i].m->table;
    ok = filter_init(&sp->filter, tables, n, e) && make_rows(sp, sp->filter.features, parts, e);
    free(tables);
    return ok;
}

static bool plan_columns(scorer *s, uint32_t p, unsigned parts, err *e)
{
    scorer_plan *sp = &s->plan[p];
    uint32_t columns = 0;
    size_t n = 0;

    sp->scale = calloc(sp->width + 1U, sizeof *sp->scale);
    if (!sp->scale)
        return err_memory(e);
    for (size_t i = 0; i < s->n_models; i++)
        if (s->part[i].plan == p) {
            const table *t = &s->part[i].m->table;

            memcpy(sp->scale + s->part[i].at, t->scale, t->width * sizeof *t->scale);
            sp->only = n++ || t->turn ? NULL : t;
        }
    for (unsigned b = 0; b < N_BLOCKS; b++) {
        sp->at[b] = plan_has(&sp->plan, b) ? columns : UINT32_MAX;
        columns += plan_has(&sp->plan, b) ? sp->width : 0;
    }
    sp->stride = table_stride(sp->width);
    sp->row_quads = (sp->stride + QUAD - 1) / QUAD;
    sp->quad = s->n_quads;
    sp->n_quads = (columns + QUAD - 1) / QUAD;
    sp->n_sums = columns % QUAD == 1 || columns % QUAD == 2 ? (columns + 1) / 2 * 2 : sp->n_quads * QUAD;
    s->n_sums = s->n_quads * QUAD + sp->n_sums;
    s->n_quads += sp->n_quads;
    return (sp->only || make_common(s, p, n, parts, e)) && make_shorts(s, p, e);
}

/* The last column of each model's part of a block is its norm. */
static void mark_norms(scorer *s)
{
    for (size_t i = 0; i < s->n_models; i++) {
        const scorer_part *part = &s->part[i];

        for (unsigned b = 0; part->plan != UINT32_MAX && b < N_BLOCKS; b++) {
            const scorer_plan *sp = &s->plan[part->plan];
            uint32_t column = sp->at[b] + part->at + part->m->L;

            if (sp->at[b] != UINT32_MAX)
                s->is_norm[sp->quad + column / QUAD][column % QUAD] = -1;
        }
    }
}

/* How often each column of a quad counts. */
static quad counted(tf_gains g, quad_mask is_norm)
{
    return quad_select(is_norm, quad_all(g.norm_gain), quad_all(g.gain));
}

/* What rows count, in each column of a plan. */
static void set_scales(scorer *s, uint32_t p)
{
    const scorer_plan *sp = &s->plan[p];

    for (unsigned b = 0; b < N_BLOCKS; b++)
        if (sp->at[b] != UINT32_MAX)
            memcpy(s->row_scale + (size_t)sp->quad * QUAD + sp->at[b], sp->scale,
                   sp->width * sizeof *sp->scale);
}

/* Scales are powers of two: a product with one has the same bits, whichever factor comes first. */
static void set_gains(scorer *s, uint32_t p)
{
    const scorer_plan *sp = &s->plan[p];

    for (uint32_t k = 0; k < GAINS; k++)
        for (uint32_t q = 0; q < sp->n_quads; q++) {
            size_t at = (size_t)GAINS * sp->quad + (size_t)k * sp->n_quads + q;

            s->gains[at] = counted(s->tf.at[k], s->is_norm[sp->quad + q]);
            s->row_gains[at] = s->gains[at] * quad_load(s->row_scale + ((size_t)sp->quad + q) * QUAD);
        }
}

/* What the columns of all plans count. */
static bool make_gains(scorer *s, err *e)
{
    size_t n = (size_t)GAINS * s->n_quads + 1;

    tf_table_init(&s->tf);
    s->is_norm = calloc(s->n_quads + 1u, sizeof *s->is_norm);
    s->row_scale = calloc((size_t)QUAD * (s->n_quads + 1), sizeof *s->row_scale);
    s->gains = calloc(n, sizeof *s->gains);
    s->row_gains = calloc(n, sizeof *s->row_gains);
    if (!s->is_norm || !s->row_scale || !s->gains || !s->row_gains)
        return err_memory(e);
    mark_norms(s);
    for (uint32_t p = 0; p < s->n_plans; p++) {
        set_scales(s, p);
        set_gains(s, p);
    }
    return true;
}

bool scorer_init(scorer *s, const model *const *models, size_t n, unsigned threads, unsigned parts,
                 uint64_t seed, err *e)
{
    *s = (scorer){.n_models = n, .seed = seed, .loops = loops_best()};
    s->part = calloc(n + 1, sizeof *s->part);
    s->plan = calloc(n + 1, sizeof *s->plan);
    if (!s->part || !s->plan) {
        scorer_free(s);
        return err_memory(e);
    }
    for (size_t i = 0; i < n; i++) {
        const model *m = models[i];
        scorer_part *part = &s->part[i];

        *part = (scorer_part){.m = m, .margins = s->n_margins, .plan = UINT32_MAX};
        s->n_margins += m->L;
        if (m->kernel.kind != KERNEL_NONE)
            continue;
        part->plan = plan_index(s, &m->plan);
        part->at = s->plan[part->plan].width;
        s->plan[part->plan].width += m->L + 1;
    }
    assert(s->n_plans <= n);
    for (uint32_t p = 0; p < s->n_plans; p++)
        if (!plan_columns(s, p, parts, e)) {
            scorer_free(s);
            return false;
        }
    if (!make_gains(s, e) || !make_words(s, threads, parts, e)) {
        scorer_free(s);
        return false;
    }
    return true;
}

void scorer_free(scorer *s)
{
    for (uint32_t p = 0; s->plan && p < s->n_plans; p++) {
        filter_free(&s->plan[p].filter);
        store_free(&s->plan[p].rows);
        free(s->plan[p].shorts);
        free(s->plan[p].scale);
    }
    store_free(&s->words);
    free(s->is_norm);
    free(s->row_scale);
    free(s->gains);
    free(s->row_gains);
    free(s->part);
    free(s->plan);
    *s = (scorer){0};
}
