/* leaks: what makes two labelled sets unfit to train on the one and measure on the other, or a set unfit by
 * itself. Records go in as numbers, findings come out, each with the records that it is about.
 *
 *   same_text        a record whose text stands in the training set, or once more in its own
 *   similar_text     whose text is not the same as any there, but nearly (measure/twins.h)
 *   same_group       a group that has records in both sets
 *   date_overlap     the test set begins before the training set ends, or on that day
 *   label_conflict   a record with the same text (and target) as one before it, but another label
 *   label_shares     the labels' shares differ: p < LEAKS_P, records of a group counted as effectively fewer, and one
 *                    record in twenty or more would need another label for them to be equal (measure/homogeneity.h)
 *   label_one_side   a label that one of the sets lacks
 *   empty_text       a text without anything to see
 *   short_text       a text of fewer words than a shingle
 *   no_date          a record without a date that can be read
 *
 * Each stands in one place: across the two sets, in the training set, in the test set. In one set a text that is
 * repeated with another target is another record and no finding; across the sets it is one, for the text is
 * known. A text that is there k times gives k - 1 findings, each with the first record that has it;
 * near-duplicates within a set are looked for among its distinct texts, each with the most similar before it.
 *
 * Owns     the findings, until leaks_free.
 * Threads  as twins_find: the same findings on any number of them.
 * Errors   those of twins_find; memory.
 * Cost     twins_find's, and O(N log N).
 */
#ifndef SLANT_MEASURE_LEAKS_H
#define SLANT_MEASURE_LEAKS_H

#include "measure/homogeneity.h"
#include "measure/shingles.h"

#define LEAKS_NONE     UINT32_MAX
#define LEAKS_P        0.01
#define LEAKS_DISTANCE 0.05

/* In the order in which they are told. */
typedef enum leak_kind {
    LEAK_SAME_TEXT,
    LEAK_SIMILAR_TEXT,
    LEAK_SAME_GROUP,
    LEAK_DATE_OVERLAP,
    LEAK_LABEL_CONFLICT,
    LEAK_LABEL_SHARES,
    LEAK_LABEL_ONE_SIDE,
    LEAK_EMPTY_TEXT,
    LEAK_SHORT_TEXT,
    LEAK_NO_DATE,
    N_LEAK_KINDS
} leak_kind;

typedef enum leak_place { LEAK_ACROSS, LEAK_TRAIN, LEAK_TEST, N_LEAK_PLACES } leak_place;

/* The records. Labels, groups and targets are numbers from 0, LEAKS_NONE where a record has none. */
typedef struct leak_rows {
    uint32_t N;
    uint32_t n_train; /* records 0 to n_train - 1 are the training set, the others the test set */
    bool dated;       /* `day` means something                                                  */
    uint32_t n_labels, n_groups;
    const text_key *key;     /* [N]                                                             */
    const uint32_t *n_words; /* [N]                                                             */
    const size_t *begin;     /* [N + 1]  record i's shingles are shingle[begin[i]] ...          */
    const uint64_t *shingle;
    const uint32_t *label, *group, *target; /* [N]                                              */
    const uint32_t *day;                    /* [N]  leaks_day; 0 where there is none            */
} leak_rows;

typedef struct leak {
    uint8_t kind, place; /* leak_kind, leak_place                                                     */
    uint32_t row;        /* the record that it is about, or the first of several; LEAKS_NONE: of none */
    uint32_t other;      /* the record that it is like; LEAKS_NONE: there is none                     */
    uint32_t n;          /* records that it is about                                                  */
    double similarity;   /* of texts: 1 where they are the same; NAN for other kinds                  */
} leak;

typedef struct leaks {
    leak *found; /* [n] by place, then kind, then record                                        */
    size_t n, cap;
    homogeneity shares; /* whether a finding or not                                              */
    uint32_t n_cut;     /* texts with so many resembling ones that a nearer twin may be unseen   */
    uint32_t n_known;   /* test records of same_text, similar_text or same_group across the sets */
} leaks;

/* similar: the least Jaccard coefficient of a near-duplicate, as twins_find takes it. */
bool leaks_find(const leak_rows *in, double similar, unsigned threads, leaks *out, err *e);
void leaks_free(leaks *l);

/* "same_text", "across". */
const char *leaks_kind(leak_kind k);
const char *leaks_place(leak_place p);

/* 20240229 for "2024-02-29" (base/date.h); 0 for what has no day. The greater is the later. */
uint32_t leaks_day(str text);

#endif
