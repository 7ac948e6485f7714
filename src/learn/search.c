/* One question after the other, each candidate a whole cross-validation: coordinate descent over a fixed
 * list. No grid, which would be thousands of fits, and no draws: the same data ask the same questions in the
 * same order. The lists below are guesses: what is usual, in steps wide enough to differ. */
#include "learn/search.h"

#include <math.h>
#include <time.h>

typedef struct hunt {
    const dataset *d;
    const search_options *o;
    setting best;
    search_result result;
    double begin_s;
    uint32_t about; /* candidates there will be */
    err *e;
} hunt;

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Tries one candidate; false when the search must end, by an error or the clock. */
static bool try(hunt *h, const setting *s)
{
    crossval_options co = h->o->crossval;
    crossval c;
    bool better;

    if (h->result.n_tried && now_s() - h->begin_s > h->o->limit_s) {
        h->result.stopped = true;
        return false;
    }
    co.resamples = 0;
    if (!crossval_run(h->d, s, &co, &c, h->e))
        return false;
    better = h->result.n_tried == 0 || c.figure[FIGURE_MACRO_F1] > h->result.macro_f1 + SEARCH_GAIN;
    h->result.n_tried++;
    if (better) {
        h->best = *s;
        h->result.macro_f1 = c.figure[FIGURE_MACRO_F1];
    }
    if (h->o->tick)
        h->o->tick(h->o->to, h->result.n_tried, h->about, s, c.figure[FIGURE_MACRO_F1], better);
    crossval_free(&c);
    return true;
}

static const double costs[] = {0.0625, 0.25, 4};
static const double finer[] = {0.5, 2};
static const double powers[] = {0, 0.5, 1};
static const uint8_t words[][2] = {{1, 1}, {1, 2}, {1, 3}, {0, 0}};
static const uint8_t chars[][2] = {{0, 0}, {2, 4}, {2, 5}, {3, 5}, {3, 6}};
static const uint32_t min_dfs[] = {1, 2, 3};

#define N(array) (sizeof(array) / sizeof *(array))

static void widen(uint8_t *min, uint8_t *max, uint8_t lowest, uint8_t highest)
{
    if (*max == 0)
        return;
    *min = *min < lowest ? *min : lowest;
    *max = *max > highest ? *max : highest;
}

plan search_plan(const plan *start)
{
    plan p = *start;

    widen(&p.word_min, &p.word_max, 1, 3);
    widen(&p.char_min, &p.char_max, 2, 6);
    return p;
}

static bool try_costs(hunt *h, const double *factor, size_t n)
{
    setting from = h->best;

    for (size_t i = 0; i < n; i++) {
        setting s = from;

        s.linear.C = from.linear.C * factor[i];
        if (!try(h, &s))
            return false;
    }
    return true;
}

static bool try_ratios(hunt *h)
{
    setting from = h->best;

    for (size_t i = 0; i < N(powers); i++) {
        setting s = from;

        s.weighing.ratio = powers[i];
        if (fabs(powers[i] - from.weighing.ratio) < 0.01)
            continue;
        if (!try(h, &s))
            return false;
        /* Ratios make values larger, so they want a smaller C: a quarter of it for the whole ratio. */
        s.linear.C *= pow(0.25, powers[i] - from.weighing.ratio);
        if (!try(h, &s))
            return false;
    }
    return true;
}

static bool try_words(hunt *h)
{
    setting from = h->best;

    if (from.weighing.plan.word_max == 0)
        return true;

    for (size_t i = 0; i < N(words); i++) {
        setting s = from;

        s.weighing.plan.word_min = words[i][0];
        s.weighing.plan.word_max = words[i][1];
        if (plan_equal(&s.weighing.plan, &from.weighing.plan) || !plan_check(&s.weighing.plan, &(err){0}))
            continue;
        if (!try(h, &s))
            return false;
    }
    return true;
}

static bool try_chars(hunt *h)
{
    setting from = h->best;

    if (from.weighing.plan.char_max == 0)
        return true;

    for (size_t i = 0; i < N(chars); i++) {
        setting s = from;

        s.weighing.plan.char_min = chars[i][0];
        s.weighing.plan.char_max = chars[i][1];
        if (plan_equal(&s.weighing.plan, &from.weighing.plan) || !plan_check(&s.weighing.plan, &(err){0}))
            continue;
        if (!try(h, &s))
            return false;
    }
    return true;
}

static bool try_min_df(hunt *h)
{
    setting from = h->best;

    for (size_t i = 0; i < N(min_dfs); i++) {
        setting s = from;

        s.weighing.min_df = min_dfs[i];
        if (s.weighing.min_df != from.weighing.min_df && !try(h, &s))
            return false;
    }
    return true;
}

static bool try_balance(hunt *h)
{
    setting s = h->best;

    s.balanced = !s.balanced;
    return try(h, &s);
}

bool search(const dataset *d, const search_options *o, setting *s, search_result *out, err *e)
{
    hunt h = {.d = d, .o = o, .best = *s, .begin_s = now_s(), .e = e};

    h.about = 1 + N(costs) + 2 * (N(powers) - 1) + (N(words) - 1) + (N(chars) - 1) + (N(min_dfs) - 1) + 1 +
              N(finer);
    (void)(try(&h, s) && try_costs(&h, costs, N(costs)) && try_ratios(&h) && try_words(&h) && try_chars(&h) &&
           try_min_df(&h) && try_balance(&h) && try_costs(&h, finer, N(finer)));
    *s = h.best;
    *out = h.result;
    return e->code == ERR_NONE;
}
