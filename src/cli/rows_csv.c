/* Cells only grow, so that they are moved from the last to the first within the same bytes. */
#include "cli/rows_csv.h"

static bool ends_cell(char c)
{
    return c == '\t' || c == '\n';
}

/* What the quotation marks of a cell add to its bytes. */
static size_t added(str cell)
{
    size_t quotes = 0;
    bool comma = false;

    for (size_t i = 0; i < cell.n; i++) {
        quotes += cell.p[i] == '"';
        comma |= cell.p[i] == ',';
    }
    return quotes || comma ? quotes + 2 : 0;
}

/* The cell to the bytes before `to`, with `more` added; returns where it begins there. */
static size_t put_cell(char *p, size_t begin, size_t end, size_t to, size_t more)
{
    if (!more) {
        memmove(p + to - (end - begin), p + begin, end - begin);
        return to - (end - begin);
    }
    p[--to] = '"';
    while (end > begin) {
        char c = p[--end];

        p[--to] = c;
        if (c == '"')
            p[--to] = '"';
    }
    p[--to] = '"';
    return to;
}

void rows_csv(buf *out, size_t from)
{
    size_t more = 0, to;

    for (size_t begin = from, i = from; i < out->n; i++)
        if (ends_cell(out->p[i])) {
            more += added((str){out->p + begin, i - begin});
            begin = i + 1;
        }
    if (out->failed || !buf_room(out, more))
        return;
    to = out->n + more;
    for (size_t end = out->n; end > from;) {
        size_t begin = --end, grown; /* of the cell; `end` is what ends it */

        while (begin > from && !ends_cell(out->p[begin - 1]))
            begin--;
        grown = added((str){out->p + begin, end - begin});
        to--;
        out->p[to] = out->p[end] == '\t' ? ',' : '\n';
        to = put_cell(out->p, begin, end, to, grown);
        end = begin;
    }
    out->n += more;
}
