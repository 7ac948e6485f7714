/* A sparse symmetric matrix X enters, its main eigenpairs leave. The method is subspace iteration: m = k + 20
 * random columns Q are multiplied by X again and again, each time made orthonormal, and turn toward the
 * eigenvectors of largest absolute value; then the small matrix T = Q' X Q has nearly their values (Rayleigh
 * and Ritz), and T = V diag(value) V' gives U = Q V.
 *
 * Q lies in memory row by row, so that a product is a sum of rows of m floats, each times a number: the
 * compiler makes vector instructions of it. Columns are made orthonormal by way of the small matrix G = Q' Q
 * = L L' (Cholesky), as Q L'^-1: two passes over rows, where Gram and Schmidt would take m over columns. This
 * squares the condition of Q, for which doubles have room; what it leaves undone a second time does, at the
 * end.
 *
 * The same bytes on any number of threads: a row is one thread's; what is summed over rows is summed in
 * SPANS spans that N alone decides, and these are added in order. */
#include "learn/spectrum.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/random.h"

enum {
    SPANS = 32,        /* of rows, for sums                                                     */
    ROWS_AT_ONCE = 64, /* for products: the first rows of words are by far the longest          */
    M_MAX = SPECTRUM_K_MAX + SPECTRUM_MORE,
    SWEEPS_MAX = 60, /* of Jacobi, which takes about ten */
};

/* A column of which less than this share, as a square, is its own is one with the columns before it: floats
 * have their rounding at 10^-14. */
static const double DEPENDENT = 1e-10;

/* Rotations leave smaller entries alone, in units of the matrix's size. */
static const double ROTATED = 1e-15;

typedef struct solver {
    const matrix *x;
    size_t N;
    unsigned m, threads;
    float *q, *y;  /* [N][m]                              */
    double *small; /* [m][m]                              */
    double *parts; /* [SPANS][m][m] sums of each span     */

    /* What the jobs are about. */
    const double *by; /* [m][width]   */
    unsigned width;
    float *to; /* [N][width]   */
} solver;

/* ---- over all rows, on all threads ---- */

/* y = X q, some rows. */
static void multiply_rows(void *context, size_t span, unsigned worker)
{
    const solver *s = context;
    size_t begin = span * ROWS_AT_ONCE, end = begin + ROWS_AT_ONCE < s->N ? begin + ROWS_AT_ONCE : s->N;
    unsigned m = s->m;

    (void)worker;
    for (size_t i = begin; i < end; i++) {
        float sum[M_MAX] = {0};

        for (size_t t = s->x->begin[i]; t < s->x->begin[i + 1]; t++) {
            const float *row = s->q + (size_t)s->x->col[t] * m;
            float times = s->x->val[t];

            for (unsigned c = 0; c < m; c++)
                sum[c] += times * row[c];
        }
        memcpy(s->y + i * m, sum, m * sizeof *sum);
    }
}

static void multiply(solver *s)
{
    pool_run(s->threads, (s->N + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, multiply_rows, s);
}

/* The lower half of q' y, over the rows of one span. */
static void sum_span(void *context, size_t span, unsigned worker)
{
    const solver *s = context;
    unsigned m = s->m;
    double *part = s->parts + span * m * m, right[M_MAX];

    (void)worker;
    memset(part, 0, (size_t)m * m * sizeof *part);
    for (size_t i = s->N * span / SPANS; i < s->N * (span + 1) / SPANS; i++) {
        const float *q = s->q + i * m, *y = s->y + i * m;

        for (unsigned b = 0; b < m; b++)
            right[b] = (double)y[b];
        for (unsigned a = 0; a < m; a++) {
            double left = (double)q[a], *row = part + (size_t)a * m;

            for (unsigned b = 0; b <= a; b++)
                row[b] += left * right[b];
        }
    }
}

/* small = q' y, which is symmetric. */
static void products(solver *s)
{
    unsigned m = s->m;

    pool_run(s->threads, SPANS, sum_span, s);
    memset(s->small, 0, (size_t)m * m * sizeof *s->small);
    for (unsigned span = 0; span < SPANS; span++)
        for (size_t i = 0; i < (size_t)m * m; i++)
            s->small[i] += s->parts[(size_t)span * m * m + i];
    for (unsigned a = 0; a < m; a++)
        for (unsigned b = 0; b < a; b++)
            s->small[(size_t)b * m + a] = s->small[(size_t)a * m + b];
}

/* to = q by, some rows; `to` may be q. */
static void combine_rows(void *context, size_t span, unsigned worker)
{
    const solver *s = context;
    size_t begin = span * ROWS_AT_ONCE, end = begin + ROWS_AT_ONCE < s->N ? begin + ROWS_AT_ONCE : s->N;

    (void)worker;
    for (size_t i = begin; i < end; i++) {
        double sum[M_MAX] = {0};

        for (unsigned a = 0; a < s->m; a++) {
            double times = (double)s->q[i * s->m + a];
            const double *row = s->by + (size_t)a * s->width;

            for (unsigned c = 0; c < s->width; c++)
                sum[c] += times * row[c];
        }
        for (unsigned c = 0; c < s->width; c++)
            s->to[i * s->width + c] = (float)sum[c];
    }
}

static void combine(solver *s, const double *by, unsigned width, float *to)
{
    s->by = by;
    s->width = width;
    s->to = to;
    pool_run(s->threads, (s->N + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, combine_rows, s);
}

/* ---- small matrices ---- */

/* G = L L', in place: the lower half becomes L. A column that depends on those before it becomes zeros. */
static void cholesky(double *g, unsigned m)
{
    for (unsigned j = 0; j < m; j++) {
        double *row = g + (size_t)j * m, whole = row[j], own = whole;
        bool depends;

        for (unsigned c = 0; c < j; c++)
            own -= row[c] * row[c];
        depends = !(own > DEPENDENT * whole);
        row[j] = depends ? 0 : sqrt(own);
        for (unsigned i = j + 1; i < m; i++) {
            double *below = g + (size_t)i * m, sum = below[j];

            for (unsigned c = 0; c < j; c++)
                sum -= below[c] * row[c];
            below[j] = depends ? 0 : sum / row[j];
        }
    }
}

/* to = L'^-1, with zeros for what depends. Row j of L^-1 is (e_j - sum over c < j of L_jc times row c) /
 * L_jj; here they are columns of `to`, so that column c of it is read downward. */
static void invert(const double *l, unsigned m, double *to)
{
    memset(to, 0, (size_t)m * m * sizeof *to);
    for (unsigned i = 0; i < m; i++) {
        double *column = to + (size_t)i * m;

        if (l[(size_t)i * m + i] == 0)
            continue;
        column[i] = 1 / l[(size_t)i * m + i];
        for (unsigned j = i + 1; j < m; j++) {
            const double *row = l + (size_t)j * m;
            double sum = 0;

            for (unsigned c = i; c < j; c++)
                sum += row[c] * column[c];
            column[j] = row[j] == 0 ? 0 : -sum / row[j];
        }
    }
}

/* Rows p and q of a matrix, turned. */
static void rotate(double *p, double *q, unsigned m, double cosine, double sine)
{
    for (unsigned c = 0; c < m; c++) {
        double x = p[c], y = q[c];

        p[c] = cosine * x - sine * y;
        q[c] = sine * x + cosine * y;
    }
}

/* Makes t_pq zero, by a turn within the plane of p and q; v turns along. */
static void annul(double *t, double *v, unsigned m, unsigned p, unsigned q)
{
    double *row_p = t + (size_t)p * m, *row_q = t + (size_t)q * m;
    double pp = row_p[p], qq = row_q[q], pq = row_p[q];
    double ratio = (qq - pp) / (2 * pq);
    double tangent = (ratio < 0 ? -1 : 1) / (fabs(ratio) + sqrt(ratio * ratio + 1));
    double cosine = 1 / sqrt(tangent * tangent + 1), sine = tangent * cosine;

    rotate(row_p, row_q, m, cosine, sine);
    for (unsigned c = 0; c < m; c++) { /* the columns are the rows again, but where both meet */
        t[(size_t)c * m + p] = row_p[c];
        t[(size_t)c * m + q] = row_q[c];
    }
    row_p[p] = pp - tangent * pq;
    row_q[q] = qq + tangent * pq;
    row_p[q] = row_q[p] = 0;
    rotate(v + (size_t)p * m, v + (size_t)q * m, m, cosine, sine);
}

/* t symmetric; its diagonal becomes its eigenvalues, row c of v the eigenvector of t_cc. */
static void jacobi(double *t, double *v, unsigned m)
{
    double size = 0;
    bool turned = true;

    for (size_t i = 0; i < (size_t)m * m; i++) {
        size = fmax(size, fabs(t[i]));
        v[i] = i % (m + 1) == 0;
    }
    for (unsigned sweep = 0; turned && sweep < SWEEPS_MAX; sweep++) {
        turned = false;
        for (unsigned p = 0; p < m; p++)
            for (unsigned q = p + 1; q < m; q++)
                if (fabs(t[(size_t)p * m + q]) > ROTATED * size) {
                    annul(t, v, m, p, q);
                    turned = true;
                }
    }
}

/* ---- the road ---- */

/* Makes the columns of q orthonormal, or zero; y is scratch. */
static void orthonormalise(solver *s)
{
    float *y = s->y;

    s->y = s->q; /* G = q' q */
    products(s);
    s->y = y;
    cholesky(s->small, s->m);
    invert(s->small, s->m, s->parts);
    combine(s, s->parts, s->m, s->q);
}

/* An eigenvalue and its row. */
typedef struct pair {
    double value;
    unsigned row;
} pair;

static int by_size(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    double p = fabs(a->value), q = fabs(b->value);

    return p != q ? (p < q) - (p > q) : (a->row > b->row) - (a->row < b->row);
}

/* T = q' X q to the k eigenpairs of largest absolute value. */
static void read_off(solver *s, unsigned k, float *u, double *value)
{
    unsigned m = s->m;
    double *v = s->parts, *by = s->parts + (size_t)m * m;
    pair order[M_MAX] = {{0}};

    multiply(s);
    products(s);
    jacobi(s->small, v, m);
    for (unsigned c = 0; c < m; c++)
        order[c] = (pair){s->small[(size_t)c * m + c], c};
    qsort(order, m, sizeof *order, by_size);
    for (unsigned c = 0; c < k; c++) {
        value[c] = order[c].value;
        for (unsigned a = 0; a < m; a++)
            by[(size_t)a * k + c] = v[(size_t)order[c].row * m + a];
    }
    combine(s, by, k, u);
}

/* Both u and -u are eigenvectors; this takes the one that the header says. */
static void fix_signs(float *u, size_t N, unsigned k)
{
    for (unsigned c = 0; c < k; c++) {
        float largest = 0;

        for (size_t i = 0; i < N; i++)
            if (fabsf(u[i * k + c]) > fabsf(largest))
                largest = u[i * k + c];
        for (size_t i = 0; largest < 0 && i < N; i++)
            u[i * k + c] = -u[i * k + c];
    }
}

static void step(const spectrum_options *o, unsigned done)
{
    if (o->on_step)
        o->on_step(o->to, done, SPECTRUM_ROUNDS + 1);
}

static void iterate(solver *s, const spectrum_options *o)
{
    random_state draws = random_seed(o->seed);

    /* Even in [-1, 1): any start will do that favours no direction much. */
    for (size_t i = 0; i < s->N * s->m; i++)
        s->q[i] = (float)(random_unit(&draws) * 2 - 1);
    for (unsigned round = 0; round < SPECTRUM_ROUNDS; round++) {
        float *product = s->y;

        multiply(s);
        s->y = s->q;
        s->q = product;
        orthonormalise(s);
        step(o, round + 1);
    }
    orthonormalise(s);
}

bool spectrum_find(const matrix *x, const spectrum_options *o, float *u, double *value, err *e)
{
    size_t N = x->N;
    unsigned m = N < (size_t)o->k + SPECTRUM_MORE ? (unsigned)N : o->k + SPECTRUM_MORE;
    size_t square = (size_t)m * m;
    solver s = {.x = x, .N = N, .m = m, .threads = o->threads};
    bool ok;

    assert(1 <= o->k && o->k <= SPECTRUM_K_MAX && o->k <= N && o->threads >= 1);
    s.q = calloc(N * m + 1, sizeof *s.q);
    s.y = calloc(N * m + 1, sizeof *s.y);
    s.small = calloc(square + 1, sizeof *s.small);
    s.parts = calloc(SPANS * square + 1, sizeof *s.parts);
    ok = (s.q && s.y && s.small && s.parts) || err_memory(e);
    if (ok) {
        iterate(&s, o);
        read_off(&s, o->k, u, value);
        fix_signs(u, N, o->k);
        step(o, SPECTRUM_ROUNDS + 1);
    }
    free(s.q);
    free(s.y);
    free(s.small);
    free(s.parts);
    return ok;
}
