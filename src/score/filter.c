/* Built from what a table shows of its features: 31 bits of each one's spread. */
#include "score/filter.h"

#include <stdlib.h>

enum { BITS_A_FEATURE = 16, WORDS_MAX = 1 << 19 };

bool filter_init(filter *f, const table *const *t, size_t n, err *e)
{
    uint64_t features = 0, words = 1;
    bool salted = false;

    for (size_t i = 0; i < n; i++) {
        features += t[i]->n;
        salted |= t[i]->salt != 0;
    }
    while (words < WORDS_MAX && words * 64 < features * BITS_A_FEATURE && !salted)
        words *= 2;
    *f = (filter){calloc(words, sizeof *f->word), (uint32_t)words - 1};
    if (!f->word)
        return err_memory(e);
    if (salted)
        f->word[0] = UINT64_MAX;
    for (size_t i = 0; i < n && !salted; i++)
        for (size_t slot = 0; slot < (size_t)1 << t[i]->bits; slot++) {
            uint32_t check = t[i]->check[slot];

            if (check)
                f->word[check >> 1 & f->mask] |= filter_bits(check);
        }
    return true;
}

void filter_free(filter *f)
{
    free(f->word);
    *f = (filter){0};
}
