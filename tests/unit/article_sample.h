/* article_sample: an article made of a text for tests of the stages behind split and quotes: a paragraph a blank
 * line, the first one the title where it is followed by others and ends in no stop; quotations between " or
 * U+201C and U+201D. */
#ifndef SLANT_TESTS_ARTICLE_SAMPLE_H
#define SLANT_TESTS_ARTICLE_SAMPLE_H

#include <stdlib.h>

#include "article/article.h"
#include "text/sentences.h"
#include "text/words.h"

static void sample_sentence(article *out, uint32_t begin, uint32_t end)
{
    sentence_read *s = &out->sentence[out->n_sentences];
    words w;
    word some[64];
    size_t n;

    *s = (sentence_read){.at = {begin, end}, .passage = out->n_passages - 1, .first = out->n_tokens};
    words_begin(&w, (str){out->text.p + begin, end - begin}, true);
    while ((n = words_next(&w, some, 64)))
        for (size_t i = 0; i < n; i++) {
            token t = {.at = {begin + some[i].begin, begin + some[i].end},
                       .sentence = out->n_sentences,
                       .mark = some[i].kind == WORD_MARK};

            t.word = lexemes_of(out->lexemes, span_text(out, t.at), t.mark);
            out->token[out->n_tokens++] = t;
        }
    s->last = out->n_tokens;
    out->n_sentences++;
}

static void sample_quotes(article *out)
{
    uint32_t open = NONE;

    for (uint32_t i = 0; i < out->n_tokens; i++) {
        str mark = span_text(out, out->token[i].at);
        bool plain = str_eq(mark, STR("\""));

        if (open == NONE && (plain || str_eq(mark, STR("\u201C"))))
            open = out->token[i].at.begin;
        else if (open != NONE && (plain || str_eq(mark, STR("\u201D")))) {
            out->quote[out->n_quotes++] =
                (quote){.at = {open, out->token[i].at.end}, .outer = NONE, .before = NONE, .closed = true};
            open = NONE;
        }
    }
}

static bool sample_article(str text, article *out, arena *a)
{
    sentences all;
    sentence one;
    uint32_t last_end = 0;

    *out = (article){.lexemes = ARENA_NEW(a, 1, lexemes), .text = text};
    if (!out->lexemes || !lexemes_init(out->lexemes, 0, 0, a, &(err){0}))
        return false;
    out->passage = ARENA_NEW(a, text.n + 1, passage);
    out->sentence = ARENA_NEW(a, text.n + 1, sentence_read);
    out->token = ARENA_NEW(a, text.n + 1, token);
    out->quote = ARENA_NEW(a, text.n + 1, quote);
    if (!out->passage || !out->sentence || !out->token || !out->quote)
        return false;
    sentences_begin(&all, text, 0);
    while (sentences_next(&all, &one)) {
        bool blank = false;

        for (uint32_t i = last_end; i + 1 < one.begin; i++)
            blank |= text.p[i] == '\n' && text.p[i + 1] == '\n';
        if (blank || !out->n_passages)
            out->passage[out->n_passages++] = (passage){{one.begin, one.end}, out->n_sentences, 0, PART_BODY};
        sample_sentence(out, one.begin, one.end);
        out->passage[out->n_passages - 1].at.end = one.end;
        out->passage[out->n_passages - 1].last = out->n_sentences;
        last_end = one.end;
    }
    if (out->n_passages > 1 && out->passage[0].last == 1 && !strchr(".!?\"", text.p[out->passage[0].at.end - 1]))
        out->passage[0].part = PART_TITLE;
    sample_quotes(out);
    return true;
}

#endif
