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

void kept_put_name(str name, bool taken, buf *out)
{
    if (taken)
        buf_z(out, PREFIX);
    buf_str(out, name);
}

void kept_json(const column_value *column, bool taken, buf *out)
{
    buf name = {0};

    kept_put_name(column->name, taken, &name);
    buf_char(out, ',');
    buf_json(out, buf_view(&name));
    buf_char(out, ':');
    if (column->raw.p)
        buf_str(out, column->raw);
    else
        buf_json(out, column->value);
    out->failed |= name.failed;
    buf_free(&name);
}
