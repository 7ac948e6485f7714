/* shares: against a search for the highest likelihood, by hand, and on a corpus made up with known shares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include "base/random.h"
#include "measure/prevalence.h"

enum { N = 4000 };

/* log likelihood of the shares, up to a constant: sum_i ln sum_k share_k p_ik / trained_k */
static double likelihood(const float *p, size_t n, uint32_t K, const double *trained, const double *share)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double one = 0;

        for (uint32_t k = 0; k < K; k++)
            one += share[k] / trained[k] * (double)p[i * K + k];
        sum += log(one);
    }
    return sum;
}

/* Rows that are known without doubt: their own shares, whatever the training's were. */
static void certain_rows(void **state)
{
    static const float p[] = {1, 0, 1, 0, 0, 1, 1, 0};
    static const double trained[] = {0.1, 0.9};
    double share[2], scratch[2];

    (void)state;
    (void)prevalence_estimate(p, 4, 2, trained, share, scratch);
    assert_true(fabs(share[0] - 0.75) < 1e-9 && fabs(share[1] - 0.25) < 1e-9);
}

/* Rows that all say what training said, or the same on both sides of it: nothing moves. */
static void nothing_to_learn(void **state)
{
    static const float p[] = {0.25f, 0.75f, 0.25f, 0.75f, 0.125f, 0.875f, 0.375f, 0.625f};
    static const double trained[] = {0.25, 0.75};
    double share[2], scratch[2];

    (void)state;
    assert_int_equal(prevalence_estimate(p, 4, 2, trained, share, scratch), 1);
    assert_true(fabs(share[0] - 0.25) < 1e-12);
}

static void is_the_likeliest(void **state)
{
    static float p[300 * 2];
    static const double trained[] = {0.4, 0.6};
    random_state random = random_seed(8);
    double share[2], scratch[2], best = 0, top = -INFINITY;

    (void)state;
    for (int i = 0; i < 300; i++) {
        p[2 * i] = (float)(random_below(&random, 3) ? random_unit(&random) : 0.9);
        p[2 * i + 1] = 1 - p[2 * i];
    }
    (void)prevalence_estimate(p, 300, 2, trained, share, scratch);
    for (int i = 1; i < 100000; i++) {
        double s[2] = {i / 1e5, 1 - i / 1e5}, l = likelihood(p, 300, 2, trained, s);

        if (l > top) {
            top = l;
            best = s[0];
        }
    }
    assert_true(fabs(share[0] - best) < 1e-4);
}

/* Three labels; what a row shows is one of four signs. P(sign | label) is known, so that p is Bayes' own for
 * the training shares; the corpus has others, which come back within three standard errors or so. */
static void known_shares_come_back(void **state)
{
    static const double shows[3][4] = {{0.6, 0.2, 0.1, 0.1}, {0.1, 0.6, 0.2, 0.1}, {0.1, 0.1, 0.2, 0.6}};
    static const double trained[3] = {0.5, 0.3, 0.2}, real[3] = {0.1, 0.2, 0.7};
    static float p[N * 3];
    random_state random = random_seed(4);
    double share[3], scratch[3], sum = 0;

    (void)state;
    for (int i = 0; i < N; i++) {
        double u = random_unit(&random), v = random_unit(&random), all = 0;
        int label = u < real[0] ? 0 : u < real[0] + real[1] ? 1 : 2, sign = 0;

        for (; sign < 3 && v >= shows[label][sign]; sign++)
            v -= shows[label][sign];
        for (int k = 0; k < 3; k++)
            all += trained[k] * shows[k][sign];
        for (int k = 0; k < 3; k++)
            p[3 * i + k] = (float)(trained[k] * shows[k][sign] / all);
    }
    (void)prevalence_estimate(p, N, 3, trained, share, scratch);
    for (int k = 0; k < 3; k++) {
        assert_true(fabs(share[k] - real[k]) < 0.03);
        sum += share[k];
    }
    assert_true(fabs(sum - 1) < 1e-12);
}

/* A label of which nothing is seen keeps a little: a ratio of 0 would rule it out for good. */
static void no_share_is_nothing(void **state)
{
    static const float p[] = {0, 1, 0, 1, 0, 1};
    static const double trained[] = {0.5, 0.5};
    double share[2], scratch[2];

    (void)state;
    (void)prevalence_estimate(p, 3, 2, trained, share, scratch);
    assert_true(share[0] > 0.9 * PREVALENCE_LEAST && share[0] < 1.1 * PREVALENCE_LEAST);
}

/* Room for seven of 200 rows: every 32nd, whatever was kept in between. */
static void samples_are_even(void **state)
{
    float room[7 * 2];
    prevalence_sample s = {.p = room, .K = 2, .N_max = 7, .stride = 1};

    (void)state;
    for (int i = 0; i < 200; i++) {
        prevalence_keep(&s, (const float[]){(float)i, (float)-i});
        for (size_t k = 0; k < s.N; k++) {
            assert_true(room[2 * k] == (float)(k * s.stride));
            assert_true(room[2 * k + 1] == -(float)(k * s.stride));
        }
        assert_true(s.N == (size_t)i / s.stride + 1 && s.N <= 7);
    }
    assert_int_equal(s.stride, 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certain_rows),        cmocka_unit_test(nothing_to_learn),
        cmocka_unit_test(is_the_likeliest),    cmocka_unit_test(known_shares_come_back),
        cmocka_unit_test(no_share_is_nothing), cmocka_unit_test(samples_are_even),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
