/* The card, written and shown. The only file that sees jansson.
 *
 * Writing is a list of keys in order; it goes through buf, because reals are to have fixed decimals, which
 * jansson cannot promise, and names that are not UTF-8 must not lose the card. Reading is jansson's: a card
 * may come from anybody. What people see is laid out by the shape of the values, not by their keys, so that a
 * card with more in it than this version knows is shown whole. */
#include "model/card.h"

#include <jansson.h>
#include <math.h>

#include "base/utf8.h"

enum {
    DECIMALS = 6,       /* of reals in the file                                  */
    SHOWN_DECIMALS = 4, /* and on the screen                                     */
    DEPTH_MAX = 12,     /* deeper values are shown as "..."                      */
    KEY_COLUMNS = 24,   /* longer keys push their value aside                    */
    EXACT_BITS = 53,    /* larger counts are quoted: readers keep them as double */
};

/* ------------------------------------------------------------------------------------------------- writing
 */

/* Values end in a quote, a digit, a letter or a closing bracket: what opens and what separates is told apart
 * by the last byte alone. */
static void put_comma(buf *b)
{
    if (b->n && !strchr("{[\n", b->p[b->n - 1]))
        buf_char(b, ',');
}

/* The same between the card's own keys: one a line, for pagers and diff. */
static void put_line(buf *b)
{
    if (b->n && b->p[b->n - 1] != '\n')
        buf_z(b, ",\n");
}

static void put_key(buf *b, const char *key)
{
    put_comma(b);
    buf_json(b, str_z(key));
    buf_char(b, ':');
}

static void put_count(buf *b, const char *key, uint64_t v)
{
    bool quoted = v >> EXACT_BITS != 0;

    put_key(b, key);
    if (quoted)
        buf_char(b, '"');
    buf_u64(b, v);
    if (quoted)
        buf_char(b, '"');
}

static void put_str(buf *b, const char *key, str s)
{
    put_key(b, key);
    buf_json(b, s);
}

static void put_real(buf *b, const char *key, double v)
{
    put_key(b, key);
    buf_fixed(b, v, DECIMALS);
}

static void put_flag(buf *b, const char *key, bool on)
{
    put_key(b, key);
    buf_z(b, on ? "true" : "false");
}

static void put_range(buf *b, const char *key, unsigned from, unsigned to)
{
    put_key(b, key);
    buf_printf(b, "[%u,%u]", from, to);
}

static void put_figures(buf *b, const char *key, const card_figure *f, size_t n)
{
    put_key(b, key);
    buf_char(b, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(b);
        buf_char(b, '{');
        put_str(b, "name", f[i].name);
        put_real(b, "value", f[i].value);
        if (isfinite(f[i].low) && isfinite(f[i].high)) {
            put_real(b, "low", f[i].low);
            put_real(b, "high", f[i].high);
        }
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_labels(buf *b, const card *c)
{
    put_key(b, "labels");
    buf_char(b, '[');
    for (size_t i = 0; i < c->n_labels; i++) {
        put_comma(b);
        buf_char(b, '{');
        put_str(b, "name", c->label[i].name);
        put_count(b, "rows", c->label[i].n_rows);
        if (c->label[i].share > 0)
            put_real(b, "share", c->label[i].share);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_features(buf *b, const card *c)
{
    const plan *p = &c->plan;

    put_key(b, "features");
    buf_char(b, '{');
    put_count(b, "count", c->n_features);
    if (plan_has(p, BLOCK_WORD))
        put_range(b, "word_ngrams", p->word_min, p->word_max);
    if (plan_has(p, BLOCK_CHAR))
        put_range(b, "char_ngrams", p->char_min, p->char_max);
    if (p->edges)
        put_flag(b, "edges", true);
    put_flag(b, "shapes", p->shape);
    if (p->vector)
        put_flag(b, "word_vectors", true);
    put_flag(b, "punctuation", p->punct);
    put_flag(b, "keep_case", p->keep_case);
    put_flag(b, "fold_numbers", p->fold_numbers);
    if (c->overlap)
        put_flag(b, "overlap", true);
    buf_char(b, '}');
}

static void put_options(buf *b, const card *c)
{
    put_key(b, "options");
    buf_char(b, '{');
    for (size_t i = 0; i < c->n_options; i++) {
        put_comma(b);
        buf_json(b, c->option[i].name);
        buf_char(b, ':');
        buf_json(b, c->option[i].value);
    }
    buf_char(b, '}');
}

static str base_name(str path)
{
    size_t end = path.n, begin;

    while (end > 1 && path.p[end - 1] == '/')
        end--;
    for (begin = end; begin > 0 && path.p[begin - 1] != '/'; begin--)
        ;
    return (str){path.p ? path.p + begin : NULL, end - begin};
}

static void put_data(buf *b, const card *c)
{
    put_key(b, "data");
    buf_char(b, '{');
    put_count(b, "records", c->n_records);
    put_count(b, "rejected", c->n_rejected);
    put_key(b, "files");
    buf_char(b, '[');
    for (size_t i = 0; i < c->n_files; i++) {
        const card_file *f = &c->file[i];

        put_comma(b);
        buf_char(b, '{');
        put_str(b, "name", base_name(f->path));
        put_count(b, "bytes", f->size_bytes);
        put_count(b, "rows", f->n_rows);
        put_key(b, "digest");
        buf_printf(b, "\"%016llx\"", (unsigned long long)f->digest);
        buf_char(b, '}');
    }
    buf_z(b, "]}");
}

static void put_validation(buf *b, const card *c)
{
    put_key(b, "validation");
    buf_char(b, '{');
    put_count(b, "folds", c->n_folds);
    put_count(b, "seed", c->seed);
    put_figures(b, "figures", c->figure, c->n_figures);
    buf_char(b, '}');
}

static void put_bins(buf *b, const card *c)
{
    put_key(b, "reliability");
    buf_char(b, '[');
    for (size_t i = 0; i < c->n_bins; i++) {
        put_comma(b);
        buf_char(b, '{');
        put_count(b, "records", c->bin[i].n_records);
        put_real(b, "confidence", c->bin[i].confidence);
        put_real(b, "accuracy", c->bin[i].accuracy);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_unsure(buf *b, const card *c)
{
    put_key(b, "unsure");
    buf_char(b, '{');
    put_real(b, "below", c->unsure.below);
    put_real(b, "target_precision", c->unsure.target);
    put_real(b, "coverage", c->unsure.coverage);
    put_real(b, "precision", c->unsure.precision);
    put_real(b, "at_least", c->unsure.at_least);
    buf_char(b, '}');
}

/* A line for what may be missing. */
static void put_text(buf *b, const char *key, str s)
{
    if (s.n) {
        put_line(b);
        put_str(b, key, s);
    }
}

bool card_write(const card *c, buf *out, err *e)
{
    buf_z(out, "{\n");
    put_text(out, "slant", c->version);
    put_text(out, "task", c->task);
    put_line(out);
    put_labels(out, c);
    put_line(out);
    put_features(out, c);
    put_line(out);
    put_options(out, c);
    put_text(out, "setting", c->setting);
    put_text(out, "command", c->command);
    put_line(out);
    put_data(out, c);
    if (c->n_folds) {
        put_line(out);
        put_validation(out, c);
    }
    put_text(out, "calibrated", c->calibrated_by);
    if (c->n_calibration) {
        put_line(out);
        put_figures(out, "calibration", c->calibration, c->n_calibration);
    }
    if (c->n_bins) {
        put_line(out);
        put_bins(out, c);
    }
    if (c->familiar > 0) {
        put_line(out);
        put_real(out, "familiar", c->familiar);
    }
    if (c->unsure.target > 0) {
        put_line(out);
        put_unsure(out, c);
    }
    put_text(out, "licence", c->licence);
    put_text(out, "notes", c->notes);
    put_text(out, "date", c->date);
    buf_z(out, "\n}\n");
    return out->failed ? err_memory(e) : true;
}

/* ------------------------------------------------------------------------------------------------- showing
 */

void card_show(str s, buf *b)
{
    for (size_t i = 0; i < s.n;) {
        utf8_char u = utf8_next(s, i);

        if (u.code == '\n' || u.code == '\t')
            buf_char(b, ' ');
        else if (!u.valid || utf8_acts(u.code))
            buf_z(b, "\xef\xbf\xbd");
        else
            buf_add(b, s.p + i, u.n);
        i += u.n;
    }
}

static void show_real(buf *b, double v)
{
    double size = fabs(v);

    if (v == 0 || (size >= 0.001 && size < 1e9))
        buf_fixed(b, v, SHOWN_DECIMALS);
    else
        buf_printf(b, "%.6g", v);
}

static bool is_scalar(json_t *v)
{
    return !json_is_object(v) && !json_is_array(v);
}

static bool has_only_scalars(json_t *array)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!is_scalar(json_array_get(array, i)))
            return false;
    return true;
}

static void show_inline(json_t *v, buf *b, unsigned depth);

static void show_elements(json_t *array, buf *b, unsigned depth)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i)
            buf_z(b, ", ");
        show_inline(json_array_get(array, i), b, depth + 1);
    }
}

/* "macro-F1  value 0.7800, low 0.7600": a name needs no key in front of it. */
static void show_members(json_t *object, buf *b, unsigned depth)
{
    json_t *name = json_object_get(object, "name");
    bool named = json_is_string(name), first = true;

    if (named)
        show_inline(name, b, depth + 1);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *key = json_object_iter_key(at);

        if (named && strcmp(key, "name") == 0)
            continue;
        if (!first || named)
            buf_z(b, first ? "  " : ", ");
        first = false;
        card_show(str_z(key), b);
        buf_char(b, ' ');
        show_inline(json_object_iter_value(at), b, depth + 1);
    }
}

static void show_inline(json_t *v, buf *b, unsigned depth)
{
    if (depth > DEPTH_MAX) {
        buf_z(b, "...");
        return;
    }
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        buf_char(b, '{');
        show_members(v, b, depth);
        buf_char(b, '}');
        break;
    case JSON_ARRAY:
        buf_char(b, '[');
        show_elements(v, b, depth);
        buf_char(b, ']');
        break;
    case JSON_STRING:
        card_show((str){json_string_value(v), json_string_length(v)}, b);
        break;
    case JSON_INTEGER:
        buf_printf(b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        break;
    case JSON_REAL:
        show_real(b, json_real_value(v));
        break;
    case JSON_TRUE:
        buf_z(b, "yes");
        break;
    case JSON_FALSE:
        buf_z(b, "no");
        break;
    case JSON_NULL:
        buf_z(b, "none");
        break;
    }
}

static void show_blanks(buf *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_char(b, ' ');
}

/* The members of an object, one a line, values in a column; what holds more opens below its key. */
static void show_object(json_t *object, buf *b, unsigned depth)
{
    size_t indent = 2 * (size_t)depth, widest = 0;

    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        size_t n = utf8_count(str_z(json_object_iter_key(at)));

        if (n <= KEY_COLUMNS && n > widest)
            widest = n;
    }
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        str key = str_z(json_object_iter_key(at));
        json_t *v = json_object_iter_value(at);
        size_t n = utf8_count(key);
        bool opens = json_is_object(v) || (json_is_array(v) && !has_only_scalars(v));

        show_blanks(b, indent);
        card_show(key, b);
        if (opens && depth < DEPTH_MAX) {
            buf_char(b, '\n');
            if (json_is_object(v))
                show_object(v, b, depth + 1);
            for (size_t i = 0; i < json_array_size(v); i++) {
                json_t *element = json_array_get(v, i);

                show_blanks(b, indent + 2);
                if (json_is_object(element))
                    show_members(element, b, depth + 1);
                else
                    show_inline(element, b, depth + 1);
                buf_char(b, '\n');
            }
            continue;
        }
        show_blanks(b, (n < widest ? widest - n : 0) + 2);
        if (json_is_array(v) && !opens)
            show_elements(v, b, depth);
        else
            show_inline(v, b, depth);
        buf_char(b, '\n');
    }
}

/* Parses a card; NULL with the reason in e. */
static json_t *card_read(str json, err *e)
{
    json_error_t why;
    json_t *root = json_loadb(json.n ? json.p : "", json.n, JSON_ALLOW_NUL, &why);

    if (json_is_object(root))
        return root;
    if (root)
        err_set(e, ERR_MODEL, "the card is not a JSON object");
    else if (why.text[0] == 0) /* how jansson leaves it when memory is out, most of the time */
        err_memory(e);
    else
        err_set(e, ERR_MODEL, "the card is not readable JSON: line %d: %s", why.line, why.text);
    json_decref(root);
    return NULL;
}

bool card_text(str json, buf *out, err *e)
{
    json_t *root = card_read(json, e);

    if (!root)
        return false;
    show_object(root, out, 0);
    json_decref(root);
    return !out->failed || err_memory(e);
}

/* --------------------------------------------------------------------------------------- asked by programs
 */

/* What a label's rows weighed, by its entry on the card: its share, if that is there; else its rows, or all
 * labels alike where they were balanced. Negative where the card leaves it open. */
static double label_weight(json_t *entry, json_t *options, str label)
{
    json_t *name = json_object_get(entry, "name"), *rows = json_object_get(entry, "rows");
    json_t *share = json_object_get(entry, "share"), *weights = json_object_get(options, "class-weight");

    if (!json_is_string(name) || !str_eq((str){json_string_value(name), json_string_length(name)}, label))
        return -1;
    if (json_is_number(share))
        return json_number_value(share);
    if (json_object_get(options, "weight-field") || !json_is_integer(rows))
        return -1;
    if (!weights)
        return (double)json_integer_value(rows);
    return json_is_string(weights) && strcmp(json_string_value(weights), "balanced") == 0 ? 1 : -1;
}

bool card_shares(str json, const str *label, uint32_t K, double *share, err *e)
{
    json_t *root = card_read(json, e);
    json_t *labels = json_object_get(root, "labels"), *options = json_object_get(root, "options");
    double all = 0;
    bool ok = root && json_array_size(labels) == K;

    for (uint32_t k = 0; ok && k < K; k++) {
        share[k] = label_weight(json_array_get(labels, k), options, label[k]);
        ok = share[k] > 0 && share[k] < INFINITY;
        all += share[k];
    }
    for (uint32_t k = 0; ok && k < K; k++)
        share[k] /= all;
    if (root && !ok)
        err_set(e, ERR_MODEL, "its card does not say what share each label had in training: train it again");
    json_decref(root);
    return ok;
}

static uint64_t count_of(const json_t *object, const char *key)
{
    json_int_t v = json_integer_value(json_object_get(object, key));

    return v > 0 ? (uint64_t)v : 0;
}

bool card_learnt_from(str json, uint64_t n_bytes, uint64_t n_rows)
{
    err e = {0};
    json_t *root = card_read(json, &e);
    const json_t *files = json_object_get(json_object_get(root, "data"), "files");
    uint64_t all_bytes = 0, all_rows = 0;
    bool found = false;

    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *f = json_array_get(files, i);
        uint64_t bytes = count_of(f, "bytes"), rows = count_of(f, "rows");

        found |= rows && bytes == n_bytes && rows == n_rows;
        all_bytes += bytes;
        all_rows += rows;
    }
    found |= all_rows && all_bytes == n_bytes && all_rows == n_rows;
    json_decref(root);
    return found;
}
