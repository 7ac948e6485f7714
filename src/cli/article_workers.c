#include "cli/article_workers.h"

#include <stdlib.h>

#include "base/secret.h"

bool article_workers_open(const models *ms, unsigned threads, article_workers *out, err *e)
{
    bool ok;

    *out = (article_workers){.n = threads};
    ok = article_reader_init(ms->each, ms->n, threads, secret(), &out->reader, e);
    out->each = ok ? calloc(threads, sizeof *out->each) : NULL;
    ok = ok && (out->each || err_memory(e));
    for (unsigned t = 0; ok && t < threads; t++) {
        out->each[t].json = json_new();
        ok =
            (out->each[t].json || err_memory(e)) && article_work_init(&out->reader, &out->each[t].reading, e);
    }
    return ok;
}

void article_workers_close(article_workers *w)
{
    for (unsigned t = 0; w->each && t < w->n; t++) {
        article_work_free(&w->each[t].reading);
        arena_free(&w->each[t].arena);
        json_free(w->each[t].json);
    }
    free(w->each);
    article_reader_free(&w->reader);
}
