/* Texts go in, margins add up. */
#include "article/ask.h"

_Static_assert((int)TAGS_MAX <= (int)BRIEF_TAGS, "all tags of a text can be scored");

void ask_free(ask *q)
{
    buf_free(&q->text);
    *q = (ask){0};
}

/* The next text may be of tags, which are written where nobody takes their hashes. */
static void begin_text(ask *q)
{
    bool hashed = q->tasks && (q->k >= q->tasks->n_texts || q->tasks->is_tags[q->k]);

    if (q->tasks)
        q->text.n = 0;
    tags_begin(&q->tags, hashed ? NULL : &q->text);
}

void ask_begin(ask *q, const tasks *t, const uint32_t *words_at, tasks_work *w)
{
    q->tasks = t;
    q->words_at = words_at;
    q->work = w;
    q->k = 0;
    q->e.code = ERR_NONE;
    q->text.n = 0;
    if (t)
        tasks_begin(t, w);
    begin_text(q);
}

void ask_resume(ask *q, uint32_t k, const double *margin)
{
    for (uint32_t i = 0; i < q->tasks->n_margins; i++)
        q->work->margin[i] = margin[i];
    q->k = k;
    begin_text(q);
}

static void next_text(ask *q)
{
    q->k++;
    if (!q->tasks)
        buf_char(&q->text, TEXT_BREAK);
    begin_text(q);
}

static void score(ask *q, str text)
{
    if (q->e.code == ERR_NONE && q->k < q->tasks->n_texts)
        (void)tasks_add(q->tasks, q->work, q->k, text, &q->e);
}

static void score_word(ask *q, const lexeme *l)
{
    uint32_t n = q->k < q->tasks->n_texts ? (uint32_t)q->tasks->scorer[q->k].n_margins : 0;
    double *known = n && l->margin && q->words_at[q->k] != NONE ? l->margin + q->words_at[q->k] : NULL;

    if (known && !isnan(*known)) {
        tasks_add_part(q->tasks, q->work, q->k, known);
        return;
    }
    score(q, l->text);
    if (known && q->e.code == ERR_NONE)
        memcpy(known, q->work->part, n * sizeof *known);
}

void ask_word(ask *q, const lexeme *l)
{
    if (q->tasks)
        score_word(q, l);
    else
        buf_str(&q->text, l->text);
    next_text(q);
}

void ask_token(ask *q, const facets *f, int64_t i, stretch in)
{
    ask_word(q, i < in.first   ? f->a->lexemes->of_slot[LEXEME_BOS]
                : i >= in.last ? f->a->lexemes->of_slot[LEXEME_EOS]
                               : f->at[i].word);
}

void ask_text(ask *q)
{
    if (q->tasks)
        score(q, buf_view(&q->text));
    next_text(q);
}

void ask_tags(ask *q)
{
    tags_end(&q->tags);
    if (q->tags.text)
        ask_text(q);
    else {
        if (q->k < q->tasks->n_texts)
            tasks_add_tags(q->tasks, q->work, q->k, q->tags.hash + 1, q->tags.n);
        next_text(q);
    }
}

bool ask_end(const ask *q, err *e)
{
    if (q->text.failed)
        return err_memory(e);
    if (q->e.code != ERR_NONE)
        *e = q->e;
    return q->e.code == ERR_NONE;
}

str ask_written(const ask *q)
{
    return (str){q->text.p, q->text.n - (q->text.n > 0)};
}
