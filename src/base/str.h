/* str: borrowed bytes with a length. May hold NUL, need not end in one, is never strlen'd.
 *
 * Owns     nothing: whoever made the bytes keeps them alive.      Threads  pure.
 * Cost     passed by value, two registers.
 */
#ifndef SLANT_BASE_STR_H
#define SLANT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct str {
    const char *p; /* [n]  may be NULL when n is 0 */
    size_t n;      /* bytes */
} str;

#define STR(literal) ((str){(literal), sizeof(literal) - 1})

static inline str str_z(const char *z)
{
    return z ? (str){z, strlen(z)} : (str){NULL, 0};
}

static inline bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Bytewise order; a prefix comes first. The order of label names in a model. */
static inline int str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;

    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Whether s is one of list, which ends with NULL and has no empty word. */
static inline bool str_among(str s, const char *const *list)
{
    for (; s.n && *list; list++)
        if (**list == *s.p && str_eq(s, str_z(*list)))
            return true;
    return false;
}

/* An ASCII letter small, any other byte as it is. */
static inline char str_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Equal but for the case of ASCII letters. */
static inline bool str_same(str a, str b)
{
    bool same = a.n == b.n;

    for (size_t i = 0; same && i < a.n; i++)
        same = str_small(a.p[i]) == str_small(b.p[i]);
    return same;
}

/* The part of s before the first `by`; *s becomes what follows it (empty, p NULL, when none is left). */
static inline str str_cut(str *s, char by)
{
    const char *at = s->p && s->n ? (const char *)memchr(s->p, by, s->n) : NULL; /* the cast is for C++ */
    str head = at ? (str){s->p, (size_t)(at - s->p)} : *s;

    *s = at ? (str){at + 1, s->n - head.n - 1} : (str){NULL, 0};
    return head;
}

/* What stands behind the last blank of s: all of it without one. */
static inline str str_last_word(str s)
{
    size_t i = s.n;

    while (i && s.p[i - 1] != ' ')
        i--;
    return i ? (str){s.p + i, s.n - i} : s;
}

/* What stands before the first blank: all where there is none. */
static inline str str_first_word(str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] != ' ')
        i++;
    return (str){s.p, i};
}

/* Both sides freed of ASCII blanks. */
static inline str str_trim(str s)
{
    while (s.n && (unsigned char)s.p[0] <= ' ')
        s.p++, s.n--;
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    return s;
}

#endif
