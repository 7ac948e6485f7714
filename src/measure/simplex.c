/* Least squares over shares. A label is free, or held at 0. With the free ones alone the problem is linear:
 * its conditions are solved by elimination. Where that would make a share negative one goes there as far as
 * the first share that becomes 0, and holds it; where it would not, a label that is held but ought to grow is
 * set free; where there is none, one has arrived. */
#include "measure/simplex.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int falling(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x < *y) - (*x > *y);
}

void simplex_project(double *v, uint32_t K, double *work)
{
    double sum = 0, theta = 0;

    memcpy(work, v, K * sizeof *v);
    qsort(work, K, sizeof *work, falling);
    /* rho, the last j for which mu_j - (sum of mu_1 .. mu_j - 1) / j > 0, gives theta. */
    for (uint32_t j = 0; j < K; j++) {
        sum += work[j];
        if (work[j] - (sum - 1) / (j + 1) > 0)
            theta = (sum - 1) / (j + 1);
    }
    for (uint32_t k = 0; k < K; k++)
        v[k] = v[k] > theta ? v[k] - theta : 0;
}

/* Elimination with the largest of a column as pivot, of n rows of n + extra numbers each. The smallest pivot.
 */
static double eliminate(double *a, size_t n, size_t extra)
{
    size_t width = n + extra;
    double least = INFINITY;

    for (size_t c = 0; c < n; c++) {
        size_t best = c;

        for (size_t r = c + 1; r < n; r++)
            if (fabs(a[r * width + c]) > fabs(a[best * width + c]))
                best = r;
        for (size_t k = 0; k < width && best != c; k++) {
            double swap = a[c * width + k];

            a[c * width + k] = a[best * width + k];
            a[best * width + k] = swap;
        }
        least = fmin(least, fabs(a[c * width + c]));
        if (a[c * width + c] == 0)
            continue;
        for (size_t r = c + 1; r < n; r++) {
            double by = a[r * width + c] / a[c * width + c];

            for (size_t k = c; by != 0 && k < width; k++)
                a[r * width + k] -= by * a[c * width + k];
        }
    }
    return least;
}

double simplex_pivot(const double *M, uint32_t K, double *work)
{
    memcpy(work, M, (size_t)K * K * sizeof *M);
    return eliminate(work, K, 0);
}

/* The best p over the labels that are free, negative or not, and the price nu of the sum:
 *     [ A_FF  1 ] [ p ]    [ b_F ]
 *     [ 1'    0 ] [ nu ] = [  1  ] */
static double solve_free(const double *A, const double *b, uint32_t K, const bool *is_free, double *p,
                         double *kkt)
{
    size_t n = 0, at = 0, width;

    for (uint32_t i = 0; i < K; i++)
        n += is_free[i];
    width = n + 2;
    for (uint32_t i = 0; i < K; i++) {
        double *row = kkt + at * width;

        if (!is_free[i])
            continue;
        for (uint32_t j = 0; j < K; j++)
            if (is_free[j])
                *row++ = A[(size_t)i * K + j];
        *row++ = 1;
        *row = b[i];
        at++;
    }
    for (size_t k = 0; k < n; k++)
        kkt[n * width + k] = 1;
    kkt[n * width + n] = 0;
    kkt[n * width + n + 1] = 1;
    (void)eliminate(kkt, n + 1, 1);
    for (size_t r = n + 1; r-- > 0;) {
        double sum = kkt[r * width + n + 1];

        for (size_t k = r + 1; k <= n; k++)
            sum -= kkt[r * width + k] * kkt[k * width + n + 1];
        kkt[r * width + n + 1] = kkt[r * width + r] != 0 ? sum / kkt[r * width + r] : 0;
    }
    at = 0;
    for (uint32_t i = 0; i < K; i++)
        p[i] = is_free[i] ? kkt[at++ * width + n + 1] : 0;
    return kkt[n * width + n + 1];
}

/* From p toward z as far as no share is below 0; the label that stops it is held. False: all the way. */
static bool step(double *p, const double *z, uint32_t K, bool *is_free)
{
    double alpha = 1;
    uint32_t stops = K;

    for (uint32_t i = 0; i < K; i++)
        if (is_free[i] && z[i] < 0 && p[i] / (p[i] - z[i]) < alpha) {
            alpha = p[i] / (p[i] - z[i]);
            stops = i;
        }
    for (uint32_t i = 0; i < K; i++)
        p[i] += alpha * (z[i] - p[i]);
    if (stops == K)
        return false;
    p[stops] = 0;
    is_free[stops] = false;
    return true;
}

/* The label held at 0 that would lower the distance most if it grew: gradient below the free ones'. */
static uint32_t wants_in(const double *A, const double *b, uint32_t K, const bool *is_free, const double *p,
                         double nu)
{
    uint32_t who = K;
    double least = -1e-10;

    for (uint32_t i = 0; i < K; i++) {
        double gradient = nu - b[i];

        for (uint32_t j = 0; !is_free[i] && j < K; j++)
            gradient += A[(size_t)i * K + j] * p[j];
        if (!is_free[i] && gradient < least) {
            least = gradient;
            who = i;
        }
    }
    return who;
}

void simplex_solve(const double *M, const double *q, uint32_t K, double *p, double *work)
{
    double *A = work, *b = A + (size_t)K * K, *z = b + K, *kkt = z + K;
    void *rest = kkt + ((size_t)K + 1) * (K + 2); /* room for K numbers, and so for K bools */
    bool *is_free = rest;
    double sum = 0;

    for (uint32_t i = 0; i < K; i++) {
        b[i] = 0;
        for (uint32_t j = 0; j < K; j++)
            b[i] += M[(size_t)j * K + i] * q[j];
        for (uint32_t k = 0; k < K; k++) {
            A[(size_t)i * K + k] = i == k ? 1e-12 : 0;
            for (uint32_t j = 0; j < K; j++)
                A[(size_t)i * K + k] += M[(size_t)j * K + i] * M[(size_t)j * K + k];
        }
        is_free[i] = true;
        p[i] = 1.0 / K;
    }
    for (uint32_t turn = 0; turn < 10 * K + 10; turn++) {
        double nu = solve_free(A, b, K, is_free, z, kkt);
        uint32_t next;

        if (step(p, z, K, is_free))
            continue;
        next = wants_in(A, b, K, is_free, p, nu);
        if (next == K)
            break;
        is_free[next] = true;
    }
    /* What elimination left of rounding. */
    for (uint32_t i = 0; i < K; i++)
        sum += p[i] = fmax(p[i], 0);
    for (uint32_t i = 0; i < K; i++)
        p[i] /= sum;
}
