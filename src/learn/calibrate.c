/* Margins and labels enter, a slope and shifts leave. The loss is convex, so there is one answer and
 * Newton's method with backtracking finds it from anywhere; margins are brought to mean 0 and spread 1 first
 * and brought back at the end, so that their scale costs no digits.
 *
 * The start is slope 0, where the best shifts are known: the logarithms of the labels' shares. By convexity
 * the sign of the slope's derivative there is the sign of the answer: where it says down, the best slope that
 * is not negative is 0 itself and the start is the answer. Nothing else is needed to keep the order of
 * margins.
 *
 * The softmax has K + 1 numbers to find. Its Newton step is solved by conjugate gradients with the diagonal
 * as preconditioner (Steihaug's truncated Newton), which needs products with the second derivative only: O(n
 * K) each, for two labels as for ten thousand, and no K by K matrix.
 *
 * The temperature is one number, at which one derivative is 0: Newton's steps inside of a bracket. Isotonic
 * is no search at all: isotonic.c.
 *
 * Not tried: vector scaling; a slope for each class would break the order between rows of different
 * classes. */
#include "learn/calibrate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "learn/isotonic.h"

static const double MARGIN_MAX = 1e100; /* squares and sums of what is below stay finite */
static const double WEIGHT_MAX = 1e9;
static const double GRADIENT_SHARE = 1e-9;
static const double DECREASE_SHARE = 1e-4; /* of what the gradient promises (Armijo)          */
static const double SURE = 1e-12; /* short of 0 and 1, where weights are so large that a row of 1 drowns */
static const double NO_CHANGE = 1e-12; /* of a loss: a promise that it is too coarse to show */
enum { STEPS_MAX = 100, HALVINGS_MAX = 40, CG_MAX = 200 };

static double weight_at(const double *weight, size_t i)
{
    return weight ? weight[i] : 1;
}

static bool input_check(const double *margin, size_t n, size_t K, const double *weight, err *e)
{
    double sum = 0;

    for (size_t i = 0; i < n * K; i++)
        if (!(fabs(margin[i]) <= MARGIN_MAX))
            return err_set(e, ERR_INPUT, "margin %g of row %zu cannot be calibrated", margin[i], i / K);
    for (size_t i = 0; i < n; i++) {
        double w = weight_at(weight, i);

        if (!(w >= 0 && w <= WEIGHT_MAX))
            return err_set(e, ERR_INPUT, "weight %g of row %zu is not a number from 0 to 1e9", w, i);
        sum += w;
    }
    return sum > 0 || err_set(e, ERR_INPUT, "no row to calibrate on");
}

/* The K-class problem: z_ik = a u_ik + b_k with u_ik = (m_ik - m_i,label - mean_k) / spread;
 * p_i = softmax(z_i); loss = sum w (log sum_k e^z_ik - sum_k t_ik z_ik). A constant added to a row's margins,
 * or to all b, changes nothing: taking off the label's margin keeps large common parts out of the sums.
 * In vectors of K + 1 numbers the last one belongs to a. */
typedef struct many {
    const double *margin;
    const uint32_t *label;
    const double *weight;
    size_t n;
    uint32_t K;
    double spread;
    double W;      /* all weight                                                    */
    double pulled; /* sum w t_ik u_ik over everything                               */
    double *mean;  /* [K]      of margins after their row's mean was taken off      */
    double *doubt; /* [K]      how much a row of class k leaves for the others      */
    double *told;  /* [K]      sum over rows of w t_ik                              */
    double *p;     /* [n][K]   of the point that was looked at last                 */
    double *x;     /* [K + 1]  b and a                                              */
    double *next;  /* [K + 1]  where the line search looks                          */
    double *g;     /* [K + 1]  gradient                                             */
    double *M;     /* [K + 1]  diagonal of the second derivative                    */
    double *d;     /* [K + 1]  the step                                             */
    double *r;     /* [K + 1]  what is left of the system                           */
    double *v;     /* [K + 1]  direction                                            */
    double *Hv;    /* [K + 1]  its product                                          */
    double *all;   /* the one block that the arrays lie in                          */
} many;

static double u_at(const many *m, size_t i, uint32_t k)
{
    const double *margin = m->margin + i * m->K;

    return (margin[k] - margin[m->label[i]] - m->mean[k]) / m->spread;
}

/* Leaves the probabilities at x in m->p and returns the loss. */
static double many_loss(many *m, const double *x)
{
    double a = x[m->K], loss = 0;

    for (size_t i = 0; i < m->n; i++) {
        double doubt = m->doubt[m->label[i]], part = doubt / (m->K - 1);
        double *p = m->p + i * m->K, top = -INFINITY, sum = 0, short_of = 0, own;

        for (uint32_t k = 0; k < m->K; k++) {
            p[k] = a * u_at(m, i, k) + x[k];
            if (p[k] > top)
                top = p[k];
        }
        own = top - p[m->label[i]];
        for (uint32_t k = 0; k < m->K; k++) {
            short_of += top - p[k];
            p[k] = exp(p[k] - top);
            sum += p[k];
        }
        for (uint32_t k = 0; k < m->K; k++)
            p[k] /= sum;
        /* t is 1 - doubt for the label and part for each other class. No term is negative: no digits cancel.
         */
        // cppcheck-suppress invalidFunctionArg ; K is at least 2 and the largest p is 1, so that sum >= 1
        loss += weight_at(m->weight, i) * (log(sum) + (1 - doubt) * own + part * (short_of - own));
    }
    return loss;
}

/* From m->p: the gradient, and the diagonal of the second derivative. */
static void many_slopes(many *m)
{
    uint32_t K = m->K;

    for (uint32_t k = 0; k < K; k++) {
        m->g[k] = -m->told[k];
        m->M[k] = 0;
    }
    m->g[K] = -m->pulled;
    m->M[K] = 0;
    for (size_t i = 0; i < m->n; i++) {
        const double *p = m->p + i * K;
        double w = weight_at(m->weight, i), mean = 0, square = 0;

        for (uint32_t k = 0; k < K; k++) {
            double u = u_at(m, i, k);

            mean += p[k] * u;
            m->g[k] += w * p[k];
            m->M[k] += w * p[k] * (1 - p[k]);
        }
        for (uint32_t k = 0; k < K; k++) {
            double u = u_at(m, i, k) - mean;

            square += p[k] * u * u;
        }
        m->g[K] += w * mean;
        m->M[K] += w * square;
    }
    for (uint32_t k = 0; k <= K; k++)
        m->M[k] += 1e-12 * m->W;
}

/* Hv = second derivative times v: for each row w p_k (e_k - mean of e under p), with e_k = v_k + v_a u_k. */
static void many_product(many *m)
{
    uint32_t K = m->K;
    double v_a = m->v[K];

    for (uint32_t k = 0; k <= K; k++)
        m->Hv[k] = 0;
    for (size_t i = 0; i < m->n; i++) {
        const double *p = m->p + i * K;
        double w = weight_at(m->weight, i), mean = 0;

        for (uint32_t k = 0; k < K; k++)
            mean += p[k] * (m->v[k] + v_a * u_at(m, i, k));
        for (uint32_t k = 0; k < K; k++) {
            double u = u_at(m, i, k), q = w * p[k] * (m->v[k] + v_a * u - mean);

            m->Hv[k] += q;
            m->Hv[K] += q * u;
        }
    }
}

/* sum_k x_k y_k, or sum_k x_k y_k / M_k. */
static double dot(const double *x, const double *y, const double *M, uint32_t K)
{
    double sum = 0;

    for (uint32_t k = 0; k <= K; k++)
        sum += M ? x[k] * y[k] / M[k] : x[k] * y[k];
    return sum;
}

/* d becomes a solution of H d = -g to within `share` of g, by preconditioned conjugate gradients. */
static void many_step(many *m, double share)
{
    uint32_t K = m->K;
    double left, goal;

    for (uint32_t k = 0; k <= K; k++) {
        m->d[k] = 0;
        m->r[k] = -m->g[k];
        m->v[k] = m->r[k] / m->M[k];
    }
    left = dot(m->r, m->r, m->M, K);
    goal = share * share * left;
    for (int i = 0; i < CG_MAX && left > goal; i++) {
        double bend, along, before = left;

        many_product(m);
        bend = dot(m->v, m->Hv, NULL, K);
        if (!(bend > 0))
            return; /* rounding is all that is left */
        along = left / bend;
        for (uint32_t k = 0; k <= K; k++) {
            m->d[k] += along * m->v[k];
            m->r[k] -= along * m->Hv[k];
        }
        left = dot(m->r, m->r, m->M, K);
        for (uint32_t k = 0; k <= K; k++)
            m->v[k] = m->r[k] / m->M[k] + left / before * m->v[k];
    }
}

static bool at_bottom(const many *m)
{
    for (uint32_t k = 0; k < m->K; k++)
        if (fabs(m->g[k]) > GRADIENT_SHARE * m->told[k])
            return false;
    return fabs(m->g[m->K]) <= GRADIENT_SHARE * m->W;
}

static void many_newton(many *m)
{
    uint32_t K = m->K;
    double loss = many_loss(m, m->x), first = 0;

    for (int step = 0; step < STEPS_MAX; step++) {
        double promise, steep, scale = 1, next, *swap;

        many_slopes(m);
        if (at_bottom(m))
            return;
        /* The closer, the more exact: that makes the last steps quadratic. */
        steep = sqrt(dot(m->g, m->g, m->M, K));
        if (step == 0)
            first = steep;
        many_step(m, fmin(0.1, sqrt(steep / first)));
        promise = dot(m->g, m->d, NULL, K);
        if (-promise <= NO_CHANGE * loss) {
            for (uint32_t k = 0; k <= K; k++)
                m->x[k] += m->d[k];
            return; /* the last digits, which no loss can weigh any more */
        }

        for (int halving = 0;; halving++, scale /= 2) {
            for (uint32_t k = 0; k <= K; k++)
                m->next[k] = m->x[k] + scale * m->d[k];
            next = many_loss(m, m->next);
            if (next <= loss + DECREASE_SHARE * scale * promise)
                break;
            if (halving == HALVINGS_MAX)
                return;
        }
        swap = m->x;
        m->x = m->next;
        m->next = swap;
        loss = next;
    }
}

static bool many_open(many *m, err *e)
{
    size_t K = m->K, small = 3 * K + 8 * (K + 1);
    double *at;

    if (m->n > (SIZE_MAX / sizeof(double) - small) / K)
        return err_memory(e);
    m->all = at = calloc(m->n * K + small, sizeof *at);
    if (!at)
        return err_memory(e);
    m->mean = at;
    m->doubt = m->mean + K;
    m->told = m->doubt + K;
    m->x = m->told + K;
    m->next = m->x + K + 1;
    m->g = m->next + K + 1;
    m->M = m->g + K + 1;
    m->d = m->M + K + 1;
    m->r = m->d + K + 1;
    m->v = m->r + K + 1;
    m->Hv = m->v + K + 1;
    m->p = m->Hv + K + 1;
    return true;
}

static double row_mean(const many *m, size_t i)
{
    double sum = 0;

    for (uint32_t k = 0; k < m->K; k++)
        sum += m->margin[i * m->K + k];
    return sum / m->K;
}

/* mean, spread, doubt, told, W, and the start: slope 0 and the logarithms of the shares. False where margins
 * say nothing: in each row the same, up to a constant for the row and one for the class. */
static bool many_start(many *m)
{
    uint32_t K = m->K;
    double shared = 0, largest = 0;

    for (size_t i = 0; i < m->n; i++) {
        double w = weight_at(m->weight, i), middle = row_mean(m, i);

        m->told[m->label[i]] += w;
        m->W += w;
        for (uint32_t k = 0; k < K; k++)
            m->mean[k] += w * (m->margin[i * K + k] - middle);
    }
    for (uint32_t k = 0; k < K; k++) {
        m->mean[k] /= m->W;
        m->doubt[k] = 1 / (m->told[k] + 2);
        shared += m->told[k] * m->doubt[k] / (K - 1);
    }
    /* Up to here told[k] is W_k: what its own rows say; each class also gets its part of the others' doubt.
     */
    for (uint32_t k = 0; k < K; k++) {
        double own = m->told[k] * m->doubt[k] / (K - 1);

        m->told[k] = m->told[k] * (m->told[k] + 1) / (m->told[k] + 2) + fmax(shared - own, 0);
        m->x[k] = log(m->told[k] / m->W);
    }
    m->x[K] = 0;

    for (size_t i = 0; i < m->n; i++) {
        double middle = row_mean(m, i);

        for (uint32_t k = 0; k < K; k++) {
            double u = m->margin[i * K + k] - middle - m->mean[k];

            m->spread += weight_at(m->weight, i) * u * u;
            if (weight_at(m->weight, i) > 0)
                largest = fmax(largest, fabs(m->margin[i * K + k]));
        }
    }
    m->spread = sqrt(m->spread / m->W / K);
    return m->spread > 1e-12 * largest;
}

/* How much the loss falls with the slope, at slope 0; leaves `pulled` behind. */
static double many_pull(many *m)
{
    uint32_t K = m->K;
    double expected = 0;

    for (size_t i = 0; i < m->n; i++) {
        double w = weight_at(m->weight, i), part = m->doubt[m->label[i]] / (K - 1), sum = 0;

        for (uint32_t k = 0; k < K; k++) {
            double u = u_at(m, i, k);

            sum += u;
            expected += w * m->told[k] / m->W * u;
        }
        m->pulled += w * ((1 - m->doubt[m->label[i]] - part) * u_at(m, i, m->label[i]) + part * sum);
    }
    return m->pulled - expected;
}

bool calibrate_softmax(const double *margin, const uint32_t *label, const double *weight, size_t n,
                       uint32_t K, double *slope, double *shift, bool *flat, err *e)
{
    many m = {.margin = margin, .label = label, .weight = weight, .n = n, .K = K};
    double middle = 0;

    assert(K >= 2);
    if (!input_check(margin, n, K, weight, e) || !many_open(&m, e))
        return false;
    *slope = 0;
    *flat = !many_start(&m);
    for (uint32_t k = 0; k < K; k++)
        shift[k] = m.x[k];
    if (!*flat)
        *flat = !(many_pull(&m) > 1e-12 * m.W);
    if (!*flat) {
        many_newton(&m);
        *flat = !(m.x[K] > 0);
    }
    if (!*flat) {
        *slope = m.x[K] / m.spread;
        for (uint32_t k = 0; k < K; k++)
            shift[k] = m.x[k] - *slope * m.mean[k];
    }
    for (uint32_t k = 0; k < K; k++)
        middle += shift[k] / K;
    for (uint32_t k = 0; k < K; k++)
        shift[k] -= middle;
    free(m.all);
    return true;
}

/* The temperature: z_ik = a u_ik with u_ik = (m_ik - m_i,label) / spread. d loss / da and its derivative,
 * which is never negative: g = sum w (sum_k p_k u_k - sum_k t_k u_k)      h = sum w (sum_k p_k u_k^2 - (sum_k
 * p_k u_k)^2) */
typedef struct single {
    const double *margin;
    const uint32_t *label;
    const double *weight;
    size_t n;
    uint32_t K;
    double spread;
    double W;
    double *doubt; /* [K] how much a row of class k leaves for the others */
} single;

static void single_slopes(const single *s, double a, double *g, double *h)
{
    *g = *h = 0;
    for (size_t i = 0; i < s->n; i++) {
        const double *m = s->margin + i * s->K;
        double w = weight_at(s->weight, i), own = m[s->label[i]], part = s->doubt[s->label[i]] / (s->K - 1);
        double top = own, sum = 0, mean = 0, square = 0, told = 0;

        for (uint32_t k = 0; k < s->K; k++)
            top = fmax(top, m[k]);
        for (uint32_t k = 0; k < s->K; k++) {
            double u = (m[k] - own) / s->spread, p = exp(a * (m[k] - top) / s->spread);

            sum += p;
            mean += p * u;
            square += p * u * u;
            told += part * u; /* of the label itself u is 0 */
        }
        mean /= sum; /* at least 1: the largest is exp(0) */
        *g += w * (mean - told);
        *h += w * fmax(square / sum - mean * mean, 0);
    }
}

/* Where g, which rises, is 0. g(0) < 0 */
static double single_newton(const single *s)
{
    double low = 0, high = INFINITY, a = 0, g, h;

    for (int step = 0; step < STEPS_MAX; step++) {
        double next;

        single_slopes(s, a, &g, &h);
        if (fabs(g) <= GRADIENT_SHARE * GRADIENT_SHARE * s->W)
            break;
        *(g < 0 ? &low : &high) = a;
        next = a - g / h;
        if (!(next > low && next < high)) /* NaN too */
            next = isfinite(high) ? low + (high - low) / 2 : 2 * a + 1;
        if (next == a)
            break;
        a = next;
    }
    return a;
}

/* doubt, W and spread; false where margins say nothing. */
static bool single_start(single *s)
{
    double square = 0, largest = 0;

    for (size_t i = 0; i < s->n; i++) {
        s->doubt[s->label[i]] += weight_at(s->weight, i);
        s->W += weight_at(s->weight, i);
    }
    for (uint32_t k = 0; k < s->K; k++)
        s->doubt[k] = 1 / (s->doubt[k] + 2);
    for (size_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->K; k++) {
            double u = s->margin[i * s->K + k] - s->margin[i * s->K + s->label[i]];

            square += weight_at(s->weight, i) * u * u;
            if (weight_at(s->weight, i) > 0)
                largest = fmax(largest, fabs(s->margin[i * s->K + k]));
        }
    s->spread = sqrt(square / s->W / s->K);
    return s->spread > 1e-12 * largest;
}

bool calibrate_temperature(const double *margin, const uint32_t *label, const double *weight, size_t n,
                           uint32_t K, double *slope, bool *flat, err *e)
{
    single s = {.margin = margin, .label = label, .weight = weight, .n = n, .K = K};
    double g = 0, h;

    assert(K >= 2);
    *slope = 0;
    if (!input_check(margin, n, K, weight, e))
        return false;
    s.doubt = calloc(K, sizeof *s.doubt);
    if (!s.doubt)
        return err_memory(e);
    *flat = !single_start(&s);
    if (!*flat) {
        single_slopes(&s, 0, &g, &h);
        *flat = !(g < -1e-12 * s.W);
    }
    if (!*flat)
        *slope = single_newton(&s) / s.spread;
    free(s.doubt);
    return true;
}

/* ---- isotonic ---- */

static int by_margin(const void *x, const void *y)
{
    const isotonic_block *a = x, *b = y;
    int c = (a->low > b->low) - (a->low < b->low);

    /* Then by what would show in the sums' last bits. */
    c = c ? c : (a->weight > b->weight) - (a->weight < b->weight);
    return c ? c : (a->sum > b->sum) - (a->sum < b->sum);
}

/* The rows with a weight by margin, a place for each margin, and the two added rows at the ends. b [n + 2] */
static size_t list_places(const double *margin, const signed char *y, const double *weight, size_t n,
                          isotonic_block *b)
{
    size_t n_rows = 0, places = 1;

    for (size_t i = 0; i < n; i++) {
        double w = weight_at(weight, i);

        if (w > 0)
            b[++n_rows] = (isotonic_block){y[i] > 0 ? w : 0, w, margin[i], margin[i]};
    }
    qsort(b + 1, n_rows, sizeof *b, by_margin);
    b[0] = (isotonic_block){1, 1, b[1].low, b[1].low};
    for (size_t i = 1; i <= n_rows; i++) {
        if (places > 1 && b[places - 1].low == b[i].low) {
            b[places - 1].sum += b[i].sum;
            b[places - 1].weight += b[i].weight;
        } else {
            b[places++] = b[i];
        }
    }
    b[places] = (isotonic_block){0, 1, b[places - 1].high, b[places - 1].high};
    return places + 1;
}

/* Steps that are closer than `apart` to the first of them become one. */
static size_t join_steps(isotonic_block *b, size_t n, double apart)
{
    size_t last = 0;
    double first = isotonic_value(b);

    for (size_t i = 1; i < n; i++) {
        if (isotonic_value(&b[i]) - first < apart) {
            b[last].sum += b[i].sum;
            b[last].weight += b[i].weight;
            b[last].high = b[i].high;
        } else {
            first = isotonic_value(&b[i]);
            b[++last] = b[i];
        }
    }
    return last + 1;
}

/* The softmax, or its temperature, of the margins (0, m): the second class is the positive one. */
bool calibrate_sigmoid(const double *margin, const signed char *y, const double *weight, size_t n,
                       bool shifted, double *slope, double *shift, bool *flat, err *e)
{
    double *pair = calloc(2 * n + 1, sizeof *pair), shifts[2] = {0};
    uint32_t *label = malloc((n + 1) * sizeof *label);
    bool ok = (pair && label) || err_memory(e);

    for (size_t i = 0; ok && i < n; i++) {
        pair[2 * i + 1] = margin[i];
        label[i] = y[i] > 0;
    }
    ok = ok && (shifted ? calibrate_softmax(pair, label, weight, n, 2, slope, shifts, flat, e)
                        : calibrate_temperature(pair, label, weight, n, 2, slope, flat, e));
    if (ok) {
        *slope = 0 - *slope;
        *shift = shifts[0] - shifts[1];
    }
    free(pair);
    free(label);
    return ok;
}

bool calibrate_isotonic(const double *margin, const signed char *y, const double *weight, size_t n,
                        double *at, double *height, uint32_t *n_knots, bool *flat, err *e)
{
    isotonic_block *b;
    size_t steps;

    if (!input_check(margin, n, 1, weight, e))
        return false;
    b = calloc(n + 2, sizeof *b);
    if (!b)
        return err_memory(e);
    steps = isotonic_pool(b, list_places(margin, y, weight, n, b));
    if (2 * steps > CALIBRATE_KNOTS_MAX)
        steps = join_steps(b, steps, 2.0 / CALIBRATE_KNOTS_MAX);
    *flat = steps == 1;
    *n_knots = 0;
    for (size_t i = 0; i < steps; i++)
        for (unsigned side = 0; side < (b[i].high > b[i].low ? 2 : 1); side++) {
            at[*n_knots] = side ? b[i].high : b[i].low;
            height[(*n_knots)++] = fmin(fmax(isotonic_value(&b[i]), SURE), 1 - SURE);
        }
    free(b);
    return true;
}
