/* slant vectors: unlabelled texts in, a vector for each frequent word out, words that are used alike lying
 * near each other. The input is read twice, for the words and for the pairs (learn/cooccur.h); then come the
 * eigenvectors of the matrix of pairs (learn/spectrum.h), each times the square root of its eigenvalue's
 * size, as Levy, Goldberg & Dagan, TACL 3 (2015) find best; a row of that, scaled to length 1, is a word's
 * vector.
 *
 * Workers parse; emit (batch.h) counts, in the input's order, so that the sums are the same on any number of
 * threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/secret.h"
#include "base/texts.h"
#include "cli/command.h"
#include "cli/job.h"
#include "cli/progress.h"
#include "cli/rejects.h"
#include "learn/cooccur.h"
#include "learn/spectrum.h"
#include "score/batch.h"

enum { PIECE_BYTES = 1 << 20, SEED = 1 };

typedef struct vectors {
    unsigned n_texts, threads, dims;
    cooccur *counts;
    bool second; /* pass */
    rejects rejects;
    progress progress;
    uint64_t n_records, n_records_again;
    uint64_t n_words; /* that have a vector */
} vectors;

/* ---- reading ---- */

/* Passes the texts of a record on, each with its length before it. */
static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    const vectors *v = to;
    str rest = r->text;

    (void)worker;
    (void)e;
    if (r->bad) {
        reject_count(&v->rejects, r, out);
        return true;
    }
    for (unsigned i = 0; i < v->n_texts; i++) {
        str text = v->n_texts == 1 ? rest : str_cut(&rest, TEXT_BREAK);

        buf_add(&out->out, &text.n, sizeof text.n);
        buf_str(&out->out, text);
    }
    return true;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    vectors *v = to;
    const char *at = r->out.p, *end = at + r->out.n;

    if (r->out.failed)
        return err_memory(e);
    while (at < end) {
        str text;

        memcpy(&text.n, at, sizeof text.n);
        text.p = at + sizeof text.n;
        at = text.p + text.n;
        if (!(v->second ? cooccur_pairs : cooccur_words)(v->counts, text, e))
            return false;
    }
    *(v->second ? &v->n_records_again : &v->n_records) += r->n_records;
    /* What is bad was told of in the first pass. */
    return v->second || rejects_add(&v->rejects, r->n_rejected, buf_view(&r->rejects), e);
}

static void on_tick(void *to, const reader *r)
{
    vectors *v = to;

    progress_reader(&v->progress, r, v->second ? v->n_records_again : v->n_records);
}

static bool read_pass(vectors *v, bool second, const reader_options *how, const input *in, size_t n_in,
                      err *e)
{
    batch b = {.in = in,
               .n_in = n_in,
               .reader = how,
               .threads = v->threads,
               .to = v,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok;

    v->second = second;
    progress_begin(&v->progress, second ? "pairs" : "words");
    ok = batch_run(&b, e);
    progress_end(&v->progress);
    return ok;
}

static bool readable_twice(const input *in, size_t n_in, err *e)
{
    const char *once = job_read_once(in, n_in);

    return !once ||
           err_set(e, ERR_USAGE,
                   "vectors: the input is read twice, for words and for pairs, which '%.60s' does not "
                   "allow: save it as a file first",
                   once);
}

static bool count(vectors *v, const parsed *p, const reader_options *how, const input *in, size_t n_in,
                  err *e)
{
    cooccur_options o = {.window = (unsigned)opt_int(p, "window"),
                         .min_count = (uint64_t)opt_int(p, "min-count"),
                         .max_words = (uint32_t)opt_int(p, "max-words"),
                         .max_slots = COOCCUR_SLOTS_MAX,
                         .seed = secret()};
    uint32_t n;

    if (!cooccur_new(&o, &v->counts, e) || !read_pass(v, false, how, in, n_in, e) ||
        !cooccur_rank(v->counts, e))
        return false;
    n = cooccur_n(v->counts);
    if (v->n_records == v->rejects.n)
        return rejects_commit(&v->rejects, e) &&
               err_set(e, ERR_INPUT,
                       v->rejects.n ? "vectors: all %llu records were rejected (--rejects FILE says why)"
                                    : "vectors: no records",
                       (unsigned long long)v->rejects.n);
    if (n < v->dims)
        return err_set(e, ERR_INPUT,
                       "vectors: %u word%s occur%s %llu times or more, too few for %u dimensions: give more "
                       "text, or lower --min-count or --dims",
                       n, n == 1 ? "" : "s", n == 1 ? "s" : "", (unsigned long long)o.min_count, v->dims);
    if (!read_pass(v, true, how, in, n_in, e))
        return false;
    return v->n_records == v->n_records_again ||
           err_set(e, ERR_INPUT, "vectors: the input changed while it was read");
}

/* ---- writing ---- */

/* Component c of word i is u_ic sqrt |value_c|, over the length of all. False where that is 0: nothing is
 * known of the word. */
static bool scale(const float *u, const double *value, unsigned k, double *out)
{
    double square = 0;

    for (unsigned c = 0; c < k; c++) {
        out[c] = (double)u[c] * sqrt(fabs(value[c]));
        square += out[c] * out[c];
    }
    for (unsigned c = 0; c < k; c++)
        out[c] /= square > 0 ? sqrt(square) : 1;
    return square > 0;
}

static bool write_words(vectors *v, const float *u, const double *value, output *to, err *e)
{
    double at[SPECTRUM_K_MAX];
    buf piece = {0};
    bool ok = true;

    for (uint32_t i = 0; ok && i < cooccur_n(v->counts); i++) {
        if (scale(u + (size_t)i * v->dims, value, v->dims, at)) {
            buf_str(&piece, cooccur_word(v->counts, i));
            for (unsigned c = 0; c < v->dims; c++) {
                buf_char(&piece, ' ');
                buf_fixed(&piece, at[c], 4);
            }
            buf_char(&piece, '\n');
            v->n_words++;
        }
        if (piece.n > PIECE_BYTES) {
            ok = (!piece.failed || err_memory(e)) && output_write(to, piece.p, piece.n, e);
            piece.n = 0;
        }
    }
    ok = ok && (!piece.failed || err_memory(e)) && output_write(to, piece.p, piece.n, e);
    buf_free(&piece);
    return ok && (v->n_words >= v->dims ||
                  err_set(e, ERR_INPUT,
                          "vectors: %llu words stand near others more often than by chance, too few for "
                          "%u dimensions: give more text, or lower --dims",
                          (unsigned long long)v->n_words, v->dims));
}

static void on_step(void *to, unsigned done, unsigned total)
{
    progress_steps(to, done, total, NULL);
}

static bool solve(vectors *v, float **u, double *value, err *e)
{
    spectrum_options o = {
        .k = v->dims, .threads = v->threads, .seed = SEED, .on_step = on_step, .to = &v->progress};
    matrix x;
    bool ok = cooccur_matrix(v->counts, &x, e);

    *u = ok ? malloc(((size_t)x.N * v->dims + 1) * sizeof **u) : NULL;
    progress_begin(&v->progress, "vectors");
    ok = ok && (*u || err_memory(e)) && spectrum_find(&x, &o, *u, value, e);
    progress_end(&v->progress);
    return ok;
}

static bool write_results(vectors *v, const parsed *p, err *e)
{
    double value[SPECTRUM_K_MAX];
    float *u = NULL;
    output to = {0};
    bool ok = solve(v, &u, value, e) && save_open(opt_string(p, "output"), &to, e);

    ok = ok && write_words(v, u, value, &to, e) && save_commit(&to, e);
    if (!ok)
        save_abandon(&to);
    free(u);
    return ok;
}

/* One line: records, and what came of them. */
static void report(const vectors *v)
{
    uint64_t n_pairs = cooccur_n_pairs(v->counts), n_forgotten = cooccur_n_forgotten(v->counts);
    char done[160], forgotten[80] = "";

    if (n_forgotten)
        (void)snprintf(forgotten, sizeof forgotten, "; %llu rare ones forgotten for want of room",
                       (unsigned long long)n_forgotten);
    (void)snprintf(done, sizeof done, "read (%llu word%s, %llu pair%s%s)", (unsigned long long)v->n_words,
                   v->n_words == 1 ? "" : "s", (unsigned long long)n_pairs, n_pairs == 1 ? "" : "s",
                   forgotten);
    rejects_report(&v->rejects, v->n_records, done, false);
}

static bool vectors_run(const parsed *p, uint64_t *rejected, err *e)
{
    input *in = NULL;
    size_t n_in = 0;
    reader_options how = job_reader(p, false);
    vectors v = {.n_texts = 1 + how.fields.n_more,
                 .threads = job_threads(p),
                 .dims = (unsigned)opt_int(p, "dims"),
                 .rejects = {.file = {.fd = -1}}};
    bool ok;

    if (p->n_operands == 0)
        return err_set(
            e, ERR_USAGE,
            "vectors: FILE is missing: the input is read twice, which standard input does not allow");
    if (opt_int(p, "max-words") < opt_int(p, "dims"))
        return err_set(e, ERR_USAGE, "vectors: --max-words %lld is less than --dims %u",
                       (long long)opt_int(p, "max-words"), v.dims);
    how.not_utf8 = &v.rejects.coding;
    ok = job_inputs(p, p->arena, &in, &n_in, e) && readable_twice(in, n_in, e) &&
         job_outputs(p, in, n_in, e) && rejects_open(p, &v.rejects, e) && count(&v, p, &how, in, n_in, e) &&
         write_results(&v, p, e) && rejects_commit(&v.rejects, e);
    if (!ok)
        rejects_abandon(&v.rejects, e);
    else
        report(&v);
    *rejected = v.rejects.n;
    cooccur_free(v.counts);
    return ok;
}

static const option vectors_options[] = {
    {.letter = 'o',
     .word = "output",
     .argument = "FILE",
     .type = OPTION_TEXT,
     .required = true,
     .help = "where the vectors go, whole or not at all"},
    {.word = "dims",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = SPECTRUM_K_MAX,
     .value = "100",
     .help = "numbers in a vector"},
    {.word = "window",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = COOCCUR_WINDOW_MAX,
     .value = "10",
     .unit = "words",
     .help = "how far apart two words are a pair"},
    {.word = "min-count",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 9007199254740992.0,
     .value = "5",
     .help = "leave out words that occur less often"},
    {.word = "max-words",
     .argument = "N",
     .type = OPTION_INT,
     .min = 1,
     .max = 10000000,
     .value = "40000",
     .help = "keep so many, the most frequent"},
    {.heading = "Input"},
    OPTION_FORMAT,
    OPTION_TEXT_FIELD,
    OPTION_NO_HEADER,
    OPTION_MAX_RECORD,
    OPTION_STRICT,
    {.heading = "Output"},
    REJECT_OPTIONS,
    OPTION_THREADS,
    OPTIONS_END,
};

const command vectors_command = {
    .name = "vectors",
    .summary = "learn from unlabelled text which words are used alike",
    .usage = "slant vectors -o FILE [options] FILE|DIR...",
    .description =
        "Counts which words stand near each other, and gives every frequent word a vector of length 1: words "
        "that are used alike have vectors that lie near each other. Needs no labels, and much text: millions "
        "of "
        "words. The file is text, a line a word, the most frequent first: the word in small letters, then "
        "its "
        "numbers, with blanks between them. The input is read twice, so it cannot be standard input.",
    .options = vectors_options,
    .operand = "FILE",
    .max_operands = OPERANDS_ANY,
    .example = "slant vectors -o words.vec --dims 20 corpora/opinion/train.tsv",
    .run = vectors_run,
};
