/* slant check: two labelled sets in, what makes them unfit for each other out. Workers turn records into keys
 * and shingles; emit (batch.h) collects them in the input's order, first the training set, then the test
 * set; measure/leaks.h does the rest. Of a text nothing is kept but its shingles, 8 bytes a word.
 *
 * Why a similarity of 0.5 by default: two thirds of each text's shingles are then the other's. Of 36 pairs
 * between 0.5 and 0.7 that were read (wire news, postings, sentences from news), all but seven
 * were one text edited, shortened or quoted in full; the seven were short sentences and rows of a template. A
 * false alarm costs a look, a leak that is missed costs the figure. */
#include <stdlib.h>

#include "base/grow.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/job.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "cli/rows_csv.h"
#include "measure/leaks.h"
#include "measure/metrics.h"
#include "measure/twins.h"
#include "score/batch.h"

/* One record, as a worker writes it; id, label, group and target follow, then the shingles. */
typedef struct item {
    text_key key;
    const char *path;
    uint64_t line;
    size_t n_shingles;
    uint32_t n_words, day;
    uint32_t n_id, n_label, n_group, n_target; /* bytes */
    bool has_date;
} item;

typedef struct check {
    unsigned n_texts, threads;
    const char *date_field; /* NULL: none */
    shingles *work;         /* [threads]  */
    rejects rejects;
    progress progress;

    /* All records, in order. */
    arena names;
    uint32_t N;
    size_t cap_rows, cap_shingles;
    finding_row *row;  /* [N]     */
    str *target;       /* [N]     */
    text_key *key;     /* [N]     */
    uint32_t *n_words; /* [N]     */
    size_t *begin;     /* [N + 1] */
    uint64_t *shingle;
    bool any_date; /* some record had the column */
} check;

/* ---- a record ---- */

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    check *c = to;
    shingles *s = &c->work[worker];
    const column_value *date = c->date_field && !r->bad ? record_column(r, str_z(c->date_field)) : NULL;
    str label = str_trim(r->label);
    item it;

    if (r->bad) {
        reject_count(&c->rejects, r, out);
        return true;
    }
    if (!shingles_of(s, r->text, c->n_texts))
        return err_memory(e);
    memset(&it, 0, sizeof it); /* its padding too: it is copied as bytes */
    it.key = s->same;
    it.path = r->path;
    it.line = r->line;
    it.n_shingles = s->n;
    it.n_words = s->n_words;
    it.day = date ? leaks_day(date->value) : 0;
    it.has_date = date != NULL;
    it.n_id = (uint32_t)r->id.n;
    it.n_label = (uint32_t)label.n;
    it.n_group = (uint32_t)r->group.n;
    it.n_target = (uint32_t)r->target.n;
    buf_add(&out->out, &it, sizeof it);
    buf_str(&out->out, r->id);
    buf_str(&out->out, label);
    buf_str(&out->out, r->group);
    buf_str(&out->out, r->target);
    buf_add(&out->out, s->shingle, s->n * sizeof *s->shingle);
    return true;
}

static bool rows_room(check *c)
{
    size_t need = (size_t)c->N + 2, c0 = c->cap_rows, c1 = c0, c2 = c0, c3 = c0;

    return GROW(c->row, c0, need) && GROW(c->target, c1, need) && GROW(c->key, c2, need) &&
           GROW(c->n_words, c3, need) && GROW(c->begin, c->cap_rows, need);
}

/* The next n bytes, kept. p is NULL when memory is out. */
static str keep(check *c, const char **at, uint32_t n)
{
    str s = arena_copy(&c->names, (str){*at, n});

    *at += n;
    return s;
}

/* Returns what lies behind the record, or NULL when memory is out. */
static const char *collect(check *c, const item *it, const char *at)
{
    finding_row *r;
    size_t begin, size = it->n_shingles * sizeof *c->shingle;

    if (!rows_room(c))
        return NULL;
    begin = c->begin[c->N];
    if (!GROW(c->shingle, c->cap_shingles, begin + it->n_shingles))
        return NULL;
    r = &c->row[c->N];
    *r = (finding_row){.path = it->path, .line = it->line, .day = it->day};
    r->id = keep(c, &at, it->n_id);
    r->label = keep(c, &at, it->n_label);
    r->group = keep(c, &at, it->n_group);
    c->target[c->N] = keep(c, &at, it->n_target);
    if (!r->id.p || !r->label.p || !r->group.p || !c->target[c->N].p)
        return NULL;
    if (size)
        memcpy(c->shingle + begin, at, size);
    c->key[c->N] = it->key;
    c->n_words[c->N] = it->n_words;
    c->any_date |= it->has_date;
    c->begin[++c->N] = begin + it->n_shingles;
    return at + size;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    check *c = to;
    const char *at = r->out.p, *end = at + r->out.n;

    if (r->out.failed)
        return err_memory(e);
    while (at < end) {
        item it;

        if (c->N >= UINT32_MAX - 2)
            return err_set(e, ERR_INPUT, "more than %u records", UINT32_MAX - 2);
        memcpy(&it, at, sizeof it);
        at = collect(c, &it, at + sizeof it);
        if (!at)
            return err_memory(e);
    }
    return rejects_add(&c->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    check *c = to;

    progress_reader(&c->progress, r, c->N + c->rejects.n);
}

/* ---- both sets ---- */

/* The one or two operands, each by itself. */
static bool list_inputs(const parsed *p, input *in[2], size_t n_in[2], err *e)
{
    for (size_t side = 0; side < p->n_operands; side++) {
        parsed one = *p;

        one.operand = p->operand + side;
        one.n_operands = 1;
        if (!job_inputs(&one, p->arena, &in[side], &n_in[side], e) ||
            !job_outputs(&one, in[side], n_in[side], e))
            return false;
    }
    if (p->n_operands == 2 && strcmp(p->operand[0], "-") == 0 && strcmp(p->operand[1], "-") == 0)
        return err_set(e, ERR_USAGE,
                       "check: standard input cannot be both the training set and the test set");
    return true;
}

static bool read_side(check *c, const reader_options *how, const input *in, size_t n_in, err *e)
{
    batch b = {.in = in,
               .n_in = n_in,
               .reader = how,
               .threads = c->threads,
               .to = c,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok;

    progress_begin(&c->progress, "check");
    ok = batch_run(&b, e);
    progress_end(&c->progress);
    return ok;
}

/* Names to numbers, in bytewise order; the empty name is none. */
static bool number(const str *name, uint32_t N, arena *a, str **names, uint32_t *n, uint32_t **out, err *e)
{
    *out = ARENA_NEW(a, (size_t)N + 1, uint32_t);
    if (!*out)
        return err_memory(e);
    if (!metrics_names(NULL, 0, name, N, a, names, n, *out, e))
        return false;
    for (uint32_t i = 0; i < N; i++)
        if (name[i].n == 0)
            (*out)[i] = LEAKS_NONE;
    return true;
}

/* From names to numbers, from numbers to findings. */
static bool find(const check *c, const parsed *p, uint32_t n_train, arena *a, leaks *out, str **label, err *e)
{
    str *name = ARENA_NEW(a, (size_t)c->N + 1, str), *group_name, *target_name;
    uint32_t *day = ARENA_NEW(a, (size_t)c->N + 1, uint32_t), *label_of, *group_of, *target_of, n_targets;
    leak_rows in = {.N = c->N,
                    .n_train = n_train,
                    .dated = c->date_field != NULL,
                    .key = c->key,
                    .n_words = c->n_words,
                    .begin = c->begin,
                    .shingle = c->shingle,
                    .day = day};
    bool ok = (name && day) || err_memory(e);

    for (uint32_t i = 0; ok && i < c->N; i++) {
        name[i] = c->row[i].label;
        day[i] = c->row[i].day;
    }
    ok = ok && number(name, c->N, a, label, &in.n_labels, &label_of, e);
    for (uint32_t i = 0; ok && i < c->N; i++)
        name[i] = c->row[i].group;
    ok = ok && number(name, c->N, a, &group_name, &in.n_groups, &group_of, e) &&
         number(c->target, c->N, a, &target_name, &n_targets, &target_of, e);
    if (!ok)
        return false;
    in.label = label_of;
    in.group = group_of;
    in.target = target_of;
    return leaks_find(&in, opt_real(p, "similar"), c->threads, out, e);
}

static bool report(const check *c, const parsed *p, uint32_t n_train, size_t *n_found, err *e)
{
    const char *to = opt_string(p, "to");
    arena a = {0};
    buf out = {0};
    leaks l = {0};
    str *label = NULL;
    bool ok = find(c, p, n_train, &a, &l, &label, e);
    findings f = {.leaks = &l,
                  .row = c->row,
                  .label = label,
                  .path = {p->operand[0], p->n_operands > 1 ? p->operand[1] : NULL},
                  .n = {n_train, c->N - n_train},
                  .top = (size_t)opt_int(p, "top")};

    if (ok) {
        (strcmp(to, "text") == 0    ? findings_text
         : strcmp(to, "jsonl") == 0 ? findings_jsonl
                                    : findings_tsv)(&f, &out);
        if (strcmp(to, "csv") == 0)
            rows_csv(&out, 0);
        ok = (!out.failed || err_memory(e)) && save_file(opt_string(p, "output"), buf_view(&out), e);
    }
    *n_found = l.n;
    leaks_free(&l);
    buf_free(&out);
    arena_free(&a);
    return ok;
}

static void release(check *c)
{
    for (unsigned t = 0; c->work && t < c->threads; t++)
        shingles_free(&c->work[t]);
    arena_free(&c->names);
    free(c->row);
    free(c->target);
    free(c->key);
    free(c->n_words);
    free(c->begin);
    free(c->shingle);
}

/* "Nothing found" would be said of nothing. */
static bool none_left(const check *c, const char *path, err *e)
{
    e->path = path;
    return err_set(e, ERR_INPUT,
                   c->rejects.n ? "no good records, %llu rejected (--rejects FILE says why)" : "no records",
                   (unsigned long long)c->rejects.n);
}

static bool check_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in[2] = {NULL, NULL};
    size_t n_in[2] = {0, 0}, n_found = 0;
    uint32_t n_train;
    reader_options how = job_reader(p, false);
    check c = {.n_texts = 1 + how.fields.n_more,
               .threads = job_threads(p),
               .date_field = opt_string(p, "date-field"),
               .rejects = {.file = {.fd = -1}}};
    bool ok;

    /* Labels are looked at where there are any, and are needed where the user has named their column. */
    how.fields.label = opt_string(p, "label-field");
    how.fields.need_label = opt_given(p, "label-field");
    how.keep = c.date_field != NULL;
    how.not_utf8 = &c.rejects.coding;
    c.work = ARENA_NEW(p->arena, c.threads, shingles);
    ok = (c.work && rows_room(&c)) || err_memory(e);
    ok = ok && list_inputs(p, in, n_in, e) && rejects_open(p, &c.rejects, e) &&
         read_side(&c, &how, in[0], n_in[0], e);
    n_train = c.N;
    ok = ok && (n_in[1] == 0 || read_side(&c, &how, in[1], n_in[1], e));
    for (unsigned side = 0; ok && side < 2; side++)
        if (n_in[side] && (side ? c.N - n_train : n_train) == 0)
            ok = rejects_commit(&c.rejects, e) && none_left(&c, p->operand[side], e);
    if (ok && c.date_field && c.N && !c.any_date)
        ok = err_set(e, ERR_INPUT, "check: --date-field: no record has a column '%.60s'", c.date_field);
    ok = ok && report(&c, p, n_train, &n_found, e) && rejects_commit(&c.rejects, e);
    if (!ok)
        rejects_abandon(&c.rejects, e);
    else
        rejects_report(&c.rejects, c.N + c.rejects.n, "checked", false);
    *rejected = c.rejects.n + n_found;
    release(&c);
    return ok;
}

static const option check_options[] = {
    {.word = "similar",
     .argument = "X",
     .type = OPTION_REAL,
     .min = TWINS_LEAST,
     .max = 1,
     .value = "0.5",
     .help = "least similarity of near-duplicates"},
    {.word = "top",
     .argument = "N",
     .type = OPTION_INT,
     .min = 0,
     .max = 1000000,
     .value = "3",
     .help = "examples of each finding to show"},
    {.heading = "Input"},
    OPTION_FORMAT,
    OPTION_TEXT_FIELD,
    OPTION_ID_FIELD,
    OPTION_LABEL_FIELD,
    OPTION_TARGET_FIELD,
    OPTION_GROUP_FIELD,
    {.word = "date-field",
     .argument = "NAME",
     .type = OPTION_TEXT,
     .help = "column of the date, such as 2024-02-29"},
    OPTION_NO_HEADER,
    OPTION_MAX_RECORD,
    OPTION_STRICT,
    {.heading = "Output"},
    OPTION_OUTPUT,
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("text", "jsonl", "tsv", "csv"),
     .value = "text",
     .help = "text, or a line a finding: jsonl, tsv or csv"},
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command check_command = {
    .name = "check",
    .summary = "find what training and test data share, and should not",
    .usage = "slant check [options] TRAIN [TEST]",
    .description =
        "Before a figure is published: texts, near-duplicates and groups of the test set that the "
        "training set has too, dates that overlap, equal texts with other labels, labels whose shares "
        "differ; within each set, repeated, empty and short texts. With one operand, that set alone. "
        "Texts are the same whatever their case, spaces and Unicode; similarity is the share of runs of "
        "three words that two texts have in common (Jaccard). Exit status: 0 nothing found, 1 something "
        "found.",
    .options = check_options,
    .operand = "TRAIN",
    .min_operands = 1,
    .max_operands = 2,
    .example = "slant check corpora/opinion/train.tsv corpora/opinion/test.tsv",
    .run = check_run,
};
