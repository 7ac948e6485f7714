/* Records in, rows of words and n-grams out. The reader, the words and the features are those of scoring;
 * what is special here is that features get numbers and names. Each distinct word's features are listed once
 * and kept as a run of numbers, so that a record costs a look-up a word and one for each n-gram. */
#include "learn/dataset.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/order.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "feature/feature.h"
#include "feature/overlap.h"
#include "feature/wordmap.h"
#include "model/model.h"

enum { WORDS_AT_ONCE = 256, WORDMAP_BITS = 16 };

/* What is remembered of a distinct word. */
typedef struct known {
    uint64_t hash;
    size_t text; /* its normal form: texts[text .. text + n)    */
    uint32_t n;
    bool used;
} known;

/* The present record's cells of one kind. Where a number's cell is stands in `spot`, for the row it names. */
typedef struct spot {
    uint32_t row; /* N + 1, so that 0 is none */
    uint32_t at;
} spot;

typedef struct tally {
    dataset_cell *cell; /* [n] */
    size_t n, cap;
    spot *spot; /* by number */
    size_t cap_spot;
} tally;

typedef struct maker {
    dataset *d;
    const dataset_options *o;
    wordmap words, labels, groups;
    known *known; /* [words.n] by the word's index */
    size_t cap_known;
    uint8_t text;     /* the present one, < F */
    plan plan;        /* its own              */
    overlap *overlap; /* NULL: none is asked for */
    buf texts;
    tf_table tf;
    tally of_words, of_grams;
    bool failed;
} maker;

static bool count(maker *m, tally *t, uint32_t id, uint32_t k)
{
    tf_gains gains = tf_table_get(&m->tf, k);
    uint32_t row = m->d->N + 1;
    dataset_cell *c;

    if (!GROW(t->spot, t->cap_spot, (size_t)id + 1) || !GROW(t->cell, t->cap, t->n + 1))
        return false;
    if (t->spot[id].row != row) {
        t->spot[id] = (spot){row, (uint32_t)t->n};
        t->cell[t->n++] = (dataset_cell){.id = id};
    }
    c = &t->cell[t->spot[id].at];
    c->a += gains.gain;
    c->b += gains.norm_gain;
    return true;
}

/* The number of a feature of the present text. Its hash is that of the first text's with a number added,
 * which assemble.c takes off again. */
static uint32_t feature_id(maker *m, uint64_t hash, unsigned block, unsigned n, const str *piece,
                           unsigned n_pieces)
{
    return vocab_get(&m->d->vocab, hash + dataset_salt(m->text), m->text * N_BLOCKS + block, n, piece,
                     n_pieces);
}

static void list(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    maker *m = to;
    dataset *d = m->d;
    size_t *end = &d->run_begin[d->n_words + 1];
    uint32_t id = feature_id(m, hash, block, n, &name, 1);

    if (id == VOCAB_NONE)
        return;
    if (!GROW(d->run, d->cap_run, *end + 1)) {
        m->failed = true;
        return;
    }
    d->run[(*end)++] = id;
}

/* A new word gets its features. Words are numbered in the order in which they are met. */
static bool learn_word(maker *m, str raw, word_kind kind)
{
    dataset *d = m->d;
    word_form form;
    known *w;

    if (!GROW(m->known, m->cap_known, (size_t)d->n_words + 1) ||
        !GROW(d->word_text, d->cap_word_text, (size_t)d->n_words + 1) ||
        !GROW(d->run_begin, d->cap_words, (size_t)d->n_words + 2))
        return false;
    w = &m->known[d->n_words];
    feature_word(&m->plan, raw, kind, &form);
    *w = (known){.hash = form.hash, .text = m->texts.n, .n = form.n, .used = form.used};
    if (form.used)
        buf_add(&m->texts, form.text + 1, form.n);
    d->word_text[d->n_words] = m->text;
    d->run_begin[d->n_words + 1] = d->run_begin[d->n_words];
    feature_list(&m->plan, &form, list, m);
    d->n_words++;
    return !m->texts.failed && !m->failed;
}

/* The key of a spelling in a text: in the first it is itself, in others the text's number comes before it. No
 * word begins with a control. */
static str spelling_in(uint8_t text, str raw, char own[NORM_RAW_MAX + 1])
{
    if (text == 0)
        return raw;
    own[0] = (char)text;
    memcpy(own + 1, raw.p, raw.n);
    return (str){own, raw.n + 1};
}

/* In place of a word's index: where the text begins and ends. */
#define AT_BEGIN UINT32_MAX
#define AT_END   (UINT32_MAX - 1)

static str piece_of(const maker *m, uint32_t index)
{
    const known *w;

    if (index >= AT_END)
        return str_z(index == AT_BEGIN ? FEATURE_BEGIN_NAME : FEATURE_END_NAME);
    w = &m->known[index];
    return (str){m->texts.p + w->text, w->n};
}

/* Counts the n-grams that end at the word pushed last. last: indices of the latest words, the newest first.
 */
static bool count_grams(maker *m, const grams *g, const uint32_t last[WORD_NGRAM_MAX])
{
    for (unsigned len = grams_shortest(&m->plan); len <= g->n; len++) {
        str piece[WORD_NGRAM_MAX];
        uint32_t id;

        for (unsigned j = 0; j < len; j++)
            piece[j] = piece_of(m, last[len - 1 - j]);
        id = feature_id(m, g->hash[len], BLOCK_WORD, len, piece, len);
        if (id != VOCAB_NONE && !count(m, &m->of_grams, id, g->k[len]))
            return false;
    }
    return true;
}

static void put_first(uint32_t last[WORD_NGRAM_MAX], uint32_t index)
{
    memmove(last + 1, last, (WORD_NGRAM_MAX - 1) * sizeof *last);
    last[0] = index;
}

/* Counts the words and n-grams of one text. */
static bool count_text(maker *m, str text)
{
    const plan *p = &m->plan;
    words walk;
    word batch[WORDS_AT_ONCE];
    grams g = grams_begin(p);
    uint32_t last[WORD_NGRAM_MAX] = {AT_BEGIN};

    words_begin(&walk, text, p->punct != 0);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;) {
        for (size_t i = 0; i < n; i++) {
            str raw = feature_spelling(text, &batch[i]);
            char own[NORM_RAW_MAX + 1];
            word_key key;
            word_entry *entry;
            bool is_new;
            const known *w;

            if (raw.n == 0 || (batch[i].kind == WORD_MARK && !p->punct))
                continue;
            key = wordmap_key(&m->words, spelling_in(m->text, raw, own));
            entry = wordmap_get(&m->words, &key, &is_new);
            if (!entry || (is_new && !learn_word(m, raw, batch[i].kind)))
                return false;
            w = &m->known[entry->index];
            if (!w->used)
                continue;
            if (m->d->run_begin[entry->index] < m->d->run_begin[entry->index + 1] &&
                !count(m, &m->of_words, entry->index, entry->count))
                return false;

            if (p->word_max < 2)
                continue;
            put_first(last, entry->index);
            grams_push(&g, p->word_max, w->hash, entry->count);
            if (!count_grams(m, &g, last))
                return false;
        }
    }
    if (grams_end(&g, p)) {
        put_first(last, AT_END);
        if (!count_grams(m, &g, last))
            return false;
    }
    return !m->d->vocab.failed;
}

static bool add_features(maker *m, const record *r)
{
    dataset *d = m->d;
    tally *t[] = {&m->of_words, &m->of_grams};
    size_t end = d->begin[d->N];

    str rest = r->text;

    wordmap_record(&m->words);
    for (m->text = 0; m->text < d->F; m->text++) {
        str text;

        m->plan = dataset_plan(d, &m->o->plan, m->text);
        if (d->overlap && m->text + 1U == d->F) {
            if (!overlap_of(m->overlap, r->text, &text, &(err){0}))
                return false;
        } else
            text = d->F == 1 ? rest : str_cut(&rest, TEXT_BREAK);
        if (!count_text(m, text))
            return false;
    }
    if (!GROW(d->cell, d->cap_cells, end + t[0]->n + t[1]->n))
        return false;
    d->grams[d->N] = end + t[0]->n;
    for (unsigned i = 0; i < 2; i++) {
        if (t[i]->n)
            memcpy(d->cell + end, t[i]->cell, t[i]->n * sizeof *t[i]->cell);
        end += t[i]->n;
        t[i]->n = 0;
    }
    d->begin[d->N + 1] = end;
    return true;
}

/* A name's entry in a map of names, numbered in order of first meeting; NULL when memory is out. */
static const word_entry *intern(wordmap *map, str name)
{
    word_key key = wordmap_key(map, name);
    bool is_new;

    return wordmap_get(map, &key, &is_new);
}

/* The next label of a record's field, which may be empty; *rest is of no bytes, p NULL, behind the last. */
static str next_label(const dataset_options *o, str *rest)
{
    str one = o->multi_label ? str_cut(rest, o->separator) : *rest;

    if (!o->multi_label)
        *rest = (str){0};
    return str_trim(one);
}

/* The labels of one record, in order of first meeting for now: sort_labels renumbers them. */
static bool add_labels(maker *m, const record *r)
{
    dataset *d = m->d;
    size_t end = d->label_begin[d->N];
    str rest = r->label;

    wordmap_record(&m->labels);
    while (rest.p) {
        str name = next_label(m->o, &rest);
        const word_entry *label;

        if (name.n == 0)
            continue;
        label = intern(&m->labels, name);
        if (!label)
            return false;
        if (label->count > 1) /* named twice */
            continue;
        if (!GROW(d->label_of, d->cap_labels, end + 1))
            return false;
        d->label_of[end++] = label->index;
        if (label->index == d->K) { /* new: keep the name */
            if (d->K == MODEL_LABELS_MAX)
                return true; /* refused after reading, with the whole count */
            d->label[d->K] = arena_copy(&d->strings, name);
            if (!d->label[d->K++].p)
                return false;
        }
    }
    d->label_begin[d->N + 1] = end;
    return true;
}

static bool add_group(maker *m, const record *r)
{
    const word_entry *group = NULL;

    if (m->o->reader.fields.group && r->group.n) {
        group = intern(&m->groups, r->group);
        if (!group)
            return false;
    }
    m->d->group[m->d->N] = group ? group->index : UINT32_MAX;
    return true;
}

/* The bytes of a record's texts, but for tags. */
static uint32_t words_size(const dataset *d, str rest)
{
    size_t n = 0;

    for (uint32_t text = 0; text + d->n_tags < d->F; text++)
        n += str_cut(&rest, TEXT_BREAK).n;
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/* Rows without a group get groups of their own, numbered behind the others. */
static void number_groups(dataset *d, uint32_t n_named)
{
    d->n_groups = n_named;
    for (uint32_t i = 0; i < d->N; i++)
        if (d->group[i] == UINT32_MAX)
            d->group[i] = d->n_groups++;
}

static bool add(maker *m, const record *r, dataset_file *f, err *e)
{
    dataset *d = m->d;
    size_t rows = (size_t)d->N + 2;
    size_t cap_begin = d->cap_rows, cap_grams = d->cap_rows, cap_label = d->cap_rows,
           cap_weight = d->cap_rows, cap_bytes = d->cap_rows;

    if (d->N >= UINT32_MAX - 2)
        return err_set(e, ERR_INPUT, "more than %u records", UINT32_MAX - 2);
    if (!GROW(d->begin, cap_begin, rows) || !GROW(d->grams, cap_grams, rows) ||
        !GROW(d->label_begin, cap_label, rows) || !GROW(d->weight, cap_weight, rows) ||
        !GROW(d->bytes, cap_bytes, rows) || !GROW(d->group, d->cap_rows, rows))
        return err_memory(e);
    if (!add_labels(m, r) || !add_group(m, r) || !add_features(m, r))
        return err_memory(e);
    if (m->labels.n > MODEL_LABELS_MAX)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte,
                      "more than %d different labels; is this the label column?", MODEL_LABELS_MAX);
    d->weight[d->N] = r->weight;
    d->bytes[d->N] = words_size(d, r->text);
    f->rows++;
    d->N++;
    return true;
}

/* Whether a record's label, or one of several, is longer than a model's may be. */
static bool has_long(const dataset_options *o, str labels)
{
    while (labels.p)
        if (next_label(o, &labels).n > MODEL_NAME_MAX)
            return true;
    return false;
}

/* A label becomes a name in the model, which has to be UTF-8. */
static bool usable(const dataset_options *o, record *r)
{
    const char *why = NULL;

    if (r->bad)
        return false;
    if (!o->multi_label && str_trim(r->label).n == 0)
        why = "the label is empty";
    else if (utf8_bad(r->label) < r->label.n)
        why = "the label is not UTF-8";
    else if (has_long(o, r->label))
        why = "the label is too long to be one";
    if (!why)
        return true;
    r->bad = true;
    r->why = (err){0};
    return err_at(&r->why, ERR_INPUT, r->path, r->line, r->byte, "%s", why);
}

/* Everything of a row that training looks at. */
static uint64_t digest(uint64_t before, const record *r)
{
    uint64_t h = hash_str(r->label, before);

    h = hash_str(r->text, h);
    h = hash_str(r->group, h);
    return hash_bytes(&r->weight, sizeof r->weight, h);
}

static bool read_chunk(maker *m, records *rs, const chunk *c, dataset_file *f, arena *a, err *e)
{
    dataset *d = m->d;
    record r;

    f->bytes += c->bytes.n;
    records_begin(rs, c);
    while (records_next(rs, a, &r)) {
        if (!usable(m->o, &r)) {
            d->n_rejected++;
            if (m->o->on_reject && !m->o->on_reject(m->o->to, &r, e))
                return false;
            continue;
        }
        f->digest = digest(f->digest, &r);
        if (!add(m, &r, f, e))
            return false;
    }
    arena_reset(a);
    return true;
}

typedef struct named {
    str name;
    uint32_t index;
} named;

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const named *)x)->name, ((const named *)y)->name);
}

/* Labels in bytewise order, whatever order the rows came in. */
static bool sort_labels(dataset *d)
{
    named *order = malloc((d->K + 1) * sizeof *order);
    uint32_t *now = malloc((d->K + 1) * sizeof *now);

    if (!order || !now) {
        free(order);
        free(now);
        return false;
    }
    for (uint32_t k = 0; k < d->K; k++)
        order[k] = (named){d->label[k], k};
    qsort(order, d->K, sizeof *order, by_name);
    for (uint32_t k = 0; k < d->K; k++) {
        d->label[k] = order[k].name;
        now[order[k].index] = k;
    }
    for (uint32_t i = 0; i < d->N; i++) {
        size_t begin = d->label_begin[i], end = d->label_begin[i + 1];

        for (size_t at = begin; at < end; at++)
            d->label_of[at] = now[d->label_of[at]];
        if (end > begin)
            qsort(d->label_of + begin, end - begin, sizeof *d->label_of, order_u32);
    }
    free(order);
    free(now);
    return true;
}

static bool read_all(maker *m, const input *in, size_t n_in, err *e)
{
    dataset *d = m->d;
    reader *rd = NULL;
    records *rs = records_new(&m->o->reader, n_in > 1);
    chunk c = {0};
    arena a = {0};
    bool more = true, ok = rs && reader_open(in, n_in, &m->o->reader, &rd, e);

    if (!rs)
        err_memory(e);
    while (ok && (ok = reader_next(rd, &c, &more, e)) && more) {
        dataset_file *f = &d->file[c.in - in];

        ok = read_chunk(m, rs, &c, f, &a, e);
        if (ok && m->o->on_progress)
            m->o->on_progress(m->o->to, rd, d->N);
    }
    chunk_free(&c);
    arena_free(&a);
    records_free(rs);
    reader_close(rd);
    return ok;
}

/* Gives back the room for cells that no record took: an array that has doubled may be half empty. */
static void trim(dataset *d)
{
    size_t n = d->begin[d->N] + 1;
    dataset_cell *less = n < d->cap_cells ? realloc(d->cell, n * sizeof *less) : NULL;

    if (less) {
        d->cell = less;
        d->cap_cells = n;
    }
}

bool dataset_read(const input *in, size_t n_in, const dataset_options *o, dataset *out, err *e)
{
    maker m = {.d = out, .o = o};
    const uint64_t seed = secret();
    bool ok;

    *out = (dataset){.F = 1 + o->reader.fields.n_more + o->overlap,
                     .n_tags = o->reader.fields.n_tags + o->overlap,
                     .overlap = o->overlap,
                     .vocab.seed = seed};
    tf_table_init(&m.tf);
    out->file = calloc(n_in + 1, sizeof *out->file);
    out->begin = calloc(2, sizeof *out->begin);
    out->run_begin = calloc(2, sizeof *out->run_begin);
    out->label_begin = calloc(2, sizeof *out->label_begin);
    out->label = ARENA_NEW(&out->strings, MODEL_LABELS_MAX, str);
    out->n_files = n_in;
    for (size_t i = 0; out->file && i < n_in; i++)
        out->file[i].path = in[i].path;
    ok = out->file && out->begin && out->run_begin && out->label_begin && out->label &&
         wordmap_init(&m.words, WORDMAP_BITS, seed) && wordmap_init(&m.labels, 8, seed) &&
         wordmap_init(&m.groups, 8, seed);
    if (!ok)
        err_memory(e);
    ok = ok && (!o->overlap || overlap_new(&m.overlap, e)) && read_all(&m, in, n_in, e);
    if (ok && out->N == 0)
        ok =
            err_set(e, ERR_INPUT, "no records to learn from (%llu rejected%s)",
                    (unsigned long long)out->n_rejected, out->n_rejected ? ": --rejects FILE tells why" : "");
    if (ok && !sort_labels(out))
        ok = err_memory(e);
    if (ok && o->reader.fields.group)
        number_groups(out, m.groups.n);

    wordmap_free(&m.words);
    wordmap_free(&m.labels);
    wordmap_free(&m.groups);
    overlap_free(m.overlap);
    free(m.known);
    buf_free(&m.texts);
    free(m.of_words.cell);
    free(m.of_words.spot);
    free(m.of_grams.cell);
    free(m.of_grams.spot);
    if (ok)
        trim(out);
    else
        dataset_free(out);
    return ok;
}

bool dataset_has(const dataset *d, uint32_t row, uint32_t label)
{
    for (size_t at = d->label_begin[row]; at < d->label_begin[row + 1]; at++)
        if (d->label_of[at] == label)
            return true;
    return false;
}

void dataset_free(dataset *d)
{
    free(d->begin);
    free(d->grams);
    free(d->cell);
    free(d->run_begin);
    free(d->run);
    free(d->word_text);
    free(d->label_begin);
    free(d->label_of);
    free(d->bytes);
    free(d->weight);
    free(d->group);
    free(d->file);
    vocab_free(&d->vocab);
    arena_free(&d->strings);
    *d = (dataset){0};
}
