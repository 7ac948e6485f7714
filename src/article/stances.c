/* Mentions go in, stances come out. */
#include "article/stances.h"

const char *const stance_texts[] = {"near", NULL}, *const stance_tags[] = {NULL};

bool stances_decide(const article_reader *r, article_work *w, article *out, err *e)
{
    (void)w;
    (void)out;
    (void)e;
    return r->task[QUESTION_STANCE] == NONE;
}

bool stances_examples(const article_reader *r, const article *gold, article_work *w, article *read,
                      const example_sink *sink, err *e)
{
    (void)r;
    (void)gold;
    (void)w;
    (void)read;
    (void)sink;
    return err_memory(e);
}
