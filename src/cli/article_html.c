/* Read articles as a page. Enters: articles, one at a time; leaves: HTML that stands alone. How it looks is
 * in article_css.c, the ledger's picture in article_picture.c, and how a text becomes safe in html.c: every
 * string of an article goes through html_text or html_cut.
 *
 * There is no script. What is pointed at, focused or chosen is known to the style sheet, so the page can
 * forbid scripts altogether, whatever the articles hold. The choice of voices is radio buttons and, for each,
 * a rule with :has(): an article in which button k is on shows the sentences of class k as they are and the
 * others pale. */
#include "cli/article_html.h"

#include <math.h>

#include "cli/article_css.h"
#include "cli/article_picture.h"
#include "cli/article_view.h"
#include "cli/html.h"
#include "cli/page.h"
#include "model/model.h"

/* Sources that have a button of their own: the most quoted ones. */
enum { CHOICES = 24 };

/* The sentences of a cell have a class, of two letters; so has their note. */
static const char *const cell_class[N_CELLS] = {
    [CELL_AUTHOR_OPINION] = "ao", [CELL_AUTHOR_REPORT] = "ar", [CELL_QUOTED_OPINION] = "qo",
    [CELL_QUOTED_CLAIM] = "qc",   [CELL_UNREAD] = "un",        [CELL_UNSURE] = "us",
};

/* What the printer of one article carries along. */
typedef struct page {
    article_view view;
    const article *a;
    const article_reasons *why;
    size_t number;
    uint32_t note;            /* notes so far                                        */
    uint32_t choice[CHOICES]; /* the speakers that can be chosen                     */
    uint32_t quoted[CHOICES]; /* ... and how many sentences each of them speaks in   */
    uint32_t n_choices;
    buf *out;
} page;

/* ---- the page ---- */

/* Rules of one choice: others are pale and without notes, or gone where the rest is to be hidden. A paragraph
 * of which nothing is left goes too. */
static void put_rule(const char *class, buf *out)
{
    buf_printf(out,
               "article:has(.c-%s:checked) .text .s:not(.%s){opacity:.28}"
               "article:has(.c-%s:checked) .text .s:not(.%s) .n{visibility:hidden}"
               "article:has(.c-%s:checked):has(.c-rest:checked) .text :is(.s:not(.%s),p:not(:has(.%s)))"
               "{display:none}\n",
               class, class, class, class, class, class, class);
}

static void put_legend(buf *out)
{
    buf_z(out, "<ul class=\"legend\" aria-label=\"Legend\">");
    for (cell c = 0; c < CELL_UNREAD; c++)
        buf_printf(out, "<li class=\"%s\"><span class=\"t\">%s</span></li>", cell_class[c], labels_cells[c]);
    buf_z(out, "</ul>\n");
}

void article_html_begin(str title, buf *out)
{
    page_begin(title.n ? title : STR("Whose voice, and which stance"), out);
    buf_z(out, article_css);
    put_rule("va", out);
    put_rule("vs", out);
    for (unsigned k = 0; k < CHOICES; k++) {
        char class[16] = {'k', (char)('0' + k / 10), (char)('0' + k % 10)};

        put_rule(class, out);
    }
    page_body(out);
    buf_z(out, "<a class=\"skip\" href=\"#a1\">Skip to the text</a>\n<header>\n<h1>");
    html_text(out, title);
    buf_z(out, "</h1>\n");
    put_legend(out);
    buf_z(out, "</header>\n<main>\n");
}

void article_html_bad(str id, str why, buf *out)
{
    buf_z(out, "<article>\n<header>\n<p class=\"kicker\"><b>rejected</b> · ");
    html_text(out, id);
    buf_z(out, "</p>\n</header>\n<p>");
    html_text(out, why);
    buf_z(out, "</p>\n</article>\n");
}

void article_html_end(buf *out)
{
    page_end("Read by slant, a program: it can be wrong. The figures beside its answers are probabilities.",
             out);
}

/* ---- who can be chosen ---- */

static bool speaks_in(const article_view *v, uint32_t speaker, uint32_t sentence)
{
    for (uint32_t k = v->first_attribution[sentence]; k < v->first_attribution[sentence + 1]; k++)
        if (v->speaker_of[v->attribution[k]] == speaker)
            return true;
    return false;
}

/* How many sentences each speaker speaks in; latest: one more than the last of them, to begin with 0. */
static void count_sentences(const article_view *v, uint32_t *n, uint32_t *latest)
{
    for (uint32_t s = 0; s < v->a->n_sentences; s++)
        for (uint32_t k = v->first_attribution[s]; k < v->first_attribution[s + 1]; k++) {
            uint32_t who = v->speaker_of[v->attribution[k]];

            if (who == NONE || latest[who] == s + 1) /* once, however often in one sentence */
                continue;
            n[who]++;
            latest[who] = s + 1;
        }
}

/* Takes one choice away; the others keep their order. */
static void drop_choice(page *p, uint32_t at)
{
    p->n_choices--;
    for (; at < p->n_choices; at++) {
        p->choice[at] = p->choice[at + 1];
        p->quoted[at] = p->quoted[at + 1];
    }
}

/* Keeps the speakers with the most sentences, in order of appearance. */
static bool find_choices(page *p)
{
    article_view *v = &p->view;
    uint32_t *n = ARENA_NEW(&v->arena, (size_t)v->n_speakers + 1, uint32_t);
    uint32_t *latest = ARENA_NEW(&v->arena, (size_t)v->n_speakers + 1, uint32_t);

    if (!n || !latest)
        return false;
    count_sentences(v, n, latest);
    for (uint32_t who = 0; who < v->n_speakers; who++) {
        uint32_t least = 0;

        for (uint32_t i = 1; i < p->n_choices; i++)
            if (p->quoted[i] <= p->quoted[least])
                least = i;
        if (p->n_choices == CHOICES && p->quoted[least] >= n[who])
            continue;
        if (p->n_choices == CHOICES)
            drop_choice(p, least);
        p->choice[p->n_choices] = who;
        p->quoted[p->n_choices++] = n[who];
    }
    return true;
}

static void put_choice(const page *p, const char *class, str label, uint32_t n, bool checked)
{
    buf_printf(p->out, "<label><input type=\"radio\" name=\"v%zu\" class=\"c-%s\"%s>", p->number, class,
               checked ? " checked" : "");
    html_text(p->out, label);
    buf_printf(p->out, " <small>%u</small></label>\n", n);
}

static void put_choices(const page *p)
{
    const article *a = p->a;
    uint32_t authors = 0, sources = 0;

    for (uint32_t s = 0; s < a->n_sentences; s++) {
        authors += a->sentence[s].voice.label == VOICE_AUTHOR;
        sources += a->sentence[s].voice.label == VOICE_SOURCE;
    }
    if (authors + sources == 0)
        return;
    buf_z(p->out, "<fieldset class=\"filter\">\n<legend>Show the voice of</legend>\n");
    put_choice(p, "all", STR("everyone"), a->n_sentences, true);
    put_choice(p, "va", STR("the author"), authors, false);
    put_choice(p, "vs", STR("any source"), sources, false);
    for (uint32_t k = 0; k < p->n_choices; k++) {
        char class[16] = {'k', (char)('0' + k / 10), (char)('0' + k % 10)};

        put_choice(p, class, p->view.speaker[p->choice[k]], p->quoted[k], false);
    }
    if (p->view.n_speakers > p->n_choices)
        buf_printf(p->out, "<small>and %u more who are quoted less</small>\n",
                   p->view.n_speakers - p->n_choices);
    buf_z(p->out, "<label class=\"rest\"><input type=\"checkbox\" class=\"c-rest\">hide the rest</label>\n"
                  "</fieldset>\n");
}

/* ---- a sentence ---- */

static void put_p(float p, buf *out)
{
    if (!isfinite(p))
        return;
    buf_z(out, "\u00a0"); /* a no-break space: it never begins a line */
    buf_fixed(out, (double)p, 2);
}

static bool has_stance(const page *p, uint32_t i)
{
    return p->view.first_stance[i] < p->view.first_stance[i + 1];
}

/* Whether there is anything to say beside it: all but a plain report of the author's. */
static bool has_note(const page *p, uint32_t i)
{
    cell c = labels_cell(&p->a->sentence[i]);

    return (c != CELL_AUTHOR_REPORT && c < CELL_UNREAD) ||
           p->view.first_attribution[i] < p->view.first_attribution[i + 1] || has_stance(p, i);
}

static const char *what_kind(cell c)
{
    switch (c) {
    case CELL_AUTHOR_OPINION:
    case CELL_QUOTED_OPINION:
        return "opinion";
    case CELL_AUTHOR_REPORT:
        return "report";
    case CELL_QUOTED_CLAIM:
        return "claim";
    case CELL_UNSURE:
        return "unsure";
    default:
        return "";
    }
}

/* "Marit Aune, said" */
static void put_speaker(const page *p, const attribution *at)
{
    str who = article_speaker(p->a, at);

    if (who.n) {
        buf_z(p->out, "<b>");
        html_text(p->out, who);
        buf_z(p->out, "</b>");
    } else {
        buf_z(p->out, "nobody named");
    }
    if (!span_empty(at->cue)) {
        buf_z(p->out, ", <i>");
        html_text(p->out, span_text(p->a, at->cue));
        buf_z(p->out, "</i>");
    }
}

/* "− against Olav Brekke 0.88, the plan 0.91": those that follow each other with one holder and label share a
 * line. The holder stands before it where that is not who speaks. */
static void put_stances(const page *p, uint32_t i, str speaker)
{
    const article_view *v = &p->view;
    const stance *before = NULL;

    for (uint32_t k = v->first_stance[i]; k < v->first_stance[i + 1]; k++) {
        const stance *s = &p->a->stance[v->stance[k]];
        bool favor = s->is.label == STANCE_FAVOR, author = ledger_by_author(s);
        str holder = ledger_holder(p->a, s);

        if (before && before->is.label == s->is.label && ledger_by_author(before) == author &&
            ledger_compare(ledger_holder(p->a, before), holder) == 0) {
            buf_z(p->out, ", ");
        } else {
            buf_printf(p->out, "%s<span class=\"%s\">", before ? "</span>" : "", favor ? "f" : "a");
            if (author ? speaker.n != 0 : ledger_compare(holder, speaker) != 0) {
                buf_z(p->out, "<b>");
                html_text(p->out, holder);
                buf_z(p->out, "</b> ");
            }
            buf_z(p->out, favor ? "<strong>+ favor</strong> " : "<strong>− against</strong> ");
        }
        buf_z(p->out, "<b>");
        html_text(p->out, ledger_target(p->a, s));
        buf_z(p->out, "</b>");
        put_p(s->is.p, p->out);
        before = s;
    }
    buf_z(p->out, before ? "</span>" : "");
}

static void put_reasons(const page *p, uint32_t i)
{
    const article_reasons *why = p->why ? &p->why[i] : NULL;

    for (uint32_t k = 0; why && k < why->n; k++) {
        const article_reason *r = &why->reason[k];

        if (k == 0 || !str_eq(r->task, why->reason[k - 1].task)) {
            buf_z(p->out, "<span class=\"k\">");
            html_text(p->out, r->task);
            buf_z(p->out, ":</span>");
        }
        buf_z(p->out, "<span class=\"g\">");
        html_text(p->out, r->words);
        buf_z(p->out, r->contribution < 0 ? " <small>−" : " <small>+");
        buf_fixed(p->out, fabs(r->contribution), 2);
        buf_z(p->out, "</small></span>\n");
    }
}

/* What is seen when the sentence is pointed at or has the focus. */
static void put_why(const page *p, uint32_t i)
{
    const sentence_read *s = &p->a->sentence[i];

    if (labels_cell(s) == CELL_UNREAD && !(p->why && p->why[i].n))
        return;
    if (labels_cell(s) == CELL_UNSURE) {
        buf_z(p->out,
              "<span class=\"why\"><span class=\"v\">unsure: " KNOWN_TOO_LITTLE_TEXT "</span></span>");
        return;
    }
    buf_z(p->out, "<span class=\"why\"><span class=\"v\">");
    buf_z(p->out, labels_cells[labels_cell(s)]);
    if (s->voice.label <= VOICE_SOURCE) {
        buf_z(p->out, s->voice.label == VOICE_AUTHOR ? ": author" : ": source");
        put_p(s->voice.p, p->out);
    }
    if (s->content.label <= SAYS_OPINION) {
        buf_z(p->out, s->content.label == SAYS_OPINION ? ", opinion" : ", fact");
        put_p(s->content.p, p->out);
    }
    buf_z(p->out, "</span>");
    put_reasons(p, i);
    buf_z(p->out, "</span>");
}

/* Beside the text: who speaks, what kind it is, which stances. A sentence without a note has the place for
 * its reasons alone. */
static void put_note(page *p, uint32_t i)
{
    const article_view *v = &p->view;
    cell c = labels_cell(&p->a->sentence[i]);
    const attribution *first = NULL;
    str speaker = STR("");

    if (!has_note(p, i)) {
        buf_z(p->out, "<span class=\"n e\">");
        put_why(p, i);
        buf_z(p->out, "</span>");
        return;
    }
    buf_printf(p->out, "<span class=\"n %s\"><span><span class=\"ref\" aria-hidden=\"true\">%u</span>",
               cell_class[c], p->note);
    if (v->first_attribution[i] < v->first_attribution[i + 1]) {
        first = &p->a->attribution[v->attribution[v->first_attribution[i]]];
        speaker = article_speaker(p->a, first);
        put_speaker(p, first);
    } else if (c != CELL_UNSURE) {
        buf_z(p->out, c == CELL_QUOTED_OPINION || c == CELL_QUOTED_CLAIM ? "a source" : "the author");
    }
    buf_printf(p->out, "%s%s</span>", c == CELL_UNREAD || (c == CELL_UNSURE && !first) ? "" : " · ",
               what_kind(c));
    for (uint32_t k = v->first_attribution[i] + 1; k < v->first_attribution[i + 1]; k++) {
        buf_z(p->out, "<span>also ");
        put_speaker(p, &p->a->attribution[v->attribution[k]]);
        buf_z(p->out, "</span>");
    }
    put_stances(p, i, speaker);
    put_why(p, i);
    buf_z(p->out, "</span>");
}

static void put_classes(const page *p, uint32_t i)
{
    const sentence_read *s = &p->a->sentence[i];

    buf_z(p->out, cell_class[labels_cell(s)]);
    if (s->voice.label <= VOICE_SOURCE)
        buf_z(p->out, s->voice.label == VOICE_AUTHOR ? " va" : " vs");
    for (unsigned k = 0; k < p->n_choices; k++)
        if (speaks_in(&p->view, p->choice[k], i))
            buf_printf(p->out, " k%02u", k);
}

/* Its words, which can be focused; its note stands inside of it, but for a title, whose notes follow it. */
static void put_sentence(page *p, uint32_t i, bool title)
{
    const article_view *v = &p->view;
    cell c = labels_cell(&p->a->sentence[i]);
    uint32_t at = v->first_attribution[i];

    buf_z(p->out, "<span class=\"s ");
    put_classes(p, i);
    buf_printf(p->out, "\" id=\"a%zu-%u\" tabindex=\"0\"", p->number, i + 1);
    if (!title) { /* in a title it would stand in the place of the title's words */
        buf_printf(p->out, " role=\"group\" aria-label=\"Sentence %u: %s", i + 1, labels_cells[c]);
        if (at < v->first_attribution[i + 1] && v->speaker_of[v->attribution[at]] != NONE) {
            buf_z(p->out, ", ");
            html_text(p->out, v->speaker[v->speaker_of[v->attribution[at]]]);
        }
        buf_z(p->out, "\"");
    }
    buf_z(p->out, "><span class=\"t\">");
    html_text(p->out, span_text(p->a, p->a->sentence[i].at));
    buf_z(p->out, "</span>");
    if (has_note(p, i))
        buf_printf(p->out, "<sup aria-hidden=\"true\">%u</sup>", ++p->note);
    if (!title)
        put_note(p, i);
    buf_z(p->out, "</span>");
}

/* ---- an article ---- */

/* What stands between sentences; where it is more than blanks it is shown as it is. */
static void put_between(const page *p, uint32_t begin, uint32_t end)
{
    if (end > begin)
        html_text(p->out, span_text(p->a, (span){begin, end}));
}

static void put_passage_words(page *p, const passage *here, bool title)
{
    uint32_t at = here->at.begin;

    for (uint32_t i = here->first; i < here->last; i++) {
        put_between(p, at, p->a->sentence[i].at.begin);
        put_sentence(p, i, title);
        at = p->a->sentence[i].at.end;
    }
    put_between(p, at, here->at.end);
}

static void put_head(page *p)
{
    const article *a = p->a;
    const char *genre = article_view_genre(a);
    const passage *title = a->n_passages && a->passage[0].part == PART_TITLE ? &a->passage[0] : NULL;

    buf_z(p->out, "<header>\n<p class=\"kicker\">");
    if (*genre) {
        buf_printf(p->out, "<b>%s</b>", genre);
        put_p(a->genre.p, p->out);
    }
    if (a->id.n && (title || a->title.n)) { /* without a title the id stands in its place */
        buf_z(p->out, *genre ? " · " : "");
        html_text(p->out, a->id);
    }
    buf_printf(p->out, "</p>\n<div class=\"head\">\n<h2 id=\"a%zu-title\">", p->number);
    if (title)
        put_passage_words(p, title, true);
    else
        html_text(p->out, a->title.n ? a->title : a->id.n ? a->id : STR("An article without a title"));
    buf_z(p->out, "</h2>\n");
    if (title) {
        p->note = 0;
        buf_z(p->out, "<div class=\"aside\">\n");
        for (uint32_t i = title->first; i < title->last; i++) {
            p->note += has_note(p, i);
            put_note(p, i);
        }
        buf_z(p->out, "</div>\n");
    }
    buf_z(p->out, "</div>\n</header>\n");
}

static void put_body(page *p)
{
    const article *a = p->a;
    uint32_t at = 0;
    bool empty = true;

    buf_z(p->out, "<div class=\"text\">\n");
    for (uint32_t i = 0; i <= a->n_passages; i++) {
        uint32_t begin = i < a->n_passages ? a->passage[i].at.begin : (uint32_t)a->text.n;

        if (at < begin && str_trim(span_text(a, (span){at, begin})).n) { /* words that are in no passage */
            buf_z(p->out, "<p>");
            put_between(p, at, begin);
            buf_z(p->out, "</p>\n");
            empty = false;
        }
        if (i == a->n_passages)
            break;
        at = a->passage[i].at.end;
        if (a->passage[i].part == PART_TITLE)
            continue;
        buf_z(p->out, "<p>");
        put_passage_words(p, &a->passage[i], false);
        buf_z(p->out, "</p>\n");
        empty = false;
    }
    if (empty)
        buf_z(p->out, "<p class=\"none\">There is no text.</p>\n");
    buf_z(p->out, "</div>\n");
}

/* ---- the ledger ---- */

static void put_count(const char *class, uint32_t n, buf *out)
{
    buf_printf(out, "<td class=\"num %s\">%u</td>", n ? class : "zero", n);
}

static void put_row(const ledger_row *r, buf *out)
{
    buf_z(out, "<tr><th scope=\"row\">");
    buf_z(out, r->by_author ? "<i>" : "");
    html_text(out, r->holder);
    buf_z(out, r->by_author ? "</i></th><td>" : "</th><td>");
    html_text(out, r->target);
    buf_z(out, "</td>");
    put_count("f", r->favor, out);
    put_count("a", r->against, out);
    put_count("none", r->none, out);
    buf_printf(out, "<td class=\"num\">%s", r->margin_mean < 0 ? "−" : "+");
    buf_fixed(out, fabs(r->margin_mean), 2);
    buf_z(out, "</td></tr>\n");
}

static const char table_head[] =
    "<table>\n"
    "<caption>Stances by holder and target; the margin is their mean strength, above 0 in favor.</caption>\n"
    "<thead><tr><th scope=\"col\">Holder</th><th scope=\"col\">Target</th>"
    "<th scope=\"col\" class=\"num\">favor</th><th scope=\"col\" class=\"num\">against</th>"
    "<th scope=\"col\" class=\"num\">none</th><th scope=\"col\" class=\"num\">margin</th></tr></thead>\n"
    "<tbody>\n";

static void put_ledger(const page *p)
{
    const article_view *v = &p->view;
    buf *out = p->out;
    uint32_t left_out;

    if (v->n_rows == 0)
        return;
    buf_printf(
        out,
        "<section class=\"ledger\" aria-labelledby=\"a%zu-ledger\">\n<h3 id=\"a%zu-ledger\">Who holds which "
        "stance toward whom</h3>\n",
        p->number, p->number);
    left_out = article_picture(v->row, v->n_rows, out);
    if (left_out)
        buf_printf(out, "<p class=\"key\">Of %u lines the %u that count the most are drawn.</p>\n",
                   left_out + PICTURE_LINES, (unsigned)PICTURE_LINES);
    buf_z(out, table_head);
    for (uint32_t i = 0; i < v->n_rows; i++)
        put_row(&v->row[i], out);
    buf_z(out, "</tbody>\n</table>\n");
    if (v->n_idle)
        buf_printf(out, "<p class=\"key\">And %u %s without a stance.</p>\n", v->n_idle,
                   v->n_idle == 1 ? "pair" : "pairs");
    buf_z(out, "</section>\n");
}

void article_html(const article *a, size_t number, const article_reasons *why, buf *out)
{
    page p = {.a = a, .why = why, .number = number, .out = out};
    err e = {0};

    if (article_view_init(&p.view, a, &e) && find_choices(&p)) {
        buf_printf(out, "<article id=\"a%zu\" aria-labelledby=\"a%zu-title\">\n", number, number);
        put_head(&p);
        put_choices(&p);
        put_body(&p);
        put_ledger(&p);
        buf_z(out, "</article>\n");
    } else {
        out->failed = true;
    }
    article_view_free(&p.view);
}
