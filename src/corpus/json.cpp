/* A C door to simdjson's on-demand parser (Keiser and Lemire, "On-demand JSON", 2023). simdjson checks UTF-8,
 * finds strings and structure; this file walks that structure and checks what on-demand leaves unchecked in
 * values that nobody reads: numbers, words, escapes, nesting. Unescaping is done here and not by simdjson,
 * whose version 3.0 lets a lone low surrogate through and cannot say at which byte a string is wrong.
 * Compiled without exceptions; every allocation is nothrow. */
#include "corpus/json.h"

#include <charconv>
#include <cstdlib>
#include <new>
#include <simdjson.h>

extern "C" {
#include "base/utf8.h"
}

using namespace simdjson;

enum { KEEP = 4 * 1024 * 1024 };

struct json {
    ondemand::parser parser;
    json_member *member = nullptr; /* [cap] */
    size_t cap = 0;
};

/* What a walk carries: the line, to count bytes from, and where to put the first fault. */
struct walk {
    const char *line;
    json_fault *fault;
};

static bool fail(json_fault *fault, const char *why, size_t at)
{
    fault->why = why;
    fault->at = at;
    return false;
}

static bool fail_at(const walk &w, const char *why, const char *at)
{
    return fail(w.fault, why, size_t(at - w.line));
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

/* Where simdjson has got to; the line's end when it has read everything. */
template <typename T> static const char *location(T &at, str line)
{
    const char *p;

    if (at.current_location().get(p) || p < line.p || p > line.p + line.n)
        return line.p + line.n;
    return p;
}

/* simdjson's reasons, in words that help. */
static const char *reason(error_code code)
{
    switch (code) {
    case MEMALLOC:
        return "out of memory";
    case CAPACITY:
        return "JSON of more than 4 GiB";
    case INCORRECT_TYPE:
    case TAPE_ERROR:
        return "broken JSON: a comma, colon, quote or value is missing";
    case INCOMPLETE_ARRAY_OR_OBJECT:
        return "broken JSON: a closing bracket is missing";
    default:
        return "broken JSON";
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static str trimmed(const char *begin, const char *end)
{
    while (end > begin && is_blank(end[-1]))
        end--;
    return str{begin, size_t(end - begin)};
}

/* A value that is neither array nor object; `token` is what stands there. */
static bool scalar(const walk &w, str token, json_kind *kind)
{
    switch (token.n ? token.p[0] : 0) {
    case '"':
        *kind = JSON_STRING;
        if (token.n < 2 || token.p[token.n - 1] != '"')
            return fail_at(w, "unclosed string", token.p);
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
    return fail_at(w, "broken JSON: not a value", token.p);
}

static bool inside_ok(const walk &w, str string)
{
    json_fault inner;
    size_t n;

    if (json_unescape(string, nullptr, &n, &inner))
        return true;
    return fail_at(w, inner.why, string.p + inner.at);
}

/* A key's inside: from behind its quote to the next quote that no backslash escapes. */
static str key_inside(const char *p, const char *end)
{
    const char *q = p;

    while (q < end && *q != '"')
        q += *q == '\\' && end - q > 1 ? 2 : 1;
    return str{p, size_t(q - p)};
}

static bool value(const walk &w, str line, ondemand::value &v, unsigned depth, json_kind *kind, str *written);

/* Checks what is in an array or an object that nobody asked for. */
static bool array(const walk &w, str line, ondemand::value &v, unsigned depth)
{
    ondemand::array all;
    error_code code = v.get_array().get(all);

    if (code)
        return fail_at(w, reason(code), location(v, line));
    for (auto each : all) {
        ondemand::value item;
        json_kind kind;
        str written;

        code = std::move(each).get(item);
        if (code)
            return fail_at(w, reason(code), location(v, line));
        if (!value(w, line, item, depth, &kind, &written))
            return false;
        if (kind == JSON_STRING && !inside_ok(w, str{written.p + 1, written.n - 2}))
            return false;
    }
    return true;
}

static bool object(const walk &w, str line, ondemand::value &v, unsigned depth)
{
    ondemand::object all;
    error_code code = v.get_object().get(all);

    if (code)
        return fail_at(w, reason(code), location(v, line));
    for (auto each : all) {
        ondemand::field f;
        json_kind kind;
        str written;

        code = std::move(each).get(f);
        if (code)
            return fail_at(w, reason(code), location(v, line));
        if (!inside_ok(w, key_inside(f.key().raw(), line.p + line.n)))
            return false;
        if (!value(w, line, f.value(), depth, &kind, &written))
            return false;
        if (kind == JSON_STRING && !inside_ok(w, str{written.p + 1, written.n - 2}))
            return false;
    }
    return true;
}

static bool value(const walk &w, str line, ondemand::value &v, unsigned depth, json_kind *kind, str *written)
{
    std::string_view token = v.raw_json_token();
    const char *begin = token.data();

    *written = trimmed(begin, begin + token.size());
    if (token.empty() || (begin[0] != '[' && begin[0] != '{'))
        return scalar(w, *written, kind);
    if (depth == JSON_DEPTH)
        return fail_at(w, "JSON nested too deep", begin);
    *kind = begin[0] == '[' ? JSON_ARRAY : JSON_OBJECT;
    if (!(*kind == JSON_ARRAY ? array : object)(w, line, v, depth + 1))
        return false;
    /* The next token is the comma or the bracket behind it. */
    *written = trimmed(begin, location(v, line));
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
    default:
        return fail(fault, reason(code), 0);
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
    if (j->parser.capacity() > KEEP)
        j->parser = ondemand::parser();
    if (j->cap * sizeof *j->member > KEEP) {
        std::free(j->member);
        j->member = nullptr;
        j->cap = 0;
    }
}

bool json_members(json *j, str line, const json_member **member, size_t *n, json_fault *fault)
{
    static_assert(JSON_PADDING >= SIMDJSON_PADDING, "simdjson reads further behind a line than json.h says");
    const walk w = {line.p, fault};
    size_t first = 0;
    ondemand::document doc;
    ondemand::object all;
    const char *rest;
    error_code code;

    *member = nullptr;
    *n = 0;
    shrink(j);
    /* A little more than asked, so that lines which grow do not allocate each time. */
    if (j->parser.capacity() < line.n) {
        code = j->parser.allocate(line.n + line.n / 4 + 1024);
        if (code)
            return fail(fault, reason(code), 0);
    }
    code = j->parser.iterate(line.p, line.n, line.n + JSON_PADDING).get(doc);
    if (code)
        return fail_first(line, code, fault);
    while (is_blank(line.p[first])) /* an empty line has failed already */
        first++;
    if (line.p[first] != '{')
        return fail(fault, "top level is not a JSON object", first);

    code = doc.get_object().get(all);
    if (code)
        return fail(fault, "broken JSON: no } at the end", line.n);
    for (auto each : all) {
        ondemand::field f;
        json_member *m;

        code = std::move(each).get(f);
        if (code)
            return fail_at(w, reason(code), location(doc, line));
        if (!grow(j, *n))
            return fail(fault, "out of memory", 0);
        m = &j->member[*n];
        m->key = key_inside(f.key().raw(), line.p + line.n);
        if (!value(w, line, f.value(), 1, &m->kind, &m->value))
            return false;
        ++*n;
    }
    if (doc.current_location().get(rest) == SUCCESS)
        return fail_at(w, "text behind the JSON object", rest);
    *member = j->member;
    return true;
}
