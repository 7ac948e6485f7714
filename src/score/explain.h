/* explain: the n-grams and words of a text that decided, for a task of linear models.
 *
 * A margin is a sum over features, and that of a label k is, by model.h and feature.h,
 *     margin = bias + sum_f  contribution_f,     contribution_f = a_f * v_f * w_f / |block|
 * with the signs that speak for k: of two labels there is one lane, the second label's, and everything of the
 * first, its margin and bias too, is minus that. So nothing here is estimated. An n-gram's `weight` is v_f * w_f,
 * what `slant inspect` shows.
 *
 * The same sum by words: an occurrence of a word bears what its own features add with it, the word itself, the
 * n-grams of its characters, its shape, its vector; n-grams of several words belong to none of them and are apart,
 * in `between`. Therefore  margin = bias + sum of words + between.
 *
 * A record's texts (base/texts.h) each have a model where the task reads several: then `text` says which, and
 * spans are bytes of that text; else it is 0, and spans are bytes of the whole. Spans are half-open. That of an
 * n-gram of words reaches from the first to the end of the last; that of characters covers what they come from
 * (feature/origin.h), without the blanks of the word's edges, which are no bytes of the text: " " alone is empty.
 *
 * A text that is made of others (feature/overlap.h) has no bytes of a record: its n-grams have empty spans at 0, and
 * its words are none of the record's but stand with `between`.
 *
 * Owns     an explainer the names of the features, some 50 bytes each, and borrows the models. An `explain`
 *          remembers words: up to 2 million of their features between records, 12 bytes each, and what one record
 *          of up to about a MiB needed. Results are the arena's, the names in them the explainer's.
 * Threads  share the explainer; one explain a thread.
 * Errors   memory; ERR_MODEL from explainer_init for a kernel machine, of which no exact explanation by n-grams
 *          exists, for names that are missing, and those of model_names; e->path is left to the caller.
 * Cost     a few ns for each known feature of each distinct word of a record: with the label's explanation and its line
 *          nine times the time of `slant classify` (16 MB of news, 1-2 words, 2-5 characters, shapes, one thread:
 *          0.92 s and 0.10 s, medians of nine interleaved turns, jsonl).
 */
#ifndef SLANT_SCORE_EXPLAIN_H
#define SLANT_SCORE_EXPLAIN_H

#include "score/tasks.h"

typedef struct explain_span {
    uint32_t begin, end;
} explain_span;

typedef struct explain_ngram {
    str name;      /* as model_names has it                      */
    uint8_t block; /* BLOCK_WORD ...                             */
    uint8_t n;     /* words, or characters                       */
    uint8_t text;
    uint32_t count;           /* occurrences                     */
    const explain_span *span; /* [count]  in the text's order    */
    double weight;
    double contribution;
} explain_ngram;

/* An occurrence of a word or mark that the plan uses. */
typedef struct explain_word {
    explain_span span;
    uint8_t text;
    double contribution;
} explain_word;

typedef struct explanation {
    double bias;
    explain_ngram *ngram; /* [n_ngrams]  the strongest first; none that adds nothing                  */
    size_t n_ngrams;
    double rest;         /* what the other n-grams add                                              */
    explain_word *word;  /* [n_words]   all, in the text's order                                    */
    size_t n_words;
    uint32_t *strongest; /* [n_strongest]  indices of the strongest words, the first of them first */
    size_t n_strongest;
    double between; /* what n-grams of several words add, and texts that are made */
} explanation;

/* The model of one text. */
typedef struct explainer_text {
    const model *m;
    model_name *name;  /* [m->table.n]                              */
    uint32_t *name_of; /* [2^bits]  which of them a slot has        */
    uint16_t *row;     /* [m->table.n][m->table.width]  their rows, nearer than by slot */
} explainer_text;

typedef struct explainer {
    explainer_text *text; /* [n_texts] */
    uint32_t n_texts;
    uint32_t overlap_at; /* tasks.h */
} explainer;

bool explainer_init(explainer *x, const task *t, err *e);
void explainer_free(explainer *x);

typedef struct explain explain;

/* `seed` as that of a scorer. */
bool explain_new(const explainer *x, uint64_t seed, explain **out, err *e);
void explain_free(explain *w);

/* Reads a record's text, of less than 4 GiB. */
bool explain_text(explain *w, str text, err *e);

/* margin [L] of the text read: those of tasks_score, but for the last digits, since here nothing is rounded to float
 * on the way. tests/unit/explain_test.c holds the two together within 1e-4. */
void explain_margins(const explain *w, double *margin);

/* How much of the text read the model knows, as tasks_familiarity has it. */
familiarity explain_familiarity(const explain *w);

/* What speaks for label k < K. `top`: how many n-grams and words are listed at most. */
bool explain_label(explain *w, uint32_t k, size_t top, arena *a, explanation *out, err *e);

#endif
