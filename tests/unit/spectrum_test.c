/* spectrum: eigenpairs of matrices that were made from them, residuals, signs, matrices of low rank and of
 * zeros, the same bytes on one thread and on four. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "learn/spectrum.h"

enum { N = 150 };

/* A = Q diag(value) Q', dense, in the form of a sparse matrix. */
typedef struct sample {
    double q[N][N]; /* columns are eigenvectors */
    double value[N];
    size_t begin[N + 1];
    uint32_t col[N * N];
    float val[N * N];
    matrix x;
} sample;

static void *must(void *p)
{
    assert_non_null(p);
    return p;
}

/* Columns of random numbers, made orthonormal one after the other, twice for rounding. */
static void orthonormal(sample *s, uint64_t seed)
{
    random_state random = random_seed(seed);

    for (int c = 0; c < N; c++) {
        for (int i = 0; i < N; i++)
            s->q[i][c] = random_unit(&random) - 0.5;
        for (int again = 0; again < 2; again++) {
            double length = 0;

            for (int d = 0; d < c; d++) {
                double dot = 0;

                for (int i = 0; i < N; i++)
                    dot += s->q[i][c] * s->q[i][d];
                for (int i = 0; i < N; i++)
                    s->q[i][c] -= dot * s->q[i][d];
            }
            for (int i = 0; i < N; i++)
                length += s->q[i][c] * s->q[i][c];
            for (int i = 0; i < N; i++)
                s->q[i][c] /= sqrt(length);
        }
    }
}

/* The matrix of the eigenvalues in s->value. */
static void fill(sample *s)
{
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = 0; j < N; j++) {
            double sum = 0;

            for (int c = 0; c < N; c++)
                sum += s->q[i][c] * s->value[c] * s->q[j][c];
            s->col[i * N + j] = j;
            s->val[i * N + j] = (float)sum;
        }
    for (size_t i = 0; i <= N; i++)
        s->begin[i] = i * N;
    s->x = (matrix){.N = N, .D = N, .begin = s->begin, .col = s->col, .val = s->val};
}

static void find(const matrix *x, unsigned k, unsigned threads, float *u, double *value)
{
    spectrum_options o = {.k = k, .threads = threads, .seed = 1};
    err e = {0};

    if (!spectrum_find(x, &o, u, value, &e))
        fail_msg("%s", e.text);
}

/* |A u - value u| */
static double residual(const matrix *x, const float *u, unsigned k, unsigned c, double value)
{
    double square = 0;

    for (uint32_t i = 0; i < x->N; i++) {
        double sum = -value * (double)u[i * k + c];

        for (size_t t = x->begin[i]; t < x->begin[i + 1]; t++)
            sum += (double)x->val[t] * (double)u[x->col[t] * k + c];
        square += sum * sum;
    }
    return sqrt(square);
}

static double dot(const float *u, size_t n, unsigned k, unsigned c, unsigned d)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)u[i * k + c] * (double)u[i * k + d];
    return sum;
}

static void is_orthonormal(const float *u, size_t n, unsigned k)
{
    for (unsigned c = 0; c < k; c++)
        for (unsigned d = 0; d <= c; d++)
            if (fabs(dot(u, n, k, c, d) - (c == d)) > 1e-5)
                fail_msg("columns %u and %u have the product %g", c, d, dot(u, n, k, c, d));
}

/* The signs as the header has them. */
static void signs_are_fixed(const float *u, size_t n, unsigned k)
{
    for (unsigned c = 0; c < k; c++) {
        float largest = 0;

        for (size_t i = 0; i < n; i++)
            if (fabsf(u[i * k + c]) > fabsf(largest))
                largest = u[i * k + c];
        assert_true(largest > 0);
    }
}

static void eigenpairs_are_found(void **state)
{
    enum { K = 10 };
    sample *s = must(malloc(sizeof *s));
    float u[N * K];
    double value[K];

    (void)state;
    for (uint64_t seed = 1; seed < 4; seed++) {
        orthonormal(s, seed);
        /* 20, -18.2, 16.5 ...: of either sign, falling by a tenth. */
        for (int c = 0; c < N; c++)
            s->value[c] = 20 * pow(1.1, -c) * (c % 2 ? -1 : 1);
        fill(s);
        find(&s->x, K, 2, u, value);
        is_orthonormal(u, N, K);
        signs_are_fixed(u, N, K);
        for (unsigned c = 0; c < K; c++) {
            double along = 0;

            for (int i = 0; i < N; i++)
                along += s->q[i][c] * (double)u[i * K + (int)c];
            if (fabs(value[c] - s->value[c]) > 1e-3 || fabs(along) < 1 - 1e-3 ||
                residual(&s->x, u, K, c, value[c]) > 0.05)
                fail_msg("pair %u: %g for %g, %g along it, residual %g", c, value[c], s->value[c], along,
                         residual(&s->x, u, K, c, value[c]));
        }
    }
    free(s);
}

/* So few rows that the columns are all there are: nothing is left to converge. */
static void small_ones_are_exact(void **state)
{
    static const size_t begin[] = {0, 2, 5, 7};
    static const uint32_t col[] = {0, 1, 0, 1, 2, 1, 2};
    static const float val[] = {2, -1, -1, 2, -1, -1, 2};
    static const matrix x = {.N = 3, .D = 3, .begin = begin, .col = col, .val = val};
    float u[9];
    double value[3], want[] = {2 + sqrt(2), 2, 2 - sqrt(2)};

    (void)state;
    find(&x, 3, 1, u, value);
    for (unsigned c = 0; c < 3; c++) {
        assert_true(fabs(value[c] - want[c]) < 1e-5);
        assert_true(residual(&x, u, 3, c, value[c]) < 1e-5);
    }
    /* The first is (1, -sqrt 2, 1) / 2, its sign turned. */
    assert_true(fabs((double)u[3] - sqrt(0.5)) < 1e-5 && fabs((double)u[0] + 0.5) < 1e-5);
    is_orthonormal(u, 3, 3);
}

/* Rank 3 where 8 are asked for: the other values are nothing beside them. */
static void low_rank(void **state)
{
    enum { K = 8 };
    sample *s = must(malloc(sizeof *s));
    float u[N * K];
    double value[K];

    (void)state;
    orthonormal(s, 9);
    memset(s->value, 0, sizeof s->value);
    s->value[0] = -7;
    s->value[1] = 5;
    s->value[2] = 3;
    fill(s);
    find(&s->x, K, 2, u, value);
    assert_true(fabs(value[0] + 7) < 1e-4 && fabs(value[1] - 5) < 1e-4 && fabs(value[2] - 3) < 1e-4);
    for (unsigned c = 0; c < K; c++) {
        assert_true(c < 3 || fabs(value[c]) < 1e-4);
        assert_true(residual(&s->x, u, K, c, value[c]) < 1e-3);
        for (size_t i = 0; i < N; i++)
            assert_true(isfinite(u[i * K + c]));
    }
    free(s);
}

static void zeros(void **state)
{
    static const size_t begin[31];
    static const matrix x = {.N = 30, .D = 30, .begin = begin};
    float u[60];
    double value[2];

    (void)state;
    find(&x, 2, 2, u, value);
    for (unsigned i = 0; i < 60; i++)
        assert_true(u[i] == 0);
    assert_true(value[0] == 0 && value[1] == 0);
}

/* A sparse matrix of some thousand rows, a twentieth of them empty. */
static void any_number_of_threads(void **state)
{
    enum { ROWS = 3000, K = 12 };
    random_state random = random_seed(3);
    float *dense = must(calloc((size_t)ROWS * ROWS, sizeof *dense));
    size_t *begin = must(calloc(ROWS + 1, sizeof *begin)), at = 0;
    uint32_t *col = must(malloc(ROWS * 60 * sizeof *col));
    float *val = must(malloc(ROWS * 60 * sizeof *val)), *u = must(malloc(2 * ROWS * K * sizeof *u));
    double value[2][K];
    matrix x = {.N = ROWS, .D = ROWS, .begin = begin, .col = col, .val = val};

    (void)state;
    for (size_t t = 0; t < ROWS * 20; t++) {
        size_t i = (size_t)random_below(&random, ROWS), j = (size_t)random_below(&random, ROWS);

        if (i % 20 && j % 20)
            dense[i * ROWS + j] = dense[j * ROWS + i] = (float)random_unit(&random);
    }
    for (size_t i = 0; i < ROWS; i++) {
        for (uint32_t j = 0; j < ROWS; j++)
            if (dense[i * ROWS + j] != 0 && at < ROWS * 60) {
                col[at] = j;
                val[at++] = dense[i * ROWS + j];
            }
        begin[i + 1] = at;
    }
    assert_true(at < ROWS * 60);
    find(&x, K, 1, u, value[0]);
    find(&x, K, 4, u + ROWS * K, value[1]);
    assert_memory_equal(u, u + ROWS * K, ROWS * K * sizeof *u);
    assert_memory_equal(value[0], value[1], sizeof value[0]);
    is_orthonormal(u, ROWS, K);
    for (unsigned c = 0; c < K; c++)
        assert_true(u[20 * K + c] == 0);
    free(dense);
    free(begin);
    free(col);
    free(val);
    free(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eigenpairs_are_found),
        cmocka_unit_test(small_ones_are_exact),
        cmocka_unit_test(low_rank),
        cmocka_unit_test(zeros),
        cmocka_unit_test(any_number_of_threads),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
