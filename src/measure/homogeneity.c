/* Counts of labels on two sides enter, a test and an effect size leave. */
#include "measure/homogeneity.h"

#include <math.h>
#include <stdlib.h>

enum { EXPECTED_LEAST = 5 };

/* A label, or several put together. */
typedef struct category {
    double n[2]; /* on each side */
    uint32_t k;  /* the label    */
} category;

static double both(const category *c)
{
    return c->n[0] + c->n[1];
}

/* Of equally frequent labels the first one is taken for the more frequent. */
static int rarest_first(const void *x, const void *y)
{
    const category *a = x, *b = y;

    if (both(a) < both(b) || both(a) > both(b))
        return both(a) < both(b) ? -1 : 1;
    return (a->k < b->k) - (a->k > b->k);
}

/* Q(x; df). For an even df, e^(-x/2) sum over i < df/2 of (x/2)^i / i!; for an odd one, erfc(sqrt(x/2)) and
 * the same sum over i = 1/2, 3/2 ... < df/2 with Gamma(i + 1) for i!. Terms by their logarithms: e^(-x/2)
 * alone would be 0 for a large x. */
double homogeneity_chi_squared_tail(double x, uint32_t df)
{
    double half = x / 2, first = df % 2 ? 0.5 : 0;
    double sum = df % 2 ? erfc(sqrt(half)) : 0;
    double term = -half; /* the logarithm of the term i = first + k */

    if (!(x > 0))
        return 1;
    if (df % 2)
        term += log(half) / 2 - log(tgamma(1.5));
    for (uint32_t k = 0; k < df / 2; k++) {
        sum += exp(term);
        term += log(half / (first + k + 1));
    }
    return sum < 1 ? sum : 1;
}

/* All tables with the sums of this one are told by their first cell, k. Weights are relative to the likeliest
 * k, so that the sums neither overflow nor vanish: w(k + 1) / w(k) = (row - k)(column - k) / ((k + 1)(d - a +
 * k + 1)),      row = a + b, column = a + c. */
typedef struct tables {
    int64_t row, column, rest; /* rest = d - a */
} tables;

static double step(const tables *t, int64_t k)
{
    return (double)(t->row - k) * (double)(t->column - k) / ((double)(k + 1) * (double)(t->rest + k + 1));
}

/* w(k) / w(from). */
static double weight(const tables *t, int64_t from, int64_t k)
{
    double w = 1;

    for (int64_t i = from; i < k && w > 0; i++)
        w *= step(t, i);
    for (int64_t i = from; i > k && w > 0; i--)
        w /= step(t, i - 1);
    return w;
}

double homogeneity_fisher(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    tables t = {(int64_t)(a + b), (int64_t)(a + c), (int64_t)d - (int64_t)a};
    int64_t least = t.rest < 0 ? -t.rest : 0, most = t.row < t.column ? t.row : t.column;
    double all = (double)(t.row + t.column + t.rest), as_likely, w, sum = 0, total = 0;
    int64_t mode = (int64_t)((double)(t.row + 1) * (double)(t.column + 1) / (all + 2));

    mode = mode < least ? least : mode > most ? most : mode;
    /* Tables that are as likely as this one count, also where rounding parts them. */
    as_likely = weight(&t, mode, (int64_t)a) * (1 + 1e-7);
    w = 1;
    for (int64_t k = mode; k <= most && w > 0; k++) {
        total += w;
        sum += w <= as_likely ? w : 0;
        w *= step(&t, k);
    }
    w = 1;
    for (int64_t k = mode; k > least && w > 0; k--) {
        w /= step(&t, k - 1); /* w(k - 1) */
        total += w;
        sum += w <= as_likely ? w : 0;
    }
    return sum / total;
}

/* Puts rare labels together until all are expected often enough on the smaller side. c[n] is sorted, the
 * rarest first; returns how many are left, the pooled one first. */
static uint32_t pool_rare(category *c, uint32_t n, double smaller_share, uint32_t *n_pooled)
{
    category pool = {{0, 0}, 0};
    uint32_t from = 0;

    while (from < n && (both(&c[from]) * smaller_share < EXPECTED_LEAST ||
                        (from > 0 && both(&pool) * smaller_share < EXPECTED_LEAST))) {
        pool.n[0] += c[from].n[0];
        pool.n[1] += c[from].n[1];
        from++;
    }
    if (from == 0)
        return n;
    *n_pooled = from;
    c[from - 1] = pool;
    for (uint32_t i = from - 1; i < n; i++)
        c[i - (from - 1)] = c[i];
    return n - (from - 1);
}

static double chi_squared(const category *c, uint32_t n, const double side[2])
{
    double sum = 0, N = side[0] + side[1];

    for (uint32_t i = 0; i < n; i++)
        for (int s = 0; s < 2; s++) {
            double expected = both(&c[i]) * side[s] / N, off = c[i].n[s] - expected;

            sum += expected > 0 ? off * off / expected : 0;
        }
    return sum;
}

/* How far the shares are apart, and which label's most. */
static void find_distance(const uint64_t *one, const uint64_t *other, uint32_t K, const double side[2],
                          homogeneity *out)
{
    double most = -1;

    for (uint32_t k = 0; k < K; k++) {
        double a = (double)one[k] / side[0], b = (double)other[k] / side[1];

        out->distance += fabs(a - b) / 2;
        if (fabs(a - b) > most) {
            most = fabs(a - b);
            out->farthest = k;
            out->share[0] = a;
            out->share[1] = b;
        }
    }
}

bool homogeneity_compare(const uint64_t *one, const uint64_t *other, uint32_t K, homogeneity *out, err *e)
{
    category *c = calloc((size_t)K + 1, sizeof *c);
    double side[2] = {0, 0}, N;
    uint32_t n = 0;

    *out = (homogeneity){.p = 1};
    if (!c)
        return err_memory(e);
    for (uint32_t k = 0; k < K; k++) {
        if (one[k] + other[k])
            c[n++] = (category){{(double)one[k], (double)other[k]}, k};
        side[0] += (double)one[k];
        side[1] += (double)other[k];
    }
    N = side[0] + side[1];
    if (n >= 2 && side[0] > 0 && side[1] > 0) {
        category most;
        uint32_t n_all = n;

        qsort(c, n, sizeof *c, rarest_first);
        most = c[n - 1];
        n = pool_rare(c, n, fmin(side[0], side[1]) / N, &out->n_pooled);
        out->test = HOMOGENEITY_CHI_SQUARED;
        if (n < 2) {
            out->test = HOMOGENEITY_FISHER;
            out->n_pooled = n_all > 2 ? n_all - 1 : 0;
            c[0] = (category){{side[0] - most.n[0], side[1] - most.n[1]}, 0};
            c[1] = most;
            n = 2;
        }
        out->df = n - 1;
        out->statistic = chi_squared(c, n, side);
        out->p = out->test == HOMOGENEITY_FISHER
                     ? homogeneity_fisher((uint64_t)c[0].n[0], (uint64_t)c[0].n[1], (uint64_t)c[1].n[0],
                                          (uint64_t)c[1].n[1])
                     : homogeneity_chi_squared_tail(out->statistic, out->df);
        find_distance(one, other, K, side, out);
    }
    free(c);
    return true;
}
