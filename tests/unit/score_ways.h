/* The ways that this processor has to add up, for the tests that try them all. */
#ifndef SLANT_TESTS_SCORE_WAYS_H
#define SLANT_TESTS_SCORE_WAYS_H

#include "score/loops.h"

/* One of them: a seed after the other tries all. */
static inline const loops *score_way(uint64_t seed)
{
    unsigned n = 0;

    while (loops_way(n))
        n++;
    return loops_way((unsigned)(seed % n));
}

#endif
