/* laps: where the time of a run goes. A clock is read whenever a stage of the road from file to label ends,
 * and what has passed since the end before it was that stage's. So nothing is counted twice or left out.
 *
 * Whoever can be timed holds a `laps *`, NULL where nobody asks: then a stage's end costs one branch.
 *
 * Reading the clock takes time as well: some eight times a record, and twice for each word that is new.
 * laps_cost says how much that is, and laps_sum takes it off the stages that ended.
 *
 * Owns     nothing.      Threads  one thread a laps.      Errors  none.
 * Cost     some 10 ns for each end of a stage, where somebody asks.
 */
#ifndef SLANT_BASE_LAPS_H
#define SLANT_BASE_LAPS_H

#include <stdint.h>
#include <time.h>

typedef enum stage {
    STAGE_READ,   /* bytes from the system                                              */
    STAGE_UNPACK, /* gzip, zstd                                                         */
    STAGE_PARSE,  /* where records end, and their columns                               */
    STAGE_SPLIT,  /* the words of a text, and the keys that they are remembered under   */
    STAGE_MEMO,   /* words looked for among those remembered                            */
    STAGE_LEARN,  /* words that are not: what they add, worked out                      */
    STAGE_GRAMS,  /* what words add by themselves summed up; n-grams of neighbours      */
    STAGE_DECIDE, /* margins, label, probability; of kernel machines everything         */
    STAGE_WRITE,  /* a line of results, and handing lines to the system                 */
    STAGE_REST,   /* whatever else the run did                                          */
    N_STAGES
} stage;

typedef struct laps {
    uint64_t begin, last;     /* in the clock's ticks: when it all began, when a stage last ended */
    uint64_t ticks[N_STAGES]; /* what each stage took                                             */
    uint64_t ends[N_STAGES];  /* how often it ended                                               */
} laps;

/* The processor's own clock where it has one that is quick to read. */
static inline uint64_t laps_now(void)
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

static inline void laps_end(laps *l, stage s)
{
    uint64_t now;

    if (!l)
        return;
    now = laps_now();
    l->ticks[s] += now - l->last;
    l->ends[s]++;
    l->last = now;
}

void laps_begin(laps *l);

/* The ticks that one end of a stage takes by itself. */
double laps_cost(void);

/* What each stage took, without `cost` ticks for each of its ends. ns: what passed from laps_begin to the
 * last end, which says how long a tick is. */
void laps_sum(const laps *l, double ns, double cost, double stage_ns[N_STAGES]);

/* "read", "unpack" ... "rest". */
const char *stage_name(stage s);

#endif
