/* An article goes out as JSON, member by member, in the order in which it was read. */
#include "article/json.h"

#include "article/labels.h"
#include "model/model.h"

typedef struct writer {
    const article *a;
    const places *places; /* NULL: bytes */
    buf *out;
} writer;

static void put_span(const writer *w, span s)
{
    buf_z(w->out, "\"begin\":");
    buf_u64(w->out, places_at(w->places, s.begin));
    buf_z(w->out, ",\"end\":");
    buf_u64(w->out, places_at(w->places, s.end));
}

static void put_words(const writer *w, span s)
{
    buf_z(w->out, "{\"text\":");
    buf_json(w->out, span_text(w->a, s));
    buf_char(w->out, ',');
    put_span(w, s);
}

/* ,"content":{"label":"fact","p":0.9 }  the caller closes it; false where there is none */
static bool put_verdict(const writer *w, const char *key, const char *const *labels, verdict v)
{
    if (v.label == NONE && !v.strange)
        return false;
    buf_z(w->out, ",\"");
    buf_z(w->out, key);
    buf_z(w->out, "\":{\"label\":\"");
    buf_z(w->out, v.strange ? "unsure" : labels[v.label]);
    buf_char(w->out, '"');
    if (!isnan(v.p)) {
        buf_z(w->out, ",\"p\":");
        buf_fixed(w->out, (double)v.p, 4);
    }
    if (v.strange)
        buf_z(w->out, ",\"flag\":\"" KNOWN_TOO_LITTLE_TEXT "\"");
    return true;
}

/* The members of an attribution, each with a comma before it. */
static void put_attribution(const writer *w, const attribution *by)
{
    if (!span_empty(by->source)) {
        buf_z(w->out, ",\"source\":");
        put_words(w, by->source);
        buf_z(w->out, ",\"name\":");
        if (by->entity != NONE)
            buf_json(w->out, w->a->entity[by->entity].name);
        else
            buf_z(w->out, "null");
        buf_char(w->out, '}');
    }
    if (!span_empty(by->cue)) {
        buf_z(w->out, ",\"cue\":");
        put_words(w, by->cue);
        buf_char(w->out, '}');
    }
    if (by->n_contents) {
        buf_z(w->out, ",\"quotes\":[");
        for (uint32_t i = 0; i < by->n_contents; i++) {
            buf_z(w->out, i ? ",{\"kind\":\"" : "{\"kind\":\"");
            buf_z(w->out, labels_kind[by->content[i].kind]);
            buf_z(w->out, "\",");
            put_span(w, by->content[i].at);
            buf_char(w->out, '}');
        }
        buf_char(w->out, ']');
    }
}

static void put_also(const writer *w, uint32_t sentence, uint32_t but, uint32_t *next)
{
    const article *a = w->a;
    bool first = true;

    while (*next < a->n_attributions && a->attribution[*next].sentence < sentence)
        ++*next;
    for (uint32_t i = *next; i < a->n_attributions && a->attribution[i].sentence == sentence; i++) {
        buf members = {0};
        writer apart = {a, w->places, &members};

        if (i == but)
            continue;
        put_attribution(&apart, &a->attribution[i]);
        if (members.n) {
            buf_z(w->out, first ? ",\"also\":[{" : ",{");
            buf_add(w->out, members.p + 1, members.n - 1);
            buf_char(w->out, '}');
            first = false;
        }
        w->out->failed |= members.failed;
        buf_free(&members);
    }
    if (!first)
        buf_char(w->out, ']');
}

static void put_stances(const writer *w, uint32_t sentence, uint32_t *next)
{
    const article *a = w->a;
    bool first = true;

    for (; *next < a->n_stances && a->mention[a->stance[*next].mention].sentence <= sentence; ++*next) {
        const stance *s = &a->stance[*next];
        const mention *m = &a->mention[s->mention];

        if (m->sentence < sentence)
            continue;
        buf_z(w->out, first ? ",\"stances\":[{\"holder\":" : ",{\"holder\":");
        buf_json(w->out, ledger_holder(a, s));
        buf_z(w->out, ",\"target\":");
        buf_json(w->out, ledger_target(a, s));
        buf_z(w->out, ",\"label\":\"");
        buf_z(w->out, labels_stance[s->is.label == NONE ? STANCE_NONE : s->is.label]);
        buf_z(w->out, "\",");
        if (!isnan(s->is.p)) {
            buf_z(w->out, "\"p\":");
            buf_fixed(w->out, (double)s->is.p, 4);
            buf_char(w->out, ',');
        }
        put_span(w, m->at);
        buf_char(w->out, '}');
        first = false;
    }
    if (!first)
        buf_char(w->out, ']');
}

static void put_count(const writer *w, const char *key, uint32_t n)
{
    buf_z(w->out, key);
    buf_u64(w->out, n);
}

static void put_sentence(const writer *w, uint32_t i, uint32_t *next_by, uint32_t *next_stance)
{
    const article *a = w->a;
    const sentence_read *s = &a->sentence[i];
    cell in = labels_cell(s);

    buf_z(w->out, i ? ",{" : "{");
    put_span(w, s->at);
    if (a->passage[s->passage].part == PART_TITLE)
        buf_z(w->out, ",\"part\":\"title\"");
    else
        put_count(w, ",\"paragraph\":", article_paragraph(a, s));
    if (put_verdict(w, "content", labels_content, s->content))
        buf_char(w->out, '}');
    if (in != CELL_UNREAD) {
        buf_z(w->out, ",\"cell\":\"");
        buf_z(w->out, labels_cells[in]);
        buf_char(w->out, '"');
    }
    if (put_verdict(w, "voice", labels_voice, s->voice)) {
        if (s->attribution != NONE)
            put_attribution(w, &a->attribution[s->attribution]);
        buf_char(w->out, '}');
    }
    put_also(w, i, s->attribution, next_by);
    put_stances(w, i, next_stance);
    buf_char(w->out, '}');
}

static void put_ledger(const writer *w, const article_json_form *form)
{
    buf_z(w->out, ",\"ledger\":[");
    for (uint32_t i = 0; i < form->n_rows; i++) {
        const ledger_row *r = &form->row[i];

        buf_z(w->out, i ? ",{\"holder\":" : "{\"holder\":");
        buf_json(w->out, r->holder);
        buf_z(w->out, ",\"target\":");
        buf_json(w->out, r->target);
        put_count(w, ",\"favor\":", r->favor);
        put_count(w, ",\"against\":", r->against);
        put_count(w, ",\"none\":", r->none);
        buf_char(w->out, '}');
    }
    buf_char(w->out, ']');
}

void article_json(const article *a, const article_json_form *form, buf *out)
{
    writer w = {a, form->places, out};
    uint32_t next_by = 0, next_stance = 0;

    buf_z(out, ",\"title\":");
    buf_json(out, a->title);
    if (put_verdict(&w, "genre", labels_genre, a->genre))
        buf_char(out, '}');
    buf_z(out, ",\"sentences\":[");
    for (uint32_t i = 0; i < a->n_sentences; i++)
        put_sentence(&w, i, &next_by, &next_stance);
    buf_char(out, ']');
    put_ledger(&w, form);
}
