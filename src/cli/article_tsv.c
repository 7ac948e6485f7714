/* The article's sentences go out in order, and with each the stances of its mentions, which are in order too.
 */
#include "cli/article_tsv.h"

#include "article/labels.h"
#include "article/ledger.h"

static const char *const columns[] = {"id",        "genre",  "sentence", "begin",   "end",       "part",
                                      "paragraph", "text",   "cell",     "content", "content_p", "voice",
                                      "voice_p",   "source", "name",     "cue",     "stances",   "error"};

enum { N_COLUMNS = sizeof columns / sizeof *columns };

bool article_tsv_has(str name)
{
    bool found = false;

    for (size_t i = 0; i < N_COLUMNS; i++)
        found |= str_eq(name, str_z(columns[i]));
    return found;
}

void article_tsv_header(str kept, buf *out)
{
    for (size_t i = 0; i < N_COLUMNS; i++) {
        buf_z(out, i ? "\t" : "");
        buf_z(out, columns[i]);
        if (i == 0)
            buf_str(out, kept);
    }
    buf_char(out, '\n');
}

static void put(buf *out, str s)
{
    buf_char(out, '\t');
    buf_tsv(out, s);
}

static void put_label(buf *out, const char *const *labels, verdict v)
{
    put(out, str_z(v.strange ? "unsure" : v.label == NONE ? "" : labels[v.label]));
}

static void put_p(buf *out, verdict v)
{
    buf_char(out, '\t');
    if (!v.strange && v.label != NONE && !isnan(v.p))
        buf_fixed(out, (double)v.p, 4);
}

static void put_number(buf *out, uint32_t n)
{
    buf_char(out, '\t');
    buf_u64(out, n);
}

/* Those of a sentence that are for or against; *next is left behind them. */
static void put_stances(const article *a, uint32_t sentence, uint32_t *next, buf *out)
{
    bool first = true;

    buf_char(out, '\t');
    for (; *next < a->n_stances && a->mention[a->stance[*next].mention].sentence <= sentence; ++*next) {
        const stance *s = &a->stance[*next];

        if (!ledger_takes(a, s))
            continue;
        buf_z(out, first ? "" : "; ");
        buf_tsv(out, ledger_holder(a, s));
        buf_z(out, " > ");
        buf_tsv(out, ledger_target(a, s));
        buf_z(out, ": ");
        buf_z(out, labels_stance[s->is.label]);
        first = false;
    }
}

static void put_source(const article *a, const sentence_read *s, buf *out)
{
    static const attribution nobody = {.entity = NONE};
    const attribution *by = s->attribution == NONE ? &nobody : &a->attribution[s->attribution];

    put(out, span_text(a, by->source));
    put(out, by->entity == NONE ? str_z("") : a->entity[by->entity].name);
    put(out, span_text(a, by->cue));
}

/* Empty cells up to the last, which is `why`. */
static void put_rest(buf *out, size_t from, str why)
{
    for (size_t i = from; i + 1 < N_COLUMNS; i++)
        buf_char(out, '\t');
    put(out, why);
    buf_char(out, '\n');
}

void article_tsv(const article *a, str kept, buf *out)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < a->n_sentences; i++) {
        const sentence_read *s = &a->sentence[i];
        cell c = labels_cell(s);

        buf_tsv(out, a->id);
        buf_str(out, kept);
        put_label(out, labels_genre, a->genre);
        put_number(out, i + 1);
        put_number(out, s->at.begin);
        put_number(out, s->at.end);
        put(out, a->passage[s->passage].part == PART_TITLE ? STR("title") : STR("body"));
        put_number(out, article_paragraph(a, s));
        put(out, span_text(a, s->at));
        put(out, str_z(c == CELL_UNREAD ? "" : labels_cells[c]));
        put_label(out, labels_content, s->content);
        put_p(out, s->content);
        put_label(out, labels_voice, s->voice);
        put_p(out, s->voice);
        put_source(a, s, out);
        put_stances(a, i, &next, out);
        put_rest(out, N_COLUMNS - 1, (str){0});
    }
    if (a->n_sentences == 0) {
        buf_tsv(out, a->id);
        buf_str(out, kept);
        put_label(out, labels_genre, a->genre);
        put_rest(out, 2, (str){0});
    }
}

void article_tsv_bad(str id, str kept, const char *why, buf *out)
{
    buf_tsv(out, id);
    buf_str(out, kept);
    put_rest(out, 1, str_z(why));
}
