/* loops: the few lines in which a corpus spends its time. memo.c includes this file once for each kind of
 * processor, with
 *   LOOP(name)  the name of a function for that kind
 *   TARGET      its attribute
 * A word of news costs some hundred instructions here, and each one counts: loops touch locals and their own
 * arrays alone, call nothing, keep the first sums in registers, and write branches that cannot be guessed as
 * arithmetic. On each kind of processor they do the same operations in the same order, with no product and
 * sum made one: the same bits.
 *
 * No include guard: see above. */

/* ---- loop 1: words, and where the memo would have them ---- */

/* The words of some 60 ASCII bytes; how many. */
static TARGET uint32_t LOOP(name)(const memo *w, const words *walk, const words_bits *b, token *t)
{
    /* From 16 - n on: n bytes of ones, then zeros. */
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    const wordmemo m = w->words;
    const uint32_t base = (uint32_t)walk->at;
    const char *p = b->p;
    uint64_t begins = b->begins, in = b->in;
    token *first = t;

    for (; begins; begins &= begins - 1, t++) {
        uint32_t at = (uint32_t)__builtin_ctzll(begins), size = (uint32_t)__builtin_ctzll(~(in >> at));
        uint64_t key[2], mask[2];

        t->begin = base + at;
        t->k = size;
        if (__builtin_expect(size - 1 >= 16, 0)) { /* 0 for a mark, of one byte */
            t->k = size ? size : 1 | TOKEN_MARK;
            size = size ? 16 : 1;
        }
        memcpy(key, p + at, sizeof key);
        memcpy(mask, ones + 16 - size, sizeof mask);
        key[0] &= mask[0];
        key[1] &= mask[1];
        if (__builtin_expect((t->k & ~TOKEN_MARK) > 16, 0)) {
            const word found = {t->begin, t->begin + t->k, WORD_WORD};

            wordmemo_long_key(&m, feature_spelling(walk->text, &found), key);
        }
        t->key[0] = key[0];
        t->key[1] = key[1];
        t->at = wordmemo_at(&m, wordmemo_home(&m, wordmemo_spread(&m, key)));
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
            n += LOOP(name)(w, walk, &b, &w->token[n]);
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

        if (__builtin_expect(wordmemo_is(at, t->key), 1)) {
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

/* ---- which features a model may know ---- */

/* Of hash[0 .. n), those that a model may know: their places to which[], how many. A loop of its own, and
 * short: the filter is often not in the nearest cache, and the shorter the loop, the more of its answers are
 * waited for at once. Written in any case, and kept if it may be known: a branch would be guessed wrong too
 * often. */
INLINE TARGET uint32_t LOOP(sift)(const filter *known, const uint64_t *hash, uint32_t n, uint32_t *which)
{
    const filter f = *known;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++) {
        which[kept] = i;
        kept += filter_may(&f, hash_mix(hash[i]));
    }
    return kept;
}

/* Sends for the rows of those of hash[] that which[0 .. n) names, with their counts k[]; NULL: once each. */
INLINE TARGET void LOOP(send)(const store *rows, const uint64_t *hash, const uint32_t *k,
                              const uint32_t *which, uint32_t n, lookup *out)
{
    const store s = *rows;
    const bool two_lines = 64 % s.stride != 0; /* perhaps */

    for (uint32_t i = 0; i < n; i++) {
        const uint64_t h = hash[which[i]];
        stored *const home = store_home(&s, hash_mix(h));

        __builtin_prefetch(home);
        if (two_lines)
            __builtin_prefetch((const unsigned char *)home + s.stride - 1);
        out[i].hash = h;
        out[i].home = home;
        out[i].k = k ? k[which[i]] : 1;
    }
}

/* A word's own features, as feature_list names them, behind those of other words. */
typedef struct LOOP(listing) {
    uint64_t *hash;
    uint32_t n, end[N_BLOCKS];
} LOOP(listing);

INLINE TARGET void LOOP(take)(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    LOOP(listing) *l = to;

    (void)n;
    (void)name;
    l->hash[l->n++] = hash;
    l->end[block] = l->n;
}

static TARGET void LOOP(list)(const plan *p, const word_form *form, features *f, uint32_t end[N_BLOCKS])
{
    LOOP(listing) l = {f->hash, f->n, {0}};

    feature_list(p, form, LOOP(take), &l);
    f->n = l.n;
    memcpy(end, l.end, sizeof l.end);
}

/* Of the pending words' features those that a model may know; how many. */
static TARGET uint32_t LOOP(keep)(memo *w, uint32_t p)
{
    const scorer_plan *sp = &w->s->plan[p];
    features *f = &w->features;
    uint32_t n = LOOP(sift)(&sp->filter, f->hash, f->n, f->which);

    LOOP(send)(&sp->rows, f->hash, NULL, f->which, n, f->of);
    return n;
}

/* ---- loop 3: what words add by themselves, and their n-grams ---- */

/* Of the plan's quads the first n_quads, at most three: all of them where there are fewer. n_quads and pairs
 * are constants where it matters. `pairs`: the plan's n-grams of neighbours are those of two words. */
INLINE TARGET void LOOP(add_tokens)(memo *w, uint32_t p, uint32_t n_quads, bool pairs)
{
    const scorer_plan *sp = &w->s->plan[p];
    const token *t = w->token, *end = t + w->n;
    const quad *gains = w->gains + (size_t)GAINS * sp->quad;
    const size_t sums_at = w->words.sums_at + (size_t)sp->quad * sizeof(quad), stride = sp->n_quads;
    const uint32_t width = sp->plan.word_max, shortest = sp->plan.word_min > 2 ? sp->plan.word_min : 2;
    neighbours *named = &w->neighbours;
    double *total = (double *)(w->total + sp->quad);
    four_sums four = four_load(total, n_quads);
    grams g = w->grams[p];
    uint64_t last = g.hash[1];
    uint32_t last_k = g.k[1], n = 0;

    for (; t < end; t++) {
        const remembered *at = t->at;
        const unsigned char *sums = (const unsigned char *)at + sums_at;
        const uint64_t hash = at->hash[p];
        const uint32_t k = t->k;
        const quad *by =
            gains + (k < GAINS ? k : 0) * (n_quads < 3 ? n_quads : stride); /* add_often has others */

        /* A word that the plan drops has sums of 0. */
        four_add(&four, (const float *)(const void *)sums, n_quads, false, by);

        if (__builtin_expect(hash == 0, 0))
            continue;
        if (pairs) {
            named->hash[n] = hash_pair(last, hash);
            named->k[n] = k < last_k ? k : last_k;
            n += last != 0;
            last = hash;
            last_k = k;
        } else if (width >= 2) {
            grams_push(&g, width, hash, k);
            for (uint32_t len = shortest; len <= g.n; len++) {
                named->hash[n] = g.hash[len];
                named->k[n++] = g.k[len];
            }
        }
    }
    four_store(&four, total, n_quads);
    if (pairs) {
        g.hash[1] = last;
        g.k[1] = last_k;
    }
    w->grams[p] = g;
    named->n = LOOP(sift)(&sp->filter, named->hash, n, named->which);
    LOOP(send)(&sp->rows, named->hash, named->k, named->which, named->n, named->of);
}

/* Quads [q, q + m), m <= 4, of what words add by themselves: with many lanes the words are gone through
 * again, so that all sums are in registers each time. */
INLINE TARGET void LOOP(add_sums)(memo *w, uint32_t p, uint32_t q, uint32_t m)
{
    const scorer_plan *sp = &w->s->plan[p];
    const token *t = w->token, *end = t + w->n;
    const quad *gains = w->gains + (size_t)GAINS * sp->quad + q;
    const size_t sums_at = w->words.sums_at + (size_t)(sp->quad + q) * sizeof(quad);
    const uint32_t n_quads = sp->n_quads;
    double *total = (double *)(w->total + sp->quad + q);
    four_sums four = four_load(total, m);

    for (; t < end; t++) {
        const unsigned char *sums = (const unsigned char *)t->at + sums_at;
        const quad *by = gains + (size_t)(t->k < GAINS ? t->k : 0) * n_quads;

        four_add(&four, (const float *)(const void *)sums, m, false, by);
    }
    four_store(&four, total, m);
}

static TARGET void LOOP(add)(memo *w, uint32_t p)
{
    const scorer_plan *sp = &w->s->plan[p];
    bool pairs = sp->plan.word_max == 2 && sp->plan.word_min <= 2;

    if (pairs && sp->n_quads == 1)
        LOOP(add_tokens)(w, p, 1, true);
    else if (pairs && sp->n_quads == 2)
        LOOP(add_tokens)(w, p, 2, true);
    else if (pairs)
        LOOP(add_tokens)(w, p, 3, true);
    else
        LOOP(add_tokens)(w, p, sp->n_quads < 3 ? sp->n_quads : 3, false);
    for (uint32_t q = 3; q < sp->n_quads; q += 4)
        switch (sp->n_quads - q) {
        case 1:
            LOOP(add_sums)(w, p, q, 1);
            break;
        case 2:
            LOOP(add_sums)(w, p, q, 2);
            break;
        case 3:
            LOOP(add_sums)(w, p, q, 3);
            break;
        default:
            LOOP(add_sums)(w, p, q, 4);
        }
}

/* ---- loop 4: the rows of n-grams ---- */

/* Quads [q, q + m), m <= 4, of the batch's rows. They are the word block's, whose columns are the first. With
 * `half` the last quad is half a one. */
INLINE TARGET void LOOP(add_lookups)(memo *w, uint32_t p, uint32_t q, uint32_t m, bool half)
{
    const scorer_plan *sp = &w->s->plan[p];
    const quad *gains = w->gains + (size_t)GAINS * sp->quad + q;
    const uint32_t stride = sp->n_quads;
    const lookup *l = w->neighbours.of, *end = l + w->neighbours.n;
    double *total = (double *)(w->total + sp->quad + q);
    four_sums four = four_load(total, m);

    for (; l < end; l++) {
        const float *row = l->row + (size_t)q * QUAD;
        const uint32_t k = l->k;
        const quad *by = gains + (size_t)(k < GAINS ? k : 0) * stride;

        four_add(&four, row, m, half, by);
    }
    four_store(&four, total, m);
}

/* The same of l[0 .. n), as they are, to sum, which may be anywhere. */
INLINE TARGET void LOOP(sum_lookups)(const lookup *l, uint32_t n, uint32_t q, uint32_t m, bool half,
                                     double *sum)
{
    double *at = sum + (size_t)q * QUAD;
    four_sums four = four_load(at, m);

    for (uint32_t i = 0; i < n; i++) {
        const float *row = l[i].row + (size_t)q * QUAD;

        four_add(&four, row, m, half, NULL);
    }
    four_store(&four, at, m);
}

/* Calls f(..., q, m, half ...) for all quads of a plan's rows, with constants for m and half. */
#define ALL_QUADS(sp, f)                                                                                     \
    for (uint32_t q = 0; q < (sp)->row_quads; q += 4) {                                                      \
        uint32_t left = (sp)->row_quads - q;                                                                 \
        bool half = left <= 4 && (sp)->row_half;                                                             \
                                                                                                             \
        if (left == 1 && half)                                                                               \
            f(1, true);                                                                                      \
        else if (left == 1)                                                                                  \
            f(1, false);                                                                                     \
        else if (left == 2 && half)                                                                          \
            f(2, true);                                                                                      \
        else if (left == 2)                                                                                  \
            f(2, false);                                                                                     \
        else if (left == 3)                                                                                  \
            f(3, half);                                                                                      \
        else                                                                                                 \
            f(4, half);                                                                                      \
    }

static TARGET void LOOP(add_rows)(memo *w, uint32_t p)
{
#define ADD(m, half) LOOP(add_lookups)(w, p, q, m, half)
    ALL_QUADS(&w->s->plan[p], ADD)
#undef ADD
}

/* Of the pending words' features those kept in [from, to). */
static TARGET void LOOP(sum)(const memo *w, uint32_t p, uint32_t from, uint32_t to, double *sum){
#define SUM(m, half) LOOP(sum_lookups)(w->features.of + from, to - from, q, m, half, sum)
    ALL_QUADS(&w->s->plan[p], SUM)
#undef SUM
}

/* The rows of all n-grams of up to SHORT_MAX of the characters code[0 .. n), as far as the plan has them, to
   sum. */
INLINE TARGET void LOOP(add_some_shorts)(const scorer_plan *sp, const uint8_t *code, uint32_t n, uint32_t q,
                                         uint32_t m, bool half, double *sum)
{
    const uint32_t most = sp->plan.char_max < SHORT_MAX ? sp->plan.char_max : SHORT_MAX;
    const size_t stride = sp->row_floats;
    double *at = sum + (size_t)q * QUAD;
    four_sums four = four_load(at, m);

    for (uint32_t size = sp->plan.char_min; size <= most; size++) {
        const float *rows = sp->shorts + SHORT_AT(size) * stride + (size_t)q * QUAD;
        const uint32_t mask = (1u << SHORT_BITS * size) - 1;
        uint32_t number = 0;

        for (uint32_t i = 0; i < n; i++) {
            const float *row;

            number = (number << SHORT_BITS | code[i]) & mask;
            if (i + 1 < size)
                continue;
            row = rows + number * stride;
            four_add(&four, row, m, half, NULL);
        }
    }
    four_store(&four, at, m);
}

static TARGET void LOOP(add_shorts)(const memo *w, uint32_t p, const uint8_t *code, uint32_t n, double *sum)
{
    const scorer_plan *sp = &w->s->plan[p];

#define ADD(m, half) LOOP(add_some_shorts)(sp, code, n, q, m, half, sum)
    ALL_QUADS(sp, ADD)
#undef ADD
}

#undef ALL_QUADS

static const loops LOOP(all) = {LOOP(find), LOOP(match),      LOOP(add),  LOOP(add_rows),
                                LOOP(list), LOOP(add_shorts), LOOP(keep), LOOP(sum)};
