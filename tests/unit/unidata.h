/* unidata: reading Unicode's own data and test files, where Debian's package unicode-data puts them. A test
 * whose file is not there, or of another version than text/ucd.h, is skipped and says so. */
#ifndef SLANT_TESTS_UNIDATA_H
#define SLANT_TESTS_UNIDATA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#define UNIDATA "/usr/share/unicode/"

static inline FILE *unidata_open(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[256] = "";
    const char *version; /* "# PropList-15.0.0.txt" */

    if (!f) {
        print_message("skipped: %s is missing (Debian: unicode-data)\n", path);
        return NULL;
    }
    (void)!fgets(line, sizeof line, f);
    version = strrchr(line, '-');
    if (version && version[1] >= '0' && version[1] <= '9' && strncmp(version, "-15.0.", 6) != 0) {
        print_message("skipped: %s is not of Unicode 15.0\n", path);
        (void)fclose(f);
        return NULL;
    }
    rewind(f);
    return f;
}

/* The code points "0041 0308" from *at on, as UTF-8 in out, which is large enough; *at goes behind them. */
static inline str unidata_string(const char **at, char *out)
{
    size_t n = 0;
    char *end;

    for (;; *at = end) {
        unsigned long code = strtoul(*at, &end, 16);

        if (end == *at)
            return (str){out, n};
        n += utf8_put((uint32_t)code, out + n);
    }
}

/* A line "0041..005A ; Name # ..." or "0041 ; Name ; Value". False for a line without one. */
static inline int unidata_range(const char *line, uint32_t *first, uint32_t *last, char name[64],
                                char value[256])
{
    char *end;

    *first = (uint32_t)strtoul(line, &end, 16);
    if (end == line)
        return 0;
    *last = end[0] == '.' ? (uint32_t)strtoul(end + 2, &end, 16) : *first;
    name[0] = value[0] = '\0';
    return sscanf(end, " ; %63[^ ;#\n] ; %255[^;#\n]", name, value) >= 1;
}

/* One case of a break test: text is filled, edges[0 .. *n_edges) are the bytes of its boundaries but 0. False
 * at the end of the file. */
static inline int unidata_case(FILE *f, char *line, size_t cap_line, str *text, char *bytes, size_t *edges,
                               size_t *n_edges)
{
    while (fgets(line, (int)cap_line, f)) {
        size_t n = 0;

        *n_edges = 0;
        line[strcspn(line, "#\n")] = '\0';
        for (char *p = strtok(line, " \t"); p; p = strtok(NULL, " \t")) {
            if (!strcmp(p, "\u00F7")) { /* a boundary; U+00D7 is none */
                if (n)
                    edges[(*n_edges)++] = n;
            } else if (strcmp(p, "\u00D7")) {
                n += utf8_put((uint32_t)strtoul(p, NULL, 16), bytes + n);
            }
        }
        *text = (str){bytes, n};
        if (n)
            return 1;
    }
    return 0;
}

/* A random number from a seed, for tests that must be the same each time. */
static inline uint32_t unidata_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* n of the pieces, drawn one by one. out: room for them. */
static inline str unidata_join(uint64_t *seed, unsigned n, const char *const *pieces, size_t n_pieces, char *out)
{
    str text = {out, 0};

    for (unsigned i = 0; i < n; i++) {
        const char *piece = pieces[unidata_random(seed) % n_pieces];

        memcpy(out + text.n, piece, strlen(piece));
        text.n += strlen(piece);
    }
    return text;
}

/* Up to n pieces of text that is hard on segmenters: ASCII, marks, letters of many scripts, combining marks,
 * invisible characters, line ends, emoji, broken bytes. out[8 * n]. */
static inline str unidata_mix(uint64_t *seed, unsigned n, char *out)
{
    static const char *const pieces[] = {
        "a",          "Z",          "e",          "7",          "0",          " ",          " ",
        " ",          ".",          ".",          "'",          ",",          ":",          ";",
        "\"",         "!",          "?",          "_",          "-",          "(",          ")",
        "\n",         "\r",         "\r\n",       "\t",         "\u00E9",     "\u2018",     "\u2019",
        "\u201C",     "\u201D",     "\u2013",     "\u2014",     "\u2026",     "\u00A0",     "\u0301",
        "\u0300",     "\u00AD",     "\u200B",     "\u200D",     "\uFE0F",     "\u0416",     "\u0436",
        "\u03A9",     "\u03C9",     "\u05D0",     "\u05D0",     "\u05F4",     "\u0628",     "\u0661",
        "\u0939",     "\u093F",     "\u0964",     "\u4E16",     "\u3002",     "\u30AB",     "\u30FC",
        "\u3072",     "\uAC00",     "\uFF21",     "\uFF01",     "\u2028",     "\u2029",     "\xC2\x85",
        "\U0001F600", "\U0001F469", "\U0001F1E9", "\U0001F1EA", "\U0001F3FB", "\U0001D400", "\U000E0020",
        "\x80",       "\xC3",       "\xE2\x80",   "\xF0\x9F",   "\xFF",       "\xED\xA0",   "\xC0\xAF",
        "U.S.",       "Mr.",        "Inc.",       "said",       "The",        "I",          "p.m.",
        "...",        "1.",
    };
    size_t used = 0;

    for (unsigned i = 0; i < n; i++) {
        const char *piece = pieces[unidata_random(seed) % (sizeof pieces / sizeof *pieces)];

        /* Now and then a random character or byte. */
        if (unidata_random(seed) % 16 == 0) {
            uint32_t code = unidata_random(seed) % 0x30000;

            used += code >= 0xD800 && code < 0xE000 ? 0 : utf8_put(code, out + used);
        } else if (unidata_random(seed) % 64 == 0) {
            out[used++] = (char)unidata_random(seed);
        } else {
            memcpy(out + used, piece, strlen(piece));
            used += strlen(piece);
        }
    }
    return (str){out, used};
}

#endif
