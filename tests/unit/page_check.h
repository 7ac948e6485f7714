/* What every page of ours must be: well-formed, and nothing in it that runs or is fetched. Included by tests, after
 * cmocka.h and <string.h>. */
#ifndef SLANT_TESTS_PAGE_CHECK_H
#define SLANT_TESTS_PAGE_CHECK_H

#include "base/buf.h"
#include "base/utf8.h"

static size_t count(const buf *b, const char *what)
{
    size_t n = strlen(what), found = 0;

    for (size_t i = 0; i + n <= b->n; i++)
        found += memcmp(b->p + i, what, n) == 0;
    return found;
}

static void has(const buf *b, const char *what)
{
    if (!count(b, what))
        fail_msg("\"%s\" is not in:\n%.*s", what, (int)b->n, b->p);
}

static void has_not(const buf *b, const char *what)
{
    if (count(b, what))
        fail_msg("\"%s\" is in:\n%.*s", what, (int)b->n, b->p);
}

/* ---- well-formed ---- */

static bool is_void(str name)
{
    return str_eq(name, STR("meta")) || str_eq(name, STR("input")) || str_eq(name, STR("!DOCTYPE"));
}

/* The end of the tag that begins at i: behind its '>', which no attribute holds raw. */
static size_t tag_end(str s, size_t i, bool *empty)
{
    bool quoted = false;

    for (i++; i < s.n && (quoted || s.p[i] != '>'); i++) {
        assert_int_not_equal(s.p[i], '<');
        quoted ^= s.p[i] == '"';
    }
    assert_true(i < s.n);
    *empty = s.p[i - 1] == '/';
    return i + 1;
}

/* Every tag is closed, in order; characters are those of HTML; nothing runs and nothing is fetched. */
static void is_page(const buf *b)
{
    str s = buf_view(b), open[64];
    size_t depth = 0;

    assert_false(b->failed);
    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);
        size_t begin = i + 1, end = begin;
        bool empty;

        assert_true(u.valid);
        assert_true(u.code >= ' ' || u.code == '\n');
        assert_false(u.code >= 0x7f && u.code <= 0x9f);
        i += u.n;
        if (u.code != '<')
            continue;
        while (end < s.n && !strchr(" />\n", s.p[end == begin && s.p[end] == '/' ? ++end : end]))
            end++;
        i = tag_end(s, begin - 1, &empty);
        if (s.p[begin] == '/') {
            str name = {s.p + begin + 1, end - begin - 1};

            assert_true(depth > 0);
            if (!str_eq(name, open[--depth]))
                fail_msg("</%.*s> ends <%.*s>", (int)name.n, name.p, (int)open[depth].n, open[depth].p);
        } else if (!empty && !is_void((str){s.p + begin, end - begin})) {
            assert_true(depth < 64);
            open[depth++] = (str){s.p + begin, end - begin};
        }
    }
    assert_int_equal(depth, 0);
    assert_int_equal(count(b, "<style"), 1);
    has_not(b, "<script");
    has_not(b, "http:");
    has_not(b, "https:");
    has_not(b, "url(");
    has_not(b, "@import");
    has_not(b, "src=");
}

#endif
