/* Equal names come together by sorting; a number that makes another column's name is passed over. What two
 * names become is never the same: a name and its number can be read back from it. */
#include "corpus/apart.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/order.h"

typedef struct named {
    str name;
    size_t column;
} named;

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const named *)x)->name, ((const named *)y)->name);
}

static int by_name_and_column(const void *x, const void *y)
{
    const named *a = x, *b = y;
    int order = by_name(a, b);

    return order ? order : order_of(a->column, b->column);
}

/* The next `stem_N` that no column is called. *number is the last one used. */
static bool next_free(const named *sorted, size_t n, str stem, unsigned *number, buf *out)
{
    do {
        out->n = 0;
        buf_str(out, stem);
        buf_printf(out, "_%u", ++*number);
        if (out->failed)
            return false;
    } while (bsearch(&(named){buf_view(out), 0}, sorted, n, sizeof *sorted, by_name));
    return true;
}

bool names_apart(str *name, size_t n, arena *a)
{
    named *sorted = malloc((n ? n : 1) * sizeof *sorted);
    buf text = {0};
    bool ok = sorted != NULL;
    unsigned number = 1;

    for (size_t i = 0; ok && i < n; i++)
        sorted[i] = (named){name[i], i};
    if (ok)
        qsort(sorted, n, sizeof *sorted, by_name_and_column);
    for (size_t i = 1; ok && i < n; i++) {
        str *one = &name[sorted[i].column];

        if (!str_eq(sorted[i].name, sorted[i - 1].name)) {
            number = 1;
            continue;
        }
        ok = next_free(sorted, n, sorted[i].name, &number, &text);
        *one = ok ? arena_copy(a, buf_view(&text)) : *one;
        ok = ok && one->p;
    }
    free(sorted);
    buf_free(&text);
    return ok;
}
