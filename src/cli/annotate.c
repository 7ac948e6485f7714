/* slant annotate: articles in, what is read in each out, in order. Workers read and write; emit
 * (batch.h) puts their results out in the input's order, and adds the corpus's ledger up. With --examples the
 * articles are annotated ones, and what comes out is example_rows.h's. */
#define _GNU_SOURCE /* ioctl's window size */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "article/json.h"
#include "article/tally.h"
#include "base/secret.h"
#include "cli/article_html.h"
#include "cli/article_text.h"
#include "cli/article_tsv.h"
#include "cli/article_why.h"
#include "cli/article_workers.h"
#include "cli/by.h"
#include "cli/command.h"
#include "cli/example_rows.h"
#include "cli/job.h"
#include "cli/kept.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "cli/rows_csv.h"
#include "cli/target_file.h"
#include "model/card.h"
#include "score/batch.h"

typedef enum form { FORM_JSONL, FORM_TSV, FORM_CSV, FORM_TEXT, FORM_HTML } form;

typedef struct annotate {
    article_workers workers;
    unsigned threads;
    form form;
    bool chars, keep;
    const char *id_field;
    str title_field;
    article_style style;
    article_why why;   /* of pages */
    question examples; /* N_QUESTIONS: articles are read */
    by by;
    targets targets;
    bool tallied;
    tally tally;
    output out, ledger;
    rejects rejects;
    uint64_t n_records;
    size_t n_pages;
    bool begun;
    const columns *columns; /* the first file's; NULL: not yet */
    progress progress;
    atomic_ullong undated; /* articles whose date --by could not read */
    const input *pasted;   /* standard input, read as one article; NULL: it is not */
} annotate;

/* ---- one article ---- */

/* Whether annotate itself has something under a kept column's name. */
static bool is_taken(str name)
{
    static const char *const own[] = {"id", "title", "genre", "sentences", "attributions", "ledger", "error"};
    bool found = false;

    name = kept_name(name);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        found |= str_eq(name, str_z(own[i]));
    return found;
}

/* All but the id and a title that is called so: they stand under their names already. */
static void put_kept(const annotate *c, const record *r, buf *out)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        str name = r->column[i].name;
        bool id = c->id_field && str_eq(name, str_z(c->id_field));

        if (!id && !(str_eq(name, c->title_field) && str_eq(name, STR("title"))))
            kept_json(&r->column[i], is_taken(name), out);
    }
}

static bool are_rows(const annotate *c)
{
    return c->form == FORM_TSV || c->form == FORM_CSV;
}

/* What rows keep of a table: all but the id, which they have, and the text. NULL for r: names. */
static void put_kept_cells(const annotate *c, const columns *of, const record *r, buf *out)
{
    for (int i = 0; c->keep && of && i < of->n; i++) {
        if (i == of->id || i == of->text)
            continue;
        buf_char(out, '\t');
        if (!r)
            kept_tsv(of->name[i], article_tsv_has(kept_name(of->name[i])), out);
        else if (!r->bad && (size_t)i < r->n_columns)
            buf_tsv(out, r->column[i].value);
    }
}

/* The rows of an article, or that of a record that is none. */
static void put_rows(const annotate *c, const record *r, const columns *of, const article *a, buf *out)
{
    size_t from = out->n;
    buf kept = {0};

    put_kept_cells(c, of, r, &kept);
    if (a)
        article_tsv(a, buf_view(&kept), out);
    else
        article_tsv_bad(r->id, buf_view(&kept), r->why.text, out);
    if (c->form == FORM_CSV)
        rows_csv(out, from);
    out->failed |= kept.failed;
    buf_free(&kept);
}

static bool put_article(annotate *c, const record *r, const columns *of, const article *a,
                        const places *chars, article_worker *w, buf *out, err *e)
{
    article_json_form how = {.places = chars};
    article_reasons *why;
    ledger_row *rows;

    switch (c->form) {
    case FORM_TSV:
    case FORM_CSV:
        put_rows(c, r, of, a, out);
        return true;
    case FORM_TEXT:
        article_text(a, &c->style, out);
        buf_char(out, '\n');
        return true;
    case FORM_HTML:
        if (!article_why_of(&c->why, a, &w->arena, &why, e))
            return false;
        article_html(a, ++c->n_pages, why, out);
        return true;
    case FORM_JSONL:
        break;
    }
    if (!ledger_of(a, &w->arena, &rows, &how.n_rows, e))
        return false;
    how.row = rows;
    buf_z(out, "{\"id\":");
    buf_json(out, r->id);
    if (c->keep)
        put_kept(c, r, out);
    article_json(a, &how, out);
    buf_z(out, "}\n");
    return true;
}

static void put_bad(const annotate *c, const record *r, const columns *of, buf *out)
{
    switch (c->form) {
    case FORM_JSONL:
        buf_z(out, "{\"id\":");
        buf_json(out, r->id);
        buf_z(out, ",\"error\":");
        buf_json(out, str_z(r->why.text));
        buf_z(out, "}\n");
        break;
    case FORM_TSV:
    case FORM_CSV:
        put_rows(c, r, of, NULL, out);
        break;
    case FORM_TEXT:
        buf_z(out, "rejected  ");
        card_show(r->id, out);
        buf_z(out, ": ");
        card_show(str_z(r->why.text), out);
        buf_z(out, "\n\n");
        break;
    case FORM_HTML:
        article_html_bad(r->id, str_z(r->why.text), out);
        break;
    }
}

/* What is typed or piped in without a word of its format is one article, and its first line need not be a
 * title. */
static void take_pasted(const parsed *p, annotate *c, input *in, size_t n)
{
    for (size_t i = 0; !opt_given(p, "format") && i < n; i++)
        if (strcmp(in[i].path, "-") == 0) {
            in[i].format = FORMAT_TXT;
            c->pasted = &in[i];
        }
}

/* The group that its stances are summed up in. An article can be read whatever its date is: where that is
 * none, its group has an empty cell, and how many there are is told at the end. */
static bool group_of(annotate *c, const record *r, const batch_results *out, buf *group, err *e)
{
    err why = {0};
    bool ok = by_key(&c->by, r, out->columns, group, &why, e);

    if (why.code != ERR_NONE)
        atomic_fetch_add_explicit(&c->undated, 1, memory_order_relaxed);
    return ok;
}

static bool read_record(annotate *c, article_worker *w, const record *r, batch_results *out, err *e)
{
    const column_value *title = record_column(r, c->title_field);
    bool titled = !title && out->in->format == FORMAT_TXT && out->in != c->pasted, ok;
    places at, *chars = NULL;
    buf group = {0};
    article a;

    ok = !c->tallied || group_of(c, r, out, &group, e);
    if (ok) {
        ok = article_read(&c->workers.reader, r->text, title ? title->value : (str){0}, titled, r->target,
                          &w->reading, &a, e);
        a.id = r->id;
        if (ok && c->chars) {
            ok = places_of(a.text, &w->arena, &at, e);
            chars = &at;
        }
        if (ok && c->tallied)
            tally_pack(&a, buf_view(&group), chars, &out->aside);
        ok = ok && put_article(c, r, out->columns, &a, chars, w, &out->out, e);
    }
    out->aside.failed |= group.failed;
    buf_free(&group);
    return ok;
}

static bool list_examples(annotate *c, article_worker *w, const record *r, batch_results *out, err *e)
{
    record bad = *r;

    bad.why = (err){0};
    if (!example_rows(&c->workers.reader, c->examples, r, w, &out->out, &bad.why, e))
        return false;
    if (bad.why.code != ERR_NONE)
        reject_count(&c->rejects, &bad, out);
    return true;
}

static bool on_record(void *to, unsigned number, const record *r, batch_results *out, err *e)
{
    annotate *c = to;
    article_worker *w = &c->workers.each[number];
    bool ok = true;

    if (r->bad) {
        reject_count(&c->rejects, r, out);
        if (c->examples == N_QUESTIONS)
            put_bad(c, r, out->columns, &out->out);
    } else if (c->examples < N_QUESTIONS) {
        ok = list_examples(c, w, r, out, e);
    } else {
        ok = read_record(c, w, r, out, e);
    }
    arena_reset(&w->arena);
    return ok;
}

/* ---- what comes out ---- */

static bool begin_output(annotate *c, const columns *of, err *e)
{
    buf head = {0}, kept = {0};
    bool ok;

    c->begun = true;
    c->columns = of;
    put_kept_cells(c, of, NULL, &kept);
    if (c->examples < N_QUESTIONS)
        example_rows_header(c->examples, &head);
    else if (are_rows(c))
        article_tsv_header(buf_view(&kept), &head);
    else if (c->form == FORM_HTML)
        article_html_begin(STR("slant annotate"), &head);
    if (c->form == FORM_CSV)
        rows_csv(&head, 0);
    ok = head.failed || kept.failed ? err_memory(e) : head.n == 0 || output_write(&c->out, head.p, head.n, e);
    buf_free(&head);
    buf_free(&kept);
    return ok;
}

static bool end_output(annotate *c, err *e)
{
    buf tail = {0};
    bool ok = c->begun || begin_output(c, NULL, e);

    if (c->form == FORM_HTML && c->examples == N_QUESTIONS)
        article_html_end(&tail);
    ok = ok && (tail.failed ? err_memory(e) : tail.n == 0 || output_write(&c->out, tail.p, tail.n, e));
    buf_free(&tail);
    return ok;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    annotate *c = to;

    if (c->keep && are_rows(c) && !kept_fits(c->begun ? c->columns : NULL, r->columns, r->in->path, e))
        return false;
    if (!c->begun && !begin_output(c, r->columns, e))
        return false;
    c->n_records += r->n_records;
    return output_write(&c->out, r->out.p, r->out.n, e) &&
           (!c->tallied || tally_take(&c->tally, buf_view(&r->aside), e)) &&
           rejects_add(&c->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static bool write_ledger(annotate *c, err *e)
{
    const char *column[BY_MAX];
    buf names = {0}, out = {0};
    str rest;
    bool ok;

    if (!c->tallied)
        return true;
    for (size_t i = 0; i < c->by.n; i++) {
        str shown = c->by.column[i].shown;

        kept_tsv(shown, tally_has(kept_name(shown)), &names);
        buf_char(&names, 0);
    }
    rest = buf_view(&names);
    for (size_t i = 0; i < c->by.n && !names.failed; i++)
        column[i] = str_cut(&rest, 0).p;
    if (!names.failed)
        tally_write(&c->tally, column, c->by.n, &out);
    ok = out.failed || names.failed ? err_memory(e) : output_write(&c->ledger, out.p, out.n, e);
    buf_free(&names);
    buf_free(&out);
    return ok && save_commit(&c->ledger, e);
}

static void on_tick(void *to, const reader *r)
{
    annotate *c = to;

    progress_reader(&c->progress, r, c->n_records);
}

/* ---- options ---- */

static bool is_terminal(const parsed *p)
{
    const char *path = opt_string(p, "output");

    return (!path || strcmp(path, "-") == 0) && isatty(STDOUT_FILENO);
}

static void settle_form(const parsed *p, annotate *c)
{
    const char *name = opt_string(p, "to"), *wide = getenv("COLUMNS"); // NOLINT(concurrency-mt-unsafe)
    bool terminal = is_terminal(p);
    struct winsize size = {0};

    if (!name)
        name = terminal ? "text" : "jsonl";
    c->form = strcmp(name, "html") == 0   ? FORM_HTML
              : strcmp(name, "text") == 0 ? FORM_TEXT
              : strcmp(name, "tsv") == 0  ? FORM_TSV
              : strcmp(name, "csv") == 0  ? FORM_CSV
                                          : FORM_JSONL;
    c->style.color = terminal && !getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe)
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        c->style.width = size.ws_col < 100 ? size.ws_col : 100;
    else if (wide)
        c->style.width = (unsigned)strtoul(wide, NULL, 10);
}

static bool settle_examples(const parsed *p, annotate *c, err *e)
{
    static const char *const others[] = {"to", "ledger", "targets", "keep", "offsets"};
    const char *name = opt_string(p, "examples");

    c->examples = N_QUESTIONS;
    for (unsigned q = 0; name && q < N_QUESTIONS; q++)
        if (strcmp(name, article_tasks[q]) == 0)
            c->examples = (question)q;
    for (size_t i = 0; name && i < sizeof others / sizeof *others; i++)
        if (opt_given(p, others[i]))
            return err_set(e, ERR_USAGE, "annotate: --examples has a form of its own: leave out --%s",
                           others[i]);
    if (opt_given(p, "by") && !opt_given(p, "ledger"))
        return err_set(e, ERR_USAGE, "annotate: --by means something only with --ledger");
    return true;
}

/* What can be told only when the form is known, and the inputs are. */
static bool settle_rest(const parsed *p, const annotate *c, const input *in, size_t n_in, err *e)
{
    const char *whom = opt_string(p, "targets");
    size_t n_texts;

    (void)opt_list(p, "text-field", &n_texts);
    if (n_texts > 1)
        return err_set(e, ERR_USAGE, "annotate: an article is one text: give --text-field once");
    if (c->form != FORM_JSONL && opt_given(p, "offsets"))
        return err_set(e, ERR_USAGE, "annotate: --offsets means something only with --to jsonl");
    if (c->form != FORM_JSONL && !are_rows(c) && c->keep)
        return err_set(e, ERR_USAGE, "annotate: --keep means something only with --to jsonl, tsv or csv");
    for (size_t i = 0; whom && strcmp(whom, "-") == 0 && i < n_in; i++)
        if (strcmp(in[i].path, "-") == 0)
            return err_set(e, ERR_USAGE,
                           "annotate: articles and --targets would both be read from standard input");
    return true;
}

/* ---- the road ---- */

static bool open_targets(const char *path, arena *a, targets *out, err *e)
{
    const target *list;
    target_file_odd odd;
    uint32_t n;

    if (!target_file_read(path, a, &list, &n, &odd, e))
        return false;
    if (odd.n)
        (void)fprintf(stderr,
                      "slant: %s:%" PRIu64 ": a name has 1 to %d words: %zu that will not be found%s\n", path,
                      odd.line, TARGET_WORDS, odd.n, odd.n > 1 ? ", the first of them" : "");
    return targets_index(list, n, secret(), a, out, e);
}

static bool open_all(const parsed *p, models *ms, annotate *c, err *e)
{
    article_reader *shared = &c->workers.reader;
    bool ok = article_workers_open(ms, c->threads, &c->workers, e);

    if (ok && opt_given(p, "targets")) {
        ok = open_targets(opt_string(p, "targets"), p->arena, &c->targets, e);
        shared->targets = &c->targets;
    }
    if (ok && opt_given(p, "ledger")) {
        ok = tally_init(&c->tally, e) && save_open(opt_string(p, "ledger"), &c->ledger, e);
        c->tallied = ok;
    }
    if (ok && c->form == FORM_HTML)
        ok = article_why_init(&c->why, shared, secret(), e);
    return ok && save_open(opt_string(p, "output"), &c->out, e) && rejects_open(p, &c->rejects, e);
}

static void close_all(annotate *c)
{
    article_why_free(&c->why);
    article_workers_close(&c->workers);
    tally_free(&c->tally);
}

static bool run(const parsed *p, annotate *c, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    models ms = {0};
    bool ok = settle_examples(p, c, e) && job_inputs(p, p->arena, &in, &n_in, e) &&
              job_outputs(p, in, n_in, e) && models_open(p, 0, p->arena, &ms, e);

    c->id_field = how.fields.id;
    if (ok)
        take_pasted(p, c, in, n_in);
    how.not_utf8 = &c->rejects.coding;
    how.keep = true; /* the title, what --by names, an annotator's sentences */
    settle_form(p, c);
    c->style.legend = n_in == 1 && in->format == FORMAT_TXT; /* for one article it is worth a line */
    if (c->form == FORM_HTML)                                /* articles are numbered as they come */
        c->threads = 1;
    ok = ok && by_parse(p, &c->by, e) && settle_rest(p, c, in, n_in, e) && open_all(p, &ms, c, e);
    if (ok) {
        batch b = {.in = in,
                   .n_in = n_in,
                   .reader = &how,
                   .threads = c->threads,
                   .to = c,
                   .record = on_record,
                   .emit = on_emit,
                   .tick = on_tick};

        article_workers_warn(&c->workers, &ms, opt_given(p, "model"));
        progress_begin(&c->progress, "annotate");
        ok = batch_run(&b, e) && end_output(c, e) && write_ledger(c, e) && save_commit(&c->out, e) &&
             rejects_commit(&c->rejects, e);
        progress_end(&c->progress);
    }
    if (!ok) {
        save_abandon(&c->out);
        save_abandon(&c->ledger);
        rejects_abandon(&c->rejects, e);
    } else {
        by_warn(&c->by, c->n_records);
        if (c->undated)
            (void)fprintf(stderr,
                          "slant: %llu article%s no date that --by can read: an empty cell in the ledger\n",
                          (unsigned long long)c->undated, c->undated > 1 ? "s have" : " has");
        rejects_report(&c->rejects, c->n_records, c->examples < N_QUESTIONS ? "used" : "read", true);
    }
    *rejected = c->rejects.n;
    close_all(c);
    models_close(&ms);
    return ok;
}

/* What threads need is a megabyte: not on a stack, which may have no more. */
static bool annotate_run(const parsed *p, uint64_t *rejected, err *e)
{
    annotate *c = ARENA_NEW(p->arena, 1, annotate);

    if (!c)
        return err_memory(e);
    c->out.fd = c->ledger.fd = c->rejects.file.fd = -1;
    c->threads = job_threads(p);
    c->chars = strcmp(opt_string(p, "offsets"), "chars") == 0;
    c->keep = opt_flag(p, "keep");
    c->title_field = str_z(opt_string(p, "title-field"));
    return run(p, c, rejected, e);
}

static const option annotate_options[] = {
    OPTION_MODELS,
    {.word = "targets",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .shown = "whoever is named",
     .help = "stances toward whom: a line each, name, tab, aliases"},
    {.word = "ledger",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .help = "write the whole corpus's ledger there, as tsv"},
    OPTION_BY("columns to group the ledger by: outlet,date:month"),
    {.word = "offsets",
     .argument = "UNIT",
     .type = OPTION_WORD,
     .words = WORDS("bytes", "chars"),
     .value = "bytes",
     .help = "of spans: bytes, or code points for Python"},
    {.word = "examples",
     .argument = "TASK",
     .type = OPTION_WORD,
     .words = article_tasks,
     .help = "of annotated articles, for slant train"},
    {.heading = "Input"},
    OPTION_FORMAT,
    OPTION_ARTICLE_FIELD,
    {.word = "title-field",
     .argument = "NAME",
     .type = OPTION_TEXT,
     .value = "title",
     .help = "column of the title, where there is one"},
    OPTION_ID_FIELD,
    OPTION_TARGET_FIELD,
    OPTION_NO_HEADER,
    OPTION_MAX_RECORD_OF("2M"),
    OPTION_STRICT,
    {.heading = "Output"},
    OPTION_OUTPUT,
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("jsonl", "tsv", "csv", "text", "html"),
     .shown = "jsonl",
     .help = "jsonl, tsv, csv, html or, on a terminal, text"},
    OPTION_KEEP,
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command annotate_command = {
    .name = "annotate",
    .summary = "read articles: who says what, of what kind it is, about whom",
    .usage = "slant annotate [-m MODEL]... [options] [FILE|DIR|-]...",
    .description = "Reads each article sentence by sentence: whose voice it is, the outlet's or a source's, "
                   "with cue, source and "
                   "quotation; whether what is said is opinion or fact; which stance is taken toward whom, "
                   "and by whom; and "
                   "whether the article is a report or an opinion piece. A txt file is an article whose "
                   "first line is the title.",
    .options = annotate_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant annotate --to text corpora/story.txt",
    .run = annotate_run,
};
