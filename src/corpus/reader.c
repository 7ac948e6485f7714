/* Files -> chunks of whole records. Unpacked bytes gather in a window; a cutter walks over them from line end
 * to line end (for csv with the machine of csv.h, which knows the line ends that are inside quotes). When the
 * window is full, its bytes become the caller's chunk, and the chunk's old ones the next window: only the
 * part of a record that is left over is copied.
 *
 * The cutter never looks at more than max_record bytes (and a line end) for the end of one record, so that
 * the window is bounded whatever the file holds, and where it gives up does not depend on how the bytes came
 * in. A line that is longer is handed out as a reject and skipped. A csv record that is longer, or whose
 * quote is open at the end of the file, or is closed on another line by a quote that stands before text (the
 * opening quote of a later cell), may be one wrong quote that swallows the rows behind it: the stretch just
 * looked through is cut again with quotes that do not span lines (one_line_until). So each byte is looked at
 * twice at most.
 *
 * What happens when a file fails half-way: the failure is kept, whole records before it go out, the part of a
 * record before it is dropped, then the failure is reported. */
#include "corpus/reader.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "corpus/apart.h"
#include "corpus/csv.h"
#include "corpus/source.h"

enum {
    CHUNK = 256 * 1024,            /* the defaults */
    MAX_RECORD = 16 * 1024 * 1024, /* ... of reader_options */
    MIN_READ = 16,                 /* asked of the source at once: what a chunk lacks, within these bounds */
    MAX_READ = 256 * 1024,
    LOOK = 4096,            /* bytes in which a NUL means that this is no text */
    LOOK_CODED = 64 * 1024, /* ... which tell whether it is UTF-8 */
    MAX_REJECT = 64 * 1024, /* of a record that is too long, this much is shown */
    MAX_COLUMNS = 65536,
};

struct reader {
    const input *in; /* [n] */
    size_t n;
    reader_options o;
    str memory; /* the only file's bytes, for reader_open_bytes */
    bool in_memory;
    input own; /* that file */

    size_t i;       /* the file being read, or the next one */
    source *source; /* NULL between files */
    columns *columns;
    bool ended;     /* the source has given everything */
    err failure;    /* why it stopped, if it failed */
    bool untouched; /* nothing of this file was handed out */
    bool skipping;  /* a line that was rejected is still going on */

    /* The window. Bytes from `at` on were not handed out; whole records reach up to `start`; the end of the
     * next one is looked for at `scan`. */
    buf window;
    size_t at, start, scan;
    uint64_t byte, line;     /* of window.p[at], in the file */
    uint64_t lines;          /* line ends in [at, start) */
    csv csv;                 /* the machine's state at `scan` */
    uint64_t one_line_until; /* csv that begins before this byte: quotes do not span lines */

    uint64_t finished; /* sizes of the files that are done */
    char too_long[64], too_long_article[160];
    arena names; /* columns of all files */
    _Atomic uint64_t done, total, given;
};

typedef enum found { FOUND, TOO_LONG, NONE } found;

/* ---- the window ---- */

static format format_now(const reader *r)
{
    return r->in[r->i].format;
}

static bool is_table(const reader *r)
{
    return format_now(r) == FORMAT_CSV || format_now(r) == FORMAT_TSV;
}

/* More bytes into the window; at the end of the file, or where reading fails, `ended`. */
static void fill(reader *r)
{
    size_t n, left = r->window.n - r->at, want = r->o.chunk_bytes;

    if (r->at) {
        memmove(r->window.p, r->window.p + r->at, left);
        r->window.n = left;
        r->start -= r->at;
        r->scan -= r->at;
        r->at = 0;
    }
    if (want > left)
        want -= left;
    want = want < MIN_READ ? MIN_READ : want > MAX_READ ? MAX_READ : want;
    if (!buf_room(&r->window, want)) {
        r->window.failed = false;
        r->ended = true;
        (void)err_memory(&r->failure);
        return;
    }
    laps_end(r->o.laps, STAGE_PARSE);
    if (!source_read(r->source, r->window.p + r->window.n, want, &n, &r->failure) || n == 0)
        r->ended = true;
    else
        r->window.n += n;
    atomic_store_explicit(&r->done, r->finished + source_consumed(r->source), memory_order_relaxed);
}

static uint64_t byte_of(const reader *r, size_t i)
{
    return r->byte + (i - r->at);
}

/* Whether the record at `start` is csv whose quotes do not span lines. */
static bool one_line(const reader *r)
{
    return format_now(r) == FORMAT_CSV && byte_of(r, r->start) < r->one_line_until;
}

static bool quotes_span(const reader *r)
{
    return format_now(r) == FORMAT_CSV && !one_line(r);
}

/* ---- where records end ---- */

static void rewind_scan(reader *r)
{
    r->scan = r->start;
    r->csv = (csv){.comma = r->columns->comma};
}

/* Looks on for the end of the record at `start`, no further than `to`. When it is there, `scan` is behind it.
 * csv.lines counts the line ends, of the other formats too. */
static bool scan_on(reader *r, size_t to)
{
    str bytes = {r->window.p, to};
    const char *line;
    csv_stop stop;

    if (format_now(r) == FORMAT_TXT) {
        r->scan = to;
        return false;
    }
    if (quotes_span(r)) {
        do
            stop = csv_cell(&r->csv, bytes, &r->scan);
        while (stop == CSV_CELL);
        return stop == CSV_ROW;
    }
    line = to > r->scan ? memchr(bytes.p + r->scan, '\n', to - r->scan) : NULL;
    r->scan = line ? (size_t)(line - bytes.p) + 1 : to;
    r->csv.lines += line != NULL;
    return line != NULL;
}

/* The record's bytes without its line end. */
static size_t length(const reader *r, bool line_end)
{
    size_t n = r->scan - r->start - line_end;

    return n && line_end && r->window.p[r->start + n - 1] == '\r' ? n - 1 : n;
}

/* Whether the csv record that ends at `scan` looks like a quote that was never closed. Always false where
 * quotes do not span lines: there the machine does not run. */
static bool runs_away(const reader *r, bool line_end)
{
    return r->csv.state == CSV_QUOTED || (r->csv.faulty && r->csv.lines > line_end);
}

/* Whether there are whole records and the window holds a chunk's worth of bytes. */
static bool is_full(const reader *r)
{
    return r->start > r->at && r->window.n - r->at >= r->o.chunk_bytes;
}

/* Looks for the end of the record at `start` and reads on as needed. NONE: there is no further whole record,
 * because the window is full, or the file is at its end or has failed. */
static found find_record(reader *r)
{
    for (;;) {
        size_t limit = r->start + r->o.max_record + 2; /* a line end takes two bytes at most */
        size_t to = r->window.n < limit ? r->window.n : limit;
        bool whole = scan_on(r, to);
        bool too_long = !whole && to == limit;

        if (!whole && !too_long) {
            if (!r->ended) {
                if (is_full(r))
                    return NONE;
                fill(r);
                continue;
            }
            /* The last record may lack its line end; what precedes a failure may lack anything. */
            if (r->failure.code)
                return NONE;
            if (r->start == r->window.n && !(format_now(r) == FORMAT_TXT && r->untouched))
                return NONE;
        }
        if (!too_long)
            too_long = length(r, whole) > r->o.max_record;
        if (!too_long && !runs_away(r, whole))
            return FOUND;
        if (!quotes_span(r))
            return TOO_LONG;
        r->one_line_until = byte_of(r, r->scan);
        rewind_scan(r);
    }
}

static void accept_record(reader *r)
{
    r->lines += r->csv.lines;
    r->start = r->scan;
    r->csv = (csv){.comma = r->columns->comma};
}

/* Everything up to `start` is done with. */
static void advance(reader *r)
{
    r->byte += r->start - r->at;
    r->line += r->lines;
    r->lines = 0;
    r->at = r->start;
    r->untouched = false;
    rewind_scan(r);
}

/* The same of what stands before the first record. */
static void pass_head(reader *r)
{
    advance(r);
    r->untouched = true;
}

/* Throws away the rest of a rejected line, or of a rejected txt file, a window at a time. */
static void skip(reader *r)
{
    if (r->skipping && format_now(r) == FORMAT_TXT)
        r->ended = true;
    while (r->skipping) {
        const char *from = r->window.p + r->at, *line = NULL;

        if (r->at < r->window.n && format_now(r) != FORMAT_TXT)
            line = memchr(from, '\n', r->window.n - r->at);
        r->start = line ? r->at + (size_t)(line - from) + 1 : r->window.n;
        r->lines = line != NULL;
        advance(r);
        if (line || r->ended)
            r->skipping = false;
        else
            fill(r);
    }
}

/* ---- headers ---- */

static bool fail_header(const reader *r, err *e, const char *why, ...) __attribute__((format(printf, 3, 4)));

static bool fail_header(const reader *r, err *e, const char *why, ...)
{
    char text[sizeof e->text];
    va_list args;

    va_start(args, why);
    (void)vsnprintf(text, sizeof text, why, args);
    va_end(args);
    if (!e->code) {
        e->path = r->in[r->i].path;
        e->line = 1;
    }
    return err_set(e, ERR_INPUT, "%s", text);
}

/* "text, label, id": the first names of the header, each cut to what fits into a message. */
static void list_names(const columns *c, char *out, size_t cap)
{
    enum { SHOWN = 8, LONGEST = 16 };
    size_t n = 0;

    out[0] = '\0';
    for (int i = 0; i < c->n && i < SHOWN && n < cap; i++) {
        str name = c->name[i];
        size_t shown = utf8_cut(name, LONGEST).n;

        n += (size_t)snprintf(out + n, cap - n, "%s%.*s%s", i ? ", " : "", (int)shown, name.p,
                              shown < name.n ? "..." : "");
    }
    if (c->n > SHOWN && n < cap)
        (void)snprintf(out + n, cap - n, ", ...");
}

static bool fail_missing(const reader *r, const columns *c, const char *option, const char *wanted, err *e)
{
    char names[190], how[24] = "";
    const char **words = malloc((size_t)c->n * sizeof *words);
    const char *near;

    if (!words)
        return err_memory(e);
    for (int i = 0; i < c->n; i++)
        words[i] = c->name[i].p; /* arena_copy put a NUL behind it */
    near = nearest(str_z(wanted), words, (size_t)c->n);
    free(words);
    list_names(c, names, sizeof names);
    if (r->o.fields.no_header)
        return fail_header(r, e, "there is no column '%.20s': without a header columns are 1 to %d", wanted,
                           c->n);
    if (c->n == 1 && c->name[0].n == 0)
        return fail_header(r, e, "no column '%.40s': the header is an empty line", wanted);
    if (!r->o.fields.fixed)
        (void)snprintf(how, sizeof how, " (--%s)", option);
    if (near)
        return fail_header(r, e, "no column '%.40s'%s; did you mean '%.40s'? there are %s", wanted, how, near,
                           names);
    return fail_header(r, e, "no column '%.40s'%s; there are %s", wanted, how, names);
}

/* Where the column that the user calls `wanted` stands. */
static bool find_column(const reader *r, const columns *c, const char *option, const char *wanted,
                        bool needed, int *at, err *e)
{
    *at = -1;
    if (!wanted)
        return true;
    for (int i = 0; i < c->n; i++) {
        if (!str_eq(c->name[i], str_z(wanted)))
            continue;
        if (*at >= 0)
            return fail_header(r, e, "two columns are called '%.40s'", wanted);
        *at = i;
    }
    return *at >= 0 || !needed || fail_missing(r, c, option, wanted, e);
}

static bool find_columns(const reader *r, columns *c, err *e)
{
    const fields *f = &r->o.fields;

    for (unsigned i = 0; i < f->n_more; i++)
        if (!find_column(r, c, "text-field", f->more[i], true, &c->more[i], e))
            return false;
    return find_column(r, c, "text-field", f->text, true, &c->text, e) &&
           find_column(r, c, "label-field", f->label, f->need_label, &c->label, e) &&
           find_column(r, c, "id-field", f->id, f->need_id, &c->id, e) &&
           find_column(r, c, "target-field", f->target, f->need_target, &c->target, e) &&
           find_column(r, c, "weight-field", f->weight, f->need_weight, &c->weight, e) &&
           find_column(r, c, "group-field", f->group, f->need_group, &c->group, e);
}

/* The cells of the first row, [n] in the arena. */
static bool first_cells(reader *r, csv_cells *row, err *e)
{
    for (int pass = 0; pass < 2; pass++) {
        str bytes = {r->window.p, r->scan};
        size_t at = r->start;
        csv machine = {.comma = r->columns->comma, .one_line = one_line(r)};

        if (format_now(r) == FORMAT_CSV)
            csv_row(&machine, bytes, &at, &r->names, row);
        else
            tsv_row(bytes, &at, row);
        if (row->fault && !r->o.fields.no_header)
            return err_at(e, ERR_INPUT, r->in[r->i].path, 1 + machine.lines - row->ended,
                          byte_of(r, row->fault_at), "%s in the header", row->fault);
        if (row->n > MAX_COLUMNS)
            return fail_header(r, e, "%zu columns are too many; the limit is %d", row->n, MAX_COLUMNS);
        if (pass == 0) {
            row->cap = row->n;
            row->cell = ARENA_NEW(&r->names, row->n, str);
            if (!row->cell)
                return err_memory(e);
        }
    }
    return true;
}

/* Reads the header, or counts the cells of the first row where there is none. */
static bool read_header(reader *r, err *e)
{
    columns *c = r->columns;
    csv_cells row = {0};
    found f = find_record(r);
    str *name;

    if (f == NONE)
        return true;
    if (f == TOO_LONG)
        return fail_header(r, e, "the first row is longer than %zu bytes", r->o.max_record);
    if (one_line(r) && !r->o.fields.no_header)
        return fail_header(r, e, "unclosed quote in the header");
    if (!first_cells(r, &row, e))
        return false;

    name = ARENA_NEW(&r->names, row.n, str);
    if (!name)
        return err_memory(e);
    for (size_t i = 0; i < row.n; i++) {
        char number[24];

        (void)snprintf(number, sizeof number, "%zu", i + 1);
        name[i] = arena_copy(&r->names, r->o.fields.no_header ? str_z(number) : row.cell[i]);
        if (!name[i].p)
            return err_memory(e);
    }
    c->name = name;
    c->n = (int)row.n;
    if (r->o.fields.no_header) {
        rewind_scan(r);
    } else {
        accept_record(r);
        pass_head(r);
    }
    return find_columns(r, c, e) && (names_apart(name, row.n, &r->names) || err_memory(e));
}

/* ---- opening and closing files ---- */

const char *reader_refuses(str head, size_t *byte)
{
    size_t n = head.n < LOOK ? head.n : LOOK;
    const char *nul = n ? memchr(head.p, 0, n) : NULL;

    *byte = 0;
    if (n >= 4 && (!memcmp(head.p, "\xFF\xFE\0\0", 4) || !memcmp(head.p, "\0\0\xFE\xFF", 4)))
        return "UTF-32 text; convert it to UTF-8 first";
    if (n >= 2 && (!memcmp(head.p, "\xFF\xFE", 2) || !memcmp(head.p, "\xFE\xFF", 2)))
        return "UTF-16 text; convert it to UTF-8 first";
    if (!nul)
        return NULL;
    *byte = (size_t)(nul - head.p);
    return "not a text file";
}

/* Whether lines end in CR alone, as old Macs and some spreadsheets write them: no row would be told from the
 * next. One in a long line of text may be anything. */
static bool ends_in_cr(format f, str head)
{
    size_t n = 0;

    if (memchr(head.p, '\n', head.n))
        return false;
    for (size_t i = 0; i + 1 < head.n; i++)
        n += head.p[i] == '\r';
    return f != FORMAT_TXT && n > (f == FORMAT_LINES ? 2 : 0);
}

/* A look at the first bytes: what is not text is refused before it becomes a million bad records. A txt file
 * is one record, and a bad one it may be (record.c). */
static bool check_text(reader *r, err *e)
{
    const unsigned char *p;
    const char *why;
    size_t n, byte;

    while (!r->ended && r->window.n < LOOK)
        fill(r);
    n = r->window.n < LOOK ? r->window.n : LOOK;
    p = (const unsigned char *)r->window.p;
    why = format_now(r) == FORMAT_TXT ? NULL : reader_refuses((str){r->window.p, n}, &byte);
    if (!why && n && ends_in_cr(format_now(r), (str){r->window.p, n})) {
        why = "lines end in CR alone, as on old Macs; convert them: tr '\\r' '\\n'";
        byte = (size_t)((const char *)memchr(r->window.p, '\r', n) - r->window.p);
    }
    if (why)
        return err_at(e, ERR_INPUT, r->in[r->i].path, 0, byte, "%s", why);
    if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
        r->start = 3;
        pass_head(r);
    }
    return true;
}

/* What stands between the cells of a csv file. Where a comma is the decimal point, spreadsheets write
 * semicolons; some write "sep=;" as the first line. A header tells; without one the first row is a text. */
static void find_comma(reader *r)
{
    const char *p = r->window.p + r->start, *end;
    size_t left = r->window.n - r->start, n;

    if (format_now(r) != FORMAT_CSV || left == 0)
        return;
    end = memchr(p, '\n', left);
    n = end ? (size_t)(end - p) : left;
    if (n >= 5 && !memcmp(p, "sep=", 4) && (n == 5 || (n == 6 && p[5] == '\r')) && end) {
        r->columns->comma = p[4];
        r->start += n + 1;
        r->lines = 1;
        pass_head(r);
        return;
    }
    for (size_t i = 0, quoted = 0; i < n && !r->o.fields.no_header; i++) {
        quoted ^= p[i] == '"';
        if (p[i] == ',' && !quoted) {
            r->columns->comma = ',';
            break;
        }
        if (p[i] == ';' && !quoted)
            r->columns->comma = ';';
    }
    rewind_scan(r);
}

/* What formats without columns cannot give. */
static bool check_fields(const reader *r, err *e)
{
    const fields *f = &r->o.fields;
    const char *missing = f->need_label    ? f->label
                          : f->need_target ? f->target
                          : f->need_weight ? f->weight
                          : f->need_group  ? f->group
                          : f->need_id     ? f->id
                          : f->n_more      ? f->more[0]
                                           : NULL;

    if (!missing || (format_now(r) != FORMAT_LINES && format_now(r) != FORMAT_TXT))
        return true;
    e->path = e->code ? e->path : r->in[r->i].path;
    return err_set(e, ERR_INPUT, "plain text has no column '%.40s'; use tsv, csv or jsonl", missing);
}

/* The one column of plain text. */
static const str plain_text = {"text", 4};

static bool open_source(reader *r, err *e)
{
    const char *path = r->in[r->i].path;
    bool ok =
        r->in_memory ? source_open_bytes(path, r->memory, &r->source, e) : source_open(path, &r->source, e);

    if (ok)
        source_time(r->source, r->o.laps);
    laps_end(r->o.laps, STAGE_READ);
    return ok;
}

static bool open_file(reader *r, err *e)
{
    r->window.n = r->at = r->start = r->scan = 0;
    r->byte = r->lines = r->one_line_until = 0;
    r->line = 1;
    r->csv = (csv){0};
    r->ended = r->skipping = false;
    r->untouched = true;
    r->failure = (err){0};
    r->columns = ARENA_NEW(&r->names, 1, columns);
    if (!r->columns)
        return err_memory(e);
    *r->columns = (columns){0, -1, -1, -1, -1, -1, -1, {0}, NULL, ','};
    if (format_now(r) == FORMAT_LINES || format_now(r) == FORMAT_TXT) {
        r->columns->n = 1;
        r->columns->text = 0;
        r->columns->name = &plain_text;
    }
    if (!open_source(r, e) || !check_fields(r, e) || !check_text(r, e))
        return false;
    find_comma(r);
    return !is_table(r) || read_header(r, e);
}

static void close_file(reader *r)
{
    source_close(r->source);
    r->source = NULL;
    r->finished += r->in[r->i].size;
    atomic_store_explicit(&r->done, r->finished, memory_order_relaxed);
    r->i++;
}

/* ---- the door ---- */

bool reader_open(const input *in, size_t n, const reader_options *o, reader **out, err *e)
{
    reader *r = calloc(1, sizeof *r);
    uint64_t total = 0;

    *out = r;
    if (!r)
        return err_memory(e);
    r->in = in;
    r->n = n;
    r->o = *o;
    if (r->o.max_record == 0 || r->o.max_record > SIZE_MAX / 8)
        r->o.max_record = MAX_RECORD;
    if (r->o.chunk_bytes == 0)
        r->o.chunk_bytes = CHUNK;
    (void)snprintf(r->too_long, sizeof r->too_long, "record is longer than %zu bytes (--max-record)",
                   r->o.max_record);
    (void)snprintf(r->too_long_article, sizeof r->too_long_article,
                   "%s (a txt file is one article: --format lines for one a line)", r->too_long);
    for (size_t i = 0; i < n; i++)
        total += in[i].size;
    atomic_init(&r->total, total);
    return true;
}

bool reader_open_bytes(const input *in, str bytes, const reader_options *o, reader **out, err *e)
{
    if (!reader_open(in, 1, o, out, e))
        return false;
    (*out)->own = *in;
    (*out)->own.size = bytes.n;
    (*out)->in = &(*out)->own;
    (*out)->in_memory = true;
    (*out)->memory = bytes;
    atomic_init(&(*out)->total, bytes.n);
    return true;
}

/* These bytes in place of those that were there. What a record of more than a chunk had made grow is given
 * back. */
static bool put(const reader *r, buf *b, const char *p, size_t n, err *e)
{
    if (b->cap / 2 >= r->o.chunk_bytes && b->cap / 4 > n)
        buf_free(b);
    b->n = 0;
    buf_add(b, p, n);
    if (!b->failed)
        return true;
    b->failed = false;
    return err_memory(e);
}

/* Whether a file that begins so is in another encoding. One broken character among many that are whole is
 * damage, of which nobody needs to be told; nor need they of a txt file that is refused for what it is. */
static void look_at_coding(reader *r, str head)
{
    const str left = utf8_cut(head, LOOK_CODED);
    size_t n_whole = 0, n_bad = 0, first;

    if (format_now(r) == FORMAT_TXT && reader_refuses(head, &first))
        return;
    first = utf8_bad(left);
    for (size_t i = 0; first < left.n && i < left.n;) {
        utf8_char c = utf8_next(left, i);

        n_bad += !c.valid;
        n_whole += c.valid && c.code >= 0x80;
        i += c.n;
    }
    if (n_bad > n_whole)
        *r->o.not_utf8 = (not_utf8){r->in[r->i].path, r->byte + first};
}

/* The chunk is the n bytes at the window's `at`. */
static void describe(reader *r, chunk *c, size_t n)
{
    c->in = &r->in[r->i];
    c->columns = r->columns;
    c->line = r->line;
    c->byte = r->byte;
    atomic_fetch_add_explicit(&r->given, n, memory_order_relaxed);
}

/* The whole records [at, start) to the caller: by copy, or with the window, what is left of it being copied,
 * whichever is less. */
static bool hand_out(reader *r, chunk *c, err *e)
{
    size_t at = r->at, n = r->start - at, left = r->window.n - r->start;
    buf full = r->window;

    if (!(n < left ? put(r, &c->bytes, full.p + at, n, e) : put(r, &c->bytes, full.p + r->start, left, e)))
        return false;
    if (r->untouched && r->o.not_utf8 && !r->o.not_utf8->path)
        look_at_coding(r, (str){full.p + at, n});
    describe(r, c, n);
    advance(r);
    if (n < left)
        return true;
    if (at) /* behind a header, or a line that was skipped */
        memmove(full.p, full.p + at, n);
    full.n = n;
    r->window = c->bytes;
    c->bytes = full;
    r->at = r->start = r->scan = 0;
    return true;
}

/* The beginning of a record that is too long, n bytes of it. */
static bool hand_out_reject(reader *r, chunk *c, size_t n, err *e)
{
    if (!put(r, &c->bytes, r->window.p + r->at, n, e))
        return false;
    describe(r, c, n);
    c->reject = format_now(r) == FORMAT_TXT ? r->too_long_article : r->too_long;
    r->skipping = true;
    r->untouched = false;
    return true;
}

/* Takes the lines that are whole in the window and not too long, as find_record would one by one. */
static void gather_lines(reader *r)
{
    while (r->start < r->window.n && r->start - r->at < r->o.chunk_bytes) {
        const char *from = r->window.p + r->start, *line = memchr(from, '\n', r->window.n - r->start);

        if (!line || (size_t)(line - from) > r->o.max_record)
            break;
        r->start += (size_t)(line - from) + 1;
        r->lines++;
    }
    rewind_scan(r);
}

/* Whole records up to the size that is asked for. *n is 0 when there are none: then *why says what is. */
static size_t gather(reader *r, chunk *c, found *why)
{
    bool lines = format_now(r) != FORMAT_CSV && format_now(r) != FORMAT_TXT;

    *why = FOUND;
    while (*why == FOUND && r->start - r->at < r->o.chunk_bytes) {
        bool single;

        if (lines) {
            gather_lines(r);
            if (r->start - r->at >= r->o.chunk_bytes)
                break;
        }
        *why = find_record(r);
        single = one_line(r);
        /* A chunk is cut by one rule. */
        if (*why != FOUND || (r->start > r->at && single != c->csv_one_line))
            break;
        c->csv_one_line = single;
        accept_record(r);
        if (format_now(r) == FORMAT_TXT)
            break;
    }
    return r->start - r->at;
}

/* One file's next chunk into c; *got is false when it has no more. */
static bool next_of_file(reader *r, chunk *c, bool *got, err *e)
{
    bool empty_txt = format_now(r) == FORMAT_TXT && r->untouched;
    found why;
    size_t n;

    *got = true;
    skip(r);
    n = gather(r, c, &why);
    if (n || (empty_txt && why == FOUND))
        return hand_out(r, c, e);
    if (why == TOO_LONG) {
        const char *line;

        /* As much for every way in which the bytes can come in. */
        n = r->o.max_record < MAX_REJECT ? r->o.max_record : MAX_REJECT;
        line = format_now(r) == FORMAT_TXT ? NULL : memchr(r->window.p + r->at, '\n', n);
        if (line)
            n = (size_t)(line - r->window.p) - r->at;
        return hand_out_reject(r, c, n, e);
    }
    *got = false;
    if (r->failure.code) {
        if (!e->code)
            *e = r->failure;
        return false;
    }
    return true;
}

bool reader_next(reader *r, chunk *c, bool *more, err *e)
{
    bool got = false, fine = true;

    c->bytes.n = 0;
    c->reject = NULL;
    c->csv_one_line = false;
    *more = false;
    while (fine && !got) {
        if (!r->source) {
            if (r->i == r->n)
                return true;
            fine = open_file(r, e);
        }
        if (fine)
            fine = next_of_file(r, c, &got, e);
        if (!fine || !got)
            close_file(r);
    }
    *more = got && fine;
    return fine;
}

void reader_progress(const reader *r, uint64_t *done, uint64_t *total)
{
    *done = atomic_load_explicit(&r->done, memory_order_relaxed);
    *total = atomic_load_explicit(&r->total, memory_order_relaxed);
}

uint64_t reader_bytes(const reader *r)
{
    return atomic_load_explicit(&r->given, memory_order_relaxed);
}

void reader_close(reader *r)
{
    if (!r)
        return;
    source_close(r->source);
    buf_free(&r->window);
    arena_free(&r->names);
    free(r);
}

void chunk_free(chunk *c)
{
    buf_free(&c->bytes);
    *c = (chunk){0};
}
