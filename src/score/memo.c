/* A thread's scoring: everything around the loops of loops.h. What a word adds by itself when it is met for
 * the first time, and the road of a text through the loops (add_text):
 *
 *   1  find the words, and name the place where the memo would have them     (send for the word)
 *   2  match them with what is there; a word that is not is worked out
 *   3  for each plan, add what its words add by themselves, name the n-grams
 *      that end at each word                                                 (send for the bucket)
 *      and seek them                                                         (send for the row)
 *   4  add the rows of those that are known
 *
 * Short loops over a batch of words, so that each memory access is asked for before it is needed. A column is
 * a double in the sums and a float in what is remembered; columns are added four by four, a quad. */
#include "score/loops.h"

#include <math.h>
#include <stdlib.h>

enum {
    MEMO_BITS = 12, /* memos start small: one sentence should not pay for a big one; */
    MORE_BITS = 2,  /* they grow to four times their size each time                  */
    FEW_BITS = 9,   /* those that share start smaller, and grow all at once          */
    SPILL_BITS = 10,
};

/* ---- what a thread remembers ---- */

bool memo_new(const scorer *s, memo **out, err *e)
{
    memo *w = calloc(1, sizeof *w);
    size_t columns = (size_t)QUAD * (s->n_quads + 1); /* one more may be read and written: zeros */
    bool ok;

    *out = w;
    if (!w)
        return err_memory(e);
    w->s = s;
    w->own = calloc(PENDING * columns, sizeof *w->own);
    w->row = calloc(columns, sizeof *w->row);
    w->column = calloc(columns, sizeof *w->column);
    w->total = calloc(s->n_quads + 1u, sizeof *w->total);
    w->zeros = calloc(columns, sizeof *w->zeros);
    w->grams = calloc(s->n_plans + 1u, sizeof *w->grams);
    w->kernels = calloc(s->n_models + 1, sizeof *w->kernels);
    w->scratch = calloc(TOKENS, wordmemo_stride(s->n_plans, s->n_sums));
    ok = w->own && w->row && w->column && w->total && w->zeros && w->grams && w->kernels && w->scratch &&
         wordmap_init(&w->spill, SPILL_BITS, s->seed);
    if (!ok)
        err_memory(e);
    ok = ok && wordmemo_init(&w->words, s->n_plans, s->n_sums, s->words.slot ? FEW_BITS : MEMO_BITS,
                             s->memo_bits, s->seed, e);
    for (size_t i = 0; ok && i < s->n_models; i++)
        if (s->part[i].plan == UINT32_MAX)
            ok = plain_init(&w->kernels[i], s->part[i].m, s->seed, e);
    if (!ok) {
        memo_free(w);
        *out = NULL;
        return false;
    }
    memset(w->code, SHORT_CODES, sizeof w->code);
    for (unsigned c = 0; c < SHORT_CODES; c++)
        w->code[(unsigned char)SHORT_CHARS[c]] = (uint8_t)c;
    w->ahead = s->loops == loops_way(0) ? words_ahead_way(0) : words_ahead_best();
    return true;
}

void memo_free(memo *w)
{
    if (!w)
        return;
    for (size_t i = 0; w->kernels && i < w->s->n_models; i++)
        plain_free(&w->kernels[i]);
    wordmemo_free(&w->words);
    wordmap_free(&w->spill);
    free(w->scratch);
    free(w->zeros);
    free(w->own);
    free(w->row);
    free(w->column);
    free(w->total);
    free(w->grams);
    free(w->kernels);
    free(w);
}

void memo_time(memo *w, laps *l)
{
    w->laps = l;
}

memo_counts memo_count(const memo *w)
{
    return w->counts;
}

/* ---- rows ---- */

/* Adds columns of a plan, as often as the k-th occurrence counts: one by one, for what the loops leave. */
static void add_columns(const memo *w, uint32_t p, const float *column, uint32_t n, uint32_t k)
{
    const quad_mask *is_norm = w->s->is_norm + w->s->plan[p].quad;
    double *total = (double *)(w->total + w->s->plan[p].quad);
    tf_gains g = tf_table_get(&w->s->tf, k);

    for (uint32_t c = 0; c < n; c++)
        total[c] += (double)(column[c] * (is_norm[c / QUAD][c % QUAD] ? g.norm_gain : g.gain));
}

static void add_row(memo *w, uint32_t p, const uint16_t *row, uint32_t k)
{
    const scorer_plan *sp = &w->s->plan[p];

    for (uint32_t c = 0; c < sp->width; c++)
        w->column[c] = half_float(row[c]) * sp->scale[c];
    add_columns(w, p, w->column, sp->width, k);
}

/* Where several models share rows: where l's from `from` to `to` are; how many of them no model has, after
 * all. Those are zeros, and are not kept, or the many features that the filter lets pass by mistake would
 * take the room of others. What is known and finds no room is added here, to `own` where it is a word's own.
 */
static uint32_t find_rows(memo *w, uint32_t p, lookups *l, uint32_t from, uint32_t to, double *own)
{
    const scorer_plan *sp = &w->s->plan[p];
    const store rows = sp->rows;
    uint32_t unknown = 0;

    for (uint32_t i = from; i < to; i++) {
        l->row[i] = store_find(&rows, l->home[i], l->hash[i]);
        if (__builtin_expect(l->row[i] != NULL, 1))
            continue;
        if (!scorer_row(w->s, p, l->hash[i], w->row)) {
            l->row[i] = w->zeros;
            unknown++;
            continue;
        }
        l->row[i] = store_add(&rows, l->home[i], l->hash[i], w->row, sp->width * sizeof *w->row);
        if (l->row[i])
            continue;
        l->row[i] = w->zeros;
        if (!own)
            add_row(w, p, w->row, l->tag[i]);
        for (uint32_t c = 0; own && c < sp->width; c++)
            own[c] += (double)half_float(w->row[c]);
    }
    return unknown;
}

/* ---- loop 2: words ---- */

/* The short n-grams of a word of small letters, to sum; false, and nothing is added, for any other word. */
static bool add_shorts(const memo *w, uint32_t p, const word_form *form, double *sum)
{
    uint8_t code[NORM_OUT_MAX + 2], all = 0;
    uint32_t n = form->n + 2u;

    if (!w->s->plan[p].shorts || !form->used || form->mark || !form->ascii)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        code[i] = w->code[(unsigned char)form->text[i]];
        all |= code[i];
    }
    if (all & SHORT_CODES)
        return false;
    w->s->loops->add_shorts(w, p, code, n, sum + w->s->plan[p].at[BLOCK_CHAR]);
    return true;
}

/* The j-th pending word's sums under a plan. */
static double *own_sums(const memo *w, uint32_t p, uint32_t j)
{
    return w->own + ((size_t)j * (w->s->n_quads + 1) + w->s->plan[p].quad) * QUAD;
}

/* Of the features listed so far, those of the pending words [from, to): their rows to each one's sums. */
static void sum_features(memo *w, uint32_t p, uint32_t from, uint32_t to)
{
    const scorer_plan *sp = &w->s->plan[p];
    lookups *l = &w->own_of;
    uint32_t at = 0;

    w->s->loops->keep(w, p);
    for (uint32_t j = from; j < to; j++)
        for (unsigned b = 0; b < N_BLOCKS; b++) {
            uint32_t first = at;
            double *sum;

            while (at < l->n && l->tag[at] < w->pending[j].end[b])
                at++;
            if (at == first)
                continue;
            sum = own_sums(w, p, j) + sp->at[b];
            if (!sp->only)
                (void)find_rows(w, p, l, first, at, sum);
            w->s->loops->sum(w, p, first, at, sum);
        }
    l->n_asked = 0;
}

/* What the pending words have under one plan. */
static void add_features(memo *w, uint32_t p)
{
    const plan *pl = &w->s->plan[p].plan;
    uint32_t from = 0;
    word_form form;

    for (uint32_t j = 0; j < w->n_pending; j++) {
        pending *of = &w->pending[j];
        plan rest = *pl;

        feature_word(pl, of->raw, (word_kind)of->kind, &form);
        of->t->at->hash[p] = form.used ? form.hash : 0;
        if (add_shorts(w, p, &form, own_sums(w, p, j))) {
            bool longer = rest.char_max > SHORT_MAX;

            rest.char_min = longer ? SHORT_MAX + 1 : 0;
            rest.char_max = longer ? rest.char_max : 0;
        }
        w->s->loops->list(w->s->plan[p].only, &rest, &form, &w->own_of, of->end);
        if (w->own_of.n_asked > FEATURES_SOME) {
            sum_features(w, p, from, j + 1);
            from = j + 1;
        }
    }
    sum_features(w, p, from, w->n_pending);
}

/* Whether what is worked out goes to the store of all threads, and is sought there: not before the memo has
 * its size, since the first few words would touch all of the store's memory, and each thread meets the same
 * ones. */
static bool shares(const memo *w)
{
    return w->s->words.slot && w->words.bits == w->words.bits_max;
}

/* Works out what the pending words add by themselves. A long word has thousands of features: their sum is
 * rounded once, not after each. */
static void work_out(memo *w)
{
    const scorer *s = w->s;
    size_t stride = (size_t)QUAD * (s->n_quads + 1);

    memset(w->own, 0, w->n_pending * stride * sizeof *w->own);
    for (uint32_t p = 0; p < s->n_plans; p++)
        add_features(w, p);
    for (uint32_t j = 0; j < w->n_pending; j++) {
        const pending *of = &w->pending[j];
        float *sums = wordmemo_sums(&w->words, of->t->at);

        for (uint32_t c = 0; c < s->n_sums; c++)
            sums[c] = (float)(w->own[j * stride + c] * (double)s->row_scale[c]);
        if (shares(w))
            (void)store_add(&s->words, store_home(&s->words, of->t->key), of->t->key, of->t->at->hash,
                            wordmemo_value(s->n_plans, s->n_sums));
    }
    w->counts.misses += w->n_pending;
    w->n_pending = 0;
    laps_end(w->laps, STAGE_LEARN);
}

/* What a word adds that has its place, key and count. What another thread has worked out need not be done
 * again. */
static void learn_word(memo *w, token *t, str raw, uint8_t kind)
{
    const store *all = &w->s->words;
    const void *found = shares(w) ? store_find(all, store_home(all, t->key), t->key) : NULL;

    if (found) {
        memcpy(t->at->hash, found, wordmemo_value(w->s->n_plans, w->s->n_sums));
        return;
    }
    w->pending[w->n_pending++] = (pending){.t = t, .raw = raw, .kind = kind};
    if (w->n_pending == PENDING) {
        laps_end(w->laps, STAGE_MEMO);
        work_out(w);
    }
}

/* The memo with more room; all that the batch's tokens know of it has moved. */
static __attribute__((noinline)) bool grow(memo *w)
{
    if (!wordmemo_grow(&w->words, w->s->words.slot ? w->words.bits_max : w->words.bits + MORE_BITS))
        return false;
    for (uint32_t i = 0; i < w->n; i++)
        w->token[i].at = wordmemo_find(&w->words, w->token[i].key);
    return true;
}

/* Whether a memo should grow: to four times its size when it is half full, or has no place for a word; but
 * only to twice when as many words as it holds have made room for others. */
static bool is_crowded(const wordmemo *m, bool full)
{
    return m->bits + MORE_BITS <= m->bits_max ? full || m->n >> (m->bits - 1) : m->gone >> m->bits;
}

/* A word that the memo does not know. Where four words of this record have its places, for good then, it is
 * counted apart, and worked out each time; a memo that grows would part it from its count. */
static bool meet_word(memo *w, token *t, str text)
{
    remembered *at;
    word found = {t->begin, t->begin + (t->k & ~TOKEN_MARK),
                  (uint8_t)(t->k & TOKEN_MARK ? WORD_MARK : WORD_WORD)};
    str raw = feature_spelling(text, &found);

    if (w->spill.n == 0 && is_crowded(&w->words, false))
        (void)grow(w);
    at = wordmemo_place(&w->words, t->key);
    while (!at && w->spill.n == 0 && is_crowded(&w->words, true) && grow(w))
        at = wordmemo_place(&w->words, t->key);
    t->k = 1;
    if (!at) {
        bool is_new;
        word_key spelt = wordmap_key(&w->spill, raw);
        word_entry *entry = wordmap_get(&w->spill, &spelt, &is_new);

        if (!entry)
            return false;
        t->k = entry->count;
        at = (remembered *)(void *)(w->scratch + (size_t)(t - w->token) * w->words.stride);
        at->key = t->key;
    }
    t->at = at;
    w->most |= t->k;
    learn_word(w, t, raw, found.kind);
    return true;
}

/* Most words stand in the first slot of their group, which is near by now. The others wait until the rest of
 * their group has been sent for. A word's tokens go one way or the other together, so each is counted in
 * turn. */
static bool look_up_words(memo *w, str text)
{
    uint16_t late[TOKENS];
    uint32_t n_late = w->s->loops->match(w, late);
    const store *all = &w->s->words;
    const bool shared = shares(w);

    for (uint32_t j = 0; j < n_late; j++) {
        uint64_t key = w->token[late[j]].key;

        wordmemo_prefetch_rest(&w->words, key);
        if (shared)
            __builtin_prefetch(store_home(all, key));
    }
    for (uint32_t j = 0; j < n_late; j++) {
        token *t = &w->token[late[j]];
        remembered *at = wordmemo_find(&w->words, t->key);

        if (at) {
            t->at = wordmemo_to_front(&w->words, at);
            t->k = wordmemo_count(t->at, w->words.record);
            w->most |= t->k;
        } else if (!meet_word(w, t, text)) {
            return false;
        }
    }
    laps_end(w->laps, STAGE_MEMO);
    if (w->n_pending)
        work_out(w);
    w->counts.words += w->n;
    return true;
}

/* ---- a text ---- */

/* Loops 3 and 4 take words and n-grams that occur GAINS times or more for none; here they are added. */
static void add_often(memo *w, uint32_t p)
{
    const scorer_plan *sp = &w->s->plan[p];
    const lookups *l = &w->grams_of;

    for (uint32_t i = 0; i < w->n; i++)
        if (w->token[i].k >= GAINS)
            add_columns(w, p, wordmemo_sums(&w->words, w->token[i].at) + (size_t)sp->quad * QUAD, sp->n_sums,
                        w->token[i].k);
    for (uint32_t i = 0; i < l->n; i++)
        if (l->tag[i] >= GAINS)
            add_row(w, p, l->row[i], l->tag[i]);
}

/* The n-grams that end where the text does: two or three look-ups a text, which nobody asks for ahead. */
static void add_edge(memo *w, uint32_t p)
{
    const plan *of = &w->s->plan[p].plan;
    grams *g = &w->grams[p];

    if (!grams_end(g, of))
        return;
    for (unsigned len = grams_shortest(of); len <= g->n; len++) {
        w->counts.grams++;
        if (!scorer_row(w->s, p, g->hash[len], w->row))
            continue;
        w->counts.grams_found++;
        add_row(w, p, w->row, g->k[len]);
    }
    laps_end(w->laps, STAGE_GRAMS);
}

static bool add_text(memo *w, str text)
{
    words walk;
    bool marks = false;

    for (uint32_t p = 0; p < w->s->n_plans; p++) {
        marks |= w->s->plan[p].plan.punct != 0;
        w->grams[p] = grams_begin(&w->s->plan[p].plan);
    }

    words_begin(&walk, text, marks);
    while (walk.at < text.n) {
        w->n = w->s->loops->find(w, &walk);
        laps_end(w->laps, STAGE_SPLIT);
        if (!look_up_words(w, text))
            return false;
        laps_end(w->laps, STAGE_MEMO);
        for (uint32_t p = 0; p < w->s->n_plans; p++) {
            w->s->loops->add(w, p);
            w->counts.grams += w->grams_of.n_asked;
            w->counts.grams_found += w->grams_of.n;
            if (!w->s->plan[p].only)
                w->counts.grams_found -= find_rows(w, p, &w->grams_of, 0, w->grams_of.n, NULL);
            w->s->loops->add_rows(w, p);
            if (w->most >= GAINS)
                add_often(w, p);
        }
        laps_end(w->laps, STAGE_GRAMS);
    }
    for (uint32_t p = 0; p < w->s->n_plans; p++)
        add_edge(w, p);
    return true;
}

/* margin[l] = bias[l] + sum over blocks of  total[block][l] / sqrt(total[block][norm]) */
static void finish(const memo *w, const scorer_part *part, double *margin)
{
    const scorer_plan *sp = &w->s->plan[part->plan];
    const double *total = (const double *)(w->total + sp->quad);
    uint32_t L = part->m->L;

    for (uint32_t l = 0; l < L; l++)
        margin[l] = part->m->bias[l];
    for (unsigned b = 0; b < N_BLOCKS; b++) {
        const double *sum = total + sp->at[b] + part->at;
        double scale;

        if (sp->at[b] == UINT32_MAX)
            continue;
        scale = sum[L] > 0 ? 1 / sqrt(sum[L]) : 0;
        for (uint32_t l = 0; l < L; l++)
            margin[l] += scale * sum[l];
    }
}

bool memo_score(memo *w, str text, double *margin, err *e)
{
    const scorer *s = w->s;
    bool ok = true;

    if (s->n_plans) {
        wordmemo_record(&w->words);
        if (w->spill.n)
            wordmap_clear(&w->spill, SPILL_BITS);
        memset(w->total, 0, s->n_quads * sizeof *w->total);
        if (!add_text(w, text)) {
            w->n_pending = 0;
            wordmemo_clear(&w->words); /* a word may have its place and not its sums */
            return err_memory(e);
        }
    }
    for (size_t i = 0; ok && i < s->n_models; i++) {
        const scorer_part *part = &s->part[i];

        if (part->plan != UINT32_MAX)
            finish(w, part, margin + part->margins);
        else
            ok = plain_score(&w->kernels[i], text, margin + part->margins, e);
    }
    laps_end(w->laps, STAGE_DECIDE);
    return ok;
}

double memo_known(const memo *w, size_t i)
{
    const scorer_part *part = &w->s->part[i];
    const scorer_plan *sp;

    if (part->plan == UINT32_MAX)
        return w->kernels[i].known;
    sp = &w->s->plan[part->plan];
    return ((const double *)(w->total + sp->quad))[sp->at[plan_first(&sp->plan)] + part->at + part->m->L];
}
