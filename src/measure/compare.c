/* The exchange test rests on packed rows (measure/parts.h): each model's rows are packed once, and an
 * exchange decides for every group which of two tallies its parts go to. First and second differ in their
 * answers only, so the parts of one may stand in the tally of the other. */
#include "measure/compare.h"

#include "base/hash.h"
#include "base/pool.h"
#include "base/random.h"
#include "measure/log_gamma.h"
#include "measure/parts.h"

/* Exchanges that come to the same figure in another way may differ by what floats, which parts are made of,
 * leave away: some 1e-7 (tests/unit/compare_models_test.c, where weights are thirds). To take such for equal
 * is to err toward no difference. */
static const double same = 1e-6;

typedef struct job {
    const interval_options *o;
    parts side[2];
    uint8_t *swapped;        /* [threads][G]                      */
    amount *sum[2][2];       /* [side][tally][threads][n_outcomes] */
    tally *tally[2];         /* [threads]                         */
    double least[N_FIGURES]; /* differences that count, from here */
    uint8_t *reached;        /* [R][N_FIGURES]                    */
} job;

/* The differences when the groups marked are exchanged. */
static void exchange(const job *j, unsigned worker, double difference[N_FIGURES])
{
    const uint8_t *swapped = j->swapped + (size_t)worker * j->side[0].G;
    double figures[2][N_FIGURES];

    for (unsigned s = 0; s < 2; s++) {
        const parts *p = &j->side[s];
        amount *sum[2];

        for (unsigned t = 0; t < 2; t++) {
            sum[t] = j->sum[s][t] + (size_t)worker * p->n_outcomes;
            memset(sum[t], 0, p->n_outcomes * sizeof *sum[t]);
        }
        for (uint32_t g = 0; g < p->G; g++)
            parts_add(p, g, 1, sum[s ^ swapped[g]]);
    }
    for (unsigned t = 0; t < 2; t++) {
        tally *to = &j->tally[t][worker];

        metrics_clear(to);
        for (unsigned s = 0; s < 2; s++)
            parts_tally(&j->side[s], j->sum[s][t] + (size_t)worker * j->side[s].n_outcomes, to);
        metrics_figures(to, figures[t]);
    }
    for (unsigned f = 0; f < N_FIGURES; f++)
        difference[f] = figures[1][f] - figures[0][f];
}

static void round_run(void *context, size_t r, unsigned worker)
{
    job *j = context;
    uint32_t G = j->side[0].G;
    uint8_t *swapped = j->swapped + (size_t)worker * G;
    /* Not the numbers that the bootstrap draws by the same seed. */
    random_state random = random_seed(hash_pair(hash_pair(j->o->seed, UINT64_MAX), r));
    double difference[N_FIGURES];
    uint64_t coins = 0;

    for (uint32_t g = 0; g < G; g++, coins >>= 1) {
        if (g % 64 == 0)
            coins = random_next(&random);
        swapped[g] = coins & 1;
    }
    exchange(j, worker, difference);
    /* A round that left one side without the figure counts for no difference: against the claim that there is
     * one. */
    for (unsigned f = 0; f < N_FIGURES; f++)
        j->reached[r * N_FIGURES + f] = !(fabs(difference[f]) < j->least[f]);
}

static bool randomise(const compare_side *first, const compare_side *second, const interval_options *o,
                      comparison *out, err *e)
{
    const compare_side *side[2] = {first, second};
    arena a = {0};
    job j = {.o = o};
    unsigned threads = interval_threads(o);
    bool ok = true;

    j.reached = ARENA_NEW(&a, (size_t)o->R * N_FIGURES, uint8_t);
    for (unsigned s = 0; ok && s < 2; s++) {
        ok = parts_pack(side[s]->in, o->group, &a, &j.side[s], e);
        j.tally[s] = ARENA_NEW(&a, threads, tally);
        for (unsigned t = 0; ok && t < 2; t++) {
            j.sum[s][t] = ARENA_NEW(&a, (size_t)threads * j.side[s].n_outcomes, amount);
            ok = j.sum[s][t] || err_memory(e);
        }
        ok = ok && (j.tally[s] || err_memory(e));
        for (unsigned t = 0; ok && t < threads; t++)
            ok = metrics_tally(side[s]->in, &a, &j.tally[s][t], e);
    }
    j.swapped = ok ? ARENA_NEW(&a, (size_t)threads * j.side[0].G, uint8_t) : NULL;
    ok = ok && ((j.swapped && j.reached) || err_memory(e));
    if (ok) {
        /* What was observed is measured by the same sums: nobody is exchanged. */
        exchange(&j, 0, j.least);
        for (unsigned f = 0; f < N_FIGURES; f++)
            j.least[f] = fabs(j.least[f]) - same;
        pool_run(threads, o->R, round_run, &j);
        out->n_groups = j.side[0].G;
    }
    for (unsigned f = 0; ok && f < N_FIGURES; f++) {
        uint64_t reached = 0;

        for (size_t r = 0; r < o->R; r++)
            reached += j.reached[r * N_FIGURES + f];
        out->p[f] = isnan(out->difference[f]) ? (double)NAN : ((double)reached + 1) / ((double)o->R + 1);
    }
    arena_free(&a);
    return ok;
}

/* The quantiles of the differences on the same resamples. */
static bool paired(const compare_side *first, const compare_side *second, double level, comparison *out,
                   err *e)
{
    arena a = {0};
    size_t R = first->drawn->R;
    double *value = ARENA_NEW(&a, R, double);

    for (unsigned f = 0; value && f < N_FIGURES; f++) {
        const double *one = first->drawn->value + f * R, *two = second->drawn->value + f * R;

        for (size_t r = 0; r < R; r++)
            value[r] = two[r] - one[r];
        interval_of(value, R, level, &out->low[f], &out->high[f]);
        if (!interval_is_for(f))
            out->low[f] = out->high[f] = (double)NAN;
    }
    arena_free(&a);
    return value || err_memory(e);
}

static bool is_right(const answers *in, size_t row)
{
    label_set truth = metrics_truth(in, row), given = metrics_given(in, row);

    return truth.n == given.n && (truth.n == 0 || memcmp(truth.p, given.p, truth.n * sizeof *truth.p) == 0);
}

bool compare_models(const compare_side *first, const compare_side *second, const interval_options *o,
                    comparison *out, err *e)
{
    const answers *one = first->in, *two = second->in;

    *out = (comparison){.R = o->R, .level = o->level, .grouped = o->group};
    for (unsigned f = 0; f < N_FIGURES; f++)
        out->difference[f] = f == FIGURE_ECE_CHANCE ? (double)NAN /* no model's merit */
                                                    : second->m->figure[f] - first->m->figure[f];
    for (size_t i = 0; i < one->N; i++) {
        bool right[2] = {is_right(one, i), is_right(two, i)};

        if (one->weight && !(one->weight[i] > 0))
            continue;
        out->only_first += right[0] && !right[1];
        out->only_second += right[1] && !right[0];
    }
    out->mcnemar = compare_mcnemar(out->only_first, out->only_second);
    return paired(first, second, o->level, out, e) && randomise(first, second, o, out, e);
}

static double log_factorial(uint64_t n)
{
    return log_gamma((double)n + 1);
}

/* Twice the lower tail: sum over i <= k of C(n, i) / 2^n, from its largest term downward,
 *     C(n, i - 1) = C(n, i) * i / (n - i + 1). */
double compare_mcnemar(uint64_t b, uint64_t c)
{
    uint64_t n = b + c, k = b < c ? b : c;
    double term = exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) - (double)n * log(2)),
           sum = 0;

    if (b == c)
        return 1;
    for (uint64_t i = k; term > sum * 1e-17; i--) {
        sum += term;
        term *= (double)i / (double)(n - i + 1);
    }
    return fmin(1, 2 * sum);
}
