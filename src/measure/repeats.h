/* repeats: for each of a row of things, the first one before it that is equal to it. Texts that are the same,
 * groups that stand on both sides.
 *
 *   key     [N]  equal for equal things; both halves 0: equal to nothing
 *   n_one        things 0 to n_one - 1 are the one side (the training set), the others the other side
 *   own     [N]  written: the first of its own side that is equal, which may be itself; REPEATS_NONE for key 0
 *   across  [N]  written: of the other side's, the first of the one side that is equal; else REPEATS_NONE
 *
 * Owns     nothing; scratch is given back before return.      Threads  pure.
 * Errors   memory.      Cost     O(N log N), however many are equal.
 */
#ifndef SLANT_MEASURE_REPEATS_H
#define SLANT_MEASURE_REPEATS_H

#include "base/err.h"
#include "measure/shingles.h"

#define REPEATS_NONE UINT32_MAX

bool repeats_find(const text_key *key, uint32_t n_one, uint32_t N, uint32_t *own, uint32_t *across, err *e);

#endif
