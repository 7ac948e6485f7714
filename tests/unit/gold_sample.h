/* gold_sample: a line of JSON, through the reader of records, as an annotated article.
 *
 *   gold_sample g = {0};
 *
 *   if (gold_sample_read(&g, STR("{\"text\":...}")))
 *       ... g.article ...
 *   else
 *       ... g.e ...
 *   gold_sample_free(&g);
 */
#ifndef SLANT_TESTS_GOLD_SAMPLE_H
#define SLANT_TESTS_GOLD_SAMPLE_H

#include "article/gold.h"

typedef struct gold_sample {
    reader *reader;
    records *records;
    json *json;
    chunk chunk;
    arena arena;
    record record;
    article article;
    bool found; /* the line made a good record */
    err e;
} gold_sample;

static inline void gold_sample_free(gold_sample *g)
{
    json_free(g->json);
    records_free(g->records);
    reader_close(g->reader);
    chunk_free(&g->chunk);
    arena_free(&g->arena);
    *g = (gold_sample){0};
}

static inline bool gold_sample_read(gold_sample *g, str line)
{
    static const input in = {.path = "made", .format = FORMAT_JSONL};
    static const reader_options how = {.fields = FIELDS_DEFAULT, .keep = true};
    bool more = false;

    *g = (gold_sample){.json = json_new(), .records = records_new(&how, false)};
    if (!g->json || !g->records || !reader_open_bytes(&in, line, &how, &g->reader, &g->e) ||
        !reader_next(g->reader, &g->chunk, &more, &g->e) || !more)
        return false;
    records_begin(g->records, &g->chunk);
    if (!records_next(g->records, &g->arena, &g->record) || g->record.bad) {
        g->e = g->record.why;
        return false;
    }
    g->found = true;
    return gold_read(&g->record, g->json, &g->article, &g->arena, &g->e);
}

#endif
