#define _GNU_SOURCE /* getentropy is glibc's */
#include "cli/labeller.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A number that nobody who writes texts can know, for maps of words that must not be crowded; results do not
 * depend on it. */
static uint64_t secret(void)
{
    struct timespec now = {0};
    uint64_t random = 0;

    if (getentropy(&random, sizeof random) == 0)
        return random;
    clock_gettime(CLOCK_REALTIME, &now);
    return hash_mix((uint64_t)now.tv_nsec ^ (uint64_t)getpid() << 32);
}

bool labeller_open(const models *m, unsigned threads, const char *command, double threshold, labeller *out,
                   err *e)
{
    uint32_t K = 1;
    bool ok;

    *out = (labeller){.threads = threads, .tasks = &m->tasks};
    for (uint32_t i = 0; i < m->tasks.n; i++) {
        const model *one = m->tasks.task[i].m;

        if (threshold > 0 && one->calibration.kind == CALIBRATION_NONE)
            return err_set(e, ERR_USAGE, "%s: --threshold: %s gives no probabilities (trained without --cv)",
                           command, m->path[i]);
        K = one->K > K ? one->K : K;
    }
    if (!scorer_init(&out->scorer, m->each, m->n, threads, secret(), e))
        return false;
    out->work = calloc(threads, sizeof *out->work);
    ok = out->work || err_memory(e);
    for (unsigned t = 0; ok && t < threads; t++) {
        labeller_work *w = &out->work[t];

        w->part = calloc(out->scorer.n_margins + 1u, sizeof *w->part);
        w->margin = calloc(m->tasks.n_margins + 1u, sizeof *w->margin);
        w->p = calloc(K, sizeof *w->p);
        ok = (w->part && w->margin && w->p) || err_memory(e);
        ok = ok && memo_new(&out->scorer, &w->memo, e);
    }
    return ok;
}

void labeller_close(labeller *l)
{
    for (unsigned t = 0; l->work && t < l->threads; t++) {
        memo_free(l->work[t].memo);
        free(l->work[t].part);
        free(l->work[t].margin);
        free(l->work[t].p);
    }
    free(l->work);
    scorer_free(&l->scorer);
    *l = (labeller){0};
}
