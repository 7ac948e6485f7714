/* Rows to a curve in one sort and one walk. Both curves are a running share over the rows that have passed;
 * they differ in what counts and in what x is a share of. */
#include "measure/curves.h"

#include <stdlib.h>

typedef struct scored {
    double score, weight;
    uint32_t row;
    bool counts;
} scored;

static int by_score(const void *a, const void *b)
{
    const scored *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* s[n] to points. `counted`: x is the share of what counts, not of all. */
static bool walk(scored *s, size_t n, bool counted, arena *a, curve *out, err *e)
{
    double all = 0, passed = 0, counts = 0;
    curve_point at = {0};

    for (size_t i = 0; i < n; i++)
        all += !counted || s[i].counts ? s[i].weight : 0;
    *out = (curve){.area = (double)NAN, .whole = (double)NAN};
    if (!(all > 0))
        return true;
    out->point = ARENA_NEW(a, CURVE_STEPS + 2, curve_point);
    if (!out->point)
        return err_memory(e);
    qsort(s, n, sizeof *s, by_score);
    out->area = 0;
    for (size_t i = 0; i < n;) {
        double score = s[i].score, x, y;

        for (; i < n && s[i].score == score; i++) {
            passed += s[i].weight;
            counts += s[i].counts ? s[i].weight : 0;
        }
        x = (counted ? counts : passed) / all;
        y = out->whole = passed > 0 ? counts / passed : 0;
        if (!(x > at.x)) /* no step to the right: nothing under it */
            continue;
        out->area += (x - at.x) * y;
        at = (curve_point){score, x, y};
        if (out->n == 0 || x - out->point[out->n - 1].x >= 1.0 / CURVE_STEPS)
            out->point[out->n++] = at;
    }
    if (at.x > out->point[out->n - 1].x)
        out->point[out->n++] = at;
    return true;
}

bool curves_risk(const answers *in, arena *a, curve *out, err *e)
{
    arena scratch = {0};
    scored *s = ARENA_NEW(&scratch, in->N, scored);
    size_t n = 0;
    bool ok = s != NULL || err_memory(e);

    for (size_t i = 0; ok && in->certainty && i < in->N; i++)
        if (!isnan(in->certainty[i].confidence))
            s[n++] = (scored){in->certainty[i].confidence, metrics_weight(in, i), (uint32_t)i,
                              in->truth[i] != in->given[i]};
    ok = ok && walk(s, n, false, a, out, e);
    arena_free(&scratch);
    return ok;
}

static bool is_true(const answers *in, size_t row, uint32_t k)
{
    label_set truth = metrics_truth(in, row);

    for (size_t i = 0; i < truth.n; i++)
        if (truth.p[i] == k)
            return true;
    return false;
}

bool curves_precision(const answers *in, uint32_t k, const float *score, size_t stride, arena *a, curve *out,
                      err *e)
{
    arena scratch = {0};
    scored *s = ARENA_NEW(&scratch, in->N, scored);
    size_t n = 0;
    bool ok = s != NULL || err_memory(e);

    for (size_t i = 0; ok && i < in->N; i++)
        if (!isnan(score[i * stride]))
            s[n++] =
                (scored){(double)score[i * stride], metrics_weight(in, i), (uint32_t)i, is_true(in, i, k)};
    ok = ok && walk(s, n, true, a, out, e);
    arena_free(&scratch);
    return ok;
}
