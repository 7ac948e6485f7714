/* cells: records by kind, so that a corpus is a few counts whatever its size.
 *
 * A record's cell is the label that it was given and its probabilities, each rounded down to a number of steps: 256 for
 * two labels, 64 for three, 16 for up to five, 8 beyond. The first record of a kind makes the cell; all that come add
 * to its mean probabilities, which then stand for each of them. After CELLS_MAX cells, which only many labels can make,
 * a record goes to the cell of its label and the step of that label's probability alone. Without probabilities a
 * cell is a label.
 *
 * Owns     its tables, until cells_free.      Threads  one at a time: cells are numbered in the records' order.
 * Errors   ERR_MEMORY.
 * Cost     a look-up a record. Memory: 8 (K + 2) bytes and a key for each cell.
 */
#ifndef SLANT_MEASURE_CELLS_H
#define SLANT_MEASURE_CELLS_H

#include "feature/wordmap.h"
#include "measure/shares.h"

enum { CELLS_MAX = 1 << 16 };

typedef struct cells {
    uint32_t K;
    unsigned steps;  /* 0: without probabilities */
    wordmap keys;
    uint32_t *given; /* [n]                      */
    double *sum;     /* [n][K] of probabilities  */
    double *records; /* [n]                      */
    size_t n, cap_given, cap_sum, cap_records;
    uint8_t key[SHARES_LABELS_MAX + 4]; /* scratch */
} cells;

/* At most SHARES_LABELS_MAX labels. */
bool cells_init(cells *c, uint32_t K, bool with_p, err *e);
void cells_free(cells *c);

/* The cell of a record that was given a label with probabilities p[K]. */
bool cells_add(cells *c, uint32_t given, const double *p, uint32_t *cell, err *e);

/* The cells as shares_learn wants them: p in the arena, given still c's. */
bool cells_kinds(const cells *c, arena *a, shares_cells *out, err *e);

#endif
