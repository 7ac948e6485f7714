/* A table of all beginnings of names, each by the hash of its words' keys; a name is walked down word by
 * word.
 */
#include "article/targets.h"

#include "article/runs.h"
#include "text/words.h"

_Static_assert((int)TARGET_WORDS <= (int)RUN_WORDS, "a target's name is a form as others are");

static size_t words_of(str text, word some[TARGET_WORDS + 1])
{
    words w;

    words_begin(&w, text, false);
    return words_next(&w, some, TARGET_WORDS + 1);
}

bool targets_is_name(str text)
{
    word some[TARGET_WORDS + 1];
    size_t n = words_of(text, some);

    return n > 0 && n <= TARGET_WORDS;
}

/* Where the beginning `key` stands, or the empty slot where it belongs. */
static targets_slot *slot_of(const targets *set, uint64_t key)
{
    size_t i = (size_t)key & set->mask;

    while (set->slot[i].key && set->slot[i].key != key)
        i = (i + 1) & set->mask;
    return &set->slot[i];
}

/* One word further; never 0. */
static uint64_t go_on(const targets *set, uint64_t at, uint64_t key)
{
    uint64_t to = hash_mix(hash_pair(at ^ set->seed, key));

    return to + (to == 0);
}

static bool same_words(const target_name *x, const target_name *y)
{
    if (x->n != y->n || x->owns != y->owns)
        return false;
    for (uint16_t i = 0; i < x->n; i++)
        if (!str_eq(x->word[i], y->word[i]))
            return false;
    return true;
}

/* Into the table with all its beginnings, behind those that differ by case; the first of the same words stays
 * alone. */
static void put_name(targets *set, uint32_t i)
{
    target_name *name = &set->name[i];
    uint32_t *link = NULL;
    uint64_t at = 0;

    for (uint16_t k = 0; k < name->n; k++) {
        targets_slot *s;

        at = go_on(set, at, name->key[k]);
        s = slot_of(set, at);
        if (!s->key)
            *s = (targets_slot){at, NONE};
        link = &s->name;
    }
    while (link && *link != NONE) {
        if (same_words(&set->name[*link], name))
            return;
        link = &set->name[*link].next;
    }
    if (link)
        *link = i;
}

/* What a name says of the kind of its target. */
static void learn(target_kind *of, const target_name *name)
{
    uint32_t first = lexicon_find(name->word[0]);

    for (uint16_t i = 0; i < name->n; i++)
        of->kinds |= lexicon_find(name->word[i]) & (LEX_KINDS | LEX_PLACE | LEX_GROUND);
    if (first & LEX_GIVEN && name->n > 1) {
        of->person++;
        of->gender = lexicon_gender(first);
    }
}

/* An index that is being made. */
typedef struct making {
    targets *set;
    uint32_t n; /* names so far       */
    size_t n_words;
    arena *memory;
} making;

static bool add_name(making *m, str text, uint32_t of, err *e)
{
    word some[TARGET_WORDS + 1];
    size_t k = words_of(text, some);
    uint64_t *key = ARENA_NEW(m->memory, k, uint64_t);
    str *kept = ARENA_NEW(m->memory, k, str);
    uint16_t owns = 0;

    if (k == 0 || k > TARGET_WORDS)
        return true;
    if (!key || !kept)
        return err_memory(e);
    for (size_t i = 0; i < k; i++) {
        bool possessive, short_form;

        kept[i] =
            lexeme_bare((str){text.p + some[i].begin, some[i].end - some[i].begin}, &possessive, &short_form);
        key[i] = looks_word_key(kept[i]);
        owns |= (uint16_t)(possessive << i);
    }
    m->set->name[m->n] = (target_name){key, kept, (uint16_t)k, owns, of, NONE};
    learn(&m->set->kind[of], &m->set->name[m->n++]);
    m->n_words += k;
    return true;
}

/* The text with each `from` as `to`; empty where there is none. */
static bool respell(str text, str from, str to, arena *a, str *out, err *e)
{
    size_t n = 0;
    char *p;

    *out = (str){0};
    for (size_t i = 0; i + from.n <= text.n; i++)
        n += !memcmp(text.p + i, from.p, from.n);
    if (!n)
        return true;
    if (!(p = ARENA_NEW(a, text.n + n * to.n, char)))
        return err_memory(e);
    out->p = p;
    for (size_t i = 0; i < text.n;) {
        bool here = i + from.n <= text.n && !memcmp(text.p + i, from.p, from.n);

        memcpy(p + out->n, here ? to.p : text.p + i, here ? to.n : 1);
        out->n += here ? to.n : 1;
        i += here ? from.n : 1;
    }
    return true;
}

/* With either apostrophe. */
static bool read_name(making *m, str text, uint32_t of, err *e)
{
    const str straight = STR("'"), curly = STR("\xE2\x80\x99");
    str other;

    if (!respell(text, straight, curly, m->memory, &other, e) ||
        (!other.n && !respell(text, curly, straight, m->memory, &other, e)))
        return false;
    return add_name(m, text, of, e) && (!other.n || add_name(m, other, of, e));
}

bool targets_index(const target *list, uint32_t n, uint64_t seed, arena *a, targets *out, err *e)
{
    size_t n_names = n, n_slots = 16;
    making m = {.set = out, .memory = a};

    for (uint32_t t = 0; t < n; t++)
        n_names += list[t].n_aliases;
    *out = (targets){.target = list,
                     .kind = ARENA_NEW(a, (size_t)n + 1, target_kind),
                     .first = ARENA_NEW(a, (size_t)n + 1, uint32_t),
                     .name = ARENA_NEW(a, 2 * n_names + 1, target_name),
                     .seed = seed,
                     .n = n};
    if (!out->kind || !out->first || !out->name || n_names >= NONE / 2)
        return err_memory(e);
    for (uint32_t t = 0; t < n; t++) {
        out->first[t] = m.n;
        out->kind[t].gender = '?';
        if (!read_name(&m, list[t].name, t, e))
            return false;
        for (uint32_t k = 0; k < list[t].n_aliases; k++)
            if (!read_name(&m, list[t].alias[k], t, e))
                return false;
    }
    out->first[n] = m.n;
    while (n_slots < 2 * m.n_words)
        n_slots *= 2;
    out->mask = n_slots - 1;
    out->slot = ARENA_NEW(a, n_slots, targets_slot);
    if (!out->slot)
        return err_memory(e);
    for (uint32_t i = 0; i < m.n; i++)
        put_name(out, i);
    return true;
}

/* ---- in an article ---- */

/* Whether the words at[] have 's where the name has; the last may have one more. */
static bool owns_alike(const target_name *name, const runs *r, const uint32_t *at, uint16_t n)
{
    for (uint16_t k = 0; k < n; k++) {
        bool wanted = name->owns >> k & 1, there = r->look[at[k]].flags & LOOK_POSSESSIVE;

        if (wanted != there && (wanted || k + 1 < n))
            return false;
    }
    return true;
}

/* The same word but for stops: "U.S" and US. */
static bool same_word(str a, str b)
{
    size_t i = 0, k = 0;

    for (;;) {
        while (i < a.n && a.p[i] == '.')
            i++;
        while (k < b.n && b.p[k] == '.')
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (a.p[i++] != b.p[k++])
            return false;
    }
}

/* Of the names from `name` on, whose n words stand at[] in whatever case: the one that is written so, else
 * with `any` the first. */
static uint32_t name_written(const targets *set, const article *in, const runs *r, uint32_t name,
                             const uint32_t *at, uint16_t n, bool any, bool *exactly)
{
    uint32_t other = NONE;

    for (uint32_t i = name; i != NONE; i = set->name[i].next) {
        uint16_t k = 0;

        if (set->name[i].n != n || !owns_alike(&set->name[i], r, at, n))
            continue;
        while (k < n && same_word(looks_word(in, r->look, at[k]), set->name[i].word[k]))
            k++;
        *exactly = k == n;
        if (*exactly)
            return i;
        other = any && other == NONE ? i : other;
    }
    *exactly = false;
    return other;
}

/* The longest name that begins at token i, a word. */
static bool name_at(const targets *set, const article *in, const runs *r, uint32_t i, sighting *out)
{
    uint32_t sentence = in->token[i].sentence, end = in->sentence[sentence].last, at[TARGET_WORDS], name;
    uint64_t walk = 0;

    out->last = 0;
    for (uint16_t n = 0; i != NONE && n < TARGET_WORDS; i = runs_go_on(in, r->look, i + 1, end)) {
        const targets_slot *s;
        bool exactly;

        at[n++] = i;
        walk = go_on(set, walk, r->look[i].key);
        s = slot_of(set, walk);
        if (!s->key)
            break;
        /* In capitals a single word may be any. */
        name = name_written(set, in, r, s->name, at, n, r->shouted[sentence] && n > 1, &exactly);
        if (name != NONE)
            *out = (sighting){at[0], i + 1, set->name[name].of, exactly};
    }
    return out->last > 0;
}

bool targets_find(const targets *set, const article *in, const runs *r, arena *a, sighting **out, uint32_t *n,
                  err *e)
{
    size_t cap = 0;
    sighting one;

    *out = NULL;
    *n = 0;
    for (uint32_t i = 0; i < in->n_tokens;) {
        const look *l = &r->look[i];

        if (!(l->flags & LOOK_WORD) || l->flags & LOOK_SKIP || !name_at(set, in, r, i, &one)) {
            i++;
            continue;
        }
        if (!ARENA_GROW(a, *out, cap, (size_t)*n + 1))
            return err_memory(e);
        (*out)[(*n)++] = one;
        i = one.last;
    }
    return true;
}
