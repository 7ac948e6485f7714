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
