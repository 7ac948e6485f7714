/* A table is gathered cell by cell first, so that every column is as wide as its widest cell, counted in
 * columns of a terminal and not in bytes. */
#include "measure/aligned.h"

#include "base/utf8.h"
#include "text/norm.h"

/* A character that a terminal may be given. */
static bool is_shown(utf8_char u)
{
    return u.valid && !utf8_acts(u.code);
}

size_t aligned_fit(str s, size_t room, size_t *width)
{
    size_t i = 0;

    *width = 0;
    while (i < s.n) {
        utf8_char u = utf8_next(s, i);
        size_t wide = is_shown(u) ? norm_columns(u.code) : 1;

        if (*width + wide > room)
            break;
        *width += wide;
        i += u.n;
    }
    return i;
}

void aligned_name(buf *b, str s, size_t room)
{
    size_t width, keep = aligned_fit(s, room, &width);

    if (s.n == 0) {
        buf_z(b, "(empty)");
        return;
    }
    if (keep < s.n)
        keep = aligned_fit(s, room - 1, &width);
    for (size_t i = 0; i < keep;) {
        utf8_char u = utf8_next(s, i);

        if (is_shown(u))
            buf_add(b, s.p + i, u.n);
        else
            buf_z(b, "\xef\xbf\xbd");
        i += u.n;
    }
    if (keep < s.n)
        buf_z(b, "\xe2\x80\xa6");
}

void aligned_end_cell(aligned *t)
{
    str word = t->text.n > t->begin ? (str){t->text.p + t->begin, t->text.n - t->begin} : (str){0};
    size_t c = t->n_cells++ % t->n_columns, width;

    if (t->text.failed)
        return;
    (void)aligned_fit(word, SIZE_MAX, &width);
    if (width > t->width[c])
        t->width[c] = width;
    buf_char(&t->text, '\0');
    t->begin = t->text.n;
}

void aligned_cell(aligned *t, const char *z)
{
    buf_z(&t->text, z);
    aligned_end_cell(t);
}

void aligned_fixed(aligned *t, double v, unsigned places)
{
    buf_fixed(&t->text, v, places);
    aligned_end_cell(t);
}

void aligned_name_cell(aligned *t, str name, size_t room)
{
    aligned_name(&t->text, name, room);
    aligned_end_cell(t);
}

static void blanks(buf *out, size_t n)
{
    while (n--)
        buf_char(out, ' ');
}

void aligned_end(aligned *t, buf *out)
{
    str rest = buf_view(&t->text);

    out->failed |= t->text.failed;
    for (size_t i = 0; i < t->n_cells && !out->failed; i++) {
        str word = str_cut(&rest, '\0');
        size_t c = i % t->n_columns, width, pad;

        (void)aligned_fit(word, SIZE_MAX, &width);
        pad = t->width[c] - width;
        if (c > 0 && word.n)
            buf_z(out, "  ");
        if (!(t->left >> c & 1) && word.n)
            blanks(out, pad);
        buf_str(out, word);
        if (t->left >> c & 1 && c + 1 < t->n_columns)
            blanks(out, pad);
        if (c + 1 == t->n_columns)
            buf_char(out, '\n');
    }
    buf_free(&t->text);
}
