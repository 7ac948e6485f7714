/* The last doubling in a sentence, both figures as pictures side by side, both as tables. */
#include "cli/learning_html.h"

#include <math.h>

#include "cli/eval_css.h"
#include "cli/eval_picture.h"
#include "cli/html.h"
#include "cli/page.h"
#include "measure/report.h"

static void put_records(double n, buf *out)
{
    buf_fixed(out, n, 0);
}

/* What the last doubling brought, if there is one. */
static void put_last(const learning_curve *c, buf *out)
{
    const learning_point *last = &c->point[c->n - 1];
    const learning_value *gain = &last->gain[0];

    if (c->n < 2 || isnan(gain->value)) {
        buf_z(
            out,
            "<p>There is one point only: the folds hold too few groups or records to leave some out.</p>\n");
        return;
    }
    buf_z(out, "<p>The last step, from ");
    put_records(last[-1].learnt_from, out);
    buf_z(out, " to ");
    put_records(last->learnt_from, out);
    buf_printf(out, " records, brought <b>");
    html_number(out, gain->value, 4, true);
    buf_printf(out, "</b> of %s", report_figure(c->figure[0]));
    if (!isnan(gain->low)) {
        buf_z(out, ", 95 % interval ");
        html_number(out, gain->low, 4, true);
        buf_z(out, " to ");
        html_number(out, gain->high, 4, true);
        buf_z(out, gain->low > 0    ? ": more than chance."
                   : gain->high < 0 ? ": a loss, and more than chance."
                                    : ": it may be chance.");
    }
    buf_z(out, "</p>\n");
}

static void put_table(const learning_curve *c, unsigned f, buf *out)
{
    const char *name = report_figure(c->figure[f]);

    buf_printf(out,
               "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s by records\"><table>\n"
               "<caption>%s</caption>\n<thead><tr><th scope=\"col\" class=\"num\">labelled</th>"
               "<th scope=\"col\" class=\"num\">learnt from</th><th scope=\"col\" class=\"num\">draws</th>"
               "<th scope=\"col\" class=\"num\">value</th><th scope=\"col\" class=\"num\">interval</th>"
               "<th scope=\"col\" class=\"num\">gain</th><th scope=\"col\" class=\"num\">interval</th>"
               "</tr></thead>\n<tbody>\n",
               name, name);
    for (size_t i = 0; i < c->n; i++) {
        const learning_point *p = &c->point[i];

        buf_z(out, "<tr>");
        html_cell(out, p->records, 0);
        html_cell(out, p->learnt_from, 0);
        html_cell(out, p->draws, 0);
        html_cell(out, p->is[f].value, 4);
        html_interval(out, p->is[f].low, p->is[f].high, false);
        buf_z(out, "<td class=\"num\">");
        html_number(out, p->gain[f].value, 4, true);
        buf_z(out, "</td>");
        html_interval(out, p->gain[f].low, p->gain[f].high, true);
        buf_z(out, "</tr>\n");
    }
    buf_z(out, "</tbody>\n</table></div>\n");
}

void learning_html_part(const learning_curve *c, str from, buf *out)
{
    if (c->n == 0)
        return;
    buf_z(out, "<section class=\"model\" id=\"learning\" aria-labelledby=\"learning-name\">\n"
               "<h2 id=\"learning-name\">Would more labels help?</h2>\n<p class=\"say\">");
    html_text(out, from);
    buf_z(out, "</p>\n");
    put_last(c, out);
    buf_z(out,
          "<p class=\"say\">What was learnt from a share of the records, measured on all of them by "
          "cross-validation: by machines that have not seen the record or its group. A dot is the mean over "
          "the draws of the share, the last one the whole; its line is a 95 % interval over records or "
          "groups and over draws. Nothing is said beyond the last "
          "dot: these points cannot tell how the curve goes on.</p>\n<div class=\"plots\">\n");
    for (unsigned f = 0; f < LEARNING_FIGURES; f++) {
        buf_printf(out, "<figure><figcaption><b>%s</b></figcaption>\n", report_figure(c->figure[f]));
        picture_learning(c, f, report_figure(c->figure[f]), out);
        buf_z(out, "</figure>\n");
    }
    buf_z(out, "</div>\n");
    for (unsigned f = 0; f < LEARNING_FIGURES; f++)
        put_table(c, f, out);
    buf_z(out, "</section>\n");
}

void learning_html_page(str task, const char *const *file, size_t n_files, const learning_curve *c, buf *out)
{
    buf title = {0}, from = {0};

    buf_str(&title, task);
    buf_z(&title, ", learning curve");
    page_begin(buf_view(&title), out);
    buf_z(out, eval_css);
    page_body(out);
    buf_z(out, "<a class=\"skip\" href=\"#learning\">Skip to the curve</a>\n<header>\n<h1>");
    html_text(out, buf_view(&title));
    buf_z(out, "</h1>\n</header>\n<main>\n");
    page_files(file, n_files, &from);
    learning_html_part(c, buf_view(&from), out);
    page_end("Measured by slant.", out);
    out->failed |= title.failed | from.failed;
    buf_free(&title);
    buf_free(&from);
}
