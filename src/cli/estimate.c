/* slant estimate: a labelled sample and a corpus in, the shares of labels in the corpus's groups out. Both go
 * the road of classify; what a worker passes on is what a record was given and with which probabilities,
 * which emit (batch.h) counts in the input's order: the sample row by row, the corpus by cell and group
 * (measure/census.h). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/grow.h"
#include "base/order.h"
#include "base/secret.h"
#include "cli/command.h"
#include "cli/estimates_picture.h"
#include "cli/job.h"
#include "cli/labeller.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "cli/rows_csv.h"
#include "measure/cells.h"
#include "score/batch.h"

/* A record as a worker writes it, with p[K], its group's key and its cluster behind it. */
typedef struct packed {
    uint32_t given, truth;
    uint32_t n_key, n_cluster; /* bytes */
    bool has_key;              /* it has all the --by columns */
} packed;

/* A row of the sample. */
typedef struct row {
    uint32_t cell, truth, cluster, order;
    str key;
} row;

typedef struct estimate {
    const model *m;
    labeller labeller;
    by by;
    shares_options options;
    bool clustered, reads_sample;
    rejects rejects;
    progress progress;
    uint64_t n_records, n_bytes; /* the bytes of what was read last */
    uint64_t n_alone;            /* records without a group */

    cells cells;
    census census;
    wordmap clusters; /* of the sample                               */
    row *row;         /* [n_rows]                                    */
    size_t n_rows, cap_rows;
    bool keyed; /* all of them have the --by columns           */
    arena strings;
} estimate;

/* ---- reading ---- */

static bool reject(estimate *v, const record *r, batch_results *out)
{
    reject_count(&v->rejects, r, out);
    return true;
}

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    estimate *v = to;
    const model *m = v->m;
    const tasks_work *w = &v->labeller.work[worker];
    str truth = str_trim(r->label);
    packed a = {.has_key = by_has(&v->by, r)};
    record bad = *r;
    buf key = {0};
    bool ok = true;

    if (r->bad)
        return reject(v, r, out);
    bad.why = (err){0};
    if (v->reads_sample) {
        a.truth = labeller_label(m, truth);
        if (a.truth == m->K)
            (void)err_at(&bad.why, ERR_INPUT, r->path, r->line, r->byte,
                         truth.n ? "label '%.*s' is not in the model" : "the label is empty",
                         (int)(truth.n < 60 ? truth.n : 60), truth.p);
    }
    if (!v->reads_sample || (v->options.method == SHARES_PPI && a.has_key))
        ok = by_key(&v->by, r, out->columns, &key, &bad.why, e);
    if (ok && bad.why.code != ERR_NONE) {
        buf_free(&key);
        return reject(v, &bad, out);
    }
    ok = ok && labeller_score(&v->labeller, worker, r->text, e);
    if (ok) {
        a.given = model_decide(m, w->margin, w->p);
        a.n_key = (uint32_t)key.n;
        a.n_cluster = (uint32_t)r->group.n;
        buf_add(&out->out, &a, sizeof a);
        buf_add(&out->out, w->p, m->K * sizeof *w->p);
        buf_str(&out->out, buf_view(&key));
        buf_str(&out->out, r->group);
        out->out.failed |= key.failed;
    }
    buf_free(&key);
    return ok;
}

static bool add_row(estimate *v, const packed *a, str key, str cluster, uint32_t cell, err *e)
{
    word_key found = wordmap_key(&v->clusters, cluster);
    const word_entry *entry;
    bool is_new;

    if (!v->clustered)
        entry = NULL;
    else if (!(entry = wordmap_get(&v->clusters, &found, &is_new)))
        return err_memory(e);
    if (!GROW(v->row, v->cap_rows, v->n_rows + 1))
        return err_memory(e);
    v->row[v->n_rows] = (row){.cell = cell,
                              .truth = a->truth,
                              .cluster = entry ? entry->index : 0,
                              .order = (uint32_t)v->n_rows,
                              .key = arena_copy(&v->strings, key)};
    v->keyed &= a->has_key;
    return v->row[v->n_rows++].key.p || err_memory(e);
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    estimate *v = to;
    double p[SHARES_LABELS_MAX];
    size_t p_bytes = v->m->K * sizeof *p;

    v->n_records += r->n_records;
    for (size_t at = 0; at < r->out.n;) {
        packed a;
        str key, cluster;
        uint32_t cell;
        char alone[24];

        memcpy(&a, r->out.p + at, sizeof a);
        memcpy(p, r->out.p + at + sizeof a, p_bytes);
        key = (str){r->out.p + at + sizeof a + p_bytes, a.n_key};
        cluster = (str){key.p + a.n_key, a.n_cluster};
        at += sizeof a + p_bytes + a.n_key + a.n_cluster;
        if (a.n_cluster == 0) /* no cell of a table has a line end: a record without a group is one itself */
            cluster = (str){alone, (size_t)snprintf(alone, sizeof alone, "\n%" PRIu64, v->n_alone++)};
        if (!cells_add(&v->cells, a.given, p, &cell, e))
            return false;
        if (v->reads_sample ? !add_row(v, &a, key, cluster, cell, e)
                            : !census_add(&v->census, key, v->clustered ? cluster : (str){0}, cell, e))
            return false;
    }
    return rejects_add(&v->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    estimate *v = to;

    v->n_bytes = reader_bytes(r);
    progress_reader(&v->progress, r, v->n_records);
}

static bool read_all(estimate *v, const input *in, size_t n_in, const reader_options *how, err *e)
{
    batch b = {.in = in,
               .n_in = n_in,
               .reader = how,
               .threads = v->labeller.threads,
               .to = v,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok;

    progress_begin(&v->progress, v->reads_sample ? "sample" : "estimate");
    ok = batch_run(&b, e);
    progress_end(&v->progress);
    return ok;
}

/* ---- the sample ---- */

static int by_key_then_order(const void *a, const void *b)
{
    const row *x = a, *y = b;
    int c = str_cmp(x->key, y->key);

    return c ? c : order_of(x->order, y->order);
}

/* The sample's rows from `begin` to `end`, their clusters numbered anew; `number` is scratch, all zero before
 * and after. */
static bool make_sample(const estimate *v, size_t begin, size_t end, uint32_t *number, arena *a,
                        shares_sample *out)
{
    size_t n = end - begin;
    uint32_t *cell = ARENA_NEW(a, n, uint32_t), *truth = ARENA_NEW(a, n, uint32_t),
             *cluster = ARENA_NEW(a, n, uint32_t);

    *out = (shares_sample){.n = n, .cell = cell, .truth = truth, .cluster = v->clustered ? cluster : NULL};
    if (!cell || !truth || !cluster)
        return false;
    for (size_t i = 0; i < n; i++) {
        const row *r = &v->row[begin + i];

        cell[i] = r->cell;
        truth[i] = r->truth;
        if (v->clustered && !number[r->cluster])
            number[r->cluster] = ++out->n_clusters;
        cluster[i] = v->clustered ? number[r->cluster] - 1 : 0;
    }
    for (size_t i = begin; i < end; i++)
        number[v->row[i].cluster] = 0;
    return true;
}

/* Where the rows of a key begin. */
static size_t first_of(const estimate *v, str key)
{
    size_t low = 0, high = v->n_rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_cmp(v->row[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the road ---- */

/* Group by group; ppi's own sample is the whole where there is one group, that of the group where the sample
 * tells groups apart, else pooled. */
static bool estimate_groups(estimate *v, arena *a, shares_fit *fit, shares *of, err *e)
{
    bool apart = v->options.method == SHARES_PPI && v->by.n > 0 && v->keyed;
    uint32_t *number = ARENA_NEW(a, v->clusters.n + (size_t)1, uint32_t);
    shares_cells kinds;
    shares_sample *sample = ARENA_NEW(a, 1, shares_sample);
    size_t used = 0;
    bool ok = true;

    if (!number || !sample)
        return err_memory(e);
    if (apart && v->n_rows)
        qsort(v->row, v->n_rows, sizeof *v->row, by_key_then_order);
    if (!cells_kinds(&v->cells, a, &kinds, e))
        return false;
    if (!make_sample(v, 0, v->n_rows, number, a, sample))
        return err_memory(e);
    if (!shares_learn(&v->options, &kinds, sample, a, fit, e))
        return false;
    progress_begin(&v->progress, "estimate");
    for (size_t i = 0; ok && i < v->census.n_groups; i++) {
        const census_group *g = &v->census.group[i];
        shares_group group = {.part = g->part,
                              .n = g->n_parts,
                              .clustered = v->clustered,
                              .seed = hash_pair(v->options.seed, hash_str(g->key, 0))};
        arena own_arena = {0};
        shares_sample own = *sample;

        if (apart) {
            size_t begin = first_of(v, g->key), end = begin;

            while (end < v->n_rows && str_eq(v->row[end].key, g->key))
                end++;
            used += end - begin;
            ok = make_sample(v, begin, end, number, &own_arena, &own) || err_memory(e);
        }
        ok = ok && shares_estimate(fit, &group, v->by.n == 0 || apart ? &own : NULL, a, &of[i], e);
        arena_free(&own_arena);
        progress_steps(&v->progress, i + 1, v->census.n_groups, NULL);
    }
    progress_end(&v->progress);
    if (ok && apart && used < v->n_rows)
        (void)fprintf(stderr,
                      "slant: %zu of %zu sampled records are of groups that the corpus does not have\n",
                      v->n_rows - used, v->n_rows);
    return ok;
}

static bool write_picture(const parsed *p, const estimates *found, arena *a, err *e)
{
    buf out = {0};
    bool ok =
        !opt_given(p, "plot") || (estimates_picture(found, a, &out, e) && (!out.failed || err_memory(e)) &&
                                  save_file(opt_string(p, "plot"), buf_view(&out), e));

    buf_free(&out);
    return ok;
}

static bool write_results(estimate *v, const parsed *p, err *e)
{
    const char *to = opt_string(p, "to");
    arena a = {0};
    shares_fit fit;
    shares *of;
    buf out = {0};
    estimates found = {.by = &v->by, .method = opt_string(p, "method"), .label = v->m->label, .K = v->m->K};
    bool ok = census_sort(&v->census, e);

    if (ok && v->n_rows == 0 && v->options.method != SHARES_COUNT)
        ok = err_set(e, ERR_INPUT, "no record of the sample can be used (%llu rejected)",
                     (unsigned long long)v->rejects.n);
    of = ok ? ARENA_NEW(&a, v->census.n_groups + 1, shares) : NULL;
    ok = ok && (of || err_memory(e)) && estimate_groups(v, &a, &fit, of, e);
    if (ok) {
        found.missing = fit.missing;
        found.group = v->census.group;
        found.of = of;
        found.n = v->census.n_groups;
        (strcmp(to, "jsonl") == 0  ? estimates_jsonl
         : strcmp(to, "text") == 0 ? estimates_text
                                   : estimates_tsv)(&found, &out);
        if (strcmp(to, "csv") == 0)
            rows_csv(&out, 0);
    }
    ok = ok && write_picture(p, &found, &a, e) && (!out.failed || err_memory(e)) &&
         save_file(opt_string(p, "output"), buf_view(&out), e);
    buf_free(&out);
    arena_free(&a);
    return ok;
}

static const char *const methods[] = {
    [SHARES_COUNT] = "count", [SHARES_ADJUSTED] = "adjusted", [SHARES_PROBABILISTIC] = "probabilistic",
    [SHARES_EM] = "em",       [SHARES_PPI] = "ppi",
};

static shares_options settle_options(const parsed *p)
{
    shares_options o = {.R = (uint32_t)opt_int(p, "resamples"),
                        .level = 0.95,
                        .seed = (uint64_t)opt_int(p, "seed"),
                        .threads = job_threads(p)};

    for (unsigned i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i], opt_string(p, "method")) == 0)
            o.method = (shares_method)i;
    return o;
}

/* The sample's file: what its ending says, else --format, which the corpus may have been given for. */
static bool list_sample(const parsed *p, input **in, size_t *n, err *e)
{
    const char *path = opt_string(p, "labelled"), *form = opt_string(p, "format");
    format forced;
    err by_ending = {0};

    if (!path)
        return true;
    if (job_list(&path, 1, FORMAT_AUTO, p->arena, in, n, &by_ending))
        return true;
    if (!form || by_ending.code != ERR_USAGE)
        return job_list(&path, 1, FORMAT_AUTO, p->arena, in, n, e);
    return format_parse(form, &forced, e) && job_list(&path, 1, forced, p->arena, in, n, e);
}

static bool check_inputs(const parsed *p, const input *corpus, size_t n_corpus, const input *sample,
                         size_t n_sample, err *e)
{
    input *all = ARENA_NEW(p->arena, n_corpus + n_sample + 1, input);
    unsigned n_standard = 0;

    if (!all)
        return err_memory(e);
    for (size_t i = 0; i < n_corpus + n_sample; i++) {
        all[i] = i < n_corpus ? corpus[i] : sample[i - n_corpus];
        n_standard += strcmp(all[i].path, "-") == 0;
    }
    if (n_standard > 1)
        return err_set(e, ERR_USAGE,
                       "estimate: the corpus and --labelled would both be read from standard input");
    return job_outputs(p, all, n_corpus + n_sample, e);
}

static bool check_model(const models *ms, const estimate *v, err *e)
{
    const model *m = ms->each[0];

    if (ms->n != 1)
        return err_set(e, ERR_USAGE, "estimate: one model of one task at a time (%zu given)", ms->n);
    e->path = ms->path[0];
    if (m->multi_label)
        return err_set(e, ERR_USAGE, "gives several labels a record, whose shares estimate does not know");
    if (m->K > SHARES_LABELS_MAX)
        return err_set(e, ERR_USAGE, "has %u labels; estimate takes %d at most", m->K, SHARES_LABELS_MAX);
    if (m->calibration.kind == CALIBRATION_NONE &&
        (v->options.method == SHARES_PROBABILISTIC || v->options.method == SHARES_EM))
        return err_set(e, ERR_USAGE, "gives no probabilities (trained without --cv): use --method adjusted");
    e->path = NULL;
    return true;
}

static bool open_all(const models *ms, unsigned threads, estimate *v, err *e)
{
    shares_method method = v->options.method;

    v->m = ms->each[0];
    return labeller_open(ms, threads, "estimate", 0, &v->labeller, e) &&
           cells_init(&v->cells, v->m->K,
                      method >= SHARES_PROBABILISTIC && v->m->calibration.kind != CALIBRATION_NONE, e) &&
           census_init(&v->census, e) && (wordmap_init(&v->clusters, 8, secret()) || err_memory(e));
}

static void close_all(estimate *v)
{
    labeller_close(&v->labeller);
    cells_free(&v->cells);
    census_free(&v->census);
    wordmap_free(&v->clusters);
    free(v->row);
    arena_free(&v->strings);
}

static bool estimate_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL, *sample = NULL;
    size_t n_in = 0, n_sample = 0;
    reader_options how = job_reader(p, false), how_sample = job_reader(p, true);
    models ms = {0};
    estimate v = {.options = settle_options(p),
                  .clustered = how.fields.group != NULL,
                  .keyed = true,
                  .rejects = {.file = {.fd = -1}}};
    bool ok = by_parse(p, &v.by, e) && job_inputs(p, p->arena, &in, &n_in, e) &&
              list_sample(p, &sample, &n_sample, e);

    if (ok && !opt_given(p, "labelled") && v.options.method != SHARES_COUNT)
        ok = err_set(e, ERR_USAGE, "estimate: --labelled FILE is missing (only --method count does without)");
    ok = ok && (!opt_given(p, "plot") || estimates_picture_check(&v.by, e)) &&
         check_inputs(p, in, n_in, sample, n_sample, e) &&
         models_open(p, 1 + how.fields.n_more, p->arena, &ms, e) && check_model(&ms, &v, e) &&
         open_all(&ms, job_threads(p), &v, e) && rejects_open(p, &v.rejects, e);
    how.keep = how_sample.keep = v.by.n > 0;
    how.not_utf8 = how_sample.not_utf8 = &v.rejects.coding;
    if (ok && n_sample && v.options.method != SHARES_COUNT) {
        v.reads_sample = true;
        ok = read_all(&v, sample, n_sample, &how_sample, e);
        v.reads_sample = false;
        if (ok)
            models_warn_learnt(&ms, v.n_bytes, v.n_rows);
    }
    ok = ok && read_all(&v, in, n_in, &how, e) && write_results(&v, p, e) && rejects_commit(&v.rejects, e);
    if (!ok) {
        rejects_abandon(&v.rejects, e);
    } else {
        by_warn(&v.by, v.n_records);
        rejects_report(&v.rejects, v.n_records, "used", false);
    }
    *rejected = v.rejects.n;
    close_all(&v);
    models_close(&ms);
    return ok;
}

static const option estimate_options[] = {
    OPTION_MODELS,
    {.word = "labelled",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "the sample that people have labelled"},
    OPTION_BY("columns to group by: outlet,date:month (or :year)"),
    {.word = "method",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("count", "adjusted", "probabilistic", "em", "ppi"),
     .value = "adjusted",
     .help = "count, adjusted, probabilistic, em or ppi"},
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("tsv", "csv", "jsonl", "text"),
     .value = "tsv",
     .help = "form of the results: tsv, csv, jsonl or text"},
    {.word = "resamples",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 1000000,
     .value = "1000",
     .help = "of the bootstrap, for the intervals"},
    OPTION_SEED("of the bootstrap"),
    {.word = "plot",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "draw the shares over time there, as SVG"},
    INPUT_OPTIONS,
    OPTION_LABEL_FIELD,
    OPTION_GROUP_FIELD,
    {.heading = "Output"},
    OPTION_OUTPUT,
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command estimate_command = {
    .name = "estimate",
    .summary = "shares of labels in a corpus, corrected for mistakes",
    .usage = "slant estimate [-m MODEL] --labelled FILE [options] [FILE|DIR|-]...",
    .description =
        "How large a part of each group of a corpus bears each label: as the model counts, and corrected "
        "for the mistakes it makes on a labelled sample, with 95 % intervals that include what the sample "
        "leaves open. The sample must be new to the model, and texts of a label alike in sample and group "
        "(adjusted, probabilistic, em); ppi wants a random sample of each group, and no more. Give "
        "--group-field where records belong together.",
    .options = estimate_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant estimate --labelled corpora/opinion/test.tsv corpora/opinion/train.tsv",
    .run = estimate_run,
};
