/* Any bytes as an article's text, read without models, and as a line with an annotated article. What is read
 * is checked against what article.h promises, shown in every form, summed, and compared with itself; the
 * annotator's sentences go the road of learning. A broken promise aborts. */
#include <stdlib.h>

#include "article/compare.h"
#include "article/gold.h"
#include "article/labels.h"
#include "article/ledger.h"
#include "article/read.h"
#include "article/tally.h"
#include "base/utf8.h"
#include "cli/article_html.h"
#include "article/json.h"
#include "cli/article_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ---- what article.h promises ---- */

/* [n + 1] whether a character begins at each byte; the end is one too. */
static bool *edges_of(str text)
{
    bool *edge = calloc(text.n + 1, sizeof *edge);

    must(edge != NULL);
    for (size_t at = 0; at < text.n; at += utf8_next(text, at).n)
        edge[at] = true;
    edge[text.n] = true;
    return edge;
}

static void is_span(const article *a, const bool *edge, span s, bool may_be_empty)
{
    if (may_be_empty && span_empty(s))
        return;
    must(s.begin < s.end && s.end <= a->text.n && edge[s.begin] && edge[s.end]);
}

static void check_text(const article *a, const bool *edge)
{
    uint32_t sentence = 0, next = 0, end = 0;

    for (uint32_t p = 0; p < a->n_passages; p++) {
        const passage *in = &a->passage[p];

        is_span(a, edge, in->at, false);
        must(in->first == sentence && in->last > in->first && in->last <= a->n_sentences);
        must(in->part == PART_BODY || (in->part == PART_TITLE && p == 0));
        must(in->at.begin == a->sentence[in->first].at.begin);
        must(in->at.end == a->sentence[in->last - 1].at.end);
        for (; sentence < in->last; sentence++) {
            const sentence_read *s = &a->sentence[sentence];

            is_span(a, edge, s->at, false);
            must(s->passage == p && s->at.begin >= end && s->first == next && s->last >= s->first);
            must(s->last <= a->n_tokens && (s->attribution == NONE || s->attribution < a->n_attributions));
            must(s->content.label <= SAYS_OPINION || s->content.label == NONE);
            must(s->voice.label <= VOICE_SOURCE || s->voice.label == NONE);
            end = s->at.begin;
            for (; next < s->last; next++) {
                is_span(a, edge, a->token[next].at, false);
                must(a->token[next].sentence == sentence && a->token[next].at.begin >= end);
                end = a->token[next].at.end;
            }
            must(end <= s->at.end);
            end = s->at.end;
        }
    }
    must(sentence == a->n_sentences && next == a->n_tokens);
}

static void check_turns(const article *a)
{
    for (uint32_t i = 0; i < a->n_turns; i++) {
        const turn *t = &a->turn[i];

        must(t->label <= t->label_last && t->label_last <= t->first && t->first < t->last &&
             t->last <= a->n_tokens);
        must(t->colon == NONE ||
             (t->colon >= t->label_last && t->label < t->label_last && t->colon < t->first));
        must(t->speaker < TURN_SPEAKERS && (i == 0 || a->turn[i - 1].last <= t->label));
    }
}

static void check_quotes(const article *a, const bool *edge)
{
    for (uint32_t i = 0; i < a->n_quotes; i++) {
        const quote *q = &a->quote[i];

        is_span(a, edge, q->at, false);
        must(i == 0 || q->at.begin >= a->quote[i - 1].at.begin);
        must(q->before == NONE || (q->before < i && a->quote[q->before].at.end <= q->at.begin));
        must(q->outer == NONE || (q->outer < i && span_in(q->at, a->quote[q->outer].at)));
        must(i == 0 || q->outer != NONE || a->quote[i - 1].at.end <= q->at.begin);
    }
}

static void check_voices(const article *a, const bool *edge)
{
    for (uint32_t i = 0; i < a->n_attributions; i++) {
        const attribution *by = &a->attribution[i];

        is_span(a, edge, by->cue, true);
        is_span(a, edge, by->source, true);
        must(by->sentence < a->n_sentences && (by->entity == NONE || by->entity < a->n_entities));
        must(i == 0 || by->sentence >= a->attribution[i - 1].sentence);
        for (uint32_t c = 0; c < by->n_contents; c++) {
            is_span(a, edge, by->content[c].at, false);
            must(by->content[c].kind <= CONTENT_MIXED);
        }
    }
    for (uint32_t i = 0; i < a->n_mentions; i++) {
        is_span(a, edge, a->mention[i].at, false);
        must(a->mention[i].entity == NONE || a->mention[i].entity < a->n_entities);
        must(a->mention[i].sentence < a->n_sentences);
    }
    for (uint32_t i = 0; i < a->n_stances; i++) {
        const stance *s = &a->stance[i];

        must(s->mention < a->n_mentions && (s->holder == NONE || s->holder < a->n_entities));
        must(s->attribution == NONE || s->attribution < a->n_attributions);
        must(s->is.label <= STANCE_NONE || s->is.label == NONE);
    }
}

static void check_names(const article *a)
{
    size_t n = 0;

    for (uint32_t i = 0; i < a->n_entities; i++)
        n += a->entity[i].n_mentions;
    for (uint32_t i = 0; i < a->n_mentions; i++) {
        n += a->mention[i].entity == NONE; /* groups.h */
        must(i == 0 || a->mention[i].at.begin >= a->mention[i - 1].at.begin);
        must(span_in(a->mention[i].at, a->sentence[a->mention[i].sentence].at));
    }
    must(n == a->n_mentions);
}

static void check(const article *a)
{
    bool *edge = edges_of(a->text);

    check_text(a, edge);
    check_turns(a);
    check_quotes(a, edge);
    check_voices(a, edge);
    free(edge);
}

/* ---- what is done with one ---- */

static void is_json(const buf *line, size_t from)
{
    json *j = json_new();
    const json_member *m;
    json_fault fault;
    size_t n;

    must(j != NULL && !line->failed);
    must(json_members(j, (str){line->p + from, line->n - from}, &m, &n, &fault));
    json_free(j);
}

static void show(const article *a, arena *scratch)
{
    article_json_form form = {0};
    article_style style = {.legend = true, .width = 40, .color = true};
    ledger_row *rows;
    places at;
    buf out = {0};
    err e = {0};

    must(ledger_of(a, scratch, &rows, &form.n_rows, &e) && places_of(a->text, scratch, &at, &e));
    form.row = rows;
    for (int chars = 0; chars < 2; chars++) {
        size_t from = out.n;

        form.places = chars ? &at : NULL;
        buf_z(&out, "{\"id\":1");
        article_json(a, &form, &out);
        buf_char(&out, '}');
        is_json(&out, from);
    }
    article_text(a, &style, &out);
    article_html(a, 1, NULL, &out);
    must(!out.failed);
    buf_free(&out);
}

static void sum(const article *a, arena *scratch)
{
    places at;
    buf packed = {0}, out = {0};
    tally t;
    err e = {0};

    must(tally_init(&t, &e) && places_of(a->text, scratch, &at, &e));
    tally_pack(a, STR("group"), a->n_sentences & 1 ? &at : NULL, &packed);
    must(!packed.failed && tally_take(&t, buf_view(&packed), &e) && tally_take(&t, buf_view(&packed), &e));
    tally_write(&t, (const char *const[]){"by"}, 1, &out);
    must(!out.failed);
    tally_free(&t);
    buf_free(&packed);
    buf_free(&out);
}

static bool take_example(void *to, question q, str window, str label, float weight, err *e)
{
    size_t *n = to;

    (void)e;
    must(label.n > 0 && weight >= 0 && weight <= 1 && q < N_QUESTIONS);
    must(window.n > 0);
    ++*n;
    return true;
}

/* Spans found in themselves. */
static void compare(const article *a, const article *b, arena *scratch)
{
    compared c;
    err e = {0};

    must(articles_compare(a, b, scratch, &c, &e));
    for (unsigned i = 0; i < N_SPAN_LAYERS; i++) {
        must(c.spans[i].gold_exact <= c.spans[i].gold_overlap && c.spans[i].gold_overlap <= c.spans[i].gold);
        must(c.spans[i].read_exact <= c.spans[i].read_overlap && c.spans[i].read_overlap <= c.spans[i].read);
        must(a != b || c.spans[i].gold_exact == c.spans[i].gold);
    }
    must(c.names[0] <= c.names[1] && c.holders[0] <= c.holders[1]);
    must(a != b || c.names[0] == c.names[1]);
}

typedef struct job {
    article_reader reader;
    article_work work;
    arena scratch;
} job;

static void as_text(job *j, str text, unsigned flags)
{
    str title = flags & 2 ? STR("He left") : (str){0}, wanted = flags & 4 ? STR("Petrov") : (str){0};
    article a;
    err e = {0};

    must(article_read(&j->reader, text, title, flags & 1, wanted, &j->work, &a, &e));
    must(a.text.n == text.n);
    check(&a);
    check_names(&a);
    show(&a, &j->scratch);
    sum(&a, &j->scratch);
    compare(&a, &a, &j->scratch);
}

static void as_gold(job *j, const record *r)
{
    static const question asked[] = {QUESTION_CONTENT, QUESTION_VOICE, QUESTION_GENRE, QUESTION_STANCE};
    json *parser = json_new();
    article gold = {0}, read;
    err e = {0};

    must(parser != NULL);
    if (gold_read(r, parser, &gold, &j->scratch, &e)) {
        check(&gold);
        show(&gold, &j->scratch);
        sum(&gold, &j->scratch);
        compare(&gold, &gold, &j->scratch);
        for (unsigned i = 0; i < sizeof asked / sizeof *asked; i++) {
            size_t n = 0;
            example_sink sink = {take_example, &n};

            must(article_examples(&j->reader, asked[i], &gold, &j->work, &read, &sink, &e));
            must(n <= (asked[i] == QUESTION_STANCE ? gold.n_stances + read.n_stances : gold.n_sentences + 1));
            check(&read);
            compare(&gold, &read, &j->scratch);
        }
    } else {
        must(e.code == ERR_INPUT && e.text[0]);
    }
    json_free(parser);
}

static void as_records(job *j, str bytes)
{
    static const input in = {.path = "fuzz", .format = FORMAT_JSONL};
    static const reader_options how = {.fields = FIELDS_DEFAULT, .keep = true};
    records *rs = records_new(&how, false);
    reader *from = NULL;
    chunk c = {0};
    arena strings = {0};
    record r;
    bool more = true;
    err e = {0};

    must(rs && reader_open_bytes(&in, bytes, &how, &from, &e));
    while (reader_next(from, &c, &more, &e) && more) {
        records_begin(rs, &c);
        while (records_next(rs, &strings, &r))
            if (!r.bad)
                as_gold(j, &r);
    }
    chunk_free(&c);
    arena_free(&strings);
    records_free(rs);
    reader_close(from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str bytes = {(const char *)data, size};
    job j = {0};
    err e = {0};

    must(article_reader_init(NULL, 0, 1, 0, &j.reader, &e) && article_work_init(&j.reader, &j.work, &e));
    as_text(&j, bytes, (unsigned)size % 8);
    as_records(&j, bytes);
    article_work_free(&j.work);
    article_reader_free(&j.reader);
    arena_free(&j.scratch);
    return 0;
}
