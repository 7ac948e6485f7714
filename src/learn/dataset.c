/* Records in, rows of counted features out. The reader, the words and the features are those of scoring; what
 * is special here is that features get numbers and names. Each distinct word's features are listed once and
 * kept as a run of numbers, so that a record costs additions. */
#include "learn/dataset.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/utf8.h"
#include "feature/feature.h"
#include "feature/wordmap.h"
#include "model/model.h"

enum { WORDS_AT_ONCE = 256, WORDMAP_BITS = 16 };

/* What is remembered of a distinct word. */
typedef struct known {
    uint64_t hash;
    size_t begin, end; /* its features: runs[begin .. end)            */
    size_t text;       /* its normal form: texts[text .. text + n)    */
    uint32_t n;
    bool used;
} known;

typedef struct maker {
    dataset *d;
    const dataset_options *o;
    wordmap words, labels, groups;
    known *known; /* [words.n] by the word's index */
    size_t cap_known;
    uint32_t *runs;
    size_t n_runs, cap_runs;
    buf texts;
    tf_table tf;
    float *a, *b; /* [cap_sum] the present record's sums, by feature; zero between records */
    size_t cap_sum;
    uint32_t *touched; /* features of the present record */
    size_t n_touched, cap_touched;
    bool failed;
} maker;

static void count(maker *m, uint32_t id, uint32_t k)
{
    tf_gains gains = tf_table_get(&m->tf, k);

    if (m->a[id] == 0) {
        if (!GROW(m->touched, m->cap_touched, m->n_touched + 1)) {
            m->failed = true;
            return;
        }
        m->touched[m->n_touched++] = id;
    }
    m->a[id] += gains.gain;
    m->b[id] += gains.norm_gain;
}

/* A feature's number, with room for its sums. */
static uint32_t number(maker *m, uint64_t hash, unsigned block, unsigned n, const str *piece,
                       unsigned n_pieces)
{
    uint32_t id = vocab_get(&m->d->vocab, hash, block, n, piece, n_pieces);

    if (id != VOCAB_NONE && id >= m->cap_sum) {
        size_t cap = m->cap_sum;

        if (!GROW(m->a, cap, (size_t)id + 1) || !GROW(m->b, m->cap_sum, (size_t)id + 1)) {
            m->failed = true;
            return VOCAB_NONE;
        }
    }
    return id;
}

static void list(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    maker *m = to;
    uint32_t id = number(m, hash, block, n, &name, 1);

    if (id == VOCAB_NONE)
        return;
    if (!GROW(m->runs, m->cap_runs, m->n_runs + 1)) {
        m->failed = true;
        return;
    }
    m->runs[m->n_runs++] = id;
}

static bool learn_word(maker *m, uint32_t index, str raw, word_kind kind)
{
    word_form form;
    known *w;

    if (!GROW(m->known, m->cap_known, (size_t)index + 1))
        return false;
    w = &m->known[index];
    feature_word(&m->o->plan, raw, kind, &form);
    *w = (known){.hash = form.hash, .begin = m->n_runs, .text = m->texts.n, .n = form.n, .used = form.used};
    if (form.used)
        buf_add(&m->texts, form.text + 1, form.n);
    feature_list(&m->o->plan, &form, list, m);
    w->end = m->n_runs;
    return !m->texts.failed && !m->failed;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return (a > b) - (a < b);
}

/* Sums up the features of one text in m->a, m->b and m->touched. */
static bool count_text(maker *m, str text)
{
    const plan *p = &m->o->plan;
    words walk;
    word batch[WORDS_AT_ONCE];
    grams g = {0};
    uint32_t last[WORD_NGRAM_MAX] = {0}; /* indices of the latest words, the newest first */

    wordmap_record(&m->words);
    words_begin(&walk, text, true);
    for (size_t n; (n = words_next(&walk, batch, WORDS_AT_ONCE)) > 0;) {
        for (size_t i = 0; i < n; i++) {
            str raw = feature_spelling(text, &batch[i]);
            word_key key;
            word_entry *entry;
            bool is_new;
            const known *w;

            if (raw.n == 0 || (batch[i].kind == WORD_MARK && !p->punct))
                continue;
            key = wordmap_key(&m->words, raw);
            entry = wordmap_get(&m->words, &key, &is_new);
            if (!entry || (is_new && !learn_word(m, entry->index, raw, batch[i].kind)))
                return false;
            w = &m->known[entry->index];
            if (!w->used)
                continue;
            for (size_t at = w->begin; at < w->end; at++)
                count(m, m->runs[at], entry->count);

            if (p->word_max < 2)
                continue;
            memmove(last + 1, last, sizeof last - sizeof *last);
            last[0] = entry->index;
            grams_push(&g, p->word_max, w->hash, entry->count);
            for (unsigned len = p->word_min > 2 ? p->word_min : 2; len <= g.n; len++) {
                str piece[WORD_NGRAM_MAX];
                uint32_t id;

                for (unsigned j = 0; j < len; j++) {
                    const known *v = &m->known[last[len - 1 - j]];

                    piece[j] = (str){m->texts.p + v->text, v->n};
                }
                id = number(m, g.hash[len], BLOCK_WORD, len, piece, len);
                if (id != VOCAB_NONE)
                    count(m, id, g.k[len]);
            }
        }
    }
    return !m->failed && !m->d->vocab.failed;
}

static bool add_features(maker *m, const record *r)
{
    dataset *d = m->d;
    size_t at = d->begin[d->N], end;
    size_t cap_a = d->cap_cells, cap_b = d->cap_cells; /* the three grow together */

    if (!count_text(m, r->text))
        return false;
    if (m->n_touched) /* no array before the first feature */
        qsort(m->touched, m->n_touched, sizeof *m->touched, by_number);
    end = at + m->n_touched;
    if (!GROW(d->a, cap_a, end) || !GROW(d->b, cap_b, end) || !GROW(d->id, d->cap_cells, end))
        return false;
    for (size_t i = 0; i < m->n_touched; i++) {
        uint32_t id = m->touched[i];

        d->id[at + i] = id;
        d->a[at + i] = m->a[id];
        d->b[at + i] = m->b[id];
        m->a[id] = m->b[id] = 0;
    }
    m->n_touched = 0;
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

/* The labels of one record, in order of first meeting for now: sort_labels renumbers them. */
static bool add_labels(maker *m, const record *r)
{
    dataset *d = m->d;
    size_t end = d->label_begin[d->N];
    str rest = r->label;

    wordmap_record(&m->labels);
    while (rest.p) {
        str name = str_trim(m->o->multi_label ? str_cut(&rest, m->o->separator) : rest);
        const word_entry *label;

        if (!m->o->multi_label)
            rest = (str){0};
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
    size_t cap_begin = d->cap_rows, cap_label = d->cap_rows, cap_weight = d->cap_rows;

    if (d->N >= UINT32_MAX - 2)
        return err_set(e, ERR_INPUT, "more than %u records", UINT32_MAX - 2);
    if (!GROW(d->begin, cap_begin, rows) || !GROW(d->label_begin, cap_label, rows) ||
        !GROW(d->weight, cap_weight, rows) || !GROW(d->group, d->cap_rows, rows))
        return err_memory(e);
    if (!add_labels(m, r) || !add_group(m, r) || !add_features(m, r))
        return err_memory(e);
    if (m->labels.n > MODEL_LABELS_MAX)
        return err_at(e, ERR_INPUT, r->path, r->line, r->byte,
                      "more than %d different labels; is this the label column?", MODEL_LABELS_MAX);
    d->weight[d->N] = r->weight;
    f->rows++;
    d->N++;
    return true;
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
    else if (!o->multi_label && str_trim(r->label).n > MODEL_NAME_MAX)
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
            qsort(d->label_of + begin, end - begin, sizeof *d->label_of, by_number);
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

bool dataset_read(const input *in, size_t n_in, const dataset_options *o, dataset *out, err *e)
{
    maker m = {.d = out, .o = o};
    bool ok;

    *out = (dataset){0};
    tf_table_init(&m.tf);
    out->file = calloc(n_in + 1, sizeof *out->file);
    out->begin = calloc(2, sizeof *out->begin);
    out->label_begin = calloc(2, sizeof *out->label_begin);
    out->label = ARENA_NEW(&out->strings, MODEL_LABELS_MAX, str);
    out->n_files = n_in;
    for (size_t i = 0; out->file && i < n_in; i++)
        out->file[i].path = in[i].path;
    ok = out->file && out->begin && out->label_begin && out->label &&
         wordmap_init(&m.words, WORDMAP_BITS, 0) && wordmap_init(&m.labels, 8, 0) &&
         wordmap_init(&m.groups, 8, 0);
    if (!ok)
        err_memory(e);
    ok = ok && read_all(&m, in, n_in, e);
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
    free(m.known);
    free(m.runs);
    buf_free(&m.texts);
    free(m.a);
    free(m.b);
    free(m.touched);
    if (!ok)
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
    free(d->id);
    free(d->a);
    free(d->b);
    free(d->label_begin);
    free(d->label_of);
    free(d->weight);
    free(d->group);
    free(d->file);
    vocab_free(&d->vocab);
    arena_free(&d->strings);
    *d = (dataset){0};
}
