/* Lines in, vectors out. The reader of `lines` unpacks and counts; a line is cut at its blanks. */
#include "learn/word_vectors.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/grow.h"
#include "base/hash.h"
#include "base/real.h"
#include "base/secret.h"
#include "corpus/record.h"
#include "feature/feature.h"

typedef struct taking {
    const plan *plan;
    arena *arena;
    word_vectors *to;
    size_t cap_word, cap_hash, cap_at;
} taking;

static bool wrong(const record *r, const char *what, str name, err *e)
{
    return err_at(e, ERR_INPUT, r->path, r->line, r->byte, "%s, at the word '%.*s'", what,
                  (int)(name.n < 40 ? name.n : 40), name.p);
}

/* The next part of a line, cut off; empty at its end. */
static str cut(str *rest)
{
    str part;
    size_t n = 0;

    while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
        *rest = (str){rest->p + 1, rest->n - 1};
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    part = (str){rest->p, n};
    *rest = (str){rest->p + n, rest->n - n};
    return part;
}

/* word2vec's first line: how many words and dims there are. */
static bool is_header(str line)
{
    str n = cut(&line), dims = cut(&line);
    double any;

    return real_parse(n, &any) && real_parse(dims, &any) && cut(&line).n == 0;
}

/* The numbers behind a word, to a vector of length 1; false for one of length 0, which says nothing. */
static bool take_numbers(const record *r, str name, str rest, uint32_t dims, float *to, bool *any, err *e)
{
    double square = 0;

    for (uint32_t i = 0; i < dims; i++) {
        double x;

        if (!real_parse(cut(&rest), &x))
            return wrong(r, "not as many numbers as in the first line, or one that is none", name, e);
        if (!(fabs(x) <= FLT_MAX))
            return wrong(r, "a number too large", name, e);
        to[i] = (float)x;
        square += x * x;
    }
    if (cut(&rest).n)
        return wrong(r, "more numbers than in the first line", name, e);
    *any = square > 0 && isfinite(square);
    for (uint32_t i = 0; *any && i < dims; i++)
        to[i] = (float)((double)to[i] / sqrt(square));
    return true;
}

static size_t slot_of(const word_vectors *v, uint64_t hash)
{
    size_t i = (size_t)hash_mix(hash ^ v->seed) & v->mask;

    while (v->slot[i] && v->hash[v->slot[i] - 1] != hash)
        i = (i + 1) & v->mask;
    return i;
}

static bool grow(word_vectors *v, err *e)
{
    size_t n = v->slot ? 2 * (v->mask + 1) : 1024;

    if (v->slot && 2 * ((size_t)v->n + 1) <= v->mask)
        return true;
    free(v->slot);
    v->slot = calloc(n, sizeof *v->slot);
    if (!v->slot)
        return err_memory(e);
    v->mask = n - 1;
    for (uint32_t i = 0; i < v->n; i++)
        v->slot[slot_of(v, v->hash[i])] = i + 1;
    return true;
}

static bool count_dims(const record *r, str name, str rest, word_vectors *v, err *e)
{
    while (cut(&rest).n)
        v->dims++;
    return (v->dims > 0 && v->dims <= WORD_VECTORS_DIMS_MAX) ||
           wrong(r, "a line is a word and its numbers, at most 4096", name, e);
}

static bool take_line(void *to, const record *r, err *e)
{
    taking *t = to;
    word_vectors *v = t->to;
    str rest = r->text, name = cut(&rest);
    word_form form;
    uint64_t hash;
    size_t slot;
    bool any = false;

    if (v->dims == 0 && (name.n == 0 || is_header(r->text)))
        return true;
    if ((v->dims == 0 && !count_dims(r, name, rest, v, e)) || !grow(v, e))
        return false;
    if (v->n == WORD_VECTORS_NONE - 1)
        return wrong(r, "more words than there can be", name, e);
    if (!GROW(v->at, t->cap_at, ((size_t)v->n + 1) * v->dims) ||
        !GROW(v->word, t->cap_word, (size_t)v->n + 1) || !GROW(v->hash, t->cap_hash, (size_t)v->n + 1))
        return err_memory(e);
    if (!take_numbers(r, name, rest, v->dims, v->at + (size_t)v->n * v->dims, &any, e))
        return false;
    feature_word(t->plan, norm_cut(name), WORD_WORD, &form);
    hash = feature_vector(form.hash);
    if (!any || !form.used || form.n == 0 || v->slot[slot = slot_of(v, hash)])
        return true;
    v->word[v->n] = arena_copy(t->arena, (str){form.text + 1, form.n});
    v->hash[v->n] = hash;
    v->slot[slot] = ++v->n;
    return v->word[v->n - 1].p || err_memory(e);
}

uint32_t word_vectors_find(const word_vectors *of, uint64_t hash)
{
    uint32_t at = of->n ? of->slot[slot_of(of, hash)] : 0;

    return at ? at - 1 : WORD_VECTORS_NONE;
}

bool word_vectors_read(const char *path, const plan *p, arena *a, word_vectors *out, err *e)
{
    reader_options how = {.fields = FIELDS_DEFAULT, .strict = true};
    taking t = {.plan = p, .arena = a, .to = out};
    bool ok;

    *out = (word_vectors){.seed = secret()};
    ok = records_each(path, FORMAT_LINES, &how, a, take_line, &t, e);
    if (ok && out->n == 0) {
        e->path = path;
        ok = err_set(e, ERR_INPUT, "no word vector in it");
    }
    return ok;
}

void word_vectors_free(word_vectors *of)
{
    free(of->word);
    free(of->hash);
    free(of->at);
    free(of->slot);
    *of = (word_vectors){0};
}
