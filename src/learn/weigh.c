/* Counts of rows enter, one scale a feature leaves; then each row's cells are scaled and divided by the norms
 * of their blocks. Two passes over the rows and no more: nothing here is iterated. What depends on a word
 * alone, its characters' scales and its part of the norms, is worked out once for each word. */
#include "learn/weigh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/order.h"

/* Added to the counts before a ratio is taken. One half (Krichevsky & Trofimov 1981) did a little better than
 * one in ten folds of SUBJ: accuracy 0.9333 against 0.9320. */
#define SMOOTHING 0.5

/* The word whose vector a feature of the vector block stands for, or WORD_VECTORS_NONE. */
static uint32_t vector_of(const weighing *w, const vocab_feature *f)
{
    return w->vectors ? word_vectors_find(w->vectors, f->hash - dataset_salt(f->block / N_BLOCKS))
                      : WORD_VECTORS_NONE;
}

static bool is_vector(const vocab_feature *f)
{
    return f->block % N_BLOCKS == BLOCK_VECTOR;
}

static bool chosen(const plan *p, const vocab_feature *f)
{
    switch (f->block % N_BLOCKS) {
    case BLOCK_WORD:
        return f->gram >= p->word_min && f->gram <= p->word_max;
    case BLOCK_CHAR:
        return f->gram >= p->char_min && f->gram <= p->char_max;
    default:
        return p->shape != 0;
    }
}

/* df[f] over the rows listed; unless `with` is NULL, with[f * K + k] too: the rows among them that have label
 * k. of_label[k]: the rows listed that have label k. last[f]: scratch, the latest row with f, from 1. */
typedef struct counts {
    uint32_t *df, *with, *of_label, *last;
} counts;

static void count_feature(const dataset *d, uint32_t r, uint32_t f, uint32_t number, counts *c)
{
    if (c->last[f] == number)
        return;
    c->last[f] = number;
    c->df[f]++;
    for (size_t l = d->label_begin[r]; c->with && l < d->label_begin[r + 1]; l++)
        c->with[(size_t)f * d->K + d->label_of[l]]++;
}

static void count_rows(const dataset *d, const uint32_t *row, uint32_t n, counts *c)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = row[i];

        if (!(d->weight[r] > 0))
            continue;
        for (size_t l = d->label_begin[r]; l < d->label_begin[r + 1]; l++)
            c->of_label[d->label_of[l]]++;
        for (size_t at = d->begin[r]; at < d->grams[r]; at++)
            for (size_t f = d->run_begin[d->cell[at].id]; f < d->run_begin[d->cell[at].id + 1]; f++)
                count_feature(d, r, d->run[f], i + 1, c);
        for (size_t at = d->grams[r]; at < d->begin[r + 1]; at++)
            count_feature(d, r, d->cell[at].id, i + 1, c);
    }
}

/* Multiplies v by each feature's ratio to that power. sum[block][k] of p and q first, then the logarithms. */
static void multiply_ratios(const dataset *d, const uint32_t *df, const uint32_t *with,
                            const uint32_t *of_label, uint32_t n, double power, double *sums, float *v)
{
    size_t K = d->K;
    double *p = sums, *q = sums + (size_t)d->F * N_BLOCKS * K;

    for (uint32_t f = 0; f < d->vocab.n; f++) {
        size_t block = d->vocab.feature[f].block;

        if (!(v[f] > 0) || is_vector(&d->vocab.feature[f]))
            continue;
        for (size_t k = 0; k < K; k++) {
            p[block * K + k] += SMOOTHING + with[f * K + k];
            q[block * K + k] += SMOOTHING + (df[f] - with[f * K + k]);
        }
    }
    for (uint32_t f = 0; f < d->vocab.n; f++) {
        size_t block = d->vocab.feature[f].block;
        double best = -1;

        if (!(v[f] > 0) || is_vector(&d->vocab.feature[f]))
            continue;
        for (size_t k = 0; k < K; k++) {
            double in = (SMOOTHING + with[f * K + k]) / p[block * K + k];
            double out = (SMOOTHING + (df[f] - with[f * K + k])) / q[block * K + k];

            if (of_label[k] > 0 && of_label[k] < n)
                best = fmax(best, fabs(log(in / out)));
        }
        if (best >= 0)
            v[f] = (float)(v[f] * pow(best, power));
    }
}

uint32_t weigh_rows(const dataset *d, const uint32_t *row, uint32_t n)
{
    uint32_t there = 0;

    for (uint32_t i = 0; i < n; i++)
        there += d->weight[row[i]] > 0;
    return there;
}

float weigh_idf(const weighing *w, uint32_t N, uint32_t df)
{
    return w->idf ? (float)(1 + log((1.0 + N) / (1.0 + df))) : 1.0f;
}

bool weigh_fit(const dataset *d, const weighing *w, const uint32_t *row, uint32_t n, float *v, err *e)
{
    counts c = {.df = calloc((size_t)d->vocab.n + 1, sizeof *c.df),
                .with = w->ratio > 0 ? calloc((size_t)d->vocab.n * d->K + 1, sizeof *c.with) : NULL,
                .of_label = calloc((size_t)d->K + 1, sizeof *c.of_label),
                .last = calloc((size_t)d->vocab.n + 1, sizeof *c.last)};
    double *sums = calloc((size_t)2 * d->F * N_BLOCKS * d->K + 1, sizeof *sums);
    bool ok = c.df && sums && c.of_label && c.last && (c.with || !(w->ratio > 0));
    const uint32_t there = weigh_rows(d, row, n);

    if (ok) {
        count_rows(d, row, n, &c);
        for (uint32_t f = 0; f < d->vocab.n; f++) {
            uint32_t df = c.df[f];
            const vocab_feature *one = &d->vocab.feature[f];
            plan p = dataset_plan(d, &w->plan, one->block / N_BLOCKS);
            bool used = is_vector(one) ? vector_of(w, one) != WORD_VECTORS_NONE
                                       : df > 0 && df >= w->min_df && chosen(&p, one);

            v[f] = used ? weigh_idf(w, there, df) : 0.0f;
        }
        if (c.with)
            multiply_ratios(d, c.df, c.with, c.of_label, there, w->ratio, sums, v);
    }
    free(c.df);
    free(c.with);
    free(c.of_label);
    free(c.last);
    free(sums);
    return ok || err_memory(e);
}

/* What is the same for a word in every row. */
typedef struct word_sums {
    double square[N_BLOCKS]; /* of its features' scales, by block of its text    */
    uint32_t singles;        /* features that stand in a row by themselves       */
    uint32_t vector;         /* of word_vectors, NONE                            */
    float vector_v;
} word_sums;

/* Columns, and each word's run and sums. */
static bool weigh_words(const dataset *d, const weighing *how, const float *v, uint32_t *column,
                        word_sums *word, vectors *out)
{
    size_t end = 0;
    uint32_t D = 0;

    for (uint32_t f = 0; f < d->vocab.n; f++)
        D += v[f] > 0 && !is_vector(&d->vocab.feature[f]);
    out->feature = malloc(((size_t)D + 1) * sizeof *out->feature);
    out->run_begin = malloc(((size_t)d->n_words + 1) * sizeof *out->run_begin);
    out->run_col = malloc((d->run_begin[d->n_words] + 1) * sizeof *out->run_col);
    out->run_val = malloc((d->run_begin[d->n_words] + 1) * sizeof *out->run_val);
    if (!out->feature || !out->run_begin || !out->run_col || !out->run_val)
        return false;
    out->n_features = D;
    D = 0;
    for (uint32_t f = 0; f < d->vocab.n; f++)
        if (v[f] > 0 && !is_vector(&d->vocab.feature[f])) {
            column[f] = D;
            out->feature[D++] = f;
        }
    for (uint32_t w = 0; w < d->n_words; w++) {
        out->run_begin[w] = end;
        word[w].vector = WORD_VECTORS_NONE;
        for (size_t at = d->run_begin[w]; at < d->run_begin[w + 1]; at++) {
            uint32_t f = d->run[at];
            unsigned block = d->vocab.feature[f].block % N_BLOCKS;

            if (!(v[f] > 0))
                continue;
            word[w].square[block] += (double)v[f] * (double)v[f];
            if (block == BLOCK_CHAR) {
                out->run_col[end] = column[f];
                out->run_val[end++] = v[f];
            } else if (block == BLOCK_VECTOR) {
                word[w].vector = vector_of(how, &d->vocab.feature[f]);
                word[w].vector_v = v[f];
            } else {
                word[w].singles++;
            }
        }
    }
    out->run_begin[d->n_words] = end;
    return true;
}

/* Room for all cells of the rows listed. */
static bool open_rows(const dataset *d, const float *v, const uint32_t *row, uint32_t n,
                      const word_sums *word, vectors *out)
{
    size_t cells = (size_t)n * (out->x.D - out->n_features), times = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = row[i];

        for (size_t c = d->begin[r]; c < d->grams[r]; c++) {
            uint32_t w = d->cell[c].id;

            cells += word[w].singles;
            times += out->run_begin[w] < out->run_begin[w + 1];
        }
        for (size_t c = d->grams[r]; c < d->begin[r + 1]; c++)
            cells += v[d->cell[c].id] > 0;
    }
    out->begin = malloc(((size_t)n + 1) * sizeof *out->begin);
    out->col = malloc((cells + 1) * sizeof *out->col);
    out->val = malloc((cells + 1) * sizeof *out->val);
    out->times_begin = malloc(((size_t)n + 1) * sizeof *out->times_begin);
    out->which = malloc((times + 1) * sizeof *out->which);
    out->times = malloc((times + 1) * sizeof *out->times);
    out->known = malloc(((size_t)n * N_BLOCKS + 1) * sizeof *out->known);
    return out->known && out->begin && out->col && out->val && out->times_begin && out->which && out->times;
}

/* 1 / |block| of a row, [F N_BLOCKS]; 0 for a block that it has nothing of. known [N_BLOCKS]: |block|^2 of
 * its texts, but for tags. */
static void row_scales(const dataset *d, const float *v, uint32_t r, const word_sums *word, double *scale,
                       double *known)
{
    size_t n_blocks = (size_t)d->F * N_BLOCKS;

    for (size_t b = 0; b < n_blocks; b++)
        scale[b] = 0;
    for (size_t c = d->begin[r]; c < d->grams[r]; c++) {
        double *own = scale + (size_t)d->word_text[d->cell[c].id] * N_BLOCKS;

        for (size_t b = 0; b < N_BLOCKS; b++)
            own[b] += (double)d->cell[c].b * word[d->cell[c].id].square[b];
    }
    for (size_t c = d->grams[r]; c < d->begin[r + 1]; c++) {
        double of_gram = (double)v[d->cell[c].id];

        scale[d->vocab.feature[d->cell[c].id].block] += (double)d->cell[c].b * of_gram * of_gram;
    }
    memset(known, 0, N_BLOCKS * sizeof *known);
    for (size_t b = 0; b + (size_t)d->n_tags * N_BLOCKS < n_blocks; b++)
        known[b % N_BLOCKS] += scale[b];
    for (size_t b = 0; b < n_blocks; b++)
        scale[b] = scale[b] > 0 ? 1 / sqrt(scale[b]) : 0;
}

/* The vectors of a row's texts, one behind the other, to *at. sum [their numbers]: scratch. */
static void write_vectors(const dataset *d, const weighing *w, uint32_t r, const word_sums *word,
                          const double *scale, double *sum, vectors *out, size_t *at)
{
    uint32_t dims = w->vectors->dims, n = out->x.D - out->n_features;
    bool any = false;

    for (uint32_t i = 0; i < n; i++)
        sum[i] = 0;
    for (size_t c = d->begin[r]; c < d->grams[r]; c++) {
        const dataset_cell *cell = &d->cell[c];
        const word_sums *of = &word[cell->id];
        uint32_t text = d->word_text[cell->id];
        double by = (double)cell->a * (double)of->vector_v * w->vector_weight *
                    scale[(size_t)text * N_BLOCKS + BLOCK_VECTOR];
        const float *x;

        if (of->vector == WORD_VECTORS_NONE)
            continue;
        x = word_vectors_at(w->vectors, of->vector);
        for (uint32_t i = 0; i < dims; i++)
            sum[(size_t)text * dims + i] += by * (double)x[i];
        any = true;
    }
    for (uint32_t i = 0; any && i < n; i++) {
        out->col[*at] = out->n_features + i;
        out->val[(*at)++] = (float)sum[i];
    }
}

static void write_rows(const dataset *d, const weighing *w, const float *v, const uint32_t *row, uint32_t n,
                       const uint32_t *column, const word_sums *word, double *sum, vectors *out)
{
    size_t at = 0, t = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = row[i];
        double scale[TEXTS_MAX * N_BLOCKS];

        out->begin[i] = at;
        out->times_begin[i] = t;
        row_scales(d, v, r, word, scale, out->known + (size_t)i * N_BLOCKS);
        for (size_t c = d->begin[r]; c < d->begin[r + 1]; c++) {
            const dataset_cell *cell = &d->cell[c];
            bool is_word = c < d->grams[r];
            const uint32_t *f = is_word ? d->run + d->run_begin[cell->id] : &cell->id;
            const uint32_t *end = is_word ? d->run + d->run_begin[cell->id + 1] : f + 1;

            for (; f < end; f++) {
                unsigned block = d->vocab.feature[*f].block;

                if (block % N_BLOCKS == BLOCK_CHAR || block % N_BLOCKS == BLOCK_VECTOR || !(v[*f] > 0))
                    continue;
                out->col[at] = column[*f];
                out->val[at++] = (float)((double)cell->a * (double)v[*f] * scale[block]);
            }
            if (is_word && out->run_begin[cell->id] < out->run_begin[cell->id + 1]) {
                out->which[t] = cell->id;
                out->times[t++] =
                    (float)((double)cell->a * scale[d->word_text[cell->id] * N_BLOCKS + BLOCK_CHAR]);
            }
        }
        if (w->vectors)
            write_vectors(d, w, r, word, scale, sum, out, &at);
    }
    out->begin[n] = at;
    out->times_begin[n] = t;
}

bool weigh_vectors(const dataset *d, const weighing *w, const float *v, const uint32_t *row, uint32_t n,
                   vectors *out, err *e)
{
    uint32_t n_numbers = w->vectors ? w->vectors->dims * (d->F - d->n_tags) : 0;
    uint32_t *column = malloc(((size_t)d->vocab.n + 1) * sizeof *column);
    word_sums *word = calloc((size_t)d->n_words + 1, sizeof *word);
    double *sum = malloc(((size_t)n_numbers + 1) * sizeof *sum);
    bool ok;

    *out = (vectors){0};
    ok = column && word && sum && weigh_words(d, w, v, column, word, out);
    out->x.D = out->n_features + n_numbers;
    ok = ok && open_rows(d, v, row, n, word, out);
    if (ok) {
        write_rows(d, w, v, row, n, column, word, sum, out);
        out->x = (matrix){.N = n,
                          .D = out->x.D,
                          .begin = out->begin,
                          .col = out->col,
                          .val = out->val,
                          .times_begin = out->times_begin,
                          .which = out->which,
                          .times = out->times,
                          .run_begin = out->run_begin,
                          .run_col = out->run_col,
                          .run_val = out->run_val};
    } else {
        vectors_free(out);
    }
    free(column);
    free(word);
    free(sum);
    return ok || err_memory(e);
}

/* ---- without runs ---- */

typedef struct flat {
    size_t *begin;
    uint32_t *col;
    float *val;
    size_t cap;
    double *sum;   /* [D] of the present row, zero between rows  */
    uint32_t *row; /* [D] the latest row that has a column, from 1 */
} flat;

/* Adds to a column of row i, whose columns are listed from begin[i] to `end`. */
static bool add_value(flat *to, uint32_t i, uint32_t col, double value, size_t *end)
{
    size_t cap = to->cap;

    if (to->row[col] != i + 1) {
        if (!GROW(to->val, cap, *end + 1) || !GROW(to->col, to->cap, *end + 1))
            return false;
        to->row[col] = i + 1;
        to->col[(*end)++] = col;
    }
    to->sum[col] += value;
    return true;
}

static bool flatten_row(const matrix *x, uint32_t i, flat *to)
{
    size_t begin = to->begin[i], end = begin;

    for (size_t p = 0; p < matrix_parts(x, i); p++) {
        matrix_part part = matrix_part_of(x, i, p);

        for (size_t f = 0; f < part.n; f++)
            if (!add_value(to, i, part.col[f], (double)part.times * (double)part.val[f], &end))
                return false;
    }
    if (end > begin)
        qsort(to->col + begin, end - begin, sizeof *to->col, order_u32);
    for (size_t at = begin; at < end; at++) {
        to->val[at] = (float)to->sum[to->col[at]];
        to->sum[to->col[at]] = 0;
    }
    to->begin[i + 1] = end;
    return true;
}

bool vectors_flatten(vectors *x, err *e)
{
    size_t D = x->x.D;
    flat to = {.begin = calloc((size_t)x->x.N + 1, sizeof *to.begin),
               .sum = calloc(D + 1, sizeof *to.sum),
               .row = calloc(D + 1, sizeof *to.row)};
    size_t cap = 0;
    bool ok = to.begin && to.sum && to.row && GROW(to.val, cap, 1) && GROW(to.col, to.cap, 1);

    for (uint32_t i = 0; ok && i < x->x.N; i++)
        ok = flatten_row(&x->x, i, &to);
    free(to.sum);
    free(to.row);
    if (ok) {
        vectors made = {.n_features = x->n_features,
                        .feature = x->feature,
                        .known = x->known,
                        .begin = to.begin,
                        .col = to.col,
                        .val = to.val};

        made.x = (matrix){.N = x->x.N, .D = x->x.D, .begin = to.begin, .col = to.col, .val = to.val};
        x->feature = NULL;
        x->known = NULL;
        vectors_free(x);
        *x = made;
        return true;
    }
    free(to.begin);
    free(to.col);
    free(to.val);
    return err_memory(e);
}

void vectors_free(vectors *x)
{
    free(x->feature);
    free(x->begin);
    free(x->col);
    free(x->val);
    free(x->times_begin);
    free(x->which);
    free(x->times);
    free(x->run_begin);
    free(x->run_col);
    free(x->run_val);
    free(x->known);
    *x = (vectors){0};
}
