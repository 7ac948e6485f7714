/* apart: columns of one name, told apart by a number: a, a, a_2, a become a, a_3, a_2, a_4. JSON would have one of them
 * for all, and nobody could say which is meant.
 *
 * Owns     new names live in the arena, with a NUL behind them.      Threads  pure.      Errors  memory.
 * Cost     O(n log n).
 */
#ifndef SLANT_CORPUS_APART_H
#define SLANT_CORPUS_APART_H

#include "base/arena.h"

/* name [n]. The first of each keeps its name. */
bool names_apart(str *name, size_t n, arena *a);

#endif
