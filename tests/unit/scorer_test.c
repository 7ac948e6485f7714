/* scorer: the margins of plain.h, and of the plainest way of all, on any text; the same bits whatever models
 * are beside, whatever was scored before, whatever the seed and however little a memo may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "score/scorer.h"
#include "score/wordmemo.h"
#include "score_sample.h"
#include "score_ways.h"

enum { L_MAX = 12, MODELS_MAX = 6 };

/* How far a margin may be off, and has been: a share of 1e-5 * (1 + sum |w x|). */
static double worst_plain, worst_scorer;
static unsigned n_checks, n_empty,
    n_known; /* texts scored; no margin moved; the first block knew something */

static double share_of(double got, double wanted, double size)
{
    return fabs(got - wanted) / (1e-5 * (1 + size));
}

static void score_alone(const model *m, uint64_t seed, str text, double *margin, double *known)
{
    scorer s;
    memo *w;
    err e = {0};

    assert_true(scorer_init(&s, &m, 1, 1, 1, seed, &e));
    s.loops = score_way(seed);
    assert_true(memo_new(&s, &w, &e));
    assert_true(memo_score(w, text, margin, &e));
    *known = memo_known(w, 0);
    memo_free(w);
    scorer_free(&s);
}

static void plain_alone(const model *m, uint64_t seed, str text, double *margin, double *known)
{
    plain p;
    err e = {0};

    assert_true(plain_init(&p, m, seed, &e));
    assert_true(plain_score(&p, text, margin, &e));
    *known = p.known;
    plain_free(&p);
}

/* plain against the plainest way, the scorer against plain. */
static void check(score_model *m, uint64_t seed, str text)
{
    double slow[L_MAX], size[L_MAX], plainly[L_MAX], fast[L_MAX], other[L_MAX], known[3];

    score_slowly(m, text, slow, size);
    plain_alone(&m->m, seed, text, plainly, &known[0]);
    score_alone(&m->m, seed, text, fast, &known[1]);
    score_alone(&m->m, seed + 1, text, other, &known[2]);
    /* How much of a text is known: a sum of floats here, of doubles there. */
    assert_true(known[1] == known[2]);
    assert_true(fabs(known[1] - known[0]) <= 1e-5 * known[0]);
    n_known += known[0] > 0;
    assert_memory_equal(fast, other, m->m.L * sizeof *fast); /* with wide instructions and without */
    n_checks++;
    n_empty += size[0] <= 0;
    for (uint32_t l = 0; l < m->m.L; l++) {
        double a = share_of(plainly[l], slow[l], size[l]), b = share_of(fast[l], plainly[l], size[l]);

        worst_plain = a > worst_plain ? a : worst_plain;
        worst_scorer = b > worst_scorer ? b : worst_scorer;
        /* Only the order of its sums is plain's own; a kernel's x is rounded to float. */
        if (!(a <= (m->m.kernel.kind ? 0.1 : 1e-4)) || !(b <= 1))
            fail_msg("seed %llu: slowly %.17g plainly %.17g fast %.17g size %g, %zu bytes",
                     (unsigned long long)seed, slow[l], plainly[l], fast[l], size[l], text.n);
    }
}

static void test_any_text(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        random_state r = random_seed(seed);
        plan p = score_plan(&r);
        score_model m;

        score_model_make(&m, seed, p, seed % 5 ? KERNEL_NONE : (kernel_kind)(seed / 5 % 4));
        for (uint64_t t = 0; t < N_TEXT_KINDS * 2; t++) {
            str text =
                score_text_new(seed * 100 + t, (text_kind)(t % N_TEXT_KINDS), 20 + random_below(&r, 2000));

            check(&m, seed * 100 + t, text);
            free((void *)text.p);
        }
        score_model_free(&m);
    }
    assert_true(n_known > n_checks / 2 && n_known < n_checks);
    assert_true(n_empty < n_checks / 2); /* a test of zeros would prove nothing */
    print_message("of 1e-5 * (1 + sum |w x|): plain is off by %.2g, scorer by %.2g\n", worst_plain,
                  worst_scorer);
}

/* Texts of a megabyte: many words, few words, one word. */
static void test_large_text(void **state)
{
    static const text_kind kinds[] = {TEXT_PROSE, TEXT_AGAIN, TEXT_MIXED, TEXT_LONG};
    plan p = PLAN_DEFAULT;
    score_model m;

    (void)state;
    worst_plain = worst_scorer = 0;
    p.punct = p.shape = 1;
    score_model_make(&m, 1, p, KERNEL_NONE);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        str text = score_text_new(i, kinds[i], 1 << 20);

        check(&m, i, text);
        free((void *)text.p);
    }
    score_model_free(&m);
    print_message("of 1e-5 * (1 + sum |w x|): plain is off by %.2g, scorer by %.2g\n", worst_plain,
                  worst_scorer);
}

/* One word whose n-grams are all alike: the same weights are added hundreds of times. */
static void test_one_long_word(void **state)
{
    static const char *const of[] = {"a", "\xef\xb7\xba", "\xc3\xa9", "ab"};

    (void)state;
    worst_plain = worst_scorer = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        plan p = {.char_min = 1, .char_max = CHAR_NGRAM_MAX};
        score_model m;

        score_model_make(&m, seed, p, KERNEL_NONE);
        for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
            char text[NORM_RAW_MAX];
            size_t n = 0, each = strlen(of[i]);

            for (; n + each <= sizeof text; n += each)
                memcpy(text + n, of[i], each);
            check(&m, seed, (str){text, n});
        }
        score_model_free(&m);
    }
    print_message("of 1e-5 * (1 + sum |w x|): plain is off by %.2g, scorer by %.2g\n", worst_plain,
                  worst_scorer);
}

/* Several models, with the same plan and others, and kernels among them. */
static void test_models_together(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        random_state r = random_seed(seed);
        size_t n = 2 + (size_t)random_below(&r, MODELS_MAX - 1);
        score_model m[MODELS_MAX];
        const model *models[MODELS_MAX];
        double *together, alone[L_MAX];
        plan p = score_plan(&r);
        scorer s;
        memo *w;
        err e = {0};

        for (size_t i = 0; i < n; i++) {
            if (random_below(&r, 2))
                p = score_plan(&r);
            score_model_make(&m[i], seed * 10 + i, p,
                             random_below(&r, 4) ? KERNEL_NONE : (kernel_kind)random_below(&r, 4));
            models[i] = &m[i].m;
        }
        assert_true(scorer_init(&s, models, n, 1 + seed % 2, 1, seed, &e));
        assert_true(memo_new(&s, &w, &e));
        together = calloc(s.n_margins, sizeof *together);
        assert_non_null(together);
        for (uint64_t t = 0; t < N_TEXT_KINDS * 2; t++) {
            str text = score_text_new(seed * 100 + t, (text_kind)(t % N_TEXT_KINDS), 1500);
            const double *at = together;
            double known;

            assert_true(memo_score(w, text, together, &e));
            for (size_t i = 0; i < n; i++) {
                score_alone(models[i], t, text, alone, &known);
                assert_memory_equal(at, alone, models[i]->L * sizeof *alone);
                assert_true(known == memo_known(w, i));
                at += models[i]->L;
            }
            free((void *)text.p);
        }
        free(together);
        memo_free(w);
        scorer_free(&s);
        for (size_t i = 0; i < n; i++)
            score_model_free(&m[i]);
    }
}

/* The same texts in another order, with another seed, and with memos that hold next to nothing. */
static void test_nothing_remembered_shows(void **state)
{
    enum { TEXTS = 60, LEAST = 3 };
    static const uint32_t bits[] = {18, WORDMEMO_BITS_MIN, 6, 8};

    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        random_state r = random_seed(seed);
        score_model m[2];
        const model *models[] = {&m[0].m, &m[1].m};
        double wanted[TEXTS][2 * L_MAX], margin[2 * L_MAX];
        uint32_t order[TEXTS];
        str text[TEXTS];
        err e = {0};

        score_model_make(&m[0], seed, score_plan(&r), KERNEL_NONE);
        score_model_make(&m[1], seed + 50, score_plan(&r), seed % 2 ? KERNEL_RBF : KERNEL_NONE);
        for (uint32_t t = 0; t < TEXTS; t++) {
            text[t] = score_text_new(seed * 100 + t, (text_kind)(t % N_TEXT_KINDS), 800);
            order[t] = t;
        }
        for (size_t round = 0; round < 2 * sizeof bits / sizeof bits[0]; round++) {
            scorer s;
            memo *w;

            assert_true(scorer_init(&s, models, 2, 1 + round % 2, 1, random_next(&r), &e));
            s.memo_bits = bits[round / 2];
            assert_true(memo_new(&s, &w, &e));
            for (uint32_t i = 0; i < TEXTS; i++) {
                uint32_t t = order[i];

                assert_true(memo_score(w, text[t], margin, &e));
                if (round == 0)
                    memcpy(wanted[t], margin, s.n_margins * sizeof *margin);
                assert_memory_equal(margin, wanted[t], s.n_margins * sizeof *margin);
            }
            memo_free(w);
            scorer_free(&s);
            random_shuffle(&r, order, TEXTS);
        }
        for (uint32_t t = 0; t < TEXTS; t++)
            free((void *)text[t].p);
        score_model_free(&m[0]);
        score_model_free(&m[1]);
    }
}

/* What one of two threads worked out another finds; the same margins from one memo, or from two that take
 * turns. */
static void test_threads_share(void **state)
{
    score_model m;
    const model *one = &m.m;
    double margin[L_MAX], alone[L_MAX], known;
    err e = {0};
    scorer s;
    memo *w[2];

    (void)state;
    score_model_make(&m, 5, PLAN_DEFAULT, KERNEL_NONE);
    assert_true(scorer_init(&s, &one, 1, 2, 1, 5, &e));
    s.memo_bits = 8; /* which they have at once */
    assert_true(memo_new(&s, &w[0], &e) && memo_new(&s, &w[1], &e));
    for (uint64_t t = 0; t < 4 * N_TEXT_KINDS; t++) {
        str text = score_text_new(t, (text_kind)(t / 2 % N_TEXT_KINDS), 1500);

        assert_true(memo_score(w[t % 2], text, margin, &e));
        score_alone(&m.m, t, text, alone, &known);
        assert_memory_equal(margin, alone, m.m.L * sizeof *alone);
        assert_true(known == memo_known(w[t % 2], 0));
        free((void *)text.p);
    }
    memo_free(w[0]);
    assert_true(memo_new(&s, &w[0], &e));
    assert_true(memo_score(w[0], STR("never met before"), margin, &e));
    assert_int_equal(memo_count(w[0]).misses, 3);
    assert_true(memo_score(w[1], STR("never met before"), margin, &e));
    memo_free(w[1]);
    assert_true(memo_new(&s, &w[1], &e));
    assert_true(memo_score(w[1], STR("never met before"), margin, &e));
    assert_int_equal(memo_count(w[1]).misses, 0);
    memo_free(w[0]);
    memo_free(w[1]);
    scorer_free(&s);
    score_model_free(&m);
}

/* A mark too long to be kept whole begins like a word that is; neither may be taken for the other. */
static void test_word_and_mark_that_begin_alike(void **state)
{
    for (size_t n = NORM_RAW_MAX - 5; n < NORM_RAW_MAX + 5; n++) {
        char mark[NORM_RAW_MAX + 8], word_[NORM_RAW_MAX + 8], both[2 * NORM_RAW_MAX + 20];
        score_model m;

        memset(mark, '_', n);
        memset(word_, '_', n);
        word_[n] = 'z';
        memcpy(both, mark, n);
        both[n] = ' ';
        memcpy(both + n + 1, word_, n + 1);
        for (unsigned punct = 0; punct < 2; punct++) {
            plan p = {.word_min = 1, .word_max = 2, .char_min = 1, .char_max = 3, .punct = (uint8_t)punct};
            str texts[] = {{mark, n}, {word_, n + 1}, {both, 2 * n + 2}};
            const model *one = &m.m;
            double alone[L_MAX], after[L_MAX], known;
            err e = {0};
            scorer s;
            memo *w;

            score_model_make(&m, n, p, KERNEL_NONE);
            assert_true(scorer_init(&s, &one, 1, 1, 1, 0, &e));
            assert_true(memo_new(&s, &w, &e));
            for (size_t i = 0; i < 9; i++) {
                str text = texts[(i * 5 + i / 3) % 3];

                check(&m, n, text);
                score_alone(&m.m, 0, text, alone, &known);
                assert_true(memo_score(w, text, after, &e));
                assert_memory_equal(alone, after, m.m.L * sizeof *alone);
            }
            memo_free(w);
            scorer_free(&s);
            score_model_free(&m);
        }
    }
    (void)state;
}

/* What is counted: words with their repetitions, distinct ones once as long as the memo holds them. */
static void test_counts(void **state)
{
    score_model m;
    const model *one = &m.m;
    double margin[L_MAX];
    memo_counts c;
    err e = {0};
    scorer s;
    memo *w;

    (void)state;
    score_model_make(&m, 3, (plan){.word_min = 1, .word_max = 2}, KERNEL_NONE);
    assert_true(scorer_init(&s, &one, 1, 1, 1, 0, &e));
    assert_true(memo_new(&s, &w, &e));
    assert_true(memo_score(w, STR("one two, one two three."), margin, &e));
    assert_true(memo_score(w, STR("three"), margin, &e));
    c = memo_count(w);
    assert_int_equal(c.words, 6);
    assert_int_equal(c.misses, 3);
    assert_true(c.grams_found <= c.grams && c.grams <= 4);
    memo_free(w);

    /* In a memo of four words a fifth of the same record is worked out each time that it comes, and after the
     * record it takes the place of another. */
    s.memo_bits = WORDMEMO_BITS_MIN;
    assert_true(memo_new(&s, &w, &e));
    assert_true(memo_score(w, STR("one two three four five one five"), margin, &e));
    assert_int_equal(memo_count(w).misses, 6);
    assert_true(memo_score(w, STR("five five"), margin, &e));
    assert_int_equal(memo_count(w).misses, 7);
    memo_free(w);
    scorer_free(&s);

    /* No model is no margin. */
    assert_true(scorer_init(&s, NULL, 0, 1, 1, 0, &e));
    assert_true(memo_new(&s, &w, &e));
    assert_true(memo_score(w, STR("one"), NULL, &e));
    assert_int_equal(s.n_margins, 0);
    memo_free(w);
    scorer_free(&s);
    memo_free(NULL);
    score_model_free(&m);
}

/* The clock is told of each stage of scoring, and changes nothing. */
static void test_stages(void **state)
{
    plan p = PLAN_DEFAULT;
    double quietly[L_MAX], timed[L_MAX];
    str text = score_text_new(7, TEXT_PROSE, 20000);
    score_model m;
    double known;
    scorer s;
    memo *w;
    laps l;
    err e = {0};

    (void)state;
    score_model_make(&m, 5, p, KERNEL_NONE);
    score_alone(&m.m, 0, text, quietly, &known);
    assert_true(scorer_init(&s, &(const model *){&m.m}, 1, 1, 1, 0, &e));
    assert_true(memo_new(&s, &w, &e));
    memo_time(w, &l);
    laps_begin(&l);
    assert_true(memo_score(w, text, timed, &e));
    assert_memory_equal(timed, quietly, m.m.L * sizeof *timed);
    assert_true(l.ends[STAGE_LEARN] > 1 && l.ends[STAGE_LEARN] < memo_count(w).misses); /* some at a time */
    assert_true(l.ends[STAGE_SPLIT] > 1);
    assert_int_equal(l.ends[STAGE_GRAMS], l.ends[STAGE_SPLIT]);
    assert_true(l.ends[STAGE_MEMO] >= l.ends[STAGE_SPLIT]);
    assert_true(l.ends[STAGE_MEMO] <= l.ends[STAGE_SPLIT] + l.ends[STAGE_LEARN]);
    assert_int_equal(l.ends[STAGE_DECIDE], 1);
    assert_int_equal(l.ends[STAGE_READ] + l.ends[STAGE_PARSE] + l.ends[STAGE_WRITE], 0);

    memo_time(w, NULL);
    assert_true(memo_score(w, text, timed, &e));
    assert_int_equal(l.ends[STAGE_DECIDE], 1);
    memo_free(w);
    scorer_free(&s);
    score_model_free(&m);
    free((void *)text.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_large_text),
        cmocka_unit_test(test_one_long_word),
        cmocka_unit_test(test_models_together),
        cmocka_unit_test(test_nothing_remembered_shows),
        cmocka_unit_test(test_threads_share),
        cmocka_unit_test(test_word_and_mark_that_begin_alike),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_stages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
