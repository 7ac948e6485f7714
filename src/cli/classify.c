/* slant classify: records in, one labelled record each out, in order. Workers score and write lines; emit
 * (batch.h) puts them out in the input's order. */
#include <string.h>

#include "cli/command.h"
#include "cli/job.h"
#include "cli/kept.h"
#include "cli/labeller.h"
#include "cli/lines.h"
#include "cli/prior.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "score/batch.h"

typedef struct classify {
    lines lines;
    models models;
    labeller labeller;
    output out;
    rejects rejects;
    bool header_written;
    const columns *columns; /* of the first chunk */
    uint64_t n_records;
    progress progress;
} classify;

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    classify *c = to;
    const tasks_work *w = &c->labeller.work[worker];

    if (r->bad) {
        reject_count(&c->rejects, r, out);
    } else if (!labeller_score(&c->labeller, worker, r->text, e)) {
        return false;
    }
    lines_write(&c->lines, r, out->columns, w->margin, w->p, w->known, &out->out);
    return true;
}

static bool write_header(classify *c, const columns *kept, err *e)
{
    buf header = {0};
    bool ok;

    c->header_written = true;
    c->columns = kept;
    lines_header(&c->lines, kept, &header);
    ok = header.failed ? err_memory(e) : output_write(&c->out, header.p, header.n, e);
    buf_free(&header);
    return ok;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    classify *c = to;

    if (lines_are_rows(c->lines.form) && c->lines.keep &&
        !kept_fits(c->header_written ? c->columns : NULL, r->columns, r->in->path, e))
        return false;
    if (!c->header_written && !write_header(c, r->columns, e))
        return false;
    c->n_records += r->n_records;
    if (!output_write(&c->out, r->out.p, r->out.n, e))
        return false;
    return rejects_add(&c->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    classify *c = to;

    progress_reader(&c->progress, r, c->n_records);
}

static bool keep_means(const parsed *p, err *e)
{
    return !opt_flag(p, "keep") || strcmp(opt_string(p, "to"), "text") != 0 ||
           err_set(e, ERR_USAGE, "classify: --keep means something only with --to jsonl, tsv or csv");
}

static bool classify_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    classify c = {
        .lines = {.id_field = how.fields.id,
                  .threshold = opt_given(p, "threshold") ? opt_real(p, "threshold") : -1,
                  .form = lines_form_of(opt_string(p, "to")),
                  .keep = opt_flag(p, "keep"),
                  .scores = opt_flag(p, "scores")},
        .out = {.fd = -1},
        .rejects = {.file = {.fd = -1}},
    };
    bool ok = keep_means(p, e) && job_inputs(p, p->arena, &in, &n_in, e) && job_outputs(p, in, n_in, e) &&
              models_open(p, 1 + how.fields.n_more, p->arena, &c.models, e) &&
              labeller_open(&c.models, job_threads(p), "classify", c.lines.threshold, &c.labeller, e) &&
              prior_apply(p, &c.models, &c.labeller, in, n_in, &how, e) &&
              save_open(opt_string(p, "output"), &c.out, e) && rejects_open(p, &c.rejects, e);

    how.keep = c.lines.keep;
    how.not_utf8 = &c.rejects.coding;
    c.lines.models = &c.models;
    c.lines.tasks = &c.labeller.tasks;
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = c.labeller.threads,
                   .to = &c,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        progress_begin(&c.progress, "classify");
        ok = batch_run(&b, e) && (c.header_written || write_header(&c, NULL, e)) && save_commit(&c.out, e) &&
             rejects_commit(&c.rejects, e);
        progress_end(&c.progress);
    }
    if (!ok) {
        save_abandon(&c.out);
        rejects_abandon(&c.rejects, e);
    } else {
        rejects_report(&c.rejects, c.n_records, "labelled", true); /* the results say why */
    }
    *rejected = c.rejects.n;
    labeller_close(&c.labeller);
    models_close(&c.models);
    return ok;
}

static const option classify_options[] = {
    OPTION_MODELS,    {.word = "scores", .help = "add every lane's margin"},
    OPTION_THRESHOLD, OPTION_PRIOR,
    INPUT_OPTIONS,    OUTPUT_OPTIONS,
    OPTION_THREADS,   OPTIONS_END,
};

const command classify_command = {
    .name = "classify",
    .summary = "label records with trained models",
    .usage = "slant classify [-m MODEL]... [options] [FILE|DIR|-]...",
    .description =
        "Writes one labelled record for each input record, in input order, whatever the number of "
        "threads. Input is tsv, csv, jsonl, lines (a record a line) or txt (a record a file), plain, "
        "gzip or zstd; a folder means its files. A bad record is never lost: its line in the results "
        "holds its id and the error.",
    .options = classify_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant classify --to text corpora/opinion/test.tsv",
    .run = classify_run,
};
