/* Facets go in, words come out. */
#include "article/tags.h"

void tags_part(buf *out, str part)
{
    buf_char(out, TAG_JOINT);
    buf_str(out, part);
}

void tags_low(buf *out, const facets *f, int64_t i, stretch in)
{
    tags_part(out, i < in.first ? STR("A") : i >= in.last ? STR("E") : (str){f->at[i].low, f->at[i].n});
}

void tags_word(buf *out, const article *a, int64_t i, stretch in)
{
    buf_str(out, i < in.first ? STR("BOS") : i >= in.last ? STR("EOS") : span_text(a, a->token[i].at));
}
