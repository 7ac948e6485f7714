/* folds: which rows are held out together in cross-validation. fold[i] in [0, K) for each row; fold k is
 * tested by what was learnt from the others.
 *
 *   stratum  [N]  < n_strata: what each fold should have its share of. For records with one label each, it
 *                 is the label; for records with several, folds_rarest says which of them counts.
 *   fold     [N]  written
 *
 * The same arguments give the same folds on every machine; another seed gives others.
 *
 * Owns     nothing; scratch is given back before return.      Threads  pure.
 * Errors   ERR_USAGE: K below 2 or above FOLDS_MAX. ERR_INPUT: fewer rows or groups than folds. ERR_MEMORY.
 */
#ifndef SLANT_LEARN_FOLDS_H
#define SLANT_LEARN_FOLDS_H

#include <stddef.h>

#include "base/err.h"

enum { FOLDS_MAX = 1000 };

/* Each stratum is shuffled and dealt out like cards, every one going on where the last stopped: the rows of a
 * stratum, and all rows together, differ by at most one between any two folds. A stratum with fewer rows than
 * K is in as many folds as it has rows. Cost O(N + n_strata). */
bool folds_deal(const uint32_t *stratum, uint32_t N, uint32_t n_strata, uint32_t K, uint64_t seed,
                uint32_t *fold, err *e);

/* All rows of a group are in one fold: articles, outlets or authors that must not be on both sides.
 *
 *   group  [N]  < n_groups; numbers that no row has are no groups
 *
 * Groups go, the largest first, each to the fold that has least of what the group holds; no fold is empty.
 * How even that gets depends on the groups: one with half of the rows is half of the data wherever it goes.
 * Cost O(N log N + K (pairs of group and stratum)). */
bool folds_by_group(const uint32_t *stratum, uint32_t N, uint32_t n_strata, const uint32_t *group,
                    uint32_t n_groups, uint32_t K, uint64_t seed, uint32_t *fold, err *e);

/* One stratum for records with several labels: the label that is rarest in the whole set (the lower number of
 * two that are equally rare), since common ones spread by themselves; n_labels where a record has none.
 * Record i's labels are label[begin[i] .. begin[i + 1]), each < n_labels. There are n_labels + 1 strata. */
bool folds_rarest(const size_t *begin, const uint32_t *label, uint32_t N, uint32_t n_labels,
                  uint32_t *stratum, err *e);

#endif
