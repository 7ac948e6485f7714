/* One scorer, a memo for each of several threads that score the same texts at once: every margin is the one
 * that a scorer gives which has scored nothing else. Run under ThreadSanitizer as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include "score/scorer.h"
#include "score_sample.h"

enum { THREADS = 4, TEXTS = 40, L_MAX = 12 };

typedef struct shared {
    const scorer *s;
    str text[TEXTS];
    double wanted[TEXTS][L_MAX];
    uint32_t L;
} shared;

typedef struct worker {
    shared *of;
    unsigned number;
    unsigned n_wrong;
} worker;

static void *score_all(void *arg)
{
    worker *w = arg;
    memo *m = NULL;
    err e = {0};

    w->n_wrong = !memo_new(w->of->s, &m, &e);
    for (unsigned i = 0; m && i < TEXTS; i++) {
        unsigned t = (i * 7 + w->number * 3) % TEXTS; /* each in an order of its own */
        double margin[L_MAX];

        w->n_wrong += !memo_score(m, w->of->text[t], margin, &e) ||
                      memcmp(margin, w->of->wanted[t], w->of->L * sizeof *margin) != 0;
    }
    memo_free(m);
    return NULL;
}

static void alone(const model *m, str text, double *margin)
{
    scorer s;
    memo *w;
    err e = {0};

    assert_true(scorer_init(&s, &m, 1, 1, 1, 1, &e));
    assert_true(memo_new(&s, &w, &e));
    assert_true(memo_score(w, text, margin, &e));
    memo_free(w);
    scorer_free(&s);
}

static void test_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        random_state r = random_seed(seed);
        plan p = seed ? score_plan(&r) : PLAN_DEFAULT;
        score_model sample;
        const model *m = &sample.m;
        scorer s;
        shared all = {.s = &s};
        worker w[THREADS];
        pthread_t thread[THREADS];
        err e = {0};

        score_model_make(&sample, seed, p, KERNEL_NONE);
        all.L = m->L;
        for (unsigned t = 0; t < TEXTS; t++) {
            all.text[t] = score_text_new(seed * 100 + t, (text_kind)(t % N_TEXT_KINDS), 1500);
            alone(m, all.text[t], all.wanted[t]);
        }
        assert_true(scorer_init(&s, &m, 1, THREADS, 1, seed, &e));
        if (seed % 2)
            s.memo_bits = 8; /* the store is in use from the first word on */
        for (unsigned i = 0; i < THREADS; i++) {
            w[i] = (worker){&all, i, 0};
            assert_int_equal(pthread_create(&thread[i], NULL, score_all, &w[i]), 0);
        }
        for (unsigned i = 0; i < THREADS; i++) {
            pthread_join(thread[i], NULL);
            assert_int_equal(w[i].n_wrong, 0);
        }
        scorer_free(&s);
        for (unsigned t = 0; t < TEXTS; t++)
            free((void *)all.text[t].p);
        score_model_free(&sample);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
