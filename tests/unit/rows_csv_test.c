/* Rows as csv: by hand, and read back by the reader's own machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/random.h"
#include "cli/rows_csv.h"
#include "corpus/csv.h"

static void becomes(const char *tsv, const char *expected)
{
    buf b = {0};

    buf_z(&b, "as\tit, \"was\n");
    buf_z(&b, tsv);
    rows_csv(&b, 12);
    buf_char(&b, '\0');
    assert_memory_equal(b.p, "as\tit, \"was\n", 12);
    assert_string_equal(b.p + 12, expected);
    buf_free(&b);
}

static void by_hand(void **state)
{
    (void)state;
    becomes("", "");
    becomes("\n", "\n");
    becomes("a\tb\n", "a,b\n");
    becomes("\t\t\n\t\n", ",,\n,\n");
    becomes("a, b\tc\n", "\"a, b\",c\n");
    becomes("\"He knows.\t1\nIt is so.\"\t2\n", "\"\"\"He knows.\",1\n\"It is so.\"\"\",2\n");
    becomes("\"\t,\t\"\"\n", "\"\"\"\",\",\",\"\"\"\"\"\"\n");
    becomes("caf\xc3\xa9\t \n", "caf\xc3\xa9, \n");
}

static void reads_back(void **state)
{
    static const char bytes[] = "\"\", ab'\xc3";
    enum { ROWS = 20, COLUMNS = 6 };
    random_state r = random_seed(31);
    arena a = {0};
    buf tsv = {0}, csv_text = {0};

    (void)state;
    for (unsigned turn = 0; turn < 500; turn++) {
        str cells[2][COLUMNS];
        size_t n = 2 + random_below(&r, COLUMNS - 1), at[2] = {0, 0};
        csv machine = {0};

        tsv.n = csv_text.n = 0;
        for (unsigned row = 0; row < ROWS; row++)
            for (size_t c = 0; c < n; c++) {
                for (uint64_t k = random_below(&r, 5); k > 0; k--)
                    buf_char(&tsv, bytes[random_below(&r, sizeof bytes - 1)]);
                buf_char(&tsv, c + 1 < n ? '\t' : '\n');
            }
        buf_str(&csv_text, buf_view(&tsv));
        rows_csv(&csv_text, 0);
        for (unsigned row = 0; row < ROWS; row++) {
            csv_cells want = {.cell = cells[0], .cap = COLUMNS}, got = {.cell = cells[1], .cap = COLUMNS};

            tsv_row(buf_view(&tsv), &at[0], &want);
            csv_row(&machine, buf_view(&csv_text), &at[1], &a, &got);
            assert_null(got.fault);
            assert_int_equal(got.n, n);
            for (size_t c = 0; c < n; c++)
                assert_true(str_eq(want.cell[c], got.cell[c]));
        }
        assert_int_equal(at[1], csv_text.n);
    }
    arena_free(&a);
    buf_free(&tsv);
    buf_free(&csv_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
