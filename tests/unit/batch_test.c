/* batch: the same bytes, rejects and counts for every format, size of chunk and number of threads; the first
 * error in the input's order, with what came before it emitted and nothing after; no run that hangs. Run
 * under ThreadSanitizer too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/random.h"
#include "corpus_sample.h"
#include "score/batch.h"
#include "score/scorer.h"
#include "score_sample.h"

static const size_t sizes[] = {1, 7, 64, 1000, 0};
static const unsigned threads[] = {1, 2, 3, 8};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A job that writes what it reads, and may be told to fail. */
typedef struct job {
    buf out, rejects;
    uint64_t n_records, n_rejected, n_emits, n_ticks;
    _Atomic uint64_t n_calls, n_faults;
    unsigned threads;
    _Atomic unsigned busy[1024]; /* calls of record() under way, for each worker */
    uint64_t fail_emit;          /* the emit that fails, from 1; 0 is none                */
    bool jitter;                 /* workers let others go first, by the record's line     */
    bool large;                  /* results of a megabyte                                 */
} job;

static bool on_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    job *j = to;

    if (worker >= j->threads || worker >= 1024) {
        atomic_fetch_add(&j->n_faults, 1);
        return true;
    }
    if (atomic_fetch_add(&j->busy[worker], 1) != 0)
        atomic_fetch_add(&j->n_faults, 1); /* an assert belongs on the test's own thread */
    atomic_fetch_add(&j->n_calls, 1);
    for (uint64_t i = j->jitter ? hash_mix(r->line) % 5 : 0; i > 0; i--)
        sched_yield();
    if (r->bad) {
        out->n_rejected++;
        sample_record(&out->rejects, r);
    }
    sample_record(&out->out, r);
    if (j->large && buf_room(&out->aside, 1 << 20))
        out->aside.n += 1 << 20;
    atomic_fetch_sub(&j->busy[worker], 1);
    if (str_starts(r->text, STR("FAIL")))
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "told to fail");
    return true;
}

static bool on_emit(void *to, const batch_results *r, err *e)
{
    job *j = to;

    if (++j->n_emits == j->fail_emit)
        return err_set(e, ERR_IO, "emit was told to fail");
    j->n_records += r->n_records;
    j->n_rejected += r->n_rejected;
    buf_str(&j->out, buf_view(&r->out));
    buf_str(&j->rejects, buf_view(&r->rejects));
    return true;
}

static void on_tick(void *to, const reader *r)
{
    job *j = to;
    uint64_t done, total;

    reader_progress(r, &done, &total);
    if (reader_bytes(r) == 0 && j->n_records && total)
        atomic_fetch_add(&j->n_faults, 1);
    j->n_ticks++;
}

static bool job_run(job *j, const input *in, size_t n, const reader_options *o, unsigned n_threads, err *e)
{
    batch b = {.in = in,
               .n_in = n,
               .reader = o,
               .threads = n_threads,
               .to = j,
               .record = on_record,
               .emit = on_emit,
               .tick = on_tick};
    bool ok;

    j->out.n = j->rejects.n = 0;
    j->n_records = j->n_rejected = j->n_emits = j->n_ticks = 0;
    atomic_store(&j->n_calls, 0);
    j->threads = n_threads;
    *e = (err){0};
    ok = batch_run(&b, e);
    assert_int_equal(ok, e->code == ERR_NONE);
    assert_int_equal(j->n_faults, 0);
    assert_int_equal(j->n_ticks, j->n_emits - (j->fail_emit && j->n_emits == j->fail_emit));
    return ok;
}

static void job_free(job *j)
{
    buf_free(&j->out);
    buf_free(&j->rejects);
}

static void same_bytes(const buf *a, const buf *b)
{
    assert_int_equal(a->n, b->n);
    if (a->n)
        assert_memory_equal(a->p, b->p, a->n);
}

/* Every size of chunk and number of threads does as one thread with one large chunk. */
static void expect_same(const input *in, size_t n, const char *what, uint64_t least)
{
    reader_options o = SAMPLE_OPTIONS;
    job one = {0};
    char line[400];
    err first;
    bool ok;

    o.keep = true;
    o.max_record = 5000;
    ok = job_run(&one, in, n, &o, 1, &first);
    assert_true(one.n_records >= least);
    assert_true(one.n_rejected <= one.n_records);
    for (size_t s = 0; s < COUNT(sizes); s++) {
        for (size_t t = 0; t < COUNT(threads); t++) {
            job j = {.jitter = true};
            err e;

            o.chunk_bytes = sizes[s];
            if (job_run(&j, in, n, &o, threads[t], &e) != ok)
                fail_msg("%s, chunks of %zu, %u threads: %s", what, sizes[s], threads[t],
                         err_line(ok ? &e : &first, line, sizeof line));
            same_bytes(&j.out, &one.out);
            same_bytes(&j.rejects, &one.rejects);
            assert_int_equal(j.n_records, one.n_records);
            assert_int_equal(j.n_rejected, one.n_rejected);
            assert_int_equal(j.n_calls, one.n_records);
            assert_int_equal(e.code, first.code);
            assert_string_equal(e.text, first.text);
            assert_int_equal(e.byte, first.byte);
            assert_ptr_equal(e.path, first.path);
            job_free(&j);
        }
    }
    job_free(&one);
}

/* ---- inputs ---- */

/* `n` rows, some of them bad, one longer than is allowed. */
static void fill(buf *b, format f, uint64_t n)
{
    random_state r = random_seed(n);

    if (f == FORMAT_TSV)
        buf_z(b, "id\ttext\tlabel\n");
    if (f == FORMAT_CSV)
        buf_z(b, "id,text,label\n");
    for (uint64_t i = 0; i < n; i++) {
        bool bad = random_below(&r, 9) == 0;
        size_t n_words = i == n / 2 ? 2000 : (size_t)random_below(&r, 12);
        buf text = {0};

        for (size_t w = 0; w < n_words; w++)
            buf_z(&text, w % 3 ? "word " : "more ");
        switch (f) {
        case FORMAT_TSV:
            buf_printf(b, "%llu\t%.*s%s\n", (unsigned long long)i, (int)text.n, text.n ? text.p : "",
                       bad ? "" : "\tA");
            break;
        case FORMAT_CSV:
            buf_printf(b, "%llu,\"%.*s%s\"%s\n", (unsigned long long)i, (int)text.n, text.n ? text.p : "",
                       i % 5 ? "" : "\n\"\"two\"\" lines", bad ? "" : ",A");
            break;
        case FORMAT_JSONL:
            buf_printf(b, "{\"id\":%llu,\"text\":\"%.*s\\n\"%s\n", (unsigned long long)i, (int)text.n,
                       text.n ? text.p : "", bad ? "" : "}");
            break;
        default:
            buf_printf(b, "%.*s\n", (int)text.n, text.n ? text.p : "");
        }
        buf_free(&text);
    }
    assert_false(b->failed);
}

static void gzip(buf *out, str s)
{
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(buf_room(out, s.n + s.n / 8 + 200));
    z.next_in = (z_const Bytef *)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)out->p;
    z.avail_out = (uInt)out->cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->n = z.total_out;
    assert_int_equal(deflateEnd(&z), Z_OK);
}

static input file_new(const char *folder, const char *name, format f, str bytes)
{
    char *path = sample_path(folder, name);

    sample_write(path, bytes);
    return (input){path, f, bytes.n};
}

static input lines_new(const char *folder, const char *name, uint64_t n, const char *fail_at)
{
    buf b = {0};
    input in;

    for (uint64_t i = 0; i < n; i++)
        buf_printf(&b, "%s line %llu\n", fail_at && fail_at[i] == 'x' ? "FAIL" : "a", (unsigned long long)i);
    in = file_new(folder, name, FORMAT_LINES, buf_view(&b));
    buf_free(&b);
    return in;
}

/* ---- tests ---- */

static void test_formats(void **state)
{
    static const format formats[] = {FORMAT_TSV, FORMAT_CSV, FORMAT_JSONL, FORMAT_LINES, FORMAT_TXT};
    static const char *const names[] = {"tsv", "csv", "jsonl", "lines", "txt"};
    char *folder = sample_folder();
    input in[COUNT(formats)];

    (void)state;
    for (size_t f = 0; f < COUNT(formats); f++) {
        buf b = {0};

        fill(&b, formats[f], formats[f] == FORMAT_TXT ? 10 : 150);
        in[f] = file_new(folder, names[f], formats[f], buf_view(&b));
        expect_same(&in[f], 1, names[f], formats[f] == FORMAT_TXT ? 1 : 150);
        buf_free(&b);
    }
    expect_same(in, COUNT(formats), "all formats", 600);
    for (size_t f = 0; f < COUNT(formats); f++)
        free((void *)in[f].path);
    sample_remove(folder);
}

static void test_nothing(void **state)
{
    char *folder = sample_folder();
    input in[] = {file_new(folder, "empty", FORMAT_LINES, STR("")),
                  file_new(folder, "header", FORMAT_TSV, STR("id\ttext\n")),
                  file_new(folder, "blank", FORMAT_JSONL, STR("\n\n\n"))};

    (void)state;
    expect_same(in, 0, "no file", 0);
    for (size_t i = 0; i < COUNT(in); i++)
        expect_same(&in[i], 1, in[i].path, 0);
    expect_same(in, COUNT(in), "empty files", 0);
    for (size_t i = 0; i < COUNT(in); i++)
        free((void *)in[i].path);
    sample_remove(folder);
}

/* A gzip that is cut, and a file that is not there: what was read before comes out first. */
static void test_reader_fails(void **state)
{
    char *folder = sample_folder();
    random_state r = random_seed(5);
    buf b = {0}, packed = {0};
    input in[3];
    job j = {0};
    reader_options o = SAMPLE_OPTIONS;
    err e;

    (void)state;
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "%llx\n", (unsigned long long)random_next(&r));
    gzip(&packed, buf_view(&b));
    in[0] = lines_new(folder, "lines", 20, NULL);
    in[1] = file_new(folder, "cut.gz", FORMAT_LINES, (str){packed.p, packed.n / 2});
    in[2] = in[0];
    expect_same(in, 3, "a gzip that is cut", 500);
    assert_false(job_run(&j, in, 3, &o, 3, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_ptr_equal(e.path, in[1].path);
    assert_true(j.n_records > 500 && j.n_records < 3020);

    free((void *)in[1].path);
    in[1].path = sample_path(folder, "missing");
    expect_same(in, 3, "a file that is missing", 20);
    assert_false(job_run(&j, in, 3, &o, 3, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_int_equal(j.n_records, 20);
    job_free(&j);
    buf_free(&b);
    buf_free(&packed);
    free((void *)in[0].path);
    free((void *)in[1].path);
    sample_remove(folder);
}

/* One record a chunk: those before the first failing one are out, whichever failed first by the clock. */
static void test_record_fails(void **state)
{
    static const char *const at[] = {"x",
                                     ".x",
                                     "..........x",
                                     "..x..x.x",
                                     "............................xxxxxxxxxxx",
                                     "......................................x",
                                     ".......................................x"};
    char *folder = sample_folder();
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.chunk_bytes = 1;
    for (size_t i = 0; i < COUNT(at); i++) {
        char fail_at[41] = {0};
        uint64_t first = (uint64_t)(strchr(at[i], 'x') - at[i]);
        input in;

        memcpy(fail_at, at[i], strlen(at[i]));
        in = lines_new(folder, "lines", 40, fail_at);
        for (unsigned round = 0; round < 8; round++) {
            job j = {.jitter = true};
            err e;

            assert_false(job_run(&j, &in, 1, &o, threads[round % COUNT(threads)], &e));
            assert_int_equal(e.line, first + 1);
            assert_string_equal(e.text, "told to fail");
            assert_int_equal(j.n_emits, first);
            assert_int_equal(j.n_records, first);
            job_free(&j);
        }
        free((void *)in.path);
    }
    sample_remove(folder);
}

/* After a failing emit there is no other, and no more is worked on than might have waited: little where
 * results are large. */
static void test_emit_fails(void **state)
{
    char *folder = sample_folder();
    input in = lines_new(folder, "lines", 5000, NULL);
    reader_options o = SAMPLE_OPTIONS;

    (void)state;
    o.chunk_bytes = 1;
    for (unsigned round = 0; round < 24; round++) {
        unsigned n = threads[round % COUNT(threads)];
        job j = {.fail_emit = 1 + round * 3, .jitter = round % 2, .large = round / 4 % 2};
        err e;

        assert_false(job_run(&j, &in, 1, &o, n, &e));
        assert_int_equal(e.code, ERR_IO);
        assert_string_equal(e.text, "emit was told to fail");
        assert_int_equal(j.n_emits, j.fail_emit);
        assert_int_equal(j.n_records, j.fail_emit - 1);
        assert_true(j.n_calls <= j.fail_emit + (j.large ? 2 * n + 2 : 5 * n + 2));
        job_free(&j);
    }
    free((void *)in.path);
    sample_remove(folder);
}

/* Many short runs, of which some fail here and there. alarm() ends one that hangs. */
static void test_no_run_hangs(void **state)
{
    char *folder = sample_folder();
    char fail_at[31] = "..............................";
    input good = lines_new(folder, "good", 30, NULL), bad;
    job j = {.jitter = true};
    reader_options o = SAMPLE_OPTIONS;
    err e;

    (void)state;
    fail_at[17] = 'x';
    bad = lines_new(folder, "bad", 30, fail_at);
    (void)alarm(120);
    for (unsigned round = 0; round < 200; round++) {
        unsigned n = 2 + round % 7;

        o.chunk_bytes = 1 + round % 40;
        j.fail_emit = round % 3 ? 0 : 1 + round % 11;
        if (round % 3 == 0)
            (void)job_run(&j, &good, 1, &o, n, &e);
        else if (round % 3 == 1)
            assert_false(job_run(&j, &bad, 1, &o, n, &e));
        else
            assert_true(job_run(&j, &good, 1, &o, n, &e) && j.n_records == 30);
    }
    (void)alarm(0);
    job_free(&j);
    free((void *)good.path);
    free((void *)bad.path);
    sample_remove(folder);
}

static void test_thousands_of_chunks(void **state)
{
    char *folder = sample_folder();
    input in = lines_new(folder, "lines", 6000, NULL);
    reader_options o = SAMPLE_OPTIONS;
    job j = {0};
    err e;

    (void)state;
    o.chunk_bytes = 1;
    assert_true(job_run(&j, &in, 1, &o, 4, &e));
    assert_int_equal(j.n_emits, 6000);
    assert_int_equal(j.n_records, 6000);
    job_free(&j);
    free((void *)in.path);
    sample_remove(folder);
}

/* More threads than there may be are as many as there may be. */
static void test_too_many_threads(void **state)
{
    char *folder = sample_folder();
    input in = lines_new(folder, "lines", 50, NULL);
    reader_options o = SAMPLE_OPTIONS;
    job j = {0};
    err e;

    (void)state;
    o.chunk_bytes = 1;
    assert_true(job_run(&j, &in, 1, &o, 1300, &e));
    assert_int_equal(j.n_records, 50);
    job_free(&j);
    free((void *)in.path);
    sample_remove(folder);
}

/* ---- with the scorer ---- */

typedef struct scoring {
    scorer s;
    memo *memo[8];
    buf out;
} scoring;

static bool score_record(void *to, unsigned worker, const record *r, batch_results *out, err *e)
{
    scoring *s = to;
    double margin[64];

    if (!memo_score(s->memo[worker], r->text, margin, e))
        return false;
    buf_add(&out->out, margin, s->s.n_margins * sizeof *margin);
    return true;
}

static bool score_emit(void *to, const batch_results *r, err *e)
{
    scoring *s = to;

    (void)e;
    buf_str(&s->out, buf_view(&r->out));
    return true;
}

static void score_all(const model *const *models, const input *in, unsigned n_threads, buf *out)
{
    reader_options o = SAMPLE_OPTIONS;
    scoring s = {0};
    batch b = {.in = in,
               .n_in = 1,
               .reader = &o,
               .threads = n_threads,
               .to = &s,
               .record = score_record,
               .emit = score_emit};
    err e = {0};

    o.chunk_bytes = 500;
    assert_true(scorer_init(&s.s, models, 3, n_threads, 1, 7, &e));
    s.s.memo_bits = n_threads == 1 ? s.s.memo_bits : 6;
    for (unsigned t = 0; t < n_threads; t++)
        assert_true(memo_new(&s.s, &s.memo[t], &e));
    assert_true(batch_run(&b, &e));
    for (unsigned t = 0; t < n_threads; t++)
        memo_free(s.memo[t]);
    scorer_free(&s.s);
    *out = s.out;
}

static void test_scores(void **state)
{
    char *folder = sample_folder();
    plan p = PLAN_DEFAULT;
    score_model m[3];
    const model *models[] = {&m[0].m, &m[1].m, &m[2].m};
    buf text = {0}, one, four;
    random_state r = random_seed(1);
    input in;

    (void)state;
    for (int i = 0; i < 200; i++) {
        score_text(&r, TEXT_PROSE, 200, &text);
        score_text(&r, TEXT_SCRIPTS, 30, &text);
        buf_char(&text, '\n');
    }
    in = file_new(folder, "texts", FORMAT_LINES, buf_view(&text));
    score_model_make(&m[0], 1, p, KERNEL_NONE);
    p.punct = 1;
    score_model_make(&m[1], 2, p, KERNEL_NONE);
    score_model_make(&m[2], 3, p, KERNEL_RBF);
    score_all(models, &in, 1, &one);
    assert_int_equal(one.n, 200 * (m[0].m.L + m[1].m.L + m[2].m.L) * sizeof(double));
    score_all(models, &in, 4, &four);
    same_bytes(&one, &four);
    buf_free(&one);
    buf_free(&four);
    buf_free(&text);
    for (size_t i = 0; i < COUNT(m); i++)
        score_model_free(&m[i]);
    free((void *)in.path);
    sample_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_reader_fails),
        cmocka_unit_test(test_record_fails),
        cmocka_unit_test(test_emit_fails),
        cmocka_unit_test(test_no_run_hangs),
        cmocka_unit_test(test_thousands_of_chunks),
        cmocka_unit_test(test_too_many_threads),
        cmocka_unit_test(test_scores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
