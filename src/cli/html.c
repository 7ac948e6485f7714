/* The one place where text becomes HTML. */
#include "cli/html.h"

#include <math.h>

#include "cli/article_view.h"
#include "text/norm.h"

static void put_code(buf *out, uint32_t code)
{
    char bytes[4];

    switch (code) {
    case '&':
        buf_z(out, "&amp;");
        break;
    case '<':
        buf_z(out, "&lt;");
        break;
    case '>':
        buf_z(out, "&gt;");
        break;
    case '"':
        buf_z(out, "&quot;");
        break;
    case '\'':
        buf_z(out, "&#39;");
        break;
    default:
        buf_add(out, bytes, utf8_put(code, bytes));
    }
}

void html_text(buf *out, str s)
{
    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);

        put_code(out, article_view_shown(u));
        i += u.n;
    }
}

bool html_cut(buf *out, str s, unsigned most)
{
    unsigned columns = 0;

    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);
        uint32_t code = article_view_shown(u);

        columns += norm_columns(code);
        if (columns + (i + u.n < s.n) > most) {
            buf_z(out, "…");
            return true;
        }
        put_code(out, code);
        i += u.n;
    }
    return false;
}

void html_number(buf *out, double v, unsigned places, bool sign)
{
    buf digits = {0};

    if (isnan(v))
        return;
    buf_fixed(&digits, fabs(v), places);
    for (size_t i = 0; i < digits.n; i++)
        if (digits.p[i] >= '1' && digits.p[i] <= '9') {
            buf_z(out, v < 0 ? "−" : sign ? "+" : "");
            break;
        }
    buf_str(out, buf_view(&digits));
    out->failed |= digits.failed;
    buf_free(&digits);
}

void html_cell(buf *out, double v, unsigned places)
{
    buf_z(out, "<td class=\"num\">");
    html_number(out, v, places, false);
    buf_z(out, "</td>");
}

void html_interval(buf *out, double low, double high, bool sign)
{
    buf_z(out, "<td class=\"num\">");
    if (!isnan(low)) {
        html_number(out, low, 4, sign);
        buf_z(out, " to ");
        html_number(out, high, 4, sign);
    }
    buf_z(out, "</td>");
}
