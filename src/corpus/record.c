/* A chunk's rows, one at a time. Each format has one function that takes a row off the chunk and says what
 * its fields are; what follows from a field (an id of its own, a weight that is a number, a text that is
 * there) is decided in one place for all of them. A row that is wrong becomes a record with `bad` set and
 * the first reason found; it still has its raw bytes, its place and an id, so that it can be put aside. */
#include "corpus/record.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "corpus/csv.h"
#include "corpus/json.h"

typedef enum field { TEXT, LABEL, ID, TARGET, WEIGHT, GROUP, MORE, N_FIELDS = MORE + TEXTS_MAX - 1 } field;

/* A field of the row at hand. */
typedef struct found {
    str value;      /* p NULL: the row has none, and the rest says nothing */
    size_t at;      /* where it stands, as rs->at is counted, for messages */
    json_kind kind; /* of jsonl */
} found;

struct records {
    reader_options o;
    bool many;          /* ids from line numbers get the path before them */
    str name[N_FIELDS]; /* as the user calls them; p NULL: not used */
    int n_fields;       /* MORE, and the further texts */
    uint64_t keys;      /* key_bit of each name */
    bool needed[N_FIELDS];
    json *json;
    str *cell; /* [cap] cells of a table's row */
    size_t cap;

    const chunk *c;
    size_t at;     /* where the next row begins in the chunk */
    size_t begin;  /* where the row at hand begins */
    uint64_t line; /* the line at `at` */
    bool taken;    /* a chunk of one record: it was handed out */
};

/* A bit for a key's length and first byte: one look tells most keys that no field is called so. */
static uint64_t key_bit(str key)
{
    return UINT64_C(1) << ((key.n * 7 + (key.n ? (unsigned char)key.p[0] : 0)) & 63);
}

records *records_new(const reader_options *o, bool many_inputs)
{
    records *rs = calloc(1, sizeof *rs);
    const fields *f = &o->fields;

    if (!rs)
        return NULL;
    rs->json = json_new();
    if (!rs->json) {
        free(rs);
        return NULL;
    }
    rs->o = *o;
    rs->many = many_inputs;
    rs->name[TEXT] = str_z(f->text);
    rs->name[LABEL] = str_z(f->label);
    rs->name[ID] = str_z(f->id);
    rs->name[TARGET] = str_z(f->target);
    rs->name[WEIGHT] = str_z(f->weight);
    rs->name[GROUP] = str_z(f->group);
    rs->n_fields = MORE + (int)f->n_more;
    for (unsigned i = 0; i < f->n_more; i++) {
        rs->name[MORE + i] = str_z(f->more[i]);
        rs->needed[MORE + i] = true;
    }
    for (int i = 0; i < rs->n_fields; i++)
        rs->keys |= rs->name[i].p ? key_bit(rs->name[i]) : 0;
    rs->needed[TEXT] = true;
    rs->needed[LABEL] = f->need_label;
    rs->needed[ID] = f->need_id;
    rs->needed[TARGET] = f->need_target;
    rs->needed[WEIGHT] = f->need_weight;
    rs->needed[GROUP] = f->need_group;
    return rs;
}

void records_free(records *rs)
{
    if (!rs)
        return;
    json_free(rs->json);
    free(rs->cell);
    free(rs);
}

void records_begin(records *rs, const chunk *c)
{
    rs->c = c;
    rs->at = 0;
    rs->line = c->line;
    rs->taken = false;
}

/* ---- what is wrong with a row ---- */

/* Notes a fault at byte `at` of the chunk; the first one is kept. Always false. */
static bool reject(const records *rs, record *out, err_code code, size_t at, const char *why, ...)
    __attribute__((format(printf, 5, 6)));

static bool reject(const records *rs, record *out, err_code code, size_t at, const char *why, ...)
{
    const char *p = rs->c->bytes.p;
    uint64_t line = out->line;
    char text[sizeof out->why.text];
    va_list args;

    va_start(args, why);
    (void)vsnprintf(text, sizeof text, why, args);
    va_end(args);
    /* A csv row may span lines. */
    for (size_t i = rs->begin; i < at; i++)
        line += p[i] == '\n';
    out->bad = true;
    return err_at(&out->why, code, out->path, line, rs->c->byte + at, "%s", text);
}

static bool no_memory(const records *rs, record *out)
{
    return reject(rs, out, ERR_MEMORY, rs->begin, "out of memory");
}

/* The place of bytes that may point into the chunk, else of the row. */
static size_t place(const records *rs, str s)
{
    uintptr_t from = (uintptr_t)rs->c->bytes.p, p = (uintptr_t)s.p;

    return s.p && p >= from && p <= from + rs->c->bytes.n ? (size_t)(p - from) : rs->begin;
}

/* ---- what a row's fields mean ---- */

static bool number_id(const records *rs, arena *a, record *out)
{
    char digits[20];
    size_t n = 0, path = rs->many ? strlen(out->path) + 1 : 0;
    char *p;

    for (uint64_t line = out->line; line || n == 0; line /= 10)
        digits[sizeof digits - ++n] = (char)('0' + line % 10);
    p = arena_take(a, path + n, 1);
    if (!p) {
        out->id = STR("?"); /* never empty */
        return no_memory(rs, out);
    }
    if (path) {
        memcpy(p, out->path, path - 1);
        p[path - 1] = ':';
    }
    memcpy(p + path, digits + sizeof digits - n, n);
    out->id = (str){p, path + n};
    return true;
}

static bool is_utf8(const records *rs, record *out)
{
    size_t bad = rs->o.strict ? utf8_bad(out->raw) : out->raw.n;

    if (bad == out->raw.n)
        return true;
    return reject(rs, out, ERR_INPUT, place(rs, out->raw) + bad, "invalid UTF-8");
}

/* A row that has none yet. */
static void no_fields(const records *rs, found f[N_FIELDS])
{
    for (int i = 0; i < MORE; i++)
        f[i].value = (str){0};
    for (int i = MORE; i < rs->n_fields; i++)
        f[i].value = (str){0};
}

/* Several texts as one, with a break between two. */
static bool join_texts(const records *rs, const found f[N_FIELDS], arena *a, record *out)
{
    size_t n = f[TEXT].value.n, at = 0;
    char *p;

    for (int i = MORE; i < rs->n_fields; i++)
        n += 1 + f[i].value.n;
    p = arena_take(a, n, 1);
    if (!p)
        return no_memory(rs, out);
    for (int i = TEXT; i < rs->n_fields; i = i == TEXT ? MORE : i + 1) {
        str text = f[i].value;

        if (i != TEXT)
            p[at++] = TEXT_BREAK;
        for (size_t k = 0; k < text.n; k++)
            p[at++] = text.p[k] == TEXT_BREAK ? ' ' : text.p[k];
    }
    out->text = (str){p, n};
    return true;
}

/* The row's fields into the record. */
static bool settle(const records *rs, const found f[N_FIELDS], arena *a, record *out)
{
    str weight = f[WEIGHT].value;

    /* First, so that what is wrong below is reported under the row's own id. */
    if (f[ID].value.n)
        out->id = f[ID].value;
    for (int i = 0; i < rs->n_fields; i++)
        if (rs->needed[i] && rs->name[i].p && !f[i].value.p)
            return reject(rs, out, ERR_INPUT, rs->begin, "no '%.40s' here, or null", rs->name[i].p);
    if (rs->needed[ID] && rs->name[ID].p && !f[ID].value.n)
        return reject(rs, out, ERR_INPUT, f[ID].at, "'%.40s' is empty", rs->name[ID].p);
    out->text = f[TEXT].value;
    if (rs->n_fields > MORE && !join_texts(rs, f, a, out))
        return false;
    out->label = f[LABEL].value;
    out->target = f[TARGET].value;
    out->group = f[GROUP].value;
    if (weight.n == 0 && !rs->needed[WEIGHT])
        return true;
    if (rs->name[WEIGHT].p &&
        (!json_number(str_trim(weight), &out->weight) || out->weight < 0 || out->weight > RECORD_WEIGHT_MAX))
        return reject(rs, out, ERR_INPUT, f[WEIGHT].at, "weight '%.*s' is not a number from 0 to 1e9",
                      (int)(weight.n < 40 ? weight.n : 40), weight.n ? weight.p : "");
    return true;
}

/* ---- tables ---- */

static bool table_fields(const records *rs, const csv_cells *row, arena *a, record *out)
{
    const columns *c = rs->c->columns;
    int index[N_FIELDS] = {c->text, c->label, c->id, c->target, c->weight, c->group};
    found f[N_FIELDS];

    if (row->fault)
        return reject(rs, out, ERR_INPUT, row->fault_at, "%s", row->fault);
    if (row->n != (size_t)c->n)
        return reject(rs, out, ERR_INPUT, rs->begin, "%zu cell%s where the %s has %d", row->n,
                      row->n == 1 ? "" : "s", rs->o.fields.no_header ? "first row" : "header", c->n);
    no_fields(rs, f);
    for (int i = MORE; i < rs->n_fields; i++)
        index[i] = c->more[i - MORE];
    for (int i = 0; i < rs->n_fields; i++)
        if (index[i] >= 0)
            f[i] = (found){row->cell[index[i]], place(rs, row->cell[index[i]]), JSON_STRING};
    if (!settle(rs, f, a, out))
        return false;
    if (rs->o.keep) {
        column_value *v = ARENA_NEW(a, row->n, column_value);

        if (!v)
            return no_memory(rs, out);
        for (size_t i = 0; i < row->n; i++)
            v[i] = (column_value){c->name[i], row->cell[i], {0}};
        out->column = v;
        out->n_columns = row->n;
    }
    return true;
}

static bool room_for_cells(records *rs)
{
    size_t n = (size_t)rs->c->columns->n;

    if (rs->cap < n) {
        str *more = realloc(rs->cell, n * sizeof *more);

        if (!more)
            return false;
        rs->cell = more;
        rs->cap = n;
    }
    return true;
}

/* False when the row is none: an empty line in a table of several columns. */
static bool table_row(records *rs, arena *a, record *out)
{
    str bytes = buf_view(&rs->c->bytes);
    bool room = room_for_cells(rs);
    csv_cells row = {.cell = rs->cell, .cap = rs->cap};

    if (rs->c->in->format == FORMAT_CSV) {
        csv machine = {.comma = rs->c->columns->comma, .one_line = rs->c->csv_one_line};

        csv_row(&machine, bytes, &rs->at, a, &row);
        rs->line += machine.lines;
    } else {
        tsv_row(bytes, &rs->at, &row);
        rs->line += row.ended;
    }
    out->raw = row.raw;
    if (row.raw.n == 0 && rs->c->columns->n > 1)
        return false;
    if (!room)
        (void)no_memory(rs, out);
    else
        (void)(is_utf8(rs, out) && table_fields(rs, &row, a, out));
    return true;
}

/* ---- JSON lines ---- */

static const char *kind_name(json_kind k)
{
    static const char *const names[] = {"a string", "a number", "true or false",
                                        "null",     "an array", "an object"};

    return names[k];
}

/* The text of what stands between two quotes and has escapes, into the arena; where it is not wanted, it is
 * only checked. *text is what stands there, and becomes the text. */
static bool json_text(const records *rs, size_t at, bool wanted, arena *a, str *text, record *out)
{
    json_fault fault;
    str inside = *text;
    char *p = NULL;

    if (wanted) {
        p = arena_take(a, inside.n, 1);
        if (!p)
            return no_memory(rs, out);
    }
    if (!json_unescape(inside, p, &text->n, &fault))
        return reject(rs, out, ERR_INPUT, at + fault.at, "%s", fault.why);
    text->p = p;
    return true;
}

/* Which field a key means, n_fields when none. One key may be wanted as two fields, so this goes on from i.
 */
static int field_of(const records *rs, str key, int i)
{
    if (!(rs->keys & key_bit(key)))
        return rs->n_fields;
    while (i < rs->n_fields && !(rs->name[i].p && str_eq(rs->name[i], key)))
        i++;
    return i;
}

/* What kind of value may stand for a field. null counts as absent. */
static bool json_field(const records *rs, int i, found *f, record *out)
{
    bool simple = f->kind == JSON_STRING || f->kind == JSON_NUMBER || f->kind == JSON_BOOL;

    if (f->kind == JSON_NULL)
        f->value = (str){0};
    else if (i == TEXT || i >= MORE ? f->kind != JSON_STRING : !simple)
        return reject(rs, out, ERR_INPUT, f->at, "'%.40s' is %s, not a string", rs->name[i].p,
                      kind_name(f->kind));
    return true;
}

static bool json_fields(const records *rs, arena *a, record *out)
{
    str line = out->raw;
    const json_member *m;
    column_value *v = NULL;
    found f[N_FIELDS];
    json_fault fault = {0};
    size_t n;

    no_fields(rs, f);
    if (!json_members(rs->json, line, &m, &n, &fault))
        return fault.memory ? no_memory(rs, out)
                            : reject(rs, out, ERR_INPUT, rs->begin + fault.at, "%s", fault.why);
    if (rs->o.keep && n) {
        v = ARENA_NEW(a, n, column_value);
        if (!v)
            return no_memory(rs, out);
    }
    for (size_t k = 0; k < n; k++) {
        size_t at = rs->begin + (size_t)(m[k].value.p - line.p);
        str key = m[k].key, value = m[k].value;
        int i;

        if (m[k].key_escaped && !json_text(rs, rs->begin + (size_t)(key.p - line.p), true, a, &key, out))
            return false;
        i = field_of(rs, key, 0);
        if (m[k].kind == JSON_STRING) {
            value = (str){value.p + 1, value.n - 2};
            if (m[k].escaped && !json_text(rs, at + 1, v || i < rs->n_fields, a, &value, out))
                return false;
        }
        if (v)
            v[k] = (column_value){key, value, m[k].value};
        /* Of a repeated key the last one counts. */
        for (; i < rs->n_fields; i = field_of(rs, key, i + 1))
            f[i] = (found){value, at, m[k].kind};
    }
    /* The id first: what is wrong with the others is reported under it. */
    if (f[ID].value.p && !json_field(rs, ID, &f[ID], out))
        return false;
    if (f[ID].value.n)
        out->id = f[ID].value;
    for (int i = 0; i < rs->n_fields; i++)
        if (i != ID && f[i].value.p && !json_field(rs, i, &f[i], out))
            return false;
    if (!settle(rs, f, a, out))
        return false;
    out->column = v;
    out->n_columns = v ? n : 0;
    return true;
}

/* ---- rows that are lines, and chunks that are one record ---- */

/* The text as the one column of a format that has no columns. */
static bool keep_text(const records *rs, arena *a, record *out)
{
    column_value *v;

    if (!rs->o.keep)
        return true;
    v = ARENA_NEW(a, 1, column_value);
    if (!v)
        return no_memory(rs, out);
    *v = (column_value){rs->c->columns->name[0], out->text, {0}};
    out->column = v;
    out->n_columns = 1;
    return true;
}

/* False when the row is none: an empty line in jsonl. */
static bool line_row(records *rs, arena *a, record *out)
{
    const buf *b = &rs->c->bytes;
    const char *end = memchr(b->p + rs->at, '\n', b->n - rs->at);
    str row = {b->p + rs->at, end ? (size_t)(end - b->p) - rs->at : b->n - rs->at};
    bool is_json = rs->c->in->format == FORMAT_JSONL;

    rs->at += row.n + (end != NULL);
    rs->line += end != NULL;
    if (end && row.n && row.p[row.n - 1] == '\r')
        row.n--;
    out->raw = row;
    if (is_json && row.n == 0)
        return false;
    if (!is_utf8(rs, out))
        return true;
    if (is_json) {
        (void)json_fields(rs, a, out);
    } else {
        out->text = row;
        (void)keep_text(rs, a, out);
    }
    return true;
}

static bool whole_chunk(records *rs, arena *a, record *out)
{
    const char *why;
    size_t byte;

    if (rs->taken)
        return false;
    rs->taken = true;
    out->raw = buf_view(&rs->c->bytes);
    if (rs->c->in->format == FORMAT_TXT)
        out->id = str_z(out->path);
    if (rs->c->reject) {
        (void)reject(rs, out, ERR_INPUT, 0, "%s", rs->c->reject);
    } else if (rs->c->in->format == FORMAT_TXT && (why = reader_refuses(out->raw, &byte)) != NULL) {
        (void)reject(rs, out, ERR_INPUT, byte, "%s", why);
    } else if (is_utf8(rs, out)) {
        out->text = out->raw;
        (void)keep_text(rs, a, out);
    }
    return true;
}

/* All of a record but the text of why it is bad, which only a bad one has: clearing that each time would cost
 * as much as the rest of a short row. */
static void begin_row(records *rs, record *out)
{
    const chunk *c = rs->c;

    rs->begin = rs->at;
    out->id = out->text = out->label = out->target = out->group = out->raw = (str){0};
    out->weight = 1;
    out->column = NULL;
    out->n_columns = 0;
    out->path = c->in->path;
    out->line = rs->line;
    out->byte = c->byte + rs->at;
    out->bad = false;
    out->why.code = ERR_NONE;
}

bool records_next(records *rs, arena *a, record *out)
{
    const chunk *c = rs->c;
    bool row = false;

    while (!row) {
        begin_row(rs, out);
        if (c->reject || c->in->format == FORMAT_TXT ? rs->taken : rs->at == c->bytes.n)
            return false;
        if (c->reject || c->in->format == FORMAT_TXT)
            row = whole_chunk(rs, a, out);
        else if (c->in->format == FORMAT_TSV || c->in->format == FORMAT_CSV)
            row = table_row(rs, a, out);
        else
            row = line_row(rs, a, out);
    }
    /* Last, because most rows of most files have an id of their own. */
    if (!out->id.n)
        (void)number_id(rs, a, out);
    return true;
}

const column_value *record_column(const record *r, str name)
{
    for (size_t i = r->n_columns; i-- > 0;)
        if (str_eq(r->column[i].name, name))
            return str_eq(r->column[i].raw, STR("null")) ? NULL : &r->column[i];
    return NULL;
}

bool records_each(const char *path, format f, const reader_options *how, arena *a,
                  bool (*take)(void *to, const record *r, err *e), void *to, err *e)
{
    input *in;
    size_t n_in;
    reader *from = NULL;
    records *rs = records_new(how, false);
    chunk c = {0};
    arena scratch = {0};
    record r;
    bool more = true, ok = rs != NULL || err_memory(e);

    ok = ok && input_list(&path, 1, f, a, &in, &n_in, NULL, e) && reader_open(in, n_in, how, &from, e);
    while (ok && (ok = reader_next(from, &c, &more, e)) && more) {
        records_begin(rs, &c);
        while (ok && records_next(rs, &scratch, &r))
            ok = r.bad ? err_at(e, ERR_INPUT, path, r.line, r.byte, "%s", r.why.text) : take(to, &r, e);
        arena_reset(&scratch);
    }
    chunk_free(&c);
    arena_free(&scratch);
    records_free(rs);
    reader_close(from);
    return ok;
}
