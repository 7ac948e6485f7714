/* What a word's features are. The slow half of the work, met once for each distinct word; the quick half,
 * which adds up, is in score/ and learn/. */
#include "feature/feature.h"

#include <math.h>

#include "base/utf8.h"

/* Seeds keep the blocks' names apart: the word "an" is not the character n-gram "an". */
static const uint64_t seed[N_BLOCKS] = {
    [BLOCK_WORD] = UINT64_C(0x5c1d9b0e37a24f61),
    [BLOCK_CHAR] = UINT64_C(0xe38b06d2954c7a1b),
    [BLOCK_SHAPE] = UINT64_C(0x27f4c8a16b0d953e),
};

static double dampened(double count)
{
    return count > 0 ? 1 + log(count) : 0;
}

float tf_gain(uint32_t k)
{
    return (float)(dampened(k) - dampened(k - 1.0));
}

float tf_norm_gain(uint32_t k)
{
    double now = dampened(k), before = dampened(k - 1.0);

    return (float)(now * now - before * before);
}

void tf_table_init(tf_table *t)
{
    t->gain[0] = t->norm_gain[0] = 0;
    for (uint32_t k = 1; k < TF_TABLE; k++) {
        t->gain[k] = tf_gain(k);
        t->norm_gain[k] = tf_norm_gain(k);
    }
}

void feature_word(const plan *p, str raw, word_kind kind, word_form *out)
{
    unsigned flags = (p->keep_case ? NORM_KEEP_CASE : 0u) | (p->fold_numbers ? NORM_FOLD_DIGITS : 0u);
    str cut = norm_cut(raw), norm;

    *out = (word_form){.raw = cut.p, .n_raw = (uint16_t)cut.n, .mark = kind == WORD_MARK};
    if (out->mark && !p->punct)
        return;
    norm = norm_word(cut, flags, out->text + 1, NORM_OUT_MAX);
    out->n = (uint16_t)norm.n;
    out->text[0] = out->text[norm.n + 1] = ' ';
    out->used = norm.n > 0;
    out->hash = hash_str(norm, seed[BLOCK_WORD]);
}

/* Every window of char_min to char_max code points over " w ". One that would be the whole of a one-letter
 * word with both blanks is kept: " a " says that the word is nothing but "a". */
static void list_chars(const plan *p, const word_form *w, feature_sink *sink, void *to)
{
    uint16_t at[NORM_OUT_MAX + 3]; /* where each code point begins, and the end */
    str padded = {w->text, (size_t)w->n + 2};
    unsigned n_points = 0;

    for (size_t i = 0; i < padded.n; i += utf8_next(padded, i).n)
        at[n_points++] = (uint16_t)i;
    at[n_points] = (uint16_t)padded.n;

    for (unsigned from = 0; from < n_points; from++) {
        for (unsigned n = p->char_min; n <= p->char_max && from + n <= n_points; n++) {
            str gram = {padded.p + at[from], (size_t)(at[from + n] - at[from])};

            sink(to, hash_str(gram, seed[BLOCK_CHAR]), BLOCK_CHAR, n, gram);
        }
    }
}

void feature_list(const plan *p, const word_form *w, feature_sink *sink, void *to)
{
    if (!w->used)
        return;
    if (p->word_min == 1)
        sink(to, w->hash, BLOCK_WORD, 1, (str){w->text + 1, w->n});
    if (w->mark)
        return;
    if (p->char_max)
        list_chars(p, w, sink, to);
    if (p->shape) {
        char shape[NORM_OUT_MAX];
        str s = norm_shape((str){w->raw, w->n_raw}, shape, sizeof shape);

        if (s.n) /* a stray combining mark has none, and a feature has a name */
            sink(to, hash_str(s, seed[BLOCK_SHAPE]), BLOCK_SHAPE, 1, s);
    }
}
