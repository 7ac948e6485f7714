/* The page, section by section. Numbers are written as in the text report; every string from a file goes
 * through html.h.
 */
#include "cli/eval_html.h"

#include "base/utf8.h"
#include "cli/eval_css.h"
#include "cli/eval_picture.h"
#include "cli/html.h"
#include "cli/learning_html.h"
#include "cli/page.h"
#include "cli/reasons.h"

enum {
    MATRIX = 20,   /* more labels than this: the worst confusions instead of the table */
    NAMED = 5,     /* more columns than this have numbers above them                   */
    LABELS = 200,  /* rows of the table of labels                                      */
    EXCERPT = 600, /* bytes shown of a text                                            */
    NEAR = 40,     /* ... so far from either end a blank is looked for                   */
    BEFORE = 200,  /* ... of them before the strongest word                            */
    NGRAMS = 8,    /* beside a mistake                                                 */
};

static const char *s(size_t n)
{
    return n == 1 ? "" : "s";
}

static void put_name(str name, buf *out)
{
    html_text(out, name.n ? name : STR("(empty)"));
}

static void put_amount(const report *r, double v, buf *out)
{
    html_cell(out, v, r->in->weight ? 2 : 0);
}

static void put_scale(double from, double to, buf *out)
{
    buf_z(out, "<th scope=\"col\" class=\"scale\">");
    picture_scale(from, to, out);
    buf_z(out, "</th>");
}

/* ---- figures ---- */

static void put_figures(const report *r, buf *out)
{
    buf_z(out, "<h3>Figures</h3>\n");
    if (r->band)
        buf_printf(out,
                   "<p class=\"say\">With %g %% intervals: %u bootstrap resamples of %u %s%s, seed %llu. The "
                   "dot is the "
                   "figure, the line its interval.</p>\n",
                   100 * r->band->level, r->band->R, r->band->n_groups, r->band->grouped ? "group" : "record",
                   s(r->band->n_groups), (unsigned long long)r->band->seed);
    buf_z(out, "<table>\n<thead><tr><th scope=\"col\">figure</th><th scope=\"col\" class=\"num\">value</th>"
               "<th scope=\"col\" class=\"num\">interval</th>");
    put_scale(0, 1, out);
    buf_z(out, "</tr></thead>\n<tbody>\n");
    for (figure f = 0; f < N_FIGURES; f++) {
        double low = r->band ? r->band->low[f] : (double)NAN, high = r->band ? r->band->high[f] : (double)NAN;

        if (!report_shows(r, f))
            continue;
        buf_printf(out, "<tr><th scope=\"row\">%s</th>", report_figure(f));
        html_cell(out, r->m->figure[f], 4);
        html_interval(out, low, high, false);
        buf_z(out, "<td class=\"picture\">");
        if (r->m->figure[f] <= 1 && !(high > 1))
            picture_whisker(r->m->figure[f], low, high, 0, 1, out);
        buf_z(out, "</td></tr>\n");
    }
    buf_z(out, "</tbody>\n</table>\n");
}

/* ---- the comparison ---- */

/* How far the scale of differences reaches: 0.1, 0.2, 0.5 or 1. Log loss has no end and MCE leaps: where
 * their intervals reach further they are not drawn. */
static double reach_of(const report *r)
{
    static const double reaches[] = {0.1, 0.2, 0.5, 1};
    size_t i = 0;

    for (figure f = 0; f < N_FIGURES; f++) {
        double far = fmax(fabs(r->compared->low[f]), fabs(r->compared->high[f]));

        if (f != FIGURE_LOG_LOSS && f != FIGURE_MCE && report_shows(r, f))
            while (i + 1 < sizeof reaches / sizeof *reaches && far > reaches[i])
                i++;
    }
    return reaches[i];
}

static void put_compared(const report *r, buf *out)
{
    const comparison *c = r->compared;
    double reach = reach_of(r);

    buf_z(out, "<h3>Compared with ");
    put_name(r->first->model, out);
    buf_printf(out,
               "</h3>\n<p class=\"say\">This model's figure minus the first's. Intervals: the same resamples "
               "for both. p: "
               "how often chance alone parts two equally good models as far, by %u exchanges of %u %s%s. Of "
               "many figures "
               "some differ by chance: choose the one that counts before you look.</p>\n",
               c->R, c->n_groups, c->grouped ? "group" : "record", s(c->n_groups));
    buf_z(out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Differences\"><table "
               "class=\"differences\">\n<thead><tr>"
               "<th scope=\"col\">figure</th><th scope=\"col\" class=\"num\">first</th>"
               "<th scope=\"col\" class=\"num\">this</th><th scope=\"col\" class=\"num\">difference</th>"
               "<th scope=\"col\" class=\"num\">interval</th><th scope=\"col\" class=\"num\">p</th>");
    put_scale(-reach, reach, out);
    buf_z(out, "</tr></thead>\n<tbody>\n");
    for (figure f = 0; f < N_FIGURES; f++) {
        if (isnan(c->difference[f]) || !report_shows(r, f))
            continue;
        buf_printf(out, "<tr><th scope=\"row\">%s</th>", report_figure(f));
        html_cell(out, r->first->m->figure[f], 4);
        html_cell(out, r->m->figure[f], 4);
        buf_z(out, "<td class=\"num\">");
        html_number(out, c->difference[f], 4, true);
        buf_z(out, "</td>");
        html_interval(out, c->low[f], c->high[f], true);
        html_cell(out, c->p[f], 4);
        buf_z(out, "<td class=\"picture\">");
        if (c->low[f] >= -reach && c->high[f] <= reach)
            picture_whisker(c->difference[f], c->low[f], c->high[f], -reach, reach, out);
        buf_z(out, "</td></tr>\n");
    }
    buf_printf(out,
               "</tbody>\n</table></div>\n<p class=\"say\">McNemar's exact test: only the first is right on "
               "%llu, only "
               "this one on %llu, p %.3g.</p>\n",
               (unsigned long long)c->only_first, (unsigned long long)c->only_second, c->mcnemar);
}

/* ---- labels and confusions ---- */

static void put_labels(const report *r, buf *out)
{
    uint32_t n = r->in->T < LABELS ? r->in->T : LABELS;

    buf_z(
        out,
        "<h3>Labels</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Labels\"><table>\n"
        "<thead><tr><th scope=\"col\">label</th><th scope=\"col\" class=\"num\">precision</th>"
        "<th scope=\"col\" class=\"num\">recall</th><th scope=\"col\" class=\"num\">F1</th>"
        "<th scope=\"col\" class=\"num\">support</th><th scope=\"col\" class=\"num\">given</th>"
        "<th scope=\"col\" class=\"num\">right</th></tr></thead>\n<tbody>\n");
    for (uint32_t k = 0; k < n; k++) {
        const label_figures *l = &r->m->label[k];
        const char *remark = report_remark(l->flags);

        buf_z(out, "<tr><th scope=\"row\">");
        put_name(r->in->label[k], out);
        if (*remark)
            buf_printf(out, " <span class=\"zero\">(%s)</span>", remark);
        buf_z(out, "</th>");
        html_cell(out, l->precision, 4);
        html_cell(out, l->recall, 4);
        html_cell(out, l->f1, 4);
        put_amount(r, l->support, out);
        put_amount(r, l->given, out);
        put_amount(r, l->right, out);
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></div>\n");
    if (n < r->in->T)
        buf_printf(out, "<p class=\"say\">And %u more.</p>\n", r->in->T - n);
}

static void put_field(const report *r, uint32_t truth, uint32_t given, const confusion *c, buf *out)
{
    double support = r->m->label[truth].support, weight = c ? c->weight : 0;

    buf_printf(out, "<td class=\"%s\" style=\"--share:%.3f\">",
               truth == given ? "right"
               : weight > 0   ? "wrong"
                              : "zero",
               support > 0 ? weight / support : 0);
    html_number(out, weight, r->in->weight ? 2 : 0, false);
    buf_z(out, "</td>");
}

static void put_matrix(const report *r, buf *out)
{
    uint32_t K = r->in->K, n_columns = K + (r->m->n_unsure ? 1 : 0);
    bool numbers = n_columns > NAMED;
    size_t i = 0;

    buf_printf(
        out,
        "<p class=\"say\">A row for each true label, a column for each given one%s; what is right is framed. "
        "Shaded by the share of its row.</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Confusions\"><table class=\"matrix%s\">\n<thead><tr><th scope=\"col\">true \\ "
        "given</th>",
        numbers ? ", by number" : "", numbers ? " dense" : "");
    for (uint32_t k = 0; k < K; k++) {
        buf_z(out, "<th scope=\"col\">");
        if (numbers)
            buf_printf(out, "%u", k + 1);
        else
            put_name(r->in->label[k], out);
        buf_z(out, "</th>");
    }
    buf_z(out, r->m->n_unsure ? "<th scope=\"col\">unsure</th></tr></thead>\n<tbody>\n"
                              : "</tr></thead>\n<tbody>\n");
    for (uint32_t truth = 0; truth < r->in->T; truth++) {
        buf_z(out, "<tr><th scope=\"row\">");
        if (numbers)
            buf_printf(out, "%u ", truth + 1);
        put_name(r->in->label[truth], out);
        buf_z(out, "</th>");
        for (uint32_t given = 0; given < n_columns; given++) {
            const confusion *c = i < r->m->n_cells ? &r->m->cell[i] : NULL;
            bool here = c && c->truth == truth && c->given == given;

            put_field(r, truth, given, here ? c : NULL, out);
            i += here;
        }
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></div>\n");
}

static void put_worst(const report *r, buf *out)
{
    const confusion *worst[MATRIX];
    size_t n = metrics_worst(r->m, worst, MATRIX);

    buf_printf(out,
               "<p class=\"say\">The most frequent ones.</p>\n<div class=\"wide\" tabindex=\"0\" "
               "role=\"region\" aria-label=\"Confusions\"><table>\n<thead><tr><th scope=\"col\">true</th>"
               "<th scope=\"col\">given</th><th scope=\"col\" class=\"num\">%s</th>"
               "<th scope=\"col\" class=\"num\">of support</th></tr></thead>\n<tbody>\n",
               r->in->weight ? "weight" : "records");
    for (size_t i = 0; i < n; i++) {
        const confusion *c = worst[i];
        double support = r->m->label[c->truth].support;

        buf_z(out, "<tr><th scope=\"row\">");
        put_name(r->in->label[c->truth], out);
        buf_z(out, "</th><td>");
        if (c->given < r->in->K)
            put_name(r->in->label[c->given], out);
        else
            buf_z(out, "(unsure)");
        buf_z(out, "</td>");
        put_amount(r, c->weight, out);
        html_cell(out, support > 0 ? c->weight / support : 0, 4);
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></div>\n");
}

static void put_confusions(const report *r, buf *out)
{
    if (r->in->multi_label)
        return;
    buf_z(out, "<h3>Confusions</h3>\n");
    (r->in->T <= MATRIX ? put_matrix : put_worst)(r, out);
}

/* ---- curves ---- */

static void put_precision(const eval_page *p, buf *out)
{
    const report *r = p->report;

    if (!p->precision) {
        buf_z(out,
              "<h3>Precision and recall</h3>\n<p class=\"say\">Not drawn: there are too many labels.</p>\n");
        return;
    }
    buf_z(
        out,
        "<h3>Precision and recall</h3>\n<p class=\"say\">Of each label at every threshold: of those that are "
        "taken for it, the share that is; of those that are, the share that is taken. The broken line is the "
        "label's share of all records.</p>\n<div class=\"plots\">\n");
    for (uint32_t k = 0; k < r->in->K; k++) {
        const curve *c = &p->precision[k];
        picture_axes axes = {"recall", "precision", 1, (double)NAN};

        if (c->n == 0)
            continue;
        axes.level = c->whole;
        buf_z(out, "<figure><figcaption><b>");
        put_name(r->in->label[k], out);
        buf_z(out, "</b> average precision ");
        html_number(out, c->area, 4, false);
        buf_z(out, "</figcaption>\n");
        picture_curve(c, &axes, out);
        buf_z(out, "</figure>\n");
    }
    buf_z(out, "</div>\n");
}

static void put_points(const curve *c, buf *out)
{
    buf_z(out, "<details><summary>The numbers</summary>\n<table>\n<thead><tr><th scope=\"col\" "
               "class=\"num\">confidence at "
               "least</th><th scope=\"col\" class=\"num\">coverage</th><th scope=\"col\" "
               "class=\"num\">risk</th></tr>"
               "</thead>\n<tbody>\n");
    /* A line for every tenth of coverage will do. */
    for (size_t i = 0, tenth = 1; i < c->n; i++) {
        if (c->point[i].x < (double)tenth / 10 && i + 1 < c->n)
            continue;
        while ((double)tenth / 10 <= c->point[i].x)
            tenth++;
        buf_z(out, "<tr>");
        html_cell(out, c->point[i].score, 4);
        html_cell(out, c->point[i].x, 4);
        html_cell(out, c->point[i].y, 4);
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></details>\n");
}

static void put_risk(const report *r, buf *out)
{
    picture_axes axes = {"coverage", "risk", 1, (double)NAN};

    if (!r->risk || r->risk->n == 0)
        return;
    axes.top = picture_top(r->risk);
    axes.level = r->risk->whole;
    buf_z(out, "<h3>Risk and coverage</h3>\n<p class=\"say\">What answering less would gain: the share of "
               "wrong answers "
               "among the surest, at each share that is answered. The broken line is the share that is wrong "
               "when all "
               "is answered.</p>\n<figure><figcaption>area under the curve ");
    html_number(out, r->risk->area, 4, false);
    buf_z(out, "</figcaption>\n");
    picture_curve(r->risk, &axes, out);
    buf_z(out, "</figure>\n");
    put_points(r->risk, out);
}

static void put_reliability(const report *r, buf *out)
{
    if (r->m->n_certain == 0)
        return;
    buf_z(out, "<h3>How far probabilities can be trusted</h3>\n<p class=\"say\">Bars: the share that is "
               "right in each bin "
               "of confidence. Dots: the same at the bin's mean confidence; on the broken line both agree. A "
               "bin of few "
               "records says little.</p>\n<figure>\n");
    picture_reliability(r->m->bin, out);
    buf_z(out, "</figure>\n<details><summary>The numbers</summary>\n<table>\n<thead><tr>"
               "<th scope=\"col\">confidence</th><th scope=\"col\" class=\"num\">records</th>"
               "<th scope=\"col\" class=\"num\">mean confidence</th><th scope=\"col\" "
               "class=\"num\">accuracy</th></tr>"
               "</thead>\n<tbody>\n");
    for (unsigned b = 0; b < METRICS_BINS; b++) {
        const reliability *bin = &r->m->bin[b];

        if (bin->rows == 0)
            continue;
        buf_printf(out, "<tr><th scope=\"row\">%.2f to %.2f</th><td class=\"num\">%zu</td>",
                   b / (double)METRICS_BINS, (b + 1) / (double)METRICS_BINS, bin->rows);
        html_cell(out, bin->confidence, 4);
        html_cell(out, bin->accuracy, 4);
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></details>\n");
}

/* ---- mistakes ---- */

/* Where what is shown of a text begins and ends: at blanks, or if there is none near, at characters. */
static explain_span excerpt(str text, size_t most)
{
    size_t from = text.n > EXCERPT && most > BEFORE ? most - BEFORE : 0;
    size_t to = text.n - from > EXCERPT ? from + EXCERPT : text.n, at;

    for (at = from; from && at < from + NEAR && text.p[at] != ' ' && at < to;)
        at++;
    if (from && at < from + NEAR)
        from = at;
    for (at = to; to < text.n && at + NEAR > to && text.p[at] != ' ' && at > from;)
        at--;
    if (to < text.n && at + NEAR > to)
        to = at;
    while (from && from < to && (text.p[from] == ' ' || utf8_inside(text, from)))
        from++;
    while (to > from && utf8_inside(text, to))
        to--;
    while (to < text.n && to > from && text.p[to - 1] == ' ')
        to--;
    return (explain_span){(uint32_t)from, (uint32_t)to};
}

static void put_part(str text, size_t from, size_t to, buf *out)
{
    html_text(out, (str){text.p + from, to - from});
}

/* One of the texts, its strongest words marked. */
static void put_text(const explanation *why, unsigned number, str text, buf *out)
{
    double least = why ? reasons_least(why) : 0;
    size_t most = 0, done;
    explain_span shown;

    for (size_t i = why ? why->n_strongest : 0; i-- > 0;)
        if (why->word[why->strongest[i]].text == number)
            most = why->word[why->strongest[i]].span.begin;
    shown = excerpt(text, most);
    done = shown.begin;
    buf_z(out, shown.begin ? "<p class=\"text\">… " : "<p class=\"text\">");
    for (size_t i = 0; why && i < why->n_words; i++) {
        const explain_word *at = &why->word[i];

        if (at->text != number || fabs(at->contribution) < least || at->span.begin < done ||
            at->span.end > shown.end)
            continue;
        put_part(text, done, at->span.begin, out);
        buf_printf(out, "<mark class=\"%s\">", at->contribution > 0 ? "f" : "a");
        put_part(text, at->span.begin, at->span.end, out);
        buf_z(out, "</mark>");
        done = at->span.end;
    }
    put_part(text, done, shown.end, out);
    buf_z(out, shown.end < text.n ? " …</p>\n" : "</p>\n");
}

static void put_reasons(const mistake *m, buf *out)
{
    const explanation *why = &m->why;

    buf_z(out, "<p>");
    for (size_t i = 0; i < why->n_ngrams && i < NGRAMS; i++) {
        const char *quote = why->ngram[i].block == BLOCK_CHAR ? "&quot;" : "";

        buf_printf(out, "<span class=\"g\">%s", quote);
        html_text(out, why->ngram[i].name);
        buf_printf(out, "%s <small>", quote);
        html_number(out, why->ngram[i].contribution, 2, true);
        buf_z(out, "</small></span>\n");
    }
    buf_z(out, "<span class=\"g\">margin <small>");
    html_number(out, m->margin, 2, true);
    buf_z(out, "</small></span></p>\n");
}

static void put_mistake(const eval_page *p, const mistake *m, buf *out)
{
    const explanation *why = p->mistakes->explained ? &m->why : NULL;
    str rest = m->text;

    buf_z(out, "<li><p><b>");
    put_name(p->report->in->label[m->given], out);
    buf_z(out, p->probable ? "</b> " : "</b> margin ");
    html_number(out, m->confidence, 2, false);
    buf_z(out, ", but it is <b>");
    put_name(m->truth, out);
    buf_z(out, "</b> <span class=\"where\">");
    html_text(out, m->id);
    buf_z(out, " · ");
    html_text(out, str_z(m->path));
    if (m->line)
        buf_printf(out, ":%llu", (unsigned long long)m->line);
    buf_z(out, "</span></p>\n");
    for (unsigned i = 0; i < p->n_texts && (i == 0 || rest.p); i++)
        put_text(why, i, p->n_texts == 1 ? rest : str_cut(&rest, TEXT_BREAK), out);
    if (why)
        put_reasons(m, out);
    buf_z(out, "</li>\n");
}

static void put_mistakes(const eval_page *p, buf *out)
{
    if (!p->mistakes || p->mistakes->n == 0)
        return;
    buf_printf(out,
               "<h3>The surest mistakes</h3>\n<p class=\"say\">The %zu wrong answer%s of which the model was "
               "surest.",
               p->mistakes->n, s(p->mistakes->n));
    if (p->mistakes->explained)
        buf_z(out, " Of the strongest words, <mark class=\"f\">bold and underlined</mark> is what speaks for "
                   "the label "
                   "given, <mark class=\"a\">dotted</mark> what speaks against it; below stand the strongest "
                   "n-grams and "
                   "what each adds to the margin.");
    else
        buf_z(out, " A kernel machine, or a model without names, cannot say which words decided.");
    buf_z(out, "</p>\n<ol class=\"mistakes\">\n");
    for (size_t i = 0; i < p->mistakes->n; i++)
        put_mistake(p, &p->mistakes->each[i], out);
    buf_z(out, "</ol>\n");
}

/* ---- all ---- */

static void put_notes(const report *r, buf *out)
{
    bool any = false;

    for (report_notes i = 0; i < N_NOTES; i++) {
        buf note = {0};

        report_note(r, i, &note);
        if (note.n) {
            buf_z(out, any ? "<li>" : "<h3>Notes</h3>\n<ul class=\"notes\">\n<li>");
            html_text(out, buf_view(&note));
            buf_z(out, "</li>\n");
            any = true;
        }
        out->failed |= note.failed;
        buf_free(&note);
    }
    buf_z(out, any ? "</ul>\n" : "");
}

/* ---- the strongest n-grams ---- */

/* One label's, of one text and block: a row. */
static void put_says(const eval_page *p, uint32_t label, uint32_t text, unsigned block, buf *out)
{
    strongest_ngrams *s = &p->strongest[text];
    const char *mark = block == BLOCK_CHAR ? "\xe2\x80\x9c" : "",
               *end = block == BLOCK_CHAR ? "\xe2\x80\x9d" : "";

    if (!strongest_of(s, label, block))
        return;
    buf_z(out, "<tr><th scope=\"row\">");
    put_name(s->of->label[label], out);
    buf_printf(out, "</th><td>%s", block_name(block));
    if (p->n_texts > 1)
        buf_printf(out, ", text %u", text + 1);
    buf_z(out, "</td><td>");
    for (size_t i = 0; i < s->n; i++) {
        buf_printf(out, "%s%s", i ? " \xc2\xb7 " : "", mark);
        html_text(out, s->say[i].name->text);
        buf_printf(out, "%s&nbsp;", end);
        html_number(out, s->say[i].weight, 2, false);
    }
    buf_z(out, "</td></tr>\n");
}

static void put_strongest(const eval_page *p, buf *out)
{
    uint32_t K = p->report->in->K;

    if (!p->strongest)
        return;
    buf_z(
        out,
        "<h3>Strongest n-grams</h3>\n<p class=\"say\">What speaks most for each label, whatever the records "
        "here: "
        "what an n-gram adds to the margin where it occurs once, before its block's norm.</p>\n"
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Strongest n-grams\"><table>\n"
        "<thead><tr><th scope=\"col\">label</th><th scope=\"col\">of</th><th scope=\"col\">n-grams</th></tr>"
        "</thead>\n<tbody>\n");
    for (uint32_t k = 0; k < K && k < MATRIX; k++)
        for (uint32_t text = 0; text < p->n_texts; text++)
            for (unsigned block = 0; block < N_BLOCKS; block++)
                put_says(p, k, text, block, out);
    buf_z(out, "</tbody>\n</table></div>\n");
    if (K > MATRIX)
        buf_printf(out, "<p class=\"say\">And of %u more labels: slant inspect.</p>\n", K - MATRIX);
}

static void put_model(const eval_page *p, size_t number, buf *out)
{
    const report *r = p->report;

    buf_printf(out,
               "<section class=\"model\" id=\"m%zu\" aria-labelledby=\"m%zu-name\">\n<h2 id=\"m%zu-name\">",
               number, number, number);
    put_name(p->model, out);
    buf_z(out, "</h2>\n");
    put_figures(r, out);
    if (r->compared)
        put_compared(r, out);
    put_labels(r, out);
    put_confusions(r, out);
    put_strongest(p, out);
    put_precision(p, out);
    put_risk(r, out);
    put_reliability(r, out);
    put_mistakes(p, out);
    put_notes(r, out);
    buf_z(out, "</section>\n");
}

static void put_head(const char *const *file, size_t n_files, const eval_page *each, size_t n, buf *out)
{
    const report *r = each[0].report;
    buf files = {0};

    buf_z(out, "<a class=\"skip\" href=\"#m1\">Skip to the figures</a>\n<header>\n<h1>");
    put_name(r->task, out);
    buf_printf(out, ": %zu record%s, %u label%s</h1>\n<p>", r->in->N, s(r->in->N), r->in->K, s(r->in->K));
    page_files(file, n_files, &files);
    html_text(out, buf_view(&files));
    out->failed |= files.failed;
    buf_free(&files);
    buf_z(out, n_files ? "</p>\n" : "standard input</p>\n");
    if (n > 1) {
        buf_z(out, "<nav aria-label=\"Models\"><ul>\n");
        for (size_t i = 0; i < n; i++) {
            buf_printf(out, "<li><a href=\"#m%zu\">", i + 1);
            put_name(each[i].model, out);
            buf_z(out, "</a></li>\n");
        }
        buf_z(out, "</ul></nav>\n");
    }
    buf_z(out, "</header>\n<main>\n");
}

void eval_html(const char *const *file, size_t n_files, const eval_page *each, size_t n,
               const learning_curve *learnt, str from, buf *out)
{
    buf title = {0};

    buf_str(&title, each[0].report->task);
    buf_z(&title, ", measured");
    page_begin(buf_view(&title), out);
    out->failed |= title.failed;
    buf_free(&title);
    buf_z(out, eval_css);
    page_body(out);
    put_head(file, n_files, each, n, out);
    for (size_t i = 0; i < n; i++)
        put_model(&each[i], i + 1, out);
    learning_html_part(learnt, from, out);
    page_end("Measured by slant.", out);
}
