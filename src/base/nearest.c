/* The word that was probably meant. A table of three rows is filled for each candidate; words are short and
 * this runs once, before an error message, so nothing is done to make it fast. */
#include "base/nearest.h"

enum { LONGEST = 64 };

static unsigned char fold(char c)
{
    return (unsigned char)str_small(c);
}

/* d[i][j], the edits from a's first i bytes to b's first j, is the least of
 *   d[i-1][j] + 1, d[i][j-1] + 1, d[i-1][j-1] + (a[i] != b[j]),
 *   d[i-2][j-2] + 1 where the last two bytes are swapped. */
static size_t distance(str a, str b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];

    for (size_t j = 0; j <= b.n; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *oldest = before;

        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            unsigned char x = fold(a.p[i - 1]), y = fold(b.p[j - 1]);
            size_t least = last[j - 1] + (x != y);

            if (last[j] + 1 < least)
                least = last[j] + 1;
            if (now[j - 1] + 1 < least)
                least = now[j - 1] + 1;
            if (i > 1 && j > 1 && x == fold(b.p[j - 2]) && y == fold(a.p[i - 2]) && before[j - 2] + 1 < least)
                least = before[j - 2] + 1;
            now[j] = least;
        }
        before = last;
        last = now;
        now = oldest;
    }
    return last[b.n];
}

const char *nearest(str word, const char *const *words, size_t n)
{
    const char *best = NULL;
    size_t best_edits = 0;

    if (word.n > LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        str w = str_z(words[i]);
        size_t longer = w.n > word.n ? w.n : word.n;
        size_t edits;

        if (w.n == 0 || w.n > LONGEST)
            continue;
        edits = distance(word, w);
        if (edits < longer && edits <= (longer + 2) / 3 && (!best || edits < best_edits)) {
            best = words[i];
            best_edits = edits;
        }
    }
    return best;
}
