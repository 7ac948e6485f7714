/* card: what a person should know of a model before using it. JSON inside the model file.
 *
 * card_write makes it from what the trainer knows; card_text shows any card to people, also one that another
 * version of slant or another program wrote: keys that it does not know are shown like the rest.
 *
 * Owns     nothing: all strings and arrays are the caller's.      Threads  pure.
 * Errors   memory; card_text also ERR_MODEL when the text is not a JSON object.
 * Cost     O(bytes).
 */
#ifndef SLANT_MODEL_CARD_H
#define SLANT_MODEL_CARD_H

#include "base/buf.h"
#include "base/err.h"
#include "feature/plan.h"

typedef struct card_label {
    str name;
    uint64_t n_rows; /* records that bear it                                                           */
    double share;    /* of the population that probabilities are for; 0: that of the rows */
} card_label;

typedef struct card_option {
    str name, value; /* names are distinct */
} card_option;

typedef struct card_file {
    str path; /* its last part is written: where the file lay is nobody's business */
    uint64_t size_bytes;
    uint64_t n_rows;
    uint64_t digest; /* written as 16 hexadecimal digits */
} card_file;

typedef struct card_figure {
    str name;
    double value;     /* unitless; NaN is written as null */
    double low, high; /* its interval; NaN: none          */
} card_figure;

/* A bar of the reliability diagram, out of fold: of the records of about that confidence, how many were right. */
typedef struct card_bin {
    uint64_t n_records;
    double confidence, accuracy;
} card_bin;

/* Which answers are not given, and what of those that are, out of fold. */
typedef struct card_unsure {
    double target;    /* precision that was asked for                    */
    double below;     /* the threshold                                   */
    double coverage;  /* share of records answered                       */
    double precision; /* share of the answers that is right              */
    double at_least;  /* ... and at least, with 95 % confidence          */
} card_unsure;

/* What is empty or zero is left out, but for the counts that speak also when they are 0. */
typedef struct card {
    str version; /* of slant                                           */
    str task;
    const card_label *label; /* [n_labels]                                         */
    size_t n_labels;
    uint64_t n_features;
    plan plan;
    bool overlap; /* and tags of what the second text has of the first */
    const card_option *option; /* [n_options]                                        */
    size_t n_options;
    str setting;           /* what it was learnt with, given, chosen or by default */
    str command;           /* as typed                                           */
    const card_file *file; /* [n_files]                                          */
    size_t n_files;
    uint64_t n_records;
    uint64_t n_rejected;
    uint32_t n_folds; /* 0: no cross-validation, nothing of it is written   */
    uint64_t seed;
    const card_figure *figure; /* [n_figures]      cross-validated                   */
    size_t n_figures;
    str calibrated_by; /* "platt": how probabilities were learnt             */
    const card_figure *calibration; /* [n_calibration]  out of fold, as they are given    */
    size_t n_calibration;
    const card_bin *bin; /* [n_bins]  those with records, from the least sure on  */
    size_t n_bins;
    double familiar;    /* what models keep of that name; 0: not written          */
    card_unsure unsure; /* with a target of 0 nothing of it is written        */
    str licence;
    str notes;
    str date; /* only when the user gave one: files are reproducible */
} card;

/* Adds the card to out: one key a line, always in the same order, reals with six decimals. Invalid UTF-8
 * becomes U+FFFD. The same card gives the same bytes. */
bool card_write(const card *c, buf *out, err *e);

/* Adds a rendering for people to out, lines with a newline each. Control characters are not passed on. */
bool card_text(str json, buf *out, err *e);

/* The share of each label in the population that the model's probabilities are for: what the card says, else what follows
 * from the labels' rows and --class-weight balanced.     label [K] as the model has them; share [K] written, above 0
 * Errors   ERR_MODEL where the card does not say, or a share is 0. */
bool card_shares(str json, const str *label, uint32_t K, double *share, err *e);

/* Adds one name or text as card_text shows it: what could move a cursor or turn the text's direction, and
 * invalid UTF-8, is U+FFFD; tab and LF are a blank. */
void card_show(str s, buf *b);

/* Whether the card's model learnt from a file, or from all its files together, of so many bytes of rows and so many rows
 * in use. Other files agree in both by accident alone. False for what is no card. */
bool card_learnt_from(str json, uint64_t n_bytes, uint64_t n_rows);

#endif
