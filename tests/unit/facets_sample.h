/* Sentences with marks drawn into them, for the tests of what looks at an article's words (facets.h): a
 * sentence without its marks is cut up, what is found is drawn again, and that should be the sentence. */
#ifndef TESTS_UNIT_FACETS_SAMPLE_H
#define TESTS_UNIT_FACETS_SAMPLE_H

#include <string.h>

#include "article/facets.h"
#include "article/quotes.h"
#include "article/split.h"
#include "base/buf.h"

/* a and f live as long as the text and the memory. */
static inline void facets_sample(str text, arena *memory, article *a, facets *f)
{
    err e = {0};

    *a = (article){0};
    assert_true(article_split(text, false, a, memory, &e) && quotes_find(a, memory, &e) &&
                facets_new(a, memory, f, &e));
}

/* A text is drawn; its drawing should be as wanted. */
static inline void drawn_as(const char *wanted, str text, void (*draw)(const facets *f, buf *out))
{
    arena memory = {0};
    buf drawn = {0};
    article a;
    facets f;

    facets_sample(text, &memory, &a, &f);
    draw(&f, &drawn);
    if (!str_eq(buf_view(&drawn), str_z(wanted)))
        fail_msg("wanted %s\nfound  %.*s", wanted, (int)drawn.n, drawn.p);
    buf_free(&drawn);
    arena_free(&memory);
}

/* The same of a sentence without these marks, and with `tail` behind it. */
static inline void drawn_again(const char *sentence, const char *marks, const char *tail,
                               void (*draw)(const facets *f, buf *out))
{
    buf plain = {0};

    for (const char *p = sentence; *p; p++)
        if (!strchr(marks, *p))
            buf_char(&plain, *p);
    buf_z(&plain, tail);
    drawn_as(sentence, buf_view(&plain), draw);
    buf_free(&plain);
}

/* What stands in the text from `at` on, up to a place. */
static inline void draw_until(const facets *f, uint32_t *at, uint32_t end, buf *out)
{
    buf_str(out, span_text(f->a, (span){*at, end}));
    *at = end;
}

#endif
