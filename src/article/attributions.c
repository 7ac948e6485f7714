/* Words go in, attributions come out. */
#include "article/attributions.h"

const char *const cue_texts[] = {"w", NULL}, *const cue_tags[] = {NULL};
const char *const source_begin_texts[] = {"w", NULL}, *const source_begin_tags[] = {NULL};
const char *const source_end_texts[] = {"w", NULL}, *const source_end_tags[] = {NULL};
const char *const clause_begin_texts[] = {"w", NULL}, *const clause_begin_tags[] = {NULL};
const char *const clause_end_texts[] = {"w", NULL}, *const clause_end_tags[] = {NULL};

bool attributions_find(const article_reader *r, article_work *w, article *out, err *e)
{
    (void)w;
    (void)out;
    (void)e;
    return r->task[QUESTION_CUE] == NONE;
}

bool attributions_examples(const article_reader *r, question q, const article *gold, article_work *w,
                           article *read, const example_sink *sink, err *e)
{
    (void)r;
    (void)q;
    (void)gold;
    (void)w;
    (void)read;
    (void)sink;
    return err_memory(e);
}
