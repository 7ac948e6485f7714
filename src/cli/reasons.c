/* What an explanation looks like, as jsonl, as tsv and for people. */
#include "cli/reasons.h"

#include <math.h>

#include "base/texts.h"
#include "cli/labeller.h"
#include "cli/rows_csv.h"
#include "model/card.h"

/* Of the words of a text for people those this much weaker than the strongest are not marked: nearly every
 * word adds something, and a text in which all are underlined says nothing. By eye, on corpora/opinion. */
static const double marked_share = 0.25;

static bool many_texts(const reasons *s)
{
    return s->lines.tasks->n_texts > 1;
}

/* The text that a task's n-gram is in: one of the record's, or where the task reads them as one, all. */
static str text_of(const reasons *s, const record *r, uint32_t which, unsigned number)
{
    str rest = r->text, text;

    if (s->lines.tasks->task[which].n_texts == 1)
        return r->text;
    do
        text = str_cut(&rest, TEXT_BREAK);
    while (number--);
    return text;
}

/* ---- jsonl ---- */

static void json_number(const char *name, double v, buf *out)
{
    buf_z(out, name);
    buf_fixed(out, v, 6);
}

static void json_ngram(const reasons *s, const explain_ngram *g, buf *out)
{
    buf_z(out, "{\"ngram\":");
    buf_json(out, g->name);
    buf_z(out, ",\"block\":");
    buf_json(out, str_z(block_name(g->block)));
    if (many_texts(s)) {
        buf_z(out, ",\"text\":");
        buf_u64(out, g->text + 1u);
    }
    json_number(",\"weight\":", g->weight, out);
    buf_z(out, ",\"count\":");
    buf_u64(out, g->count);
    json_number(",\"contribution\":", g->contribution, out);
    buf_z(out, ",\"spans\":[");
    for (uint32_t i = 0; i < g->count; i++) {
        buf_z(out, i ? ",[" : "[");
        buf_u64(out, g->span[i].begin);
        buf_char(out, ',');
        buf_u64(out, g->span[i].end);
        buf_char(out, ']');
    }
    buf_z(out, "]}");
}

static void json_word(const reasons *s, str text, const explain_word *at, buf *out)
{
    buf_z(out, "{\"word\":");
    buf_json(out, (str){text.p + at->span.begin, at->span.end - at->span.begin});
    if (many_texts(s)) {
        buf_z(out, ",\"text\":");
        buf_u64(out, at->text + 1u);
    }
    buf_z(out, ",\"begin\":");
    buf_u64(out, at->span.begin);
    buf_z(out, ",\"end\":");
    buf_u64(out, at->span.end);
    json_number(",\"contribution\":", at->contribution, out);
    buf_char(out, '}');
}

static void json_reason(const reasons *s, const record *r, uint32_t which, const reason *of, buf *out)
{
    const explanation *why = &of->why;

    buf_z(out, ",\"for\":");
    buf_json(out, s->lines.tasks->task[which].m->label[of->label]);
    json_number(",\"margin\":", of->margin, out);
    json_number(",\"bias\":", why->bias, out);
    buf_z(out, ",\"ngrams\":[");
    for (size_t i = 0; i < why->n_ngrams; i++) {
        if (i)
            buf_char(out, ',');
        json_ngram(s, &why->ngram[i], out);
    }
    json_number("],\"rest\":", why->rest, out);
    buf_z(out, ",\"words\":[");
    for (size_t i = 0; i < why->n_strongest; i++) {
        const explain_word *at = &why->word[why->strongest[i]];

        if (i)
            buf_char(out, ',');
        json_word(s, text_of(s, r, which, at->text), at, out);
    }
    buf_char(out, ']');
}

static void json_line(const reasons *s, const record *r, const double *margin, double *p, const reason *of,
                      buf *out)
{
    const tasks *all = s->lines.tasks;

    buf_z(out, "{\"id\":");
    buf_json(out, r->id);
    for (uint32_t i = 0; i < all->n; i++) {
        buf_char(out, ',');
        buf_json(out, s->lines.models->column[i]);
        buf_z(out, ":{");
        lines_json_answer(&s->lines, all->task[i].m, margin + all->task[i].margins, p, of[i].known, out);
        json_reason(s, r, i, &of[i], out);
        buf_char(out, '}');
    }
    buf_z(out, "}\n");
}

/* ---- tsv ---- */

/* The cells before the n-gram's own. `rank` 0: none. */
static void tsv_begin(const reasons *s, const record *r, uint32_t which, const reason *of, size_t rank,
                      const char *kind, buf *out)
{
    buf_tsv(out, r->id);
    buf_char(out, '\t');
    buf_tsv(out, s->lines.models->column[which]);
    buf_char(out, '\t');
    buf_tsv(out, s->lines.tasks->task[which].m->label[of->label]);
    buf_char(out, '\t');
    if (rank)
        buf_u64(out, rank);
    buf_char(out, '\t');
    buf_z(out, kind);
    buf_char(out, '\t');
}

/* A row that is no n-gram's. */
static void tsv_sum(const reasons *s, const record *r, uint32_t which, const reason *of, const char *kind,
                    double contribution, buf *out)
{
    tsv_begin(s, r, which, of, 0, kind, out);
    buf_z(out, many_texts(s) ? "\t\t\t\t" : "\t\t\t");
    buf_fixed(out, contribution, 6);
    buf_z(out, "\t\t\n");
}

static void tsv_rows(const reasons *s, const record *r, uint32_t which, const reason *of, buf *out)
{
    for (size_t i = 0; i < of->why.n_ngrams; i++) {
        const explain_ngram *g = &of->why.ngram[i];

        tsv_begin(s, r, which, of, i + 1, block_name(g->block), out);
        buf_tsv(out, g->name);
        buf_char(out, '\t');
        if (many_texts(s)) {
            buf_u64(out, g->text + 1u);
            buf_char(out, '\t');
        }
        buf_fixed(out, g->weight, 6);
        buf_char(out, '\t');
        buf_u64(out, g->count);
        buf_char(out, '\t');
        buf_fixed(out, g->contribution, 6);
        for (uint32_t j = 0; j < g->count; j++) {
            buf_char(out, j ? ' ' : '\t');
            buf_u64(out, g->span[j].begin);
            buf_char(out, '-');
            buf_u64(out, g->span[j].end);
        }
        buf_z(out, "\t\n");
    }
    tsv_sum(s, r, which, of, "rest", of->why.rest, out);
    tsv_sum(s, r, which, of, "bias", of->why.bias, out);
}

static void tsv_bad(const reasons *s, const record *r, buf *out)
{
    buf_tsv(out, r->id);
    buf_z(out, many_texts(s) ? "\t\t\t\t\t\t\t\t\t\t\t" : "\t\t\t\t\t\t\t\t\t\t");
    buf_tsv(out, str_z(r->why.text));
    buf_char(out, '\n');
}

/* ---- for people ---- */

double reasons_least(const explanation *why)
{
    size_t n = why->n_strongest;

    return n ? fmax(fabs(why->word[why->strongest[0]].contribution) * marked_share,
                    fabs(why->word[why->strongest[n - 1]].contribution))
             : (double)INFINITY;
}

/* One of a task's texts, its strongest words marked. */
static void text_marked(const reasons *s, const explanation *why, unsigned number, str text, buf *out)
{
    size_t n = why->n_strongest, done = 0;
    double least = reasons_least(why);

    buf_z(out, "  ");
    for (size_t i = 0; n && i < why->n_words; i++) {
        const explain_word *at = &why->word[i];
        bool speaks_for = at->contribution > 0;

        if (at->text != number || fabs(at->contribution) < least)
            continue;
        card_show((str){text.p + done, at->span.begin - done}, out);
        buf_z(out, s->styled ? (speaks_for ? "\033[1;4m" : "\033[4m") : (speaks_for ? "[+" : "[-"));
        card_show((str){text.p + at->span.begin, at->span.end - at->span.begin}, out);
        buf_z(out, s->styled ? "\033[0m" : "]");
        done = at->span.end;
    }
    if (done < text.n)
        card_show((str){text.p + done, text.n - done}, out);
    buf_char(out, '\n');
}

static void text_number(double v, buf *out)
{
    buf_z(out, v <= -0.005 ? " " : " +"); /* what is written as 0 has one sign */
    buf_fixed(out, v, 2);
}

static void text_ngrams(const explanation *why, double margin, buf *out)
{
    buf_z(out, "  ");
    for (size_t i = 0; i < why->n_ngrams; i++) {
        bool quoted = why->ngram[i].block == BLOCK_CHAR;

        buf_z(out, quoted ? "\"" : "");
        card_show(why->ngram[i].name, out);
        buf_z(out, quoted ? "\"" : "");
        text_number(why->ngram[i].contribution, out);
        buf_z(out, "  ");
    }
    buf_z(out, "rest");
    text_number(why->rest, out);
    buf_z(out, "  bias");
    text_number(why->bias, out);
    buf_z(out, "  =");
    text_number(margin, out);
    buf_char(out, '\n');
}

static void text_lines(const reasons *s, const record *r, const double *margin, double *p, const reason *of,
                       buf *out)
{
    const tasks *all = s->lines.tasks;

    for (uint32_t i = 0; i < all->n; i++) {
        const task *t = &all->task[i];
        uint32_t best = model_decide(t->m, margin + t->margins, p);
        bool other = of[i].label != best || labeller_unsure(t->m, best, p, s->lines.threshold, of[i].known);

        lines_text_answer(&s->lines, t->m, margin + t->margins, p, of[i].known, out);
        card_show(r->id, out);
        if (other || t->m->multi_label) {
            buf_z(out, "  for ");
            card_show(t->m->label[of[i].label], out);
        }
        buf_char(out, '\n');
        for (uint32_t number = 0; number < model_texts(t->m); number++)
            text_marked(s, &of[i].why, number, text_of(s, r, i, number), out);
        text_ngrams(&of[i].why, of[i].margin, out);
    }
}

/* ---- all ---- */

void reasons_header(const reasons *s, buf *out)
{
    size_t from = out->n;

    if (!lines_are_rows(s->lines.form))
        return;
    buf_z(out, "id\ttask\tlabel\trank\tkind\tngram\t");
    buf_z(out, many_texts(s) ? "text\t" : "");
    buf_z(out, "weight\tcount\tcontribution\tspans\terror\n");
    if (s->lines.form == LINES_CSV)
        rows_csv(out, from);
}

void reasons_write(const reasons *s, const record *r, const double *margin, double *p, const reason *of,
                   buf *out)
{
    bool rows = lines_are_rows(s->lines.form);
    size_t from = out->n;

    if (rows && r->bad)
        tsv_bad(s, r, out);
    else if (r->bad)
        lines_write(&s->lines, r, NULL, margin, p, NULL, out);
    else if (rows)
        for (uint32_t i = 0; i < s->lines.tasks->n; i++)
            tsv_rows(s, r, i, &of[i], out);
    else if (s->lines.form == LINES_TEXT)
        text_lines(s, r, margin, p, of, out);
    else
        json_line(s, r, margin, p, of, out);
    if (s->lines.form == LINES_CSV)
        rows_csv(out, from);
}
