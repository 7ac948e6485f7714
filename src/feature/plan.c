/* The numbers of a plan and the limits on them. What the blocks hold is in feature.c; here nothing looks at
 * text. A plan may come from a command line or from a stranger's file, so plan_check trusts no field. */
#include "feature/plan.h"

bool plan_equal(const plan *a, const plan *b)
{
    return a->word_min == b->word_min && a->word_max == b->word_max && a->char_min == b->char_min &&
           a->char_max == b->char_max && a->shape == b->shape && a->vector == b->vector &&
           a->edges == b->edges && a->punct == b->punct && a->keep_case == b->keep_case &&
           a->fold_numbers == b->fold_numbers;
}

/* 0, 0 is no block; else 1 <= min <= max <= limit. */
static bool range_check(const char *what, unsigned min, unsigned max, unsigned limit, err *e)
{
    if (min == 0 && max == 0)
        return true;
    if (min == 0 || min > max)
        return err_set(e, ERR_USAGE, "%s n-grams from %u to %u: the first must be from 1 to the second", what,
                       min, max);
    if (max > limit)
        return err_set(e, ERR_USAGE, "%s n-grams up to %u: at most %u", what, max, limit);
    return true;
}

bool plan_check(const plan *p, err *e)
{
    if (!range_check("word", p->word_min, p->word_max, WORD_NGRAM_MAX, e) ||
        !range_check("character", p->char_min, p->char_max, CHAR_NGRAM_MAX, e))
        return false;
    /* Switches are compared byte by byte in plan_equal: a 2 would be a second kind of "on". */
    if (p->unused || p->punct > 1 || p->keep_case > 1 || p->fold_numbers > 1)
        return err_set(e, ERR_USAGE, "a feature switch is neither 0 nor 1");
    if (p->word_max == 0 && p->char_max == 0 && !p->shape && !p->vector)
        return err_set(e, ERR_USAGE, "no features: words, characters, shapes and vectors are all off");
    if (p->edges && p->word_max < 2)
        return err_set(e, ERR_USAGE, "edges are of n-grams of two words or more: there are none");
    return true;
}

bool plan_has(const plan *p, unsigned block)
{
    switch (block) {
    case BLOCK_WORD:
        return p->word_max > 0;
    case BLOCK_CHAR:
        return p->char_max > 0;
    case BLOCK_SHAPE:
        return p->shape;
    case BLOCK_VECTOR:
        return p->vector;
    default:
        return false;
    }
}

unsigned plan_first(const plan *p)
{
    unsigned block = 0;

    while (block + 1 < N_BLOCKS && !plan_has(p, block))
        block++;
    return block;
}

const char *block_name(unsigned block)
{
    static const char *const name[N_BLOCKS] = {"word", "char", "shape", "vector"};

    return block < N_BLOCKS ? name[block] : "unknown";
}
