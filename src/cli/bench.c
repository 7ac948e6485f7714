/* slant bench: where the time goes on the user's own files. Each pass does what one thread of classify does,
 * with the same functions and with nothing remembered from the pass before: the scorer and its memo are new.
 * Lines of results go to /dev/null, so that no disk and no pipe is measured. Passes go on for as long as
 * asked; the first, which finds nothing in the processor's caches, is reported apart.
 *
 * classify reads and unpacks on a thread of its own beside its workers where the machine has the cores: what
 * is shown here is work, the sum over its threads. Loading models is not in a pass, only in the time to the
 * first results. */
#include <sys/resource.h>

#include "cli/command.h"
#include "cli/job.h"
#include "cli/labeller.h"
#include "cli/lines.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "cli/timing.h"
#include "corpus/output.h"

typedef struct bench {
    const input *in;
    size_t n_in;
    const models *models;
    reader_options how;
    output nowhere;
    progress progress;
    laps laps;
    double cost; /* of an end of a stage, in ticks */
    double begin_ns;
    timing found;
} bench;

/* What a pass uses up. */
typedef struct pass {
    bench *b;
    lines lines;
    labeller labeller;
    reader *reader;
    records *records;
    chunk chunk;
    arena arena;
    buf out;
    uint64_t n_records, n_rejected;
} pass;

static double clock_ns(clockid_t which)
{
    struct timespec now = {0};

    (void)clock_gettime(which, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The records of a chunk to lines, as batch.c and classify.c have them. */
static bool label_chunk(pass *w, err *e)
{
    const tasks_work *work = w->labeller.work;
    laps *l = &w->b->laps;
    record r;

    w->out.n = 0;
    records_begin(w->records, &w->chunk);
    while (records_next(w->records, &w->arena, &r)) {
        laps_end(l, STAGE_PARSE);
        w->n_records++;
        w->n_rejected += r.bad;
        if (!r.bad && !labeller_score(&w->labeller, 0, r.text, e))
            return false;
        lines_write(&w->lines, &r, w->chunk.columns, work->margin, work->p, work->known, &w->out);
        laps_end(l, STAGE_WRITE);
    }
    laps_end(l, STAGE_PARSE);
    arena_reset(&w->arena);
    return (!w->out.failed || err_memory(e)) && output_write(&w->b->nowhere, w->out.p, w->out.n, e);
}

static bool label_all(pass *w, err *e)
{
    bench *b = w->b;
    bool more;

    for (;;) {
        if (!reader_next(w->reader, &w->chunk, &more, e))
            return false;
        laps_end(&b->laps, STAGE_PARSE);
        if (!more)
            return true;
        if (!label_chunk(w, e))
            return false;
        laps_end(&b->laps, STAGE_WRITE);
        if (b->found.first_record_ms == 0)
            b->found.first_record_ms = (clock_ns(CLOCK_MONOTONIC) - b->begin_ns) / 1e6;
        progress_reader(&b->progress, w->reader, w->n_records);
        laps_end(&b->laps, STAGE_REST);
    }
}

static bool pass_timed(pass *w, err *e)
{
    bench *b = w->b;
    double stage_ns[N_STAGES], ns = -clock_ns(CLOCK_MONOTONIC),
                               worked_ns = -clock_ns(CLOCK_THREAD_CPUTIME_ID);
    bool ok;

    laps_begin(&b->laps);
    w->records = records_new(&b->how, b->n_in > 1);
    ok = (w->records || err_memory(e)) && reader_open(b->in, b->n_in, &b->how, &w->reader, e) &&
         label_all(w, e);
    laps_end(&b->laps, STAGE_REST);
    ns += clock_ns(CLOCK_MONOTONIC);
    worked_ns += clock_ns(CLOCK_THREAD_CPUTIME_ID);
    laps_sum(&b->laps, ns, b->cost, stage_ns);
    return ok && timing_add(&b->found, stage_ns, worked_ns / ns, e);
}

/* Of all texts. */
static memo_counts count_all(const labeller *l)
{
    memo_counts all = {0};

    for (uint32_t i = 0; i < l->tasks.n_texts; i++) {
        memo_counts one = memo_count(l->work->memo[i]);

        all.words += one.words;
        all.misses += one.misses;
        all.grams += one.grams;
        all.grams_found += one.grams_found;
    }
    return all;
}

/* Every pass counts the same, but for the few words that the memo's secret seed decides on. */
static void take_counts(const pass *w)
{
    timing *t = &w->b->found;

    t->bytes = reader_bytes(w->reader);
    t->records = w->n_records;
    t->rejected = w->n_rejected;
    t->counts = count_all(&w->labeller);
}

static bool pass_run(bench *b, err *e)
{
    pass w = {.b = b};
    bool ok = labeller_open(b->models, 1, "bench", 0, &w.labeller, e);

    if (ok) {
        w.lines = (lines){.models = b->models,
                          .tasks = &w.labeller.tasks,
                          .id_field = b->how.fields.id,
                          .form = LINES_JSONL,
                          .laps = &b->laps};
        for (uint32_t i = 0; i < w.labeller.tasks.n_texts; i++)
            memo_time(w.labeller.work->memo[i], &b->laps);
        progress_begin(&b->progress, "bench");
        ok = pass_timed(&w, e);
        progress_end(&b->progress);
    }
    if (ok)
        take_counts(&w);
    reader_close(w.reader);
    records_free(w.records);
    chunk_free(&w.chunk);
    arena_free(&w.arena);
    buf_free(&w.out);
    labeller_close(&w.labeller);
    return ok;
}

static uint64_t peak_bytes(void)
{
    struct rusage used = {0};

    (void)getrusage(RUSAGE_SELF, &used);
    return (uint64_t)used.ru_maxrss * 1024; /* Linux counts KiB */
}

/* The first pass, then others until the time is up. */
static bool measure(bench *b, double seconds, err *e)
{
    double until;

    b->cost = laps_cost();
    if (!pass_run(b, e))
        return false;
    if (b->found.records == b->found.rejected)
        return err_set(e, ERR_INPUT, "no records to measure (%llu rejected)",
                       (unsigned long long)b->found.rejected);
    b->found.peak_bytes = peak_bytes();
    until = clock_ns(CLOCK_MONOTONIC) + seconds * 1e9;
    do
        if (!pass_run(b, e))
            return false;
    while (clock_ns(CLOCK_MONOTONIC) < until);
    return true;
}

/* A pipe gives its bytes once. */
static bool can_repeat(const input *in, size_t n, err *e)
{
    const char *once = job_read_once(in, n);

    return !once || err_set(e, ERR_USAGE, "bench: '%.60s' can be read only once; name a file", once);
}

static bool bench_run(const parsed *p, uint64_t *rejected, err *e)
{
    bench b = {.begin_ns = clock_ns(CLOCK_MONOTONIC), .how = job_reader(p, false), .nowhere = {.fd = -1}};
    rejects bad = {0};
    input *in = NULL;
    models ms = {0};
    buf out = {0};
    bool ok = job_inputs(p, p->arena, &in, &b.n_in, e) && can_repeat(in, b.n_in, e) &&
              models_open(p, 1 + b.how.fields.n_more, p->arena, &ms, e) &&
              output_open("/dev/null", &b.nowhere, e);

    b.in = in;
    b.models = &ms;
    b.how.laps = &b.laps;
    ok = ok && measure(&b, opt_real(p, "seconds"), e);
    if (ok) {
        timing_sort(&b.found);
        (strcmp(opt_string(p, "to"), "json") == 0 ? timing_json : timing_text)(&b.found, &out);
        ok = (!out.failed || err_memory(e)) && save_file(NULL, buf_view(&out), e);
    }
    bad.n = b.found.rejected;
    if (ok)
        rejects_report(&bad, b.found.records, "measured", true); /* slant classify says why */
    *rejected = bad.n;
    output_abandon(&b.nowhere);
    timing_free(&b.found);
    models_close(&ms);
    buf_free(&out);
    return ok;
}

static const option bench_options[] = {
    OPTION_MODELS,
    {.word = "seconds",
     .argument = "N",
     .type = OPTION_REAL,
     .min = 0,
     .max = 86400,
     .value = "2",
     .unit = "seconds",
     .help = "measure for so long, two passes at least"},
    {.word = "to",
     .argument = "NAME",
     .type = OPTION_WORD,
     .words = WORDS("text", "json"),
     .value = "text",
     .help = "form of the report: text or json"},
    INPUT_OPTIONS,
    OPTIONS_END,
};

const command bench_command = {
    .name = "bench",
    .summary = "show where the time goes on your own files",
    .usage = "slant bench [-m MODEL]... [options] FILE...",
    .description =
        "Labels the files again and again, as classify does but on one thread and with the results thrown "
        "away, and shows what each stage takes: read, unpack, parse (find the records), split (find the "
        "words), memo (look for what is remembered of a word), learn (work out a word that is new), "
        "n-grams (add words and their neighbours up), decide, write. Each pass begins with nothing "
        "remembered. What reading the clock takes is measured and taken off.",
    .options = bench_options,
    .operand = "FILE",
    .min_operands = 1,
    .max_operands = OPERANDS_ANY,
    .example = "slant bench corpora/opinion/train.tsv",
    .run = bench_run,
};
