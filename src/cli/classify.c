/* slant classify: records in, one labelled record each out, in order. Workers score and write lines; the
 * writer thread puts them out in the input's order. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/lines.h"
#include "cli/progress.h"
#include "cli/save.h"
#include "score/batch.h"

typedef struct classify_work {
    memo *memo;
    double *margin; /* [scorer.n_margins] */
    double *p;      /* [the largest K]    */
} classify_work;

typedef struct classify {
    lines lines;
    models models;
    scorer scorer;
    classify_work *work; /* [threads] */
    unsigned threads;

    output out, rejects;
    bool has_rejects, header_written;
    const columns *columns; /* of the first chunk */
    uint64_t max_rejects, n_records, n_rejected, text_bytes;
    progress progress;
} classify;

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    classify *c = to;
    classify_work *w = &c->work[worker];

    if (r->bad) {
        out->n_rejected++;
        if (c->has_rejects)
            reject_write(r, &out->rejects);
    } else if (!scorer_score(&c->scorer, w->memo, r->text, w->margin, e)) {
        return false;
    }
    lines_write(&c->lines, r, out->columns, w->margin, w->p, &out->out);
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

/* A tsv with the input's columns has one header: all files must have the same. */
static bool same_columns(const columns *x, const columns *y)
{
    bool same = x == y || (x && y && x->n == y->n && x->id == y->id);

    for (int i = 0; same && x && i < x->n; i++)
        same = str_eq(x->name[i], y->name[i]);
    return same;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    classify *c = to;

    if (c->lines.form == LINES_TSV && c->lines.keep) {
        e->path = r->in->path;
        if (!r->columns || r->columns->n == 0)
            return err_set(e, ERR_USAGE, "--keep with --to tsv needs a table; use --to jsonl");
        if (c->header_written && !same_columns(c->columns, r->columns))
            return err_set(
                e, ERR_INPUT,
                "its columns are not those of the first file: use --to jsonl, or one file at a time");
        e->path = NULL;
    }
    if (!c->header_written && !write_header(c, r->columns, e))
        return false;
    c->n_records += r->n_records;
    c->n_rejected += r->n_rejected;
    if (!output_write(&c->out, r->out.p, r->out.n, e))
        return false;
    if (c->has_rejects && !output_write(&c->rejects, r->rejects.p, r->rejects.n, e))
        return false;
    return rejects_within(c->n_rejected, c->max_rejects, e);
}

static void on_tick(void *to, const reader *r)
{
    classify *c = to;
    uint64_t done, total;

    c->text_bytes = reader_bytes(r);
    reader_progress(r, &done, &total);
    progress_bytes(&c->progress, done, total, c->text_bytes, c->n_records);
}

/* A threshold needs probabilities. */
static bool check_threshold(const classify *c, err *e)
{
    for (size_t i = 0; c->lines.threshold > 0 && i < c->models.n; i++)
        if (c->models.model[i].calibration.kind == CALIBRATION_NONE)
            return err_set(e, ERR_USAGE,
                           "classify: --threshold: %s gives no probabilities (trained without --cv)",
                           c->models.path[i]);
    return true;
}

static bool prepare(classify *c, const parsed *p, err *e)
{
    uint64_t seed = job_seed();
    uint32_t K = 1;
    bool ok;

    if (!scorer_init(&c->scorer, c->models.each, c->models.n, e))
        return false;
    for (size_t i = 0; i < c->models.n; i++)
        K = c->models.model[i].K > K ? c->models.model[i].K : K;
    c->work = calloc(c->threads, sizeof *c->work);
    ok = c->work || err_memory(e);
    for (unsigned t = 0; ok && t < c->threads; t++) {
        classify_work *w = &c->work[t];

        w->margin = calloc(c->scorer.n_margins + 1u, sizeof *w->margin);
        w->p = calloc(K, sizeof *w->p);
        ok = (w->margin && w->p) || err_memory(e);
        ok = ok && memo_new(&c->scorer, seed, &w->memo, e);
    }
    c->lines.models = &c->models;
    c->lines.scorer = &c->scorer;
    c->has_rejects = opt_given(p, "rejects");
    return ok && save_open(opt_string(p, "output"), &c->out, e) &&
           (!c->has_rejects || save_open(opt_string(p, "rejects"), &c->rejects, e));
}

static void release(classify *c)
{
    for (unsigned t = 0; c->work && t < c->threads; t++) {
        memo_free(c->work[t].memo);
        free(c->work[t].margin);
        free(c->work[t].p);
    }
    free(c->work);
    scorer_free(&c->scorer);
    models_close(&c->models);
}

static bool classify_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    classify c = {
        .threads = job_threads(p),
        .max_rejects = job_max_rejects(p),
        .lines = {.id_field = how.fields.id,
                  .threshold = opt_real(p, "threshold"),
                  .form = strcmp(opt_string(p, "to"), "tsv") == 0    ? LINES_TSV
                          : strcmp(opt_string(p, "to"), "text") == 0 ? LINES_TEXT
                                                                     : LINES_JSONL,
                  .keep = opt_flag(p, "keep"),
                  .scores = opt_flag(p, "scores")},
        .out = {.fd = -1},
        .rejects = {.fd = -1},
    };
    bool ok;

    how.keep = c.lines.keep;
    ok = job_inputs(p, p->arena, &in, &n_in, e) && job_outputs(p, in, n_in, e) &&
         models_open(p, p->arena, &c.models, e) && check_threshold(&c, e) && prepare(&c, p, e);
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = c.threads,
                   .to = &c,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        progress_begin(&c.progress, "classify");
        ok = batch_run(&b, e) && (c.header_written || write_header(&c, NULL, e)) && save_commit(&c.out, e) &&
             (!c.has_rejects || save_commit(&c.rejects, e));
        progress_end(&c.progress);
    }
    if (!ok) {
        save_abandon(&c.out);
        rejects_end(&c.rejects, c.n_rejected, e);
    } else {
        job_report(c.n_records, "labelled", c.n_rejected, true); /* the results say why */
    }
    *rejected = c.n_rejected;
    release(&c);
    return ok;
}

static const option classify_options[] = {
    OPTION_MODELS,
    {.word = "scores", .help = "add every lane's margin"},
    {.word = "threshold",
     .argument = "P",
     .type = OPTION_REAL,
     .min = 0,
     .max = 1,
     .value = "0",
     .help = "below this probability the label is unsure"},
    INPUT_OPTIONS,
    OUTPUT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
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
