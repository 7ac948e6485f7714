/* A ring of places. The reader fills the place of the next chunk, a worker takes the oldest filled one, the
 * writer waits for the place whose turn it is. One mutex guards the ring's numbers and states; what a place
 * holds belongs to whoever its state says, so no lock is held while anybody works. */
#include "score/batch.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    MAX_THREADS = 1024,
    KEEP = 1024 * 1024, /* results beyond this are given back when too roomy */
};

typedef enum state { FREE, FILLED, TAKEN, DONE } state;

typedef struct place {
    state state;
    bool last; /* no chunk: the input ended, or failed with e, before this place */
    chunk chunk;
    batch_results results;
    err e;
} place;

typedef struct ring {
    const batch *b;
    reader *reader;
    place *place; /* [n]  sequence s stands in place[s % n] */
    size_t n;
    unsigned threads; /* workers wanted */

    pthread_mutex_t lock; /* guards all below, and place[].state and .last */
    pthread_cond_t filled, done, freed;
    uint64_t to_take; /* the oldest chunk that no worker has yet */
    bool stop;        /* the writer has given up                 */
} ring;

typedef struct worker {
    ring *ring;
    unsigned number;
    records *records;
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
static bool work_chunk(const worker *w, const chunk *c, arena *a, batch_results *out, err *e)
{
    const batch *b = w->ring->b;
    record r;

    results_reset(out);
    out->in = c->in;
    out->columns = c->columns;
    records_begin(w->records, c);
    while (records_next(w->records, a, &r)) {
        out->n_records++;
        if (!b->record(b->to, w->number, &r, out, e))
            return false;
    }
    arena_reset(a);
    return (!out->out.failed && !out->rejects.failed && !out->aside.failed) || err_memory(e);
}

static void *worker_run(void *arg)
{
    const worker *w = arg;
    ring *q = w->ring;
    arena a = {0}; /* here, so that no other worker writes to the same cache line */

    for (;;) {
        place *p;

        pthread_mutex_lock(&q->lock);
        for (;;) {
            p = &q->place[q->to_take % q->n];
            if (q->stop || p->last || p->state == FILLED)
                break;
            pthread_cond_wait(&q->filled, &q->lock);
        }
        if (q->stop || p->last) {
            pthread_mutex_unlock(&q->lock);
            break;
        }
        p->state = TAKEN;
        q->to_take++;
        pthread_mutex_unlock(&q->lock);

        (void)work_chunk(w, &p->chunk, &a, &p->results, &p->e);

        pthread_mutex_lock(&q->lock);
        p->state = DONE;
        pthread_cond_signal(&q->done);
        pthread_mutex_unlock(&q->lock);
    }
    arena_free(&a);
    return NULL;
}

static void *reader_run(void *arg)
{
    ring *q = arg;

    for (uint64_t s = 0;; s++) {
        place *p = &q->place[s % q->n];
        bool more = false, stop;

        pthread_mutex_lock(&q->lock);
        while (!q->stop && p->state != FREE)
            pthread_cond_wait(&q->freed, &q->lock);
        stop = q->stop;
        pthread_mutex_unlock(&q->lock);
        if (stop)
            return NULL;

        if (!reader_next(q->reader, &p->chunk, &more, &p->e))
            more = false;

        pthread_mutex_lock(&q->lock);
        p->last = !more;
        p->state = FILLED;
        if (more) {
            pthread_cond_signal(&q->filled); /* one chunk, one worker */
        } else {
            pthread_cond_broadcast(&q->filled);
            pthread_cond_signal(&q->done);
        }
        pthread_mutex_unlock(&q->lock);
        if (!more)
            return NULL;
    }
}

/* The writer: chunk by chunk, in order. */
static bool write_all(ring *q, err *e)
{
    const batch *b = q->b;

    for (uint64_t s = 0;; s++) {
        place *p = &q->place[s % q->n];

        pthread_mutex_lock(&q->lock);
        while (p->state != DONE && !p->last)
            pthread_cond_wait(&q->done, &q->lock);
        pthread_mutex_unlock(&q->lock);

        if (p->e.code) {
            *e = p->e;
            return false;
        }
        if (p->last)
            return true;
        if (!b->emit(b->to, &p->results, e))
            return false;
        if (b->tick)
            b->tick(b->to, q->reader);

        pthread_mutex_lock(&q->lock);
        p->state = FREE;
        pthread_cond_signal(&q->freed);
        pthread_mutex_unlock(&q->lock);
    }
}

static bool run(ring *q, worker *w, err *e)
{
    pthread_t reading, working[MAX_THREADS];
    unsigned n_working = 0;
    bool ok, is_reading;

    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->filled, NULL);
    pthread_cond_init(&q->done, NULL);
    pthread_cond_init(&q->freed, NULL);
    is_reading = pthread_create(&reading, NULL, reader_run, q) == 0;
    while (is_reading && n_working < q->threads &&
           pthread_create(&working[n_working], NULL, worker_run, &w[n_working]) == 0)
        n_working++;

    /* Fewer workers than asked for give the same bytes, later; none gives nothing. */
    ok = n_working ? write_all(q, e) : err_set(e, ERR_MEMORY, "cannot start a thread");
    pthread_mutex_lock(&q->lock);
    q->stop = true;
    pthread_cond_broadcast(&q->filled);
    pthread_cond_broadcast(&q->freed);
    pthread_mutex_unlock(&q->lock);

    for (unsigned i = 0; i < n_working; i++)
        pthread_join(working[i], NULL);
    if (is_reading)
        pthread_join(reading, NULL);
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->filled);
    pthread_cond_destroy(&q->done);
    pthread_cond_destroy(&q->freed);
    return ok;
}

bool batch_run(const batch *b, err *e)
{
    unsigned threads = b->threads < MAX_THREADS ? b->threads : MAX_THREADS;
    ring q = {.b = b, .n = 2 * (size_t)threads + 2, .threads = threads};
    worker *w = calloc(threads, sizeof *w);
    bool ok;

    q.place = calloc(q.n, sizeof *q.place);
    ok = w && q.place;
    for (unsigned i = 0; ok && i < threads; i++) {
        w[i].ring = &q;
        w[i].number = i;
        w[i].records = records_new(b->reader, b->n_in > 1);
        ok = w[i].records != NULL;
    }
    if (!ok)
        err_memory(e);
    ok = ok && reader_open(b->in, b->n_in, b->reader, &q.reader, e) && run(&q, w, e);

    reader_close(q.reader);
    for (size_t i = 0; q.place && i < q.n; i++) {
        chunk_free(&q.place[i].chunk);
        buf_free(&q.place[i].results.out);
        buf_free(&q.place[i].results.rejects);
        buf_free(&q.place[i].results.aside);
    }
    for (unsigned i = 0; w && i < threads; i++)
        records_free(w[i].records);
    free(q.place);
    free(w);
    return ok;
}
