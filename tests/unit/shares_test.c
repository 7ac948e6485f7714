/* Shares against values worked by hand, against maxima and integrals found in another way, against what must
 * hold whatever the data, and intervals against simulated worlds of which the truth is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "measure/draw.h"
#include "measure/shares.h"

enum { K_MAX = 6, CELLS = 128, N_MAX = 4000 };

static const shares_method methods[] = {SHARES_COUNT, SHARES_ADJUSTED, SHARES_PROBABILISTIC, SHARES_EM,
                                        SHARES_PPI};
enum { N_METHODS = sizeof methods / sizeof *methods };

typedef struct world {
    uint32_t K, n_cells;
    uint32_t given[CELLS];
    double p[CELLS * K_MAX];
    uint32_t cell[N_MAX], truth[N_MAX], cluster[N_MAX];
    shares_part part[N_MAX];
    shares_cells cells;
    shares_sample sample;
    shares_group group;
    arena a;
} world;

static shares_options options(shares_method method)
{
    return (shares_options){.method = method, .R = 400, .level = 0.95, .seed = 7, .threads = 1};
}

static void begin(world *w, uint32_t K, uint32_t n_cells)
{
    memset(w, 0, sizeof *w);
    w->K = K;
    w->n_cells = n_cells;
    w->cells = (shares_cells){.K = K, .n = n_cells, .given = w->given, .p = w->p};
    w->sample = (shares_sample){.cell = w->cell, .truth = w->truth};
    w->group = (shares_group){.part = w->part, .seed = 3};
}

/* Cell c with probabilities p[K]; its label is the likeliest. */
static void cell(world *w, uint32_t c, const double *p)
{
    for (uint32_t k = 0; k < w->K; k++) {
        w->p[c * w->K + k] = p[k];
        if (p[k] > p[w->given[c]])
            w->given[c] = k;
    }
}

static void read_by_people(world *w, uint32_t c, uint32_t truth, size_t times)
{
    while (times--) {
        w->cell[w->sample.n] = c;
        w->truth[w->sample.n++] = truth;
    }
}

static void in_group(world *w, uint32_t c, uint64_t n)
{
    if (n)
        w->part[w->group.n++] = (shares_part){.cell = c, .n = n};
}

static shares estimate(world *w, const shares_options *o, bool pooled)
{
    shares_fit fit;
    shares out;
    err e = {0};

    assert_true(shares_learn(o, &w->cells, &w->sample, &w->a, &fit, &e));
    assert_true(shares_estimate(&fit, &w->group, pooled ? NULL : &w->sample, &w->a, &out, &e));
    return out;
}

static void near(double got, double want, double by)
{
    if (!(fabs(got - want) <= by))
        fail_msg("%.9g, not %.9g", got, want);
}

/* Two labels, of which the classifier finds 9 in 10 and 8 in 10: of two cells as sure as they are right. */
static void two_labels(world *w)
{
    begin(w, 2, 2);
    cell(w, 0, (double[]){0.75, 0.25});
    cell(w, 1, (double[]){0.1, 0.9});
    read_by_people(w, 0, 0, 90);
    read_by_people(w, 1, 0, 10);
    read_by_people(w, 0, 1, 40);
    read_by_people(w, 1, 1, 160);
}

static void by_hand(void **state)
{
    static world w;
    shares_options o;
    shares s;

    (void)state;
    two_labels(&w);
    in_group(&w, 0, 550);
    in_group(&w, 1, 450);

    o = options(SHARES_COUNT);
    s = estimate(&w, &o, false);
    near(s.label[0].estimated, 0.55, 1e-12);
    assert_int_equal(s.records, 1000);
    assert_int_equal(s.notes, SHARES_NO_MISTAKES);

    /* M = [0.9 0.2; 0.1 0.8]: (0.55 - 0.2) / (0.9 - 0.2) */
    o = options(SHARES_ADJUSTED);
    s = estimate(&w, &o, false);
    near(s.label[0].counted, 0.55, 1e-12);
    near(s.label[0].estimated, 0.5, 1e-9);
    near(s.label[1].estimated, 0.5, 1e-9);
    assert_int_equal(s.notes, 0);

    /* Mean p of label 0: of true 0 0.9 * 0.75 + 0.1 * 0.1 = 0.685, of true 1 0.2 * 0.75 + 0.8 * 0.1 = 0.23,
     * of the group 0.55 * 0.75 + 0.45 * 0.1 = 0.4575. With two cells that is the same equation. */
    o = options(SHARES_PROBABILISTIC);
    s = estimate(&w, &o, false);
    near(s.label[0].estimated, (0.4575 - 0.23) / (0.685 - 0.23), 1e-9);

    /* The sample has 100 of 300; q = 130/300 there. Cov(y, f) = 90/300 - (100/300)(0.1 + 0.65 * 130/300)...
     * worked below from the table's four fields. */
    o = options(SHARES_PPI);
    s = estimate(&w, &o, false);
    {
        double f0 = 0.75, f1 = 0.1, fm = (130 * f0 + 170 * f1) / 300, y = 100.0 / 300;
        double cov = (90 * f0 + 10 * f1) / 300 - y * fm,
               var = (130 * f0 * f0 + 170 * f1 * f1) / 300 - fm * fm;
        double lambda = cov / ((1 + 300.0 / 1000) * var);

        near(s.label[0].estimated, y + lambda * (0.55 * f0 + 0.45 * f1 - fm), 1e-9);
    }
    s = estimate(&w, &o, true);
    near(s.label[0].estimated, 1.0 / 3 + (0.55 - 130.0 / 300) * 0.65, 1e-9);
    assert_int_equal(s.notes, SHARES_POOLED);
    arena_free(&w.a);
}

/* A group that no shares explain gets the nearest, and a note that says so. */
static void the_nearest_shares(void **state)
{
    static world w;
    shares_options o = options(SHARES_ADJUSTED);
    shares s;

    (void)state;
    two_labels(&w); /* of label 0 alone 9 in 10 would be given it, not 95 in 100 */
    in_group(&w, 0, 950);
    in_group(&w, 1, 50);
    s = estimate(&w, &o, false);
    near(s.label[0].estimated, 1, 1e-9);
    assert_int_equal(s.notes, SHARES_CLIPPED);
    o = options(SHARES_PROBABILISTIC); /* mean p 0.7175, of label 0 alone 0.685 */
    s = estimate(&w, &o, false);
    near(s.label[0].estimated, 1, 1e-9);
    assert_int_equal(s.notes, SHARES_CLIPPED);
    o = options(SHARES_EM);
    s = estimate(&w, &o, false);
    assert_int_equal(s.notes, 0);
    arena_free(&w.a);

    begin(&w, 2, 2);
    cell(&w, 0, (double[]){1, 0});
    cell(&w, 1, (double[]){0, 1});
    read_by_people(&w, 0, 1, 1);
    read_by_people(&w, 1, 1, 9);
    in_group(&w, 1, 100);
    o = options(SHARES_PPI); /* 0 of 10 are label 0, but 1 of 10 was given it: 0 - 0.1 */
    s = estimate(&w, &o, true);
    near(s.label[0].estimated, 0, 1e-12);
    assert_int_equal(s.notes, SHARES_POOLED | SHARES_CLIPPED);
    arena_free(&w.a);
}

/* em's likelihood is that of a mixture: with u from its own condition, found here by bisection, the best pi
 * of a grid. */
static void em_is_likeliest(void **state)
{
    static world w;
    shares_options o = options(SHARES_EM);
    double low = 1e-4, high = 1 - 1e-4, u[2], s0 = 1.0 / 3, best = -INFINITY, at = 0;
    static const double p0[5] = {0.95, 0.7, 0.45, 0.2, 0.05};
    static const unsigned of[5] = {300, 160, 140, 170, 230},
                          sampled[5][2] = {{50, 4}, {25, 12}, {13, 30}, {9, 60}, {3, 94}};

    (void)state;
    begin(&w, 2, 5);
    for (uint32_t c = 0; c < 5; c++) {
        cell(&w, c, (double[]){p0[c], 1 - p0[c]});
        read_by_people(&w, c, 0, sampled[c][0]);
        read_by_people(&w, c, 1, sampled[c][1]);
        in_group(&w, c, of[c]);
    }
    /* w0 such that the mean over the sample of w0 p / (w0 p + (1 - w0)(1 - p)) is 1/3. */
    for (unsigned i = 0; i < 100; i++) {
        double w0 = (low + high) / 2, sum = 0;

        for (unsigned c = 0; c < 5; c++)
            sum += (sampled[c][0] + sampled[c][1]) * w0 * p0[c] / (w0 * p0[c] + (1 - w0) * (1 - p0[c])) / 300;
        *(sum > s0 ? &high : &low) = w0;
    }
    u[0] = low / s0;
    u[1] = (1 - low) / (1 - s0);
    for (unsigned i = 1; i < 100000; i++) {
        double pi = i / 1e5, likelihood = 0;

        for (unsigned c = 0; c < 5; c++)
            likelihood += of[c] * log(pi * u[0] * p0[c] + (1 - pi) * u[1] * (1 - p0[c]));
        if (likelihood > best) {
            best = likelihood;
            at = pi;
        }
    }
    near(estimate(&w, &o, false).label[0].estimated, at, 2e-5);
    arena_free(&w.a);
}

/* Worked with scipy.stats.beta.ppf: Jeffreys' interval of 7 in 20 is 0.1723 to 0.5678; of 0 in 10, 0 to
 * 0.2172. */
static void counts_have_jeffreys_interval(void **state)
{
    static world w;
    shares_options o = options(SHARES_COUNT);
    shares s;

    (void)state;
    o.R = 40000;
    two_labels(&w);
    in_group(&w, 0, 7);
    in_group(&w, 1, 13);
    s = estimate(&w, &o, false);
    near(s.label[0].low, 0.1723, 0.005);
    near(s.label[0].high, 0.5678, 0.005);
    near(s.label[1].low, 1 - 0.5678, 0.005);
    w.group.n = 0;
    in_group(&w, 1, 10);
    s = estimate(&w, &o, false);
    assert_true(s.label[0].low == 0);
    near(s.label[0].high, 0.2172, 0.005);
    arena_free(&w.a);
}

/* With much of everything: adjusted has the interval of the delta method, ppi that of its own paper's eq. for
 * a mean, theta +- 1.96 sqrt(lambda^2 Var f / N + Var(y - lambda f) / n). */
static void large_samples_have_normal_intervals(void **state)
{
    static world w;
    shares_options o = options(SHARES_ADJUSTED);
    double pi, error, n0 = 1000, n1 = 2000, N = 20000, q = 0.55, a = 0.9, b = 0.2, d = a - b;
    shares s;

    (void)state;
    o.R = 8000;
    begin(&w, 2, 2);
    cell(&w, 0, (double[]){1, 0});
    cell(&w, 1, (double[]){0, 1});
    read_by_people(&w, 0, 0, 900);
    read_by_people(&w, 1, 0, 100);
    read_by_people(&w, 0, 1, 400);
    read_by_people(&w, 1, 1, 1600);
    in_group(&w, 0, 11000);
    in_group(&w, 1, 9000);
    s = estimate(&w, &o, false);
    pi = (q - b) / d;
    error = sqrt(q * (1 - q) / N + pi * pi * a * (1 - a) / n0 + (1 - pi) * (1 - pi) * b * (1 - b) / n1) / d;
    near(s.label[0].high - s.label[0].low, 2 * 1.96 * error, 0.04 * 2 * 1.96 * error);

    /* Of a group that is like the sample: elsewhere what is not known of lambda would add to it. */
    o.method = SHARES_PPI;
    q = 1300 / 3000.0;
    w.part[0].n = 8667;
    w.part[1].n = 11333;
    s = estimate(&w, &o, false);
    {
        double n = 3000, y = 1.0 / 3, f = 1300 / n, cov = 900 / n - y * f, var = f * (1 - f);
        double lambda = cov / ((1 + n / N) * var),
               residual = y * (1 - y) + lambda * lambda * var - 2 * lambda * cov;

        error = sqrt(lambda * lambda * q * (1 - q) / N + residual / n);
        near(s.label[0].estimated, y + lambda * (q - f), 1e-4);
        near(s.label[0].high - s.label[0].low, 2 * 1.96 * error, 0.04 * 2 * 1.96 * error);
    }
    arena_free(&w.a);
}

/* ---- what must hold whatever the data ---- */

/* Random cells, a random sample that has every label, a random group. */
static void anything(world *w, random_state *r, uint32_t K)
{
    begin(w, K, 20);
    for (uint32_t c = 0; c < 20; c++) {
        double p[K_MAX], sum = 0;

        for (uint32_t k = 0; k < K; k++)
            sum += p[k] = pow(random_unit(r), 3) + (random_below(r, 3) ? 0.001 : 0);
        for (uint32_t k = 0; k < K; k++)
            p[k] = sum > 0 ? p[k] / sum : 1.0 / K;
        cell(w, c, p);
    }
    for (uint32_t k = 0; k < K; k++)
        read_by_people(w, (uint32_t)random_below(r, 20), k, 1);
    for (uint64_t n = random_below(r, 40); n-- > 0;)
        read_by_people(w, (uint32_t)random_below(r, 20), (uint32_t)random_below(r, K), 1);
    for (uint32_t c = 0; c < 20; c++)
        if (c == 0 || random_below(r, 2))
            in_group(w, c, 1 + random_below(r, random_below(r, 2) ? 3 : 1000));
    w->sample.cluster = random_below(r, 2) ? w->cluster : NULL;
    w->sample.n_clusters = w->sample.cluster ? 4 : 0;
    for (uint32_t i = 0; i < w->sample.n; i++)
        w->cluster[i] = i % 4;
    w->group.clustered = random_below(r, 2);
    for (uint32_t i = 0; i < w->group.n; i++)
        w->part[i].cluster = i / 3;
}

static void are_shares(const shares *s, uint32_t K)
{
    unsigned none = SHARES_MISSING | SHARES_SINGULAR | SHARES_NO_SAMPLE;
    double sum = 0, counted = 0;

    for (uint32_t k = 0; k < K; k++) {
        const share *l = &s->label[k];

        counted += l->counted;
        sum += l->estimated;
        assert_int_equal(!isfinite(l->estimated), (s->notes & none) != 0);
        if (isnan(l->low)) {
            assert_true(isnan(l->high) && (s->notes & (none | SHARES_ONE_CLUSTER)));
            continue;
        }
        assert_true(0 <= l->low && l->low <= l->estimated && l->estimated <= l->high && l->high <= 1 + 1e-12);
    }
    near(counted, 1, 1e-9);
    if (!(s->notes & none))
        near(sum, 1, 1e-6);
}

static void always_shares(void **state)
{
    static world w;
    random_state r = random_seed(12);

    (void)state;
    for (unsigned turn = 0; turn < 100; turn++) {
        uint32_t K = 2 + turn % 5;

        anything(&w, &r, K);
        for (unsigned m = 0; m < N_METHODS; m++) {
            shares_options o = options(methods[m]);
            shares s;

            o.R = 20;
            s = estimate(&w, &o, turn % 2);
            are_shares(&s, K);
            if (methods[m] == SHARES_COUNT)
                for (uint32_t k = 0; k < K; k++)
                    near(s.label[k].estimated, s.label[k].counted, 1e-12);
        }
        arena_free(&w.a);
    }
}

/* A classifier that makes no mistake: each method gives what was counted. */
static void perfect_is_counted(void **state)
{
    static world w;
    random_state r = random_seed(13);

    (void)state;
    for (uint32_t K = 2; K <= K_MAX; K++) {
        begin(&w, K, K);
        for (uint32_t k = 0; k < K; k++) {
            double p[K_MAX] = {0};

            p[k] = 1;
            cell(&w, k, p);
            read_by_people(&w, k, k, 1 + random_below(&r, 30));
            in_group(&w, k, k == 1 ? 0 : 1 + random_below(&r, 500));
        }
        for (unsigned m = 0; m < N_METHODS; m++) {
            shares_options o = options(methods[m]);
            shares s = estimate(&w, &o, true); /* ppi with lambda = 1, which is the best here but for n/N */

            for (uint32_t k = 0; k < K; k++)
                near(s.label[k].estimated, s.label[k].counted, 1e-4); /* em's least p is 1e-6 */
            assert_false(s.notes & SHARES_CLIPPED);
        }
        arena_free(&w.a);
    }
}

/* A classifier that says the same of everything: ppi gives the sample's own shares, the others nothing. */
static void blind_is_sampled(void **state)
{
    static world w;
    shares_options o = options(SHARES_PPI);
    shares s;

    (void)state;
    begin(&w, 3, 1);
    cell(&w, 0, (double[]){0.5, 0.3, 0.2});
    read_by_people(&w, 0, 0, 20);
    read_by_people(&w, 0, 1, 10);
    read_by_people(&w, 0, 2, 10);
    in_group(&w, 0, 1000);
    s = estimate(&w, &o, false);
    near(s.label[0].estimated, 0.5, 1e-12);
    near(s.label[1].estimated, 0.25, 1e-12);
    for (unsigned m = 1; m <= 3; m++) {
        o.method = methods[m];
        s = estimate(&w, &o, false);
        assert_int_equal(s.notes, SHARES_SINGULAR);
        are_shares(&s, 3);
    }
    arena_free(&w.a);
}

/* The same records in other parts and other order, on other threads. */
static void same_whatever_the_parts(void **state)
{
    static world w, split;
    random_state r = random_seed(14);

    (void)state;
    anything(&w, &r, 3);
    w.group.clustered = false;
    split = w;
    split.a = (arena){0};
    split.cells.given = split.given, split.cells.p = split.p;
    split.sample.cell = split.cell, split.sample.truth = split.truth;
    split.sample.cluster = w.sample.cluster ? split.cluster : NULL;
    split.group.part = split.part;
    split.group.n = 0;
    for (size_t i = w.group.n; i-- > 0;) {
        in_group(&split, w.part[i].cell, w.part[i].n / 2);
        in_group(&split, w.part[i].cell, w.part[i].n - w.part[i].n / 2);
    }
    for (unsigned m = 0; m < N_METHODS; m++) {
        shares_options o = options(methods[m]);
        shares a = estimate(&w, &o, false), b = estimate(&split, &o, false), c;

        o.threads = 5;
        c = estimate(&w, &o, false);
        for (uint32_t k = 0; k < 3; k++)
            near(a.label[k].estimated, b.label[k].estimated, 1e-6);
        assert_memory_equal(a.label, c.label, 3 * sizeof *a.label);
    }
    arena_free(&w.a);
    arena_free(&split.a);
}

/* Another seed, another interval, and the same estimate. */
static void seeds_move_intervals(void **state)
{
    static world w;

    (void)state;
    two_labels(&w);
    in_group(&w, 0, 550);
    in_group(&w, 1, 450);
    for (unsigned m = 0; m < N_METHODS; m++) {
        shares_options o = options(methods[m]);
        shares a = estimate(&w, &o, false), b;

        o.seed++;
        w.group.seed++;
        b = estimate(&w, &o, false);
        near(a.label[0].estimated, b.label[0].estimated, 0);
        assert_true(a.label[0].low != b.label[0].low);
    }
    arena_free(&w.a);
}

/* ---- little data ---- */

static void says_what_it_lacks(void **state)
{
    static world w;
    shares s;

    (void)state;
    for (unsigned m = 0; m < N_METHODS; m++) {
        shares_options o = options(methods[m]);
        shares_fit fit;
        err e = {0};

        two_labels(&w);
        w.sample.n = 100; /* label 1 is not there */
        in_group(&w, 0, 10);
        assert_true(shares_learn(&o, &w.cells, &w.sample, &w.a, &fit, &e));
        s = estimate(&w, &o, false);
        are_shares(&s, 2);
        if (m >= 1 && m <= 3) {
            assert_int_equal(s.notes, SHARES_MISSING);
            assert_int_equal(fit.missing, 1);
        } else {
            assert_int_equal(s.notes & SHARES_MISSING, 0);
        }
        w.sample.n = 0;
        s = estimate(&w, &o, false);
        assert_int_equal(s.notes, m == 0 ? SHARES_NO_MISTAKES : m == 4 ? SHARES_NO_SAMPLE : SHARES_MISSING);
        arena_free(&w.a);
    }
}

/* One record in the group, or a sample of one for each label without a mistake: nobody can be sure. */
static void little_is_wide(void **state)
{
    static world w;

    (void)state;
    for (unsigned m = 0; m < N_METHODS; m++) {
        shares_options o = options(methods[m]);
        shares s;

        two_labels(&w);
        in_group(&w, 0, 1);
        s = estimate(&w, &o, m == 4);
        if (!(s.label[0].high - s.label[0].low > 0.6))
            fail_msg("method %u: %g to %g", m, s.label[0].low, s.label[0].high);
        arena_free(&w.a);
        begin(&w, 2, 2);
        cell(&w, 0, (double[]){0.999, 0.001});
        cell(&w, 1, (double[]){0.001, 0.999});
        read_by_people(&w, 0, 0, 1);
        read_by_people(&w, 1, 1, 1);
        in_group(&w, 0, 500);
        in_group(&w, 1, 500);
        s = estimate(&w, &o, false);
        if (m == 1 || m == 2 || m == 4)
            assert_true(s.label[0].high - s.label[0].low > 0.4);
        arena_free(&w.a);
    }
}

/* Records in clusters of 25 alike are worth a 25th: intervals are five times as wide. */
static void clusters_count_once(void **state)
{
    static world w;
    shares_options o = options(SHARES_COUNT);
    double width[2];

    (void)state;
    o.R = 4000;
    for (unsigned clustered = 0; clustered < 2; clustered++) {
        shares s;

        two_labels(&w);
        for (uint32_t c = 0; c < 200; c++)
            w.part[w.group.n++] = (shares_part){.cluster = c, .cell = c % 5 < 2, .n = 25};
        w.group.clustered = clustered;
        s = estimate(&w, &o, false);
        width[clustered] = s.label[0].high - s.label[0].low;
        arena_free(&w.a);
    }
    near(width[1] / width[0], 5, 0.4);

    two_labels(&w);
    w.group.clustered = true;
    for (uint32_t c = 0; c < 9; c++)
        w.part[w.group.n++] = (shares_part){.cluster = c, .n = 3};
    assert_int_equal(estimate(&w, &o, false).notes, SHARES_NO_MISTAKES | SHARES_FEW_CLUSTERS);
    w.group.n = 1;
    assert_int_equal(estimate(&w, &o, false).notes, SHARES_NO_MISTAKES | SHARES_ONE_CLUSTER);
    arena_free(&w.a);
}

static void refuses(void **state)
{
    static world w;
    shares_options o = options(SHARES_EM);
    shares_fit fit;
    err e = {0};

    (void)state;
    two_labels(&w);
    w.cells.p = NULL;
    assert_false(shares_learn(&o, &w.cells, &w.sample, &w.a, &fit, &e));
    assert_string_equal(e.text, "the model gives no probabilities (trained without --cv)");
    o.method = SHARES_ADJUSTED;
    o.R = 0;
    e = (err){0};
    assert_false(shares_learn(&o, &w.cells, &w.sample, &w.a, &fit, &e));
    assert_int_equal(e.code, ERR_USAGE);
    o.R = 1;
    w.cells.K = SHARES_LABELS_MAX + 1;
    e = (err){0};
    assert_false(shares_learn(&o, &w.cells, &w.sample, &w.a, &fit, &e));
    assert_string_equal(e.text, "shares of 101 labels are too many to estimate; the limit is 100");
    arena_free(&w.a);
}

/* ---- worlds of which the truth is known ---- */

enum { GRID = 40 };

/* What is P(x | y): two triangles on a grid of probabilities that are right where both labels are as
 * frequent. */
static uint32_t draw_cell(random_state *r, uint32_t truth)
{
    uint32_t a = (uint32_t)random_below(r, GRID), b = (uint32_t)random_below(r, GRID);

    return (truth == 0) == (a > b) ? a : b;
}

static void draw_world(world *w, random_state *r, size_t n, double s0, size_t N, double pi0)
{
    begin(w, 2, GRID);
    for (uint32_t c = 0; c < GRID; c++) /* densities 2c + 1 and 2 (GRID - c) - 1 */
        cell(w, c, (double[]){(2 * c + 1) / (2.0 * GRID), 1 - (2 * c + 1) / (2.0 * GRID)});
    for (size_t i = 0; i < n; i++) {
        uint32_t truth = i > 1 ? random_unit(r) >= s0 : (uint32_t)i;

        read_by_people(w, draw_cell(r, truth), truth, 1);
    }
    for (size_t i = 0; i < N; i++)
        in_group(w, draw_cell(r, random_unit(r) >= pi0), 1);
}

/* How often in 400 worlds the interval holds pi. 400 draws of 0.95 lie within 0.95 +- 0.033 but for one in
 * 400. */
static double coverage(shares_method method, size_t n, double s0, double pi0)
{
    static world w;
    random_state r = random_seed(hash_pair(n, (uint64_t)(100 * pi0)));
    double held = 0;

    for (uint64_t turn = 0; turn < 100; turn++) {
        shares_options o = options(method);
        shares s;

        o.R = 80;
        o.seed = turn;
        draw_world(&w, &r, n, s0, 300, pi0);
        w.group.seed = hash_pair(turn, 1);
        s = estimate(&w, &o, false);
        held += s.label[0].low <= pi0 && pi0 <= s.label[0].high;
        arena_free(&w.a);
    }
    return held / 100;
}

static void intervals_hold_the_truth(void **state)
{
    (void)state;
    /* Shares that shift between sample and group, whose texts are alike. */
    for (unsigned m = 1; m <= 3; m++)
        for (unsigned i = 0; i < 2; i++) {
            double held = coverage(methods[m], 200, 0.5, (double[]){0.1, 0.7}[i]);

            if (held < 0.87)
                fail_msg("method %u, world %u: %g", m, i, held);
        }
    /* A sample of the group itself, small and large. */
    for (unsigned i = 0; i < 4; i++) {
        double pi0 = i % 2 ? 0.6 : 0.15, held = coverage(SHARES_PPI, i < 2 ? 30 : 200, pi0, pi0);

        if (held < 0.87)
            fail_msg("ppi, world %u: %g", i, held);
    }
    /* Who counts, and believes it, is mostly wrong; so is ppi with a sample of something else. */
    assert_true(coverage(SHARES_COUNT, 200, 0.5, 0.1) < 0.2);
    assert_true(coverage(SHARES_PPI, 200, 0.5, 0.1) < 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(the_nearest_shares),
        cmocka_unit_test(em_is_likeliest),
        cmocka_unit_test(counts_have_jeffreys_interval),
        cmocka_unit_test(large_samples_have_normal_intervals),
        cmocka_unit_test(always_shares),
        cmocka_unit_test(perfect_is_counted),
        cmocka_unit_test(blind_is_sampled),
        cmocka_unit_test(same_whatever_the_parts),
        cmocka_unit_test(seeds_move_intervals),
        cmocka_unit_test(says_what_it_lacks),
        cmocka_unit_test(little_is_wide),
        cmocka_unit_test(clusters_count_once),
        cmocka_unit_test(refuses),
        cmocka_unit_test(intervals_hold_the_truth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
