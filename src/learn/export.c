/* Numbers as text, a row a line. Nothing is computed here: what the file says is what the solver read. */
#include "learn/export.h"

static void write_labels(const dataset *d, uint32_t row, bool multi_label, buf *out)
{
    for (size_t at = d->label_begin[row]; at < d->label_begin[row + 1]; at++) {
        if (at > d->label_begin[row])
            buf_char(out, ',');
        if (d->K == 2 && !multi_label)
            buf_z(out, d->label_of[at] ? "+1" : "-1");
        else
            buf_u64(out, d->label_of[at]);
    }
}

bool export_libsvm(const dataset *d, const matrix *x, bool multi_label, buf *out, err *e)
{
    for (uint32_t row = 0; row < x->N; row++) {
        write_labels(d, row, multi_label, out);
        for (size_t at = x->begin[row]; at < x->begin[row + 1]; at++)
            buf_printf(out, " %u:%.9g", x->col[at] + 1, (double)x->val[at]);
        buf_char(out, '\n');
    }
    return !out->failed || err_memory(e);
}
