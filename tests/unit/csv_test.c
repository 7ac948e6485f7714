/* The machine of cells: its rules one by one; that it does not matter where the bytes are cut; and that it
 * agrees with libcsv where the two follow the same rules. They do not agree on:
 *   - blanks around an unquoted cell (libcsv drops them, here they are text),
 *   - a CR that is not before LF (libcsv ends the row, here it is text),
 *   - empty lines (libcsv has no row for them),
 *   - text behind a closing quote (libcsv takes the quote for text, here it is a fault),
 *   - a quote that is open at the end (libcsv gives the cell, here it is a fault). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <csv.h>

#include "base/buf.h"
#include "base/random.h"
#include "corpus/csv.h"

enum { CELLS = 64 };

/* Cells as <a><b>, rows end with $, a fault as !reason@byte. */
static void rows(str s, bool one_line, buf *out)
{
    str cells[CELLS];
    csv c = {.one_line = one_line};
    arena a = {0};
    csv_cells row = {.cell = cells, .cap = CELLS};

    for (size_t at = 0; at < s.n;) {
        size_t before = at;

        csv_row(&c, s, &at, &a, &row);
        assert_true(at > before);
        for (size_t i = 0; i < row.n && i < CELLS; i++) {
            buf_char(out, '<');
            buf_str(out, row.cell[i]);
            buf_char(out, '>');
        }
        if (row.fault)
            buf_printf(out, "!%s@%zu", row.fault, row.fault_at);
        buf_char(out, '$');
    }
    arena_free(&a);
    buf_char(out, '\0');
}

static void expect(const char *in, const char *expected)
{
    buf out = {0};

    rows(str_z(in), false, &out);
    assert_string_equal(out.p, expected);
    buf_free(&out);
}

static void expect_one_line(const char *in, const char *expected)
{
    buf out = {0};

    rows(str_z(in), true, &out);
    assert_string_equal(out.p, expected);
    buf_free(&out);
}

static void plain_cells(void **state)
{
    (void)state;
    expect("a,b\nc,d\n", "<a><b>$<c><d>$");
    expect("a,b\r\nc,d\r\n", "<a><b>$<c><d>$");
    expect("a,b", "<a><b>$");
    expect("a,", "<a><>$");
    expect(",\n", "<><>$");
    expect(",\r\n", "<><>$");
    expect("\n\r\n", "<>$<>$");
    expect(" a , b \n", "< a >< b >$");
    expect("a\rb,c\r\n", "<a\rb><c>$");
    expect("a\r", "<a\r>$"); /* no line end, so no part of one */
    expect("0123456789abcdef,0123456789\n", "<0123456789abcdef><0123456789>$");
    expect("a\tb\n", "<a\tb>$");
}

static void quoted_cells(void **state)
{
    (void)state;
    expect("\"a\",\"b\"\n", "<a><b>$");
    expect("\"a,b\",c\n", "<a,b><c>$");
    expect("\"a\nb\",c\n", "<a\nb><c>$");
    expect("\"a\r\nb\",c\r\n", "<a\r\nb><c>$");
    expect("\"a\"\"b\"\n", "<a\"b>$");
    expect("\"\"\n", "<>$");
    expect("\"\"\"\"\n", "<\">$");
    expect("\"\"\"a\"\"\"\n", "<\"a\">$");
    expect("\"\"\"\"\"\",x\n", "<\"\"><x>$");
    expect("\"a\"\r\n\"b\"", "<a>$<b>$");
    expect("\"a\"\r", "<a>$");
    expect("a\"b\",c\"\n", "<a\"b\"><c\">$"); /* text in an unquoted cell */
    expect(" \"a\"\n", "< \"a\">$");
}

static void faults_say_where(void **state)
{
    (void)state;
    expect("x,\"a\"b,c\nd\n", "<x><\"a\"b><c>!text behind a closing quote@5$<d>$");
    expect("\"a\" ,c\n", "<\"a\" ><c>!text behind a closing quote@3$");
    expect("\"a\"\rb\n", "<\"a\"\rb>!text behind a closing quote@3$");
    expect("x\ny,\"a\nb\n", "<x>$<y><\"a\nb\n>!unclosed quote@4$");
    expect_one_line("x\ny,\"a\nb\n", "<x>$<y><\"a>!unclosed quote@4$<b>$");
    expect_one_line("\"a,b\r\nc\n", "<\"a,b\r>!unclosed quote@0$<c>$");
    expect_one_line("\"a\"\"\nb\n", "<\"a\"\">!unclosed quote@0$<b>$");
    expect_one_line("\"a,b\",\"c\"\nd\n", "<a,b><c>$<d>$");
}

static void cells_beyond_the_room_are_counted(void **state)
{
    str cell[1];
    arena a = {0};
    csv c = {0};
    csv_cells row = {.cell = cell, .cap = 1};
    size_t at = 0;

    (void)state;
    csv_row(&c, STR("a,b,\"c\"\nd"), &at, &a, &row);
    assert_int_equal(row.n, 3);
    assert_int_equal(at, 8);
    assert_int_equal(c.lines, 1);
    assert_true(row.ended);
    assert_true(str_eq(row.cell[0], STR("a")));
    assert_true(str_eq(row.raw, STR("a,b,\"c\"")));
    csv_row(&c, STR("a,b,\"c\"\nd"), &at, &a, &row);
    assert_false(row.ended);
    assert_true(str_eq(row.raw, STR("d")));
    arena_free(&a);
}

static void tsv_has_no_quotes(void **state)
{
    str cell[4], s = STR("a\t\"b\t\r\nc");
    csv_cells row = {.cell = cell, .cap = 4};
    size_t at = 0;

    (void)state;
    tsv_row(s, &at, &row);
    assert_int_equal(row.n, 3);
    assert_true(str_eq(cell[1], STR("\"b")));
    assert_true(str_eq(cell[2], STR("")));
    assert_true(str_eq(row.raw, STR("a\t\"b\t")));
    tsv_row(s, &at, &row);
    assert_int_equal(row.n, 1);
    assert_true(str_eq(cell[0], STR("c")));
    assert_int_equal(at, s.n);
}

/* ---- random input ---- */

static void messy(random_state *seed, const char *alphabet, buf *out)
{
    size_t n = random_below(seed, 60);

    out->n = 0;
    buf_room(out, 1);
    for (size_t i = 0; i < n; i++) {
        char c = alphabet[random_below(seed, strlen(alphabet))];

        if (c == '\r') /* stands for a whole line end */
            buf_z(out, "\r\n");
        else
            buf_char(out, c);
    }
}

/* The machine fed a few bytes at a time stops at the same places. */
static void cuts_do_not_matter(void **state)
{
    buf in = {0};
    random_state seed = random_seed(11);

    (void)state;
    for (int round = 0; round < 20000; round++) {
        csv whole = {.one_line = round & 1}, parts = whole;
        size_t at = 0, cut = 0, part = 0;

        messy(&seed, "ab,,\n\r\"\"\"", &in);
        while (at < in.n) {
            csv_stop expected = csv_cell(&whole, buf_view(&in), &at), got;

            do {
                if (cut == part && cut < in.n)
                    cut += 1 + random_below(&seed, 3);
                if (cut > in.n)
                    cut = in.n;
                got = csv_cell(&parts, (str){in.p, cut}, &part);
            } while (got == CSV_MORE && cut < in.n);
            assert_int_equal(got, expected);
            assert_int_equal(part, at);
            assert_int_equal(parts.state, whole.state);
            assert_int_equal(parts.last, whole.last);
            assert_int_equal(parts.lines, whole.lines);
            assert_int_equal(parts.doubled, whole.doubled);
        }
    }
    buf_free(&in);
}

static void their_cell(void *p, size_t n, void *out)
{
    buf_char(out, '<');
    buf_add(out, p, n);
    buf_char(out, '>');
}

static void their_row(int end, void *out)
{
    (void)end;
    buf_char(out, '$');
}

/* Ours, up to the first fault, without the rows that empty lines are. */
static void our_rows(str s, buf *out)
{
    str cells[CELLS];
    csv c = {0};
    arena a = {0};
    csv_cells row = {.cell = cells, .cap = CELLS};

    out->n = 0;
    for (size_t at = 0; at < s.n;) {
        csv_row(&c, s, &at, &a, &row);
        if (row.fault)
            break;
        if (row.raw.n == 0)
            continue;
        for (size_t i = 0; i < row.n; i++)
            their_cell((void *)(uintptr_t)row.cell[i].p, row.cell[i].n, out);
        their_row(0, out);
    }
    arena_free(&a);
}

static void agrees_with_libcsv(void **state)
{
    buf in = {0}, ours = {0}, theirs = {0};
    random_state seed = random_seed(5);
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 100000; round++) {
        struct csv_parser p;

        messy(&seed, round & 1 ? "ab,,\n\r\"" : "abc,\n\"\"", &in);
        our_rows(buf_view(&in), &ours);
        theirs.n = 0;
        assert_int_equal(csv_init(&p, 0), 0);
        assert_int_equal(csv_parse(&p, in.p, in.n, their_cell, their_row, &theirs), in.n);
        assert_int_equal(csv_fini(&p, their_cell, their_row, &theirs), 0);
        csv_free(&p);
        /* Behind a fault the two may be anywhere. */
        assert_true(theirs.n >= ours.n);
        assert_memory_equal(theirs.p ? theirs.p : "", ours.p ? ours.p : "", ours.n);
        compared += ours.n;
    }
    assert_true(compared > 1000000);
    buf_free(&in);
    buf_free(&ours);
    buf_free(&theirs);
}

/* Rows written by libcsv's own writer come back whole. */
static void reads_what_libcsv_writes(void **state)
{
    buf file = {0}, expected = {0}, got = {0}, cell = {0};
    random_state seed = random_seed(77);

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t n = 1 + random_below(&seed, 6);

        for (size_t i = 0; i < n; i++) {
            char quoted[400];
            size_t size;

            messy(&seed, "ab ,\n\r\"\t", &cell);
            size = csv_write(quoted, sizeof quoted, cell.p, cell.n);
            assert_true(size <= sizeof quoted);
            buf_add(&file, quoted, size);
            buf_z(&file, i + 1 < n ? "," : round & 1 ? "\r\n" : "\n");
            their_cell(cell.p, cell.n, &expected);
        }
        their_row(0, &expected);
    }
    buf_char(&expected, '\0');
    rows(buf_view(&file), false, &got);
    assert_string_equal(got.p, expected.p);
    buf_free(&file);
    buf_free(&expected);
    buf_free(&got);
    buf_free(&cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_cells),        cmocka_unit_test(quoted_cells),
        cmocka_unit_test(faults_say_where),   cmocka_unit_test(cells_beyond_the_room_are_counted),
        cmocka_unit_test(tsv_has_no_quotes),  cmocka_unit_test(cuts_do_not_matter),
        cmocka_unit_test(agrees_with_libcsv), cmocka_unit_test(reads_what_libcsv_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
