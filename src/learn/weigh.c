/* Counts of rows enter, one scale a feature leaves; then each row's counts are scaled and divided by the
 * norms of their blocks. Two passes over the rows and no more: nothing here is iterated. */
#include "learn/weigh.h"

#include <math.h>
#include <stdlib.h>

/* Added to the counts before a ratio is taken. One half (Krichevsky & Trofimov 1981) did a little better than
 * one in ten folds of SUBJ: accuracy 0.9333 against 0.9320. */
#define SMOOTHING 0.5

static bool chosen(const plan *p, const vocab_feature *f)
{
    switch (f->block) {
    case BLOCK_WORD:
        return f->gram >= p->word_min && f->gram <= p->word_max;
    case BLOCK_CHAR:
        return f->gram >= p->char_min && f->gram <= p->char_max;
    default:
        return p->shape != 0;
    }
}

/* df[f] over the rows listed; unless `with` is NULL, with[f * K + k] too: the rows among them that have label
 * k. of_label[k]: the rows listed that have label k. */
static void count_rows(const dataset *d, const uint32_t *row, uint32_t n, uint32_t *df, uint32_t *with,
                       uint32_t *of_label)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = row[i];

        for (size_t l = d->label_begin[r]; l < d->label_begin[r + 1]; l++)
            of_label[d->label_of[l]]++;
        for (size_t at = d->begin[r]; at < d->begin[r + 1]; at++) {
            uint32_t f = d->id[at];

            df[f]++;
            if (!with)
                continue;
            for (size_t l = d->label_begin[r]; l < d->label_begin[r + 1]; l++)
                with[(size_t)f * d->K + d->label_of[l]]++;
        }
    }
}

/* Multiplies v by each feature's ratio. sum[block][k] of p and q first, then the logarithms. */
static void multiply_ratios(const dataset *d, const uint32_t *df, const uint32_t *with,
                            const uint32_t *of_label, uint32_t n, double *sums, float *v)
{
    size_t K = d->K;
    double *p = sums, *q = sums + N_BLOCKS * K;

    for (uint32_t f = 0; f < d->vocab.n; f++) {
        size_t block = d->vocab.feature[f].block;

        for (size_t k = 0; v[f] > 0 && k < K; k++) {
            p[block * K + k] += SMOOTHING + with[f * K + k];
            q[block * K + k] += SMOOTHING + (df[f] - with[f * K + k]);
        }
    }
    for (uint32_t f = 0; f < d->vocab.n; f++) {
        size_t block = d->vocab.feature[f].block;
        double best = -1;

        if (!(v[f] > 0))
            continue;
        for (size_t k = 0; k < K; k++) {
            double in = (SMOOTHING + with[f * K + k]) / p[block * K + k];
            double out = (SMOOTHING + (df[f] - with[f * K + k])) / q[block * K + k];

            if (of_label[k] > 0 && of_label[k] < n)
                best = fmax(best, fabs(log(in / out)));
        }
        if (best >= 0)
            v[f] = (float)(v[f] * best);
    }
}

bool weigh_fit(const dataset *d, const weighing *w, const uint32_t *row, uint32_t n, float *v, err *e)
{
    uint32_t *df = calloc((size_t)d->vocab.n + 1, sizeof *df);
    uint32_t *with = w->ratio ? calloc((size_t)d->vocab.n * d->K + 1, sizeof *with) : NULL;
    double *sums = calloc((size_t)2 * N_BLOCKS * d->K + 1, sizeof *sums);
    uint32_t *of_label = calloc((size_t)d->K + 1, sizeof *of_label);
    bool ok = df && sums && of_label && (with || !w->ratio);

    if (ok) {
        count_rows(d, row, n, df, with, of_label);
        for (uint32_t f = 0; f < d->vocab.n; f++) {
            bool used = df[f] > 0 && df[f] >= w->min_df && chosen(&w->plan, &d->vocab.feature[f]);

            v[f] = !used ? 0.0f : w->idf ? (float)(1 + log((1.0 + n) / (1.0 + df[f]))) : 1.0f;
        }
        if (w->ratio)
            multiply_ratios(d, df, with, of_label, n, sums, v);
    }
    free(df);
    free(with);
    free(sums);
    free(of_label);
    return ok || err_memory(e);
}

bool weigh_vectors(const dataset *d, const float *v, const uint32_t *row, uint32_t n, vectors *out, err *e)
{
    uint32_t *column = malloc(((size_t)d->vocab.n + 1) * sizeof *column);
    size_t cells = 0, at = 0;
    uint32_t D = 0;

    *out = (vectors){0};
    for (uint32_t f = 0; f < d->vocab.n; f++)
        D += v[f] > 0;
    for (uint32_t i = 0; i < n; i++)
        for (size_t c = d->begin[row[i]]; c < d->begin[row[i] + 1]; c++)
            cells += v[d->id[c]] > 0;
    out->feature = malloc(((size_t)D + 1) * sizeof *out->feature);
    out->begin = malloc(((size_t)n + 1) * sizeof *out->begin);
    out->col = malloc((cells + 1) * sizeof *out->col);
    out->val = malloc((cells + 1) * sizeof *out->val);
    if (!column || !out->feature || !out->begin || !out->col || !out->val) {
        free(column);
        vectors_free(out);
        return err_memory(e);
    }

    D = 0;
    for (uint32_t f = 0; f < d->vocab.n; f++)
        if (v[f] > 0) {
            column[f] = D;
            out->feature[D++] = f;
        }
    for (uint32_t i = 0; i < n; i++) {
        size_t begin = d->begin[row[i]], end = d->begin[row[i] + 1];
        double norm[N_BLOCKS] = {0};

        for (size_t c = begin; c < end; c++) {
            double scale = v[d->id[c]];

            norm[d->vocab.feature[d->id[c]].block] += d->b[c] * scale * scale;
        }
        for (size_t b = 0; b < N_BLOCKS; b++)
            norm[b] = norm[b] > 0 ? 1 / sqrt(norm[b]) : 0;

        out->begin[i] = at;
        for (size_t c = begin; c < end; c++) {
            uint32_t f = d->id[c];

            if (!(v[f] > 0))
                continue;
            out->col[at] = column[f];
            out->val[at++] = (float)(d->a[c] * (double)v[f] * norm[d->vocab.feature[f].block]);
        }
    }
    out->begin[n] = at;
    free(column);
    out->x = (matrix){.N = n, .D = D, .begin = out->begin, .col = out->col, .val = out->val};
    return true;
}

void vectors_free(vectors *x)
{
    free(x->feature);
    free(x->begin);
    free(x->col);
    free(x->val);
    *x = (vectors){0};
}
