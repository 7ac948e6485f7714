#include "cli/article_workers.h"

#include <stdio.h>
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

static bool is_asked(const article_reader *r, const model *m)
{
    for (unsigned q = 0; q < N_QUESTIONS; q++)
        if (r->task[q] != NONE && r->tasks[article_questions[q].view].task[r->task[q]].m == m)
            return true;
    return false;
}

void article_workers_warn(const article_workers *w, const models *ms, bool named)
{
    const article_reader *r = &w->reader;
    bool answers = false;

    for (unsigned q = 0; q < N_QUESTIONS; q++)
        answers |= r->task[q] != NONE;
    if (!answers)
        (void)fprintf(stderr,
                      "slant: no model here answers what annotate asks: quotations are all that is found\n");
    for (size_t i = 0, last; answers && named && i < ms->n; i = last) {
        bool asked = false;
        char shown[400];

        for (last = i; last < ms->n && ms->path[last] == ms->path[i]; last++)
            asked |= is_asked(r, ms->each[last]);
        if (!asked)
            (void)fprintf(stderr,
                          "slant: %s is not asked: what it decides is no question of annotate's, or a "
                          "model given before it answers\n",
                          err_name(ms->path[i], shown, sizeof shown));
    }
}
