/* The option table enters, what was given of it leaves, in the table's order whatever the order on the
 * command line. */
#include "cli/card_options.h"

#include <string.h>

/* Options that cannot change the model, or that stand on its card by themselves. */
static bool is_apart(const option *o)
{
    static const char *const apart[] = {"output", "threads", "rejects",       "max-rejects",   "note",
                                        "date",   "licence", "export-libsvm", "learning-curve"};
    bool is = false;

    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        is |= strcmp(o->word, apart[i]) == 0;
    return is;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

static void option_text(const parsed *p, const option *o, buf *out)
{
    unsigned from, to;
    const char *const *all;
    size_t n;

    switch (o->type) {
    case OPTION_FLAG:
        buf_z(out, "yes");
        break;
    case OPTION_INT:
        buf_printf(out, "%lld", (long long)opt_int(p, o->word));
        break;
    case OPTION_REAL:
        buf_printf(out, "%g", opt_real(p, o->word));
        break;
    case OPTION_SIZE:
        buf_u64(out, opt_size(p, o->word));
        break;
    case OPTION_SPAN:
        opt_span(p, o->word, &from, &to);
        buf_printf(out, "%u-%u", from, to);
        break;
    default:
        if (strcmp(o->word, "vectors") == 0) {
            buf_z(out, file_name(opt_string(p, o->word)));
            break;
        }
        all = opt_list(p, o->word, &n);
        for (size_t i = o->repeatable ? 0 : n - 1; i < n; i++) {
            buf_z(out, i && o->repeatable ? "," : "");
            buf_z(out, all[i]);
        }
    }
}

/* What the user gave, for the card: the options, and with the files' names a command line. Nothing of where
 * files lie and go, so that the same work gives the same model. */
bool card_options(const parsed *p, arena *a, card *c, err *e)
{
    buf line = {0}, value = {0};
    card_option *all;
    size_t n = 0, cap = 0;

    for (const option *o = p->table; o->word || o->heading; o++)
        cap++;
    all = ARENA_NEW(a, cap, card_option);
    buf_printf(&line, "slant %s", p->argv[0]);
    for (const option *o = p->table; all && (o->word || o->heading); o++) {
        if (!o->word || !opt_given(p, o->word) || is_apart(o))
            continue;
        value.n = 0;
        option_text(p, o, &value);
        all[n++] = (card_option){str_z(o->word), arena_copy(a, buf_view(&value))};
        if (o->repeatable) {
            size_t n_given;
            const char *const *all_given = opt_list(p, o->word, &n_given);

            for (size_t i = 0; i < n_given; i++)
                buf_printf(&line, " --%s %s", o->word, all_given[i]);
            continue;
        }
        buf_printf(&line, " --%s", o->word);
        if (o->type != OPTION_FLAG) {
            buf_char(&line, ' ');
            buf_str(&line, buf_view(&value));
        }
    }
    for (size_t i = 0; i < p->n_operands; i++) {
        buf_char(&line, ' ');
        buf_z(&line, file_name(p->operand[i]));
    }
    c->option = all;
    c->n_options = n;
    c->command = arena_copy(a, buf_view(&line));
    n = line.failed || value.failed || !all || !c->command.p;
    buf_free(&line);
    buf_free(&value);
    return !n || err_memory(e);
}
