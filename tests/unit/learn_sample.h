/* What the tests of learn/ share: records made up from a seed, and a dataset from the text of a file. */
#ifndef SLANT_TESTS_LEARN_SAMPLE_H
#define SLANT_TESTS_LEARN_SAMPLE_H

#include <math.h>

#include "base/random.h"
#include "corpus_sample.h"
#include "learn/dataset.h"

#define SAMPLE_DATASET                                                                                       \
    ((dataset_options){.plan = PLAN_DEFAULT,                                                                 \
                       .reader = {.fields = {.text = "text", .label = "label", .need_label = true}},         \
                       .separator = '|'})

/* Reads `bytes` as a file of that format. */
static inline bool sample_try_dataset(format f, str bytes, const dataset_options *o, dataset *d, err *e)
{
    char *folder = sample_folder(), *path = sample_path(folder, "in");
    const input in = {path, f, bytes.n};
    bool ok;

    sample_write(path, bytes);
    ok = dataset_read(&in, 1, o, d, e);
    d->n_files = 0; /* its path goes away */
    free(path);
    sample_remove(folder);
    return ok;
}

static inline void sample_dataset(format f, str bytes, const dataset_options *o, dataset *d)
{
    err e = {0};

    if (!sample_try_dataset(f, bytes, o, d, &e))
        fail_msg("%s", e.text);
}

static inline void *sample_must(void *p)
{
    assert_non_null(p);
    return p;
}

/* The features of a record: the sums a and b over its cells, [2][vocab.n], zero for what it has not. */
static inline double *sample_features(const dataset *d, uint32_t row)
{
    double *sum = sample_must(calloc((size_t)d->vocab.n * 2 + 1, sizeof *sum));

    for (size_t c = d->begin[row]; c < d->begin[row + 1]; c++) {
        const dataset_cell *cell = &d->cell[c];
        const uint32_t *f = &cell->id, *end = f + 1;

        if (c < d->grams[row]) {
            f = d->run + d->run_begin[cell->id];
            end = d->run + d->run_begin[cell->id + 1];
        }
        for (; f < end; f++) {
            sum[*f] += (double)cell->a;
            sum[d->vocab.n + *f] += (double)cell->b;
        }
    }
    return sum;
}

/* One word out of 40; half of the time one that the label prefers. */
static inline void sample_word(buf *out, random_state *r, uint32_t label)
{
    static const char *const common[] = {"the",    "The",   "river", "Rose",   "quickly",      "it's",  "42",
                                         "Zürich", "naïve", "news",  "quoted", "\xe4\xbd\xa0", "don't", "U.S"};
    uint64_t n = sizeof common / sizeof *common;
    uint64_t i = random_below(r, 2 * n);

    if (i < n)
        buf_z(out, common[i]);
    else
        buf_printf(out, "%c%u", 'p' + (int)label, (unsigned)random_below(r, 9));
    buf_z(out, random_below(r, 5) ? " " : ", ");
}

/* A tsv file of n records with labels "A", "B" ..., K of them: text, label, weight, group. With `several` a
 * record has none to three labels. */
static inline buf sample_corpus(uint32_t n, uint32_t K, bool several, uint64_t seed)
{
    random_state r = random_seed(seed);
    buf out = {0};

    buf_z(&out, "text\tlabel\tweight\tgroup\n");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t label = (uint32_t)random_below(&r, K);
        uint64_t n_words = random_below(&r, 20) + 3;
        uint64_t n_labels = several ? random_below(&r, 4) : 1;

        for (uint64_t w = 0; w < n_words; w++)
            sample_word(&out, &r, random_below(&r, 4) ? label : (uint32_t)random_below(&r, K));
        buf_char(&out, '\t');
        for (uint64_t l = 0; l < n_labels; l++) {
            if (l)
                buf_char(&out, '|');
            buf_char(&out, (char)('A' + (label + l * l) % K));
        }
        buf_printf(&out, "\t%g\t", (double)random_below(&r, 4) / 2 + 0.5);
        if (random_below(&r, 4))
            buf_printf(&out, "g%u", (unsigned)random_below(&r, n / 4 + 2));
        buf_char(&out, '\n');
    }
    assert_false(out.failed);
    return out;
}

static inline void sample_close(double a, double b, double within)
{
    if (!(fabs(a - b) <= within * (1 + fabs(b))))
        fail_msg("%.17g is not %.17g within %g", a, b, within);
}

/* 0, 1, 2 ... n - 1 */
static inline uint32_t *sample_rows(uint32_t n)
{
    uint32_t *row = sample_must(malloc(((size_t)n + 1) * sizeof *row));

    for (uint32_t i = 0; i < n; i++)
        row[i] = i;
    return row;
}

#endif
