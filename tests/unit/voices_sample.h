/* voices_sample: an article's text through the stages up to the voices, without models; attributions that a
 * model of cues would have found are put in by their words.
 *
 *   voices_sample v = {0};
 *
 *   voices_begin(&v, "\"He lied,\" Ann said.");
 *   voices_cue(&v, "said", "Ann", "\"He lied,\"");
 *   voices_end(&v);
 *   ... v.article.attribution ...
 *   voices_sample_free(&v);
 *
 * Words are looked for from where the latest cue's were found on, and before it if they are not there. */
#ifndef SLANT_TESTS_VOICES_SAMPLE_H
#define SLANT_TESTS_VOICES_SAMPLE_H

#include "article/quotes.h"
#include "article/split.h"
#include "article/voices.h"

enum { VOICES_MAX = 64 };

typedef struct voices_sample {
    article_reader reader;
    article_work work;
    article article;
    attribution by[VOICES_MAX];
    content said[VOICES_MAX];
    err e;
} voices_sample;

static inline void voices_begin(voices_sample *v, const char *text)
{
    *v = (voices_sample){0};
    assert_true(article_reader_init(NULL, 0, 1, 0, &v->reader, &v->e));
    assert_true(article_work_init(&v->reader, &v->work, &v->e));
    assert_true(article_split(str_z(text), false, &v->article, &v->work.arena, &v->e));
    assert_true(quotes_find(&v->article, &v->work.arena, &v->e));
    assert_true(names_find(NULL, &v->article, &v->work.arena, &v->e));
    for (uint32_t i = 0; i < v->article.n_sentences; i++)
        v->article.sentence[i].content = v->article.sentence[i].voice = UNDECIDED;
}

/* The first place of the words at `from` or behind it, else the first of all; empty for NULL. */
static inline span voices_span(const voices_sample *v, const char *wanted, uint32_t from)
{
    str text = v->article.text;
    size_t n = wanted ? strlen(wanted) : 0;

    for (unsigned round = 0; n && round < 2; round++)
        for (size_t i = round ? 0 : from; i + n <= text.n; i++)
            if (memcmp(text.p + i, wanted, n) == 0)
                return (span){(uint32_t)i, (uint32_t)(i + n)};
    if (n)
        fail_msg("'%s' is not in the text", wanted);
    return (span){0};
}

static inline void voices_cue(voices_sample *v, const char *cue, const char *source, const char *said)
{
    article *a = &v->article;
    uint32_t i = a->n_attributions++, from = i ? v->by[i - 1].cue.end : 0;
    attribution *by = &v->by[i];

    assert_true(i < VOICES_MAX);
    *by = (attribution){.cue = voices_span(v, cue, from),
                        .source = voices_span(v, source, from),
                        .entity = NONE,
                        .content = &v->said[i],
                        .n_contents = said != NULL,
                        .p = 0.95F};
    v->said[i] = (content){voices_span(v, said, from), CONTENT_DIRECT};
    while (by->sentence + 1 < a->n_sentences && a->sentence[by->sentence + 1].at.begin <= by->cue.begin)
        by->sentence++;
    a->attribution = v->by;
}

static inline void voices_end(voices_sample *v)
{
    assert_true(voices_find(&v->reader, &v->work, &v->article, &v->e));
}

static inline void voices_sample_free(voices_sample *v)
{
    article_work_free(&v->work);
    article_reader_free(&v->reader);
}

#endif
