/* tags: made-up words in which a machine is told what no n-gram says: alZheZsaid, cm2L.
 *
 *   tags_new(t, "al"), tags_low(t, f, i - 1, in), tags_low(t, f, i, in);
 *
 * A tag is put together of pieces. What a machine wants of it is its hash (feature_tag), and the hash of a piece is
 * known or made in a few steps, so that reading an article writes no tag down; learning does (`text`).
 *
 * A tag is letters, digits and low lines alone, in which case counts: one word by UAX #29. What is put in must be so;
 * facets are. Its parts begin with TAG_JOINT. Tokens before `first` and from `last` on are A and E. A text has TAGS_MAX
 * tags, what comes behind them is dropped.
 *
 * Owns     nothing; appends to t->text.      Threads  one thread at a time.      Errors  t->text->failed.
 * Cost     a multiplication for each piece of which the hash is known, else for each byte.
 */
#ifndef SLANT_ARTICLE_TAGS_H
#define SLANT_ARTICLE_TAGS_H

#include "article/facets.h"
#include "base/buf.h"
#include "feature/tag.h"

enum { TAGS_MAX = 512 };

typedef struct tags {
    buf *text;     /* they are written here as well; NULL: nobody reads them */
    uint32_t n;    /* the last of them is not finished                       */
    uint64_t roll; /* of that one, so far                                    */
    size_t full;   /* bytes of text where TAGS_MAX tags end; 0: there are fewer */
    uint64_t hash[TAGS_MAX + 2]; /* from 1 on                                */
} tags;

void tags_begin(tags *t, buf *text);

/* The last one is finished: their hashes are t->hash[1 .. t->n], and what is written is no more than those. */
void tags_end(tags *t);

/* A stretch of tokens, [first, last). */
typedef struct stretch {
    uint32_t first, last;
} stretch;

static inline bool stretch_empty(stretch s)
{
    return s.first >= s.last;
}

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

/* ---- pieces ---- */

static inline void tags_char(tags *t, char c)
{
    t->roll = hash_roll(t->roll, c);
    if (__builtin_expect(t->text != NULL, 0))
        buf_char(t->text, c);
}

static inline void tags_str(tags *t, str s)
{
    t->roll = hash_roll_str(t->roll, s);
    if (__builtin_expect(t->text != NULL, 0))
        buf_str(t->text, s);
}

/* Inline, so that for a literal the loop is done when this is compiled. */
static inline __attribute__((always_inline)) void tags_z(tags *t, const char *z)
{
    uint64_t value = 0, power = 1;

    for (const char *p = z; *p; p++) {
        value = hash_roll(value, *p);
        power *= HASH_ROLL;
    }
    t->roll = t->roll * power + value;
    if (__builtin_expect(t->text != NULL, 0))
        buf_z(t->text, z);
}

/* TAGS_MAX are there: another one. */
void tags_drop(tags *t);

/* A tag begins. */
static inline __attribute__((always_inline)) void tags_new(tags *t, const char *name)
{
    t->hash[t->n] = feature_tag(t->roll);
    if (__builtin_expect(t->n++ >= TAGS_MAX, 0))
        tags_drop(t);
    if (__builtin_expect(t->text != NULL, 0))
        buf_char(t->text, ' ');
    t->roll = FEATURE_SEED_TAG;
    tags_z(t, name);
}

/* A piece that is made once and put often; its text is borrowed. */
typedef struct tags_piece {
    uint64_t roll, power;
    str text;
} tags_piece;

static inline tags_piece tags_piece_of(str text)
{
    tags_piece x = {hash_roll_str(0, text), 1, text};

    for (size_t i = 0; i < text.n; i++)
        x.power *= HASH_ROLL;
    return x;
}

static inline void tags_put(tags *t, const tags_piece *x)
{
    t->roll = t->roll * x->power + x->roll;
    if (__builtin_expect(t->text != NULL, 0))
        buf_str(t->text, x->text);
}

/* A few letters that are put more than once, with bytes of their own. */
typedef struct tags_few {
    uint64_t roll, power;
    char byte[7];
    uint8_t n;
} tags_few; /* TAGS_FEW to begin with */

#define TAGS_FEW ((tags_few){.power = 1})

static inline void tags_few_char(tags_few *x, char c)
{
    x->roll = hash_roll(x->roll, c);
    x->power *= HASH_ROLL;
    x->byte[x->n++] = c;
}

static inline tags_few tags_few_z(const char *z)
{
    tags_few x = TAGS_FEW;

    for (; *z; z++)
        tags_few_char(&x, *z);
    return x;
}

static inline void tags_put_few(tags *t, const tags_few *x)
{
    t->roll = t->roll * x->power + x->roll;
    if (__builtin_expect(t->text != NULL, 0))
        buf_add(t->text, x->byte, x->n);
}

/* TAG_JOINT and some letters. */
static inline void tags_part(tags *t, str part)
{
    tags_char(t, TAG_JOINT);
    tags_str(t, part);
}

/* The class of a token. */
static inline char tags_class(const facets *f, int64_t i, stretch in)
{
    return i < in.first ? 'A' : i >= in.last ? 'E' : f->at[i].class;
}

/* TAG_JOINT and letters of which the hash is known, the joint's too. */
static inline void tags_known(tags *t, uint64_t roll, uint64_t power, str part)
{
    t->roll = t->roll * power + roll;
    if (__builtin_expect(t->text != NULL, 0)) {
        buf_char(t->text, TAG_JOINT);
        buf_str(t->text, part);
    }
}

/* TAG_JOINT and the small letters of a word. */
static inline void tags_word(tags *t, const lexeme *l)
{
    tags_known(t, l->roll, l->power, (str){l->low, l->n_low});
}

/* The same of a token. */
static inline void tags_low(tags *t, const facets *f, int64_t i, stretch in)
{
    const facet *x;

    if (i < in.first || i >= in.last) {
        tags_part(t, i < in.first ? STR("A") : STR("E"));
        return;
    }
    x = &f->at[i];
    tags_known(t, x->roll, x->power, (str){x->low, x->n});
}

#endif
