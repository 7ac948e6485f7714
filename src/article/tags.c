/* Where texts of tags begin and end, and what is too much. */
#include "article/tags.h"

void tags_begin(tags *t, buf *text)
{
    t->text = text;
    t->n = 0;
    t->roll = 0; /* of none */
    t->full = 0;
}

void tags_drop(tags *t)
{
    if (t->text && !t->full)
        t->full = t->text->n;
    t->n = TAGS_MAX + 1;
}

void tags_end(tags *t)
{
    t->hash[t->n] = feature_tag(t->roll);
    if (t->n > TAGS_MAX)
        t->n = TAGS_MAX;
    if (t->full)
        t->text->n = t->full;
}
