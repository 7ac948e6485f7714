/* dataset: labelled records as their words. Read once; folds and settings are then cut from it.
 *
 * A feature is a function of one word or of a few neighbours (feature/feature.h), so a record is kept as what
 * occurs in it: its words by their spelling, and the n-grams of two words and more. The features of a word by
 * itself are kept once for each spelling; a record's features are the sum over its cells.
 *
 * A record may have several texts, F of them, such as a sentence and the one before it. Each has features, words and
 * blocks of its own: block b of text f is number f N_BLOCKS + b, and a word that is met in two texts is two words.
 *
 *   begin      [N + 1]        row i is cell[begin[i]] ... cell[begin[i + 1] - 1]
 *   grams      [N]            its cells before cell[grams[i]] are words, those from there are n-grams
 *   cell       [begin[N]]     none twice in a row
 *   run_begin  [n_words + 1]  word w has the features run[run_begin[w]] ... run[run_begin[w + 1] - 1]
 *
 * Owns     everything, until dataset_free.
 * Threads  dataset_read uses one; read-only afterwards.
 * Cost     12 bytes a cell; each distinct word's features are made once.
 */
#ifndef SLANT_LEARN_DATASET_H
#define SLANT_LEARN_DATASET_H

#include "corpus/record.h"
#include "feature/plan.h"
#include "learn/vocab.h"

typedef struct dataset_options {
    plan plan;
    reader_options reader; /* its text fields, 1 + n_more, are the dataset's */
    bool overlap; /* a text more, of tags: what overlap.h says of the first two */
    bool multi_label;
    char separator; /* between the labels of a record */

    /* Told of every record that is left out; false stops with the err it has set. */
    bool (*on_reject)(void *to, const record *r, err *e);
    void (*on_progress)(void *to, const reader *r, uint32_t n_records);
    void *to;
} dataset_options;

/* One file that went in, for the card. */
typedef struct dataset_file {
    const char *path;
    uint64_t bytes; /* unpacked                                     */
    uint64_t rows;  /* that were used                               */
    uint64_t digest; /* of the rows' fields as read, in order       */
} dataset_file;

/* Something that occurs in a record: the sums over its occurrences of tf_gain(k) and tf_norm_gain(k). */
typedef struct dataset_cell {
    uint32_t id; /* a word's number, or an n-gram's feature */
    float a, b;
} dataset_cell;

typedef struct dataset {
    uint32_t N;
    uint32_t F;      /* texts a record, at least 1; blocks are F N_BLOCKS */
    uint32_t n_tags; /* how many of them, the last ones, are tags         */
    bool overlap;    /* the very last is made of the first two            */
    size_t *begin, *grams;
    dataset_cell *cell;
    uint32_t n_words;
    size_t *run_begin;
    uint32_t *run;
    uint8_t *word_text; /* [n_words]  the text that a word belongs to, < F */
    vocab vocab;

    uint32_t K;
    str *label;              /* [K]      in bytewise order                          */
    size_t *label_begin;     /* [N + 1]  row i has label_of[label_begin[i] ...]     */
    uint32_t *label_of;      /* increasing within a row                             */
    uint32_t *bytes;         /* [N]      of the row's texts, but for tags           */
    double *weight;          /* [N]      1 where the file says nothing              */
    uint32_t *group;         /* [N]      < n_groups; a row without one is its own   */
    uint32_t n_groups;       /* 0 without a group column                            */
    uint64_t n_rejected;

    dataset_file *file;
    size_t n_files;
    size_t cap_rows, cap_cells, cap_labels, cap_words, cap_run, cap_word_text; /* room in the arrays above */
    arena strings;
} dataset;

/* Errors   those of the reader; ERR_INPUT for no usable record at all, or more than MODEL_LABELS_MAX labels. */
bool dataset_read(const input *in, size_t n_in, const dataset_options *o, dataset *out, err *e);

/* A text of tags has PLAN_TAGS, other texts the plan given. */
static inline plan dataset_plan(const dataset *d, const plan *p, uint32_t text)
{
    return text + d->n_tags >= d->F ? PLAN_TAGS : *p;
}

/* What is added to a feature's hash in a text. */
static inline uint64_t dataset_salt(uint32_t text)
{
    return text * UINT64_C(0x9e3779b97f4a7c15);
}

/* Whether a row has that label. */
bool dataset_has(const dataset *d, uint32_t row, uint32_t label);

void dataset_free(dataset *d);

#endif
