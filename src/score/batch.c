/* A ring of places, and workers that all do the same: whoever has nothing in hand writes the chunk whose turn
 * it is, if it is done, else labels the oldest that is read, else reads the next. One mutex guards the ring's
 * numbers and states; what a place holds belongs to whoever its state says, so no lock is held while anybody
 * works.
 *
 * A worker that has read a chunk labels it, while its bytes are near; but while others wait for something to
 * do it hands them what it reads and reads on, so that where reading is the slow half (a packed file, a pipe,
 * very many cores) it never stops for a hand-over.
 *
 * The system may take a worker's core away for a while, and nothing behind its chunk can be written until it
 * has it back. So the ring is deep: a chunk's bytes go back when it is labelled, and only results wait, which
 * are small; where they are not, the others wait too. */
#include "score/batch.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    MAX_THREADS = 1024,
    FEW = 4, /* more threads read smaller chunks, or what waits takes much memory */
    SMALL_CHUNK = 128 * 1024,
    DEPTH = 4,            /* places a worker; more of them are taken than there are chunks while */
    WAITING = 256 * 1024, /* ... the results that wait have fewer bytes than this                */
    KEEP = 1024 * 1024,   /* results beyond this are given back when too roomy                   */
    PAGE = 4096,
};

typedef enum state { FREE, READ, TAKEN, DONE } state;

typedef struct place {
    state state;
    bool last;              /* no chunk: the input ended, or failed with e, before this place */
    chunk *chunk;           /* while it is READ or TAKEN */
    batch_results *results; /* while it is TAKEN or DONE */
    err e;
} place;

typedef struct ring {
    const batch *b;
    reader *reader;
    place *place; /* [n]  sequence s stands in place[s % n] */
    size_t n;
    chunk *chunk;           /* [n_chunks] */
    batch_results *results; /* [n]        */
    size_t n_chunks;
    size_t seen; /* bytes of a chunk that a worker brings */

    pthread_mutex_t lock; /* guards all below, and place[].state and .last */
    pthread_cond_t work;
    unsigned waiting;                     /* workers that found nothing to do              */
    bool reading, writing;                /* some worker is                                */
    uint64_t to_read, to_label, to_write; /* sequences                                     */
    chunk **chunk_left;                   /* [n_chunks_left]  those that no place holds    */
    batch_results **results_left;         /* [n_results_left]                              */
    size_t n_chunks_left, n_results_left;
    size_t bytes; /* of results that wait                          */
    bool ended;   /* the place before to_read is the last          */
    bool stop;    /* all is written, or what is next failed with e */
    err e;
} ring;

typedef struct worker {
    ring *ring;
    unsigned number;
    records *records;
    arena arena; /* for one chunk's records */
    pthread_t thread;
} worker;

/* A giant record must not leave a giant buffer in every place. */
static void buf_reset(buf *b)
{
    if (b->cap > KEEP && b->cap / 4 > b->n)
        buf_free(b);
    b->n = 0;
    b->failed = false;
}

static void results_reset(batch_results *r)
{
    buf_reset(&r->out);
    buf_reset(&r->rejects);
    buf_reset(&r->aside);
    r->n_records = r->n_rejected = 0;
}

/* The road of a chunk: its records, one by one. */
static bool label_chunk(worker *w, const chunk *c, batch_results *out, err *e)
{
    const batch *b = w->ring->b;
    record r;

    results_reset(out);
    out->in = c->in;
    out->columns = c->columns;
    records_begin(w->records, c);
    while (records_next(w->records, &w->arena, &r)) {
        out->n_records++;
        if (!b->record(b->to, w->number, &r, out, e))
            return false;
    }
    arena_reset(&w->arena);
    return (!out->out.failed && !out->rejects.failed && !out->aside.failed) || err_memory(e);
}

/* ---- what a worker may do; the lock is held before and after, and not while it works ---- */

static place *place_of(const ring *q, uint64_t sequence)
{
    return &q->place[sequence % q->n];
}

static bool may_write(const ring *q)
{
    return !q->writing && place_of(q, q->to_write)->state == DONE;
}

static bool may_label(const ring *q)
{
    return place_of(q, q->to_label)->state == READ;
}

static bool may_read(const ring *q)
{
    return !q->reading && !q->ended && q->n_chunks_left && place_of(q, q->to_read)->state == FREE &&
           (q->to_read - q->to_write <= q->n_chunks || q->bytes < WAITING);
}

static size_t size_of(const batch_results *r)
{
    return r->out.n + r->rejects.n + r->aside.n;
}

static void stop(ring *q)
{
    q->stop = true;
    pthread_cond_broadcast(&q->work);
}

static void write_next(ring *q)
{
    const batch *b = q->b;
    place *p = place_of(q, q->to_write);
    err e = p->e;
    bool ok = !e.code;

    if (!ok || p->last) {
        q->e = e;
        stop(q);
        return;
    }
    q->writing = true;
    pthread_mutex_unlock(&q->lock);
    ok = b->emit(b->to, p->results, &e);
    if (ok && b->tick)
        b->tick(b->to, q->reader);
    pthread_mutex_lock(&q->lock);
    q->writing = false;
    if (!ok) {
        q->e = e;
        stop(q);
        return;
    }
    q->bytes -= size_of(p->results);
    q->results_left[q->n_results_left++] = p->results;
    p->state = FREE;
    q->to_write++;
    if (q->waiting && may_read(q))
        pthread_cond_signal(&q->work);
}

static void label_next(ring *q, worker *w)
{
    place *p = place_of(q, q->to_label++);

    p->state = TAKEN;
    p->results = q->results_left[--q->n_results_left];
    pthread_mutex_unlock(&q->lock);
    (void)label_chunk(w, p->chunk, p->results, &p->e);
    pthread_mutex_lock(&q->lock);
    q->bytes += size_of(p->results);
    q->chunk_left[q->n_chunks_left++] = p->chunk;
    p->state = DONE;
}

static void read_next(ring *q)
{
    place *p = place_of(q, q->to_read);
    bool more = false;

    q->reading = true;
    p->chunk = q->chunk_left[--q->n_chunks_left];
    pthread_mutex_unlock(&q->lock);
    if (!reader_next(q->reader, p->chunk, &more, &p->e))
        more = false;
    pthread_mutex_lock(&q->lock);
    q->reading = false;
    q->to_read++;
    p->state = more ? READ : DONE;
    p->last = q->ended = !more;
}

/* Each worker brings a chunk. Where they are many it has seen its memory too: the system gives out a page
 * when it is first written, for which else all would wait, one chunk after the other, while it is read. */
static void bring_chunk(ring *q, chunk *c)
{
    if (buf_room(&c->bytes, q->seen))
        for (size_t i = 0; i < q->seen; i += PAGE)
            c->bytes.p[i] = 0;
    c->bytes.failed = false; /* then the reader will ask */
    pthread_mutex_lock(&q->lock);
    q->chunk_left[q->n_chunks_left++] = c;
}

static void *worker_run(void *arg)
{
    worker *w = arg;
    ring *q = w->ring;

    bring_chunk(q, &q->chunk[w->number]);
    while (!q->stop) {
        if (may_write(q)) {
            write_next(q);
        } else if (may_label(q)) {
            label_next(q, w);
        } else if (may_read(q)) {
            read_next(q);
            while (q->waiting && may_read(q) && !q->stop) {
                pthread_cond_signal(&q->work);
                read_next(q);
            }
        } else {
            q->waiting++;
            pthread_cond_wait(&q->work, &q->lock);
            q->waiting--;
        }
    }
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

/* Some more chunks than workers: they are read while others are labelled. */
static bool ring_init(ring *q, unsigned threads)
{
    q->seen = threads > FEW ? SMALL_CHUNK : 0;
    q->n = (size_t)threads * DEPTH;
    q->n_chunks = threads + threads / 4U + 1;
    q->place = calloc(q->n, sizeof *q->place);
    q->chunk = calloc(q->n_chunks, sizeof *q->chunk);
    q->chunk_left = calloc(q->n_chunks, sizeof(chunk *));
    q->results = calloc(q->n, sizeof *q->results);
    q->results_left = calloc(q->n, sizeof(batch_results *));
    if (!q->place || !q->chunk || !q->chunk_left || !q->results || !q->results_left)
        return false;
    for (size_t i = threads; i < q->n_chunks; i++)
        q->chunk_left[q->n_chunks_left++] = &q->chunk[i];
    for (size_t i = 0; i < q->n; i++)
        q->results_left[q->n_results_left++] = &q->results[i];
    return true;
}

static void ring_free(ring *q)
{
    for (size_t i = 0; q->chunk && i < q->n_chunks; i++)
        chunk_free(&q->chunk[i]);
    for (size_t i = 0; q->results && i < q->n; i++) {
        buf_free(&q->results[i].out);
        buf_free(&q->results[i].rejects);
        buf_free(&q->results[i].aside);
    }
    free(q->place);
    free(q->chunk);
    free(q->chunk_left);
    free(q->results);
    free(q->results_left);
}

/* The caller is the first worker. Fewer than asked for give the same bytes, later. */
static void run(ring *q, worker *w, unsigned n)
{
    unsigned started = 1;

    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->work, NULL);
    while (started < n && pthread_create(&w[started].thread, NULL, worker_run, &w[started]) == 0)
        started++;
    (void)worker_run(&w[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(w[i].thread, NULL);
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->work);
}

bool batch_run(const batch *b, err *e)
{
    unsigned threads = b->threads < MAX_THREADS ? b->threads : MAX_THREADS;
    ring q = {.b = b};
    worker *w = calloc(threads, sizeof *w);
    reader_options o = *b->reader;
    bool ok;

    if (o.chunk_bytes == 0 && threads > FEW)
        o.chunk_bytes = SMALL_CHUNK;
    ok = w && ring_init(&q, threads);
    for (unsigned i = 0; ok && i < threads; i++) {
        w[i].ring = &q;
        w[i].number = i;
        w[i].records = records_new(&o, b->n_in > 1);
        ok = w[i].records != NULL;
    }
    if (!ok)
        err_memory(e);
    ok = ok && reader_open(b->in, b->n_in, &o, &q.reader, e);
    if (ok) {
        run(&q, w, threads);
        ok = !q.e.code;
        if (!ok)
            *e = q.e;
    }

    reader_close(q.reader);
    ring_free(&q);
    for (unsigned i = 0; w && i < threads; i++) {
        records_free(w[i].records);
        arena_free(&w[i].arena);
    }
    free(w);
    return ok;
}
