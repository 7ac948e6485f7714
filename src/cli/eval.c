/* slant eval: labelled records in, figures with intervals out; of several models of one task also what parts
 * them. */
#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"
#include "cli/collect.h"
#include "cli/command.h"
#include "cli/eval_articles.h"
#include "cli/eval_html.h"
#include "cli/learning_tsv.h"
#include "measure/report.h"

/* All that is known of one model. */
typedef struct measured {
    answers in;
    metrics figures;
    resamples drawn;
    intervals band;
    curve risk;
    comparison compared;
    report report;
    curve *precision; /* [K], for the page alone; NULL: too many labels */
} measured;

/* The curve of each label. */
static bool draw_precision(const collected *c, size_t which, measured *m, arena *a, err *e)
{
    uint32_t K = m->in.K;
    bool ok;

    m->precision = ARENA_NEW(a, K, curve);
    ok = m->precision || err_memory(e);
    for (uint32_t k = 0; ok && k < K; k++)
        ok = curves_precision(&m->in, k, c->of[which].score + k, K, a, &m->precision[k], e);
    return ok;
}

/* An error where not one record has a label that the model knows: most likely another column was meant. */
static bool knows_labels(const measured *m, const char *path, err *e)
{
    enum { SHOWN = 40 };
    const answers *in = &m->in;
    str theirs = utf8_cut(in->label[in->T - 1], SHOWN), own = utf8_cut(in->label[0], SHOWN);

    if (m->figures.n_unknown < in->N || in->T == in->K)
        return true;
    e->path = path;
    return err_set(
        e, ERR_INPUT,
        "no record's label is one of its own: '%.*s' here, '%.*s' there; --label-field names the column",
        (int)theirs.n, theirs.p, (int)own.n, own.p);
}

static bool measure(const collected *c, size_t which, const interval_options *io, bool named, measured *m,
                    arena *a, err *e)
{
    m->in = collect_answers(c, which);
    m->report = (report){.task = c->models.each[which]->task,
                         .in = &m->in,
                         .m = &m->figures,
                         .band = &m->band,
                         .risk = &m->risk};
    if (named)
        m->report.model = str_z(c->models.path[which]);
    return metrics_compute(&m->in, a, &m->figures, e) && knows_labels(m, c->models.path[which], e) &&
           interval_draw(&m->in, io, a, &m->drawn, e) && interval_read(&m->drawn, io, &m->band, e) &&
           curves_risk(&m->in, a, &m->risk, e) &&
           (!collect_has_scores(c) || draw_precision(c, which, m, a, e));
}

static bool compare(const measured *first, measured *m, const interval_options *io, err *e)
{
    compare_side one = {&first->in, &first->figures, &first->drawn}, two = {&m->in, &m->figures, &m->drawn};

    m->report.first = &first->report;
    m->report.compared = &m->compared;
    return compare_models(&one, &two, io, &m->compared, e);
}

enum { STRONGEST = 10 }; /* n-grams a label, text and block, on the page */

/* The strongest n-grams of a task, for its texts; NULL for a kernel machine. */
static bool open_strongest(const model *m, arena *a, strongest_ngrams **out, err *e)
{
    uint32_t n = model_texts(m);
    bool ok = true;

    *out = NULL;
    if (m->kernel.kind != KERNEL_NONE)
        return true;
    *out = ARENA_NEW(a, n, strongest_ngrams);
    for (uint32_t i = 0; *out && ok && i < n; i++)
        ok = strongest_open(m + i, STRONGEST, *out + i, e);
    return *out ? ok : err_memory(e);
}

/* The page of --report. */
static bool write_page(const parsed *p, collected *c, const measured *all, const learning_curve *learnt,
                       arena *a, buf *out, err *e)
{
    size_t n = c->models.n;
    eval_page *page = ARENA_NEW(a, n, eval_page);
    uint64_t seed = secret();
    bool ok = page || err_memory(e);

    for (size_t i = 0; ok && i < n; i++) {
        const task *t = &c->labeller.tasks.task[i];

        page[i] = (eval_page){.model = str_z(c->models.path[i]),
                              .report = &all[i].report,
                              .precision = all[i].precision,
                              .mistakes = t->m->multi_label ? NULL : &c->of[i].mistakes,
                              .n_texts = model_texts(t->m),
                              .probable = t->m->calibration.kind != CALIBRATION_NONE};
        ok = mistakes_explain(&c->of[i].mistakes, t, seed, e) &&
             open_strongest(t->m, a, &page[i].strongest, e);
        if (!ok)
            e->path = c->models.path[i];
    }
    if (ok)
        eval_html(p->operand, p->n_operands, page, n, learnt, str_z(opt_string(p, "curve")), out);
    for (size_t i = 0; page && i < n; i++)
        for (uint32_t k = 0; page[i].strongest && k < page[i].n_texts; k++)
            strongest_close(&page[i].strongest[k]);
    return ok && (!out->failed || err_memory(e));
}

/* The models one behind the other; all but the first are compared with it. */
static bool write_reports(const parsed *p, collected *c, const learning_curve *learnt, buf *out, buf *page,
                          err *e)
{
    bool json = strcmp(opt_string(p, "to"), "json") == 0;
    size_t n = c->models.n;
    arena a = {0};
    measured *all = ARENA_NEW(&a, n, measured);
    interval_options io = INTERVAL_DEFAULT;
    bool ok = all || err_memory(e);

    io.R = (uint32_t)opt_int(p, "resamples");
    io.seed = (uint64_t)opt_int(p, "seed");
    io.threads = c->labeller.threads;
    io.group = c->group;
    for (size_t i = 0; ok && i < n; i++)
        ok = measure(c, i, &io, json || n > 1, &all[i], &a, e) &&
             (i == 0 || compare(&all[0], &all[i], &io, e));
    for (size_t i = 0; ok && i < n; i++) {
        if (i && !json)
            buf_char(out, '\n');
        (json ? report_json : report_text)(&all[i].report, out);
    }
    ok = ok && (!c->details || write_page(p, c, all, learnt, &a, page, e));
    arena_free(&a);
    return ok && (!out->failed || err_memory(e));
}

/* The file of --curve, before any work is done. */
static bool read_curve(const parsed *p, learning_curve *out, err *e)
{
    const char *path = opt_string(p, "curve");

    if (path && !opt_given(p, "report"))
        return err_set(e, ERR_USAGE, "eval: --curve is shown on the page of --report: name one");
    return !path || learning_tsv_read(path, p->arena, out, e);
}

static bool eval_records(const parsed *p, uint64_t *rejected, err *e)
{
    collected c;
    buf out = {0}, page = {0};
    const char *report_path = opt_string(p, "report");
    learning_curve learnt = {0};
    bool ok = collect_open(p, report_path != NULL, &c, e) && read_curve(p, &learnt, e) &&
              collect_run(p, &c, e) && write_reports(p, &c, &learnt, &out, &page, e) &&
              (!report_path || save_file(report_path, buf_view(&page), e)) &&
              save_file(opt_string(p, "output"), buf_view(&out), e);

    ok = collect_end(&c, ok, e);
    *rejected = c.rejects.n;
    buf_free(&out);
    buf_free(&page);
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
    OPTION_PRIOR,
    {.word = "resamples",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 1000000,
     .value = "1000",
     .help = "of the bootstrap; exchanges of the tests"},
    OPTION_SEED("of the bootstrap"),
    INPUT_OPTIONS,
    OPTION_LABEL_FIELD,
    OPTION_TARGET_FIELD,
    OPTION_WEIGHT_FIELD,
    OPTION_GROUP_FIELD,
    {.heading = "Output"},
    OPTION_OUTPUT,
    {.word = "report",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "a page too: curves, confusions, worst mistakes"},
    {.word = "curve",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "train's learning curve, for that page"},
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command eval_command = {
    .name = "eval",
    .summary = "measure a model on labelled records",
    .usage = "slant eval [-m MODEL]... [options] FILE...",
    .description =
        "Labels the records and compares with their own labels: precision, recall and F1 of each label, "
        "averages, confusions and how far probabilities can be trusted, each headline figure with a "
        "95 % bootstrap interval. Several models of one task are compared with the first on the same "
        "records: what differs, how far it may be chance. Give --group-field where records belong "
        "together (sentences of an article): intervals are too narrow without it.",
    .options = eval_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant eval --group-field article corpora/opinion/test.tsv",
    .run = eval_run,
};
