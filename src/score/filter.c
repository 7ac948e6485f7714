/* Built from what a table shows of its features: 31 bits of each one's spread. */
#include "score/filter.h"

#include <math.h>
#include <stdlib.h>

enum { BITS_A_FEATURE = 16, WORDS_MAX = 1 << 19 };

/* Words for so many features. */
static uint64_t words_for(uint64_t features)
{
    uint64_t words = 1;

    while (words < WORDS_MAX && words * 64 < features * BITS_A_FEATURE)
        words *= 2;
    return words;
}

/* Of m bits the share (1 - 1 / m)^(3 n) stays 0 when n features set three each. */
static uint64_t estimate(const filter *f, uint64_t most)
{
    double m = 64.0 * (f->mask + 1.0), set = 0, n;

    for (size_t i = 0; i <= f->mask; i++)
        set += __builtin_popcountll(f->word[i]);
    n = -m / 3 * log1p(-set / m);
    return n < (double)most ? (uint64_t)n : most; /* also where all bits are set */
}

/* Half as large, twice as full: its upper half over the lower one, as if it had been made so. */
static void fold(filter *f)
{
    uint64_t *smaller;

    f->mask /= 2;
    for (size_t i = 0; i <= f->mask; i++)
        f->word[i] |= f->word[f->mask + 1 + i];
    smaller = realloc(f->word, (f->mask + 1u) * sizeof *f->word);
    f->word = smaller ? smaller : f->word;
}

bool filter_init(filter *f, const table *const *t, size_t n, err *e)
{
    uint64_t most = 0, words;
    bool turned = false;

    for (size_t i = 0; i < n; i++) {
        most += t[i]->n;
        turned |= t[i]->turn != 0;
    }
    words = turned ? 1 : words_for(most);
    *f = (filter){calloc(words, sizeof *f->word), (uint32_t)words - 1, most};
    if (!f->word)
        return err_memory(e);
    if (turned) {
        f->word[0] = UINT64_MAX;
        return true;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t slot = 0; slot < (size_t)1 << t[i]->bits; slot++) {
            uint32_t check = t[i]->check[slot];

            if (check)
                f->word[check >> 1 & f->mask] |= filter_bits(check);
        }
    if (n > 1)
        f->features = estimate(f, most);
    while (f->mask + 1u > words_for(f->features))
        fold(f);
    return true;
}

void filter_free(filter *f)
{
    free(f->word);
    *f = (filter){0};
}
