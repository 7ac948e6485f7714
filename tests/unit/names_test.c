/* Names packed and unpacked: any order in, one order out, and streams that promise what they do not hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "model/names.h"

/* A table of n features whose names are given slots in turn. */
static void table_of(uint32_t n, model *m, uint32_t *slot_of)
{
    uint64_t *key = calloc(n + 1, sizeof *key);
    float *rows = calloc(n + 1, sizeof *rows);
    err e = {0};

    assert_true(key && rows && model_init(m, &e));
    for (uint32_t i = 0; i < n; i++)
        key[i] = hash_mix(i);
    assert_true(table_build(key, rows, n, 1, &m->table, slot_of, &e));
    free(key);
    free(rows);
}

static void read_section(model *m, const buf *section)
{
    m->names = buf_view(section);
    m->owned->names_checksum = hash_str(m->names, 0);
}

/* Long common beginnings, lengths at the borders of a byte and of 7 bits, every block. */
static void any_order_in_one_order_out(void **state)
{
    enum { N = 3000 };
    static model_name name[N], other[N];
    static char text[N][600];
    static uint32_t slot_of[N];
    buf a = {0}, b = {0};
    model_name *out;
    size_t n;
    model m;
    err e = {0};

    (void)state;
    table_of(N, &m, slot_of);
    m.plan.vector = 1;
    for (uint32_t i = 0; i < N; i++) {
        size_t length = i % 7 == 0 ? 120 + i % 460 : 1 + i % 9;

        memset(text[i], 'a' + (int)(i % 3), sizeof text[i]);
        (void)snprintf(text[i] + length, 16, "%u", i);
        name[i] = (model_name){slot_of[i], (uint8_t)(i % N_BLOCKS), str_z(text[i])};
    }
    for (uint32_t i = 0; i < N; i++)
        other[i] = name[(i * 7 + 11) % N];
    assert_true(names_pack(&m, name, N, &a, &e));
    assert_true(names_pack(&m, other, N, &b, &e));
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);

    read_section(&m, &a);
    assert_true(model_names(&m, &out, &n, &e));
    assert_int_equal(n, N);
    for (size_t i = 0; i < N; i++) {
        uint32_t which = (uint32_t)strtoul(out[i].text.p + strspn(out[i].text.p, "abc"), NULL, 10);

        assert_true(str_eq(out[i].text, name[which].text));
        assert_int_equal(out[i].block, name[which].block);
        assert_int_equal(out[i].slot, name[which].slot);
        if (i)
            assert_true(out[i - 1].block < out[i].block || str_cmp(out[i - 1].text, out[i].text) < 0);
    }
    free(out);
    buf_free(&a);
    buf_free(&b);
    model_free(&m);
}

static void no_names(void **state)
{
    model_name *out = (model_name *)&out;
    buf a = {0};
    size_t n = 1;
    model m;
    err e = {0};

    (void)state;
    table_of(3, &m, NULL);
    assert_true(names_pack(&m, NULL, 0, &a, &e));
    assert_int_equal(a.n, 0);
    read_section(&m, &a);
    assert_true(model_names(&m, &out, &n, &e));
    assert_null(out);
    assert_int_equal(n, 0);
    model_free(&m);
}

static void what_cannot_be_packed(void **state)
{
    uint32_t slot_of[3];
    buf out = {0};
    model m;

    (void)state;
    table_of(3, &m, slot_of);
    const struct {
        model_name name;
        const char *text;
    } bad[] = {
        {{slot_of[0], N_BLOCKS, STR("a")}, "invalid: a name of no feature"},
        {{16, BLOCK_WORD, STR("a")}, "invalid: a name of no feature"},
        {{UINT32_MAX, BLOCK_WORD, STR("a")}, "invalid: a name of no feature"},
        {{slot_of[0], BLOCK_WORD, STR("")}, "invalid: a name that is empty or not UTF-8"},
        {{slot_of[0], BLOCK_WORD, STR("\xe2\x82")}, "invalid: a name that is empty or not UTF-8"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err e = {0};

        assert_false(names_pack(&m, &bad[i].name, 1, &out, &e));
        assert_string_equal(e.text, bad[i].text);
    }
    for (uint32_t slot = 0; slot < 16; slot++)
        if (!m.table.check[slot]) {
            err e = {0};

            assert_false(names_pack(&m, &(model_name){slot, BLOCK_WORD, STR("a")}, 1, &out, &e));
            assert_string_equal(e.text, "invalid: a name of no feature");
        }
    assert_int_equal(out.n, 0);
    buf_free(&out);
    model_free(&m);
}

static void put_u64(buf *b, uint64_t v)
{
    for (unsigned i = 0; i < 8; i++, v >>= 8)
        buf_char(b, (char)(v & 255));
}

/* A section that inflates to raw, and says that it inflates to n_said bytes. */
static buf section_of(str raw, uint64_t n_said)
{
    buf b = {0};
    uLong n = compressBound(raw.n);

    put_u64(&b, n_said);
    assert_true(buf_room(&b, n));
    assert_int_equal(compress2((Bytef *)b.p + b.n, &n, (const Bytef *)raw.p, raw.n, 9), Z_OK);
    b.n += n;
    return b;
}

static void refuses(const model *m, const char *text)
{
    model_name *out;
    size_t n;
    err e = {0};

    assert_false(model_names(m, &out, &n, &e));
    assert_int_equal(e.code, ERR_MODEL);
    assert_string_equal(e.text, text);
    assert_null(out);
}

static void streams_that_lie_about_their_size(void **state)
{
    static char zeros[1 << 20];
    const uint64_t said[] = {
        0, 1, sizeof zeros - 1, sizeof zeros + 1, UINT64_C(2) << 30, (UINT64_C(2) << 30) + 1, UINT64_MAX};
    buf section;
    model m;

    (void)state;
    table_of(3, &m, NULL);
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        bool can_be = said[i] > 0 && said[i] < 2 * sizeof zeros;

        section = section_of((str){zeros, sizeof zeros}, said[i]);
        read_section(&m, &section);
        refuses(&m, can_be ? "invalid: section names does not hold names"
                           : "invalid: section names: a size that cannot be");
        buf_free(&section);
    }
    /* Something behind the stream; a stream that is cut; none. */
    section = section_of((str){zeros, sizeof zeros}, sizeof zeros);
    buf_char(&section, 0);
    read_section(&m, &section);
    refuses(&m, "invalid: section names does not hold names");
    section.n -= 9;
    read_section(&m, &section);
    refuses(&m, "invalid: section names does not hold names");
    section.n = 7;
    read_section(&m, &section);
    refuses(&m, "invalid: section names: a size that cannot be");
    buf_free(&section);
    model_free(&m);
}

/* Columns by hand: two names, "ab" of the words and "abc" of the shapes. */
static void columns_that_lie(void **state)
{
    static const struct {
        unsigned at;
        unsigned char value;
        const char *text; /* NULL: good */
    } changes[] = {
        {0, 1, NULL},
        {0, 0, "does not hold names"},   /* one name less than its columns */
        {3, 255, "does not hold names"}, /* 2^32 names */
        {4, 2, "does not hold names"},   /* four names, the table has three */
        {12, 1, "does not hold names"},  /* the first shares nothing */
        {13, 3, "does not hold names"},  /* "ab" has only two to share */
        {13, 255, "does not hold names"},
        {22, 3, "does not hold names"},   /* lengths and bytes disagree */
        {22, 130, "does not hold names"}, /* a length that goes on */
        {23, 255, "does not hold names"},
        {24, 0xc3, "holds a name that cannot be"}, /* not UTF-8 */
        {16, 16, "holds a name that cannot be"},   /* the second byte of a slot */
    };
    uint32_t slot_of[3];
    model m;

    (void)state;
    table_of(3, &m, slot_of);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        unsigned char raw[27] = {1,   0,   0,  0, 0, 0, 0, 0, 1, 0, 0, 0, /* counts  */
                                 0,   2,                                  /* shared  */
                                 0,   0,   0,  0, 0, 0, 0, 0,             /* slots   */
                                 2,   1,                                  /* lengths */
                                 'a', 'b', 'c'};
        buf section;
        char text[80];

        raw[14] = (unsigned char)slot_of[0];
        raw[15] = (unsigned char)slot_of[1];
        raw[changes[i].at] = changes[i].value;
        section = section_of((str){(const char *)raw, sizeof raw}, sizeof raw);
        read_section(&m, &section);
        if (changes[i].text) {
            (void)snprintf(text, sizeof text, "invalid: section names %s", changes[i].text);
            refuses(&m, text);
        } else {
            model_name *out;
            size_t n;
            err e = {0};

            assert_true(model_names(&m, &out, &n, &e));
            assert_int_equal(n, 2);
            assert_true(str_eq(out[0].text, STR("ab")) && out[0].block == BLOCK_WORD &&
                        out[0].slot == slot_of[0]);
            assert_true(str_eq(out[1].text, STR("abc")) && out[1].block == BLOCK_SHAPE &&
                        out[1].slot == slot_of[1]);
            free(out);
        }
        buf_free(&section);
    }
    model_free(&m);
}

/* The second name sorts before the first. */
static void names_out_of_order(void **state)
{
    unsigned char raw[26] = {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   0,
                             0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 'b', 'a'};
    uint32_t slot_of[3];
    buf section;
    model m;

    (void)state;
    table_of(3, &m, slot_of);
    raw[14] = (unsigned char)slot_of[0];
    raw[15] = (unsigned char)slot_of[1];
    section = section_of((str){(const char *)raw, sizeof raw}, sizeof raw);
    read_section(&m, &section);
    refuses(&m, "invalid: section names holds a name that cannot be");
    buf_free(&section);
    model_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_in_one_order_out), cmocka_unit_test(no_names),
        cmocka_unit_test(what_cannot_be_packed),      cmocka_unit_test(streams_that_lie_about_their_size),
        cmocka_unit_test(columns_that_lie),           cmocka_unit_test(names_out_of_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
