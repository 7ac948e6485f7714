/* What the tests of score/ share: hostile texts, random models that know many of their features, and a third
 * way to a margin: each feature searched for in a sorted list, everything in doubles. */
#ifndef SLANT_TESTS_SCORE_SAMPLE_H
#define SLANT_TESTS_SCORE_SAMPLE_H

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/random.h"
#include "feature/feature.h"
#include "feature/wordmap.h"
#include "model/kernel_value.h"
#include "model/model.h"

/* ---- texts ---- */

typedef enum text_kind {
    TEXT_PROSE,   /* ASCII, a few words often and many seldom           */
    TEXT_SCRIPTS, /* words and marks of many scripts, all run together  */
    TEXT_BYTES,   /* any bytes: NUL, ill-formed UTF-8                   */
    TEXT_LONG,    /* words and marks that are cut                       */
    TEXT_AGAIN,   /* the same few words over and over                   */
    TEXT_BLANK,   /* nothing to score                                   */
    TEXT_MIXED,   /* all of these, cut anywhere                         */
    N_TEXT_KINDS
} text_kind;

static const char *const score_scripts[] = {
    "Ma\xc3\x9f ",
    "MASS",
    "caf\xc3\xa9 ",
    "cafe\xcc\x81 ",
    "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 ",
    "\xe4\xb8\xad\xe5\x9b\xbd",
    "\xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8a ",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d ",
    "\xd8\xa7\xd9\x84\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 ",
    "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa",
    "\xef\xb7\xba ",                         /* one character whose NFKC has 18 */
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80", /* an emoji with a joiner */
    "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7",
    "\xd9\xa1\xd9\xa2\xd9\xa3 ",
    "1,984.50 ",
    "U.S. ",
    "don't ",
    "don\xe2\x80\x99t ",
    "\xe2\x80\x94 ",
    "\xc2\xab ",
    "\xc2\xad ",
    "\xc2\xb4 ",
    "co\xc2\xadop ",
    "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84 ",
    "__ ",
    "\xf0\x9d\x94\x98\xf0\x9d\x94\xab ",
};

static inline void score_word(random_state *r, buf *out)
{
    /* The cube makes low numbers common. */
    double u = random_unit(r);
    uint32_t number = (uint32_t)(u * u * u * 3000);
    unsigned n = 1 + number % 9;

    for (unsigned i = 0; i < n; i++, number = number * 31 + 7)
        buf_char(out, (char)((number % 97 == 0 ? 'A' : 'a') + number / 5 % 26));
}

static inline void score_long(random_state *r, buf *out)
{
    static const char *const of[] = {"a",         "_",          "xy", "\xef\xb7\xba", "\xc3\xa9",
                                     "e\xcc\x81", "\xd0\x96", "A1", "\xf0\x9f\x91\xa9\xe2\x80\x8d"};
    const char *piece = of[random_below(r, sizeof of / sizeof of[0])];
    uint64_t n = random_below(r, 3) ? 240 + random_below(r, 40) : random_below(r, 3000);

    for (uint64_t i = 0; i < n; i += strlen(piece))
        buf_z(out, piece);
    if (random_below(r, 2))
        buf_char(out, 'z');
    buf_char(out, ' ');
}

static inline void score_text(random_state *r, text_kind kind, size_t n, buf *out)
{
    size_t end = out->n + n;
    uint64_t mood = random_below(r, 4);

    while (out->n < end) {
        switch (kind) {
        case TEXT_PROSE:
            score_word(r, out);
            buf_z(out, random_below(r, 8) ? " " : random_below(r, 2) ? ", " : ". 12 ");
            break;
        case TEXT_SCRIPTS:
            buf_z(out, score_scripts[random_below(r, sizeof score_scripts / sizeof score_scripts[0])]);
            break;
        case TEXT_BYTES:
            buf_char(out, (char)random_below(r, random_below(r, 2) ? 256 : 128));
            break;
        case TEXT_LONG:
            score_long(r, out);
            break;
        case TEXT_AGAIN:
            buf_z(out, mood == 0 ? "the " : mood == 1 ? "a b " : mood == 2 ? "no no yes, " : "\xc3\xa9-");
            break;
        case TEXT_BLANK:
            buf_z(out, mood == 0 ? "" : mood == 1 ? " \n\t" : mood == 2 ? "\xc2\xad" : "\xff");
            end -= mood == 0 && end > out->n;
            break;
        default:
            score_text(r, (text_kind)random_below(r, TEXT_MIXED), random_below(r, n + 1), out);
            if (random_below(r, 3) == 0 && out->n)
                out->n--;
            end -= end > out->n;
        }
    }
}

/* A text of its own bytes, so that reading behind its end is caught. */
static inline str score_text_new(uint64_t seed, text_kind kind, size_t n)
{
    random_state r = random_seed(seed);
    buf b = {0};
    char *p;
    size_t have;

    score_text(&r, kind, n, &b);
    assert_false(b.failed);
    have = b.n;
    p = malloc(have ? have : 1);
    assert_non_null(p);
    if (have)
        memcpy(p, b.p, have);
    buf_free(&b);
    return (str){p, have};
}

/* ---- the features of a text, one by one ---- */

typedef void score_sink(void *to, uint64_t hash, unsigned block, uint32_t k);

typedef struct score_listing {
    score_sink *sink;
    void *to;
    uint32_t k;
} score_listing;

static inline void score_own(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    score_listing *l = to;

    (void)n;
    (void)name;
    l->sink(l->to, hash, block, l->k);
}

/* By feature.h's own words: H_n(i) = pair(H_{n-1}(i-1), H(w_i)) over the last n words, k the smallest. hash and k: of
 * the last `have`, the newest first. */
static inline void score_ngrams(const plan *p, const uint64_t *hash, const uint32_t *k, unsigned have,
                                score_sink *sink, void *to)
{
    for (unsigned n = 2; n <= p->word_max && n <= have; n++) {
        uint64_t h = hash[n - 1];
        uint32_t least = k[n - 1];

        for (unsigned i = n - 1; i-- > 0;) {
            h = hash_pair(h, hash[i]);
            least = k[i] < least ? k[i] : least;
        }
        if (n >= p->word_min)
            sink(to, h, BLOCK_WORD, least);
    }
}

static inline void score_list(const plan *p, str text, score_sink *sink, void *to)
{
    uint64_t hash[WORD_NGRAM_MAX + 1] = {p->edges ? FEATURE_BEGIN : 0};
    uint32_t k[WORD_NGRAM_MAX + 1] = {1};
    unsigned have = p->edges, n_words = 0;
    wordmap map;
    words walk;
    word w;

    assert_true(wordmap_init(&map, 4, 99));
    words_begin(&walk, text, true);
    while (words_next(&walk, &w, 1)) {
        str raw = feature_spelling(text, &w);
        word_key key = wordmap_key(&map, raw);
        word_entry *entry;
        word_form form;
        bool is_new;

        if (raw.n == 0)
            continue;
        entry = wordmap_get(&map, &key, &is_new);
        assert_non_null(entry);
        feature_word(p, raw, w.kind, &form);
        if (!form.used)
            continue;
        feature_list(p, &form, score_own, &(score_listing){sink, to, entry->count});
        memmove(hash + 1, hash, sizeof hash - sizeof hash[0]);
        memmove(k + 1, k, sizeof k - sizeof k[0]);
        hash[0] = form.hash;
        k[0] = entry->count;
        have += have < WORD_NGRAM_MAX;
        n_words++;
        score_ngrams(p, hash, k, have, sink, to);
    }
    if (p->edges && n_words) {
        memmove(hash + 1, hash, sizeof hash - sizeof hash[0]);
        memmove(k + 1, k, sizeof k - sizeof k[0]);
        hash[0] = FEATURE_END;
        k[0] = 1;
        score_ngrams(p, hash, k, have + 1, sink, to);
    }
    wordmap_free(&map);
}

/* ---- models ---- */

enum { SCORE_FEATURES = 4000, SCORE_VECTORS = 6 };

typedef struct score_feature {
    uint64_t hash;
    uint8_t block;
    uint32_t slot;
    double a; /* of the text at hand */
} score_feature;

typedef struct score_model {
    model m;
    score_feature *feature; /* [n] by hash */
    size_t n, cap;
    double norm[N_BLOCKS];
    double *bias;
    /* kernels */
    uint64_t begin[SCORE_VECTORS + 1];
    uint32_t *slot;
    float *value, *coef, *square;
} score_model;

static inline plan score_plan(random_state *r)
{
    plan p = {0};
    err e = {0};

    do {
        p = (plan){.shape = random_below(r, 3) == 0,
                   .vector = random_below(r, 3) == 0,
                   .edges = random_below(r, 2) == 0,
                   .punct = random_below(r, 2) == 0,
                   .keep_case = random_below(r, 3) == 0,
                   .fold_numbers = random_below(r, 3) == 0};
        if (random_below(r, 4)) {
            p.word_max = (uint8_t)(1 + random_below(r, WORD_NGRAM_MAX));
            p.word_min = (uint8_t)(1 + random_below(r, p.word_max));
        }
        if (random_below(r, 4)) {
            p.char_max = (uint8_t)(1 + random_below(r, CHAR_NGRAM_MAX));
            p.char_min = (uint8_t)(1 + random_below(r, p.char_max));
        }
        e = (err){0};
    } while (!plan_check(&p, &e));
    return p;
}

static inline int score_by_hash(const void *x, const void *y)
{
    const score_feature *a = x, *b = y;

    return (a->hash > b->hash) - (a->hash < b->hash);
}

static inline void score_keep(void *to, uint64_t hash, unsigned block, uint32_t k)
{
    score_model *m = to;

    (void)k;
    if (m->n < m->cap)
        m->feature[m->n++] = (score_feature){.hash = hash, .block = (uint8_t)block};
}

static inline double score_real(random_state *r)
{
    return random_unit(r) * 2 - 1;
}

/* Support vectors over the model's own slots. */
static inline void score_add_kernel(score_model *m, random_state *r, kernel_kind kind)
{
    uint32_t n_slots = UINT32_C(1) << m->m.table.bits, at = 0;
    uint32_t *slot = calloc((size_t)n_slots * SCORE_VECTORS, sizeof *slot);
    float *value = calloc((size_t)n_slots * SCORE_VECTORS, sizeof *value);
    float *coef = calloc((size_t)SCORE_VECTORS * m->m.L, sizeof *coef), *square = calloc(n_slots, sizeof *square);

    assert_true(slot && value && coef && square);
    for (uint32_t i = 0; i < n_slots; i++)
        if (m->m.table.check[i] && random_below(r, 50))
            square[i] = (float)random_unit(r);
    for (uint32_t s = 0; s < SCORE_VECTORS; s++) {
        m->begin[s] = at;
        for (uint32_t i = 0; i < n_slots && s; i++) /* the first one is empty */
            if (m->m.table.check[i] && random_below(r, 3) == 0) {
                slot[at] = i;
                value[at++] = (float)(score_real(r) / 8);
            }
    }
    m->begin[SCORE_VECTORS] = at;
    for (uint32_t i = 0; i < SCORE_VECTORS * m->m.L; i++)
        coef[i] = (float)score_real(r);
    m->slot = slot;
    m->value = value;
    m->coef = coef;
    m->square = square;
    m->m.kernel = (kernel){.kind = kind,
                           .gamma = 0.5,
                           .coef0 = 0.25,
                           .degree = 1 + (uint32_t)random_below(r, 4),
                           .n = SCORE_VECTORS,
                           .begin = m->begin,
                           .slot = slot,
                           .value = value,
                           .coef = coef,
                           .square = square};
}

/* A model of that plan, 2 to 12 labels, that knows up to SCORE_FEATURES features of texts of every kind. */
static inline void score_model_make(score_model *m, uint64_t seed, plan p, kernel_kind kind)
{
    random_state r = random_seed(seed);
    double scale = pow(10, score_real(&r) * 2);
    uint64_t *key;
    uint32_t *slot, width;
    size_t n = 0;
    float *rows;
    err e = {0};

    *m = (score_model){0};
    assert_true(plan_check(&p, &e));
    m->m.plan = p;
    m->m.K = 2 + (uint32_t)random_below(&r, 11);
    m->m.L = m->m.K == 2 ? 1 : m->m.K;
    width = kind == KERNEL_NONE ? m->m.L + 1 : 0;

    m->feature = calloc(SCORE_FEATURES, sizeof *m->feature);
    assert_non_null(m->feature);
    for (int t = 0; t < TEXT_MIXED; t++) {
        str text = score_text_new(seed ^ (uint64_t)t, (text_kind)t, 2000);

        m->cap = SCORE_FEATURES / TEXT_MIXED * (size_t)(t + 1);
        score_list(&p, text, score_keep, m);
        free((void *)text.p);
    }
    qsort(m->feature, m->n, sizeof *m->feature, score_by_hash);
    for (size_t i = 0; i < m->n; i++)
        if (i == 0 || m->feature[i].hash != m->feature[n - 1].hash)
            m->feature[n++] = m->feature[i];
    m->n = n;

    key = calloc(n + 1, sizeof *key);
    slot = calloc(n + 1, sizeof *slot);
    rows = calloc((n + 1) * width, sizeof *rows);
    m->bias = calloc(m->m.L, sizeof *m->bias);
    assert_true(key && slot && rows && m->bias);
    for (size_t i = 0; i < n; i++) {
        key[i] = m->feature[i].hash;
        for (uint32_t l = 0; l < width; l++)
            rows[i * width + l] = (float)(l + 1 < width ? scale * score_real(&r) : random_unit(&r));
        if (width && random_below(&r, 50) == 0)
            rows[i * width + width - 1] = 0;
    }
    for (uint32_t l = 0; l < m->m.L; l++)
        m->bias[l] = score_real(&r);
    m->m.bias = m->bias;
    assert_true(table_build(key, rows, (uint32_t)n, width, &m->m.table, slot, &e));
    for (size_t i = 0; i < n; i++)
        m->feature[i].slot = slot[i];
    if (kind != KERNEL_NONE)
        score_add_kernel(m, &r, kind);
    free(key);
    free(slot);
    free(rows);
}

static inline void score_model_free(score_model *m)
{
    table_free(&m->m.table);
    free(m->feature);
    free(m->bias);
    free(m->slot);
    free(m->value);
    free(m->coef);
    free(m->square);
}

/* ---- margins, the plainest way ---- */

static inline void score_count(void *to, uint64_t hash, unsigned block, uint32_t k)
{
    score_model *m = to;
    score_feature *f, wanted = {.hash = hash};

    f = bsearch(&wanted, m->feature, m->n, sizeof *m->feature, score_by_hash);
    if (!f)
        return;
    assert_int_equal(f->block, block);
    f->a += (double)tf_gain(k);
    m->norm[block] += (double)tf_norm_gain(k) * (double)model_square(&m->m, f->slot);
}

/* margin [L], and size [L]: the sum of what was added, each without its sign. */
static inline void score_slowly(score_model *m, str text, double *margin, double *size)
{
    const kernel *k = &m->m.kernel;
    uint32_t L = m->m.L;
    size_t n_slots = (size_t)1 << m->m.table.bits;
    double *x = calloc(n_slots, sizeof *x), xx = 0;

    assert_non_null(x);
    memset(m->norm, 0, sizeof m->norm);
    for (size_t i = 0; i < m->n; i++)
        m->feature[i].a = 0;
    score_list(&m->m.plan, text, score_count, m);
    for (uint32_t l = 0; l < L; l++) {
        margin[l] = m->bias[l];
        size[l] = 0;
    }
    for (size_t i = 0; i < m->n; i++) {
        const score_feature *f = &m->feature[i];
        double norm = m->norm[f->block], share = norm > 0 ? f->a / sqrt(norm) : 0;

        if (k->kind == KERNEL_NONE) {
            for (uint32_t l = 0; l < L; l++) {
                double weight = (double)table_weight(&m->m.table, f->slot, l);

                margin[l] += share * weight;
                size[l] += fabs(share * weight);
            }
        } else {
            x[f->slot] = (double)(float)(share * sqrt((double)k->square[f->slot]));
            xx += x[f->slot] * x[f->slot];
        }
    }
    for (uint32_t s = 0; s < k->n; s++) {
        double dot = 0, ss = 0, value;

        for (uint64_t c = k->begin[s]; c < k->begin[s + 1]; c++) {
            dot += (double)k->value[c] * x[k->slot[c]];
            ss += (double)k->value[c] * (double)k->value[c];
        }
        value = kernel_value(k->kind, k->gamma, k->coef0, k->degree, dot, xx, ss);
        for (uint32_t l = 0; l < L; l++) {
            margin[l] += (double)k->coef[s * L + l] * value;
            size[l] += fabs((double)k->coef[s * L + l] * value);
        }
    }
    free(x);
}

#endif
