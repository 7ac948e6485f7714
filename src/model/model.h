/* model: what was learnt, in memory and on disk. Everything that scoring needs, and nothing else.
 *
 * A record's vector x has one value for each of its features f (see feature/feature.h):
 *     x_f = a_f * v_f / |x of f's block|
 * a_f is counted from the text, v_f is a learnt scale (idf, naive-Bayes ratio). A model has L lanes, one
 * score each: L = 1 for two labels (positive speaks for label[1]), L = K otherwise, one against the rest.
 *
 *   linear   margin[l] = bias[l] + sum_f  x_f * w_lf         row f = { v_f * w_0f .. v_f * w_Lf, v_f^2 }
 *   kernel   margin[l] = bias[l] + sum_s  coef[s][l] * k(x, sv_s)                 square f = v_f^2
 * so that a text's score and its norms are sums over its words' rows, which are rounded (table.h).
 *
 * Owns     what model_memory names, what the loader or the trainer took: model_free returns it. A file's bytes belong
 *          to its bundle.
 * Threads  read-only after load: share it as const model *.
 */
#ifndef SLANT_MODEL_MODEL_H
#define SLANT_MODEL_MODEL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "feature/plan.h"
#include "model/table.h"

enum { MODEL_VERSION = 4, MODEL_LABELS_MAX = 10000, MODEL_NAME_MAX = 4096, MODEL_KNOTS_MAX = 1024 };

typedef enum calibration_kind {
    CALIBRATION_NONE,    /* margins only; no probabilities are given                                   */
    CALIBRATION_SIGMOID, /* lane l: p = 1 / (1 + exp(slope[l] * margin[l] + shift[l])); two labels, or */
                         /* each label of a multi-label model by itself                                */
    CALIBRATION_SOFTMAX, /* p_k = softmax_k(slope[0] * margin[k] + shift[k]); three labels or more     */
    CALIBRATION_KNOTS,   /* lane l: p on straight lines between its knots, level beyond them; two labels, or  */
                         /* each by itself; of three labels or more one a record, divided by their sum */
} calibration_kind;

typedef struct calibration {
    calibration_kind kind;
    const double *slope;  /* [L]                                                                       */
    const double *shift;  /* [L]                                                                       */
    const uint64_t *end;  /* [L]  lane l's knots are end[l - 1] (0 for the first) ... end[l] - 1, at least */
                          /*      one and at most MODEL_KNOTS_MAX                                      */
    const double *at;     /* [end[L - 1]]  margins, increasing within a lane                           */
    const double *height; /* [end[L - 1]]  p there, above 0 and below 1, never falling                 */
    const double *ratio;  /* [K] above 0, or NULL; of no file: a label's share where the model is used by its share */
                          /*     where it learnt. p_k becomes ratio_k p_k / sum_j ratio_j p_j (Saerens, Latinne & */
                          /*     Decaestecker, Neural Computation 14, 2002). One label a record only.      */
} calibration;

typedef enum kernel_kind { KERNEL_NONE, KERNEL_POLY, KERNEL_RBF, KERNEL_SIGMOID } kernel_kind;

/* Support vectors, as sparse rows over the table's slots. A slot is a column. */
typedef struct kernel {
    kernel_kind kind; /* KERNEL_NONE: a linear model, the rest is empty                      */
    double gamma;     /* poly (gamma x.s + coef0)^degree; rbf exp(-gamma |x - s|^2);         */
    double coef0;     /* sigmoid tanh(gamma x.s + coef0)                                     */
    uint32_t degree;
    uint32_t n;            /* support vectors                                                */
    const uint64_t *begin; /* [n + 1]       row s is [begin[s], begin[s + 1])                */
    const uint32_t *slot;  /* [begin[n]]    increasing within a row, < 2^table.bits          */
    const float *value;    /* [begin[n]]                                                     */
    const float *coef;     /* [n][L]        sign and weight of s in each lane                */
    const float *square;   /* [2^table.bits]  v^2 of the feature in a slot                   */
} kernel;

/* What a model lives in. */
typedef struct model_memory {
    arena arena;             /* its arrays, where they do not lie in somebody's bytes               */
    bool built;              /* the table came from table_build                                     */
    uint64_t names_checksum; /* of model.names, for model_names                                     */
} model_memory;

typedef struct model {
    str task;         /* what is decided: "subjectivity"; a column's name in the output      */
    uint32_t K;       /* labels, at least 2 (1 or more when multi_label)                     */
    uint32_t L;       /* lanes: 1 if K == 2 and not multi_label, else K                      */
    uint32_t text;    /* which text of a record it reads, 0 for the first                     */
    uint32_t last_text; /* the last that its task reads: a model for each, see bundle below    */
    bool overlap;     /* that last text is in no record: it is what overlap.h says of the first two */
    bool multi_label; /* a record may have none, one or several labels                       */
    char separator;   /* between the labels of one record, in files                          */
    str *label;       /* [K]   in bytewise order                                             */
    plan plan;
    const double *bias; /* [L]                                                               */
    calibration calibration;
    double threshold; /* an answer less likely than this is better not given; 0: all are; 1 at most, with a calibration */
    double familiar;  /* see model_familiarity; 0: no text is strange. 1e30 at most */
    table table; /* width L + 1 (linear) or 0 (kernel)                                       */
    kernel kernel;
    str card;  /* JSON text: what a person should know of this model; model/card.h           */
    str names; /* zlib-compressed names, unread until model_names is called                  */
    model_memory *owned;
} model;

/* Names of features, for people: the n-gram that lives in a slot. */
typedef struct model_name {
    uint32_t slot;
    uint8_t block; /* BLOCK_WORD ... */
    str text;      /* words joined by one blank; character n-grams as they are, blanks are word edges */
} model_name;

/* How many texts a record has for the model's task. */
static inline uint32_t model_texts(const model *m)
{
    return m->last_text + 1 - m->overlap;
}

/* v^2 of the feature in a slot: its share of its block's norm. */
static inline float model_square(const model *m, uint32_t slot)
{
    return m->table.width ? table_weight(&m->table, slot, m->table.width - 1) : m->kernel.square[slot];
}

/* An empty model for a trainer to fill: it takes its arrays from out->owned->arena and its table from
 * table_build; model_free gives back both. */
bool model_init(model *out, err *e);

/* A model from a file's bytes, which stay the caller's and outlive it; 16-byte aligned. Checks magic, version, sizes
 * and every section's checksum, and points into them. Nothing a file holds can crash: every offset, count and enum
 * is checked here, so that scoring need not.
 * Errors   ERR_MODEL with what is wrong: "not a slant model", "made by a newer slant (format 5)",
 *          "truncated: 4096 of 9000 bytes", "damaged: section weights"; `path` is for them. The format: file.c.
 * Cost     one pass of checksumming over the bytes, without the names. */
bool model_map(const void *bytes, size_t n, const char *path, model *out, err *e);

/* How a file's bytes are held: what is no regular one (a pipe, /dev/stdin) is a malloc. */
typedef enum bundle_held { BUNDLE_MALLOC, BUNDLE_MAPPED, BUNDLE_SLAB } bundle_held;

/* All models of a file: it holds one or, one behind the other, several, as `cat` leaves them. Those of one task with
 * several texts stand together, in the texts' order. */
typedef struct bundle {
    model *model; /* [n] */
    size_t n;
    void *file; /* the file's bytes */
    size_t n_file;
    bundle_held held;
    size_t n_slab;
} bundle;

/* Errors   ERR_IO, and those of model_map. A mapped file must not be cut short while it is in use; writers that
 *          rename, as ours do, never do that.
 * Cost     that of model_map, and of a large file one copy: its weights are looked up all over, and a processor knows
 *          the places of some 2,000 pages, which are 8 MiB of small ones. */
bool bundle_load(const char *path, bundle *out, err *e);
void bundle_free(bundle *b);

/* The whole file's bytes for a model, in place of what out held. names[n_names] in any order; they are sorted
 * by (block, text), so the same model gives the same bytes. What is written has been read back: a weight that
 * is not finite, labels out of order and the like are ERR_MODEL or ERR_INPUT. */
bool model_write(const model *m, const model_name *names, size_t n_names, buf *out, err *e);

/* Inflates and reads the names, in order of (block, text). *out is malloc'd with everything in it, NULL when
 * there are none; free(*out) gives it back. A damaged section is ERR_MODEL; e->path is left to the caller. */
bool model_names(const model *m, model_name **out, size_t *n, err *e);

void model_free(model *m);

/* What a margin row means: label and probability of the best, by the one rule that all commands share.
 *   margin  [L]
 *   p       [K]  written, or NAN where the model has no calibration
 * Returns the index of the label: the highest p, else the highest margin; ties go to the lower index. For
 * multi-label models p[k] stands alone and the return value is only the best of them; label k is given where
 * model_gives(m, margin, p, k): p above 0.5, or without a calibration a margin above 0. A margin that is not
 * finite is no fault: NaN counts as the lowest. */
uint32_t model_decide(const model *m, const double *margin, double *p);
bool model_gives(const model *m, const double *margin, const double *p, uint32_t k);

/* The margin of a label: its lane's, or of two labels the first's, which is minus the second's. */
static inline double model_margin(const model *m, const double *margin, uint32_t k)
{
    return m->L == 1 && m->K == 2 ? (k ? margin[0] : -margin[0]) : margin[k];
}

/* How much of a text a model knows. `known` is the squared norm of the first block of its plan over the text, which grows by
 * v^2 with each n-gram that the model knows, and so more with rare ones; `familiar` of it for each byte is what
 * training texts have at least, but for a few. Another language, another script, no words at all have less, and a
 * probability means little there: it is for texts such as training had. Below half of it an answer is better not
 * given. */
typedef enum familiarity { KNOWN_ENOUGH, KNOWN_LITTLE, KNOWN_TOO_LITTLE } familiarity;

/* What people and files are told of it. */
#define KNOWN_LITTLE_TEXT     "few known words"
#define KNOWN_TOO_LITTLE_TEXT "too few known words"

static inline familiarity model_familiarity(const model *m, double known, size_t bytes)
{
    double least = m->familiar * (double)bytes;

    if (m->familiar == 0 || (known > 0 && known >= least))
        return KNOWN_ENOUGH;
    return known > 0 && known >= 0.5 * least ? KNOWN_LITTLE : KNOWN_TOO_LITTLE;
}

/* The label that a lane speaks for. */
static inline str model_lane_label(const model *m, uint32_t lane)
{
    return m->label[m->L == 1 && m->K == 2 ? 1 : lane];
}

#endif
