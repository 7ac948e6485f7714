/* The one place where text becomes HTML. */
#include "cli/html.h"

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
