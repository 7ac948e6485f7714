/* A C door to simdjson's first stage (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019). It
 * checks UTF-8 and finds where strings and everything outside of them begin, 64 bytes a step; this file walks
 * from one such place to the next and checks all the rest: grammar, numbers, words, escapes, nesting.
 * simdjson's own second stages build more than a line's members need, cannot say at which byte a line is
 * wrong, and in version 3.0 let a lone low surrogate through. Compiled without exceptions; every allocation
 * is nothrow. */
#include "corpus/json.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>

extern "C" {
#include "base/utf8.h"
}

using namespace simdjson;

enum { KEEP = 4 * 1024 * 1024 };

struct json {
    std::unique_ptr<internal::dom_parser_implementation> stage; /* NULL before the first line */
    json_member *member = nullptr;                              /* [cap] */
    size_t cap = 0;
};

static bool fail(json_fault *fault, const char *why, size_t at)
{
    fault->why = why;
    fault->at = at;
    fault->memory = false;
    return false;
}

static bool fail_memory(json_fault *fault)
{
    (void)fail(fault, "out of memory", 0);
    fault->memory = true;
    return false;
}

json *json_new(void)
{
    return new (std::nothrow) json;
}

void json_free(json *j)
{
    if (!j)
        return;
    std::free(j->member);
    delete j;
}

/* ---- text of strings, numbers ---- */

static bool hex4(str raw, size_t i, uint32_t *code)
{
    *code = 0;
    if (raw.n - i < 4)
        return false;
    for (size_t k = i; k < i + 4; k++) {
        char c = raw.p[k];
        uint32_t digit = c >= '0' && c <= '9'   ? uint32_t(c - '0')
                         : c >= 'a' && c <= 'f' ? uint32_t(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? uint32_t(c - 'A' + 10)
                                                : 16;

        if (digit > 15)
            return false;
        *code = *code << 4 | digit;
    }
    return true;
}

/* \uXXXX at raw.p[i], the backslash; a pair of surrogates is one character. *used: bytes of raw it takes. */
static bool unicode_escape(str raw, size_t i, uint32_t *code, size_t *used, json_fault *fault)
{
    uint32_t low;

    if (!hex4(raw, i + 2, code))
        return fail(fault, "bad \\u escape in a string", i);
    *used = 6;
    if (*code < 0xD800 || *code > 0xDFFF)
        return true;
    if (*code > 0xDBFF || raw.n - i < 12 || raw.p[i + 6] != '\\' || raw.p[i + 7] != 'u' ||
        !hex4(raw, i + 8, &low) || low < 0xDC00 || low > 0xDFFF)
        return fail(fault, "lone surrogate in a string", i);
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    *used = 12;
    return true;
}

bool json_unescape(str raw, char *out, size_t *n, json_fault *fault)
{
    size_t i = 0, to = 0;

    while (i < raw.n) {
        const char *escape = static_cast<const char *>(std::memchr(raw.p + i, '\\', raw.n - i));
        size_t run = escape ? size_t(escape - raw.p) - i : raw.n - i;
        char plain = 0;

        if (out && run)
            std::memcpy(out + to, raw.p + i, run);
        to += run;
        i += run;
        if (i == raw.n)
            break;
        switch (i + 1 < raw.n ? raw.p[i + 1] : 0) {
        case '"':
        case '\\':
        case '/':
            plain = raw.p[i + 1];
            break;
        case 'b':
            plain = '\b';
            break;
        case 'f':
            plain = '\f';
            break;
        case 'n':
            plain = '\n';
            break;
        case 'r':
            plain = '\r';
            break;
        case 't':
            plain = '\t';
            break;
        case 'u': {
            uint32_t code;
            size_t used;
            char bytes[4];
            size_t n_bytes;

            if (!unicode_escape(raw, i, &code, &used, fault))
                return false;
            n_bytes = utf8_put(code, bytes);
            if (out)
                std::memcpy(out + to, bytes, n_bytes);
            to += n_bytes;
            i += used;
            continue;
        }
        default:
            return fail(fault, "bad escape in a string", i);
        }
        if (out)
            out[to] = plain;
        to++;
        i += 2;
    }
    *n = to;
    return true;
}

bool json_number(str s, double *out)
{
    std::from_chars_result r = std::from_chars(s.p, s.p + s.n, *out);

    return s.n && r.ec == std::errc() && r.ptr == s.p + s.n && *out - *out == 0;
}

static size_t digits(str s, size_t i)
{
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i;
}

/* RFC 8259's grammar; whether a double can hold it is another question. */
static bool is_number(str s)
{
    size_t i = s.n && s.p[0] == '-', from = i;

    i = digits(s, from);
    if (i == from || (s.p[from] == '0' && i > from + 1))
        return false;
    if (i < s.n && s.p[i] == '.') {
        from = ++i;
        i = digits(s, from);
        if (i == from)
            return false;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
            i++;
        from = i;
        i = digits(s, from);
        if (i == from)
            return false;
    }
    return i == s.n;
}

/* ---- the walk ---- */

/* What a walk carries: the line, where its tokens begin, which one is next, and where to put the first fault.
 * A token is a bracket, a colon, a comma, a string, or what else stands between those and blanks. */
struct walk {
    str line;
    const uint32_t *at; /* [n + 1]  increasing; at[n] is line.n */
    uint32_t n;
    uint32_t i;
    bool escapes; /* there is a backslash in the line */
    json_fault *fault;
};

/* The byte that the next token begins with; a blank, which begins none, at the end. */
static inline char next(const walk &w)
{
    return w.i < w.n ? w.line.p[w.at[w.i]] : ' ';
}

/* A fault at the next token. */
static bool fail_next(const walk &w, const char *why)
{
    return fail(w.fault, why, w.at[w.i]);
}

/* The next token is not what must stand there. */
static bool fail_missing(const walk &w)
{
    return fail_next(w, w.i < w.n ? "broken JSON: a comma, colon, quote or value is missing"
                                  : "broken JSON: a closing bracket is missing");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next token, which is then passed. */
static inline str take(walk &w)
{
    const char *begin = w.line.p + w.at[w.i], *end = w.line.p + w.at[w.i + 1];

    while (end > begin && is_blank(end[-1]))
        end--;
    w.i++;
    return str{begin, size_t(end - begin)};
}

/* Most lines have no escapes, and one look at such a line is enough. */
static bool has_escape(const walk &w, str s)
{
    return w.escapes && std::memchr(s.p, '\\', s.n) != nullptr;
}

/* What stands between a string's quotes; a token that begins with one ends with one. */
static str inside(str string)
{
    return str{string.p + 1, string.n - 2};
}

static bool inside_ok(const walk &w, str string)
{
    json_fault inner;
    size_t n;

    if (!has_escape(w, string) || json_unescape(inside(string), nullptr, &n, &inner))
        return true;
    return fail(w.fault, inner.why, size_t(string.p + 1 - w.line.p) + inner.at);
}

/* A value that is neither array nor object. */
static bool scalar(const walk &w, str token, json_kind *kind)
{
    switch (token.p[0]) {
    case '"':
        *kind = JSON_STRING;
        return true;
    case 't':
    case 'f':
        *kind = JSON_BOOL;
        if (str_eq(token, STR("true")) || str_eq(token, STR("false")))
            return true;
        break;
    case 'n':
        *kind = JSON_NULL;
        if (str_eq(token, STR("null")))
            return true;
        break;
    default:
        *kind = JSON_NUMBER;
        if (is_number(token))
            return true;
    }
    return fail(w.fault, "broken JSON: not a value", size_t(token.p - w.line.p));
}

static bool array(walk &w, unsigned depth);
static bool object(walk &w, unsigned depth);

static bool value(walk &w, unsigned depth, json_kind *kind, str *written)
{
    char first = next(w);
    const char *begin = w.line.p + w.at[w.i];

    if (w.i == w.n)
        return fail_missing(w);
    if (first != '[' && first != '{') {
        *written = take(w);
        return scalar(w, *written, kind);
    }
    if (depth == JSON_DEPTH)
        return fail_next(w, "JSON nested too deep");
    *kind = first == '[' ? JSON_ARRAY : JSON_OBJECT;
    if (!(first == '[' ? array : object)(w, depth + 1))
        return false;
    *written = str{begin, size_t(w.line.p + w.at[w.i - 1] + 1 - begin)}; /* to the bracket just passed */
    return true;
}

/* Whether another member or item follows, behind the one just read. */
static inline bool goes_on(walk &w, char close, bool *more)
{
    char c = next(w);

    if (c != ',' && c != close)
        return fail_missing(w);
    w.i++;
    *more = c == ',';
    return true;
}

/* The bracket that opens, and whether anything is in it; an empty pair is passed. */
static bool open(walk &w, char close)
{
    w.i++;
    if (next(w) != close)
        return true;
    w.i++;
    return false;
}

/* A key, with its quotes, and the colon behind it. */
static inline bool key(walk &w, str *string)
{
    if (next(w) != '"')
        return fail_missing(w);
    *string = take(w);
    if (next(w) != ':')
        return fail_missing(w);
    w.i++;
    return true;
}

/* Checks what is in an array or an object that nobody asked for. */
static bool array(walk &w, unsigned depth)
{
    bool more = open(w, ']');

    while (more) {
        json_kind kind;
        str item;

        if (!value(w, depth, &kind, &item) || (kind == JSON_STRING && !inside_ok(w, item)) ||
            !goes_on(w, ']', &more))
            return false;
    }
    return true;
}

static bool object(walk &w, unsigned depth)
{
    bool more = open(w, '}');

    while (more) {
        json_kind kind;
        str name, item;

        if (!key(w, &name) || !inside_ok(w, name) || !value(w, depth, &kind, &item) ||
            (kind == JSON_STRING && !inside_ok(w, item)) || !goes_on(w, '}', &more))
            return false;
    }
    return true;
}

/* ---- faults that simdjson finds before there is any structure ---- */

/* The string that is never closed, or the control byte inside one. */
static bool fail_string(str line, bool control, json_fault *fault)
{
    size_t open = 0;
    bool inside = false;

    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];

        if (!inside && c == '"') {
            inside = true;
            open = i;
        } else if (inside && c == '"') {
            inside = false;
        } else if (inside && c == '\\') {
            i++;
        } else if (inside && control && (unsigned char)c < ' ') {
            return fail(fault, "control character in a string", i);
        }
    }
    return fail(fault, "unclosed string", open);
}

static bool fail_first(str line, error_code code, json_fault *fault)
{
    size_t bad = utf8_bad(line);

    switch (code) {
    case UTF8_ERROR:
        return fail(fault, "invalid UTF-8", bad < line.n ? bad : 0);
    case UNESCAPED_CHARS:
        return fail_string(line, true, fault);
    case UNCLOSED_STRING:
        return fail_string(line, false, fault);
    case EMPTY:
        return fail(fault, "no JSON on this line", 0);
    case MEMALLOC:
        return fail_memory(fault);
    case CAPACITY:
        return fail(fault, "JSON of more than 4 GiB", 0);
    default:
        return fail(fault, "broken JSON", 0);
    }
}

/* ---- the door ---- */

static bool grow(json *j, size_t n)
{
    size_t cap = j->cap ? j->cap * 2 : 32;
    void *p;

    if (n < j->cap)
        return true;
    p = std::realloc(j->member, cap * sizeof *j->member);
    if (!p)
        return false;
    j->member = static_cast<json_member *>(p);
    j->cap = cap;
    return true;
}

/* Gives back what a giant line had made this grow to. */
static void shrink(json *j)
{
    if (j->stage && j->stage->capacity() > KEEP)
        j->stage.reset();
    if (j->cap * sizeof *j->member > KEEP) {
        std::free(j->member);
        j->member = nullptr;
        j->cap = 0;
    }
}

/* Finds the line's tokens. */
static error_code find_tokens(json *j, str line)
{
    error_code code = SUCCESS;
    /* A little more than asked, so that lines which grow do not allocate each time. */
    size_t room = line.n + line.n / 4 + 1024;

    shrink(j);
    if (!j->stage)
        code = get_active_implementation()->create_dom_parser_implementation(room, 1, j->stage);
    else if (j->stage->capacity() < line.n)
        code = j->stage->allocate(room, 1);
    return code ? code
                : j->stage->stage1(reinterpret_cast<const uint8_t *>(line.p), line.n, stage1_mode::regular);
}

/* Sets off on a text: its tokens are found. */
static bool begin(json *j, str text, json_fault *fault, walk *w)
{
    error_code code = find_tokens(j, text);

    *w = {text, nullptr, 0, 0, text.n && std::memchr(text.p, '\\', text.n), fault};
    if (code)
        return fail_first(text, code, fault);
    w->at = j->stage->structural_indexes.get();
    w->n = j->stage->n_structural_indexes;
    return true;
}

bool json_items(json *j, str array, const json_member **item, size_t *n, json_fault *fault)
{
    walk w;
    bool more;

    *item = nullptr;
    *n = 0;
    if (!begin(j, array, fault, &w))
        return false;
    if (next(w) != '[')
        return fail_next(w, "not a JSON array");
    more = open(w, ']');
    while (more) {
        json_member *m;

        if (!grow(j, *n))
            return fail_memory(fault);
        m = &j->member[*n];
        *m = json_member{};
        if (!value(w, 1, &m->kind, &m->value) || !goes_on(w, ']', &more))
            return false;
        m->escaped = m->kind == JSON_STRING && has_escape(w, m->value);
        ++*n;
    }
    if (w.i < w.n)
        return fail_next(w, "text behind the JSON array");
    *item = j->member;
    return true;
}

bool json_members(json *j, str line, const json_member **member, size_t *n, json_fault *fault)
{
    walk w;
    bool more;

    *member = nullptr;
    *n = 0;
    if (!begin(j, line, fault, &w))
        return false;
    if (next(w) != '{')
        return fail_next(w, w.n && line.p[w.at[0]] == '[' ? "a JSON array, where each line is to be an object"
                                                          : "top level is not a JSON object");
    if (line.p[w.at[w.n - 1]] != '}')
        return fail(fault, "broken JSON: no } at the end", line.n);
    more = open(w, '}');
    while (more) {
        json_member *m;
        str name;

        if (!grow(j, *n))
            return fail_memory(fault);
        m = &j->member[*n];
        if (!key(w, &name) || !value(w, 1, &m->kind, &m->value) || !goes_on(w, '}', &more))
            return false;
        m->key = inside(name);
        m->key_escaped = has_escape(w, name);
        m->escaped = m->kind == JSON_STRING && has_escape(w, m->value);
        ++*n;
    }
    if (w.i < w.n)
        return fail_next(w, "text behind the JSON object");
    *member = j->member;
    return true;
}
