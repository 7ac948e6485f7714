/* One shared counter; whoever is free takes the next index. */
#define _GNU_SOURCE /* sched_getaffinity, CPU_COUNT */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MAX_THREADS = 256 };

typedef struct shared {
    atomic_size_t next;
    size_t n;
    pool_job *job;
    void *context;
} shared;

typedef struct member {
    shared *of;
    unsigned worker;
} member;

static void *work(void *arg)
{
    member *me = arg;
    size_t i;

    while ((i = atomic_fetch_add(&me->of->next, 1)) < me->of->n)
        me->of->job(me->of->context, i, me->worker);
    return NULL;
}

void pool_run(unsigned threads, size_t n, pool_job *job, void *context)
{
    shared s = {.n = n, .job = job, .context = context};
    member members[MAX_THREADS];
    pthread_t started[MAX_THREADS];
    unsigned n_started = 0;

    if (threads > MAX_THREADS)
        threads = MAX_THREADS;
    if (threads > n)
        threads = (unsigned)n;
    for (unsigned t = 1; t < threads; t++) {
        members[t] = (member){&s, t};
        if (pthread_create(&started[n_started], NULL, work, &members[t]) != 0)
            break;
        n_started++;
    }
    members[0] = (member){&s, 0};
    work(&members[0]);
    for (unsigned t = 0; t < n_started; t++)
        (void)pthread_join(started[t], NULL);
}

unsigned pool_cores(void)
{
#ifdef __linux__
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n > 0 ? (unsigned)n : 1;
}
