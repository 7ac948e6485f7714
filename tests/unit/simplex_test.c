/* Shares by least squares against a search of the whole simplex on a grid, against answers worked by hand,
 * and against the conditions that a best answer meets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "measure/simplex.h"

enum { K_MAX = 12 };

static double work[SIMPLEX_WORK(K_MAX)];

static void are_shares(const double *p, uint32_t K)
{
    double sum = 0;

    for (uint32_t k = 0; k < K; k++) {
        assert_true(p[k] >= 0 && p[k] <= 1);
        sum += p[k];
    }
    assert_true(fabs(sum - 1) < 1e-9);
}

static double distance(const double *M, const double *q, const double *p, uint32_t K)
{
    double all = 0;

    for (uint32_t j = 0; j < K; j++) {
        double d = -q[j];

        for (uint32_t i = 0; i < K; i++)
            d += M[j * K + i] * p[i];
        all += d * d;
    }
    return all;
}

/* Columns that sum to 1, their diagonal the stronger the larger `right`. */
static void draw_matrix(random_state *r, uint32_t K, double right, double *M)
{
    for (uint32_t i = 0; i < K; i++) {
        double sum = 0;

        for (uint32_t j = 0; j < K; j++)
            sum += M[j * K + i] = random_unit(r) + (i == j ? right : 0);
        for (uint32_t j = 0; j < K; j++)
            M[j * K + i] /= sum;
    }
}

static void draw_shares(random_state *r, uint32_t K, double *p)
{
    double sum = 0;

    for (uint32_t k = 0; k < K; k++)
        sum += p[k] = -log(1 - random_unit(r));
    for (uint32_t k = 0; k < K; k++)
        p[k] /= sum;
}

/* Of v = (0.9, 0.6, -0.2) the theta is (1.5 - 1) / 2 = 0.25. */
static void projects_by_hand(void **state)
{
    double v[3] = {0.9, 0.6, -0.2}, far[2] = {7, -7}, same[3] = {0.2, 0.5, 0.3};

    (void)state;
    simplex_project(v, 3, work);
    assert_true(fabs(v[0] - 0.65) < 1e-12 && fabs(v[1] - 0.35) < 1e-12 && v[2] == 0);
    simplex_project(far, 2, work);
    assert_true(far[0] == 1 && far[1] == 0);
    simplex_project(same, 3, work);
    assert_true(fabs(same[0] - 0.2) < 1e-12 && fabs(same[1] - 0.5) < 1e-12 && fabs(same[2] - 0.3) < 1e-12);
}

/* To project is to solve with the unit matrix. */
static void projecting_is_solving(void **state)
{
    random_state r = random_seed(3);
    double unit[K_MAX * K_MAX], v[K_MAX], p[K_MAX];

    (void)state;
    for (uint32_t K = 1; K <= K_MAX; K++)
        for (unsigned turn = 0; turn < 50; turn++) {
            memset(unit, 0, sizeof unit);
            for (uint32_t k = 0; k < K; k++) {
                unit[k * K + k] = 1;
                v[k] = 4 * random_unit(&r) - 2;
            }
            simplex_solve(unit, v, K, p, work);
            simplex_project(v, K, work);
            are_shares(p, K);
            for (uint32_t k = 0; k < K; k++)
                assert_true(fabs(p[k] - v[k]) < 1e-9);
        }
}

/* Two labels, of which 0.9 and 0.8 are recognised: p = (q - 0.2) / 0.7, cut off at 0 and 1. */
static void solves_two_by_hand(void **state)
{
    static const double M[4] = {0.9, 0.2, 0.1, 0.8};
    static const double want[][2] = {{0.55, 0.5}, {0.2, 0}, {0.1, 0}, {0.95, 1}, {0.34, 0.2}};
    double p[2];

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        double q[2] = {want[i][0], 1 - want[i][0]};

        simplex_solve(M, q, 2, p, work);
        are_shares(p, 2);
        assert_true(fabs(p[0] - want[i][1]) < 1e-9);
    }
}

static void gives_back_what_was_mixed(void **state)
{
    random_state r = random_seed(4);
    double M[K_MAX * K_MAX], p[K_MAX], q[K_MAX], back[K_MAX];

    (void)state;
    for (uint32_t K = 2; K <= K_MAX; K++)
        for (unsigned turn = 0; turn < 50; turn++) {
            draw_matrix(&r, K, K, M);
            draw_shares(&r, K, p);
            if (turn % 2)
                p[0] += p[1], p[1] = 0;
            for (uint32_t j = 0; j < K; j++) {
                q[j] = 0;
                for (uint32_t i = 0; i < K; i++)
                    q[j] += M[j * K + i] * p[i];
            }
            simplex_solve(M, q, K, back, work);
            are_shares(back, K);
            for (uint32_t k = 0; k < K; k++)
                assert_true(fabs(back[k] - p[k]) < 1e-6);
        }
}

/* Whatever M and q: no place of a grid over the simplex is nearer. */
static void nothing_is_nearer(void **state)
{
    random_state r = random_seed(6);
    double M[9], q[3], p[3], other[3];

    (void)state;
    for (unsigned turn = 0; turn < 200; turn++) {
        draw_matrix(&r, 3, turn % 3, M);
        draw_shares(&r, 3, q);
        simplex_solve(M, q, 3, p, work);
        are_shares(p, 3);
        for (unsigned a = 0; a <= 50; a++)
            for (unsigned b = 0; a + b <= 50; b++) {
                other[0] = a / 50.0, other[1] = b / 50.0, other[2] = 1 - other[0] - other[1];
                assert_true(distance(M, q, p, 3) <= distance(M, q, other, 3) + 1e-9);
            }
    }
}

static void knows_the_singular(void **state)
{
    static const double blind[9] = {0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.2, 0.2, 0.2}, unit[4] = {1, 0, 0, 1};
    static const double q[3] = {0.5, 0.3, 0.2};
    double p[3];

    (void)state;
    assert_true(simplex_pivot(blind, 3, work) < 1e-12);
    assert_true(simplex_pivot(unit, 2, work) == 1);
    simplex_solve(blind, q, 3, p, work); /* any shares fit */
    are_shares(p, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projects_by_hand),   cmocka_unit_test(projecting_is_solving),
        cmocka_unit_test(solves_two_by_hand), cmocka_unit_test(gives_back_what_was_mixed),
        cmocka_unit_test(nothing_is_nearer),  cmocka_unit_test(knows_the_singular),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
