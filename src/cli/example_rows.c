/* An annotated article goes in, its questions with their answers come out, a row each. */
#include "cli/example_rows.h"

#include "article/gold.h"

typedef struct example_to {
    str group;
    buf *out;
} example_to;

static bool put_example(void *to, question q, str window, str label, float weight, err *e)
{
    const example_to *t = to;
    const question_form *asked = &article_questions[q];

    (void)e;
    buf_tsv(t->out, t->group);
    buf_char(t->out, '\t');
    buf_tsv(t->out, label);
    buf_char(t->out, '\t');
    buf_fixed(t->out, (double)weight, 3);
    for (const char *const *text = asked->texts; *text; text++) {
        buf_char(t->out, '\t');
        buf_tsv(t->out, str_cut(&window, TEXT_BREAK));
    }
    for (const char *const *tag = asked->tags; *tag; tag++) {
        buf_char(t->out, '\t');
        buf_tsv(t->out, str_cut(&window, TEXT_BREAK));
    }
    buf_char(t->out, '\n');
    return true;
}

void example_rows_header(question q, buf *out)
{
    const question_form *asked = &article_questions[q];

    buf_z(out, "group\tlabel\tweight");
    for (const char *const *text = asked->texts; *text; text++) {
        buf_z(out, "\ttext_");
        buf_z(out, *text);
    }
    for (const char *const *tag = asked->tags; *tag; tag++) {
        buf_z(out, "\ttags_");
        buf_z(out, *tag);
    }
    buf_char(out, '\n');
}

bool example_rows(const article_reader *with, question q, const record *r, article_worker *w, buf *out,
                  err *why, err *e)
{
    const column_value *group = record_column(r, STR("group"));
    example_to to = {.group = group ? group->value : r->id, .out = out};
    example_sink sink = {put_example, &to};
    article gold = {0}, read;

    if (!gold_read(r, w->json, &gold, &w->arena, why))
        return why->code != ERR_MEMORY || err_memory(e);
    return article_examples(with, q, &gold, &w->reading, &read, &sink, e);
}
