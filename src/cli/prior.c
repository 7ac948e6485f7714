/* Shares, as the user says or as the input says, to ratios in the model. The first pass over the input goes
 * the road of classify; what a worker passes on are probabilities, of which emit (batch.h) keeps as
 * many as there is room for. */
#include "cli/prior.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job.h"
#include "cli/named.h"
#include "cli/progress.h"
#include "measure/prevalence.h"
#include "model/card.h"
#include "score/batch.h"

enum { CELLS_MAX = 1 << 24 }; /* 64 MiB */

static const double ADD_UP = 0.005; /* how far shares may miss 1: they were rounded by hand */

typedef struct prior {
    labeller *labeller;
    const model *m;
    prevalence_sample sample; /* of the records that could be used */
    uint64_t n_records;
    progress progress;
} prior;

/* ---- from the input ---- */

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    prior *v = to;
    const tasks_work *w = &v->labeller->work[worker];

    if (r->bad)
        return true;
    if (!labeller_score(v->labeller, worker, r->text, e))
        return false;
    if (*w->known == KNOWN_TOO_LITTLE) /* its probabilities mean nothing */
        return true;
    (void)model_decide(v->m, w->margin, w->p);
    for (uint32_t k = 0; k < v->m->K; k++) {
        float p = (float)w->p[k];

        buf_add(&out->out, &p, sizeof p);
    }
    return true;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    prior *v = to;
    const float *row = (const float *)(const void *)r->out.p;

    (void)e;
    for (size_t i = 0; i < r->out.n / sizeof *row; i += v->m->K)
        prevalence_keep(&v->sample, row + i);
    v->n_records += r->n_records;
    return true;
}

static void on_tick(void *to, const reader *r)
{
    prior *v = to;

    progress_reader(&v->progress, r, v->n_records);
}

static bool readable_twice(const parsed *p, const input *in, size_t n_in, err *e)
{
    const char *once = job_read_once(in, n_in);

    return !once ||
           err_set(e, ERR_USAGE,
                   "%s: --prior auto reads its input twice, which '%.60s' does not allow: save it as a "
                   "file first, or name the shares",
                   p->argv[0], once);
}

static void print_shares(const prior *v, const double *trained, const double *share)
{
    buf line = {0};

    for (uint32_t k = 0; k < v->m->K && k < 20; k++) {
        buf_z(&line, k ? ", " : "");
        card_show(v->m->label[k], &line);
        buf_printf(&line, " %.4f (%.4f)", share[k], trained[k]);
    }
    (void)fprintf(stderr, "slant: estimated shares of labels (in training): %.*s%s\n", (int)line.n,
                  line.p ? line.p : "", v->m->K > 20 ? ", ..." : "");
    buf_free(&line);
}

static bool from_input(const parsed *p, labeller *l, const input *in, size_t n_in, const reader_options *how,
                       const double *trained, double *share, err *e)
{
    const model *m = l->tasks.task[0].m;
    prior v = {.labeller = l, .m = m, .sample = {.K = m->K, .N_max = CELLS_MAX / m->K, .stride = 1}};
    double *scratch = ARENA_NEW(p->arena, m->K, double);
    batch b = {.in = in,
               .n_in = n_in,
               .reader = how,
               .threads = l->threads,
               .to = &v,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok = readable_twice(p, in, n_in, e);

    v.sample.p = ok ? malloc(v.sample.N_max * m->K * sizeof *v.sample.p) : NULL;
    ok = ok && ((v.sample.p && scratch) || err_memory(e));
    progress_begin(&v.progress, "shares");
    ok = ok && batch_run(&b, e);
    progress_end(&v.progress);
    if (ok && v.sample.N > 0) {
        (void)prevalence_estimate(v.sample.p, v.sample.N, m->K, trained, share, scratch);
        print_shares(&v, trained, share);
    } else if (ok) {
        memcpy(share, trained, m->K * sizeof *share); /* nothing to go by, and nothing to label */
    }
    free(v.sample.p);
    return ok;
}

/* ---- from the user ---- */

static bool from_option(const parsed *p, const model *m, const double *trained, double *share, err *e)
{
    const named how = {p->argv[0], "prior", "NAME=SHARE (or: auto)", "the model does not have", 1};
    double told = 0, left = 0;

    if (!named_numbers(&how, str_z(opt_string(p, "prior")), m->label, m->K, share, e))
        return false;
    for (uint32_t k = 0; k < m->K; k++)
        *(share[k] > 0 ? &told : &left) += share[k] > 0 ? share[k] : trained[k];
    if (left > 0 ? told >= 1 : fabs(told - 1) > ADD_UP)
        return err_set(e, ERR_USAGE, "%s: --prior: the shares add up to %.4g, %s", p->argv[0], told,
                       left > 0 ? "which leaves nothing for the other labels" : "not to 1");
    for (uint32_t k = 0; k < m->K; k++)
        share[k] = share[k] > 0 ? share[k] / (left > 0 ? 1 : told) : (1 - told) * trained[k] / left;
    return true;
}

bool prior_apply(const parsed *p, models *ms, labeller *l, const input *in, size_t n_in,
                 const reader_options *how, err *e)
{
    const model *m = ms->each[0];
    double *trained, *share;
    bool ok;

    if (!opt_given(p, "prior"))
        return true;
    if (ms->n != 1)
        return err_set(e, ERR_USAGE, "%s: --prior: one model of one task at a time (%zu given)", p->argv[0],
                       ms->n);
    if (m->multi_label || m->calibration.kind == CALIBRATION_NONE)
        return err_set(e, ERR_USAGE, "%s: --prior: %s %s", p->argv[0], ms->path[0],
                       m->multi_label ? "gives several labels a record, whose shares are no whole"
                                      : "gives no probabilities (trained without --cv)");
    trained = ARENA_NEW(p->arena, m->K, double);
    share = ARENA_NEW(p->arena, m->K, double);
    if (!trained || !share)
        return err_memory(e);
    e->path = ms->path[0];
    if (!card_shares(m->card, m->label, m->K, trained, e))
        return false;
    e->path = NULL;
    if (strcmp(opt_string(p, "prior"), "auto") == 0)
        ok = from_input(p, l, in, n_in, how, trained, share, e);
    else
        ok = from_option(p, m, trained, share, e);
    for (uint32_t k = 0; ok && k < m->K; k++)
        share[k] /= trained[k];
    if (ok)
        models_ratio(ms, m, share);
    return ok;
}
