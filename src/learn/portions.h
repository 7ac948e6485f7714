/* portions: nested parts of the rows, for learning curves: what would have been there, had less been labelled.
 *
 * The units of each fold, its groups, or its rows where there are no groups, are shuffled and stand one behind the
 * other. A unit u, and so all its rows, is in the share 1 / 2^h of the whole if its middle lies in the first so many
 * rows of its fold, or if it is the first:
 *
 *     (before[u] + rows[u] / 2) 2^h < size[fold]   or   before[u] = 0
 *
 *   - a larger share holds the smaller, share 1 (h = 0) is all rows
 *   - groups are whole, so that a share of few groups is only about as large as its name says
 *   - every fold gives its part, at least a unit: whichever fold is held out, something is left to learn from
 *
 * Labels are not evened out: who labels few records finds few of a rare label.
 *
 * Owns     its arrays, until portions_free.      Threads  pure.
 * Errors   memory.      Cost     O(N) a call; 16 bytes a row.
 */
#ifndef SLANT_LEARN_PORTIONS_H
#define SLANT_LEARN_PORTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* With one unit a fold chance has too much of a say: on corpora/opinion, where that is five articles of 65 sentences, the
 * mean macro-F1 of 16 such shares lay between 0.70 and 0.77 over eight seeds; with two, between 0.82 and 0.83. */
enum { PORTIONS_UNITS = 2 };

typedef struct portions {
    const uint32_t *fold;  /* [N]  the caller's                                              */
    const uint32_t *group; /* [N]  the caller's, or NULL: every row is a unit                */
    uint32_t N, K;
    uint32_t n_units;
    uint32_t *rows;        /* [n_units]  of each unit, 0 for numbers that no row has         */
    uint32_t *home;        /* [n_units]  its fold                                            */
    uint32_t *before;      /* [n_units]  rows of its fold before it                          */
    uint32_t *order;       /* [n_units]  scratch                                             */
    uint32_t *size;        /* [K]        rows of each fold                                   */
    uint32_t *filled;      /* [K]        scratch                                             */
    uint32_t fewest;       /* units of the fold that has fewest                              */
} portions;

/* fold [N] < K, none of them empty; group [N] < n_groups or NULL; no group in two folds. */
bool portions_open(const uint32_t *fold, uint32_t N, uint32_t K, const uint32_t *group, uint32_t n_groups, portions *out,
                 err *e);
void portions_free(portions *s);

/* Shuffles: another seed, other shares. */
void portions_deal(portions *s, uint64_t seed);

/* in [N]: 1 for the rows of the share 1 / 2^halvings, else 0. Returns how many they are. */
uint32_t portions_take(const portions *s, unsigned halvings, uint8_t *in);

/* How often the fold of fewest units can be halved with PORTIONS_UNITS left; `most` at most. */
unsigned portions_halvings(const portions *s, unsigned most);

#endif
