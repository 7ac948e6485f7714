/* explain: contributions and bias are the margin that the scorers give, on any text, by n-grams and by words;
 * an n-gram's spans hold text that gives the n-gram; what is remembered does not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/texts.h"
#include "model/names.h"
#include "score/explain.h"
#include "score_sample.h"

enum { L_MAX = 12, ALL = 1000000 };

/* ---- a random model with names ---- */

typedef struct named_model {
    score_model of;
    model_name *name;
    size_t n;
    arena arena;
    buf section;
} named_model;

static void name_it(named_model *m, uint64_t hash, unsigned block, str name)
{
    const table *t = &m->of.m.table;
    uint32_t slot = table_find(t, table_spread(t, hash));

    if (slot == TABLE_NONE)
        return;
    for (size_t i = 0; i < m->n; i++)
        if (m->name[i].slot == slot)
            return;
    assert_true(m->n < t->n);
    m->name[m->n++] = (model_name){slot, (uint8_t)block, arena_copy(&m->arena, name)};
}

static void name_own(void *to, uint64_t hash, unsigned block, unsigned n, str name)
{
    (void)n;
    name_it(to, hash, block, name);
}

/* The used words of a text, in their normal forms, one blank between two. */
static void join_words(const plan *p, str text, buf *out)
{
    words walk;
    word w;

    words_begin(&walk, text, true);
    while (words_next(&walk, &w, 1)) {
        str raw = feature_spelling(text, &w);
        word_form form;

        if (raw.n == 0)
            continue;
        feature_word(p, raw, (word_kind)w.kind, &form);
        if (!form.used)
            continue;
        if (out->n)
            buf_char(out, ' ');
        buf_add(out, form.text + 1, form.n);
    }
}

/* A text's latest words, the newest first. */
typedef struct latest {
    buf word[WORD_NGRAM_MAX];
    uint64_t hash[WORD_NGRAM_MAX];
} latest;

static void put_latest(latest *l, str name, uint64_t hash)
{
    buf_free(&l->word[WORD_NGRAM_MAX - 1]);
    memmove(l->word + 1, l->word, sizeof l->word - sizeof l->word[0]);
    memmove(l->hash + 1, l->hash, sizeof l->hash - sizeof l->hash[0]);
    l->word[0] = (buf){0};
    buf_str(&l->word[0], name);
    l->hash[0] = hash;
}

/* The n-grams that end with the newest. */
static void name_ngrams(named_model *m, const latest *l)
{
    const plan *p = &m->of.m.plan;
    buf name = {0};

    for (unsigned n = 2; n <= WORD_NGRAM_MAX && l->word[n - 1].n; n++) {
        uint64_t h = l->hash[n - 1];

        name.n = 0;
        buf_str(&name, buf_view(&l->word[n - 1]));
        for (unsigned i = n - 1; i-- > 0;) {
            h = hash_pair(h, l->hash[i]);
            buf_char(&name, ' ');
            buf_str(&name, buf_view(&l->word[i]));
        }
        if (n >= p->word_min && n <= p->word_max)
            name_it(m, h, BLOCK_WORD, buf_view(&name));
    }
    buf_free(&name);
}

/* The names of all features in a text. */
static void name_features(named_model *m, str text)
{
    const plan *p = &m->of.m.plan;
    latest l = {0};
    bool any = false;
    words walk;
    word w;

    if (p->edges)
        put_latest(&l, STR("<s>"), FEATURE_BEGIN);

    words_begin(&walk, text, true);
    while (words_next(&walk, &w, 1)) {
        str raw = feature_spelling(text, &w);
        word_form form;

        if (raw.n == 0)
            continue;
        feature_word(p, raw, (word_kind)w.kind, &form);
        if (!form.used)
            continue;
        feature_list(p, &form, name_own, m);
        put_latest(&l, (str){form.text + 1, form.n}, form.hash);
        name_ngrams(m, &l);
        any = true;
    }
    if (p->edges && any) {
        put_latest(&l, STR("</s>"), FEATURE_END);
        name_ngrams(m, &l);
    }
    for (unsigned i = 0; i < WORD_NGRAM_MAX; i++)
        buf_free(&l.word[i]);
}

static void named_model_make(named_model *m, uint64_t seed, plan p)
{
    err e = {0};

    *m = (named_model){0};
    score_model_make(&m->of, seed, p, KERNEL_NONE);
    m->name = calloc(m->of.m.table.n + 1u, sizeof *m->name);
    assert_non_null(m->name);
    for (int t = 0; t < TEXT_MIXED; t++) { /* the texts that the model was made from */
        str text = score_text_new(seed ^ (uint64_t)t, (text_kind)t, 2000);

        name_features(m, text);
        free((void *)text.p);
    }
    assert_int_equal(m->n, m->of.m.table.n);
    assert_true(names_pack(&m->of.m, m->name, m->n, &m->section, &e));
    m->of.m.names = buf_view(&m->section);
}

static void named_model_free(named_model *m)
{
    score_model_free(&m->of);
    arena_free(&m->arena);
    buf_free(&m->section);
    free(m->name);
}

/* ---- spans ---- */

static bool contains(str s, str part)
{
    for (size_t i = 0; i + part.n <= s.n; i++)
        if (memcmp(s.p + i, part.p, part.n) == 0)
            return true;
    return part.n == 0;
}

static str without_blanks(str s)
{
    while (s.n && s.p[0] == ' ')
        s.p++, s.n--;
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

static void check_span(const plan *p, str text, const explain_ngram *g, explain_span at)
{
    str there = {text.p + at.begin, at.end - at.begin};
    word_form form;
    char shape[NORM_OUT_MAX];
    buf joined = {0};
    bool ok = false;

    assert_true(at.begin <= at.end && at.end <= text.n);
    if (g->block == BLOCK_WORD) {
        if (str_starts(g->name, STR("<s> ")) && p->edges)
            buf_z(&joined, "<s>");
        join_words(p, there, &joined);
        if (str_ends(g->name, STR(" </s>")) && p->edges)
            buf_z(&joined, " </s>");
        ok = str_eq(buf_view(&joined), g->name);
    } else if (g->block == BLOCK_SHAPE) {
        feature_word(p, there, WORD_WORD, &form);
        ok = str_eq(feature_shape(&form, shape), g->name);
    } else if (g->block == BLOCK_VECTOR) {
        feature_word(p, there, WORD_WORD, &form);
        ok = str_eq((str){form.text + 1, form.n}, g->name);
    } else if (at.begin == at.end) {
        ok = str_eq(g->name, STR(" "));
    } else {
        feature_word(p, there, WORD_WORD, &form);
        ok = norm_is_ascii(there)
                 ? str_eq(without_blanks((str){form.text + 1, form.n}), without_blanks(g->name))
                 : contains((str){form.text + 1, form.n}, without_blanks(g->name));
    }
    if (!ok)
        fail_msg("'%.*s' has a span with '%.*s' (block %u, n %u, at %u)", (int)g->name.n, g->name.p,
                 (int)there.n, there.p, g->block, g->n, at.begin);
    buf_free(&joined);
}

/* ---- the property ---- */

static double worst_memo, worst_plain;
static unsigned n_spans;

/* One label of the text that w has read. `text` is what spans point into. */
static void check_label(explain *w, const model *m, str text, uint32_t k, double margin, double size,
                        arena *a)
{
    explanation all, some;
    double sum, by_words;
    err e = {0};

    assert_true(explain_label(w, k, ALL, a, &all, &e));
    sum = by_words = all.bias;
    for (size_t i = 0; i < all.n_ngrams; i++) {
        const explain_ngram *g = &all.ngram[i];

        sum += g->contribution;
        assert_true(i == 0 || fabs(g->contribution) <= fabs(g[-1].contribution));
        assert_true(g->count > 0 && g->n > 0);
        for (uint32_t j = 0; j < g->count; j++)
            check_span(&m->plan, text, g, g->span[j]);
        for (uint32_t j = 1; j < g->count; j++)
            assert_true(g->span[j].begin >= g->span[j - 1].begin);
        n_spans += g->count;
    }
    assert_true(fabs(all.rest) <= 1e-9 * (1 + size));
    for (size_t i = 0; i < all.n_words; i++) {
        by_words += all.word[i].contribution;
        assert_true(all.word[i].span.begin < all.word[i].span.end && all.word[i].span.end <= text.n);
    }
    by_words += all.between;
    assert_true(fabs(sum - margin) <= 1e-9 * (1 + size));
    assert_true(fabs(by_words - margin) <= 1e-9 * (1 + size));

    assert_true(explain_label(w, k, 3, a, &some, &e));
    sum = some.bias + some.rest;
    assert_int_equal(some.n_ngrams, all.n_ngrams < 3 ? all.n_ngrams : 3);
    for (size_t i = 0; i < some.n_ngrams; i++) {
        sum += some.ngram[i].contribution;
        assert_true(str_eq(some.ngram[i].name, all.ngram[i].name));
        assert_memory_equal(some.ngram[i].span, all.ngram[i].span, all.ngram[i].count * sizeof(explain_span));
    }
    assert_true(fabs(sum - margin) <= 1e-9 * (1 + size));
    assert_int_equal(some.n_words, all.n_words);
    for (size_t i = 0; i < some.n_strongest; i++)
        assert_int_equal(some.strongest[i], all.strongest[i]);
}

static void check(named_model *n, explain *w, memo *fast, plain *slow, str text)
{
    const model *m = &n->of.m;
    double margin[L_MAX], quick[L_MAX], plainly[L_MAX], slowly[L_MAX], size[L_MAX];
    arena a = {0};
    err e = {0};

    assert_true(explain_text(w, text, &e));
    explain_margins(w, margin);
    assert_true(memo_score(fast, text, quick, &e));
    assert_true(plain_score(slow, text, plainly, &e));
    score_slowly(&n->of, text, slowly, size);
    for (uint32_t l = 0; l < m->L; l++) {
        worst_memo = fmax(worst_memo, fabs(margin[l] - quick[l]) / (1 + size[l]));
        worst_plain = fmax(worst_plain, fabs(margin[l] - plainly[l]) / (1 + size[l]));
        assert_true(fabs(margin[l] - plainly[l]) <= 1e-9 * (1 + size[l]));
        assert_true(fabs(margin[l] - quick[l]) <= 1e-5 * (1 + size[l]));
        assert_true(size[l] > 9 || fabs(margin[l] - quick[l]) <= 1e-4); /* what is promised */
    }
    if (m->L == 1) {
        check_label(w, m, text, 0, -margin[0], size[0], &a);
        check_label(w, m, text, 1, margin[0], size[0], &a);
    } else {
        check_label(w, m, text, 0, margin[0], size[0], &a);
        check_label(w, m, text, m->K - 1, margin[m->K - 1], size[m->K - 1], &a);
    }
    arena_free(&a);
}

static void test_any_text(void **state)
{
    unsigned n_two = 0, n_three = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        random_state r = random_seed(seed);
        named_model n;
        const model *m = &n.of.m;
        explainer x;
        explain *w = NULL;
        scorer s;
        memo *fast = NULL;
        plain slow;
        err e = {0};

        named_model_make(&n, seed, score_plan(&r));
        n_two += m->K == 2;
        n_three += m->K == 3;
        assert_true(explainer_init(&x, &(task){.m = m, .n_texts = 1}, &e));
        assert_true(explain_new(&x, seed, &w, &e));
        assert_true(scorer_init(&s, &m, 1, 1, 1, seed, &e) && memo_new(&s, &fast, &e));
        assert_true(plain_init(&slow, m, seed, &e));
        for (uint64_t t = 0; t < N_TEXT_KINDS; t++) {
            str text = score_text_new(seed * 100 + t, (text_kind)t, 20 + random_below(&r, 800));

            check(&n, w, fast, &slow, text);
            free((void *)text.p);
        }
        plain_free(&slow);
        memo_free(fast);
        scorer_free(&s);
        explain_free(w);
        explainer_free(&x);
        named_model_free(&n);
    }
    assert_true(n_two > 0 && n_three > 0 && n_spans > 10000);
    print_message("of 1 + sum |w x|: memo differs by %.2g, plain by %.2g; %u spans\n", worst_memo,
                  worst_plain, n_spans);
}

/* So many words that they are forgotten, and a record of them all. */
static void test_nothing_remembered_shows(void **state)
{
    named_model n;
    const model *m = &n.of.m;
    str prose = score_text_new(5, TEXT_PROSE, 2000);
    double margin[L_MAX], plainly[L_MAX];
    buf many = {0};
    explainer x;
    explain *w = NULL;
    plain slow;
    err e = {0};

    (void)state;
    named_model_make(&n, 5, PLAN_DEFAULT);
    assert_true(explainer_init(&x, &(task){.m = m, .n_texts = 1}, &e));
    assert_true(explain_new(&x, 5, &w, &e) && plain_init(&slow, m, 5, &e));
    for (unsigned i = 0; i < 140000; i++)
        buf_printf(&many, "%x ", i);
    for (int round = 0; round < 4; round++) {
        str text = round % 2 ? buf_view(&many) : prose;

        assert_true(explain_text(w, text, &e) && plain_score(&slow, text, plainly, &e));
        explain_margins(w, margin);
        for (uint32_t l = 0; l < m->L; l++)
            assert_true(fabs(margin[l] - plainly[l]) < 1e-9);
    }
    plain_free(&slow);
    explain_free(w);
    explainer_free(&x);
    buf_free(&many);
    free((void *)prose.p);
    named_model_free(&n);
}

/* A task of two texts: their models' margins add up, and each n-gram knows its text. */
static void test_several_texts(void **state)
{
    static const char text[] = "ba ca"
                               "\x1f"
                               "ca da ba ca";
    named_model n;
    model both[2];
    const model *each[] = {&both[0]};
    tasks ts;
    tasks_work tw;
    const double *margin;
    double added[L_MAX];
    explainer x;
    explain *w = NULL;
    explanation why;
    arena a = {0};
    err e = {0};
    unsigned in_text[2] = {0};
    double sum;

    (void)state;
    named_model_make(&n, 3, PLAN_DEFAULT);
    both[0] = both[1] = n.of.m;
    both[1].text = 1;
    both[0].last_text = both[1].last_text = 1;
    assert_true(tasks_open(each, 1, 1, 1, &ts, &e) && tasks_work_init(&ts, &tw, &e));
    assert_int_equal(ts.n, 1);
    assert_true(tasks_score(&ts, &tw, str_z(text), &e));
    margin = tw.margin;
    assert_true(explainer_init(&x, ts.task, &e) && explain_new(&x, 1, &w, &e));
    assert_true(explain_text(w, str_z(text), &e));
    explain_margins(w, added);
    for (uint32_t l = 0; l < both[0].L; l++)
        assert_true(fabs(margin[l] - added[l]) < 1e-4);
    assert_true(explain_label(w, both[0].K - 1, ALL, &a, &why, &e));
    sum = why.bias;
    for (size_t i = 0; i < why.n_ngrams; i++) {
        const explain_ngram *g = &why.ngram[i];

        in_text[g->text]++;
        sum += g->contribution;
        for (uint32_t j = 0; j < g->count; j++)
            check_span(&both[0].plan, g->text ? STR("ca da ba ca") : STR("ba ca"), g, g->span[j]);
    }
    assert_true(fabs(sum - added[both[0].L - 1]) < 1e-9);
    assert_true(in_text[0] > 0 && in_text[1] > 0);
    assert_int_equal(why.n_words, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(why.word[i].text, i >= 2);
    assert_int_equal(why.word[3].span.begin, 3);

    assert_true(explain_text(w, STR("ba"), &e)); /* the second text is missing */
    arena_free(&a);
    explain_free(w);
    explainer_free(&x);
    tasks_work_free(&tw);
    tasks_close(&ts);
    named_model_free(&n);
}

static void test_refusals(void **state)
{
    score_model machine, nameless;
    explainer x;
    err e = {0};

    (void)state;
    score_model_make(&machine, 1, PLAN_DEFAULT, KERNEL_RBF);
    assert_false(explainer_init(&x, &(task){.m = &machine.m, .n_texts = 1}, &e));
    assert_int_equal(e.code, ERR_MODEL);
    assert_non_null(strstr(e.text, "no exact explanation"));
    explainer_free(&x);

    e = (err){0};
    score_model_make(&nameless, 1, PLAN_DEFAULT, KERNEL_NONE);
    assert_false(explainer_init(&x, &(task){.m = &nameless.m, .n_texts = 1}, &e));
    assert_int_equal(e.code, ERR_MODEL);
    assert_non_null(strstr(e.text, "the names of 0 of its"));
    score_model_free(&machine);
    score_model_free(&nameless);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_nothing_remembered_shows),
        cmocka_unit_test(test_several_texts),
        cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
