/* matrix: N sparse rows of D columns, the form in which records meet the solvers.
 *
 * A row is a sum of single values and of runs: a run is a row that many rows have in common, here the
 * character n-grams of a word, and stands in a row times a number. With u_c the unit vectors,
 *
 *   x_i = sum over c in [begin[i], begin[i + 1]) of  val[c] u_col[c]
 *       + sum over t in [times_begin[i], times_begin[i + 1]) of  times[t] run_which[t]
 *   run_r = sum over c in [run_begin[r], run_begin[r + 1]) of  run_val[c] u_run_col[c]
 *
 * A column may occur more than once in a row: its value is the sum. A matrix without runs (times_begin NULL)
 * is flat: columns increase within a row.
 *
 * Owns     nothing: views into whoever built it.      Threads  read-only.
 */
#ifndef SLANT_LEARN_MATRIX_H
#define SLANT_LEARN_MATRIX_H

#include <stddef.h>
#include <stdint.h>

typedef struct matrix {
    uint32_t N;
    uint32_t D;
    const size_t *begin;  /* [N + 1]            */
    const uint32_t *col;  /* [begin[N]]  < D    */
    const float *val;     /* [begin[N]]         */

    const size_t *times_begin; /* [N + 1] or NULL    */
    const uint32_t *which;     /* [times_begin[N]]   */
    const float *times;        /* [times_begin[N]]   */
    const size_t *run_begin;   /* [runs + 1]         */
    const uint32_t *run_col;
    const float *run_val;
} matrix;

/* A row in parts: part 0 its single values, then each of its runs. */
typedef struct matrix_part {
    const uint32_t *col; /* [n] */
    const float *val;    /* [n] */
    size_t n;
    float times; /* what the values are to be multiplied by */
} matrix_part;

static inline size_t matrix_parts(const matrix *x, uint32_t row)
{
    return 1 + (x->times_begin ? x->times_begin[row + 1] - x->times_begin[row] : 0);
}

static inline matrix_part matrix_part_of(const matrix *x, uint32_t row, size_t part)
{
    size_t at = x->begin[row], t;
    uint32_t run;

    if (part == 0)
        return (matrix_part){x->col + at, x->val + at, x->begin[row + 1] - at, 1};
    t = x->times_begin[row] + part - 1;
    run = x->which[t];
    at = x->run_begin[run];
    return (matrix_part){x->run_col + at, x->run_val + at, x->run_begin[run + 1] - at, x->times[t]};
}

#endif
