/* Shares to rows. */
#include "cli/estimates.h"

#include "cli/kept.h"
#include "measure/aligned.h"

enum { CELL_WIDTH = 24 }; /* of a name in the table for people */

static const char *const own[] = {"label", "records", "counted", "estimated",
                                  "low",   "high",    "method",  "note"};
enum { N_OWN = sizeof own / sizeof *own };

static bool is_taken(str name)
{
    bool taken = false;

    for (unsigned i = 0; i < N_OWN; i++)
        taken |= str_eq(kept_name(name), str_z(own[i]));
    return taken;
}

/* What is to be said of one group; nothing where there is nothing. */
static void put_note(const estimates *s, const shares *of, buf *out)
{
    static const char *const words[] = {
        "the classifier's mistakes are not in the interval",
        NULL,
        "in the sample the classifier cannot tell the labels apart",
        "the sample has no record of this group",
        "sample pooled: its bias is taken for the group's",
        "one cluster alone: no interval",
        "few clusters: the interval is too narrow",
        "corrected to less than 0 or more than 1: the nearest shares",
    };
    const char *between = "";

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(of->notes >> i & 1))
            continue;
        buf_z(out, between);
        between = "; ";
        if (words[i]) {
            buf_z(out, words[i]);
            continue;
        }
        buf_z(out, "the sample has no record of label ");
        buf_str(out, s->label[s->missing]);
    }
}

/* Calls for each row: `cell` names and values are written by who is called. */
typedef void put_row(const estimates *s, const census_group *g, const shares *of, uint32_t k, void *to);

static void rows(const estimates *s, put_row *put, void *to)
{
    for (size_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->K; k++)
            put(s, &s->group[i], &s->of[i], k, to);
}

static void figures(const share *l, double v[4])
{
    v[0] = l->counted;
    v[1] = l->estimated;
    v[2] = l->low;
    v[3] = l->high;
}

/* ---- tsv ---- */

static void tsv_row(const estimates *s, const census_group *g, const shares *of, uint32_t k, void *to)
{
    buf *out = to, note = {0};
    double v[4];

    if (s->by->n) {
        buf_str(out, g->key); /* cells already */
        buf_char(out, '\t');
    }
    buf_tsv(out, s->label[k]);
    buf_char(out, '\t');
    buf_u64(out, of->records);
    figures(&of->label[k], v);
    for (unsigned i = 0; i < 4; i++) {
        buf_char(out, '\t');
        if (!isnan(v[i]))
            buf_fixed(out, v[i], 4);
    }
    buf_printf(out, "\t%s\t", s->method);
    put_note(s, of, &note);
    buf_tsv(out, buf_view(&note));
    out->failed |= note.failed;
    buf_free(&note);
    buf_char(out, '\n');
}

void estimates_tsv(const estimates *s, buf *out)
{
    for (size_t i = 0; i < s->by->n; i++) {
        kept_tsv(s->by->column[i].shown, is_taken(s->by->column[i].shown), out);
        buf_char(out, '\t');
    }
    for (unsigned i = 0; i < N_OWN; i++) {
        buf_z(out, own[i]);
        buf_char(out, i + 1 < N_OWN ? '\t' : '\n');
    }
    rows(s, tsv_row, out);
}

/* ---- jsonl ---- */

static void jsonl_row(const estimates *s, const census_group *g, const shares *of, uint32_t k, void *to)
{
    buf *out = to, text = {0};
    str rest = g->key;
    double v[4];

    buf_char(out, '{');
    for (size_t i = 0; i < s->by->n; i++) {
        kept_json_name(s->by->column[i].shown, is_taken(s->by->column[i].shown), out);
        buf_char(out, ':');
        buf_json(out, str_cut(&rest, '\t'));
        buf_char(out, ',');
    }
    buf_z(out, "\"label\":");
    buf_json(out, s->label[k]);
    buf_printf(out, ",\"records\":%llu", (unsigned long long)of->records);
    figures(&of->label[k], v);
    for (unsigned i = 0; i < 4; i++) {
        buf_printf(out, ",\"%s\":", own[2 + i]);
        buf_fixed(out, v[i], 4);
    }
    buf_printf(out, ",\"method\":\"%s\",\"note\":", s->method);
    text.n = 0;
    put_note(s, of, &text);
    if (text.n)
        buf_json(out, buf_view(&text));
    else
        buf_z(out, "null");
    buf_z(out, "}\n");
    out->failed |= text.failed;
    buf_free(&text);
}

void estimates_jsonl(const estimates *s, buf *out)
{
    rows(s, jsonl_row, out);
}

/* ---- for people ---- */

static void text_row(const estimates *s, const census_group *g, const shares *of, uint32_t k, void *to)
{
    aligned *t = to;
    str rest = g->key;
    double v[4];

    for (size_t i = 0; i < s->by->n; i++)
        aligned_name_cell(t, str_cut(&rest, '\t'), CELL_WIDTH);
    aligned_name_cell(t, s->label[k], CELL_WIDTH);
    buf_u64(&t->text, of->records);
    aligned_end_cell(t);
    figures(&of->label[k], v);
    for (unsigned i = 0; i < 2; i++)
        if (isnan(v[i]))
            aligned_cell(t, "-");
        else
            aligned_fixed(t, v[i], 4);
    if (isnan(v[2])) {
        aligned_cell(t, "-");
    } else {
        buf_fixed(&t->text, v[2], 4);
        buf_z(&t->text, " to ");
        buf_fixed(&t->text, v[3], 4);
        aligned_end_cell(t);
    }
}

/* A note stands once, with the number of groups that it is of. */
static void put_notes(const estimates *s, buf *out)
{
    unsigned all = 0;

    for (size_t i = 0; i < s->n; i++)
        all |= s->of[i].notes;
    for (unsigned bit = 1; bit <= all; bit <<= 1) {
        shares one = {.notes = bit};
        buf note = {0};
        size_t n = 0;

        if (!(all & bit))
            continue;
        for (size_t i = 0; i < s->n; i++)
            n += (s->of[i].notes & bit) != 0;
        put_note(s, &one, &note);
        if (n < s->n)
            buf_printf(out, "note, %zu of %zu groups: ", n, s->n);
        else
            buf_z(out, "note: ");
        aligned_name(out, buf_view(&note), SIZE_MAX);
        buf_char(out, '\n');
        out->failed |= note.failed;
        buf_free(&note);
    }
}

void estimates_text(const estimates *s, buf *out)
{
    aligned t = {.n_columns = s->by->n + 5, .left = (1u << (s->by->n + 1)) - 1};

    for (size_t i = 0; i < s->by->n; i++)
        aligned_name_cell(&t, s->by->column[i].shown, CELL_WIDTH);
    aligned_cell(&t, "label");
    aligned_cell(&t, "records");
    aligned_cell(&t, "counted");
    aligned_cell(&t, "estimated");
    aligned_cell(&t, "95 % interval");
    rows(s, text_row, &t);
    aligned_end(&t, out);
    buf_printf(out, "\nmethod: %s\n", s->method);
    put_notes(s, out);
}
