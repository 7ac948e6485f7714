/* kernel_add: for every kernel, what comes out is a dense sum over all columns. (kernel_test.c is learn/'s.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "score/kernel.h"

enum { COLUMNS = 40, VECTORS = 9, LANES = 5 };

/* A row of every density, none and all included. Returns its cells. */
static uint32_t sparse(random_state *r, uint32_t *slot, float *value, double *dense)
{
    uint64_t share = random_below(r, 5);
    uint32_t n = 0;

    for (uint32_t c = 0; c < COLUMNS; c++) {
        dense[c] = 0;
        if (random_below(r, 4) >= share)
            continue;
        slot[n] = c;
        value[n] = (float)(random_unit(r) * 2 - 1);
        dense[c] = (double)value[n++];
    }
    return n;
}

/* libsvm's formulas, by their definition and not by what is quick. */
static double similar(const kernel *k, const double *x, const double *s)
{
    double dot = 0, distance = 0;

    for (int c = 0; c < COLUMNS; c++) {
        dot += x[c] * s[c];
        distance += (x[c] - s[c]) * (x[c] - s[c]);
    }
    switch (k->kind) {
    case KERNEL_POLY:
        return pow(k->gamma * dot + k->coef0, (double)k->degree);
    case KERNEL_RBF:
        return exp(-k->gamma * distance);
    case KERNEL_SIGMOID:
        return tanh(k->gamma * dot + k->coef0);
    default:
        return dot;
    }
}

static void test_dense(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        random_state r = random_seed(seed);
        uint64_t begin[VECTORS + 1] = {0};
        uint32_t slot[VECTORS * COLUMNS], at[COLUMNS], n_x, L = 1 + (uint32_t)random_below(&r, LANES);
        float value[VECTORS * COLUMNS], coef[VECTORS * LANES], x[COLUMNS];
        double dense[VECTORS][COLUMNS], dense_x[COLUMNS], margin[LANES + 1], wanted[LANES], size[LANES] = {0};
        kernel k = {.kind = (kernel_kind)(seed % 4),
                    .gamma = random_unit(&r),
                    .coef0 = random_unit(&r) * 2 - 1,
                    .degree = (uint32_t)random_below(&r, 6),
                    .n = (uint32_t)random_below(&r, VECTORS + 1),
                    .begin = begin,
                    .slot = slot,
                    .value = value,
                    .coef = coef};

        for (uint32_t s = 0; s < k.n; s++)
            begin[s + 1] = begin[s] + sparse(&r, slot + begin[s], value + begin[s], dense[s]);
        for (uint32_t i = 0; i < k.n * L; i++)
            coef[i] = (float)(random_unit(&r) * 2 - 1);
        n_x = sparse(&r, at, x, dense_x);

        /* What is there already is added to; what is behind is left alone. */
        for (uint32_t l = 0; l <= L; l++)
            margin[l] = l + 0.5;
        for (uint32_t l = 0; l < L; l++)
            wanted[l] = margin[l];
        kernel_add(&k, L, at, x, n_x, margin);
        for (uint32_t s = 0; s < k.n; s++) {
            double value_s = similar(&k, dense_x, dense[s]);

            for (uint32_t l = 0; l < L; l++) {
                wanted[l] += (double)coef[s * L + l] * value_s;
                size[l] += fabs((double)coef[s * L + l] * value_s);
            }
        }
        for (uint32_t l = 0; l < L; l++)
            if (!(fabs(margin[l] - wanted[l]) <= 1e-12 * (1 + size[l])))
                fail_msg("seed %llu lane %u: %.17g is not %.17g", (unsigned long long)seed, l, margin[l],
                         wanted[l]);
        assert_true(margin[L] >= L + 0.5 && margin[L] <= L + 0.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dense)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
