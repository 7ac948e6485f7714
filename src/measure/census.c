/* Records go in one by one, counts come out by group. */
#include "measure/census.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/order.h"
#include "base/secret.h"

enum { KEYS_BITS = 8 };

bool census_init(census *c, err *e)
{
    *c = (census){0};
    return (wordmap_init(&c->names, KEYS_BITS, secret()) && wordmap_init(&c->keys, KEYS_BITS, secret())) ||
           err_memory(e);
}

void census_free(census *c)
{
    wordmap_free(&c->names);
    wordmap_free(&c->keys);
    free(c->group);
    free(c->entry);
    free(c->part);
    arena_free(&c->strings);
    *c = (census){0};
}

/* The number of a group, made if it was not there; false when memory is out. */
static bool group_of(census *c, str name, uint32_t *number)
{
    word_key key;
    const word_entry *entry;
    bool is_new;

    key =
        wordmap_key(&c->names, name.n ? name : STR("\n")); /* no key is a line's end, and none may be empty */
    entry = wordmap_get(&c->names, &key, &is_new);
    if (!entry || !GROW(c->group, c->cap_groups, c->n_groups + 1))
        return false;
    *number = entry->index;
    if (is_new)
        c->group[c->n_groups++].key = arena_copy(&c->strings, name);
    return c->group[*number].key.p != NULL;
}

bool census_add(census *c, str group, str cluster, uint32_t cell, err *e)
{
    shares_part part = {.cell = cell};
    uint32_t ids[3];
    word_key key;
    const word_entry *entry;
    bool is_new;

    if (!group_of(c, group, &ids[0]))
        return err_memory(e);
    if (cluster.p)
        part.cluster = (uint32_t)(hash_mix(hash_str(cluster, 0)) % CENSUS_BUCKETS);
    ids[1] = part.cluster;
    ids[2] = cell;
    key = wordmap_key(&c->keys, (str){(const char *)ids, sizeof ids});
    entry = wordmap_get(&c->keys, &key, &is_new);
    if (!entry || !GROW(c->entry, c->cap, c->n + 1))
        return err_memory(e);
    if (is_new)
        c->entry[c->n++] = (census_entry){.group = ids[0], .part = part};
    c->entry[entry->index].part.n++;
    c->group[ids[0]].records++;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const census_entry *x = a, *y = b;
    int c = order_of(x->group, y->group);

    if (c == 0)
        c = order_of(x->part.cluster, y->part.cluster);
    return c ? c : order_of(x->part.cell, y->part.cell);
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const census_group *)a)->key, ((const census_group *)b)->key);
}

bool census_sort(census *c, err *e)
{
    size_t cap = 0;

    if (!GROW(c->part, cap, c->n + 1))
        return err_memory(e);
    if (c->n)
        qsort(c->entry, c->n, sizeof *c->entry, by_place);
    for (size_t i = 0; i < c->n; i++) {
        census_group *g = &c->group[c->entry[i].group];

        c->part[i] = c->entry[i].part;
        if (g->n_parts++ == 0)
            g->part = &c->part[i];
    }
    if (c->n_groups)
        qsort(c->group, c->n_groups, sizeof *c->group, by_key);
    return true;
}
