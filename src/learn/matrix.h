/* matrix: N sparse rows of D columns, the form in which records meet the solvers.
 *
 *   begin  [N + 1]       row i is [begin[i], begin[i + 1])
 *   col    [begin[N]]    increasing within a row, < D
 *   val    [begin[N]]
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
    const size_t *begin;
    const uint32_t *col;
    const float *val;
} matrix;

#endif
