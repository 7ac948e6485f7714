/* Where cells and rows end. csv_cell is the machine; csv_row and the reader's cutter are loops around it that
 * keep no opinion of their own on what a quote means. */
#include "corpus/csv.h"

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

static char comma_of(const csv *c)
{
    return c->comma ? c->comma : ',';
}

/* The first comma or LF at or behind i; n when there is none. Eight bytes a step: x has a zero byte exactly
 * where the word has the byte looked for, and (x - 1) & ~x & 0x80 in each byte finds the lowest zero. */
static size_t find_end(const char *p, size_t i, size_t n, char between)
{
    for (; n - i >= 8; i += 8) {
        uint64_t w, comma, line;

        memcpy(&w, p + i, 8);
        comma = w ^ EACH_BYTE(between);
        line = w ^ EACH_BYTE('\n');
        if ((((comma - EACH_BYTE(1)) & ~comma) | ((line - EACH_BYTE(1)) & ~line)) & EACH_BYTE(0x80))
            break;
    }
    while (i < n && p[i] != between && p[i] != '\n')
        i++;
    return i;
}

/* Inside quotes: to the next quote, counting lines; or, with one_line, to the next LF if that comes first. */
static size_t find_quote(csv *c, const char *p, size_t i, size_t n)
{
    const char *quote = memchr(p + i, '"', n - i);
    size_t to = quote ? (size_t)(quote - p) : n;

    while (i < to) {
        const char *line = memchr(p + i, '\n', to - i);

        if (!line)
            return to;
        if (c->one_line)
            return (size_t)(line - p);
        c->lines++;
        i = (size_t)(line - p) + 1;
    }
    return to;
}

static csv_stop end_cell(csv *c, char by)
{
    c->last = c->state;
    c->state = CSV_START;
    if (by == comma_of(c))
        return CSV_CELL;
    c->lines++;
    return CSV_ROW;
}

csv_stop csv_cell(csv *c, str s, size_t *at)
{
    const char comma = comma_of(c);
    size_t i = *at;

    if (c->state == CSV_START)
        c->doubled = false;
    while (i < s.n) {
        char b = s.p[i];

        switch (c->state) {
        case CSV_START:
            if (b == '"') {
                c->state = CSV_QUOTED;
                i++;
            } else {
                c->state = CSV_PLAIN;
            }
            continue;
        case CSV_PLAIN:
        case CSV_JUNK:
            i = find_end(s.p, i, s.n, comma);
            if (i == s.n)
                continue;
            break;
        case CSV_QUOTED:
            i = find_quote(c, s.p, i, s.n);
            if (i == s.n)
                continue;
            if (s.p[i] == '\n') /* one_line */
                break;
            c->state = CSV_CLOSED;
            i++;
            continue;
        case CSV_CLOSED:
            if (b == comma || b == '\n')
                break;
            if (b == '"') {
                c->doubled = true;
                c->state = CSV_QUOTED;
                i++;
            } else if (b == '\r') {
                c->state = CSV_RETURN;
                i++;
            } else {
                c->junk = i;
                c->state = CSV_JUNK;
                c->faulty = true;
            }
            continue;
        case CSV_RETURN:
            if (b == '\n')
                break;
            c->junk = i - 1;
            c->state = CSV_JUNK;
            c->faulty = true;
            continue;
        }
        *at = i + 1;
        return end_cell(c, s.p[i]);
    }
    *at = i;
    return CSV_MORE;
}

static str halve_quotes(str s, arena *a)
{
    char *out = arena_take(a, s.n + 1, 1);
    size_t n = 0;

    if (!out)
        return (str){0};
    for (size_t i = 0; i < s.n;) {
        const char *quote = memchr(s.p + i, '"', s.n - i);
        size_t run = quote ? (size_t)(quote - s.p) + 1 - i : s.n - i;

        memcpy(out + n, s.p + i, run);
        n += run;
        i += run + (quote != NULL); /* its twin */
    }
    return (str){out, n};
}

static void set_fault(csv_cells *row, const char *fault, size_t at)
{
    if (!row->fault) {
        row->fault = fault;
        row->fault_at = at;
    }
}

/* The content of a cell that stands at s.p[begin .. end), its comma or line end left out. */
static str content(csv *c, str s, size_t begin, size_t end, arena *a, csv_cells *row)
{
    str cell = {s.p + begin, end - begin};

    switch (c->last) {
    case CSV_CLOSED:
        cell = (str){cell.p + 1, cell.n - 2};
        break;
    case CSV_RETURN:
        cell = (str){cell.p + 1, cell.n - 3};
        break;
    case CSV_QUOTED:
        set_fault(row, "unclosed quote", begin);
        return cell;
    case CSV_JUNK:
        set_fault(row, "text behind a closing quote", c->junk);
        return cell;
    default:
        return cell;
    }
    if (c->doubled) {
        cell = halve_quotes(cell, a);
        if (!cell.p)
            set_fault(row, "out of memory", begin);
    }
    return cell;
}

static void row_init(csv_cells *row, str s, size_t at)
{
    row->n = 0;
    row->fault = NULL;
    row->fault_at = 0;
    row->raw = (str){s.p + at, 0};
}

/* `end` is where the line end stands, or s.n. */
static void row_close(csv_cells *row, size_t begin, size_t end, bool ended)
{
    row->ended = ended;
    row->raw.n = end - begin;
    if (ended && row->raw.n && row->raw.p[row->raw.n - 1] == '\r')
        row->raw.n--;
}

void csv_row(csv *c, str s, size_t *at, arena *a, csv_cells *row)
{
    size_t start = *at, begin = start, end;
    csv_stop stop;

    row_init(row, s, start);
    c->state = CSV_START;
    do {
        stop = csv_cell(c, s, at);
        if (stop == CSV_MORE)
            c->last = c->state;
        end = *at - (stop != CSV_MORE);
        /* The CR of a line end is not the last cell's. */
        if (stop == CSV_ROW && c->last == CSV_PLAIN && end > begin && s.p[end - 1] == '\r')
            end--;
        if (row->n < row->cap || c->last == CSV_QUOTED || c->last == CSV_JUNK) {
            str cell = content(c, s, begin, end, a, row);

            if (row->n < row->cap)
                row->cell[row->n] = cell;
        }
        row->n++;
        begin = *at;
    } while (stop == CSV_CELL);
    row_close(row, start, *at - (stop == CSV_ROW), stop == CSV_ROW);
}

void tsv_row(str s, size_t *at, csv_cells *row)
{
    const char *line = memchr(s.p + *at, '\n', s.n - *at);
    size_t end = line ? (size_t)(line - s.p) : s.n;
    str rest;
    const char *tab;

    row_init(row, s, *at);
    row_close(row, *at, end, line != NULL);
    rest = row->raw;
    do {
        tab = rest.n ? memchr(rest.p, '\t', rest.n) : NULL;
        if (row->n < row->cap)
            row->cell[row->n] = (str){rest.p, tab ? (size_t)(tab - rest.p) : rest.n};
        row->n++;
        if (tab) {
            rest.n -= (size_t)(tab - rest.p) + 1;
            rest.p = tab + 1;
        }
    } while (tab);
    *at = end + (line != NULL);
}
