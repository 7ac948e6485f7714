/* What is not in the loop: the beginning, the clock's own cost, and the sum. */
#include "base/laps.h"

#include <stdlib.h>

#include "base/order.h"

enum { ROUNDS = 101, ENDS = 200 }; /* some 0.5 ms */

const char *stage_name(stage s)
{
    static const char *const name[N_STAGES] = {"read",  "unpack",  "parse",  "split", "memo",
                                               "learn", "n-grams", "decide", "write", "rest"};

    return name[s];
}

void laps_begin(laps *l)
{
    *l = (laps){0};
    l->begin = l->last = laps_now();
}

/* The median of many rounds: one that was interrupted says nothing. */
double laps_cost(void)
{
    uint64_t took[ROUNDS];
    uint64_t median;
    laps l;

    for (unsigned i = 0; i < ROUNDS; i++) {
        laps_begin(&l);
        for (unsigned k = 0; k < ENDS; k++)
            laps_end(&l, STAGE_REST);
        took[i] = l.last - l.begin;
    }
    qsort(took, ROUNDS, sizeof *took, order_u64);
    median = took[ROUNDS / 2];
    return (double)median / ENDS;
}

void laps_sum(const laps *l, double ns, double cost, double stage_ns[N_STAGES])
{
    uint64_t all = l->last - l->begin;

    for (unsigned s = 0; s < N_STAGES; s++) {
        double own = (double)l->ticks[s] - cost * (double)l->ends[s];

        stage_ns[s] = own > 0 ? own * ns / (double)all : 0;
    }
}
