/* slant eval: labelled records in, figures with intervals out. Records go the road of classify; what a worker
 * passes on is not a line but an answer, which the writer thread collects in the input's order. */
#include <stdio.h>
#include <stdlib.h>

#include "base/grow.h"
#include "cli/command.h"
#include "cli/eval_articles.h"
#include "cli/job.h"
#include "cli/labeller.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "measure/report.h"
#include "score/batch.h"

/* One record's answer, as a worker writes it; n_given numbers, the true labels as they stood and the group
 * follow. */
typedef struct answer {
    certainty certainty;
    double weight;
    uint32_t given; /* the best label */
    uint32_t unsure;
    uint32_t n_given;          /* multi-label: labels given */
    uint32_t n_truth, n_group; /* bytes */
} answer;

typedef struct eval {
    const model *m;
    labeller labeller;
    double threshold;
    bool grouped, weighted;
    rejects rejects;
    progress progress;

    /* All records' answers, in order. */
    arena names;
    size_t N, cap_rows, n_truth, cap_truth, n_given, cap_given;
    certainty *certainty;              /* [N] */
    double *weight;                    /* [N] */
    uint8_t *unsure;                   /* [N] */
    str *group;                        /* [N] */
    size_t *truth_begin, *given_begin; /* [N + 1] */
    str *truth;                        /* [n_truth] */
    uint32_t *given;                   /* [n_given] */
} eval;

/* The number of a label, or K when the model does not have it. */
static uint32_t label_number(const model *m, str name)
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

static bool reject(eval *v, const record *r, const char *why, batch_results *out)
{
    record bad = *r;

    if (!r->bad)
        (void)err_at(&bad.why, ERR_INPUT, r->path, r->line, r->byte, "%s", why);
    reject_count(&v->rejects, &bad, out);
    return true;
}

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    eval *v = to;
    const model *m = v->m;
    const tasks_work *w = &v->labeller.work[worker];
    str truth = str_trim(r->label);
    answer a = {.weight = r->weight, .n_truth = (uint32_t)truth.n, .n_group = (uint32_t)r->group.n};

    if (r->bad || (truth.n == 0 && !m->multi_label))
        return reject(v, r, "the label is empty", out);
    if (!labeller_score(&v->labeller, worker, r->text, e))
        return false;
    a.given = model_decide(m, w->margin, w->p);
    a.unsure = v->threshold > 0 && w->p[a.given] < v->threshold;
    if (m->multi_label) {
        for (uint32_t k = 0; (k = labeller_given(m, w->margin, w->p, v->threshold, k)) < m->K; k++)
            a.n_given++;
    } else {
        a.n_given = 1;
        a.certainty = metrics_certainty(w->p, m->K, label_number(m, truth), a.given);
    }
    buf_add(&out->out, &a, sizeof a);
    if (!m->multi_label)
        buf_add(&out->out, &a.given, sizeof a.given);
    else
        for (uint32_t k = 0; (k = labeller_given(m, w->margin, w->p, v->threshold, k)) < m->K; k++)
            buf_add(&out->out, &k, sizeof k);
    buf_str(&out->out, truth);
    buf_str(&out->out, r->group);
    return true;
}

static bool rows_room(eval *v)
{
    size_t need = v->N + 2, c0 = v->cap_rows, c1 = c0, c2 = c0, c3 = c0, c4 = c0;

    return GROW(v->certainty, c0, need) && GROW(v->weight, c1, need) && GROW(v->unsure, c2, need) &&
           GROW(v->group, c3, need) && GROW(v->truth_begin, c4, need) &&
           GROW(v->given_begin, v->cap_rows, need);
}

static bool collect_truth(eval *v, str rest)
{
    do {
        str name = str_trim(v->m->multi_label ? str_cut(&rest, v->m->separator) : rest);

        if (v->m->multi_label && name.n == 0)
            continue;
        if (!GROW(v->truth, v->cap_truth, v->n_truth + 1))
            return false;
        v->truth[v->n_truth] = arena_copy(&v->names, name);
        if (!v->truth[v->n_truth++].p)
            return false;
    } while (v->m->multi_label && rest.p);
    return true;
}

static bool collect(eval *v, const answer *a, const char *behind)
{
    if (!rows_room(v) || !GROW(v->given, v->cap_given, v->n_given + a->n_given + 1))
        return false;
    v->certainty[v->N] = a->certainty;
    v->weight[v->N] = a->weight;
    v->unsure[v->N] = (uint8_t)a->unsure;
    v->truth_begin[v->N] = v->n_truth;
    v->given_begin[v->N] = v->n_given;
    memcpy(v->given + v->n_given, behind, a->n_given * sizeof *v->given);
    v->n_given += a->n_given;
    behind += a->n_given * sizeof *v->given;
    v->group[v->N] = arena_copy(&v->names, (str){behind + a->n_truth, a->n_group});
    if (!v->group[v->N].p || !collect_truth(v, (str){behind, a->n_truth}))
        return false;
    v->N++;
    v->truth_begin[v->N] = v->n_truth;
    v->given_begin[v->N] = v->n_given;
    return true;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    eval *v = to;

    for (size_t at = 0; at < r->out.n;) {
        answer a;

        memcpy(&a, r->out.p + at, sizeof a);
        at += sizeof a;
        if (!collect(v, &a, r->out.p + at))
            return err_memory(e);
        at += a.n_given * sizeof *v->given + a.n_truth + a.n_group;
    }
    return rejects_add(&v->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    eval *v = to;
    uint64_t done, total;

    reader_progress(r, &done, &total);
    progress_bytes(&v->progress, done, total, reader_bytes(r), v->N + v->rejects.n);
}

/* From names to numbers, rows to figures, figures to a report. */
static bool report_answers(eval *v, const parsed *p, buf *out, err *e)
{
    const model *m = v->m;
    arena a = {0};
    uint32_t *truth = ARENA_NEW(&a, v->n_truth, uint32_t), *group = ARENA_NEW(&a, v->N, uint32_t);
    uint32_t T = 0, n_groups = 0;
    str *label = NULL, *group_name = NULL;
    answers in = {.N = v->N, .K = m->K, .multi_label = m->multi_label, .given = v->given};
    interval_options io = INTERVAL_DEFAULT;
    metrics figures;
    intervals band;
    curve risk;
    report shown = {.task = m->task, .in = &in, .m = &figures, .band = &band, .risk = &risk};
    bool ok = (truth && group) || err_memory(e);

    if (ok && v->N == 0)
        ok = err_set(e, ERR_INPUT, "no labelled records to measure on (%llu rejected)",
                     (unsigned long long)v->rejects.n);
    ok = ok && metrics_names(m->label, m->K, v->truth, v->n_truth, &a, &label, &T, truth, e);
    if (ok && v->grouped)
        ok = metrics_names(NULL, 0, v->group, v->N, &a, &group_name, &n_groups, group, e);
    in.T = T;
    in.label = label;
    in.truth = truth;
    in.weight = v->weighted ? v->weight : NULL;
    if (ok && m->multi_label) {
        size_t n = 0;

        /* A label that a row names twice counts once: rows move up. */
        for (size_t i = 0; i < v->N; i++) {
            size_t begin = v->truth_begin[i], end = v->truth_begin[i + 1];
            uint32_t left = metrics_set(truth + begin, (uint32_t)(end - begin));

            memmove(truth + n, truth + begin, left * sizeof *truth);
            v->truth_begin[i] = n;
            n += left;
        }
        v->truth_begin[v->N] = n;
        in.truth_begin = v->truth_begin;
        in.given_begin = v->given_begin;
    } else {
        in.unsure = v->threshold > 0 ? v->unsure : NULL;
        in.certainty = m->calibration.kind != CALIBRATION_NONE ? v->certainty : NULL;
    }
    io.R = (uint32_t)opt_int(p, "resamples");
    io.seed = (uint64_t)opt_int(p, "seed");
    io.threads = v->labeller.threads;
    io.group = v->grouped ? group : NULL;
    ok = ok && metrics_compute(&in, &a, &figures, e) && interval_bootstrap(&in, &io, &band, e) &&
         curves_risk(&in, &a, &risk, e);
    if (ok && strcmp(opt_string(p, "to"), "json") == 0)
        report_json(&shown, out);
    else if (ok)
        report_text(&shown, out);
    arena_free(&a);
    return ok && (!out->failed || err_memory(e));
}

static void release(eval *v)
{
    labeller_close(&v->labeller);
    arena_free(&v->names);
    free(v->certainty);
    free(v->weight);
    free(v->unsure);
    free(v->group);
    free(v->truth_begin);
    free(v->given_begin);
    free(v->truth);
    free(v->given);
}

static bool eval_records(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, true);
    models ms = {0};
    buf out = {0};
    eval v = {.threshold = opt_real(p, "threshold"),
              .grouped = how.fields.group != NULL,
              .weighted = how.fields.weight != NULL,
              .rejects = {.file = {.fd = -1}}};
    bool ok = job_inputs(p, p->arena, &in, &n_in, e) && job_outputs(p, in, n_in, e) &&
              models_open(p, 1 + how.fields.n_more, p->arena, &ms, e);

    if (ok && ms.n != 1)
        ok = err_set(e, ERR_USAGE, "eval: one task at a time (%zu given)", ms.n);
    ok = ok && labeller_open(&ms, job_threads(p), "eval", v.threshold, &v.labeller, e) &&
         rejects_open(p, &v.rejects, e);
    v.m = ok ? ms.each[0] : NULL;
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = v.labeller.threads,
                   .to = &v,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        progress_begin(&v.progress, "eval");
        ok = batch_run(&b, e);
        progress_end(&v.progress);
    }
    ok = ok && report_answers(&v, p, &out, e) && rejects_commit(&v.rejects, e) &&
         save_file(opt_string(p, "output"), buf_view(&out), e);
    if (!ok)
        rejects_abandon(&v.rejects, e);
    else
        rejects_report(&v.rejects, v.N + v.rejects.n, "measured", false);
    *rejected = v.rejects.n;
    release(&v);
    models_close(&ms);
    buf_free(&out);
    return ok;
}

static bool eval_run(const parsed *p, uint64_t *rejected, err *e)
{
    return (opt_flag(p, "articles") ? eval_articles : eval_records)(p, rejected, e);
}

static const option eval_options[] = {
    OPTION_MODELS,
    {.word = "articles", .help = "files hold annotated articles: measure each layer"},
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("text", "json"),
     .value = "text",
     .help = "form of the report: text or json"},
    OPTION_THRESHOLD,
    {.word = "resamples",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 1000000,
     .value = "1000",
     .help = "of the bootstrap, for the intervals"},
    OPTION_SEED("of the bootstrap"),
    INPUT_OPTIONS,
    OPTION_LABEL_FIELD,
    OPTION_TARGET_FIELD,
    OPTION_WEIGHT_FIELD,
    OPTION_GROUP_FIELD,
    {.heading = "Output"},
    OPTION_OUTPUT,
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command eval_command = {
    .name = "eval",
    .summary = "measure a model on labelled records",
    .usage = "slant eval -m MODEL [options] FILE...",
    .description =
        "Labels the records and compares with their own labels: precision, recall and F1 of each label, "
        "averages, confusions and how far probabilities can be trusted, each headline figure with a "
        "95 % bootstrap interval. Give --group-field where records belong together (sentences of an "
        "article): intervals are too narrow without it.",
    .options = eval_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant eval --group-field article corpora/opinion/test.tsv",
    .run = eval_run,
};
