/* What a word is to a plan, and how often it counts. The slow half of the work, met once for each distinct
 * word; the quick half, which adds up, is in score/ and learn/. */
#include "feature/feature.h"

#include <math.h>

#include "base/utf8.h"

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
    t->at[0] = (tf_gains){0};
    for (uint32_t k = 1; k < TF_TABLE; k++)
        t->at[k] = (tf_gains){tf_gain(k), tf_norm_gain(k)};
}

void feature_word(const plan *p, str raw, word_kind kind, word_form *out)
{
    unsigned flags = (p->keep_case ? NORM_KEEP_CASE : 0u) | (p->fold_numbers ? NORM_FOLD_DIGITS : 0u);
    str cut = norm_cut(raw), norm;

    /* Field by field: the text, 3 KB of it, is not to be cleared each time. */
    out->raw = cut.p;
    out->n_raw = (uint16_t)cut.n;
    out->mark = kind == WORD_MARK;
    out->used = false;
    out->ascii = false;
    out->hash = 0;
    out->n = 0;
    if (out->mark && !p->punct)
        return;
    norm = norm_word(cut, flags, out->text + 1, NORM_OUT_MAX);
    out->n = (uint16_t)norm.n;
    out->text[0] = out->text[norm.n + 1] = ' ';
    out->used = norm.n > 0;
    out->ascii = norm_is_ascii(norm);
    if (plan_equal(p, &PLAN_TAGS)) {
        out->hash = feature_tag(hash_roll_str(FEATURE_SEED_TAG, norm));
        return;
    }
    out->hash = hash_str(norm, FEATURE_SEED_WORD);
    out->hash += out->hash == 0; /* scoring keeps 0 for a word that is dropped */
}

unsigned feature_points(const word_form *w, uint16_t at[NORM_OUT_MAX + 3])
{
    str padded = {w->text, (size_t)w->n + 2};
    unsigned n = 0;

    for (size_t i = 0; i < padded.n; i += utf8_next(padded, i).n)
        at[n++] = (uint16_t)i;
    at[n] = (uint16_t)padded.n;
    return n;
}

str feature_shape(const word_form *w, char *shape)
{
    return norm_shape((str){w->raw, w->n_raw}, shape, NORM_OUT_MAX);
}
