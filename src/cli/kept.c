/* Names of kept columns, and the columns as members of a line of JSON. */
#include "cli/kept.h"

#define PREFIX "input_"

str kept_name(str name)
{
    const size_t n = sizeof PREFIX - 1;

    while (str_starts(name, STR(PREFIX)))
        name = (str){name.p + n, name.n - n};
    return name;
}

/* The same columns in the same places. */
static bool alike(const columns *x, const columns *y)
{
    bool same = x == y || (x->n == y->n && x->id == y->id);

    for (int i = 0; same && i < x->n; i++)
        same = str_eq(x->name[i], y->name[i]);
    return same;
}

bool kept_fits(const columns *first, const columns *now, const char *path, err *e)
{
    e->path = path;
    if (!now || now->n == 0)
        return err_set(e, ERR_USAGE, "--keep with rows (--to tsv or csv) needs a table; use --to jsonl");
    if (first && !alike(first, now))
        return err_set(e, ERR_INPUT,
                       "its columns are not those of the first file: use --to jsonl, or one file at a time");
    e->path = NULL;
    return true;
}

void kept_tsv(str name, bool taken, buf *out)
{
    if (taken)
        buf_z(out, PREFIX);
    buf_tsv(out, name);
}

void kept_json_name(str name, bool taken, buf *out)
{
    buf text = {0};

    if (taken)
        buf_z(&text, PREFIX);
    buf_str(&text, name);
    buf_json(out, buf_view(&text));
    out->failed |= text.failed;
    buf_free(&text);
}

void kept_json(const column_value *column, bool taken, buf *out)
{
    buf_char(out, ',');
    kept_json_name(column->name, taken, out);
    buf_char(out, ':');
    if (column->raw.p)
        buf_str(out, column->raw);
    else
        buf_json(out, column->value);
}
