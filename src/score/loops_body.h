/* The loops of loops.h. loops.c includes this file once for each kind of processor, with
 *   LOOP(name)                the name of a function for that kind
 *   TARGET                    its attribute
 *   SUM_UP(sum, x)            adds four floats to four doubles
 *   HALVES(p), TWO_HALVES(p)  the four halves at p, or two and zeros, as floats
 *   MATCH(bucket, check)      table_match
 * A word of news costs some hundred instructions here, and each one counts: loops touch locals and their own
 * arrays alone, call nothing, keep the first sums in registers, and write branches that cannot be guessed as
 * arithmetic. On each kind of processor they do the same operations in the same order, with no product and
 * sum made one: the same bits.
 *
 * No include guard: see above. */

/* ---- loop 1: words, and where the memo would have them ---- */

/* The words of some 60 ASCII bytes; how many. `stride`: the memo's. */
INLINE TARGET uint32_t LOOP(name)(const memo *w, const words *walk, const words_bits *b, uint32_t stride,
                                  token *t)
{
    /* From 16 - n on: n bytes of ones, then zeros. */
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    wordmemo m = w->words;
    const uint32_t base = (uint32_t)walk->at;
    const char *p = b->p;
    uint64_t begins = b->begins, in = b->in;
    token *first = t;

    m.stride = stride;
    for (; begins; begins &= begins - 1, t++) {
        uint32_t at = (uint32_t)__builtin_ctzll(begins), size = (uint32_t)__builtin_ctzll(~(in >> at));
        uint64_t half[2] = {(unsigned char)p[at], 0}, mask[2];

        t->begin = base + at;
        t->k = size;
        if (__builtin_expect(size - 1 < 16, 1)) {
            memcpy(half, p + at, sizeof half);
            memcpy(mask, ones + 16 - size, sizeof mask);
            half[0] &= mask[0];
            half[1] &= mask[1];
            t->key = wordmemo_key(&m, half);
        } else if (size == 0) { /* a mark, of one byte */
            t->k = 1 | TOKEN_MARK;
            t->key = wordmemo_key(&m, half);
        } else {
            const word found = {t->begin, t->begin + size, WORD_WORD};

            t->key = wordmemo_long_key(&m, feature_spelling(walk->text, &found));
        }
        t->at = wordmemo_at(&m, wordmemo_home(&m, t->key));
        wordmemo_prefetch(&m, t->at);
    }
    return (uint32_t)(t - first);
}

static TARGET uint32_t LOOP(find)(memo *w, words *walk)
{
    words_ahead_fn *ahead = w->ahead;
    uint32_t n = 0;

    while (n < BATCH && walk->at < walk->text.n) {
        char copy[WORDS_READABLE];
        words_bits b;
        word one;

        if (ahead(walk, copy, &b)) {
            if (w->words.stride == 64)
                n += LOOP(name)(w, walk, &b, 64, &w->token[n]);
            else
                n += LOOP(name)(w, walk, &b, w->words.stride, &w->token[n]);
            walk->at += b.n;
        } else if (words_step(walk, &one)) {
            n += name_word(&w->words, walk->text, &one, &w->token[n]);
        }
    }
    return n;
}

/* ---- loop 2: which of them the memo has there ---- */

/* Those that it has not go to late[]; how many they are. */
static TARGET uint32_t LOOP(match)(memo *w, uint16_t *late)
{
    const uint64_t record = w->words.record;
    const uint32_t n = w->n;
    token *t = w->token;
    uint32_t n_late = 0, most = 0;

    for (uint32_t i = 0; i < n; i++, t++) {
        remembered *at = t->at;

        if (__builtin_expect(at->key == t->key, 1)) {
            uint32_t k = wordmemo_count(at, record);

            t->k = k;
            most |= k;
        } else {
            late[n_late++] = (uint16_t)i;
        }
    }
    w->most = most;
    return n_late;
}

/* ---- which features a model knows ---- */

/* A feature that will be sought: an only model's bucket is sent for. */
INLINE TARGET void LOOP(ask)(const table *only, uint64_t hash)
{
    if (only)
        __builtin_prefetch(only->check + table_home(only, hash));
}

/* table_seek. */
INLINE TARGET bool LOOP(seek_one)(const table *t, uint64_t spread, uint32_t *slot)
{
    return table_seek_from(t, spread, MATCH(t->check + table_home(t, spread), table_check(spread)), slot);
}

/* Of the features asked for those that an only model has, and their rows are sent for. Written in any case,
 * and kept if it is known: a branch would be guessed wrong too often. `counted` is a constant: whether their
 * tag is k. */
INLINE TARGET void LOOP(seek)(const table *only, lookups *l, bool counted)
{
    const table t = *only;
    const uint32_t n = l->n_asked;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++) {
        l->tag[kept] = counted ? l->k[i] : i;
        kept += LOOP(seek_one)(&t, l->asked[i], &l->slot[kept]); /* an only table is not turned */
    }
    for (uint32_t i = 0; i < kept; i++) {
        const uint16_t *row = table_row(&t, l->slot[i]);

        __builtin_prefetch(row);
        if (64 % (2 * t.stride) != 0)
            __builtin_prefetch(row + t.stride - 1);
        l->row[i] = row;
    }
    l->n = kept;
}

/* The same of several models: those that one may know, by the filter, and where their rows would be is sent
 * for. */
INLINE TARGET void LOOP(sift)(const scorer_plan *sp, lookups *l, bool counted)
{
    const filter f = sp->filter;
    const store s = sp->rows;
    const bool two_lines = 64 % s.stride != 0; /* perhaps */
    const uint32_t n = l->n_asked;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++) {
        l->hash[kept] = l->asked[i];
        l->tag[kept] = counted ? l->k[i] : i;
        kept += filter_may(&f, l->asked[i]);
    }
    for (uint32_t i = 0; i < kept; i++) {
        stored *const home = store_home(&s, l->hash[i]);

        __builtin_prefetch(home);
        if (two_lines)
            __builtin_prefetch((const unsigned char *)home + s.stride - 1);
        l->home[i] = home;
    }
    l->n = kept;
}

/* A word's own features, as feature_list names them, behind those of other words. */
typedef struct LOOP(listing) {
    const table *only;
    uint64_t *asked;
    uint32_t n, end[N_BLOCKS];
} LOOP(listing);

INLINE TARGET void LOOP(take)(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    LOOP(listing) *l = to;

    (void)n;
    (void)name;
    LOOP(ask)(l->only, hash);
    l->asked[l->n++] = hash;
    l->end[block] = l->n;
}

static TARGET void LOOP(list)(const table *only, const plan *p, const word_form *form, lookups *own,
                              uint32_t end[N_BLOCKS])
{
    const table t = only ? *only : (table){0};
    LOOP(listing) l = {only ? &t : NULL, own->asked, own->n_asked, {0}};

    feature_list(p, form, LOOP(take), &l);
    own->n_asked = l.n;
    memcpy(end, l.end, sizeof l.end);
}

/* Of the pending words' features those that a model may know. */
static TARGET void LOOP(keep)(memo *w, uint32_t p)
{
    const scorer_plan *sp = &w->s->plan[p];

    if (sp->only)
        LOOP(seek)(sp->only, &w->own_of, false);
    else
        LOOP(sift)(sp, &w->own_of, false);
}

/* ---- sums ---- */

/* Quad q of sums, or the half quad that is all that is left of them. */
INLINE TARGET quad LOOP(sums_quad)(const float *sums, uint32_t q, bool half)
{
    return half ? quad_load_two(sums + (size_t)q * QUAD) : quad_load(sums + (size_t)q * QUAD);
}

/* Adds m quads of what a word adds by itself, as often as `by` says; with `half` the last is half a one. */
INLINE TARGET void LOOP(held_add)(held_sums *s, const float *sums, uint32_t m, bool half, const quad *by)
{
    SUM_UP(&s->a, LOOP(sums_quad)(sums, 0, half && m == 1) * by[0]);
    if (m > 1)
        SUM_UP(&s->b, LOOP(sums_quad)(sums, 1, half && m == 2) * by[1]);
    if (m > 2)
        SUM_UP(&s->c, LOOP(sums_quad)(sums, 2, half && m == 3) * by[2]);
    if (m > 3)
        SUM_UP(&s->d, LOOP(sums_quad)(sums, 3, half && m == 4) * by[3]);
    if (m > 4)
        SUM_UP(&s->e, LOOP(sums_quad)(sums, 4, half && m == 5) * by[4]);
    if (m > 5)
        SUM_UP(&s->f, LOOP(sums_quad)(sums, 5, half) * by[5]);
}

/* Quad q of a row, or the half quad that is all of it. */
INLINE TARGET quad LOOP(row_quad)(const uint16_t *row, uint32_t q, bool half)
{
    return half ? TWO_HALVES(row) : HALVES(row + (size_t)q * QUAD);
}

/* The same of an n-gram's row, m <= 4, or with no `by` once. */
INLINE TARGET void LOOP(held_add_row)(held_sums *s, const uint16_t *row, uint32_t m, bool half,
                                      const quad *by)
{
    SUM_UP(&s->a, by ? LOOP(row_quad)(row, 0, half) * by[0] : LOOP(row_quad)(row, 0, half));
    if (m > 1)
        SUM_UP(&s->b, by ? LOOP(row_quad)(row, 1, half) * by[1] : LOOP(row_quad)(row, 1, half));
    if (m > 2)
        SUM_UP(&s->c, by ? LOOP(row_quad)(row, 2, half) * by[2] : LOOP(row_quad)(row, 2, half));
    if (m > 3)
        SUM_UP(&s->d, by ? LOOP(row_quad)(row, 3, half) * by[3] : LOOP(row_quad)(row, 3, half));
}

/* ---- loop 3: what words add by themselves, and their n-grams ---- */

/* Quads [q, q + m), m <= HELD, of what words add by themselves: with many lanes the words are gone through
 * again, so that all sums are in registers each time. A word that the plan drops has sums of 0. */
INLINE TARGET void LOOP(add_sums)(memo *w, uint32_t p, uint32_t q, uint32_t m, bool half, bool often)
{
    const scorer_plan *sp = &w->s->plan[p];
    const token *of = w->token, *end = of + w->n;
    const quad *gains = w->s->gains + (size_t)GAINS * sp->quad + q;
    const size_t sums_at = w->words.sums_at + (size_t)(sp->quad + q) * sizeof(quad);
    const uint32_t n_quads = sp->n_quads <= HELD ? m : sp->n_quads;
    double *total = (double *)(w->total + sp->quad + q);
    held_sums held = held_load(total, m);

    for (; of < end; of++) {
        const unsigned char *sums = (const unsigned char *)of->at + sums_at;
        const uint64_t k = often && of->k >= GAINS ? 0 : of->k; /* add_often has them */
        const quad *by = gains + k * n_quads;

        LOOP(held_add)(&held, (const float *)(const void *)sums, m, half, by);
    }
    held_store(&held, total, m);
}

/* The same with m a constant, of the quads that are left; so are both flags. */
INLINE TARGET void LOOP(add_left)(memo *w, uint32_t p, uint32_t q, uint32_t left, bool half, bool often)
{
    if (left == 1)
        LOOP(add_sums)(w, p, q, 1, half, often);
    else if (left == 2)
        LOOP(add_sums)(w, p, q, 2, half, often);
    else if (left == 3)
        LOOP(add_sums)(w, p, q, 3, half, often);
    else if (left == 4)
        LOOP(add_sums)(w, p, q, 4, half, often);
    else if (left == 5)
        LOOP(add_sums)(w, p, q, 5, half, often);
    else
        LOOP(add_sums)(w, p, q, HELD, half, often);
}

INLINE TARGET void LOOP(add_all)(memo *w, uint32_t p, bool often)
{
    const scorer_plan *sp = &w->s->plan[p];

    for (uint32_t q = 0; q < sp->n_quads; q += HELD) {
        uint32_t left = sp->n_quads - q;

        if (left > HELD || sp->n_sums % QUAD == 0)
            LOOP(add_left)(w, p, q, left, false, often);
        else
            LOOP(add_left)(w, p, q, left, true, often);
    }
}

/* A function of its own: within the next one it costs that one its registers. */
static TARGET __attribute__((noinline)) void LOOP(add_words)(memo *w, uint32_t p)
{
    if (w->most < GAINS)
        LOOP(add_all)(w, p, false);
    else
        LOOP(add_all)(w, p, true);
}

/* Names the n-grams of neighbours that end at the batch's words, and seeks them. Both flags are constants:
 * `pairs`, the plan's are those of two words; `alone`, it has one model. */
INLINE TARGET void LOOP(name_grams)(memo *w, uint32_t p, bool pairs, bool alone)
{
    const scorer_plan *sp = &w->s->plan[p];
    const table t = alone ? *sp->only : (table){0}, *only = alone ? &t : NULL;
    const token *of = w->token, *end = of + w->n;
    const uint32_t width = sp->plan.word_max, shortest = grams_shortest(&sp->plan);
    lookups *named = &w->grams_of;
    grams *g = &w->grams[p];
    uint64_t last = g->hash[1], last_k = g->k[1];
    uint32_t n = 0;

    for (; pairs && last == 0 && of < end; of++) { /* the text's first word */
        last = of->at->hash[p];
        last_k = of->k;
    }
    for (; of < end; of++) {
        const uint64_t hash = of->at->hash[p], k = of->k;

        if (__builtin_expect(hash == 0, 0)) /* a word that the plan drops */
            continue;
        if (pairs) {
            named->asked[n] = hash_pair(last, hash);
            LOOP(ask)(only, named->asked[n]);
            named->k[n++] = (uint32_t)(k < last_k ? k : last_k);
            last = hash;
            last_k = k;
        } else {
            grams_push(g, width, hash, (uint32_t)k);
            for (uint32_t len = shortest; len <= g->n; len++) {
                LOOP(ask)(only, g->hash[len]);
                named->asked[n] = g->hash[len];
                named->k[n++] = g->k[len];
            }
        }
    }
    if (pairs) {
        g->hash[1] = last;
        g->k[1] = (uint32_t)last_k;
    }
    named->n_asked = n;
    if (alone)
        LOOP(seek)(only, named, true);
    else
        LOOP(sift)(sp, named, true);
}

/* Each a function of its own: in one they would share registers. */
#define NAME_GRAMS(name, pairs, alone)                                                                       \
    static TARGET __attribute__((noinline)) void LOOP(name)(memo * w, uint32_t p)                            \
    {                                                                                                        \
        LOOP(name_grams)(w, p, pairs, alone);                                                                \
    }
NAME_GRAMS(name_pairs_alone, true, true)
NAME_GRAMS(name_pairs, true, false)
NAME_GRAMS(name_any_alone, false, true)
NAME_GRAMS(name_any, false, false)
#undef NAME_GRAMS

static TARGET void LOOP(add)(memo *w, uint32_t p)
{
    const scorer_plan *sp = &w->s->plan[p];
    bool pairs = sp->plan.word_max == 2 && sp->plan.word_min <= 2;

    LOOP(add_words)(w, p);
    if (sp->plan.word_max < 2)
        w->grams_of.n_asked = w->grams_of.n = 0;
    else if (pairs && sp->only)
        LOOP(name_pairs_alone)(w, p);
    else if (pairs)
        LOOP(name_pairs)(w, p);
    else if (sp->only)
        LOOP(name_any_alone)(w, p);
    else
        LOOP(name_any)(w, p);
}

/* ---- loop 4: the rows of n-grams ---- */

/* Quads [q, q + m), m <= 4, of the batch's rows. They are the word block's, whose columns are the first.
 * `half`: a row is half a quad. */
INLINE TARGET void LOOP(add_lookups)(memo *w, uint32_t p, uint32_t q, uint32_t m, bool half)
{
    const scorer_plan *sp = &w->s->plan[p];
    const quad *gains = w->s->row_gains + (size_t)GAINS * sp->quad + q;
    const uint32_t stride = sp->n_quads;
    const lookups *l = &w->grams_of;
    const uint32_t n = l->n;
    double *total = (double *)(w->total + sp->quad + q);
    held_sums held = held_load(total, m);

    for (uint32_t i = 0; i < n; i++) {
        const uint64_t k = l->tag[i];
        const quad *by = gains + (k < GAINS ? k : 0) * stride;

        LOOP(held_add_row)(&held, l->row[i] + (size_t)q * QUAD, m, half, by);
    }
    held_store(&held, total, m);
}

/* The same of row[0 .. n), as they are, to sum, which may be anywhere. */
INLINE TARGET void LOOP(sum_lookups)(const uint16_t *const *row, uint32_t n, uint32_t q, uint32_t m,
                                     bool half, double *sum)
{
    double *at = sum + (size_t)q * QUAD;
    held_sums held = held_load(at, m);

    for (uint32_t i = 0; i < n; i++)
        LOOP(held_add_row)(&held, row[i] + (size_t)q * QUAD, m, half, NULL);
    held_store(&held, at, m);
}

/* Calls f(m, half) for all quads of a plan's rows, with constants. */
#define ALL_QUADS(sp, f)                                                                                     \
    for (uint32_t q = 0; q < (sp)->row_quads; q += 4) {                                                      \
        uint32_t left = (sp)->row_quads - q;                                                                 \
                                                                                                             \
        if ((sp)->stride < QUAD)                                                                             \
            f(1, true);                                                                                      \
        else if (left == 1)                                                                                  \
            f(1, false);                                                                                     \
        else if (left == 2)                                                                                  \
            f(2, false);                                                                                     \
        else if (left == 3)                                                                                  \
            f(3, false);                                                                                     \
        else                                                                                                 \
            f(4, false);                                                                                     \
    }

static TARGET void LOOP(add_rows)(memo *w, uint32_t p)
{
#define ADD(m, half) LOOP(add_lookups)(w, p, q, m, half)
    ALL_QUADS(&w->s->plan[p], ADD)
#undef ADD
}

/* Of the pending words' features those kept in [from, to). */
static TARGET void LOOP(sum)(const memo *w, uint32_t p, uint32_t from, uint32_t to, double *sum){
#define SUM(m, half) LOOP(sum_lookups)(w->own_of.row + from, to - from, q, m, half, sum)
    ALL_QUADS(&w->s->plan[p], SUM)
#undef SUM
}

/* The rows of all n-grams of up to SHORT_MAX of the characters code[0 .. n), as far as the plan has them, to
   sum. */
INLINE TARGET void LOOP(add_some_shorts)(const scorer_plan *sp, const uint8_t *code, uint32_t n, uint32_t q,
                                         uint32_t m, bool half, double *sum)
{
    const uint32_t most = sp->plan.char_max < SHORT_MAX ? sp->plan.char_max : SHORT_MAX;
    const size_t stride = half ? 2 : sp->stride;
    double *at = sum + (size_t)q * QUAD;
    held_sums held = held_load(at, m);

    for (uint32_t size = sp->plan.char_min; size <= most; size++) {
        const uint16_t *rows = sp->shorts + SHORT_AT(size) * stride + (size_t)q * QUAD;
        const uint32_t mask = (1u << SHORT_BITS * size) - 1;
        uint32_t number = 0;

        for (uint32_t i = 0; i < n; i++) {
            number = (number << SHORT_BITS | code[i]) & mask;
            if (i + 1 >= size)
                LOOP(held_add_row)(&held, rows + number * stride, m, half, NULL);
        }
    }
    held_store(&held, at, m);
}

static TARGET void LOOP(add_shorts)(const memo *w, uint32_t p, const uint8_t *code, uint32_t n, double *sum)
{
    const scorer_plan *sp = &w->s->plan[p];

#define ADD(m, half) LOOP(add_some_shorts)(sp, code, n, q, m, half, sum)
    ALL_QUADS(sp, ADD)
#undef ADD
}

#undef ALL_QUADS

/* ---- tags: brief.c ---- */

/* The slots of those tags that the model knows; how many. Buckets are asked for, then looked at, so that the
 * wait for one is the wait for all; and so are rows, which are wanted when the tags have been counted. */
static TARGET uint32_t LOOP(seek_tags)(const table *in, const uint64_t *hash, uint32_t n, uint32_t *slot)
{
    const table t = *in; /* a local: what is written here might else be part of it */
    uint32_t n_found = 0;

    for (uint32_t i = 0; i < n; i++)
        __builtin_prefetch(&t.check[table_home(&t, table_spread(&t, hash[i]))]);
    for (uint32_t i = 0; i < n; i++)
        n_found += LOOP(seek_one)(&t, table_spread(&t, hash[i]), &slot[n_found]);
    for (uint32_t i = 0; i < n_found; i++)
        __builtin_prefetch(table_row(&t, slot[i]));
    return n_found;
}

/* m quads of rows, each once. */
INLINE TARGET void LOOP(sum_some_tags)(const table *in, const uint32_t *slot, uint32_t n, uint32_t m,
                                       bool half, double *sum)
{
    const table t = *in;
    held_sums held = held_load(sum, m);

    for (uint32_t i = 0; i < n; i++)
        LOOP(held_add_row)(&held, table_row(&t, slot[i]), m, half, NULL);
    held_store(&held, sum, m);
}

static TARGET void LOOP(sum_tags)(const table *t, const uint32_t *slot, uint32_t n, double *sum)
{
    if (t->stride == 2)
        LOOP(sum_some_tags)(t, slot, n, 1, true, sum);
    else if (t->stride == 4)
        LOOP(sum_some_tags)(t, slot, n, 1, false, sum);
    else
        LOOP(sum_some_tags)(t, slot, n, 2, false, sum);
}

static const loops LOOP(all) = {LOOP(find),       LOOP(match), LOOP(add), LOOP(add_rows),  LOOP(list),
                                LOOP(add_shorts), LOOP(keep),  LOOP(sum), LOOP(seek_tags), LOOP(sum_tags)};
