/* Stances go in, packed so that workers need not wait for each other; sums go out. */
#include "article/tally.h"

#include <stdlib.h>

#include "article/labels.h"
#include "article/ledger.h"
#include "base/grow.h"
#include "base/secret.h"

enum { KEYS_BITS = 10 };

typedef struct packed {
    uint32_t n_article;                         /* 1 in the article's first stance, else 0  */
    uint32_t n_group, n_id, n_holder, n_target; /* bytes of the strings behind this */
    span at;
    uint32_t label;
    uint32_t by_author;
    float margin;
} packed;

void tally_pack(const article *a, str group, const places *chars, buf *out)
{
    bool first = true;

    for (uint32_t i = 0; i < a->n_stances; i++) {
        const stance *s = &a->stance[i];
        const mention *m = &a->mention[s->mention];
        const span at = a->sentence[m->sentence].at;
        str holder = ledger_holder(a, s), target = ledger_target(a, s);
        packed p = {.n_article = first,
                    .n_group = (uint32_t)group.n,
                    .n_id = (uint32_t)a->id.n,
                    .n_holder = (uint32_t)holder.n,
                    .n_target = (uint32_t)target.n,
                    .at = {places_at(chars, at.begin), places_at(chars, at.end)},
                    .label = ledger_label(s),
                    .by_author = ledger_by_author(s),
                    .margin = s->margin};

        if (m->entity == NONE || a->entity[m->entity].unnamed || !ledger_counts(a, s))
            continue;
        first = false;
        buf_add(out, &p, sizeof p);
        buf_str(out, group);
        buf_str(out, a->id);
        buf_str(out, holder);
        buf_str(out, target);
    }
}

bool tally_init(tally *t, err *e)
{
    *t = (tally){0};
    return wordmap_init(&t->keys, KEYS_BITS, secret()) || err_memory(e);
}

static str cut(str *from, uint32_t n)
{
    str out = {from->p, n};

    from->p += n;
    from->n -= n;
    return out;
}

/* A name as part of a key: with its length, since it may hold anything, and its first letter small, since the
 * ledger takes "The palace" and "the palace" for one. */
static void put_key(buf *key, str name)
{
    uint64_t n = name.n;

    buf_add(key, &n, sizeof n);
    if (!name.n)
        return;
    buf_char(key, str_small(name.p[0]));
    buf_add(key, name.p + 1, name.n - 1);
}

/* The row of a group, holder and target; a source may be called "author". NULL when memory is out. */
static tally_row *row_of(tally *t, str group, bool by_author, str holder, str target)
{
    word_key key;
    const word_entry *entry;
    bool is_new;
    tally_row *r;

    t->key.n = 0;
    buf_char(&t->key, by_author ? 'a' : 's');
    put_key(&t->key, holder);
    put_key(&t->key, target);
    buf_str(&t->key, group);
    if (t->key.failed)
        return NULL;
    key = wordmap_key(&t->keys, buf_view(&t->key));
    entry = wordmap_get(&t->keys, &key, &is_new);
    if (!entry || !GROW(t->row, t->cap, t->n + 1))
        return NULL;
    if (!is_new)
        return &t->row[entry->index];
    r = &t->row[t->n];
    *r = (tally_row){.group = arena_copy(&t->strings, group),
                     .holder = arena_copy(&t->strings, holder),
                     .target = arena_copy(&t->strings, target)};
    if (!r->group.p || !r->holder.p || !r->target.p)
        return NULL;
    t->n++;
    return r;
}

/* Keeps a sentence among the strongest; of equals the first. */
static bool keep(tally *t, tally_row *r, const packed *p, str id)
{
    tally_sentence one = {.at = p->at, .label = p->label, .margin = p->margin};
    uint32_t i = r->n_strongest;

    for (uint32_t k = 0; k < r->n_strongest;
         k++) /* a sentence with two mentions counts once: the stronger one */
        if (r->strongest[k].at.begin == p->at.begin && str_eq(r->strongest[k].id, id)) {
            if (!(fabsf(r->strongest[k].margin) < fabsf(p->margin)))
                return true;
            one.id = r->strongest[k].id;
            i = k;
            r->n_strongest--;
            memmove(&r->strongest[k], &r->strongest[k + 1], (r->n_strongest - k) * sizeof one);
            break;
        }
    while (i > 0 && fabsf(r->strongest[i - 1].margin) < fabsf(p->margin))
        i--;
    if (i == TALLY_STRONGEST)
        return true;
    if (!one.id.p)
        one.id = arena_copy(&t->strings, id);
    if (!one.id.p)
        return false;
    if (r->n_strongest < TALLY_STRONGEST)
        r->n_strongest++;
    memmove(&r->strongest[i + 1], &r->strongest[i], (r->n_strongest - 1 - i) * sizeof one);
    r->strongest[i] = one;
    return true;
}

bool tally_take(tally *t, str from, err *e)
{
    while (from.n) {
        packed p;
        str group, id, holder, target;
        tally_row *r;

        memcpy(&p, from.p, sizeof p);
        (void)cut(&from, sizeof p);
        group = cut(&from, p.n_group);
        id = cut(&from, p.n_id);
        holder = cut(&from, p.n_holder);
        target = cut(&from, p.n_target);
        t->n_articles += p.n_article;
        r = row_of(t, group, p.by_author, holder, target);
        if (!r || ((p.label == STANCE_FAVOR || p.label == STANCE_AGAINST) && !keep(t, r, &p, id)))
            return err_memory(e);
        r->favor += p.label == STANCE_FAVOR;
        r->against += p.label == STANCE_AGAINST;
        r->none += p.label == STANCE_NONE;
        if (p.label == STANCE_FAVOR || p.label == STANCE_AGAINST)
            r->margins += (double)p.margin;
        r->n_articles += r->latest != t->n_articles;
        r->latest = t->n_articles;
    }
    return true;
}

static int by_group(const void *x, const void *y)
{
    const tally_row *a = x, *b = y;
    uint32_t n = a->favor + a->against, m = b->favor + b->against;
    int c = str_cmp(a->group, b->group);

    if (c || n != m)
        return c ? c : n < m ? 1 : -1;
    if (a->none != b->none)
        return a->none < b->none ? 1 : -1;
    c = str_cmp(a->holder, b->holder);
    return c ? c : str_cmp(a->target, b->target);
}

static void put_row(const tally_row *r, bool grouped, buf *out)
{
    uint32_t n = r->favor + r->against;

    if (grouped) {
        buf_str(out, r->group);
        buf_char(out, '\t');
    }
    buf_tsv(out, r->holder);
    buf_char(out, '\t');
    buf_tsv(out, r->target);
    buf_printf(out, "\t%u\t%u\t%u\t", r->favor, r->against, r->none);
    if (n)
        buf_fixed(out, r->margins / n, 4);
    buf_printf(out, "\t%u", r->n_articles);
    for (uint32_t i = 0; i < TALLY_STRONGEST; i++) {
        buf_char(out, '\t');
        if (i >= r->n_strongest)
            continue;
        buf_tsv(out, r->strongest[i].id);
        buf_printf(out, ":%u-%u %s", r->strongest[i].at.begin, r->strongest[i].at.end,
                   labels_stance[r->strongest[i].label]);
    }
    buf_char(out, '\n');
}

static const char *const own[] = {"holder",      "target",   "favor",       "against",     "none",
                                  "mean_margin", "articles", "strongest_1", "strongest_2", "strongest_3"};

enum { N_COLUMNS = sizeof own / sizeof *own };

bool tally_has(str column)
{
    bool has = false;

    for (unsigned i = 0; i < N_COLUMNS; i++)
        has |= str_eq(column, str_z(own[i]));
    return has;
}

void tally_write(tally *t, const char *const *column, size_t n_columns, buf *out)
{
    if (t->n)
        qsort(t->row, t->n, sizeof *t->row, by_group);
    for (size_t i = 0; i < n_columns; i++) {
        buf_tsv(out, str_z(column[i]));
        buf_char(out, '\t');
    }
    for (unsigned i = 0; i < N_COLUMNS; i++) {
        buf_z(out, own[i]);
        buf_char(out, i + 1 < N_COLUMNS ? '\t' : '\n');
    }
    for (size_t i = 0; i < t->n; i++)
        put_row(&t->row[i], n_columns > 0, out);
}

void tally_free(tally *t)
{
    wordmap_free(&t->keys);
    free(t->row);
    arena_free(&t->strings);
    buf_free(&t->key);
    *t = (tally){0};
}
