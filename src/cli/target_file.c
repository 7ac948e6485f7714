/* Lines in, targets out. The reader of `lines` unpacks and counts; a line is cut at its tabs. */
#include "cli/target_file.h"

#include "base/utf8.h"
#include "corpus/record.h"

typedef struct list {
    target *target;
    size_t cap;
    uint32_t n;
    target_file_odd odd;
} list;

static void look_at_name(list *l, str name, const record *r)
{
    if (!targets_is_name(name) && !l->odd.n++)
        l->odd.line = r->line;
}

static bool add(list *l, const record *r, arena *a, err *e)
{
    str rest = r->text, names = arena_copy(a, rest);
    uint32_t n = 0;
    str *alias;

    if (str_trim(rest).n == 0 || rest.p[0] == '#')
        return true;
    if (utf8_bad(rest) < rest.n)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "invalid UTF-8");
    for (size_t i = 0; i < rest.n; i++)
        n += rest.p[i] == '\t';
    alias = ARENA_NEW(a, (size_t)n + 1, str);
    if (!names.p || !alias || !ARENA_GROW(a, l->target, l->cap, (size_t)l->n + 1))
        return err_memory(e);
    l->target[l->n] = (target){.name = str_trim(str_cut(&names, '\t')), .alias = alias};
    look_at_name(l, l->target[l->n].name, r);
    while (names.p) {
        str one = str_trim(str_cut(&names, '\t'));

        if (!one.n)
            continue;
        alias[l->target[l->n].n_aliases++] = one;
        look_at_name(l, one, r);
    }
    return l->target[l->n++].name.n > 0 ||
           err_at(e, ERR_INPUT, r->path, r->line, r->byte, "a target without a name");
}

bool target_file_read(const char *path, arena *a, const target **out, uint32_t *n, target_file_odd *odd,
                      err *e)
{
    reader_options how = {.fields = FIELDS_DEFAULT};
    input *in;
    size_t n_in;
    reader *from = NULL;
    records *rs = records_new(&how, false);
    chunk c = {0};
    arena scratch = {0};
    list l = {0};
    record r;
    bool more = true, ok = rs != NULL || err_memory(e);

    ok = ok && input_list(&path, 1, FORMAT_LINES, a, &in, &n_in, NULL, e) &&
         reader_open(in, n_in, &how, &from, e);
    while (ok && (ok = reader_next(from, &c, &more, e)) && more) {
        records_begin(rs, &c);
        while (ok && records_next(rs, &scratch, &r))
            ok = r.bad ? err_at(e, ERR_INPUT, path, r.line, r.byte, "%s", r.why.text) : add(&l, &r, a, e);
    }
    if (ok && l.n == 0) {
        e->path = path;
        ok = err_set(e, ERR_INPUT, "no target in it");
    }
    *out = l.target;
    *n = l.n;
    *odd = l.odd;
    chunk_free(&c);
    arena_free(&scratch);
    records_free(rs);
    reader_close(from);
    return ok;
}
