/* A read article for a terminal. Enters: an article; leaves: lines. Everything that comes from the article
 * goes through put_code, the one place that writes characters of a text; everything else is our own.
 *
 * Lines are broken at blanks, and before a character of two columns, as Chinese and Japanese are; a word that
 * no line has room for is broken where the line ends. Line breaking proper (UAX #14) is not tried. */
#include "cli/article_text.h"

#include <math.h>

#include "cli/article_view.h"
#include "text/norm.h"

enum { NARROWEST = 24, ROOM_FOR_TABLE = 44, USUAL = 80, GUTTER = 5 };

/* What the terminal is asked for, where colour is wanted. */
typedef enum ink {
    INK_PLAIN,
    INK_BOLD,
    INK_FAINT,
    INK_AUTHOR_OPINION,
    INK_QUOTED_OPINION,
    INK_QUOTED_CLAIM,
    INK_FAVOR,
    INK_AGAINST,
    N_INKS,
} ink;

static const char *const ink_code[N_INKS] = {
    [INK_PLAIN] = "",
    [INK_BOLD] = "1",
    [INK_FAINT] = "2",
    [INK_AUTHOR_OPINION] = "33",
    [INK_QUOTED_OPINION] = "35",
    [INK_QUOTED_CLAIM] = "36",
    [INK_FAVOR] = "32",
    [INK_AGAINST] = "31",
};

/* How a cell is told: two columns of sign, one of bar, an ink for both and one for the words. */
static const struct {
    const char *sign, *bar;
    ink gutter, words;
} look[N_CELLS] = {
    [CELL_AUTHOR_OPINION] = {"A!", "┃", INK_AUTHOR_OPINION, INK_AUTHOR_OPINION},
    [CELL_AUTHOR_REPORT] = {"A ", "│", INK_FAINT, INK_PLAIN},
    [CELL_QUOTED_OPINION] = {"“!", "┇", INK_QUOTED_OPINION, INK_QUOTED_OPINION},
    [CELL_QUOTED_CLAIM] = {"“ ", "┆", INK_QUOTED_CLAIM, INK_PLAIN},
    [CELL_UNREAD] = {"  ", " ", INK_FAINT, INK_PLAIN},
    [CELL_UNSURE] = {"? ", " ", INK_FAINT, INK_FAINT},
};

/* A paragraph that is being written: what begins its lines, and where the present line stands. */
typedef struct flow {
    const article_style *style;
    buf *out;
    unsigned width;  /* columns of a line                     */
    unsigned column; /* of the present line that are in use   */
    unsigned indent; /* columns that begin each line          */
    const char *bar; /* in the indent, or NULL                */
    ink gutter, words;
    bool fresh; /* nothing but the indent stands in it   */
    bool blank; /* a blank is due before the next word   */
} flow;

static void put_ink(const flow *f, ink i)
{
    if (f->style->color && i != INK_PLAIN)
        buf_printf(f->out, "\33[%sm", ink_code[i]);
}

static void end_ink(const flow *f, ink i)
{
    if (f->style->color && i != INK_PLAIN)
        buf_z(f->out, "\33[0m");
}

static void put_inked(const flow *f, ink i, const char *z)
{
    put_ink(f, i);
    buf_z(f->out, z);
    end_ink(f, i);
}

static void put_spaces(buf *out, unsigned n)
{
    while (n--)
        buf_char(out, ' ');
}

static void put_code(buf *out, uint32_t code)
{
    char bytes[4];

    buf_add(out, bytes, utf8_put(code, bytes));
}

/* ---- lines ---- */

/* The next line, up to where words begin. */
static void next_line(flow *f)
{
    end_ink(f, f->words);
    buf_char(f->out, '\n');
    if (f->bar) {
        put_spaces(f->out, GUTTER - 2);
        put_inked(f, f->gutter, f->bar);
        buf_char(f->out, ' ');
    } else {
        put_spaces(f->out, f->indent);
    }
    put_ink(f, f->words);
    f->column = f->indent;
    f->fresh = true;
    f->blank = false;
}

/* One word without blanks, or a part of it that may stand alone, of so many columns. */
static void put_word(flow *f, str word, unsigned columns)
{
    if (!f->fresh && f->column + f->blank + columns > f->width)
        next_line(f);
    if (f->blank && !f->fresh) {
        buf_char(f->out, ' ');
        f->column++;
    }
    f->blank = false;
    for (size_t i = 0; i < word.n;) {
        utf8_char u = utf8_next(word, i);
        uint32_t code = article_view_shown(u);
        unsigned wide = norm_columns(code);

        if (!f->fresh && f->column + wide > f->width)
            next_line(f);
        put_code(f->out, code);
        f->column += wide;
        f->fresh = false;
        i += u.n;
    }
}

/* Words of the article, or our own, broken into lines. */
static void put_words(flow *f, str text)
{
    size_t begin = 0;
    unsigned columns = 0;

    for (size_t i = 0; i <= text.n;) {
        utf8_char u = i < text.n ? utf8_next(text, i) : (utf8_char){' ', 1, true};
        uint32_t code = article_view_shown(u);
        unsigned wide = norm_columns(code);

        if ((code == ' ' || wide > 1) && i > begin) {
            put_word(f, (str){text.p + begin, i - begin}, columns);
            begin = i;
            columns = 0;
        }
        if (code == ' ') {
            f->blank |= i < text.n;
            begin = i + u.n;
        } else {
            columns += wide;
        }
        i += u.n;
    }
}

static void put_words_in(flow *f, ink i, str text)
{
    f->words = i;
    put_ink(f, i);
    put_words(f, text);
    end_ink(f, i);
    f->words = INK_PLAIN;
}

static void end_flow(flow *f)
{
    end_ink(f, f->words);
    buf_char(f->out, '\n');
}

static flow flow_plain(const article_style *style, buf *out, unsigned width, unsigned indent, ink words)
{
    flow f = {.style = style,
              .out = out,
              .width = width,
              .column = indent,
              .indent = indent,
              .words = words,
              .fresh = true};

    put_spaces(out, indent);
    put_ink(&f, words);
    return f;
}

/* The text, cut to so many columns with an ellipsis where it is longer; returns the columns written. */
static unsigned put_cut(buf *out, str text, unsigned most)
{
    unsigned columns = 0;

    for (size_t i = 0; i < text.n;) {
        utf8_char u = utf8_next(text, i);
        uint32_t code = article_view_shown(u);
        unsigned wide = norm_columns(code);

        if (columns + wide + (i + u.n < text.n) > most) {
            buf_z(out, "…");
            return columns + 1;
        }
        put_code(out, code);
        columns += wide;
        i += u.n;
    }
    return columns;
}

static unsigned columns_of(str text)
{
    unsigned columns = 0;

    for (size_t i = 0; i < text.n;) {
        utf8_char u = utf8_next(text, i);

        columns += norm_columns(article_view_shown(u));
        i += u.n;
    }
    return columns;
}

/* ---- sentences ---- */

static void put_p(flow *f, float p)
{
    buf digits = {0};

    if (!isfinite(p))
        return;
    buf_char(&digits, ' ');
    buf_fixed(&digits, (double)p, 2);
    put_words_in(f, INK_FAINT, buf_view(&digits));
    f->out->failed |= digits.failed;
    buf_free(&digits);
}

/* — Barry Jones (said) */
static void put_attribution(const article *a, const attribution *at, flow f)
{
    str who = article_speaker(a, at);
    buf words = {0};

    buf_z(&words, "— ");
    buf_str(&words, who.n ? who : STR("nobody named"));
    if (!span_empty(at->cue)) {
        buf_z(&words, " (");
        buf_str(&words, span_text(a, at->cue));
        buf_char(&words, ')');
    }
    put_words(&f, buf_view(&words));
    end_flow(&f);
    f.out->failed |= words.failed;
    buf_free(&words);
}

/* Barry Jones ▸ against ▸ Ivan Petrov 0.88 */
static void put_stance(const article *a, const stance *s, flow f)
{
    bool favor = s->is.label == STANCE_FAVOR;

    put_words(&f, ledger_holder(a, s));
    put_words(&f, STR(" ▸ "));
    put_words_in(&f, favor ? INK_FAVOR : INK_AGAINST, favor ? STR("favor") : STR("against"));
    put_words(&f, STR(" ▸ "));
    put_words(&f, ledger_target(a, s));
    put_p(&f, s->is.p);
    end_flow(&f);
}

static void put_sentence(const article_view *v, uint32_t i, bool title, const article_style *style,
                         unsigned width, buf *out)
{
    const article *a = v->a;
    const sentence_read *s = &a->sentence[i];
    cell c = labels_cell(s);
    flow f = {.style = style,
              .out = out,
              .width = width,
              .column = GUTTER,
              .indent = GUTTER,
              .bar = look[c].bar,
              .gutter = look[c].gutter,
              .words = title && look[c].words == INK_PLAIN ? INK_BOLD : look[c].words,
              .fresh = true};

    put_ink(&f, f.gutter);
    buf_printf(out, "%s %s", look[c].sign, f.bar);
    end_ink(&f, f.gutter);
    buf_char(out, ' ');
    put_ink(&f, f.words);
    put_words(&f, span_text(a, s->at));
    end_flow(&f);

    for (uint32_t k = v->first_attribution[i]; k < v->first_attribution[i + 1]; k++)
        put_attribution(a, &a->attribution[v->attribution[k]],
                        flow_plain(style, out, width, GUTTER, INK_PLAIN));
    for (uint32_t k = v->first_stance[i]; k < v->first_stance[i + 1]; k++)
        if (a->stance[v->stance[k]].is.label < STANCE_NONE)
            put_stance(a, &a->stance[v->stance[k]], flow_plain(style, out, width, GUTTER, INK_PLAIN));
}

/* What stands between sentences, where it is more than blanks: no byte of the text is left out. */
static void put_between(const article *a, span at, const article_style *style, unsigned width, buf *out)
{
    str text = span_empty(at) ? STR("") : str_trim(span_text(a, at));
    flow f;

    if (text.n == 0)
        return;
    f = flow_plain(style, out, width, GUTTER, INK_PLAIN);
    put_words(&f, text);
    end_flow(&f);
}

static void put_body(const article_view *v, const article_style *style, unsigned width, buf *out)
{
    const article *a = v->a;
    uint32_t at = 0;

    for (uint32_t p = 0; p < a->n_passages; p++) {
        const passage *here = &a->passage[p];

        put_between(a, (span){at, here->at.begin}, style, width, out);
        buf_char(out, '\n');
        at = here->at.begin;
        for (uint32_t i = here->first; i < here->last; i++) {
            put_between(a, (span){at, a->sentence[i].at.begin}, style, width, out);
            put_sentence(v, i, here->part == PART_TITLE, style, width, out);
            at = a->sentence[i].at.end;
        }
    }
    put_between(a, (span){at, (uint32_t)a->text.n}, style, width, out);
    if (str_trim(a->text).n == 0) {
        flow f = flow_plain(style, out, width, 0, INK_FAINT);

        put_words(&f, STR("(no text)"));
        end_flow(&f);
    }
}

/* ---- above and below ---- */

static void put_head(const article *a, const article_style *style, unsigned width, buf *out)
{
    flow f = flow_plain(style, out, width, 0, INK_PLAIN);
    const char *genre = article_view_genre(a);

    if (*genre) {
        put_words_in(&f, INK_BOLD, str_z(genre));
        put_p(&f, a->genre.p);
    }
    if (a->id.n) {
        if (*genre)
            put_words(&f, STR(" · "));
        put_words(&f, a->id);
    }
    if (*genre || a->id.n)
        end_flow(&f);
    if (a->title.n && (a->n_passages == 0 || a->passage[0].part != PART_TITLE)) {
        f = flow_plain(style, out, width, 0, INK_BOLD);
        put_words(&f, a->title);
        end_flow(&f);
    }
}

static void put_legend(const article *a, const article_style *style, unsigned width, buf *out)
{
    flow f = flow_plain(style, out, width, 0, INK_PLAIN);
    bool unsure = false;

    for (uint32_t i = 0; i < a->n_sentences; i++)
        unsure |= labels_cell(&a->sentence[i]) == CELL_UNSURE;
    for (cell c = 0; c < N_CELLS; c++) {
        if (c == CELL_UNREAD || (c == CELL_UNSURE && !unsure))
            continue;
        if (c)
            put_words(&f, STR(" · "));
        put_words_in(&f, look[c].gutter, str_z(look[c].sign));
        put_words(&f, STR(" "));
        put_words(&f, str_z(labels_cells[c]));
    }
    end_flow(&f);
}

static void put_count(const flow *f, ink i, uint32_t n, unsigned columns)
{
    i = n ? i : INK_FAINT;
    put_ink(f, i);
    buf_printf(f->out, "%*u", (int)columns, n);
    end_ink(f, i);
}

/* The two names' columns out of so many: neither is cut while the other takes more than its half. */
static void share_room(unsigned room, unsigned *holder, unsigned *target)
{
    unsigned half = room / 2;

    if (*holder + *target <= room)
        return;
    if (*holder <= half) {
        *target = room - *holder;
    } else if (*target <= half) {
        *holder = room - *target;
    } else {
        *holder = half;
        *target = room - half;
    }
}

static void put_table(const article_view *v, const article_style *style, unsigned width, buf *out)
{
    enum { FAVOR = 7, AGAINST = 9, NEITHER = 6, GAP = 2, COUNTS = GAP + FAVOR + AGAINST + NEITHER };
    unsigned holder = 6, target = 6;
    flow f = flow_plain(style, out, width, 0, INK_FAINT);

    for (uint32_t i = 0; i < v->n_rows; i++) {
        unsigned h = columns_of(v->row[i].holder), t = columns_of(v->row[i].target);

        holder = h > holder ? h : holder;
        target = t > target ? t : target;
    }
    share_room(width - COUNTS, &holder, &target);
    buf_printf(out, "%-*s%-*s%*s%*s%*s", (int)(holder + GAP), "holder", (int)target, "target", FAVOR, "favor",
               AGAINST, "against", NEITHER, "none");
    end_flow(&f);
    for (uint32_t i = 0; i < v->n_rows; i++) {
        const ledger_row *r = &v->row[i];

        put_spaces(out, holder + GAP - put_cut(out, r->holder, holder));
        put_spaces(out, target - put_cut(out, r->target, target));
        put_count(&f, INK_FAVOR, r->favor, FAVOR);
        put_count(&f, INK_AGAINST, r->against, AGAINST);
        put_count(&f, INK_PLAIN, r->none, NEITHER);
        buf_char(out, '\n');
    }
}

/* The same where there is no room for columns. */
static void put_rows(const article_view *v, const article_style *style, unsigned width, buf *out)
{
    for (uint32_t i = 0; i < v->n_rows; i++) {
        const ledger_row *r = &v->row[i];
        buf words = {0};
        flow f = flow_plain(style, out, width, 0, INK_PLAIN);

        buf_str(&words, r->holder);
        buf_z(&words, " ▸ ");
        buf_str(&words, r->target);
        buf_printf(&words, ": favor %u, against %u, none %u", r->favor, r->against, r->none);
        put_words(&f, buf_view(&words));
        end_flow(&f);
        out->failed |= words.failed;
        buf_free(&words);
    }
}

/* The pairs that are not listed. */
static void put_idle(const article_view *v, const article_style *style, unsigned width, buf *out)
{
    flow f = flow_plain(style, out, width, 0, INK_FAINT);
    buf words = {0};

    buf_printf(&words, "%s%u %s without a stance", v->n_rows ? "and " : "", v->n_idle,
               v->n_idle == 1 ? "pair" : "pairs");
    put_words(&f, buf_view(&words));
    end_flow(&f);
    out->failed |= words.failed;
    buf_free(&words);
}

void article_text(const article *a, const article_style *style, buf *out)
{
    unsigned width = style->width == 0 ? USUAL : style->width < NARROWEST ? NARROWEST : style->width;
    article_view v;
    err e = {0};

    if (article_view_init(&v, a, &e)) {
        put_head(a, style, width, out);
        if (style->legend)
            put_legend(a, style, width, out);
        put_body(&v, style, width, out);
        if (v.n_rows + v.n_idle)
            buf_char(out, '\n');
        if (v.n_rows)
            (width < ROOM_FOR_TABLE ? put_rows : put_table)(&v, style, width, out);
        if (v.n_idle)
            put_idle(&v, style, width, out);
    } else {
        out->failed = true;
    }
    article_view_free(&v);
}
