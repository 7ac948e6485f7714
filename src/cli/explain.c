/* slant explain: records in, out comes why each has the label that it has. Workers score, explain and write
 * lines; emit (batch.h) puts them out in the input's order. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/secret.h"
#include "cli/command.h"
#include "cli/job.h"
#include "cli/labeller.h"
#include "cli/progress.h"
#include "cli/reasons.h"
#include "cli/rejects.h"
#include "score/batch.h"

#define GIVEN UINT32_MAX /* for a task whose own label is explained */

typedef struct explain_work {
    explain **of;   /* [tasks.n]         */
    reason *reason; /* [tasks.n]         */
    double *margin; /* [tasks.n_margins] */
    double *p;      /* [the largest K]   */
    arena arena;    /* of the present record */
} explain_work;

typedef struct explain_job {
    reasons reasons;
    models models;
    tasks tasks;          /* without scorers: an explanation has the margin */
    explainer *explainer; /* [tasks.n] */
    explain_work *work;   /* [threads] */
    unsigned threads;
    uint32_t *label; /* [tasks.n]  what is explained, or GIVEN */
    size_t top;
    output out;
    rejects rejects;
    bool header_written;
    uint64_t n_records;
    progress progress;
} explain_job;

/* Which label is explained: the one named, where a task has it. */
static bool choose_labels(explain_job *j, const char *name, arena *a, err *e)
{
    const char **all;
    const char *near;
    size_t n = 0;
    bool found = !name;

    j->label = ARENA_NEW(a, j->tasks.n, uint32_t);
    if (!j->label)
        return err_memory(e);
    for (uint32_t i = 0; i < j->tasks.n; i++) {
        const model *m = j->tasks.task[i].m;
        uint32_t k = name ? labeller_label(m, str_z(name)) : m->K;

        j->label[i] = k < m->K ? k : GIVEN;
        found |= k < m->K;
        n += m->K;
    }
    if (found)
        return true;

    all = ARENA_NEW(a, n, const char *);
    if (!all)
        return err_memory(e);
    n = 0;
    for (uint32_t i = 0; i < j->tasks.n; i++)
        for (uint32_t k = 0; k < j->tasks.task[i].m->K; k++) {
            all[n] = arena_copy(a, j->tasks.task[i].m->label[k]).p;
            n += all[n] != NULL;
        }
    near = nearest(str_z(name), all, n);
    if (near)
        return err_set(e, ERR_USAGE, "explain: --label: there is no '%.60s'; did you mean '%.60s'?", name,
                       near);
    return err_set(e, ERR_USAGE, "explain: --label: no model has a label '%.60s'", name);
}

static bool open_explainers(explain_job *j, arena *a, err *e)
{
    uint32_t n = j->tasks.n, K = 1;
    uint64_t seed = secret();

    j->explainer = ARENA_NEW(a, n, explainer);
    j->work = ARENA_NEW(a, j->threads, explain_work);
    if (!j->explainer || !j->work)
        return err_memory(e);
    for (uint32_t i = 0; i < n; i++)
        if (!explainer_init(&j->explainer[i], &j->tasks.task[i], e)) {
            e->path = j->models.path[i];
            return false;
        }
    for (uint32_t i = 0; i < n; i++)
        K = j->tasks.task[i].m->K > K ? j->tasks.task[i].m->K : K;
    for (unsigned t = 0; t < j->threads; t++) {
        explain_work *w = &j->work[t];

        w->of = ARENA_NEW(a, n, explain *);
        w->reason = ARENA_NEW(a, n, reason);
        w->margin = ARENA_NEW(a, j->tasks.n_margins, double);
        w->p = ARENA_NEW(a, K, double);
        if (!w->of || !w->reason || !w->margin || !w->p)
            return err_memory(e);
        for (uint32_t i = 0; i < n; i++)
            if (!explain_new(&j->explainer[i], seed, &w->of[i], e))
                return false;
    }
    return true;
}

static void close_explainers(explain_job *j)
{
    uint32_t n = j->tasks.n;

    for (unsigned t = 0; j->work && t < j->threads; t++) {
        for (uint32_t i = 0; j->work[t].of && i < n; i++)
            explain_free(j->work[t].of[i]);
        arena_free(&j->work[t].arena);
    }
    for (uint32_t i = 0; j->explainer && i < n; i++)
        explainer_free(&j->explainer[i]);
}

/* A good record, under all tasks. */
static bool explain_record(const explain_job *j, unsigned worker, str text, err *e)
{
    explain_work *w = &j->work[worker];

    arena_reset(&w->arena);
    for (uint32_t i = 0; i < j->tasks.n; i++) {
        const task *t = &j->tasks.task[i];
        double *margin = w->margin + t->margins;
        uint32_t k = j->label[i];

        if (!explain_text(w->of[i], text, e))
            return false;
        explain_margins(w->of[i], margin);
        if (k == GIVEN)
            k = model_decide(t->m, margin, w->p);
        w->reason[i].label = k;
        w->reason[i].margin = model_margin(t->m, margin, k);
        w->reason[i].known = explain_familiarity(w->of[i]);
        if (!explain_label(w->of[i], k, j->top, &w->arena, &w->reason[i].why, e))
            return false;
    }
    return true;
}

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    explain_job *j = to;
    const explain_work *w = &j->work[worker];

    if (r->bad) {
        reject_count(&j->rejects, r, out);
    } else if (!explain_record(j, worker, r->text, e)) {
        return false;
    }
    reasons_write(&j->reasons, r, w->margin, w->p, w->reason, &out->out);
    return true;
}

static bool write_header(explain_job *j, err *e)
{
    buf header = {0};
    bool ok;

    j->header_written = true;
    reasons_header(&j->reasons, &header);
    ok = header.failed ? err_memory(e) : output_write(&j->out, header.p, header.n, e);
    buf_free(&header);
    return ok;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    explain_job *j = to;

    if (!j->header_written && !write_header(j, e))
        return false;
    j->n_records += r->n_records;
    return output_write(&j->out, r->out.p, r->out.n, e) &&
           rejects_add(&j->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    explain_job *j = to;

    progress_reader(&j->progress, r, j->n_records);
}

/* Whether results go to a terminal that can underline. */
static bool on_terminal(const parsed *p)
{
    const char *path = opt_string(p, "output");
    const char *term = getenv("TERM"); // NOLINT(concurrency-mt-unsafe): nobody sets the environment

    return (!path || strcmp(path, "-") == 0) && isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static bool explain_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    explain_job j = {
        .reasons = {.lines = {.id_field = how.fields.id,
                              .threshold = -1, /* as each model has it */
                              .form = lines_form_of(opt_string(p, "to"))},
                    .styled = on_terminal(p)},
        .threads = job_threads(p),
        .top = (size_t)opt_int(p, "top"),
        .out = {.fd = -1},
        .rejects = {.file = {.fd = -1}},
    };
    bool ok = job_inputs(p, p->arena, &in, &n_in, e) && job_outputs(p, in, n_in, e) &&
              models_open(p, 1 + how.fields.n_more, p->arena, &j.models, e) &&
              tasks_list(j.models.each, j.models.n, &j.tasks, e) &&
              choose_labels(&j, opt_string(p, "label"), p->arena, e) && open_explainers(&j, p->arena, e) &&
              save_open(opt_string(p, "output"), &j.out, e) && rejects_open(p, &j.rejects, e);

    j.reasons.lines.models = &j.models;
    j.reasons.lines.tasks = &j.tasks;
    how.not_utf8 = &j.rejects.coding;
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = j.threads,
                   .to = &j,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        progress_begin(&j.progress, "explain");
        ok = batch_run(&b, e) && (j.header_written || write_header(&j, e)) && save_commit(&j.out, e) &&
             rejects_commit(&j.rejects, e);
        progress_end(&j.progress);
    }
    if (!ok) {
        save_abandon(&j.out);
        rejects_abandon(&j.rejects, e);
    } else {
        rejects_report(&j.rejects, j.n_records, "explained", true); /* the results say why */
    }
    *rejected = j.rejects.n;
    close_explainers(&j);
    tasks_close(&j.tasks);
    models_close(&j.models);
    return ok;
}

static const option explain_options[] = {
    OPTION_MODELS,
    {.word = "top",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 1000000,
     .value = "10",
     .help = "n-grams and words to show of each record"},
    {.word = "label",
     .argument = "NAME",
     .type = OPTION_TEXT,
     .shown = "the one given",
     .help = "explain this label instead"},
    INPUT_OPTIONS,
    {.heading = "Output"},
    OPTION_OUTPUT,
    OPTION_TO,
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command explain_command = {
    .name = "explain",
    .summary = "show which n-grams decided, where, and how much",
    .usage = "slant explain [-m MODEL]... [options] [FILE|DIR|-]...",
    .description =
        "For each record and model the n-grams that decided, each with its weight, count, contribution and "
        "all "
        "places in the text, in bytes; and the words, each with all that its own n-grams add. The bias, the "
        "contributions and the rest add up to the margin of the label. Of two labels the first's margin is "
        "minus the second's, which is the one that classify shows. Kernel machines cannot be explained so.",
    .options = explain_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant explain --to text corpora/opinion/test.tsv",
    .run = explain_run,
};
