/* few: a small set of entities, those that a name or a description may mean. What is too many is not meant, so the set
 * drops what comes behind the first FEW.
 *
 * Owns     nothing.      Threads  pure.      Errors  none.      Cost     FEW comparisons.
 */
#ifndef SLANT_ARTICLE_FEW_H
#define SLANT_ARTICLE_FEW_H

#include <stdbool.h>
#include <stdint.h>

enum { FEW = 8 };

typedef struct few {
    uint32_t who[FEW];
    uint32_t n;
} few;

static inline bool few_has(const few *f, uint32_t one)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->who[i] == one)
            return true;
    return false;
}

static inline void few_add(few *f, uint32_t one)
{
    if (f->n < FEW && !few_has(f, one))
        f->who[f->n++] = one;
}

#endif
