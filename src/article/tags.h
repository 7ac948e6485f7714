/* tags: made-up words in which a machine is told what no n-gram says: alZheZsaid, cm2L.
 *
 *   tags_new(out, "al"), tags_low(out, f, i - 1, first, last), tags_low(out, f, i, first, last);
 *
 * A tag is letters and digits alone, in which case counts: one word by UAX #29, and one of those that are found fastest
 * (a low line is not). What is put in must be so; facets are. Its parts begin with TAG_JOINT. Tokens before `first` and
 * from `last` on are A and E.
 *
 * Owns     nothing; appends to out.      Threads  pure.      Errors  out->failed.
 */
#ifndef SLANT_ARTICLE_TAGS_H
#define SLANT_ARTICLE_TAGS_H

#include "article/facets.h"
#include "base/buf.h"

#define TAG_JOINT 'Z'

/* A stretch of tokens, [first, last). */
typedef struct stretch {
    uint32_t first, last;
} stretch;

/* A letter for a number of tokens: exact to 4, then in steps. */
static inline char tags_step(uint32_t n)
{
    return n <= 1 ? '1' : n <= 4 ? (char)('0' + n) : n <= 6 ? '6' : n <= 9 ? '9' : n <= 14 ? 'e' : n <= 20 ? 'k' : 'M';
}

/* A digit, at most `most` < 10. */
static inline char tags_digit(uint32_t n, uint32_t most)
{
    return (char)('0' + (n < most ? n : most));
}

static inline void tags_new(buf *out, const char *name)
{
    buf_char(out, ' ');
    buf_z(out, name);
}

/* The class of a token. */
static inline char tags_class(const facets *f, int64_t i, stretch in)
{
    return i < in.first ? 'A' : i >= in.last ? 'E' : f->at[i].class;
}

/* TAG_JOINT and the small letters of a token. */
void tags_low(buf *out, const facets *f, int64_t i, stretch in);

/* TAG_JOINT and some letters. */
void tags_part(buf *out, str part);

/* A text of one token as it is written; BOS and EOS beyond its sentence. */
void tags_word(buf *out, const article *a, int64_t i, stretch in);

#endif
