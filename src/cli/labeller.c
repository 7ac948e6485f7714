#include "cli/labeller.h"

#include <stdlib.h>

#include "base/secret.h"

bool labeller_open(const models *m, unsigned threads, const char *command, double threshold, labeller *out,
                   err *e)
{
    bool ok;

    *out = (labeller){.threads = threads};
    for (size_t i = 0; i < m->n; i++)
        if (threshold > 0 && m->each[i]->calibration.kind == CALIBRATION_NONE)
            return err_set(e, ERR_USAGE, "%s: --threshold: %s gives no probabilities (trained without --cv)",
                           command, m->path[i]);
    if (!tasks_open(m->each, m->n, threads, secret(), &out->tasks, e))
        return false;
    out->work = calloc(threads, sizeof *out->work);
    ok = out->work || err_memory(e);
    for (unsigned t = 0; ok && t < threads; t++)
        ok = tasks_work_init(&out->tasks, &out->work[t], e);
    return ok;
}

void labeller_close(labeller *l)
{
    for (unsigned t = 0; l->work && t < l->threads; t++)
        tasks_work_free(&l->work[t]);
    free(l->work);
    tasks_close(&l->tasks);
    *l = (labeller){0};
}

uint32_t labeller_label(const model *m, str name)
{
    uint32_t low = 0, high = m->K;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int c = str_cmp(m->label[middle], name);

        if (c == 0)
            return middle;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return m->K;
}
