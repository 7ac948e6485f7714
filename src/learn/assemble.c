/* A fitted machine enters, the arrays of a model for each text leave. Weights and scales become one row a
 * feature, and the training rows' columns become slots of the tables, in whose order scoring walks. */
#include "learn/assemble.h"

#include <stdlib.h>

/* What of a text becomes rows of its table: [0, n_columns) are columns, those from there to n words that have
 * a vector. */
typedef struct entries {
    uint32_t *column; /* [n_columns] increasing                */
    float *v;         /* [n - n_columns] the words' scales     */
    uint32_t *slot;   /* [n] written when the table is built   */
    uint32_t n_columns, n;
} entries;

static void entries_free(entries *of)
{
    free(of->column);
    free(of->v);
    free(of->slot);
}

/* A word that no training row has is as rare as can be. */
static void scale_words(const dataset *d, const word_vectors *of, const fitted *f, uint32_t text, float *v)
{
    for (uint32_t i = 0; i < of->n; i++)
        v[i] = f->v_new;
    for (uint32_t i = 0; i < d->vocab.n; i++) {
        const vocab_feature *one = &d->vocab.feature[i];

        if (one->block == text * N_BLOCKS + BLOCK_VECTOR && f->v[i] > 0)
            v[word_vectors_find(of, one->hash - dataset_salt(text))] = f->v[i];
    }
}

static bool list_entries(const dataset *d, const word_vectors *words, const fitted *f, uint32_t text,
                         entries *out, err *e)
{
    uint32_t n_words = words ? words->n : 0, most = f->x.n_features;

    *out = (entries){.column = malloc(((size_t)most + 1) * sizeof *out->column),
                     .v = malloc(((size_t)n_words + 1) * sizeof *out->v),
                     .slot = malloc(((size_t)most + n_words + 1) * sizeof *out->slot)};
    if (!out->column || !out->v || !out->slot)
        return err_memory(e);
    for (uint32_t c = 0; c < most; c++)
        if (d->vocab.feature[f->x.feature[c]].block / N_BLOCKS == text)
            out->column[out->n_columns++] = c;
    out->n = out->n_columns + n_words;
    if (words)
        scale_words(d, words, f, text, out->v);
    return true;
}

/* u . e: what a lane's weights of the vectors' numbers make of a word's. */
static double along(const float *e, const double *u, uint32_t dims)
{
    double sum = 0;

    for (uint32_t i = 0; i < dims; i++)
        sum += (double)e[i] * u[i];
    return sum;
}

/* Rows of the table: { v w_0 .. v w_{L-1}, v^2 }; none for kernel machines. */
static bool build_rows(const dataset *d, const weighing *w, const fitted *f, uint32_t text,
                       const entries *from, assembled *out, err *e)
{
    size_t lane = (size_t)f->x.x.D + 1;
    uint32_t width = f->w ? f->L + 1 : 0;
    uint64_t *key = malloc(((size_t)from->n + 1) * sizeof *key);
    float *rows = malloc(((size_t)from->n * width + 1) * sizeof *rows);
    bool ok = (key && rows) || err_memory(e);

    for (uint32_t i = 0; ok && i < from->n; i++) {
        bool is_word = i >= from->n_columns;
        uint32_t of = is_word ? i - from->n_columns : f->x.feature[from->column[i]];
        double v = (double)(is_word ? from->v[of] : f->v[of]);
        float *row = rows + (size_t)i * width;

        key[i] = is_word ? w->vectors->hash[of] : d->vocab.feature[of].hash - dataset_salt(text);
        for (uint32_t l = 0; l + 1 < width; l++) {
            const double *u = f->w + l * lane;

            row[l] = (float)(v * (is_word ? w->vector_weight *
                                                along(word_vectors_at(w->vectors, of),
                                                      u + f->x.n_features + (size_t)text * w->vectors->dims,
                                                      w->vectors->dims)
                                          : u[from->column[i]]));
        }
        if (width)
            row[width - 1] = (float)(v * v);
    }
    ok = ok && table_build(key, rows, from->n, width, &out->model.table, from->slot, e);
    free(key);
    free(rows);
    return ok;
}

static bool build_names(const dataset *d, const word_vectors *words, const fitted *f, const entries *from,
                        assembled *out, err *e)
{
    out->n_names = from->n;
    out->name = malloc((out->n_names + 1) * sizeof *out->name);
    if (!out->name)
        return err_memory(e);
    for (uint32_t i = 0; i < from->n_columns; i++) {
        uint32_t feature = f->x.feature[from->column[i]];

        out->name[i] = (model_name){from->slot[i], d->vocab.feature[feature].block % N_BLOCKS,
                                    vocab_name(&d->vocab, feature)};
    }
    for (uint32_t i = from->n_columns; i < from->n; i++)
        out->name[i] = (model_name){from->slot[i], BLOCK_VECTOR, words->word[i - from->n_columns]};
    return true;
}

typedef struct cell {
    uint32_t slot;
    float value;
} cell;

static int by_slot(const void *x, const void *y)
{
    uint32_t a = ((const cell *)x)->slot, b = ((const cell *)y)->slot;

    return (a > b) - (a < b);
}

/* A training row as the table sees it. */
static bool write_vector(const matrix *x, uint32_t row, const uint32_t *slot, uint32_t *to_slot,
                         float *to_value)
{
    size_t begin = x->begin[row], n = x->begin[row + 1] - begin;
    cell *cells = malloc((n + 1) * sizeof *cells);

    if (!cells)
        return false;
    for (size_t i = 0; i < n; i++)
        cells[i] = (cell){slot[x->col[begin + i]], x->val[begin + i]};
    qsort(cells, n, sizeof *cells, by_slot);
    for (size_t i = 0; i < n; i++) {
        to_slot[i] = cells[i].slot;
        to_value[i] = cells[i].value;
    }
    free(cells);
    return true;
}

/* Each slot's share of the norm; a kernel machine has no word vectors. */
static bool build_squares(const fitted *f, const entries *from, assembled *out, err *e)
{
    out->sv_square = calloc((size_t)1 << out->model.table.bits, sizeof *out->sv_square);
    if (!out->sv_square)
        return err_memory(e);
    for (uint32_t i = 0; i < from->n_columns; i++) {
        double v = (double)f->v[f->x.feature[from->column[i]]];

        out->sv_square[from->slot[i]] = (float)(v * v);
    }
    return true;
}

/* Each training row that supports any lane is kept once, with its part in every lane. */
static bool build_support(const fitted *f, const kernel_options *k, const uint32_t *slot, assembled *out,
                          err *e)
{
    const matrix *x = &f->x.x;
    kernel *to = &out->model.kernel;
    uint32_t *at = calloc((size_t)x->N + 1, sizeof *at); /* support vector's number + 1, by row */
    size_t cells = 0;
    uint32_t n = 0;
    bool ok = at != NULL;

    for (uint32_t l = 0; ok && l < f->L; l++)
        for (size_t i = 0; i < f->kernel[l].n; i++)
            at[f->kernel[l].row[i]] = 1;
    for (uint32_t r = 0; ok && r < x->N; r++)
        if (at[r]) {
            at[r] = ++n;
            cells += x->begin[r + 1] - x->begin[r];
        }
    if (ok && n == 0) {
        free(at);
        return err_set(e, ERR_INPUT, "no support vectors: every label has all of the records or none");
    }
    out->sv_begin = calloc((size_t)n + 1, sizeof *out->sv_begin);
    out->sv_slot = malloc((cells + 1) * sizeof *out->sv_slot);
    out->sv_value = malloc((cells + 1) * sizeof *out->sv_value);
    out->sv_coef = calloc((size_t)n * f->L + 1, sizeof *out->sv_coef);
    ok = ok && out->sv_begin && out->sv_slot && out->sv_value && out->sv_coef;
    for (uint32_t r = 0, s = 0; ok && r < x->N; r++)
        if (at[r]) {
            ok = write_vector(x, r, slot, out->sv_slot + out->sv_begin[s], out->sv_value + out->sv_begin[s]);
            out->sv_begin[s + 1] = out->sv_begin[s] + (x->begin[r + 1] - x->begin[r]);
            s++;
        }
    for (uint32_t l = 0; ok && l < f->L; l++)
        for (size_t i = 0; i < f->kernel[l].n; i++)
            out->sv_coef[(size_t)(at[f->kernel[l].row[i]] - 1) * f->L + l] = (float)f->kernel[l].coef[i];
    free(at);
    *to = (kernel){.kind = k->kind,
                   .gamma = k->gamma,
                   .coef0 = k->coef0,
                   .degree = k->degree,
                   .n = n,
                   .begin = out->sv_begin,
                   .slot = out->sv_slot,
                   .value = out->sv_value,
                   .coef = out->sv_coef,
                   .square = out->sv_square};
    return ok || err_memory(e);
}

bool assemble(const dataset *d, const setting *s, const fitted *f, uint32_t text, bool multi_label,
              char separator, assembled *out, err *e)
{
    plan p = dataset_plan(d, &s->weighing.plan, text);
    const word_vectors *words = p.vector ? s->weighing.vectors : NULL;
    uint32_t D = f->x.x.D;
    entries from;
    bool ok;

    *out = (assembled){0};
    out->bias = calloc(f->L, sizeof *out->bias);
    ok = list_entries(d, words, f, text, &from, e) && (out->bias || err_memory(e));
    for (uint32_t l = 0; ok && text == 0 && l < f->L; l++)
        out->bias[l] = f->w ? f->w[l * ((size_t)D + 1) + D] : f->kernel[l].bias;
    ok = ok && build_rows(d, &s->weighing, f, text, &from, out, e) &&
         build_names(d, words, f, &from, out, e) &&
         (f->w || (build_squares(f, &from, out, e) && build_support(f, &s->kernel, from.slot, out, e)));
    out->model.K = d->K;
    out->model.L = f->L;
    out->model.text = text;
    out->model.last_text = d->F - 1;
    out->model.overlap = d->overlap;
    out->model.multi_label = multi_label;
    out->model.separator = separator;
    out->model.label = d->label;
    out->model.plan = p;
    out->model.bias = out->bias;
    entries_free(&from);
    if (!ok)
        assembled_free(out);
    return ok;
}

void assembled_free(assembled *a)
{
    table_free(&a->model.table);
    free(a->name);
    free(a->bias);
    free(a->sv_begin);
    free(a->sv_slot);
    free(a->sv_value);
    free(a->sv_coef);
    free(a->sv_square);
    *a = (assembled){0};
}
