/* ucd.c against the files that it was made from, read here a second time, and ucd_at against utf8_next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/ucd.h"
#include "unidata.h"

static const char *const wb_names[N_WB] = {
    "Other",        "CR",
    "LF",           "Newline",
    "Extend",       "ZWJ",
    "Format",       "Regional_Indicator",
    "Katakana",     "Hebrew_Letter",
    "ALetter",      "Single_Quote",
    "Double_Quote", "MidNumLet",
    "MidLetter",    "MidNum",
    "Numeric",      "ExtendNumLet",
    "WSegSpace",
};

static const char *const sb_names[N_SB] = {
    "Other", "CR",      "LF",      "Sep",   "Extend", "Format", "Sp",        "Lower",
    "Upper", "OLetter", "Numeric", "ATerm", "STerm",  "Close",  "SContinue",
};

/* The class names of all code points, from a file that gives a range a line; NULL where it says nothing. */
static bool read_names(const char *path, const char *const *names, unsigned n_names, uint8_t *class)
{
    FILE *f = unidata_open(path);
    char line[1024], name[64], value[256];
    uint32_t first, last;

    if (!f)
        return false;
    memset(class, 0, 0x110000);
    while (fgets(line, sizeof line, f)) {
        if (!unidata_range(line, &first, &last, name, value))
            continue;
        for (unsigned k = 0; k < n_names; k++)
            if (!strcmp(names[k], name))
                memset(class + first, (int)k, last + 1 - first);
    }
    (void)fclose(f);
    return true;
}

static void break_classes(void **state)
{
    uint8_t *wb = malloc(0x110000), *sb = malloc(0x110000);
    bool there = read_names(UNIDATA "auxiliary/WordBreakProperty.txt", wb_names, N_WB, wb) &&
                 read_names(UNIDATA "auxiliary/SentenceBreakProperty.txt", sb_names, N_SB, sb);

    (void)state;
    for (uint32_t c = 0; there && c < 0x110000; c++)
        if (UCD_WB(ucd_get(c)) != wb[c] || UCD_SB(ucd_get(c)) != sb[c])
            fail_msg("U+%04X: %s, %s", c, wb_names[UCD_WB(ucd_get(c))], sb_names[UCD_SB(ucd_get(c))]);
    free(wb);
    free(sb);
    if (!there)
        skip();
}

/* The code points of the file with that property (or general category) have the flag, and no others. */
static bool same_set(const char *path, const char *property, bool (*has)(unsigned ucd))
{
    const char *names[] = {"", property};
    uint8_t *in = malloc(0x110000);
    bool there = read_names(path, names, 2, in);

    for (uint32_t c = 0; there && c < 0x110000; c++)
        if (has(ucd_get(c)) != in[c])
            fail_msg("U+%04X: %s", c, property);
    free(in);
    return there;
}

static bool is_digit(unsigned ucd)
{
    return UCD_SHAPE(ucd) == SHAPE_DIGIT;
}

static bool is_pictographic(unsigned ucd)
{
    return ucd & UCD_EXTPICT;
}

static bool is_white(unsigned ucd)
{
    unsigned sb = UCD_SB(ucd);

    return sb == SB_SP || sb == SB_SEP || sb == SB_CR || sb == SB_LF;
}

static void sets(void **state)
{
    (void)state;
    if (!same_set(UNIDATA "extracted/DerivedGeneralCategory.txt", "Nd", is_digit) ||
        !same_set(UNIDATA "emoji/emoji-data.txt", "Extended_Pictographic", is_pictographic) ||
        !same_set(UNIDATA "PropList.txt", "White_Space", is_white))
        skip();
}

static void examples(void **state)
{
    (void)state;
    assert_int_equal(UCD_SHAPE(ucd_get('A')), SHAPE_UPPER);
    assert_int_equal(UCD_SHAPE(ucd_get(0x1C5)), SHAPE_UPPER); /* Dz with caron, title case */
    assert_int_equal(UCD_SHAPE(ucd_get(0x436)), SHAPE_LOWER);
    assert_int_equal(UCD_SHAPE(ucd_get(0x5D0)), SHAPE_LETTER);
    assert_int_equal(UCD_SHAPE(ucd_get(0x4E16)), SHAPE_LETTER);
    assert_int_equal(UCD_SHAPE(ucd_get(0x301)), SHAPE_COMBINING);
    assert_int_equal(UCD_SHAPE(ucd_get('.')), SHAPE_MARK);
    assert_true(ucd_get('z') & UCD_WORD && ucd_get('7') & UCD_WORD && ucd_get(0x4E16) & UCD_WORD);
    assert_true(ucd_get(0x3072) & UCD_WORD && ucd_get(0x30AB) & UCD_WORD && ucd_get(0xBD) & UCD_WORD);
    assert_false(ucd_get('_') & UCD_WORD || ucd_get(0x1F600) & UCD_WORD || ucd_get(0x20AC) & UCD_WORD);
    assert_true(ucd_get('!') & ucd_get(0x1F600) & ucd_get(0xE000) & ucd_get(0x378) & UCD_VISIBLE);
    assert_false((ucd_get(0) | ucd_get(' ') | ucd_get(0xA0) | ucd_get(0xAD)) & UCD_VISIBLE);
    assert_false((ucd_get(0x200B) | ucd_get(0xFEFF) | ucd_get(0xFE0F)) & UCD_VISIBLE);
    assert_true(ucd_get('(') & UCD_OPEN && ucd_get(0x201C) & UCD_OPEN && ucd_get(0xAB) & UCD_OPEN);
    assert_false(ucd_get(')') & UCD_OPEN || ucd_get('"') & UCD_OPEN || ucd_get(0x201D) & UCD_OPEN);
}

static void check_at(str s)
{
    utf8_char u = utf8_next(s, 0);
    size_t next = 99;
    unsigned ucd = ucd_at(s, 0, &next);

    if (next != u.n || ucd != (u.valid ? ucd_get(u.code) : UCD_BAD))
        fail_msg("bytes %02x %02x %02x of %zu", (unsigned char)s.p[0], s.n > 1 ? (unsigned char)s.p[1] : 0,
                 s.n > 2 ? (unsigned char)s.p[2] : 0, s.n);
}

static void decoding(void **state)
{
    char bytes[4];
    uint64_t seed = 1;

    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++)
        if (c < 0xD800 || c >= 0xE000)
            check_at((str){bytes, utf8_put(c, bytes)});
    for (uint32_t two = 0; two < 0x10000; two++) {
        bytes[0] = (char)(two >> 8), bytes[1] = (char)two;
        for (unsigned third = 0x70; third <= 0xC8; third += 8) {
            bytes[2] = bytes[3] = (char)third;
            for (size_t n = 1; n <= 4; n++)
                check_at((str){bytes, n});
        }
    }
    for (unsigned i = 0; i < 1000000; i++) {
        uint32_t r = unidata_random(&seed);

        bytes[0] = (char)(0x80 | r), bytes[1] = (char)(r >> 8), bytes[2] = (char)(r >> 16);
        bytes[3] = (char)unidata_random(&seed);
        check_at((str){bytes, 1 + r % 4});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(break_classes),
        cmocka_unit_test(sets),
        cmocka_unit_test(examples),
        cmocka_unit_test(decoding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
