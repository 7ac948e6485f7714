/* Lines in, targets out. The reader of `lines` unpacks and counts; a line is cut at its tabs. */
#include "cli/target_file.h"

#include "base/utf8.h"
#include "corpus/record.h"

typedef struct list {
    arena *arena;
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

static bool add(void *to, const record *r, err *e)
{
    list *l = to;
    str rest = r->text, names = arena_copy(l->arena, rest);
    uint32_t n = 0;
    str *alias;

    if (str_trim(rest).n == 0 || rest.p[0] == '#')
        return true;
    if (utf8_bad(rest) < rest.n)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "invalid UTF-8");
    for (size_t i = 0; i < rest.n; i++)
        n += rest.p[i] == '\t';
    alias = ARENA_NEW(l->arena, (size_t)n + 1, str);
    if (!names.p || !alias || !ARENA_GROW(l->arena, l->target, l->cap, (size_t)l->n + 1))
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
    list l = {.arena = a};
    bool ok = records_each(path, FORMAT_LINES, &how, a, add, &l, e);

    if (ok && l.n == 0) {
        e->path = path;
        ok = err_set(e, ERR_INPUT, "no target in it");
    }
    *out = l.target;
    *n = l.n;
    *odd = l.odd;
    return ok;
}
