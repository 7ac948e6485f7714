/* nearest: the word that was probably meant, for "did you mean".
 *
 * nearest returns the word of `words` [n] that takes the fewest edits (insert, delete, replace, swap two
 * neighbours; upper and lower case are the same), or NULL when even that one is too far to be meant: more
 * than a third of the longer word, or nothing in common. Of equally near words the first wins.
 *
 * Owns     nothing; the answer is one of the words given.      Threads  pure.
 * Errors   none: words longer than 64 bytes are never near.
 * Cost     O(n * length^2): for messages only.
 * Source   the distance is optimal string alignment (Damerau 1964, Levenshtein 1966), on bytes.
 */
#ifndef SLANT_BASE_NEAREST_H
#define SLANT_BASE_NEAREST_H

#include "base/str.h"

const char *nearest(str word, const char *const *words, size_t n);

#endif
